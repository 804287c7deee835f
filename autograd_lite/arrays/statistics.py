"""Means, norms and quantiles, and what is not nan among numbers: as NumPy names them."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.arrays import reductions
from autograd_lite.arrays.places import look_at_numbers
from autograd_lite.arrays.ufuncs import apply, call, elementwise, plain, put

_abs, _power = primitives.abs.of_numbers, primitives.power.of_numbers
_where = primitives.where.of_numbers


def mean(
    a: Any,
    axis: int | Sequence[int] | None = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: bool = False,
    *,
    where: Any = True,
) -> Any:
    """np.mean: one node for each mean."""
    array = plain(a, "mean")
    axes = axis if array.ndim else ()
    found = reductions.along(reductions.mean, array, axes, keepdims, (), where)
    return put("mean", found, out)


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """np.linalg.norm of vectors; of matrices, NumPy's own."""
    array = plain(x, "norm")
    if ord is None and axis is None:
        return reductions.along(_euclidean, array, None, keepdims)
    if isinstance(axis, int) or (axis is None and array.ndim == 1):
        return reductions.along(_norms(ord), array, axis, keepdims)
    return np.linalg.norm(array, ord, axis, keepdims)


def _euclidean(numbers: list[Any]) -> Any:
    return primitives.sqrt.of_numbers(reductions.dot_of(numbers, numbers))


def _norms(order: Any) -> reductions.Reduction:
    if order in (None, 2):
        return _euclidean
    if order in (math.inf, -math.inf):
        extreme = reductions.REDUCED[np.maximum if order > 0 else np.minimum]
        return lambda numbers: extreme([*map(_abs, numbers)])
    if order == 1:
        return lambda numbers: reductions.sum_of([*map(_abs, numbers)])

    def of_powers(numbers: list[Any]) -> Any:
        powers = [_power(_abs(x), float(order)) for x in numbers]
        return _power(reductions.sum_of(powers), 1.0 / order)

    return of_powers


def _but_for_nan(a: Any, instead: Any, usual: Any) -> Any:
    return elementwise(_where, (call(np.isnan, (a,)), instead, usual), "where")


def _but_nan(ufunc: np.ufunc, neutral: float) -> Callable[..., Any]:
    """A reduction of what is not nan."""

    def run(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, **named: Any) -> Any:
        known = _but_for_nan(a, neutral, a)
        return put(
            ufunc.__name__, apply(ufunc, "reduce", [known], True, {"axis": axis, **named}), out
        )

    return run


nansum: Final = _but_nan(np.add, 0.0)


def nanmean(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, **named: Any) -> Any:
    """np.nanmean: the sum of what is not nan, divided by how many these are."""
    ones = _but_for_nan(a, 0.0, 1.0)
    count = apply(np.add, "reduce", [ones], True, {"axis": axis, **named})
    return put("nanmean", call(np.divide, (nansum(a, axis, **named), count)), out)


def _fold(ufunc: np.ufunc) -> Callable[..., Any]:
    def run(a: Any, axis: Any = None, out: Any = None, **named: Any) -> Any:
        return put(ufunc.__name__, apply(ufunc, "reduce", [a], True, {"axis": axis, **named}), out)

    return run


def _quantile_of(q: float, numbers: list[Any]) -> Any:
    """By linear interpolation, rounded as NumPy rounds it; nan if one is nan."""
    if any(x != x for x in numbers) or not numbers:
        return math.nan
    ordered, place = sorted(numbers), q * (len(numbers) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    step, share = high - low, place - math.floor(place)
    return low + step * share if share < 0.5 else high - step * (1.0 - share)


def _quantile_of_known(q: float, numbers: list[Any]) -> Any:
    return _quantile_of(q, [x for x in numbers if x == x])


def _quantiles(
    name: str, scale: float, quantile: Callable[[float, list[Any]], Any] = _quantile_of
) -> Callable[..., Any]:
    def run(a: Any, q: Any, axis: Any = None, *, keepdims: bool = False, **named: Any) -> Any:
        look_at_numbers(name)
        if named:
            raise TypeError(f"{name}: of Values it takes no {', '.join(named)} here")
        array, shares = plain(a, name), np.asarray(q, dtype=float) / scale
        found = [
            plain(reductions.along(partial(quantile, share), array, axis, keepdims), name)
            for share in shares.ravel().tolist()
        ]
        return np.stack(found).reshape(shares.shape + found[0].shape)

    return run


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.mean: mean,
    np.linalg.norm: norm,
    np.nanmax: _fold(np.fmax),
    np.nanmean: nanmean,
    np.nanmin: _fold(np.fmin),
    np.nanprod: _but_nan(np.multiply, 1.0),
    np.nansum: nansum,
    np.nanpercentile: _quantiles("nanpercentile", 100.0, _quantile_of_known),
    np.nanquantile: _quantiles("nanquantile", 1.0, _quantile_of_known),
    np.percentile: _quantiles("percentile", 100.0),
    np.quantile: _quantiles("quantile", 1.0),
}
