// What the page gives: the link, the run as a script, the model as JSON, C and JavaScript, the picture.
import { send } from "./connection.js";
import { on } from "./known.js";
import { find, part } from "./parts.js";
import { picture } from "./picture.js";
import { word } from "./words.js";

const told = find("shared");
let given = null;

function save(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  part("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    told.textContent = word("copied");
  } catch {
    field.select();
    told.textContent = word("not_copied");
  }
}

// The address is of use on this machine alone: others start a playground of their own with the same link.
function showLink() {
  find("link").value = location.href;
  find("command").value = `autograd-lite playground "${location.hash.slice(1)}"`;
}
on("state", showLink);

find("share").addEventListener("click", () => {
  told.textContent = "";
  find("given").hidden = true;
  showLink();
  find("share-dialog").showModal();
});
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(find(button.dataset.copy)));
find("link").addEventListener("change", ({ target }) => send({ do: "link", link: target.value.trim().split("#").at(-1) }));
find("save-given").addEventListener("click", () => save(given.name, given.text));
find("as-picture").addEventListener("click", () => save("network.svg", picture(), "image/svg+xml"));
for (const button of document.querySelectorAll("[data-give]")) {
  button.addEventListener("click", () => send({ do: "give", what: button.dataset.give }));
}
find("load").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) send({ do: "load", model: await file.text() });
  event.target.value = "";
});

on("given", (message) => {
  if (message.what === "walkthrough") return;
  given = message;
  told.textContent = "";
  find("given-name").textContent = message.name;
  find("given-text").value = message.text;
  find("given").hidden = false;
  find("given-text").focus();
  find("given-text").setSelectionRange(0, 0);
  find("given-text").scrollTop = 0;
});
on("problem", ({ message }) => {
  if (find("share-dialog").open) told.textContent = message;
});
