// The graph of a function, in pictures and a table: its numbers where the variables have others.
const followGraph = (() => {
  const picture = document.querySelector(".drawn");
  const drawings = [...picture.querySelectorAll(":scope > svg")];
  const slotsIn = (region) => [...region.querySelectorAll("[data-slot]")].map((slot) => [slot, ...slot.dataset.slot.split(" ")]);
  const inTable = slotsIn(document.querySelector("section.graph"));
  const seen = new Map(); // the slots and the rows of every drawing that has been seen
  let found = [];

  // As wide as its frame, but with letters that can be read, and not much larger than it was drawn.
  function fit() {
    for (const drawing of drawings) {
      const { width, height, letters } = measure(drawing);
      const scale = clamp(picture.clientWidth / width, 8.5 / letters, 1.1);
      drawing.style.width = `${Math.floor(scale * width)}px`;
      drawing.style.height = `${Math.floor(scale * height)}px`;
    }
    picture.scrollLeft = (picture.scrollWidth - picture.clientWidth) / 2;
    if (found.length) writeDrawings();
  }
  function write(slots) {
    for (const [slot, place, form] of slots) slot.textContent = writeNumber(found[place], form, GRAPH.precision, GRAPH.decimal);
  }
  // What is not shown keeps the room around its first numbers, to be measured when it is.
  function writeDrawings() {
    for (const drawing of drawings.filter((each) => each.checkVisibility())) {
      if (!seen.has(drawing)) seen.set(drawing, { rows: rowsOf(drawing), slots: slotsIn(drawing) });
      write(seen.get(drawing).slots);
      seen.get(drawing).rows.forEach(setRow);
    }
  }
  new ResizeObserver(fit).observe(picture);
  addEventListener("beforeprint", () => writeDrawings());

  return (variables) => {
    found = computeGraph(...GRAPH.inputs.map(({ variable, number }) => number ?? variables[variable]));
    write(inTable);
    writeDrawings();
  };
})();
