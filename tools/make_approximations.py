"""Write coefficients of approximations into autograd_lite/special.

    python tools/make_approximations.py

Each is the polynomial that meets its function at Chebyshev's points (computed with mpmath, 50
digits), its variable mapped to [−1, 1], the highest power first.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath

SPECIAL = Path(__file__).parents[1] / "autograd_lite" / "special"
HEAD = '"""Coefficients, the highest power first, as tools/make_approximations.py writes them."""\n'
Function = Callable[[Any], Any]


def coefficients(f: Function, low: Any, high: Any, degree: int) -> tuple[float, ...]:
    """The polynomial in t, where x = (low + high)/2 + t · (high − low)/2."""
    n = degree + 1
    angles = [mpmath.pi * (2 * k + 1) / (2 * n) for k in range(n)]
    middle, half = (mpmath.mpf(low) + high) / 2, (mpmath.mpf(high) - low) / 2
    values = [f(middle + half * mpmath.cos(angle)) for angle in angles]
    found = [mpmath.mpf(0)] * n
    last, this = [mpmath.mpf(0)], [mpmath.mpf(1)]  # of T₋₁ and T₀ as powers of t
    for j in range(n):
        pairs = zip(values, angles, strict=True)
        weight = (1 + (j > 0)) * mpmath.fsum(v * mpmath.cos(j * a) for v, a in pairs) / n
        found = [x + weight * y for x, y in zip(found, _padded(this, n), strict=True)]
        twice = [mpmath.mpf(0), *((1 + (j > 0)) * x for x in this)]
        before = _padded(last, j + 2) if j else [0, 0]
        last, this = this, [x - y for x, y in zip(twice, before, strict=True)]
    return tuple(float(x) for x in reversed(found))


def _padded(powers: list[Any], size: int) -> list[Any]:
    return [*powers, *[mpmath.mpf(0)] * (size - len(powers))]


def gamma_tables() -> dict[str, tuple[float, ...]]:
    """Of the gamma function and its logarithm's derivatives."""
    root = mpmath.findroot(mpmath.digamma, 1.46)

    def between_zeros(x: Any) -> Any:
        return mpmath.loggamma(x) / ((x - 1) * (x - 2))

    def stirling(u: Any) -> Any:  # of x = 1/u
        return mpmath.gamma(1 / u) * mpmath.exp(1 / u) * u ** (1 / u - 0.5)

    def stirling_log(v: Any) -> Any:  # of x = 1/√v
        return mpmath.log(stirling(mpmath.sqrt(v)) / mpmath.sqrt(2 * mpmath.pi)) / mpmath.sqrt(v)

    def below_log(u: Any) -> Any:
        return (-mpmath.log(u) - mpmath.digamma(1 / u)) / u

    return {
        "GAMMA": coefficients(mpmath.gamma, 1, 2, 21),
        "STIRLING": coefficients(stirling, 0, mpmath.mpf(1) / 3, 13),
        "LGAMMA_BELOW_1": coefficients(between_zeros, 0.5, 1, 20),
        "LGAMMA_BELOW_2": coefficients(between_zeros, 1, 2, 20),
        "LGAMMA_BELOW_4": coefficients(between_zeros, 2, 4, 20),
        "LGAMMA_BELOW_8": coefficients(between_zeros, 4, 8, 20),
        "LGAMMA_ABOVE_8": coefficients(stirling_log, 0, mpmath.mpf(1) / 64, 6),
        "DIGAMMA_BY_ROOT": coefficients(lambda x: mpmath.digamma(x) / (x - root), 1, 2, 21),
        "DIGAMMA_BELOW_LOG": coefficients(below_log, 0, 0.5, 17),
    }


def written(tables: dict[str, tuple[float, ...]]) -> str:
    lines = [HEAD, "# fmt: off"]
    for name, row in tables.items():
        lines += [f"{name} = (", *(f"    {x!r}," for x in row), ")"]
    return "\n".join([*lines, ""])


def main() -> None:
    with mpmath.workdps(50):
        (SPECIAL / "gamma_coefficients.py").write_text(written(gamma_tables()))


if __name__ == "__main__":
    main()
