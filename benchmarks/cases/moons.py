"""B5: training a small network until it tells two moons apart."""

from typing import Any

import numpy as np

from autograd_lite import datasets
from benchmarks.cases import Task
from benchmarks.cases.mlp import parameters, squared_error

_SIZES, _RATE = (2, 16, 16, 1), 0.05
#: the first after which 95 of the 100 points are on the right side
EPOCHS = 37


def _arguments(epochs: int) -> tuple[Any, ...]:
    X, y = datasets.moons(100, 0.1, rng=0)
    return squared_error, parameters(_SIZES), X, 2.0 * y[:, None] - 1.0, epochs, _RATE


def adam(gradient: Any, weights: Any, epochs: int, rate: float) -> Any:
    """Move arrays in place, for peers that have no optimizer."""
    means, squares = ([np.zeros_like(w) for w in weights] for _ in range(2))
    for i in range(1, epochs + 1):
        for w, g, mean, square in zip(weights, gradient(), means, squares, strict=True):
            mean += 0.1 * (g - mean)
            square += 0.001 * (g * g - square)
            w -= rate * (mean / (1 - 0.9**i)) / (np.sqrt(square / (1 - 0.999**i)) + 1e-8)
    return weights


def tasks(quick: bool) -> dict[str, Task]:
    """From the first weights to 95 %, compiling and all."""
    epochs = 2 if quick else EPOCHS
    title = f"{epochs} epochs of Adam on 100 points, after which 95 % are right"
    return {"B5 moons": Task(title, "train", lambda: _arguments(epochs), tolerance=1e-7, cold=True)}
