// The slots of a page, in which numbers follow. In a picture, the row of a number that has changed is
// set anew around its middle; where it is wider than its room, its numbers are made narrower.
const BETWEEN = 3; // points from one run of letters to the next
const NARROWEST = 0.6; // of the width of a number

// How wide letters are, without asking the page, which would have to lay out all of it each time.
const widthOf = (() => {
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  const letterWidth = (font, letter) => {
    const key = `${font} ${letter}`;
    if (!known.has(key)) {
      pen.font = font;
      known.set(key, pen.measureText(letter).width);
    }
    return known.get(key);
  };
  return (font, text) => [...text].reduce((sum, letter) => sum + letterWidth(font, letter), 0);
})();

// All of a font but its name for short, which is empty where a reader chose the colours.
function fontOf(text) {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(text);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

// The rows of a drawing that have numbers, by their slots.
function rowsOf(drawing) {
  const rows = new Map();
  for (const slot of drawing.querySelectorAll("text > [data-slot]")) {
    const { parentNode: group } = slot.parentNode;
    const height = slot.parentNode.getAttribute("y");
    const texts = [...group.children].filter((each) => each.matches("text") && each.getAttribute("y") === height);
    const known = texts.map((text) => rows.get(text.querySelector("[data-slot]"))).find(Boolean);
    rows.set(slot, known ?? startingRow(texts));
  }
  return rows;
}

// A row as it was drawn: with room for its numbers, by figure spaces around them or by a wire or a box
// that was drawn so wide.
function startingRow(texts) {
  const starts = texts.map((text) => text.getStartPositionOfChar(0).x);
  const lengths = texts.map((text) => text.getComputedTextLength());
  const left = Math.min(...starts);
  const right = Math.max(...starts.map((start, i) => start + lengths[i]));
  const middle = (left + right) / 2;
  const drawn = [...texts[0].parentNode.querySelectorAll("polygon, ellipse, path")].map((each) => each.getBBox());
  const around = drawn.filter(({ x, width }) => x < middle && middle < x + width).map(({ width }) => width);
  for (const text of texts) {
    text.setAttribute("text-anchor", "start");
    for (const node of text.childNodes) if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(/\u2007/g, "");
  }
  const runs = texts.map((text, i) => ({
    text,
    font: fontOf(text),
    isNumber: text.querySelector("[data-slot]") !== null,
    own: lengths[i],
  }));
  return { runs, middle, room: Math.max(right - left, ...around) };
}

function setRow({ runs, middle, room }) {
  const lengths = runs.map(({ text, font, isNumber, own }) => (isNumber ? widthOf(font, text.textContent) : own));
  const width = () => lengths.reduce((sum, length) => sum + length + BETWEEN, -BETWEEN);
  const written = runs.reduce((sum, { isNumber }, i) => sum + (isNumber ? lengths[i] : 0), 0);
  const share = Math.min(Math.max((written + room - width()) / written, NARROWEST), 1);
  runs.forEach(({ text, isNumber }, i) => {
    if (!isNumber) return;
    lengths[i] *= share;
    if (share < 1) {
      text.setAttribute("textLength", lengths[i]);
      text.setAttribute("lengthAdjust", "spacingAndGlyphs");
    } else text.removeAttribute("textLength");
  });
  let x = middle - width() / 2;
  runs.forEach(({ text }, i) => {
    text.setAttribute("x", x);
    x += lengths[i] + BETWEEN;
  });
}

// Where numbers stand in a part of a page.
const slotsOf = (region) =>
  [...region.querySelectorAll("[data-slot]")].map((element) => {
    const [place, form] = element.dataset.slot.split(" ");
    return { element, place: Number(place), form, text: null };
  });

// Writes what `shown(place, form)` says, where that has changed; returns those elements.
function writeChanged(slots, shown) {
  const changed = [];
  for (const slot of slots) {
    const text = shown(slot.place, slot.form);
    if (text === slot.text) continue;
    slot.text = text;
    changed.push(slot.element);
    if (slot.form[0] === "m") slot.element.innerHTML = text;
    else slot.element.textContent = text;
  }
  return changed;
}

// What writes the numbers of a drawing. One that is not seen keeps the room around its first numbers,
// to be measured when it is.
function following(drawing) {
  const slots = slotsOf(drawing);
  let rows = null;
  return (shown, isSeen) => {
    if (isSeen) rows ??= rowsOf(drawing);
    const changed = writeChanged(slots, shown);
    if (rows) new Set(changed.map((element) => rows.get(element))).forEach(setRow);
  };
}
