"""Doors: packages that show exactly what is public, and load it when it is first used."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from autograd_lite.system.collector import collector_paused
from autograd_lite.system.elsewhere import here

Door = tuple[list[str], Callable[[str], object], Callable[[], list[str]]]


def door(
    package: str,
    places: Mapping[str, str],
    hint: Callable[[str], str] = lambda name: "",
    **extras: str,
) -> Door:
    """The ``__all__``, ``__getattr__`` and ``__dir__`` of a package.

    ``places`` has the public names, with spaces between them, by the module that they are in; a
    module without any is public itself. ``extras`` are packages that it can be installed without,
    each with the extra that brings it: one is asked for, and missed, when a name needs it, so that
    the door itself can be imported, listed and documented without. ``hint`` says what else there is
    where an error says that there is no such name.

    >>> public, get, show = door(__name__, {"pathlib": "Path PurePath", "xml.dom": ""})
    >>> public, get("Path").__name__, get("dom").__name__
    (['Path', 'PurePath', 'dom'], 'Path', 'xml.dom')
    """
    module_of = {name: module for module, names in places.items() for name in names.split()}
    room_of = {name.rpartition(".")[2]: name for name, names in places.items() if not names}
    public = sorted(module_of | room_of)

    def get(name: str) -> object:
        if name in room_of:
            return import_module(room_of[name])
        if name not in module_of:
            special = name.startswith("_")  # as those that tools look for
            other = "" if special else here(package, name) or hint(name)
            problem = f"module {package!r} has no attribute {name!r}{other}"
            raise AttributeError(problem, name=name, obj=sys.modules[package])
        try:
            with collector_paused():
                found: object = getattr(import_module(module_of[name]), name)
        except ModuleNotFoundError as error:
            missing = str(error.name).partition(".")[0]
            if missing not in extras:
                raise  # it is there, but broken
            command = f'pip install "autograd_lite[{extras[missing]}]"'
            raise ModuleNotFoundError(
                f"{missing} is needed; run: {command}", name=missing
            ) from error
        setattr(sys.modules[package], name, found)  # it is there at once the next time
        return found

    return public, get, lambda: [*public]
