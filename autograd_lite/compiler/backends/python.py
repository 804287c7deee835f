"""The back end that needs nothing: straight-line Python, which is also what people read."""

import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from autograd_lite.compiler.backends import source
from autograd_lite.compiler.backends.protocol import (
    Array,
    Arrays,
    Buffers,
    Interpreted,
    Kernel,
    Options,
)
from autograd_lite.compiler.core import Builder, expand
from autograd_lite.compiler.program import Program, Step
from autograd_lite.compiler.symbols import BASE, Symbol
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

_SIGNS = source.SIGNS | {"where": source.Notation("{1} if {0} else {2}", source.CHOICE)}
_ARITHMETIC = {TABLE[name] for name in ("add", "subtract", "multiply", "negative")}


def _written(program: Program, name: str) -> source.Source:
    """The program as a function that calls operations of the table by their names.

    Formulas of + − × alone, as that of `linear`, are written out.
    """
    steps = [node for node in program.nodes if isinstance(node, Step)]
    called = {
        step.op for step in steps if step.op.is_row and _is_called(step.op, len(step.operands))
    }
    return source.write(expand(program, called.union(BASE.values())), name, _SIGNS)


@cache
def _is_called(operation: Operation, count: int) -> bool:
    """Whether this is no formula of + − × alone, and a call looks as it does in the program."""
    places = tuple(range(count))
    try:
        if operation.unpack(*places) != places:
            return False
    except TypeError:
        return False
    b = Builder()
    operands = [Symbol(b, b.input(f"x{i}")) for i in range(count)]
    operation.forward(b.vocabulary, *operands)
    return any(op is not None and op not in _ARITHMETIC for op in b.ops)


def readable(program: Program, name: str) -> str:
    """The program as source that runs by itself, with its imports."""
    text, calls = _written(program, name)
    words = [word for word in ("inf", "nan") if re.search(rf"\b{word}\b", text)]
    imports = [f"from math import {', '.join(words)}"] if words else []
    imports += [f"from autograd_lite import {', '.join(calls)}"] if calls else []
    return "\n".join([*imports, "\n", text] if imports else [text])


def point(program: Program, cache: str | None) -> Callable[..., Any]:
    """The program as a function of floats, which returns a tuple, or one float."""
    return source.of_floats(_function(program))


def _function(program: Program) -> Callable[..., tuple[float, ...]]:
    text, calls = _written(program, "compiled")
    return source.executable(text, {name: getattr(FLOATS, name) for name in calls})


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
        total = results[:, once].sum(axis=0) / (count if options.mean else 1)
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
