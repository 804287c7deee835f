"""The logarithm of the beta function, and differences of polygamma.

Γ(p) Γ(q) / Γ(p + q) of large operands by what Stirling's series leaves, so that no large logarithms
cancel: with c = p/(p + q) and d = q/(p + q) it is, for p and q from 3 on,
c^p d^(q − ½) / √p · S(p) S(q) / S(p + q). The quotients are known to twice the digits of a double.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.gamma import BERNOULLI, gamma, gamma_below_3, stirling


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


def _betaln(m: Any, a: Any, b: Any) -> Any:
    first_is_small = a < b
    p, q = m.where(first_is_small, a, b), m.where(first_is_small, b, a)
    total = p + q
    shares = _Shares(m, p, q)
    of_p, of_q = gamma_below_3(m, p), gamma_below_3(m, q)
    tiny, log_p = p < 1e-140, m.log(p)
    log_of_p = m.where(tiny, -log_p, m.log(of_p))
    both_small = m.log(m.divide(of_p, _gamma_below_6(m, total)) * of_q)
    both_small = m.where(tiny, m.log1p(m.divide(p, q)) - log_p, both_small)
    log_d = m.log(shares.d)
    of_d = (q * log_d + shares.d_rest) - 0.5 * log_d
    rest = m.divide(stirling(m, q), stirling(m, total))
    one_small = log_of_p - p * (m.log(total) - 1.0) + (of_d + m.log(rest))
    of_c = p * m.log(shares.c) + shares.c_rest
    both_large = (of_c + of_d) + (m.log(stirling(m, p) * rest) - 0.5 * log_p)
    found = m.where(q < 3.0, both_small, m.where(p < 3.0, one_small, both_large))
    found = m.where(q < math.inf, found, -q)
    return m.where(p > 0.0, found, -log_p)


def _polygamma_gap(m: Any, n: Any, x: Any, y: Any) -> Any:
    """Terms (x + k)^(−s) − (x + y + k)^(−s), s = n + 1, and the sum formula for the others."""
    s, x, y = n + 1.0, m.abs(x), m.abs(y)  # −0 is 0
    far = x >= 10.0 + s

    def term(x: Any) -> Any:
        return m.power(x, -s) * -m.expm1(-s * m.log1p(m.divide(y, x)))

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


RULES: Final[dict[str, Callable[..., Any]]] = {
    "betaln": _betaln,
    "polygamma_gap": _polygamma_gap,
}
