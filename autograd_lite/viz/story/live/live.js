// The numbers of a deck, computed anew: every slot shows one of the results of `compute`.
const model = (() => {
  const every = (selector, inside) => [...inside.querySelectorAll(selector)];
  let values = LIVE.inputs.map((input) => input.value);
  let numbers = compute(...values);
  const waiting = new Set(); // what is out of sight, and has older numbers

  function writeSlots(region) {
    for (const slot of every("[data-slot]", region)) {
      const [place, form] = slot.dataset.slot.split(" ");
      const text = writeNumber(numbers[place], form);
      if (form[0] === "m") slot.innerHTML = text;
      else slot.textContent = text;
    }
    for (const element of every("[data-parts]", region)) {
      const [, name, parts] = element.dataset.parts.match(/^(\S+) (.*)$/s);
      const read = (part) => (typeof part === "string" ? part : writeNumber(numbers[part[0]], part[1]));
      element.setAttribute(name, JSON.parse(parts).map(read).join("").trim());
    }
  }

  // Of the texts for several cases that stand side by side, the first whose conditions hold.
  function chooseVariants(region) {
    for (const first of every(".variant:first-child, :not(.variant) + .variant", region)) {
      let isFound = false;
      for (let each = first; each?.matches?.(".variant"); each = each.nextElementSibling) {
        const slots = each.dataset.when.split(" ").filter(Boolean);
        each.hidden = isFound || !slots.every((slot) => numbers[slot]);
        isFound ||= !each.hidden;
      }
    }
  }

  // In an equation, what reads as the next does is left out.
  function shortenChains(region) {
    for (const chain of every(".chain", region)) {
      const links = [...chain.children].filter((child) => !child.matches(".sign"));
      const texts = links.map(readOf);
      links.forEach((link, i) => {
        link.hidden = i + 1 < links.length && texts[i] === texts[i + 1];
        const sign = link.nextElementSibling;
        if (sign?.matches(".sign")) sign.hidden = link.hidden;
      });
    }
  }

  function readOf(link) {
    const formulas = every("math", link);
    const text = formulas.length ? formulas.map((each) => each.getAttribute("aria-label")).join("") : link.textContent;
    return text.replace(/\s/g, "");
  }

  function paint(region) {
    waiting.delete(region);
    writeSlots(region);
    chooseVariants(region);
    shortenChains(region);
  }

  const slides = every(".slide", document);
  const isSeen = (slide) => slide.matches(".current");
  document.addEventListener("step", ({ detail }) => waiting.has(detail) && paint(detail));
  addEventListener("beforeprint", () => [...waiting].forEach(paint));

  const rows = new Map(); // of every drawing that has been seen
  function paintPictures() {
    for (const drawing of every(".picture > svg", document)) {
      if (drawing.checkVisibility() && !rows.has(drawing)) rows.set(drawing, rowsOf(drawing));
      writeSlots(drawing);
      if (drawing.checkVisibility()) rows.get(drawing).forEach(setRow);
    }
  }
  addEventListener("resize", paintPictures);

  function paintAll() {
    paintPictures();
    for (const slide of slides) {
      if (isSeen(slide)) paint(slide);
      else waiting.add(slide);
    }
  }

  return {
    inputs: LIVE.inputs,
    examples: LIVE.examples ?? null,
    get values() {
      return [...values];
    },
    // The cost and its gradient by every leaf, for these numbers, and nothing is shown.
    compute(numbersOfLeaves) {
      const found = compute(...numbersOfLeaves);
      return { cost: found[LIVE.root], gradient: LIVE.gradients.map((slot) => (slot === null ? null : found[slot])) };
    },
    set(numbersOfLeaves) {
      values = [...numbersOfLeaves];
      numbers = compute(...values);
      paintAll();
    },
  };
})();
model.set(model.values);
