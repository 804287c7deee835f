"""The shapes of a column: circles with their numbers, what joins them, and the loss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from autograd_lite.viz.diagram.network.writing import Row, row_width, write
from autograd_lite.viz.sheet.shapes import Circle, Group, Line, Rectangle, Shape

MARGIN = 6.0  # points between the numbers of a stem and its ends
LEADING = 5.0  # points between a circle and the row above or below it
GAP = 10.0  # points between two rows of a column
MOST_TANGLED = 6  # rows of a box in which lines from each to each are drawn
TARGET = 16.0  # points of the arrow from a target to its loss
DOT = 1.4  # radius of the dots for what is left out


@dataclass(frozen=True)
class Captions:
    """What is written at a circle, or at a row of a box."""

    #: in the circle, below each other
    symbol: Row = ()
    name: Row = ()
    #: above and below the circle
    above: Row = ()
    below: Row = ()
    #: on the stem, which leads to the next layer
    over: Row = ()
    under: Row = ()


@dataclass(frozen=True)
class Ids:
    """What a page finds the parts of a row by; empty for what is no node."""

    own: str = ""
    above: str = ""
    below: str = ""
    stem: str = ""


@dataclass(frozen=True)
class Unit:
    """A row of a column: a circle, or a row of a box, with a stem to its right."""

    captions: Captions
    ids: Ids = Ids()
    kind: Literal["circle", "row", "box", "gap"] = "circle"
    #: the wires that lead to it, with numbers of their own
    lanes: int = 0
    highlighted: bool = False

    def stem(self) -> float:
        """How long its stem has to be."""
        captions = self.captions
        widest = max(row_width(captions.over), row_width(captions.under))
        return widest + 2 * MARGIN if widest else 0.0


@dataclass
class Column:
    """Rows below each other, with one width for all."""

    heading: tuple[Row, ...]
    units: Sequence[Unit]
    #: half the width of circles and boxes
    radius: float
    #: the points from one wire with numbers to the next
    pitch: float
    #: whether a box is drawn around the rows, which depend on each other
    boxed: bool = False
    x: float = 0.0
    ys: list[float] = field(default_factory=list)

    @property
    def half(self) -> float:
        """Half the width of what stands before the stems."""
        inside = [row for unit in self.units if unit.kind == "box"
                  for row in (unit.captions.symbol, unit.captions.name)]  # fmt: skip
        return max([self.radius, *(row_width(row) / 2 + 10 for row in inside)])

    @property
    def width(self) -> float:
        """From where wires come in to where they leave."""
        rows = [row for unit in self.units for row in (unit.captions.above, unit.captions.below)]
        least = max(map(row_width, rows), default=0.0)
        return max(2 * self.half + max(unit.stem() for unit in self.units), least + 2)

    @property
    def exit(self) -> float:
        """Where wires leave it."""
        return self.x + self.width

    def _extent(self, unit: Unit) -> tuple[float, float]:
        """How far a row reaches up and down from its wires."""
        lanes, captions = unit.lanes * self.pitch / 2, unit.captions
        core = self.radius if unit.kind in ("circle", "box") else 4.0
        text = max((run.size for row in (captions.over, captions.under) for run in row), default=0)
        up = max(core + (LEADING + _height(captions.above) if captions.above else 0), text + 4)
        arrow = TARGET if unit.kind == "box" else 0.0
        below = LEADING + arrow + _height(captions.below) if captions.below else 0.0
        down = max(core + below, text + 4)
        return max(lanes, up), max(lanes, down)

    @property
    def height(self) -> float:
        """From the top of its first row to the bottom of its last one."""
        return sum(map(sum, map(self._extent, self.units))) + GAP * (len(self.units) - 1)

    def place(self, middle: float, whole: float) -> None:
        """Spread the rows around a height; in so much space, rows may stand further apart."""
        own, rows = self.height, len(self.units)
        spare = min((whole - own) / rows, 0.5 * own / rows) if rows > 1 else 0.0
        ys, y = [], 0.0
        for up, down in map(self._extent, self.units):
            ys.append(y + up)
            y += up + down + GAP + spare
        shift = middle - (ys[0] + ys[-1]) / 2
        self.ys = [y + shift for y in ys]

    # Shapes ---------------------------------------------------------------------------------

    def shapes(self) -> Iterator[Shape | Group]:
        """The circles and boxes with their texts, without any heading."""
        if self.boxed:
            yield from self._box()
        for unit, y in zip(self.units, self.ys, strict=True):
            if unit.kind == "gap":
                yield from self._dots(unit, y)
            else:
                yield from self._unit(unit, y)

    def _unit(self, unit: Unit, y: float) -> Iterator[Group]:
        captions, ids, half = unit.captions, unit.ids, self.half
        center, stroke = self.x + half, "marker_line" if unit.highlighted else "muted"
        fill, width = ("marker", 2.0) if unit.highlighted else ("fill", 1.0)
        own: list[Shape] = []
        if unit.kind == "circle":
            own.append(Circle(center, y, half, stroke, fill, width))
        elif unit.kind == "box":
            own.append(Rectangle(self.x, y - self.radius, 2 * half, 2 * self.radius, 8.0,
                                 stroke, fill, width))  # fmt: skip
        own += self._inside(captions, center, y)
        if unit.stem():
            middle = (self.x + 2 * half + self.exit) / 2
            own += write(captions.over, middle, y - 4)
            own += write(captions.under, middle, y + 3 + 0.75 * _height(captions.under))
            line = Line(((self.x + 2 * half, y), (self.exit, y)), stroke, width)
            yield Group((line,), ids.stem)
        yield Group(tuple(own), ids.own)
        reach = self.radius + LEADING
        if captions.above:
            yield Group(tuple(write(captions.above, self.x, y - reach, "start")), ids.above)
        if captions.below:
            yield Group(tuple(self._below(unit, y + self.radius)), ids.below)

    def _below(self, unit: Unit, y: float) -> Iterator[Shape]:
        """The bias of a neuron, or the target that goes into a loss."""
        row, x = unit.captions.below, self.x + self.half
        if unit.kind == "box":
            yield Line(((x, y + TARGET), (x, y)), arrow=True)
            yield from write(row, x, y + TARGET + LEADING + 0.75 * _height(row))
        else:
            yield from write(row, self.x, y + LEADING + 0.75 * _height(row), "start")

    def _inside(self, captions: Captions, x: float, y: float) -> Iterator[Shape]:
        if captions.name:
            yield from write(captions.symbol, x, y + 1)
            yield from write(captions.name, x, y + 1 + _height(captions.name) + 2)
        else:
            yield from write(captions.symbol, x, y + 0.35 * _height(captions.symbol))

    def _dots(self, unit: Unit, y: float) -> Iterator[Shape | Group]:
        x = self.x + self.half
        for i in (-1, 0, 1):
            yield Circle(x, y + 5 * i, DOT, "", "muted")
        told = unit.captions.over
        yield from write(told, self.x + 2 * self.half, y + 0.35 * _height(told), "start")

    def _box(self) -> Iterator[Shape]:
        """Around the rows; in it, thin lines from each to each."""
        left, right, reach = self.x, self.x + 2 * self.half, self.radius
        top, bottom = self.ys[0] - reach, self.ys[-1] + reach
        yield Rectangle(left, top, right - left, bottom - top, 10.0)
        rows = [y for unit, y in zip(self.units, self.ys, strict=True) if unit.kind == "row"]
        for start, end in product(rows, rows) if len(rows) <= MOST_TANGLED else ():
            yield Line(((left + 6, start), (right - 6, end)), "muted", 0.5)


def _height(row: Row) -> float:
    return max((run.size for run in row), default=0.0)
