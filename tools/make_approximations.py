"""The coefficients of `autograd_lite.special`: python tools/make_approximations.py [name ...]

A function that is analytic beyond the ends of an interval is interpolated there at Chebyshev's
points, with 60 digits, by a polynomial whose error is far below the last bit of a double. It is
printed in powers of its variable, the constant first. The variable runs over −1 … 1, to which a
half-line x ≥ 0 is mapped by (x − c) / (x + c).
"""

import sys
from collections.abc import Callable
from functools import partial
from textwrap import fill, indent
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


def scaled(n: int, x: Any) -> Any:
    """exp(−x) Iₙ(x)."""
    return mp.exp(-x) * mp.besseli(n, x)


def drop(x: Any) -> Any:
    """exp(−x) (I₀(x) − I₁(x)), the derivative of exp(−x) I₀(x) but for its sign."""
    return scaled(0, x) - scaled(1, x)


def drop_of_drop(x: Any) -> Any:
    """The derivative of that, again but for its sign."""
    return 2 * drop(x) - scaled(1, x) / x


def rise(x: Any) -> Any:
    """The derivative of exp(−x) I₁(x)."""
    return drop(x) - scaled(1, x) / x


def far(f: Callable[[Any], Any], limit: Any, power: Any) -> Approximation:
    """f(x) · x**power in powers of 16/x − 1, for x ≥ 8."""
    return Approximation(lambda u: f(16 / (1 + u)) * (16 / (1 + u)) ** power if u > -1 else limit)


def pieces(name: str, f: Callable[[Any], Any], limit: Any, power: Any) -> dict[str, Approximation]:
    """A function that falls as x**−power, for x from 0 to 2, to 8 and beyond."""
    return {
        f"{name}_NEAR": Approximation(lambda u: mp.exp(1 + u) * f(1 + u)),
        f"{name}_MIDDLE": Approximation(lambda u: f(x := from_mapped(u / 3, 4)) * x**power),
        f"{name}_FAR": far(f, limit, power),
    }


def hankel(n: int, second: bool) -> Approximation:
    """(P − 1) · x² or x · Q in powers of 1/x²: Jₙ is √(2/πx) (P cos χ − Q sin χ), x ≥ 8."""
    order = 4 * n * n

    def f(x: Any) -> Any:
        angle = x - (2 * n + 1) * mp.pi / 4
        bessel = mp.matrix([mp.besselj(n, x), mp.bessely(n, x)])
        turn = mp.matrix([mp.cos(angle), mp.sin(angle)])
        if second:
            return mp.sqrt(mp.pi * x / 2) * x * (bessel[1] * turn[0] - bessel[0] * turn[1])
        return (mp.sqrt(mp.pi * x / 2) * (bessel[0] * turn[0] + bessel[1] * turn[1]) - 1) * x * x

    limit = mp.mpf(order - 1) / 8 if second else -mp.mpf((order - 1) * (order - 9)) / 128
    return Approximation(even(lambda x: f(1 / x), limit), 0, mp.mpf(1) / 64)


def near_zero(n: int, f: Callable[[int, Any], Any], end: int) -> Approximation:
    """The function divided by xⁿ, in powers of x² up to ``end``."""
    return Approximation(even(partial(f, n), mp.mpf(1) / 2**n / mp.factorial(n), n), 0, end)


BESSEL = {
    f"J{n}_{name}": each
    for n in (0, 1, 2)
    for name, each in {
        "NEAR": near_zero(n, mp.besselj, 4),
        **{f"{c}": Approximation(lambda u, n=n, c=c: mp.besselj(n, c + u)) for c in (3, 5, 7)},
        "P": hankel(n, False),
        "Q": hankel(n, True),
    }.items()
} | {
    f"I{n}_{name}": each
    for n in (0, 1, 2)
    for name, each in {
        "NEAR": near_zero(n, mp.besseli, 64),
        "FAR": far(partial(scaled, n), 1 / mp.sqrt(2 * mp.pi), mp.mpf(1) / 2),
    }.items()
}


def lambertw_rise(p: Any) -> Any:
    """(1 + W(x)) / p, where p is √(2 (e x + 1))."""
    if p < mp.mpf(10) ** -15:
        return 1 - p / 3 + 11 * p**2 / 72
    return (1 + mp.lambertw((p * p / 2 - 1) / mp.e).real) / p


APPROXIMATIONS = {
    "RISE": Approximation(lambertw_rise, 0, mp.mpf(63) / 100),
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
    **BESSEL,
    **pieces("DROP", drop, 1 / mp.sqrt(8 * mp.pi), mp.mpf(3) / 2),
    **pieces("CURVE", drop_of_drop, 3 / mp.sqrt(32 * mp.pi), mp.mpf(5) / 2),
    **pieces("I1E", rise, -1 / mp.sqrt(8 * mp.pi), mp.mpf(3) / 2),
    **pieces(
        "I1E_CURVE",
        lambda x: (scaled(1, x) / x - rise(x)) / x - drop_of_drop(x),
        3 / mp.sqrt(32 * mp.pi),
        mp.mpf(5) / 2,
    ),
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
    sizes = [*map(abs, values)]
    enough = ENOUGH * max(min(sizes), max(sizes) / 8 if min(values) < 0 < max(values) else 0)
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
        print(f"_{name} = (")
        numbers = ", ".join(repr(float(x)) for x in found) + ","
        print(indent(fill(numbers, 96, break_on_hyphens=False), "    "))
        print(")")


if __name__ == "__main__":
    main()
