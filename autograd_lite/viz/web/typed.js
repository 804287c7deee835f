// Numbers as people type them, however they are written.
const DIGITS = ["०१२३४५६७८९", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "০১২৩৪৫৬৭৮৯"];
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const SIGNS = { "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", ":": "/", "⁄": "/", "٫": "." };

// What was typed, in digits and signs of ASCII; exponents of superscripts are powers, and 2½ and
// 2 1/2 are sums.
function plain(typed) {
  const raised = typed.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/g, (run) => `^(${[...run].map((c) => "0123456789-"[RAISED.indexOf(c)]).join("")})`);
  const apart = raised.replace(/(\p{Decimal_Number})(?=\p{Other_Number})/gu, "$1 ");
  const folded = [...apart.normalize("NFKC")].map((c) => {
    const digit = Math.max(...DIGITS.map((row) => row.indexOf(c)));
    return digit >= 0 ? String(digit) : (SIGNS[c] ?? c);
  });
  const summed = folded.join("").replace(/(\d+)\s+(\d+)\s*\/\s*(\d+)/g, "($1+$2/$3)");
  return summed.replace(/\s/g, "").replace(/\*\*/g, "^");
}

// The value of digits with + - * / ^ and parentheses; NaN for anything else.
function valueOf(typed) {
  const text = plain(typed);
  if (text.includes(",") && text.includes(".")) return NaN; // 1,234.5 or 1.234,5
  let rest = text.replace(/,/g, ".");
  const take = (pattern) => {
    const found = rest.match(pattern);
    if (found) rest = rest.slice(found[0].length);
    return found && found[0];
  };
  const atom = () => {
    if (take(/^\(/)) {
      const inner = sum();
      return take(/^\)/) ? inner : NaN;
    }
    return Number(take(/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i) ?? NaN);
  };
  const signed = () => {
    const sign = take(/^[+-]/);
    return sign ? (sign === "-" ? -signed() : signed()) : power();
  };
  const power = () => {
    const base = atom();
    return take(/^\^/) ? base ** signed() : base;
  };
  const product = () => {
    let value = signed();
    for (let sign = take(/^[*/]/); sign; sign = take(/^[*/]/)) value = sign === "*" ? value * signed() : value / signed();
    return value;
  };
  const sum = () => {
    let value = product();
    for (let sign = take(/^[+-]/); sign; sign = take(/^[+-]/)) value = sign === "+" ? value + product() : value - product();
    return value;
  };
  const value = sum();
  return rest ? NaN : value;
}
