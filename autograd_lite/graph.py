"""Walks over a graph of Values: iterative, so that no graph is too deep."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograd_lite.value import Value


def topological_order(*roots: "Value") -> "list[Value]":
    """Return every node that the roots were computed from, parents first, the last root last.

    Depth first, parents from the left: the order depends on the graph alone. Raises ValueError
    if ``parents`` were changed by hand so that the graph has a cycle.

    >>> from autograd_lite import Value
    >>> a, b = Value(1.0, "a"), Value(2.0, "b")
    >>> [node.label or node.op.name for node in topological_order(a * b + b)]
    ['a', 'b', 'multiply', 'add']
    """
    order: dict[Value, None] = {}  # used as a set that remembers the order
    opened: set[Value] = set()
    stack = [*reversed(roots)]
    while stack:
        node = stack.pop()
        if node in order:
            continue
        if node in opened or not node.parents:
            order[node] = None
            continue
        opened.add(node)
        stack.append(node)  # comes up again when its parents are done
        for parent in reversed(node.parents):
            if parent not in order:
                if parent in opened:
                    raise ValueError(f"the graph has a cycle through {parent!r}: undo the change")
                stack.append(parent)
    return list(order)


def backpropagate(root: "Value", gradient: float) -> "dict[Value, float]":
    """Return ∂root/∂node, times ``gradient``, for every node that gradients flow into.

    The order is what makes this linear and right: in ``b = a + a; c = b + b`` the node b may
    send its gradient on only after both of its consumers have sent theirs.
    """
    order = topological_order(root)
    gradients = {node: 0.0 for node in order if node.differentiable}
    gradients[root] = gradient
    for node in reversed(order):
        if parents := node.parents:
            sent = node.downstream(gradients[node])
            for parent, contribution in zip(parents, sent):  # noqa: B905  # a fifth faster
                if parent in gradients:  # constants are not
                    gradients[parent] += contribution
    return gradients
