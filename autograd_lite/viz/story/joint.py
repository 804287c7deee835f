"""What an activation and its loss make together: p − y, where they are nodes of their own."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from autograd_lite.primitives.activations import sigmoid
from autograd_lite.primitives.losses import binary_cross_entropy, softmax_component
from autograd_lite.primitives.operation import FLOATS
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, number
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.slots.marks import chain
from autograd_lite.viz.story.sentences import without_repeats
from autograd_lite.viz.story.steps import Story

LONGEST_PATH = 3  # nodes from the activation to the loss


@dataclass(frozen=True)
class Joint:
    """A derivative through two nodes or more: ∂L/∂z = ŷ − y."""

    loss: Value
    activation: Value
    operand: Value
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
    if node.op is softmax_component and _same(slope, FLOATS.divide(-1.0, node.data)):
        names, numbers = story.operand_names(node)[0], story.operand_numbers(node)[0]
        n, local = len(node.parents), node.local_gradients
        for i, parent in enumerate(node.parents):
            p, target = numbers[n + i].mark, float(i == 0)
            shown = names[n + i] if i else story.symbol(node)
            if parent in story.gradients and _same(slope * local[i], p - target):
                yield Joint(loss, node, parent, _minus(shown, number(target)),
                            _minus(numbers[n + i], number(target)), p - target)  # fmt: skip
    elif node.op is sigmoid and loss.op is binary_cross_entropy and place == 0:
        (logit,), y = node.parents, loss.parents[1]
        p, target = story.data(node), story.data(y)
        if _same(slope * node.local_gradients[0], p - target):
            yield Joint(loss, node, logit, _minus(story.symbol(node), story.symbol(y)),
                        _minus(number(p), number(target)), p - target)  # fmt: skip


def joint_sentences(story: Story, text: Text) -> list[tuple[Value, str]]:
    """What activations and losses make together: the activation, and a sentence."""
    equations: dict[tuple[Value, Value], list[str]] = {}
    for each in joint_gradients(story):
        shown = map(text.write, (story.derivative(each.operand, each.loss), each.formula,
                                 each.numbers, number(each.value)))  # fmt: skip
        told = equations.setdefault((each.activation, each.loss), [])
        told.append(chain(without_repeats([*shown])))
    return [
        (
            activation,
            text.words(
                "explain.together",
                activation=text.write(story.symbol(activation)),
                loss=text.write(story.symbol(loss)),
                equations=text.words.join(told),
            ),
        )
        for (activation, loss), told in equations.items()
    ]


def _minus(x: Formula, y: Formula) -> Formula:
    return Formula("sum", (x, Formula("negative", (y,))))


def _same(x: float, y: float) -> bool:
    return math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12)
