"""How much of a graph is shown, and how what is left out is counted."""

from typing import Any, NamedTuple

from autograd_lite.inputs.checks import whole_number

EDGES_PER_NODE = 4  # of the largest graph that is shown whole; more are a tangle


class Bounds(NamedTuple):
    """The size of the largest graph that is shown whole."""

    nodes: int
    edges: int


def check_bounds(max_nodes: Any, max_edges: Any) -> Bounds:
    """The bounds that a caller gives, of which that on edges may be None.

    >>> check_bounds(100, None)
    Bounds(nodes=100, edges=400)
    """
    nodes = whole_number("max_nodes", max_nodes, 1)
    if max_edges is None:
        return Bounds(nodes, EDGES_PER_NODE * nodes)
    return Bounds(nodes, whole_number("max_edges", max_edges, 1))


def grouped(count: int, space: str = " ") -> str:
    """A number of things, with a ``space`` between its thousands.

    >>> grouped(9976)
    '9 976'
    """
    return f"{count:,}".replace(",", space)
