"""Numeric oracles: the forward rules of the table on mpmath numbers with very many digits.

No gradient rule is used: derivatives are central differences. With a relative step of at most
1e-60 their error is near 1e-120, and 2400 digits leave enough of them even where 1e300 and 1e-300
meet. At zero the step is far below the smallest double, so that no kink comes between.
"""

from collections.abc import Callable, Sequence
from typing import Any

import mpmath

from autograd_lite import floats
from autograd_lite.primitives.operation import Namespace

STEP = mpmath.mpf(10) ** -60


def _erfc(x: Any) -> Any:
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
        "exp_negative_square": lambda x: mpmath.exp(-x * x),
        "erf": lambda x: mpmath.erf(x) if abs(x) < 1 else 1 - _erfc(x),
        "erfc": _erfc,
        "norm_pdf": lambda x: mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi),
        "norm_cdf": lambda x: _erfc(-x / mpmath.sqrt(2)) / 2,
    }
)


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
