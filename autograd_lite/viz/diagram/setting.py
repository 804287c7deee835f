"""Text set by us: the layout program keeps the room, whatever fonts it has, and we fill it.

A *block* is some rows of text in a cell of their own, as `text.block` makes it. Each program
measures text in its own way, and some guess. So the program gets a DOT text in which every block is
a coloured cell that is as large as the text; and where it draws that, its rows are written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from autograd_lite.viz.diagram.text import LEADING, LINE, Row, Run, row_width
from autograd_lite.viz.sheet.svg import FONTS, fitted, number

_BLOCK = re.compile(r'<TD ID="text" ALIGN="(\w+)"([^>]*)>(<FONT.*?)</TD>', re.DOTALL)
_RUN = re.compile(r'<FONT COLOR="([^"]*)" POINT-SIZE="(\d+)">(?:<([IB])>)?(.*?)(?:</\3>)?</FONT>')
_POLYGON = re.compile(
    r'<polygon fill="#fe([0-9a-f]{4})" stroke="(?:none|transparent)" points="([^"]*)"/>'
)
MIDDLE = 0.35  # of the size: how far the middle of letters is above their baseline


@dataclass(frozen=True)
class Block:
    """Rows of text, and the side that they keep to."""

    rows: tuple[Row, ...]
    align: str
    padding: float


def without_text(dot: str) -> tuple[str, list[Block]]:
    """The DOT text for the layout program, and the blocks that its cells stand for."""
    blocks: list[Block] = []

    def cell(found: re.Match[str]) -> str:
        align, attributes, content = found.groups()
        padding = re.search(r'CELLPADDING="(\d+)"', attributes)
        blocks.append(Block(tuple(_rows(content)), align, float(padding[1]) if padding else 0.0))
        return f'<TD BGCOLOR="#fe{len(blocks) - 1:04x}"{attributes}></TD>'

    return _BLOCK.sub(cell, dot), blocks


def _rows(content: str) -> Iterator[Row]:
    for row in re.split("<BR[^>]*/>", content):
        runs = [
            Run(unescape(text.replace("<I>&#92;</I>", "\\")), color, int(size), style or "")
            for color, size, style, text in _RUN.findall(row)
        ]
        if runs:
            yield runs


def with_text(svg: str, blocks: list[Block]) -> str:
    """The picture of the layout program with the rows of every block in its cell."""

    def written(found: re.Match[str]) -> str:
        block = int(found[1], 16)
        if block >= len(blocks):
            return found[0]
        numbers = [float(each) for each in re.split("[ ,]", found[2].strip())]
        return "\n".join(
            _text(*each) for each in placed(blocks[block], numbers[::2], numbers[1::2])
        )

    svg = _POLYGON.sub(written, svg)
    return svg.replace('font-family="Arial"', f'font-family="{FONTS}"')


def placed(
    block: Block, xs: list[float], ys: list[float]
) -> Iterator[tuple[Run, str, float, float]]:
    """What is seen of each run of a block in the middle of its cell, and where it begins."""
    heights = [LINE * max(run.size for run in row) for row in block.rows]
    y = (min(ys) + max(ys) - sum(heights) - LEADING * (len(heights) - 1)) / 2
    for row, height in zip(block.rows, heights, strict=True):
        free = max(xs) - min(xs) - row_width(row) - 2 * block.padding
        x = min(xs) + block.padding + free * {"LEFT": 0.0, "CENTER": 0.5, "RIGHT": 1.0}[block.align]
        base = y + height / 2 + MIDDLE * max(run.size for run in row)
        for run in row:
            if text := run.text.strip():
                before = len(run.text) - len(run.text.lstrip())
                yield run, text, x + run.width_of(run.text[:before]), base
            x += run.width
        y += height + LEADING


def _text(run: Run, text: str, x: float, y: float) -> str:
    style = {"B": ' font-weight="bold"', "I": ' font-style="italic"'}.get(run.style, "")
    fit = fitted(text, run.size, run.style == "B")
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FONTS}"{style} '
        f'font-size="{run.size}"{fit} fill="{run.color}">{escape(text)}</text>'
    )
