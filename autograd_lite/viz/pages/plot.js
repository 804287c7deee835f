// Axes in a frame, over which a point is moved and which is zoomed: by mouse, touch, keys and buttons.
document.documentElement.classList.add("scripted"); // without scripts, what needs one is not shown
const SVG = "http://www.w3.org/2000/svg";
const clamp = (x, least, most) => Math.min(Math.max(x, least), most);

// A sentence with its {fields}; what is put into one from right to left stays as it is.
function filled(template, fields) {
  const isolated = (text) => (document.documentElement.dir === "rtl" ? `\u2066${text}\u2069` : text);
  return template.replace(/\{(\w+)\}/g, (_, field) => isolated(fields[field]));
}

// An element of a drawing; without a value an attribute is left out.
function shape(tag, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

// The largest of 1, 2, 5, 10, … that makes no more than so many parts of a length.
function roundStep(length, parts) {
  const least = length / parts;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9));
}

function ticksOf([low, high], parts) {
  const step = roundStep(high - low, parts);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  const digits = clamp(Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / step)) + 1, 1, 15);
  return Array.from({ length: Math.min(count, 50) }, (_, i) => ({ at: (first + i) * step, digits }));
}

// How many digits of a number tell a place in a view from its neighbours, a hundredth of it away.
function digitsIn([low, high]) {
  return clamp(Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / (high - low))) + 2, 1, 17);
}
// Numbers with as many digits as others have, or with more where a view needs them.
const coordinatesOf = (precision, written) => (number, view) => written(number, Math.max(precision, digitsIn(view) + 1));

// `paint(plot)` draws what belongs to a view, `follow(plot)` what belongs to the point. `about` says
// around which point zooming goes, `moved` hears of a new view, `pointed` of a new point, `pressed` of
// a point that was chosen.
function plotOn(frame, { view, written, names, about, paint, follow, pointed, moved = () => {}, pressed = () => {} }) {
  const MARGIN = { left: 58, right: 14, top: 12, bottom: 40 };
  const EDGE = 4; // pixels around numbers, for what surrounds their letters too
  const FINEST = 1e-10; // of a view, beside the numbers in it
  const FARTHEST = 1e6; // beside the first view
  const STEP = 1.5;
  const drawing = frame.querySelector("svg");
  const home = structuredClone(view);
  const plot = { view, frame, width: 0, height: 0 };
  const layers = Object.fromEntries(
    ["grid", "content", "point", "axes"].map((name) => [name, drawing.appendChild(shape("g", { class: name }))]),
  );
  let waiting = 0;
  let isStale = true;

  // Between numbers and pixels.
  plot.place = (x, y) => [
    MARGIN.left + ((x - plot.view.x[0]) / (plot.view.x[1] - plot.view.x[0])) * plot.width,
    MARGIN.top + ((plot.view.y[1] - y) / (plot.view.y[1] - plot.view.y[0])) * plot.height,
  ];
  plot.numbers = (left, top) => [
    plot.view.x[0] + ((left - MARGIN.left) / plot.width) * (plot.view.x[1] - plot.view.x[0]),
    plot.view.y[1] - ((top - MARGIN.top) / plot.height) * (plot.view.y[1] - plot.view.y[0]),
  ];
  plot.margin = MARGIN;
  plot.layers = layers;

  // A number at an axis, moved where it would leave the frame; returned is from where to where it goes.
  function tick(x, y, share, text) {
    const made = layers.axes.appendChild(shape("text", { y, class: "tick" }, text));
    const length = made.getComputedTextLength();
    const left = Math.max(EDGE, Math.min(x - share * length, frame.clientWidth - EDGE - length));
    made.setAttribute("x", left);
    return { made, left, right: left + length };
  }
  function paintTicks(right, bottom) {
    const { grid } = layers;
    const ofLine = (at) => (Math.abs(at) < 1e-300 ? "zero" : undefined);
    const across = (room) => ticksOf(plot.view.x, Math.max(1.5, plot.width / room));
    const widest = Math.max(...across(70).map(({ at, digits }) => written(at, digits).length));
    let taken = -Infinity;
    for (const { at, digits } of across(Math.max(70, 7 * widest + 10))) {
      const [x] = plot.place(at, 0);
      grid.append(shape("path", { d: `M${x} ${MARGIN.top}V${bottom}`, class: ofLine(at) }));
      const next = tick(x, bottom + 17, 0.5, written(at, digits));
      if (next.left < taken + 6) next.made.remove();
      else taken = next.right;
    }
    let most = 0; // how far numbers at the upright axis go
    for (const { at, digits } of ticksOf(plot.view.y, Math.max(2, plot.height / 45))) {
      const [, y] = plot.place(0, at);
      grid.append(shape("path", { d: `M${MARGIN.left} ${y}H${right}`, class: ofLine(at) }));
      most = Math.max(most, tick(MARGIN.left - 7, y + 4, 1, written(at, digits)).right);
    }
    return Math.max(most, MARGIN.left);
  }

  function paintAxes() {
    const { grid, axes } = layers;
    grid.replaceChildren();
    axes.replaceChildren();
    const [right, bottom] = [MARGIN.left + plot.width, MARGIN.top + plot.height];
    const free = paintTicks(right, bottom);
    axes.append(
      shape("path", { d: `M${MARGIN.left} ${MARGIN.top}V${bottom}H${right}V${MARGIN.top}Z`, class: "box" }),
      shape("text", { x: right, y: bottom + 34, "text-anchor": "end", class: "name" }, names[0]),
      shape("text", { x: free + 7, y: MARGIN.top + 17, class: "name" }, names[1]),
    );
  }

  // The drawing is as large as the frame was when it was drawn: where that has another size since, as in
  // print, all of it is scaled.
  function frameDrawing() {
    const [width, height] = [plot.width + MARGIN.left + MARGIN.right, plot.height + MARGIN.top + MARGIN.bottom];
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    frame.style.setProperty("--shape", width / height);
    clip.setAttribute("x", MARGIN.left);
    clip.setAttribute("y", MARGIN.top);
    clip.setAttribute("width", plot.width);
    clip.setAttribute("height", plot.height);
  }

  function draw() {
    waiting = 0;
    if (plot.width <= 0 || plot.height <= 0) return; // not shown yet
    if (isStale) {
      frameDrawing();
      paintAxes();
      layers.content.replaceChildren();
      paint(plot);
    }
    isStale = false;
    layers.point.replaceChildren();
    follow(plot);
  }
  // At most one drawing for a frame of the screen.
  function later() {
    waiting ||= requestAnimationFrame(draw);
  }
  plot.repaint = () => {
    isStale = true;
    later();
  };
  plot.refollow = later;

  function fit() {
    const { clientWidth, clientHeight } = frame;
    [plot.width, plot.height] = [clientWidth - MARGIN.left - MARGIN.right, clientHeight - MARGIN.top - MARGIN.bottom];
    moved(plot);
    plot.repaint();
  }
  const clip = shape("rect");
  const clipping = shape("clipPath", { id: `${frame.id}-inside` });
  clipping.append(clip);
  drawing.prepend(clipping);
  for (const name of ["content", "point"]) layers[name].setAttribute("clip-path", `url(#${frame.id}-inside)`);

  // A view no finer than its numbers are, and no wider than a million times the first one.
  plot.show = (wanted) => {
    for (const side of ["x", "y"]) {
      const [low, high] = wanted[side];
      const length = high - low;
      const finest = FINEST * Math.max(Math.abs(low), Math.abs(high), 1e-290);
      const widest = FARTHEST * (home[side][1] - home[side][0]);
      if (!(length >= finest && length <= widest && Number.isFinite(length))) return;
    }
    plot.view = wanted;
    moved(plot);
    plot.repaint();
  };
  const zoomed = ([low, high], factor, middle) => [middle + (low - middle) / factor, middle + (high - middle) / factor];
  plot.zoom = (factor, [x, y] = about(plot)) =>
    plot.show({ x: zoomed(plot.view.x, factor, x), y: zoomed(plot.view.y, factor, y) });
  plot.reset = () => plot.show(structuredClone(home));
  plot.setHome = (wanted) => Object.assign(home, structuredClone(wanted));

  const shifted = ([low, high], by) => [low + by, high + by];
  plot.pan = (x, y) => plot.show({ x: shifted(plot.view.x, x), y: shifted(plot.view.y, y) });

  listen(plot, { pointed, pressed, STEP });
  new ResizeObserver(fit).observe(frame);
  for (const look of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(look).addEventListener("change", plot.repaint);
  }
  fit();
  return plot;
}

// A unit is as long across as up, where that leaves enough of both.
function squared({ x, y }, { width, height }) {
  const [across, up] = [(x[1] - x[0]) / width, (y[1] - y[0]) / height];
  if (!(Math.max(across, up) < 3 * Math.min(across, up))) return { x, y };
  const unit = Math.max(across, up);
  const widened = ([low, high], length) => [(low + high - length * unit) / 2, (low + high + length * unit) / 2];
  return { x: widened(x, width), y: widened(y, height) };
}

// Begin with such a view; when the frame has another size, with as much zoom around the same middle.
function keepSquare(first) {
  let fitted = "";
  let home = null;
  const resized = (side, wanted, [low, high]) => {
    const length = ([from, to]) => to - from;
    const half = (length(wanted[side]) * length([low, high])) / length(home[side]) / 2;
    return [(low + high) / 2 - half, (low + high) / 2 + half];
  };
  return (plot) => {
    const size = `${plot.width} ${plot.height}`;
    if (size === fitted || plot.width <= 0 || plot.height <= 0) return;
    fitted = size;
    const wanted = squared(first, plot);
    const { x, y } = plot.view;
    const isHome = !home || [x, y].every((view, i) => view.every((end, k) => end === home["xy"[i]][k]));
    plot.view = isHome ? wanted : { x: resized("x", wanted, x), y: resized("y", wanted, y) };
    home = structuredClone(wanted);
    plot.setHome(wanted);
  };
}

// Hold a change back until nothing changes any more, then tell it to those who do not see it.
function teller(element) {
  const SILENCE = 400; // milliseconds
  let waiting = 0;
  return (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (element.textContent = text()), SILENCE);
  };
}

// How far a view must be moved so that a number is in it.
function missing([low, high], x) {
  return Math.min(x - low, 0) + Math.max(x - high, 0);
}
