// The network: where each feature and neuron has its place, with a tile, and a head above each layer.
import { configure } from "./connection.js";
import { layerHead, layerName, outputHead } from "./layers.js";
import { known, on, tell } from "./known.js";
import { clamp, find, part, remOf } from "./parts.js";
import { word } from "./words.js";

const TILE = 1.9; // rem
const PITCH = 2.42; // from one row to the next
const HEAD = 4.1;
const LEAST = 5; // from one layer to the next
const HEAD_WIDTH = 4.8; // of what stands above a layer, at most
const SIDES = [3, 3.9]; // room for the names of features and outputs
const NARROW = 26; // frames below that have less of all
const frame = find("network");
const sheet = frame.querySelector(".sheet");

// Places of what is shown, in pixels: units[layer][neuron] of the network, and all features.
export const plan = { tile: 0, width: 0, height: 0, rem: 0, units: [], features: [] };

const place = (element, left, top) => Object.assign(element.style, { left: `${left}px`, top: `${top}px` });

function unit(layer, neuron, label) {
  const canvas = part("canvas");
  const button = part("button", { type: "button", className: "tile" }, canvas);
  return { layer, neuron, label, canvas, button, x: 0, y: 0 };
}

// A feature that is an input or could be one: pressing it changes that.
function feature(name, neuron) {
  const made = unit(0, neuron, name);
  made.button.ariaLabel = word("feature", { name });
  made.button.setAttribute("aria-pressed", String(neuron !== null));
  made.button.addEventListener("click", () => {
    const { features } = known.configuration;
    const next = features.includes(name) ? features.filter((each) => each !== name) : [...features, name];
    if (next.length) configure({ features: next });
  });
  return made;
}

// What an output stands for: the one prediction, or the probability of a class.
const outputName = (layer, neuron) => (layer.neurons === 1 ? word("prediction") : word("class", { number: neuron }));

function neuronOf(layer, place, neuron, isOutput) {
  const label = isOutput ? outputName(layer, neuron) : String(neuron + 1);
  const made = unit(place, neuron, label);
  made.button.ariaLabel = isOutput ? word("neuron_of_output", { name: label }) : word("neuron_of", { number: label, layer: layerName(layer) });
  made.button.setAttribute("aria-haspopup", "dialog");
  return made;
}

let heads = [];
let built = "";

// Every part anew, if layers or features are others than before.
function build({ layers, configuration }) {
  const key = JSON.stringify([layers.map((layer) => layer.labels), configuration.features, configuration.layers.length]);
  if (key !== built) {
    const kept = focusKept();
    const names = known.hello.choices.features;
    const all = names.map((name) => feature(name, configuration.features.includes(name) ? configuration.features.indexOf(name) : null));
    const inputs = all.filter((each) => each.neuron !== null).sort((a, b) => a.neuron - b.neuron);
    const rest = layers.slice(1).map((layer, i) => layer.labels.map((_, k) => neuronOf(layer, i + 1, k, i + 2 === layers.length)));
    Object.assign(plan, { units: [inputs, ...rest], features: all });
    const title = part("div", { className: "layer", textContent: word("features") });
    heads = [title, ...configuration.layers.map((_, i) => layerHead(i)), outputHead()];
    const label = (each) => (each.label2 = part("span", { className: "label", textContent: each.label }));
    const columns = [all, ...rest].map((units, i) => part("div", { className: "column", role: "group", ariaLabel: i ? layerName(layers[i]) : word("features") }, heads[i], ...units.flatMap((each) => (i && i < layers.length - 1 ? [each.button] : [each.button, label(each)]))));
    for (const old of sheet.querySelectorAll(".column")) old.remove();
    sheet.append(...columns);
    built = key;
    arrange();
    enter(rest.flat()[0]);
    tell("built", plan);
    kept();
  }
  heads.forEach((head, i) => head.show?.(layers[i]));
}

// What had the focus has it again after the network was built anew.
function focusKept() {
  const name = sheet.contains(document.activeElement) ? document.activeElement.ariaLabel : null;
  return () => {
    if (!name) return;
    const again = [...sheet.querySelectorAll("[aria-label]")].find((each) => each.ariaLabel === name && each.matches("button, select"));
    (again ?? frame).focus({ preventScroll: true });
  };
}

function arrange() {
  if (!plan.units.length) return;
  const rem = remOf();
  const columns = [plan.features, ...plan.units.slice(1)];
  const tile = TILE * rem;
  const isNarrow = frame.clientWidth < NARROW * rem;
  const [before, after] = isNarrow ? [2.7, 2.6] : SIDES;
  const least = (before + after + TILE + (isNarrow ? 4.1 : LEAST) * (columns.length - 1)) * rem;
  const width = Math.max(frame.clientWidth, least);
  const rows = Math.max(...columns.map((units) => units.length), plan.features.length);
  const height = (HEAD + PITCH * rows) * rem;
  const step = (width - (before + after) * rem - tile) / (columns.length - 1);
  columns.forEach((units, i) => {
    const left = before * rem + i * step;
    const top = HEAD * rem + ((rows - units.length) * PITCH * rem) / 2;
    place(heads[i], left + tile / 2, 0);
    heads[i].style.width = `${Math.min(HEAD_WIDTH * rem, step - 0.2 * rem)}px`;
    units.forEach((each, k) => {
      Object.assign(each, { x: left, y: top + k * PITCH * rem });
      place(each.button, each.x, each.y);
      if (each.label2) place(each.label2, i ? each.x + tile : each.x, each.y + tile / 2);
      each.label2?.classList.toggle("before", i === 0);
    });
  });
  sheet.style.setProperty("--figures", `${clamp((step - tile) * 0.27, 0.58 * rem, 0.72 * rem)}px`); // fits between two layers
  Object.assign(sheet.style, { width: `${width}px`, height: `${height}px` });
  Object.assign(plan, { tile, width, height, rem });
}

on("state", build);
new ResizeObserver(() => {
  arrange();
  if (plan.units.length) tell("arranged", plan);
}).observe(frame);

// The neurons are one stop of the Tab key; inside a layer and from one to the next go the arrow keys.
function enter(unit) {
  for (const each of plan.units.slice(1).flat()) each.button.tabIndex = each === unit ? 0 : -1;
}
sheet.addEventListener("focusin", ({ target }) => {
  const unit = plan.units.slice(1).flat().find((each) => each.button === target);
  if (unit) enter(unit);
});
sheet.addEventListener("keydown", (event) => {
  const here = plan.units.flat().find((each) => each.button === event.target);
  const [across, down] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key] ?? [];
  if (!here || across === undefined) return;
  event.preventDefault();
  const column = plan.units[here.layer + across];
  column?.[Math.min(here.neuron, column.length - 1) + down]?.button.focus();
});
