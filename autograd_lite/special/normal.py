"""The normal distribution."""

from collections.abc import Callable
from typing import Any, Final

_SQRT_HALF, _SQRT_HALF_REST = 0.7071067811865476, -4.833646656726457e-17  # their sum is 1/√2
INVERSE_SQRT_PI, INVERSE_SQRT_TAU = 0.5641895835477563, 0.3989422804014327  # τ = 2π


def _bell(m: Any, x: Any, weight: float) -> Any:
    """exp(−weight · x²). The rounding of x² alone would cost x² times the last bit."""
    square = x * x
    value = m.exp(-(weight * square))
    return m.where(value > 0.0, value - value * (weight * m.lost(square, x, x)), value)


def _norm_cdf(m: Any, x: Any) -> Any:
    """The standard normal distribution function, erfc(−x/√2)/2.

    The rounding of x/√2 alone would cost x² times the last bit; it is made up for to first order.
    """
    t = _SQRT_HALF * x
    value = 0.5 * m.erfc(-t)
    rest = m.lost(t, _SQRT_HALF, x) + _SQRT_HALF_REST * x
    corrected = value + rest * _bell(m, t, 1.0) * INVERSE_SQRT_PI
    return m.where(value > 0.0, m.where(value < 1.0, corrected, value), value)


RULES: Final[dict[str, Callable[..., Any]]] = {
    "exp_negative_square": lambda m, x: _bell(m, x, 1.0),
    "norm_pdf": lambda m, x: INVERSE_SQRT_TAU * _bell(m, x, 0.5),
    "norm_cdf": _norm_cdf,
}
