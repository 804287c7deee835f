"""The layers of a graph: found from its linear nodes, and from nothing that records them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from autograd_lite.primitives import cross_entropy, linear, maxout, softmax_component
from autograd_lite.value import Value
from autograd_lite.viz.diagram.groups import consumers_of
from autograd_lite.viz.diagram.network.ends import find_end
from autograd_lite.viz.diagram.network.layered import (
    Joined,
    Layer,
    Network,
    Neuron,
    NotLayeredError,
    Sources,
)
from autograd_lite.viz.formula.order import told_order, written_order

MOST_LAYERS = 12
MOST_JOINED = 4096  # neurons that one value may depend on without passing another neuron


def read_network(nodes: list[Value], order: Mapping[Value, int]) -> Network:
    """The network of ``nodes``, a graph in topological order.

    ``order`` gives the places of the parameters in their model, as far as there is one.

    Raises NotLayeredError with the reason if it is no network of layers for one example.
    """
    found = [node for node in nodes if node.op is linear]
    parameters = _check_weights(found)
    sources = _find_sources(nodes)
    reader = _Reader(nodes, sources, order)
    depths = reader.depths(found)
    deepest = max(depths.values())
    if deepest > MOST_LAYERS:
        raise NotLayeredError(f"it has {deepest} layers, of which {MOST_LAYERS} fit into a picture")
    layers: list[Layer] = []
    for depth in range(deepest, 0, -1):
        members = [node for node in found if depths[node] == depth]
        following = layers[0].neurons[0].inputs if layers else ()
        layers.insert(0, reader.layer(members, following))
    inside = {x for layer in layers for neuron in layer.neurons for x in neuron.nodes}
    inside.update(x for layer in layers if layer.joined for x in layer.joined.outputs if x)
    last = {neuron.linear for neuron in layers[-1].neurons}
    tail = [node for node in nodes if node not in inside and sources[node]]
    for node in tail:
        if not sources[node] <= last:
            raise NotLayeredError(f"{_name(node)} takes a value from inside the network")
    end = find_end(tail, layers[-1], reader.consumers, parameters, sources)
    inputs = dict.fromkeys(chain.from_iterable(each.inputs for each in layers[0].neurons))
    places = {node: i for i, node in enumerate(nodes)}
    return Network(nodes, tuple(inputs), tuple(layers), end, places)


def _check_weights(found: Sequence[Value]) -> set[Value]:
    """All parameters; a graph without neurons is refused, and one that uses weights again."""
    if not found:
        raise NotLayeredError(
            "it has no linear node, w₁x₁ + w₂x₂ + … + b, as nn.Neuron and ag.linear make"
        )
    rows = [Neuron(node) for node in found]
    uses = Counter(chain.from_iterable(row.weights for row in rows))
    for row in rows:
        if not row.weights:
            raise NotLayeredError(f"{_name(row.linear)} has no inputs")
        for weight in row.weights:
            if weight.parents:
                raise NotLayeredError(
                    f"the weight {_name(weight)} of {_name(row.linear)} is computed"
                )
            if uses[weight] > 1:
                raise NotLayeredError(
                    f"the weight {_name(weight)} is used {uses[weight]} times, as by several "
                    "examples or steps; draw the loss of one example"
                )
    return {*uses, *(row.bias for row in rows if row.bias is not None)}


def _name(node: Value) -> str:
    return repr(node.label) if node.label else repr(node)


def _find_sources(nodes: Sequence[Value]) -> Sources:
    sources: dict[Value, frozenset[Value]] = {}
    for node in nodes:
        if node.op is linear:
            sources[node] = frozenset([node])
            continue
        known = [each for parent in node.parents if (each := sources[parent])]
        sources[node] = known[0] if len({*known}) == 1 else frozenset().union(*known)
        if len(sources[node]) > MOST_JOINED:
            raise NotLayeredError(f"more than {MOST_JOINED} neurons are joined in one value")
    return sources


class _Reader:
    """Finds the layers of one graph, from the last to the first."""

    def __init__(
        self,
        nodes: list[Value],
        sources: Sources,
        order: Mapping[Value, int],
    ) -> None:
        self.consumers = consumers_of(nodes)
        self._sources, self._order = sources, order
        self._told = told_order(nodes[-1])
        #: the operations that depend on one linear node alone, in topological order
        self._private: dict[Value, list[Value]] = {}
        for node in nodes:
            if len(sources[node]) == 1 and node.op is not linear:
                (source,) = sources[node]
                self._private.setdefault(source, []).append(node)

    def depths(self, found: Sequence[Value]) -> dict[Value, int]:
        """In which layer each linear node is, from 1 on; all its inputs are of the one before."""
        depths: dict[Value, int] = {}
        feeding: set[Value] = set()
        for node in found:
            before = [self._sources[each] for each in Neuron(node).inputs]
            known = {depths[each] for sources in before for each in sources}
            if len(known) > 1 or (known and not all(before)):
                raise NotLayeredError(f"{_name(node)} takes values of different layers")
            depths[node] = 1 + max(known, default=0)
            feeding.update(*before)
        last = max(depths.values())
        for node in found:
            if node not in feeding and depths[node] != last:
                raise NotLayeredError(f"{_name(node)} leads past the layers after it")
        return depths

    def layer(self, members: list[Value], following: Sequence[Value]) -> Layer:
        """The layer of those linear nodes, of which ``following`` gets the outputs."""
        joined = self._joined(members, following)
        if joined is None:
            neurons = [self._neuron(node, following) for node in members]
            return Layer(tuple(self._sorted(neurons, following)))
        if joined is softmax_component:
            return self._softmax(members)
        return self._maxout(members, following)

    def _joined(self, members: list[Value], following: Sequence[Value]) -> object:
        """The operation that joins the linear nodes of a layer, if one does."""
        using = [self.consumers[node] for node in members]
        operations = {consumer.op for consumers in using for consumer in consumers}
        if len(operations) != 1 or not operations <= {softmax_component, maxout, cross_entropy}:
            return None
        joining = operations.pop()
        return softmax_component if joining is cross_entropy else joining

    def _neuron(self, node: Value, following: Sequence[Value]) -> Neuron:
        """With the operations up to what the next layer gets; at the end with one at most."""
        outputs = {each for each in following if node in self._sources[each]}
        consumers = self.consumers[node]
        if not following:
            (first,) = consumers if len(consumers) == 1 else (None,)
            unary = first is not None and first.op is not None and first.op.unary
            return Neuron(node, (first,) if first is not None and unary else ())
        if len(outputs) != 1 or any(len(self._sources[each]) > 1 for each in outputs):
            raise NotLayeredError(f"{_name(node)} is joined with other neurons of its layer")
        (output,) = outputs
        private = self._private.get(node, [])
        last = next((i for i, each in enumerate(private) if each is output), -1)
        return Neuron(node, tuple(private[: last + 1]))

    def _sorted(self, neurons: list[Neuron], following: Sequence[Value]) -> list[Neuron]:
        """In the order of the model, else of the operands of what takes them, as it is written."""
        if all(neuron.weights[0] in self._order for neuron in neurons):
            return sorted(neurons, key=lambda neuron: self._order[neuron.weights[0]])
        if following:
            place = {each: i for i, each in enumerate(following)}
            return sorted(neurons, key=lambda neuron: place.get(neuron.output, len(place)))
        return sorted(neurons, key=lambda neuron: self._told[neuron.output])

    def _softmax(self, members: list[Value]) -> Layer:
        joining = dict.fromkeys(chain.from_iterable(self.consumers[node] for node in members))
        own = {each.parents[0]: each for each in joining if each.op is softmax_component}
        for each in joining:
            if {*each.parents} != {*members}:
                raise NotLayeredError(f"{_name(each)} joins only some neurons of its layer")
        node = next(iter(joining))
        ordered = [node.parents[i] for i in written_order(node)]
        if all(Neuron(each).weights[0] in self._order for each in ordered):
            ordered.sort(key=lambda each: self._order[Neuron(each).weights[0]])
        everything = tuple(range(len(members)))
        joined = Joined(
            "softmax", (everything,) * len(members), tuple(own.get(node) for node in ordered)
        )
        return Layer(tuple(Neuron(node) for node in ordered), joined)

    def _maxout(self, members: list[Value], following: Sequence[Value]) -> Layer:
        joining = {each for node in members for each in self.consumers[node]}
        outputs = sorted(joining, key=self._told.__getitem__)
        if following:
            place = {each: i for i, each in enumerate(following)}
            outputs.sort(key=lambda each: place.get(each, len(place)))
        if all(Neuron(each.parents[0]).weights[0] in self._order for each in outputs):
            outputs.sort(key=lambda each: self._order[Neuron(each.parents[0]).weights[0]])
        pieces = [piece for each in outputs for piece in each.parents]
        if len(pieces) != len({*pieces}):
            raise NotLayeredError("two maxima share a neuron")
        place = {piece: i for i, piece in enumerate(pieces)}
        taken = tuple(tuple(place[piece] for piece in each.parents) for each in outputs)
        neurons = tuple(Neuron(piece) for piece in pieces)
        return Layer(neurons, Joined("maxout", taken, tuple(outputs)))
