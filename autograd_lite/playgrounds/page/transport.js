// Train, pause, step, start again, undo; the epoch, and how fast it goes.
import { send, setView } from "./connection.js";
import { counted } from "./figures.js";
import { known, on } from "./known.js";
import { advise } from "./message.js";
import { find, part, write } from "./parts.js";
import { word } from "./words.js";

const SPEEDS = [1, 3, 10, 30, 100];
const speed = find("speed");
const play = find("play");

speed.append(
  part("option", { value: "", textContent: word("full_speed") }),
  ...SPEEDS.toReversed().map((count) => part("option", { value: count, textContent: word("epochs_a_second", { count }) })),
);
speed.addEventListener("change", () => setView({ speed: speed.value ? Number(speed.value) : null }));

let isPlaying = false;
function showPlaying(playing) {
  if (playing === isPlaying && play.title) return;
  isPlaying = playing;
  play.classList.toggle("playing", playing);
  play.ariaLabel = play.title = word(playing ? "pause" : "play");
}
play.addEventListener("click", () => {
  advise("");
  send({ do: isPlaying ? "pause" : "play" });
  showPlaying(!isPlaying);
});
for (const name of ["reset", "step", "undo", "redo"]) find(name).addEventListener("click", () => send({ do: name }));

on("state", (state) => {
  showPlaying(state.playing);
  for (const name of ["undo", "redo"]) {
    // a disabled button would lose the focus of those who press it again and again
    const can = state[`can_${name}`] || (name === "undo" && state.playing);
    find(name).setAttribute("aria-disabled", String(!can));
  }
  write(find("epoch"), counted(state.epoch));
});
on("frame", (frame) => {
  showPlaying(frame.playing);
  write(find("epoch"), counted(frame.epoch));
});
on("lost", () => showPlaying(false));
