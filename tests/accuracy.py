"""The accuracy of every operation over the whole range of doubles, as a table.

    python tests/accuracy.py [--examples N] [operation ...]

The error is in units of the last place (`oracle.errors` says which). Beside this library stand
JAX, the autograd package and PyTorch, where they are installed, on the same operands. The exit
status is 1 if an operation exceeds the bound of its record.
"""

import argparse
import importlib
import itertools
import math
import multiprocessing
import random
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import signature
from typing import Any

from oracle import LARGEST, SMALLEST_NORMAL, errors, second_errors, stays_in_range

from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

Operands = tuple[float, ...]

EXTREMES = [0.0, 1.0, 5e-324, SMALLEST_NORMAL, LARGEST]
#: where second derivatives lose digits that first ones keep: tiny, huge, beside an edge
MARKS = [
    *(0.0, 1e-200, 1e-160, 1e-20, 1e-10, 0.25, 0.5, 0.75, 1.25, 2.0, 20.0, 300.0),
    *(1e10, 1e90, 1e160, 1e200),
    *(1.0 - 10.0**-k for k in (3, 6, 9, 12, 15)),
    *(1.0 + 10.0**-k for k in (3, 6, 9, 12, 15)),
]
KINDS_OF_NUMBERS: list[Callable[[random.Random], float]] = [
    lambda rng: rng.choice(EXTREMES),
    lambda rng: rng.choice(MARKS),
    lambda rng: math.ldexp(rng.uniform(1, 2), rng.randint(-1074, 1023)),
    lambda rng: math.ldexp(rng.uniform(1, 2), rng.randint(-40, 10)),
    lambda rng: 1.0 + rng.choice([-1, 1]) * math.ldexp(rng.random(), -rng.randint(0, 52)),
    lambda rng: rng.uniform(0, 3),
    lambda rng: rng.uniform(0, 40),
    lambda rng: rng.uniform(0, 750),
    lambda rng: rng.randint(0, 20) / 4,
]


def draw(operation: Operation, rng: random.Random) -> Iterator[Operands]:
    """Operands where the bound of the operation is promised, without end."""
    counts = [n for n in range(1, 5) if n in operation.arity]
    while True:
        operands = [number(rng) for _ in range(rng.choice(counts))]
        if rng.random() < 0.25:  # nearly equal ones, or nearly opposite ones, may cancel
            i, j = rng.randrange(len(operands)), rng.randrange(len(operands))
            neighbour = math.nextafter(operands[i], rng.choice([-math.inf, math.inf]))
            operands[j] = rng.choice([1, -1]) * rng.choice([operands[i], neighbour])
        x = tuple(operands)
        if not all(map(math.isfinite, x)) or not operation.domain(*x) or not operation.smooth(*x):
            continue
        if not operation.cancellation or stays_in_range(operation, x):
            yield x


def number(rng: random.Random) -> float:
    return rng.choice([1.0, -1.0]) * rng.choice(KINDS_OF_NUMBERS)(rng)


def outside(operation: Operation) -> list[Operands]:
    """Operands at which an operation is not defined, nor anywhere near, and that are no poles."""
    numbers = [sign * x for x in (1e-300, 1e-10, 0.31, 1.0, 1.31, 3.5, 1e200) for sign in (1, -1)]
    counts = [n for n in (1, 2, 3) if n in operation.arity]
    points = [x for n in counts for x in itertools.product(numbers, repeat=n)]
    return [
        x
        for x in points
        if not any(operation.domain(*near) for near in _around(x))
        and not math.isinf(operation.forward(FLOATS, *x))
    ]


def _around(operands: Operands) -> Iterator[Operands]:
    moved = [(x, x * (1.0 - 1e-12), x * (1.0 + 1e-12)) for x in operands]
    return itertools.product(*moved)


@dataclass
class Worst:
    """The largest errors seen, and the operands of each."""

    value: float = 0.0
    value_at: Operands = ()
    gradient: float = 0.0
    gradient_at: Operands = ()
    second: float = 0.0
    second_at: Operands = ()

    def see(
        self, operands: Operands, found: Sequence[float], seconds: Sequence[float] = ()
    ) -> None:
        value, *gradients = found
        if value > self.value:
            self.value, self.value_at = value, operands
        if max(gradients) > self.gradient:
            self.gradient, self.gradient_at = max(gradients), operands
        if max(seconds, default=0.0) > self.second:
            self.second, self.second_at = max(seconds), operands

    @property
    def error(self) -> float:
        return max(self.value, self.gradient, self.second)


def samples(operation: Operation, examples: int) -> Iterator[Operands]:
    """The same operands on every run."""
    source = draw(operation, random.Random(operation.name))
    return (next(source) for _ in range(examples))


def marks(operation: Operation) -> list[Operands]:
    """All marks that an operation on one number is defined at."""
    numbers = [(sign * x,) for x in MARKS for sign in (1.0, -1.0)] if 1 in operation.arity else []
    return [x for x in numbers if operation.domain(*x) and operation.smooth(*x)]


def worst(operation: Operation, examples: int) -> Worst:
    seen = Worst()
    for operands in [*marks(operation), *samples(operation, examples)]:
        seen.see(operands, errors(operation, operands), second_errors(operation, operands))
    return seen


# Other libraries ----------------------------------------------------------------------------


def jax_results(operation: Operation, points: list[Operands]) -> list[list[float]] | None:
    import jax
    import numpy as np

    jax.config.update("jax_enable_x64", True)
    rooms = [jax.nn, jax.numpy, jax.scipy.special, jax.scipy.stats.norm]
    function = _lookup(operation, rooms)
    if function is None:
        return None
    if operation is TABLE["gelu"]:
        function = lambda x: jax.nn.gelu(x, approximate=False)  # noqa: E731
    n = len(points[0])
    call = _as_called(operation, function, jax.numpy.stack)
    both = jax.jit(jax.vmap(jax.value_and_grad(call, argnums=tuple(range(n)))))
    value, gradients = both(*np.array(points).T)
    return np.array([value, *gradients]).T.tolist()


def autograd_results(operation: Operation, points: list[Operands]) -> list[list[float]] | None:
    import autograd
    import autograd.numpy as np
    import autograd.scipy.special
    import autograd.scipy.stats

    function = _lookup(operation, [np, autograd.scipy.special, autograd.scipy.stats.norm])
    if function is None:
        return None
    call = _as_called(operation, function, np.array)
    places = range(len(points[0]))
    numbers = [list(map(np.float64, x)) for x in points]
    return [
        [float(call(*x)), *(float(autograd.grad(call, i)(*x)) for i in places)] for x in numbers
    ]


def torch_results(operation: Operation, points: list[Operands]) -> list[list[float]] | None:
    import torch

    function = _lookup(operation, [torch, torch.special, torch.nn.functional])
    if function is None:
        return None
    call = _as_called(operation, function, torch.stack)
    columns = [
        torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in zip(*points, strict=True)
    ]
    value = call(*columns)
    gradients = torch.autograd.grad(value.sum(), columns)
    return torch.stack([value, *gradients]).T.tolist()


def _lookup(operation: Operation, rooms: list[Any]) -> Callable[..., Any] | None:
    name = operation.name.removeprefix("norm_")
    numpy_name = "arc" + name[1:]  # before "asin", which autograd does not differentiate
    found = [getattr(room, each, None) for room in rooms for each in (numpy_name, name)]
    return next((each for each in found if callable(each)), None)


def _as_called(
    operation: Operation, function: Callable[..., Any], stack: Callable[..., Any]
) -> Callable[..., Any]:
    one_sequence = len(signature(operation.unpack).parameters) == 1 and not operation.unary
    if one_sequence and operation.unpack is not TABLE["maximum"].unpack:
        fixed = len(operation.arity) == 1
        return function if fixed else lambda *x: function(stack(x))
    return function


PEERS = {"jax": jax_results, "autograd": autograd_results, "torch": torch_results}


def worst_of_peer(peer: str, operation: Operation, examples: int) -> Worst | None:
    by_count: dict[int, list[Operands]] = {}
    for operands in samples(operation, examples):
        if any(0.0 < abs(x) < SMALLEST_NORMAL for x in operands):
            continue  # JAX takes subnormal numbers for 0
        by_count.setdefault(len(operands), []).append(operands)
    seen = Worst()
    for points in by_count.values():
        try:
            results = PEERS[peer](operation, points)
        except Exception:  # another signature under the same name
            return None
        if results is None:
            return None
        for operands, (value, *gradients) in zip(points, results, strict=True):
            seen.see(operands, errors(operation, operands, value, gradients))
    return seen


# The table ----------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description="Errors of every operation, in ulp.")
    parser.add_argument("--examples", type=int, default=1000, help="operands per operation")
    parser.add_argument("operation", nargs="*", default=[])
    options = parser.parse_args()
    names = options.operation or list(TABLE)
    peers = [name for name in PEERS if _importable(name)]
    head = f"{'operation':33}{'value':>8}{'gradient':>9}{'second':>7}{'bound':>6}"
    print(head + "".join(f"{name:>18}" for name in peers) + "  worst at")
    with multiprocessing.get_context("spawn").Pool() as pool:
        rows = pool.imap(partial(row, examples=options.examples, peers=peers), names)
        failed = []
        for name, (line, kept) in zip(names, rows, strict=True):
            print(line, flush=True)
            if not kept:
                failed.append(name)
    if failed:
        print(f"beyond their bounds: {', '.join(failed)}")
    return 1 if failed else 0


def row(name: str, examples: int, peers: Sequence[str]) -> tuple[str, bool]:
    """The line of the table, and whether the operation keeps its bound."""
    warnings.simplefilter("ignore")  # of the peers, about overflow
    operation = TABLE[name]
    seen = worst(operation, examples)
    line = f"{name:33}{seen.value:8.2f}{seen.gradient:9.2f}{seen.second:7.2f}{operation.ulps:6.1f}"
    for peer in peers:
        other = worst_of_peer(peer, operation, examples)
        line += f"{other.value:9.2g}{other.gradient:9.2g}" if other else f"{'–':>18}"
    places = f"{seen.value_at}; {seen.gradient_at}; {seen.second_at}"
    return f"{line}  {places}", seen.error <= operation.ulps


def _importable(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
