"""Sums, products and extrema along the axes of arrays, and products of matrices: wide nodes."""

import math
from collections.abc import Callable, Sequence
from functools import partial, reduce
from operator import index
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from autograd_lite import primitives
from autograd_lite.arrays.elements import ELEMENTS
from autograd_lite.primitives.operation import Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray

_where = primitives.where.of_numbers
Objects: TypeAlias = "NDArray[Any]"
Reduction = Callable[[list[Any]], Any]


def _of_some(row: Operation, numbers: list[Any]) -> Any:
    if not numbers:
        raise ValueError(f"np.{row.name}: nothing is left to reduce, and it has no value for that")
    return row.of_numbers(*numbers)


def _joined(join: Callable[[Any, Any], Any], empty: bool, conditions: list[Any]) -> Any:
    """Conditions joined by halves: the deepest is not deeper than the logarithm of their number."""
    if len(conditions) < 2:
        return join(conditions[0], conditions[0]) if conditions else empty
    half = len(conditions) // 2
    return join(_joined(join, empty, conditions[:half]), _joined(join, empty, conditions[half:]))


def sum_of(numbers: list[Any]) -> Any:
    """The sum of a list."""
    return primitives.sum.of_numbers(*numbers)


def _known(row: Operation, worst: float, numbers: list[Any]) -> Any:
    """The extremum of what is not nan, with equal shares; nan if all are."""
    is_nan = [ELEMENTS[np.isnan](x) for x in numbers]
    others = [_where(each, worst, x) for each, x in zip(is_nan, numbers, strict=True)]
    return _where(_joined(ELEMENTS[np.logical_and], True, is_nan), math.nan, _of_some(row, others))


#: a ufunc along an axis
REDUCED: Final[dict[np.ufunc, Reduction]] = {
    np.add: sum_of,
    np.multiply: lambda numbers: primitives.prod.of_numbers(*numbers),
    np.maximum: partial(_of_some, primitives.maximum),
    np.minimum: partial(_of_some, primitives.minimum),
    np.fmax: partial(_known, primitives.maximum, -math.inf),
    np.fmin: partial(_known, primitives.minimum, math.inf),
    np.logaddexp: partial(_of_some, primitives.logsumexp),
    np.logical_and: partial(_joined, ELEMENTS[np.logical_and], True),
    np.logical_or: partial(_joined, ELEMENTS[np.logical_or], False),
}
mean: Final[Reduction] = partial(_of_some, primitives.mean)


def reduction(ufunc: np.ufunc) -> Reduction | None:
    """How a list of numbers is reduced; None if a ufunc cannot."""
    if ufunc in REDUCED:
        return REDUCED[ufunc]
    function = ELEMENTS.get(ufunc)
    return None if function is None or ufunc.nin != 2 else partial(reduce, function)


def along(
    reduced: Reduction,
    array: Objects,
    axis: int | Sequence[int] | None,
    keepdims: bool = False,
    initial: Sequence[Any] = (),
    where: Any = True,
) -> Any:
    """What a list of numbers becomes, for those along some axes of an array."""
    if where is True and not keepdims and (axis is None or (array.ndim == 1 and axis == 0)):
        return reduced([*initial, *array.ravel().tolist()])
    axes = axes_of(axis, array.ndim)
    rows = [*_flat(array, axes)]
    if where is not True:
        chosen = _flat(np.broadcast_to(_mask(where), array.shape), axes)
        rows = [row[some] for row, some in zip(rows, chosen, strict=True)]
    found = np.empty(len(rows), dtype=object)
    found[:] = [reduced([*initial, *row.tolist()]) for row in rows]
    gone = {each % array.ndim for each in axes}
    kept = [n for i, n in enumerate(array.shape) if i not in gone]
    whole = [1 if i in gone else n for i, n in enumerate(array.shape)]
    return number_or_array(found.reshape(whole if keepdims else kept))


def axes_of(axis: Any, ndim: int) -> Sequence[int]:
    """One axis or several as a sequence; None for all."""
    if axis is None:
        return range(ndim)
    return [*map(index, axis)] if isinstance(axis, Sequence) else [index(axis)]


def _mask(where: Any) -> "NDArray[Any]":
    """Which numbers are to be counted, as bools."""
    given = np.asarray(where)
    if given.dtype.kind == "O" and not all(isinstance(x, (bool, np.bool_)) for x in given.flat):
        raise TypeError(
            "where: conditions that are not known while a function is traced choose no numbers; "
            "write np.where(condition, x, 0.0), or what else changes nothing, in place of x"
        )
    return given.astype(bool)


def _flat(array: Objects, axes: Sequence[int]) -> Objects:
    """The array as a table with a row for each result."""
    moved = np.moveaxis(array, axes, range(-len(axes), 0))
    kept = moved.shape[: moved.ndim - len(axes)]
    return moved.reshape(math.prod(kept), math.prod(moved.shape[len(kept) :]))


def number_or_array(array: Objects) -> Any:
    """An array without dimensions as what is in it."""
    return array if array.ndim else array.item()


# Products -------------------------------------------------------------------------------------


def dot_of(x: list[Any], y: list[Any]) -> Any:
    """The sum of products of two lists."""
    return primitives.dot.of_numbers(*x, *y) if x else 0.0


def _table(rows: Objects, columns: Objects) -> Objects:
    """The product of every row with every one of the columns, which stand in rows too."""
    found = np.empty((len(rows), len(columns)), dtype=object)
    others = columns.tolist()
    for i, row in enumerate(rows.tolist()):
        found[i] = [dot_of(row, column) for column in others]
    return found


def _check(name: str, x: Objects, y: Objects, left: int, right: int) -> None:
    if left != right:
        raise ValueError(
            f"np.{name}: the shapes {x.shape} and {y.shape} do not fit: {left} numbers are to meet "
            f"{right}"
        )


def dot(x: Objects, y: Objects) -> Any:
    """What np.dot does with arrays that have dimensions."""
    columns = y if y.ndim == 1 else np.moveaxis(y, -2, -1)
    return inner(x, columns, "dot")


def inner(x: Objects, y: Objects, name: str = "inner") -> Any:
    """Products along the last axes of two arrays."""
    _check(name, x, y, x.shape[-1], y.shape[-1])
    n = x.shape[-1]
    rows, columns = (each.reshape(math.prod(each.shape[:-1]), n) for each in (x, y))
    return number_or_array(_table(rows, columns).reshape(x.shape[:-1] + y.shape[:-1]))


def matmul(x: Objects, y: Objects) -> Any:
    """What @ does."""
    if not x.ndim or not y.ndim:
        raise ValueError("np.matmul: arrays with dimensions are needed; write * for a number")
    if y.ndim < 3 or x.ndim == 1:
        return dot(x, y)
    _check("matmul", x, y, x.shape[-1], y.shape[-2])
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    left = np.broadcast_to(x, batch + x.shape[-2:])
    right = np.broadcast_to(np.moveaxis(y, -2, -1), batch + y.shape[-1:] + y.shape[-2:-1])
    found = np.empty((*batch, left.shape[-2], right.shape[-2]), dtype=object)
    for place in np.ndindex(batch):
        found[place] = _table(left[place], right[place])
    return found


#: those of NumPy's functions of whole vectors that are here
_PRODUCTS: Final[dict[str, Callable[[Objects, Objects], Any]]] = {
    "matmul": matmul,
    "matvec": lambda x, y: number_or_array(matmul(x, y[..., None])[..., 0]),
    "vecmat": lambda x, y: number_or_array(matmul(x[..., None, :], y)[..., 0, :]),
    "vecdot": lambda x, y: number_or_array(matmul(x[..., None, :], y[..., None])[..., 0, 0]),
}
PRODUCTS: Final = {
    ufunc: product for name, product in _PRODUCTS.items() if (ufunc := getattr(np, name, None))
}
