"""Pages with the panel of controls, whose numbers a few lines by hand compute."""

import json
import re

from pictures import slides_neuron

import autograd_lite as ag
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.live.controls import SCRIPTS, STYLES, Input, fragment
from autograd_lite.viz.web.document import read
from autograd_lite.viz.words.languages import choose_language

ROWS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
NAMES = {"w₁": 0.1, "w₂": 0.6, "x₁": 0.0, "x₂": 1.0, "b": 0.0, "y": 1.0}
GIVEN = [2, 3, 5]

#: the slides' neuron: ½(y − ŷ)² with ŷ = σ(w₁x₁ + w₂x₂ + b)
COMPUTE = """([w1, w2, x1, x2, b, y]) => {
    const z = w1 * x1 + w2 * x2 + b;
    const p = z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    const d = -(y - p) * p * (1 - p);
    return { cost: 0.5 * (y - p) ** 2, gradient: [d * x1, d * x2, d * w1, d * w2, d, null] };
}"""
MODEL = """
const model = {
  inputs: %s, values: %s, examples: %s, sets: 0, compute: %s,
  set(values) { this.values = [...values]; this.sets++; },
};
controls(model, JSON.parse(document.body.dataset.words));
"""


def live_page(
    *, names=NAMES, given=GIVEN, rows=None, compute=COMPUTE, rate=1.0, language="en", root=None
):
    """A walkthrough with the panel of its inputs, and a model that computes them."""
    words = choose_language(language)
    inputs = [Input(name, name_of(name).mathml, i in given) for i, name in enumerate(names)]
    panel = fragment(inputs, name_of("L"), words, data=given if rows else (), learning_rate=rate)
    model = MODEL % (
        json.dumps([{"name": n, "value": v, "constant": i in given}
                    for i, (n, v) in enumerate(names.items())]),
        json.dumps(list(names.values())),
        json.dumps(rows and {"inputs": given, "rows": rows}),
        compute,
    )  # fmt: skip
    here = "autograd_lite.viz.live"
    html = ag.walkthrough(root or slides_neuron(), language=language).html()
    html = re.sub(r"<meta http-equiv[^>]*>", "", html)
    html = html.replace("<footer", f"{panel}\n<footer", 1)
    html = html.replace("</style>", "".join(read(each, here) for each in STYLES) + "</style>", 1)
    scripts = "\n".join([read("typed.js"), *(read(each, here) for each in SCRIPTS), model])
    return html.replace("</script>", scripts + "</script>", 1)
