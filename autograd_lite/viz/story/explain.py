"""The forward and the backward pass as a table: for every wire, upstream × local = product."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, overload

from autograd_lite.inputs.checks import flag
from autograd_lite.labels import shortened
from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.batch.batch import Batch, refuse
from autograd_lite.viz.batch.explain import BatchExplanation
from autograd_lite.viz.batch.steps import Story as BatchStory
from autograd_lite.viz.bounds import check_bounds
from autograd_lite.viz.formula.names import NO_SYMBOLS
from autograd_lite.viz.formula.scripts import Latex, Text, without_repeats
from autograd_lite.viz.story.blanks import Blank, check_blanks
from autograd_lite.viz.story.columns import padded, width
from autograd_lite.viz.story.derivations import Derivations
from autograd_lite.viz.story.derivations_text import all_in_text, as_latex, as_markdown
from autograd_lite.viz.story.equations import Equations
from autograd_lite.viz.story.joint import joint_sentences
from autograd_lite.viz.story.markdown import escaped
from autograd_lite.viz.story.products import Others, Sent
from autograd_lite.viz.story.sentences import Sentences, conditions_text
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.story.worksheet import Worksheet
from autograd_lite.viz.words.languages import Language, choose_language
from autograd_lite.viz.words.words import Words

WIDEST_CELL = 48  # characters
COLUMNS = (
    "node", "formula", "value", "upstream", "towards", "local", "product", "accumulated",
)  # fmt: skip


@overload
def explain(
    root: Value,
    *,
    blank: None = None,
    language: Language = ...,
    symbols: Mapping[Value, str] = ...,
    derivations: bool = ...,
    precision: int = ...,
    entries: bool = ...,
    max_nodes: int = ...,
    max_edges: int | None = ...,
) -> "Explanation": ...
@overload
def explain(
    root: Value,
    *,
    blank: Blank | Literal["all"] | Iterable[Blank],
    language: Language = ...,
    symbols: Mapping[Value, str] = ...,
    derivations: Literal[False] = ...,
    precision: int = ...,
    entries: bool = ...,
    max_nodes: int = ...,
    max_edges: int | None = ...,
) -> "Worksheet": ...
@overload
def explain(
    root: Batch,
    *,
    blank: None = None,
    language: Language = ...,
    derivations: Literal[False] = ...,
    precision: int = ...,
    entries: bool = ...,
    max_nodes: int = ...,
    max_edges: int | None = ...,
) -> BatchExplanation: ...
def explain(
    root: Value | Batch,
    *,
    blank: Blank | Literal["all"] | Iterable[Blank] | None = None,
    language: Language = "en",
    symbols: Mapping[Value, str] = NO_SYMBOLS,
    derivations: bool = False,
    precision: int = 6,
    entries: bool = False,
    max_nodes: int = 1000,
    max_edges: int | None = None,
) -> "Explanation | Worksheet | BatchExplanation":
    """Tell how ``root`` and its gradient were computed: upstream × local, wire by wire.

    The explanation prints as a table; its ``.markdown()`` and ``.latex()`` are for documents. It
    tells one pass with the upstream gradient 1, whether or not ``backward()`` was called, and
    changes nothing. Numbers have ``precision`` significant digits. Of more than ``max_edges`` wires
    (unless given, four for each of ``max_nodes``), those of the nodes with the most operands are
    told in part: of their first and last operands one by one, of the others how many they are and
    their sum.

    With ``blank`` it is a worksheet, in which numbers are left out: "values" of the forward pass,
    "upstream", "local" or "downstream" gradients, "accumulated" ones where several arrive; several
    of these, or "all". Its ``.answers()`` are the key.

    With ``derivations`` it tells where the local gradients come from, too: one of each kind, line
    by line, with the rules of calculus, from the definition of the operation to the formula that
    the table has. Every line has been checked with numbers.

    ``symbols`` has other names for nodes than their labels. ``language`` is the name of one, as
    "en" or "de", or words of your own, see `choose_language`.

    A `Batch` is told in equations of matrices; with ``entries``, the sums over its examples are
    written out entry by entry.

    Raises TypeError unless ``root`` is a Value, and ValueError for a constant, for a precision or
    a language that does not exist and for a graph of more than ``max_nodes`` nodes.

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
    words, bounds = choose_language(language), check_bounds(max_nodes, max_edges)
    derived, written_out = flag("derivations", derivations), flag("entries", entries)
    if isinstance(root, Batch):
        refuse(derivations=derived, blank=blank is not None, symbols=bool(symbols))
        batch = BatchStory(root, "explain", bounds)
        return BatchExplanation(batch, precision, written_out, words)
    story = Story(root, "explain", bounds, symbols=symbols)
    if blank is None:
        return Explanation(story, precision, words, derived)
    if derived:
        raise ValueError("derivations: they would tell what a worksheet asks; leave them out")
    return Worksheet(story, check_blanks(blank), precision, words)


@dataclass(frozen=True)
class Row:
    """What a node sends to one of its operands; nothing (None) from a node with constants only.

    Where not all can be told one by one, a row stands for several operands: its local gradient and
    its product are sums.
    """

    node: Value
    name: str
    formula: str
    value: float
    upstream: float
    towards: str | None
    local_formula: str | None
    local: float | None
    product: float | None
    #: the gradient of the operand so far; None where there are several
    accumulated: float | None
    #: how many operands the row stands for
    operands: int = 1


class Explanation:
    """The story of a graph: one row for every wire, from the result back to the leaves."""

    __module__ = "autograd_lite"

    def __init__(self, story: Story, precision: int, words: Words, derivations: bool) -> None:
        self._story, self._words = story, words
        self._sentences = Sentences(story, Text(precision, words))
        self._latex = Latex(precision, words)
        self._derivations = list(Derivations(story).one_of_each()) if derivations else []

    def __repr__(self) -> str:
        return f"<Explanation of {len(self._story.nodes)} nodes>"

    @lazy
    def rows(self) -> list[Row]:
        """The rows as data, their numbers in full precision."""
        story, write = self._story, self._sentences.text.write
        rows = []
        for node, products in self._sending.items():
            formula = write(story.value(node)[0]) if node.op else self._words("explain.leaf")
            start = (node, self._sentences.name(node), formula, node.data,
                     story.gradients[node])  # fmt: skip
            rows += [self._row(start, each) for each in products] or [
                Row(*start, None, None, None, None, None, 0)
            ]
        return rows

    @property
    def _sending(self) -> dict[Value, tuple[Sent, ...]]:
        """What every node of the backward pass sends."""
        return self._story.products or {self._story.root: ()}

    def _row(self, start: tuple[Value, str, str, float, float], sent: Sent) -> Row:
        towards = self._sentences.towards(sent)
        if isinstance(sent, Others):
            several = len(sent.indices)
            return Row(*start, towards, None, sent.local, sent.product, None, several)
        shown = None if sent.formula is None else self._sentences.text.write(sent.formula)
        return Row(*start, towards, shown, sent.local, sent.product, sent.total)

    # Text ---------------------------------------------------------------------------------------

    def __str__(self) -> str:
        cells = [self._headings, *self._cells(WIDEST_CELL)]
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        cells.insert(1, tuple("─" * width for width in widths))
        lines = ["  ".join(map(padded, row, widths)).rstrip() for row in cells]
        return "\n".join([*self._given(), *lines, *self._remarks(), *self._derived()])

    def _derived(self) -> list[str]:
        return all_in_text(self._derivations, self._sentences.text)

    def markdown(self) -> str:
        """The table in Markdown, as GitHub and notebooks show it."""
        headings = tuple(map(escaped, self._headings))
        cells = [tuple(map(escaped, row)) for row in self._cells(sys.maxsize)]
        table = [f"| {' | '.join(row)} |" for row in (headings, ("---",) * 8, *cells)]
        given, remarks = (map(escaped, lines) for lines in (self._given(), self._remarks()))
        derived = as_markdown(self._derivations, self._sentences.text)
        return "\n".join([*given, *table, *remarks, *map(escaped, derived)])

    @property
    def _headings(self) -> tuple[str, ...]:
        return tuple(self._words(f"explain.{column}") for column in COLUMNS)

    def _given(self) -> list[str]:
        equations = [self._sentences.equation(leaf) for leaf in self._story.leaves]
        listed = self._words.join(equations)
        return [self._words("explain.given", values=listed), ""] if equations else []

    def _remarks(self) -> list[str]:
        sentences = self._sentences
        where = [x for node in self._story.operations if (x := sentences.where(node))]
        joint = [told for _, told in joint_sentences(self._story, sentences.text)]
        remarks = [*where, *joint, *sentences.remarks()]
        return ["", *remarks] if remarks else []

    def _cells(self, widest: int) -> list[tuple[str, ...]]:
        """The rows as strings; what already stands in the row above is left out.

        A formula is cut where a cell would be wider than ``widest``, its value never.
        """
        text, last = self._sentences.text, None
        start: tuple[str, ...]
        cells: list[tuple[str, ...]] = []
        sent = (each for products in self._sending.values() for each in products or (None,))
        for row, each in zip(self.rows, sent, strict=True):
            start = ("",) * 4
            if row.node is not last:
                numbers = text.number(row.value), text.number(row.upstream)
                start = (row.name, shortened(row.formula, widest), *numbers)
            cells.append((*start, row.towards or "", *self._sent(each, widest)))
            last = row.node
        return cells

    def _sent(self, sent: Sent | None, widest: int) -> tuple[str, str, str]:
        """The cells of a local gradient, of a product, and of what it is added to."""
        text = self._sentences.text
        if sent is None:
            return "", "", ""
        if isinstance(sent, Others):
            return f"Σ = {text.number(sent.local)}", f"Σ = {text.number(sent.product)}", ""
        local, total = text.number(sent.local), text.number(sent.total)
        formula = text.write(sent.formula) if sent.formula else local
        if self._story.helpers.symbols(sent.consumer) and sent.numbers:
            local = " = ".join(without_repeats([text.write(sent.numbers), local]))
        if formula != local:
            local = f"{shortened(formula, widest - len(f' = {local}'))} = {local}"
        if told := conditions_text(sent, text):
            local = shortened(f"{local} ({told})", max(widest, len(local)))
        if not sent.first:
            total = shortened(f"{total} = {text.write(sent.sum)}", widest)
        return local, text.number(sent.product), total

    # LaTeX --------------------------------------------------------------------------------------

    def latex(self) -> str:
        """The equations for a document: ``align*`` blocks that break over lines and pages.

        The package amsmath is all that they need. MathJax does not know ``\\allowdisplaybreaks``,
        so what a notebook shows is without it.
        """
        return f"{{\\allowdisplaybreaks\n{self._blocks()}\n}}"

    def _blocks(self) -> str:
        derived = [as_latex(each, self._latex) for each in self._derivations]
        return "\n\n".join([Equations(self._story, self._latex).both_passes(), *derived])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": str(self),
            "text/markdown": self.markdown(),
            "text/latex": self._blocks(),
        }
