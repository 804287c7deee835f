"""The cases: what users do, and with which numbers."""

import gzip
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite import datasets
from benchmarks.called.peers import CACHED, PEERS, Training
from benchmarks.cases import Task
from benchmarks.cases.compile_time import STEP, unrolled
from benchmarks.cases.mlp import parameters
from benchmarks.cases.scalar import START, rosenbrock
from benchmarks.peers import REFERENCE

ARRAY, LIST = "U1 value_and_grad(array)", "U1 value_and_grad(list)"
BACKWARD, ZERO_GRAD = "U2 loss.backward", "U2 model.zero_grad"
SGD, ADAM, LOOP = "U2 SGD.step", "U2 Adam.step", "U2 loop"
FITS = ("U3 digits", "U3 moons", "U3 diabetes")
FIRST_FIT, SECOND_FIT, PROGRAM = "first fit", "second fit", "program"
FIRST_RESULTS = {1: "U5 150 operations", 7: "U5 1000 operations", 28: "U5 4000 operations"}
SECOND_PROCESS = "second process"
SIZES, ROWS, ITERATIONS = (8, 32, 32, 1), 100, 10


def count(sizes: tuple[int, ...]) -> int:
    """How many parameters a network has."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def tasks(*, quick: bool = False) -> dict[str, Task]:
    """All tasks, by their names; ``quick`` ones are small and have the same kinds."""
    return {**_calls(quick), **_fits(quick), **_minima(quick), **_first_results(quick)}


# Plain calls ----------------------------------------------------------------------------------


def _calls(quick: bool) -> dict[str, Task]:
    sizes = (2, 4, 3, 1) if quick else SIZES
    network = f"tanh network {'-'.join(map(str, sizes))}, {count(sizes)} parameters"
    examples = f"{network}, {ROWS} examples"
    made = partial(_network, sizes)

    def flat() -> tuple[Any, ...]:
        arrays, X, y = made()
        return np.concatenate([np.ravel(x) for x in arrays]), sizes, X, y

    return {
        ARRAY: Task(f"{examples}; weights in one array", "gradient_of_array", flat, 1e-11),
        LIST: Task(f"{examples}; weights in a list of arrays", "gradient_of_list", made, 1e-11),
        BACKWARD: Task(f"{examples}; gradients are added up", "backward", made, 1e-11),
        ZERO_GRAD: Task(network, "zero_grad", made, 0.0),
        SGD: Task(network, "sgd_step", made, 1e-12),
        ADAM: Task(network, "adam_step", made, 1e-11),
        LOOP: Task(
            f"zero_grad, backward, SGD.step; {examples}", "loop", made, 1e-10,
            per=(ITERATIONS, "iteration"),
        ),
    }  # fmt: skip


def _network(sizes: tuple[int, ...]) -> tuple[Any, ...]:
    rng = np.random.default_rng(1)
    return parameters(sizes), rng.normal(size=(ROWS, sizes[0])), rng.normal(size=(ROWS, 1))


# Training -------------------------------------------------------------------------------------


def _fits(quick: bool) -> dict[str, Task]:
    found = {}
    for case, (shape, load, epochs, size) in _TRAININGS.items():
        times = 2 if quick else epochs
        batches = f"batches of {size}" if size else "all examples at once"
        title = f"{'-'.join(map(str, shape[0]))}, {', '.join(shape[1:])}, {times} epochs, {batches}"

        def training(
            shape: Any = shape, load: Any = load, times: int = times, size: Any = size
        ) -> tuple[Any]:
            X, y = (x[: 100 if quick else None] for x in load())
            return (Training(*shape, X, y, times, size or len(X), parameters(shape[0])),)

        turns = ((PROGRAM, "program"), (FIRST_FIT, "fit"), (SECOND_FIT, "fit_again"))
        for turn, kind in turns:
            found[f"{case}, {turn}"] = Task(
                title, kind, training, 1e-6, (1, "fit"), cold=kind != "fit_again",
                without=_without(REFERENCE, "scikit-learn", "PyTorch", "JAX jit"),
            )  # fmt: skip
    return found


def _digits() -> tuple[Any, Any]:
    table = np.loadtxt(_of_sklearn("digits.csv.gz"), delimiter=",")
    return np.ascontiguousarray(table[:, :-1]) / 16.0, table[:, -1].astype(int)


def _moons() -> tuple[Any, Any]:
    return datasets.moons(500, 0.1, rng=0)


def _diabetes() -> tuple[Any, Any]:
    X = np.loadtxt(_of_sklearn("diabetes_data_raw.csv.gz"))
    y = np.loadtxt(_of_sklearn("diabetes_target.csv.gz"))
    return (X - X.mean(axis=0)) / X.std(axis=0), (y - y.mean()) / y.std()


def _of_sklearn(name: str) -> list[str]:
    """The lines of a file of its data sets; it is not imported, for that would warm it up."""
    found = find_spec("sklearn")
    if found is None or found.origin is None:
        raise ImportError("scikit-learn is needed, which has the data")
    path = Path(found.origin).parent / "datasets" / "data" / name
    return gzip.decompress(path.read_bytes()).decode().splitlines()


#: shape, activation and loss; data, epochs and the size of a batch: None for all examples
_TRAININGS: dict[str, Any] = {
    FITS[0]: (((64, 32, 10), "relu", "cross_entropy"), _digits, 20, 64),
    FITS[1]: (((2, 16, 16, 1), "tanh", "binary_cross_entropy"), _moons, 200, None),
    FITS[2]: (((10, 32, 1), "tanh", "half_squared_error"), _diabetes, 100, 64),
}


# SciPy ----------------------------------------------------------------------------------------


def logistic(m: Any, weights: Any, x: Any, y: Any) -> Any:
    """The loss of logistic regression for an example, or for each row of many; y is −1 or 1."""
    return m.log(1.0 + m.exp(-y * (x @ weights)))


def _minima(quick: bool) -> dict[str, Task]:
    n, features, rows = (4, 3, 20) if quick else (100, 30, 500)

    def regression() -> tuple[Any, ...]:
        rng = np.random.default_rng(0)
        X = rng.normal(size=(rows, features))
        noisy = X @ rng.normal(size=features) + rng.normal(size=rows)
        return logistic, np.zeros(features), X, np.sign(noisy)

    per = (1, "minimisation")
    return {
        "U4 Rosenbrock": Task(
            f"50 iterations of L-BFGS-B in {n} variables", "minimize",
            lambda: (rosenbrock, np.linspace(-1.0, 0.5, n)), 1e-3, per,
        ),
        "U4 logistic regression": Task(
            f"at most 50 iterations of L-BFGS-B, {features} weights, {rows} examples", "minimize",
            regression, 1e-5, per,
        ),
    }  # fmt: skip


# The first result -----------------------------------------------------------------------------


def _first_results(quick: bool) -> dict[str, Task]:
    found = {}
    for steps, name in list(FIRST_RESULTS.items())[: 1 if quick else None]:
        operations = steps * STEP
        slow = steps > 7  # JAX would need minutes
        compilers = (REFERENCE, "ddx-ad", "CasADi", *(() if slow else ("JAX jit",)))
        keepers = (REFERENCE, CACHED, *(() if slow else ("JAX jit, cache",)))
        found[name] = Task(
            f"a function of {operations} operations and its gradient, in a fresh process",
            "first_result", partial(_pendulum, steps), 1e-8, (1, "result"), cold=True,
            without=_without(*compilers),
        )  # fmt: skip
        found[f"{name}, {SECOND_PROCESS}"] = found[name]._replace(
            title=f"the same after another process kept what it compiled; {REFERENCE} without that",
            again=True,
            without=_without(*keepers),
        )
    return found


def _pendulum(steps: int) -> tuple[Any, ...]:
    return partial(unrolled, steps=steps), np.array(START)


def _without(*peers: str) -> frozenset[str]:
    """All others, which then need no new process."""
    return frozenset(PEERS) - {*peers}
