// Numbers beside the tiles: in green what a neuron gives for the example, in red its upstream gradient.
import { brief } from "./figures.js";
import { known, on } from "./known.js";
import { plan } from "./network.js";
import { find, shape, write } from "./parts.js";
import { exampleShown, gradientShown } from "./shown.js";

const svg = find("network").querySelector("svg");
let pairs = [];

function place() {
  const { rem } = plan;
  const layer = shape("g", { class: "figures" });
  const last = plan.units.length - 1;
  pairs = plan.units.map((units, i) => units.map(({ x, y }) => {
    const at = (dy, name) => shape("text", { x: x + plan.tile + 0.2 * rem, y: y + plan.tile / 2 + dy * rem, class: name });
    const apart = i === last ? 0.3 : 0; // its name stands between
    const pair = [at(-0.2 - apart, "forward"), at(0.7 + apart, "backward")];
    layer.append(...pair);
    return pair;
  }));
  svg.querySelector(".figures").replaceWith(layer);
  show();
}

const isOfNow = (rows) => rows?.length === pairs.length && rows.every((row, i) => row.length === pairs[i].length);

function show() {
  const neurons = exampleShown()?.neurons;
  const upstream = gradientShown()?.upstream;
  pairs.forEach((row, i) => row.forEach(([forward, backward], k) => {
    write(forward, isOfNow(neurons) ? brief(neurons[i][k], 2) : "");
    write(backward, isOfNow(upstream) ? brief(upstream[i][k], 3) : "");
  }));
}

on("built", place);
on("arranged", place);
for (const kind of ["frame", "looked", "view"]) on(kind, () => known.frame && show());
