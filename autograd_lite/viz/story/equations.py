"""An explanation as equations in LaTeX, which break over lines and pages."""

from collections.abc import Iterator

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, number
from autograd_lite.viz.formula.scripts import Latex
from autograd_lite.viz.story.columns import Equation, block
from autograd_lite.viz.story.helpers import Meaning
from autograd_lite.viz.story.joint import Joint, joint_gradients
from autograd_lite.viz.story.partials import local_derivative
from autograd_lite.viz.story.products import Others, Product
from autograd_lite.viz.story.sentences import conditions_text
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.templates import Markup


class Equations:
    """Writes a story as an ``align*`` block."""

    def __init__(self, story: Story, latex: Latex) -> None:
        self._story = story
        self._latex = latex

    def both_passes(self) -> str:
        """The values of all nodes, upstream × local for every wire, and what p − y is."""
        story, told = self._story, list[Equation | str]()
        for node in [*story.leaves, *story.operations]:
            told.append(Equation(story.symbol(node), [*story.value(node), number(node.data)]))
            told += self._helpers(node)
        told.append(Equation(story.derivative(story.root), [number(1.0)]))
        for products in story.products.values():
            for each in products:
                told += [self._others(each)] if isinstance(each, Others) else self._product(each)
        told += map(self._joint, joint_gradients(story))
        return block(told, self._latex)

    def _helpers(self, node: Value) -> Iterator[Equation | str]:
        for first, between, last in self._story.helper_letters(node):
            yield from map(_meaning, first)
            if between:
                more = self._latex.words.latex("formula.more", count=between)
                yield rf"\vdots & \quad {more}"
            yield from map(_meaning, last)

    def _others(self, others: Others) -> str:
        """What is sent to the operands that are not told one by one, together."""
        name = Markup(self._latex.write(self._story.symbol(others.consumer)))
        count = len(others.indices)
        told = self._latex.words.latex("story.operands_of", count=count, name=name)
        sums = (number(each) for each in (others.upstream, others.local))
        product = self._latex.write(Formula("product", tuple(sums)))
        return (
            rf"\vdots & \quad {told} \textstyle\sum = {product} = "
            f"{self._latex.number(others.product)}"
        )

    def _product(self, product: Product) -> list[Equation | str]:
        """The equation of a product, and of the sum that it completes."""
        story = self._story
        gradient = story.derivative(product.operand)
        chain = Formula("product", (
            story.derivative(product.consumer),
            local_derivative(story, product),
        ))  # fmt: skip
        factors = [f for f in (product.formula, number(product.local)) if f is not None]
        right = [Formula("product", (number(product.upstream), f)) for f in factors]
        right.append(number(product.product))
        conditions = conditions_text(product, self._latex)
        after = rf" \quad ({conditions})" if conditions else ""
        if product.first and product.last:
            return [Equation(gradient, [chain, *right], after)]
        told: list[Equation | str] = [Equation(chain, right, after)]
        if product.last:
            told.append(Equation(gradient, [product.sum, number(product.total)]))
        return told

    def _joint(self, joint: Joint) -> Equation:
        return Equation(joint.derivative, [joint.formula, joint.numbers, number(joint.value)])


def _meaning(meaning: Meaning) -> Equation:
    """What a helper is."""
    name, value, formula = meaning
    return Equation(name, [*([formula] if formula else []), number(value)])
