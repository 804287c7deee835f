"""What the package asks for on this machine, as its own metadata say."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

PACKAGE = "autograd_lite"


class Requirement(NamedTuple):
    """Another package, and the extra that brings it; it comes in any case if that is empty."""

    name: str
    extra: str


def requirements() -> Iterator[Requirement]:
    """The packages that are asked for here; none, if this one runs from a folder."""
    try:
        lines = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        wish, _, marker = line.partition(";")
        extra = re.search(r"""extra == ["']([\w.-]+)["']""", marker)
        required = Requirement(re.split(r"[^\w.-]", wish, maxsplit=1)[0], extra[1] if extra else "")
        if not marker or holds(marker, required.extra):
            yield required


def holds(marker: str, extra: str = "") -> bool:
    """Whether the marker of a requirement (PEP 508) holds on this machine.

    >>> holds("sys_platform == 'nowhere' or extra == 'plot'", "plot")
    True
    """
    known = environment() | {"extra": extra}
    # comparisons of texts in Python's own syntax, from the metadata of this package
    return bool(eval(marker.strip(), {"__builtins__": {}}, known))  # noqa: S307


def environment() -> dict[str, str]:
    """What markers may ask of this machine."""
    return {
        "implementation_name": sys.implementation.name,
        "os_name": os.name,
        "platform_machine": platform.machine(),
        "platform_python_implementation": platform.python_implementation(),
        "platform_system": platform.system(),
        "python_version": "{}.{}".format(*sys.version_info),  # as texts in order from 3.10 to 3.99
        "sys_platform": sys.platform,
    }


def installation(extra: str) -> str:
    """How to install what an extra brings; nothing, if it is known to bring nothing here."""
    extras = {each.extra for each in requirements()}
    return f'pip install "{PACKAGE}[{extra}]"' if extra in extras or not extras else ""
