// The plane: what the network answers all over it, and the scale of its colours.
import { onScheme, paintClasses, paintShades } from "./colors.js";
import { figure } from "./figures.js";
import { known, on } from "./known.js";
import { find, write } from "./parts.js";

const plane = find("plane");
const region = plane.querySelector(".region");
const scale = find("scale");

// Between coordinates and pixels of the plane.
export const toPixels = ([x, y]) => {
  const { x: [left, right], y: [bottom, top] } = known.state.view;
  return [((x - left) / (right - left)) * plane.clientWidth, ((top - y) / (top - bottom)) * plane.clientHeight];
};
export const toPlane = ([across, down]) => {
  const { x: [left, right], y: [bottom, top] } = known.state.view;
  return [left + (across / plane.clientWidth) * (right - left), top - (down / plane.clientHeight) * (top - bottom)];
};

// The planes of bytes, and where in them a place is.
export function answersAt(place) {
  const { size, images } = known.frame.region;
  const [across, down] = toPixels(place);
  const cell = (share) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  return { images, at: cell(down / plane.clientHeight) * size + cell(across / plane.clientWidth) };
}

function paint() {
  const { size, images, kind } = known.frame.region;
  if (kind === "classes") paintClasses(region, size, images);
  else paintShades(region, size, images[0], true);
}

// From the lowest to the highest target.
function paintScale({ configuration, scale: [low, high], layers }) {
  scale.parentElement.hidden = layers.at(-1).neurons > 1;
  const places = configuration.problem === "regression" ? 2 : 0;
  write(find("scale-low"), figure(low, places));
  write(find("scale-high"), figure(high, places));
  const ramp = document.createElement("canvas");
  paintShades(ramp, 16, Uint8Array.from({ length: 256 }, (_, i) => (i % 16) * 17), true);
  scale.getContext("2d").drawImage(ramp, 0, 0, 16, 1, 0, 0, 256, 1);
}

on("frame", paint);
on("state", paintScale);
onScheme(() => {
  if (known.frame) paint();
  if (known.state) paintScale(known.state);
});
