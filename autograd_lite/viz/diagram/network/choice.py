"""Whether a graph is drawn as a network."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final, Literal, get_args

from autograd_lite.value import Value
from autograd_lite.viz.diagram.network.ends import UNTOLD
from autograd_lite.viz.diagram.network.layered import Network, NotLayeredError
from autograd_lite.viz.diagram.network.reading import read_network

Layout = Literal["auto", "graph", "network"]
LAYOUTS: Final = get_args(Layout)

#: the options that only the graph of operations has, and what a network does instead
ONLY_GRAPHS: Final = {
    "direction": "a network is drawn from left to right",
    "partials": "a network shows gradients as numbers",
    "local_gradients": "a network has whole neurons, not the operations in them",
    "fold": "a network has a column for every layer",
}


def choose_network(
    nodes: list[Value], layout: Layout, modules: Sequence[Any], options: Mapping[str, bool]
) -> Network | None:
    """The network to draw of ``nodes``, in topological order; None for the graph of operations.

    ``options`` says which options are given that speak for that; ``modules`` has the models.
    Raises ValueError if a network is asked for, and is none or has no such option.
    """
    given = [option for option, is_given in options.items() if is_given]
    if layout == "graph" or (layout == "auto" and (given or modules)):
        return None
    for option in given:
        if option in ONLY_GRAPHS:
            raise ValueError(
                f"{option}: {ONLY_GRAPHS[option]}; leave it out, or pass layout='graph'"
            )
    parameters = dict.fromkeys(chain.from_iterable(each.parameters() for each in modules))
    try:
        network = read_network(nodes, {each: i for i, each in enumerate(parameters)})
    except NotLayeredError as error:
        if layout == "network":
            raise NotLayeredError(
                f"layout: this is no network of layers: {error}; pass layout='graph', which draws "
                "any graph"
            ) from None
        return None
    return network if layout == "network" or _helps(network) else None


def _helps(network: Network) -> bool:
    """Whether it has several neurons, and hides nothing: one is told best by its operations."""
    several = sum(len(layer.neurons) for layer in network.layers) > 1
    computed = any(each.parents for each in network.inputs)
    return several and not computed and not (network.end and network.end.symbol == UNTOLD)
