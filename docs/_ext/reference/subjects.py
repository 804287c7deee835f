"""What is public, by subject: every page of the reference, and which names it has.

A subject has the places of its names, as the doors have them (``PLACES``); so a new name in a known
place comes by itself, and one in a new place belongs to no subject, which a test does not allow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from make_reference import DOORS

from autograd_lite.primitives.operation import Operation

#: by the file of a page: its title, and its places
SUBJECTS = {
    "values": (
        "Values and graphs",
        "autograd_lite.value autograd_lite.graph autograd_lite.modes autograd_lite.engine",
    ),
    "calculus": ("Derivatives of functions", "autograd_lite.calculus"),
    "several-numbers": (
        "Functions of several numbers",
        "autograd_lite.functions autograd_lite.objectives autograd_lite.incomplete",
    ),
    "numerics": ("Equations, interpolation, polynomials", "autograd_lite.numerics"),
    "linalg": ("Linear algebra", "autograd_lite.linalg autograd_lite.elimination"),
    "compiling": ("Compiled functions", "autograd_lite.compiler"),
    "expressions": ("Expressions as text", "autograd_lite.parsing"),
    "modules": (
        "Neurons, layers, networks",
        "autograd_lite.nn autograd_lite.nn.module autograd_lite.nn.modules autograd_lite.nn.init",
    ),
    "costs": (
        "Costs, penalties, metrics",
        "autograd_lite.nn.losses autograd_lite.nn.metrics autograd_lite.nn.penalties",
    ),
    "optimizers": (
        "Optimizers and schedules",
        "autograd_lite.nn.optimizers autograd_lite.nn.schedules",
    ),
    "training": (
        "Training, saving, pages that train",
        "autograd_lite.nn.training autograd_lite.nn.run autograd_lite.nn.evaluators "
        "autograd_lite.nn.history autograd_lite.nn.files autograd_lite.nn.layouts "
        "autograd_lite.nn.pages autograd_lite.nn.batches "
        "autograd_lite.viz.pages.model autograd_lite.playgrounds",
    ),
    "pictures": (
        "Pictures, explanations, decks",
        "autograd_lite.viz autograd_lite.viz.diagram autograd_lite.viz.story "
        "autograd_lite.viz.batch autograd_lite.viz.pages autograd_lite.viz.words",
    ),
    "plots": ("Plots", "autograd_lite.viz.plots"),
    "datasets": ("Data sets", "autograd_lite.datasets"),
    "testing": ("Testing gradients", "autograd_lite.testing"),
    "own-operations": ("Operations as records", "autograd_lite.primitives.operation"),
}


@dataclass(frozen=True)
class Entry:
    """A public thing: under which name it is found from a door, and where it lies."""

    door: str
    name: str
    thing: Any
    place: str

    @property
    def full_name(self) -> str:
        """The name with the module that it is documented under."""
        return f"{DOORS[self.door]}.{self.name}"

    @property
    def is_row(self) -> bool:
        """Whether it is an operation, which has a page of operations."""
        return isinstance(self.thing, Operation)


@cache
def entries() -> tuple[Entry, ...]:
    """All that the doors show, modules left out that are doors themselves."""
    return tuple(found())


def found() -> Iterator[Entry]:
    """Go through the doors."""
    for door, module_name in DOORS.items():
        module = import_module(module_name)
        places = {
            name: place
            for place, names in getattr(module, "PLACES", {}).items()
            for name in names.split()
        }
        for name in module.__all__:
            thing = getattr(module, name)
            if not isinstance(thing, ModuleType) and name != "__version__":
                yield Entry(door, name, thing, places.get(name, module_name))


def place_of(entry: Entry) -> str | None:
    """The longest place of a subject that the place of a thing begins with."""
    place = entry.place
    if place == "autograd_lite.viz":  # a door behind a door
        places = import_module(place).PLACES
        place = next(each for each, names in places.items() if entry.name in names.split())
    known = {each for _, places in SUBJECTS.values() for each in places.split()}
    while place and place not in known:
        place = place.rpartition(".")[0]
    return place or None


def subject(entry: Entry) -> str | None:
    """The subject of a thing, as the file of its page."""
    place = place_of(entry)
    return next((file for file, (_, known) in SUBJECTS.items() if place in known.split()), None)
