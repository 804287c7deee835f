"""Walks over a graph of Values: iterative, so that no graph is too deep."""

from typing import cast

from autograd_lite import engine
from autograd_lite.inputs.checks import shown
from autograd_lite.value import Value


def topological_order(*roots: Value) -> list[Value]:
    """Return every node that the roots were computed from, parents first, the last root last.

    Depth first, parents from the left: the order depends on the graph alone. Raises ValueError
    if ``parents`` were changed by hand so that the graph has a cycle.

    >>> a, b = Value(1.0, "a"), Value(2.0, "b")
    >>> [node.label or node.op.name for node in topological_order(a * b + b)]
    ['a', 'b', 'multiply', 'add']
    """
    for root in roots:
        if not isinstance(root, engine.Node):
            raise TypeError(f"root: a Value is needed, got {shown(root)}")
    return cast("list[Value]", engine.topological_order(roots))


def backpropagate(root: Value, gradient: float) -> dict[Value, float]:
    """Return ∂root/∂node, times ``gradient``, for every node that gradients flow into."""
    return cast("dict[Value, float]", engine.backpropagate(root, gradient))


def push(order: list[Value], tangents: dict[Value, float]) -> dict[Value, float]:
    """Return the tangent of every node of ``order`` that depends on leaves of given tangents."""
    nodes, given = cast("list[engine.Node]", order), cast("dict[engine.Node, float]", tangents)
    return cast("dict[Value, float]", engine.push(nodes, given))
