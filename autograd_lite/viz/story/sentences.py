"""What a story says, in plain text."""

import math

from autograd_lite.value import Value
from autograd_lite.viz.bounds import grouped
from autograd_lite.viz.formula.scripts import Script, Text
from autograd_lite.viz.story.steps import Others, Product, Sent, Step, Story

MOST_CONDITIONS = 2  # of a local gradient that are told


class Sentences:
    """The sentences of a story, whose formulas and numbers ``text`` writes."""

    def __init__(self, story: Story, text: Text) -> None:
        self.story: Story = story
        self.text: Text = text

    def of(self, step: Step) -> str:
        """What a step says; a backward step has one sentence for each operand."""
        match step.kind:
            case "given":
                return self._given()
            case "forward":
                return f"{self.equation(step.node)}."
            case "seed":
                start = self.derivative(self.story.root)
                return f"The backward pass starts at the result: {start} = 1."
            case "backward":
                operands = f"All operands of {self.name(step.node)}"
                sent = " ".join(map(self._sent, step.products))
                return sent or f"{operands} are constants: nothing is sent on."
            case "result":
                return self._result()

    def name(self, node: Value) -> str:
        """What a node is called, or its number."""
        return self.text.write(self.story.symbol(node))

    def derivative(self, by: Value, of: Value | None = None) -> str:
        """∂L/∂x; the numerator is the root unless ``of`` is given."""
        return self.text.write(self.story.derivative(by, of))

    def equation(self, node: Value) -> str:
        """ŷ = σ(z) = σ(0) = 0.5."""
        written = map(self.text.write, self.story.value(node))
        shown = [self.name(node), *written, self.text.number(node.data)]
        return " = ".join(without_repeats(shown))

    def _given(self) -> str:
        variables = [self.equation(node) for node in self.story.variables]
        constants = [self.equation(x) for x in self.story.leaves if not x.differentiable]
        told = [f"Given: {', '.join(variables)}."] if variables else []
        if constants:
            told.append(f"Constants, which take no gradient: {', '.join(constants)}.")
        return " ".join(told)

    def _sent(self, product: Sent) -> str:
        """Upstream gradient × local gradient, and what their product is added to."""
        number, node = self.text.number, product.consumer
        start = (
            f"To {self.towards(product)}: upstream gradient {self.derivative(node)} = "
            f"{number(product.upstream)} × "
        )
        if isinstance(product, Others):
            sums = (f"Σ = {number(each)}" for each in (product.local, product.product))
            return start + "local gradients, {}, gives {}.".format(*sums)
        operand = product.operand
        return (
            f"{start}local gradient {self.derivative(operand, node)} = {self.local(product)} "
            f"gives {number(product.product)}{zero_text(product)}, {self._arrival(product)}."
        )

    def towards(self, product: Sent) -> str:
        """The operand, and which one it is if the same node is there several times."""
        if isinstance(product, Others):
            return f"… {grouped(len(product.indices))} more operands"
        place = f" (operand {product.place})" if product.place else ""
        return self.name(product.operand) + place

    def local(self, product: Product, *, numbers: bool = True) -> str:
        """A local gradient: formula = formula with numbers = number (conditions)."""
        shown = [product.formula, product.numbers] if numbers else [product.formula]
        written = [self.text.write(each) for each in shown if each]
        told = conditions_text(product, self.text)
        equation = " = ".join(without_repeats([*written, self.text.number(product.local)]))
        return f"{equation} ({told})" if told else equation

    def _arrival(self, product: Product) -> str:
        """What becomes of a product: it is the gradient, or one of several that add up."""
        gradient = self.derivative(product.operand)
        if product.first:
            whole = f"which is {gradient}"
            return whole if product.last else "the first of several to arrive"
        total = f"{self.text.write(product.sum)} = {self.text.number(product.total)}"
        return f"added up: {gradient} = {total}" if product.last else f"added up so far: {total}"

    def _result(self) -> str:
        gradients = [
            f"{self.derivative(x)} = {self.text.number(self.story.gradients[x])}"
            for x in self.story.variables
        ]
        whole = f"The gradient: {', '.join(gradients)}."
        return " ".join([whole if gradients else "No leaf takes a gradient.", *self.remarks()])

    def remarks(self) -> list[str]:
        """What a reader of the numbers should know about the graph's other numbers."""
        told, story = [], self.story
        if story.told_together:
            told.append(
                f"{grouped(story.told_together)} of {grouped(story.edges)} products are told "
                f"together, not one by one (max_edges={story.max_edges})."
            )
        if story.changed:
            names = ", ".join(map(self.name, story.changed))
            told.append(
                f"Operands of {names} have been changed since the forward pass; the numbers told "
                "are those of the forward pass where it kept them. Run it again."
            )
        others = ", ".join(
            f"{self.name(x)}.grad = {self.text.number(x.grad)}" for x in story.summed
        )
        if others:
            told.append(f"The backward passes so far have left other gradients: {others}.")
        return told


def conditions_text(product: Product, script: Script) -> str:
    """What has to hold for a local gradient, its first conditions."""
    told = [script.write(each) for each in product.conditions]
    return ", ".join(told[:MOST_CONDITIONS] + ["…"] * (len(told) > MOST_CONDITIONS))


def zero_text(product: Product) -> str:
    """Why a product with an infinite factor is 0, where it is."""
    if product.upstream == 0.0 and not math.isfinite(product.local):
        return " (an upstream gradient of 0 sends 0, whatever the local one)"
    return ""


def without_repeats(written: list[str]) -> list[str]:
    """Drop what is written the same as what stands before it."""
    return [each for i, each in enumerate(written) if i == 0 or each != written[i - 1]]
