"""How much of a network is shown: which neurons of each layer, and whether wires show numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.network.layered import Layer, Network

MOST_ROWS, FEWEST_ROWS = 16, 4  # circles in a column that are all shown
FOLDED_ROWS = 9  # rows of a column with more
#: wires between two layers, circles in a column, and layers of a network whose wires show numbers
MOST_NUMBERS, MOST_CIRCLES, MOST_STEPS = 24, 8, 6


@dataclass(frozen=True)
class Plan:
    """What is shown; a column is a list of places, with None where some are left out."""

    inputs: tuple[int | None, ...]
    neurons: tuple[tuple[int | None, ...], ...]
    outputs: tuple[tuple[int | None, ...], ...]
    #: whether there is room for the numbers of every wire
    numbers: bool


def make_plan(network: Network, bounds: Bounds) -> Plan:
    """All of a small network; of a larger one the first and the last neurons of each layer."""
    if _is_small(network):
        return _with_rows(network, MOST_CIRCLES, True)
    for rows in range(MOST_ROWS, FEWEST_ROWS, -1):
        plan = _with_rows(network, rows, False)
        columns = [plan.inputs, *plan.neurons]
        wires = sum(
            len(before) * len(column)
            for before, column in zip([plan.inputs, *plan.outputs], plan.neurons, strict=False)
        )
        if sum(map(len, columns)) <= bounds.nodes and wires <= bounds.edges:
            break
    return plan


def _is_small(network: Network) -> bool:
    layers = network.layers
    columns = [len(network.inputs), *(len(layer.neurons) for layer in layers)]
    wires = [sum(len(neuron.inputs) for neuron in layer.neurons) for layer in layers]
    return max(columns) <= MOST_CIRCLES and max(wires) <= MOST_NUMBERS and len(layers) <= MOST_STEPS


def _with_rows(network: Network, rows: int, numbers: bool) -> Plan:
    outputs = [_shown(layer, rows) for layer in network.layers]
    neurons = [_pieces(layer, shown) for layer, shown in zip(network.layers, outputs, strict=True)]
    return Plan(_first_and_last(len(network.inputs), rows), tuple(neurons), tuple(outputs), numbers)


def _shown(layer: Layer, rows: int) -> tuple[int | None, ...]:
    """Which outputs of a layer are shown, so that their neurons fit too."""
    pieces = max(1, len(layer.neurons) // len(layer.outputs))
    return _first_and_last(len(layer.outputs), max(3, rows // pieces))


def _pieces(layer: Layer, shown: Sequence[int | None]) -> tuple[int | None, ...]:
    if layer.joined is None or layer.joined.kind == "softmax":
        return tuple(shown)
    places: list[int | None] = []
    for each in shown:
        places += [None] if each is None else layer.joined.members[each]
    return tuple(places)


def _first_and_last(count: int, rows: int) -> tuple[int | None, ...]:
    """All places, or the first, a gap and the last.

    >>> _first_and_last(3, 4), _first_and_last(9, 4)
    ((0, 1, 2), (0, 1, None, 8))
    """
    if count <= rows:
        return tuple(range(count))
    rows = min(rows, FOLDED_ROWS)
    return (*range(rows - 2), None, count - 1)
