"""B2: the gradient of the mean loss of a small network over many examples."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.cases import Task

#: engines that record every example anew, and one that has no arrays
EAGER = frozenset({"autograd_lite eager", "micrograd"})
PYTHON = frozenset({"autograd_lite, python"})


def squared_error(m: Any, parameters: Any, x: Any, y: Any) -> Any:
    """Of a tanh network for one example, or for each row of many.

    ``parameters`` holds the weights (outputs, inputs) and biases (outputs,) of the layers in turn.
    """
    for i in range(0, len(parameters), 2):
        x = x @ parameters[i].T + parameters[i + 1]
        x = m.tanh(x) if i < len(parameters) - 2 else x
    return (x - y) ** 2


def parameters(sizes: tuple[int, ...]) -> list[Any]:
    """Random weights and biases of a network whose layers have these sizes."""
    rng = np.random.default_rng(0)
    found = []
    for inputs, outputs in pairwise(sizes):
        found.append(rng.normal(size=(outputs, inputs)) / np.sqrt(inputs))
        found.append(rng.normal(size=outputs) * 0.1)
    return found


def arguments(sizes: tuple[int, ...], n: int) -> tuple[Any, ...]:
    """The loss of a network, its parameters, and so many examples."""
    rng = np.random.default_rng(1)
    return squared_error, parameters(sizes), rng.normal(size=(n, sizes[0])), rng.normal(size=(n, 1))


def tasks(quick: bool) -> dict[str, Task]:
    """Two networks, and few and many examples."""
    found = {}
    for sizes in ((2, 4, 3, 1),) if quick else ((2, 16, 16, 1), (8, 32, 32, 1)):
        for n in (10,) if quick else (100, 10_000):
            shape = "-".join(map(str, sizes))
            found[f"B2 {shape}, {n} examples"] = Task(
                f"tanh network {shape}, {n} examples",
                "mean_loss",
                partial(arguments, sizes, n),
                tolerance=1e-11,
                parallel=n > 1000,
                without=EAGER | PYTHON if n * sizes[1] > 1600 else frozenset(),
            )
    return found
