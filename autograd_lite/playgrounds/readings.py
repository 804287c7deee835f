"""What is read off a network over and over: functions of the numbers of a row, compiled once.

They close over the parameters of the network, and are read with the numbers that these have then.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.compiler import compile
from autograd_lite.engine import Leaves
from autograd_lite.nn.arrays import Array
from autograd_lite.value import Value

Function = Callable[..., Any]
Arrays = Sequence[Array]
Gradient = dict[Value, float]


class _Bound:
    """A compiled call that takes the numbers which parameters have at the time."""

    def __init__(self, function: Any, arrays: Arrays, method: str = "value") -> None:
        self.call = function.bind(*arrays, method=method)
        self._leaves = Leaves(self.call.values)

    def __call__(self) -> Any:
        self.call.parameters[...] = np.frombuffer(self._leaves.numbers(), "<f8")
        return self.call()


def over_rows(function: Function, arrays: Arrays) -> Callable[[], list[Array]]:
    """A function that returns several results, as one that returns an array for each.

    The arrays are the same ones with every call.
    """
    return _Bound(compile(function, in_axes=0), arrays)


def mean_of(function: Function, arrays: Arrays) -> Callable[[], float]:
    """A function that returns one number, as one that returns its mean over the rows."""
    bound = _Bound(compile(function, in_axes=0, reduce="mean"), arrays)
    return lambda: float(bound())


def slope_of(function: Function, arrays: Arrays, values: Sequence[Value]) -> Callable[[], Gradient]:
    """The gradient of that mean by Values."""
    bound = _Bound(compile(function, in_axes=0, reduce="mean"), arrays, "backward")

    def read() -> Gradient:
        _, gradient = bound()
        found = dict(zip(bound.call.values, gradient.tolist(), strict=True))
        return {value: found.get(value, 0.0) for value in values}

    return read
