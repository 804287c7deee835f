"""The local gradients that a page may have to tell: at a kink, another formula holds on each side.

Which there are is tried out: with the numbers that the leaves have, and with others. Where none
of the formulas found is told to hold, a page tells the number alone.
"""

import random
from collections.abc import Iterator

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.formula.names import is_number
from autograd_lite.viz.story.products import Product
from autograd_lite.viz.story.replay import replay
from autograd_lite.viz.story.steps import Story

TRIALS = 40
SCALES = (1.0, 0.1, 10.0, 3.0)

Conditions = tuple[Formula, ...]


def conditions_of(story: Story, node: Value) -> Conditions:
    """What has to hold for the formulas that a node's backward step tells, in its operands."""
    sent = [each.index for each in story.products.get(node, ()) if isinstance(each, Product)]
    told = story.helpers.gradients(node, sent)
    return tuple(dict.fromkeys(each for gradient in told for each in gradient.conditions))


def other_stories(story: Story) -> Iterator[tuple[Story, list[int]]]:
    """Stories with other numbers, and the nodes of which they tell something new."""
    seen = {}
    for i, node in enumerate(story.nodes):
        if node.op is not None and (found := conditions_of(story, node)):
            seen[i] = {found}
    for numbers in _trials(story) if seen else ():
        try:
            twin = story.of_twins(replay(story.nodes, numbers))
        except ValueError:  # an operation refuses them
            continue
        new = []
        for i, known in seen.items():
            conditions = conditions_of(twin, twin.nodes[i])
            if conditions and conditions not in known:
                known.add(conditions)
                new.append(i)
        if new:
            yield twin, new


def _trials(story: Story) -> Iterator[dict[Value, float]]:
    """Numbers for the leaves: around 0 and around those that they have, small and large."""
    leaves = [node for node in story.nodes if node.op is None and not is_number(node)]
    draw = random.Random(0)  # noqa: S311  # no secret
    for trial in range(TRIALS):
        scale, middle = SCALES[trial // 2 % len(SCALES)], trial % 2
        yield {leaf: middle * leaf.data + draw.gauss(0.0, scale) for leaf in leaves}
