// Blanks of a deck: a number that is typed is compared by its value, however it is written.
(() => {
  const said = JSON.parse(document.body.dataset.words);
  const RIGHT = 0.005; // relative
  const CLOSE = 0.05;
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

  const isNear = (x, y, most) => Math.abs(x - y) <= Math.max(most * Math.abs(y), 1e-9);

  function judge(typed, { answer, hints }) {
    const value = valueOf(typed);
    if (!Number.isFinite(value)) return said.no_number;
    const is = (wanted, most = RIGHT) => isNear(value, wanted, most);
    if (is(answer)) return said.right;
    const known = hints.find(([wrong]) => is(wrong));
    if (known) return known[1];
    if (is(-answer)) return said.sign;
    if (answer && is(1 / answer)) return said.upside_down;
    if (answer && is(answer, CLOSE)) return said.close;
    const shift = value && answer ? Math.log10(value / answer) : NaN;
    if (Math.abs(shift) < 7 && isNear(shift, Math.round(shift), 0.002)) return said.point;
    return said.wrong;
  }

  for (const field of document.querySelectorAll(".blank input")) {
    const known = JSON.parse(field.dataset.known);
    const told = field.parentElement.querySelector(".told");
    const check = () => {
      const typed = field.value.trim();
      const words = typed ? judge(typed, known) : "";
      field.parentElement.classList.toggle("right", words === said.right);
      field.parentElement.classList.toggle("wrong", words !== "" && words !== said.right);
      field.toggleAttribute("aria-invalid", false);
      if (typed) field.setAttribute("aria-invalid", String(words !== said.right));
      told.textContent = words;
    };
    field.addEventListener("change", check);
    field.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the deck's keys are for the deck
      if (event.key === "Enter") check();
    });
  }
})();
