"""P(a, x) and Q(a, x): below x = a the lower one by its series, above the upper one by a fraction.

Gautschi, A computational procedure for incomplete gamma functions, 1979; the steps of the series
and of the continued fraction are those that suffice at x = a, where both need most.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from autograd_lite.incomplete.exact import gamma_constant, log_gamma_above_1
from autograd_lite.incomplete.parameters import OfParameters, applied, written
from autograd_lite.incomplete.products import (
    complement,
    roots_for,
    squared,
    times_power,
    where_vanishing,
)
from autograd_lite.primitives.operation import Operation

#: e to this power, and what multiplies it, is below every double
_VANISHING = -800.0
#: powers and exponentials of a product stay in range, with room for their product
_LARGEST_LOG = 600.0


class _Density:
    """xᵃ⁻ⁿ e⁻ˣ / Γ(a + 1 − n).

    As ((x/c)^p e^(c − x))ᵏ · constant, with powers of two c near a and k, so that no argument of a
    power or an exponential is rounded; k keeps them in range. Where all vanishes, x is held.
    """

    def __init__(self, a: float, n: int) -> None:
        self.a, self.n = a, n
        large = a >= 4.0
        self.scale = 2.0 ** round(math.log2(a)) if large else 1.0
        self.shift = self.scale if large else 0.0
        self.low = self._vanishing(0.0) if a > 64.0 else 0.0
        self.high = self._vanishing(100.0 * a + 2000.0)
        self.constant = gamma_constant(a, n, self.scale, self.shift)
        lows, highs = (self._logs(x) for x in (self.low or 1e-300, self.high))
        most = max(lows[1], *map(abs, highs), *map(abs, lows if self.low else [0.0]))
        self.roots = roots_for(most, _LARGEST_LOG)

    def _logs(self, x: float) -> list[float]:
        return [self.a * math.log(x / self.scale), self.shift - x]

    def _vanishing(self, far: float) -> float:
        least = self._log(self.a) + _VANISHING
        return where_vanishing(self._log, far, self.a, least)

    def _log(self, x: float) -> float:
        return self.a * math.log(x) - x

    def __call__(self, m: Any, x: Any) -> Any:
        if not self.constant:
            return m.where(x >= 0.0, 0.0, x)
        share = 0.5**self.roots
        held = m.where(x > self.low, m.where(x < self.high, x, self.high), self.low)
        below = held - self.shift
        rest = held - (below + self.shift)  # what the rounding of the difference lost
        found = m.exp(-share * below) * (1.0 - share * rest)
        found = times_power(m, found, (1.0 / self.scale) * held, self.a, self.n, share)
        found = self.constant * squared(found, self.roots)
        return m.where(x > self.high, 0.0, m.where(x < self.low, 0.0, found))


class _Halves:
    """The lower function below the place where they meet, and the upper one above."""

    def __init__(self, a: float) -> None:
        self.a = a
        self.density = _Density(a, 0)
        self.meet = max(a, 1.0)
        self.log_gamma = log_gamma_above_1(a) if a < 1.0 else 0.0
        self.steps = round(18 + 8.0 * math.sqrt(a))
        self.depth = round(100 + 2.5 * math.sqrt(a))

    def lower(self, m: Any, x: Any) -> Any:
        """xᵃ e⁻ˣ / Γ(a + 1) · (1 + x/(a + 1) · (1 + x/(a + 2) · …))."""
        below = m.where(x < self.meet, x, self.meet)
        total = 1.0
        for n in range(self.steps, 0, -1):
            total = 1.0 + m.divide(below, self.a + n) * total
        return self.density(m, x) * total

    def upper(self, m: Any, x: Any) -> Any:
        """xᵃ e⁻ˣ / Γ(a) / (x + 1 − a − 1 · (1 − a) / (x + 3 − a − 2 · (2 − a) / …))."""
        above = m.where(
            x > self.meet, m.where(x < self.density.high, x, self.density.high), self.meet
        )
        beyond = above - self.a
        total = beyond + (2.0 * self.depth + 1.0)
        for n in range(self.depth, 0, -1):
            total = (beyond + (2.0 * n - 1.0)) + m.divide(n * (self.a - n), total)
        return self.density(m, x) * m.divide(self.a, total)

    def small_upper(self, m: Any, x: Any) -> Any:
        """The upper one of small a and x, without 1 − the lower one, which is nearly 1.

        1 − xᵃ / Γ(a + 1) · (1 + a Σ (−x)ⁿ / (n! (a + n))).
        """
        below = m.where(x < self.meet, x, self.meet)
        terms = [(-1.0) ** n / (math.factorial(n) * (self.a + n)) for n in range(1, 21)]
        return complement(m, self.a, below, self.log_gamma, terms)


def _lower(halves: _Halves, m: Any, x: Any) -> Any:
    return m.where(x < halves.meet, halves.lower(m, x), 1.0 - halves.upper(m, x))


def _upper(halves: _Halves, m: Any, x: Any) -> Any:
    below = halves.small_upper(m, x) if halves.a < 1.0 else 1.0 - halves.lower(m, x)
    return m.where(x < halves.meet, below, halves.upper(m, x))


@lru_cache(maxsize=256)
def _density(a: float, n: int) -> Operation:
    """xᵃ⁻ⁿ e⁻ˣ / Γ(a + 1 − n), whose derivative is the next of them less itself."""
    rule = _Density(a, n)

    def latex(x: str) -> str:
        return rf"\frac{{{x}^{{{written(a - n)}}} e^{{-{x}}}}}{{\Gamma({written(a + 1 - n)})}}"

    return OfParameters(
        "gamma_density",
        f"x^{a - n:g} e^−x / Γ({a + 1 - n:g})",
        "x^a e^−x",
        latex,
        forward=lambda m, x: m.where(x >= 0.0, rule(m, x), math.nan),
        gradients=lambda m, out, x: (applied(m, _density(a, n + 1), x) - out,),
        domain=lambda x: x >= 0.0,
        factory=_density,
        parameters=(a, n),
    )


def _operation(
    name: str, letter: str, factory: Callable[[float], Operation], rule: Any, sign: float, a: float
) -> Operation:
    halves = _Halves(a)
    return OfParameters(
        name,
        f"{name}({a:g}, x): the regularised incomplete gamma function {letter}({a:g}, x).",
        f"{letter}({a:g}, ·)",
        lambda x: rf"\operatorname{{{letter}}}({written(a)}, {x})",
        forward=lambda m, x: m.where(x >= 0.0, rule(halves, m, x), math.nan),
        gradients=lambda m, out, x: (sign * applied(m, _density(a, 1), x),),
        domain=lambda x: x >= 0.0,
        factory=factory,
        parameters=(a,),
    )


@lru_cache(maxsize=256)
def lower(a: float) -> Operation:
    """P(a, x) of one parameter."""
    return _operation("gammainc", "P", lower, _lower, 1.0, a)


@lru_cache(maxsize=256)
def upper(a: float) -> Operation:
    """Q(a, x) of one parameter."""
    return _operation("gammaincc", "Q", upper, _upper, -1.0, a)
