"""What notebooks show, asked for as IPython does; nothing is written to disk."""

import base64
import math
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from IPython.core.formatters import DisplayFormatter

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.viz.diagram import layout


@pytest.fixture
def shown(monkeypatch, tmp_path):
    """What a notebook makes of a thing, in a folder that stays empty."""
    monkeypatch.chdir(tmp_path)

    def show(thing):
        bundle, _ = DisplayFormatter().format(thing)
        assert not [*Path().iterdir()]
        return bundle

    return show


def example():
    x = Value(3.0, "x")
    y = x * x + 1.0
    y.backward()
    return y


def drawn(svg):
    return "".join(ET.fromstring(svg).itertext())


def test_a_value_shows_its_graph_and_a_leaf_its_number(shown):
    bundle = shown(example())
    assert bundle["text/plain"] == "Value(data=10.0, grad=1.0, op=add)"
    assert all(text in drawn(bundle["image/svg+xml"]) for text in ("x", "×", "+", "10", "6"))
    leaf = shown(Value(0.5, "w₁"))
    assert (leaf["text/plain"], leaf["text/latex"]) == (
        "Value(data=0.5, label='w₁')",
        "$w_{1} = 0.5$",
    )
    assert shown(Value(0.5))["text/latex"] == "$0.5$"


@pytest.mark.parametrize(
    ("number", "latex"),
    [
        (1e300, r"{1 \cdot 10^{300}}"), (-1e-7, r"-{1 \cdot 10^{-7}}"), (100000.0, "100000"),
        (1 / 3, "0.3333333333333333"), (0.1 + 0.2, "0.30000000000000004"), (1234567.5, "1234567.5"),
        (-math.inf, r"-\infty"), (math.nan, r"\mathrm{nan}"), (-0.0, "0"),
        (5e-324, r"{4.94066 \cdot 10^{-324}}"),
    ],
)  # fmt: skip
def test_a_leaf_shows_its_number_as_mathematics_writes_it(shown, number, latex):
    assert shown(Value(number, "x"))["text/latex"] == f"$x = {latex}$"


def test_the_door_alone_lets_values_show_themselves_and_loads_nothing_that_draws():
    code = (
        "import sys, autograd_lite as ag\n"
        "print([name for name in sys.modules if 'viz.' in name or name == 'graphviz'])\n"
        "print(ag.Value(1.0, 'x')._repr_mimebundle_()['text/latex'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines() == ["['autograd_lite.viz.notebook']", "$x = 1$"], done.stderr


def test_a_large_graph_shows_as_text(shown):
    assert [*shown(ag.sum([Value(1.0) * i for i in range(50)]))] == ["text/plain"]


def test_a_diagram_shows_itself(shown):
    bundle = shown(ag.draw(example()))
    assert bundle["text/plain"] == "<Diagram of 4 nodes>"
    assert "10" in drawn(bundle["image/svg+xml"])


def test_without_a_layout_program_the_text_says_what_to_install(shown, monkeypatch):
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    bundle = shown(ag.draw(example()))
    assert [*bundle] == ["text/plain"]
    assert "pip install" in bundle["text/plain"]
    assert shown(example())["text/plain"].startswith("Value(data=10.0")


def test_explanations_and_walkthroughs_show_themselves(shown):
    explanation = shown(ag.explain(example()))
    assert explanation["text/latex"].startswith(r"\begin{align*}")
    assert "| node |" in explanation["text/markdown"]
    assert "upstream" in explanation["text/plain"]
    walkthrough = shown(ag.walkthrough(example()))
    assert 'sandbox="allow-scripts"' in walkthrough["text/html"]
    assert walkthrough["text/plain"].startswith("<Walkthrough of")


def test_a_history_shows_its_losses(shown, monkeypatch):
    history = nn.History([1.0, 0.5, 0.25])
    bundle = shown(history)
    assert bundle["text/plain"] == repr(history)
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert [*shown(nn.History())] == ["text/plain"]
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("autograd_lite.nn.history.find_spec", lambda name: None)
    assert [*shown(history)] == ["text/plain"]
