// The line in which the page tells what happened: faults first, then notes of the server.
import { known, on } from "./known.js";
import { find, write } from "./parts.js";
import { word } from "./words.js";

const line = find("message");
const told = { fault: "", lost: "", frame: "", hint: "", state: "", engine: "" };

function show() {
  const text = told.lost || told.fault || told.frame || told.hint || told.state || told.engine;
  write(line, text);
  line.title = text;
  line.classList.toggle("failed", Boolean(told.lost || told.fault || told.frame));
}

// Tell a fault, or with "" that it is mended.
export function report(fault) {
  Object.assign(told, { fault, hint: "" });
  show();
}

// Tell what is no fault.
export function advise(hint) {
  Object.assign(told, { fault: "", hint });
  show();
}

on("hello", ({ engine_note }) => {
  Object.assign(told, { engine: engine_note, hint: told.lost ? word("again") : "", lost: "", fault: "" });
  show();
});
on("state", ({ notes }) => {
  told.state = notes.join(" ");
  show();
});
on("problem", ({ message }) => report(message));
// a fault is that of the last wish
on("wished", () => report(""));
on("frame", ({ loss, epoch }) => {
  const isLost = typeof loss.train === "string";
  const text = isLost ? word(epoch ? "diverged" : "undefined_loss") : "";
  if (text === told.frame) return;
  told.frame = text;
  show();
});
on("lost", () => {
  told.lost = word(known.hello ? "lost" : "connecting");
  show();
});
