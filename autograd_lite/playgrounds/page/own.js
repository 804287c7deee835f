// One's own examples, pasted or from a file: two numbers and a class a row.
import { configure } from "./connection.js";
import { figure, typed } from "./figures.js";
import { known } from "./known.js";
import { advise } from "./message.js";
import { find } from "./parts.js";
import { word } from "./words.js";

const text = find("own-text");

const areNumbers = (some) => some.length === 2 && some.every((each) => Number.isFinite(typed(each)));

// The cells of a row: a tab or a semicolon parts them, or spaces (1,5 2,5 yes), or a comma.
function cells(row) {
  const spaced = row.trim().split(/\s+/);
  const areSpaced = spaced.length > 2 && areNumbers(spaced.slice(0, 2)) && !spaced[0].endsWith(",");
  const sign = ["\t", ";", ...(areSpaced ? [] : [","])].find((each) => row.includes(each)) ?? /\s+/;
  return row.trim().split(sign).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

// The rows of three columns, or an error that names the row.
function readRows(given, isRegression) {
  const rows = given.split(/\r\n|\r|\n/).map((line, i) => ({ line, row: i + 1, cells: cells(line) })).filter(({ line }) => line.trim());
  const isHead = rows.length && rows[0].cells.slice(0, 2).every((cell) => Number.isNaN(typed(cell)));
  const found = rows.slice(isHead ? 1 : 0);
  if (!found.length) throw new Error(word("own_none"));
  const { points: [, most], coordinate: [, farthest] } = known.hello.choices;
  if (found.length > most) throw new Error(word("own_many", { count: found.length }));
  return found.map(({ line, row, cells: [x, y, target, ...more] }) => {
    const numbers = [typed(x ?? ""), typed(y ?? "")];
    const isRight = numbers.every(Number.isFinite) && target && target.toLowerCase() !== "nan" && !more.some(Boolean);
    if (isRight && numbers.some((each) => Math.abs(each) > farthest)) throw new Error(word("own_far", { row, text: line }));
    if (!isRight) throw new Error(word("own_row", { row, text: line }));
    if (isRegression && !Number.isFinite(typed(target))) throw new Error(word("own_number", { row, text: line }));
    return [...numbers, target];
  });
}

// Classes in the order of their numbers or names: −1 and 1 of two, else 0, 1, 2 …
function withClasses(rows) {
  const order = (a, b) => typed(a) - typed(b) || String(a).localeCompare(b);
  const names = [...new Set(rows.map((row) => row[2]))].sort(order);
  if (names.length < 2 || names.length > known.hello.choices.classes[1]) throw new Error(word("own_classes", { count: names.length }));
  const target = (name) => (names.length === 2 ? 2 * names.indexOf(name) - 1 : names.indexOf(name));
  return { classes: names.length, points: rows.map(([x, y, name]) => [x, y, target(name)]), named: names.map((name) => [target(name), name]) };
}

// How many there are; and which class is which, where the page shows another name.
function told(count, named) {
  const renamed = named.filter(([target, name]) => typed(name) !== target);
  const classes = renamed.map(([target, name]) => word("own_named", { target: figure(target, 0), name })).join(", ");
  return word(renamed.length ? "own_used_named" : "own_used", { count, classes });
}

function use() {
  const isRegression = known.configuration.problem === "regression";
  try {
    const rows = readRows(text.value, isRegression);
    const { named = [], ...changes } = isRegression ? { points: rows.map(([x, y, target]) => [x, y, typed(target)]) } : withClasses(rows);
    configure({ data: "own", ...changes });
    advise(told(rows.length, named));
    find("own-dialog").close();
  } catch (fault) {
    find("own-told").textContent = fault.message;
    text.focus();
  }
}

find("own-use").addEventListener("click", use);
find("own-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) text.value = await file.text();
  event.target.value = "";
  text.focus();
});
find("own").addEventListener("click", () => {
  find("own-told").textContent = "";
  if (!text.value && known.configuration.data === "own") text.value = known.configuration.points.map((row) => row.join(", ")).join("\n");
  find("own-dialog").showModal();
});
