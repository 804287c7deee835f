// The tiles: what each feature and neuron gives over the plane; a ring is as strong as its upstream gradient.
import { onScheme, paintShades } from "./colors.js";
import { numberOf } from "./figures.js";
import { known, on } from "./known.js";
import { plan } from "./network.js";
import { gradientShown } from "./shown.js";

const RING = 0.22; // rem, at most

function paint() {
  const { tiles } = known.frame;
  const units = plan.units.flat();
  if (units.length !== tiles.count) return; // of another network
  units.forEach((each, i) => paintShades(each.canvas, tiles.size, tiles.images[i]));
  ring();
}

function ring() {
  const upstream = gradientShown()?.upstream;
  const isOfNow = upstream?.length === plan.units.length && upstream.every((row, i) => row.length === plan.units[i].length);
  const sizes = isOfNow ? upstream.map((row) => row.map((each) => Math.abs(numberOf(each)))) : [];
  const largest = Math.max(0, ...sizes.flat().filter(Number.isFinite));
  for (const each of plan.units.flat()) {
    const size = sizes[each.layer]?.[each.neuron] ?? 0;
    const width = !largest || !size ? 0 : (Number.isFinite(size) ? Math.sqrt(size / largest) : 1) * RING;
    const rounded = Math.round(width * 50) / 50;
    if (each.ring !== rounded) each.button.style.setProperty("--ring", `${(each.ring = rounded)}rem`);
  }
}

on("frame", paint);
on("built", () => known.frame && paint());
on("view", ring);
on("looked", ring);
onScheme(() => known.frame && paint());
