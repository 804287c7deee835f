"""Functions that mpmath has not, or not fast with the many digits that differences need."""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, Final

import mpmath

#: enough digits for second differences of what varies with the logarithm of its operand
_ENOUGH: Final = 700


def kept(f: Callable[..., Any]) -> Callable[..., Any]:
    """The function, whose latest results are kept: differences come back to the same places."""
    known = lru_cache(64)(lambda digits, *x: f(*x))
    return lambda *x: known(mpmath.mp.dps, *x)


def _refined(y: Any, step: Callable[[Any], Any]) -> Any:
    """Newton's iteration with twice the digits each time, from a start of twenty."""
    digits, wanted = 20, mpmath.mp.dps + 10
    while digits < wanted:
        digits = min(2 * digits - 5, wanted)
        with mpmath.workdps(digits):
            y -= step(y)
    return y


def _by_erf_slope(y: Any) -> Any:
    return mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(y * y)


@kept
def _erfcinv_of_tail(q: Any) -> Any:
    """For q ≤ ½, by Newton's iteration, which is slow where erfc is tiny."""
    with mpmath.workdps(20):
        root = mpmath.sqrt(-mpmath.log(+q))  # rounded: mpmath 1.4's log has a defect beside ¼
        start = root - mpmath.log(1 + root * mpmath.sqrt(mpmath.pi)) / (2 * root)

    def step(y: Any) -> Any:
        tail = mpmath.erfc(y)
        return mpmath.log1p((q - tail) / tail) * tail * _by_erf_slope(y)

    with mpmath.workdps(20):
        for _ in range(12):
            start -= step(start)
    return _refined(start, step)


def _erfcinv_near(q: Any) -> Any:
    """For q ≤ ½, by Taylor's series around the next double: y′ = −√π/2 · w, w = exp(y²)."""
    with mpmath.workdps(min(mpmath.mp.dps, max(_ENOUGH, mpmath.mp.dps // 2))):
        centre = mpmath.mpf(float(q))
        distance = (q - centre) / centre
        y = [_erfcinv_of_tail(centre)]
        w = [mpmath.exp(y[0] ** 2)]
        scale = -centre * mpmath.sqrt(mpmath.pi) / 2
        total, power, k = y[0], distance, 0
        while abs(power) > mpmath.mpf(10) ** -mpmath.mp.dps:
            y.append(scale * w[k] / (k + 1))
            both = [mpmath.fsum(w[i] * w[j - i] for i in range(j + 1)) for j in range(k + 1)]
            w.append(2 * scale * mpmath.fsum(y[i] * both[k - i] for i in range(k + 1)) / (k + 1))
            k += 1
            total += y[k] * power
            power *= distance
        return total


@kept
def _erfinv(x: Any) -> Any:
    if abs(x) > 0.5:
        return mpmath.sign(x) * _erfcinv_near(1 - abs(x))
    with mpmath.workdps(20):
        start = mpmath.erfinv(+x)
    return _refined(start, lambda y: (mpmath.erf(y) - x) * _by_erf_slope(y))


def _erfcinv(x: Any) -> Any:
    return _erfcinv_near(x) if x < 0.5 else _erfinv(1 - x)


@kept
def _log_norm_cdf(x: Any) -> Any:
    if x > 56:  # where it is far below the smallest double
        return mpmath.mpf(0)
    if x > 0:
        return mpmath.log1p(-mpmath.erfc(x / mpmath.sqrt(2)) / 2)
    if x > -1000:
        return mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2)
    term, total, k = mpmath.mpf(1), mpmath.mpf(0), 0
    while abs(term) > mpmath.mpf(10) ** -mpmath.mp.dps:  # an asymptotic series
        total += term
        k += 1
        term *= -(2 * k - 1) / x**2
    return mpmath.log(total / (-x * mpmath.sqrt(2 * mpmath.pi))) - x * x / 2


def _inverse_mills(x: Any) -> Any:
    """norm_pdf(x) / norm_cdf(x)."""
    return mpmath.exp(-x * x / 2 - _log_norm_cdf(x)) / mpmath.sqrt(2 * mpmath.pi)


def _sinc_slope(x: Any) -> Any:
    return (mpmath.cospi(x) - mpmath.sincpi(x)) / x if x else mpmath.mpf(0)


def _sinc_curve(x: Any) -> Any:
    square = mpmath.pi**2
    return -square * mpmath.sincpi(x) - 2 * _sinc_slope(x) / x if x else -square / 3


def _by_series(n: int, x: Any, sign: int) -> Any:
    """Jₙ or Iₙ, as the sign of every second term is, from the powers of x."""
    wanted = mpmath.mp.dps + 10
    with mpmath.workdps(wanted + (int(0.87 * x) if sign < 0 else 0)):
        term = (x / 2) ** n / mpmath.factorial(n)
        total, square, k = term, sign * x * x / 4, 0
        least = mpmath.mpf(10) ** -(mpmath.mp.dps + 5)
        while k < x / 2 or abs(term) > least * abs(total):
            k += 1
            term = term * square / (k * (k + n))
            total += term
        return total


def _terms(n: int, x: Any) -> Iterator[Any]:
    """Those of Hankel's asymptotic series, as many as there are digits."""
    term, k = mpmath.mpf(1), 0
    while abs(term) > mpmath.mpf(10) ** -(mpmath.mp.dps + 5):
        yield term
        k += 1
        term *= (4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)


def _is_far(x: Any) -> bool:
    return bool(x > 1.3 * mpmath.mp.dps + 20)


@kept
def _j(n: int, x: Any) -> Any:
    if x < 0:
        return (-1) ** n * _j(n, -x)
    if not _is_far(x):
        return _by_series(n, x, -1)
    terms = [*_terms(n, x)]
    p = mpmath.fsum((-1) ** i * each for i, each in enumerate(terms[::2]))
    q = mpmath.fsum((-1) ** i * each for i, each in enumerate(terms[1::2]))
    with mpmath.workdps(mpmath.mp.dps + 320):  # which the whole turns of the largest doubles take
        turn = mpmath.expj(x - (2 * n + 1) * mpmath.pi / 4)
    return mpmath.sqrt(2 / (mpmath.pi * x)) * (p * turn.real - q * turn.imag)


@kept
def _ie(n: int, x: Any) -> Any:
    """exp(−|x|) Iₙ(x)."""
    if x < 0:
        return (-1) ** n * _ie(n, -x)
    if not _is_far(x):
        return mpmath.exp(-x) * _by_series(n, x, 1)
    total = mpmath.fsum((-1) ** i * each for i, each in enumerate(_terms(n, x)))
    return total / mpmath.sqrt(2 * mpmath.pi * x)


def _i(n: int, x: Any) -> Any:
    return mpmath.exp(abs(x)) * _ie(n, x)


@kept
def _lambertw(x: Any) -> Any:
    return mpmath.lambertw(x).real


def _i0e_slope(x: Any) -> Any:
    return _ie(1, x) - mpmath.sign(x) * _ie(0, x)


def _i0e_curve(x: Any) -> Any:
    return 2 * abs(_i0e_slope(x)) - _ie(1, x) / x if x else mpmath.mpf(3) / 2


def _i1e_slope(x: Any) -> Any:
    return (_ie(0, x) + _ie(2, x)) / 2 - mpmath.sign(x) * _ie(1, x)


def _i1e_curve(x: Any) -> Any:
    sign = mpmath.sign(x)
    return 2 * _ie(1, x) - sign * (_ie(0, x) + _ie(2, x)) - (_ie(2, x) / x if x else 0)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "erfinv": _erfinv,
    "erfcinv": _erfcinv,
    "norm_ppf": lambda x: -mpmath.sqrt(2) * _erfcinv(2 * x),
    "log_norm_cdf": _log_norm_cdf,
    "sinc": mpmath.sincpi,
    "lambertw": _lambertw,
    "lambertw_rise": lambda x: 1 + _lambertw(x),
    "lambertw_slope": lambda y, x: 1 / (x + mpmath.exp(y)),
    "inverse_mills": _inverse_mills,
    "mills_excess": lambda x: _inverse_mills(x) + x,
    "erfinv_slope": lambda y, q: _by_erf_slope(y),
    "norm_ppf_slope": lambda y, q: mpmath.sqrt(2 * mpmath.pi) * mpmath.exp(y * y / 2),
    "sinc_slope": _sinc_slope,
    "sinc_curve": _sinc_curve,
    **{f"j{n}": partial(_j, n) for n in (0, 1, 2)},
    **{f"i{n}": partial(_i, n) for n in (0, 1, 2)},
    **{f"i{n}e": partial(_ie, n) for n in (0, 1)},
    "i0e_slope": _i0e_slope,
    "i0e_curve": _i0e_curve,
    "i1e_slope": _i1e_slope,
    "i1e_curve": _i1e_curve,
}
