"""Live stories: with other numbers they say what a story of these numbers says."""

import math
import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from live_texts import filled, results, shown

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.graph import topological_order
from autograd_lite.primitives.operation import TABLE
from autograd_lite.testing import strategies
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.deriving.evaluation import compute
from autograd_lite.viz.deriving.samples import hold
from autograd_lite.viz.formula.formulas import OUT, operand
from autograd_lite.viz.formula.notation import local_gradients
from autograd_lite.viz.story.live.telling import LiveTelling
from autograd_lite.viz.story.live.variants import forms_of
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
    the one that was used, and a live page one alone.
    """
    sent = [x for node in story.operations for x in story.products.get(node, ())]
    return [None if x.told.conditions else x.told for x in sent]


def check(root, others, check_all=False):
    """What a live deck of ``root`` shows with other numbers is what a deck of those shows."""
    compared = 0
    story = story_of(root)
    telling = LiveTelling(story, NO_PICTURE, 4, ENGLISH)
    slides = telling.slides()
    for numbers in others:
        twin = story.of_twins(replay(story.nodes, numbers))
        if forms(twin) != forms(story) and not check_all:
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


# What may be told of a local gradient -----------------------------------------------------------

ODD = (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, math.nan, -0.7, 40.0)


def leaf_node(row, numbers):
    """A node of the row whose operands are leaves; None where the row refuses the numbers."""
    leaves = [Value(x, f"x{i}") for i, x in enumerate(numbers)]
    try:
        return Value.record_operation(row, tuple(leaves))
    except ArithmeticError:
        return None


def told_at(node, forms):
    """What is told of the local gradients, of the forms for a node with other numbers."""
    known = known_at(node)
    return next(form.told for form in forms if hold(form.conditions, known))


def known_at(node):
    return {operand(i): x.data for i, x in enumerate(node.parents)} | {OUT: node.data}


def is_true(gradient, node, i):
    """Whether a formula makes the local gradient of a node, as far as it makes a number."""
    made, local = compute(gradient.formula, known_at(node)), node.local_gradients[i]
    if math.isnan(local):  # as a · b may be told beside nan, but no number
        return math.isnan(made)
    return not math.isfinite(made) or math.isclose(made, local, rel_tol=1e-6, abs_tol=1e-9)


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.name)
def test_no_formula_is_told_that_holds_for_the_numbers_of_the_beginning_alone(row):
    draw = random.Random(row.name)
    for count in [n for n in (1, 2, 3) if n in row.arity]:
        drawn = [leaf_node(row, draw.choices(ODD, k=count)) for _ in range(12)]
        nodes = [node for node in drawn if node is not None and node.op is not None]
        for start in nodes:
            story = story_of(start)
            forms = [] if story.helpers.taught else forms_of(story, start)
            for node in nodes if forms else ():
                for i, gradient in told_at(node, forms).items():
                    assert gradient.formula is None or is_true(gradient, node, i)


KINKS = {"abs": 1, "relu": 1, "maximum": 3, "minimum": 2, "where": 3, "hinge": 2}


@pytest.mark.parametrize("name", KINKS)
@pytest.mark.parametrize("start", [0.3, 0.0, math.nan, math.inf])
def test_a_page_tells_at_a_kink_what_a_deck_of_these_numbers_tells(name, start):
    draw, row = random.Random(name), TABLE[name]
    node = leaf_node(row, [start] * KINKS[name])
    forms = forms_of(story_of(node), node)
    for _ in range(30):
        other = leaf_node(row, [draw.choice([0.0, 1.0, 2.0, -1.0]) for _ in range(KINKS[name])])
        told = told_at(other, forms)
        expected = local_gradients(other, [*told])
        assert [x.formula for x in told.values()] == [x.formula for x in expected]


@pytest.mark.parametrize(
    ("operation", "start"),
    [(ag.log, -1.0), (ag.sqrt, -1.0), (ag.sin, 0.0), (ag.cos, 0.0), (ag.exp, math.nan),
     (lambda x: ag.cross_entropy([x, 2 * x, 3 * x], 1), 800.0),
     (lambda x: ag.softmax([x, 2 * x, 3 * x])[1], -800.0)],
)  # fmt: skip
def test_a_page_that_begins_at_an_odd_number_tells_the_formulas_of_others(operation, start):
    x = Value(start, "x")
    root = operation(x)
    assert check(root, [{x: number} for number in (0.3, 1.5, 7.0)], check_all=True) == 3


def test_where_an_operation_is_not_defined_its_formula_is_not_told():
    x = Value(2.0, "x")
    telling = LiveTelling(story_of(ag.log(x)), NO_PICTURE, 4, ENGLISH)
    said = [slide.spoken for slide in telling.slides()]
    for number, told in ((4.0, "= 1/x = 1/4 = 0.25 gives"), (-4.0, "∂v₁/∂x = nan gives nan")):
        known = results(telling, {"x": number})
        assert any(told in filled(spoken, known) for spoken in said)


def test_a_page_that_begins_where_zero_meets_infinity_says_nothing_of_it_elsewhere():
    w, x = Value(-1.0, "w"), Value(math.inf, "x")
    y = w * x
    y.label = "y"
    assert check(ag.relu(y) * 1.0, [{w: 2.0, x: 3.0}], check_all=True) == 1


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
