"""One matrix in a picture: its name and shape, green numbers above the wire, red ones below."""

from dataclasses import dataclass

from autograd_lite.viz.batch.equations import Numbers
from autograd_lite.viz.batch.writing import TextWriting, left_out
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.shapes import Group, Polygon, Shape, Text

SIZE, SMALL = 12.0, 12.0  # of letters
ROW = 16.0  # the height of a row
COLUMN_GAP = 7.0
BRACKET = 3.5  # how far a bracket reaches in
INSET = 4.0  # between a bracket and the numbers
MARGIN = 4.0  # at the sides of a cell
AWAY = 7.0  # between the wire and a matrix
LINE = 15.0  # the height of a line below a matrix
TITLE = 17.0  # the height of a title


@dataclass(frozen=True)
class Block:
    """A matrix as it is drawn, not yet in its place."""

    texts: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    note: str
    bare: bool

    @classmethod
    def of(cls, numbers: Numbers, writing: TextWriting) -> "Block":
        """The numbers as texts, with what is left out."""
        rows = numbers.written(writing.script.number)
        widths = tuple(
            max(text_width(x, SIZE) for x in column) for column in zip(*rows, strict=True)
        )
        return cls(tuple(map(tuple, rows)), widths, left_out(writing.words, numbers), numbers.bare)

    @property
    def inner(self) -> float:
        """The width of the numbers."""
        return sum(self.widths) + COLUMN_GAP * (len(self.widths) - 1)

    @property
    def width(self) -> float:
        """The width of all."""
        return max(self.inner + 2 * INSET, text_width(self.note, SMALL))

    @property
    def height(self) -> float:
        """The height of all."""
        return ROW * len(self.texts) + (SMALL + 4) * bool(self.note)

    def shapes(self, x: float, y: float, role: str) -> list[Shape]:
        """The matrix around ``x``, with its upper edge at ``y``, in the colour of a role."""
        shapes: list[Shape] = []
        left = x - self.inner / 2
        for i, row in enumerate(self.texts):
            at = left
            for text, width in zip(row, self.widths, strict=True):
                base = y + ROW * i + ROW / 2 + SIZE * 0.36
                shapes.append(Text(at + width, base, text, SIZE, role, "end"))
                at += width + COLUMN_GAP
        height = ROW * len(self.texts)
        if not self.bare:
            shapes.append(_bracket(left - INSET, y, height, role, 1.0))
            shapes.append(_bracket(x + self.inner / 2 + INSET, y, height, role, -1.0))
        if self.note:
            shapes.append(Text(x, y + height + SMALL + 1, self.note, SMALL, role, "middle"))
        return shapes


def _bracket(x: float, y: float, height: float, role: str, inwards: float) -> Polygon:
    """A bracket as a thin filled shape."""
    thick, reach = 1.1 * inwards, BRACKET * inwards
    top, bottom, line = y + 1, y + height - 1, 1.1
    points = (
        (x, top), (x + reach, top), (x + reach, top + line), (x + thick, top + line),
        (x + thick, bottom - line), (x + reach, bottom - line), (x + reach, bottom), (x, bottom),
    )  # fmt: skip
    return Polygon(points, "", role, 0.0)


@dataclass(frozen=True)
class Cell:
    """A matrix on its wire."""

    name: str
    shape: str
    value: Block | None
    gradient: Block | None
    #: ∂C/∂W, where a gradient is shown
    partial: str
    #: lines below it, as ∂Ŷ/∂Z = Ŷ ⊙ (1 − Ŷ)
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """How wide it is, with air at its sides."""
        title = text_width(self.name, SIZE, True) + 6 + text_width(self.shape, SMALL)
        blocks = [each.width for each in (self.value, self.gradient) if each]
        lines = [text_width(each, SMALL) for each in (self.partial, *self.notes)]
        return max(title, *lines, *blocks) + 2 * MARGIN

    @property
    def up(self) -> float:
        """How high it reaches above its wire."""
        return AWAY + (self.value.height if self.value else 0.0) + TITLE

    @property
    def down(self) -> float:
        """How far it reaches below its wire."""
        lines = len(self.notes) + bool(self.partial)
        height = self.gradient.height if self.gradient else 0.0
        return AWAY + height + LINE * lines

    def group(self, x: float, y: float) -> Group:
        """The cell around ``x`` on the wire at ``y``, without the wire."""
        shapes: list[Shape] = []
        title = text_width(self.name, SIZE, True) + 6 + text_width(self.shape, SMALL)
        base = y - self.up + SIZE
        left = x - title / 2
        shapes.append(Text(left, base, self.name, SIZE, "ink", bold=True))
        shapes.append(Text(left + title, base, self.shape, SMALL, "muted", "end"))
        if self.value:
            shapes += self.value.shapes(x, y - AWAY - self.value.height, "forward")
        if self.gradient:
            shapes += self.gradient.shapes(x, y + AWAY, "backward")
        lines = [(self.partial, "backward")] * bool(self.partial)
        lines += [(each, "ink") for each in self.notes]
        base = y + self.down - LINE * len(lines) + SMALL
        for i, (line, role) in enumerate(lines):
            shapes.append(Text(x, base + LINE * i, line, SMALL, role, "middle"))
        return Group(tuple(shapes))
