"""The doors that load what they show when it is used, for type checkers: their __init__.pyi."""

from importlib import import_module
from pathlib import Path

#: packages whose names stand in ``PLACES``
PACKAGES = [
    "autograd_lite",
    "autograd_lite.nn",
    "autograd_lite.testing",
    "autograd_lite.viz",
    "autograd_lite.viz.plots",
]

HEADER = '''\
"""What the door shows: made from the places that it names, by ``make rules``.

A test demands that these are they.
"""

'''


def stub(package: str) -> str:
    """The imports of all that a door shows."""
    door = import_module(package)
    lines = []
    for module, names in sorted(door.PLACES.items()):
        room, _, own = module.rpartition(".")
        shown = [(module, name) for name in sorted(names.split())] or [(room, own)]
        lines += [f"from {place} import {name} as {name}\n" for place, name in shown]
    if "__version__" in door.__all__:
        lines.append("\n__version__: str\n")
    return f"{HEADER}{''.join(lines)}\nPLACES: dict[str, str]\n__all__ = {door.__all__!r}\n"


def texts() -> dict[Path, str]:
    """What stands in each of the files."""
    found = {package: import_module(package).__file__ for package in PACKAGES}
    return {Path(str(file)).with_suffix(".pyi"): stub(package) for package, file in found.items()}
