"""How much of a graph is shown, and how what is left out is counted."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from autograd_lite.inputs.checks import shown, whole_number
from autograd_lite.value import Value

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


def check_value(root: Any) -> Value:
    """The result whose graph is shown. TypeError for anything else, which says what to pass.

    >>> check_value([2.0])
    Traceback (most recent call last):
    TypeError: root: a Value is needed, got [2.0] (list); pass one of these, or their sum
    """
    if isinstance(root, Value):
        return root
    if root is None:
        advice = "is a return missing in the function that computes it?"
    elif isinstance(root, str):
        advice = "for an expression in a text, pass what ag.parse(text) returns for Values"
    elif callable(root):
        advice = "call it: pass its result"
    elif isinstance(root, Iterable) and getattr(root, "ndim", None) != 0:
        advice = "pass one of these, or their sum"
    else:
        advice = "pass one result, computed from Values, as ag.Value(1.0) is one"
    raise TypeError(f"root: a Value is needed, got {shown(root)}; {advice}")


def grouped(count: int, space: str = " ") -> str:
    """A number of things, with a ``space`` between its thousands.

    >>> grouped(9976)
    '9 976'
    """
    return f"{count:,}".replace(",", space)
