// Of the example that is looked at: its prediction and loss, and the weights that it would change most.
import { send } from "./connection.js";
import { figure, nameOf, numberOf } from "./figures.js";
import { known, on } from "./known.js";
import { find, part, write } from "./parts.js";
import { exampleShown } from "./shown.js";
import { mark } from "./wires.js";
import { word } from "./words.js";

const ROWS = 5;
const walk = find("walk");
const rows = Array.from({ length: ROWS }, () => {
  const cells = ["", "number forward", "number backward", "number"].map((className, i) => part(i ? "td" : "th", i ? { className } : { scope: "row" }));
  const row = part("tr", {}, ...cells);
  row.addEventListener("pointerenter", () => row.blamed && mark([row.blamed]));
  row.addEventListener("pointerleave", show);
  find("blame").append(row);
  return { row, cells };
});

// What the network answers: a number, with the class that it stands for, or the likeliest class.
export function predicted({ prediction, class: name }) {
  if (prediction.length > 1) return word("predicted_class", { name, number: figure(Math.max(...prediction.map(numberOf)), 2) });
  const number = figure(prediction[0], 2);
  return name === null ? number : word("predicted_sign", { number, name: String(name).replace("-", "−") });
}

function show() {
  const looked = exampleShown();
  walk.disabled = !looked;
  const told = looked && word("example_told", {
    x: figure(looked.x, 2), y: figure(looked.y, 2), target: figure(looked.target, Number.isInteger(looked.target) ? 0 : 2),
    prediction: predicted(looked), loss: figure(looked.loss),
  });
  write(find("example"), told ?? word("no_example"));
  rows.forEach(({ row, cells: [name, ...cells] }, i) => {
    const each = looked?.blame[i];
    row.blamed = each;
    write(name, each ? nameOf(each) : "–");
    [each?.weight, each?.gradient, each?.stepped].forEach((number, k) => write(cells[k], each ? figure(number, 4, 2) : "–"));
  });
  const pointed = rows.find(({ row }) => row.matches(":hover"))?.row.blamed;
  if (pointed) mark([pointed]);
  else mark(looked && known.view.gradient === "example" ? looked.blame : []);
}

let walked = null; // the example of the walkthrough that is shown
walk.addEventListener("click", () => {
  const looked = exampleShown();
  if (!looked) return;
  walked = { x: looked.x, y: looked.y, target: looked.target };
  send({ do: "give", what: "walkthrough", ...walked });
});
// Each address of a walkthrough can be opened once: the tab asks for one of its own.
let isForTab = false;
find("walk-tab").addEventListener("click", () => {
  isForTab = true;
  send({ do: "give", what: "walkthrough", ...walked });
});
on("given", ({ what, address }) => {
  if (what !== "walkthrough") return;
  if (isForTab) window.open(address, "_blank", "noopener");
  else {
    find("walk-frame").src = address;
    find("walk-dialog").showModal();
  }
  isForTab = false;
});
for (const kind of ["looked", "state", "view"]) on(kind, show);
show();
