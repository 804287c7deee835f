"""The engine: its rules are those of the table, and compiled it gives the same bits."""

import dataclasses
import math
import os
import random
import shutil
import subprocess
import sys
import types
from pathlib import Path

import engine_report
import make_doors
import make_methods
import make_reference
import make_rules
import make_types
import misuse
import pytest

from autograd_lite import engine
from autograd_lite.engine import rules, sources
from autograd_lite.graph import backpropagate
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

ROOT = Path(__file__).parents[1]
NATIVE = engine.engine_info().name == "native"


def test_the_rules_are_made_from_the_table():
    """Otherwise run ``make rules``."""
    assert make_rules.PATH.read_text(encoding="utf-8") == make_rules.text()


SINGLE = (make_rules, make_types, make_methods, make_reference)
MADE = [path.relative_to(ROOT) for path in (*(each.PATH for each in SINGLE), *make_doors.texts())]


def make_all(checkout):
    """Run the tool in a checkout."""
    return subprocess.run(
        [sys.executable, "tools/make_all.py"],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path):
    for folder in ("autograd_lite", "tools", "docs"):
        without = shutil.ignore_patterns("_native", "__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=without)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("rules", [None, "no Python", "from autograd_lite.primitives import gone"])
def test_they_are_made_whatever_the_old_ones_say(rules, checkout):
    """As after a row of the table got another name."""
    for path in MADE:
        checkout.joinpath(path).unlink()
    if rules:
        checkout.joinpath(MADE[0]).write_text(rules)
    assert make_all(checkout).stderr == ""
    for path in MADE:
        assert checkout.joinpath(path).read_bytes() == ROOT.joinpath(path).read_bytes()


def test_if_they_cannot_be_made_the_old_ones_stay(checkout):
    for path in MADE:
        checkout.joinpath(path).write_text("the old one")
    choices = checkout.joinpath("autograd_lite", "primitives", "choices.py")
    choices.write_text(choices.read_text(encoding="utf-8") + "abs.gone\n", encoding="utf-8")
    assert "no attribute 'gone'" in make_all(checkout).stderr
    assert {checkout.joinpath(path).read_text() for path in MADE} == {"the old one"}


def same(one, other):
    """Equal bits; every nan is one."""
    return one.hex() == other.hex()


def operands(n, rng):
    numbers = [*engine_report.SPECIAL, math.nan, *(rng.gauss(0.0, 3.0) for _ in range(10))]
    return [rng.choice(numbers) for _ in range(n)]


def differences(record, operation):
    """At which operands the engine's rule of an operation gives other bits than the record."""
    rng = random.Random(0)
    for _ in range(300):
        numbers = operands(engine_report.count(operation, rng), rng)
        out = record.forward(FLOATS, *numbers)
        expected = [out, out, *record.gradients(FLOATS, out, *numbers)]
        nodes = tuple(map(engine.constant, numbers))
        node = engine.record(operation, nodes)
        found = [engine.evaluate(operation, nodes).data, node.data, *node.local_gradients]
        if not all(same(*pair) for pair in zip(found, expected, strict=True)):
            yield numbers


@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE)
def test_a_rule_gives_the_bits_of_its_record(operation):
    assert list(differences(operation, operation)) == []


def test_a_rule_that_differs_by_one_bit_is_noticed():
    sigmoid = TABLE["sigmoid"]

    def gradients(m, out, x):
        (local,) = sigmoid.gradients(m, out, x)
        return (math.nextafter(local, 1.0),)

    changed = dataclasses.replace(sigmoid, gradients=gradients)
    assert len(list(differences(changed, sigmoid))) > 200


def test_an_operation_of_ones_own_has_the_rule_of_its_record():
    twice = Operation(
        "twice",
        "twice(x): 2x.",
        "2",
        "2{}".format,
        forward=lambda m, x: 2.0 * x,
        gradients=lambda m, out, x: (2.0,),
    )
    assert engine.rule_of(twice).one(3.0) == (6.0, 2.0)


def test_a_value_alone_needs_no_gradients():
    def refuse(*_):
        raise AssertionError("nobody asked for gradients")

    for row, numbers in ((TABLE["tanh"], [0.5]), (TABLE["multiply"], [0.5, 3.0])):
        own = dataclasses.replace(row, gradients=refuse)
        found = engine.evaluate(own, tuple(map(engine.constant, numbers)))
        assert found.data == row.forward(FLOATS, *numbers)
        assert (found.parents, found.differentiable) == ((), False)


def test_nor_does_it_compute_those_that_take_long():
    quick = {row.name for row in rules.WITH_CHEAP_GRADIENTS}
    assert quick >= {"add", "divide", "power", "exp", "tanh", "sigmoid", "relu", "linear"}
    assert quick.isdisjoint({"beta", "digamma", "polygamma", "j1", "gamma"})


@pytest.mark.parametrize("seed", range(50))
def test_the_pass_in_the_fields_of_the_nodes_gives_what_the_one_in_a_dictionary_does(seed):
    _, root = engine_report.random_graph(random.Random(seed))
    expected = backpropagate(root, 0.75)
    root.backward(0.75)
    assert all(same(node.grad, gradient) for node, gradient in expected.items())


def run(script, *arguments, engine_name):
    """What a script of this folder prints when it runs on the engine of that name."""
    done = subprocess.run(
        [sys.executable, script.__file__, *arguments],
        env=os.environ | {engine.VARIABLE: engine_name, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_no_misuse_crashes_the_interpreter():
    name = engine.engine_info().name
    assert run(misuse, "40", engine_name=name) == [f"40 programs on the engine {name}"]


@pytest.mark.slow
@pytest.mark.skipif(not NATIVE, reason="the native engine does not run")
def test_both_engines_agree_bit_for_bit():
    native, python = (run(engine_report, engine_name=name) for name in ("native", "python"))
    assert len(native) > 10_000
    assert [pair for pair in zip(native, python, strict=True) if pair[0] != pair[1]] == []


# Which engine runs ----------------------------------------------------------------------------


@pytest.fixture
def native(monkeypatch):
    """A stand-in for the package of compiled modules."""
    package = types.ModuleType("autograd_lite._native")
    package.DIGEST = sources.digest()
    passes = types.ModuleType("autograd_lite._native.passes")
    monkeypatch.setitem(sys.modules, package.__name__, package)
    monkeypatch.setitem(sys.modules, passes.__name__, passes)
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    return package


def test_the_native_engine_runs_where_it_was_compiled(native):
    assert engine._choose() == ("native", "compiled by mypyc")


def test_either_can_be_asked_for(native, monkeypatch):
    monkeypatch.setenv(engine.VARIABLE, "python")
    assert engine._choose() == ("python", "AUTOGRAD_LITE_ENGINE asks for it")
    monkeypatch.setenv(engine.VARIABLE, "native")
    assert engine._choose().name == "native"
    monkeypatch.setenv(engine.VARIABLE, "C++")
    with pytest.raises(ValueError, match=r"native, python or auto is needed, got 'C\+\+'"):
        engine._choose()


def test_an_engine_compiled_from_other_sources_does_not_run(native, monkeypatch):
    native.DIGEST += 1
    assert engine._choose().name == "python"
    assert "other sources: install the package again" in engine._choose().reason
    monkeypatch.setenv(engine.VARIABLE, "native")
    with pytest.raises(ImportError, match="asks for the native engine, but it was compiled from"):
        engine._choose()


def test_where_there_are_no_sources_none_have_changed(native, monkeypatch, tmp_path):
    """As in an archive, or where byte code alone was installed."""
    monkeypatch.setattr(sources, "paths", lambda: [tmp_path / "archive.zip" / "node.py"])
    assert engine._choose().name == "native"


def test_an_engine_that_could_not_be_compiled_says_why(native):
    native.FAILURE = "there was no C compiler"
    assert engine._choose().name == "python"
    assert engine._choose().reason.endswith("installed: there was no C compiler")


def test_a_missing_engine_is_no_error_unless_it_was_asked_for(native, monkeypatch):
    monkeypatch.setitem(sys.modules, "autograd_lite._native.passes", None)
    assert engine._choose().name == "python"
    assert "does not load" in engine._choose().reason
    monkeypatch.setitem(sys.modules, "autograd_lite._native", None)
    assert engine._choose() == ("python", "it was not compiled when the package was installed")
