"""Text in columns, and equations in rows that are no wider than a page."""

import unicodedata
from collections.abc import Sequence

from autograd_lite.viz.formula.formulas import Formula, shorten
from autograd_lite.viz.formula.scripts import Latex, Text

WIDEST_ROW, NARROWER = 62, 22  # characters of an equation on a page; of the words beside it


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def padded(text: str, columns: int) -> str:
    """A text with spaces after it, as wide as so many columns."""
    return text + " " * (columns - width(text))


def equation_rows(
    left: Formula | None, right: Sequence[Formula], latex: Latex, *, narrower: bool = False
) -> list[str]:
    """An equation as rows of an ``align`` block, broken at = and + where it is too wide.

    How wide it is in print is guessed by the length of its text.
    """
    text = Text(latex.precision, latex.words)
    start = "" if left is None else latex.write(left)
    room = WIDEST_ROW - (NARROWER if narrower else 0) - (0 if left is None else _length(left, text))
    rows: list[str] = []
    taken, last = 0, start
    for formula in right:
        shown = latex.write(formula)
        if shown == last and formula is not right[0]:
            continue
        last, length = shown, _length(formula, text)
        if rows and taken + length <= room:
            rows[-1] += f" = {shown}"
            taken += length + 3
            continue
        pieces = [shown] if length <= room else _pieces(formula, latex, text, room)
        rows.append(f"{'' if rows else start} &= {pieces[0]}")
        rows += [rf"& \quad {piece}" for piece in pieces[1:]]
        taken = length if len(pieces) == 1 else room
    return rows


def _length(formula: Formula, text: Text) -> int:
    """Roughly how many letters are side by side: of a fraction those of its longer half."""
    if formula.kind == "quotient":
        return max(_length(part, text) for part in formula.parts)
    inner = [part for part in formula.parts if part.kind == "quotient"]
    whole = width(text.write(formula))
    return whole - sum(width(text.write(x)) - _length(x, text) for x in inner)


def _pieces(formula: Formula, latex: Latex, text: Text, room: int) -> list[str]:
    """A sum in pieces, each no wider than there is room."""
    formula = shorten(formula)
    if formula.kind != "sum":
        return [latex.write(formula)]
    first, *others = formula.parts
    pieces, taken = [latex.write(first)], _length(first, text)
    for term in others:
        length = 3 + _length(term, text)
        if taken + length > room:
            pieces.append(f"{{}}{latex.later_term(term)}")
            taken = length
        else:
            pieces[-1] += latex.later_term(term)
            taken += length
    return pieces
