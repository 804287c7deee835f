"""The coefficients of `autograd_lite.special`: python tools/make_approximations.py [name ...]

A function that is analytic beyond the ends of an interval is interpolated there at Chebyshev's
points, with 60 digits, by a polynomial whose error is far below the last bit of a double. It is
printed in powers of its variable, the constant first. The variable runs over −1 … 1, to which a
half-line x ≥ 0 is mapped by (x − c) / (x + c).
"""

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import mpmath as mp

mp.mp.dps = 60
POINTS, ENOUGH = 64, mp.mpf(2) ** -56
LOWEST, HIGHEST, POLE = mp.sqrt(mp.log(2)), mp.mpf(273) / 10, 3  # of √(−log q), q from ½ to 0


class Approximation(NamedTuple):
    """What is interpolated, as a function of the variable, and where."""

    f: Callable[[Any], Any]
    low: Any = -1
    high: Any = 1


def from_mapped(u: Any, c: int = 3) -> Any:
    """The place on the half-line of a place between −1 and 1."""
    return c * (1 + u) / (1 - u) if u < 1 else mp.mpf(10) ** 40


def inverse_mills(t: Any) -> Any:
    """φ(t) / Φ(−t)."""
    if t > 1e4:
        return t + 1 / t - 2 / t**3 + 10 / t**5 - 74 / t**7 + 706 / t**9
    return mp.npdf(t) / (mp.erfc(t / mp.sqrt(2)) / 2)


def erfcinv_by_root(u: Any) -> Any:
    """erfcinv(exp(−s²)) / s − 1, of which the variable is a ratio of linear functions."""
    slope = (LOWEST + HIGHEST + 2 * POLE) / (HIGHEST - LOWEST)
    offset = LOWEST + POLE + slope * LOWEST
    s = (offset + POLE * u) / (slope - u)
    y = s * mp.mpf("0.9")
    for _ in range(100):  # Newton's, on logarithms
        tail = mp.erfc(y)
        step = (mp.log(tail) + s * s) * tail / (2 / mp.sqrt(mp.pi) * mp.exp(-y * y))
        y += step
        if abs(step) < mp.mpf(10) ** -50:
            break
    return y / s - 1


def even(f: Callable[[Any], Any], limit: Any, power: int = 0) -> Callable[[Any], Any]:
    """f(x) / x**power as a function of x²."""
    return lambda square: f(mp.sqrt(square)) / mp.sqrt(square) ** power if square else limit


def sinc_slope(x: Any) -> Any:
    return (mp.cospi(x) - mp.sincpi(x)) / x


def sinc_curve(x: Any) -> Any:
    return -(mp.pi**2) * mp.sincpi(x) - 2 * sinc_slope(x) / x


def within(f: Callable[[Any], Any], low: Any, high: Any) -> Approximation:
    """Of a variable that runs over −1 … 1 as the operand of f does between two numbers."""
    return Approximation(lambda t: f(((high - low) * t + high + low) / 2))


def lgamma_by_zeros(x: Any) -> Any:
    return mp.loggamma(x) / ((x - 1) * (x - 2))


def stirling(u: Any) -> Any:
    """Γ(x) eˣ x^(½ − x) of x = 1/u."""
    return mp.gamma(1 / u) * mp.exp(1 / u) * u ** (1 / u - mp.mpf("0.5"))


def log_stirling(square: Any) -> Any:
    u = mp.sqrt(square)
    return mp.log(stirling(u) / mp.sqrt(2 * mp.pi)) / u


def digamma_by_root(x: Any) -> Any:
    return mp.digamma(x) / (x - mp.findroot(mp.digamma, mp.mpf("1.46")))


def digamma_below_log(u: Any) -> Any:
    return (-mp.log(u) - mp.digamma(1 / u)) / u


APPROXIMATIONS = {
    "MILLS": Approximation(lambda u: (inverse_mills(t := from_mapped(u)) - t) * (1 + t)),
    "ERFCINV": Approximation(erfcinv_by_root),
    "ERFINV": Approximation(even(mp.erfinv, mp.sqrt(mp.pi) / 2, 1), 0, mp.mpf(1) / 4),
    "SINC_SLOPE": Approximation(even(sinc_slope, -(mp.pi**2) / 3, 1), 0, mp.mpf(1) / 4),
    "SINC_CURVE": Approximation(even(sinc_curve, -(mp.pi**2) / 3), 0, 1),
    "GAMMA": within(mp.gamma, 1, 2),
    "STIRLING": within(stirling, 0, mp.mpf(1) / 3),
    "LGAMMA_BELOW_1": within(lgamma_by_zeros, mp.mpf(1) / 2, 1),
    "LGAMMA_BELOW_2": within(lgamma_by_zeros, 1, 2),
    "LGAMMA_BELOW_4": within(lgamma_by_zeros, 2, 4),
    "LGAMMA_BELOW_8": within(lgamma_by_zeros, 4, 8),
    "LGAMMA_ABOVE_8": within(log_stirling, 0, mp.mpf(1) / 64),
    "DIGAMMA_BY_ROOT": within(digamma_by_root, 1, 2),
    "DIGAMMA_BELOW_LOG": within(digamma_below_log, 0, mp.mpf(1) / 2),
}


def chebyshev(f: Callable[[Any], Any], low: Any, high: Any) -> list[Any]:
    """The coefficients of Chebyshev's polynomials, as many as are needed."""
    middle, half = mp.mpf(low + high) / 2, mp.mpf(high - low) / 2
    angles = [mp.pi * (k + mp.mpf(1) / 2) / POINTS for k in range(POINTS)]
    values = [f(middle + half * mp.cos(angle)) for angle in angles]
    found = [
        mp.fsum(y * mp.cos(j * angle) for y, angle in zip(values, angles, strict=True)) * 2 / POINTS
        for j in range(POINTS)
    ]
    found[0] /= 2
    enough = ENOUGH * min(map(abs, values))
    while len(found) > 1 and mp.fsum(map(abs, found[-2:])) < enough:
        found.pop()
    return found


def times(a: list[Any], b: list[Any]) -> list[Any]:
    """The product of two polynomials."""
    product = [mp.mpf(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


def plus(a: list[Any], b: list[Any]) -> list[Any]:
    """The sum of two polynomials, the first the longer one."""
    return [x + (b[i] if i < len(b) else 0) for i, x in enumerate(a)]


def powers(series: list[Any], low: Any, high: Any) -> list[Any]:
    """The same polynomial in powers of its variable: Clenshaw's recurrence."""
    half = mp.mpf(high - low) / 2
    u = [-mp.mpf(low + high) / 2 / half, 1 / half]
    later = last = [mp.mpf(0)]
    for c in reversed(series[1:]):
        twice = [2 * x for x in times(u, last)]
        later, last = last, plus(plus(twice, [-x for x in later]), [c])
    found = plus(plus(times(u, last), [-x for x in later]), series[:1])
    return found[: len(series)]


def main() -> None:
    for name in sys.argv[1:] or APPROXIMATIONS:
        f, low, high = APPROXIMATIONS[name]
        found = powers(chebyshev(f, low, high), low, high)
        print(f"{name}: Final = (")
        for i in range(0, len(found), 4):
            print("    " + ", ".join(repr(float(x)) for x in found[i : i + 4]) + ",")
        print(")")


if __name__ == "__main__":
    main()
