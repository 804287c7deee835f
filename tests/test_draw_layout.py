"""Geometry, in the layout's own coordinates: nothing overlaps, and wires meet what they should."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import example_loss, lay_out, slides_neuron

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.testing.strategies import expressions
from autograd_lite.viz.diagram.dot import SIDES
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.shapes import Circle, Group, Rectangle, Text


def check(picture):
    """No two texts and no two boxes overlap, and every text is inside the picture."""
    for one, other in combinations(picture.texts, 2):
        assert not one.overlaps(other), (one, other)
    for one, other in combinations(picture.nodes.items(), 2):
        assert not one[1].overlaps(other[1]), (one, other)
    for area in [*picture.texts, *picture.nodes.values(), *picture.frames]:
        assert picture.whole.contains(area), area


OPTIONS = st.fixed_dictionaries(
    {
        "theme": st.sampled_from(sorted(THEMES)),
        "direction": st.sampled_from(sorted(SIDES)),
        "show": st.sampled_from(["both", "forward", "backward"]),
        "partials": st.sampled_from(["numbers", "formulas", "both"]),
        "local_gradients": st.booleans(),
        "precision": st.integers(1, 17),
        "max_nodes": st.sampled_from([3, 8, 100]),
    }
)


@settings(max_examples=40)
@given(expressions(), OPTIONS)
def test_no_two_labels_overlap(root, options):
    root.backward()
    check(lay_out(ag.draw(root, highlight=root, **options)))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("direction", SIDES)
def test_no_two_labels_overlap_in_frames_and_crowds(theme, direction, layout_program):
    model = ag.nn.MLP(2, [3, 2, 1], rng=0)
    loss = example_loss(model)
    for options in ({}, {"fold": ag.nn.Neuron}, {"fold": ag.nn.Layer}, {"max_nodes": 11}):
        check(lay_out(ag.draw(loss, modules=model, theme=theme, direction=direction, **options)))


@settings(max_examples=20)
@given(expressions(), OPTIONS.filter(lambda options: options["max_nodes"] == 100))
def test_the_rule_between_the_numbers_is_the_wire(root, options):
    root.backward()
    picture = lay_out(ag.draw(root, **options))
    axis = 1 if options["direction"] in ("LR", "RL") else 0  # across the rule
    for tail, head, points in picture.edges:
        for name, end in ((tail, points[0]), (head, points[-1])):
            for rule in picture.rules.get(name, ())[:1]:
                assert abs(end[axis] - rule[axis]) < 0.1, (tail, head)


def test_one_wire_is_one_straight_line_of_numbers():
    x = Value(2.0, "x")
    picture = lay_out(ag.draw(ag.exp(ag.sin(x)), local_gradients=True))
    heights = {round(points[0][1]) for points in picture.rules.values()}
    assert len(heights) == 1


def test_the_inputs_of_a_neuron_stand_in_their_order(layout_program):
    picture = lay_out(ag.draw(slides_neuron()))
    heights = {area.text: area.bottom for area in picture.texts}
    names = ["w₁", "w₂", "x₁", "x₂", "b"]
    assert sorted(names, key=heights.__getitem__, reverse=True) == names


@pytest.mark.parametrize("form", ["leaves", "computed"])
@pytest.mark.parametrize("target", range(4))
@pytest.mark.parametrize("of_class", [ag.cross_entropy, lambda xs, i: ag.softmax(xs)[i]])
def test_classes_stand_in_their_order_whichever_is_the_first_operand(of_class, target, form):
    classes = [Value(float(i), f"z{i}") for i in range(4)]
    if form == "computed":
        classes = [ag.exp(x) for x in classes]
    picture = lay_out(ag.draw(of_class(classes, target)))
    heights = {area.text: area.bottom for area in picture.texts}
    names = ["z0", "z1", "z2", "z3"]
    assert sorted(names, key=heights.__getitem__, reverse=True) == names
    check(picture)


def test_the_neurons_of_a_wide_layer_stand_in_their_order(layout_program):
    model = ag.nn.MLP(2, [16, 16, 1], rng=0)
    loss = example_loss(model)
    names = [f"Neuron {i}" for i in range(1, 17)]
    for options in ({}, {"direction": "RL"}, {"theme": "dark"}):
        picture = lay_out(ag.draw(loss, modules=model, **options))
        (inside,) = picture.inside("Layer 1")
        assert [text for text in inside if text in names] == names
        check(picture)


def test_the_parameters_of_a_framed_neuron_stand_in_their_order(layout_program):
    neuron = ag.nn.Neuron(3, weights=[1.0, 2.0, 3.0])
    picture = lay_out(ag.draw(neuron([1.0, 2.0, 3.0]), modules=neuron))
    (inside,) = picture.inside("Neuron")
    names = ["w₁", "w₂", "w₃", "b"]
    if layout_program.name != "dot":  # versions before 3 turn them round
        assert [text for text in inside if text in names] == names


@pytest.mark.parametrize("direction", SIDES)
def test_the_text_of_a_node_is_in_the_middle_of_it(direction, layout_program):
    """Whatever the layout program takes its width to be."""
    z = ag.sigmoid(Value(0.5, "−∂⁽¹⁾₁ŷ"))
    z.label = "z⁽¹⁾₁"
    sheet = ag.draw(ag.exp(-z), direction=direction).sheet
    groups = [x for x in sheet.shapes if isinstance(x, Group) and x.id.startswith("n")]
    checked = 0
    for group in groups:
        middles = [
            each.x + (each.width / 2 if isinstance(each, Rectangle) else 0)
            for each in group.shapes
            if isinstance(each, (Circle, Rectangle))
        ]
        rows = {}
        for each in group.shapes:
            if isinstance(each, Text):
                wide = text_width(each.text, each.size, each.bold)
                rows.setdefault(each.y, []).append((each.x, each.x + wide))
        if len(middles) == 1 and rows:
            for row in rows.values():
                middle = (min(x for x, _ in row) + max(x for _, x in row)) / 2
                assert middle == pytest.approx(middles[0], abs=0.6)
                checked += 1
    assert checked >= 3


def test_a_long_label_makes_no_giant_circle():
    result = ag.tanh(Value(1.0, "x"))
    result.label = "the temperature of the water"
    (group,) = [x for x in ag.draw(result).sheet.shapes if getattr(x, "id", "") == "n1"]
    (box,) = [each for each in group.shapes if isinstance(each, (Circle, Rectangle))]
    assert isinstance(box, Rectangle)
    assert box.height < 50
