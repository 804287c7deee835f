"""Rows of text in the letters of a theme: names, green values, red gradients."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from autograd_lite.value import Value
from autograd_lite.viz.diagram.captions import Show
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.formula.names import lowered, printable
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import SHARE
from autograd_lite.viz.sheet.shapes import Anchor, Role, Text

SPACE = 4.0  # points between the runs of a row
SMALLEST = 7.0  # points of letters
LONGEST = 100  # characters of a name that are measured


@dataclass(frozen=True)
class Run:
    """Some letters of one look."""

    text: str
    size: float
    color: Role
    bold: bool = False
    italic: bool = False

    @property
    def width(self) -> float:
        """How many points it takes."""
        return text_width(self.text, self.size, self.bold)


Row = Sequence[Run]


def row_width(row: Row) -> float:
    """How many points a row takes, with the spaces between its runs."""
    return sum(run.width for run in row) + SPACE * max(0, len(row) - 1)


def write(row: Row, x: float, y: float, anchor: Anchor = "middle") -> Iterator[Text]:
    """A row with its baseline at ``y``, at ``x`` with the part that the anchor names."""
    left = x - SHARE[anchor] * row_width(row)
    for run in row:
        yield Text(left, y, run.text, run.size, run.color, "start", run.bold, run.italic)
        left += run.width + SPACE


def fitted(run: Run, room: float) -> Run:
    """In smaller letters where it is wider than the room, and cut where that is not enough."""
    if run.width > room:
        run = replace(run, size=max(SMALLEST, run.size * room / run.width))
    if run.width <= room:
        return run
    length = next((n for n in range(len(run.text) - 1, 0, -1)
                   if replace(run, text=run.text[:n] + "…").width <= room), 0)  # fmt: skip
    return replace(run, text=run.text[:length] + "…")


@dataclass(frozen=True)
class Hand:
    """Writes what belongs to a node, as far as it is to be shown."""

    pen: Pen
    show: Show
    marked: Collection[Value]
    #: points of numbers
    size: float

    def symbol(self, text: str, room: float) -> Run:
        """What a node does, in so much room."""
        return fitted(Run(printable(text, LONGEST), self.size + 3, "ink"), room)

    def name(self, node: Value | None, room: float) -> list[Run]:
        """The label of a node, if it has one, in so much room."""
        text = lowered(printable(node.label, LONGEST)) if node is not None else ""
        return [fitted(each, room) for each in self.text(text)]

    def text(self, name: str) -> list[Run]:
        """A name that explains a number."""
        return [Run(name, self.size - 1, "muted", italic=True)] if name else []

    def name_in(self, name: Run, room: float) -> list[Run]:
        """A name in a circle, in letters that fit; nothing if there is none."""
        return [fitted(name, room)] if name.text else []

    def value(self, data: float) -> list[Run]:
        """A number of the forward pass."""
        if self.show == "backward":
            return []
        return [Run(self.pen.number(data), self.size, "forward")]

    def forward(self, node: Value) -> list[Run]:
        """The value of a node."""
        return self.value(node.data)

    def backward(self, node: Value | None, gradient: float | None = None) -> list[Run]:
        """The gradient of a node, or what flows back to it along one wire."""
        if (
            self.show == "forward"
            or node is None
            or not (node.has_gradient and node.differentiable)
        ):
            return []
        number = self.pen.number(node.grad if gradient is None else gradient)
        return [Run(number, self.size, "backward", bold=self.pen.theme.bold_backward)]

    def both(self, node: Value, room: float) -> list[Run]:
        """Name, value and gradient in one row."""
        return [*self.name(node, room), *self.forward(node), *self.backward(node)]
