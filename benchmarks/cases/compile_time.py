"""B4: how long it takes until a gradient is there, per operation that the function does."""

from functools import partial
from typing import Any

import numpy as np

from benchmarks.cases import Task
from benchmarks.cases.mlp import EAGER
from benchmarks.cases.scalar import START, distance, step

#: of the double pendulum
STEP = 144
SIZES = (1_000, 10_000, 100_000)
#: steps of the program that autograd_lite makes of an operation, its share of the gradient included
_PROGRAM = 2.6
#: they record anew for every call
_WITHOUT = EAGER | {"PyTorch", "autograd"}


#: compilers that need minutes
_SLOW = {
    10_000: frozenset({"JAX jit"}),
    100_000: frozenset({"JAX jit", "CasADi, C by gcc"}),
}


def unrolled(m: Any, x: Any, *, steps: int) -> Any:
    """As `scalar.pendulum`, for a peer that has loops too, without one."""
    state = (x[0], x[1], x[2], x[3])
    for _ in range(steps):
        state = step(m, state)
    return distance(state)


def name_of(size: int) -> str:
    """The name of the task of this size."""
    return f"B4 {size} nodes"


def operations(size: int) -> int:
    """How many its function has: those of whole steps."""
    return round(size / STEP) * STEP


def tasks(quick: bool) -> dict[str, Task]:
    """Longer and longer programs."""
    found = {}
    for size in (300,) if quick else SIZES:
        nodes = operations(size)
        found[name_of(size)] = Task(
            f"from a function of {nodes} operations, {_PROGRAM} times as many with its gradient, "
            "to that gradient",
            "gradient",
            partial(_arguments, nodes // STEP),
            tolerance=1e-8,
            per=(nodes, "operation"),
            cold=True,
            without=_WITHOUT | _SLOW.get(size, frozenset()),
        )
    return found


def _arguments(steps: int) -> tuple[Any, ...]:
    return partial(unrolled, steps=steps), np.array(START)
