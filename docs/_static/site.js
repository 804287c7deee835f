// What scrolls by itself, as wide code on a phone, can be reached and scrolled by the keyboard.
const scrolling = "pre, .table-wrapper, .cell_output, div.math, p:has(> img), .field-list > dd";
const reach = () => {
  for (const each of document.querySelectorAll(scrolling)) {
    if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
    else each.removeAttribute("tabindex");
  }
};
addEventListener("load", reach);
addEventListener("resize", reach);

// Of two landmarks of one kind each needs a name to be told apart.
const names = { ".sidebar-drawer": "All pages", ".toc-drawer": "On this page" };
for (const [place, name] of Object.entries(names)) {
  document.querySelector(place)?.setAttribute("aria-label", name);
}
