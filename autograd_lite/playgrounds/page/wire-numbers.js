// The numbers of the wires that come into the neuron that is pointed at: weights, or their gradients.
import { brief } from "./figures.js";
import { known, on } from "./known.js";
import { find, shape, write } from "./parts.js";
import { gradientShown } from "./shown.js";
import { allWires } from "./wires.js";

const ALONG = 0.45; // of a wire, where its number stands
const svg = find("network").querySelector("svg");
let told = []; // wires, each with its text

function place(unit) {
  for (const { text } of told) text.remove();
  const wires = unit?.layer ? allWires().filter((wire) => wire.to === unit) : [];
  told = wires.map((wire) => {
    const { x, y } = wire.line.getPointAtLength(wire.line.getTotalLength() * ALONG);
    return { wire, text: shape("text", { x, y, class: "on-wire" }) };
  });
  svg.querySelector(".figures")?.append(...told.map(({ text }) => text));
  show();
}

function show() {
  if (!told.length || !known.frame) return;
  const gradient = gradientShown();
  const { weights } = gradient ?? known.frame;
  for (const { wire: { layer, neuron, input }, text } of told) {
    write(text, brief(weights[layer]?.[neuron]?.[input], gradient ? 3 : 2));
    text.classList.toggle("backward", Boolean(gradient));
  }
}

on("pointed", place);
for (const kind of ["frame", "looked", "view"]) on(kind, show);
on("arranged", () => place(null));
on("built", () => place(null));
