"""Errors of the table in units of the last place, against its own rules in mpmath.

The oracle is the library's: `autograd_lite.testing.oracle` evaluates forward rules, here with up to
2400 digits, and they are differenced; no gradient rule is used.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import mpmath

from autograd_lite import Value, grad, jacobian
from autograd_lite.primitives.operation import FLOATS, Operation
from autograd_lite.testing.oracle import MPMATH, STEP

SMALLEST_NORMAL, LARGEST = 2.0**-1022, math.nextafter(math.inf, 0.0)

# Differences --------------------------------------------------------------------------------
# With a relative step of at most 1e-60 their error is near 1e-120, and 2400 digits leave enough of
# them even where 1e300 and 1e-300 meet.


def enough_digits(operands: Sequence[Any]) -> int:
    """How many digits differences need: few unless magnitudes are far apart."""
    sizes = [abs(x) for x in operands if x]
    if not sizes or 1e-20 < min(sizes) <= max(sizes) < 20.0:
        return 500
    return 1000 if 1e-20 < min(sizes) <= max(sizes) < 1000.0 else 2400


def differences(
    f: Callable[..., Any], operands: Sequence[Any], digits: int = 0, step: Any = 0
) -> list[mpmath.mpf]:
    """Return the partial derivatives of ``f``, a function of mpmath numbers.

    Without ``digits`` and an absolute ``step``, both are chosen to fit the operands.

    >>> [float(slope) for slope in differences(lambda x, y: x * x * y, [3.0, 2.0])]
    [12.0, 9.0]
    """
    with mpmath.workdps(digits or enough_digits(operands)):
        point = [mpmath.mpf(x) for x in operands]
        return [slope(f, point, i, step) for i in range(len(point))]


def slope(f: Callable[..., Any], point: Sequence[Any], i: int, step: Any = 0) -> Any:
    """The partial derivative by the i-th number of ``point``, at mpmath's current precision."""
    h = step or fitting_step(point, i)
    low, high = (f(*point[:i], moved, *point[i + 1 :]) for moved in (point[i] - h, point[i] + h))
    return (high - low) / (2 * h)


def fitting_step(point: Sequence[Any], i: int) -> Any:
    """The step for differences by the i-th number of ``point``."""
    largest = max(1, *map(abs, point))  # the slope of x**y at (1, 1e300) is 1e300 times steeper
    return STEP * min(abs(point[i]), 1) / largest or mpmath.mpf(10) ** -400


# Errors in units of the last place ----------------------------------------------------------


class OutOfRangeError(ArithmeticError):
    """A partial result is no normal double, so that no bound is promised."""


class _Watched(float):
    """A float whose sums and products raise where they overflow or lose digits by underflow."""

    def __add__(self, other: float) -> "_Watched":
        return _watched(float(self) + other)

    def __mul__(self, other: float) -> "_Watched":
        exact_zero = self == 0.0 or other == 0.0
        return _watched(float(self) * other, SMALLEST_NORMAL if not exact_zero else 0.0)

    __radd__, __rmul__ = __add__, __mul__


def _watched(result: float, least: float = 0.0) -> _Watched:
    if not least <= abs(result) <= LARGEST:
        raise OutOfRangeError
    return _Watched(result)


def stays_in_range(operation: Operation, operands: Sequence[float]) -> bool:
    watched = list(map(_Watched, operands))
    try:
        operation.gradients(FLOATS, operation.forward(FLOATS, *watched), *watched)
    except OutOfRangeError:
        return False
    return True


def errors(
    operation: Operation,
    operands: Sequence[float],
    value: float | None = None,
    gradients: Sequence[float] | None = None,
) -> list[float]:
    """The errors of the value and of each local gradient, in units of the last place.

    The unit is one ulp of the true number. Where an operation may cancel, the effect of one ulp
    of each operand is added to the unit; elsewhere only that of subnormal operands, which have
    lost digits already. ``value`` and ``gradients`` come from the table unless they are given; of
    no gradients none has an error.
    """
    if value is None or gradients is None:
        value = operation.forward(FLOATS, *operands)
        gradients = operation.gradients(FLOATS, value, *operands)
    with mpmath.workdps(enough_digits(operands)):
        point = list(map(mpmath.mpf, operands))
        f = partial(operation.forward, MPMATH)
        quantities = [f, *(partial(_partial, f, i) for i in range(len(gradients)))]
        rounded = {
            i: math.ulp(x)
            for i, x in enumerate(operands)
            if x and (operation.cancellation or abs(x) < SMALLEST_NORMAL)
        }
        return [
            _error(got, quantity, point, rounded, operation.ulps)
            for got, quantity in zip((value, *gradients), quantities, strict=True)
        ]


def second_derivatives(operation: Operation, operands: Sequence[float]) -> list[list[float]]:
    """The derivatives of each local gradient, from the graph that the gradient rule records."""

    def apply(x: list[Value]) -> Value:
        return Value.record_operation(operation, tuple(x))

    found: list[list[float]] = jacobian(grad(apply))(list(operands))
    return found


def second_errors(
    operation: Operation, operands: Sequence[float], found: list[list[float]] | None = None
) -> list[float]:
    """The errors of all second derivatives, in the units of `errors`.

    Where the true one is beyond the range of doubles any result will do that is not finite. Nothing
    is asked at subnormal operands, whose reciprocals overflow, and where the value or a first
    derivative has left the range of normal doubles, of which the second may be any multiple.
    Operations on any number of operands round exponentials, where one ulp is as much as 2⁻⁵² in
    the operand.
    """
    digits = 2400 if 0.0 in operands else enough_digits(operands)
    with mpmath.workdps(digits):
        point = list(map(mpmath.mpf, operands))
        f = partial(operation.forward, MPMATH)
        lower = [f(*point), *(slope(f, point, i) for i in range(len(point)))]
        if any(x and not SMALLEST_NORMAL <= abs(x) <= LARGEST for x in (*operands, *lower)):
            return []
        allowed = operation.cancellation or operation.crossing
        least = 2.0**-52 if len(operation.arity) > 1 else 0.0
        rounded = {i: max(math.ulp(x), least) for i, x in enumerate(operands) if allowed}
        if found is None:
            found = second_derivatives(operation, operands)
        seconds = [
            (got, partial(_second, operation, point, i, j))
            for i, row in enumerate(found)
            for j, got in enumerate(row)
        ]
        return [
            _error(got, quantity, point, rounded, operation.ulps)
            for got, quantity in seconds
            if math.isfinite(got) or _largest_term(quantity, point, rounded) <= LARGEST
        ]


def _largest_term(
    quantity: Callable[..., mpmath.mpf], point: Sequence[mpmath.mpf], rounded: Mapping[int, float]
) -> mpmath.mpf:
    terms = [abs(slope(quantity, point, i) * point[i]) for i in rounded]
    return max([abs(quantity(*point)), *terms])


def _second(
    operation: Operation, base: Sequence[mpmath.mpf], i: int, j: int, *point: mpmath.mpf
) -> mpmath.mpf:
    # The steps are those of the base: what they leave out of the first derivative must not vary
    first = partial(slope, partial(operation.forward, MPMATH), i=i, step=fitting_step(base, i))
    return slope(lambda *x: first(x), point, j, fitting_step(base, j))


def _partial(f: Callable[..., mpmath.mpf], i: int, *point: mpmath.mpf) -> mpmath.mpf:
    return slope(f, point, i)


def _error(
    got: float,
    quantity: Callable[..., mpmath.mpf],
    point: Sequence[mpmath.mpf],
    rounded: Mapping[int, float],
    enough: float,
) -> float:
    true = quantity(*point)
    if math.isnan(got):
        return math.inf
    if abs(true) > LARGEST * (1 - mpmath.mpf(2) ** -50):
        return 0.0 if abs(got) > 1.797e308 and (got > 0) == (true > 0) else math.inf
    below = abs(true) < SMALLEST_NORMAL  # digits may have been lost on the way
    if below and abs(got) <= 2 * SMALLEST_NORMAL:
        return 0.0
    distance = abs(mpmath.mpf(got) - true)
    unit = mpmath.mpf(math.ulp(float(true)))
    if distance <= enough * unit or math.isinf(got) or not rounded:
        return math.inf if below else float(distance / unit)
    effects = [abs(slope(quantity, point, i)) * size for i, size in rounded.items()]
    return float(distance / (unit + sum(effects)))
