"""What a notebook shows of a Value: attached from here, so that the engine knows no pictures."""

from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.value import Value

#: nodes of the largest graph that is drawn without being asked for
MOST_NODES = 60


def mimebundle(node: Value, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """A small graph as its diagram, a leaf as a formula; as text in any case.

    Of many wires the diagram shows a part, and says so.

    >>> mimebundle(Value(3.0, "x₁"))["text/latex"]
    '$x_{1} = 3.0$'
    """
    from autograd_lite.viz.bounds import grouped  # here: with the first display, not the door
    from autograd_lite.viz.diagram.draw import draw
    from autograd_lite.viz.formula.names import name_of

    bundle = {"text/plain": repr(node)}
    if node.op is None:
        equation = f"{name_of(node.label).latex} = {node.data}" if node.label else f"{node.data}"
        return bundle | {"text/latex": f"${equation}$"}
    if (count := len(topological_order(node))) > MOST_NODES:
        told = f"{node!r}: a graph of {grouped(count)} nodes, of which draw(...) makes a picture"
        return {"text/plain": told}
    return draw(node, max_nodes=MOST_NODES)._repr_mimebundle_() | bundle


Value._repr_mimebundle_ = mimebundle  # type: ignore[attr-defined]  # IPython's name for it
