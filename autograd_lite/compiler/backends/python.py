"""The back end that needs nothing: straight-line Python, which is also what people read."""

import math
import re
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from autograd_lite.compiler.backends.protocol import Buffers, Options
from autograd_lite.compiler.backends.source import (
    CHOICE,
    SIGNS,
    Notation,
    Source,
    executable,
    of_floats,
    write,
)
from autograd_lite.compiler.builder import Builder
from autograd_lite.compiler.expansion import expand
from autograd_lite.compiler.program import Program, Step
from autograd_lite.compiler.symbols import BASE, Symbol
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

if TYPE_CHECKING:
    from autograd_lite.compiler.backends.protocol import Array, Arrays

_SIGNS = SIGNS | {"where": Notation("{1} if {0} else {2}", CHOICE)}
_ARITHMETIC = {TABLE[name] for name in ("add", "subtract", "multiply", "negative")}


def source(program: Program, name: str) -> Source:
    """The program as a function that calls operations of the table by their names.

    Formulas of + − × alone, as that of `linear`, are written out.
    """
    steps = [node for node in program.nodes if isinstance(node, Step)]
    called = {
        step.op for step in steps if step.op.is_row and _is_called(step.op, len(step.operands))
    }
    return write(expand(program, called.union(BASE.values())), name, _SIGNS)


@cache
def _is_called(operation: Operation, count: int) -> bool:
    if not _takes_a_flat_list(operation, count):
        return False
    b = Builder()
    operands = [Symbol(b, b.input(f"x{i}")) for i in range(count)]
    operation.forward(b.vocabulary, *operands)
    return any(isinstance(node, Step) and node.op not in _ARITHMETIC for node in b.nodes)


def _takes_a_flat_list(operation: Operation, count: int) -> bool:
    """Whether a call in Python looks as it does in the program."""
    operands = tuple(range(count))
    try:
        return operation.unpack(*operands) == operands
    except TypeError:
        return False


def readable(program: Program, name: str) -> str:
    """The program as source that runs by itself, with its imports."""
    text, calls = source(program, name)
    words = [word for word in ("inf", "nan") if re.search(rf"\b{word}\b", text)]
    imports = [f"from math import {', '.join(words)}"] if words else []
    imports += [f"from autograd_lite import {', '.join(calls)}"] if calls else []
    return "\n".join([*imports, "\n", text] if imports else [text])


def point(program: Program) -> Callable[..., Any]:
    """The program as a function of floats, which returns a tuple, or one float."""
    return of_floats(_function(program))


def _function(program: Program) -> Callable[..., tuple[float, ...]]:
    text, calls = source(program, "compiled")
    return executable(text, {name: getattr(FLOATS, name) for name in calls})


def kernel(program: Program, options: Options) -> "Loop":
    """The program over arrays, row by row."""
    return Loop(program, options)


class Loop:
    """A loop over the rows of a batch."""

    def __init__(self, program: Program, options: Options) -> None:
        self._function, self._mean = _function(program), options.mean
        self._outputs = program.outputs

    def prepare(self, buffers: Buffers) -> Callable[[], Any]:
        """A call that reads and writes these arrays in place."""
        return partial(self._run, buffers)

    def _run(self, buffers: Buffers) -> object:
        import numpy as np

        shared = [x for array in buffers.uniforms for x in array.ravel().tolist()]
        count = buffers.row_count
        parts = [x.reshape(count, math.prod(x.shape[1:])) for x in buffers.columns]
        table = np.hstack([np.empty((count, 0)), *parts])
        found = [self._function(*shared, *row) for row in table.tolist()]
        results = np.array(found).reshape(count, len(self._outputs))
        once = np.array([out.reduced for out in self._outputs], dtype=bool)
        total = results[:, once].sum(axis=0) / (count if self._mean else 1)
        scatter(total, buffers.totals, ())
        scatter(results[:, ~once], buffers.rows, (count,))
        return buffers.answer


def scatter(results: "Array", arrays: "Arrays", leading: tuple[int, ...]) -> None:
    """Distribute results, along their last axis, over arrays one after the other."""
    start = 0
    for array in arrays:
        size = math.prod(array.shape[len(leading) :])
        array[...] = results[..., start : start + size].reshape(array.shape)
        start += size
