// Gradient descent on the model of a page. A state has the values of all inputs, the rows of examples
// (or null) and which of them is shown, how many steps led to it, and its cost.
function trainer(model) {
  const places = model.examples?.inputs ?? [];
  const isFixed = model.inputs.map(({ constant }, k) => constant || places.includes(k));
  const start = model.compute(model.values).gradient;
  const moving = [...isFixed.keys()].filter((k) => !isFixed[k] && start[k] !== null);
  const withRow = (values, row) => values.map((x, k) => (places.includes(k) ? row[places.indexOf(k)] : x));
  const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  let latest = { state: null, results: [] }; // of the state that was computed last

  const evaluate = ({ values, rows }) =>
    (rows ?? [null]).map((row) => model.compute(row ? withRow(values, row) : values));

  function measured(state) {
    const results = evaluate(state);
    latest = { state: { ...state, cost: mean(results.map(({ cost }) => cost)) }, results };
    return latest.state;
  }

  // The gradient of what is used: of all examples the mean, or that of the one that is shown.
  function partial(state, k, used) {
    if (latest.state !== state) latest = { state, results: evaluate(state) };
    const { results } = latest;
    const one = results[state.rows ? state.row : 0];
    return used === "together" ? mean(results.map(({ gradient }) => gradient[k])) : one.gradient[k];
  }

  // w ← w − α·∂L/∂w; examples that are used in turn go on to the next.
  function stepped(state, rate, used, action) {
    const values = [...state.values];
    for (const k of moving) values[k] -= rate * partial(state, k, used);
    const { rows, steps } = state;
    const row = used === "turn" ? (state.row + 1) % rows.length : state.row;
    const placed = rows ? withRow(values, rows[row]) : values;
    return measured({ ...state, row, values: placed, steps: steps + 1, action });
  }

  // What keeps a step from being taken: the cost, by -1, or an input whose gradient is no number.
  function obstacle(state, used) {
    if (!Number.isFinite(state.cost)) return -1;
    return moving.find((k) => !Number.isFinite(partial(state, k, used))) ?? null;
  }

  return { isFixed, moving, measured, stepped, obstacle, partial, withRow };
}
