"""The order in which the operations of neurons stand in a graph: that of the model."""

from collections.abc import Iterable, Sequence

from autograd_lite.primitives import linear
from autograd_lite.value import Value
from autograd_lite.viz.diagram.groups import consumers_of
from autograd_lite.viz.diagram.network.layered import Network, Neuron, NotLayeredError
from autograd_lite.viz.diagram.network.reading import read_network
from autograd_lite.viz.diagram.scene import Ranks, first_wires


def ranks_of(nodes: list[Value]) -> Ranks:
    """The ranks of a graph in topological order; none where there are no neurons side by side.

    Each neuron has its parameters beside it, and in front of them stand the inputs that it shares.
    """
    maker = _Maker(nodes)
    try:
        maker.add_network(read_network(nodes, {}))
    except NotLayeredError:
        maker.add_shared(nodes)
    return Ranks(tuple(row for row in maker.rows if len(row) > 1), frozenset(maker.far))


class _Maker:
    """Collects rows, by the names that a picture gives."""

    def __init__(self, nodes: Sequence[Value]) -> None:
        self.rows: list[tuple[str, ...]] = []
        self.far: set[str] = set()
        self._names = {node: f"n{i}" for i, node in enumerate(nodes)}
        self._first_wires = first_wires(nodes)

    def add_network(self, network: Network) -> None:
        """The rows of all layers."""
        if sum(len(layer.neurons) for layer in network.layers) < 2:
            return
        for before, layer in network.columns():
            activations = [neuron.activation[0] for neuron in layer.neurons if neuron.activation]
            self.rows.append(tuple(f"w{self._first_wires[each]}" for each in activations))
            inputs = [value for value in before if value is not None]
            if len(layer.neurons) > 1:
                self._add(layer.neurons, inputs, [x for n in layer.neurons for x in n.parameters])
            else:
                self._add(layer.neurons, [], layer.neurons[0].linear.parents)

    def add_shared(self, nodes: list[Value]) -> None:
        """The rows of neurons with the same inputs, like the gates of a recurrent cell."""
        groups: dict[tuple[int, ...], list[Neuron]] = {}
        for node in nodes:
            if node.op is linear:
                neuron = Neuron(node)
                groups.setdefault(tuple(map(id, neuron.inputs)), []).append(neuron)
        consumers = consumers_of(nodes)
        for neurons in groups.values():
            inputs = neurons[0].inputs
            own = [
                each
                for neuron in neurons
                for each in neuron.parameters
                if not each.parents and len(consumers[each]) == 1
            ]
            given = not any(each.parents for each in inputs)
            if len(neurons) > 1:
                self._add(neurons, dict.fromkeys(inputs) if given else [], own)

    def _add(
        self, neurons: Sequence[Neuron], inputs: Iterable[Value], parameters: Iterable[Value]
    ) -> None:
        """Neurons beside each other; their inputs, and their parameters, do the same."""
        for row in ([neuron.linear for neuron in neurons], inputs, parameters):
            self.rows.append(tuple(self._names[node] for node in row))
        numbers = []
        for neuron in neurons:
            first, count = self._first_wires[neuron.linear], len(neuron.weights)
            own = [f"w{first + i}" for i in range(len(neuron.linear.parents))]
            numbers += own
            if len(neurons) > 1:
                self.far.update(own[count : 2 * count])
        self.rows.append(tuple(numbers))
