// The colours of values, of −1 … 1, and of classes, for eyes of every kind: orange, blue, and four more.
export const classColors = ["#e8871e", "#0877bd", "#009988", "#cc3377", "#8a63d2", "#7a7a1e"];

// Marks of classes, as wide as 8 pixels: a circle, a triangle, a square, a diamond, a cross.
export const MARKS = [
  "M4 0A4 4 0 1 1 -4 0A4 4 0 1 1 4 0Z", "M0 -5L4.6 3.8H-4.6Z", "M-3.6 -3.6H3.6V3.6H-3.6Z",
  "M0 -5L5 0L0 5L-5 0Z", "M-1.7 -4.4H1.7V-1.7H4.4V1.7H1.7V4.4H-1.7V1.7H-4.4V-1.7H-1.7Z",
  "M0 5L4.6 -3.8H-4.6Z",
];

const dark = matchMedia("(prefers-color-scheme: dark)");
const rgb = (color) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
const middle = () => (dark.matches ? [33, 38, 45] : [240, 242, 244]);
const mix = (a, b, share) => a.map((from, i) => Math.round(from + (b[i] - from) * share));
const packed = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

// The colour of −1 … 1, a byte each; of the probability of a class.
const ends = [rgb(classColors[0]), rgb(classColors[1])];
export const shade = (value) => mix(middle(), ends[value < 0 ? 0 : 1], Math.min(Math.abs(value), 1));
const tableOf = (colorAt) => Uint32Array.from({ length: 256 }, (_, i) => packed(colorAt(i)));
const SOFT = 0.62; // of the plane, on which points of the same colour are to be seen
let shades;
let softs;
let tints;
function fill() {
  shades = tableOf((i) => shade(i / 127.5 - 1));
  softs = tableOf((i) => shade((i / 127.5 - 1) * SOFT));
  tints = classColors.map((color) => tableOf((i) => mix(middle(), rgb(color), SOFT * (i / 255))));
}
fill();

// Paint a square of bytes on a canvas of its size: as strong as a tile is, or as soft as the plane.
export function paintShades(canvas, size, bytes, isSoft = false) {
  const table = isSoft ? softs : shades;
  paintPixels(canvas, size, (i) => table[bytes[i]]);
}

// Paint the most probable of several classes, the stronger the more probable it is.
export function paintClasses(canvas, size, planes) {
  paintPixels(canvas, size, (i) => {
    let best = 0;
    for (let k = 1; k < planes.length; k++) if (planes[k][i] > planes[best][i]) best = k;
    return tints[best % tints.length][planes[best][i]];
  });
}

const drawn = new WeakMap(); // the pixels of each canvas, kept from frame to frame
function paintPixels(canvas, size, colorAt) {
  let kept = drawn.get(canvas);
  if (kept?.size !== size) {
    canvas.width = canvas.height = size;
    const context = canvas.getContext("2d");
    const image = context.createImageData(size, size);
    kept = { size, context, image, pixels: new Uint32Array(image.data.buffer) };
    drawn.set(canvas, kept);
  }
  for (let i = 0; i < kept.pixels.length; i++) kept.pixels[i] = colorAt(i);
  kept.context.putImageData(kept.image, 0, 0);
}

// Call when the scheme changed and colours are to be painted anew.
export function onScheme(listener) {
  dark.addEventListener("change", () => {
    fill();
    listener();
  });
}
