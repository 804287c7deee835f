// The wires between the layers: as wide as their weight or gradient is large, with its sign.
import { nameOf, numberOf } from "./figures.js";
import { known, on } from "./known.js";
import { plan } from "./network.js";
import { clamp, find, shape } from "./parts.js";
import { gradientShown } from "./shown.js";

const WIDEST = 0.5; // rem
const CROWD = 20; // wires of a layer; of more all are thinner
const CONTRAST = 0.75; // the exponent of a gradient in the width of its wire
const LEAST = 0.4; // pixels
const FULL = 2; // a weight of this size has half of the widest wire
const svg = find("network").querySelector("svg");
const blamed = new Set();
let wires = []; // [layer][neuron][input]

export const wireAt = (target) => target.wire;
export const allWires = () => wires.flat(2);

function draw({ units, tile, width, height }) {
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const lines = shape("g", { class: "lines" });
  const hits = shape("g", { class: "hits" });
  wires = units.slice(1).map((neurons, layer) => neurons.map((to, neuron) => units[layer].map((from, input) => {
    const [x, y, u, v] = [from.x + tile, from.y + tile / 2, to.x, to.y + tile / 2];
    const d = `M${x} ${y}C${(x + u) / 2} ${y} ${(x + u) / 2} ${v} ${u} ${v}`;
    const wire = { layer, neuron, input, from, to, line: shape("path", { d }), hit: shape("path", { d }) };
    wire.hit.wire = wire;
    wire.name = nameOf(wire);
    lines.append(wire.line);
    hits.append(wire.hit);
    return wire;
  })));
  svg.replaceChildren(lines, hits, shape("g", { class: "figures" }));
  if (known.frame) paint();
}

const isOfNow = (rows) => rows.length === wires.length && rows.every((row, i) => row.length === wires[i].length && row[0].length === wires[i][0].length);

// The largest gradient, which falls slowly, lest the widths jump.
let largest = 0;
let scaled = null;
function scaleOf(gradient) {
  const found = Math.max(0, ...gradient.weights.flat(2).map((each) => Math.abs(numberOf(each))).filter(Number.isFinite));
  if (gradient !== scaled) largest = gradient.of === scaled?.of && known.frame?.playing ? Math.max(found, largest * 0.93) : found;
  scaled = gradient;
  return largest;
}

function paint() {
  const { weights } = known.frame;
  if (!isOfNow(weights)) return;
  const gradient = gradientShown();
  const isGradient = gradient && isOfNow(gradient.weights);
  const most = Math.max(...wires.map((layer) => layer.flat().length));
  const widest = WIDEST * plan.rem * Math.min(1, Math.sqrt(CROWD / most));
  const scale = isGradient ? scaleOf(gradient) : 0;
  const widthOf = isGradient
    ? (value) => (scale ? (Math.abs(value) / scale) ** CONTRAST : 0)
    : (value) => Math.abs(value) / (Math.abs(value) + FULL);
  svg.classList.toggle("gradient", Boolean(isGradient));
  for (const wire of allWires()) {
    const value = numberOf((isGradient ? gradient.weights : weights)[wire.layer][wire.neuron][wire.input]);
    const width = Number.isFinite(value) ? clamp(widthOf(value) * widest, LEAST, widest) : widest;
    const rounded = Math.round(width * 10) / 10;
    if (wire.width !== rounded) wire.line.style.strokeWidth = wire.width = rounded;
    const sign = `${value < 0 ? "negative" : "positive"}${blamed.has(wire.name) ? " blamed" : ""}`;
    if (wire.sign !== sign) wire.line.setAttribute("class", (wire.sign = sign));
  }
}

// The wires that are to be seen before all others.
export function mark(places) {
  blamed.clear();
  for (const each of places) blamed.add(nameOf(each));
  svg.classList.toggle("marked", blamed.size > 0);
  if (known.frame) paint();
}

on("built", draw);
on("arranged", draw);
on("frame", paint);
on("view", () => known.frame && paint());
on("looked", () => known.frame && known.view.gradient === "example" && paint());
