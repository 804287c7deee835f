// The panel of a page that computes: numbers are changed by hand or by gradient steps, and what was
// done can be walked back. The model has inputs, values, set(values), compute(values) and examples.
function controls(model, said) {
  const FRAME = 8; // milliseconds of each frame for steps
  const FASTER = 1.03; // steps of a frame, from one to the next while it runs
  const QUIET = 400; // milliseconds without a change, before it is told
  const MOST = Math.max(200, Math.min(4000, Math.floor(1e6 / model.inputs.length))); // moments

  const [panel, toggle, live] = ["panel", "panel-toggle", "panel-told"].map((id) => find(`#${id}`));
  const [used, count, rate, run] = ["used", "count", "rate", "run"].map((id) => document.getElementById(id));
  const training = trainer(model);
  const view = display(panel, model, said, Boolean(model.examples));
  const start = training.measured(firstState());
  const done = timeline(start, MOST);
  const name = (k) => model.inputs[k].name;
  let action = 0; // the number of the last one
  let held = null; // the field or slider that is being changed
  let alpha = Number(panel.dataset.rate);
  let job = null; // steps that are left to be taken, frame by frame
  let telling = null;

  // The example that the page shows, or else the first.
  function firstState() {
    const { inputs = [], rows = null } = model.examples ?? {};
    const values = [...model.values];
    const state = { values, rows, row: 0, steps: 0, action: 0 };
    if (!rows) return state;
    const row = rows.findIndex((each) => each.every((x, i) => Object.is(x, values[inputs[i]])));
    return row < 0 ? { ...state, values: training.withRow(values, rows[0]) } : { ...state, row };
  }

  function show() {
    model.set(done.now.values);
    view.show(done, held);
  }

  // Once, when it has been quiet for a while. What is wrong is seen, too, and at once.
  function tell(text, isWrong) {
    clearTimeout(telling);
    live.className = isWrong ? "note" : "spoken";
    if (isWrong) live.textContent = text;
    else telling = setTimeout(() => { live.textContent = text; }, QUIET);
  }

  // What happened; or that no step can be taken from there, which is more.
  function report(text) {
    const obstacle = obstacleText(done.now);
    tell(obstacle ?? text, obstacle !== null);
  }
  const reportStep = () => report(view.stepText(done.now));
  const reportChange = (what) => report(fill(said.changed, { what, equation: view.equation(done.now.cost) }));

  function obstacleText(state) {
    const k = training.obstacle(state, usedNow());
    if (k === null) return null;
    if (k < 0) return fill(said.not_finite, { equation: view.equation(state.cost) });
    const partial = written(training.partial(state, k, usedNow()));
    return fill(said.not_finite, { equation: `∂${panel.dataset.result}/∂${name(k)} = ${partial}` });
  }

  // By hand ------------------------------------------------------------------------------------

  function act(changes, what) {
    stop();
    held = null;
    action++;
    done.add(training.measured({ ...done.now, ...changes, action }));
    show();
    reportChange(what);
  }

  // A number that is changed; as long as the same field or slider is held, it is one action.
  function change(element, x) {
    stop();
    const k = Number(element.dataset.leaf);
    const { rows, row, values } = done.now;
    const place = model.examples?.inputs.indexOf(k) ?? -1;
    const changed = place < 0 ? rows : rows.map((each, i) => (i === row ? each.with(place, x) : each));
    const isOn = held === element;
    if (!isOn) action++;
    held = element;
    const moment = training.measured({ ...done.now, rows: changed, values: values.with(k, x), action });
    if (isOn) done.replace(moment);
    else done.add(moment);
    show();
    reportChange(`${name(k)} = ${written(x)}`);
  }

  function release() {
    held = null;
    view.show(done, held);
  }

  // A field is followed while it is typed in; what is no number is told when it is left.
  function follow(field) {
    const x = numberOf(field.value);
    if (x !== undefined) change(field, x);
  }
  function leave(field) {
    if (numberOf(field.value) !== undefined) return release();
    held = null;
    refuse(field);
  }

  function refuse(field) {
    field.setAttribute("aria-invalid", "true");
    tell(said.no_number, true);
  }

  function random() {
    const any = (k) => valueAt(Math.round((2 * Math.random() - 1) * ENDS), view.ranges[k]);
    act({ values: done.now.values.map((x, k) => (training.isFixed[k] ? x : any(k))) }, said.random);
  }

  function reset() {
    view.forget(start.values);
    act(start, said.reset);
  }

  function choose() {
    const row = view.example.selectedIndex;
    act({ row, values: training.withRow(done.now.values, done.now.rows[row]) }, view.example.value);
  }

  function walk(move) {
    stop();
    held = null;
    move();
    show();
    reportStep();
  }

  // Gradient descent ---------------------------------------------------------------------------

  const usedNow = () => used?.value ?? "one";
  const isStuck = () => training.obstacle(done.now, usedNow()) !== null;

  // As many steps as there is time for, up to a number of them.
  function advance(most) {
    const until = performance.now() + FRAME;
    let taken = 0;
    while (taken < most && !isStuck() && performance.now() < until) {
      done.add(training.stepped(done.now, alpha, usedNow(), action));
      taken++;
    }
    return taken;
  }

  function frame() {
    if (!job) return;
    job.left -= advance(Math.min(job.left, job.speed));
    job.speed *= job.growth;
    if (job.left < 1 || isStuck()) stop();
    show();
    if (job) requestAnimationFrame(frame);
    else reportStep();
  }

  function begin(steps, speed, growth) {
    stop();
    held = null;
    action++;
    job = { left: steps, speed, growth };
    run.textContent = said.stop;
    frame();
  }

  function stop() {
    if (!job) return;
    job = null;
    run.textContent = said.run;
  }

  function go() {
    const x = numberOf(count.value);
    if (!Number.isInteger(x) || x < 1) return refuse(count);
    count.removeAttribute("aria-invalid");
    begin(x * (usedNow() === "turn" ? start.rows.length : 1), Infinity, 1);
  }

  function setRate() {
    const x = numberOf(rate.value);
    if (!Number.isFinite(x)) return refuse(rate);
    rate.removeAttribute("aria-invalid");
    alpha = x;
  }

  function toggleRun() {
    if (!job) return begin(Infinity, 1, FASTER);
    stop();
    reportStep();
  }

  // Opening, and events ------------------------------------------------------------------------

  function open() {
    const isOpen = panel.hidden;
    panel.hidden = !isOpen;
    document.body.classList.toggle("with-panel", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
    view.show(done, held); // where there is room for a curve now
    (isOpen ? panel : toggle).focus();
  }

  // What sliders do with keys is theirs, and turns no page.
  panel.addEventListener("keydown", (event) => {
    if (event.target.matches("[type=range]") && /^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    if (isTyped(event) || event.key.toLowerCase() !== "l") return;
    event.preventDefault();
    open();
  });
  toggle.addEventListener("click", open);
  const clicks = {
    reset, random, go, run: toggleRun,
    undo: () => walk(() => done.undo()), redo: () => walk(() => done.redo()),
  };
  for (const [id, act] of Object.entries(clicks)) find(`#${id}`).addEventListener("click", act);
  for (const button of all("[data-steps]", panel)) {
    button.addEventListener("click", () => begin(Number(button.dataset.steps), Infinity, 1));
  }
  for (const field of view.fields) {
    field.addEventListener("input", () => follow(field));
    field.addEventListener("change", () => leave(field));
    field.addEventListener("blur", () => held === field && leave(field));
  }
  for (const slider of view.sliders) {
    slider.addEventListener("input", () => change(slider, valueAt(slider.value, view.ranges[slider.dataset.leaf])));
    slider.addEventListener("change", release);
  }
  view.example?.addEventListener("change", choose);
  rate.addEventListener("change", setRate);
  count.addEventListener("keydown", (event) => event.key === "Enter" && go());
  view.history.addEventListener("input", () => walk(() => done.go(Number(view.history.value))));

  find(".controls").append(toggle);
  toggle.hidden = false;
  find(".training").hidden = !training.moving.length;
  find("#random").hidden = training.isFixed.every(Boolean);
  rate.value = written(alpha);
  if (start.values.some((x, k) => !Object.is(x, model.values[k]))) model.set(start.values);
  view.show(done, held);
}
