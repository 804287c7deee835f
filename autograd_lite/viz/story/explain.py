"""The forward and the backward pass as a table: for every wire, upstream × local = product."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograd_lite.labels import shortened
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, Latex, Text, number
from autograd_lite.viz.story.sentences import Sentences, conditions_text, without_repeats
from autograd_lite.viz.story.steps import Product, Story

Equation = tuple[Formula, list[str]]  # the left side, and what it equals
MOST_NODES = 1000
WIDEST_CELL = 48  # characters
HEADINGS = (
    "node", "formula", "value", "upstream", "towards", "local gradient", "product", "accumulated",
)  # fmt: skip


def explain(root: Value, *, precision: int = 6) -> "Explanation":
    """Tell how ``root`` and its gradient were computed: upstream × local, wire by wire.

    The explanation prints as a table; its ``.markdown()`` and ``.latex()`` are for documents. It
    tells one pass with the upstream gradient 1, whether or not ``backward()`` was called, and
    changes nothing. Numbers have ``precision`` significant digits.

    Raises TypeError unless ``root`` is a Value, and ValueError for a constant, for a precision
    that does not exist and for a graph of more than 1000 nodes.

    >>> x = Value(3.0, "x")
    >>> y = x * x
    >>> y.label = "y"
    >>> print(explain(y))
    given: x = 3
    <BLANKLINE>
    node  formula  value  upstream  towards        local gradient  product  accumulated
    ────  ───────  ─────  ────────  ─────────────  ──────────────  ───────  ───────────
    y     x·x      9      1         x (operand 1)  x = 3           3        3
                                    x (operand 2)  x = 3           3        6 = 3 + 3
    """
    return Explanation(Story(root, "explain", MOST_NODES), precision)


@dataclass(frozen=True)
class Row:
    """What a node sends to one of its operands; nothing (None) from a node with constants only."""

    node: Value
    name: str
    formula: str
    value: float
    upstream: float
    towards: str | None
    local_formula: str | None
    local: float | None
    product: float | None
    #: the gradient of the operand so far
    accumulated: float | None


class Explanation:
    """The story of a graph: one row for every wire, from the result back to the leaves."""

    __module__ = "autograd_lite"

    def __init__(self, story: Story, precision: int) -> None:
        self._story, self._latex = story, Latex(precision)
        self._sentences = Sentences(story, Text(precision))

    def __repr__(self) -> str:
        return f"<Explanation of {len(self._story.nodes)} nodes>"

    @cached_property
    def rows(self) -> list[Row]:
        """The rows as data, their numbers in full precision."""
        story, text = self._story, self._sentences.text
        rows = []
        for node, each in self._wires():
            formula = text.write(story.value(node)[0]) if node.op else "given"
            start = (node, self._sentences.name(node), formula, node.data,
                     story.gradients[node])  # fmt: skip
            if each is None:
                rows.append(Row(*start, None, None, None, None, None))
                continue
            shown = None if each.formula is None else text.write(each.formula)
            rows.append(Row(*start, self._sentences.towards(each), shown, each.local,
                            each.product, each.total))  # fmt: skip
        return rows

    def _wires(self) -> list[tuple[Value, Product | None]]:
        """Every node of the backward pass with every product that it sends, or with None."""
        sent = self._story.products or {self._story.root: ()}
        return [(node, each) for node, products in sent.items() for each in products or (None,)]

    # Text ---------------------------------------------------------------------------------------

    def __str__(self) -> str:
        cells = [HEADINGS, *self._cells()]
        widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
        cells.insert(1, tuple("─" * width for width in widths))
        lines = [
            "  ".join(cell + " " * (width - _width(cell))
                      for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in cells
        ]  # fmt: skip
        return "\n".join([*self._given(), *lines, *self._remarks()])

    def markdown(self) -> str:
        """The table in Markdown, as GitHub and notebooks show it."""
        escaped = [tuple(map(_escape, row)) for row in self._cells()]
        table = [f"| {' | '.join(row)} |" for row in (HEADINGS, ("---",) * 8, *escaped)]
        given, remarks = (map(_escape, lines) for lines in (self._given(), self._remarks()))
        return "\n".join([*given, *table, *remarks])

    def _given(self) -> list[str]:
        equations = [self._sentences.equation(leaf) for leaf in self._story.leaves]
        return [f"given: {', '.join(equations)}", ""] if equations else []

    def _remarks(self) -> list[str]:
        remarks = self._sentences.remarks()
        return ["", *remarks] if remarks else []

    def _cells(self) -> list[tuple[str, ...]]:
        """The rows as strings; what already stands in the row above is left out."""
        text, cells, last = self._sentences.text, [], None
        for row, (node, product) in zip(self.rows, self._wires(), strict=True):
            start = (row.name, row.formula, text.number(row.value), text.number(row.upstream))
            sent = ("",) * 4
            if product is not None:
                local = self._sentences.local(product, numbers=False)
                sums = [text.write(product.sum)] if product.earlier else []
                total = " = ".join([text.number(product.total), *sums])
                sent = (row.towards or "", local, text.number(product.product), total)
            cells.append((*(("",) * 4 if node is last else start), *sent))
            last = node
        return [tuple(shortened(text, WIDEST_CELL) for text in row) for row in cells]

    # LaTeX --------------------------------------------------------------------------------------

    def latex(self) -> str:
        """The equations as an ``align*`` block; amsmath has it, and so does MathJax."""
        story, write, digits = self._story, self._latex.write, self._latex.number
        lines: list[Equation] = []
        for node in [*story.leaves, *story.operations]:
            value = [write(each) for each in story.value(node)]
            lines.append((story.symbol(node), [*value, digits(node.data)]))
        lines.append((story.derivative(story.root), ["1"]))
        for products in story.products.values():
            for each in products:
                lines += self._product(each)
        rows = [f"{write(left)} &= " + " = ".join(without_repeats(right)) for left, right in lines]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def _product(self, product: Product) -> list[Equation]:
        """The equation of a product, and of the sum that it completes."""
        story, write, digits = self._story, self._latex.write, self._latex.number
        gradient = story.derivative(product.operand)
        chain = Formula("product", (
            story.derivative(product.consumer),
            story.derivative(product.operand, product.consumer),
        ))  # fmt: skip
        factors = [f for f in (product.formula, number(product.local)) if f is not None]
        right = [write(Formula("product", (number(product.upstream), f))) for f in factors]
        told = conditions_text(product, self._latex)
        right.append(digits(product.product) + (rf" \quad ({told})" if told else ""))
        if product.last and not product.earlier:
            return [(gradient, [write(chain), *right])]
        rows: list[Equation] = [(chain, right)]
        if product.last:
            rows.append((gradient, [write(product.sum), digits(product.total)]))
        return rows

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": str(self),
            "text/markdown": self.markdown(),
            "text/latex": self.latex(),
        }


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _escape(text: str) -> str:
    """Text in which Markdown finds nothing to format, and no HTML."""
    return re.sub(r"([\\`*_\[\]<>|~$&#])", r"\\\1", text)
