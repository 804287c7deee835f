"""The shapes between two columns: wires with their numbers, or as wide as their weights."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograd_lite.viz.diagram.network.writing import Row, row_width, write
from autograd_lite.viz.sheet.shapes import Curve, Group, Line, Point, Rectangle, Shape

ARC = math.radians(24), math.radians(52)  # between two wires that enter a circle; from its middle
THIN, THICK = 0.2, 1.7  # points of a wire, by its size


@dataclass(frozen=True)
class Labelled:
    """A wire with its numbers: green over the wire, red under it."""

    source: int
    over: Row
    under: Row
    id: str
    label_id: str
    highlighted: bool = False
    #: whether its weight is
    label_highlighted: bool = False


@dataclass(frozen=True)
class Sized:
    """A wire of a crowd: ``share`` is its size beside the largest, from −1 to 1."""

    source: int
    target: int
    share: float
    color: str
    id: str
    highlighted: bool = False


def lane_width(wires: Sequence[Sequence[Labelled]]) -> float:
    """The room that the numbers of all wires of a layer need."""
    rows = [row for each in wires for wire in each for row in (wire.over, wire.under)]
    return max((row_width(row) for row in rows), default=0.0) + 12.0


def entries(count: int, radius: float) -> list[Point]:
    """Where so many wires meet a circle, seen from its leftmost point."""
    middle = (count - 1) / 2
    step = min(ARC[0], ARC[1] / middle) if middle else 0.0
    angles = [(i - middle) * step for i in range(count)]
    return [(radius * (1 - math.cos(a)), radius * math.sin(a)) for a in angles]


def lanes(
    wires: Sequence[Labelled], starts: Sequence[Point], left: float, right: float,
    entry: Point, pitch: float, ports: Sequence[Point],
) -> Iterator[Group]:  # fmt: skip
    """The wires to one neuron: each runs level where its numbers stand, from left to right.

    ``starts`` are the points of its sources, ``ports`` where the wires meet the neuron, from its
    ``entry``.
    """
    middle = (len(wires) - 1) / 2
    for i, wire in enumerate(wires):
        y = entry[1] + (i - middle) * pitch
        port = entry[0] + ports[i][0], entry[1] + ports[i][1]
        points = [starts[wire.source], *_bend(starts[wire.source], (left, y)),
                  (left, y), (right, y), (right, y), *_bend((right, y), port)]  # fmt: skip
        color, width = ("marker_line", 2.0) if wire.highlighted else ("muted", 1.0)
        yield Group((Curve(tuple(points), color, width, arrow=True),), wire.id)
        yield Group(tuple(_numbers(wire, (left + right) / 2, y)), wire.label_id)


def _numbers(wire: Labelled, x: float, y: float) -> Iterator[Shape]:
    if wire.label_highlighted:
        width = max(row_width(wire.over), row_width(wire.under)) + 6
        high = max((run.size for row in (wire.over, wire.under) for run in row), default=0.0) + 2
        yield Rectangle(x - width / 2, y - high - 2, width, 2 * high + 4, 3.0, "", "marker")
        yield Line(((x - width / 2, y), (x + width / 2, y)), "marker_line", 2.0)
    yield from write(wire.over, x, y - 3)
    size = max((run.size for run in wire.under), default=0.0)
    yield from write(wire.under, x, y + 3 + 0.75 * size)


def _bend(start: Point, end: Point) -> tuple[Point, Point, Point]:
    """Level at both ends."""
    half = (end[0] - start[0]) / 2
    return (start[0] + half, start[1]), (end[0] - half, end[1]), end


def plain(start: Point, end: Point, id: str, highlighted: bool = False) -> Group:
    """A wire without numbers."""
    color, width = ("marker_line", 2.0) if highlighted else ("muted", 1.0)
    return Group((Curve((start, *_bend(start, end)), color, width, arrow=True),), id)


def crowd(
    wires: Sequence[Sized], starts: Sequence[Point], ends: Sequence[Point]
) -> Iterator[Group]:
    """The wires between two layers, the larger ones in front."""
    for wire in sorted(wires, key=lambda wire: (wire.highlighted, abs(wire.share))):
        width = THIN + (THICK - THIN) * abs(wire.share)
        color = "marker_line" if wire.highlighted else wire.color
        line = Line((starts[wire.source], ends[wire.target]), color, width, wire.share < 0)
        yield Group((line,), wire.id)
