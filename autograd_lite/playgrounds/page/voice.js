// For those who do not see the page: how the training goes, at most every five seconds, and at a pause.
import { figure, numberOf } from "./figures.js";
import { known, on } from "./known.js";
import { find } from "./parts.js";
import { word } from "./words.js";

const EVERY = 5000; // milliseconds
let last = -Infinity;
let wasPlaying = false;
let epoch = 0;

export function summary({ epoch: at, loss, accuracy }) {
  const told = word("spoken", { epoch: at, train: figure(loss.train, 2), test: figure(loss.test, 2) });
  return accuracy ? told + word("spoken_accuracy", { accuracy: figure(accuracy.test, 2) }) : told;
}

on("frame", (frame) => {
  const isPause = wasPlaying && !frame.playing;
  const isNews = frame.epoch !== epoch && performance.now() - last > EVERY;
  wasPlaying = frame.playing;
  if (!isPause && !isNews) return;
  last = performance.now();
  epoch = frame.epoch;
  find("live").textContent = summary(frame);
});
