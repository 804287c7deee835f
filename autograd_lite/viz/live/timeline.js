// What was done: moments one after the other, and which of them is shown. Those of one action, as of a
// hundred steps, are undone together; a new moment comes after the one that is shown, and ends others.
function timeline(first, most) {
  let moments = [first];
  let at = 0;
  const last = () => moments.length - 1;

  return {
    get now() { return moments[at]; },
    get at() { return at; },
    get moments() { return moments; },
    get canUndo() { return at > 0; },
    get canRedo() { return at < last(); },
    add(moment) {
      moments.length = at + 1;
      moments.push(moment);
      if (moments.length > most) moments = thinned(moments, most);
      at = last();
    },
    replace(moment) { // what is still being done, as by a slider that is held
      moments.length = at;
      moments.push(moment);
    },
    go(to) { at = Math.min(Math.max(to, 0), last()); },
    undo() {
      const { action } = moments[at];
      this.go(moments.findLastIndex((each, i) => i < at && each.action !== action));
    },
    redo() {
      if (at === last()) return;
      const { action } = moments[at + 1];
      this.go(moments.findLastIndex((each) => each.action === action));
    },
  };
}

// Fewer moments, most of them where they are dense: of four, those of the lowest and the highest cost,
// so that a curve that jumps to and fro still does; and the ends.
function thinned(moments, most) {
  const [first, last] = [moments[0], moments.at(-1)];
  const far = (8 * (last.steps - first.steps)) / most; // at least half of them are in nearer fours
  const kept = [first];
  for (let i = 1; i < moments.length - 1; i += 4) {
    const four = moments.slice(i, Math.min(i + 4, moments.length - 1));
    const isDense = moments[i + four.length].steps - four[0].steps <= far;
    kept.push(...(isDense ? extremes(four) : four));
  }
  kept.push(last);
  return kept;
}

// Those of the lowest and the highest cost; where a cost is no number, the first.
function extremes(moments) {
  const costs = moments.map(({ cost }) => cost);
  const places = [Math.min(...costs), Math.max(...costs)].map((cost) => Math.max(costs.indexOf(cost), 0));
  return moments.filter((_, i) => places.includes(i));
}
