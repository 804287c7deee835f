// What scrolls by itself, as wide code on a phone, can be reached and scrolled by the keyboard.
const scrolling = "pre, .table-wrapper, .cell_output, div.math, .field-list > dd";
const reach = () => {
  for (const each of document.querySelectorAll(scrolling)) {
    if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
    else each.removeAttribute("tabindex");
  }
};
addEventListener("load", reach);
addEventListener("resize", reach);
