"""Equations of matrices in text, LaTeX and MathML.

The scripts of `formula.scripts` write what has no numbers in rows and columns; here they learn that
factors which are matrices are multiplied entry by entry, ⊙, unless the product is marked.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape
from itertools import zip_longest
from typing import Any, ClassVar

from autograd_lite.viz.batch.formulas import MATRIX, SUM
from autograd_lite.viz.batch.steps import ROWS, Equation, Factor, Item, Numbers, Side
from autograd_lite.viz.formula.formulas import Formula, shorten
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.scripts import ATOM, LOOSE, PRODUCT, Latex, MathML, Script, Text
from autograd_lite.viz.words.words import Words

WIDEST_LINE = 100  # characters of an equation in text that stand in one line


class _Entrywise(Script):
    """A script in which products of matrices have the sign ⊙, and sums over entries a Σ."""

    times: ClassVar = " ⊙ "
    sigma: ClassVar = "Σ"
    #: the names of matrices that are no single number
    matrices: frozenset[Name] = frozenset()

    def part(self, formula: Formula) -> tuple[str, int]:
        if formula.kind == "call" and formula.mark == SUM:
            (inner,) = formula.parts
            level = ATOM if inner.kind == "product" else PRODUCT
            return self.sigma + self._held(inner, level), PRODUCT
        if formula.kind == "product" and formula.mark != MATRIX:
            matrices = [part for part in formula.parts if self._is_matrix(part)]
            if len(matrices) > 1:
                scalars = [part for part in formula.parts if not self._is_matrix(part)]
                factors = self.times.join(self._held(x, PRODUCT) for x in matrices)
                numbers = [self._held(x, PRODUCT) for x in scalars]
                return self._operator("·").join([*numbers, factors]), PRODUCT
        return super().part(formula)

    def factor(self, formula: Formula) -> str:
        """A formula as it stands in a product."""
        return self._held(shorten(formula), PRODUCT)

    def _is_matrix(self, formula: Formula) -> bool:
        if formula.kind == "call" and formula.mark == SUM:
            return False
        if formula.kind == "symbol":
            return formula.mark in self.matrices
        return any(map(self._is_matrix, formula.parts))


class _Text(_Entrywise, Text):
    def _held(self, formula: Formula, level: int = LOOSE) -> str:
        text = super()._held(formula, level)
        if level == ATOM and text and text[-1] in "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹":
            return f"({text})"  # it may be raised to a power
        bare = formula.kind == "quotient" and level == PRODUCT and "/" in text
        return f"({text})" if bare and not text.endswith(")") else text


class _Latex(_Entrywise, Latex):
    times = r" \odot "
    sigma = r"\sum "


class _MathML(_Entrywise, MathML):
    times = '<mo form="infix">⊙</mo>'
    sigma = '<mo form="prefix">Σ</mo>'


def left_out(words: Words, numbers: Numbers) -> str:
    """How many columns and rows are not shown, in words; empty if all are."""
    columns, rows = numbers.more_columns, numbers.more_rows
    told = [words("batch.more_columns", count=columns)] if columns else []
    return ", ".join(told + ([words("batch.more_rows", count=rows)] if rows else []))


class Writing(ABC):
    """A way to write equations, with numbers of ``precision`` significant digits."""

    def __init__(self, script: _Entrywise, matrices: frozenset[Name]) -> None:
        self.script, self.words = script, script.words
        script.matrices = matrices

    def factor(self, factor: Factor) -> str:
        """A formula as it stands in a product."""
        return self.script.factor(factor.formula)

    @abstractmethod
    def equation(self, equation: Equation) -> str:
        """An equation, sides that are written alike only once."""

    def _conditions(self, equation: Equation) -> str:
        return ", ".join(map(self.script.write, equation.conditions))


class TextWriting(Writing):
    """Plain text: matrices of several rows take as many lines."""

    def __init__(self, precision: int, matrices: frozenset[Name], words: Words) -> None:
        super().__init__(_Text(precision, words), matrices)

    def equation(self, equation: Equation) -> str:
        """One line or several; a long equation has a line for every side."""
        sides = _distinct([self._side(side) for side in equation.sides])
        first, *others = sides
        lines = [_beside([first, *_with_equals(others)])] if others else [first]
        if _width(lines[0]) > WIDEST_LINE and len(others) > 1:
            starts = [first, *[[" " * _width(first)]] * (len(others) - 1)]
            lines = [_beside([a, [" = "], b]) for a, b in zip(starts, others, strict=True)]
        if told := self._conditions(equation):
            lines[-1] = _beside([lines[-1], [f"  ({told})"]])
        if equation.shape:
            lines[-1] = _beside([lines[-1], ["   {}×{}".format(*equation.shape)]])
        return "\n".join(line.rstrip() for block in lines for line in block)

    def spoken(self, equation: Equation) -> str:
        """An equation in one line, as it is read aloud."""
        sides = _distinct(["".join(map(self.line, side)) for side in equation.sides])
        told = self._conditions(equation)
        return " = ".join(sides) + (f" ({told})" if told else "")

    def line(self, item: Item) -> str:
        """A formula or a matrix in one line: rows are separated by semicolons."""
        if isinstance(item, str):
            return self._item(item)[0]
        if isinstance(item, Formula):
            return self.script.write(item)
        if isinstance(item, Factor):
            return self.factor(item)
        rows = [", ".join(map(self.script.number, row)) for row in item.rows]
        told = left_out(self.words, item)
        if len(rows) == 1 and len(item.rows[0]) == 1 and not told:
            return rows[0]
        return f"[{'; '.join([*rows, *([told] if told else [])])}]"

    def _side(self, side: Side) -> list[str]:
        return _beside([self._item(item) for item in side])

    def _item(self, item: Item) -> list[str]:
        if isinstance(item, str):
            return [f"{self.words('batch.rows_of')} " if item == ROWS else _SPACED.get(item, item)]
        if isinstance(item, Formula):
            return [self.script.write(item)]
        if isinstance(item, Factor):
            return [self.factor(item)]
        return self._matrix(item)

    def _matrix(self, numbers: Numbers) -> list[str]:
        rows = [[*map(self.script.number, row)] for row in numbers.rows]
        if numbers.more_columns:
            rows = [[*row, "…"] for row in rows]
        if numbers.more_rows:
            rows.append(["⋮"] * len(rows[0]))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        inner = ["  ".join(x.rjust(w) for x, w in zip(row, widths, strict=True)) for row in rows]
        if numbers.bare:
            return inner
        block = [
            f"{left}{line}{right}"
            for line, (left, right) in zip(inner, _fences(len(inner)), strict=True)
        ]
        told = left_out(self.words, numbers)
        return _beside([block, [f" ({told})"]]) if told else block


_SPACED = {"⊙": " ⊙ ", "+": " + ", "Σ": "Σ "}


def _fences(count: int) -> list[tuple[str, str]]:
    if count == 1:
        return [("[", "]")]
    return [("⎡", "⎤"), *[("⎢", "⎥")] * (count - 2), ("⎣", "⎦")]


def _beside(blocks: Sequence[list[str]]) -> list[str]:
    """Blocks of lines beside each other, their middles in one line."""
    above = max((len(block) - 1) // 2 for block in blocks)
    padded = []
    for block in blocks:
        width = _width(block)
        missing = above - (len(block) - 1) // 2
        padded.append([" " * width] * missing + [line.ljust(width) for line in block])
    height = max(map(len, padded))
    full = [block + [" " * _width(block)] * (height - len(block)) for block in padded]
    return ["".join(lines) for lines in zip(*full, strict=True)]


def _width(block: list[str]) -> int:
    return max(map(len, block))


def _with_equals(sides: list[list[str]]) -> list[list[str]]:
    return [each for side in sides for each in ([" = "], side)]


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
        told = self._conditions(equation)
        text += rf" \quad ({told})" if told else ""
        return text + (r" \qquad {} \times {}".format(*equation.shape) if equation.shape else "")

    def _side(self, side: Side) -> str:
        return " ".join(map(self._item, side))

    def _item(self, item: Item) -> str:
        if item == ROWS:
            return rf"\text{{{self.words('batch.rows_of')} }}"
        if isinstance(item, str):
            return _LATEX.get(item, item)
        if isinstance(item, Formula):
            return self.script.write(item)
        if isinstance(item, Factor):
            return self.factor(item)
        rows = [[*map(self.script.number, row)] for row in item.rows]
        if item.bare:
            return rows[0][0]
        if item.more_columns:
            rows = [[*row, r"\cdots"] for row in rows]
        if item.more_rows:
            rows.append([r"\vdots"] * len(rows[0]))
        inner = r" \\ ".join(" & ".join(row) for row in rows)
        array = rf"\begin{{array}}{{{'r' * len(rows[0])}}} {inner} \end{{array}}"
        told = left_out(self.words, item).replace("…", r"\dots{}").replace(" ", "~")
        return rf"\left[{array}\right]" + (rf"_{{\text{{{told}}}}}" if told else "")


_LATEX = {"⊙": r"\odot", "·": r"\cdot", "−": "-", " − ": "-", "Σ": r"\sum"}


NEW_ROW = " \\\\\n&= "


def _has_numbers(side: Side) -> bool:
    return any(isinstance(item, Numbers) and not item.bare for item in side)


class MathMLWriting(Writing):
    """Equations as ``<math>`` elements, of which a line may end before a sign of equality."""

    def __init__(self, precision: int, matrices: frozenset[Name], words: Words) -> None:
        super().__init__(_MathML(precision, words), matrices)

    def equation(self, equation: Equation) -> str:
        """HTML: an element for every side."""
        shown = _distinct(["".join(map(self._item, side)) for side in equation.sides])
        pieces = [f'<math displaystyle="true"><mrow>{each}</mrow></math>' for each in shown]
        told = self._conditions(equation)
        where = f' <span class="sign">(<math>{told}</math>)</span>' if told else ""
        size = "{}×{}".format(*equation.shape) if equation.shape else ""
        shape = f' <span class="arrival">{size}</span>' if size else ""
        return ' <span class="sign">=</span> '.join(pieces) + where + shape

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
        rows = [[*map(self.script.number, row)] for row in item.rows]
        if item.bare:
            return f"<mrow{kind}>{rows[0][0]}</mrow>"
        if item.more_columns:
            rows = [[*row, "<mo>…</mo>"] for row in rows]
        if item.more_rows:
            rows.append(["<mo>⋮</mo>"] * len(rows[0]))
        inner = "".join(
            "<mtr>" + "".join(f"<mtd><mrow>{x}</mrow></mtd>" for x in row) + "</mtr>"
            for row in rows
        )
        told = left_out(self.words, item).replace(" ", "\u00a0")
        note = f"<mtext>\u00a0({told})</mtext>" if told else ""
        fence = '<mo form="{}" stretchy="true" symmetric="true">{}</mo>'
        before, after = fence.format("prefix", "["), fence.format("postfix", "]")
        return f"<mrow{kind}>{before}<mtable>{inner}</mtable>{after}</mrow>{note}"


def _distinct(written: list[Any]) -> list[Any]:
    """Without sides that are written as the one before."""
    pairs = zip_longest(written, written[1:])
    return [a for a, b in pairs if a != b]
