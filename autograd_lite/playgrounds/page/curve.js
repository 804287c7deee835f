// The losses of training and test over the epochs, as numbers and as curves.
import { counted, figure, numberOf } from "./figures.js";
import { known, on } from "./known.js";
import { find, part, remOf, shape, write } from "./parts.js";
import { word } from "./words.js";

const svg = find("curve");
const log = find("log");
const lines = { train: shape("path", { class: "line train" }), test: shape("path", { class: "line test" }) };
const marks = shape("g", { class: "marks" });
svg.append(marks, lines.test, lines.train);

let rows = []; // [epoch, training, test], of which the server sends some hundreds

function take({ curve, curve_start: isStart }) {
  if (isStart) rows = [];
  for (const row of curve) rows.push(row.map(numberOf));
}

// What can be drawn of a loss: of none, a curve has a gap.
const drawable = (loss) => Number.isFinite(loss) && (!log.checked || loss > 0);

// The bounds of the vertical axis: 0 and a round number above all, or whole powers of ten.
function bounds() {
  const found = rows.flatMap(([, train, test]) => [train, test]).filter(drawable);
  const [least, most] = found.reduce(([a, b], each) => [Math.min(a, each), Math.max(b, each)], [Infinity, -Infinity]);
  if (!found.length) return log.checked ? [0.1, 1] : [0, 1];
  if (log.checked) return [10 ** Math.floor(Math.log10(least)), 10 ** Math.max(Math.ceil(Math.log10(most)), Math.floor(Math.log10(least)) + 1)];
  const power = 10 ** Math.floor(Math.log10(most || 1));
  return [0, [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= most * 0.999)];
}

const room = { width: 0, height: 0, rem: 0 }; // in pixels, asked for when it changes and not with each frame
function draw() {
  const { width, height, rem } = room;
  if (!width) return;
  const [left, right, top, bottom] = [3.1 * rem, width - 0.4 * rem, 0.5 * rem, height - 1.5 * rem];
  const [low, high] = bounds();
  const last = Math.max(rows.at(-1)?.[0] ?? 0, 10);
  const scaled = log.checked ? Math.log10 : (number) => number;
  const x = (epoch) => left + (epoch / last) * (right - left);
  const y = (loss) => bottom - ((scaled(loss) - scaled(low)) / (scaled(high) - scaled(low))) * (bottom - top);
  Object.values(lines).forEach((line, column) => {
    let pen = "M";
    const d = rows.map((row) => {
      if (!drawable(row[column + 1])) return (pen = "M", "");
      const piece = `${pen}${x(row[0]).toFixed(1)} ${y(row[column + 1]).toFixed(1)}`;
      pen = "L";
      return piece;
    }).join("");
    line.setAttribute("d", d);
  });
  const text = (content, at, down, anchor) => shape("text", { x: at, y: down, "text-anchor": anchor }, content);
  marks.replaceChildren(
    shape("path", { d: `M${left} ${top}V${bottom}H${right}`, class: "axis" }),
    text(figure(high, high < 1 ? 2 : 0), left - 0.35 * rem, top + 0.35 * rem, "end"),
    text(figure(low, low < 1 && low ? 2 : 0), left - 0.35 * rem, bottom + 0.2 * rem, "end"),
    text("0", left, height - 0.35 * rem, "middle"),
    text(counted(last), right, height - 0.35 * rem, "end"),
  );
}

// Numbers with room of their own, so that nothing moves as they change.
const cell = (name) => {
  const number = part("span", { className: "number" });
  find("losses").append(part("span", { className: `loss ${name}` }, part("span", { textContent: word(name) }), number));
  return number;
};
const cells = { train: cell("training"), test: cell("test"), accuracy: cell("accuracy") };

function show({ loss, accuracy }) {
  write(cells.train, figure(loss.train, 4, 2));
  write(cells.test, figure(loss.test, 4, 2));
  write(cells.accuracy, accuracy ? `${figure(accuracy.train, 2)} · ${figure(accuracy.test, 2)}` : "–");
}

function tell({ loss, epoch, playing }) {
  if (playing && svg.getAttribute("aria-label")) return; // a picture that is renamed all the time is read all the time
  svg.setAttribute("aria-label", word("curve_told", { train: figure(loss.train), test: figure(loss.test), epoch }));
}

on("frame", (frame) => {
  take(frame);
  draw();
  show(frame);
  tell(frame);
});
log.addEventListener("change", draw);
new ResizeObserver(() => {
  Object.assign(room, { width: svg.clientWidth, height: svg.clientHeight, rem: remOf() });
  draw();
}).observe(svg);
