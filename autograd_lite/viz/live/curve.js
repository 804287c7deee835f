// The cost over the steps, as a line in an SVG element, with words for those who do not see it.
const AREA = { right: 312, top: 7, bottom: 68 };
const MARGIN = 6; // between the curve and its numbers
const MOST_POINTS = 600;
const MANY_TIMES = 20; // from where on a logarithmic scale shows more

function drawCurve(svg, { moments, now }, told) {
  const known = moments.filter(({ cost }) => Number.isFinite(cost));
  svg.parentElement.classList.toggle("empty", known.length < 2);
  svg.setAttribute("aria-label", told);
  if (known.length < 2) return;
  let shown = known;
  while (shown.length > MOST_POINTS) shown = thinned(shown, MOST_POINTS);
  const costs = known.map(({ cost }) => cost);
  const [least, most] = [costs.reduce((a, b) => Math.min(a, b)), costs.reduce((a, b) => Math.max(a, b))];
  const isLogarithmic = least > 0 && most > MANY_TIMES * least;
  const scaled = isLogarithmic ? Math.log : (x) => x;
  const [from, to] = [known[0].steps, known.at(-1).steps];
  const left = writeAxes(svg, { most, least, to, isLogarithmic });
  const part = (x, a, b) => (b > a ? (x - a) / (b - a) : 0.5);
  // halves, because the difference of two large numbers may be infinite
  const half = (x) => scaled(x) / 2;
  const place = ({ steps, cost }) => [
    left + (AREA.right - left) * part(steps, from, to),
    AREA.bottom - (AREA.bottom - AREA.top) * part(half(cost), half(least), half(most)),
  ].map((x) => x.toFixed(1));
  svg.querySelector("polyline").setAttribute("points", shown.map((each) => place(each).join()).join(" "));
  const mark = svg.querySelector("circle");
  mark.classList.toggle("away", !Number.isFinite(now.cost));
  if (Number.isFinite(now.cost)) place(now).forEach((x, i) => mark.setAttribute(i ? "cy" : "cx", x));
}

// The numbers beside and below the axes, which begin where there is room.
function writeAxes(svg, { most, least, to, isLogarithmic }) {
  const labels = [...svg.querySelectorAll("text")];
  const texts = [written(most, 3), written(least, 3), grouped(to), isLogarithmic ? "log" : ""];
  labels.forEach((label, i) => { label.textContent = texts[i]; });
  const left = MARGIN + Math.max(labels[0].getComputedTextLength(), labels[1].getComputedTextLength());
  svg.querySelector("path").setAttribute("d", `M${left - 3} 2V${AREA.bottom + 5}H318`);
  return left;
}
