"""One run of a function that is checked: its variables, and its outputs, all of them numbers."""

import reprlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.floats import real
from autograd_lite.inputs.trees import leaves, paths, rebuild
from autograd_lite.testing.verdict import GradientError, UncheckedError
from autograd_lite.trace import Run
from autograd_lite.value import Value


class Recording:
    """A run of ``f`` on Values in place of ``numbers`` in the structure of ``args``."""

    def __init__(
        self, f: Callable[..., Any], args: Sequence[Any], numbers: Sequence[float]
    ) -> None:
        run = Run(f, tuple(rebuild(args, numbers)), {}, range(len(args)))
        self.variables: list[Value] = run.variables
        #: Values, and plain numbers as floats
        self.outputs: list[Value | float] = outputs(run.out)
        self.numbers: list[float] = [x.data if isinstance(x, Value) else x for x in self.outputs]


def repeated(before: Sequence[float], now: Sequence[float], place: str) -> None:
    """Raise GradientError if two runs with the same arguments gave different numbers."""
    if not np.array_equal(before, now, equal_nan=True):
        raise GradientError(
            f"f is not deterministic: {place} gave {_short(before)} and then {_short(now)}; make "
            "its random numbers anew from one seed in every call, and let it keep nothing from one "
            "call to the next"
        )


def _short(numbers: Sequence[float]) -> str:
    return reprlib.repr(numbers[0] if len(numbers) == 1 else list(numbers))


def plain_numbers(args: Sequence[Any]) -> list[float]:
    """The numbers in the arguments, also those of Values; UncheckedError if there are none."""
    places = [f"args{path}" for path in paths(args)]
    found = [
        x.data if isinstance(x, Value) else real(x, place)
        for x, place in zip(leaves(args), places, strict=True)
    ]
    if not found:
        raise UncheckedError(
            "nothing was checked: there is no number among the arguments; pass those at which the "
            "derivatives are to be checked, after f"
        )
    return found


def outputs(tree: Any) -> list[Value | float]:
    """The numbers that a function returned; UncheckedError for anything else."""
    found = [x.item() if getattr(x, "ndim", None) == 0 else x for x in leaves(tree)]
    if not found:
        raise UncheckedError(f"nothing was checked: f returned {tree!r}, without a number in it")
    return [_number(x, path) for x, path in zip(found, paths(tree), strict=True)]


def _number(x: Any, path: str) -> Value | float:
    if isinstance(x, Value):
        return x
    what = f"f(...){path}"
    if x is None:
        raise UncheckedError(f"nothing was checked: {what} is None; is a return missing in f?")
    try:
        return real(x, what)
    except TypeError:
        raise UncheckedError(
            f"nothing was checked: {what} is {reprlib.repr(x)} ({type(x).__name__}), no number; "
            "return what is to be differentiated alone"
        ) from None
