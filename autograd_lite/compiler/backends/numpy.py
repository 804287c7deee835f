"""The back end numpy: source whose variables are arrays, over blocks of rows that stay in cache.

Any namespace of the Python array API standard can stand in for NumPy, as those of PyTorch and
JAX: the same source then runs on their arrays, on whatever device these are.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from autograd_lite import floats
from autograd_lite.compiler.backends.partials import add_neighbours
from autograd_lite.compiler.backends.protocol import (
    Array,
    Buffers,
    Interpreted,
    Kernel,
    Options,
)
from autograd_lite.compiler.core import expand
from autograd_lite.compiler.languages import python as source
from autograd_lite.compiler.languages.notation import PRODUCT, SIGN, infix, prefix
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.symbols import BASE
from autograd_lite.primitives.internal import LOST
from autograd_lite.primitives.numpy_names import SPELLINGS

#: rows of a block: a few dozen columns of it fit into the cache of a core
BLOCK = 2048

_SIGNS = source.SIGNS | {
    "divide": infix("/", PRODUCT),
    "logical_not": prefix("~", SIGN),
}
_KEPT = {row for name, row in BASE.items() if name not in floats.COMPOSED}

# Functions ----------------------------------------------------------------------------------


def _strong_product(xp: Any, upstream: Any, local: Any) -> Any:
    return xp.where((upstream == 0.0) | (local == 0.0), 0.0, upstream * local)


def _where(xp: Any, dtype: Any, condition: Any, x: Any, y: Any) -> Any:
    if type(x) is type(y) is float:  # of which the array API's own makes no array
        x = xp.zeros_like(condition, dtype=dtype) + x
    return xp.where(condition, x, y)


def _power_of_numpy(x: Any, y: Any) -> Any:
    import numpy as np

    # of an exponent ½ that is one number power makes a root, which is nan at −inf and −0.0 at −0.0
    return (np.float_power if np.size(y) == 1 and y == 0.5 else np.power)(x, y)


#: operations that are no function of the namespace
_MADE: Mapping[str, Callable[..., Any]] = {
    "strong_product": _strong_product,
    LOST.name: LOST.forward,
}


def functions(xp: Any) -> dict[str, Callable[..., Any]]:
    """The base functions for arrays of a namespace."""
    return {row.name: _function(xp, row.name) for row in _KEPT if row.name not in _SIGNS}


def _function(xp: Any, name: str) -> Callable[..., Any]:
    if made := _MADE.get(name):
        return partial(made, xp)
    if name == "power" and xp.__name__ == "numpy":
        return _power_of_numpy
    spellings = ["pow", name] if name == "power" else [name, SPELLINGS.get(name, name)]
    for room in _rooms(xp):
        for spelling in spellings:
            if found := getattr(room, spelling, None):
                return found  # type: ignore[no-any-return]  # by its name a function of arrays
    if xp.__name__ == "numpy":  # erf and erfc, for which SciPy has fewer digits
        return partial(_elementwise, getattr(math, name))
    return partial(_missing, xp, name)


def _rooms(xp: Any) -> Iterator[Any]:
    """Where a library keeps its functions."""
    yield xp
    for name in ("special", "scipy.special"):
        package = xp.__name__.removeprefix("array_api_compat.").partition(".")[0]
        with suppress(ImportError):
            yield import_module(f"{package}.{name}")


def _elementwise(function: Callable[[float], float], x: Any) -> Any:
    import numpy as np

    return np.asarray(np.frompyfunc(function, 1, 1)(x), dtype=float)


def _missing(xp: Any, name: str, *operands: Any) -> Any:
    raise TypeError(f"{xp.__name__} has no function for {name}")


def _compiled(program: Program, names: dict[str, Any]) -> Callable[..., Sequence[Any]]:
    """The program as a function of arrays, made of these functions."""
    text, _ = source.write(expand(program, _KEPT), "compiled", _SIGNS, source.with_deletions)
    return source.executable(text, names)


# NumPy --------------------------------------------------------------------------------------


def point(program: Program, cache: str | None) -> Callable[..., Any]:
    """The program as a function of floats, which returns a tuple, or one float."""
    import numpy as np

    function = _compiled(program, functions(np))

    def compute(*numbers: float) -> tuple[float, ...]:
        with np.errstate(all="ignore"):
            return tuple(map(float, function(*map(np.float64, numbers))))

    return source.of_floats(compute)


def kernel(program: Program, options: Options) -> Kernel:
    """The program over arrays, block by block."""
    import numpy as np

    function = _compiled(program, functions(np))
    reduced = [out.reduced for out in program.outputs]

    def run(buffers: Buffers) -> object:
        shared = [x for array in buffers.uniforms for x in array.ravel()]
        given, taken = (
            [x for a in arrays for x in _columns(a)] for arrays in (buffers.columns, buffers.rows)
        )
        count = buffers.row_count
        sums = []
        for start in range(0, count, BLOCK):
            part = slice(start, min(start + BLOCK, count))
            with np.errstate(all="ignore"):
                found = function(*shared, *(x[part] for x in given))
                places, total = iter(taken), []
                for x, once in zip(found, reduced, strict=True):
                    if once:
                        total.append(x.sum() if np.ndim(x) else x * (part.stop - start))
                    else:
                        next(places)[part] = x
                sums.append(total)
        with np.errstate(all="ignore"):
            totals = add_neighbours(np.reshape(sums, (len(sums), sum(reduced))))
        numbers = iter(totals / (count if options.mean else 1))
        for array in buffers.totals:
            array[...] = np.reshape([next(numbers) for _ in range(array.size)], array.shape)
        return buffers.answer

    return Interpreted(run)


def _columns(array: Array) -> list[Array]:
    """The columns of an array with the rows along its first axis."""
    import numpy as np

    return [array[(slice(None), *index)] for index in np.ndindex(array.shape[1:])]


# Other namespaces ---------------------------------------------------------------------------


def namespace(x: Any) -> Any:
    """The array API namespace of an array that is not NumPy's; None for anything else."""
    package = type(x).__module__.partition(".")[0]
    if not getattr(x, "shape", ()) or package in ("numpy", "builtins", "autograd_lite"):
        return None
    if hasattr(x, "__array_namespace__"):
        return x.__array_namespace__()
    try:
        compat = import_module("array_api_compat")
    except ImportError as error:
        raise ImportError(
            f"arrays of {package} need array-api-compat; run: pip install array-api-compat, or "
            "pass them as NumPy's: numpy.asarray(x)"
        ) from error
    try:
        return compat.array_namespace(x)
    except TypeError:
        raise TypeError(
            f"an array is needed, got a {type(x).__name__} of {package}; pass numpy.asarray(x)"
        ) from None


def is_foreign(x: Any) -> bool:
    """Whether this is an array of another library, perhaps without dimensions."""
    import numpy as np

    return hasattr(x, "dtype") and not isinstance(x, (np.ndarray, np.generic))


def foreign(
    program: Program, xp: Any, dtype: Any, mean: bool, shapes: Sequence[tuple[int, ...]]
) -> Callable[[Sequence[Any], Sequence[Any], Any], list[Any]]:
    """A program for whole arrays of a namespace, with results of these shapes.

    Its arguments, what rows share and columns, hold one array for each input, all of one
    ``dtype``; the third is a 0 for each row.
    """
    function = _compiled(program, functions(xp) | {"where": partial(_where, xp, dtype)})

    def settled(x: Any, once: bool, zeros: Any) -> Any:
        """A result as an array of the batch, or its sum or mean."""
        if not getattr(x, "shape", ()):  # the same for all rows, and perhaps a plain number
            x = zeros + x
        return (xp.mean if mean else xp.sum)(x) if once and x.shape else x

    def run(shared: Sequence[Any], columns: Sequence[Any], zeros: Any) -> list[Any]:
        found = function(*shared, *columns)
        pairs = zip(found, program.outputs, strict=True)
        numbers = [settled(x, out.reduced, zeros) for x, out in pairs]
        results, start = [], 0
        for shape in shapes:
            part = numbers[start : start + math.prod(shape)]
            start += len(part)
            stacked = xp.stack(part, axis=-1) if part else xp.zeros(0)
            results.append(xp.reshape(stacked, (*stacked.shape[:-1], *shape)))
        return results

    return run
