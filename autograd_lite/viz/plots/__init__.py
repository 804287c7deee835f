"""Pictures of training: costs, decision regions, activations, learning rates, neurons, curves.

Every picture is a `matplotlib.figure.Figure`: ``figure.savefig("name.png")`` writes it, also as
.svg or .pdf, `save` writes several, and a notebook shows it. No window, no pyplot and no setting
of matplotlib is touched. Needs matplotlib: ``pip install "autograd_lite[plot]"``.

* ``canvas``: figures and axes in one look, and how several are saved;
* ``inputs``: points, targets, series and models, checked at the door;
* ``plane``: a window on the plane, and what a model answers at the nodes of a grid in it;
* ``readings``: what outputs and targets mean there: two classes, several, or numbers;
* ``costs``, ``regions``, ``functions``, ``rates``, ``neurons``: the pictures.
"""

from autograd_lite.system.doors import door

PLACES = {
    "autograd_lite.viz.plots.canvas": "save",
    "autograd_lite.viz.plots.costs": "cost_curve",
    "autograd_lite.viz.plots.functions": "activations curve",
    "autograd_lite.viz.plots.neurons": "neuron_outputs",
    "autograd_lite.viz.plots.rates": "learning_rates",
    "autograd_lite.viz.plots.regions": "decision_regions",
}
__all__, __getattr__, __dir__ = door(__name__, PLACES, matplotlib="plot")
