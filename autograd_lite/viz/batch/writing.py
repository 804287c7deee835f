"""Equations of matrices in text, and what all ways of writing them share.

The scripts of `formula.scripts` write what has no numbers in rows and columns; here they learn that
factors which are matrices are multiplied entry by entry, ⊙, unless the product is marked.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from autograd_lite.viz.batch.equations import ROWS, Equation, Factor, Item, Numbers, Side
from autograd_lite.viz.batch.formulas import MATRIX, SUM
from autograd_lite.viz.formula.formulas import Formula, shorten
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.scripts import (
    ATOM,
    LOOSE,
    PRODUCT,
    Script,
    Text,
    without_repeats,
)
from autograd_lite.viz.words.words import Words

WIDEST_LINE = 100  # characters of an equation in text that stand in one line


class Entrywise(Script):
    """A script in which products of matrices have the sign ⊙, and sums over entries a Σ."""

    times: ClassVar = " ⊙ "
    sigma: ClassVar = "Σ"
    #: the names of matrices that are no single number
    matrices: frozenset[Name] = frozenset()

    def part(self, formula: Formula) -> tuple[str, int]:
        """A part as it is written, and how tightly it holds together."""
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


class _Text(Entrywise, Text):
    def _held(self, formula: Formula, level: int = LOOSE) -> str:
        text = super()._held(formula, level)
        if level == ATOM and text and text[-1] in "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹":
            return f"({text})"  # it may be raised to a power
        bare = formula.kind == "quotient" and level == PRODUCT and "/" in text
        bare = bare and formula.parts[0].kind == "number"
        return f"({text})" if bare and not text.endswith(")") else text


def left_out(words: Words, numbers: Numbers) -> str:
    """How many columns and rows are not shown, in words; empty if all are."""
    columns, rows = numbers.more_columns, numbers.more_rows
    told = [words("batch.more_columns", count=columns)] if columns else []
    return ", ".join(told + ([words("batch.more_rows", count=rows)] if rows else []))


class Writing(ABC):
    """A way to write equations, with numbers of ``precision`` significant digits."""

    def __init__(self, script: Entrywise, matrices: frozenset[Name]) -> None:
        self.script, self.words = script, script.words
        script.matrices = matrices

    def factor(self, factor: Factor) -> str:
        """A formula as it stands in a product."""
        return self.script.factor(factor.formula)

    @abstractmethod
    def equation(self, equation: Equation) -> str:
        """An equation, sides that are written alike only once."""

    def conditions(self, equation: Equation) -> str:
        """What has to hold for an equation."""
        return ", ".join(map(self.script.write, equation.conditions))


class TextWriting(Writing):
    """Plain text: matrices of several rows take as many lines."""

    def __init__(self, precision: int, matrices: frozenset[Name], words: Words) -> None:
        super().__init__(_Text(precision, words), matrices)

    def equation(self, equation: Equation) -> str:
        """One line or several; a long equation has a line for every side."""
        sides = without_repeats([self._side(side) for side in equation.sides])
        first, *others = sides
        lines = [_beside([first, *_with_equals(others)])] if others else [first]
        if _width(lines[0]) > WIDEST_LINE and len(others) > 1:
            starts = [first, *[[" " * _width(first)]] * (len(others) - 1)]
            lines = [_beside([a, [" = "], b]) for a, b in zip(starts, others, strict=True)]
        if told := self.conditions(equation):
            lines[-1] = _beside([lines[-1], [f"  ({told})"]])
        if equation.shape:
            lines[-1] = _beside([lines[-1], ["   {}×{}".format(*equation.shape)]])
        return "\n".join(line.rstrip() for block in lines for line in block)

    def spoken(self, equation: Equation) -> str:
        """An equation in one line, as it is read aloud."""
        sides = without_repeats(["".join(map(self.line, side)) for side in equation.sides])
        told = self.conditions(equation)
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
        if item.bare:
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
        rows = numbers.written(self.script.number)
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
