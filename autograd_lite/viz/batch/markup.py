"""Equations of matrices in LaTeX and MathML."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import accumulate

from autograd_lite.viz.batch.equations import ROWS, Equation, Factor, Item, Numbers, Side
from autograd_lite.viz.batch.writing import Entrywise, TextWriting, Writing, left_out
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.scripts import Latex, MathML, without_repeats
from autograd_lite.viz.words.words import Words


class _Latex(Entrywise, Latex):
    times = r" \odot "
    sigma = r"\sum "


class _MathML(Entrywise, MathML):
    times = '<mo form="infix">⊙</mo>'
    sigma = '<mo form="prefix">Σ</mo>'


EQUALS = ' <span class="sign">=</span> '


class LatexWriting(Writing):
    """LaTeX for ``align*``: the first sign of equality is where lines meet."""

    def __init__(self, precision: int, matrices: frozenset[Name], words: Words) -> None:
        super().__init__(_Latex(precision, words), matrices)

    def equation(self, equation: Equation) -> str:
        """Rows of ``align*``: a side with a matrix of numbers begins a row of its own."""
        sides = [(self._side(side), _has_numbers(side)) for side in equation.sides]
        text = last = sides[0][0]
        sign = " &= "
        for side, numbers in sides[1:]:
            if side != last:
                text += (NEW_ROW if numbers and sign == " = " else sign) + side
                last, sign = side, " = "
        told = self.conditions(equation)
        text += rf" \quad ({told})" if told else ""
        return text + (r" \qquad {} \times {}".format(*equation.shape) if equation.shape else "")

    def _side(self, side: Side) -> str:
        """What stands on a side; where that is too wide, rows begin before an operator."""
        written: list[str] = []
        columns = 0
        for item in side:
            if isinstance(item, Numbers):
                own = min(len(item.rows[0]), MOST_COLUMNS)
                columns += own
                if columns > MOST_BESIDE and len(written) > 1:
                    written.insert(len(written) - 1, BREAK)
                    columns = own
            written.append(self._item(item))
        return " ".join(written)

    def _item(self, item: Item) -> str:
        if item == ROWS:
            return rf"\text{{{self.words('batch.rows_of')} }}"
        if isinstance(item, str):
            return _LATEX.get(item, item)
        if isinstance(item, Formula):
            return self.script.write(item)
        if isinstance(item, Factor):
            return self.factor(item)
        item = _narrow(item)
        rows = item.written(self.script.number, r"\cdots", r"\vdots")
        if item.bare:
            return rows[0][0]
        inner = r" \\ ".join(" & ".join(row) for row in rows)
        array = rf"\begin{{array}}{{{'r' * len(rows[0])}}} {inner} \end{{array}}"
        told = left_out(self.words, item).replace("…", r"\dots{}").replace(" ", "~")
        fenced = rf"\left[{array}\right]"
        return rf"\underset{{\text{{{told}}}}}{{{fenced}}}" if told else fenced


_LATEX = {"⊙": r"\odot", "·": r"\cdot", "−": "-", " − ": "-", "Σ": r"\sum"}


MOST_COLUMNS, MOST_BESIDE = 6, 7  # of a matrix, and of all beside each other, on a page
BREAK = " \\\\\n&\\qquad{}"
NEW_ROW = " \\\\\n&= "


def _narrow(numbers: Numbers) -> Numbers:
    """As many columns as a page has room for."""
    columns = len(numbers.rows[0])
    if columns <= MOST_COLUMNS:
        return numbers
    return _first_columns(numbers, MOST_COLUMNS - 1)


def _first_columns(numbers: Numbers, count: int) -> Numbers:
    rows = tuple(row[:count] for row in numbers.rows)
    left_out = numbers.more_columns + len(numbers.rows[0]) - len(rows[0])
    return replace(numbers, rows=rows, more_columns=left_out)


def _has_numbers(side: Side) -> bool:
    return any(isinstance(item, Numbers) and not item.bare for item in side)


MOST_CHARACTERS = 60  # of a row of numbers beside each other, in a window or on paper
GAP = 2  # characters, between two columns
MOST_ROWS = 5  # of a matrix that is shown in part


class MathMLWriting(Writing):
    """Equations as ``<math>`` elements, between which a line may end.

    There is one for every side, and where matrices beside each other might be wider than a line,
    one for each of them.
    """

    def __init__(self, precision: int, matrices: frozenset[Name], words: Words) -> None:
        super().__init__(_MathML(precision, words), matrices)
        self._text = TextWriting(precision, matrices, words)

    def equation(self, equation: Equation) -> str:
        """HTML: an element for every side."""
        pieces = without_repeats([self.side(side) for side in equation.sides])
        told = self.conditions(equation)
        where = f' <span class="sign">(<math>{told}</math>)</span>' if told else ""
        size = "{}×{}".format(*equation.shape) if equation.shape else ""
        shape = f' <span class="arrival">{size}</span>' if size else ""
        return EQUALS.join(pieces) + where + shape

    def assignment(self, equation: Equation) -> str:
        """What is on the left becomes what is on the right."""
        first, *others = without_repeats([self.side(side) for side in equation.sides])
        return f'{first} <span class="sign">←</span> {EQUALS.join(others)}'

    def side(self, side: Side) -> str:
        """A side, and the same as text where MathML is not read."""
        return " ".join(map(self._piece, self._pieces(side)))

    def _piece(self, items: Sequence[Item]) -> str:
        read = escape("".join(map(self._text.line, items)))
        inner = "".join(map(self._item, items))
        return f'<math displaystyle="true" alttext="{read}"><mrow>{inner}</mrow></math>'

    def _pieces(self, side: Side) -> list[list[Item]]:
        """The side in pieces, of which each but the first begins with a sign and a matrix."""
        pieces: list[list[Item]] = [[]]
        beside = 0
        for item in side:
            if isinstance(item, Numbers) and not item.bare:
                item = self._fitting(item)
                wide = sum(self._widths(item))
                if beside and beside + wide > MOST_CHARACTERS:
                    pieces.append([pieces[-1].pop()])
                    beside = 0
                beside += wide
            pieces[-1].append(item)
        return pieces

    def _widths(self, numbers: Numbers) -> list[int]:
        """How many characters every column takes."""
        written = [list(map(self._text.script.number, row)) for row in numbers.rows]
        return [GAP + max(map(len, column)) for column in zip(*written, strict=True)]

    def _fitting(self, numbers: Numbers) -> Numbers:
        """As many columns as are beside each other in a line, and few rows if not all are there."""
        if numbers.more_rows:
            shown, left_out = numbers.rows[:MOST_ROWS], numbers.rows[MOST_ROWS:]
            more_rows = numbers.more_rows + len(left_out)
            numbers = replace(numbers, rows=shown, more_rows=more_rows)
        ends = [*accumulate(self._widths(numbers))]
        fitting = sum(end <= MOST_CHARACTERS for end in ends)
        return numbers if fitting == len(ends) else _first_columns(numbers, max(1, fitting - 1))

    def _item(self, item: Item) -> str:
        if isinstance(item, str):
            if item == ROWS:
                return f"<mtext>{escape(self.words('batch.rows_of'))}\u00a0</mtext>"
            form = "prefix" if item in "Σ(−" else "postfix" if item == ")" else "infix"
            return f'<mo form="{form}" stretchy="false">{item.strip()}</mo>'
        if isinstance(item, Formula):
            return self.script.write(item)
        if isinstance(item, Factor):
            return self.factor(item)
        kind = f' class="{item.kind}"' if item.kind else ""
        rows = item.written(self.script.number, "<mo>…</mo>", "<mo>⋮</mo>")
        if item.bare:
            return f"<mrow{kind}>{rows[0][0]}</mrow>"
        inner = "".join(
            "<mtr>" + "".join(f"<mtd><mrow>{x}</mrow></mtd>" for x in row) + "</mtr>"
            for row in rows
        )
        told = left_out(self.words, item).replace(" ", "\u00a0")
        fence = '<mo form="{}" stretchy="true" symmetric="true">{}</mo>'
        before, after = fence.format("prefix", "["), fence.format("postfix", "]")
        fenced = f"<mrow{kind}>{before}<mtable>{inner}</mtable>{after}</mrow>"
        return f"<munder>{fenced}<mtext>{told}</mtext></munder>" if told else fenced
