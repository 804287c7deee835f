"""What a diagram writes on its wires and into its boxes."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from autograd_lite.labels import shortened
from autograd_lite.viz.diagram.folding import LeftOut
from autograd_lite.viz.diagram.groups import Group
from autograd_lite.viz.diagram.partials import Partials
from autograd_lite.viz.diagram.pen import LONGEST_TEXT, Pen
from autograd_lite.viz.diagram.scene import Box, Edge
from autograd_lite.viz.diagram.text import Row
from autograd_lite.viz.formula.order import node_symbol

Show = Literal["both", "forward", "backward"]
SHOW = get_args(Show)


@dataclass(frozen=True)
class Captions:
    """The rows of text at each place of a diagram."""

    pen: Pen
    partials: Partials
    show: Show
    local_gradients: bool

    # Wires ----------------------------------------------------------------------------------

    def forward(self, edge: Edge) -> list[Row]:
        """The values that an edge carries; wires that share a source name it."""
        if self.show == "backward" or edge.is_left_out:
            return []
        pen, values, rows = self.pen, edge.values, []
        row: Row = []
        if len(values) > 1:
            rows.append([pen.muted(pen.words("diagram.values", count=len(values)))])
        elif edge.is_bundle:
            rows.append([pen.muted(pen.words("diagram.wires", count=len(edge.wires)))])
        if len(values) == 1 < len(edge.source.edges) and pen.name(values[0]):
            row = [pen.muted(pen.name(values[0]), style="I"), pen.muted(" ")]
        numbers = pen.span(value.data for value in values)
        return [*rows, [*row, pen.green(numbers), pen.forth()]]

    def backward(self, edge: Edge) -> list[Row]:
        """What flows back along an edge, and the product that it is."""
        gradient = "" if self.show == "forward" else self.partials.along(edge)
        if not gradient or edge.is_left_out:
            return []
        factors = self.partials.factors(edge) if self.local_gradients else []
        explained = [[self.pen.muted(f"= {text}", smaller=3)] for text in factors]
        return [[self.pen.back(), self.pen.red(gradient)], *explained]

    # Boxes ----------------------------------------------------------------------------------

    def operation(self, box: Box) -> Row:
        """The operations of a box, or what it stands for; nothing for a leaf."""
        if isinstance(box.place, LeftOut):
            more = f"diagram.more_{box.place.kind}"
            return [self.pen.muted(self.pen.words(more, count=len(box.nodes)), smaller=0)]
        if isinstance(box.place, Group):
            return [self.pen.ink(shortened(box.place.title, LONGEST_TEXT), style="B")]
        symbols = [shortened(node_symbol(node), LONGEST_TEXT) for node in box.nodes if node.op]
        return [self.pen.ink(" → ".join(symbols), smaller=-2)] if symbols else []

    def label(self, box: Box) -> Row:
        """The name of the value of a box; for a leaf without one, its number."""
        value = box.value
        if value is None:
            return []
        name = self.pen.name(value)
        if value.op:
            return [self.pen.muted(name, smaller=2, style="I")] if name else []
        return [
            self.pen.ink(name, style="I") if name else self.pen.ink(self.pen.number(value.data))
        ]

    def contents(self, box: Box) -> list[Row]:
        """How many parameters are folded into a box, and the norm of their gradient."""
        parameters = [x for x in box.nodes if x.differentiable and not x.op]
        if len(box.nodes) == 1 or not parameters or isinstance(box.place, LeftOut):
            return []
        words = self.pen.words
        rows = [[self.pen.muted(words("diagram.parameters", count=len(parameters)))]]
        if self.show != "forward" and all(each.has_gradient for each in parameters):
            norm = math.hypot(*(each.grad for each in parameters))
            told = words("diagram.gradient_norm", norm=self.pen.number(norm))
            rows.append([self.pen.red(told, smaller=4)])
        return rows

    def data(self, box: Box) -> Row:
        """The value of a box, where wires carry no numbers."""
        if box.value is None or self.show == "backward":
            return []
        return [self.pen.green(self.pen.number(box.value.data))]

    def gradient(self, box: Box) -> Row:
        """The gradient of the value of a box, where wires carry no numbers."""
        text = "" if self.show == "forward" else self.partials.at(box)
        return [self.pen.red(text)] if text else []

    def total(self, box: Box) -> Row:
        """The sum of what flows back into a box, where that is not one number on one wire."""
        text = "" if self.show == "forward" else self.partials.at(box)
        if not text or [text] == [self.partials.along(edge) for edge in box.edges]:
            return []
        return [self.pen.red(f"Σ = {text}" if "∂" in text else f"Σ {text}", smaller=2)]
