"""Building Programs: every step is simplified when it is added, so that a program is never larger
than it must be.

Simplification folds constants, finds common subexpressions, and knows identities of arithmetic
that keep every IEEE result: x · 1 is x, but x · 0 and x − x are not 0, and x + 0 is not x.
(The sign of a zero gradient may change.) What no result needs is dropped by `Builder.program`.
"""

import math
from collections.abc import Iterable
from typing import Any, Final

from autograd_lite import floats
from autograd_lite.compiler.program import CONDITIONS, Input, Output, Program
from autograd_lite.compiler.symbols import POWERS, Symbol, place_of, vocabulary
from autograd_lite.primitives.internal import COMPARISONS, DETACH
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

__all__ = ["Builder"]

_ADD: Final[Any] = TABLE["add"]
_SUBTRACT: Final[Any] = TABLE["subtract"]
_MULTIPLY: Final[Any] = TABLE["multiply"]
_DIVIDE: Final[Any] = TABLE["divide"]
_NEGATIVE: Final[Any] = TABLE["negative"]
_ABS: Final[Any] = TABLE["abs"]
_SQRT: Final[Any] = TABLE["sqrt"]
_EXP2: Final[Any] = TABLE["exp2"]
_POWER: Final[Any] = TABLE["power"]
_WHERE: Final[Any] = TABLE["where"]
_IDENTITY: Final[Any] = TABLE["identity"]
_STRONG_PRODUCT: Final[Any] = TABLE["strong_product"]
_DETACH: Final[Any] = DETACH
_LESS: Final[Any] = COMPARISONS["less"]
_NOT_EQUAL: Final[Any] = COMPARISONS["not_equal"]
_CONDITIONS: Final[Any] = CONDITIONS
_LOGARITHMS: Final[Any] = frozenset([TABLE["log"], TABLE["log2"], TABLE["log10"]])

#: kinds of places: those of which no identity knows anything, and others
_NUMBER: Final = 0
_CONSTANT: Final = 1
_NEGATED: Final = 2
_CONDITION: Final = 3
#: in the place of a place: there is none
_NONE: Final = -1


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
        # as those of a Program
        self.ops: list[Any] = []
        self.operands: list[tuple[int, ...]] = []
        self.given: dict[int, Input] = {}
        self.labels: dict[int, str] = {}
        #: the numbers of constants
        self.values: dict[int, float] = {}
        self._kinds: list[int] = []
        self._constants: dict[Any, int] = {}
        self._known: dict[Any, dict[tuple[int, ...], int]] = {}
        self._has_conditions: bool = False
        self._vocabulary: Any = None

    @property
    def vocabulary(self) -> Any:
        """What the rules of the table are written with, for steps of this program."""
        if self._vocabulary is None:
            self._vocabulary = vocabulary(self)
        return self._vocabulary

    def _add(self, op: Any, operands: tuple[int, ...], kind: int) -> int:
        self.ops.append(op)
        self.operands.append(operands)
        self._kinds.append(kind)
        return len(self.ops) - 1

    def input(self, name: str, batched: bool = False) -> int:
        """A new input."""
        place = self._add(None, (), _NUMBER)
        self.given[place] = Input(name, batched)
        return place

    def constant(self, value: float) -> int:
        """The place of a constant; 0.0 and −0.0 are two."""
        key: Any = value
        if value == 0.0:
            key = str(math.copysign(0.0, value))
        elif value != value:
            key = "nan"
        place = self._constants.get(key, _NONE)
        if place < 0:
            place = self._add(None, (), _CONSTANT)
            self._constants[key] = place
            self.values[place] = value
        return place

    def is_zero(self, place: int) -> bool:
        """Whether this is a constant, 0.0 or −0.0."""
        return self._kinds[place] == _CONSTANT and self.values[place] == 0.0

    def step(self, op: Operation, *operands: int, label: str = "") -> int:
        """The place of a result, new or known."""
        place = self.add(op, operands)
        return self.name(place, label) if label else place

    def add(self, op: Operation, operands: tuple[int, ...]) -> int:
        """The same for operands in a tuple, and without a label."""
        if op is _WHERE or self._has_conditions:
            operands = self._of_right_kind(op, operands)
        place = self._simpler(op, operands)
        if place >= 0:
            return place
        known = self._known.get(op)
        if known is None:
            known = {}
            self._known[op] = known
        key = operands
        if (op is _ADD or op is _MULTIPLY) and operands[0] > operands[1]:
            key = (operands[1], operands[0])
        place = known.get(key, _NONE)
        if place < 0:
            place = self._new(op, operands)
            known[key] = place
        return place

    def _new(self, op: Operation, operands: tuple[int, ...]) -> int:
        for x in operands:
            if self._kinds[x] != _CONSTANT:
                break
        else:
            return self.constant(float(op.forward(FLOATS, *[self.values[x] for x in operands])))
        kind = _NUMBER
        if op is _NEGATIVE:
            kind = _NEGATED
        elif op in _CONDITIONS:
            kind = _CONDITION
            self._has_conditions = True
        return self._add(op, operands, kind)

    def _of_right_kind(self, op: Operation, operands: tuple[int, ...]) -> tuple[int, ...]:
        """Numbers where numbers are needed, and a condition where that is needed."""
        if op is not _WHERE:
            for x in operands:
                if self._kinds[x] == _CONDITION:
                    return tuple([self._number(x) for x in operands])
            return operands
        condition, x, y = operands
        if self._kinds[condition] not in (_CONDITION, _CONSTANT):
            condition = self.add(_NOT_EQUAL, (condition, self.constant(0.0)))
        return (condition, self._number(x), self._number(y))

    def _number(self, place: int) -> int:
        if self._kinds[place] != _CONDITION:
            return place
        return self.add(_WHERE, (place, self.constant(1.0), self.constant(0.0)))

    def name(self, place: int, label: str) -> int:
        """Give a step a label, unless it has one; return its place."""
        if label and self.ops[place] is not None and place not in self.labels:
            self.labels[place] = label
        return place

    def program(self, outputs: Iterable[Output]) -> Program:
        """The program of all inputs and of the steps that the outputs need."""
        results = [Output(self._number(out.place), out.reduced) for out in outputs]
        ops, operands = self.ops, self.operands
        new = [_NONE] * len(ops)
        for place in self.given:
            new[place] = 0
        for out in results:
            new[out.place] = 0
        for place in range(len(ops) - 1, -1, -1):
            if new[place] == 0:
                for i in operands[place]:
                    new[i] = 0
        made = Program((), ())
        found_ops: list[Any] = made.ops
        found_operands: list[tuple[int, ...]] = made.operands
        constants: dict[int, float] = made.constants
        for place in range(len(ops)):
            if new[place] < 0:
                continue
            now = len(found_ops)
            new[place] = now
            op = ops[place]
            found_ops.append(op)
            own = operands[place]
            if len(own) == 2:
                found_operands.append((new[own[0]], new[own[1]]))
            elif len(own) == 1:
                found_operands.append((new[own[0]],))
            else:
                found_operands.append(tuple([new[i] for i in own]))
            if op is None and self._kinds[place] == _CONSTANT:
                constants[now] = self.values[place]
        made.given = {new[place]: each for place, each in self.given.items()}
        kept = sorted([place for place in self.labels if new[place] >= 0])
        made.labels = {new[place]: self.labels[place] for place in kept}
        made.outputs = tuple([Output(new[out.place], out.reduced) for out in results])
        return made

    # Identities: the place of something simpler that is equal, or none --------------------------

    def _simpler(self, op: Operation, operands: tuple[int, ...]) -> int:
        kinds = self._kinds
        if op is _MULTIPLY or op is _ADD or op is _SUBTRACT or op is _STRONG_PRODUCT:
            x, y = operands[0], operands[1]
            if kinds[x] == _NUMBER and kinds[y] == _NUMBER:
                return _NONE
            if op is _MULTIPLY:
                return self._multiplied(x, y)
            if op is _ADD:
                return self._added(x, y)
            return self._subtracted(x, y) if op is _SUBTRACT else self._strong(x, y)
        if op is _DIVIDE:
            return self._divided(operands[0], operands[1])
        if op is _NEGATIVE:
            return self._negated(operands[0])
        if op is _IDENTITY or op is _DETACH:
            return operands[0]
        if op is _WHERE:
            return self._chosen(operands[0], operands[1], operands[2])
        if op is _ABS:
            return self._absolute(operands[0])
        return self._raised(operands[0], operands[1]) if op is _POWER else _NONE

    def _is(self, place: int, number: float) -> bool:
        if self._kinds[place] != _CONSTANT:
            return False
        value = self.values[place]
        return value == number and math.copysign(1.0, value) == math.copysign(1.0, number)

    def _negated(self, place: int) -> int:
        """What this is the negative of."""
        return self.operands[place][0] if self._kinds[place] == _NEGATED else _NONE

    def _added(self, x: int, y: int) -> int:
        if self._is(y, -0.0):  # the neutral number of IEEE addition; 0.0 turns −0.0 into 0.0
            return x
        if self._is(x, -0.0):
            return y
        if self._kinds[y] == _NEGATED:
            return self.add(_SUBTRACT, (x, self._negated(y)))
        if self._kinds[x] == _NEGATED:
            return self.add(_SUBTRACT, (y, self._negated(x)))
        return _NONE

    def _subtracted(self, x: int, y: int) -> int:
        if self._is(y, 0.0):
            return x
        if self._is(x, -0.0):
            return self.add(_NEGATIVE, (y,))
        if self._kinds[y] == _NEGATED:
            return self.add(_ADD, (x, self._negated(y)))
        return _NONE

    def _multiplied(self, x: int, y: int) -> int:
        found = self._multiplied_by(x, y)
        return found if found >= 0 else self._multiplied_by(y, x)

    def _multiplied_by(self, one: int, other: int) -> int:
        kind, other_kind = self._kinds[one], self._kinds[other]
        if kind == _CONSTANT:
            factor = self.values[one]
            if factor == 1.0:
                return other
            if factor == -1.0:
                return self.add(_NEGATIVE, (other,))
        elif kind == _NEGATED:
            positive = self._negated(one)
            if other_kind == _CONSTANT:
                return self.add(_MULTIPLY, (positive, self.constant(-self.values[other])))
            if other_kind == _NEGATED:
                return self.add(_MULTIPLY, (positive, self._negated(other)))
            return self.add(_NEGATIVE, (self.add(_MULTIPLY, (positive, other)),))
        return _NONE

    def _divided(self, x: int, y: int) -> int:
        if self._kinds[y] == _CONSTANT:
            divisor = self.values[y]
            if divisor != 0.0 and math.isfinite(divisor) and abs(math.frexp(divisor)[0]) == 0.5:
                factor = floats.divide(1.0, divisor)  # a power of two: its reciprocal is exact
                if 2.0**-1022 <= abs(factor) < math.inf:
                    return self.add(_MULTIPLY, (x, self.constant(factor)))
        if self._kinds[x] == _NEGATED:
            return self.add(_NEGATIVE, (self.add(_DIVIDE, (self._negated(x), y)),))
        if self._kinds[y] == _NEGATED:
            return self.add(_NEGATIVE, (self.add(_DIVIDE, (x, self._negated(y))),))
        return _NONE

    def _absolute(self, x: int) -> int:
        if self._kinds[x] == _NEGATED:
            return self.add(_ABS, (self._negated(x),))
        return x if self.ops[x] is _ABS else _NONE

    def _strong(self, upstream: int, local: int) -> int:
        finite = False
        for x in (upstream, local):
            if self._kinds[x] == _CONSTANT:
                value = self.values[x]
                if value == 0.0:
                    return self.constant(0.0)
                finite = finite or math.isfinite(value)
        return self.add(_MULTIPLY, (upstream, local)) if finite else _NONE

    def _chosen(self, condition: int, x: int, y: int) -> int:
        if self._kinds[condition] == _CONSTANT:
            return x if self.values[condition] != 0.0 else y
        if x == y:
            return x
        if self.ops[x] in _LOGARITHMS and self.ops[condition] is _LESS:
            one, other = self.operands[condition]
            below_zero = self._kinds[other] == _CONSTANT and self.values[other] == 0.0
            if below_zero and self.operands[x][0] == one:  # there it is nan
                return self.add(_WHERE, (condition, self.constant(math.nan), y))
        return _NONE

    def _raised(self, x: int, y: int) -> int:
        if self._kinds[y] != _CONSTANT:
            return self.add(_EXP2, (y,)) if self._is(x, 2.0) else _NONE
        exponent = self.values[y]
        simple = POWERS.get(exponent)
        if simple is not None:
            return int(place_of(self, simple(self.vocabulary, Symbol(self, x))))
        if abs(exponent) != 0.5:
            return _NONE
        # pow(x, ±½) is positive at −0.0 and a number at −inf, where sqrt is neither
        value = self.add(_ABS, (self.add(_SQRT, (x,)),))
        if exponent < 0.0:
            value = self.add(_DIVIDE, (self.constant(1.0), value))
        edge = self.add(_LESS, (x, self.constant(-1.7976931348623157e308)))
        limit = self.constant(math.inf if exponent > 0.0 else 0.0)
        return self.add(_WHERE, (edge, limit, value))
