"""Products of powers without rounded exponents, and the series of small parameters."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from autograd_lite.special.polynomials import polynomial


def where_vanishing(
    log: Callable[[float], float], beyond: float, inside: float, least: float
) -> float:
    """Where between two places the logarithm of a product falls below the least one."""
    for _ in range(60):
        x = 0.5 * (beyond + inside)
        if log(x) > least:
            inside = x
        else:
            beyond = x
    return inside


def roots_for(largest_log: float, limit: float) -> int:
    """How many square roots bring a product into range."""
    return max(0, math.ceil(math.log2(largest_log / limit)))


def times_power(m: Any, found: Any, x: Any, exponent: float, less: int, share: float) -> Any:
    """found · x^(share · (exponent − less)), with what the rounding of the difference lost."""
    power = exponent - less
    lost = exponent - (power + less)
    if power != 0.0:
        found = m.power(x, share * power) * found
    if lost != 0.0:
        found = found * (1.0 + share * lost * m.log(m.where(x > 0.0, x, 1.0)))
    return found


def squared(found: Any, times: int) -> Any:
    """The square of the square and so on, as often as there were roots."""
    for _ in range(times):
        found = found * found
    return found


def complement(m: Any, a: float, x: Any, log_constant: float, terms: Sequence[float]) -> Any:
    """1 − xᵃ / c · (1 + a x · Σ tₙ xⁿ), of small a, where that is nearly 1 − 1."""
    log = a * m.log(x) - log_constant
    return -m.expm1(log) - a * m.exp(log) * (x * polynomial(x, terms))
