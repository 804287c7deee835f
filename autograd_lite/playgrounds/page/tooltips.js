// Beside the pointer, or the focus: the formulas of what is there, with the numbers of now.
import { figure, held, lowered } from "./figures.js";
import { predicted } from "./blame.js";
import { layerName } from "./layers.js";
import { known, on, tell } from "./known.js";
import { plan } from "./network.js";
import { find, part } from "./parts.js";
import { exampleShown, gradientShown } from "./shown.js";
import { wireAt } from "./wires.js";
import { named, word } from "./words.js";

const tip = find("tip");
const AWAY = 14; // pixels from the pointer
let lines = null; // () => the lines of what is pointed at
let anchor = null;
let pointed = null; // the neuron

const labelOf = (unit) => (unit.layer ? `a${lowered(unit.neuron + 1)}` : unit.label);
const whereOf = (unit) => unit.button.ariaLabel;

function ofWire(wire) {
  const { layer, neuron, input, from, to, name } = wire;
  const weight = known.frame.weights[layer]?.[neuron]?.[input];
  const told = [["name", word("tip_weight", { name, value: figure(weight) })], ["", word("tip_way", { from: whereOf(from), to: whereOf(to) })]];
  const example = exampleShown();
  const carried = example && figure(example.neurons[layer][input]);
  if (example) told.push(["forward", word("tip_carries", { weight: figure(weight), input: held(example.neurons[layer][input]) })]);
  const gradient = gradientShown();
  if (!gradient) return told;
  const slope = figure(gradient.weights[layer]?.[neuron]?.[input], 4);
  const fields = { from: labelOf(from), upstream: figure(gradient.biases[layer]?.[neuron], 4), input: carried, slope };
  told.push(["backward", gradient.of === "example" && example ? word("tip_slope", { ...fields, input: held(example.neurons[layer][input]) }) : word("tip_slope_mean", { slope })]);
  return told;
}

function ofUnit(unit) {
  const { layer, neuron } = unit;
  const example = exampleShown();
  const upstream = gradientShown()?.upstream?.[layer]?.[neuron];
  if (neuron === null) return [["name", whereOf(unit)]];
  if (!layer) {
    const told = [["name", example ? word("tip_input", { name: unit.label, value: figure(example.neurons[0][neuron]) }) : whereOf(unit)]];
    if (upstream !== undefined) told.push(["backward", word("tip_upstream_input", { name: unit.label, upstream: figure(upstream, 4) })]);
    return told;
  }
  const weights = known.frame.weights[layer - 1][neuron];
  const bias = known.frame.biases[layer - 1][neuron];
  const told = [["name", whereOf(unit)]];
  if (example) {
    const terms = weights.map((weight, k) => `${k ? held(weight, 2) : figure(weight, 2)}·${held(example.neurons[layer - 1][k], 2)}`).join(" + ");
    const { activation } = known.state.layers[layer];
    told.push(["forward", word("tip_net", { terms: `${terms} + ${held(bias, 2)}`, net: figure(example.nets[layer - 1][neuron]) })]);
    told.push(["forward", word("tip_output", { activation: named(activation), output: figure(example.neurons[layer][neuron]) })]);
  } else told.push(["", word("tip_bias", { bias: figure(bias) })], ["", word("tip_point")]);
  if (upstream !== undefined) {
    const slope = figure(gradientShown().biases[layer - 1]?.[neuron], 4);
    told.push(["backward", word("tip_upstream", { upstream: figure(upstream, 4), slope })]);
  }
  told.push(["hint", word("tip_edit")]);
  return told;
}

function ofPlane() {
  const looked = exampleShown();
  if (!looked) return null;
  const place = word("tip_plane", { x: figure(looked.x, 2), y: figure(looked.y, 2) });
  const target = figure(looked.target, Number.isInteger(looked.target) ? 0 : 2);
  return [["name", place], ["forward", word("tip_predicted", { prediction: predicted(looked) })], ["", word("tip_loss", { target, loss: figure(looked.loss) })]];
}

function show() {
  const told = lines && known.frame ? lines() : null;
  tip.hidden = !told;
  if (!told) return;
  while (tip.children.length < told.length) tip.append(part("p"));
  while (tip.children.length > told.length) tip.lastChild.remove();
  told.forEach(([className, text], i) => Object.assign(tip.children[i], { className, textContent: text }));
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const { offsetWidth, offsetHeight } = tip;
  const right = anchor.x + AWAY + offsetWidth > width - 4 ? Math.max(4, Math.min(anchor.x - AWAY - offsetWidth, width - offsetWidth - 4)) : anchor.x + AWAY;
  const below = anchor.y + AWAY + offsetHeight > height - 4 ? Math.max(4, anchor.y - AWAY - offsetHeight) : anchor.y + AWAY;
  Object.assign(tip.style, { left: `${right}px`, top: `${below}px` });
}

function sourceOf(target) {
  const wire = wireAt(target);
  if (wire) return () => ofWire(wire);
  const unit = unitAt(target);
  return unit ? () => ofUnit(unit) : null;
}
const unitAt = (target) => [...plan.units.flat(), ...plan.features].find((each) => each.button.contains(target)) ?? null;

function point(next, at, unit = null) {
  lines = next;
  if (unit !== pointed) tell("pointed", (pointed = unit));
  anchor = at;
  show();
}
const network = find("network");
network.addEventListener("pointermove", (event) => point(sourceOf(event.target), { x: event.clientX, y: event.clientY }, unitAt(event.target)));
network.addEventListener("pointerleave", () => point(null));
network.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".tile:focus-visible")) return;
  const { right, bottom } = target.getBoundingClientRect();
  target.setAttribute("aria-describedby", "tip");
  point(sourceOf(target), { x: right, y: bottom }, unitAt(target));
});
network.addEventListener("focusout", ({ target }) => {
  target.removeAttribute("aria-describedby");
  point(null);
});
const plane = find("plane");
plane.addEventListener("pointermove", (event) => point(ofPlane, { x: event.clientX, y: event.clientY }));
plane.addEventListener("pointerleave", () => point(null));
addEventListener("keydown", (event) => event.key === "Escape" && point(null));
on("frame", show);
on("looked", show);
on("built", () => point(null));
