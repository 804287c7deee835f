"""Copies of graphs, and graphs as numbers, at any depth."""

from collections.abc import Callable
from typing import Any, Final

# relative: see `autograd_lite.engine.node`
from .node import STATE, WIDE, Node, become_leaf, blank
from .passes import cycle, gradient_of, has_gradient, set_gradient
from .structure import connect, gradients_of, operation_of, parents_of

__all__ = ["Flat", "copy_graph", "flattened", "is_usual", "place_graph", "twin_of", "unflattened"]

# Copies ---------------------------------------------------------------------------------------

_UNKNOWN: Final = object()


def copy_graph(
    root: Node, twins: dict[Node, Any], memo: dict[Any, Any], other: Callable[[Node], Any]
) -> None:
    """Complete ``twins`` to all that the root was computed from.

    What ``memo`` has under the id of a node is its twin too, and what ``other`` returns for one of
    a subclass, unless that is None.
    """
    stack = [root]
    while stack:
        node = stack[-1]
        twin = twins.get(node, _UNKNOWN)
        if twin is _UNKNOWN and memo and id(node) in memo:
            twins[node] = memo[id(node)]
        elif twin is _UNKNOWN and _opened(node, twins, stack):
            continue
        elif twin is _UNKNOWN or twin is None:
            given = None if is_usual(node) else other(node)
            twins[node] = _twin_on(node, twins) if given is None else given
        stack.pop()


def is_usual(node: Node) -> bool:
    """Whether a node is not of a subclass, which may have added attributes."""
    kind = type(node)
    return kind is STATE.value or kind is STATE.constant


def _opened(node: Node, known: dict[Node, Any], stack: list[Node]) -> bool:
    """Put unknown operands on the stack, and tell whether there are some; the node is open then.

    As long as it is, it is known as None.
    """
    first, second = node._first, node._second
    if first is None:
        return False
    size = len(stack)
    if first is WIDE:
        for operand in reversed(parents_of(node)):
            _meet(operand, known, stack)
    else:
        if second is not None:
            _meet(second, known, stack)
        _meet(first, known, stack)
    if len(stack) == size:
        return False
    known[node] = None
    return True


def _meet(operand: Node, known: dict[Node, Any], stack: list[Node]) -> None:
    found = known.get(operand, _UNKNOWN)
    if found is _UNKNOWN:
        stack.append(operand)
    elif found is None:
        raise cycle(operand)


def _twin_on(node: Node, twins: dict[Node, Any]) -> Node:
    """The twin of a node, on the twins of its operands."""
    twin = twin_of(node)
    first, second = node._first, node._second
    if first is WIDE:
        connect(twin, tuple([twins[operand] for operand in parents_of(node)]), gradients_of(node))
    elif first is not None:
        twin._first = twins[first]
        if second is not None:
            twin._second = twins[second]
    return twin


def twin_of(node: Node) -> Node:
    """A node of the same class with the same fields, and so on the same operands."""
    twin = blank(type(node))
    twin._number = node._number
    twin._grad = node._grad
    twin._visited = node._visited
    twin._label = node._label
    twin._by_first = node._by_first
    twin._by_second = node._by_second
    twin._first = node._first
    twin._second = node._second
    twin._origin = node._origin
    return twin


# Numbers --------------------------------------------------------------------------------------


def place_graph(
    root: Node,
    places: dict[Node, Any],
    nodes: list[Node],
    begin: int,
    is_apart: Callable[[Node], bool],
) -> None:
    """Complete ``places`` to all that the root was computed from, and ``nodes`` likewise.

    There stand, parents first, the nodes with places from ``begin`` on. Leaves of the usual classes
    are not among them, nor are nodes of subclasses that are apart: their place is -1.
    """
    stack = [root]
    while stack:
        node = stack[-1]
        place = places.get(node, _UNKNOWN)
        if place is _UNKNOWN and _opened(node, places, stack):
            continue
        if place is _UNKNOWN or place is None:
            usual = is_usual(node)
            if is_apart(node) if not usual else node._first is None and node._origin is None:
                places[node] = -1
            else:
                places[node] = begin + len(nodes)
                nodes.append(node)
        stack.pop()


class Flat:
    """Nodes as numbers: some for each node, and some for each of all operands.

    The operation of a node, and an operand, are places; the operand -1 is the first of those
    ``outside``, -2 the next, and so on.
    """

    def __init__(self) -> None:
        self.operations: list[int] = []
        self.data: list[float] = []
        self.counts: list[int] = []
        self.operands: list[int] = []
        self.local_gradients: list[float] = []
        self.visited: list[int] = []  # those with a gradient, and which
        self.gradients: list[float] = []
        self.outside: list[Node] = []
        self.table: dict[Any, int] = {}  # the operations that there are, and their places


def flattened(nodes: list[Node], places: dict[Node, int], begin: int) -> Flat:
    """What `unflattened` makes nodes of, whose places begin with ``begin``; parents come first."""
    flat = Flat()
    outside: dict[Node, int] = {}
    for i, node in enumerate(nodes):
        operation = operation_of(node)
        code = flat.table.get(operation, -1)
        if code < 0:
            flat.table[operation] = code = len(flat.table)
        flat.operations.append(code)
        flat.data.append(node._number)
        if has_gradient(node):
            flat.visited.append(i)
            flat.gradients.append(gradient_of(node))
        operands = parents_of(node)
        flat.counts.append(len(operands))
        flat.local_gradients.extend(gradients_of(node))
        for operand in operands:
            place = places.get(operand, -1) - begin
            if place < 0:
                place = outside.get(operand, 0)
                if place == 0:
                    flat.outside.append(operand)
                    outside[operand] = place = -len(flat.outside)
            flat.operands.append(place)
    return flat


def unflattened(flat: Flat, kinds: dict[int, Any]) -> list[Node]:
    """The nodes; ``kinds`` has the classes of those that are not of the usual one."""
    operations = list(flat.table)
    outside = flat.outside[::-1]
    nodes: list[Node] = []
    at = 0
    for i in range(len(flat.data)):
        kind = kinds.get(i, STATE.value) if kinds else STATE.value
        node = blank(kind)
        become_leaf(node, flat.data[i], "", kind.differentiable)
        node._origin = operations[flat.operations[i]]
        count = flat.counts[i]
        if count > 2:
            places = flat.operands[at : at + count]
            operands = [nodes[place] if place >= 0 else outside[place] for place in places]
            connect(node, tuple(operands), flat.local_gradients[at : at + count])
        elif count:
            place = flat.operands[at]
            node._first = nodes[place] if place >= 0 else outside[place]
            node._by_first = flat.local_gradients[at]
            if count == 2:
                place = flat.operands[at + 1]
                node._second = nodes[place] if place >= 0 else outside[place]
                node._by_second = flat.local_gradients[at + 1]
        at += count
        nodes.append(node)
    for i, gradient in zip(flat.visited, flat.gradients):  # noqa: B905  # see `node`
        set_gradient(nodes[i], gradient)
    return nodes
