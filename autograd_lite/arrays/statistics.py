"""Means and norms, and what is not nan among numbers: as NumPy names them."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.arrays import reductions
from autograd_lite.arrays.elements import ELEMENTS
from autograd_lite.arrays.ufuncs import apply, call, elementwise, plain, put
from autograd_lite.engine import Node
from autograd_lite.floats import real

_abs, _power = primitives.abs.of_numbers, primitives.power.of_numbers
_multiply, _divide = primitives.multiply.of_numbers, primitives.divide.of_numbers
_sqrt, _where = primitives.sqrt.of_numbers, primitives.where.of_numbers
_less, _unequal = ELEMENTS[np.less], ELEMENTS[np.not_equal]
#: a sum of squares below it may lack some that are subnormal or 0
_LEAST: Final = 2.0**-960
#: powers of 2, by which nothing is rounded
_SCALE_UP, _SCALE_DOWN = 2.0**600, 2.0**-600


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


def average(
    a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: bool = False
) -> Any:
    """np.average: weights are as a is, or as it is along one axis."""
    array = plain(a, "average")
    if weights is None:
        weights = 1.0
    elif np.shape(weights) != array.shape:
        axes = reductions.axes_of(axis, array.ndim)
        if len(axes) != 1 or np.shape(weights) != (array.shape[axes[0]],):
            raise ValueError(
                f"average: weights of the shape {array.shape} are needed, or one for each place "
                f"along an axis; got {np.shape(weights)}"
            )
        weights = np.moveaxis(
            np.broadcast_to(plain(weights, "average"), np.moveaxis(array, axes[0], -1).shape),
            -1, axes[0],
        )  # fmt: skip
    shares = np.broadcast_to(plain(weights, "average"), array.shape)
    total = reductions.along(reductions.sum_of, shares, axis, keepdims)
    weighted = reductions.along(
        reductions.sum_of, plain(call(np.multiply, (array, shares)), "average"), axis, keepdims
    )
    found = call(np.divide, (weighted, total))
    return (found, total) if returned else found


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """np.linalg.norm of vectors, and of matrices where that needs no singular values."""
    array = plain(x, "norm")
    axes = reductions.axes_of(axis, array.ndim)
    if ord is None or (ord == "fro" and len(axes) == 2):
        return reductions.along(_euclidean, array, axes, keepdims)
    if len(axes) == 1:
        return reductions.along(_norms(ord), array, axes, keepdims)
    if len(axes) != 2 or ord not in (1, -1, math.inf, -math.inf):
        raise TypeError(
            f"norm: of matrices of Values ord is None, 'fro', 1, -1, np.inf or -np.inf, and not "
            f"{ord!r}, for which NumPy's own code takes plain numbers"
        )
    rows, columns = axes if abs(ord) == 1 else axes[::-1]  # along the first sums, then an extremum
    sums = plain(reductions.along(_norms(1), array, [rows], True), "norm")
    found = reductions.along(_norms(math.copysign(math.inf, ord)), sums, [columns], True)
    if keepdims:
        return found
    return reductions.number_or_array(np.squeeze(plain(found, "norm"), axis=tuple(axes)))


def _euclidean(numbers: list[Any]) -> Any:
    """The root of the sum of squares, which are of scaled numbers where they leave the range."""
    squares = reductions.dot_of(numbers, numbers)
    in_reach = _where(_less(squares, math.inf), 1.0, _SCALE_DOWN)
    scale = _where(_less(squares, _LEAST), _SCALE_UP, in_reach)  # no gradient flows through it
    if not isinstance(scale, Node) and scale == 1.0:
        return _sqrt(squares)
    scaled = [_multiply(scale, x) for x in numbers]
    return _divide(_sqrt(reductions.dot_of(scaled, scaled)), scale)


def _count(numbers: list[Any]) -> Any:
    """How many are not 0."""
    return reductions.sum_of([_where(_unequal(x, 0.0), 1.0, 0.0) for x in numbers])


def _norms(order: Any) -> reductions.Reduction:
    if order in (None, 2):
        return _euclidean
    if order in (math.inf, -math.inf):
        extreme = reductions.REDUCED[np.maximum if order > 0 else np.minimum]
        return lambda numbers: extreme([*map(_abs, numbers)])
    if order == 1:
        return lambda numbers: reductions.sum_of([*map(_abs, numbers)])
    if order == 0:
        return _count
    power = real(order, "ord")

    def of_powers(numbers: list[Any]) -> Any:
        powers = [_power(_abs(x), power) for x in numbers]
        return _power(reductions.sum_of(powers), 1.0 / power)

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


def nanvar(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    *,
    where: Any = True,
) -> Any:
    """np.nanvar: nan where no more numbers are known than ``ddof``."""
    middle = nanmean(a, axis, keepdims=True, where=where)
    apart = _but_for_nan(a, 0.0, call(np.subtract, (a, middle)))
    total, count = (
        apply(np.add, "reduce", [x], True, {"axis": axis, "keepdims": keepdims, "where": where})
        for x in (call(np.square, (apart,)), _but_for_nan(a, 0.0, 1.0))
    )
    freedom = call(np.subtract, (count, float(ddof)))
    spread = call(np.divide, (total, freedom))
    known = call(np.greater, (freedom, 0.0))
    return put("nanvar", elementwise(_where, (known, spread, math.nan), "nanvar"), out)


def nanstd(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, **named: Any) -> Any:
    """np.nanstd: the root of np.nanvar."""
    return put("nanstd", call(np.sqrt, (nanvar(a, axis, **named),)), out)


def _accumulated(ufunc: np.ufunc, neutral: float) -> Callable[..., Any]:
    """A ufunc of all numbers so far that are not nan."""

    def run(a: Any, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
        known = plain(_but_for_nan(a, neutral, a), ufunc.__name__)
        lanes = known.ravel() if axis is None else known
        found = apply(ufunc, "accumulate", [lanes], True, {"axis": axis or 0})
        return put(ufunc.__name__, found, out)

    return run


def _fold(ufunc: np.ufunc) -> Callable[..., Any]:
    def run(a: Any, axis: Any = None, out: Any = None, **named: Any) -> Any:
        return put(ufunc.__name__, apply(ufunc, "reduce", [a], True, {"axis": axis, **named}), out)

    return run


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.average: average,
    np.mean: mean,
    np.linalg.norm: norm,
    np.nancumprod: _accumulated(np.multiply, 1.0),
    np.nancumsum: _accumulated(np.add, 0.0),
    np.nanmax: _fold(np.fmax),
    np.nanmean: nanmean,
    np.nanmin: _fold(np.fmin),
    np.nanprod: _but_nan(np.multiply, 1.0),
    np.nanstd: nanstd,
    np.nansum: nansum,
    np.nanvar: nanvar,
}
