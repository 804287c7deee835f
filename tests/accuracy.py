"""The accuracy of every operation over the whole range of doubles, as a table.

    python tests/accuracy.py [--examples N] [--write] [operation ...]

The error is in units of the last place (`oracle.errors` says which). Beside this library stand
JAX, the autograd package, PyTorch and SciPy, where they are installed, on the same operands. With
``--write`` the table of docs/reference/accuracy.md is written anew, or the rows of the operations
that are named, if the columns stay. The exit status is 1 if an operation exceeds the bound of its
record.
"""

import argparse
import itertools
import math
import multiprocessing
import platform
import random
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from oracle import LARGEST, SMALLEST_NORMAL, errors, second_errors, stays_in_range
from peers import PEERS, installed, version

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
        if max(gradients, default=0.0) > self.gradient:
            self.gradient, self.gradient_at = max(gradients), operands
        if max(seconds, default=0.0) > self.second:
            self.second, self.second_at = max(seconds), operands

    def asked(self, gradient: bool) -> list[float]:
        """The errors of the value and, if asked for, of the gradient."""
        return [self.value, self.gradient] if gradient else [self.value]

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


# Beside others -----------------------------------------------------------------------------

#: from which error on, in ulp, half of the values are those of another function of the same name
NO_APPROXIMATION = 1e12


def worst_of_peer(peer: str, operation: Operation, examples: int) -> Worst | None:
    by_count: dict[int, list[Operands]] = {}
    for operands in samples(operation, examples):
        if any(0.0 < abs(x) < SMALLEST_NORMAL for x in operands):
            continue  # JAX takes subnormal numbers for 0
        by_count.setdefault(len(operands), []).append(operands)
    seen, values = Worst(), []
    for points in by_count.values():
        try:
            results = PEERS[peer].results(operation, points)
        except Exception:  # another signature under the same name
            return None
        if results is None:
            return None
        for operands, (value, *gradients) in zip(points, results, strict=True):
            found = errors(operation, operands, value, gradients)
            seen.see(operands, found)
            values.append(found[0])
    return seen if sorted(values)[len(values) // 2] < NO_APPROXIMATION else None


# The table ----------------------------------------------------------------------------------

DOCUMENT = Path(__file__).parents[1] / "docs" / "reference" / "accuracy.md"
#: where what is written begins
HEADING = "## What was measured\n"


class Row(NamedTuple):
    """What was found for an operation, here and in other libraries."""

    name: str
    seen: Worst
    peers: dict[str, Worst | None]

    @property
    def kept(self) -> bool:
        """Whether the operation keeps its bound."""
        return self.seen.error <= TABLE[self.name].ulps

    def cells(self) -> list[str]:
        """The errors, as they stand in the document."""
        own = [f"{x:.2f}" for x in (self.seen.value, self.seen.gradient, self.seen.second)]
        others = [
            f"{x:.2g}" if found else "–"
            for peer, found in self.peers.items()
            for x in (found or Worst()).asked(PEERS[peer].differentiates)
        ]
        return own + others

    def line(self) -> str:
        """The errors, and where the worst are, for a terminal."""
        places = f"{self.seen.value_at}; {self.seen.gradient_at}; {self.seen.second_at}"
        cells = "".join(f"{cell:>9}" for cell in self.cells())
        return f"{self.name:33}{cells}{TABLE[self.name].ulps:6.1f}  {places}"


def row(name: str, examples: int, peers: Sequence[str]) -> Row:
    """The row of an operation."""
    warnings.simplefilter("ignore")  # of the peers, about overflow
    operation = TABLE[name]
    others = {peer: worst_of_peer(peer, operation, examples) for peer in peers}
    return Row(name, worst(operation, examples), others)


def columns(peers: Sequence[str]) -> list[str]:
    """The heads of the columns."""
    others = [
        head
        for peer in peers
        for head in (f"{PEERS[peer].title}: value", "gradient")[: 1 + PEERS[peer].differentiates]
    ]
    return ["value", "gradient", "second", *others]


def written(rows: Sequence[Row], peers: Sequence[str], examples: int) -> str:
    """The part of the document that is measured: of operations not among the rows, as it was."""
    head = " | ".join(["operation", *columns(peers)])
    lines = {each.name: " | ".join([each.name, *each.cells()]) for each in rows}
    before = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)[2]
    if f"| {head} |" in before:
        lines = {
            name: text for text, name in re.findall(r"^\| ((\w+) .*) \|$", before, re.M)
        } | lines
    table = [head, " | ".join(["---", *("---:" for _ in columns(peers))])]
    table += [lines[name] for name in TABLE if name in lines]
    return "\n".join([HEADING, conditions(peers, examples), *(f"| {each} |" for each in table), ""])


def conditions(peers: Sequence[str], examples: int) -> str:
    """Where and with what it was measured."""
    library, release = platform.libc_ver()
    beside = ", ".join(map(version, peers))
    return (
        f"{examples} operands for each operation, {date.today()}; {platform.machine()}, "
        f"{library} {release}, "
        f"Python {platform.python_version()}{', beside ' if peers else ''}{beside}.\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Errors of every operation, in ulp.")
    parser.add_argument("--examples", type=int, default=1000, help="operands per operation")
    parser.add_argument(
        "--write", action="store_true", help="write the table of docs/reference/accuracy.md"
    )
    parser.add_argument("operation", nargs="*", default=[])
    options = parser.parse_args()
    names, peers = options.operation or list(TABLE), installed()
    heads = [each.partition(":")[0] for each in columns(peers)]
    print(f"{'operation':33}{''.join(f'{each[:8]:>9}' for each in heads)} bound  worst at")
    rows = []
    with multiprocessing.get_context("spawn").Pool() as pool:
        for each in pool.imap(partial(row, examples=options.examples, peers=peers), names):
            print(each.line(), flush=True)
            rows.append(each)
    if options.write:
        text = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)[0]
        DOCUMENT.write_text(text + written(rows, peers, options.examples), encoding="utf-8")
    failed = [each.name for each in rows if not each.kept]
    if failed:
        print(f"beyond their bounds: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
