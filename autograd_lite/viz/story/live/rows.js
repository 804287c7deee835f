// Rows of words and numbers in a picture: where a number has become wider, the row is set anew around
// its middle, and where that is wider than its room, the number is made narrower.
const BETWEEN = 3; // points from one run of letters to the next
const NARROWEST = 0.6; // of the width of a number

const rowsOf = (drawing) => {
  const rows = new Map();
  for (const slot of drawing.querySelectorAll("text > [data-slot]")) {
    const text = slot.parentNode;
    const key = `${text.parentNode.dataset.row ??= rows.size} ${text.getAttribute("y")}`;
    if (!rows.has(key)) rows.set(key, [...text.parentNode.children].filter((each) =>
      each.matches("text") && each.getAttribute("y") === text.getAttribute("y")));
  }
  return [...rows.values()].map(startingRow);
};

// A row as it was drawn: with room for its numbers, by figure spaces around them or by a wire or a box
// that was drawn so wide.
function startingRow(texts) {
  const starts = texts.map((text) => text.getStartPositionOfChar(0).x);
  const lengths = texts.map((text) => text.getComputedTextLength());
  const left = Math.min(...starts);
  const right = Math.max(...starts.map((start, i) => start + lengths[i]));
  for (const text of texts) {
    text.setAttribute("text-anchor", "start");
    for (const node of text.childNodes) if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(/\u2007/g, "");
  }
  const middle = (left + right) / 2;
  const drawn = [...texts[0].parentNode.querySelectorAll("polygon, ellipse, path")].map((each) => each.getBBox());
  const around = drawn.filter(({ x, width }) => x < middle && middle < x + width).map(({ width }) => width);
  return { texts, middle, room: Math.max(right - left, ...around) };
}

function setRow({ texts, middle, room }) {
  for (const text of texts) text.removeAttribute("textLength");
  const lengths = texts.map((text) => text.getComputedTextLength());
  const width = () => lengths.reduce((sum, length) => sum + length + BETWEEN, -BETWEEN);
  const numbers = [...texts.keys()].filter((i) => texts[i].querySelector("[data-slot]"));
  const written = numbers.reduce((sum, i) => sum + lengths[i], 0);
  const share = Math.max((written + room - width()) / written, NARROWEST);
  for (const i of share < 1 ? numbers : []) {
    lengths[i] *= share;
    texts[i].setAttribute("textLength", lengths[i]);
    texts[i].setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
  let x = middle - width() / 2;
  texts.forEach((text, i) => {
    text.setAttribute("x", x);
    x += lengths[i] + BETWEEN;
  });
}
