// The graph of a function, in pictures and a table: its numbers where the variables have others.
const followGraph = (() => {
  const picture = document.querySelector(".drawn");
  const drawings = [...picture.querySelectorAll(":scope > svg")];
  const drawn = drawings.map((drawing) => ({ drawing, follow: following(drawing) }));
  const inTable = slotsOf(document.querySelector("section.graph"));
  const shown = (place, form) => writeNumber(found[place], form, GRAPH.precision, GRAPH.decimal);
  let found = [];

  // As wide as its frame, but with letters that can be read, and not much larger than it was drawn.
  function fit() {
    for (const drawing of drawings) {
      const { width, height, letters } = measure(drawing);
      const scale = clamp(picture.clientWidth / width, 8 / letters, 1.1);
      drawing.style.width = `${Math.floor(scale * width)}px`;
      drawing.style.height = `${Math.floor(scale * height)}px`;
    }
    // what is wider begins with the variables, which an upright one has all over its top
    const isUpright = drawings.some((drawing) => drawing.matches(".tall") && drawing.checkVisibility());
    picture.scrollLeft = isUpright ? (picture.scrollWidth - picture.clientWidth) / 2 : 0;
    if (found.length) writeDrawings();
  }
  function writeDrawings() {
    for (const { drawing, follow } of drawn) if (drawing.checkVisibility()) follow(shown, true);
  }
  new ResizeObserver(fit).observe(picture);
  addEventListener("beforeprint", () => writeDrawings());

  return (variables) => {
    found = computeGraph(...GRAPH.inputs.map(({ variable, number }) => number ?? variables[variable]));
    writeChanged(inTable, shown);
    writeDrawings();
  };
})();
