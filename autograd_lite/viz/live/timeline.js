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
      if (moments.length > most) moments = thinned(moments);
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

// About half of the moments: of four, those of the lowest and the highest cost, so that a curve that
// jumps to and fro still does; and the ends.
function thinned(moments) {
  const kept = [moments[0]];
  for (let i = 1; i < moments.length - 1; i += 4) {
    const four = moments.slice(i, Math.min(i + 4, moments.length - 1));
    const costs = four.map(({ cost }) => cost);
    const [low, high] = [Math.min(...costs), Math.max(...costs)].map((cost) => costs.indexOf(cost));
    // nan is neither, and the first of four stands for it
    for (const k of new Set([Math.min(low, high), Math.max(low, high)])) kept.push(four[Math.max(k, 0)]);
  }
  kept.push(moments.at(-1));
  return kept;
}
