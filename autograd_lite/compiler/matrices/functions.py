"""The functions that the text of a program calls, for the arrays of a namespace."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial, reduce
from importlib import import_module
from operator import add
from typing import Any, Final

from autograd_lite import floats
from autograd_lite.compiler.languages import python
from autograd_lite.compiler.languages.notation import PRODUCT, SIGN, infix, prefix
from autograd_lite.compiler.symbols import BASE
from autograd_lite.primitives.internal import LOST
from autograd_lite.primitives.numpy_names import SPELLINGS

#: what is written with signs
SIGNS: Final = python.SIGNS | {
    "divide": infix("/", PRODUCT),
    "logical_not": prefix("~", SIGN),
}
#: the operations that programs over arrays are made of
KEPT: Final = {row for name, row in BASE.items() if name not in floats.COMPOSED}

# Base functions -----------------------------------------------------------------------------


def _strong_product(xp: Any, x: Any, y: Any) -> Any:
    return xp.where((x == 0.0) | (y == 0.0), 0.0, x * y)


def _strong_product_of_numpy(x: Any, y: Any) -> Any:
    import numpy as np

    found = x * y
    return found if _is_clear(found) else _strong_product(np, x, y)


def _is_clear(x: Any) -> bool:
    """Whether nothing of NumPy's is 0 or nan: there alone strong products differ from others."""
    import numpy as np

    return bool(np.minimum.reduce(np.abs(x), axis=None, initial=np.inf) > 0.0)


def _power_of_numpy(x: Any, y: Any) -> Any:
    import numpy as np

    # of an exponent ½ that is one number power makes a root, which is nan at −inf and −0.0 at −0.0
    return (np.float_power if np.size(y) == 1 and y == 0.5 else np.power)(x, y)


#: operations that are no function of the namespace, and those that are none of NumPy
_MADE: Final[Mapping[str, Callable[..., Any]]] = {
    "strong_product": _strong_product,
    LOST.name: LOST.forward,
}
_MADE_FOR_NUMPY: Final[Mapping[str, Callable[..., Any]]] = {
    "strong_product": _strong_product_of_numpy,
    "power": _power_of_numpy,
}


def functions(xp: Any) -> dict[str, Callable[..., Any]]:
    """The base functions for arrays of a namespace."""
    return {row.name: _function(xp, row.name) for row in KEPT if row.name not in SIGNS}


def _function(xp: Any, name: str) -> Callable[..., Any]:
    if xp.__name__ == "numpy" and name in _MADE_FOR_NUMPY:
        return _MADE_FOR_NUMPY[name]
    if made := _MADE.get(name):
        return partial(made, xp)
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


# Matrices -----------------------------------------------------------------------------------


class Matrices:
    """Functions of matrices, the nodes of a program along the first axis, its rows along the last.

    What belongs to one node alone is a vector.
    """

    def __init__(self, xp: Any) -> None:
        self._xp = xp
        self._strong_product = _function(xp, "strong_product")

    def table(self) -> dict[str, Callable[..., Any]]:
        """All of them, by the names that they have in a text."""
        names = ("reshape", "take", "concat", "summed", "sums", "products")
        strong = ("strong_sums", "strong_products")
        return {name: getattr(self, name) for name in (*names, *strong)}

    def reshape(self, x: Any, shape: tuple[int, ...]) -> Any:
        """Other axes."""
        return self._xp.reshape(x, shape)

    def take(self, x: Any, places: Any) -> Any:
        """What is at these places of the first axis."""
        return self._xp.take(x, places, axis=0)

    def concat(self, parts: tuple[Any, ...]) -> Any:
        """One after the other along the first axis."""
        return self._xp.concat(parts)

    def summed(self, x: Any, axis: int) -> Any:
        """The sum along an axis."""
        return self._xp.sum(x, axis=axis)

    def sums(self, weights: Any, rows: Any) -> Any:
        """Sums of rows, for every row of the weights."""
        return self._xp.matmul(weights, rows)

    def products(self, factors: Any, rows: Any) -> Any:
        """Products of all factors with all rows, over the batch; several of both."""
        return self.reshape(self._xp.matmul(factors, rows.T), (-1,))

    def strong_sums(self, weights: Any, rows: Any) -> Any:
        """The same by strong products."""
        parts = (
            self._strong_product(weights[..., j, None], rows[j, ...]) for j in range(rows.shape[0])
        )
        return reduce(add, parts)

    def strong_products(self, factors: Any, rows: Any) -> Any:
        """The same by strong products."""
        if factors.ndim == 1 or rows.ndim == 1:
            return self.summed(self._strong_product(factors, rows), -1)
        parts = [
            self.summed(self._strong_product(factors[i, ...], rows), -1)
            for i in range(factors.shape[0])
        ]
        return self.concat(tuple(parts))


class MatricesOfNumpy(Matrices):
    """The same, where strong products are only looked at where they may differ from others."""

    def table(self) -> dict[str, Callable[..., Any]]:
        """All of them, by the names that they have in a text."""
        import numpy as np

        own: dict[str, Callable[..., Any]] = {
            "reshape": np.reshape,
            "take": partial(np.take, axis=0),
            "summed": np.add.reduce,
            "sums": np.matmul,
            "products": lambda factors, rows: (factors @ rows.T).reshape(-1),
        }
        return super().table() | own

    def concat(self, parts: tuple[Any, ...]) -> Any:
        """One after the other along the first axis, as NumPy has called it since before 2.0."""
        import numpy as np

        return np.concatenate(parts)

    def strong_sums(self, weights: Any, rows: Any) -> Any:
        """Sums of rows by strong products."""
        found = weights @ rows
        clear = (abs(found) > 0.0).reshape(-1, rows.shape[-1]).all(axis=0)
        if not clear.all():
            found[..., ~clear] = super().strong_sums(weights, rows[:, ~clear])
        return found

    def strong_products(self, factors: Any, rows: Any) -> Any:
        """Products over the batch by strong products."""
        import numpy as np

        found = (np.atleast_2d(factors) @ rows.T).reshape(-1)
        return found if _is_clear(found) else super().strong_products(factors, rows)
