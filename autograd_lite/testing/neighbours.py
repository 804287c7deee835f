"""f run again at neighbouring points: does it do there what the graph of its first run says?

What the graph says is computed anew, operation by operation, in the same floats. So what depends
on the arguments through the graph alone gives the same bits, at kinks, in fast oscillations and at
tiny numbers as well, and a difference is what the graph misses: a number that went round it, or
another branch. Which of the two shows in how the difference grows with the distance: evenly and to
both sides alike if it hides a slope.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.primitives.operation import FLOATS
from autograd_lite.testing.recording import Recording, repeated
from autograd_lite.value import Value

#: Distances, relative to the numbers that are moved. No sum of them is a round number, so that no
#: period of f fits them.
WIDTHS = tuple(0.7548776662466927 * 10.0**-k for k in range(3, 12))


@dataclass(frozen=True)
class Line:
    """A direction through the point of the arguments, and its natural scale."""

    name: str
    direction: list[float]
    scale: float

    def point(self, start: Sequence[float], width: float) -> list[float]:
        """The point at this relative distance from the start."""
        step = width * self.scale
        return [x + step * t for x, t in zip(start, self.direction, strict=True)]


@dataclass(frozen=True)
class Gap:
    """What f has beyond its graph, one output along one line, at ± every distance."""

    #: (distance, beyond at minus, beyond at plus); nan where f has no value
    beyond: list[tuple[float, float, float]]
    #: the last bit of f
    bit: float

    @property
    def known(self) -> bool:
        """Whether f has a value on both sides at some distance."""
        return any(math.isfinite(low + high) for _, low, high in self.beyond)

    def within(self, allowed: float) -> bool:
        """Whether nothing beyond the graph is larger than ``allowed``."""
        sides = [side for _, *both in self.beyond for side in both]
        return all(abs(x) <= allowed for x in sides if not math.isnan(x))

    def slope(self) -> float:
        """The slope that the graph misses: 0.0 unless three distances agree on it."""
        rows = [
            (high / w / 2 - low / w / 2, abs(high + low) / (2 * w), self.bit / w)
            for w, low, high in self.beyond
        ]
        return _agreed(rows)

    def curvature(self) -> float:
        """The second derivative that it misses, found in the same way."""
        rows = [
            ((low + high) / w / w, abs(high - low) / w / w, self.bit / w / w)
            for w, low, high in self.beyond
        ]
        return _agreed(rows)


def _agreed(rows: Sequence[tuple[float, float, float]]) -> float:
    """The estimate on which three distances in a row agree: rows of (it, lopsidedness, noise)."""
    for three in zip(rows, rows[1:], rows[2:], strict=False):
        here, _, noise = three[1]
        if 20 * noise <= abs(here) and all(
            abs(estimate - here) <= 0.05 * abs(here) + 2 * noise
            and lopsided <= 0.2 * abs(here) + 2 * noise
            for estimate, lopsided, noise in three
        ):
            return here
    return 0.0


class Neighbours:
    """Runs of ``f`` around the one that was recorded."""

    def __init__(
        self, f: Callable[..., Any], args: Sequence[Any], start: Sequence[float], first: Recording
    ) -> None:
        self._f, self._args, self._start, self._first = f, args, start, first
        self._nodes = topological_order(*[x for x in first.outputs if isinstance(x, Value)])
        #: how many there were in which f had a value
        self.runs: int = 0

    def along(self, line: Line) -> list[Gap]:
        """What every output has beyond its graph along a line."""
        base = [
            _gap(*pair) for pair in zip(self._first.numbers, self._graph(self._start), strict=True)
        ]
        sides = [
            (width * line.scale, self._beyond(line, -width), self._beyond(line, width))
            for width in WIDTHS
            if width * line.scale
        ]
        return [
            Gap([(w, low[i] - here, high[i] - here) for w, low, high in sides], math.ulp(number))
            for i, (here, number) in enumerate(zip(base, self._first.numbers, strict=True))
        ]

    def _beyond(self, line: Line, width: float) -> list[float]:
        """f minus its graph at a point, for every output; nan where f has no value."""
        point = line.point(self._start, width)
        numbers = self._run(point)
        if len(numbers) != len(self._first.numbers):
            return [math.nan] * len(self._first.numbers)
        self.runs += 1
        return [_gap(*pair) for pair in zip(numbers, self._graph(point), strict=True)]

    def repeats(self, line: Line) -> None:
        """Raise GradientError if f gives other numbers in a second run at a point of a line."""
        for width in WIDTHS:
            for point in (line.point(self._start, -width), line.point(self._start, width)):
                repeated(self._run(point), self._run(point), "the same arguments beside these")

    def _run(self, point: Sequence[float]) -> list[float]:
        try:
            return Recording(self._f, self._args, point).numbers
        except Exception:  # f's own, as of an argument outside its domain
            return []

    def _graph(self, point: Sequence[float]) -> list[float]:
        """The numbers of the recorded graph with other variables."""
        known: dict[Value, float] = dict(zip(self._first.variables, point, strict=True))
        for node in self._nodes:
            if node not in known:
                operands = [known[parent] for parent in node.parents]
                known[node] = node.op.forward(FLOATS, *operands) if node.op else node.data
        return [known[x] if isinstance(x, Value) else x for x in self._first.outputs]


def _gap(number: float, expected: float) -> float:
    return 0.0 if number == expected else number - expected
