"""A column of a network with what its rows stand for."""

from dataclasses import dataclass
from typing import Literal

from autograd_lite.value import Value
from autograd_lite.viz.network.columns import Column
from autograd_lite.viz.network.layered import Layer
from autograd_lite.viz.sheet.shapes import Point


@dataclass(frozen=True)
class Stage:
    """One column of a network."""

    column: Column
    kind: Literal["inputs", "neurons", "joined", "end"]
    #: the layer that it belongs to
    layer: Layer | None
    #: the place of each row in the layer; None for what is left out
    places: tuple[int | None, ...]
    #: what leaves each place, where the graph has a node for it
    values: tuple[Value | None, ...]

    def rows(self) -> dict[Value, int]:
        """The row of each value that is shown."""
        rows = {}
        for row, place in enumerate(self.places):
            value = None if place is None else self.values[place]
            if value is not None:
                rows[value] = row
        return rows

    def exits(self) -> list[Point]:
        """Where the wires of each row leave."""
        return [(self.column.exit, y) for y in self.column.ys]

    def entries(self) -> list[Point]:
        """Where wires come to each row."""
        return [(self.column.x, y) for y in self.column.ys]
