// The weights and the bias of one neuron, to be set by hand.
import { send } from "./connection.js";
import { figure, nameOf, numberOf, typed } from "./figures.js";
import { known, on } from "./known.js";
import { report } from "./message.js";
import { plan } from "./network.js";
import { find, part } from "./parts.js";
import { wireAt } from "./wires.js";
import { word } from "./words.js";

const dialog = find("neuron");
const fields = find("neuron-fields");
let shown = null; // the neuron
let inputs = [];

function field(layer, neuron, input) {
  const name = nameOf({ layer, neuron, input });
  const text = input === null ? word("bias") : word("weight_from", { name, from: plan.units[layer][input].button.ariaLabel });
  const typedIn = part("input", { type: "text", inputMode: "decimal", autocomplete: "off" });
  typedIn.addEventListener("input", () => (typedIn.dataset.dirty = "yes"));
  typedIn.addEventListener("change", () => {
    const value = typed(typedIn.value);
    const fault = Number.isFinite(value) ? "" : word("fault_number", { text: typedIn.value });
    report(fault);
    if (fault) return typedIn.setAttribute("aria-invalid", "true");
    delete typedIn.dataset.dirty;
    typedIn.removeAttribute("aria-invalid");
    send({ do: "weight", layer, neuron, input, value });
  });
  inputs.push({ typedIn, layer, neuron, input });
  return part("label", { className: "weight" }, part("span", { textContent: text }), typedIn);
}

function open(unit, input) {
  shown = unit;
  inputs = [];
  const layer = unit.layer - 1;
  const places = [null, ...plan.units[layer].keys()];
  fields.replaceChildren(...places.map((each) => field(layer, unit.neuron, each)));
  find("neuron-title").textContent = unit.button.ariaLabel;
  show();
  if (!dialog.open) dialog.show();
  const { bottom, left } = unit.button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = dialog;
  dialog.style.left = `${Math.max(8, Math.min(left - width / 2, document.documentElement.clientWidth - width - 8)) + scrollX}px`;
  const top = bottom + 8 + height > innerHeight ? Math.max(8, innerHeight - height - 8) : bottom + 8;
  dialog.style.top = `${top + scrollY}px`;
  const { typedIn } = inputs.find((each) => each.input === input);
  typedIn.focus({ preventScroll: true });
  typedIn.select();
}

// The numbers of now, but for the one that is being typed.
function show() {
  if (!shown || !known.frame) return;
  for (const { typedIn, layer, neuron, input } of inputs) {
    const { weights, biases } = known.frame;
    const value = input === null ? biases[layer]?.[neuron] : weights[layer]?.[neuron]?.[input];
    if (typedIn.dataset.dirty || value === undefined) continue;
    const text = Number.isFinite(numberOf(value)) ? String(Number(numberOf(value).toPrecision(6))) : figure(value);
    if (typedIn.value !== text) typedIn.value = text;
  }
}

dialog.addEventListener("close", () => {
  // it is told some time later: whoever went on meanwhile is not called back
  const wentOn = document.activeElement !== document.body && !dialog.contains(document.activeElement);
  if (!wentOn) shown?.button.focus({ preventScroll: true });
  shown = null;
});
find("network").addEventListener("click", ({ target }) => {
  const wire = wireAt(target);
  const unit = plan.units.slice(1).flat().find((each) => each.button.contains(target));
  if (wire) open(wire.to, wire.input);
  else if (unit) open(unit, null);
});
on("frame", () => dialog.open && show());
on("built", () => {
  if (!dialog.open) return;
  shown = null;
  dialog.close();
});
