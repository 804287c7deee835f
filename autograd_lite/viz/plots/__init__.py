"""Pictures of training: costs, decision regions, activations, learning rates, neurons, curves.

Every picture is a `matplotlib.figure.Figure`: ``figure.savefig("name.png")`` writes it, also as
.svg or .pdf, `save` writes several, and a notebook shows it. No window, no pyplot and no setting
of matplotlib is touched. Needs matplotlib: ``pip install "autograd_lite[plot]"``.
"""

try:
    import matplotlib  # noqa: F401  # asked for here, once for all modules of this room
except ModuleNotFoundError as error:
    if error.name != "matplotlib":
        raise  # it is there, but broken
    raise ModuleNotFoundError(
        'matplotlib is needed for pictures of training; run: pip install "autograd_lite[plot]"',
        name="matplotlib",
    ) from None

from autograd_lite.system.doors import door
from autograd_lite.viz.plots.costs import cost_curve
from autograd_lite.viz.plots.files import save
from autograd_lite.viz.plots.functions import activations, curve
from autograd_lite.viz.plots.neurons import neuron_outputs
from autograd_lite.viz.plots.rates import learning_rates
from autograd_lite.viz.plots.regions import decision_regions

__all__ = [
    "activations",
    "cost_curve",
    "curve",
    "decision_regions",
    "learning_rates",
    "neuron_outputs",
    "save",
]
__getattr__, __dir__ = door(__name__, __all__, {})
