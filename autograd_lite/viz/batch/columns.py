"""Where the matrices of a batch stand: columns from left to right, in one or several bands.

An operation and the matrix that it makes stand in the column after all that it is made of; what is
given stands in the column before its first consumer. What a wire passes on its way has a *lane* in
the columns between. Where a picture would be too wide it goes on in another band, at a place where
a single wire leads on.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autograd_lite.viz.batch.matrices import Application, Matrices, Matrix

#: how strongly a wire keeps its ends at the same height: of results, inputs, and all else
STRAIGHT, INPUT, LOOSE = 1.0, 0.1, 1e-6


@dataclass(eq=False)
class Item:
    """Something in a column: a matrix, with the operation that makes it, or a passing wire."""

    matrix: Matrix
    application: Application | None = None
    passing: bool = False
    #: what comes next on the wires that leave it, each with the operand's place there
    following: list[tuple["Item", int]] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0


Column = list[Item]
#: up, down: how far an item reaches from its wire
Reach = Callable[[Item], tuple[float, float]]


def layers(parts: Matrices) -> dict[int, int]:
    """The column of every matrix, by its id."""
    found: dict[int, int] = {}
    made = {id(each.out) for each in parts.applications}
    for each in parts.applications:
        before = [found[id(x)] for x in each.operands if id(x) in made]
        found[id(each.out)] = 1 + max(before, default=0)
    for matrix in parts.leaves:
        users = [found[id(each.out)] for each in parts.consumers(matrix)]
        found[id(matrix)] = min(users) - 1
    return found


def cuts(parts: Matrices) -> list[int]:
    """The columns after which a picture can go on in another band: one wire leads on."""
    layer = layers(parts)
    made = {id(each.out) for each in parts.applications}
    crossing: dict[int, set[int]] = {}
    for each in parts.applications:
        for operand in each.operands:
            first, last = layer[id(operand)], layer[id(each.out)]
            alone = id(operand) not in made and len(parts.consumers(operand)) == 1
            for column in range(first, last):
                if not alone:
                    crossing.setdefault(column, set()).add(id(operand))
    return sorted(c for c, found in crossing.items() if len(found) == 1 and c > 0)


def arrange(parts: Matrices, breaks: Sequence[int]) -> list[list[Column]]:
    """The bands of a picture, each of columns in which items are in their order.

    At a break what is given for the next band moves there, to a column of its own.
    """
    layer = layers(parts)
    made = {id(each.out): each for each in parts.applications}
    # columns, counted with those that breaks add
    shift = {c: sum(b < c for b in breaks) for c in range(max(layer.values()) + 1)}
    place = {key: c + shift[c] + (key not in made and c in breaks) for key, c in layer.items()}
    count = max(place.values()) + 1
    columns: list[Column] = [[] for _ in range(count)]
    items = {id(m): Item(m, made.get(id(m))) for m in parts.matrices}
    for matrix in parts.matrices:
        columns[place[id(matrix)]].append(items[id(matrix)])
    passing: dict[tuple[int, int], Item] = {}
    for application in parts.applications:
        goal = items[id(application.out)]
        for index, operand in enumerate(application.operands):
            at, end = items[id(operand)], place[id(application.out)]
            for column in range(place[id(operand)] + 1, end):
                key = (id(operand), column)
                if key not in passing:
                    passing[key] = Item(operand, passing=True)
                    columns[column].append(passing[key])
                _follow(at, passing[key], index)
                at = passing[key]
            _follow(at, goal, index)
    _order(columns)
    ends = [c + shift[c] + 1 for c in breaks]
    starts = [0, *ends]
    return [columns[a:b] for a, b in zip(starts, [*ends, count], strict=True)]


def _follow(item: Item, following: Item, index: int) -> None:
    if all(each is not following for each, _ in item.following):
        item.following.append((following, index))


def _order(columns: list[Column]) -> None:
    """Sort every column by what its items lead to, from the right to the left."""
    for column, after in reversed([*itertools.pairwise(columns)]):
        rank = {id(item): i for i, item in enumerate(after)}

        def key(item: Item, rank: dict[int, int] = rank) -> float:
            found = [rank[id(to)] + (0.5 + index) / 100 for to, index in item.following]
            return sum(found) / len(found)

        column.sort(key=key)


def set_heights(columns: list[Column], reach: Reach, gap: float) -> None:
    """Give every item of a band its height, so that wires are as straight as there is room."""
    for column in reversed(columns):
        inside = {id(item) for each in columns for item in each}
        wanted = []
        for item in column:
            weights = [(to.y, weight(item)) for to, _ in item.following if id(to) in inside]
            total = sum(w for _, w in weights)
            wanted.append(
                (sum(y * w for y, w in weights) / total if total else 0.0, total or LOOSE)
            )
        spaces = [0.0]
        for above, below in itertools.pairwise(column):
            spaces.append(spaces[-1] + reach(above)[1] + reach(below)[0] + gap)
        places = _monotone([(y - s, w) for (y, w), s in zip(wanted, spaces, strict=True)])
        for item, place, space in zip(column, places, spaces, strict=True):
            item.y = place + space


def weight(item: Item) -> float:
    """How strongly the wire from an item keeps its ends at the same height."""
    if item.passing or item.application:
        return STRAIGHT
    return INPUT if item.matrix.role == "input" else LOOSE


def _monotone(wanted: list[tuple[float, float]]) -> list[float]:
    """The numbers nearest to those wanted, by weighted squares, of which none is below another
    before it: neighbours in the wrong order meet at their mean.

    >>> _monotone([(0.0, 1.0), (2.0, 1.0), (1.0, 1.0)])
    [0.0, 1.5, 1.5]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in wanted:
        count = 1
        while pools and pools[-1][0] > value:
            other, heavier, more = pools.pop()
            value = (value * weight + other * heavier) / (weight + heavier)
            weight, count = weight + heavier, count + more
        pools.append((value, weight, count))
    return [value for value, _, count in pools for _ in range(count)]
