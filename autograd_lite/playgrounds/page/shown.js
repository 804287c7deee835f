// What of all that is known the network shows now.
import { known } from "./known.js";

// The gradient that is asked for: of the training data with each frame, or of the example looked at.
export function gradientShown() {
  const { gradient } = known.view;
  if (gradient === "batch") return known.frame?.gradient?.of === "batch" ? known.frame.gradient : null;
  return gradient === "example" ? known.looked?.gradient ?? null : null;
}

// The numbers of the example that is looked at, if there is one and the network is still the same.
export function exampleShown() {
  const { looked, state } = known;
  if (!looked || looked.x === null || !state) return null;
  const isOfNow = looked.neurons.length === state.layers.length && looked.neurons.every((row, i) => row.length === state.layers[i].neurons);
  return isOfNow ? looked : null;
}
