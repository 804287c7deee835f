"""Constants of parameters, to more digits than a double has.

Powers and gamma functions of large parameters are exponentials of large differences, so these are
taken of decimals with 50 digits.
"""

import math
from decimal import Decimal, localcontext

from autograd_lite.primitives.operation import FLOATS

_DIGITS = 50
#: below it a logarithm that vanishes with ``a`` is its first term: decimals would round it away
_TINY = 1e-17
_EULER = 0.5772156649015329
_HALF_LOG_TAU = Decimal("0.91893853320467274178032973640561763986139747363778")
#: numerators and denominators of B₂ⱼ
_BERNOULLI = (
    *((1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510)),
    *((43867, 798), (-174611, 330), (854513, 138), (-236364091, 2730), (8553103, 6)),
)


def _log_gamma(x: Decimal) -> Decimal:
    """The logarithm of Γ(x) for x > 0, by Stirling's series from 40 on."""
    steps = max(0, 40 - int(x))
    below = Decimal(1)
    for step in range(steps):
        below *= x + step
    y = x + steps
    total = (y - Decimal("0.5")) * y.ln() - y + _HALF_LOG_TAU - below.ln()
    for j, (p, q) in enumerate(_BERNOULLI, 1):
        total += Decimal(p) / (q * 2 * j * (2 * j - 1)) / y ** (2 * j - 1)
    return total


def log_gamma_above_1(a: float) -> float:
    """log Γ(1 + a), of small ``a`` too."""
    if a < _TINY:
        return -_EULER * a
    with localcontext(prec=_DIGITS):
        return float(_log_gamma(1 + Decimal(a)))


def gamma_constant(a: float, step: int, scale: float, shift: float) -> float:
    """cᵃ⁻ⁿ e^(−s) / Γ(a + 1 − n) of the step n, the scale c and the shift s; 0 at a pole."""
    with localcontext(prec=_DIGITS):
        exact = Decimal(a)
        log = (exact - step) * Decimal(scale).ln() - Decimal(shift) - _log_gamma(exact + 1)
        return float(log.exp() * math.prod(exact - n for n in range(step)))


def _log_beta(a: float, b: float) -> Decimal:
    p, q = Decimal(a), Decimal(b)
    return _log_gamma(p) + _log_gamma(q) - _log_gamma(p + q)


def log_beta_times(a: float, b: float) -> float:
    """log(a · B(a, b)), of small ``a`` too."""
    if a < _TINY:
        return math.log1p(a / b) - a * (_EULER + float(FLOATS.digamma(1.0 + b)))
    with localcontext(prec=_DIGITS):
        return float(_log_beta(a, b) + Decimal(a).ln())


def log_beta_constant(a: float, b: float, i: int, j: int, c: float, d: float) -> Decimal:
    """The logarithm of cᵃ⁻ⁱ dᵇ⁻ʲ / B(a, b)."""
    with localcontext(prec=_DIGITS):
        powers = (Decimal(a) - i) * Decimal(c).ln() + (Decimal(b) - j) * Decimal(d).ln()
        return powers - _log_beta(a, b)


def exponential(log: Decimal, share: float) -> float:
    """e^(share · log)."""
    with localcontext(prec=_DIGITS):
        return float((log * Decimal(share)).exp())
