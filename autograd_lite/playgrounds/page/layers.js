// Layers and neurons: more and fewer of them, and the activation of all or one.
import { configure } from "./connection.js";
import { fillChoices } from "./controls.js";
import { known, on } from "./known.js";
import { find, part, write } from "./parts.js";
import { named, word } from "./words.js";

const MOST_LAYERS = 6;
const MIXED = "";
const all = find("activation");

export const layerName = (layer) => (layer.kind === "hidden" ? word("hidden", { number: known.state.layers.indexOf(layer) }) : word("output"));
const copied = () => known.configuration.layers.map((layer) => ({ ...layer }));

function resize(by) {
  const layers = copied();
  if (by < 0) layers.pop();
  else layers.push({ neurons: 2, activation: layers.at(-1)?.activation ?? known.hello.choices.activation[0] });
  if (layers.length <= MOST_LAYERS) configure({ layers });
}
find("fewer-layers").addEventListener("click", () => known.configuration.layers.length && resize(-1));
find("more-layers").addEventListener("click", () => resize(1));

export function changeLayer(place, changes) {
  const layers = copied();
  if (!layers[place]) return; // it went a moment ago
  Object.assign(layers[place], changes);
  configure({ layers });
}

// Above a hidden layer: − 4 +, and its activation.
export function layerHead(place) {
  const name = word("hidden", { number: place + 1 });
  const [low, high] = known.hello.choices.neurons;
  const count = part("span", { className: "number" });
  const button = (by, sign, key) => {
    const made = part("button", { type: "button", className: "small", textContent: sign, ariaLabel: word(key, { layer: name }), title: word(key, { layer: name }) });
    made.addEventListener("click", () => {
      const neurons = (known.configuration.layers[place]?.neurons ?? 0) + by;
      if (neurons >= low && neurons <= high) changeLayer(place, { neurons });
    });
    return made;
  };
  const select = activationOf(name, (activation) => changeLayer(place, { activation }));
  const head = part("div", { className: "layer", role: "group", ariaLabel: name },
    part("div", { className: "counter" }, button(-1, "−", "fewer_neurons"), count, button(1, "+", "more_neurons")), select);
  head.show = (layer) => {
    write(count, String(layer.neurons));
    select.value = layer.activation;
  };
  return head;
}

// Above the output: its activation.
export function outputHead() {
  const select = activationOf(word("output"), (output) => configure({ output }));
  const head = part("div", { className: "layer" }, part("span", { textContent: word("output") }), select);
  head.show = ({ activation }) => {
    const choices = known.hello.choices.output;
    fillChoices(select, choices.includes(activation) ? choices : [activation, ...choices]);
    select.value = activation;
  };
  return head;
}

function activationOf(layer, changed) {
  const select = part("select", { ariaLabel: word("activation_of", { layer }) });
  fillChoices(select, known.hello.choices.activation);
  select.addEventListener("change", () => changed(select.value));
  return select;
}

all.addEventListener("change", () => {
  if (all.value !== MIXED) configure({ layers: copied().map((layer) => ({ ...layer, activation: all.value })) });
});
on("state", ({ configuration: { layers } }) => {
  const kinds = new Set(layers.map((layer) => layer.activation));
  const { activation } = known.hello.choices;
  fillChoices(all, kinds.size === 1 ? activation : [MIXED, ...activation], (choice) => (choice === MIXED ? word("mixed") : named(choice)));
  all.value = kinds.size === 1 ? [...kinds][0] : MIXED;
  all.disabled = !layers.length;
  write(find("layer-count"), word(layers.length === 1 ? "layers_count_1" : "layers_count", { count: layers.length }));
  find("fewer-layers").setAttribute("aria-disabled", String(!layers.length));
  find("more-layers").setAttribute("aria-disabled", String(layers.length >= MOST_LAYERS));
});
