"""Pictures of training: costs, decision regions, activations, learning rates, neurons, curves.

Every picture is a `matplotlib.figure.Figure`: ``figure.savefig("name.png")`` writes it, also as
.svg or .pdf, `save` writes several, and a notebook shows it. No window, no pyplot and no setting
of matplotlib is touched. Needs matplotlib: ``pip install "autograd_lite[plot]"``.

The door is what this module exports.

* ``canvas``: figures and axes in one look, and how several are saved;
* ``inputs``: points, targets, series and models, checked at the door;
* ``plane``: a window on the plane, and what a model answers at the nodes of a grid in it;
* ``readings``: what outputs and targets mean there: two classes, several, or numbers;
* ``costs``, ``regions``, ``functions``, ``rates``, ``neurons``: the pictures.
"""

try:
    import matplotlib as _matplotlib  # noqa: F401  # asked for here, once for all of this room
except ModuleNotFoundError as _error:
    if _error.name != "matplotlib":
        raise  # it is there, but broken
    raise ModuleNotFoundError(
        'matplotlib is needed for pictures of training; run: pip install "autograd_lite[plot]"',
        name="matplotlib",
    ) from None

from autograd_lite.viz.plots.canvas import save
from autograd_lite.viz.plots.costs import cost_curve
from autograd_lite.viz.plots.functions import activations, curve
from autograd_lite.viz.plots.neurons import neuron_outputs
from autograd_lite.viz.plots.rates import learning_rates
from autograd_lite.viz.plots.regions import decision_regions

__all__ = [
    "activations", "cost_curve", "curve", "decision_regions", "learning_rates", "neuron_outputs",
    "save",
]  # fmt: skip
__dir__ = __all__.copy
