// Numbers as pages have them: so many significant digits, a true minus sign, 1.5·10⁻⁷.
const LEVELS = { sum: 1, product: 2, atom: 4 }; // how tightly a number holds together

// The digits of a number, its exponent if that is written, and whether it is below 0.
function digitsOf(number, precision) {
  if (!Number.isFinite(number)) return { mantissa: Number.isNaN(number) ? "nan" : "inf", exponent: "" };
  const [shown, power] = halfToEven(Math.abs(number), precision).split("e");
  const exponent = Number(power);
  const isPlain = exponent >= -4 && exponent < precision;
  const digits = shown.replace(".", "");
  let mantissa = shown;
  if (isPlain && exponent < 0) mantissa = `0.${"0".repeat(-exponent - 1)}${digits}`;
  else if (isPlain) mantissa = `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  if (mantissa.includes(".")) mantissa = mantissa.replace(/\.?0*$/, "");
  return { mantissa, exponent: isPlain ? "" : String(exponent) };
}

// JavaScript rounds what lies in the middle upward; Python to the even digit.
function halfToEven(number, precision) {
  const rounded = number.toExponential(precision - 1);
  const [exact, power] = number.toExponential(100).split("e");
  const digits = exact.replace(".", "");
  const isMiddle = digits[precision] === "5" && /^0*$/.test(digits.slice(precision + 1));
  if (!isMiddle || Number(digits[precision - 1]) % 2) return rounded;
  const kept = digits.slice(0, precision);
  return `${kept[0]}${precision > 1 ? `.${kept.slice(1)}` : ""}e${power}`;
}

const SCRIPTS = {
  // plain text
  t: {
    minus: "−",
    digits: (mantissa, exponent) =>
      exponent ? `${mantissa}·10${[...exponent].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("")}` : mantissa,
    held: (text) => `(${text})`,
    operator: (sign) => ` ${sign} `,
  },
  // MathML
  m: {
    minus: '<mo form="prefix">−</mo>',
    digits: (mantissa, exponent) => {
      const digits = `<mn>${mantissa.replace("inf", "∞")}</mn>`;
      const power = `<msup><mn>10</mn><mn>${exponent.replace("-", "−")}</mn></msup>`;
      return exponent ? `<mrow>${digits}<mo>·</mo>${power}</mrow>` : digits;
    },
    held: (text) => {
      const fence = (form, sign) => `<mo form="${form}" stretchy="false">${sign}</mo>`;
      return `<mrow>${fence("prefix", "(")}${text}${fence("postfix", ")")}</mrow>`;
    },
    operator: (sign) => `<mo form="infix">${sign}</mo>`,
  },
};
SCRIPTS.g = SCRIPTS.t; // in a picture

// A number in a script, in parentheses where it must hold together more tightly than the level of its
// form says; or, with the form "s", as a term of a sum with its sign.
function writeNumber(number, [letter, level], precision, decimal) {
  const script = SCRIPTS[letter];
  const { mantissa, exponent } = digitsOf(number, precision);
  const digits = script.digits(mantissa.replace(".", decimal), exponent);
  const own = exponent ? LEVELS.product : LEVELS.atom;
  if (level === "s") return script.operator(number < 0 ? "−" : "+") + digits;
  const isHeld = (number < 0 ? LEVELS.sum : own) >= Number(level);
  const text = number < 0 ? script.minus + digits : digits;
  return isHeld ? text : script.held(text);
}

// What writes numbers as plain text, with so many digits unless told otherwise.
const numbersOf = (precision, decimal) => (number, digits = precision) => writeNumber(number, "t0", digits, decimal);

// A whole number with a space between thousands.
const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
