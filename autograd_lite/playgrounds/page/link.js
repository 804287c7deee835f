// The address holds the configuration: what stands there when the page opens, or later, is taken.
import { send } from "./connection.js";
import { on } from "./known.js";

let shown = ""; // what this page wrote there last
const hash = () => location.hash.slice(1);

on("state", ({ link }) => {
  shown = link;
  if (hash() !== link) history.replaceState(null, "", `#${link}`);
});
addEventListener("hashchange", () => {
  if (hash() !== shown) send({ do: "link", link: hash() });
});
