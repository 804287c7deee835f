"""Values in order: as NumPy names it, with its places of what is nan."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from autograd_lite.arrays.places import look_at_numbers, numbers_of
from autograd_lite.arrays.reductions import Objects
from autograd_lite.arrays.ufuncs import plain


def _taken(
    name: str, find: Callable[..., Any], a: Any, axis: int | None, *given: Any, **named: Any
) -> Objects:
    look_at_numbers(name)
    array = plain(a, name)
    if axis is None:
        array, axis = array.ravel(), -1
    return np.take_along_axis(array, find(numbers_of(array), *given, axis=axis, **named), axis)


def sort(a: Any, axis: int | None = -1, kind: Any = None, order: Any = None, **named: Any) -> Any:
    """np.sort: nan comes last; equal numbers keep their order."""
    return _taken("sort", np.argsort, a, axis, kind="stable")


def partition(
    a: Any, kth: Any, axis: int | None = -1, kind: str = "introselect", order: Any = None
) -> Any:
    """np.partition: nan comes last."""
    return _taken("partition", np.argpartition, a, axis, kth)


def unique(ar: Any, *options: Any, **named: Any) -> Any:
    """np.unique: of equal numbers the first one."""
    look_at_numbers("unique")
    if options or named:
        raise TypeError("unique: Values take no options here; ask for them of the numbers, v.data")
    array = plain(ar, "unique").ravel()
    return array[np.unique(numbers_of(array), return_index=True)[1]]


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.partition: partition,
    np.sort: sort,
    np.unique: unique,
}
