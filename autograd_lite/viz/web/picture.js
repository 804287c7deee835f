// A page that is one picture: the wheel zooms it, and arrow keys move it wherever the focus is.
(() => {
  const FAR = 60; // pixels for one key
  const picture = document.querySelector(".picture");
  const moves = { ArrowLeft: [-FAR, 0], ArrowRight: [FAR, 0], ArrowUp: [0, -FAR], ArrowDown: [0, FAR] };
  document.documentElement.classList.add("scripted");
  zoomable(picture, { wheelZooms: () => true });
  document.addEventListener("keydown", (event) => {
    if (isTyped(event) || !moves[event.key] || event.target === picture) return;
    event.preventDefault();
    picture.scrollBy(...moves[event.key]);
  });
})();
