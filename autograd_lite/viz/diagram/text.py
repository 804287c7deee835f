"""Runs of text as Graphviz's HTML-like labels: whatever is in them, they are text."""

import math
from dataclasses import dataclass
from html import escape

from autograd_lite.labels import in_one_line
from autograd_lite.viz.sheet.metrics import text_width

LINE = 1.15  # sizes from the top of a row to its bottom
LEADING = 2.0  # points between two rows


@dataclass(frozen=True)
class Run:
    """Some letters of one look; ``style`` is I for italics, B for bold, or nothing."""

    text: str
    color: str
    size: int
    style: str = ""

    @property
    def html(self) -> str:
        """The run as a label; empty text is no run, which Graphviz would not parse."""
        if not self.text:
            return ""
        text = plain_text(self.text)
        if self.style:
            text = f"<{self.style}>{text}</{self.style}>"
        return f'<FONT COLOR="{self.color}" POINT-SIZE="{self.size}">{text}</FONT>'

    @property
    def width(self) -> float:
        """How many points it takes."""
        return self.width_of(self.text)

    def width_of(self, text: str) -> float:
        """How many points a text takes in the same look."""
        return text_width(text, self.size, self.style == "B")


#: what stands in one line
Row = list[Run]


def block(
    rows: list[Row],
    align: str = "CENTER",
    least: float = 0.0,
    padding: int = 0,
    lowest: float = 0.0,
) -> str:
    """The rows below each other in a cell, ``least`` wide and ``lowest`` high or more.

    Its size is that of the text, with ``padding`` around it: see `setting`, which writes the text.
    """
    shown = [row for row in rows if any(run.text for run in row)]
    inner = f'<BR ALIGN="{align}"/>'.join("".join(run.html for run in row) for row in shown)
    inner += f'<BR ALIGN="{align}"/>' if shown and align != "CENTER" else ""
    wide, high = math.ceil(max(least, width(shown))), math.ceil(max(lowest, height(shown)))
    size = f'WIDTH="{wide + 2 * padding}" HEIGHT="{high + 2 * padding}"'
    mark = f'ID="text" ALIGN="{align}"' if shown else f'ALIGN="{align}"'
    return f'<TD {mark} {size} CELLPADDING="{padding}">{inner}</TD>'


def label(rows: list[Row], align: str = "CENTER", padding: int = 0) -> str:
    """The rows as a whole label."""
    table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
    return f"<{table}<TR>{block(rows, align, padding=padding)}</TR></TABLE>>"


def padded(rows: list[Row], others: list[Row]) -> list[Row]:
    """The rows, and empty ones as high as those that ``others`` have more."""
    sizes = [max(run.size for run in row) for row in others[len(rows) :]]
    return rows + [[Run("\u00a0", "black", size)] for size in sizes]


def row_width(row: Row) -> float:
    """How many points a row takes."""
    return sum(run.width for run in row)


def width(rows: list[Row]) -> float:
    """How many points the widest row takes."""
    return max(map(row_width, rows), default=0.0)


def height(rows: list[Row]) -> float:
    """How many points the rows take below each other."""
    sizes = [LINE * max(run.size for run in row) for row in rows]
    return sum(sizes) + LEADING * max(0, len(sizes) - 1)


def plain_text(text: str) -> str:
    """Any text, as text that an HTML-like label shows and as nothing else."""
    shown = escape(in_one_line(text))
    # Graphviz expands \N and \G here too, but not across the border of an element.
    return shown.replace("\\", "<I>&#92;</I>")
