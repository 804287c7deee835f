// What a panel shows of a moment: fields, sliders, examples, the cost and its curve.
const fill = (template, known) => template.replace(/\{(\w+)\}/g, (_, field) => known[field]);
const EXACT = 15; // digits of the cost
const SHORT = 5; // digits in a field

function display(panel, model, said, mean) {
  const [example, curve, cost, history] = ["example", "curve", "cost", "history"].map((id) =>
    document.getElementById(id));
  const atStep = find("#at-step");
  const fields = all("input[type=text][data-leaf]", panel);
  const sliders = all("input[type=range][data-leaf]", panel);
  const result = mean ? fill(said.mean, { name: panel.dataset.result }) : panel.dataset.result;
  const ranges = model.values.map(roomFor);

  const equation = (x, digits) => `${result} = ${written(x, digits)}`;
  const stepName = ({ steps }) => fill(said.at_step, { step: grouped(steps) });
  const stepText = (moment) => fill(said.changed, { what: stepName(moment), equation: equation(moment.cost) });

  function showField(field, x) {
    field.value = written(x, SHORT);
    field.removeAttribute("aria-invalid");
  }

  function showSlider(slider, x, isHeld) {
    if (!isHeld) slider.value = placeOf(x, ranges[slider.dataset.leaf]);
    slider.setAttribute("aria-valuetext", written(x));
  }

  function showExamples({ rows, row }) {
    const name = (j) => model.inputs[model.examples.inputs[j]].name;
    rows.forEach((each, i) => {
      const text = `${i + 1}: ${each.map((x, j) => `${name(j)} = ${written(x, SHORT)}`).join(", ")}`;
      if (example.options[i]?.text !== text) example.options[i] = new Option(text);
    });
    example.selectedIndex = row;
  }

  function showCurve(done) {
    const { moments, now } = done;
    const [first, last] = [moments[0], moments.at(-1)];
    cost.textContent = equation(now.cost, EXACT);
    atStep.textContent = stepName(now);
    drawCurve(curve, done, fill(said.curve, { first: stepText(first), last: stepText(last) }));
    history.max = moments.length - 1;
    history.value = done.at;
    history.setAttribute("aria-valuetext", stepText(now));
  }

  // What is held, a field in which is typed or a slider that is dragged, stays as it is.
  function show(done, held) {
    const { values, rows } = done.now;
    values.forEach((x, k) => {
      if (Math.abs(x) > ranges[k]) ranges[k] = roomFor(x);
    });
    for (const field of fields) if (field !== held) showField(field, values[field.dataset.leaf]);
    for (const slider of sliders) showSlider(slider, values[slider.dataset.leaf], slider === held);
    if (rows) showExamples(done.now);
    showCurve(done);
    // a button that is disabled would lose the focus
    find("#undo").setAttribute("aria-disabled", String(!done.canUndo));
    find("#redo").setAttribute("aria-disabled", String(!done.canRedo));
  }

  function forget(values) {
    values.forEach((x, k) => { ranges[k] = roomFor(x); });
  }

  return { show, forget, ranges, fields, sliders, example, history, equation, stepText };
}
