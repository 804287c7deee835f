// Numbers of the panel: how they are read and written, and how far their sliders go.
const ENDS = 100; // a slider goes from -ENDS to ENDS, and its value in steps of range / ENDS
const USUAL = { range: 5, from: 0.01, to: 2.5 }; // weights and inputs as they are at first

// A number as the deck has it, with so many digits.
const written = (x, digits = 6) => writeNumber(x, "t0", digits, LIVE.decimal);

// What was typed into a field; undefined for what is no number, as nan is one.
function numberOf(typed) {
  const special = /^([-+−–]?)(inf|infinity|∞|nan)$/i.exec(typed.trim());
  if (special) return (/[-−–]/.test(special[1]) ? -1 : 1) * (/nan/i.test(special[2]) ? NaN : Infinity);
  const value = valueOf(typed);
  return Number.isNaN(value) ? undefined : value;
}

// The first of 1, 2, 5, 10, 20, … that is no less than twice a number.
function roomFor(x) {
  const size = Math.abs(x);
  if (!Number.isFinite(x) || size === 0 || (size >= USUAL.from && size <= USUAL.to)) return USUAL.range;
  const wanted = Math.min(Math.max(2 * size, 1e-300), 5e307);
  const power = Math.floor(Math.log10(wanted));
  const found = [1, 2, 5, 10].find((each) => each * 10 ** power >= wanted * (1 - 1e-12));
  return Number(`${found ?? 10}e${power}`);
}

// Where a slider is, as a number that can be written with few digits.
const valueAt = (place, range) => Number(((place / ENDS) * range).toPrecision(12));
const placeOf = (x, range) => Math.round((x / range) * ENDS);
