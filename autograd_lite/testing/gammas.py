"""The gamma function and its kin for the oracle: mpmath's, with no more digits than are needed."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import mpmath

from autograd_lite.special.gamma import LARGEST_ORDER

#: nearer to 0 than this the series at 0 is short, and mpmath slow
_TINY = mpmath.mpf(2) ** -60


def _with_enough_digits(f: Callable[..., Any]) -> Callable[..., Any]:
    """Differences of differences need some hundred digits, and no thousands, which are slow."""
    remembered = lru_cache(16)(lambda digits, *operands: f(*operands))

    def with_fewer(*operands: Any) -> Any:
        least = 300 if operands[0] else 800  # steps beside 0 are small
        with mpmath.workdps(_enough(least + 13 * abs(_size(operands[-1])) // 10)):
            return +remembered(mpmath.mp.dps, *operands)

    return with_fewer


def _enough(least: int) -> int:
    """That many, but half of all at least: they hold the steps, small ones beside 1e200 too."""
    most: int = mpmath.mp.dps
    return min(most, max(least, most // 2))


def _size(x: Any) -> int:
    """The exponent of a number; 0 for one that has none."""
    return int(mpmath.mag(x)) if x and mpmath.isfinite(x) else 0


def _beside_1(order: int, x: Any) -> Any:
    """The derivative of that order of log Γ(1 + x), by its Taylor series, for tiny x."""
    count = mpmath.mp.prec // -mpmath.mag(x) + 2
    return mpmath.fsum(
        (mpmath.euler if k == 1 else mpmath.zeta(k) / k)
        * mpmath.ff(k, order) * (-1) ** k * x ** (k - order)
        for k in range(max(order, 1), order + count)
    )  # fmt: skip


def _gamma(x: Any) -> Any:
    if 0 < abs(x) < _TINY:
        return mpmath.exp(_beside_1(0, x)) / x
    return mpmath.gamma(x)


def _lgamma(x: Any) -> Any:
    if 0 < abs(x) < _TINY:
        return _beside_1(0, x) - mpmath.log(abs(x))
    if mpmath.mp.dps > 450 and 0 < x < 500:  # where mpmath first makes a long table
        product = mpmath.fprod(x + k for k in range(800))
        return mpmath.loggamma(x + 800) - mpmath.log(product)
    return mpmath.re(mpmath.loggamma(x))


def _polygamma(n: Any, x: Any) -> Any:
    if not 0 <= n <= LARGEST_ORDER:
        return mpmath.nan
    order = int(n)
    sign = (-1) ** (order + 1)
    if 0 < abs(x) < _TINY:
        return _beside_1(order + 1, x) + sign * mpmath.factorial(order) / x ** (order + 1)
    if order == 0 and -20 < x < 500:  # further out it is a hundred times as fast
        return mpmath.digamma(x + 500) - mpmath.fsum(1 / (x + k) for k in range(500))
    if order == 0 or x > -20:
        return mpmath.psi(order, x)
    # mpmath would add all terms up to 0. They are the sum over all whole numbers less the others
    offset = x - mpmath.nint(x)
    middle = sign * mpmath.factorial(order) / offset ** (order + 1)
    sides = mpmath.psi(order, 1 + offset) + sign * mpmath.psi(order, 1 - offset)
    return middle + sides - sign * mpmath.psi(order, 1 - x)


_of_order = _with_enough_digits(_polygamma)


def _betaln(a: Any, b: Any) -> Any:
    p, q = min(a, b), max(a, b)
    wide, far = 300 + 9 * abs(_size(p)) // 10, max(0, _size(q))
    return (
        _log_gamma(p, wide + 4 * far // 5)
        + _log_gamma(q, wide + 2 * far)
        - _log_gamma(p + q, wide + 2 * far)
    )


def _log_gamma(x: Any, digits: int) -> Any:
    with mpmath.workdps(_enough(digits)):
        return _known_log_gamma(x, mpmath.mp.dps)


@lru_cache(256)
def _known_log_gamma(x: Any, digits: int) -> Any:
    return _lgamma(+x)


def _gap(n: Any, x: Any, y: Any) -> Any:
    return mpmath.psi(int(n), x + y) - mpmath.psi(int(n), x)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "gamma": _with_enough_digits(_gamma),
    "lgamma": _with_enough_digits(_lgamma),
    "digamma": _with_enough_digits(lambda x: _polygamma(0, x)),
    # where n + ½ is rounded, the order is that of the rule
    "polygamma": lambda n, x: _of_order(mpmath.floor(float(n) + 0.5), x),
    # of large operands it is far below all doubles
    "beta": lambda a, b: mpmath.exp(_betaln(a, b)) if min(a, b) < 1e5 else mpmath.mpf(0),
    "betaln": _betaln,
    "polygamma_gap": _gap,
    "beta_slope": lambda value, a, b: -value * _gap(0, b, a),
    "gap_mean": lambda x, y: _gap(0, x, y) / y,
    "gap_bend": lambda x, y: (_gap(0, x, y) / y - mpmath.psi(1, x + y)) / y,
}
