// Controls that stand for one field of the configuration: their choices come from the server.
import { configure } from "./connection.js";
import { typed } from "./figures.js";
import { known, on } from "./known.js";
import { find, part } from "./parts.js";
import { report } from "./message.js";
import { named, word } from "./words.js";

const LADDER = [1, 3]; // of a rate: 0.01, 0.03, 0.1 …
const LEAST = 1e-5; // below it a rate that may be 0 is 0
const fields = [...document.querySelectorAll("[data-field]")];

// How the value of a field is read (undefined: as it is) and written, by kind.
const KINDS = {
  choice: { read: (each) => each.value, write: (each, value) => (each.value = value) },
  count: { read: (each) => Number(each.value), write: (each, value) => (each.value = value) },
  checkbox: { read: (each) => each.checked, write: (each, value) => (each.checked = value) },
  range: { read: (each) => Number(each.value), write: writeRange },
  ladder: { read: (each) => readNumber(each, false), write: writeNumber },
  whole: { read: (each) => readNumber(each, true), write: writeNumber },
  optional: {
    read: (each) => (each.value.trim() ? readNumber(each, true) : null),
    write: (each, value) => writeNumber(each, value ?? ""),
  },
};
const kindOf = (each) => KINDS[each.dataset.kind ?? (each.type in KINDS ? each.type : "choice")];

function writeRange(each, value) {
  each.value = value;
  document.querySelector(`output[for="${each.id}"]`).textContent = word("percent", { number: value });
}

// What is being typed is left alone.
function writeNumber(each, value) {
  if (each.dataset.dirty) return;
  each.value = String(value);
  each.removeAttribute("aria-invalid");
}

// What was typed as a number within the bounds of its field; what is none is told and marked.
function readNumber(each, isWhole) {
  const number = typed(each.value);
  const [low, high] = known.hello.choices[each.dataset.field];
  const isRight = Number.isFinite(number) && (!isWhole || Number.isInteger(number));
  const fault = !isRight ? word(isWhole ? "fault_whole" : "fault_number", { text: each.value })
    : number < low || number > high ? word("fault_bounds", { number, low, high }) : "";
  each.toggleAttribute("aria-invalid", Boolean(fault));
  if (fault) each.setAttribute("aria-invalid", "true");
  report(fault);
  return fault ? undefined : number;
}

function change(each) {
  delete each.dataset.dirty;
  const value = kindOf(each).read(each);
  if (value !== undefined && value !== known.configuration[each.dataset.field]) configure({ [each.dataset.field]: value });
}

// One rung up or down a ladder of rates.
export function rung(value, by, [low, high]) {
  if (value < LEAST) return by > 0 ? Math.max(low, LEAST) : low;
  const rungs = [];
  for (let power = -6; power <= 1; power++) rungs.push(...LADDER.map((digit) => Number(`${digit}e${power}`)));
  const next = by > 0 ? rungs.find((each) => each > value * 1.0001) : rungs.findLast((each) => each < value * 0.9999);
  if (next === undefined) return by > 0 ? high : low;
  return next < LEAST && low === 0 ? 0 : Math.min(Math.max(next, low), high);
}

function climb(each, by) {
  const value = typed(each.value);
  if (!Number.isFinite(value)) return;
  each.value = String(rung(value, by, known.hello.choices[each.dataset.field]));
  change(each);
}

// Around a rate: buttons for the next smaller and larger one.
function withButtons(each) {
  const step = (by, sign) => {
    const button = part("button", { type: "button", className: "small", textContent: sign, tabIndex: -1 });
    button.setAttribute("aria-hidden", "true"); // the arrow keys of the field do the same
    button.addEventListener("click", () => climb(each, by));
    return button;
  };
  const joined = part("div", { className: "joined" });
  each.replaceWith(joined);
  joined.append(step(-1, "−"), each, step(1, "+"));
  each.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    climb(each, by);
  });
}

export function fillChoices(select, values, nameOf = named) {
  const known_ = [...select.options].map((each) => each.value).join();
  if (known_ === values.join()) return;
  select.replaceChildren(...values.map((value) => part("option", { value, textContent: nameOf(value) })));
}

for (const each of fields) {
  if (each.dataset.kind === "ladder") withButtons(each);
  each.addEventListener("change", () => change(each));
  if (each.type === "text") each.addEventListener("input", () => (each.dataset.dirty = "yes"));
  if (each.type === "range") each.addEventListener("input", () => writeRange(each, each.value));
}

on("hello", ({ choices }) => {
  for (const each of fields) {
    const values = choices[each.dataset.field];
    if (each.type === "range") [each.min, each.max] = values;
    else if (each.dataset.kind === "count") fillChoices(each, Array.from({ length: values[1] - values[0] + 1 }, (_, i) => values[0] + i));
    else if (each.matches("select")) fillChoices(each, values);
  }
});

on("state", ({ configuration }) => {
  for (const each of fields) kindOf(each).write(each, configuration[each.dataset.field]);
  const { problem, data } = configuration;
  const set = known.hello.datasets.find((each) => each.name === data && each.problem === problem);
  find("classes-field").hidden = set?.classes !== null; // else a setting
});

find("new-seed").addEventListener("click", () => configure({ seed: crypto.getRandomValues(new Uint32Array(1))[0] % 10000 }));
