"""What happened to a graph before its story: what earlier passes left, and what was changed."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from autograd_lite.primitives.operation import FLOATS
from autograd_lite.value import Value
from autograd_lite.viz.formula.notation import agree

MOST_PASSES = 1000  # that are taken for a reason

#: they come from passes of other results; from one that brought the result another gradient than 1;
#: from as many passes as the factor says; or it cannot be told
Reason = Literal["elsewhere", "scaled", "repeated", "unknown"]


class Earlier(NamedTuple):
    """Leaves whose gradient is another than that of one pass, why, and by which factor."""

    leaves: list[Value]
    reason: Reason
    factor: float


def earlier(root: Value, nodes: Sequence[Value], gradients: dict[Value, float]) -> Earlier | None:
    """What is left of earlier passes in the leaves among ``nodes``; None if nothing differs.

    ``gradients`` are those of one pass that starts at ``root`` with 1.
    """
    leaves = [node for node in nodes if node.op is None and node in gradients]
    known = [leaf for leaf in leaves if leaf.has_gradient]
    differing = [leaf for leaf in known if not agree(leaf.grad, gradients[leaf])]
    if not differing:
        return None
    if root.op is not None and not root.has_gradient:
        return Earlier(differing, "elsewhere", 1.0)
    factor = _factor([(leaf.grad, gradients[leaf]) for leaf in leaves])
    last = root.grad if root.op is not None else 1.0  # an inner node shows the last pass alone
    if factor is None or len(known) < len(leaves):
        return Earlier(differing, "unknown", 1.0)
    if math.isclose(factor, last, rel_tol=1e-9):
        return Earlier(differing, "scaled", factor)
    if last == 1.0 and 2.0 <= round(factor) <= MOST_PASSES and agree(factor, round(factor)):
        return Earlier(differing, "repeated", float(round(factor)))
    return Earlier(differing, "unknown", 1.0)


def _factor(pairs: list[tuple[float, float]]) -> float | None:
    """The number by which all of the first are the second; None if there is none."""
    factors = [x / y for x, y in pairs if y != 0.0 and math.isfinite(x) and math.isfinite(y)]
    if not factors or not math.isfinite(factors[0]):
        return None
    one = all(math.isclose(x, factors[0] * y, rel_tol=1e-9) for x, y in pairs)
    return factors[0] if one else None


def changed(nodes: Sequence[Value]) -> list[Value]:
    """Those of ``nodes`` whose operands have other numbers by now than when they were computed."""
    return [
        node
        for node in nodes
        if node.op
        and not agree(node.op.forward(FLOATS, *[x.data for x in node.parents]), node.data, 0.0)
    ]
