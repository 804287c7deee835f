"""Arrows between the files: none makes a circle, and none points upward.

Every import counts: inside functions, for type checkers alone, relative ones, and modules that are
named in a string and loaded later.
"""

import ast
import re
from pathlib import Path

import pytest

import autograd_lite

ROOT = Path(autograd_lite.__file__).parent
#: what may know only what stands above it here, and its own layer
LAYERS = [
    {"special", "system"},
    {"floats", "inputs", "labels", "spelling"},
    {"primitives"},
    {"engine", "parsing"},
    {
        "arrays",
        "comparisons",
        "copies",
        "elimination",
        "functions",
        "graph",
        "incomplete",
        "methods",
        "modes",
        "objectives",
        "namesakes",
        "trace",
        "value",
    },
    {"results"},
    {"linalg"},
    {"calculus"},
    {"numerics"},
    {"compiler"},
    {"viz"},
    {"nn"},
    {"testing"},
    {"datasets", "doctor"},
    {"playgrounds"},
    {""},  # the door
    {"cli", "__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
NAMED = re.compile(r"(autograd_lite(?:\.\w+)+)(?::\w*)?")


def name_of(path):
    """A file as import statements name it."""
    parts = ["autograd_lite", *path.relative_to(ROOT).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in ROOT.rglob("*.py") if "_native" not in path.parts}


def room(module):
    """The first name below the door."""
    return [*module.split("."), ""][1]


def imported(node, package):
    """The modules that a part of a file's syntax tree asks for."""
    if isinstance(node, ast.Import):
        yield from [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        module = ".".join([*above, *filter(None, [node.module])])
        for alias in node.names:
            part = f"{module}.{alias.name}"
            yield part if part in FILES else module
    elif isinstance(node, ast.Constant) and (found := NAMED.fullmatch(str(node.value))):
        yield found[1]


def arrows_of(name, text):
    """The files of the package that a file imports."""
    path = FILES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    nodes = [*ast.walk(ast.parse(text))]
    # a class that says its door does not import it
    doors = {
        node.value
        for node in nodes
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and "__module__" in ast.unparse(node)
    }
    found = {m for node in nodes if node not in doors for m in imported(node, package)}
    return (found & FILES.keys()) - {name}


ARROWS = {name: arrows_of(name, path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def circle(arrows):
    """A circle of files, if there is one."""
    done = set()

    def walk(name, path):
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return None
        done.add(name)
        found = (walk(each, [*path, name]) for each in sorted(arrows[name]))
        return next(filter(None, found), None)

    return next(filter(None, (walk(name, []) for name in sorted(arrows))), None)


def upward(arrows):
    """The arrows from a layer to one that comes after it."""
    return [
        f"{name} imports {each}"
        for name, others in arrows.items()
        for each in others
        if LEVEL[room(each)] > LEVEL[room(name)]
    ]


def test_every_room_has_a_layer():
    assert {room(name) for name in FILES} == LEVEL.keys()


def test_no_circle():
    assert circle(ARROWS) is None


def test_no_arrow_upward():
    assert upward(ARROWS) == []


@pytest.mark.parametrize(
    "planted",
    [
        "from autograd_lite import nn",
        "import autograd_lite.nn.modules",
        "def f():\n    from autograd_lite.nn.modules import MLP",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from autograd_lite.nn import MLP",
        "from .nn import modules",
        "LATER = {'MLP': 'autograd_lite.nn.modules:MLP'}",
    ],
)
def test_an_arrow_upward_is_seen(planted):
    arrows = ARROWS | {"autograd_lite.value": arrows_of("autograd_lite.value", planted)}
    assert [each.split()[0] for each in upward(arrows)] == ["autograd_lite.value"]
    assert circle(arrows)[0] == circle(arrows)[-1]


def listed(package):
    """What the docstring of a package names as ``name``, and what is in it."""
    told = ast.get_docstring(ast.parse(FILES[package].read_text(encoding="utf-8"))) or ""
    inside = {name.rpartition(".")[2] for name in FILES if name.rpartition(".")[0] == package}
    return {*re.findall(r"``(\w+)``", told)} & inside, inside


@pytest.mark.parametrize("package", [name for name in FILES if len(listed(name)[0]) > 1])
def test_a_room_that_lists_what_is_in_it_lists_all_of_it(package):
    told, inside = listed(package)
    assert told == inside
