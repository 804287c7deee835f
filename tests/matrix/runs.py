"""How much of the matrix is run: for an operation, a fixed case, or a random graph."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from typing import NamedTuple

from autograd_lite.compiler.backends import BACKENDS
from matrix.cases import KINDS, MOST_OPERANDS, NUMBERS, Formula, point, subsets
from matrix.found import Found
from matrix.graphs import FEW, graph
from matrix.units import Account, Fixed, Numbers, Unit

#: how compiled code is called
WAYS = [f"{backend} {kind}" for backend in BACKENDS for kind in ("batch", "shared", "point")]


class Effort(NamedTuple):
    """How much is tried of each formula."""

    #: sets of variables, and what may stand in the other operands
    subsets: int
    fixed: int
    #: ways to call compiled code, for all modes at once and for the methods one by one
    traced: int
    methods: int
    #: points for the variables, eager and compiled
    eager: int
    points: int


#: for a variable that is not used, whose derivatives are 0
FEW_POINTS = 3
SLICE = Effort(subsets=3, fixed=3, traced=2, methods=1, eager=2, points=9)
ALL = Effort(subsets=4, fixed=7, traced=9, methods=3, eager=len(NUMBERS), points=17)

#: for operations on the most operands, whose third derivatives are long
SMALL_SLICE = SLICE._replace(subsets=2, fixed=2)


def run_slice(formula: Formula, account: Account) -> None:
    """What the test suite runs of an operation."""
    effort = SMALL_SLICE if formula.count == MOST_OPERANDS else SLICE
    run_row(formula, random.Random(formula.name), effort, account)


def run_row(formula: Formula, rng: random.Random, effort: Effort, account: Account) -> None:
    """An operation with a number of operands."""
    _run(_units(formula, rng, effort, account), rng, effort)


def run_graph(seed: int, effort: Effort, account: Account) -> None:
    """A random graph with leaves of all kinds, at the point for which it was made and others."""
    rng, made = random.Random(seed), graph(seed)
    count = made.formula.count
    variables = rng.choice(subsets(count)[:-1])
    others = [i for i in range(count) if i not in variables]
    kinds = tuple(rng.choices([*KINDS], k=len(others)))
    fixed = Fixed(kinds, tuple(made.point[i] for i in others))
    points = [tuple(made.point[i] for i in variables)]
    points += [tuple(rng.choices(FEW, k=len(variables))) for _ in range(effort.points // 4)]
    places = [*variables, *others]
    clear = [
        x
        for x in points
        if made.is_clear([n for _, n in sorted(zip(places, [*x, *fixed.numbers], strict=True))])
    ]
    if clear:
        _run([Unit(made.formula, variables, [fixed], clear, account)], rng, effort)


def run_found(found: Found, effort: Effort, account: Account) -> None:
    """A fixed case, with every kind of operand."""
    formula, points = found
    rng = random.Random(formula.name)
    for variables in subsets(formula.count)[:-1]:
        others = [i for i in range(formula.count) if i not in variables]
        numbers = {tuple(x[i] for i in others): None for x in points}
        fixed = [Fixed((kind,) * len(others), x) for x in numbers for kind in KINDS]
        chosen = [tuple(x[i] for i in variables) for x in points]
        _run([Unit(formula, variables, fixed, chosen, account)], rng, effort)


def _run(units: Iterable[Unit], rng: random.Random, effort: Effort) -> None:
    """Every way comes by once, if there are enough units."""
    ways = cycle(rng.sample(WAYS, len(WAYS)))
    for unit in units:
        unit.eager(effort.eager)
        for way in islice(ways, effort.traced):
            unit.traced(way)
        for way in islice(ways, effort.methods):
            unit.methods(way)


def _units(
    formula: Formula, rng: random.Random, effort: Effort, account: Account
) -> Iterator[Unit]:
    """All operands variable, and other sets of them."""
    *proper, everything, unused = subsets(formula.count)
    others = [*proper, unused]
    references: dict = {}
    for variables in [everything, *rng.sample(others, min(effort.subsets - 1, len(others)))]:
        fixed = _fixed(rng, sum(i not in variables for i in range(formula.count)), effort.fixed)
        points = _points(rng, len(variables), effort.points)
        if variables is unused:
            points = points[:FEW_POINTS]
        yield Unit(formula, variables, fixed, points, account, references)


def _points(rng: random.Random, count: int, most: int) -> list[Numbers]:
    """All there are for one variable; some for several."""
    if count == 1:
        return [(x,) for x in rng.sample(NUMBERS, len(NUMBERS))]
    return [point(rng, count) for _ in range(most)]


def _fixed(rng: random.Random, count: int, most: int) -> Sequence[Fixed]:
    """Some kinds, the same for all operands, and last a mixture."""
    kinds = [(kind,) * count for kind in rng.sample([*KINDS], min(most - 1, len(KINDS)))]
    kinds.append(tuple(rng.choices([*KINDS], k=count)))
    return [Fixed(each, point(rng, count)) for each in dict.fromkeys(kinds)]
