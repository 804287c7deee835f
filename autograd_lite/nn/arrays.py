"""Numbers from outside as arrays: checked once, with errors that say what to do."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograd_lite.inputs.arraylike import real_array

Array = NDArray[np.float64]


def as_numbers(argument: str, given: ArrayLike) -> Array:
    """The given numbers as a float array.

    Raises TypeError for anything but real numbers, ValueError for ragged, empty and not finite
    data.
    """
    array = real_array(given, argument)
    if not array.size:
        raise ValueError(f"{argument}: there are no numbers in it, its shape is {array.shape}")
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise not_finite(argument, place, array[place])
    return array


def not_finite(argument: str, place: Sequence[int], x: float) -> ValueError:
    """What is wrong with a number of the data that is infinite or nan."""
    return ValueError(
        f"{argument}: {x} at {argument}{[*place]}; leave such examples out, or fill the gap with a "
        "number"
    )


def as_rows(X: ArrayLike, argument: str = "X") -> Array:
    """The inputs as an array of shape (examples, inputs).

    Raises as `as_numbers`, and ValueError unless there are two dimensions.

    >>> as_rows([[1, 2], [3, 4]]).shape
    (2, 2)
    """
    rows = as_numbers(argument, X)
    check_shape(rows.shape, argument)
    return rows


def check_shape(shape: Sequence[int], argument: str) -> None:
    """Raise ValueError unless this is the shape of (examples, inputs)."""
    if len(shape) != 2:
        raise ValueError(
            f"{argument}: one row for each example is needed, got the shape {shape}; for "
            "examples of one input use X[:, np.newaxis], for a single example [x]"
        )


def for_each(given: Any, count: int, function: str, what: str) -> Array:
    """What a function of a user's returned, as an array with a number for each parameter."""
    known = type(given) is np.ndarray and given.dtype == np.float64
    array = given if known else real_array(given, f"{function}: {what}")
    if array.shape != (count,):
        raise ValueError(
            f"{function}: {what} has to have the shape {(count,)}, a number for each parameter, "
            f"and has {array.shape}"
        )
    return array


def rearranged(
    numbers: dict[str, Any], before: Sequence[object], now: Sequence[object]
) -> dict[str, Any]:
    """Arrays with a number of each thing before, with one of each thing now: 0 of a new one.

    What is no such array stays as it is.

    >>> rearranged({"mean": np.array([1.0, 2.0]), "count": 7}, "ab", "bca")
    {'mean': array([2., 0., 1.]), 'count': 7}
    """
    place = {thing: i for i, thing in enumerate(before)}
    places = np.array([place.get(thing, -1) for thing in now], int)
    return {
        name: np.append(each, 0.0)[places] if np.shape(each) == (len(before),) else each
        for name, each in numbers.items()
    }
