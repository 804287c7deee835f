"""The reference, docs/reference/names.md: a line for everything that a door shows."""

import inspect
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from autograd_lite.primitives.operation import Operation

PATH = Path(__file__).parents[1] / "docs" / "reference" / "names.md"
#: the doors, and the names by which they are known
DOORS = {
    "ag": "autograd_lite",
    "ag.linalg": "autograd_lite.linalg",
    "ag.nn": "autograd_lite.nn",
    "ag.nn.init": "autograd_lite.nn.init",
    "ag.nn.schedules": "autograd_lite.nn.schedules",
    "ag.plots": "autograd_lite.viz.plots",
    "ag.testing": "autograd_lite.testing",
    "ag.testing.strategies": "autograd_lite.testing.strategies",
    "ag.datasets": "autograd_lite.datasets",
}

HEADER = """\
# Every name in one line

Everything that can be named from the doors, with `import autograd_lite as ag`: made by `make rules`
from the docstrings, which say more (`help(ag.grad)`).
"""
#: those whose ``repr`` is what people would write
PLAIN = (int, float, str, tuple, type(None))


class Ellipsis:
    """A default that is too long to show."""

    def __repr__(self) -> str:
        return "…"


def public(door: str) -> dict[str, Any]:
    """What a door shows, by its name."""
    module = import_module(DOORS[door])
    return {name: getattr(module, name) for name in module.__all__ if name != "__version__"}


def kind(thing: Any) -> str:
    """The section that a public thing belongs to."""
    if isinstance(thing, Operation):
        return "Operations"
    if isinstance(thing, ModuleType):
        return "Rooms"
    if not callable(thing):
        return "Tables"
    if not inspect.isclass(thing):
        return "Functions"
    return "Errors" if issubclass(thing, Exception) else "Classes"


def heading(door: str, name: str, thing: Any) -> str:
    """The name, with the parameters of functions, and of the classes of networks."""
    if kind(thing) == "Functions" or (kind(thing) == "Classes" and door == "ag.nn"):
        return f"{name}{inspect.Signature(map(bare, inspect.signature(thing).parameters.values()))}"
    return name


def bare(parameter: inspect.Parameter) -> inspect.Parameter:
    """The parameter without its type."""
    given = parameter.default
    short = given is parameter.empty or (isinstance(given, PLAIN) and len(repr(given)) < 40)
    return parameter.replace(annotation=parameter.empty, default=given if short else Ellipsis())


def summary(thing: Any) -> str:
    """The first paragraph of the docstring, in one line; the keys of a table."""
    if isinstance(thing, Mapping):
        return ", ".join(f"`{name}`" for name in thing)
    paragraph = inspect.cleandoc(thing.__doc__).partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("|", r"\|")


def section(door: str) -> str:
    """What a door shows, in a table for each kind."""
    rows: dict[str, list[str]] = {}
    for name, thing in public(door).items():
        row = f"| `{heading(door, name, thing)}` | {summary(thing)} |"
        rows.setdefault(kind(thing), []).append(row)
    tables = [
        "\n".join([f"### {title}", "", "| | |", "| --- | --- |", *rows[title]])
        for title in sorted(rows)
    ]
    return "\n\n".join([f"## {door}", summary(import_module(DOORS[door])), *tables])


def text() -> str:
    """What stands in the file."""
    return "\n".join([HEADER, "\n\n".join(map(section, DOORS)), ""])
