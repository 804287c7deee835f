// Pixels of letters: smaller ones could not be read, so that a large picture scrolls.
const leastLetters = () => (innerWidth < 900 ? 10 : 12); // telephones have fine screens
const MOST_GROWN = 1.75; // what a small picture grows to by itself

// The buttons and keys that zoom, whatever they do.
function zoomOnRequest(actions) {
  const keys = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller", 0: "whole" };
  for (const [name, action] of Object.entries(actions)) document.getElementById(name).addEventListener("click", action);
  document.addEventListener("keydown", (event) => {
    const name = isTyped(event) ? "" : keys[event.key];
    if (!name) return;
    event.preventDefault();
    actions[name]();
  });
}

// A picture that fits its frame, and can be zoomed and moved there: by wheel, drag, pinch and keys.
// Whoever scrolls it otherwise, as by the arrow keys when it has the focus, leaves that to the browser.
function zoomable(picture, { fitted = () => {}, wheelZooms = () => false } = {}) {
  const FARTHEST = [0.25, 8]; // what zooming may do to that
  const STEP = 1.25;
  let zoom = 1;

  const drawings = () => [...picture.querySelectorAll(":scope > svg")];
  const clamp = (x, least, most) => Math.min(Math.max(x, least), most);

  // The picture fills its frame, but not so small that its numbers could not be read.
  function fit() {
    const { offsetWidth, offsetHeight } = picture; // with scroll bars, on which nothing may depend
    if (!offsetWidth || !offsetHeight) return; // not shown yet
    const { paddingLeft, paddingTop } = getComputedStyle(picture);
    const [beside, above] = [paddingLeft, paddingTop].map((padding) => 2 * parseFloat(padding));
    for (const drawing of drawings()) {
      const { width, height, letters } = measure(drawing);
      const wanted = drawing.matches(".tall")
        ? (picture.clientWidth - beside) / width // whose style keeps room for a scroll bar
        : Math.min((offsetWidth - beside) / width, (offsetHeight - above) / height);
      const scale = clamp(wanted, Math.min(leastLetters() / letters, MOST_GROWN), MOST_GROWN) * zoom;
      drawing.style.width = `${Math.floor(scale * width)}px`;
      drawing.style.height = `${Math.floor(scale * height)}px`;
    }
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = picture;
    picture.classList.toggle("movable", scrollWidth > clientWidth || scrollHeight > clientHeight);
  }

  // What is at a point of the window stays there.
  function zoomTo(wanted, at) {
    const shown = () => drawings().find((drawing) => drawing.getClientRects().length);
    if (!shown()) return;
    const before = shown().getBoundingClientRect();
    const frame = picture.getBoundingClientRect();
    const [x, y] = at ?? [frame.left + frame.width / 2, frame.top + frame.height / 2];
    const [across, down] = [(x - before.left) / before.width, (y - before.top) / before.height];
    zoom = clamp(wanted, ...FARTHEST);
    fit();
    const after = shown().getBoundingClientRect();
    picture.scrollLeft += after.left + across * after.width - x;
    picture.scrollTop += after.top + down * after.height - y;
  }

  zoomOnRequest({
    larger: () => zoomTo(zoom * STEP),
    smaller: () => zoomTo(zoom / STEP),
    whole: () => {
      zoomTo(1);
      fitted();
    },
  });

  // A pinch on a touch pad comes as a wheel with Ctrl.
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !wheelZooms()) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    zoomTo(zoom * Math.exp(-clamp(event.deltaY * lines, -120, 120) / 400), [event.clientX, event.clientY]);
  }, { passive: false });

  // To drag moves the picture and not the focus, so that a lecture's keys go on as before.
  const onScrollBar = ({ clientX, clientY }) => {
    const { left, top } = picture.getBoundingClientRect();
    return clientX - left > picture.clientWidth || clientY - top > picture.clientHeight;
  };
  picture.addEventListener("pointerdown", (event) => {
    const { pointerType, button, pointerId } = event;
    if (pointerType !== "mouse" || button !== 0 || !picture.matches(".movable") || onScrollBar(event)) return;
    picture.setPointerCapture(pointerId);
    picture.classList.add("moving");
  });
  picture.addEventListener("mousedown", (event) => onScrollBar(event) || event.preventDefault());
  picture.addEventListener("pointermove", (event) => {
    if (picture.matches(".moving")) picture.scrollBy({ left: -event.movementX, top: -event.movementY, behavior: "instant" });
  });
  for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => picture.classList.remove("moving"));

  // Two fingers zoom; one moves, which the browser does.
  let spread = 0;
  const fingers = ([a, b]) => ({
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    middle: [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2],
  });
  picture.addEventListener("touchstart", ({ touches }) => {
    spread = touches.length === 2 ? fingers(touches).apart / zoom : 0;
  }, { passive: true });
  picture.addEventListener("touchmove", (event) => {
    if (!spread || event.touches.length !== 2) return;
    event.preventDefault();
    const { apart, middle } = fingers(event.touches);
    zoomTo(apart / spread, middle);
  }, { passive: false });

  // A frame of a notebook may have no size until it is scrolled to.
  new ResizeObserver(() => {
    fit();
    fitted();
  }).observe(picture, { box: "border-box" });
  fit();
}

// Keys that are not ours: those of fields, and of the browser itself.
function isTyped(event) {
  const { target, ctrlKey, metaKey, altKey } = event;
  const field = target.closest?.("input:not([type=range]), textarea, select, [contenteditable]");
  return ctrlKey || metaKey || altKey || event.isComposing || Boolean(field);
}

// The size of a drawing in pixels, as it was drawn, and that of its smallest letters; arrows are none.
function measure(drawing) {
  const [width, height] = ["width", "height"].map((side) => parseFloat(drawing.getAttribute(side)));
  const letters = [...drawing.querySelectorAll("text")].filter((text) => !/^\s*[►◄▲▼]\s*$/.test(text.textContent));
  const sizes = letters.map((text) => parseFloat(text.getAttribute("font-size")));
  const unit = width / drawing.viewBox.baseVal.width;
  return { width, height, letters: Math.min(16, ...sizes.filter((size) => size > 0)) * unit };
}
