"""Numbers at which every line of a derivation is tried before it is told."""

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence

from autograd_lite.primitives.operation import FLOATS, Operation
from autograd_lite.viz.deriving.definitions import Definition
from autograd_lite.viz.deriving.differentiation import Line
from autograd_lite.viz.deriving.evaluation import Numbers, compute, slope
from autograd_lite.viz.deriving.letters import Meanings, expand
from autograd_lite.viz.formula.formulas import OUT, Formula, operand
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
            if known and hold(definition.conditions, known):
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


def hold(conditions: Sequence[Formula], known: Numbers) -> bool:
    """Whether relations hold, where the letters in them have these numbers."""
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
    equations, last = list[tuple[Formula, ...]](), None
    for line in lines:
        left = last if line.left is None else line.left
        if left is None:
            return False
        equations.append((left, *line.right))
        last = line.right[-1]
    derivatives = {each for sides in equations for side in sides for each in _derivatives(side)}
    slopes = {each: _of_and_by(each, letters) for each in derivatives}
    given = {letter for known in samples for letter in known}
    full = {
        letter: expand(means, letters) for letter, means in letters.items() if letter not in given
    }
    for known in samples:
        numbers = {**known, **{letter: compute(means, known) for letter, means in full.items()}}
        free = {each: x for each, x in known.items() if each not in letters}
        for derivative, (of, by) in slopes.items():
            numbers[derivative] = slope(of, by, {**free, by: numbers[by]})
        if not _agree(equations, numbers):
            return False
    return True


def _derivatives(side: Formula) -> Iterator[Formula]:
    """The derivatives that stand in a side of a line."""
    if side.kind == "derivative":
        yield side
    for part in side.parts:
        yield from _derivatives(part)


def _of_and_by(derivative: Formula, letters: Meanings) -> tuple[Formula, Formula]:
    """What is differentiated, without letters, and by what, which may be one."""
    of, by = derivative.parts
    return expand(of, {letter: means for letter, means in letters.items() if letter != by}), by


def _agree(equations: Sequence[Sequence[Formula]], numbers: Numbers) -> bool:
    for sides in equations:
        first, *others = (compute(side, numbers) for side in sides)
        if not all(_close(value, first, BY_DIFFERENCES) for value in others):
            return False
    return True
