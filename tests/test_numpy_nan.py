"""What sorts, searches and compares numbers knows the place of nan, as NumPy does."""

import itertools
import math
import warnings

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value

EDGES = [0.0, 1.0, 2.0]


def _in_place(name, *given):
    def run(x):
        ordered = x.copy()
        getattr(ordered, name)(*given)
        return ordered

    return run


def _padded(mode, **named):
    return lambda x: np.pad(x, ((1, 2), (2, 0)), mode=mode, **named)


WHOLE = """
argmax argmin argsort argwhere count_nonzero cumprod cumsum diff flatnonzero isfinite isinf isnan
max mean median min nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian
nanmin nanprod nanstd nansum nanvar nonzero prod ptp sign signbit sort std sum unique var
"""
ALONG = """
argmax argmin argsort max median min nanargmax nanmax nanmedian nanmin nanvar ptp sort
"""
#: of an array of two rows
LOOKING = {
    **{name: getattr(np, name) for name in WHOLE.split()},
    **{
        f"{name} by {axis}": lambda x, name=name, axis=axis: getattr(np, name)(x, axis=axis)
        for name in ALONG.split()
        for axis in (0, 1)
    },
    **{
        f"{name} {share}": lambda x, name=name, share=share: getattr(np, name)(x, share, axis=0)
        for name in ("percentile", "quantile", "nanpercentile", "nanquantile")
        for share in (0.0, 0.25, [0.5, 1.0])
    },
    **{
        f"pad {mode} {length}": _padded(mode, stat_length=length)
        for mode in ("maximum", "minimum", "mean", "median")
        for length in (None, 1, (2, 1))
    },
    **{f"pad {mode}": _padded(mode) for mode in ("edge", "reflect", "wrap", "linear_ramp")},
    **{
        f"{ufunc.__name__}.{method}": getattr(ufunc, method)
        for ufunc in (np.maximum, np.minimum, np.fmax, np.fmin)
        for method in ("reduce", "accumulate")
    },
    **{
        ufunc.__name__: lambda x, ufunc=ufunc: ufunc(x, x[::-1, ::-1])
        for ufunc in (
            np.maximum, np.minimum, np.fmax, np.fmin, np.less, np.less_equal, np.greater, np.equal,
            np.greater_equal, np.not_equal, np.isclose, np.array_equal,
        )
    },
    "median whole": lambda x: np.median(x, axis=(0, 1), keepdims=True),
    "median by name": lambda x: np.median(a=x, overwrite_input=True),
    "argmax by name": lambda x: np.argmax(a=x, axis=1),
    "argsort by name": lambda x: np.argsort(a=x, kind="stable"),
    "argmin of the array": lambda x: x.argmin(axis=1),
    "max of the array": lambda x: x.max(axis=1),
    "lexsort": lambda x: np.lexsort((x[1], x[0])),
    "lexsort by name": lambda x: np.lexsort(keys=(x[1], x[0])),
    "sort in place": _in_place("sort"),
    "partition": lambda x: np.partition(x, 1)[:, 1],
    "partition in place": lambda x: _in_place("partition", 1)(x)[:, 1],
    "argpartition": lambda x: np.take_along_axis(x, np.argpartition(x, 1), 1)[:, 1],
    "searchsorted": lambda x: np.searchsorted(EDGES, x),
    "searchsorted by name": lambda x: np.searchsorted(a=EDGES, v=x, side="right"),
    "searchsorted in it": lambda x: np.searchsorted(np.sort(x[0]), x[1]),
    "searchsorted of its method": lambda x: np.sort(x[0]).searchsorted([0.5, math.nan]),
    "digitize": lambda x: np.digitize(x, EDGES),
    "digitize by name": lambda x: np.digitize(x=x, bins=EDGES),
    "histogram": lambda x: np.histogram(x, EDGES),
    "histogram of density": lambda x: np.histogram(x, bins=EDGES, density=True)[1],
    "histogram of weights": lambda x: np.histogram(x, EDGES, weights=np.ones((2, 3)))[0],
    "histogram2d": lambda x: np.histogram2d(x[0], x[1], bins=EDGES),
    "histogram2d of range": lambda x: np.histogram2d(x[0], x[1], [2, 3], [[0, 2], [0, 2]]),
    "histogramdd": lambda x: np.histogramdd((x[0], x[1]), [EDGES, EDGES])[0],
    "histogramdd of a list": lambda x: np.histogramdd([*x[0]], [EDGES])[0],
    "histogramdd of points": lambda x: np.histogramdd(x.T, 2, ((0, 2), (0, 2)))[0],
    "clip": lambda x: np.clip(x, 0.5, x[::-1]),
    "where": lambda x: np.where(x > 1.0, x, -x),
    "select": lambda x: np.select([x > 1.0, x < 0.5], [x, -x]),
    "piecewise": lambda x: np.piecewise(x, [x > 1.0, x <= 1.0], [np.abs, np.negative]),
}  # fmt: skip
NUMBERS = [[1.0, 0.25, 2.0], [1.5, 1.0, -0.5]]
PLACES = [*itertools.chain(*(itertools.combinations(range(6), n) for n in (0, 1, 2))), range(3)]


def as_numbers(found):
    if isinstance(found, (list, tuple)):
        return [as_numbers(each) for each in found]
    array = np.asarray(found)
    numbers = [each.data if isinstance(each, Value) else each for each in array.ravel().tolist()]
    return np.array(numbers, float).reshape(array.shape)


@pytest.mark.parametrize("name", LOOKING)
def test_nan_has_the_place_that_numpy_gives_it_without_a_warning_of_its_own(name):
    for places in PLACES:
        x = np.array(NUMBERS)
        x.ravel()[[*places]] = math.nan
        try:
            with warnings.catch_warnings(record=True) as told:  # of what is nan alone
                warnings.simplefilter("always")
                wanted = LOOKING[name](x)
        except ValueError as error:  # of nothing but nan
            with pytest.raises(ValueError, match=str(error)):
                LOOKING[name](ag.add(x, Value(0.0)))
            continue
        with warnings.catch_warnings(action="ignore" if told else "error"):
            answer = LOOKING[name](ag.add(x, Value(0.0)))
        for found, expected in zip(_parts(answer), _parts(wanted), strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-15)


def _parts(found):
    numbers = as_numbers(found)
    return numbers if isinstance(numbers, list) else [numbers]


UNKNOWN = {
    "max": np.max,
    "median": np.median,
    "percentile": lambda x: np.percentile(x, 30.0),
    "quantile": lambda x: np.quantile(x, 0.5),
    "pad": lambda x: np.pad(x, 1, mode="median")[0],
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_the_slopes_of_an_order_are_nan_where_it_is_not_known(name):
    for place in range(4):
        x = np.array([1.0, 1.0, 0.0, 3.0])
        x[place] = math.nan
        value, slopes = ag.value_and_grad(UNKNOWN[name])(x)
        assert math.isnan(value)
        assert np.isnan(slopes).all()


def test_the_slopes_of_a_median_are_those_of_the_middle():
    assert ag.grad(np.median)(np.array([4.0, 1.0, 3.0, 2.0])).tolist() == [0.0, 0.0, 0.5, 0.5]
    assert ag.grad(np.nanmedian)(np.array([4.0, math.nan, 1.0, 2.0])).tolist() == [0, 0, 0, 1]
    out = np.empty(2, dtype=object)
    np.median(ag.add(NUMBERS, Value(0.0)), axis=1, out=out)
    assert as_numbers(out).tolist() == [1.0, 1.0]


def test_what_is_padded_has_the_shares_of_extrema():
    slopes = ag.grad(lambda x: np.sum(np.pad(x, 1, mode="maximum")))(np.array([2.0, 2.0, 1.0]))
    assert slopes.tolist() == [2.0, 2.0, 1.0]
    fast = ag.compile(lambda x: np.pad(x, 1, mode="minimum")[0])
    assert fast.value_and_grad(np.array([2.0, 3.0]))[1].tolist() == [1.0, 0.0]


def test_a_range_that_has_nan_is_refused_as_numpy_refuses_it():
    gaps = ag.add([1.0, math.nan], Value(0.0))
    for count in (
        lambda: np.histogram(gaps, 3),
        lambda: np.histogram2d(gaps, gaps, 3),
        lambda: np.histogramdd([gaps, gaps], [3, EDGES]),
    ):
        with pytest.raises(ValueError, match="finite"):
            count()
