"""The doors: what they show is what there is, can be named, is documented, and nothing else."""

import ast
import doctest
import inspect
import pickle
import re
import subprocess
import sys
from importlib import import_module

import make_reference
import pytest
from make_reference import DOORS, kind, public
from test_imports import FILES

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.primitives.operation import Operation
from autograd_lite.system.elsewhere import ELSEWHERE

SHOWN = [(door, name) for door in DOORS for name in public(door)]
CLASSES = [(d, n) for d, n in SHOWN if kind(public(d)[n]) in ("Classes", "Errors")]


@pytest.mark.parametrize("door", DOORS)
def test_a_door_shows_exactly_what_is_public(door):
    """Before and after the names that load later were used: `public` has used all of them."""
    module = import_module(DOORS[door])
    assert dir(module) == sorted(module.__all__) == module.__all__
    fresh = f"import {DOORS[door]} as door; print(*dir(door))"
    done = subprocess.run([sys.executable, "-c", fresh], capture_output=True, text=True, check=True)
    assert done.stdout.split() == module.__all__


@pytest.mark.parametrize("door", ["ag", "ag.nn", "ag.plots", "ag.testing"])
def test_nothing_else_lies_in_a_door(door):
    """But for rooms that were imported, which Python puts there."""
    module = import_module(DOORS[door])
    others = vars(module).keys() - {*module.__all__, "TYPE_CHECKING", "PLACES", "door"}
    rooms = {name.rpartition(".")[2] for name in FILES if name.startswith(f"{DOORS[door]}.")}
    assert {name for name in others - rooms if not name.startswith("_")} == set()


def test_a_star_import_brings_all_of_it():
    names = {}
    exec("from autograd_lite import *", names)
    assert names.keys() - {"__builtins__"} == {*ag.__all__}


@pytest.mark.parametrize("missing", ["matplotlib", "mpmath", "hypothesis", "llvmlite", "tqdm"])
def test_the_door_opens_without_what_is_optional(missing):
    code = f"import sys; sys.modules[{missing!r}] = None; from autograd_lite import *"
    code += "; import autograd_lite as ag, pydoc; help = pydoc.render_doc(ag)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_first_gradient_loads_nothing_that_it_does_not_need():
    """difflib is for names that are wrong, and rooms for NumPy's functions for who asks for one."""
    code = (
        "import sys, numpy as np, autograd_lite as ag\n"
        "ag.compile(lambda x: x[0] * x[1]).value_and_grad(np.array([1.0, 2.0]))\n"
        "print({'difflib', 'autograd_lite.arrays.ufuncs'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_everything_public_stands_in_the_reference():
    """Otherwise run ``make rules``."""
    assert make_reference.PATH.read_text(encoding="utf-8") == make_reference.text()


@pytest.mark.parametrize(("door", "name"), CLASSES)
def test_classes_bear_the_name_by_which_people_find_them(door, name):
    thing = public(door)[name]
    assert (thing.__module__, thing.__qualname__) == (DOORS[door], name)
    assert pickle.loads(pickle.dumps(thing)) is thing


@pytest.mark.parametrize(("door", "name"), CLASSES)
def test_the_examples_of_classes_run(door, name):
    """pytest looks for them in the module that a class names, and not where it is written."""
    names = {**vars(ag), **public("ag"), **public("ag.nn"), **public(door), "ag": ag}
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder().find(public(door)[name], name, globs=names):
        assert runner.run(test).failed == 0


def classes_in(annotation):
    """The names of classes in an annotation, which may be a string and known to checkers alone."""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return {*re.findall(r"\b[A-Z]\w+", text or repr(annotation))}


def test_every_class_that_a_public_function_returns_can_be_named():
    named = {name for door in DOORS for name in public(door)}
    ours = {
        node.name
        for path in FILES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    functions = [thing for d, n in SHOWN if inspect.isfunction(thing := public(d)[n])]
    returned = {f: classes_in(inspect.get_annotations(f).get("return")) & ours for f in functions}
    assert {"Diagram", "Walkthrough", "Compiled", "History"} <= set().union(*returned.values())
    assert {f.__name__: found - named for f, found in returned.items() if found - named} == {}


def test_a_name_that_is_not_there_suggests_one_that_is():
    with pytest.raises(
        AttributeError, match="module 'autograd_lite' has no attribute 'sigmod'"
    ) as found:
        ag.sigmod  # noqa: B018  # looking is enough
    assert found.value.obj is ag  # from which Python makes its suggestion


def test_a_name_from_elsewhere_is_translated():
    with pytest.raises(AttributeError, match=r"no attribute 'expit'; write sigmoid\(x\)"):
        ag.expit  # noqa: B018
    for name, text in ELSEWHERE["autograd_lite"].items():
        with pytest.raises(AttributeError, match=re.escape(f"no attribute {name!r}; {text}")):
            getattr(ag, name)
    for name, text in ELSEWHERE["nn"].items():
        with pytest.raises(AttributeError, match=re.escape(f"no attribute {name!r}; {text}")):
            getattr(ag.nn, name)
    optimizer = ag.nn.SGD([Value(1.0)])
    with pytest.raises(AttributeError, match=r"'SGD' .*'zero_grad'; write model\.zero_grad\(\)"):
        optimizer.zero_grad()
    assert not hasattr(optimizer, "zero")
    assert not ELSEWHERE["autograd_lite"].keys() & {*ag.__all__}
    assert not ELSEWHERE["nn"].keys() & {*ag.nn.__all__}
    with pytest.raises(AttributeError, match=r"no attribute '__expit__'$"):
        ag.__expit__  # noqa: B018


def test_every_operation_of_the_door_is_one():
    rows = {name for name, thing in public("ag").items() if isinstance(thing, Operation)}
    assert rows
    assert all(getattr(ag, name).is_row for name in rows)
