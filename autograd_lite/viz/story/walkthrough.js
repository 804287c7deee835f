"use strict";
(() => {
  const SECONDS = 3; // for one step, at speed 1
  const LARGEST = 1.75; // scale of the picture
  const SMALLEST = { wide: 0.65, tall: 0.45 }; // telephones have fine screens
  const find = (selector) => document.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const slides = all(".slide");
  const links = all("nav a");
  const picture = find(".picture");
  const [slider, live, speed, play] = ["slider", "live", "speed", "play"].map((id) => find(`#${id}`));
  let step = 0;
  let timer = null;

  // A drawing belongs to some of the steps, as those of one iteration.
  function shows(drawing, at) {
    const [first, last] = drawing.dataset.steps.split(" ").map(Number);
    return first <= at && at <= last;
  }

  // An element of a picture knows from which step on it shows its numbers, and when it is lit.
  function paint(drawing, at) {
    drawing.classList.toggle("away", !shows(drawing, at));
    for (const element of all("[data-value], [data-gradient]", drawing)) {
      const { value, gradient, lit = "", near = "" } = element.dataset;
      element.classList.toggle("valued", at >= Number(value));
      element.classList.toggle("graded", at >= Number(gradient));
      element.classList.toggle("lit", lit.split(" ").includes(String(at)));
      element.classList.toggle("near", near.split(" ").includes(String(at)));
    }
    drawing.dataset.kind = slides[at - 1].dataset.kind;
  }

  // The picture fills its frame, but not so small that its numbers could not be read.
  function fit() {
    const { paddingLeft, paddingTop } = getComputedStyle(picture);
    const width = picture.clientWidth - 2 * parseFloat(paddingLeft);
    const height = picture.clientHeight - 2 * parseFloat(paddingTop);
    for (const drawing of all("svg", picture)) {
      const [w, h] = ["width", "height"].map((side) => Number(drawing.getAttribute(side)));
      const tall = drawing.matches(".tall");
      const wanted = tall ? width / w : Math.min(width / w, height / h);
      const scale = Math.min(Math.max(wanted, SMALLEST[tall ? "tall" : "wide"]), LARGEST);
      drawing.style.width = `${scale * w}px`;
      drawing.style.height = `${scale * h}px`;
    }
  }

  // Where the picture is larger than its frame, the lit part is moved into view.
  function scrollToLit() {
    const lit = all(".lit", picture).map((element) => element.getBoundingClientRect());
    const boxes = lit.filter((box) => box.width || box.height);
    if (!boxes.length) return;
    const frame = picture.getBoundingClientRect();
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    picture.scrollBy({
      left: (left + right - frame.left - frame.right) / 2,
      top: (top + bottom - frame.top - frame.bottom) / 2,
      behavior: still ? "auto" : "smooth",
    });
  }

  function go(to) {
    const target = Math.min(Math.max(Math.round(to) || 1, 1), slides.length);
    if (target === step) return;
    step = target;
    slides.forEach((slide, i) => slide.classList.toggle("current", i === step - 1));
    links.forEach((link, i) => {
      if (i === step - 1) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    all(".picture > svg").forEach((drawing) => paint(drawing, step));
    const slide = slides[step - 1];
    document.body.dataset.kind = slide.dataset.kind;
    const title = `Step ${step} of ${slides.length}: ${links[step - 1].textContent.trim()}`;
    slider.value = step;
    slider.setAttribute("aria-valuetext", title);
    find("#position").textContent = `${step} / ${slides.length}`;
    live.textContent = `${title}. ${find(`#${slide.id} .spoken`).textContent}`;
    links[step - 1].scrollIntoView({ block: "nearest", inline: "nearest" });
    scrollToLit();
    // a page inside a page (a notebook's frame) has no address of its own
    if (location.protocol !== "about:") history.replaceState(null, "", `#step=${step}`);
  }

  const fromAddress = () => Number(new URLSearchParams(location.hash.slice(1)).get("step"));

  function pause() {
    clearInterval(timer);
    timer = null;
    showPlay();
  }

  function start() {
    if (step === slides.length) go(1);
    clearInterval(timer);
    timer = setInterval(() => {
      go(step + 1);
      if (step === slides.length) pause();
    }, (1000 * SECONDS) / Number(speed.value));
    showPlay();
  }

  function showPlay() {
    play.setAttribute("aria-pressed", String(timer !== null));
    play.setAttribute("aria-label", timer === null ? "Play" : "Pause");
  }

  const byHand = (to) => {
    pause();
    go(to());
  };
  const actions = {
    first: () => byHand(() => 1),
    back: () => byHand(() => step - 1),
    next: () => byHand(() => step + 1),
    last: () => byHand(() => slides.length),
    play: () => (timer === null ? start() : pause()),
  };
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    Home: "first", End: "last", p: "play", P: "play",
  };

  for (const [name, action] of Object.entries(actions)) find(`#${name}`).addEventListener("click", action);
  slider.addEventListener("input", () => byHand(() => Number(slider.value)));
  speed.addEventListener("change", () => timer !== null && start());
  links.forEach((link, i) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      byHand(() => i + 1);
    }),
  );
  // To point at one of several products is to point at its wire.
  for (const row of all("[data-wire]")) {
    const point = (on) =>
      all(`.${row.dataset.wire}`, picture).forEach((wire) => wire.classList.toggle("pointed", on));
    row.addEventListener("pointerenter", () => point(true));
    row.addEventListener("pointerleave", () => point(false));
  }
  document.addEventListener("keydown", (event) => {
    const on = event.target.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || on === "SELECT") return;
    if (event.key === " " && on === "BUTTON") return; // the button's own
    const name = event.key === " " && event.shiftKey ? "back" : keys[event.key];
    if (!name) return;
    event.preventDefault();
    actions[name]();
  });
  addEventListener("hashchange", () => fromAddress() && byHand(fromAddress));
  addEventListener("resize", () => {
    fit();
    scrollToLit();
  });

  // On paper every slide has a picture of its own.
  function layOut() {
    if (find(".slide > svg")) return;
    for (const slide of slides) {
      const at = slides.indexOf(slide) + 1;
      const drawing = all(".picture > .wide").find((each) => shows(each, at)).cloneNode(true);
      drawing.removeAttribute("style");
      paint(drawing, at);
      slide.prepend(drawing);
    }
  }
  addEventListener("beforeprint", layOut);
  addEventListener("afterprint", () => all(".slide > svg").forEach((drawing) => drawing.remove()));

  document.documentElement.classList.add("scripted");
  fit();
  go(fromAddress());
})();
