"""What the door shows: made from the places that it names, by ``make rules``.

A test demands that these are they.
"""

from autograd_lite.viz.plots.canvas import save as save
from autograd_lite.viz.plots.costs import cost_curve as cost_curve
from autograd_lite.viz.plots.functions import activations as activations
from autograd_lite.viz.plots.functions import curve as curve
from autograd_lite.viz.plots.neurons import neuron_outputs as neuron_outputs
from autograd_lite.viz.plots.rates import learning_rates as learning_rates
from autograd_lite.viz.plots.regions import decision_regions as decision_regions

PLACES: dict[str, str]
__all__ = ['activations', 'cost_curve', 'curve', 'decision_regions', 'learning_rates', 'neuron_outputs', 'save']
