"""Diagrams: every number, name, wire and colour, in every theme and with every option."""

import math
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import SLIDES, SVG, example_loss, lay_out, numbers, short, slides_neuron, texts

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.testing.strategies import expressions
from autograd_lite.viz.diagram import layout
from autograd_lite.viz.diagram.dot import SIDES
from autograd_lite.viz.diagram.themes import THEMES, Theme

ON_WIRES = [name for name, theme in THEMES.items() if theme.numbers == "wires"]


def test_plain_install_draws():
    assert list(layout.layout_programs()), "pip install must bring a layout program"


def test_the_slides_neuron(layout_program):
    loss = slides_neuron()
    loss.backward()
    svg = ag.draw(loss).svg()
    green, red = numbers(svg, SLIDES.forward), numbers(svg, SLIDES.backward)
    assert green == Counter(["0.1", "0.6", "0", "1", "0", "0.6", "0.6457", "1", "0.06278"])
    assert red == Counter(["0", "−0.08107", "−0.08107", "−0.08107", "−0.3543", "1"])
    names = {text for text in texts(svg) if text not in (*green, *red)}
    assert names == {
        "Σwx + b", "σ", "½(y−ŷ)²", "w₁", "w₂", "x₁", "x₂", "b", "z", "ŷ", "y", "L", "◄", "►",
    }  # fmt: skip


def rows(svg):
    """For every wire, the heights of its green text, its rule and its red text."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        heights = {e.get("fill"): float(e.get("y")) for e in group.findall(f"{SVG}text")}
        if group.get("class") == "node" and SLIDES.forward in heights:
            rule = float(group.find(f"{SVG}polygon").get("points").split()[0].split(",")[1])
            yield heights[SLIDES.forward], rule, heights.get(SLIDES.backward)


def test_nodes_and_wires_can_be_found_in_the_svg(layout_program):
    ids = {element.get("id") for element in ET.fromstring(ag.draw(slides_neuron()).svg()).iter()}
    wires = {f"w{i}{part}" for i in range(9) for part in ("", "-start", "-end")} - {"w8-end"}
    assert {f"n{i}" for i in range(9)} | wires <= ids


def test_no_internal_name_is_shown(layout_program):
    assert "<title>" not in ag.draw(slides_neuron()).svg()


def test_green_stands_above_the_wire_and_red_below(layout_program):
    loss = slides_neuron()
    loss.backward()
    wires = list(rows(ag.draw(loss).svg()))
    assert len(wires) == 9
    for green, rule, red in wires:
        assert green < rule
        assert red is None or red > rule


def test_the_wires_run_from_left_to_right(layout_program):
    def leftmost(direction):
        svg = ag.draw(slides_neuron(), direction=direction).svg()
        xs = {e.text: float(e.get("x")) for e in ET.fromstring(svg).iter(f"{SVG}text")}
        return xs["w₁"] < xs["Σwx + b"] < xs["σ"] < xs["½(y−ŷ)²"]

    assert leftmost("LR")
    assert not leftmost("RL")


def test_a_gradient_that_was_not_computed_is_missing_not_zero():
    loss = slides_neuron()
    assert not numbers(ag.draw(loss).svg(), SLIDES.backward)
    prediction = loss.parents[0]
    prediction.backward()
    red = numbers(ag.draw(loss).svg(), SLIDES.backward)
    assert sum(red.values()) == 4  # the wires of w₁, w₂, b and z; L itself has none


def test_a_shared_node_names_its_wires_and_shows_the_sum():
    x = Value(3.0, "x")
    y = x * x + x
    y.backward()
    svg = ag.draw(y).svg()
    assert texts(svg, SLIDES.muted).count("x") == 3
    assert numbers(svg, SLIDES.backward) == Counter({"3": 2, "1": 3})
    assert "Σ 7" in texts(svg, SLIDES.backward)


def test_an_accumulated_gradient_shows_as_the_sum():
    x = Value(3.0, "x")
    y = x * 2
    y.backward()
    y.backward()
    svg = ag.draw(y).svg()
    assert "Σ 4" in texts(svg, SLIDES.backward)
    assert numbers(svg, SLIDES.backward)["2"] == 1


def test_odd_numbers_are_short():
    x = Value(-0.0, "x")
    y = x + math.nan + math.inf + 1e-300
    green = numbers(ag.draw(y).svg(), SLIDES.forward)
    assert set(green) == {"0", "nan", "inf", "1·10⁻³⁰⁰"}


# Every graph --------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ON_WIRES)
@settings(max_examples=8)
@given(root=expressions())
def test_every_number_stands_on_its_wire(theme, root):
    root.backward()
    nodes = ag.topological_order(root)
    svg = ag.draw(root, theme=theme, precision=6).svg()
    green = Counter(short(p.data, 6) for node in nodes for p in node.parents)
    green[short(root.data, 6)] += 1
    red = Counter(short(g, 6) for node in nodes for g in node.downstream(node.grad))
    red[short(root.grad, 6)] += 1
    assert numbers(svg, THEMES[theme].forward) == green
    assert numbers(svg, THEMES[theme].backward) == red


@settings(max_examples=15)
@given(expressions())
def test_every_number_stands_in_its_box(root):
    root.backward()
    nodes = ag.topological_order(root)
    svg = ag.draw(root, theme="micrograd", precision=6).svg()
    known = [node for node in nodes if node.has_gradient]
    assert numbers(svg, THEMES["micrograd"].forward) == Counter(short(n.data, 6) for n in nodes)
    assert numbers(svg, THEMES["micrograd"].backward) == Counter(short(n.grad, 6) for n in known)
    words = Counter(text for text in texts(svg) if text in ("data", "grad"))
    assert words == Counter(data=len(nodes), grad=len(known))


@settings(max_examples=25)
@given(expressions(), st.sampled_from(sorted(THEMES)), st.booleans())
def test_every_wire_leads_from_its_source_to_its_consumer(root, theme, local_gradients):
    nodes = ag.topological_order(root)
    for i, node in enumerate(nodes):
        node.label = f"node{i}"
    picture = lay_out(ag.draw(root, theme=theme, local_gradients=local_gradients))
    labels = {
        name: text.text
        for name, area in picture.nodes.items()
        for text in picture.texts
        if text.text.startswith("node") and area.contains(text) and name.startswith("n")
    }
    onward = {}
    for tail, head, _ in picture.edges:
        onward.setdefault(tail, []).append(head)

    def ends(name):
        """The labelled boxes to which a wire leads, through its numbers and a circle."""
        for head in onward.get(name, []):
            yield from [labels[head]] if head in labels else ends(head)

    found = Counter((labels[name], end) for name in labels for end in ends(name))
    assert sorted(labels.values()) == sorted(node.label for node in nodes)
    assert found == Counter((p.label, node.label) for node in nodes for p in node.parents)


def test_a_number_without_a_name_stands_in_its_box_once():
    x = Value(3.0, "x")
    assert texts(ag.draw(x * 2, theme="micrograd").svg()).count("2") == 1


@pytest.mark.parametrize("local_gradients", [False, True])
def test_wires_lead_into_the_circle_and_the_circle_into_its_box(local_gradients):
    x, y = Value(2.0, "x"), Value(3.0, "y")
    product = x * y
    product.label = "p"
    picture = lay_out(ag.draw(product, theme="micrograd", local_gradients=local_gradients))
    drawn = {
        name: text.text
        for name, area in picture.nodes.items()
        for text in picture.texts
        if area.contains(text) and text.text in ("x", "y", "×", "p")
    }
    through = {tail: head for tail, head, _ in picture.edges if tail not in drawn}
    edges = [
        (drawn[tail], drawn[through.get(head, head)])
        for tail, head, _ in picture.edges
        if tail in drawn
    ]
    assert sorted(edges) == [("x", "×"), ("y", "×"), ("×", "p")]


@settings(max_examples=10)
@given(root=expressions())
def test_a_picture_is_the_same_every_time(root):
    assert ag.draw(root).dot() == ag.draw(root).dot()


# Options ------------------------------------------------------------------------------------


def test_options():
    loss = slides_neuron()
    loss.backward()
    svg = ag.draw(loss, local_gradients=True, precision=2).svg()
    assert "= −0.35 × 0.23" in texts(svg, SLIDES.muted)
    assert "0.65" in texts(svg, SLIDES.forward)
    for direction in SIDES:
        assert f"rankdir={direction}" in ag.draw(loss, direction=direction).dot()


@pytest.mark.parametrize("theme", THEMES)
def test_only_forward_or_only_backward(theme):
    loss = slides_neuron()
    loss.backward()
    forward = ag.draw(loss, theme=theme, show="forward").svg()
    backward = ag.draw(loss, theme=theme, show="backward").svg()
    both = ag.draw(loss, theme=theme).svg()
    colors = THEMES[theme]
    assert numbers(forward, colors.forward) == numbers(both, colors.forward)
    assert numbers(backward, colors.backward) == numbers(both, colors.backward)
    assert not texts(forward, colors.backward)
    assert not texts(backward, colors.forward)


def test_partial_derivatives_as_formulas():
    loss = slides_neuron()
    formulas = ["∂L/∂w₁", "∂L/∂w₂", "∂L/∂b", "∂L/∂z", "∂L/∂ŷ", "∂L/∂L"]
    svg = ag.draw(loss, partials="formulas", local_gradients=True).svg()  # before any backward
    assert {text for text in texts(svg, SLIDES.backward) if "∂" in text} == set(formulas)
    assert "= ∂L/∂z · ∂z/∂w₂" in texts(svg, SLIDES.muted)
    assert not numbers(svg, SLIDES.backward)
    loss.backward()
    svg = ag.draw(loss, partials="both", local_gradients=True).svg()
    found = {text for text in texts(svg, SLIDES.backward) if "∂" in text}
    values = ["0", "−0.08107", "−0.08107", "−0.08107", "−0.3543", "1"]
    assert found == {f"{f} = {v}" for f, v in zip(formulas, values, strict=True)}
    assert {"= ∂L/∂ŷ · ∂ŷ/∂z", "= −0.3543 × 0.2288"} <= set(texts(svg, SLIDES.muted))
    record = ag.draw(loss, partials="both", theme="micrograd").svg()
    assert "∂L/∂z = −0.08107" in texts(record)


def test_formulas_at_a_shared_node_and_of_repeated_operands():
    x = Value(3.0, "x")
    y = x * x + x
    y.label = "y"
    y.parents[0].label = "p"
    y.backward()
    red = texts(ag.draw(y, partials="both").svg(), SLIDES.backward)
    parts = {"∂y/∂p · ∂p/∂x[1] = 3", "∂y/∂p · ∂p/∂x[2] = 3", "∂y/∂y · ∂y/∂x[2] = 1"}
    assert {*parts, "Σ = ∂y/∂x = 7"} <= set(red)


def test_what_formulas_need_gets_a_name_that_is_free():
    v1 = Value(2.0, "v₁")
    root = ag.exp(v1 * 3)
    svg = ag.draw(root, partials="formulas").svg()
    assert {"∂v₃/∂v₁", "∂v₃/∂v₂", "∂v₃/∂v₃"} <= set(texts(svg, SLIDES.backward))
    assert not any("v₂" in text for text in texts(ag.draw(root).svg()))


def test_formulas_tell_nodes_with_the_same_label_apart():
    neuron = ag.nn.Neuron(1, weights=[0.5])
    cost = ag.mean([neuron([1.0]), neuron([2.0])])
    cost.label = "C"
    found = texts(ag.draw(cost, partials="formulas").svg())
    assert {"z[1]", "z[2]", "∂C/∂z[1]", "∂C/∂z[2]"} <= set(found)
    assert texts(ag.draw(cost).svg()).count("z") == 2


def test_a_formula_stands_beside_a_number_only_if_they_are_equal():
    x = Value(2.0, "x")
    y = x * x
    y.label = "y"
    y.backward(0.5)
    assert "0.5 · ∂y/∂y = 0.5" in texts(ag.draw(y, partials="both").svg())
    z = ag.exp(x)
    z.label = "z"
    svg = ag.draw(z, partials="both").svg()  # x has the gradient of y, not of z
    assert not any("=" in text and "∂" in text for text in texts(svg))


def test_no_formula_stands_beside_the_gradient_of_another_result():
    loss = slides_neuron()
    loss.parents[0].backward()
    red = texts(ag.draw(loss, partials="both").svg(), SLIDES.backward)
    assert "0.2288" in red
    assert "∂L/∂z" not in "".join(red)
    x = Value(3.0, "x")
    y = x * 2
    y.label = "y"
    for _ in range(2):
        y.backward()
    red = texts(ag.draw(y, partials="both").svg(), SLIDES.backward)
    assert {"∂y/∂x = 2", "Σ 4"} <= set(red)


def test_highlighted_are_the_nodes_and_every_way_between_them():
    loss = slides_neuron()
    nodes = {node.label: node for node in ag.topological_order(loss)}

    def marked(*labels):
        svg = ag.draw(loss, highlight=[nodes[each] for each in labels]).svg()
        shapes = [e for e in ET.fromstring(svg).iter() if e.get("fill") == SLIDES.marker]
        return len(shapes), svg.count(f'stroke="{SLIDES.marker_line}"')

    assert marked() == (0, 0)
    assert marked("b")[0] == 1
    assert marked("b", "w₁")[0] == 2
    assert marked("b", "z")[0] == 3  # both nodes and the wire
    assert marked("w₁", "L")[0] == 7  # w₁, z, ŷ, L and three wires
    assert marked("w₁", "L") == marked("w₁", "z", "ŷ", "L")
    one = ag.draw(loss, highlight=nodes["b"])
    assert one.dot() == ag.draw(loss, highlight=[nodes["b"]]).dot()


# Themes -------------------------------------------------------------------------------------


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def over(color, background):
    """A colour that may be see-through, over another."""
    share = int(color[7:9] or "ff", 16) / 255
    mixed = [
        round(share * int(color[i : i + 2], 16) + (1 - share) * int(background[i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{each:02x}" for each in mixed)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_can_be_read_on_everything_it_stands_on(theme):
    framed = theme.background
    for _ in range(3):  # neuron in layer in model
        framed = over(theme.panel, framed)
    for ground in (theme.background, framed, theme.fill, theme.marker):
        for color in (theme.forward, theme.ink, theme.muted):
            assert contrast(color, ground) >= 4.5, (color, ground)
        # WCAG 2: bold text of 14 points counts as large
        assert contrast(theme.backward, ground) >= (3.0 if theme.bold_backward else 4.5), ground


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_backward_differs_from_forward_in_lightness_or_weight_too(theme):
    assert theme.bold_backward or contrast(theme.forward, theme.backward) >= 1.15
    assert len({theme.forward, theme.backward, theme.muted, theme.background}) == 4


def showcase(theme):
    """A picture in which everything that a theme says has its place."""
    model = ag.nn.MLP(2, [2, 1], rng=0)
    loss = example_loss(model)
    nodes = [node for node in ag.topological_order(loss) if node.label == "L" or node.label == "y"]
    return ag.draw(loss, modules=model, highlight=nodes, theme=theme, local_gradients=True).dot()


@pytest.mark.parametrize("field", [field.name for field in fields(Theme)])
def test_a_picture_shows_every_word_of_its_theme(monkeypatch, field):
    """A new field that nothing draws is no look."""
    other = {"bold_backward": True, "size": 20, "numbers": "boxes", "font": "Courier"}
    changed = replace(SLIDES, **{field: other.get(field, "#abcdef")})
    monkeypatch.setitem(THEMES, "changed", changed)
    assert showcase("changed") != showcase("slides")


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_told_in_the_documentation(theme):
    assert theme in ag.draw.__doc__


def test_without_colours_weight_tells_backward_from_forward():
    loss = slides_neuron()
    loss.backward()
    svg = ag.draw(loss, theme="mono").svg()
    weights = {e.get("fill"): e.get("font-weight") for e in ET.fromstring(svg).iter(f"{SVG}text")}
    assert weights[THEMES["mono"].backward] == "bold"
    assert weights[THEMES["mono"].forward] != "bold"
