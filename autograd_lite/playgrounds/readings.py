"""What is read off a network over and over: functions of many rows, compiled once."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from autograd_lite.compiler import compile
from autograd_lite.engine import Leaves
from autograd_lite.modes import no_grad
from autograd_lite.nn.module import numbers
from autograd_lite.playgrounds.clouds import Array
from autograd_lite.value import Value

Function = Callable[..., Any]
Arrays = Sequence[Array]
Gradient = dict[Value, float]


class Reader(Protocol):
    """How functions of the numbers of a row, and of the parameters of a network, are read."""

    def rows(self, function: Function, arrays: Arrays) -> Callable[[], list[Array]]:
        """A function that returns several results, as one that returns an array for each."""

    def mean(self, function: Function, arrays: Arrays) -> Callable[[], float]:
        """A function that returns one number, as one that returns its mean over the rows."""

    def slope(
        self, function: Function, arrays: Arrays, values: Sequence[Value]
    ) -> Callable[[], Gradient]:
        """The gradient of that mean by Values."""


class _Bound:
    """A compiled call that takes the numbers which parameters have at the time."""

    def __init__(self, function: Any, arrays: Arrays, method: str = "value") -> None:
        self.call = function.bind(*arrays, method=method)
        self._leaves = Leaves(self.call.values)

    def __call__(self) -> Any:
        self.call.parameters[...] = np.frombuffer(self._leaves.numbers(), "<f8")
        return self.call()


class CompiledReader:
    """Reads by compiled code."""

    def rows(self, function: Function, arrays: Arrays) -> Callable[[], list[Array]]:
        """As the protocol has it. The arrays are those of the call before, written anew."""
        return _Bound(compile(function, in_axes=0), arrays)

    def mean(self, function: Function, arrays: Arrays) -> Callable[[], float]:
        """As the protocol has it."""
        bound = _Bound(compile(function, in_axes=0, reduce="mean"), arrays)
        return lambda: float(bound())

    def slope(
        self, function: Function, arrays: Arrays, values: Sequence[Value]
    ) -> Callable[[], Gradient]:
        """As the protocol has it."""
        bound = _Bound(compile(function, in_axes=0, reduce="mean"), arrays, "backward")

        def read() -> Gradient:
            _, gradient = bound()
            found = dict(zip(bound.call.values, gradient.tolist(), strict=True))
            return {value: found.get(value, 0.0) for value in values}

        return read


class EagerReader:
    """Reads row by row on Values, for a network that cannot be compiled."""

    def rows(self, function: Function, arrays: Arrays) -> Callable[[], list[Array]]:
        """As the protocol has it."""

        def read() -> list[Array]:
            with no_grad():
                found = [numbers(function(*row)) for row in _rows(arrays)]
            return [*np.array(found, float).T]

        return read

    def mean(self, function: Function, arrays: Arrays) -> Callable[[], float]:
        """As the protocol has it."""

        def read() -> float:
            with no_grad():
                return float(np.mean([function(*row).data for row in _rows(arrays)]))

        return read

    def slope(
        self, function: Function, arrays: Arrays, values: Sequence[Value]
    ) -> Callable[[], Gradient]:
        """As the protocol has it. What the Values have as their gradients is lost."""

        def read() -> Gradient:
            for value in values:
                value.zero_grad()
            for row in _rows(arrays):
                function(*row).backward(1.0 / len(arrays[0]))
            found = {value: value.grad for value in values}
            for value in values:
                value.zero_grad()
            return found

        return read


def _rows(arrays: Arrays) -> Any:
    return zip(*(array.tolist() for array in arrays), strict=True)
