"""Formulas of functions that some languages lack, written as the rules of the table."""

import math
from collections.abc import Sequence
from typing import Any

from autograd_lite.special.normal import INVERSE_SQRT_PI
from autograd_lite.special.polynomials import polynomial

# W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation
# 23 (1969), 631-637: coefficients of numerators and denominators, beginning with the highest power
_NEAR = (
    (
        1.85777706184603153e-1,
        3.16112374387056560e00,
        1.13864154151050156e02,
        3.77485237685302021e02,
        3.20937758913846947e03,
    ),
    (
        1.0,
        2.36012909523441209e01,
        2.44024637934444173e02,
        1.28261652607737228e03,
        2.84423683343917062e03,
    ),
)
_MIDDLE = (
    (
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594e00,
        6.61191906371416295e01,
        2.98635138197400131e02,
        8.81952221241769090e02,
        1.71204761263407058e03,
        2.05107837782607147e03,
        1.23033935479799725e03,
    ),
    (
        1.0,
        1.57449261107098347e01,
        1.17693950891312499e02,
        5.37181101862009858e02,
        1.62138957456669019e03,
        3.29079923573345963e03,
        4.36261909014324716e03,
        3.43936767414372164e03,
        1.23033935480374942e03,
    ),
)
_FAR = (
    (
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4,
    ),
    (
        1.0,
        2.56852019228982242e00,
        1.87295284992346047e00,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3,
    ),
)
#: up to here erf is computed, from here on erfc; and where its formula changes
_NEAR_END, _MIDDLE_END = 0.46875, 4.0


def _ratio(m: Any, coefficients: tuple[Sequence[float], Sequence[float]], x: Any) -> Any:
    numerator, denominator = coefficients
    return m.divide(polynomial(x, numerator[::-1]), polynomial(x, denominator[::-1]))


def _erf_near(m: Any, x: Any) -> Any:
    return x * _ratio(m, _NEAR, x * x)


def erf(m: Any, x: Any) -> Any:
    """The error function, from its rational approximation near 0 and from `erfc` elsewhere."""
    size = m.abs(x)
    far = 1.0 - m.erfc(size)
    return m.where(size <= _NEAR_END, _erf_near(m, x), m.where(x < 0.0, -far, far))


def erfc(m: Any, x: Any) -> Any:
    """1 − erf(x); in the tails exp(−x²) times a rational approximation."""
    y = m.abs(x)
    inverse = m.divide(1.0, y * y)
    outer = m.divide(INVERSE_SQRT_PI - inverse * _ratio(m, _FAR, inverse), y)
    tail = m.exp_negative_square(y) * m.where(y <= _MIDDLE_END, _ratio(m, _MIDDLE, y), outer)
    return m.where(y <= _NEAR_END, 1.0 - _erf_near(m, x), m.where(x < 0.0, 2.0 - tail, tail))


def power(m: Any, x: Any, y: Any) -> Any:
    """IEEE 754's power, from one that is nan where 1 or −1 has no finite exponent."""
    plain = m.power(x, y)
    of_minus_one = m.where(m.abs(y) == math.inf, 1.0, plain)
    return m.where(x == 1.0, 1.0, m.where(x == -1.0, of_minus_one, plain))
