"""The cases: plain Python on whatever a peer computes with."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.cases import Task
from benchmarks.eager.peers import MICROGRAD, NATIVE, PEERS, PYTHON

PER_OPERATION, NETWORK = "MLP, operation by operation", "MLP of neurons"
CHAINS, CHAIN = "short chains", "chain"
LOOP, SUM = "sum, a loop", "sum, one operation"
GROWTH = "growth"
SIZES = (2, 16, 16, 1)
_EXAMPLES = 20
#: so many operations in a row micrograd can go back through, and some more
_DEEP = 400


def squared_error(model: Callable[[list[float]], Any], examples: Sequence[Any]) -> Any:
    """Of a network, added up over the examples."""
    differences = [model(x) + -y for x, y in examples]
    return sum(d * d for d in differences)


def multilayer(m: Any, leaves: Sequence[Any], *, examples: Sequence[Any]) -> Any:
    """The same by a network of which every multiplication and addition is an operation."""
    layers, parameters = [], iter(leaves)
    for inputs, outputs in pairwise(SIZES):
        layers.append([([next(parameters) for _ in range(inputs)], next(parameters))
                       for _ in range(outputs)])  # fmt: skip

    def model(x: list[Any]) -> Any:
        for layer in layers:
            x = [_linear(weights, x, bias) for weights, bias in layer]
            if layer is not layers[-1]:
                x = [m.relu(z) for z in x]
        return x[0]

    return squared_error(model, examples)


def _linear(weights: Sequence[Any], inputs: Sequence[Any], bias: Any) -> Any:
    total = bias
    for w, x in zip(weights, inputs, strict=True):
        total = total + w * x
    return total


def chains(m: Any, leaves: Sequence[Any], *, number: int, operations: int) -> Any:
    """x · a + b, · a + b, and so on; the sum of several of them.

    With |a| = 1 gradients go all the way; they would soon be 0 otherwise, which engines may skip.
    """
    start, a, b = leaves
    ends = []
    for _ in range(number):
        x = start
        for _ in range(operations // 2):
            x = x * a + b
        ends.append(x)
    return ends[0] if number == 1 else sum(ends)


def loop(m: Any, leaves: Sequence[Any]) -> Any:
    """Python's own sum, which adds one after the other."""
    return sum(leaves)


def wide(m: Any, leaves: Sequence[Any]) -> Any:
    """A sum that is one operation."""
    return m.sum(leaves)


def tasks(*, quick: bool = False) -> dict[str, Task]:
    """All of them, by their names; ``quick`` ones are small."""
    million = 1_000 if quick else 1_000_000
    terms = np.random.default_rng(3).normal(size=million).tolist()
    shape = "-".join(map(str, SIZES))
    recursive, slow = frozenset({MICROGRAD, "propgrad"}), frozenset({"PyTorch", "autograd"})
    others = frozenset(PEERS) - {NATIVE, PYTHON}
    found = {
        PER_OPERATION: Task(
            f"{_EXAMPLES} examples through a {shape} ReLU network, a node for every operation",
            "expression",
            lambda: (partial(multilayer, examples=_examples()), _parameters()),
            per=(_operations(), "operation"),
        ),
        NETWORK: Task(
            "the same by every library's own network, example by example",
            "network",
            lambda: (partial(squared_error, examples=_examples()), SIZES, _parameters()),
            per=(_operations(), "operation"),
        ),
        CHAINS: _chain(_DEEP, 2 if quick else 200),
        CHAIN: _chain(million)._replace(without=recursive | {"autograd"}),
        LOOP: Task(
            f"Python's sum of {million:,} leaves, which are made in the forward pass too",
            "expression",
            lambda: (loop, terms),
            per=(million, "term"),
            without=recursive | slow,
        ),
        SUM: Task(
            f"the sum of {million:,} leaves, made likewise, as one operation",
            "expression",
            lambda: (wide, terms),
            per=(million, "term"),
            without=others,
        ),
    }
    for exponent in (3,) if quick else (3, 4, 5, 6, 7):
        found[f"{GROWTH}, 10^{exponent}"] = _chain(10**exponent)._replace(without=others)
    return found


def _chain(operations: int, number: int = 1) -> Task:
    title = f"a chain of {operations:,} multiplications and additions in turn"
    return Task(
        title if number == 1 else f"{number} times {title}",
        "expression",
        lambda: (partial(chains, number=number, operations=operations), [0.3, -1.0, 0.75]),
        per=(number * operations, "operation"),
    )


def _operations() -> int:
    """A product and a sum for each weight, a ReLU, and two sums and a product for the error."""
    weights = sum(inputs * outputs for inputs, outputs in pairwise(SIZES))
    return _EXAMPLES * (2 * weights + sum(SIZES[1:-1]) + 3)


def _parameters() -> list[float]:
    rng, found = np.random.default_rng(0), []
    for inputs, outputs in pairwise(SIZES):
        rows = np.column_stack([
            rng.normal(size=(outputs, inputs)) / np.sqrt(inputs), 0.1 * rng.normal(size=outputs)
        ])  # fmt: skip
        found += rows.ravel().tolist()
    return found


def _examples() -> list[tuple[list[float], float]]:
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(_EXAMPLES, SIZES[0])), rng.normal(size=_EXAMPLES)
    return list(zip(X.tolist(), y.tolist(), strict=True))


TASKS = tasks()
