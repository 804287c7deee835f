"""Formulas, numbers and tables as HTML. What is put in as text is escaped."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar

from autograd_lite.viz.formula.formulas import Formula, shorten
from autograd_lite.viz.formula.scripts import MathML, Text
from autograd_lite.viz.slots.marks import chain
from autograd_lite.viz.story.products import parted
from autograd_lite.viz.words.words import Words

T = TypeVar("T")
_TALL = 'displaystyle="true"'
EQUALS = ' <span class="sign">=</span> '


class Html:
    """Writes formulas in MathML, in a language, with numbers of so many significant digits."""

    def __init__(self, precision: int, words: Words) -> None:
        self.words: Words = words
        self.text: Text = Text(precision, words)
        self.mathml: MathML = MathML(precision, words)

    def math(self, formula: Formula) -> str:
        """A formula, and the same as text where MathML is not read."""
        return _math(self.mathml.write(formula), self.text.write(formula))

    def row_name(self, formula: Formula) -> str:
        """A formula as the heading of a row, which is read as text: so one hears it the same."""
        text, math = escape(self.text.write(formula)), self.mathml.write(formula)
        return f'<span class="heard">{text}</span><math {_TALL} aria-hidden="true">{math}</math>'

    def pieces(self, formula: Formula) -> str:
        """A formula; a sum in pieces, between which a line may end, as no browser does itself."""
        formula = shorten(formula)
        if formula.kind != "sum":
            return self.math(formula)
        first, *others = formula.parts
        later = [_math(self.mathml.later_term(x), self.text.later_term(x)) for x in others]
        return " ".join([self.math(first), *later])

    def number(self, value: float, kind: str = "") -> str:
        """A number, of the ``kind`` forward or backward."""
        digits = escape(self.text.number(value))
        return f'<span class="{f"number {kind}".strip()}">{digits}</span>'

    def equation(self, formulas: Sequence[Formula], value: float, kind: str = "") -> str:
        """Formulas and a number with = between them; what reads as the next does is left out."""
        shown = [(self.text.write(each), self.pieces(each)) for each in formulas]
        shown.append((self.text.number(value), self.number(value, kind)))
        following = [read for read, _ in shown[1:]] + [""]
        kept = [html for (read, html), after in zip(shown, following, strict=True) if read != after]
        return chain(kept, EQUALS)

    def line(
        self, formulas: Sequence[Formula], value: float, told: str = "", kind: str = ""
    ) -> str:
        """An equation as a line of its own, and the condition of it."""
        condition = f' <span class="sign">({escape(told)})</span>' if told else ""
        return line(self.equation(formulas, value, kind) + condition)

    def some(self, things: Sequence[T], most: int, write: Callable[[T], str]) -> list[str]:
        """The lines of things, of which ``most`` are told; and how many are between the ends."""
        first, between, last = parted(things, most)
        told = self.words.html("slides.more", count=len(between))
        more = [line(f'<span class="sign">{told}</span>')] if between else []
        return [*map(write, first), *more, *map(write, last)]


def _math(mathml: str, text: str) -> str:
    return f'<math {_TALL} aria-label="{escape(text.strip())}">{mathml}</math>'


def line(content: str) -> str:
    """A line with an equation."""
    return f'<div class="equation">{content}</div>'


def lines(each: Iterable[str], kind: str = "") -> str:
    """Lines that may stand beside each other, of a ``kind`` by which the page places them."""
    return f'<div class="{f"equations {kind}".strip()}">{"".join(each)}</div>'


def remark(text: str) -> str:
    """A remark, of HTML."""
    return f'<p class="remark">{text}</p>'


def heading(column: str) -> str:
    """The heading of a column; what heads nothing is no heading."""
    return f'<th scope="col">{column}</th>' if column else "<td></td>"


def cells(row: Iterable[tuple[str, str, str]]) -> str:
    """Cells of a row, each of the name of its column, its class and its contents.

    The first is the heading of its row.
    """
    (named, _, first), *others = row
    return f'<th scope="row"{attribute("data-name", named)}>{first}</th>' + "".join(
        f"<td{attribute('data-name', name)}{attribute('class', kind)}>{content}</td>"
        for name, kind, content in others
    )


def attribute(name: str, value: str | None) -> str:
    """An attribute, unless it is empty."""
    return f' {name}="{value}"' if value else ""
