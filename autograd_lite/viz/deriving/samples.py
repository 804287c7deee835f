"""Numbers at which every line of a derivation is tried before it is told."""

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from autograd_lite.primitives.operation import FLOATS, Operation
from autograd_lite.viz.deriving.building import contains
from autograd_lite.viz.deriving.definitions import Definition
from autograd_lite.viz.deriving.differentiation import Line
from autograd_lite.viz.deriving.evaluation import Numbers, compute, slope
from autograd_lite.viz.deriving.letters import Meanings, expand
from autograd_lite.viz.formula.formulas import OUT, Formula, number, operand
from autograd_lite.viz.formula.terms import SAMPLES

MOST_SAMPLES, FEWEST_SAMPLES = 8, 3
EXACTLY, BY_DIFFERENCES = 1e-9, 1e-6  # how near two sides have to be


class Samples:
    """Numbers for the operands of a node: its own, others, and some near to its own.

    ``fixed`` are the places of plain numbers, which stay what they are. ``meanings`` say what other
    symbols of a derivation stand for.
    """

    def __init__(
        self,
        operation: Operation,
        numbers: Sequence[float],
        fixed: Sequence[bool],
        meanings: Meanings,
    ) -> None:
        self.operation = operation
        self.numbers = [*numbers]
        self.fixed = [*fixed]
        self.meanings = meanings

    def where(self, definition: Definition) -> list[Numbers]:
        """The samples at which a definition is right; none if it is wrong anywhere."""
        found: list[Numbers] = []
        for x in self.points():
            known = self.known(x)
            if known and _hold(definition.conditions, known):
                if not _holds(definition, known):
                    return []
                found.append(known)
            elif not found:
                return []  # it is not about this node
            if len(found) == MOST_SAMPLES:
                break
        return found if len(found) >= FEWEST_SAMPLES else []

    def points(self) -> Iterator[list[float]]:
        """The node's own operands, others all over the place, and some that are near to its own."""
        yield self.numbers
        for i in range(2 * len(SAMPLES)):
            yield self.free(lambda j, x: SAMPLES[(i + 5 * j + j * j) % 12] * (1 + i // 12))  # noqa: B023
        for i in range(1, MOST_SAMPLES):
            yield self.free(lambda j, x: x + 0.01 * i * SAMPLES[(i + j) % 12])  # noqa: B023

    def free(self, value: Callable[[int, float], float]) -> list[float]:
        """Numbers for the operands, plain numbers kept."""
        given = enumerate(zip(self.numbers, self.fixed, strict=True))
        return [x if fixed else value(j, x) for j, (x, fixed) in given]

    def known(self, x: list[float]) -> Numbers | None:
        """All numbers at a place; None where the operation is not smooth."""
        try:
            inside = all(map(math.isfinite, x)) and self.operation.domain(*x)
            if not inside or not self.operation.smooth(*x):
                return None
            out = self.operation.forward(FLOATS, *x)
        except (ArithmeticError, ValueError):
            return None
        known = {operand(i): each for i, each in enumerate(x)} | {OUT: out}
        for place, meaning in self.meanings.items():
            known[place] = compute(meaning, known)
        return known


def _hold(conditions: Sequence[Formula], known: Numbers) -> bool:
    return all(
        _SIGNS[each.mark](*(compute(side, known) for side in each.parts)) for each in conditions
    )


_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "≤": operator.le, "≥": operator.ge, "=": operator.eq,
    "≠": operator.ne,
}  # fmt: skip


def _holds(definition: Definition, known: Numbers) -> bool:
    if definition.inverse:
        return _close(compute(definition.formula, {operand(0): known[OUT]}), known[operand(0)])
    return _close(compute(definition.formula, known), known[OUT])


def _close(x: float, y: float, within: float = EXACTLY) -> bool:
    return math.isclose(x, y, rel_tol=within, abs_tol=within * 1e-2)


# Lines --------------------------------------------------------------------------------------


def are_right(lines: Sequence[Line], letters: Meanings, samples: Sequence[Numbers]) -> bool:
    """Whether the sides of every line are equal, at every sample."""
    last: Formula | None = None
    for line in lines:
        left = last if line.left is None else line.left
        if left is None or not all(_is_right((left, *line.right), letters, x) for x in samples):
            return False
        last = line.right[-1]
    return True


def _is_right(sides: Sequence[Formula], letters: Meanings, known: Numbers) -> bool:
    numbers = {**known}
    for letter, meaning in letters.items():
        if letter not in known:
            numbers[letter] = compute(expand(meaning, letters), known)
    first, *others = (_value(side, letters, numbers) for side in sides)
    return all(_close(value, first, BY_DIFFERENCES) for value in others)


def _value(side: Formula, letters: Meanings, known: Numbers) -> float:
    """The number of one side of a line, derivatives by differences."""
    if side.kind != "derivative":
        parts = (number(_value(part, letters, known)) for part in side.parts)
        return compute(replace(side, parts=tuple(parts)) if side.parts else side, known)
    of, by = side.parts
    rest = {letter: meaning for letter, meaning in letters.items() if letter != by}
    while any(contains(of, letter) for letter in rest):
        of = expand(of, rest)
    return slope(of, by, {k: x for k, x in known.items() if k not in rest})
