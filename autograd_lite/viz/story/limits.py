"""What is said of a graph that is too large to be told node by node."""

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.formula.names import printable

MOST_TRIED = 20  # parts of a large graph that are looked at


def too_large(nodes: list[Value], caller: str, max_nodes: int) -> str:
    """What to do with a graph that is too large: which part of it is small enough."""
    size = len(nodes)
    told = f"root: the graph has {size} nodes, and {caller} takes at most max_nodes={max_nodes}; "
    places = [i for i, node in enumerate(nodes[:max_nodes]) if node.op][-MOST_TRIED:]
    if not places:
        return told + "record a smaller example"
    sizes = {i: len(topological_order(nodes[i])) for i in places}
    best = max(places, key=sizes.__getitem__)
    label = f" ({printable(nodes[best].label)})" if nodes[best].label else ""
    return told + (
        f"{caller} a part of it, for example topological_order(root)[{best}]{label}, which has "
        f"{sizes[best]} nodes"
    )
