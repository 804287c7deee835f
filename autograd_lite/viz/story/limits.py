"""Of which graphs there is a story, and how much of a large one is told."""

from collections.abc import Sequence
from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.bounds import check_value
from autograd_lite.viz.formula.names import printable

#: how many operands of a node are told one by one where all would be too many, as far as they must
FEWER = (24, 12, 6, 3)
MOST_TRIED = 20  # parts of a large graph that are looked at


def check_root(root: Any, caller: str) -> Value:
    """The result whose story is told. Raises TypeError and ValueError."""
    result = check_value(root)
    if not result.differentiable:
        raise ValueError(
            f"root: {caller} starts at a constant, which has no graph: it was made by detach(), "
            "from a plain number or under no_grad(); pass a result computed from Values"
        )
    return result


def too_large(nodes: list[Value], caller: str, max_nodes: int) -> str:
    """What to do with a graph that is too large: which part of it is small enough."""
    size = len(nodes)
    told = f"root: the graph has {size} nodes, and {caller} takes at most max_nodes={max_nodes}; "
    places = [i for i, node in enumerate(nodes[:max_nodes]) if node.op][-MOST_TRIED:]
    if not places:
        return told + "pass a larger max_nodes, or record a smaller example"
    sizes = {i: len(topological_order(nodes[i])) for i in places}
    best = max(places, key=sizes.__getitem__)
    label = f" ({printable(nodes[best].label)})" if nodes[best].label else ""
    return told + (
        f"{caller} a part of it, for example topological_order(root)[{best}]{label}, which has "
        f"{sizes[best]} nodes"
    )


def most_told(counts: Sequence[int], max_edges: int) -> int | None:
    """How many operands of a node are told one by one; None if there is room for all.

    >>> most_told([3, 30], 40), most_told([3, 30], 20)
    (None, 12)
    """
    if sum(counts) <= max_edges:
        return None
    enough = (most for most in FEWER if sum(min(n, most) for n in counts) <= max_edges)
    return next(enough, FEWER[-1])
