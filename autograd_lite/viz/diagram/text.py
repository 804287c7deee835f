"""Runs of text as Graphviz's HTML-like labels: whatever is in them, they are text."""

from dataclasses import dataclass
from html import escape

from autograd_lite.labels import visible

LEADING = 3  # points between two rows
LETTER, WIDE_LETTER = 0.56, 0.9  # widths in sizes, the latter outside ASCII


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
        """About how many points it takes."""
        return self.size * sum(LETTER if c.isascii() else WIDE_LETTER for c in self.text)


#: what stands in one line
Row = list[Run]


def lines(rows: list[Row], align: str = "CENTER") -> str:
    """The rows below each other; an empty label is a space."""
    texts = ["".join(run.html for run in row) for row in rows]
    ended = f'<BR ALIGN="{align}"/>'
    space = f'<FONT POINT-SIZE="{LEADING}">&#160;</FONT>'
    last = "" if align == "CENTER" else ended
    return f"{ended}{space}{ended}".join(texts) + last if texts else "&#160;"


def padded(rows: list[Row], others: list[Row]) -> list[Row]:
    """The rows, and empty ones as high as those that ``others`` have more."""
    sizes = [max(run.size for run in row) for row in others[len(rows) :]]
    return rows + [[Run("\u00a0", "black", size)] for size in sizes]


def width(rows: list[Row]) -> float:
    """About how many points the widest row takes."""
    return max((sum(run.width for run in row) for row in rows), default=0.0)


def plain_text(text: str) -> str:
    """Any text, as text that an HTML-like label shows and as nothing else."""
    shown = escape(visible(text, ("Cc", "Cn", "Cs"), "\u00a0"))
    # Graphviz expands \N and \G here too, but not across the border of an element.
    return shown.replace("\\", "<I>&#92;</I>")
