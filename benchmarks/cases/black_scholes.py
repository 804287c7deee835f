"""B1: the price of an option after Black and Scholes, and its five first derivatives."""

from typing import Any

import numpy as np

from benchmarks.cases import Task
from benchmarks.cases.mlp import PYTHON


def price(m: Any, spot: Any, strike: Any, time: Any, rate: Any, volatility: Any) -> Any:
    """What a European call is worth."""
    spread = volatility * m.sqrt(time)
    d1 = (m.log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / spread
    present = strike * m.exp(-rate * time)
    return spot * _normal(m, d1) - present * _normal(m, d1 - spread)


def _normal(m: Any, x: Any) -> Any:
    return 0.5 * (1.0 + m.erf(x * 0.7071067811865476))


_RANGES = ((80.0, 120.0), (80.0, 120.0), (0.2, 2.0), (0.01, 0.05), (0.1, 0.5))


def columns(n: int) -> list[Any]:
    """The arguments for so many points."""
    rng = np.random.default_rng(0)
    return [rng.uniform(*limits, n) for limits in _RANGES]


def tasks(quick: bool) -> dict[str, Task]:
    """A batch, and one point per call."""
    n = 1_000 if quick else 1_000_000
    size = "10⁶ points"

    def batch() -> tuple[Any, ...]:
        return price, columns(n)

    def point() -> tuple[Any, ...]:
        return price, [float(x[0]) for x in columns(1)]

    per_point = (n, "point")
    return {
        "B1 in place": Task(
            f"{size}, into arrays that are there",
            "batch_in_place",
            batch,
            per=per_point,
            parallel=True,
            without=PYTHON,
        ),
        "B1 allocated": Task(
            f"{size}, into new arrays",
            "batch",
            batch,
            per=per_point,
            parallel=True,
            without=PYTHON,
        ),
        "B1 one point, bound": Task("one point per call, in place", "bound", point),
        "B1 one point": Task("one point per call, numbers in and out", "point", point),
    }
