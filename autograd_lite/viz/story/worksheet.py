"""A story with empty places, to be filled in on paper, and the key to it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, number, symbol
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.scripts import Latex, Script, Text, without_repeats
from autograd_lite.viz.story.blanks import Blank, Blanks, Line, Question, helper_equations
from autograd_lite.viz.story.markdown import escaped
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.templates import Markup
from autograd_lite.viz.words.words import Words

PLACE = "________"
LATEX_PLACE = r"\underline{\hspace{5em}}"
IN_A_ROW = 4  # short equations

#: its sides
Equation = Sequence[Formula]


class Row(NamedTuple):
    """An equation, or several short ones; its number, if it has one."""

    equations: Sequence[Equation]
    number: int | None = None


class Block(NamedTuple):
    """Rows under a heading: an entry of the catalogue, and the node that it names."""

    heading: str
    node: Value | None
    rows: Sequence[Row]


class Handout:
    """Equations under headings. Printed they are text; documents have Markdown or LaTeX."""

    __module__ = "autograd_lite"

    def __init__(self, story: Story, blocks: Iterable[Block], text: Text) -> None:
        self._story, self._blocks, self._text = story, [*blocks], text

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {sum(len(each.rows) for each in self._blocks)} rows>"

    def __str__(self) -> str:
        return "\n\n".join("\n  ".join([head, *rows]) for head, rows in self._told())

    def markdown(self) -> str:
        """The same in Markdown, as GitHub and notebooks show it."""
        blocks = [
            "\n".join([f"**{escaped(heading)}**", "", *(f"* {escaped(row)}" for row in rows)])
            for heading, rows in self._told()
        ]
        return "\n\n".join(blocks) + "\n"

    def latex(self) -> str:
        """The same in LaTeX, with the package amsmath; pages may break between equations."""
        script = Latex(self._text.precision, self._text.words)
        parts = [r"{\allowdisplaybreaks"]
        for block in self._blocks:
            names = self._names(block, script)
            heading = script.words.latex(block.heading, **{k: Markup(x) for k, x in names.items()})
            rows = " \\\\\n".join(_latex_row(row, script) for row in block.rows)
            begin, end = r"\begin{align*}", r"\end{align*}"
            parts += [rf"\paragraph{{${heading}$}}", begin, rows, end]
        return "\n".join([*parts, "}"]) + "\n"

    def _told(self) -> Iterator[tuple[str, list[str]]]:
        """Headings and rows as text."""
        text = self._text
        for block in self._blocks:
            rows = [_text_row(row, text) for row in block.rows]
            yield text.words(block.heading, **self._names(block, text)), rows

    def _names(self, block: Block, script: Script) -> dict[str, str]:
        if block.node is None:
            return {}
        return {"name": script.write(self._story.symbol(block.node))}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": str(self), "text/markdown": self.markdown()}


class Worksheet(Handout):
    """The equations of both passes with empty places, which are numbered.

    >>> import autograd_lite as ag
    >>> x = ag.Value(3.0, "x")
    >>> sheet = ag.explain(ag.exp(x), blank="downstream")
    >>> print(str(sheet).splitlines()[-1])
      ∂v₁/∂x = ∂v₁/∂v₁·∂v₁/∂x = 1·20.0855 = ________ (1)
    >>> print(sheet.answers())
    Answers
      (1) ∂v₁/∂x = 1·20.0855 = 20.0855
    """

    __module__ = "autograd_lite"

    def __init__(self, story: Story, kinds: frozenset[Blank], precision: int, words: Words) -> None:
        asking = Blanks(story, kinds)
        super().__init__(story, _blocks(story, asking), Text(precision, words))
        #: what is asked for, as data, answers in full precision
        self.questions: list[Question] = asking.questions

    def answers(self) -> Handout:
        """The key: what stands in each of the places."""
        rows: list[Row] = []
        explained: set[Value] = set()
        for each in self.questions:
            if each.kind == "local" and each.node not in explained:
                rows += [Row([told]) for told in helper_equations(self._story, each.node)]
                explained.add(each.node)
            rows.append(Row([_answer(each, self._story)], each.number))
        return Handout(self._story, [Block("worksheet.answers", None, rows)], self._text)


def _blocks(story: Story, asking: Blanks) -> Iterator[Block]:
    """What is given, the forward pass, and for every node what it sends back."""
    leaves = [(story.symbol(leaf), number(leaf.data)) for leaf in story.leaves]
    if leaves:
        rows = [Row(leaves[i : i + IN_A_ROW]) for i in range(0, len(leaves), IN_A_ROW)]
        yield Block("worksheet.given", None, rows)
    if story.operations:
        lines = [asking.forward(node) for node in story.operations]
        yield Block("worksheet.forward", None, [*map(_row, lines)])
    start = (story.derivative(story.root), number(1.0))
    yield Block("worksheet.backward", None, [Row([start])])
    for node in story.products:
        if lines := asking.backward(node):
            yield Block("worksheet.sent", node, [*map(_row, lines)])


def _row(line: Line) -> Row:
    return Row([[_place(side) if isinstance(side, Question) else side for side in line.sides]])


def _place(question: Question) -> Formula:
    """An empty place as a formula."""
    count = f"({question.number})"
    latex = rf"\underset{{{count}}}{{{LATEX_PLACE}}}"
    return symbol(Name(f"{PLACE} {count}", latex, f"<mtext>{PLACE} {count}</mtext>"))


def _answer(question: Question, story: Story) -> Equation:
    """What is asked for, how it is computed, and the number."""
    how: tuple[Formula | None, ...] = ()
    product = question.product
    match question.kind:
        case "values":
            how = tuple(story.value(question.node)[-1:])
        case "local" if product:
            how = (product.formula, product.numbers)
        case "downstream" if product:
            how = (Formula("product", (number(product.upstream), number(product.local))),)
        case "accumulated" if product:
            how = (product.sum,)
    return (question.asked, *(each for each in how if each), number(question.answer))


def _equation(sides: Iterable[str]) -> str:
    return " = ".join(without_repeats([*sides]))


def _text_row(row: Row, text: Text) -> str:
    told = text.words.join(_equation(map(text.write, sides)) for sides in row.equations)
    return f"({row.number}) {told}" if row.number else told


def _latex_row(row: Row, script: Latex) -> str:
    """A row of an align* block, whose equations stand below each other at their first sign."""
    (left, *right), *others = [[script.write(side) for side in each] for each in row.equations]
    before = rf"({row.number})\quad " if row.number else ""
    shown = r", \quad ".join([_equation(right), *map(_equation, others)])
    return f"{before}{left} &= {shown}"
