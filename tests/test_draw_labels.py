"""A label is text and nothing else, whatever is in it and wherever it stands."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import SVG, texts

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.viz.diagram.themes import THEMES

HOSTILE = [
    "<b>bold</b>", "<script>alert(1)</script>", '"];x [URL="http://example.org"];"', "\\",
    "\\N\\G", '\\" shape=box color=red', "&lt;", "&#60;", "]]>", "{a|b}", "a\nb",
    "\x00\x1b", "🙂", "שלום", "<TABLE><TR><TD>", "--", "-->", "\ud800", "\ufffe", "%s{}", "<>",
    "'", "</svg>", "\u202eabc", "</title>", "\u0301", "👩‍👩‍👧", "", "a\u2028b",
]  # fmt: skip


def visible(label):
    """What a reader sees of a label: what cannot be printed is shown as such."""
    return "".join(
        " " if c.isspace() else "\ufffd" if re.match(r"[\x00-\x1f\ud800\ufffe]", c) else c
        for c in label
    )


def check_is_only_text(svg):
    root = ET.fromstring(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "text", "polygon", "path", "ellipse", "polyline"}
    names = {name.lower() for element in root.iter() for name in element.keys()}  # noqa: SIM118  # an element is no dict
    assert not [name for name in names if "href" in name or name.startswith("on")]
    return "|".join("".join(e.text for e in g.iter(f"{SVG}text")) for g in root.iter(f"{SVG}g"))


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_is_drawn_as_text(label, layout_program):
    x = Value(1.0, label)
    y = ag.exp(x)
    y.label = label
    drawn = check_is_only_text(ag.draw(y).svg())
    assert drawn.count(visible(label)) >= 4  # two labels, each in its node and in the whole


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_it_is_text_in_formulas_too(label):
    x = Value(1.0, label)
    y = x * x
    y.label = label
    drawn = check_is_only_text(ag.draw(y, partials="formulas", theme="micrograd").svg())
    start = visible(label)[:4].strip().replace("\u202e", "\ufffd")
    assert re.search(rf"∂\W?{re.escape(start)}.*/∂\W?{re.escape(start)}", drawn)


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_the_name_of_a_module_is_text(name):
    class Model:
        def __init__(self):
            self.parts = {name: ag.nn.Neuron(1, weights=[1.0])}

        def parameters(self):
            return self.parts[name].parameters()

    model = Model()
    output = model.parts[name]([2.0])
    title = visible(f"Neuron {name}").rstrip()
    assert title in check_is_only_text(ag.draw(output, modules=model).svg())
    assert title in check_is_only_text(ag.draw(output, modules=model, fold=ag.nn.Neuron).svg())


def test_the_symbol_of_an_operation_of_ones_own_is_text():
    mine = replace(ag.exp, name="mine", symbol='<b>"\\N</b>')
    drawn = check_is_only_text(ag.draw(mine(Value(1.0, "x"))).svg())
    assert '<b>"\\N</b>' in drawn


@settings(max_examples=50)
@given(st.text(max_size=60), st.sampled_from(sorted(THEMES)))
def test_any_label_makes_a_picture(label, theme):
    svg = ag.draw(Value(1.0, label) + 1, theme=theme, partials="both", highlight=()).svg()
    assert "+" in texts(svg)
    check_is_only_text(svg)


def test_a_name_from_right_to_left_does_not_turn_its_formula_round():
    x = Value(2.0, "שלום")
    y = x * 3
    y.label = "y"
    y.backward()
    (formula,) = (t for t in texts(ag.draw(y, partials="both").svg()) if "שלום" in t and "∂" in t)
    name = "\u200eשלום\u200e"
    assert formula == f"∂y/∂{name} = 3"


def test_a_long_label_is_cut():
    svg = ag.draw(Value(1.0, "a" * 100_000) * 2).svg()
    assert "a" * 39 + "…" in texts(svg)
    assert len(svg) < 10_000
    svg = ag.draw(Value(1.0, "a" * 100_000) * 2, partials="formulas").svg()
    assert "∂v₁/∂" + "a" * 11 + "…" in texts(svg)


def test_the_picture_says_what_it_is_to_those_who_do_not_see_it():
    root = ET.fromstring(ag.draw(Value(1.0, '"<x>"') * 2).svg())
    assert root.get("role") == "img"
    assert root.get("aria-label").startswith("graph of 3 nodes. ")
