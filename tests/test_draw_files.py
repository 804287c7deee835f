"""Files, layout programs, and what is refused."""

import subprocess
import sys
from functools import partial
from importlib import metadata
from pathlib import Path

import graphviz
import numpy as np
import pytest
from pictures import SLIDES, slides_neuron, texts

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite import register_layout_program as register
from autograd_lite.viz.diagram import layout
from autograd_lite.viz.diagram.diagram import FILES
from autograd_lite.viz.diagram.themes import THEMES


@pytest.mark.parametrize("ending", FILES)
def test_every_kind_of_file_is_written_where_it_can_be(tmp_path, ending, layout_program):
    diagram, path = ag.draw(Value(1.0, "x") + 1), tmp_path / f"X{ending.upper()}"
    assert diagram.save(str(path)) == path
    drawn = FILES[ending](diagram)
    assert path.read_bytes() == (drawn if isinstance(drawn, bytes) else drawn.encode())


@pytest.mark.parametrize("ending", [each for each in FILES if each != ".dot"])
def test_without_a_layout_program_it_is_said_what_to_install(tmp_path, ending, monkeypatch):
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    with pytest.raises(layout.LayoutError, match=r'pip install "autograd_lite\[graphviz\]"'):
        ag.draw(Value(1.0, "x") + 1).save(tmp_path / f"x{ending}")
    assert not [*tmp_path.iterdir()]
    model = ag.nn.MLP(2, [2, 1], rng=0)  # a network needs none
    loss = ag.half_squared_error(model([1.0, 2.0]), 1.0)
    assert ag.draw(loss, layout="network").save(tmp_path / f"x{ending}").exists()


def test_an_unknown_ending_and_a_missing_folder(tmp_path):
    diagram = ag.draw(Value(1.0) + 1)
    with pytest.raises(ValueError, match=r"path: got the ending '\.gif'"):
        diagram.save(tmp_path / "x.gif")
    with pytest.raises(FileNotFoundError):
        diagram.save(tmp_path / "nowhere" / "x.svg")


def test_a_failure_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "x.svg"
    path.write_text("old")
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    with pytest.raises(layout.LayoutError, match="no layout program was found"):
        ag.draw(Value(1.0) + 1).save(path)
    assert path.read_text() == "old"


def test_a_layout_that_takes_too_long_or_fails(monkeypatch):
    diagram = ag.draw(Value(1.0) + 1)

    def only(code):
        run = partial(layout._run, [sys.executable, "-c", code])
        program = layout.LayoutProgram("test", run)
        monkeypatch.setattr(layout, "layout_programs", lambda: iter([program]))

    monkeypatch.setattr(layout, "TIME_LIMIT", 0.5)
    only("import time; time.sleep(60)")
    with pytest.raises(layout.LayoutError, match=r"did not finish the layout in 0\.5 s"):
        diagram.svg()
    monkeypatch.setattr(layout, "TIME_LIMIT", 30.0)
    only("raise SystemExit('boom')")
    with pytest.raises(layout.LayoutError, match="test failed: boom"):
        diagram.svg()


def test_a_function_that_lays_out_is_preferred_for_what_it_draws():
    (graphviz, *_), asked = layout.layout_programs(), []

    def draw(dot, file_format):
        asked.append(file_format)
        return graphviz.run(dot, file_format)

    register("WebAssembly", draw)
    diagram = ag.draw(slides_neuron())
    for made in (diagram.svg, diagram.html, ag.walkthrough(slides_neuron()).html):
        assert "w₁" in made()
    assert diagram.png().startswith(b"\x89PNG")
    assert asked == ["svg"] * 5  # a walkthrough has two pictures
    register("better", lambda dot, file_format: b"<svg/>")
    assert [program.name for program in layout.layout_programs()][:2] == ["better", "WebAssembly"]
    register("better", None)
    register("WebAssembly", None)
    assert next(layout.layout_programs()).name == graphviz.name


@pytest.mark.parametrize(
    ("run", "problem"),
    [
        (lambda dot, file_format: "<svg/>", r"bytes of svg are needed, got '<svg/>' \(str\)"),
        (lambda dot, file_format: b"", "bytes of svg are needed, got b''"),
        (lambda dot: b"<svg/>", "takes 1 positional argument"),
        (lambda dot, file_format: 1 / 0, "division by zero"),
        (lambda dot, file_format: next(iter(())), r"StopIteration\(\)"),  # which says nothing
    ],
)
def test_a_function_that_fails_is_named(run, problem):
    register("mine", run)
    with pytest.raises(layout.LayoutError, match=f"mine failed: .*{problem}"):
        ag.draw(Value(1.0)).svg()


def test_a_function_that_has_its_own_time_limit():
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    register("mine", lambda dot, file_format: subprocess.check_output(sleeping, timeout=0.2))
    with pytest.raises(layout.LayoutError, match=r"mine did not finish the layout in 0\.2 s"):
        ag.draw(Value(1.0)).svg()


def test_a_function_may_be_registered_while_others_are_looked_for():
    register("mine", lambda dot, file_format: b"<svg/>")
    programs = layout.layout_programs()
    next(programs)
    register("another", lambda dot, file_format: b"<svg/>")  # as another thread does
    assert "another" not in [program.name for program in programs]


@pytest.mark.parametrize(
    ("arguments", "error", "problem"),
    [
        ((3, print), TypeError, "name: a str is needed"),
        (("mine", "dot"), TypeError, "run: a function is needed"),
    ],
)
def test_what_cannot_be_registered_is_named(arguments, error, problem):
    with pytest.raises(error, match=problem):
        register(*arguments)
    assert not layout._REGISTERED


@pytest.mark.parametrize("listed", ["bin/graphviz-pure", "../../bin/graphviz-pure"])
def test_graphviz_pure_is_found_where_pip_puts_it(tmp_path, monkeypatch, listed):
    """In an environment its list of files says where; with --target the program has moved."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "x.dist-info").mkdir()
    program = tmp_path / "bin/graphviz-pure"
    (tmp_path / "x.dist-info/RECORD").write_text(f"x.dist-info/RECORD,,\n{listed},,\n")
    package = metadata.Distribution.at(tmp_path / "x.dist-info")
    monkeypatch.setattr(metadata, "distribution", lambda name: package)
    assert layout._graphviz_pure() is None
    program.touch()
    assert Path(layout._graphviz_pure()) == program


def test_notebooks_and_those_who_edit():
    diagram = ag.draw(Value(1.0, "x") + 1)
    shown = diagram._repr_mimebundle_()["image/svg+xml"]
    assert shown.replace(' style="max-width: 100%; height: auto"', "") == diagram.svg() != shown
    assert isinstance(diagram.digraph, graphviz.Digraph)
    diagram.digraph.attr(label="a title")
    assert "a title" in texts(diagram.svg())
    assert repr(diagram) == "<Diagram of 3 nodes>"
    assert diagram.html().count('<svg role="img"') == 1


# Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"theme": "neon"},
            f"theme: got 'neon'; choose one of {', '.join(THEMES)}",
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


@pytest.mark.parametrize("show", [ag.draw, ag.explain, ag.walkthrough])
@pytest.mark.parametrize(
    ("root", "advice"),
    [
        (None, "is a return missing"),
        ("x*y", r"pass what ag\.parse\(text\) returns"),
        (ag.nn.MLP(2, [1], rng=0), "call it: pass its result"),
        (ag.compile(ag.sin), "call it: pass its result"),
        ([Value(1.0)], "pass one of these, or their sum"),
        ({"loss": Value(1.0)}, "pass one of these, or their sum"),
        (np.array([Value(1.0)]), "pass one of these, or their sum"),
        (1.0, "pass one result, computed from Values"),
        (np.float64(1.0), "pass one result, computed from Values"),
        (np.array(1.0), "pass one result, computed from Values"),
    ],
    ids=repr,
)
def test_what_is_no_value_is_told_what_to_pass(show, root, advice):
    with pytest.raises(TypeError, match=rf"(?s)^root: a Value is needed, got .*; .*{advice}"):
        show(root)


def test_a_leaf_alone():
    assert texts(ag.draw(Value(2.5)).svg(), SLIDES.forward)[0] == "2.5"


def test_pygraphviz_runs_in_a_process_of_its_own():
    assert "pygraphviz" not in sys.modules
    assert subprocess.run([sys.executable, "-c", "import autograd_lite"], check=True)
