// A deck: one step at a time, with its picture; by keys, buttons, slider, list and address.
const find = (selector) => document.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

(() => {
  const SECONDS = 3; // for one step, at speed 1
  const HEADROOM = 48; // pixels, as for the headings above a network
  const said = JSON.parse(document.body.dataset.words);
  const slides = all(".slide");
  const links = all("nav a");
  const picture = find(".picture");
  const [words, slider, live, speed, play, enlarge] =
    ["slides", "slider", "live", "speed", "play", "enlarge"].map((id) => find(`#${id}`));
  let step = 0;
  let timer = null;

  // A drawing may belong to some of the steps, as those of one iteration.
  function isShown(drawing, at) {
    const [first, last] = (drawing.dataset.steps ?? `1 ${slides.length}`).split(" ").map(Number);
    return first <= at && at <= last;
  }

  // An element of a picture knows from which step on it shows its numbers, and when it is lit.
  function paint(drawing, at) {
    drawing.classList.toggle("away", !isShown(drawing, at));
    for (const element of all("[data-value], [data-gradient], [data-lit]", drawing)) {
      const { value, gradient, lit = "", near = "" } = element.dataset;
      element.classList.toggle("valued", at >= Number(value));
      element.classList.toggle("graded", at >= Number(gradient));
      element.classList.toggle("lit", lit.split(" ").includes(String(at)));
      element.classList.toggle("near", near.split(" ").includes(String(at)));
    }
    drawing.dataset.kind = slides[at - 1].dataset.kind;
  }

  // The smallest box around elements that are shown.
  function around(elements) {
    const boxes = elements.map((element) => element.getBoundingClientRect()).filter((box) => box.width || box.height);
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])));
    return { left, top, right, bottom };
  }

  // Where the picture is larger than its frame, the lit part is moved into view, unless it is there;
  // its nodes alone where their wires lead too far away; of what is larger still, its start, where
  // its first node is.
  function scrollToLit() {
    const lit = all(".lit", picture);
    const { left, top, right, bottom } = picture.getBoundingClientRect();
    const frame = { left, top, right, bottom: Math.min(bottom, find(".controls").getBoundingClientRect().top) };
    const room = (box, start, end) => frame[end] - frame[start] - (box[end] - box[start]);
    const fits = (box) => room(box, "left", "right") >= 0 && room(box, "top", "bottom") >= 0;
    const nodes = lit.filter((element) => element.matches(".node"));
    const spread = around(nodes);
    const [first] = nodes.map((node) => node.getBoundingClientRect()).filter((box) => box.width).sort((a, b) => a.top - b.top);
    const shown = [around(lit), spread].find(fits) ?? { ...spread, left: first.left };
    if (shown.left > shown.right) return; // nothing is lit, or shown
    const way = (start, end) => {
      if (shown[start] >= frame[start] && shown[end] <= frame[end]) return 0;
      const over = room(shown, start, end);
      return shown[start] - frame[start] - (over < 0 ? HEADROOM : over / 2);
    };
    picture.scrollBy({
      left: way("left", "right"),
      top: way("top", "bottom"),
      behavior: isStill() ? "instant" : "smooth",
    });
  }

  // The list scrolls by itself: scrollIntoView would move a notebook around its frame as well.
  function showLink(link) {
    const list = find("nav");
    const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    const past = (low, high) => Math.min(inner[low] - outer[low], 0) || Math.max(inner[high] - outer[high], 0);
    list.scrollTop += past("top", "bottom");
    list.scrollLeft += past("left", "right");
  }

  // Once for every step: what it is and what it says, without saying a title twice.
  function tell() {
    const title = links[step - 1].textContent.trim();
    const told = find(`#slide-${step} .spoken`).textContent;
    const fields = { step, steps: slides.length, title: told.startsWith(title) ? "" : `${title}. ` };
    live.textContent = said.position.replace(/\{(\w+)\}/g, (_, field) => fields[field]) + told;
  }

  function go(to) {
    const target = Math.min(Math.max(Math.round(to) || 1, 1), slides.length);
    if (target === step) return;
    step = target;
    slides.forEach((slide, i) => slide.classList.toggle("current", i === step - 1));
    document.dispatchEvent(new CustomEvent("step", { detail: slides[step - 1] }));
    links.forEach((link, i) => {
      if (i === step - 1) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    all(":scope > svg", picture).forEach((drawing) => paint(drawing, step));
    document.body.dataset.kind = slides[step - 1].dataset.kind;
    slider.value = step;
    slider.setAttribute("aria-valuetext", `${step} / ${slides.length}`);
    find("#position").textContent = `${step} / ${slides.length}`;
    words.scrollTo(0, 0);
    tell();
    showLink(links[step - 1]);
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
    play.classList.toggle("playing", timer !== null);
    play.setAttribute("aria-label", timer === null ? said.play : said.pause);
  }

  // The picture alone, in the whole window; steps and their headings go on below it.
  function setAlone(alone) {
    document.body.classList.toggle("alone", alone);
    enlarge.setAttribute("aria-pressed", String(alone));
  }
  const isAlone = () => document.body.matches(".alone");

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
    enlarge: () => setAlone(!isAlone()),
  };
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    Home: "first", End: "last", p: "play", P: "play", f: "enlarge", F: "enlarge",
  };

  // A key scrolls what has the focus, or else the page, if that can scroll in the key's direction.
  function scrolls({ key, target }) {
    if (!/^(Arrow|Page|Home|End| )/.test(key)) return false;
    const isAcross = key === "ArrowLeft" || key === "ArrowRight";
    return [target.closest?.("[tabindex='0']"), document.scrollingElement].some((region) =>
      region && (isAcross ? region.scrollWidth > region.clientWidth : region.scrollHeight > region.clientHeight));
  }

  for (const [name, action] of Object.entries(actions)) find(`#${name}`).addEventListener("click", action);
  slider.addEventListener("input", () => byHand(() => Number(slider.value)));
  speed.addEventListener("change", () => timer !== null && start());
  links.forEach((link, i) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      byHand(() => i + 1);
    }),
  );
  find(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    words.focus();
  });
  // To point at one of several products is to point at its wire.
  for (const row of all("[data-wire]")) {
    const point = (on) =>
      all(`.${row.dataset.wire}`, picture).forEach((wire) => wire.classList.toggle("pointed", on));
    row.addEventListener("pointerenter", () => point(true));
    row.addEventListener("pointerleave", () => point(false));
  }
  document.addEventListener("keydown", (event) => {
    if (isTyped(event)) return;
    if (event.key === "Escape" && isAlone()) setAlone(false);
    const isSlider = event.target === slider;
    if (isSlider && /^(Arrow|Page|Home|End)/.test(event.key)) return; // up is more, as on every slider
    if (event.key === " " && event.target.closest("button, summary")) return; // their own
    const name = event.key === " " && event.shiftKey ? "back" : keys[event.key];
    if (!name || scrolls(event)) return;
    event.preventDefault();
    actions[name]();
  });
  addEventListener("hashchange", () => fromAddress() && byHand(fromAddress));

  // On paper every slide has a picture of its own, as large as its words leave room for; or, where it
  // would be too small to read and a sheet of its own helps, on such a sheet.
  const SHEET = { width: 960, height: 640 }; // pixels of the smallest paper in use, less its margins
  const LEAST = 220; // high, whatever the words
  const LARGEST = 1.2; // scale of a small picture
  const READABLE = 9; // pixels of letters
  const HELPS = 1.3;

  function layOut() {
    if (find(".slide > svg")) return;
    document.documentElement.classList.add("measured");
    const heights = slides.map((slide) => slide.offsetHeight);
    document.documentElement.classList.remove("measured");
    for (const [i, slide] of slides.entries()) {
      const drawings = all(":scope > svg", picture).filter((drawing) => isShown(drawing, i + 1));
      const wide = drawings.find((drawing) => drawing.matches(".wide"));
      const left = Math.max(SHEET.height - heights[i], LEAST);
      const scale = (drawing, height) => {
        const drawn = measure(drawing);
        return Math.min(SHEET.width / drawn.width, height / drawn.height, LARGEST);
      };
      const letters = (drawing, height) => measure(drawing).letters * scale(drawing, height);
      const [best] = drawings.sort((a, b) => letters(b, SHEET.height) - letters(a, SHEET.height));
      const isAlone = letters(wide, left) < Math.min(READABLE, letters(best, SHEET.height) / HELPS);
      const [chosen, height] = isAlone ? [best, SHEET.height] : [wide, left];
      const drawing = chosen.cloneNode(true);
      for (const side of ["width", "height"]) drawing.style[side] = `${measure(chosen)[side] * scale(chosen, height)}px`;
      paint(drawing, i + 1);
      slide.classList.toggle("own-sheet", isAlone);
      slide.querySelector("h2").after(drawing);
    }
  }
  addEventListener("beforeprint", layOut);
  addEventListener("afterprint", () => all(".slide > svg").forEach((drawing) => drawing.remove()));

  // Picture and words share a large window as they need it, in the same way at every step: the words
  // have room for the longest of them, as far as all of the picture can be read beside them.
  const [LOWEST, USUAL] = [0.4, 0.55]; // of the height, for the picture

  function share() {
    const main = find("main");
    main.style.removeProperty("--share");
    if (!matchMedia("(min-width: 900.1px) and (min-height: 540px)").matches || !picture.clientWidth) return;
    words.classList.add("counted");
    const longest = Math.max(...slides.map((slide) => slide.offsetHeight)) + 2; // and borders
    words.classList.remove("counted");
    const height = find(".frame").offsetHeight + words.offsetHeight;
    const drawn = all(":scope > .wide", picture).map(measure);
    const letter = 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const margins = 2 * letter + 3; // above and below the picture, with borders
    const tallest = (scale) => margins + Math.max(...drawn.map((size) => size.height * scale(size)));
    const read = tallest(({ letters }) => Math.min(letter / letters, MOST_GROWN));
    const grown = tallest(({ width }) => Math.min(picture.clientWidth / width, MOST_GROWN));
    const [rest, usual] = [height - longest, USUAL * height];
    const chosen = rest > usual
      ? Math.max(usual, Math.min(rest, grown))
      : Math.max(rest, Math.min(usual, read), LOWEST * height);
    main.style.setProperty("--share", `${Math.floor(chosen)}px`);
  }

  // Where a link leads to: without scripts to its slide; here to the top, so that nothing jumps.
  const top = document.createElement("div");
  top.className = "spoken";
  for (const heading of all(".slide h2[id]")) {
    top.append(Object.assign(document.createElement("span"), { id: heading.id }));
    heading.removeAttribute("id");
  }
  document.body.prepend(top);
  document.documentElement.classList.add("scripted");
  new ResizeObserver(share).observe(find("main"));
  share();
  zoomable(picture, { fitted: scrollToLit, wheelZooms: isAlone });
  go(fromAddress());
})();
