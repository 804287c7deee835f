// Parts of the page, made and found.
export const find = (id) => document.getElementById(id);

const SVG = "http://www.w3.org/2000/svg";
export function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function part(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const remOf = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
export const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

// An element whose text is written only when it changes.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
