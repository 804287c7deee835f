"""The layers that a graph shows by itself, without the model that recorded it.

Linear nodes with the same inputs, or with a parameter in common, are a layer: so are the neurons of
one example, and one neuron for several examples. To them belong their parameters and what is a
function of them alone: their activation.
"""

from collections.abc import Callable, Iterable

from autograd_lite.primitives import linear
from autograd_lite.value import Value
from autograd_lite.viz.diagram.groups import JOINT, Group, consumers_of


def recognize_layers(nodes: list[Value], title: Callable[[int], str]) -> dict[Value, Group]:
    """The layer of each of ``nodes``, in topological order, that is in one.

    ``title`` says what the layer of a number, counted from 1, is called.
    """
    consumers = consumers_of(nodes)
    neurons = [node for node in nodes if node.op is linear]
    owners: dict[Value, Group] = {}
    for number, members in enumerate(_joined(neurons), start=1):
        layer = Group(None, title(number))
        owners |= dict.fromkeys(members, layer)
    layers = dict(owners)
    for node in nodes:
        if node.op is None:
            around = {layers.get(each) for each in consumers[node]}
            if node.differentiable and len(around) == 1 and (only := around.pop()):
                owners[node] = only
        elif node not in owners and (node.op.unary or node.op in JOINT):
            around = {owners.get(parent) for parent in node.parents if parent.op}
            if len(around) == 1 and (only := around.pop()):
                owners[node] = only
    return owners


def _joined(neurons: list[Value]) -> list[list[Value]]:
    """The linear nodes of each layer, in their order."""
    layers: dict[int, list[Value]] = {}
    layer_of: dict[Value, int] = {}
    by_key: dict[object, Value] = {}
    for node in neurons:
        layer_of[node] = len(layer_of)
        layers[layer_of[node]] = [node]
        for key in _keys(node):
            other = by_key.setdefault(key, node)
            _merge(layers, layer_of, layer_of[other], layer_of[node])
    return list(layers.values())


def _merge(
    layers: dict[int, list[Value]], layer_of: dict[Value, int], kept: int, gone: int
) -> None:
    if kept == gone:
        return
    kept, gone = sorted((kept, gone), key=lambda each: (-len(layers[each]), each))
    moved = layers.pop(gone)
    layers[kept] += moved
    layer_of.update(dict.fromkeys(moved, kept))


def _keys(neuron: Value) -> Iterable[object]:
    """What makes two neurons one layer: all their inputs, or a parameter."""
    operands = neuron.parents
    half = len(operands) // 2
    weights, inputs = operands[:half], operands[half : 2 * half]
    yield inputs
    yield from (each for each in weights if each.op is None and each.differentiable)
