// Blanks of a deck: a number that is typed is compared by its value, however it is written.
(() => {
  const said = JSON.parse(document.body.dataset.words);
  const RIGHT = 0.005; // relative
  const CLOSE = 0.05;

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
