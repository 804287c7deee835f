// A function of one or two numbers: its graph with the tangent, or its level lines with the gradient,
// at the point under the pointer; beside it the numbers there.
(() => {
  const SAMPLES = 2; // pixels from one point of a curve to the next
  const GRID = 97; // nodes of a field, across and down
  const LEVELS = 10; // level lines, roughly
  const LONGEST = 0.3; // of a plot, for a gradient as large as any in the first view
  const { names, ranges, closure, precision, decimal } = EXPLORED;
  const phrases = JSON.parse(document.body.dataset.words);
  const written = numbersOf(precision, decimal);
  const inView = coordinatesOf(precision, written);
  const frame = document.getElementById("plot");
  const canvas = frame.querySelector("canvas");
  const isCurve = names.length === 1;
  const value = (...point) => computeValue(...closure, ...point)[0];
  const gradient = (...point) => computeGradient(...closure, ...point);
  let point = EXPLORED.point;
  let found = gradient(...point);

  const line = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
  // Far outside a line is cut, so that its numbers stay small; a drawing shows none of that.
  const pixels = (plot, x, y) => {
    const [left, top] = plot.place(x, y);
    return [clamp(left, -1e5, 1e5), clamp(top, -1e5, 1e5)];
  };

  // One variable ----------------------------------------------------------------------------

  const sample = (x) => {
    const [y, slope] = gradient(x);
    return { x, y, slope };
  };

  let curve = null;

  function paintCurve(plot) {
    curve = curveOf(sample, plot.view.x, plot.view.y, Math.max(100, Math.round(plot.width / SAMPLES)));
    for (const run of curve.runs) {
      const d = line(run.map((each) => pixels(plot, each.x, each.y)));
      plot.layers.content.append(shape("path", { d: run.length > 1 ? d : `${d}h.1`, class: "curve" }));
    }
  }

  function followCurve(plot) {
    const [x, [y, slope]] = [point[0], found];
    const layer = plot.layers.point;
    if (!Number.isFinite(y)) return;
    const [left, top] = pixels(plot, x, y);
    const { margin, width, height } = plot;
    layer.append(shape("path", { d: `M${left} ${margin.top + height}V${top}H${margin.left}`, class: "drop" }));
    if (isTangent(plot)) {
      // the ends of the tangent in pixels, so that a steep one is no shorter
      const rise = (-slope * (plot.view.x[1] - plot.view.x[0]) * height) / (width * (plot.view.y[1] - plot.view.y[0]));
      const reach = (2 * (width + height)) / Math.hypot(1, rise);
      const end = (by) => (Number.isFinite(rise) ? [left + by * reach, top + by * reach * rise] : [left, top + by * 2 * height]);
      layer.append(shape("path", { d: line([end(-1), end(1)]), class: "tangent" }));
    }
    layer.append(shape("circle", { cx: left, cy: top, r: 5.5, class: "spot" }));
  }

  // Whether a line with the slope is a tangent: as a function comes nearer, so do its secants. Where it
  // has an edge or a leap, they do not, and the slope is only what was agreed on.
  function isTangent(plot) {
    const [x, [y, slope]] = [point[0], found];
    if (![y, slope].every(Number.isFinite)) return false;
    const [width, height] = [plot.view.x, plot.view.y].map(([low, high]) => high - low);
    const off = (by) => {
      const secants = [x - by, x + by].map((at) => (value(at) - y) / (at - x));
      return Math.max(0, ...secants.filter((each) => !Number.isNaN(each)).map((each) => Math.abs(each - slope)));
    };
    const by = 1e-8 * (ranges[0][1] - ranges[0][0]);
    const [far, near] = [off(100 * by), off(by)];
    const isRounding = near * by < 2e-15 * Math.abs(y);
    return !(near > 0.5 * far && near * width > 0.01 * height) || isRounding;
  }

  // How far the curve is from its tangent, at most, in a view: less and less by zooming.
  function distance() {
    const [x, [y, slope]] = [point[0], found];
    const off = curve.runs.flat().map((each) => Math.abs(each.y - (y + slope * (each.x - x))));
    return off.reduce((far, each) => Math.max(far, each), 0); // nan stays
  }

  function tellCurve(plot) {
    const [y, slope] = found;
    const [low, high] = plot.view.x.map((x) => written(x, Math.max(3, digitsIn(plot.view.x))));
    const view = { low, high };
    if (!Number.isFinite(y)) return filled(phrases.undefined, { name: names[0] });
    if (!isTangent(plot)) return filled(phrases.no_tangent, view);
    const far = distance();
    if (!curve.isWhole || !Number.isFinite(far)) return filled(phrases.gaps, view);
    const share = written((100 * far) / (plot.view.y[1] - plot.view.y[0]), 3);
    return filled(phrases.distance, { ...view, name: names[0], distance: written(far), share });
  }

  const tangent = (plot) => {
    const [y, slope] = found;
    if (!isTangent(plot)) return "–";
    const held = slope < 0 ? `(${written(slope)})` : written(slope);
    const shift = `${point[0] < 0 ? "+" : "−"} ${inView(Math.abs(point[0]), plot.view.x)}`;
    return `${inView(y, plot.view.y)} + ${held}·(${names[0]} ${shift})`;
  };

  function firstHeight() {
    const [low, high] = ranges[0];
    const values = Array.from({ length: 801 }, (_, i) => value(low + ((high - low) * i) / 800));
    const [least, most] = rangeOf(values.filter(Number.isFinite).sort((a, b) => a - b));
    return [least - 0.08 * (most - least), most + 0.08 * (most - least)];
  }

  // Two variables ---------------------------------------------------------------------------

  let field = null;
  const nodes = ([low, high]) => Array.from({ length: 9 }, (_, i) => low + ((high - low) * i) / 8);

  // The size of a gradient that is drawn as the longest arrow.
  function largest() {
    const sizes = nodes(ranges[0]).flatMap((x) => nodes(ranges[1]).map((y) => Math.hypot(...gradient(x, y).slice(1))));
    const finite = sizes.filter((size) => Number.isFinite(size) && size > 0).sort((a, b) => a - b);
    return finite.length ? finite[Math.floor(0.9 * (finite.length - 1))] : 1;
  }
  const usual = isCurve ? 1 : largest();

  const linePath = (plot, pieces) => pieces.map((piece) => line(piece.map(([x, y]) => pixels(plot, x, y)))).join("");

  function paintLevels(plot) {
    field = fieldOf(value, plot.view, GRID);
    const [low, high] = field.range;
    const color = colorOf("--forward");
    paintField(canvas, plot, field, (z) =>
      Number.isNaN(z) ? [0, 0, 0, 0] : [...color, 140 * clamp((z - low) / (high - low), 0, 1)]);
    const taken = [];
    const names = [...plot.layers.axes.querySelectorAll(".name")].map((name) => name.getBBox());
    for (const { at, digits } of ticksOf(field.range, LEVELS)) {
      const pieces = levelLine(field, at);
      plot.layers.content.append(shape("path", { d: linePath(plot, pieces), class: "level" }));
      label(plot, pieces, written(at, digits), taken, names);
    }
  }

  // The number of a level line, where there is room for it, and no name of an axis.
  function label(plot, pieces, text, taken, names) {
    const half = Math.max(20, 3.5 * text.length);
    const isOn = (x, y) => (box) => x + half > box.x && x - half < box.x + box.width && y + 10 > box.y && y - 10 < box.y + box.height;
    const free = pieces.map(([p]) => pixels(plot, ...p)).find(([x, y]) =>
      x > plot.margin.left + half && x < plot.margin.left + plot.width - half &&
      y > plot.margin.top + 14 && y < plot.margin.top + plot.height - 14 &&
      !names.some(isOn(x, y)) && taken.every((other) => Math.hypot(other[0] - x, other[1] - y) > 60));
    if (!free) return;
    taken.push(free);
    plot.layers.content.append(shape("text", { x: free[0], y: free[1] + 4, "text-anchor": "middle", class: "height" }, text));
  }

  function followLevels(plot) {
    const layer = plot.layers.point;
    const [z, ...slopes] = found;
    const [left, top] = pixels(plot, ...point);
    if (Number.isFinite(z)) layer.append(shape("path", { d: linePath(plot, levelLine(field, z)), class: "level own" }));
    layer.append(shape("circle", { cx: left, cy: top, r: 4.5, class: "spot" }));
    if (!slopes.every(Number.isFinite) || !slopes.some((slope) => slope !== 0)) return;
    // as long as it is steep, and in the direction that it has in the units of this view
    const [across, up] = slopes.map((slope, i) => {
      const length = [plot.width, -plot.height][i];
      return (slope * length) / (plot.view["xy"[i]][1] - plot.view["xy"[i]][0]) / Math.hypot(...slopes);
    });
    const size = Math.min(plot.width, plot.height) * LONGEST * clamp(Math.hypot(...slopes) / usual, 0.1, 1.6);
    const scale = size / (Math.hypot(across, up) || 1);
    const [x, y] = [left + across * scale, top + up * scale];
    const turned = (by) => {
      const angle = Math.atan2(up, across) + by;
      return [x - 11 * Math.cos(angle), y - 11 * Math.sin(angle)];
    };
    layer.append(
      shape("path", { d: line([[left, top], [x, y]]), class: "arrow" }),
      shape("path", { d: `${line([turned(0.4), [x, y], turned(-0.4)])}Z`, class: "head" }),
    );
  }

  // How far the function is from its plane in a view, at most.
  function tellLevels(plot) {
    const [z, across, up] = found;
    if (!Number.isFinite(z)) return filled(phrases.undefined, { name: names.join(", ") });
    if (![across, up].every(Number.isFinite)) return phrases.no_plane;
    if (across === 0 && up === 0) return phrases.flat;
    const { x, y } = plot.view;
    const off = nodes(x).flatMap((a) => nodes(y).map((b) =>
      Math.abs(value(a, b) - (z + across * (a - point[0]) + up * (b - point[1])))));
    const most = off.reduce((far, each) => Math.max(far, each), 0); // nan stays
    if (!Number.isFinite(most)) return phrases.gaps_plane;
    const share = written((100 * most) / (field.range[1] - field.range[0]), 3);
    return filled(phrases.distance_plane, { distance: written(most), share });
  }

  // Both ------------------------------------------------------------------------------------

  const cell = (name) => document.querySelector(`[data-number="${name}"]`);
  const speak = teller(document.getElementById("live"));
  let isFirst = true;

  function tell(plot) {
    point.forEach((x, i) => (cell(`x${i}`).textContent = inView(x, plot.view["xy"[i]])));
    found.forEach((x, i) => (cell(`f${i}`).textContent = isCurve && !i ? inView(x, plot.view.y) : written(x)));
    if (isCurve) cell("tangent").textContent = tangent(plot);
    document.getElementById("told").textContent = (isCurve ? tellCurve : tellLevels)(plot);
    if (typeof followGraph === "function") followGraph(point);
    if (!isFirst) speak(heard);
    isFirst = false;
  }
  function heard() {
    const rows = [...document.querySelectorAll(".point tr")].slice(0, names.length + found.length);
    return rows.map((row) => row.textContent.trim().replace(/\s+/g, " ")).join("; ");
  }

  function follow(plot) {
    (isCurve ? followCurve : followLevels)(plot);
    tell(plot);
  }

  function pointed(plot, at) {
    point = point.map((_, i) => (Number.isFinite(at[i]) ? at[i] : point[i]));
    found = gradient(...point);
    const by = [missing(plot.view.x, point[0]), isCurve ? 0 : missing(plot.view.y, point[1])];
    if (by.some((each) => each !== 0)) plot.pan(...by);
    plot.refollow();
  }

  // Around the point of the curve: near it the curve becomes its tangent.
  function about(plot) {
    if (!isCurve) return point;
    const { y } = plot.view;
    return [point[0], Number.isFinite(found[0]) ? found[0] : (y[0] + y[1]) / 2];
  }

  const first = { x: ranges[0], y: isCurve ? firstHeight() : ranges[1] };
  const plot = plotOn(frame, {
    view: first,
    written,
    names: isCurve ? [names[0], EXPLORED.f] : names,
    about,
    pointed,
    paint: isCurve ? paintCurve : paintLevels,
    follow,
    moved: isCurve ? () => {} : keepSquare(first),
  });
  arrowsMove(plot, () => (isCurve ? [point[0], 0] : point), pointed);
})();
