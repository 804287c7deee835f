"""What a story says, in plain text."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import number
from autograd_lite.viz.formula.scripts import Script, Text, without_repeats
from autograd_lite.viz.slots.marks import chain, is_marked
from autograd_lite.viz.story.earlier import Earlier
from autograd_lite.viz.story.helpers import Letter
from autograd_lite.viz.story.partials import local_derivative
from autograd_lite.viz.story.products import Others, Product, Sent, parted
from autograd_lite.viz.story.steps import Step, Story
from autograd_lite.viz.words.words import Words

T = TypeVar("T")
MOST_GRADIENTS = 8  # of earlier passes that are told
MOST_CONDITIONS = 2  # of a local gradient that are told


class Sentences:
    """The sentences of a story, whose formulas and numbers ``text`` writes, in its language."""

    def __init__(self, story: Story, text: Text) -> None:
        self.story: Story = story
        self.text: Text = text
        self.words: Words = text.words

    def of(self, step: Step) -> str:
        """What a step says; a backward step has one sentence for each operand."""
        match step.kind:
            case "given":
                return self._given()
            case "forward":
                return self.words("story.forward", equation=self.equation(step.node))
            case "seed":
                return self.words("story.seed", gradient=self.derivative(self.story.root))
            case "backward":
                where = self.where(step.node)
                sent = [*map(self._sent, step.products), *([f"{where}."] if where else [])]
                nothing = self.words("story.nothing_sent", name=self.name(step.node))
                return " ".join(sent) or nothing
        return self._result()

    def name(self, node: Value) -> str:
        """What a node is called, or its number."""
        return self.text.write(self.story.symbol(node))

    def derivative(self, by: Value, of: Value | None = None) -> str:
        """∂L/∂x; the numerator is the root unless ``of`` is given."""
        return self.text.write(self.story.derivative(by, of))

    def local_derivative(self, product: Product) -> str:
        """∂z/∂x, of the operation that sends the product."""
        return self.text.write(local_derivative(self.story, product))

    def equation(self, node: Value) -> str:
        """ŷ = σ(z) = σ(0) = 0.5."""
        written = map(self.text.write, self.story.value(node))
        shown = [self.name(node), *written, self.text.number(self.story.data(node))]
        return chain(without_repeats(shown))

    def _given(self) -> str:
        variables = [self.equation(node) for node in self.story.variables]
        constants = [self.equation(x) for x in self.story.leaves if not x.differentiable]
        listed = (("story.given", variables), ("story.constants", constants))
        join = self.words.join
        return " ".join(self.words(key, values=join(values)) for key, values in listed if values)

    def _sent(self, product: Sent) -> str:
        """Upstream gradient × local gradient, and what their product is added to."""
        number, node = self.text.number, product.consumer
        gradient, upstream = self.derivative(node), number(product.upstream)
        if isinstance(product, Others):
            return self.words(
                "story.sent_together", operands=self.towards(product), gradient=gradient,
                upstream=upstream, local=number(product.local), product=number(product.product),
            )  # fmt: skip
        return self.words(
            "story.sent", operand=self.towards(product), gradient=gradient, upstream=upstream,
            local_gradient=self.local_derivative(product), local=self.local(product),
            product=with_reason(product, number(product.product), self.words),
            arrival=self._arrival(product),
        )  # fmt: skip

    def towards(self, product: Sent) -> str:
        """The operand, and which one it is if the same node is there several times."""
        if isinstance(product, Others):
            return self.words("story.operands", count=len(product.indices))
        name = self.name(product.operand)
        return (
            self.words("story.operand", name=name, place=product.place) if product.place else name
        )

    def local(self, product: Product, *, numbers: bool = True) -> str:
        """A local gradient: formula = formula with numbers = number (conditions)."""
        shown = [product.formula, product.numbers] if numbers else [product.formula]
        written = [self.text.write(each) for each in shown if each]
        told = conditions_text(product, self.text)
        equation = chain(without_repeats([*written, self.text.number(product.local)]))
        return f"{equation} ({told})" if told else equation

    def _arrival(self, product: Product) -> str:
        """What becomes of a product: it is the gradient, or one of several that add up."""
        gradient = self.derivative(product.operand)
        total = chain([self.text.write(product.sum), self.text.number(product.total)])
        match product.first, product.last:
            case True, True:
                return self.words("story.only", gradient=gradient)
            case True, False:
                return self.words("story.first")
            case False, True:
                return self.words("story.last", gradient=gradient, total=total)
        return self.words("story.so_far", total=total)

    def _result(self) -> str:
        gradients = [
            f"{self.derivative(x)} = {self.text.number(self.story.gradients[x])}"
            for x in self.story.variables
        ]
        whole = self.words("story.result", gradients=self.words.join(gradients))
        no_gradient = self.words("story.no_gradient")
        return " ".join([whole if gradients else no_gradient, *self.remarks()])

    def where(self, node: Value) -> str:
        """What the names are that a node's local gradients have beside those of nodes."""
        told = [x for letter in self.story.helper_letters(node) for x in self._values(letter)]
        return self.words("explain.where", values=self.words.join(told)) if told else ""

    def _values(self, letter: Letter) -> list[str]:
        """The numbers of helpers of one letter; the formula of the first tells the others'."""
        (name, value, formula), *others = (*letter.first, *letter.last)
        shown = [name, *([formula] if formula else []), number(value)]
        told = [" = ".join(map(self.text.write, shown))]
        told += [f"{self.text.write(name)} = {self.text.number(x)}" for name, x, _ in others]
        if letter.between:
            told.insert(len(letter.first), self.words("slides.more", count=letter.between))
        return told

    def remarks(self) -> list[str]:
        """What a reader of the numbers should know about the graph's other numbers."""
        told, story, words = [], self.story, self.words
        if together := story.told_together:
            most = str(story.max_edges)
            told.append(words("story.told_together", count=together, all=story.edges, most=most))
        if story.changed:
            told.append(words("story.changed", names=words.join(map(self.name, story.changed))))
        if story.earlier:
            told.append(self._earlier(story.earlier))
        return told

    def _earlier(self, earlier: Earlier) -> str:
        """What earlier backward passes left in the leaves, and why, as far as that is known."""

        def told(leaf: Value) -> str:
            return f"{self.name(leaf)}.grad = {self.text.number(leaf.grad)}"

        left = listed(earlier.leaves, MOST_GRADIENTS, told, self.words)
        gradients, name = self.words.join(left), self.name(self.story.root)
        factor = self.text.number(earlier.factor)
        match earlier.reason:
            case "elsewhere":
                return self.words("story.gradients_elsewhere", name=name, gradients=gradients)
            case "scaled":
                return self.words(
                    "story.gradients_scaled", name=name, gradients=gradients, factor=factor
                )
            case "repeated":
                return self.words("story.gradients_repeated", gradients=gradients, factor=factor)
        return self.words("story.other_gradients", gradients=gradients)


def listed(
    things: Sequence[T], most: int | None, write: Callable[[T], str], words: Words
) -> list[str]:
    """What is written of things, of which ``most`` are told; and how many are between the ends."""
    first, between, last = parted(things, most)
    more = [words("slides.more", count=len(between))] if between else []
    return [*map(write, first), *more, *map(write, last)]


def conditions_text(product: Product, script: Script) -> str:
    """What has to hold for a local gradient, its first conditions."""
    told = [script.write(each) for each in product.conditions]
    return script.words.join(told[:MOST_CONDITIONS] + ["…"] * (len(told) > MOST_CONDITIONS))


def with_reason(product: Product, number: str, write: Callable[..., str]) -> str:
    """The ``number`` of a product; where a factor is infinite and it is 0, why.

    That is not told of a number that may change, for which it may no longer hold.
    """
    is_odd = product.upstream == 0.0 and not math.isfinite(product.local)
    if is_odd and not is_marked(number):
        return write("story.zero", product=number)
    return number
