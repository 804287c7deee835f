"""The back end that needs nothing: straight-line Python, as people read it."""

import math
from collections.abc import Callable
from typing import Any

from autograd_lite.compiler.backends.interpreted import Interpreted
from autograd_lite.compiler.backends.protocol import Array, Arrays, Buffers, Kernel, Options
from autograd_lite.compiler.executable import executable
from autograd_lite.compiler.languages import python as source
from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import FLOATS


def point(program: Program, cache: str | None) -> Callable[..., Any]:
    """The program as a function of floats, which returns a tuple, or one float."""
    return source.of_floats(_function(program))


def _function(program: Program) -> Callable[..., tuple[float, ...]]:
    text, calls = source.with_functions(program, "compiled")
    return executable(text, {op.name: getattr(FLOATS, op.name) for op, _ in calls})


def kernel(program: Program, options: Options) -> Kernel:
    """The program over arrays, row by row."""
    function = _function(program)

    def run(buffers: Buffers) -> object:
        import numpy as np

        shared = [x for array in buffers.uniforms for x in array.ravel().tolist()]
        count = buffers.row_count
        parts = [x.reshape(count, math.prod(x.shape[1:])) for x in buffers.columns]
        table = np.hstack([np.empty((count, 0)), *parts])
        found = [function(*shared, *row) for row in table.tolist()]
        results = np.array(found).reshape(count, len(program.outputs))
        once = np.array([out.reduced for out in program.outputs], dtype=bool)
        with np.errstate(all="ignore"):  # as in a row
            # of one point nothing is added up, and −0.0 stays
            total = results[:, once].sum(axis=0, initial=0.0 if parts else -0.0)
            total /= count if options.mean else 1
        _scatter(total, buffers.totals, ())
        _scatter(results[:, ~once], buffers.rows, (count,))
        return buffers.answer

    return Interpreted(run)


def _scatter(results: Array, arrays: Arrays, leading: tuple[int, ...]) -> None:
    """Distribute results, along their last axis, over arrays one after the other."""
    start = 0
    for array in arrays:
        size = math.prod(array.shape[len(leading) :])
        array[...] = results[..., start : start + size].reshape(array.shape)
        start += size
