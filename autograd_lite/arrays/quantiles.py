"""Medians and other quantiles, as NumPy names them: of numbers that are known."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.arrays import reductions
from autograd_lite.arrays.places import look_at_numbers
from autograd_lite.arrays.ufuncs import plain, put

Ordered = Callable[[list[Any]], Any]


def _of_all(ordered: Ordered, numbers: list[Any]) -> Any:
    """What ``ordered`` makes of numbers in their order; nan with the slopes of the extremum's."""
    if not numbers:
        return math.nan
    if any(x != x for x in numbers):
        return primitives.maximum.of_numbers(*numbers)
    return ordered(sorted(numbers))


def _of_known(ordered: Ordered, numbers: list[Any]) -> Any:
    return _of_all(ordered, [x for x in numbers if x == x])


def _middle(ordered: list[Any]) -> Any:
    return reductions.mean(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])


def _share(q: float, ordered: list[Any]) -> Any:
    """By linear interpolation, rounded as NumPy rounds it."""
    place = q * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    step, share = high - low, place - math.floor(place)
    return low + step * share if share < 0.5 else high - step * (1.0 - share)


def _medians(name: str, of: Callable[[Ordered, list[Any]], Any] = _of_all) -> Callable[..., Any]:
    def run(
        a: Any,
        axis: Any = None,
        out: Any = None,
        overwrite_input: bool = False,
        keepdims: bool = False,
    ) -> Any:
        look_at_numbers(name)
        array = plain(a, name)
        axes = axis if array.ndim else ()
        return put(name, reductions.along(partial(of, _middle), array, axes, keepdims), out)

    return run


def _quantiles(
    name: str, scale: float, of: Callable[[Ordered, list[Any]], Any] = _of_all
) -> Callable[..., Any]:
    def run(a: Any, q: Any, axis: Any = None, *, keepdims: bool = False, **named: Any) -> Any:
        look_at_numbers(name)
        if named:
            raise TypeError(f"{name}: of Values it takes no {', '.join(named)} here")
        array, shares = plain(a, name), np.asarray(q, dtype=float) / scale
        if not ((shares >= 0.0) & (shares <= 1.0)).all():
            raise ValueError(f"{name}: q must be from 0 to {scale:g}, got {q!r}")
        found = [
            plain(
                reductions.along(partial(of, partial(_share, share)), array, axis, keepdims), name
            )
            for share in shares.ravel().tolist()
        ]
        return np.stack(found).reshape(shares.shape + found[0].shape)

    return run


median: Final = _medians("median")

HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.median: median,
    np.nanmedian: _medians("nanmedian", _of_known),
    np.nanpercentile: _quantiles("nanpercentile", 100.0, _of_known),
    np.nanquantile: _quantiles("nanquantile", 1.0, _of_known),
    np.percentile: _quantiles("percentile", 100.0),
    np.quantile: _quantiles("quantile", 1.0),
}
