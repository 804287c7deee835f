"""Functions of NumPy that are no ufuncs, where its own code would not do for Values."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.arrays import reductions
from autograd_lite.arrays.elements import ELEMENTS
from autograd_lite.arrays.reductions import Objects
from autograd_lite.arrays.ufuncs import apply, call, elementwise, plain, put, refuse
from autograd_lite.comparisons import tracing

#: what looks at numbers to find places, which Values that are traced do not have yet
_PLACES: Final = """
argmax argmin argpartition argsort argwhere count_nonzero digitize flatnonzero histogram lexsort
median nanargmax nanargmin nanmedian nanpercentile nanquantile nonzero partition percentile
piecewise quantile searchsorted sort unique
"""
PLACES: Final = frozenset(_PLACES.split())
_where, _abs = primitives.where.of_numbers, primitives.abs.of_numbers
_power = primitives.power.of_numbers
_equal, _less_equal = ELEMENTS[np.equal], ELEMENTS[np.less_equal]
_both, _either = ELEMENTS[np.logical_and], ELEMENTS[np.logical_or]
_is_nan, _is_finite = ELEMENTS[np.isnan], ELEMENTS[np.isfinite]


def where(condition: Any, *branches: Any) -> Any:
    """np.where of a condition and two branches; of a condition alone, the places."""
    if not branches:
        look_at_numbers("nonzero")
        return np.nonzero(plain(condition, "where"))
    operands = primitives.where.unpack(condition, *branches)
    return elementwise(_where, operands, "where")


def clip(a: Any, a_min: Any = None, a_max: Any = None, out: Any = None, **named: Any) -> Any:
    """np.clip: None is no border."""
    low, high = named.pop("min", a_min), named.pop("max", a_max)
    if named:
        raise TypeError(f"clip: Values take no {', '.join(named)} here")
    borders = [
        far if border is None or border is _NOT_GIVEN else border
        for border, far in ((low, -math.inf), (high, math.inf))
    ]
    return put("clip", elementwise(primitives.clip.of_numbers, (a, *borders), "clip"), out)


_NOT_GIVEN: Final = getattr(np, "_NoValue", None)


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


def _product(product: Callable[[Objects, Objects], Any]) -> Callable[..., Any]:
    def run(a: Any, b: Any, out: Any = None) -> Any:
        x, y = plain(a, "dot"), plain(b, "dot")
        found = product(x, y) if x.ndim and y.ndim else call(np.multiply, (x, y))
        return put("dot", found, out)

    return run


dot: Final = _product(reductions.dot)


def select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Any:
    """np.select: the choice of the first condition that is true."""
    if len(condlist) != len(choicelist):
        raise ValueError("select: as many conditions as choices are needed")
    found = default
    for condition, choice in zip(condlist[::-1], choicelist[::-1], strict=True):
        found = where(condition, choice, found)
    return found


def nan_to_num(
    x: Any, copy: bool = True, nan: float = 0.0, posinf: Any = None, neginf: Any = None
) -> Any:
    """np.nan_to_num: numbers in place of nan and of what is infinite."""
    largest = np.finfo(float).max
    high, low = largest if posinf is None else posinf, -largest if neginf is None else neginf
    finite = where(call(np.equal, (x, math.inf)), high, x)
    finite = where(call(np.equal, (x, -math.inf)), low, finite)
    return where(call(np.isnan, (x,)), nan, finite)


def _sinc(x: Any) -> Any:
    is_zero = _equal(x, 0.0)
    angle = _where(is_zero, 1.0, primitives.multiply.of_numbers(math.pi, x))
    return _where(
        is_zero, 1.0, primitives.divide.of_numbers(primitives.sin.of_numbers(angle), angle)
    )


def sinc(x: Any) -> Any:
    """np.sinc: sin(πx) / (πx), and 1 at 0."""
    return elementwise(_sinc, (x,), "sinc")


def _is_close(x: Any, y: Any, rtol: float, atol: float, equal_nan: bool) -> Any:
    near = _less_equal(_abs(x - y), atol + rtol * _abs(y))
    found = _either(_both(near, _is_finite(y)), _equal(x, y))
    return _either(found, _both(_is_nan(x), _is_nan(y))) if equal_nan else found


def isclose(a: Any, b: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    """np.isclose: conditions."""
    return elementwise(_is_close, (a, b, rtol, atol, equal_nan), "isclose")


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


def _but_nan(ufunc: np.ufunc, neutral: float) -> Callable[..., Any]:
    """A reduction of what is not nan."""

    def run(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, **named: Any) -> Any:
        known = where(call(np.isnan, (a,)), neutral, a)
        return put(
            ufunc.__name__, apply(ufunc, "reduce", [known], True, {"axis": axis, **named}), out
        )

    return run


def nanmean(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, **named: Any) -> Any:
    """np.nanmean: the sum of what is not nan, divided by how many these are."""
    ones = where(call(np.isnan, (a,)), 0.0, 1.0)
    count = apply(np.add, "reduce", [ones], True, {"axis": axis, **named})
    return put("nanmean", call(np.divide, (_nansum(a, axis, **named), count)), out)


def _fold(ufunc: np.ufunc) -> Callable[..., Any]:
    def run(a: Any, axis: Any = None, out: Any = None, **named: Any) -> Any:
        return put(ufunc.__name__, apply(ufunc, "reduce", [a], True, {"axis": axis, **named}), out)

    return run


def gradient(f: Any, *spacing: Any, axis: Any = None, edge_order: Any = 1) -> Any:
    """np.gradient along one axis: of what it makes of each place alone, weighted sums."""
    array = plain(f, "gradient")
    if axis is None and array.ndim != 1:
        raise TypeError("gradient: of Values, name one axis")
    lanes = np.moveaxis(array, -1 if axis is None else axis, -1)
    weights = np.gradient(np.eye(lanes.shape[-1]), *spacing, axis=0, edge_order=edge_order)
    found = np.empty(lanes.shape, dtype=object)
    for i, row in enumerate(weights):
        near = row != 0.0
        found[..., i] = reductions.dot(lanes[..., near], row[near])
    return np.moveaxis(found, -1, -1 if axis is None else axis)


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


def round(*args: Any, **named: Any) -> Any:
    """Refuse np.round, whose results have no gradient."""
    refuse(np.rint)


def look_at_numbers(name: str) -> None:
    """Refuse a function that finds places, while none of the numbers is known."""
    trace = tracing.get()
    if trace is not None:
        trace.refuse(f"what np.{name} finds")


_nansum: Final = _but_nan(np.add, 0.0)
HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.where: where,
    np.clip: clip,
    np.mean: mean,
    np.dot: dot,
    np.inner: _product(reductions.inner),
    np.vdot: _product(lambda x, y: reductions.inner(x.ravel(), y.ravel())),
    np.isclose: isclose,
    np.linalg.norm: norm,
    np.gradient: gradient,
    np.nanmax: _fold(np.fmax),
    np.nanmean: nanmean,
    np.nanmin: _fold(np.fmin),
    np.nanprod: _but_nan(np.multiply, 1.0),
    np.nansum: _nansum,
    np.nanpercentile: _quantiles("nanpercentile", 100.0, _quantile_of_known),
    np.nanquantile: _quantiles("nanquantile", 1.0, _quantile_of_known),
    np.percentile: _quantiles("percentile", 100.0),
    np.quantile: _quantiles("quantile", 1.0),
    np.round: round,
    np.around: round,
    np.select: select,
    np.sinc: sinc,
    np.nan_to_num: nan_to_num,
}
