"""What the table is tested against: its rules run on mpmath numbers of up to 2400 digits.

The oracle never uses a gradient rule: derivatives are central differences of the forward rule.
With a relative step of at most 1e-60 their error is near 1e-120, and 2400 digits leave enough of
them even where 1e300 and 1e-300 meet. At zero the step is far below the smallest double, so that
no kink comes between.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial

import mpmath

from autograd_lite import floats
from autograd_lite.primitives import FLOATS, Namespace, Operation

STEP = mpmath.mpf(10) ** -60
SMALLEST_NORMAL, LARGEST = 2.0**-1022, math.nextafter(math.inf, 0.0)


def _erfc(x: mpmath.mpf) -> mpmath.mpf:
    # From 40 on all that is missing is far below the smallest double; mpmath fails at 1e300.
    return mpmath.erfc(x) if abs(x) < 40 else mpmath.mpf(0 if x > 0 else 2)


MPMATH = Namespace(
    {
        **{name: getattr(mpmath, name) for name in floats.BASE if hasattr(mpmath, name)},
        "abs": abs,
        "divide": lambda x, y: x / y,
        "where": floats.where,
        "exp2": lambda x: mpmath.power(2, x),
        "log2": lambda x: mpmath.log(x) / mpmath.ln2,
        "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
        "gaussian": lambda x: mpmath.exp(-x * x),
        "erf": lambda x: mpmath.erf(x) if abs(x) < 1 else 1 - _erfc(x),
        "erfc": _erfc,
        "norm_cdf": lambda x: _erfc(-x / mpmath.sqrt(2)) / 2,
    }
)


def digits(operands: Sequence[float]) -> int:
    """How many digits the differences need: few unless magnitudes are far apart."""
    sizes = [abs(x) for x in operands if x]
    if not sizes or 1e-20 < min(sizes) <= max(sizes) < 20.0:
        return 500
    return 1000 if 1e-20 < min(sizes) <= max(sizes) < 1000.0 else 2400


def true_value(operation: Operation, operands: Sequence[float]) -> mpmath.mpf:
    with mpmath.workdps(digits(operands)):
        return operation.forward(MPMATH, *map(mpmath.mpf, operands))


def true_gradients(operation: Operation, operands: Sequence[float]) -> list[mpmath.mpf]:
    return differences(partial(operation.forward, MPMATH), operands)


def differences(f: Callable[..., mpmath.mpf], operands: Sequence[float]) -> list[mpmath.mpf]:
    """The partial derivatives of ``f``, a function of mpmath numbers."""
    with mpmath.workdps(digits(operands)):
        point = list(map(mpmath.mpf, operands))
        return [_slope(f, point, i) for i in range(len(point))]


def _slope(f: Callable[..., mpmath.mpf], point: Sequence[mpmath.mpf], i: int) -> mpmath.mpf:
    x = point[i]
    largest = max(1, *map(abs, point))  # that of x**y at (1, 1e300) is 1e300 times steeper
    step = STEP * min(abs(x), 1) / largest or mpmath.mpf(10) ** -400
    low, high = (f(*point[:i], moved, *point[i + 1 :]) for moved in (x - step, x + step))
    return (high - low) / (2 * step)


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
    lost digits already. ``value`` and ``gradients`` come from the table unless they are given.
    """
    if value is None or gradients is None:
        value = operation.forward(FLOATS, *operands)
        gradients = operation.gradients(FLOATS, value, *operands)
    with mpmath.workdps(digits(operands)):
        point = list(map(mpmath.mpf, operands))
        f = partial(operation.forward, MPMATH)
        quantities = [f, *(partial(_partial, f, i) for i in range(len(point)))]
        rounded = [
            i
            for i, x in enumerate(operands)
            if x and (operation.cancellation or abs(x) < SMALLEST_NORMAL)
        ]
        return [
            _error(got, quantity, point, rounded, operation.ulps)
            for got, quantity in zip((value, *gradients), quantities, strict=True)
        ]


def _partial(f: Callable[..., mpmath.mpf], i: int, *point: mpmath.mpf) -> mpmath.mpf:
    return _slope(f, point, i)


def _error(
    got: float,
    quantity: Callable[..., mpmath.mpf],
    point: Sequence[mpmath.mpf],
    rounded: Sequence[int],
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
    slopes = [abs(_slope(quantity, point, i)) * math.ulp(float(point[i])) for i in rounded]
    return float(distance / (unit + sum(slopes)))
