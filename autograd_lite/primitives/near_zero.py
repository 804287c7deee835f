"""Derivatives whose terms cancel near 0: there by power series, whose derivatives are right too."""

import math
from typing import Any, Final

from autograd_lite.primitives.operation import INTERNAL, Operation
from autograd_lite.special.polynomials import polynomial

#: nothing that explains a rule shows the series
BY_SERIES: Final = Operation(
    "by_series",
    "by_series(condition, series, x): x, or the series that is the same where it holds.",
    "≈",
    lambda condition, series, x: x,
    forward=lambda m, condition, series, x: m.where(condition, series, x),
    gradients=lambda m, out, condition, series, x: (
        *(0.0, m.where(condition, 1.0, 0.0), m.where(condition, 0.0, 1.0)),
    ),
)
INTERNAL[BY_SERIES.name] = BY_SERIES

_PI_SQUARED = 9.869604401089358
#: the third derivative of sinc, divided by x, in powers of x²
_SINC: Final = [
    (-_PI_SQUARED) ** k / ((2 * k + 1) * math.factorial(2 * k - 3)) for k in range(2, 16)
]
#: J₂(x)/x and I₂(x)/x, divided by x, in powers of x²
_J2, _I2 = (
    [sign**k / (4.0 ** (k + 1) * math.factorial(k) * math.factorial(k + 2)) for k in range(10)]
    for sign in (-1.0, 1.0)
)
#: the third derivatives of exp(−x) I₀(x) and exp(−x) I₁(x), in powers of x
_I0E, _I1E = (
    [
        (-1.0) ** (k + n) * math.comb(2 * k, k - n) / (2.0**k * math.factorial(k - 3))
        for k in range(3, 25)
    ]
    for n in (0, 1)
)


def _chosen(m: Any, x: Any, series: Any, formula: Any) -> Any:
    return m.by_series(m.abs(x) < 0.5, series, formula)


def sinc_third(m: Any, out: Any, x: Any) -> Any:
    """The derivative of ``sinc_curve``."""
    slope = m.sinc_slope(x)
    far = -_PI_SQUARED * slope - 2.0 * m.divide(out - m.divide(slope, x), x)
    return _chosen(m, x, x * polynomial(x * x, _SINC), far)


def j2_slope(m: Any, out: Any, x: Any) -> Any:
    """The derivative of J₂."""
    return m.j1(x) - 2.0 * _chosen(m, x, x * polynomial(x * x, _J2), m.divide(out, x))


def i2_slope(m: Any, out: Any, x: Any) -> Any:
    """The derivative of I₂, which overflows as I₁ does."""
    share = _chosen(m, x, x * polynomial(x * x, _I2), m.divide(out, x))
    return m.where(out < math.inf, m.i1(x) - 2.0 * share, m.i1(x))


def i0e_third(m: Any, out: Any, x: Any) -> Any:
    """The derivative of ``i0e_curve``, by the differential equation; 0 at its jump at 0."""
    size, sign, square = m.abs(x), m.sign(x), x * x
    rest = m.divide(m.i0e(x), size) + sign * m.i0e_slope(x) * (m.divide(1.0, size) - 1.0) - out
    far = sign * (m.divide(rest, size) - 2.0 * out)
    near = sign * polynomial(square, _I0E[::2]) + x * polynomial(square, _I0E[1::2])
    return _chosen(m, x, near, far)


def i1e_third(m: Any, out: Any, x: Any) -> Any:
    """The derivative of ``i1e_curve``, by the differential equation; at 0 its limit."""
    size, sign, square = m.abs(x), m.sign(x), x * x
    by_value = m.divide(m.i1e(x), x) * (1.0 - m.divide(2.0, size))
    rest = by_value + m.i1e_slope(x) * (m.divide(2.0, size) - 1.0) - sign * out
    far = m.divide(rest, size) - 2.0 * (sign * out)
    near = polynomial(square, _I1E[::2]) + size * polynomial(square, _I1E[1::2])
    return _chosen(m, x, near, far)
