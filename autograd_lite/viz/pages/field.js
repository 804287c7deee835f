// A function of two numbers at the nodes of a grid: its level lines, and a tint for each node.
function fieldOf(f, view, count) {
  const nodes = ([low, high]) => Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  const [xs, ys] = [nodes(view.x), nodes(view.y)];
  const rows = ys.map((y) => Float64Array.from(xs, (x) => f(x, y)));
  const finite = rows.flatMap((row) => [...row]).filter(Number.isFinite).sort((a, b) => a - b);
  return { xs, ys, rows, finite, range: rangeOf(finite) };
}

// From the least to the largest; where a few are far off, as at a pole, without those.
function rangeOf(sorted) {
  if (!sorted.length) return [0, 1];
  const share = (part) => sorted[Math.round(part * (sorted.length - 1))];
  const [all, most] = [[share(0), share(1)], [share(0.03), share(0.97)]];
  const [low, high] = all[1] - all[0] <= 6 * (most[1] - most[0]) ? all : most;
  if (!Number.isFinite(high - low)) return [-1e150, 1e150];
  const least = 1e-12 * Math.max(Math.abs(low), Math.abs(high), 1e-290);
  return high - low > least ? [low, high] : [low - 1, high + 1];
}

// The pieces of the line on which the field has a value, as pairs of points: marching squares. A cell
// with a corner that is no number has none, and neither has one that the field leaps over.
function levelLine({ xs, ys, rows, range }, level) {
  const leap = 0.5 * (range[1] - range[0]);
  const pieces = [];
  for (let j = 0; j + 1 < ys.length; j++) {
    const [low, high] = [rows[j], rows[j + 1]];
    for (let i = 0; i + 1 < xs.length; i++) {
      const [a, b, c, d] = [low[i], low[i + 1], high[i + 1], high[i]]; // around the cell
      const least = Math.min(a, b, c, d);
      const most = Math.max(a, b, c, d);
      if (!(least < level && level <= most && most - least <= leap)) continue;
      const cut = [];
      const edge = (from, to, x, y, across, up) => {
        if (from < level === to < level) return;
        const part = (level - from) / (to - from);
        cut.push([x + part * across, y + part * up]);
      };
      const [width, height] = [xs[i + 1] - xs[i], ys[j + 1] - ys[j]];
      edge(a, b, xs[i], ys[j], width, 0);
      edge(b, c, xs[i + 1], ys[j], 0, height);
      edge(d, c, xs[i], ys[j + 1], width, 0);
      edge(a, d, xs[i], ys[j], 0, height);
      for (let k = 0; k + 1 < cut.length; k += 2) pieces.push([cut[k], cut[k + 1]]);
    }
  }
  return pieces;
}

// Paint the nodes of a grid on a canvas that lies below a plot; `tint` gives red, green, blue, alpha.
function paintField(canvas, plot, { xs, rows }, tint) {
  const { left, top } = plot.margin;
  const [width, height] = [plot.width, plot.height].map(Math.round);
  // in shares of the frame, as it may be printed in another size
  const all = [left + plot.width + plot.margin.right, top + plot.height + plot.margin.bottom];
  const [across, down] = all.map((length) => (part) => `${(100 * part) / length}%`);
  Object.assign(canvas.style, { left: across(left), top: down(top), width: across(plot.width), height: down(plot.height) });
  Object.assign(canvas, { width, height });
  const small = Object.assign(document.createElement("canvas"), { width: xs.length, height: rows.length });
  const image = new ImageData(xs.length, rows.length);
  rows.forEach((row, j) => {
    const start = (rows.length - 1 - j) * xs.length;
    row.forEach((value, i) => image.data.set(tint(value, i, j), 4 * (start + i)));
  });
  small.getContext("2d").putImageData(image, 0, 0);
  // the outermost nodes lie on the axes, so that half of their squares is outside
  const [side, other] = [width / (xs.length - 1), height / (rows.length - 1)];
  canvas.getContext("2d").drawImage(small, -side / 2, -other / 2, width + side, height + other);
}

// A colour of the page as red, green and blue.
function colorOf(name) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
