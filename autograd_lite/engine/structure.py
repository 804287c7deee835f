"""What a node was computed from: operation, operands, and the local gradients beside them."""

import math
from collections.abc import Sequence
from typing import Any

from autograd_lite.engine.packed import vec
from autograd_lite.primitives.operation import Operation

# relative: see `autograd_lite.engine.node`
from .node import WIDE, Group, Node, Wide, become_leaf, become_unknown, blank, ungrouped

__all__ = ["connect", "gradients_of", "make_node", "make_unknown", "operation_of", "parents_of"]


def make_node(
    kind: Any, data: float, operation: Operation | None = None, parents: tuple[Node, ...] = ()
) -> Any:
    """Make a node of the class ``kind``, whose local gradients are not known."""
    node = blank(kind)
    become_leaf(node, data, "", kind.differentiable)
    node._origin = operation
    if parents:
        connect(node, parents, [math.nan] * len(parents))
    return node


def make_unknown(kind: Any, operation: Operation | None = None, parents: Any = ()) -> Any:
    """Make a node of the class ``kind`` that has no number: to ask for it is an error."""
    node = blank(kind)
    become_unknown(node, "", kind.differentiable)
    node._origin = operation
    if parents:
        connect(node, parents, [math.nan] * len(parents))
    return node


def operation_of(node: Node) -> Operation | None:
    """The operation that made a node; None for a leaf."""
    origin: Any = node._origin
    operation: Operation | None = origin.operation if isinstance(origin, Wide) else origin
    return operation


def parents_of(node: Node) -> tuple[Node, ...]:
    """The operands of a node."""
    first, second, origin = node._first, node._second, node._origin
    if first is None:
        return ()
    if isinstance(origin, Wide):
        operands = tuple(origin.first.operands)
        if origin.second is not None:
            operands += tuple(origin.second.operands)
        return operands if origin.rest is None else (*operands, origin.rest)
    return (first,) if second is None else (first, second)


def gradients_of(node: Node) -> tuple[float, ...]:
    """The local gradients of a node, beside its operands."""
    origin = node._origin
    if node._first is None:
        return ()
    if isinstance(origin, Wide):
        gradients = tuple(origin.by_first) + tuple(origin.by_second)
        return gradients if origin.rest is None else (*gradients, 1.0)
    by_first = node._by_first
    return (by_first,) if node._second is None else (by_first, node._by_second)


def connect(node: Node, parents: tuple[Node, ...], gradients: Sequence[float]) -> None:
    """Give a node operands, and the local gradients towards them."""
    operation: Any = operation_of(node)
    node._origin = operation
    node._first = parents[0] if parents else None
    node._second = parents[1] if len(parents) > 1 else None
    if len(parents) > 2:
        node._origin = ungrouped(operation, Group(parents), vec[float](gradients))
        node._first = node._second = WIDE
    elif parents:
        node._by_first = gradients[0]
        node._by_second = gradients[1] if len(parents) > 1 else 0.0
