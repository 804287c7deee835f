"""Doors: packages that show exactly what is public, and load it when it is first used."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def door(
    package: str, public: Sequence[str], later: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package with these public names.

    ``later`` says of those that are not imported with it where they are, as module:name.

    >>> get, show = door("of_paths", ["Path"], {"Path": "pathlib:Path"})
    >>> get("Path").__name__, show()
    ('Path', ['Path'])
    """

    def get(name: str) -> object:
        if name not in later:
            problem = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(problem, name=name, obj=sys.modules.get(package))
        module, _, attribute = later[name].partition(":")
        return getattr(import_module(module), attribute) if attribute else import_module(module)

    def show() -> list[str]:
        return list(public)

    return get, show
