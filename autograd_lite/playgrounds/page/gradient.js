// The switch of gradient mode, and for each layer the length of its gradient over time.
import { setView } from "./connection.js";
import { figure, numberOf } from "./figures.js";
import { known, on } from "./known.js";
import { find, part, shape, write } from "./parts.js";
import { gradientShown } from "./shown.js";
import { word } from "./words.js";

const MODES = ["off", "batch", "example"];
const KEPT = 60; // lengths of each layer
const RATIO = 30; // to the last layer: so much shorter vanishes, so much longer explodes
const LARGE = 1e3; // a gradient of this length explodes wherever it is
const RANGE = [-6, 3]; // powers of ten of a bar
const [WIDTH, HEIGHT] = [KEPT, 20];

find("gradient").append(...MODES.map((mode) => {
  const radio = part("input", { type: "radio", name: "gradient", value: mode, checked: mode === "off" });
  radio.addEventListener("change", () => setView({ gradient: mode }));
  return part("label", { className: "check" }, radio, " ", word(`gradient_${mode}`));
}));

let rows = [];
let past = [];
let seen = null;

function build({ layers }) {
  if (rows.length === layers.length - 1) return;
  rows = layers.slice(1).map((layer, i) => {
    const line = shape("path", { class: "length" });
    const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, line);
    const [number, judged] = [part("td", { className: "number backward" }), part("td", { className: "judged" })];
    return { line, number, judged, row: part("tr", {}, part("th", { scope: "row", textContent: layer.kind === "hidden" ? word("hidden_short", { number: i + 1 }) : word("output") }), part("td", { className: "bars" }, svg), number, judged) };
  });
  find("norms").replaceChildren(...rows.map(({ row }) => row));
  forget();
}

function forget() {
  past = rows.map(() => []);
  seen = null;
}

// How the gradient of a layer compares with that of the last one, in a word.
export function judgement(length, last) {
  if (!Number.isFinite(length) || length > LARGE || length > RATIO * last) return "exploding";
  return length < last / RATIO ? "vanishing" : "steady";
}

function show() {
  showKey();
  const gradient = gradientShown();
  const lengths = gradient?.norms.map(numberOf);
  if (!lengths || lengths.length !== rows.length) {
    for (const { line, number, judged } of rows) {
      line.setAttribute("d", "");
      write(number, "–");
      write(judged, known.view.gradient === "off" ? "" : word("no_gradient"));
    }
    return;
  }
  if (gradient !== seen) lengths.forEach((length, i) => past[i].push(length) > KEPT && past[i].shift());
  seen = gradient;
  const [low, high] = RANGE;
  const height = (length) => HEIGHT * Math.min(1, Math.max(0.05, ((Number.isFinite(length) ? Math.log10(length || 1e-300) : high) - low) / (high - low)));
  rows.forEach(({ line, number, judged, row }, i) => {
    const bars = past[i].map((length, k) => `M${WIDTH - (past[i].length - k) + 0.5} ${HEIGHT}v${(-height(length)).toFixed(1)}`);
    line.setAttribute("d", bars.join(""));
    write(number, figure(lengths[i], 4, 2));
    const found = judgement(lengths[i], lengths.at(-1));
    write(judged, word(found));
    row.className = found;
  });
}

on("state", (state) => {
  build(state);
  show();
});
on("frame", (frame) => {
  if (frame.curve_start) forget();
  show();
});
on("looked", () => known.view.gradient === "example" && show());
on("view", ({ gradient }) => {
  forget();
  write(find("gradient-hint"), word(`gradient_hint_${gradient}`));
  show();
});

// What the colours of the wires mean now.
let keyed = null;
function showKey() {
  const isGradient = Boolean(gradientShown());
  if (isGradient === keyed) return;
  keyed = isGradient;
  const sample = (name) => part("span", { className: `sample ${isGradient ? "gradient " : ""}${name}`, textContent: word(name) });
  find("key").replaceChildren(word(isGradient ? "key_gradient" : "key_weights"), " ", sample("negative"), " ", sample("positive"));
}
showKey();
write(find("gradient-hint"), word("gradient_hint_off"));
