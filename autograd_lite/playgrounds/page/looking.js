// Which example is looked at: the one under the pointer, or one that was chosen by a click or by keys.
import { send } from "./connection.js";
import { fillChoices } from "./controls.js";
import { figure, typed } from "./figures.js";
import { known, on, tell } from "./known.js";
import { advise, report } from "./message.js";
import { clamp, find, shape } from "./parts.js";
import { answersAt, toPixels, toPlane } from "./plane.js";
import { examplesShown, scaled } from "./points.js";
import { word } from "./words.js";

const plane = find("plane");
const svg = plane.querySelector("svg");
const click = find("click");
const LOOK = "look";
const NEAR = 10; // pixels around an example in which it is meant
const STEP = 0.02; // of the plane, by an arrow key
const TOLERANCE = 0.25; // of half the range of targets, within which a number is right
const PATIENCE = 300; // milliseconds, after which no answer is awaited any more

let pointer = null; // [x, y, target or null]
let chosen = null;
let asked = 0; // when, if the answer is still out
let again = false;

// Ask for the numbers of what is looked at; the next question waits for the answer to this one.
function ask() {
  if (asked && performance.now() - asked < PATIENCE) return (again = true);
  const at = pointer ?? chosen;
  again = false;
  if (at) {
    asked = performance.now();
    send({ do: "look", x: at[0], y: at[1], target: at[2] });
  } else {
    send({ do: "look", x: null });
    known.looked = null;
    tell("looked", null);
  }
  return paint();
}
on("looked", () => {
  asked = 0;
  if (again) ask();
});

// The example at a place, or the place alone.
function meant([x, y]) {
  const [left, top] = toPixels([x, y]);
  let best = null;
  let least = NEAR;
  for (const example of examplesShown(known.state)) {
    const [across, down] = toPixels(example);
    const distance = Math.hypot(across - left, down - top);
    if (distance < least) [best, least] = [example, distance];
  }
  return best ?? [x, y, null];
}

function choose(at) {
  chosen = at;
  pointer = null;
  ask();
}
export const chosenExample = () => chosen;

function paint() {
  svg.replaceChildren();
  const at = pointer ?? chosen;
  if (!at || !known.state) return;
  const [x, y] = toPixels(at);
  svg.append(shape("path", { d: `M${x - 14} ${y}h7m14 0h7M${x} ${y - 14}v7m0 14v7`, class: "cross" }));
  if (at[2] !== null) svg.append(shape("circle", { cx: x, cy: y, r: 7, class: "ring" }));
}

// What a click does ----------------------------------------------------------------------------

const ONE = "number";
function offers(state) {
  const kind = state.targets;
  const adds = kind === "numbers" ? [ONE] : kind === "two" ? ["-1", "1"] : state.layers.at(-1).labels.map((_, k) => String(k));
  const textOf = (value) => {
    if (value === LOOK) return word("click_looks");
    return value === ONE ? word("click_adds_number") : word("click_adds", { name: kind === "two" ? figure(value, 0) : value });
  };
  fillChoices(click, [LOOK, ...adds], textOf);
  find("click-target").hidden = click.value !== ONE;
}
click.addEventListener("change", () => offers(known.state));

function act(at) {
  advise("");
  if (click.value === LOOK) return choose(meant(at));
  const target = typed(click.value === ONE ? find("click-target").value : click.value);
  if (!Number.isFinite(target)) return report(word("fault_number", { text: find("click-target").value }));
  // what is changed before the answer comes is sent with all points, this one too
  const { configuration } = known;
  known.configuration = { ...configuration, points: [...configuration.points, [at[0], at[1], target]] };
  return send({ do: "point", x: at[0], y: at[1], target });
}

// Pointer and keys -----------------------------------------------------------------------------

const placeOf = (event) => {
  const { left, top } = plane.getBoundingClientRect();
  return toPlane([event.clientX - left - plane.clientLeft, event.clientY - top - plane.clientTop]);
};
plane.addEventListener("pointermove", (event) => {
  if (!known.state || event.pointerType === "touch") return;
  pointer = meant(placeOf(event));
  ask();
});
plane.addEventListener("pointerleave", () => {
  pointer = null;
  if (known.state) ask();
});
plane.addEventListener("click", (event) => known.state && act(placeOf(event)));

plane.addEventListener("keydown", (event) => {
  if (!known.state) return;
  const { x: [left, right], y: [bottom, top] } = known.state.view;
  const at = chosen ?? [(left + right) / 2, (bottom + top) / 2];
  const by = STEP * (event.shiftKey ? 5 : 1);
  const [across, up] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[event.key] ?? [0, 0];
  if (across || up) choose([clamp(at[0] + across * (right - left), left, right), clamp(at[1] + up * (top - bottom), bottom, top), null]);
  else if (event.key === "Enter") act(at);
  else if (event.key === "Escape" && chosen) choose(null);
  else return;
  event.preventDefault();
});

// How far the answer is from the target, as far as the colours of the plane tell: above 0 if wrong.
function fault([x, y, target], kind) {
  const { images, at } = answersAt([x, y]);
  const answers = images.map((each) => each[at] / 255);
  if (kind === "classes") return Math.max(...answers.filter((_, k) => k !== target)) - answers[target];
  const answer = 2 * answers[0] - 1;
  return kind === "two" ? -answer * target : Math.abs(answer - scaled(target, known.state.scale)) - TOLERANCE;
}

// Of the examples that are shown and answered wrongly the next, from the worst on.
let turn = 0;
find("next-wrong").addEventListener("click", () => {
  if (!known.frame || !known.state) return;
  const kind = known.state.targets;
  const faults = examplesShown(known.state).map((example) => ({ example, by: fault(example, kind) })).sort((a, b) => b.by - a.by);
  const wrong = faults.filter(({ by }) => by > 0);
  advise(wrong.length ? "" : word("none_wrong"));
  choose((wrong.length ? wrong[turn++ % wrong.length] : faults[0]).example);
});

// After a change the example may be gone, or another class's.
on("state", (state) => {
  offers(state);
  const isThere = (example) => examplesShown(state).some((each) => each.every((number, i) => number === example[i]));
  if (chosen && chosen[2] !== null && !isThere(chosen)) chosen = null;
  if (pointer) pointer = meant(pointer);
  ask();
});
new ResizeObserver(paint).observe(plane);
