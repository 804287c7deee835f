"""How an operation records a node, in the mode that is set, and Python's operators.

A fast way and the general one lie side by side: `two` records what `record` would, and
`autograd_lite.engine.layers` what `operate` would row by row.
"""

from collections.abc import Callable
from contextvars import ContextVar
from numbers import Number
from typing import Any, Final

from autograd_lite import primitives
from autograd_lite.engine.packed import mypyc_attr
from autograd_lite.floats import real
from autograd_lite.primitives.operation import Operation

# relative: see `autograd_lite.engine.node`
from .node import (
    STATE,
    Group,
    Node,
    ask_for_numbers,
    become_leaf,
    blank,
    constant,
    numbers_of,
    ungrouped,
    wide_node,
)
from .rule import Products, Rule, Sum
from .rules import RULES, WITH_CHEAP_GRADIENTS

__all__ = [
    "NodeMaker",
    "Operand",
    "evaluate",
    "may_know_better",
    "node_maker",
    "operate",
    "record",
    "rule_of",
    "unary",
]

_ADD: Final = RULES[primitives.add]
_SUBTRACT: Final = RULES[primitives.subtract]
_MULTIPLY: Final = RULES[primitives.multiply]
_DIVIDE: Final = RULES[primitives.divide]
_POWER: Final = RULES[primitives.power]
_FLOOR_DIVIDE: Final = RULES[primitives.floor_divide]
_REMAINDER: Final = RULES[primitives.remainder]
_NEGATIVE: Final = RULES[primitives.negative]
_ABS: Final = RULES[primitives.abs]


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


def evaluate(operation: Operation, parents: tuple[Node, ...]) -> Node:
    """Compute the value of an operation alone: a constant, which knows nothing of its operands."""
    rule = WITH_CHEAP_GRADIENTS.get(operation)
    try:
        if rule is not None and len(parents) == 1:
            return constant(rule.one(parents[0]._number)[0])
        if rule is not None and len(parents) == 2:
            return constant(rule.two(parents[0]._number, parents[1]._number)[0])
    except AttributeError:
        ask_for_numbers(parents)
        raise
    numbers = numbers_of(Group(parents))
    if isinstance(rule, (Sum, Products)):
        return constant(rule.many(numbers)[0])
    return constant(Rule(operation).value(numbers))


EVALUATE: Final[Any] = evaluate


def rule_of(operation: Operation) -> Rule:
    """The rule of an operation: one that was made from the table, or one that asks the record."""
    rule = RULES.get(operation)
    return Rule(operation) if rule is None else rule


def one(rule: Rule, x: Node) -> Node:
    """Record an operation on one operand."""
    node = blank(STATE.value)
    try:
        node._number, node._by_first = rule.one(x._number)
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
        node._number, node._by_first, node._by_second = rule.two(x._number, y._number)
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


# In the mode of recording that is set ---------------------------------------------------------


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


def _quotient_and_rest(x: Any, y: Any) -> Any:
    quotient = mixed(_FLOOR_DIVIDE, x, y)
    return quotient if quotient is NotImplemented else (quotient, mixed(_REMAINDER, x, y))


def _constant_or_none(rule: Rule, x: Any) -> Node | None:
    if type(x) is float:
        return constant(x)
    return None if may_know_better(x) else constant(real(x, rule.operation.name))


def may_know_better(x: object) -> bool:
    """Whether ``x`` is an array or of an unknown type, which Python then asks what to do."""
    if isinstance(x, (Node, float, int)):
        return False
    if hasattr(x, "ndim"):
        return bool(x.ndim) or getattr(getattr(x, "dtype", None), "kind", "") == "O"
    return not isinstance(x, (Number, str, bytes, list, tuple, type(None)))


def operate(operation: Operation, operands: tuple[Any, ...]) -> Any:
    """Apply an operation to nodes and plain numbers."""
    name = operation.name
    parents = tuple([x if isinstance(x, Node) else constant(real(x, name)) for x in operands])
    return record(operation, parents) if recorder() is RECORD else recorder()(operation, parents)


@mypyc_attr(allow_interpreted_subclasses=True)
class Operand(Node):
    """A node that Python's operators take."""

    __slots__ = ()

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

    def __floordiv__(self, other: Any) -> Any:
        return mixed(_FLOOR_DIVIDE, self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return mixed(_FLOOR_DIVIDE, other, self)

    def __mod__(self, other: Any) -> Any:
        return mixed(_REMAINDER, self, other)

    def __rmod__(self, other: Any) -> Any:
        return mixed(_REMAINDER, other, self)

    def __divmod__(self, other: Any) -> Any:
        return _quotient_and_rest(self, other)

    def __rdivmod__(self, other: Any) -> Any:
        return _quotient_and_rest(other, self)

    def __neg__(self) -> Any:
        return unary(_NEGATIVE, self)

    def __abs__(self) -> Any:
        return unary(_ABS, self)
