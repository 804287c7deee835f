// A function of one number as a curve: points so near to each other that lines between them are it.

// `sample(x)` gives {x, y, slope}. Points are as many as there are parts, and more where lines between
// them would be seen to be no curve: where the slopes lead elsewhere, and where numbers end. Returned
// are its runs without a gap, and whether there is a number at every point and no leap.
function curveOf(sample, [low, high], [bottom, top], parts) {
  const PASSES = 6; // each puts a point in the middle of two
  const MOST = 3000; // points, of which a pass makes at most twice as many
  const SEEN = 0.001; // of the height
  const LEAP = 0.02;
  let left = 5000; // more places at which leaps may be looked for
  const height = top - bottom;
  const isNumber = ({ y }) => Number.isFinite(y);
  const middle = (a, b) => (a.x + b.x) / 2;
  const isBetween = (x, a, b) => x > a.x && x < b.x;

  // Whether there is more between two points of the window than a line.
  function bends(a, b) {
    if (!isNumber(a) && !isNumber(b)) return false;
    if (!isNumber(a) || !isNumber(b)) return true;
    if (Math.min(a.y, b.y) > top || Math.max(a.y, b.y) < bottom) return false;
    const led = [a, b].map(({ slope }) => Math.abs(slope * (b.x - a.x) - (b.y - a.y)));
    return !led.every((by) => by <= SEEN * height);
  }
  // Whether the function goes where neither of its slopes leads.
  function leaps(a, b) {
    const change = b.y - a.y;
    const led = (b.x - a.x) * (Math.abs(a.slope) > Math.abs(b.slope) ? a.slope : b.slope);
    return Math.abs(change) > LEAP * height && (change * led <= 0 || Math.abs(change) > 4 * Math.abs(led));
  }
  // Points between two, in their order, that come as near as can be to where it leaps; null for a gap.
  function between(a, b) {
    const passed = [];
    let [from, to] = [a, b];
    for (let i = 0; i < 40 && left > 0 && leaps(from, to); i++, left--) {
      const next = sample(middle(from, to));
      if (!isBetween(next.x, from, to) || !isNumber(next)) return null;
      passed.push(next);
      if (Math.abs(next.y - from.y) > Math.abs(to.y - next.y)) to = next;
      else from = next;
    }
    return left > 0 && leaps(from, to) ? null : passed.sort((p, q) => p.x - q.x);
  }
  // The points from a number as near as can be to where there is none.
  function edge(inside, outside) {
    const passed = [];
    for (let i = 0; i < 40; i++) {
      const next = sample(middle(inside, outside));
      if (next.x === inside.x || next.x === outside.x) break;
      if (isNumber(next)) passed.push((inside = next));
      else outside = next;
    }
    return passed;
  }

  let points = Array.from({ length: parts + 1 }, (_, i) => sample(low + ((high - low) * i) / parts));
  for (let pass = 0; pass < PASSES && points.length < MOST; pass++) {
    points = points.flatMap((b, i) => {
      const a = points[i - 1];
      return a && bends(a, b) && isBetween(middle(a, b), a, b) ? [sample(middle(a, b)), b] : [b];
    });
  }
  const runs = [[]];
  points.forEach((b, i) => {
    const a = points[i - 1];
    if (!isNumber(b)) {
      if (a && isNumber(a)) runs.at(-1).push(...edge(a, b));
      runs.push([]);
      return;
    }
    const more = !a ? [] : isNumber(a) ? between(a, b) : edge(b, a).reverse();
    if (more === null) runs.push([b]);
    else runs.at(-1).push(...more, b);
  });
  const kept = runs.filter((run) => run.length);
  return { runs: kept, isWhole: kept.length === 1 && points.every(isNumber) };
}
