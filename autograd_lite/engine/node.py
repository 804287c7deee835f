"""Nodes, and how an operation records one; `structure` reads them, `passes` goes back over them.

These files run as they are, or compiled by mypyc, which makes C structs of the nodes:
`autograd_lite.engine` chooses. They are written for both. So there are few objects, one or two
operands stand in fields of the node, and a fast way and the general one lie side by side: `two`
records what `record` would, and `autograd_lite.engine.layers` what `operate` would row by row.
"""

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from numbers import Number
from threading import RLock
from types import FunctionType
from typing import Any, Final

from autograd_lite import primitives
from autograd_lite.engine.packed import mypyc_attr, vec
from autograd_lite.floats import real
from autograd_lite.primitives.operation import Operation
from autograd_lite.system.forks import survive_forks

# relative imports: the compiled files are part of another package
from .rule import Rule
from .rules import RULES

__all__ = [
    "STATE",
    "Group",
    "Node",
    "NodeMaker",
    "become_leaf",
    "constant",
    "may_know_better",
    "node_maker",
    "operate",
    "record",
    "rule_of",
    "unary",
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
    ``_data``      the number; not set where there is none, as while a function is compiled
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

    Neither CONSTANT, which is infinite, nor nan is less than the number of a pass: a constant
    always looks visited.
    """

    __slots__ = (
        "_by_first",
        "_by_second",
        "_data",
        "_first",
        "_grad",
        "_label",
        "_origin",
        "_second",
        "_visited",
    )

    _data: float
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

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Node) and recorder() is RECORD:
            return two(_ADD, self, other)
        return mixed(_ADD, self, other)

    def __radd__(self, other: Any) -> Any:
        return mixed(_ADD, other, self)

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Node) and recorder() is RECORD:
            return two(_SUBTRACT, self, other)
        return mixed(_SUBTRACT, self, other)

    def __rsub__(self, other: Any) -> Any:
        return mixed(_SUBTRACT, other, self)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Node) and recorder() is RECORD:
            return two(_MULTIPLY, self, other)
        return mixed(_MULTIPLY, self, other)

    def __rmul__(self, other: Any) -> Any:
        return mixed(_MULTIPLY, other, self)

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Node) and recorder() is RECORD:
            return two(_DIVIDE, self, other)
        return mixed(_DIVIDE, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return mixed(_DIVIDE, other, self)

    def __pow__(self, other: Any) -> Any:
        if isinstance(other, Node) and recorder() is RECORD:
            return two(_POWER, self, other)
        return mixed(_POWER, self, other)

    def __rpow__(self, other: Any) -> Any:
        return mixed(_POWER, other, self)

    def __neg__(self) -> Any:
        return unary(_NEGATIVE, self)

    def __abs__(self) -> Any:
        return unary(_ABS, self)


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
_ADD: Final = RULES[primitives.add]
_SUBTRACT: Final = RULES[primitives.subtract]
_MULTIPLY: Final = RULES[primitives.multiply]
_DIVIDE: Final = RULES[primitives.divide]
_POWER: Final = RULES[primitives.power]
_NEGATIVE: Final = RULES[primitives.negative]
_ABS: Final = RULES[primitives.abs]

# Recording ----------------------------------------------------------------------------------


def record(operation: Operation, parents: tuple[Node, ...]) -> Node:
    """Make the node of an operation: its value, and its local gradients."""
    rule = rule_of(operation)
    if len(parents) == 2:
        return two(rule, parents[0], parents[1])
    if len(parents) == 1:
        return one(rule, parents[0])
    return wide(rule, parents)


NodeMaker = Callable[[Operation, tuple[Any, ...]], Any]
#: how an operation on nodes becomes a node; the modes of `autograd_lite.modes` set it
node_maker: ContextVar[NodeMaker] = ContextVar("noderecorder", default=record)
recorder: Final = node_maker.get
RECORD: Final[Any] = record


def rule_of(operation: Operation) -> Rule:
    """The rule of an operation: one that was made from the table, or one that asks the record."""
    rule = RULES.get(operation)
    return Rule(operation) if rule is None else rule


def one(rule: Rule, x: Node) -> Node:
    """Record an operation on one operand."""
    node = blank(STATE.value)
    try:
        node._data, node._by_first = rule.one(x._data)
    except AttributeError:
        ask_for_numbers((x,))
        raise
    node._by_second = 0.0
    node._origin = rule.operation
    node._first = x
    node._second = None
    node._grad = 0.0
    node._visited = 0.0
    node._label = ""
    return node


def two(rule: Rule, x: Node, y: Node) -> Node:
    """Record an operation on two operands."""
    node = blank(STATE.value)
    try:
        node._data, node._by_first, node._by_second = rule.two(x._data, y._data)
    except AttributeError:
        ask_for_numbers((x, y))
        raise
    node._origin = rule.operation
    node._first = x
    node._second = y
    node._grad = 0.0
    node._visited = 0.0
    node._label = ""
    return node


def wide(rule: Rule, parents: tuple[Node, ...]) -> Node:
    """Record an operation on any other number of operands."""
    group = Group(parents)
    data, gradients = rule.many(numbers_of(group))
    if not parents:
        node = blank(STATE.value)
        become_leaf(node, data, "", True)
        node._origin = rule.operation
        return node
    return wide_node(data, ungrouped(rule.operation, group, gradients))


def numbers_of(group: Group) -> "vec[float]":
    """The numbers of operands."""
    try:
        return vec[float]([x._data for x in group.operands])
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
    node._data = data
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
    node._data = data
    become_unknown(node, label, differentiable)


def become_unknown(node: Node, label: str, differentiable: bool) -> None:
    """Set all fields of a node but its number."""
    node._by_first = node._by_second = node._grad = 0.0
    node._origin = node._first = node._second = None
    node._visited = 0.0 if differentiable else CONSTANT
    node._label = label


# Applying operations, in the mode of recording that is set ------------------------------------


def unary(rule: Rule, x: Node) -> Any:
    """Apply an operation to a node."""
    return one(rule, x) if recorder() is RECORD else recorder()(rule.operation, (x,))


def mixed(rule: Rule, x: Any, y: Any) -> Any:
    """Apply an operation to a node and something else; NotImplemented if that is no number."""
    a = x if isinstance(x, Node) else _constant_or_none(rule, x)
    b = y if isinstance(y, Node) else _constant_or_none(rule, y)
    if a is None or b is None:
        return NotImplemented  # Python asks the other operand next
    return two(rule, a, b) if recorder() is RECORD else recorder()(rule.operation, (a, b))


def _constant_or_none(rule: Rule, x: Any) -> Node | None:
    if type(x) is float:
        return constant(x)
    return None if may_know_better(x) else constant(real(x, rule.operation.name))


def may_know_better(x: object) -> bool:
    """Whether ``x`` is an array or of an unknown type, which Python then asks what to do."""
    if isinstance(x, (Node, float, int)):
        return False
    if hasattr(x, "ndim"):
        return bool(x.ndim)
    return not isinstance(x, (Number, str, bytes, list, tuple, type(None)))


def operate(operation: Operation, operands: tuple[Any, ...]) -> Any:
    """Apply an operation to nodes and plain numbers."""
    name = operation.name
    parents = tuple([x if isinstance(x, Node) else constant(real(x, name)) for x in operands])
    return record(operation, parents) if recorder() is RECORD else recorder()(operation, parents)
