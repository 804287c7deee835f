"""The rule of an operation on floats: what the engine asks for when it records a node.

A `Rule` answers from the table. Its subclasses in `autograd_lite.engine.rules` give the same
answers, bit for bit, by straight-line code that is made from the table; the two here do so by a
loop. The base functions begin with the usual case, which compiled is C arithmetic, and leave the
edges of IEEE 754 to `autograd_lite.floats`.
"""

import math
from collections.abc import Callable
from typing import Final

from autograd_lite import floats
from autograd_lite.engine.packed import append, extend, vec
from autograd_lite.floats import real
from autograd_lite.primitives.operation import FLOATS, Operation


class Rule:
    """The value of an operation and its local gradients, for one, two or more operands."""

    operation: Operation

    def __init__(self, operation: Operation) -> None:
        self.operation = operation

    def one(self, x: float) -> tuple[float, float]:
        """The value, and the local gradient."""
        out = self.operation.forward(FLOATS, x)
        (by_x,) = self.operation.gradients(FLOATS, out, x)
        return self._number(out), self._number(by_x)

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        """The value, and both local gradients."""
        out = self.operation.forward(FLOATS, x, y)
        by_x, by_y = self.operation.gradients(FLOATS, out, x, y)
        return self._number(out), self._number(by_x), self._number(by_y)

    def many(self, x: "vec[float]") -> "tuple[float, vec[float]]":
        """The value, and the local gradients towards all operands."""
        operands = list(x)
        out = self.operation.forward(FLOATS, *operands)
        gradients = self.operation.gradients(FLOATS, out, *operands)
        return self._number(out), vec[float]([self._number(each) for each in gradients])

    def value(self, x: "vec[float]") -> float:
        """The value alone."""
        return self._number(self.operation.forward(FLOATS, *list(x)))

    def _number(self, number: object) -> float:
        if type(number) is float:  # as all rules of the table return
            return number
        return real(number, f"the rule of {self.operation.name}")


class Sum(Rule):
    """For an operation that is a sum of its operands."""

    def many(self, x: "vec[float]") -> "tuple[float, vec[float]]":
        """The value, and the local gradients towards all operands."""
        out = 0.0
        for each in x:
            out += each
        return out, vec[float]([1.0] * len(x))


class Products(Rule):
    """For an operation that is a sum of products: of the first half and the second, and a rest."""

    def many(self, x: "vec[float]") -> "tuple[float, vec[float]]":
        """The value, and the local gradients towards all operands."""
        n = len(x) // 2
        first, second = x[:n], x[n : 2 * n]
        out = self.sum(first, second)
        gradients = extend(second, first)
        if len(x) > 2 * n:
            out += x[2 * n]
            gradients = append(gradients, 1.0)
        return out, gradients

    def sum(self, first: "vec[float]", second: "vec[float]") -> float:
        """The sum of the products. The local gradients of one half are the numbers of the other."""
        out = -0.0  # the neutral number of IEEE addition
        for x, y in zip(first, second):  # noqa: B905  # the compiler has no loop for a strict zip
            out += x * y
        return out


_LOG: Final[Callable[[float], float]] = FLOATS.log
_SQRT: Final[Callable[[float], float]] = FLOATS.sqrt
_SIN: Final[Callable[[float], float]] = FLOATS.sin
_COS: Final[Callable[[float], float]] = FLOATS.cos


def divide(x: float, y: float) -> float:
    """x / y."""
    return x / y if y else floats.divide(x, y)


def power(x: float, y: float) -> float:
    """x to the power y."""
    try:
        return math.pow(x, y)
    except (OverflowError, ValueError):
        return floats.power(x, y)


def exp(x: float) -> float:
    """e to the power x."""
    try:
        return math.exp(x)
    except OverflowError:
        return floats.exp(x)


def log(x: float) -> float:
    """The natural logarithm."""
    return math.log(x) if x > 0.0 else _LOG(x)


def sqrt(x: float) -> float:
    """The square root."""
    return math.sqrt(x) if x >= 0.0 else _SQRT(x)


def sin(x: float) -> float:
    """The sine."""
    return math.sin(x) if abs(x) < math.inf else _SIN(x)


def cos(x: float) -> float:
    """The cosine."""
    return math.cos(x) if abs(x) < math.inf else _COS(x)
