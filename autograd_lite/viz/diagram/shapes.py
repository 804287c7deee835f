"""The shapes of a diagram as Graphviz's HTML-like labels: symbols, records, numbers of a wire."""

from typing import Literal

from autograd_lite.viz.diagram.captions import Captions
from autograd_lite.viz.diagram.groups import Group
from autograd_lite.viz.diagram.scene import Box, Edge
from autograd_lite.viz.diagram.text import Row, block, height, label, padded, width

#: where the numbers stand: on the wires, in boxes, or in boxes because there are so many wires
Numbers = Literal["wires", "boxes", "crowd"]
SYMBOL, RECORD, WIRE, BESIDE = 2, 4, 2, 4  # points between text and what is around it
ROUND = 3.0  # sizes: the width of text that a circle is drawn around
BARE = 'BORDER="0" CELLBORDER="0" CELLSPACING="0"'


class Shapes:
    """Makes the label of each box and each wire."""

    def __init__(
        self, captions: Captions, boxes: list[Box], edges: list[Edge], numbers: Numbers
    ) -> None:
        self._captions, self._theme = captions, captions.pen.theme
        self._upright = captions.pen.direction in ("TB", "BT")
        self._numbers = numbers
        self._wire_width = 0.0 if numbers == "crowd" else self._widest(edges)
        self._wire_height = 0.0 if numbers == "crowd" else self._highest(edges)
        self._cell_widths: dict[int, list[float]] = {}
        for cells in map(self._cells, boxes if numbers == "crowd" else ()):
            known = self._cell_widths.get(len(cells), [0.0] * len(cells))
            self._cell_widths[len(cells)] = list(map(max, known, map(width, cells)))

    # Boxes ----------------------------------------------------------------------------------

    def is_record(self, box: Box) -> bool:
        """Whether the value of a box stands in it."""
        return self._numbers != "wires" and box.value is not None

    def has_circle(self, box: Box) -> bool:
        """Whether the operation stands before the record, as micrograd draws it."""
        apart = self._theme.numbers == "boxes" and not isinstance(box.place, Group)
        return apart and box.value is not None and box.value.op is not None

    def is_round(self, box: Box) -> bool:
        """Whether what stands in a box leaves a circle around it small."""
        rows = [self._captions.operation(box)]
        rows += [] if self.has_circle(box) else self._rows_below(box)
        return width(rows) <= ROUND * self._theme.size

    def circle(self, box: Box) -> str:
        """The operation alone."""
        return label([self._captions.operation(box)])

    def symbol(self, box: Box) -> str:
        """Operation, label and what is folded into a box, below each other."""
        rows = [self._captions.operation(box), *self._rows_below(box)]
        return label([row for row in rows if row], padding=SYMBOL)

    def _rows_below(self, box: Box) -> list[Row]:
        captions = self._captions
        total = [captions.total(box)] if self._numbers == "wires" else []
        return [captions.label(box), *captions.contents(box), *total]

    def record(self, box: Box) -> str:
        """Label, data and gradient of a box, along the wires."""
        theme, cells = self._theme, self._cells(box)
        widths = self._cell_widths.get(len(cells), [0.0] * len(cells))
        fill, line = (
            (theme.marker, theme.marker_line) if box.highlighted else (theme.fill, theme.muted)
        )
        corners = "" if theme.numbers == "boxes" else ' STYLE="ROUNDED"'
        rule = "</TR><HR/><TR>" if self._upright else "<VR/>"
        fields = rule.join(
            block(rows, least=least, padding=RECORD)
            for rows, least in zip(cells, widths, strict=True)
        )
        return (
            '<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" '
            f'BGCOLOR="{fill}" COLOR="{line}"{corners}><TR>{fields}</TR></TABLE>>'
        )

    def _cells(self, box: Box) -> list[list[Row]]:
        captions, pen = self._captions, self._captions.pen
        data, gradient = captions.data(box), captions.gradient(box)
        if self._theme.numbers == "boxes":
            data = [pen.muted(f"{pen.words('diagram.data')} "), *data] if data else []
            told = f"{pen.words('diagram.gradient')} "
            gradient = [pen.muted(told), *gradient] if gradient else []
        else:
            data = [*data, pen.forth()] if data else []
            gradient = [pen.back(), *gradient] if gradient else []
        operation = [] if self.has_circle(box) else captions.operation(box)
        nameless = box.value is not None and not pen.name(box.value)
        label = [] if nameless and data else captions.label(box)  # its number stands there
        cells = [[row] for row in (operation, label, data, gradient) if row]
        return [*cells, rows] if (rows := captions.contents(box)) else cells

    # Wires ----------------------------------------------------------------------------------

    def wire(self, edge: Edge) -> str:
        """Green over a rule over red, the rule being the wire; beside it where it is upright.

        The rule is where the wire arrives: in the middle, or wherever the fonts of a layout program
        put the cell with the port ``rule``.
        """
        theme, (above, below) = self._theme, self._rows(edge)
        line = theme.marker_line if edge.highlighted else theme.muted
        fill = f' BGCOLOR="{theme.marker}"' if edge.highlighted else ""
        if self._upright:
            half = max(width(above), width(below))
            cells = (
                f"<TR>{block(above, 'RIGHT', half, BESIDE, self._wire_height)}"
                '<TD PORT="rule" CELLPADDING="0" WIDTH="0"></TD><VR/>'
                f"{block(below, 'LEFT', half, BESIDE, self._wire_height)}</TR>"
            )
        else:
            outwards = above[::-1]
            top, bottom = padded(outwards, below)[::-1], padded(below, outwards)
            cells = "<HR/>".join(
                f"<TR>{block(rows, least=self._wire_width, padding=WIRE)}</TR>"
                for rows in (top, bottom)
            )
        return f'<<TABLE {BARE} COLOR="{line}"{fill}>{cells}</TABLE>>'

    def _rows(self, edge: Edge) -> tuple[list[Row], list[Row]]:
        above = self._captions.forward(edge) if self._numbers == "wires" else []
        return above, self._captions.backward(edge)

    def _widest(self, edges: list[Edge]) -> float:
        """One width for all wires: beside a wider one, a gap would open at the rule."""
        rows = [row for edge in edges for each in self._rows(edge) for row in each]
        return width(rows) + self._theme.size

    def _highest(self, edges: list[Edge]) -> float:
        """One height for all wires that stand: a gap would open at the ends of a lower one."""
        return max((height(rows) for edge in edges for rows in self._rows(edge)), default=0.0)
