"""Diagrams: what they show, what they refuse, and that a label is text and nothing else."""

import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import graphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.testing.strategies import expressions
from autograd_lite.viz import dot, layout

SVG = "{http://www.w3.org/2000/svg}"
SLIDES = dot.THEMES["slides"]


def texts(svg, color=None):
    """The texts of an SVG picture, from top to bottom as they stand in the file."""
    elements = ET.fromstring(svg).iter(f"{SVG}text")
    found = [(e.text or "", e.get("fill")) for e in elements]
    return [text.strip() for text, fill in found if color in (None, fill) and text.strip()]


def numbers(svg, color):
    return Counter(text for text in texts(svg, color) if not set(text) & set("◄►▲▼Σ"))


def slides_neuron():
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    prediction = neuron([0, 1])
    prediction.label = "ŷ"
    loss = ag.half_squared_error(prediction, Constant(1.0, "y"))
    loss.label = "L"
    return loss


@pytest.fixture(params=[engine.name for engine in layout.engines()])
def engine(request, monkeypatch):
    """Every layout program that is installed here, one after the other."""
    one = [each for each in layout.engines() if each.name == request.param]
    monkeypatch.setattr(layout, "engines", lambda: iter(one))
    return one[0]


def test_plain_install_draws():
    assert list(layout.engines()), "pip install must bring a layout program"


def test_the_slides_neuron(engine):
    loss = slides_neuron()
    loss.backward()
    svg = ag.draw(loss).svg()
    assert numbers(svg, SLIDES.forward) == Counter(
        ["0.1", "0.6", "0", "1", "0", "0.6", "0.6457", "1", "0.06278"]
    )
    assert numbers(svg, SLIDES.backward) == Counter(
        ["0", "−0.08107", "−0.08107", "−0.08107", "−0.3543", "1"]
    )
    names = set(texts(svg))
    assert {"Σwx", "σ", "½(y−ŷ)²", "w₁", "w₂", "x₁", "x₂", "b", "z", "ŷ", "y", "L"} <= names
    assert not any("Σ " in text for text in names)


def rows(svg):
    """For every wire, the heights of its green text, its rule and its red text."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        heights = {e.get("fill"): float(e.get("y")) for e in group.findall(f"{SVG}text")}
        if group.get("class") == "node" and SLIDES.forward in heights:
            rule = float(group.find(f"{SVG}polygon").get("points").split()[0].split(",")[1])
            yield heights[SLIDES.forward], rule, heights.get(SLIDES.backward)


def test_nodes_and_wires_can_be_found_in_the_svg(engine):
    ids = {element.get("id") for element in ET.fromstring(ag.draw(slides_neuron()).svg()).iter()}
    wires = {f"w{i}{part}" for i in range(9) for part in ("", "-start", "-end")} - {"w8-end"}
    assert {f"n{i}" for i in range(9)} | wires <= ids


def test_no_internal_name_is_shown(engine):
    assert "<title>" not in ag.draw(slides_neuron()).svg()


def test_green_stands_above_the_wire_and_red_below(engine):
    loss = slides_neuron()
    loss.backward()
    wires = list(rows(ag.draw(loss).svg()))
    assert len(wires) == 9
    for green, rule, red in wires:
        assert green < rule
        assert red is None or red > rule


def test_the_wires_run_from_left_to_right(engine):
    def leftmost(direction):
        svg = ag.draw(slides_neuron(), direction=direction).svg()
        xs = {e.text: float(e.get("x")) for e in ET.fromstring(svg).iter(f"{SVG}text")}
        return xs["w₁"] < xs["Σwx"] < xs["σ"] < xs["½(y−ŷ)²"]

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


def test_options():
    loss = slides_neuron()
    loss.backward()
    svg = ag.draw(loss, local_gradients=True, precision=2).svg()
    assert "= −0.35 × 0.23" in texts(svg, SLIDES.muted)
    assert "0.65" in texts(svg, SLIDES.forward)
    for direction in dot.DIRECTIONS:
        assert f"rankdir={direction}" in ag.draw(loss, direction=direction).dot()


def test_odd_numbers_are_short():
    x = Value(-0.0, "x")
    y = x + math.nan + math.inf + 1e-300
    green = numbers(ag.draw(y).svg(), SLIDES.forward)
    assert set(green) == {"0", "nan", "inf", "1e−300"}


@settings(max_examples=25)
@given(expressions())
def test_every_node_and_every_number_is_in_the_picture(root):
    root.backward()
    nodes = ag.topological_order(root)
    svg = ag.draw(root, precision=6).svg()

    def short(x):
        return f"{x + 0.0:.6g}".replace("-", "−")

    green = Counter(short(p.data) for node in nodes for p in node.parents)
    green[short(root.data)] += 1
    red = Counter(short(g) for node in nodes for g in node.downstream(node.grad))
    red[short(root.grad)] += 1
    assert numbers(svg, SLIDES.forward) == green
    assert numbers(svg, SLIDES.backward) == red


# Labels -------------------------------------------------------------------------------------

HOSTILE = [
    "<b>bold</b>", "<script>alert(1)</script>", '"];x [URL="http://example.org"];"', "\\", "\\N\\G",
    '\\" shape=box color=red', "&lt;", "&#60;", "]]>", "{a|b}", "a\nb", "\x00\x1b", "🙂", "שלום",
    "<TABLE><TR><TD>", "--", "-->", "\ud800", "\ufffe", "%s{}", "<>", "'", "</svg>", "\u202eabc",
]  # fmt: skip


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_is_drawn_as_text(label, engine):
    x = Value(1.0, label)
    y = ag.exp(x)
    y.label = label
    svg = ag.draw(y).svg()
    shown = re.sub(r"[\x00-\x1f\ud800\ufffe]", lambda m: " " if m[0] == "\n" else "\ufffd", label)
    root = ET.fromstring(svg)
    drawn = "|".join("".join(e.text for e in g.iter(f"{SVG}text")) for g in root.iter(f"{SVG}g"))
    assert drawn.count(shown) >= 4  # two labels, each in its node and in the whole
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "g", "text", "polygon", "path", "ellipse"}
    allowed = "example.org" in label
    assert ("example.org" in svg) == allowed
    assert not any("href" in name for element in root.iter() for name in element.keys())  # noqa: SIM118  # an element is no dict


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_label_makes_a_picture(label):
    svg = ag.draw(Value(1.0, label) + 1).svg()
    assert "+" in texts(svg)


def test_a_long_label_is_cut():
    svg = ag.draw(Value(1.0, "a" * 100_000) * 2).svg()
    assert "a" * 39 + "…" in texts(svg)
    assert len(svg) < 10_000


def test_an_operation_of_ones_own_has_a_symbol_that_is_text():
    root = ag.exp(Value(1.0))
    root.label = "<x>"
    assert "<x>" in texts(ag.draw(root).svg())


# Files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("x.svg", b"<?xml"), ("x.png", b"\x89PNG"), ("x.dot", b"digraph"),
        ("x.html", b"<!DOCTYPE html>"), ("X.SVG", b"<?xml"),
    ],
)  # fmt: skip
def test_save(tmp_path, name, start):
    path = ag.draw(Value(1.0, "x") + 1).save(tmp_path / name)
    assert path == tmp_path / name
    assert path.read_bytes().startswith(start)
    assert ag.draw(Value(1.0) + 1).save(str(path)) == path


def test_pdf_or_a_word_on_how_to_get_it(tmp_path):
    diagram = ag.draw(Value(1.0) + 1)
    if any("pdf" in engine.formats for engine in layout.engines()):
        assert diagram.save(tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    else:
        with pytest.raises(layout.LayoutError, match=r'pip install "autograd_lite\[graphviz\]"'):
            diagram.save(tmp_path / "x.pdf")


def test_an_unknown_ending_and_a_missing_folder(tmp_path):
    diagram = ag.draw(Value(1.0) + 1)
    with pytest.raises(ValueError, match=r"path: got the ending '\.gif'"):
        diagram.save(tmp_path / "x.gif")
    with pytest.raises(FileNotFoundError):
        diagram.save(tmp_path / "nowhere" / "x.svg")


def test_a_failure_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "x.svg"
    path.write_text("old")
    monkeypatch.setattr(layout, "engines", lambda: iter(()))
    with pytest.raises(layout.LayoutError, match="no layout program for svg was found"):
        ag.draw(Value(1.0) + 1).save(path)
    assert path.read_text() == "old"


def test_a_layout_that_takes_too_long_or_fails(monkeypatch):
    diagram = ag.draw(Value(1.0) + 1)

    def only(code):
        engine = layout.Engine("test", (sys.executable, "-c", code), ("svg",))
        monkeypatch.setattr(layout, "engines", lambda: iter([engine]))

    monkeypatch.setattr(layout, "TIME_LIMIT", 0.5)
    only("import time; time.sleep(60)")
    with pytest.raises(layout.LayoutError, match=r"did not finish the layout in 0\.5 s"):
        diagram.svg()
    monkeypatch.setattr(layout, "TIME_LIMIT", 30.0)
    only("raise SystemExit('boom')")
    with pytest.raises(layout.LayoutError, match="test failed: boom"):
        diagram.svg()


def test_notebooks_and_those_who_edit():
    diagram = ag.draw(Value(1.0, "x") + 1)
    assert diagram._repr_svg_() == diagram.svg()
    assert isinstance(diagram.digraph, graphviz.Digraph)
    diagram.digraph.attr(label="a title")
    assert "a title" in texts(diagram.svg())
    assert repr(diagram) == "<Diagram of 3 nodes>"
    assert diagram.html().count("<svg") == 1


# Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"theme": "neon"}, "theme: got 'neon'; choose one of slides"),
        ({"direction": "UP"}, "direction: got 'UP'; choose one of LR, RL, TB, BT"),
        ({"precision": 0}, "precision: got 0; choose 1 to 17"),
        ({"precision": "4"}, "precision: got '4'"),
        ({"max_nodes": 2}, "the graph has 3 nodes, more than max_nodes=2"),
    ],
)
def test_bad_options_are_named(options, text):
    with pytest.raises(ValueError, match=text):
        ag.draw(Value(1.0) + 1, **options)


def test_max_nodes_is_a_number():
    with pytest.raises(TypeError, match="max_nodes: a whole number is needed, got 'all'"):
        ag.draw(Value(1.0), max_nodes="all")


def test_only_a_value_can_be_drawn():
    with pytest.raises(TypeError, match="root: a Value is needed, got a list"):
        ag.draw([Value(1.0)])


def test_a_deep_graph_is_refused_without_recursion():
    node = Value(1.0)
    for _ in range(100_000):
        node = node + 1
    with pytest.raises(ValueError, match="200001 nodes"):
        ag.draw(node)


def test_a_leaf_alone():
    assert texts(ag.draw(Value(2.5)).svg(), SLIDES.forward)[0] == "2.5"


def test_pygraphviz_runs_in_a_process_of_its_own():
    assert "pygraphviz" not in sys.modules
    assert subprocess.run([sys.executable, "-c", "import autograd_lite"], check=True)
