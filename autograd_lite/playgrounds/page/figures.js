// Numbers as they stand in the page: with so many places that what changes does not jump.
/* global numbersOf, grouped, valueOf */
const short = numbersOf(3, "."); // with so many digits, or others

// A number of a message: those that JSON does not have come as text.
export const numberOf = (given) => (typeof given === "string" ? Number(given.replace("inf", "Infinity")) : given);

// Three places after the point; very large and small ones as 1.5·10⁻⁷; nan, ∞.
export function figure(given, places = 3, digits = 3) {
  const number = numberOf(given);
  if (number === null || number === undefined) return "–";
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number < 0 ? "−∞" : "∞";
  const size = Math.abs(number);
  if (size && (size < 0.5 * 10 ** -places || size >= 1e4)) return short(number, digits);
  return number.toFixed(places).replace(/^-(?=0\.?0*$)/, "").replace("-", "−");
}

// In the room of seven letters beside a neuron or on a wire.
export function brief(given, places) {
  const size = Math.abs(numberOf(given));
  return figure(given, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : places, 1);
}

// In a product or sum: below 0 in parentheses.
export const held = (given, places) => {
  const text = figure(given, places);
  return text.startsWith("−") ? `(${text})` : text;
};

export const counted = grouped;
export const typed = valueOf;

const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const lowered = (number) => [...String(number)].map((digit) => LOWERED[digit]).join("");
const raised = (number) => [...String(number)].map((digit) => RAISED[digit]).join("");

// The name of a weight, by places from 0: w⁽¹⁾₂₁ is that of layer 1, neuron 2, input 1; b⁽¹⁾₂ a bias.
export const nameOf = ({ layer, neuron, input }) => {
  const start = `⁽${raised(layer + 1)}⁾${lowered(neuron + 1)}`;
  return input === null ? `b${start}` : `w${start}${lowered(input + 1)}`;
};
