"""Lanes that are alike, stacked: the neurons of a layer become the rows of one matrix.

Two lanes are rows of one matrix if the same operation made them, in the same way, of rows of the
same matrices, and if what they go into is alike too.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from autograd_lite import primitives
from autograd_lite.viz.batch.lanes import Choice, Lane

#: how an operation treats matrices: a linear node of each column; every entry by itself; or all
#: rows of a column at once
Kind = Literal["linear", "elementwise", "columns"]
#: operations of many operands, each of which is a matrix of its own
_BY_PLACE = (primitives.maximum, primitives.minimum, primitives.maxout)
#: operations whose operands are two sequences, of which products are added up
_LINEAR = (primitives.linear, primitives.dot)


@dataclass(frozen=True, eq=False)
class Block:
    """Lanes that are the rows of one matrix, and how they are computed."""

    lanes: tuple[Lane, ...]
    #: None for leaves
    kind: Kind | None = None


def kind_of(lane: Lane) -> Kind | None:
    """How the operation of a lane treats matrices."""
    if lane.operation is None:
        return None
    if lane.operation in _LINEAR:
        return "linear" if any(map(_are_shared, halves(lane))) else "columns"
    if len(lane.operation.arity) == 1 or lane.operation in _BY_PLACE:
        return "elementwise"
    return "columns"


def halves(lane: Lane) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The two sequences of a linear node's operands."""
    n = len(lane.operands) // 2
    return lane.operands[:n], lane.operands[n : 2 * n]


def weights_first(lane: Lane) -> bool:
    """Whether the first sequence of a linear node's operands is the one that examples share."""
    return _are_shared(halves(lane)[0])


def weights_and_inputs(lane: Lane) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The sequence of a linear node that all examples share, and the other."""
    first, second = halves(lane)
    return (first, second) if weights_first(lane) else (second, first)


def _are_shared(operands: Sequence[Lane | Choice]) -> bool:
    return all(isinstance(each, Lane) and each.shared for each in operands)


def chosen_from(operand: Lane | Choice) -> tuple[Lane, ...]:
    """The lanes that an operand is, from one example to the next."""
    return operand.lanes if isinstance(operand, Choice) else (operand,)


def stack(lanes: Sequence[Lane], outputs: Set[Lane]) -> list[Block]:
    """The blocks of all lanes, in an order in which each comes after what it was computed from.

    The ``outputs`` of a model go into a loss, all of them alike: of probabilities it may take that
    of the true class alone, and others in other examples.
    """
    consumption = _consumption(lanes, outputs)
    apart: set[Hashable] = set()
    while True:
        groups = _Groups(lanes, consumption, apart)
        misfits = {key for key, rows in groups.rows.items() if not groups.fit(rows)}
        if not misfits:
            return [Block(tuple(rows), kind_of(rows[0])) for rows in groups.rows.values()]
        apart |= misfits


# What a lane goes into ----------------------------------------------------------------------


def _consumption(lanes: Sequence[Lane], outputs: Set[Lane]) -> dict[Lane, int]:
    """A number for every lane, the same for those that are made and used alike."""
    uses: defaultdict[Lane, set[Hashable]] = defaultdict(set)
    numbering: dict[Hashable, int] = {}
    numbers: dict[Lane, int] = {}
    for lane in reversed(lanes):
        source = lane.given[0] if isinstance(lane.given, tuple) else lane.given
        use = "output" if lane in outputs else frozenset(uses[lane])
        alike = (lane.operation, source, lane.shared, use)
        numbers[lane] = numbering.setdefault(alike, len(numbering))
        for place, operand in enumerate(lane.operands):
            for each in chosen_from(operand):
                uses[each].add((numbers[lane], _role(lane, place)))
    return numbers


def _role(lane: Lane, place: int) -> Hashable:
    kind = kind_of(lane)
    if kind == "linear":
        n = len(lane.operands) // 2
        if place == 2 * n:
            return "bias"
        return "weight" if (place < n) == weights_first(lane) else "input"
    return place if kind == "elementwise" else "any"


# Groups -------------------------------------------------------------------------------------


class _Groups:
    """The lanes by what makes them rows of one matrix; those of the keys ``apart`` are alone."""

    def __init__(
        self, lanes: Sequence[Lane], consumption: dict[Lane, int], apart: set[Hashable]
    ) -> None:
        self._consumption, self._apart = consumption, apart
        self.rows: dict[Hashable, list[Lane]] = {}
        self._key_of: dict[Lane, Hashable] = {}
        self._number: dict[Hashable, int] = {}
        for lane in lanes:
            self._enter(lane)
        for key, rows in self.rows.items():  # what they are computed from comes before them
            self.rows[key] = self._in_order(rows)

    def _enter(self, lane: Lane) -> None:
        key: Hashable = self._key(lane)
        if key in self._apart:
            key = (key, len(self.rows))
        self._number.setdefault(key, len(self._number))
        self._key_of[lane] = key
        self.rows.setdefault(key, []).append(lane)

    def _key(self, lane: Lane) -> Hashable:
        use = self._consumption[lane]
        match kind_of(lane):
            case None if lane.given is None:
                return lane  # parameters are put together by what uses them
            case None:
                return use
            case "linear":
                _, inputs = weights_and_inputs(lane)
                return use, inputs, len(lane.operands)
            case "elementwise":
                return use, tuple(map(self._source, lane.operands))
            case _:
                return use, frozenset(x for each in lane.operands for x in chosen_from(each))

    def _source(self, operand: Lane | Choice) -> Hashable:
        """The matrix that an operand is from."""
        if isinstance(operand, Choice):
            return frozenset(self._number[self._key_of[each]] for each in operand.lanes)
        if operand.shared and operand.operation is None:
            number = "" if operand.label else operand.nodes[0].data.hex()
            return self._consumption[operand], number
        return self._number[self._key_of[operand]]

    def fit(self, rows: list[Lane]) -> bool:
        """Whether every operand of the rows is a matrix with a row for each, or one for all."""
        if len(rows) == 1 or kind_of(rows[0]) != "elementwise":
            return True
        return all(map(self._fits, zip(*[row.operands for row in rows], strict=True)))

    def _fits(self, column: tuple[Lane | Choice, ...]) -> bool:
        if any(isinstance(each, Choice) for each in column):
            return False
        lanes = [each for each in column if isinstance(each, Lane)]
        if all(each is lanes[0] for each in lanes):
            return True
        if all(each.shared and each.operation is None for each in lanes):
            return True
        return self.rows[self._key_of[lanes[0]]] == lanes

    def _in_order(self, rows: list[Lane]) -> list[Lane]:
        """Rows as those of the first operand that has as many are, or given ones by their place."""
        if rows[0].given is not None:
            return sorted(rows, key=lambda lane: lane.given)  # type: ignore[arg-type,return-value]
        if kind_of(rows[0]) != "elementwise":
            return rows
        for place, operand in enumerate(rows[0].operands):
            if isinstance(operand, Choice):
                continue
            above = self.rows[self._key_of[operand]]
            by_operand = {row.operands[place]: row for row in rows}
            if len(above) == len(rows) and set(by_operand) == set(above):
                return [by_operand[each] for each in above]
        return rows
