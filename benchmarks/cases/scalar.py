"""B3: one point per call of functions with many operations."""

from functools import partial
from typing import Any

import numpy as np

from benchmarks.cases import Task


def rosenbrock(m: Any, x: Any) -> Any:
    """The valley in as many dimensions as x has."""
    return m.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


_N = 10
_VOLUMES = np.linspace(0.01, 0.05, _N)
_ATTRACTIONS = np.add.outer(np.arange(_N), np.arange(_N)) / 100.0 + 0.1


def helmholtz(m: Any, x: Any) -> Any:
    """The energy of a mixed gas (Griewank and Walther: Evaluating Derivatives): a dense Hessian."""
    volume = _VOLUMES @ x
    mixing = m.sum(x * m.log(x)) - m.sum(x) * m.log(1.0 - volume)
    ratio = (1.0 + 2.414213562373095 * volume) / (1.0 - 0.41421356237309515 * volume)
    return mixing - (x @ (_ATTRACTIONS @ x)) / (2.8284271247461903 * volume) * m.log(ratio)


def pendulum(m: Any, x: Any, *, steps: int) -> Any:
    """Where a double pendulum is after so many steps of Runge and Kutta."""
    return distance(m.repeat(steps, partial(step, m), (x[0], x[1], x[2], x[3])))


def distance(state: Any) -> Any:
    """From rest, squared."""
    return state[0] * state[0] + state[1] * state[1] + state[2] * state[2] + state[3] * state[3]


START = (1.0, -0.5, 0.2, 0.1)
_STEP = 0.001


def step(m: Any, state: Any) -> Any:
    """One step of Runge and Kutta."""
    k1 = _motion(m, *state)
    k2 = _motion(m, *_moved(state, k1, _STEP / 2))
    k3 = _motion(m, *_moved(state, k2, _STEP / 2))
    k4 = _motion(m, *_moved(state, k3, _STEP))
    return tuple(
        s + _STEP / 6 * (a + 2.0 * (b + c) + d)
        for s, a, b, c, d in zip(state, k1, k2, k3, k4, strict=True)
    )


def _moved(state: Any, speed: Any, time: float) -> Any:
    return [s + time * v for s, v in zip(state, speed, strict=True)]


def _motion(m: Any, a: Any, b: Any, va: Any, vb: Any) -> Any:
    """The speed of two equal masses at equal lengths: their angles, and what these gain."""
    sine, cosine = m.sin(a - b), m.cos(a - b)
    share = 2.0 - cosine * cosine
    pull_a, pull_b = va * va * sine - 9.81 * m.sin(b), vb * vb * sine + 19.62 * m.sin(a)
    return va, vb, -(pull_a * cosine + pull_b) / share, (2.0 * pull_a + pull_b * cosine) / share


def tasks(quick: bool) -> dict[str, Task]:
    """A gradient in many variables, a Hessian in few, and a long computation."""
    rng = np.random.default_rng(0)
    many, few = rng.normal(size=20 if quick else 1000), rng.uniform(0.5, 1.5, _N)
    steps = 2 if quick else 36
    return {
        "B3 Rosenbrock": Task(
            f"gradient of Rosenbrock's function in {len(many)} variables",
            "gradient",
            lambda: (rosenbrock, many),
        ),
        "B3 Hessian": Task(
            f"Hessian of Helmholtz energy in {_N} variables", "hessian", lambda: (helmholtz, few)
        ),
        "B3 pendulum": Task(
            f"gradient through {steps} steps of a double pendulum, some 5 000 operations",
            "gradient",
            lambda: (partial(pendulum, steps=steps), np.array(START)),
            tolerance=1e-10,
        ),
    }
