// The examples on the plane: marks of their classes, those of the test with a dark border.
import { MARKS, classColors, onScheme, shade } from "./colors.js";
import { known, on } from "./known.js";
import { find } from "./parts.js";
import { toPixels } from "./plane.js";

const plane = find("plane");
const canvas = plane.querySelector(".points");
const marks = MARKS.map((d) => new Path2D(d));

export const examplesShown = ({ train, test, configuration }) => (configuration.show_test ? [...train, ...test] : train);

// Where a number is between the lowest, −1, and the highest target, 1.
export const scaled = (target, [low, high]) => (2 * (target - low)) / (high - low) - 1;

// The colour and the mark of a target.
function lookOf(kind, target, scale) {
  if (kind === "numbers") return [`rgb(${shade(scaled(target, scale)).join(" ")})`, marks[0]];
  const index = kind === "two" ? Number(target > 0) : target;
  return [classColors[index % classColors.length], marks[index % marks.length]];
}

function paint() {
  const { state } = known;
  if (!state) return;
  const ratio = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = plane;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  const context = canvas.getContext("2d");
  const kind = state.targets;
  const size = Math.min(1.6, Math.max(0.75, width / 330));
  const style = getComputedStyle(plane);
  const [card, ink] = ["--card", "--ink"].map((name) => style.getPropertyValue(name));
  const draw = (examples, border) => {
    for (const [x, y, target] of examples) {
      const [left, top] = toPixels([x, y]);
      const [color, mark] = lookOf(kind, target, state.scale);
      context.setTransform(size * ratio, 0, 0, size * ratio, left * ratio, top * ratio);
      context.fillStyle = color;
      context.strokeStyle = border;
      context.lineWidth = 1;
      context.fill(mark);
      context.stroke(mark);
    }
  };
  draw(state.train, kind === "numbers" ? ink : card);
  if (state.configuration.show_test) draw(state.test, ink);
}

on("state", paint);
new ResizeObserver(paint).observe(plane);
onScheme(paint);
