"""What errors say where NumPy's own code would lose gradients: what to write in its place."""

import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

import numpy as np

from autograd_lite import namesakes
from autograd_lite.inputs.callers import called_in
from autograd_lite.parsing import spoken

_DOOR: Final = __name__.partition(".")[0]


def refuse(ufunc: np.ufunc) -> NoReturn:
    """Say that a ufunc has no row."""
    name = ufunc.__name__
    way = _way(name) or "write it with those that are there"
    raise TypeError(
        f"{name}: no operation of the table is known by this ufunc, and plain numbers would lose "
        f"the gradient; {way}, or make it an operation with ag.custom_gradient, or ask for the "
        "number itself with v.data"
    )


def refusal(function: Callable[..., Any]) -> TypeError:
    """The error of a function whose own code takes plain numbers."""
    name = function.__name__
    room = function.__module__.removeprefix("numpy").lstrip(".")
    way = _way(f"{room}.{name}" if room else name) or "write it with what the table has"
    return TypeError(
        f"{name}: NumPy's own code for it takes plain numbers, which would lose the gradient; "
        f"{way}, make it an operation with ag.custom_gradient, or ask for the numbers themselves "
        "with v.data"
    )


def refuse_in_scipy(error: TypeError) -> None:
    """Say what to write in place of a function of SciPy's, in whose code a ufunc failed."""
    name = called_in("scipy", sys._getframe(1))
    if way := name and _way(name):
        raise TypeError(
            f"{name}: SciPy's own code for it takes plain numbers; {way}, or ask for the numbers "
            "themselves with v.data"
        ) from error


def _way(path: str) -> str:
    """What to write, if this library has a function of the same name in the same room."""
    if of_python := namesakes.INSTEAD.get(f"math.{path}"):
        return f"write {of_python}"
    known = spoken.INSTEAD.get(path, path)  # as SciPy has expit
    found: Any = sys.modules[_DOOR]
    for part in known.partition("(")[0].split("."):
        if part not in getattr(found, "__all__", ()):
            return ""
        found = getattr(found, part)
    return f"write ag.{known}"
