// The network as a picture that stands alone: wires, tiles as images, names, in the colours of now.
import { plan } from "./network.js";
import { find, shape } from "./parts.js";

const STYLES = { path: ["stroke", "stroke-width", "stroke-dasharray", "opacity"], text: ["fill", "font-size", "font-weight", "paint-order", "stroke", "stroke-width"] };

// The parts of a drawing with the styles that the page gives them.
function styled(drawn) {
  const made = drawn.cloneNode(true);
  made.removeAttribute("class");
  const sources = [...drawn.querySelectorAll("path, text")];
  [...made.querySelectorAll("path, text")].forEach((each, i) => {
    const style = getComputedStyle(sources[i]);
    for (const name of STYLES[each.localName]) each.setAttribute(name, style.getPropertyValue(name));
    each.removeAttribute("class");
    each.removeAttribute("style");
  });
  return made;
}

export function picture() {
  const drawn = find("network").querySelector("svg");
  const { tile, width, height, rem: size } = plan;
  const style = getComputedStyle(document.body);
  const [ink, card, backward] = ["--ink", "--card", "--backward"].map((name) => style.getPropertyValue(name).trim());
  const top = Math.min(...plan.units.flat().map((each) => each.y)) - tile / 2; // without what stands above the layers
  const made = shape("svg", { viewBox: `0 ${top} ${width} ${height - top}`, width, height: height - top, "font-family": "Arial, Helvetica, sans-serif" });
  made.append(shape("rect", { y: top, width, height: height - top, fill: card }), shape("g", { fill: "none" }, styled(drawn.querySelector(".lines"))));
  for (const { x, y, canvas, layer, label, ring } of plan.units.flat()) {
    const image = shape("image", { x, y, width: tile, height: tile, href: canvas.toDataURL() });
    const isFirst = layer === 0;
    if (ring) made.append(shape("rect", { x, y, width: tile, height: tile, fill: "none", stroke: backward, "stroke-width": 2 * ring * size }));
    made.append(image, shape("rect", { x, y, width: tile, height: tile, fill: "none", stroke: ink }));
    if (isFirst || layer === plan.units.length - 1) {
      const at = { x: isFirst ? x - 6 : x + tile + 6, y: y + tile / 2 + size / 3, "text-anchor": isFirst ? "end" : "start" };
      made.append(shape("text", { ...at, "font-size": size, fill: ink }, label));
    }
  }
  made.append(styled(drawn.querySelector(".figures")));
  return new XMLSerializer().serializeToString(made);
}
