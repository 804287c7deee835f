"""A network in words, for those who do not see its picture."""

from collections.abc import Iterator, Sequence
from itertools import chain

from autograd_lite.value import Value
from autograd_lite.viz.diagram.network.layered import Network
from autograd_lite.viz.diagram.network.units import symbol_of
from autograd_lite.viz.diagram.telling import MOST_TOLD, Teller
from autograd_lite.viz.formula.names import Name, name_nodes

MOST_OF_COLUMN = 10  # values of a layer that are told one by one


def tell_network(network: Network, teller: Teller, headings: Sequence[str]) -> str:
    """Layer by layer, what goes in and what comes out; of a small network its parameters too.

    ``headings`` are those of the inputs, of each layer, and of the loss.
    """
    return ". ".join(_sentences(network, teller, headings))


def _sentences(network: Network, teller: Teller, headings: Sequence[str]) -> Iterator[str]:
    words, end = teller.pen.words, network.end
    parameters = [each for neuron in network.neurons() for each in neuron.parameters]
    few = parameters if len(parameters) <= MOST_TOLD else []
    columns = [
        [x for x in layer.outputs if x is not None] or [neuron.linear for neuron in layer.neurons]
        for layer in network.layers
    ]
    targets = end.targets if end else ()
    told = [*network.inputs, *chain.from_iterable(columns), *few, *targets, network.root]
    names = name_nodes([*dict.fromkeys(told)])
    yield words("network.told", sizes="-".join(map(str, network.sizes)))
    values = _values(network.inputs, teller, names, MOST_OF_COLUMN)
    yield words("network.told_column", title=headings[0], values=values)
    for title, layer, outputs in zip(headings[1:], network.layers, columns, strict=False):
        kinds = dict.fromkeys(map(symbol_of, layer.neurons))
        if layer.joined:
            kinds[words(f"network.{layer.joined.kind}")] = None
        values = _values(outputs, teller, names, MOST_OF_COLUMN)
        activation = words.join(kinds)
        yield words("network.told_layer", title=title, activation=activation, values=values)
    if end:
        values = _values([end.root], teller, names, 1)
        symbol, title = end.symbol, headings[-1]
        yield words("network.told_layer", title=title, activation=symbol, values=values)
    if end and end.target_class is not None:
        count = len(network.layers[-1].outputs)
        values = words("network.class", number=end.target_class + 1, count=count)
        yield words("network.told_column", title=words("network.target"), values=values)
    if targets:
        values = _values(targets, teller, names, MOST_OF_COLUMN)
        yield words("network.told_column", title=words("network.target"), values=values)
    values = _values(few, teller, names, MOST_TOLD)
    if not few:
        values = words("diagram.parameters", count=len(parameters))
    yield words("network.told_column", title=words("network.parameters"), values=values)


def _values(nodes: Sequence[Value], teller: Teller, names: dict[Value, Name], most: int) -> str:
    told = [
        teller.leaf(node, names[node].text) if node in names else teller.pen.number(node.data)
        for node in nodes[:most]
    ]
    return "; ".join([*told, *teller.more(len(nodes) - most)])
