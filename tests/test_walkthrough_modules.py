"""Walkthroughs of large graphs: modules and layers told in one step, and entered."""

import math
import re

import pytest
from effort import effort
from hypothesis import given, settings
from hypothesis import strategies as st

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.story.parts import Part, outline
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.words import ENGLISH


def loss_of(model, inputs):
    loss = ag.squared_error(model(inputs), 1.0)
    loss.label = "L"
    return loss


def titles(deck):
    return [slide.title for slide in deck.deck.slides]


def story_of(root, *, modules=(), fold=(), enter=(), max_nodes=100):
    bounds = Bounds(max_nodes, 4 * max_nodes)
    return Story(
        root, "walkthrough", bounds,
        lambda nodes: outline(nodes, bounds, modules, fold, enter, ENGLISH),
    )  # fmt: skip


@pytest.fixture(scope="module")
def large():
    """The model of 2-16-16-1, and its loss."""
    model = nn.MLP(2, [16, 16, 1], rng=0)
    return model, loss_of(model, [1.0, 2.0])


BY_LAYERS = [
    "Given", "Forward: Layer 1", "Forward: Layer 2", "Forward: Layer 3", "Forward: L",
    "∂L/∂L = 1", "Backward: L → a⁽³⁾₁", "Backward: Layer 3", "Backward: Layer 2",
    "Backward: Layer 1", "The gradient",
]  # fmt: skip


def test_a_large_graph_is_told_by_the_layers_that_it_shows(large):
    _, loss = large
    deck = ag.walkthrough(loss)
    assert titles(deck) == BY_LAYERS
    told = [slide.spoken for slide in deck.deck.slides]
    assert told[0].endswith(
        "Of the 407 nodes of the graph, these are told together: Layer 1 (48 parameters), "
        "Layer 2 (272 parameters), Layer 3 (17 parameters)."
    )
    assert deck.deck.slides[2].heading == "Forward through Layer 2: 16 in, 16 out"
    assert "16 values come out: a⁽²⁾₁ = " in told[2]
    assert "The gradient of its 272 parameters has the norm 2.005." in told[8]
    assert "What goes in takes no gradient: nothing is sent on." in told[9]
    assert "Layer 2: The gradient of its 272 parameters has the norm 2.005." in told[10]


def test_the_same_by_modules_that_are_folded(large):
    model, loss = large
    assert titles(ag.walkthrough(loss, modules=model, fold=nn.Layer)) == BY_LAYERS


def test_modules_fold_from_the_inside_as_in_a_diagram(large):
    model, loss = large
    told = titles(ag.walkthrough(loss, modules=model))
    assert told[1:3] == ["Forward: Layer 1 · Neuron 1", "Forward: Layer 1 · Neuron 2"]
    assert len(told) == 2 * 34 + 3


def test_a_module_is_entered(large):
    model, loss = large
    told = titles(ag.walkthrough(loss, modules=model, enter=model.layers[1].neurons[2]))
    assert told[:7] == [
        "Given", "Forward: Layer 1", "Forward: Layer 2 · Neuron 1", "Forward: Layer 2 · Neuron 2",
        "Forward: z⁽²⁾₃", "Forward: a⁽²⁾₃", "Forward: Layer 2 · Neuron 4",
    ]  # fmt: skip
    assert sum(each.startswith("Forward: Layer 2 ·") for each in told) == 15


def test_a_small_graph_is_told_node_by_node_until_something_is_folded():
    model = nn.MLP(2, [2, 1], rng=0)
    loss = loss_of(model, [1.0, 2.0])
    plain, framed = ag.walkthrough(loss), ag.walkthrough(loss, modules=model)
    assert titles(plain) == titles(framed)
    folded = titles(ag.walkthrough(loss, modules=model, fold=model.layers[0]))
    assert folded[1:3] == ["Forward: Layer 1", "Forward: z⁽²⁾₁"]


def test_what_is_inside_can_be_opened(large):
    _, loss = large
    slide = ag.walkthrough(loss).deck.slides[3]
    assert "<details><summary>The 2 operations inside</summary>" in slide.body
    assert slide.body.index("<details>") > slide.body.index("</table>")


def test_the_picture_lights_the_part_and_shows_its_numbers_with_its_step(large):
    _, loss = large
    deck = ag.walkthrough(loss).deck
    drawing = deck.drawings[0]
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", drawing.svg)
    assert {"Layer 1", "Layer 2", "Layer 3", "272 parameters", "‖grad‖ 2.005"} <= {
        text.strip() for text in texts
    }
    layer_2 = next(
        each for each, at in drawing.times.items() if each[0] == "n" and at.get("lit") == (3, 9, 11)
    )
    assert drawing.times[layer_2]["value"] == (3,)
    assert drawing.times[layer_2]["gradient"] == (9,)


def test_layers_of_several_examples_are_one():
    model = nn.MLP(2, [8, 1], rng=0)
    cost = ag.mean([loss_of(model, x) for x in ([0.0, 1.0], [1.0, 0.0], [1.0, 1.0])])
    cost.label = "C"
    told = titles(ag.walkthrough(cost, max_nodes=30))
    assert [each for each in told if "Layer" in each] == [
        "Forward: Layer 1", "Forward: Layer 2", "Backward: Layer 2", "Backward: Layer 1",
    ]  # fmt: skip


def test_a_module_that_is_called_again_is_told_for_each_call():
    model = nn.Neuron(1, "tanh", rng=0)
    x = Value(0.5, "x")
    for _ in range(3):
        x = ag.exp(model([x]) - x)
    story = story_of(x, modules=model, fold=model)
    assert [part.time for part in story.parts] == [1, 2, 3]
    told = titles(ag.walkthrough(x, modules=model, fold=model))
    assert [each for each in told if "call" in each][:3] == [
        f"Forward: Neuron, call {i}" for i in (1, 2, 3)
    ]


def test_a_large_graph_in_which_no_layer_shows_is_told_all_the_same():
    x = Value(1.5, "x")
    y = x
    for i in range(300):
        y = ag.sin(y) + Value(0.01 * i, f"c{i}")
    deck = ag.walkthrough(y)
    assert any("more operations" in title for title in titles(deck))
    assert len(deck.deck.slides) < 203


def test_a_network_of_64_32_10_in_bounded_time_and_size():
    model = nn.MLP(64, [32, 10], rng=0)
    loss = ag.cross_entropy(model([i / 64 for i in range(64)]), 3)
    with effort() as spent:
        deck = ag.walkthrough(loss)
        html = deck.html()
    assert len(html) < 500_000  # 391 000 when measured
    assert spent.calls < 6_000_000  # 3 700 000 when measured
    assert len(deck.deck.slides) == 9


def test_updates_of_parts(large):
    model, loss = large
    deck = ag.walkthrough(loss, optimizer=nn.SGD(model.parameters(), 0.01)).deck
    update = next(slide for slide in deck.slides if slide.kind == "update")
    assert update.title == "Update: Layer 1, Layer 2, Layer 3"
    assert "w⁽¹⁾₁₁ becomes w⁽¹⁾₁₁ − α·∂L/∂w⁽¹⁾₁₁ = " in update.spoken
    assert "Layer 2: 272 parameters move, by 0.02005 together." in update.spoken
    assert deck.slides[-1].spoken == "L falls from 3.768 to 3.683."


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"modules": 3}, TypeError, r"modules: a model with a method parameters\(\) is needed"),
        ({"fold": nn.Layer}, ValueError, "fold: there is no Layer in modules"),
        ({"enter": 3}, ValueError, "enter: int is none of the modules; pass modules=model too"),
        ({"enter": nn.Neuron(2)}, ValueError, "enter: Neuron is none of the modules"),
    ],
)
def test_what_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        ag.walkthrough(ag.exp(Value(1.0, "x")), **options)


# Any graph ----------------------------------------------------------------------------------


@st.composite
def networks(draw):
    """A model with modules that may be called several times, and what it computes."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    model = nn.MLP(2, [*sizes, 2], draw(st.sampled_from(["tanh", "relu", "linear"])), rng=0)
    outputs = [Value(0.5, "x"), Constant(-1.0, "y")]
    for _ in range(draw(st.integers(1, 3))):
        outputs = [ag.sin(each) if draw(st.booleans()) else each for each in model(outputs)]
    return model, ag.sum(outputs)


@settings(max_examples=60)
@given(networks(), st.sampled_from([nn.MLP, nn.Layer, nn.Neuron]), st.integers(5, 60))
def test_every_operation_is_told_once_and_after_its_operands(drawn, kind, most):
    model, root = drawn
    story = story_of(root, modules=model, fold=kind, max_nodes=most)
    told = [list(unit.operations) if isinstance(unit, Part) else [unit] for unit in story.units]
    order = [node for unit in told for node in unit]
    assert sorted(map(id, order)) == sorted(map(id, story.operations))
    place = {node: i for i, unit in enumerate(told) for node in unit}
    late = [
        (node, parent)
        for node in order
        for parent in node.parents
        if parent.op and place[parent] > place[node]
    ]
    assert late == []


@settings(max_examples=60)
@given(networks(), st.sampled_from([nn.MLP, nn.Layer, nn.Neuron]))
def test_what_parts_send_adds_up_to_the_gradients(drawn, kind):
    model, root = drawn
    story = story_of(root, modules=model, fold=kind)
    arrived = {}
    for step in story.steps:
        for flow in step.flows:
            arrived[flow.operand] = arrived.get(flow.operand, 0.0) + flow.product
            if flow.last:
                assert flow.total == story.gradients[flow.operand]
        for product in step.products:
            arrived[product.operand] = arrived.get(product.operand, 0.0) + product.product
    for node, total in arrived.items():
        assert math.isclose(total, story.gradients[node], rel_tol=1e-9, abs_tol=1e-12)
    outside = {x for unit in story.parts for x in unit.nodes}
    leaves = [x for x in story.nodes if not x.parents and x.differentiable and x not in outside]
    assert {*leaves} <= arrived.keys()
