"""A column of a network with what its rows stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from autograd_lite.value import Value
from autograd_lite.viz.diagram.network.columns import Column
from autograd_lite.viz.diagram.network.layered import Neuron
from autograd_lite.viz.sheet.shapes import Point

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """One column of a network; what it says of its rows is None for what is left out."""

    column: Column
    kind: Literal["inputs", "neurons", "softmax", "maxout", "end"]
    #: the place of each row in its layer
    places: tuple[int | None, ...]
    #: what leaves each row, where the graph has a node for it
    outputs: tuple[Value | None, ...]
    #: the neuron of each row, or the one whose share it is
    neurons: tuple[Neuron | None, ...] = ()
    #: for each row, the places of the neurons of which it is the largest
    members: tuple[tuple[int, ...], ...] = ()

    def rows(self) -> dict[Value, int]:
        """The row of each value that is shown."""
        return {value: row for row, value in enumerate(self.outputs) if value is not None}

    def source(self, row: int) -> Value | None:
        """What leaves a row; of a softmax that is no node, what goes into it."""
        own = self.outputs[row]
        neuron = self.neurons[row] if own is None and self.neurons else None
        return neuron.linear if neuron else own

    def exits(self) -> list[Point]:
        """Where the wires of each row leave."""
        return [(self.column.exit, y) for y in self.column.ys]

    def entries(self) -> list[Point]:
        """Where wires come to each row."""
        return [(self.column.x, y) for y in self.column.ys]


def chosen(things: Sequence[T], places: Sequence[int | None]) -> tuple[T | None, ...]:
    """What is at each place, and None for what is left out."""
    return tuple(None if place is None else things[place] for place in places)
