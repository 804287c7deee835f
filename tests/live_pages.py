"""Pages with the panel of controls: the slides' neuron, and functions of a few lines by hand."""

import json
import re

from pictures import slides_neuron

import autograd_lite as ag
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.live.controls import SCRIPTS, STYLES, Input, fragment
from autograd_lite.viz.web.document import read
from autograd_lite.viz.words.words import ENGLISH

#: the OR gate: x₁, x₂, y
ROWS = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
START = {"w₁": 0.1, "w₂": 0.6, "x₁": 0.0, "x₂": 1.0, "b": 0.0, "y": 1.0}


def live_neuron(rows=(), rate=1.0, language="en"):
    """The page of the slides' neuron, with examples or without."""
    root = slides_neuron()
    leaves = {node.label: node for node in ag.topological_order(root) if node.op is None}
    columns = zip(("x₁", "x₂", "y"), zip(*rows, strict=True), strict=bool(rows))
    examples = {leaves[label]: numbers for label, numbers in columns}
    return ag.walkthrough(
        root, live=True, examples=examples, learning_rate=rate, language=language
    ).html()


SQUARE = "([x]) => ({ cost: x * x, gradient: [2 * x] })"
MODEL = """
const LIVE = { decimal: "." };
const model = {
  inputs: %s, values: %s, examples: null, compute: %s,
  set(values) { this.values = [...values]; },
};
"""


def live_function(compute=SQUARE, given=(), rate=1.0, **names):
    """A page whose numbers are those of a function in JavaScript, beside a deck that stays."""
    inputs = [Input(name, name_of(name).mathml, name in given) for name in names]
    panel = fragment(inputs, name_of("L"), ENGLISH, learning_rate=rate)
    known = [{"name": n, "value": v, "constant": n in given} for n, v in names.items()]
    model = MODEL % (json.dumps(known), json.dumps([*names.values()]), compute)
    here = "autograd_lite.viz.live"
    html = re.sub(r"<meta http-equiv[^>]*>", "", ag.walkthrough(slides_neuron()).html())
    html = html.replace("<footer", f"{panel}\n<footer", 1)
    html = html.replace("</style>", "".join(read(each, here) for each in STYLES) + "</style>", 1)
    own = [read("typed.js"), read("numbers.js"), *(read(each, here) for each in SCRIPTS)]
    start = "controls(model, JSON.parse(document.body.dataset.words));"
    return html.replace("</script>", "\n".join([*own, model, start]) + "</script>", 1)
