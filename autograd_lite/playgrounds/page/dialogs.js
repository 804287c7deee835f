// Dialogs close by their button, and by Escape where they do not hold the page.
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    dialog.close();
  });
}

// On a phone the data would fill the screen.
if (matchMedia("(max-width: 699.9px)").matches) document.getElementById("data-details").open = false;
