"""The back end numpy: functions of matrices, over blocks of rows that stay in cache."""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from autograd_lite.compiler.backends.interpreted import Interpreted
from autograd_lite.compiler.backends.partials import add_neighbours
from autograd_lite.compiler.backends.protocol import Array, Buffers, Kernel, Options
from autograd_lite.compiler.core import expand
from autograd_lite.compiler.executable import executable
from autograd_lite.compiler.languages import python as source
from autograd_lite.compiler.matrices.code import Code, code, sums_found
from autograd_lite.compiler.matrices.functions import KEPT, SIGNS, functions
from autograd_lite.compiler.matrices.writing import Layout
from autograd_lite.compiler.program import Program

#: a block has at most so many rows, and a power of 2 of them (see `partials`); fewer, if more
#: numbers than fit into the cache of a core would be needed at a time, unless a step has so few
#: that calling it takes longer than they do
BLOCK: Final = 2048
_NUMBERS: Final = 1 << 16
_OF_STEP: Final = 2048


def point(program: Program, cache: str | None) -> Callable[..., Any]:
    """The program as a function of floats, which returns a tuple, or one float."""
    import numpy as np

    text, _ = source.write(expand(program, KEPT), "compiled", SIGNS, source.with_deletions)
    function = executable(text, functions(np))

    def compute(*numbers: float) -> tuple[float, ...]:
        with np.errstate(all="ignore"):
            return tuple(map(float, function(*map(np.float64, numbers))))

    return source.of_floats(compute)


def kernel(program: Program, options: Options) -> Kernel:
    """The program over arrays, block by block."""
    import numpy as np

    made = sums_found(program)

    @cache
    def compiled(layout: Layout) -> Code:
        return code(made, layout)

    def run(buffers: Buffers) -> object:
        layout = Layout(
            tuple(math.prod(x.shape[1:]) for x in buffers.columns),
            tuple(math.prod(x.shape[1:]) for x in buffers.rows),
            tuple(x.size for x in buffers.totals),
        )
        functions = compiled(layout)
        with np.errstate(all="ignore"):
            _run(functions, buffers, mean=options.mean)
        return buffers.answer

    return Interpreted(run)


def _run(functions: Code, buffers: Buffers, *, mean: bool) -> None:
    import numpy as np

    count = buffers.row_count
    shared = functions.before(np.concatenate([np.empty(0), *[x.ravel() for x in buffers.uniforms]]))
    fewest = -(-_OF_STEP // functions.step)
    wanted = min(max(_NUMBERS // functions.width, fewest), BLOCK)
    block = 1 << (wanted.bit_length() - 1)
    nothing = np.full(min(block, count), -0.0)

    def sums_of_block(start: int) -> Sequence[Any]:
        part = slice(start, min(start + block, count))
        columns = [_columns(x[part]) for x in buffers.columns]
        given = (*shared, *columns, nothing[: part.stop - start])
        found = functions.rows(*given)
        if functions.exact and any(map(_has_nan, found)):
            found = functions.exact(*given)
        for array, x in zip(buffers.rows, found, strict=False):
            _write(array[part], x)
        return found[len(buffers.rows) :]

    sums = add_neighbours(map(sums_of_block, range(0, count or 1, block)))
    totals = functions.after(*shared, *sums, count)
    for array, x in zip(buffers.totals, totals, strict=True):
        found = x / count if mean else x
        array[...] = found.reshape(array.shape) if np.ndim(found) else found


def _has_nan(x: Any) -> bool:
    import numpy as np

    return math.isnan(np.minimum.reduce(x, axis=None, initial=np.inf))  # isnan takes twice as long


def _columns(array: Array) -> Array:
    """The numbers of each row along the first axis, and the rows along the last."""
    import numpy as np

    size = math.prod(array.shape[1:])
    columns = array.reshape(len(array), size).T
    return columns[0] if size == 1 else np.ascontiguousarray(columns)


def _write(array: Array, x: Any) -> None:
    """Fill a block of results: with an array, or with a number for all its numbers in a row."""
    import numpy as np

    if np.ndim(x) == 2:
        array[...] = x.T.reshape(x.shape[1], *array.shape[1:])
    else:
        array.T[...] = x
