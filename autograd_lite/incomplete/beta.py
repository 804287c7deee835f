"""I_x(a, b), by a fraction on the side of the mean where it is the smaller one, or 1 − the other.

Didonato and Morris, Significant digit computation of the incomplete beta function ratios, 1992.
"""

import math
from functools import lru_cache
from typing import Any

from autograd_lite.incomplete.exact import exponential, log_beta_constant, log_beta_times
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
_VANISHING = -850.0
#: powers of a product stay in range, with room for their product
_LARGEST_LOG = 300.0


class _Density:
    """xᵃ⁻ⁱ (1 − x)ᵇ⁻ʲ / B(a, b).

    As ((x/c)^p ((1 − x)/d)^q · constant)ᵏ with powers of two c and d near the means and k, so that
    no argument of a power is rounded; k keeps them in range. Where all vanishes, x is held.
    """

    def __init__(self, a: float, b: float, i: int, j: int) -> None:
        self.powers = (a, i), (b, j)
        mean = a / (a + b)
        means = (max(part, 1e-300) for part in (mean, b / (a + b)))
        self.scales = [2.0 ** round(math.log2(part)) for part in means]
        exact = log_beta_constant(a, b, i, j, *self.scales)
        self.log = float(exact)
        self.low, self.high = (
            where_vanishing(self._log, far, mean, _VANISHING) if parameter > 64.0 else far
            for parameter, far in ((a, 0.0), (b, 1.0))
        )
        most = [abs(self.log), *self._logs(mean)]
        for x, tells in (self.low or 1e-300, self.low), (self.high, 1.0 - self.high):
            most += [each for each in self._logs(x) if tells or each > 0.0]
        self.roots = roots_for(max(map(abs, most)), _LARGEST_LOG)
        self.constant = exponential(exact, 0.5**self.roots)

    def _logs(self, x: float) -> list[float]:
        return [
            (power - n) * math.log((place or 1e-300) / scale)
            for (power, n), place, scale in zip(self.powers, (x, 1.0 - x), self.scales, strict=True)
        ]

    def _log(self, x: float) -> float:
        return sum(self._logs(x)) + self.log

    def __call__(self, m: Any, x: Any) -> Any:
        share = 0.5**self.roots
        held = m.where(x > self.low, m.where(x < self.high, x, self.high), self.low)
        other = 1.0 - held
        rest = (1.0 - other) - held  # what the rounding of the difference lost
        relative = m.divide(rest, m.where(other > 0.0, other, 1.0))
        found = self.constant * (1.0 + share * (self.powers[1][0] - self.powers[1][1]) * relative)
        for (whole, n), place, scale in zip(self.powers, (held, other), self.scales, strict=True):
            found = times_power(m, found, (1.0 / scale) * place, whole, n, share)
        found = squared(found, self.roots)
        return m.where(x > self.high, 0.0, m.where(x < self.low, 0.0, found))


class _Half:
    """I_x(a, b) for x up to ``meet``, y being 1 − x."""

    def __init__(self, a: float, b: float) -> None:
        self.a, self.b = a, b
        self.depth = round(60 + 1.5 * math.sqrt(max(a, b)))
        self.log = log_beta_times(a, b) if a < 1.0 else 0.0

    def _step(self, m: Any, x: Any, y: Any, n: int) -> Any:
        a, b = self.a, self.b
        upper = (a * y - b * x) + (1.0 + n * (1.0 + y))
        step = n + (a + n) / (a + 2.0 * n + 1.0) * upper
        return step + (n * (b - n) / (a + (2.0 * n - 1.0))) * x if n else step

    def value(self, m: Any, x: Any, y: Any, density: Any) -> Any:
        """xᵃ yᵇ / B(a, b) over the fraction."""
        a, b = self.a, self.b
        total = self._step(m, x, y, self.depth)
        for n in range(self.depth, 0, -1):
            factor = (
                (a + (n - 1.0)) * (a + b + (n - 1.0)) * n * (b - n) / (a + (2.0 * n - 1.0)) ** 2
            )
            total = self._step(m, x, y, n - 1) + m.divide(factor * (x * x), total)
        return m.divide(density, total)

    def complement(self, m: Any, x: Any) -> Any:
        """1 − I_x(a, b) of small a, where I is nearly 1: by its series, less its first term."""
        term, terms = 1.0, []
        for n in range(1, 90):
            term *= (n - self.b) / n
            terms.append(term / (self.a + n))
        return complement(m, self.a, x, self.log, terms)


def _within(m: Any, x: Any, most: float) -> Any:
    return m.where(x < most, x, most)


@lru_cache(maxsize=256)
def _density(a: float, b: float, i: int, j: int) -> Operation:
    """xᵃ⁻ⁱ (1 − x)ᵇ⁻ʲ / B(a, b), whose derivative is made of two more."""
    rule = _Density(a, b, i, j)
    p, q = a - i, b - j

    def gradients(m: Any, out: Any, x: Any) -> tuple[Any]:
        rising = p * applied(m, _density(a, b, i + 1, j), x) if p else 0.0
        falling = q * applied(m, _density(a, b, i, j + 1), x) if q else 0.0
        # of two that are infinite at an edge the one whose power is lower there
        edge = m.where(x < 0.5, rising, -falling)
        slope = m.where(m.abs(edge) < math.inf, rising - falling, edge)
        return (m.where(out == out, slope, out),)

    def latex(x: str) -> str:
        below = rf"\operatorname{{beta}}({written(a)}, {written(b)})"
        return rf"\frac{{{x}^{{{written(p)}}} \cdot (1 - {x})^{{{written(q)}}}}}{{{below}}}"

    return OfParameters(
        "beta_density",
        f"x^{p:g} (1 − x)^{q:g} / B({a:g}, {b:g})",
        "x^a (1 − x)^b",
        latex,
        forward=lambda m, x: m.where(x >= 0.0, m.where(x <= 1.0, rule(m, x), math.nan), math.nan),
        gradients=gradients,
        domain=lambda x: 0.0 <= x <= 1.0,
        factory=_density,
        parameters=(a, b, i, j),
    )


@lru_cache(maxsize=256)
def regularised(a: float, b: float) -> Operation:
    """I_x(a, b) of its parameters."""
    meet = (a + 1.0) / (a + b + 2.0)
    density, left, right = _Density(a, b, 0, 0), _Half(a, b), _Half(b, a)

    def forward(m: Any, x: Any) -> Any:
        y = 1.0 - x
        common = density(m, x)
        low, high = _within(m, x, meet), _within(m, y, 1.0 - meet)
        if b < 1.0:
            above = right.complement(m, high)
        else:
            above = 1.0 - right.value(m, high, 1.0 - high, common)
        found = m.where(x < meet, left.value(m, low, 1.0 - low, common), above)
        return m.where(x >= 0.0, m.where(x <= 1.0, found, math.nan), math.nan)

    return OfParameters(
        "betainc",
        f"betainc({a:g}, {b:g}, x): the regularised incomplete beta function.",
        f"I({a:g}, {b:g}, ·)",
        lambda x: rf"\operatorname{{I}}({written(a)}, {written(b)}, {x})",
        forward=forward,
        gradients=lambda m, out, x: (applied(m, _density(a, b, 1, 1), x),),
        domain=lambda x: 0.0 <= x <= 1.0,
        factory=regularised,
        parameters=(a, b),
    )
