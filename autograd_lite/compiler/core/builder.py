"""Building Programs: every step is simplified when it is added, so that a program is never larger
than it must be.

Simplification folds constants, finds common subexpressions, and knows identities of arithmetic
that keep every IEEE result: x · 1 is x, but x · 0 and x − x are not 0, and x + 0 is not x.
(The sign of a zero gradient may change.) What no result needs is dropped by `Builder.program`.
"""

import math
from typing import Any, Final

from autograd_lite import floats
from autograd_lite.compiler.symbols import POWERS, Symbol, place_of, vocabulary
from autograd_lite.primitives.internal import COMPARISONS, DETACH, LOGIC
from autograd_lite.primitives.operation import TABLE, Operation

# relative: these files are compiled as part of another package
from .growing import CONSTANT, NEGATED, NONE, NUMBER, Growing

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
_AND: Final[Any] = LOGIC["logical_and"]
_OR: Final[Any] = LOGIC["logical_or"]
_LOGARITHMS: Final[Any] = frozenset([TABLE["log"], TABLE["log2"], TABLE["log10"]])


class Builder(Growing):
    """A program that grows, in which every step is simplified.

    >>> from autograd_lite.compiler.program import Output
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
        super().__init__()
        self._vocabulary: Any = None

    @property
    def vocabulary(self) -> Any:
        """What the rules of the table are written with, for steps of this program."""
        if self._vocabulary is None:
            self._vocabulary = vocabulary(self)
        return self._vocabulary

    def simpler(self, op: Operation, operands: tuple[int, ...]) -> int:
        """The place of something simpler that is equal, or none."""
        kinds = self.kinds
        if op is _MULTIPLY or op is _ADD or op is _SUBTRACT or op is _STRONG_PRODUCT:
            x, y = operands[0], operands[1]
            if kinds[x] == NUMBER and kinds[y] == NUMBER:
                return NONE
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
        if op is _POWER:
            return self._raised(operands[0], operands[1])
        if op is _AND or op is _OR:
            return self._joined(op, operands[0], operands[1])
        return NONE

    def _is(self, place: int, number: float) -> bool:
        if self.kinds[place] != CONSTANT:
            return False
        value = self.values[place]
        return value == number and math.copysign(1.0, value) == math.copysign(1.0, number)

    def _negated(self, place: int) -> int:
        """What this is the negative of."""
        return self.operands[place][0] if self.kinds[place] == NEGATED else NONE

    def _added(self, x: int, y: int) -> int:
        if self._is(y, -0.0):  # the neutral number of IEEE addition; 0.0 turns −0.0 into 0.0
            return x
        if self._is(x, -0.0):
            return y
        if self.kinds[y] == NEGATED:
            return self.add(_SUBTRACT, (x, self._negated(y)))
        if self.kinds[x] == NEGATED:
            return self.add(_SUBTRACT, (y, self._negated(x)))
        return NONE

    def _subtracted(self, x: int, y: int) -> int:
        if self._is(y, 0.0):
            return x
        if self._is(x, -0.0):
            return self.add(_NEGATIVE, (y,))
        if self.kinds[y] == NEGATED:
            return self.add(_ADD, (x, self._negated(y)))
        return NONE

    def _multiplied(self, x: int, y: int) -> int:
        found = self._multiplied_by(x, y)
        return found if found >= 0 else self._multiplied_by(y, x)

    def _multiplied_by(self, one: int, other: int) -> int:
        kind, other_kind = self.kinds[one], self.kinds[other]
        if kind == CONSTANT:
            factor = self.values[one]
            if factor == 1.0:
                return other
            if factor == -1.0:
                return self.add(_NEGATIVE, (other,))
        elif kind == NEGATED:
            positive = self._negated(one)
            if other_kind == CONSTANT:
                return self.add(_MULTIPLY, (positive, self.constant(-self.values[other])))
            if other_kind == NEGATED:
                return self.add(_MULTIPLY, (positive, self._negated(other)))
            return self.add(_NEGATIVE, (self.add(_MULTIPLY, (positive, other)),))
        return NONE

    def _divided(self, x: int, y: int) -> int:
        if self.kinds[y] == CONSTANT:
            divisor = self.values[y]
            if divisor != 0.0 and math.isfinite(divisor) and abs(math.frexp(divisor)[0]) == 0.5:
                factor = floats.divide(1.0, divisor)  # a power of two: its reciprocal is exact
                if 2.0**-1022 <= abs(factor) < math.inf:
                    return self.add(_MULTIPLY, (x, self.constant(factor)))
        if self.kinds[x] == NEGATED:
            return self.add(_NEGATIVE, (self.add(_DIVIDE, (self._negated(x), y)),))
        if self.kinds[y] == NEGATED:
            return self.add(_NEGATIVE, (self.add(_DIVIDE, (x, self._negated(y))),))
        return NONE

    def _absolute(self, x: int) -> int:
        if self.kinds[x] == NEGATED:
            return self.add(_ABS, (self._negated(x),))
        return x if self.ops[x] is _ABS else NONE

    def _strong(self, upstream: int, local: int) -> int:
        finite = False
        for x in (upstream, local):
            if self.kinds[x] == CONSTANT:
                value = self.values[x]
                if value == 0.0:
                    return self.constant(0.0)
                finite = finite or math.isfinite(value)
        return self.add(_MULTIPLY, (upstream, local)) if finite else NONE

    def _chosen(self, condition: int, x: int, y: int) -> int:
        if self.kinds[condition] == CONSTANT:
            return x if self.values[condition] != 0.0 else y
        if x == y:
            return x
        if self.ops[x] in _LOGARITHMS and self.ops[condition] is _LESS:
            one, other = self.operands[condition]
            below_zero = self.kinds[other] == CONSTANT and self.values[other] == 0.0
            if below_zero and self.operands[x][0] == one:  # there it is nan
                return self.add(_WHERE, (condition, self.constant(math.nan), y))
        return NONE

    def _joined(self, op: Operation, x: int, y: int) -> int:
        for one, other in ((x, y), (y, x)):
            if self.kinds[one] == CONSTANT and self.kinds[other] != CONSTANT:
                if (self.values[one] != 0.0) == (op is _AND):
                    return other
                return self.constant(0.0 if op is _AND else 1.0)
        return x if x == y and self.kinds[x] != CONSTANT else NONE

    def _raised(self, x: int, y: int) -> int:
        if self.kinds[y] != CONSTANT:
            return self.add(_EXP2, (y,)) if self._is(x, 2.0) else NONE
        exponent = self.values[y]
        simple = POWERS.get(exponent)
        if simple is not None:
            return int(place_of(self, simple(self.vocabulary, Symbol(self, x))))
        if abs(exponent) != 0.5:
            return NONE
        # pow(x, ±½) is positive at −0.0 and a number at −inf, where sqrt is neither
        value = self.add(_ABS, (self.add(_SQRT, (x,)),))
        if exponent < 0.0:
            value = self.add(_DIVIDE, (self.constant(1.0), value))
        edge = self.add(_LESS, (x, self.constant(-1.7976931348623157e308)))
        limit = self.constant(math.inf if exponent > 0.0 else 0.0)
        return self.add(_WHERE, (edge, limit, value))
