"""Functions of NumPy that are no ufuncs, where its own code would not do for Values."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.arrays import (
    covariance,
    histograms,
    matrices,
    ordering,
    padding,
    quantiles,
    reductions,
    statistics,
)
from autograd_lite.arrays.elements import ELEMENTS
from autograd_lite.arrays.places import look_at_numbers
from autograd_lite.arrays.reductions import Objects
from autograd_lite.arrays.ufuncs import call, elementwise, plain, put
from autograd_lite.floats import power
from autograd_lite.inputs.checks import whole_number

_where, _abs = primitives.where.of_numbers, primitives.abs.of_numbers
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


def sinc(x: Any) -> Any:
    """np.sinc: sin(πx) / (πx), and 1 at 0."""
    return elementwise(primitives.sinc.of_numbers, (x,), "sinc")


def i0(x: Any) -> Any:
    """np.i0: the modified Bessel function of order 0."""
    return elementwise(primitives.i0.of_numbers, (x,), "i0")


def _is_close(x: Any, y: Any, rtol: float, atol: float, equal_nan: bool) -> Any:
    near = _less_equal(_abs(x - y), atol + rtol * _abs(y))
    found = _either(_both(near, _is_finite(y)), _equal(x, y))
    return _either(found, _both(_is_nan(x), _is_nan(y))) if equal_nan else found


def isclose(a: Any, b: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    """np.isclose: conditions."""
    return elementwise(_is_close, (a, b, rtol, atol, equal_nan), "isclose")


def gradient(f: Any, *spacing: Any, axis: Any = None, edge_order: Any = 1) -> Any:
    """np.gradient along one axis: of what it makes of each place alone, weighted sums."""
    array = plain(f, "gradient")
    if any(plain(each, "gradient").dtype.kind == "O" for each in spacing):
        raise TypeError("gradient: distances are plain numbers; write np.diff(f) / np.diff(x)")
    if axis is None and array.ndim != 1:
        raise TypeError("gradient: of Values, name one axis")
    lanes = np.moveaxis(array, -1 if axis is None else axis, -1)
    weights = np.gradient(np.eye(lanes.shape[-1]), *spacing, axis=0, edge_order=edge_order)
    found = np.empty(lanes.shape, dtype=object)
    for i, row in enumerate(weights):
        near = row != 0.0
        found[..., i] = reductions.dot(lanes[..., near], row[near])
    return np.moveaxis(found, -1, -1 if axis is None else axis)


def round(a: Any, decimals: int = 0, out: Any = None) -> Any:
    """np.round: rint, of what is scaled for some decimals; its slope is 0."""
    if not decimals:
        return put("round", call(np.rint, (a,)), out)
    scale = power(10.0, float(abs(whole_number("decimals", decimals))))
    if scale == math.inf:  # there is nothing to round, or nothing is left
        return put("round", call(np.multiply, (a, 1.0 if decimals > 0 else 0.0)), out)
    there, back = (np.multiply, np.divide) if decimals > 0 else (np.divide, np.multiply)
    return put("round", call(back, (call(np.rint, (call(there, (a, scale)),)), scale)), out)


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
    **named: Any,
) -> Any:
    """np.linspace, which itself asks whether the step is 0."""
    if dtype is not None and np.dtype(dtype).kind not in "fO":  # O, as np.histogram asks
        raise TypeError(f"linspace: Values are doubles, got {dtype!r}; write it without dtype")
    count = whole_number("num", num, 0)
    gaps = count - 1 if endpoint else count
    way = plain(call(np.subtract, (stop, start)), "linspace")
    step = call(np.divide, (way, gaps or math.nan))
    places = np.arange(count, dtype=float).reshape(-1, *[1] * way.ndim)
    found = plain(call(np.add, (call(np.multiply, (places, step if gaps else way)), start)), "")
    if endpoint and gaps > 0:
        found[-1, ...] = plain(stop, "linspace")
    found = np.moveaxis(found, 0, axis)
    return (found, step) if retstep else found


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.where: where,
    np.clip: clip,
    np.dot: dot,
    np.inner: _product(reductions.inner),
    np.vdot: _product(lambda x, y: reductions.inner(x.ravel(), y.ravel())),
    np.isclose: isclose,
    np.gradient: gradient,
    np.linspace: linspace,
    np.round: round,
    np.around: round,
    np.select: select,
    np.sinc: sinc,
    np.i0: i0,
    np.nan_to_num: nan_to_num,
    **covariance.HANDLED,
    **histograms.HANDLED,
    **matrices.HANDLED,
    **ordering.HANDLED,
    **padding.HANDLED,
    **quantiles.HANDLED,
    **statistics.HANDLED,
}
