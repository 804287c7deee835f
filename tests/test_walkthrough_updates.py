"""Walkthroughs that go on: updates of the parameters, and what they do to the result."""

import copy
import re

import numpy as np
import pytest
from hypothesis import given, settings
from pictures import texts

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.testing.strategies import expressions
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.replay import replay
from autograd_lite.viz.story.steps import Story

OR_GATE = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 1)]


def plain(number):
    """A number as Python reads it: 1.2·10⁻³ is 1.2e-3."""
    power = re.compile("·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return power.sub(lambda m: f"e{m[1].translate(raised)}", number).replace("−", "-")


def slides_cost(examples):
    """The mean loss of the slides' neuron, and the neuron."""
    neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    losses = []
    for x, y in examples:
        prediction = neuron(x)
        prediction.label = "ŷ"
        losses.append(ag.half_squared_error(prediction, Constant(float(y), "y")))
    cost = ag.mean(losses) if len(losses) > 1 else losses[0]
    cost.label = "C" if len(losses) > 1 else "L"
    return cost, neuron


def course_of(root, optimizer, iterations):
    return Course(Story(root, "walkthrough", Bounds(1000, 4000)), optimizer, iterations)


def values(story, label):
    return [node.data for node in story.nodes if node.label == label and node.op]


# The slides ---------------------------------------------------------------------------------


def test_one_example_of_the_slides_is_told_to_the_cost_after_the_update():
    loss, neuron = slides_cost(OR_GATE[:1])
    deck = ag.walkthrough(loss, optimizer=nn.SGD(neuron.parameters(), 1.0), precision=17).deck
    assert [slide.title for slide in deck.slides] == [
        "Iteration 1: given", "Forward: z", "Forward: ŷ", "Forward: L", "∂L/∂L = 1",
        "Backward: L → ŷ", "Backward: ŷ → z", "Backward: z → w₁, w₂, b", "The gradient",
        "Update: w₁, w₂, b", "Iteration 2: given", "Forward: z", "Forward: ŷ", "Forward: L",
        "Before and after",
    ]  # fmt: skip
    told = [slide.spoken for slide in deck.slides]
    assert "b becomes b − α·∂L/∂b = 0 − 1·0.125 = −0.125." in told[9]
    assert told[12].endswith("= 0.46879062662624377.")
    assert told[13].endswith("= 0.10988232580631314.")
    assert told[14].startswith("L falls from 0.125 to 0.10988232580631314.")


def test_all_examples_of_the_slides():
    cost, neuron = slides_cost(OR_GATE)
    course = course_of(cost, nn.SGD(neuron.parameters(), 1.0), 1)
    first, second = course.stories
    assert (first.root.data, second.root.data) == (0.08891294752305501, 0.08400959542290769)
    assert values(first, "ŷ") == pytest.approx([0.5, 0.645656, 0.524979, 0.668188], abs=5e-7)
    assert values(second, "z") == pytest.approx([0.037024, 0.675682, 0.185030, 0.823689], abs=5e-7)
    assert values(second, "ŷ") == pytest.approx([0.509255, 0.662774, 0.546126, 0.695019], abs=5e-7)
    after = dict(zip(("w₁", "w₂", "b"), course.updates[0].after, strict=True))
    assert after == {
        "w₁": pytest.approx(0.14800646), "w₂": pytest.approx(0.63865882), "b": 0.03702352612570836
    }  # fmt: skip
    told = ag.walkthrough(cost, optimizer=nn.SGD(neuron.parameters(), 1.0)).deck.slides
    assert told[-1].spoken.startswith("C falls from 0.08891 to 0.08401.")


def test_the_picture_shows_the_numbers_of_its_iteration():
    loss, neuron = slides_cost(OR_GATE[:1])
    deck = ag.walkthrough(loss, optimizer=nn.SGD(neuron.parameters(), 1.0), iterations=2).deck
    for shape in ("wide", "tall"):
        drawings = [drawing for drawing in deck.drawings if drawing.shape == shape]
        covered = [step for drawing in drawings for step in drawing.steps]
        assert covered == [*range(1, len(deck.slides) + 1)]
        first, second, third = (texts(drawing.svg) for drawing in drawings)
        assert {"0.5", "0.4688"} & {*first} == {"0.5"}
        assert {"0.4688", "0.1099"} <= {*second}
        assert not set(third) & {"0.5", "0.4688", "◄"}  # of the last, the forward pass alone
        for drawing in drawings:
            times = [at for changes in drawing.times.values() for at in changes.values()]
            assert {step for at in times for step in at} <= {*drawing.steps}


# Optimizers ---------------------------------------------------------------------------------

OPTIMIZERS = {
    "plain": lambda p: nn.SGD(p, 0.5),
    "weight decay": lambda p: nn.SGD(p, 0.5, weight_decay=0.1),
    "momentum": lambda p: nn.SGD(p, 0.5, momentum=0.9),
    "nesterov": lambda p: nn.SGD(p, 0.5, momentum=0.9, nesterov=True),
    "clipped": lambda p: nn.SGD(p, 0.5, clip=nn.clip_norm(0.01)),
    "schedule": lambda p: nn.SGD(p, nn.schedules.step_decay(0.5, 0.5, every=1)),
    "RMSProp": lambda p: nn.RMSProp(p, 0.01),
    "Adam": lambda p: nn.Adam(p, 0.1),
    "AdamW": lambda p: nn.AdamW(p, 0.1),
}


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_the_updates_are_those_that_the_optimizer_makes(make):
    cost, neuron = slides_cost(OR_GATE)
    optimizer = make(neuron.parameters())
    course = course_of(cost, optimizer, 3)
    for update, story in zip(course.updates, course.stories[1:], strict=True):
        neuron.zero_grad()
        cost, _ = _recorded(neuron)
        cost.backward()
        assert update.gradients == pytest.approx([p.grad for p in neuron.parameters()], rel=1e-14)
        optimizer.step()
        moved = [p.data for p in neuron.parameters()]
        assert update.after == pytest.approx(moved, rel=1e-14)
        assert story.root.data == pytest.approx(_recorded(neuron)[0].data, rel=1e-14)


def _recorded(neuron):
    losses = [ag.half_squared_error(neuron(x), float(y)) for x, y in OR_GATE]
    return ag.mean(losses), losses


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_rule_is_told_as_an_equation_that_holds(make):
    cost, neuron = slides_cost(OR_GATE)
    deck = ag.walkthrough(cost, optimizer=make(neuron.parameters()), iterations=2, precision=17)
    updates = [slide for slide in deck.deck.slides if slide.kind == "update"]
    assert len(updates) == 2
    for slide in updates:
        equations = re.findall(r"(?<=[.] )(\w+) becomes (.+?)[.](?= |$)", slide.spoken)
        assert {"w₁", "w₂", "b"} <= {name for name, _ in equations}
        for name, equation in equations:
            *_, numbers, value = equation.split(" = ") if " = " in equation else (name, "", "")
            code = plain(numbers).replace("·", "*").replace("²", "**2")
            code = re.sub("√([(]?)", lambda m: f"np.sqrt{m[1]}", code)
            code = re.sub(r"np\.sqrt(?!\()([\d.e-]+)", r"np.sqrt(\1)", code)
            assert eval(code, {"np": np}) == pytest.approx(  # our own text
                float(plain(value)), rel=1e-10
            )


def test_an_optimizer_goes_on_from_its_state_and_nothing_is_changed():
    cost, neuron = slides_cost(OR_GATE)
    optimizer = nn.Adam(neuron.parameters(), 0.1)
    cost.backward()
    optimizer.step()
    before = copy.deepcopy((optimizer.state, optimizer.updates))
    parameters = [(p.data, p.grad) for p in neuron.parameters()]
    cost = _recorded(neuron)[0]
    ag.walkthrough(cost, optimizer=optimizer, iterations=2)
    assert [(p.data, p.grad) for p in neuron.parameters()] == parameters
    assert optimizer.updates == before[1] == 1
    assert all(np.array_equal(optimizer.state[name], before[0][name]) for name in before[0])
    course = course_of(cost, optimizer, 1)
    neuron.zero_grad()
    cost.backward()
    optimizer.step()
    assert course.updates[0].after == tuple(p.data for p in neuron.parameters())


class Own(nn.Optimizer):
    """A rule that looks at its numbers, and so has no formula."""

    def move(self, values, gradient, rate, state):
        return values - rate * np.where(np.asarray(gradient) > 0, 1.0, -1.0), {}


def test_a_rule_that_cannot_be_told_is_told_as_a_number():
    x = Value(3.0, "x")
    told = ag.walkthrough(x * x, optimizer=Own([x], 0.5)).deck.slides[-4].spoken
    assert told == "The learning rate is α = 0.5. x becomes 2.5."


def test_a_learning_rate_alone_moves_all_leaves_that_take_gradients():
    x, c = Value(3.0, "x"), Constant(2.0, "c")
    y = x * x * c
    y.label = "y"
    deck = ag.walkthrough(y, learning_rate=0.125).deck
    update = next(slide for slide in deck.slides if slide.kind == "update")
    assert update.spoken == (
        "The learning rate is α = 0.125. x becomes x − α·∂y/∂x = 3 − 0.125·12 = 1.5."
    )
    assert deck.slides[-1].spoken == "y falls from 18 to 4.5. x goes from 3 to 1.5."


def test_parameters_that_are_not_in_the_graph_move_unseen():
    x, other = Value(3.0, "x"), Value(1.0, "other")
    deck = ag.walkthrough(x * x, optimizer=nn.SGD([other, x], 1.0, weight_decay=0.5)).deck
    update = next(slide for slide in deck.slides if slide.kind == "update")
    assert "other" not in update.spoken
    assert "x becomes x − α·velocity = 3 − 1·7.5 = −4.5." in update.spoken


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"optimizer": 3}, TypeError, r"optimizer: one such as nn.SGD\(.*, got 3 \(int\)"),
        ({"optimizer": nn.SGD}, TypeError, "optimizer: one such as"),
        ({"optimizer": nn.SGD([Value(1.0)])}, ValueError, "optimizer: none of its parameters is"),
        ({"learning_rate": -1.0}, ValueError, "learning_rate: a positive number is needed"),
        ({"learning_rate": "1"}, TypeError, "learning_rate"),
        ({"iterations": 2}, ValueError, "iterations: pass an optimizer or a learning_rate too"),
        ({"learning_rate": 1.0, "iterations": 0}, ValueError, "iterations: a whole number from 1"),
        ({"learning_rate": 1.0, "iterations": 21}, ValueError, "from 1 to 20 is needed, got 21"),
        (
            {"learning_rate": 1.0, "optimizer": nn.SGD([Value(1.0)])},
            ValueError,
            "learning_rate: the optimizer has one already",
        ),
    ],
)
def test_what_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        ag.walkthrough(ag.exp(Value(1.0, "x")), **options)


def test_an_update_that_diverges_is_told_all_the_same():
    x = Value(1e200, "x")
    deck = ag.walkthrough(x * x, learning_rate=1e200).deck
    assert deck.slides[-1].spoken.startswith("v₁ was inf and is inf.")


# Replays ------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(expressions())
def test_a_replay_with_the_same_numbers_is_the_same_graph(root):
    def told(nodes):
        return [(x.data, x.label, x.op, x.local_gradients) for x in nodes]

    nodes = ag.topological_order(root)
    twins = replay(nodes, {})
    assert told(ag.topological_order(twins[-1])) == told(nodes)
    assert not {*twins} & {*nodes}


def test_a_replay_records_even_under_no_grad():
    x = Value(2.0, "x")
    y = x * x
    with ag.no_grad():
        assert replay(ag.topological_order(y), {x: 3.0})[-1].local_gradients == (3.0, 3.0)
        assert ag.walkthrough(y, learning_rate=0.25).deck.slides[-1].spoken.startswith("v₁ falls")
