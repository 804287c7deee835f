"""A table of points, and the straight lines between them."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import inf
from typing import Any

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items
from autograd_lite.primitives.operation import NUMBERS
from autograd_lite.results import at_each
from autograd_lite.trace import VALUES
from autograd_lite.value import Value


def interp(x: Any, xs: Iterable[Any], ys: Iterable[Any]) -> Any:
    """Return the value at x of the piecewise linear function through the points (xs, ys).

    As np.interp: constant outside of the points, whose xs must increase. x may be an array; x, xs
    and ys may be Values, and have gradients. The slope at a point is that of the interval that
    begins there, and at the last point that of the last interval, as in JAX; outside it is 0.
    While a function is compiled, xs that are not known are not checked.

    >>> interp(0.5, [0.0, 1.0, 3.0], [10.0, 20.0, 0.0])
    15.0
    >>> interp([-1.0, 2.0], [0.0, 1.0, 3.0], [10.0, 20.0, 0.0]).tolist()
    [10.0, 10.0]
    """
    return at_each(_Lines(_sequence("xs", xs), _sequence("ys", ys)).at, x, "x")


def _sequence(argument: str, given: Iterable[Any]) -> list[Any]:
    found = items(argument, admit(given, argument), NUMBERS)
    return [x if isinstance(x, Value) else real(x, argument) for x in found]


class _Lines:
    """The lines between points. Each half of an interval is measured from the point beside it.

    So the value at a point is exact, and the weights of both points are right to the last places.
    """

    def __init__(self, xs: list[Any], ys: list[Any]) -> None:
        if len(xs) != len(ys) or len(xs) < 2:
            raise ValueError(
                f"xs: two points or more are needed, and as many ys as xs; got {len(xs)} xs and "
                f"{len(ys)} ys"
            )
        for left, right in pairwise([-inf, *xs, inf]):
            if (left < right) is False:
                raise ValueError(
                    f"xs: finite numbers that increase are needed, got {right!r} after {left!r}"
                )
        self.xs, self.ys = xs, ys
        # of Values, each is recorded once, and only if it is asked for
        self.interval = cache(self._interval)

    def _interval(self, i: int) -> tuple[Any, Any]:
        """The width and half the rise, which leaves the range of doubles later than all of it."""
        (x, x_next), (y, y_next) = (each[i : i + 2] for each in (self.xs, self.ys))
        return x_next - x, 0.5 * y_next - 0.5 * y

    def at(self, x: Any) -> Any:
        """The value at x."""
        place, height, width, half_rise = self._half(x, 0, 2 * len(self.xs) - 2)
        share = VALUES.divide(x - place, width)
        inside = height + VALUES.strong_product(2.0 * share, half_rise)
        beyond = _held(x > self.xs[-1], self.ys[-1], inside)
        return _held(x < self.xs[0], self.ys[0], beyond)

    def _half(self, x: Any, first: int, end: int) -> list[Any]:
        """The point beside that half interval, of some, on which x lies, its width and its rise.

        By bisection, as far as is known where x lies; of what may change, by ``where``.
        """
        if end - first == 1:
            point = (first + 1) // 2
            return [self.xs[point], self.ys[point], *self.interval(first // 2)]
        middle = (first + end) // 2
        before = x < self._border(middle)
        if isinstance(before, bool):
            return self._half(x, first, middle) if before else self._half(x, middle, end)
        halves = zip(self._half(x, first, middle), self._half(x, middle, end), strict=True)
        return [VALUES.where(before, *pair) for pair in halves]

    def _border(self, half: int) -> Any:
        """Where a half interval begins."""
        x = self.xs[half // 2]
        return x + 0.5 * (self.xs[half // 2 + 1] - x) if half % 2 else x


def _held(condition: Any, constant: Any, inside: Any) -> Any:
    """The constant where the condition holds; as a node, for it may depend on nothing."""
    return inside if condition is False else primitives.where(condition, constant, inside)
