"""Live stories: with other numbers they say what a story of these numbers says."""

import math
import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from live_texts import filled, results, shown

from autograd_lite import Constant, Value
from autograd_lite.graph import topological_order
from autograd_lite.primitives.operation import TABLE
from autograd_lite.testing import strategies
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.story.live.telling import LiveTelling
from autograd_lite.viz.story.replay import replay
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.words import ENGLISH

NO_PICTURE = SimpleNamespace(wires={}, views=())


def story_of(root):
    return Story(root, "walkthrough", Bounds(1000, 4000))


def forms(story):
    """The formulas of the local gradients, where there are no conditions for them.

    A rule may have two forms of one function, each more accurate for some numbers; a story tells
    the one that was used, and a live page the one of the numbers that it began with.
    """
    sent = [x for node in story.operations for x in story.products.get(node, ())]
    return [None if x.told.conditions else x.told for x in sent]


def check(root, others):
    """What a live deck of ``root`` shows with other numbers is what a deck of those shows."""
    compared = 0
    story = story_of(root)
    telling = LiveTelling(story, NO_PICTURE, 4, ENGLISH)
    slides = telling.slides()
    for numbers in others:
        twin = story.of_twins(replay(story.nodes, numbers))
        if forms(twin) != forms(story):
            continue
        compared += 1
        writer = Slides(twin, 4, {}, ENGLISH)
        known = results(telling, {node.label: x for node, x in numbers.items()})
        for step, slide in zip(twin.steps, slides, strict=True):
            expected = writer.slide(step)
            assert filled(slide.spoken, known) == expected.spoken
            assert shown(filled(slide.body, known)) == shown(expected.body)
            assert (slide.title, slide.heading) == (expected.title, expected.heading)
    return compared


def operands_of(row, count, draw):
    """Numbers of its domain, where it is smooth and no derivative is out of all proportion."""
    for _ in range(1000):
        x = [
            draw.choice([draw.gauss(0, 1), draw.uniform(0, 1), draw.gauss(2, 1)])
            for _ in range(count)
        ]
        if row.domain(*x) and row.smooth(*x):
            return x
    raise AssertionError(row)


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.name)
def test_every_operation_is_told_with_other_numbers_as_by_itself(row):
    draw = random.Random(row.name)
    for count in [n for n in (1, 2, 3) if n in row.arity]:
        leaves = [Value(x, f"x{i}") for i, x in enumerate(operands_of(row, count, draw))]
        root = Value.record_operation(row, tuple(leaves)) * leaves[0] + Constant(3.0, "c")
        others = [dict(zip(leaves, operands_of(row, count, draw), strict=True)) for _ in range(8)]
        constant = next(node for node in topological_order(root) if node.label == "c")
        assert check(root, [{**each, constant: draw.gauss(0, 1)} for each in others])


@pytest.mark.slow
@settings(max_examples=40)
@given(strategies.expressions(most_operations=8), strategies.expressions(most_operations=1))
def test_graphs_drawn_at_random(root, seed):
    leaves = [node for node in topological_order(root) if not node.op and node.label]
    if root.op is None or not leaves:
        return
    draw = random.Random(repr([leaf.data for leaf in leaves]))
    others = [{leaf: leaf.data * draw.uniform(0.9, 1.1) for leaf in leaves} for _ in range(3)]
    check(root, [each for each in others if _is_finite(root, each)])


def _is_finite(root, numbers):
    twins = replay(topological_order(root), numbers)
    twins[-1].backward()
    return all(math.isfinite(x) for node in twins for x in (node.data, node.grad))
