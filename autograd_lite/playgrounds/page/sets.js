// The data sets to choose from, each with a small picture of how its points lie.
import { configure } from "./connection.js";
import { classColors } from "./colors.js";
import { known, on } from "./known.js";
import { find, part, shape } from "./parts.js";
import { word } from "./words.js";

const turn = (angle, radius) => [20 + radius * Math.cos(angle), 20 + radius * Math.sin(angle)];
const around = (count, radius, start = 0) => Array.from({ length: count }, (_, i) => turn(start + (2 * Math.PI * i) / count, radius));
const blob = (x, y) => [[0, 0], [4, 1], [-3, 3], [1, -5], [-4, -2], [3, 5]].map(([dx, dy]) => [x + dx, y + dy]);
const rows = (marked) => {
  const found = [[], []];
  for (let y = 5; y < 40; y += 6) for (let x = 5; x < 40; x += 6) found[marked(x, y) ? 1 : 0].push([x, y]);
  return found;
};
const arm = (start) => Array.from({ length: 12 }, (_, i) => turn(start + i * 0.5, 2 + i * 1.4));

// Places of the points of each class in a square of 40.
const PICTURES = {
  circle: () => [around(14, 16), [...around(6, 6), [20, 20]]],
  xor: () => rows((x, y) => (x - 20) * (y - 20) < 0),
  gauss: () => [blob(12, 28), blob(28, 12)],
  spiral: () => [arm(0), arm(Math.PI)],
  clusters: () => [blob(20, 9), blob(10, 29), blob(30, 29)],
  plane: () => rows((x, y) => x - y > 0),
  "multi-gauss": () => [[...blob(8, 10), ...blob(32, 10), ...blob(20, 30)], [...blob(20, 10), ...blob(8, 30), ...blob(32, 30)]],
  own: () => [[], []],
};

function picture(name) {
  const dots = (PICTURES[name] ?? PICTURES.own)().map((places, kind) =>
    shape("g", { fill: classColors[kind] }, ...places.map(([cx, cy]) => shape("circle", { cx, cy, r: 1.9 }))));
  if (name === "own") dots.push(shape("path", { d: "M20 10v20M10 20h20", class: "plus" }));
  return shape("svg", { viewBox: "0 0 40 40", "aria-hidden": "true" }, ...dots);
}

function choice({ name }) {
  const radio = part("input", { type: "radio", name: "data", value: name, className: "heard" });
  radio.addEventListener("change", () => configure({ data: name, points: name === "own" ? ownPoints : [] }));
  return part("label", { className: "set" }, radio, picture(name), part("span", { textContent: word(`set.${name}`) }));
}

let shown = "";
let ownPoints = []; // those used last, to come back to
on("state", ({ configuration: { problem, data, points } }) => {
  if (data === "own") ownPoints = points;
  const offered = known.hello.datasets.filter((each) => each.problem === problem);
  const sets = offered.filter((each) => each.name !== "own" || ownPoints.length);
  const key = sets.map((each) => each.name).join();
  if (key !== shown) find("sets").replaceChildren(...sets.map(choice));
  shown = key;
  for (const radio of find("sets").querySelectorAll("input")) radio.checked = radio.value === data;
});
