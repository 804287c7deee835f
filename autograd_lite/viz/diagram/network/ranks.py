"""The order in which the graph of a network's operations stands: that of the model."""

from typing import NamedTuple

from autograd_lite.value import Value
from autograd_lite.viz.diagram.network.layered import Network, NotLayeredError
from autograd_lite.viz.diagram.network.reading import read_network


class Ranks(NamedTuple):
    """What stands beside each other in which order, by the names that a diagram gives."""

    rows: tuple[tuple[str, ...], ...] = ()
    #: wires that lead past the parameters of the neuron that they go to
    far: frozenset[str] = frozenset()


def ranks_of(nodes: list[Value]) -> Ranks:
    """The ranks of a graph in topological order; none if it is no network of several neurons.

    Each neuron has its parameters beside it, and in front of all stand the inputs of its layer.
    """
    try:
        network = read_network(nodes, {})
    except NotLayeredError:
        return Ranks()
    if sum(len(layer.neurons) for layer in network.layers) < 2:
        return Ranks()
    return _ranks(network)


def _ranks(network: Network) -> Ranks:
    def name(node: Value) -> str:
        return f"n{network.places[node]}"

    first_wires, wires = {}, 0
    for node in network.nodes:
        first_wires[node] = wires
        wires += len(node.parents)
    rows: list[list[str]] = []
    far: set[str] = set()
    for before, layer in network.columns():
        numbers = {
            neuron.linear: [
                f"w{first_wires[neuron.linear] + i}" for i in range(len(neuron.linear.parents))
            ]
            for neuron in layer.neurons
        }
        rows.append([each for row in numbers.values() for each in row])
        rows.append([name(neuron.linear) for neuron in layer.neurons])
        rows.append([f"w{first_wires[x.activation[0]]}" for x in layer.neurons if x.activation])
        if len(layer.neurons) == 1:
            rows.append([name(operand) for operand in layer.neurons[0].linear.parents])
            continue
        rows.append([name(value) for value in before if value is not None])
        rows.append([name(x) for neuron in layer.neurons for x in neuron.parameters])
        for neuron in layer.neurons:
            count = len(neuron.weights)
            far.update(numbers[neuron.linear][count : 2 * count])
    return Ranks(tuple(tuple(row) for row in rows if len(row) > 1), frozenset(far))
