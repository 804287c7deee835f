"""What an activation and its loss make together: p − y, where they are nodes of their own.

That is the taught form of the operation that is both in one.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from autograd_lite.primitives.activations import sigmoid
from autograd_lite.primitives.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    softmax_component,
)
from autograd_lite.primitives.operation import FLOATS
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, evaluate, fill, number
from autograd_lite.viz.formula.order import written_order
from autograd_lite.viz.formula.scripts import Text, without_repeats
from autograd_lite.viz.formula.taught import taught
from autograd_lite.viz.slots.marks import chain
from autograd_lite.viz.story.helpers import MOST_HELPERS
from autograd_lite.viz.story.partials import derivative_through
from autograd_lite.viz.story.sentences import listed
from autograd_lite.viz.story.steps import Story

LONGEST_PATH = 3  # nodes from the activation to the loss


@dataclass(frozen=True)
class Joint:
    """A derivative through two nodes or more: ∂L/∂z = ŷ − y."""

    loss: Value
    activation: Value
    operand: Value
    #: ∂L/∂z
    derivative: Formula
    #: p − y in names, and with numbers
    formula: Formula
    numbers: Formula
    value: float


def joint_gradients(story: Story) -> Iterator[Joint]:
    """The derivatives of losses through the activation that belongs to them.

    Whether an activation and a loss belong together is read off their numbers: the loss has the
    derivative −1/p, or (p − y)/(p·(1 − p)), by the activation.
    """
    consumers = defaultdict(list)
    for node in story.operations:
        for i, parent in enumerate(node.parents):
            consumers[parent].append((node, i))
    for node in story.operations:
        if node.op not in (sigmoid, softmax_component):
            continue
        loss, slope, along = node, 1.0, consumers[node]
        for _ in range(LONGEST_PATH):
            if len(along) != 1 or not node.differentiable:
                break
            ((loss, place),) = along
            slope *= loss.local_gradients[place]
            found = list(_together(story, node, loss, place, slope))
            yield from found
            if found:
                break
            along = consumers[loss]


def _together(story: Story, node: Value, loss: Value, place: int, slope: float) -> Iterator[Joint]:
    if (found := _in_one(story, node, loss, place, slope)) is None:
        return
    both, names, numbers = found
    if (form := taught(both)) is None:
        return
    local, times = node.local_gradients, Counter(node.parents)
    for i in written_order(node):
        parent = node.parents[i]
        shown = fill(form.gradients[i], numbers)
        value = evaluate(shown)
        if parent in story.gradients and value is not None and _same(slope * local[i], value):
            through = derivative_through(story, loss, parent, i, times[parent] > 1)
            yield Joint(loss, node, parent, through, fill(form.gradients[i], names), shown, value)


def _in_one(
    story: Story, node: Value, loss: Value, place: int, slope: float
) -> tuple[Value, list[Formula], list[Formula]] | None:
    """The operation that is an activation and a loss in one, if it is known.

    With it what stands in the places of its taught form, in names and as numbers.
    """
    if (
        node.op is softmax_component
        and node in story.helpers.taught
        and _same(slope, FLOATS.divide(-1.0, node.data))
    ):
        target = [number(float(i == 0)) for i in range(len(node.parents))]
        (names, _), (numbers, _) = story.operand_names(node), story.operand_numbers(node)
        both = Value.record_operation(cross_entropy, node.parents)
        return both, [*names, *target], [*numbers, *target]
    if node.op is sigmoid and loss.op is binary_cross_entropy and place == 0:
        known = node.parents[0], loss.parents[1], node
        both = Value.record_operation(binary_cross_entropy_with_logits, known[:2])
        return both, [*map(story.symbol, known)], [number(story.data(each)) for each in known]
    return None


def joint_sentences(story: Story, text: Text) -> list[tuple[Value, str]]:
    """What activations and losses make together: the activation, and a sentence."""
    equations: dict[tuple[Value, Value], list[str]] = {}
    for each in joint_gradients(story):
        shown = map(text.write, (each.derivative, each.formula, each.numbers, number(each.value)))
        told = equations.setdefault((each.activation, each.loss), [])
        told.append(chain(without_repeats([*shown])))
    return [
        (
            activation,
            text.words(
                "explain.together",
                activation=text.write(story.symbol(activation)),
                loss=text.write(story.symbol(loss)),
                equations=text.words.join(listed(told, MOST_HELPERS, str, text.words)),
            ),
        )
        for (activation, loss), told in equations.items()
    ]


def _same(x: float, y: float) -> bool:
    return math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12)
