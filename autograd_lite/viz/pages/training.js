// Training in the page: some random points a step, or all, as often as wanted, in view or at once.

// A random number from 0 up to, not including, 1; the same row of them for the same seed (mulberry32).
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// `learn(...weights, x, y, target)` returns the loss of a point and its gradient by the weights; those
// that are not `learnt` stay.
function trainer({ weights, learnt, start, learn, points, seed }) {
  const MOST = 400; // costs that are kept; of more, every second one is dropped
  const random = randomOf(seed);
  const run = { weights: [...weights], steps: 0, costs: [], every: 1, failed: false };
  const loss = (point) => learn(...run.weights, ...point)[0];

  run.cost = () => points().reduce((sum, point) => sum + loss(point), 0) / points().length;

  // Of many costs fewer and fewer are kept, and the last one always.
  function note() {
    const last = run.costs.at(-1);
    if (last && last[0] % run.every !== 0) run.costs.pop();
    if (run.costs.at(-1)?.[0] === run.steps) run.costs.pop();
    run.costs.push([run.steps, run.cost()]);
    if (run.costs.length <= MOST) return;
    run.every *= 2;
    run.costs = run.costs.filter(([step], i) => step % run.every === 0 || i === run.costs.length - 1);
  }
  run.renote = note;

  // The mean loss of some points, and its gradient; as many as there are: each of them once.
  function lossOf(given, size) {
    const isAll = size >= given.length;
    const count = isAll ? given.length : size;
    const next = (i) => (isAll ? given[i] : given[Math.floor(random() * given.length)]);
    const sums = learn(...run.weights, ...next(0));
    for (let i = 1; i < count; i++) {
      const found = learn(...run.weights, ...next(i));
      for (let k = 0; k < sums.length; k++) sums[k] += found[k];
    }
    if (count > 1) for (let k = 0; k < sums.length; k++) sums[k] /= count;
    return sums;
  }

  // Go on by so many steps of so many points, or until a weight is no number any more.
  run.train = (count, rate, size) => {
    const given = points();
    const moved = run.weights;
    const free = [...moved.keys()].filter((k) => learnt[k]);
    for (let i = 0; i < count && !run.failed; i++) {
      const found = lossOf(given, size);
      for (const k of free) moved[k] -= rate * found[k + 1];
      run.steps++;
      if (run.steps % run.every === 0) note();
      run.failed = !Number.isFinite(found[0]);
    }
    run.failed ||= !moved.every(Number.isFinite);
    note();
  };

  const begin = () => {
    Object.assign(run, { steps: 0, costs: [], every: 1, failed: false });
    note();
  };
  run.renew = () => {
    run.weights = run.weights.map((weight, k) => (learnt[k] ? start[0] + (start[1] - start[0]) * random() : weight));
    begin();
  };
  begin();
  return run;
}

// The costs over the steps, from 0 on.
function paintCosts(drawing, { costs }, written) {
  const { clientWidth: width, clientHeight: height } = drawing.parentElement;
  const [BOTTOM, TOP] = [20, 8];
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.replaceChildren();
  const finite = costs.filter(([, cost]) => Number.isFinite(cost) && cost < 1e300);
  const most = Math.max(...finite.map(([, cost]) => cost), 1e-300);
  const last = Math.max(costs.at(-1)[0], 1);
  const tallest = drawing.appendChild(shape("text", { y: TOP + 8, "text-anchor": "end" }, written(most, 3)));
  const left = Math.max(58, tallest.getComputedTextLength() + 12);
  tallest.setAttribute("x", left - 6);
  const x = (step) => left + (step / last) * (width - left - 12);
  const y = (cost) => height - BOTTOM - (cost / most) * (height - BOTTOM - TOP);
  const path = finite.map(([step, cost], i) => `${i ? "L" : "M"}${x(step).toFixed(1)} ${y(cost).toFixed(1)}`).join("");
  drawing.append(
    shape("path", { d: `M${left} ${TOP}V${height - BOTTOM}H${width - 12}`, class: "axis" }),
    shape("path", { d: finite.length > 1 ? path : `${path}h2`, class: "cost" }),
    shape("text", { x: left - 6, y: height - BOTTOM + 4, "text-anchor": "end" }, "0"),
    shape("text", { x: width - 12, y: height - 5, "text-anchor": "end" }, grouped(last)),
  );
}
