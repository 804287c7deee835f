"""What the package asks for on this machine, as its own metadata say."""

import re
from collections.abc import Iterator
from importlib import metadata

PACKAGE = "autograd_lite"


def requirements() -> Iterator[tuple[str, str]]:
    """The packages that are asked for here, each with the extra that brings it, or an empty name.

    None, if this package runs from a folder; packaging alone, if that is missing.
    """
    try:
        from packaging.requirements import Requirement  # when it is needed: this takes 50 ms

        wishes = [Requirement(line) for line in metadata.requires(PACKAGE) or []]
    except metadata.PackageNotFoundError:
        return
    except ModuleNotFoundError:
        yield "packaging", ""  # which reads what the others are
        return
    for wish in wishes:
        found = re.search(r'extra == "([^"]+)"', str(wish.marker))
        extra = found[1] if found else ""
        if wish.marker is None or wish.marker.evaluate({"extra": extra}):
            yield wish.name, extra


def installation(extra: str) -> str:
    """How to install what an extra brings; nothing, if it is known to bring nothing here."""
    extras = {each for _, each in requirements() if each}
    return f'pip install "{PACKAGE}[{extra}]"' if extra in extras or not extras else ""
