"""What a worksheet asks for: numbers of a story, and the lines in which their places are empty."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import word
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, number
from autograd_lite.viz.story.partials import local_derivative
from autograd_lite.viz.story.products import Product
from autograd_lite.viz.story.steps import Step, Story

#: a kind of number that is asked for
Blank = Literal["values", "upstream", "local", "downstream", "accumulated"]
BLANKS: Final[tuple[Blank, ...]] = get_args(Blank)
ALL: Final = "all"


@dataclass(frozen=True, eq=False)
class Question:
    """A number that is asked for, and the formula of what it is."""

    #: counted from 1, as the story is told
    number: int
    kind: Blank
    #: the node of whose step it is
    node: Value
    #: what is sent, where that is asked about; of an accumulated gradient, what arrives last
    product: Product | None
    asked: Formula
    answer: float


@dataclass(frozen=True)
class Line:
    """An equation: its sides, of which some may be asked for."""

    sides: tuple[Formula | Question, ...]

    @property
    def questions(self) -> list[Question]:
        """What it asks for."""
        return [side for side in self.sides if isinstance(side, Question)]


def check_blanks(given: Any) -> frozenset[Blank]:
    """Which numbers are to be asked for: one of the kinds, several, or all of them.

    >>> sorted(check_blanks(["local", "downstream"]))
    ['downstream', 'local']
    """
    several = [given] if isinstance(given, str) else checks.texts("blank", given)
    if not several:
        raise ValueError(f"blank: choose some of {', '.join(BLANKS)}, or {ALL}")
    chosen = {word("blank", each, [*BLANKS, ALL]) for each in several}
    return frozenset(each for each in BLANKS if {each, ALL} & chosen)


class Blanks:
    """The questions of a story, and the lines that ask them.

    A line shows no number that is asked for elsewhere, but for those that have been ``told``
    before it: the formula of that number stands there alone. Numbers that are not finite are not
    asked for. Raises ValueError if that leaves nothing to ask.
    """

    def __init__(self, story: Story, kinds: frozenset[Blank]) -> None:
        self._story, self._kinds = story, kinds
        #: by kind, node and, of what is sent, the place of the operand
        self._known: dict[tuple[Blank, Value, int], Question] = {}
        for kind, node, product, asked, answer in self._numbers():
            if kind in kinds and math.isfinite(answer):
                place = -1 if product is None else product.index
                count = len(self._known) + 1
                question = Question(count, kind, node, product, asked, answer)
                self._known[kind, node, place] = question
        if not self._known:
            wanted = ", ".join(each for each in BLANKS if each in kinds)
            raise ValueError(f"blank: there is nothing to ask for in this graph of {wanted}")
        #: all that is asked for, in its order
        self.questions: list[Question] = [*self._known.values()]
        self._questions = frozenset(self.questions)

    def _numbers(self) -> Iterator[tuple[Blank, Value, Product | None, Formula, float]]:
        """All numbers of the story that may be asked for, in its order."""
        story = self._story
        for step in story.steps:
            node = step.node
            if step.kind == "forward" and not step.part:
                yield "values", node, None, story.symbol(node), node.data
            products = [each for each in step.products if isinstance(each, Product)]
            if products:
                yield "upstream", node, None, story.derivative(node), story.gradients[node]
            for each in products:
                local = local_derivative(story, each)
                yield "local", node, each, local, each.local
                yield "downstream", node, each, self._sent(each), each.product
                if each.last and not each.first:
                    yield "accumulated", node, each, story.derivative(each.operand), each.total

    # Lines --------------------------------------------------------------------------------------

    def lines(self, step: Step) -> list[Line]:
        """The lines of a step that asks, all others having been told; none of one that does not."""
        asked = {each for line in self.paper(step) for each in line.questions}
        return self._lines(step, self._questions - asked) if asked else []

    def paper(self, step: Step) -> list[Line]:
        """The lines of a step, nothing that is asked for having been told."""
        return self._lines(step, ())

    def _lines(self, step: Step, told: Collection[Question]) -> list[Line]:
        match step.kind:
            case _ if step.part:
                return []
            case "forward":
                return [self.forward(step.node, told)]
            case "backward":
                return self.backward(step.node, told)
        return []

    def forward(self, node: Value, told: Collection[Question] = ()) -> Line:
        """How a value is computed."""
        shown: list[Formula | Question] = [self._story.symbol(node), *self._story.value(node)]
        if any(self._is_hidden("values", parent, told) for parent in node.parents):
            shown.pop()
        return Line((*shown, self._known.get(("values", node, -1)) or number(node.data)))

    def backward(self, node: Value, told: Collection[Question] = ()) -> list[Line]:
        """What a node sends to its operands."""
        lines, asked = [], self._known.get(("upstream", node, -1))
        if asked:
            lines.append(Line((self._story.derivative(node), asked)))
        if "local" not in self._kinds:
            lines += map(Line, helper_equations(self._story, node))
        for each in self._story.products[node]:
            if isinstance(each, Product):
                lines += self._of_product(each, told)
        return lines

    def _of_product(self, product: Product, told: Collection[Question]) -> Iterator[Line]:
        """The local gradient, the product, and the sum that it completes."""
        story, node, place = self._story, product.consumer, product.index
        upstream, local = story.derivative(node), local_derivative(story, product)
        asked = self._known.get(("local", node, place))
        # ∂z/∂w = x tells x
        ends_of_it = (node, *node.parents)
        values = {story.symbol(x) for x in ends_of_it if self._is_hidden("values", x, told)}
        is_hidden = asked is not None or product.formula in values
        shown = [] if asked or product.formula is None else [product.formula]
        ends = [] if is_hidden and not asked else [asked or number(product.local)]
        yield Line((local, *shown, *ends))
        factors = (
            upstream if self._is_unknown(node, told) else number(product.upstream),
            local if is_hidden else number(product.local),
        )
        sides = [self._sent(product), self._chain(product), Formula("product", factors)]
        sides = [side for i, side in enumerate(sides) if side not in sides[:i]]
        result = self._known.get(("downstream", node, place)) or number(product.product)
        yield Line((*sides, result))
        if product.last and not product.first:
            yield self._sum(product, told)

    def _sum(self, product: Product, told: Collection[Question]) -> Line:
        """What has arrived at a node, added up."""
        known, operand = self._known, product.operand
        asked = known.get(("accumulated", product.consumer, product.index))
        sent: list[tuple[Blank, Product]] = [
            ("downstream", each) for each in self._story.arriving[operand]
        ]
        shown = [product.sum]
        if is_hidden := self._are_hidden(sent, told):
            terms = tuple(self._chain(each) for each in self._story.arriving[operand])
            shown = [] if self._story.parts else [Formula("sum", terms)]
        ends = [] if is_hidden and not asked else [asked or number(product.total)]
        return Line((self._story.derivative(operand), *shown, *ends))

    def _sent(self, product: Product) -> Formula:
        """∂L/∂x if that is all that arrives at x, and else ∂L/∂z · ∂z/∂x."""
        if product.first and product.last:
            return self._story.derivative(product.operand)
        return self._chain(product)

    def _chain(self, product: Product) -> Formula:
        outer = self._story.derivative(product.consumer)
        inner = local_derivative(self._story, product)
        return Formula("product", (outer, inner))

    # What must not be told ----------------------------------------------------------------------

    def _is_hidden(
        self, kind: Blank, node: Value, told: Collection[Question], place: int = -1
    ) -> bool:
        """Whether a number is asked for, and has not been told."""
        question = self._known.get((kind, node, place))
        return question is not None and question not in told

    def _are_hidden(
        self, sent: Sequence[tuple[Blank, Product]], told: Collection[Question]
    ) -> bool:
        return any(self._is_hidden(kind, x.consumer, told, x.index) for kind, x in sent)

    def _is_unknown(self, node: Value, told: Collection[Question]) -> bool:
        """Whether the gradient of a node would tell what is asked for."""
        kinds: tuple[Blank, ...] = ("downstream", "accumulated")
        arriving = [(kind, each) for kind in kinds for each in self._story.arriving[node]]
        return self._is_hidden("upstream", node, told) or self._are_hidden(arriving, told)


def helper_equations(story: Story, node: Value) -> list[tuple[Formula, ...]]:
    """What the names are that a node's local gradients have beside those of nodes."""
    return [
        (name, *([formula] if formula else []), number(value))
        for first, _, last in story.helper_letters(node)
        for name, value, formula in (*first, *last)
    ]
