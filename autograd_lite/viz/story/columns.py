"""Text in columns, and equations in rows that are no wider than a page."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from autograd_lite.viz.formula.formulas import Formula, shorten
from autograd_lite.viz.formula.scripts import Latex, Text

WIDEST_ROW, BESIDE = 64, 22  # characters of an equation on a page; of the words beside it
NARROWEST = 24  # characters that there is room for beside the longest left side


@dataclass(frozen=True)
class Equation:
    """An equation of a block: forms that are equal, and LaTeX that stands after or beside them."""

    #: None where it goes on with the end of the one above
    left: Formula | None
    right: Sequence[Formula]
    after: str = ""
    beside: str = ""


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_width, text))


def _width(c: str) -> int:
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):  # accents, signs of vowels, isolates
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def padded(text: str, columns: int) -> str:
    """A text with spaces after it, as wide as so many columns."""
    return text + " " * (columns - width(text))


def block(equations: Sequence[Equation | str], latex: Latex) -> str:
    """Equations, and rows that are LaTeX already, as an ``align*`` block.

    It is of amsmath, and MathJax has it. An equation is broken at = and + where it would be wider
    than a page; how wide it is in print is guessed by the length of its text.
    """
    text = Text(latex.precision, latex.words)
    told = [each for each in equations if isinstance(each, Equation)]
    lefts = [_length(each.left, text) for each in told if each.left is not None]
    beside = BESIDE if any(each.beside for each in told) else 0
    room = max(WIDEST_ROW - beside - max(lefts, default=0), NARROWEST)
    rows: list[str] = []
    for each in equations:
        rows += [each] if isinstance(each, str) else _rows(each, latex, text, room)
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def _rows(equation: Equation, latex: Latex, text: Text, room: int) -> list[str]:
    start = "" if equation.left is None else latex.write(equation.left)
    rows: list[str] = []
    taken, last = 0, start
    for formula in equation.right:
        shown = latex.write(formula)
        if shown == last and rows:
            continue
        last, length = shown, _length(formula, text)
        if rows and taken + length <= room:
            rows[-1] += f" = {shown}"
            taken += length + 3
            continue
        pieces = [shown] if length <= room else _pieces(formula, latex, text, room)
        rows.append(f"{'' if rows else start} &= {pieces[0]}".lstrip())
        rows += [rf"& \quad {piece}" for piece in pieces[1:]]
        taken = length if len(pieces) == 1 else room
    rows[-1] += equation.after + (f" && {equation.beside}" if equation.beside else "")
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
