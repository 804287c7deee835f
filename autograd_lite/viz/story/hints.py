"""What a learner did who got a number wrong: which other number of the story it is."""

import math
from collections.abc import Iterator

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import evaluate, fill, number
from autograd_lite.viz.formula.notation import local_gradients
from autograd_lite.viz.story.blanks import Question
from autograd_lite.viz.story.products import Product
from autograd_lite.viz.story.sentences import Sentences

CLOSE = 0.005  # relative: numbers so near each other are the same to a learner

#: a number, and what to say of it
Hint = tuple[float, str]


def is_near(x: float, y: float) -> bool:
    """Whether a learner may write one number for the other."""
    return math.isclose(x, y, rel_tol=CLOSE, abs_tol=1e-9)


class Hints:
    """Says of wrong numbers what they are instead."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences, self._words = sentences, sentences.words
        self._story = sentences.story

    def of(self, question: Question) -> list[Hint]:
        """The wrong numbers of which something can be said, each once, the likeliest first."""
        hints: list[Hint] = []
        for wrong, told in self._mistakes(question):
            known = [question.answer, *(each for each, _ in hints)]
            if math.isfinite(wrong) and not any(is_near(wrong, each) for each in known):
                hints.append((wrong, told))
        return hints

    def _mistakes(self, question: Question) -> Iterator[Hint]:
        product = question.product
        match question.kind:
            case "values":
                yield from self._of_value(question.node)
            case "upstream":
                yield from self._of_gradient(question.node)
            case "local" if product:
                yield from self._of_local(product)
            case "downstream" if product:
                yield from self._of_downstream(product)
            case "accumulated" if product:
                yield from self._of_gradient(product.operand)

    def _of_value(self, node: Value) -> Iterator[Hint]:
        for operand in dict.fromkeys(node.parents):
            yield operand.data, self._words("practice.goes_in", name=self._name(operand))

    def _of_gradient(self, node: Value) -> Iterator[Hint]:
        arriving = self._story.arriving[node]
        if len(arriving) > 1:
            told = self._words("practice.one_arriving", name=self._name(node))
            yield from ((each.product, told) for each in arriving)
        yield node.data, self._is_value(node)

    def _of_local(self, product: Product) -> Iterator[Hint]:
        gradient, local = self._factors(product)
        words, node, operand = self._words, product.consumer, product.operand
        yield from self._mixed_up(product)
        yield product.upstream, words("practice.is_upstream", gradient=gradient, local=local)
        yield product.product, words("practice.is_downstream", local=local)
        for each in self._others(product):
            yield each.local, self._of_other(each)
        yield node.data, self._is_value(node)
        yield operand.data, self._is_value(operand)

    def _of_downstream(self, product: Product) -> Iterator[Hint]:
        gradient, local = self._factors(product)
        words, u, v = self._words, product.upstream, product.local
        yield u, words("practice.multiply_local", gradient=gradient, local=local)
        yield v, words("practice.multiply_upstream", gradient=gradient, local=local)
        for each in self._others(product):
            yield each.product, self._of_other(each)
        for wrong, told in self._mixed_up(product):
            yield u * wrong, told
        for node in (product.consumer, product.operand):
            name = self._name(node)
            yield u * node.data, words("practice.value_for_local", name=name, local=local)
        yield u + v, words("practice.added")
        yield u / v if v else math.nan, words("practice.divided")
        operand, consumer = self._name(product.operand), self._name(product.consumer)
        told = words("practice.all_arriving", name=operand, consumer=consumer)
        yield self._story.gradients[product.operand], told

    def _mixed_up(self, product: Product) -> Iterator[Hint]:
        """The local gradient of an operation of one operand, taken at its input for its output."""
        node, operand = product.consumer, product.operand
        if len(node.parents) != 1:
            return
        (shown,) = local_gradients(node, [0])
        x = number(operand.data)
        wrong = None if shown.formula is None else evaluate(fill(shown.formula, [x], x))
        if wrong is not None:
            names = {"operand": self._name(operand), "name": self._name(node)}
            yield wrong, self._words("practice.mixed_up", **names)

    # Names --------------------------------------------------------------------------------------

    def _name(self, node: Value) -> str:
        return self._sentences.name(node)

    def _is_value(self, node: Value) -> str:
        return self._words("practice.is_value", name=self._name(node))

    def _of_other(self, product: Product) -> str:
        local = self._sentences.local_derivative(product)
        return self._words("practice.local_of_other", local=local, name=self._name(product.operand))

    def _factors(self, product: Product) -> tuple[str, str]:
        sentences = self._sentences
        return sentences.derivative(product.consumer), sentences.local_derivative(product)

    def _others(self, product: Product) -> list[Product]:
        """What the same node sends to its other operands."""
        sent = self._story.products[product.consumer]
        return [each for each in sent if isinstance(each, Product) and each is not product]
