// Numbers as Python writes them with so many significant digits: to even on a tie, −0 as 0.
function numbersOf(precision, decimal) {
  const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

  // toExponential rounds a tie away from zero; all digits of the number tell whether it is one.
  function rounded(size, digits) {
    const [, first, rest, exponent] = /^(\d)\.?(\d*)e(.*)$/.exec(size.toExponential(100));
    const all = first + rest;
    const isTie = /^50*$/.test(all.slice(digits)) && Number(all[digits - 1]) % 2 === 0;
    return isTie ? [all.slice(0, digits), Number(exponent)] : split(size.toExponential(digits - 1));
  }
  function split(written) {
    const [digits, exponent] = written.split("e");
    return [digits.replace(".", ""), Number(exponent)];
  }

  // As %g does: no zeros at the end, and a power of ten for what is very large or small.
  return function written(x, digits = precision) {
    if (Number.isNaN(x)) return "nan";
    const sign = x < 0 ? "−" : "";
    if (!Number.isFinite(x)) return `${sign}inf`;
    if (x === 0) return "0";
    const [figures, exponent] = rounded(Math.abs(x), digits);
    const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0*$/, "") : text).replace(".", decimal);
    if (exponent < -4 || exponent >= digits) {
      const power = [...String(exponent)].map((letter) => RAISED[letter]).join("");
      return `${sign}${trimmed(`${figures[0]}.${figures.slice(1)}`)}·10${power}`;
    }
    if (exponent < 0) return sign + trimmed(`0.${"0".repeat(-exponent - 1)}${figures}`);
    return sign + trimmed(`${figures.slice(0, exponent + 1)}.${figures.slice(exponent + 1)}`);
  };
}
