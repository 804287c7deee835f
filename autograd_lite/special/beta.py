"""The beta function, its logarithm, and differences of polygamma.

Γ(p) Γ(q) / Γ(p + q) of large operands by what Stirling's series leaves, so that no large logarithms
cancel: with c = p/(p + q) and d = q/(p + q) it is, for p and q from 3 on,
c^p d^(q − ½) / √p · S(p) S(q) / S(p + q). The quotients are known to twice the digits of a double.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.gamma import BERNOULLI, gamma, gamma_below_3, stirling
from autograd_lite.special.polynomials import polynomial


class _Shares:
    """c = p/(p + q), d = q/(p + q), and by how much p log c and q log d are off."""

    def __init__(self, m: Any, p: Any, q: Any) -> None:
        scale = m.where(q > 1e280, 2.0**-60, 0.5)
        small, large = scale * p, scale * q
        self.sum = small + large
        self.missing = small - (self.sum - large)
        self.c, self.d = m.divide(small, self.sum), m.divide(large, self.sum)
        self.c_rest = p * self._rest(m, small, self.c)
        self.d_rest = q * self._rest(m, large, self.d)

    def _rest(self, m: Any, share: Any, quotient: Any) -> Any:
        product = quotient * self.sum
        left = (share - product) - m.lost(product, quotient, self.sum)
        return m.divide(left - quotient * self.missing, share)


def _gamma_below_6(m: Any, x: Any) -> Any:
    below_3, below_5 = x < 3.0, x < 5.0
    near = gamma_below_3(m, x - m.where(below_3, 0.0, m.where(below_5, 2.0, 3.0)))
    steps = (x - 1.0) * (x - 2.0)
    return near * m.where(below_3, 1.0, m.where(below_5, steps, steps * (x - 3.0)))


class _Parts:
    """What the beta function and its logarithm are made of, p being the smaller operand."""

    def __init__(self, m: Any, a: Any, b: Any) -> None:
        first_is_small = a < b
        self.p, self.q = m.where(first_is_small, a, b), m.where(first_is_small, b, a)
        self.sum = self.p + self.q
        self.shares = _Shares(m, self.p, self.q)
        #: where Γ(p) overflows, or might with another factor; all that is left is 1/p
        self.tiny = self.p < 1e-140
        self.of_p, self.of_q = gamma_below_3(m, self.p), gamma_below_3(m, self.q)
        #: where both are below 3
        self.near = m.divide(self.of_p, _gamma_below_6(m, self.sum)) * self.of_q
        #: S(q) / S(p + q)
        self.rest = m.divide(stirling(m, self.q), stirling(m, self.sum))


def _beta(m: Any, a: Any, b: Any) -> Any:
    parts = _Parts(m, a, b)
    p, q, shares = parts.p, parts.q, parts.shares
    near = m.where(parts.tiny, m.divide(1.0 + m.divide(p, q), p), parts.near)
    of_d = m.divide(m.power(shares.d, q), m.sqrt(shares.d)) * parts.rest
    of_p = m.where(parts.tiny, m.divide(1.0, p), parts.of_p)
    one_small = of_p * m.power(parts.sum, -p) * m.exp(p + shares.d_rest) * of_d
    of_c = m.divide(m.power(shares.c, p) * stirling(m, p), m.sqrt(p))
    both_large = of_c * m.exp(shares.c_rest + shares.d_rest) * of_d
    both_large = m.where(p > 2000.0, 0.0, both_large)
    found = m.where(q < 3.0, near, m.where(p < 3.0, one_small, both_large))
    found = m.where(q < math.inf, found, m.divide(1.0, q))
    return m.where(p > 0.0, found, m.where(p == 0.0, math.inf, m.log(p)))


def _betaln(m: Any, a: Any, b: Any) -> Any:
    parts = _Parts(m, a, b)
    p, q, shares = parts.p, parts.q, parts.shares
    log_p, log_d = m.log(p), m.log(shares.d)
    both_small = m.where(parts.tiny, m.log1p(m.divide(p, q)) - log_p, m.log(parts.near))
    of_d = (q * log_d + shares.d_rest) - 0.5 * log_d
    log_of_p = m.where(parts.tiny, -log_p, m.log(parts.of_p))
    one_small = log_of_p - p * (m.log(parts.sum) - 1.0) + (of_d + m.log(parts.rest))
    of_c = p * m.log(shares.c) + shares.c_rest
    both_large = (of_c + of_d) + (m.log(stirling(m, p) * parts.rest) - 0.5 * log_p)
    found = m.where(q < 3.0, both_small, m.where(p < 3.0, one_small, both_large))
    found = m.where(q < math.inf, found, -q)
    return m.where(p > 0.0, found, -log_p)


def _polygamma_gap(m: Any, n: Any, x: Any, y: Any) -> Any:
    """Terms (x + k)^(−s) − (x + y + k)^(−s), s = n + 1, and the sum formula for the others."""
    s, x, y = n + 1.0, m.abs(x), m.abs(y)  # −0 is 0
    far = x >= 10.0 + s

    def term(x: Any) -> Any:
        ratio = m.where(x > 0.0, m.divide(y, x), math.inf)
        return m.power(x, -s) * -m.expm1(-s * m.log1p(ratio))

    terms = sum((term(x + float(k)) for k in range(1, 10)), term(x))
    start = m.where(far, x, x + 10.0)
    log = m.log1p(m.divide(y, start))
    first = m.where(n == 0.0, log, m.divide(-m.expm1(-n * log) * m.power(start, -n), n))
    # 1 − q^(s + 2j − 1), where q = start/(start + y), from one j to the next
    one, two, u = -m.expm1(-log), -m.expm1(-2.0 * log), m.divide(1.0, start)
    fall = -m.expm1(-s * log)
    tail, rising = 0.5 * fall, s * u
    fall = fall + (1.0 - fall) * one
    for j, c in enumerate(BERNOULLI[:8]):
        tail = tail + c * rising * fall
        fall = fall + (1.0 - fall) * two
        rising = rising * ((s + (2 * j + 1.0)) * (s + (2 * j + 2.0)) * u * u)
    rest = first + m.power(start, -s) * tail
    size = gamma(m, s) * m.where(far, rest, terms + rest)
    return m.where(m.floor(0.5 * n) < 0.5 * n, -size, size)


def times_gap(m: Any, factor: Any, n: float, x: Any, y: Any) -> Any:
    """factor · polygamma_gap(n, x, y), of any positive y.

    Where y is tiny beside x the difference is as good as proportional to it, but may underflow
    where the factor is large.
    """
    tiny = y < 1e-20 * x
    step = m.where(tiny, 1e-20 * x, y)
    scaled = m.where(tiny, m.divide(factor * y, step), factor)
    return m.where(scaled == 0.0, 0.0, scaled * m.polygamma_gap(n, x, step))


def _beta_slope(m: Any, value: Any, a: Any, b: Any) -> Any:
    return m.where(value == value, -times_gap(m, value, 0.0, b, a), value)


def _gap_mean(m: Any, x: Any, y: Any) -> Any:
    step = m.where(y < 1e-20 * x, 1e-20 * x, y)
    return m.divide(_polygamma_gap(m, 0.0, x, step), step)


def _gap_bend(m: Any, x: Any, y: Any) -> Any:
    """Terms 1 / ((x + k) (x + y + k)²), and the sum formula for the others.

    With the start X, V = X + y and q = X/V, the derivatives of order n of a term are
    (−1)ⁿ n! / (Xⁿ⁺¹ V²) · (1 + 2q + … + (n + 1) qⁿ).
    """
    far = x >= 16.0

    def term(x: Any) -> Any:
        return m.divide(m.divide(m.divide(1.0, x), x + y), x + y)

    terms = sum((term(x + float(k)) for k in range(1, 10)), term(x))
    start = m.where(far, x, x + 10.0)
    end = start + y
    u, q = m.divide(1.0, start), m.divide(start, end)
    # the integral, (log(1 + r) − r/(1 + r)) / y² with r = y/X, by z = r/(2 + r) where that cancels
    ratio, both = m.divide(y, start), start + end
    z, rest = m.divide(y, both), m.divide(2.0, both)
    near = m.divide(1.0, 1.0 + z) + z * polynomial(z * z, [1.0 / n for n in range(3, 33, 2)])
    apart = m.divide(m.divide(m.log1p(ratio) - m.divide(y, end), y), y)
    integral = m.where(ratio < 1.0, 0.5 * (rest * rest) * near, apart)
    tail, partial, power, rising = 0.5 * u, 1.0 + 2.0 * q, q * q, u * u
    for j, c in enumerate(BERNOULLI[:8], 1):
        tail = tail + c * rising * partial
        partial = partial + power * ((2.0 * j + 1.0) + (2.0 * j + 2.0) * q)
        power = power * (q * q)
        rising = rising * ((2.0 * j) * (2.0 * j + 1.0) * (u * u))
    rest_of_terms = integral + m.divide(m.divide(tail, end), end)
    return m.where(far, rest_of_terms, terms + rest_of_terms)


RULES: Final[dict[str, Callable[..., Any]]] = {
    "beta": _beta,
    "betaln": _betaln,
    "polygamma_gap": _polygamma_gap,
    "beta_slope": _beta_slope,
    "gap_mean": _gap_mean,
    "gap_bend": _gap_bend,
}
