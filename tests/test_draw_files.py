"""Files, layout programs, and what is refused."""

import subprocess
import sys

import graphviz
import pytest
from pictures import SLIDES, texts

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.viz.diagram import layout


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
    assert diagram._repr_mimebundle_()["image/svg+xml"] == diagram.svg()
    assert isinstance(diagram.digraph, graphviz.Digraph)
    diagram.digraph.attr(label="a title")
    assert "a title" in texts(diagram.svg())
    assert repr(diagram) == "<Diagram of 3 nodes>"
    assert diagram.html().count("<svg") == 1


# Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"theme": "neon"},
            "theme: got 'neon'; choose one of slides, micrograd, mono, colorblind, dark",
        ),
        ({"direction": "UP"}, "direction: got 'UP'; choose one of LR, RL, TB, BT"),
        ({"direction": []}, r"direction: got \[\]"),
        ({"show": "all"}, "show: got 'all'; choose one of both, forward, backward"),
        ({"partials": True}, "partials: got True; choose one of numbers, formulas, both"),
        ({"precision": 0}, "precision: a whole number from 1 to 17 is needed, got 0"),
        ({"max_nodes": 0}, "max_nodes: a whole number from 1 on is needed, got 0"),
        ({"highlight": Value(1.0)}, r"highlight: Value\(data=1.0\) is no part of the graph"),
        ({"fold": ag.nn.Neuron}, "fold: there is no Neuron in modules; pass modules=model too"),
    ],
)
def test_bad_options_are_named(options, text):
    with pytest.raises(ValueError, match=text):
        ag.draw(Value(1.0) + 1, **options)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"max_nodes": "all"}, "max_nodes: a whole number from 1 on is needed, got 'all'"),
        ({"precision": "4"}, "precision: a whole number .* got '4'"),
        ({"precision": 4.0}, "precision: a whole number .* got 4.0"),
        ({"highlight": 5}, "highlight: Values are needed, got 5"),
        ({"highlight": ["x"]}, "highlight: Values are needed, got 'x'"),
        ({"modules": 3}, r"modules: a model with a method parameters\(\) is needed, got 3"),
        ({"modules": ag.nn.Neuron}, "modules: a model"),
        (
            {"fold": [3]},
            r"fold: a model with a method parameters\(\) or its class is needed, got 3",
        ),
    ],
)
def test_options_of_another_kind_are_named(options, text):
    with pytest.raises(TypeError, match=text):
        ag.draw(Value(1.0) + 1, **options)


def test_only_a_value_can_be_drawn():
    with pytest.raises(TypeError, match="root: a Value is needed, got a list"):
        ag.draw([Value(1.0)])


def test_a_leaf_alone():
    assert texts(ag.draw(Value(2.5)).svg(), SLIDES.forward)[0] == "2.5"


def test_pygraphviz_runs_in_a_process_of_its_own():
    assert "pygraphviz" not in sys.modules
    assert subprocess.run([sys.executable, "-c", "import autograd_lite"], check=True)
