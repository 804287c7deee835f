"""Building Programs: every step is simplified when it is added, so that a program is never larger
than it must be.

Simplification folds constants, finds common subexpressions, and knows identities of arithmetic
that keep every IEEE result: x · 1 is x, but x · 0 and x − x are not 0, and x + 0 is not x.
(The sign of a zero gradient may change.) What no result needs is dropped by `Builder.program`.
"""

import math
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import accumulate, compress
from typing import Any, Final

from autograd_lite import floats
from autograd_lite.compiler.program import (
    Constant,
    Input,
    Node,
    Output,
    Program,
    Step,
    is_condition,
)
from autograd_lite.compiler.symbols import BASE, Symbol, place_of, vocabulary
from autograd_lite.primitives.internal import COMPARISONS, DETACH, LOGIC
from autograd_lite.primitives.operation import FLOATS, TABLE, Namespace, Operation

_WHERE, _NEGATIVE = TABLE["where"], TABLE["negative"]

#: Powers that are products or quotients, written as the rules of the table: for the steps of a
#: program, and for the nodes of a graph that is traced, whose derivatives then follow from theirs.
POWERS: Final[dict[float | None, Callable[[Namespace, Any], Any]]] = {
    0.0: lambda m, x: 1.0,
    1.0: lambda m, x: x,
    2.0: lambda m, x: m.square(x),
    3.0: lambda m, x: m.square(x) * x,
    4.0: lambda m, x: m.square(m.square(x)),
    -1.0: lambda m, x: m.reciprocal(x),
}


class Builder:
    """A program that grows; places are handed out in order.

    >>> b = Builder()
    >>> x = b.input("x")
    >>> y = b.step(TABLE["multiply"], x, b.constant(1.0))
    >>> z = b.step(TABLE["add"], y, b.step(TABLE["multiply"], b.constant(2.0), b.constant(3.0)))
    >>> print(b.program([Output(z)]))
    input x
    %2 = add x, 6.0
    return %2
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        #: the numbers of constants, and the operands of negative steps, by their places
        self.values: dict[int, float] = {}
        self.negated: dict[int, int] = {}
        self._known: dict[Any, int] = {}
        self._conditions: set[int] = set()

    @cached_property
    def vocabulary(self) -> Namespace:
        """What the rules of the table are written with, for steps of this program."""
        return vocabulary(self)

    def _add(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def input(self, name: str, batched: bool = False) -> int:
        """A new input."""
        return self._add(Input(name, batched))

    def constant(self, value: float) -> int:
        """The place of a constant; 0.0 and −0.0 are two."""
        key = (value, math.copysign(1.0, value)) if value == value else "nan"
        place = self._known.get(key)
        if place is None:
            place = self._known[key] = self._add(Constant(value))
            self.values[place] = value
        return place

    def step(self, op: Operation, *operands: int, label: str = "") -> int:
        """The place of a result, new or known."""
        if op is _WHERE or op in _LOGIC or not self._conditions.isdisjoint(operands):
            operands = self._of_right_kind(op, operands)
        simple = _RULES.get(op)
        place = simple(self, *operands) if simple else None
        if place is None:
            key = (op, tuple(sorted(operands)) if op in _COMMUTATIVE else operands)
            place = self._known.get(key)
            if place is None:
                place = self._known[key] = self._new(op, operands)
        return self.name(place, label) if label else place

    def _new(self, op: Operation, operands: tuple[int, ...]) -> int:
        if all(map(self.values.__contains__, operands)):
            return self.constant(float(op.forward(FLOATS, *[self.values[x] for x in operands])))
        step = Step(op, operands)
        place = self._add(step)
        if op is _NEGATIVE:
            (self.negated[place],) = operands
        elif is_condition(step):
            self._conditions.add(place)
        return place

    def _of_right_kind(self, op: Operation, operands: tuple[int, ...]) -> tuple[int, ...]:
        """Numbers where numbers are needed, and a condition where that is needed."""
        if op in _LOGIC:
            return tuple([self._condition(x) for x in operands])
        if op is not _WHERE:
            return tuple([self._number(x) for x in operands])
        condition, x, y = operands
        return (self._condition(condition), self._number(x), self._number(y))

    def _condition(self, place: int) -> int:
        if place in self._conditions or place in self.values:
            return place
        return self.step(COMPARISONS["not_equal"], place, self.constant(0.0))

    def _number(self, place: int) -> int:
        if place not in self._conditions:
            return place
        return self.step(_WHERE, place, self.constant(1.0), self.constant(0.0))

    def name(self, place: int, label: str) -> int:
        """Give a step a label, unless it has one; return its place."""
        node = self.nodes[place]
        if label and isinstance(node, Step) and not node.label:
            self.nodes[place] = node._replace(label=label)
        return place

    def program(self, outputs: Iterable[Output]) -> Program:
        """The program of all inputs and of the steps that the outputs need."""
        results = [Output(self._number(out.place), out.reduced) for out in outputs]
        needed = [isinstance(node, Input) for node in self.nodes]
        for out in results:
            needed[out.place] = True
        for place in range(len(needed) - 1, -1, -1):
            if needed[place] and isinstance(node := self.nodes[place], Step):
                for i in node.operands:
                    needed[i] = True
        new = [*accumulate(needed, initial=0)]  # a place is the number of nodes before it
        nodes = [
            Step(node.op, tuple([new[i] for i in node.operands]), node.label)
            if isinstance(node, Step)
            else node
            for node in compress(self.nodes, needed)
        ]
        return Program(tuple(nodes), tuple(Output(new[x], reduced) for x, reduced in results))


# Identities ---------------------------------------------------------------------------------
# One rule for each operation: the place of something simpler that is equal, or None.


def _is(b: Builder, place: int, number: float) -> bool:
    value = b.values.get(place)
    return value == number and math.copysign(1.0, value) == math.copysign(1.0, number)


def _make(b: Builder, name: str, *operands: int) -> int:
    return b.step(BASE[name], *operands)


def _add(b: Builder, x: int, y: int) -> int | None:
    if _is(b, y, -0.0):  # the neutral number of IEEE addition; 0.0 turns −0.0 into 0.0
        return x
    if _is(b, x, -0.0):
        return y
    if y in b.negated:
        return _make(b, "subtract", x, b.negated[y])
    if x in b.negated:
        return _make(b, "subtract", y, b.negated[x])
    return None


def _subtract(b: Builder, x: int, y: int) -> int | None:
    if _is(b, y, 0.0):
        return x
    if _is(b, x, -0.0):
        return _make(b, "negative", y)
    if y in b.negated:
        return _make(b, "add", x, b.negated[y])
    return None


def _multiply(b: Builder, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        factor = b.values.get(one)
        if factor == 1.0:
            return other
        if factor == -1.0:
            return _make(b, "negative", other)
        if one in b.negated:
            if other in b.values:
                return _make(b, "multiply", b.negated[one], b.constant(-b.values[other]))
            if other in b.negated:
                return _make(b, "multiply", b.negated[one], b.negated[other])
            return _make(b, "negative", _make(b, "multiply", b.negated[one], other))
    return None


def _divide(b: Builder, x: int, y: int) -> int | None:
    divisor = b.values.get(y)
    if divisor and math.isfinite(divisor) and abs(math.frexp(divisor)[0]) == 0.5:
        factor = floats.divide(1.0, divisor)  # a power of two: its reciprocal is exact
        if 2.0**-1022 <= abs(factor) < math.inf:
            return _make(b, "multiply", x, b.constant(factor))
    if x in b.negated:
        return _make(b, "negative", _make(b, "divide", b.negated[x], y))
    if y in b.negated:
        return _make(b, "negative", _make(b, "divide", x, b.negated[y]))
    return None


def _abs(b: Builder, x: int) -> int | None:
    if x in b.negated:
        return _make(b, "abs", b.negated[x])
    node = b.nodes[x]
    return x if isinstance(node, Step) and node.op is TABLE["abs"] else None


def _strong_product(b: Builder, upstream: int, local: int) -> int | None:
    known = [b.values[x] for x in (upstream, local) if x in b.values]
    if 0.0 in known:
        return b.constant(0.0)
    if any(map(math.isfinite, known)):
        return _make(b, "multiply", upstream, local)
    return None


def _where(b: Builder, condition: int, x: int, y: int) -> int | None:
    known = b.values.get(condition)
    if known is not None:
        return x if known else y
    if x == y:
        return x
    test, chosen = b.nodes[condition], b.nodes[x]
    if isinstance(test, Step) and isinstance(chosen, Step) and chosen.op in _LOGARITHMS:
        below_zero = test.op is COMPARISONS["less"] and b.values.get(test.operands[1]) == 0.0
        if below_zero and test.operands[:1] == chosen.operands:  # there it is nan
            return _make(b, "where", condition, b.constant(math.nan), y)
    return None


def _power(b: Builder, x: int, y: int) -> int | None:
    exponent = b.values.get(y)
    if exponent is None:
        return _make(b, "exp2", y) if _is(b, x, 2.0) else None
    if simple := POWERS.get(exponent):
        return place_of(b, simple(b.vocabulary, Symbol(b, x)))
    if abs(exponent) != 0.5:
        return None
    # pow(x, ±½) is positive at −0.0 and a number at −inf, where sqrt is neither
    value = _make(b, "abs", _make(b, "sqrt", x))
    if exponent < 0.0:
        value = _make(b, "divide", b.constant(1.0), value)
    edge = _make(b, "less", x, b.constant(-1.7976931348623157e308))
    return _make(b, "where", edge, b.constant(math.inf if exponent > 0.0 else 0.0), value)


def _and(b: Builder, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        if one in b.values and other not in b.values:
            return other if b.values[one] else b.constant(0.0)
    return x if x == y and x not in b.values else None


def _or(b: Builder, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        if one in b.values and other not in b.values:
            return b.constant(1.0) if b.values[one] else other
    return x if x == y and x not in b.values else None


_LOGIC = frozenset(LOGIC.values())
_LOGARITHMS = {TABLE[name] for name in ("log", "log2", "log10")}

_RULES: dict[Operation, Callable[..., int | None]] = {
    TABLE["add"]: _add,
    TABLE["subtract"]: _subtract,
    TABLE["multiply"]: _multiply,
    TABLE["divide"]: _divide,
    TABLE["negative"]: lambda b, x: b.negated.get(x),
    TABLE["abs"]: _abs,
    TABLE["identity"]: lambda b, x: x,
    DETACH: lambda b, x: x,
    LOGIC["logical_and"]: _and,
    LOGIC["logical_or"]: _or,
    TABLE["strong_product"]: _strong_product,
    TABLE["where"]: _where,
    TABLE["power"]: _power,
}
_COMMUTATIVE = {TABLE["add"], TABLE["multiply"]}
