// A model with two inputs: what it answers all over the plane, the points it learns from, training.
(() => {
  const SECONDS = 2.5; // of a training in view
  const DIGITS = 6; // of a cost, at least: it changes little at the end
  const COLORS = ["#0077bb", "#cc3311", "#009988", "#ee7733", "#33bbee", "#ee3377"];
  const TINT = 110; // of 255, where the answer is clearest
  const MARKS = [ // as wide as 12 pixels: a circle, a triangle, a square, a diamond, a cross
    "M6 0A6 6 0 1 1 -6 0A6 6 0 1 1 6 0Z", "M0 -7L6.5 5.5H-6.5Z", "M-5.5 -5.5H5.5V5.5H-5.5Z",
    "M0 -7L7 0L0 7L-7 0Z", "M-2.5 -6.5H2.5V-2.5H6.5V2.5H2.5V6.5H-2.5V2.5H-6.5V-2.5H-2.5Z",
  ];
  const { reading, decimal, grid } = MODEL;
  const phrases = JSON.parse(document.body.dataset.words);
  const written = numbersOf(MODEL.precision, decimal);
  const inView = coordinatesOf(MODEL.precision, written);
  const find = (id) => document.getElementById(id);
  const [frame, live, rate, steps, size, train] = ["plot", "live", "rate", "steps", "size", "train"].map(find);
  const canvas = frame.querySelector("canvas");
  const speak = teller(live);

  const added = [];
  const points = () => [...MODEL.points, ...added];
  const seed = Number(new URLSearchParams(location.hash.slice(1)).get("seed") ?? MODEL.seed);
  const run = trainer({ ...MODEL, learn: computeLoss, points, seed });
  let point = MODEL.point;
  let running = 0;

  // What the model answers -------------------------------------------------------------------

  const own = () => MODEL.order.map(({ weight, number }) => number ?? run.weights[weight]);
  const answer = (x, y) => computePrediction(...own(), x, y);
  const isSeveral = reading.kind === "classes";
  const best = (scores) => scores.indexOf(Math.max(...scores));

  // With two digits after the point, to even on a tie.
  function rounded(x) {
    if (!Number.isFinite(x) || Math.abs(x) >= 1e6) return written(x);
    const low = Math.floor(100 * x);
    const isTie = (8 * x) % 2 === 1 || (8 * x) % 2 === -1; // of doubles, odd eighths alone
    const even = isTie ? (low + Math.abs(low % 2)) / 100 : x;
    return even.toFixed(2).replace(/^-(?=0\.00$)/, "").replace("-", "−").replace(".", decimal);
  }
  function answered(scores) {
    if (scores.some(Number.isNaN)) return "nan";
    return isSeveral ? `${rounded(Math.max(...scores))} (${reading.names[best(scores)]})` : rounded(scores[0]);
  }

  const rgb = (color) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  const palette = COLORS.map(rgb);
  function tint(value) {
    if (isSeveral) return value === -1 ? [0, 0, 0, 0] : [...palette[value % palette.length], TINT * 0.8];
    const [low, middle, high] = reading.scale;
    if (Number.isNaN(value)) return [0, 0, 0, 0];
    const share = value < middle ? (value - middle) / (middle - low) : (value - middle) / (high - middle);
    return [...palette[share < 0 ? 0 : 1], TINT * Math.min(Math.abs(share), 1)];
  }

  // The nodes of the grid lie so far apart as was asked for, but no more of them than are seen.
  const nodesIn = ([low, high]) => clamp(Math.round((high - low) / grid) + 1, 41, 121);

  function paintAnswers(plot) {
    const weights = own();
    const count = Math.max(nodesIn(plot.view.x), nodesIn(plot.view.y));
    const line = (pieces, name) => {
      const d = pieces.map((piece) => piece.map(([x, y], i) => {
        const [left, top] = plot.place(x, y);
        return `${i ? "L" : "M"}${left.toFixed(1)} ${top.toFixed(1)}`;
      }).join("")).join("");
      if (d) plot.layers.content.append(shape("path", { d, class: name }));
    };
    if (!isSeveral) {
      const field = fieldOf((x, y) => computePrediction(...weights, x, y)[0], plot.view, count);
      paintField(canvas, plot, field, tint);
      line(levelLine({ ...field, range: [-Infinity, Infinity] }, reading.scale[1]), "border");
      return;
    }
    const scores = new Map(); // of a node, for the borders of all classes
    const all = (x, y) => {
      const key = `${x} ${y}`;
      if (!scores.has(key)) scores.set(key, computePrediction(...weights, x, y));
      return scores.get(key);
    };
    const winner = (x, y) => (all(x, y).some(Number.isNaN) ? -1 : best(all(x, y)));
    paintField(canvas, plot, fieldOf(winner, plot.view, count), tint);
    for (let k = 0; k < reading.names.length; k++) {
      const lead = (x, y) => all(x, y)[k] - Math.max(...all(x, y).filter((_, i) => i !== k));
      line(levelLine({ ...fieldOf(lead, plot.view, count), range: [-Infinity, Infinity] }, 0), "border");
    }
  }

  // The points -------------------------------------------------------------------------------

  const kindOf = (target) => (isSeveral ? target : reading.labels.indexOf(target));
  function mark(plot, [x, y, target]) {
    const [left, top] = plot.place(x, y);
    if (reading.kind !== "numbers") {
      const kind = kindOf(target);
      const d = MARKS[kind % MARKS.length];
      return shape("path", { d, transform: `translate(${left} ${top})`, class: `dot kind-${kind % COLORS.length}` });
    }
    const [low, middle, high] = reading.scale;
    const share = clamp(target < middle ? (target - middle) / (middle - low) : (target - middle) / (high - middle), -1, 1);
    const color = `rgb(${palette[share < 0 ? 0 : 1].map((part) => Math.round(250 + (part - 250) * Math.abs(share))).join(" ")})`;
    return shape("circle", { cx: left, cy: top, r: 5.5, fill: color, class: "dot scaled" });
  }

  function paint(plot) {
    paintAnswers(plot);
    plot.layers.content.append(...points().map((each) => mark(plot, each)));
    for (const [x, y] of MODEL.unknown) {
      const [left, top] = plot.place(x, y);
      plot.layers.content.append(
        shape("circle", { cx: left, cy: top, r: 7, class: "dot unknown" }),
        shape("text", { x: left, y: top - 12, "text-anchor": "middle", class: "asked" }, "???"),
      );
    }
  }

  function follow(plot) {
    const [left, top] = plot.place(...point);
    plot.layers.point.append(
      shape("path", { d: `M${left - 12} ${top}h8m8 0h8M${left} ${top - 12}v8m0 8v8`, class: "cross" }),
    );
    tell();
  }

  // What is told -----------------------------------------------------------------------------

  const cell = (name) => document.querySelector(`[data-number="${name}"]`);
  const chosen = () => {
    const radio = document.querySelector("input[name=target]:checked");
    return radio ? Number(radio.value) : readNumber(find("target"), MODEL.target);
  };
  // A field as a number; what is none is marked, and the last right one taken.
  const last = new Map();
  function readNumber(field, usual, accepts = () => true) {
    const number = valueOf(field.value);
    const isRight = Number.isFinite(number) && accepts(number);
    if (isRight) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    if (isRight) last.set(field, number);
    return isRight ? number : last.get(field) ?? usual;
  }

  const at = (place) => place.map((x, i) => inView(x, plot.view["xy"[i]]));
  const told = () => {
    const cost = written(run.costs.at(-1)[1], Math.max(MODEL.precision, DIGITS));
    const fields = { steps: grouped(run.steps), cost };
    return filled(run.failed ? phrases.failed : run.steps ? phrases.trained : phrases.untrained, fields);
  };
  function tell() {
    at(point).forEach((x, i) => (cell(`x${i}`).textContent = x));
    cell("answer").textContent = answered(answer(...point));
    if (typeof followGraph === "function") followGraph([...run.weights, ...point, chosen()]);
    else followWeights();
  }
  // Where there is no graph, the weights and their gradients alone.
  const cells = ["weight", "slope"].map((name) => [...document.querySelectorAll(`[data-${name}]`)]);
  function followWeights() {
    const [, ...slopes] = computeLoss(...run.weights, ...point, chosen());
    const write = (values) => (each, i) => (each.textContent = written(values[i]));
    cells[0].forEach(write(run.weights));
    cells[1].forEach(write(slopes));
  }
  const pointTold = () => {
    const [x, y] = at(point);
    return filled(phrases.pointed, { names: MODEL.names[0], x, other: MODEL.names[1], y, answer: answered(answer(...point)) });
  };
  function tellTraining() {
    find("told").textContent = told();
    find("told").classList.toggle("failed", run.failed);
    paintCosts(document.querySelector(".costs svg"), run, written);
    plot.repaint();
  }

  // What a reader does -----------------------------------------------------------------------

  const wanted = () => ({
    rate: readNumber(rate, MODEL.rate, (x) => x > 0),
    steps: readNumber(steps, MODEL.steps, (x) => Number.isInteger(x) && x >= 1 && x <= 1e8),
    size: readNumber(size, MODEL.size, (x) => Number.isInteger(x) && x >= 1),
  });
  function stop() {
    cancelAnimationFrame(running);
    running = 0;
    train.textContent = phrases.train;
  }
  function finish() {
    stop();
    tellTraining();
    speak(told);
  }
  function start() {
    const { steps: all } = wanted();
    let left = all;
    let before = performance.now();
    train.textContent = phrases.pause;
    const go = (now) => {
      const share = clamp((now - before) / (1000 * SECONDS), 0.001, 0.1);
      const count = Math.min(left, Math.ceil(all * share));
      before = now;
      run.train(count, wanted().rate, wanted().size);
      left -= count;
      if (left > 0 && !run.failed) {
        tellTraining();
        running = requestAnimationFrame(go);
      } else finish();
    };
    running = requestAnimationFrame(go);
  }
  function atOnce() {
    stop();
    const { steps: count, rate: by, size: many } = wanted();
    run.train(count, by, many);
    finish();
  }
  function renew() {
    run.renew();
    finish();
  }

  // Who takes all points a step, goes on taking all.
  let known = points().length;
  function showAdded() {
    if (wanted().size === known) size.value = points().length;
    known = points().length;
    for (const name of ["undo", "clear"]) find(name).disabled = !added.length;
    run.renote();
    tellTraining();
  }
  function add(place) {
    added.push([...place, chosen()]);
    showAdded();
    const [x, y] = at(place);
    speak(() => filled(phrases.added, { x, y, number: points().length }));
  }

  function pointed(here, at) {
    point = point.map((x, i) => (Number.isFinite(at[i]) ? at[i] : x));
    const by = [missing(here.view.x, point[0]), missing(here.view.y, point[1])];
    if (by.some((each) => each !== 0)) here.pan(...by);
    here.refollow();
    speak(pointTold);
  }

  document.querySelectorAll(".sample").forEach((sample, i) => {
    sample.replaceChildren(shape("path", { d: MARKS[i % MARKS.length], class: `dot kind-${i % COLORS.length}` }));
  });
  const plot = plotOn(frame, {
    view: MODEL.view,
    written,
    names: MODEL.names,
    about: () => point,
    paint,
    follow,
    pointed,
    pressed: (here, at) => {
      pointed(here, at);
      add(point);
    },
    moved: keepSquare(MODEL.view),
  });
  arrowsMove(plot, () => point, pointed);
  const actions = {
    train: () => (running ? finish() : isStill() ? atOnce() : start()),
    "at-once": atOnce,
    renew,
    add: () => add(point),
    undo: () => added.pop() && showAdded(),
    clear: () => added.splice(0) && showAdded(),
  };
  function isStill() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }
  for (const [name, action] of Object.entries(actions)) find(name).addEventListener("click", action);
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isTyped(event)) return;
    event.preventDefault();
    add(point);
  });
  for (const field of [rate, steps, size]) field.addEventListener("input", wanted);
  document.querySelector(".adding").addEventListener("input", plot.refollow);
  new ResizeObserver(() => paintCosts(document.querySelector(".costs svg"), run, written)).observe(document.querySelector(".costs"));
  tellTraining();
})();
