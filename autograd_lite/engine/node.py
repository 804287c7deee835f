"""Nodes: what their fields hold, and what sets them.

`recording` makes them of operations, `structure` reads them, and `passes` goes back over them.

These files run as they are, or compiled by mypyc, which makes C structs of the nodes:
`autograd_lite.engine` chooses. They are written for both. So there are few objects, and one or two
operands stand in fields of the node. The compiled files are part of another package: they import
each other by relative imports.
"""

import math
from collections.abc import Sequence
from threading import RLock
from types import FunctionType
from typing import Any, Final

from autograd_lite.engine.packed import mypyc_attr, vec
from autograd_lite.primitives.operation import Operation
from autograd_lite.system.forks import survive_forks

__all__ = [
    "STATE",
    "Group",
    "Node",
    "become_leaf",
    "constant",
]


class State:
    """What the nodes have in common."""

    def __init__(self) -> None:
        self.value: Any = None  # the class of recorded nodes
        self.constant: Any = None  # the class of plain numbers
        self.passes: float = 1.0  # the number of the last backward pass
        # held by a backward pass: threads may share leaves, but marks are those of one pass
        self.lock: Any = RLock()


STATE: Final[State] = State()
survive_forks(STATE)
#: what a constant has in the place of the number of a pass
CONSTANT: Final = math.inf


@mypyc_attr(allow_interpreted_subclasses=True)
class Node:
    """A number in a graph, where it came from, and the local gradient towards each operand.

    What a field holds depends on the kind of the node; the functions of this file and of `passes`
    are the ones that know. More than two operands are kept in a `Wide`, and `WIDE` tells of it.

    ============== ========================== ============================== =====================
    field          of an operation            of a leaf                      of a constant
    ============== ========================== ============================== =====================
    ``_number``    the number; not set where there is none, as while a function is compiled
    ``_label``     the name that pictures show
    ``_origin``    the operation, or a Wide   None                           None
    ``_first``     an operand, or WIDE        None                           None
    ``_second``    an operand, WIDE, or None  None                           None
    ``_by_first``  ∂self/∂first               in a pass: the gradient that   the gradient that it
                                              it had before                  was given by hand
    ``_by_second`` ∂self/∂second              0                              0
    ``_grad``      the gradient of the last   the sum over the passes        what passes send all
                   pass                                                      the same: to ask would
                                                                             cost more
    ``_visited``   the number of the last pass that came by, or 0 (1 if the  CONSTANT; nan if it
                   gradient was given by hand)                               was given a gradient
    ============== ========================== ============================== =====================

    The number is no ``_data``: NumPy takes what has that for an array with a mask, and would
    compute with the float, without a gradient.

    Neither CONSTANT, which is infinite, nor nan is less than the number of a pass: a constant
    always looks visited.
    """

    __slots__ = (
        "_by_first",
        "_by_second",
        "_first",
        "_grad",
        "_label",
        "_number",
        "_origin",
        "_second",
        "_visited",
    )

    _number: float
    _grad: float
    _by_first: float
    _by_second: float
    _visited: float
    _first: "Node | None"
    _second: "Node | None"
    _origin: object
    _label: str

    def __new__(cls) -> "Node":
        """Make a node whose fields are yet to be set: compiled, without calling its class."""
        return super().__new__(cls)


class Group:
    """Operands that several wide nodes may share.

    The neurons of a layer share their inputs, and what a neuron makes of several examples its
    weights.
    """

    __slots__ = ("operands", "visited")

    def __init__(self, operands: Sequence[Node]) -> None:
        self.operands: vec[Node] = vec[Node](operands)
        self.visited: float = 0.0  # as the field of a leaf


class Wide:
    """What a node of more than two operands keeps: they, and the local gradients towards them.

    There is a group, perhaps a second, and perhaps a ``rest`` with the local gradient 1.
    """

    __slots__ = ("by_first", "by_second", "first", "operation", "rest", "second")

    def __init__(
        self,
        operation: Operation,
        first: Group,
        by_first: "vec[float]",
        second: Group | None,
        by_second: "vec[float]",
        rest: Node | None,
    ) -> None:
        self.operation: Operation = operation
        self.first: Group = first
        self.by_first: vec[float] = by_first
        self.second: Group | None = second
        self.by_second: vec[float] = by_second
        self.rest: Node | None = rest


def blank(kind: Any) -> Node:
    """A node of the class ``kind`` whose fields are yet to be set."""
    return Node.__new__(kind)


if isinstance(blank, FunctionType):  # interpreted
    blank = object.__new__  # type: ignore[assignment]  # the same, without a call in Python

WIDE: Final = Node()
WIDE._visited, WIDE._first = 0.0, None  # a pass takes it for a leaf


def numbers_of(group: Group) -> "vec[float]":
    """The numbers of operands."""
    try:
        return vec[float]([x._number for x in group.operands])
    except AttributeError:
        ask_for_numbers(list(group.operands))
        raise


def ask_for_numbers(nodes: Sequence[Any]) -> None:
    """Let a node that has no number say why: its class raises an error of its own."""
    for node in nodes:
        node.data  # noqa: B018  # a property


def ungrouped(operation: Operation, group: Group, gradients: "vec[float]") -> Wide:
    return Wide(operation, group, gradients, None, vec[float](), None)


def wide_node(data: float, origin: Wide) -> Node:
    """Make the node of an operation on many operands."""
    node = blank(STATE.value)
    node._number = data
    node._by_first = node._by_second = node._grad = 0.0
    node._origin = origin
    node._first = node._second = WIDE
    node._visited = 0.0
    node._label = ""
    return node


def constant(number: float, label: str = "") -> Node:
    """Make a leaf into which no gradient flows."""
    node = blank(STATE.constant)
    become_leaf(node, number, label, False)
    return node


def become_leaf(node: Node, data: float, label: str, differentiable: bool) -> None:
    """Set all fields of a node."""
    node._number = data
    become_unknown(node, label, differentiable)


def become_unknown(node: Node, label: str, differentiable: bool) -> None:
    """Set all fields of a node but its number."""
    node._by_first = node._by_second = node._grad = 0.0
    node._origin = node._first = node._second = None
    node._visited = 0.0 if differentiable else CONSTANT
    node._label = label
