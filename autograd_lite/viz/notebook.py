"""What a notebook shows of a Value: attached from here, so that the engine knows no pictures."""

import math
from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.value import Value

#: nodes of the largest graph that is drawn without being asked for
MOST_NODES = 60


def mimebundle(node: Value, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """A small graph as its diagram, a leaf as a formula; as text in any case.

    Of many wires the diagram shows a part, and says so.

    >>> mimebundle(Value(3.0, "x₁"))["text/latex"], mimebundle(Value(1e300))["text/latex"]
    ('$x_{1} = 3$', '${1 \\\\cdot 10^{300}}$')
    """
    from autograd_lite.viz.bounds import grouped  # here: with the first display, not the door
    from autograd_lite.viz.diagram.draw import draw
    from autograd_lite.viz.formula.names import name_of
    from autograd_lite.viz.formula.scripts import Latex

    bundle = {"text/plain": repr(node)}
    if node.op is None:
        number = Latex(_digits(node.data)).number(node.data)
        equation = f"{name_of(node.label).latex} = {number}" if node.label else number
        return bundle | {"text/latex": f"${equation}$"}
    if (count := len(topological_order(node))) > MOST_NODES:
        told = f"{node!r}: a graph of {grouped(count)} nodes, of which draw(...) makes a picture"
        return {"text/plain": told}
    return draw(node, max_nodes=MOST_NODES)._repr_mimebundle_() | bundle


def _digits(number: float) -> int:
    """How many digits tell a number from all others, or those that formulas have elsewhere."""
    told = (n for n in range(6, 17) if float(f"{number:.{n}g}") == number)
    return next(told, 17 if math.isfinite(number) else 6)


Value._repr_mimebundle_ = mimebundle  # type: ignore[attr-defined]  # IPython's name for it
