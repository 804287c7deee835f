// The table of a graph: its numbers at a point.
function followGraph(point, written) {
  const found = computeGraph(...GRAPH.given, ...point);
  const cell = (kind, place) => document.querySelector(`[data-${kind}="${place}"]`);
  for (let i = 0; i < GRAPH.values; i++) cell("value", i).textContent = written(found[i]);
  GRAPH.gradients.forEach((row, i) => (cell("gradient", row).textContent = written(found[GRAPH.values + i])));
}
