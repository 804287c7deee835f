// The numbers of a deck, computed anew: every slot shows one of the results of `compute`.
const model = (() => {
  const every = (selector, inside) => [...inside.querySelectorAll(selector)];
  const shown = (place, form) => writeNumber(numbers[place], form, LIVE.precision, LIVE.decimal);
  let values = LIVE.inputs.map((input) => input.value);
  let numbers = compute(...values);

  // Where numbers stand in a slide: in its slots, and in attributes that are read aloud.
  function partOf(slide) {
    const attributes = every("[data-parts]", slide).map((element) => {
      const [, name, parts] = element.dataset.parts.match(/^(\S+) (.*)$/s);
      return { element, name, parts: JSON.parse(parts) };
    });
    const first = every(".variant:first-child, :not(.variant) + .variant", slide);
    return { slots: slotsOf(slide), attributes, first, chains: every(".chain", slide) };
  }

  function write({ slots, attributes }) {
    writeChanged(slots, shown);
    const read = (part) => (typeof part === "string" ? part : shown(...part));
    for (const { element, name, parts } of attributes) element.setAttribute(name, parts.map(read).join("").trim());
  }

  // Of the texts for several cases that stand side by side, the first whose conditions hold.
  function choose(first) {
    let isFound = false;
    for (let each = first; each?.matches?.(".variant"); each = each.nextElementSibling) {
      const slots = each.dataset.when.split(" ").filter(Boolean);
      each.hidden = isFound || !slots.every((slot) => numbers[slot]);
      isFound ||= !each.hidden;
    }
  }

  // In an equation, what reads as the next does is left out.
  function shorten(chain) {
    const links = [...chain.children].filter((child) => !child.matches(".sign"));
    const texts = links.map(readOf);
    links.forEach((link, i) => {
      link.hidden = i + 1 < links.length && texts[i] === texts[i + 1];
      const sign = link.nextElementSibling;
      if (sign?.matches(".sign")) sign.hidden = link.hidden;
    });
  }

  function readOf(link) {
    const formulas = every("math", link);
    const text = formulas.length ? formulas.map((each) => each.getAttribute("aria-label")).join("") : link.textContent;
    return text.replace(/\s/g, "");
  }

  // Slides wait until they are seen; so do pictures, and the rows in them.
  const slides = new Map(every(".slide", document).map((slide) => [slide, { part: null, isOld: true }]));
  function paintSlide(slide) {
    const known = slides.get(slide);
    known.part ??= partOf(slide);
    known.isOld = false;
    write(known.part);
    known.part.first.forEach(choose);
    known.part.chains.forEach(shorten);
  }

  const pictures = every(".picture > svg", document).map((drawing) => ({ drawing, follow: following(drawing), isSeen: false }));
  const paintPicture = ({ follow, isSeen }) => follow(shown, isSeen);
  // To ask what is seen takes a while: so it is asked only where it may have changed.
  function look() {
    for (const picture of pictures) picture.isSeen = picture.drawing.checkVisibility();
    pictures.filter(({ isSeen }) => isSeen).forEach(paintPicture);
  }

  function paint() {
    pictures.filter(({ isSeen }) => isSeen).forEach(paintPicture);
    for (const [slide, known] of slides) {
      if (slide.matches(".current")) paintSlide(slide);
      else known.isOld = true;
    }
  }
  document.addEventListener("step", ({ detail: slide }) => slides.get(slide).isOld && paintSlide(slide));
  addEventListener("resize", look);
  addEventListener("beforeprint", () => {
    pictures.forEach(paintPicture);
    slides.forEach((known, slide) => known.isOld && paintSlide(slide));
  });

  look();
  return {
    inputs: LIVE.inputs,
    examples: LIVE.examples,
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
      paint();
    },
  };
})();
model.set(model.values);
