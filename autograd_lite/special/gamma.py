"""The gamma function, its logarithm and the derivatives of that.

Between 0 and a few units polynomials, further out Stirling's series or what it leaves of the
function as polynomials of 1/x, below 0 the reflections (NIST Digital Library of Mathematical
Functions, 5.5 and 5.11, https://dlmf.nist.gov/5). Polynomials are of numbers that are exact.
"""

import math
from collections.abc import Callable
from itertools import zip_longest
from typing import Any, Final

from autograd_lite.special.gamma_coefficients import (
    DIGAMMA_BELOW_LOG,
    DIGAMMA_BY_ROOT,
    GAMMA,
    LGAMMA_ABOVE_8,
    LGAMMA_BELOW_1,
    LGAMMA_BELOW_2,
    LGAMMA_BELOW_4,
    LGAMMA_BELOW_8,
    STIRLING,
)
from autograd_lite.special.polynomials import polynomial

#: log(2π)/2 − 1/2
_HALF_LOG_TAU_BY_E = 0.4189385332046727
#: the zero of digamma less 1, and what is missing
_ROOT, _ROOT_REST = 0.46163214496836236, -1.5522348162858677e-17
#: B₂ⱼ/(2j)!, of the sum formula of Euler and Maclaurin
BERNOULLI = (
    *(0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05, -8.267195767195768e-07),
    *(2.08767569878681e-08, -5.284190138687493e-10, 1.3382536530684679e-11),
    *(-3.3896802963225827e-13, 8.586062056277845e-15, -2.174868698558062e-16),
)
#: up to here orders of polygamma, and a few more for its derivatives; their factorials are doubles
LARGEST_ORDER = 160.0


class _Turn:
    """Where −y stands between the poles: the reflections need the sine and cotangent of πy."""

    def __init__(self, m: Any, y: Any) -> None:
        whole = m.floor(y)
        above = y - whole
        half = 0.5 * whole
        #: 0 at a pole
        self.distance = m.where(above > 0.5, 1.0 - above, above)
        self.is_odd = m.floor(half) < half
        self.is_above_half = above > 0.5
        #: from the nearest pole, with its sign
        self.offset = m.where(self.is_above_half, -self.distance, self.distance)

    def sine(self, m: Any) -> Any:
        size = m.sin(math.pi * self.distance)
        return m.where(self.is_odd, -size, size)

    def pi_cotangent(self, m: Any) -> Any:
        near = self.distance < 0.25
        tangent = m.tan(math.pi * m.where(near, self.distance, 0.5 - self.distance))
        size = math.pi * m.where(near, m.divide(1.0, tangent), tangent)
        size = m.where(self.distance < 1e-9, m.divide(1.0, self.distance), size)
        return m.where(self.is_above_half, -size, size)


def stirling(m: Any, x: Any) -> Any:
    """Γ(x) eˣ x^(½ − x) from 3 on; it goes to √(2π)."""
    return polynomial(m.divide(6.0, x) - 1.0, STIRLING)


def gamma_below_3(m: Any, x: Any) -> Any:
    """From −½ on, by a polynomial between 1 and 2."""
    t = x - m.where(x < 0.0, -0.5, m.where(x < 1.0, 0.5, m.where(x < 2.0, 1.5, 2.5)))
    below = m.where(x < 0.0, x * (1.0 + x), m.where(x < 1.0, x, 1.0))
    return m.divide(polynomial(2.0 * t, GAMMA) * m.where(x < 2.0, 1.0, x - 1.0), below)


def gamma(m: Any, x: Any) -> Any:
    """Γ(x), in two factors where it might overflow on the way."""
    reflected = x < -0.5
    y = m.where(reflected, -x, x)
    # beyond 3 as a square that does not overflow too early
    near, far = gamma_below_3(m, y), m.where(y > 200.0, 200.0, y)
    power = m.power(far, m.where(far > 140.0, 0.5 * far - 0.25, far - 0.5))
    first = m.where(y < 3.0, near, power * m.exp(-far) * stirling(m, far))
    second = m.where(far > 140.0, power, 1.0)
    turn = _Turn(m, y)
    mirrored = m.divide(m.divide(m.divide(-math.pi, y * turn.sine(m)), first), second)
    value = m.where(reflected, m.where(turn.distance > 0.0, mirrored, math.nan), first * second)
    is_factorial = m.where(x > 0.5, m.where(x < 19.0, x == m.floor(x), False), False)
    return m.where(is_factorial, m.floor(value + 0.5), value)


def _lgamma_of_positive(m: Any, x: Any) -> Any:
    """Also from −½ on, where Γ(x) = Γ(1 + x)/x."""
    small = x < 0.5
    by_zeros = m.where(small, x, x - 1.0)  # those at 1 and 2
    place = m.where(small, 1.0 + x, x)
    below_2, below_4 = place < 2.0, place < 4.0
    t = m.where(
        place < 1.0,
        4.0 * m.where(small, x + 0.25, x - 0.75),
        m.where(
            below_2,
            2.0 * m.where(small, x - 0.5, x - 1.5),
            m.where(below_4, x - 3.0, 0.5 * x - 3.0),
        ),
    )
    pieces = (LGAMMA_BELOW_1, LGAMMA_BELOW_2, LGAMMA_BELOW_4, LGAMMA_BELOW_8)
    rows = zip_longest(*pieces, fillvalue=0.0)
    chosen = [
        m.where(place < 1.0, a, m.where(below_2, b, m.where(below_4, c, d))) for a, b, c, d in rows
    ]
    quotient = polynomial(t, chosen)
    log = m.log(m.abs(x))
    near = by_zeros * (by_zeros - 1.0) * quotient - m.where(small, log, 0.0)
    u = m.divide(1.0, x)
    rest = u * polynomial(128.0 * (u * u) - 1.0, LGAMMA_ABOVE_8)
    return m.where(x < 8.0, near, (x - 0.5) * (log - 1.0) + (_HALF_LOG_TAU_BY_E + rest))


def _lgamma(m: Any, x: Any) -> Any:
    reflected = x <= -0.5
    y = m.where(reflected, -x, x)
    value = _lgamma_of_positive(m, y)
    sine = m.sin(math.pi * _Turn(m, y).distance)
    mirrored = -m.log(m.divide(y * sine, math.pi)) - value
    return m.where(reflected, m.where(y < math.inf, mirrored, y), value)


def _digamma(m: Any, x: Any) -> Any:
    y = m.abs(x)
    small = y < 1.0  # there of 1 + y
    above_1 = m.where(small, y, y - 1.0)
    by_root = above_1 - _ROOT - _ROOT_REST
    near = by_root * polynomial(2.0 * above_1 - 1.0, DIGAMMA_BY_ROOT)
    u = m.divide(1.0, y)
    far = m.log(y) - u * polynomial(4.0 * u - 1.0, DIGAMMA_BELOW_LOG)
    value = m.where(y < 2.0, near, far)
    turn = _Turn(m, y)
    mirrored = value + (m.where(small, 0.0, u) + turn.pi_cotangent(m))
    negative = m.where(turn.distance > 0.0, mirrored, m.divide(math.nan, y))
    pole = m.where(y > 0.0, negative, m.divide(-1.0, x))
    return m.where(x > 0.0, value - m.where(small, u, 0.0), pole)


class _Zeta:
    """factor · Σ (x + k)^(−s) over k ≥ 0, for positive x: the zeta function of Hurwitz.

    The first terms one by one, of the others the sum formula of Euler and Maclaurin. Powers are
    squares, so that the factor keeps them in the range of doubles.
    """

    def __init__(self, m: Any, s: Any, factor: Any) -> None:
        self.s, self.factor = s, factor
        self.rising = [(s + (2 * j - 1.0)) * (s + 2.0 * j) for j in range(1, len(BERNOULLI))]

    def power(self, m: Any, x: Any) -> Any:
        root = m.power(x, -0.5 * self.s)
        return root * (self.factor * root)

    def __call__(self, m: Any, x: Any) -> Any:
        far = x >= 10.0 + self.s
        terms = sum((self.power(m, x + float(k)) for k in range(1, 10)), self.power(m, x))
        start = m.where(far, x, x + 10.0)
        u = m.divide(1.0, start)
        tail = BERNOULLI[-1]
        for c, rising in zip(BERNOULLI[-2::-1], self.rising[::-1], strict=True):
            tail = c + u * u * rising * tail
        root = m.power(start, -0.5 * self.s)
        sum_of_tail = m.divide(start, self.s - 1.0) + (0.5 + self.s * u * tail)
        rest = root * sum_of_tail * (self.factor * root)
        return m.where(start < math.inf, m.where(far, rest, terms + rest), m.divide(1.0, x))


def _polygamma(m: Any, n: Any, x: Any) -> Any:
    """(−1)^(n + 1) · n! · ζ(n + 1, x), of n rounded to a whole number.

    For negative x the sum over all whole numbers, which depends on the distance from a pole alone,
    less the terms that are not in ζ.
    """
    y, n = m.abs(x), m.floor(n + 0.5)
    s, is_odd = n + 1.0, m.floor(0.5 * n) < 0.5 * n
    zeta = _Zeta(m, s, gamma(m, s))
    turn = _Turn(m, y)
    negative = x < 0.0
    value = zeta(m, m.where(negative, 1.0 - turn.offset, x))
    others, missing = zeta(m, 1.0 + turn.offset), zeta(m, 1.0 + y)
    at = zeta.power(m, turn.distance)
    at = m.where(is_odd, at, m.where(turn.is_above_half, at, -at))
    even = at + (value - others) + missing
    mirrored = m.where(is_odd, at + (value + others) - missing, even)
    pole = m.where(is_odd, math.inf, math.nan)
    mirrored = m.where(turn.distance > 0.0, mirrored, m.where(y < math.inf, pole, math.nan))
    found = m.where(negative, mirrored, value)
    signed = m.where(n == 0.0, _digamma(m, x), m.where(is_odd, found, -found))
    known = m.where(n >= 0.0, n <= LARGEST_ORDER, False)
    return m.where(known, signed, math.nan)


RULES: Final[dict[str, Callable[..., Any]]] = {
    "gamma": gamma,
    "lgamma": _lgamma,
    "digamma": _digamma,
    "polygamma": _polygamma,
}
