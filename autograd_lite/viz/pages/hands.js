// What a hand does to a plot.
function listen(plot, { pointed, pressed, STEP }) {
  const STILL = 5; // pixels that a hand moves while it presses
  const { frame } = plot;
  const fingers = new Map();
  let spread = 0;
  let start = null; // of a press that has not moved yet
  // Where the frame is, until it may be elsewhere: to ask at every move would lay out the page anew.
  let box = null;
  const forget = () => (box = null);
  for (const change of ["scroll", "resize"]) addEventListener(change, forget, true);
  for (const begin of ["pointerenter", "pointerdown"]) frame.addEventListener(begin, forget);
  const under = ({ clientX, clientY }) => {
    box ??= frame.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  const numbersUnder = (event) => plot.numbers(...under(event));
  const apart = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    frame.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, under(event));
    spread = fingers.size === 2 ? apart() : 0;
    start = fingers.size === 1 ? under(event) : null;
    if (event.pointerType !== "mouse") pointed(plot, numbersUnder(event));
  });
  frame.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (before) fingers.set(event.pointerId, under(event));
    if (start && Math.hypot(under(event)[0] - start[0], under(event)[1] - start[1]) > STILL) start = null;
    if (fingers.size === 2 && spread) {
      const now = apart();
      plot.zoom(now / spread);
      spread = now;
    } else if (start) {
      return;
    } else if (before && event.pointerType === "mouse") {
      const [from, to] = [plot.numbers(...before), numbersUnder(event)];
      frame.classList.add("moving");
      plot.pan(from[0] - to[0], from[1] - to[1]);
    } else if (fingers.size < 2) {
      pointed(plot, numbersUnder(event));
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (start && end === "pointerup") pressed(plot, numbersUnder(event));
      start = null;
      spread = 0;
      frame.classList.remove("moving");
    });
  }
  // In a notebook's frame the wheel scrolls the notebook, until the plot has the focus.
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && window.parent !== window && document.activeElement !== frame) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    plot.zoom(Math.exp(-clamp(event.deltaY * lines, -120, 120) / 300));
  }, { passive: false });

  zoomOnRequest({ larger: () => plot.zoom(STEP), smaller: () => plot.zoom(1 / STEP), whole: plot.reset });
}

// Arrow keys move the point by a hundredth of the view, with Shift by a tenth; and the view with it.
function arrowsMove(plot, point, pointed) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  document.addEventListener("keydown", (event) => {
    const way = isTyped(event) ? undefined : ways[event.key];
    if (!way || (event.target !== plot.frame && event.target !== document.body)) return;
    event.preventDefault();
    const share = event.shiftKey ? 0.1 : 0.01;
    const at = point().map((x, i) => x + way[i] * share * (plot.view["xy"[i]][1] - plot.view["xy"[i]][0]));
    pointed(plot, at);
  });
}
