"""What is differentiated: the rows of the table, as people call them; their operands; points."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from autograd_lite import Constant, Value
from autograd_lite.primitives.operation import TABLE, Operation


class Own(Value):
    """What a user derives from Value."""


#: what an operand may be by which nobody differentiates
KINDS: dict[str, Callable[[float], Any]] = {
    "float": float,
    "numpy": np.float64,
    "constant": Constant,
    "detached": lambda x: Value(x).detach(),
    "closed-over": Value,
    "own": Own,
}
VARIABLE = "variable"
MOST_OPERANDS = 4

SMOOTH = [0.3, -0.7, 1.7, 0.9]
#: kinks, ties, poles, edges of domains and their neighbours, integer and fractional exponents
EDGES = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, 6.0, 0.5, -0.5, 1.5, 0.25, 1.0 / 3.0]
EDGES += [math.nextafter(1.0, 0.0), math.nextafter(1.0, 2.0), 1.0 - 1e-12, 1e-10, -1e-10, 1e-20]
EXTREMES = [math.inf, -math.inf, math.nan, 20.0, -20.0, 800.0, -800.0, 1000.0, 1e155, -1e155]
EXTREMES += [1e300, -1e300, 1.7e308, 1e-300, -1e-300, 5e-324, -5e-324]
NUMBERS = [*SMOOTH, *EDGES, *EXTREMES]


class Formula(NamedTuple):
    """A function of ``count`` numbers; the name is enough to find it again."""

    name: str
    count: int
    apply: Callable[..., Any]


def called(operation: Operation, count: int) -> Callable[..., Any] | None:
    """The public call of an operation as a function of its flat operands; None if there is none."""
    half = count // 2
    forms: list[Callable[[tuple[Any, ...]], tuple[Any, ...]]] = [
        lambda x: x,
        lambda x: (x,),
        lambda x: (x, 0),
        lambda x: (x[:half], x[half : 2 * half], *x[2 * half :]),
    ]
    marks = tuple(object() for _ in range(count))
    for form in forms:
        try:
            if operation.unpack(*form(marks)) == marks:
                return lambda *x, form=form: operation(*form(x))
        except (TypeError, ValueError):
            continue  # it is called otherwise
    return None


def rows(table: Sequence[Operation] = tuple(TABLE.values())) -> Iterator[Formula]:
    """Every operation with every number of operands that the matrix tries."""
    for operation in table:
        for count in range(1, MOST_OPERANDS + 1):
            if count in operation.arity and (apply := called(operation, count)):
                yield Formula(f"{operation.name}/{count}", count, apply)


ROWS = {formula.name: formula for formula in rows()}


def subsets(count: int) -> list[tuple[int, ...]]:
    """The operands by which is differentiated; the last set is a number that is not used."""
    chosen = [x for n in range(1, count + 1) for x in combinations(range(count), n)]
    return [*chosen, (count,)]


def point(rng: random.Random, count: int) -> tuple[float, ...]:
    """Numbers of all kinds, often such that they tie, cancel or lie one apart."""
    pool = rng.choice([SMOOTH, SMOOTH + EDGES, NUMBERS])
    x: list[float] = []
    for _ in range(count):
        x.append(_related(rng, rng.choice(x)) if x and rng.random() < 0.3 else rng.choice(pool))
    rng.shuffle(x)
    return tuple(x)


def _related(rng: random.Random, x: float) -> float:
    return rng.choice([x, x, -x, x + 1.0, 1.0 - x, math.nextafter(x, math.inf)])


def function(
    formula: Formula, variables: Sequence[int], fixed: dict[int, Any]
) -> Callable[..., Any]:
    """The formula as a function of its variable operands; ``fixed`` has the others."""
    operands = [fixed.get(i) for i in range(max(formula.count, *variables) + 1)]

    def f(*x: Any) -> Any:
        filled = list(operands)
        for place, each in zip(variables, x, strict=True):
            filled[place] = each
        return formula.apply(*filled[: formula.count])

    return f
