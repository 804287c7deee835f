"""A graph computed again with other numbers, by the operations that were recorded."""

from collections.abc import Mapping, Sequence
from typing import cast

from autograd_lite import engine
from autograd_lite.value import Constant, Value


def replay(nodes: Sequence[Value], numbers: Mapping[Value, float]) -> list[Value]:
    """The twins of ``nodes``, which are in topological order, with the ``numbers`` of some leaves.

    Nothing is changed. A branch of the program that recorded the graph is not taken anew: a twin
    is what the same operation makes of the twins of its operands. Raises ValueError where an
    operation refuses the new numbers.

    >>> from autograd_lite.graph import topological_order
    >>> x = Value(3.0, "x")
    >>> replay(topological_order(x * x), {x: 2.0})[-1].data
    4.0
    """
    twins: dict[Value, Value] = {}
    for node in nodes:
        if node.op is None:
            kind = Value if node.differentiable else Constant
            twins[node] = kind(numbers.get(node, node.data), node.label)
            continue
        try:
            made = engine.record(node.op, tuple(twins[parent] for parent in node.parents))
        except (ArithmeticError, ValueError) as error:
            raise ValueError(
                f"root: with the numbers of an update {node.op.name} cannot be computed: {error}"
            ) from error
        twins[node] = cast("Value", made)
        twins[node].label = node.label
    return list(twins.values())
