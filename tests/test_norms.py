"""np.linalg.norm of vectors of every size, eagerly and compiled."""

import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.compiler.backends import BACKENDS

VECTORS = {
    "usual": [3.0, -4.0, 12.0],
    "tiny": [3e-170, -4e-170],
    "tiny beside 0": [0.0, 1e-200],
    "subnormal": [5e-324],
    "huge": [3e200, -4e200],
    "huge beside tiny": [1e300, 1.0, 1e-300],
    "the largest": [1e308, 1e308],
    "mixed": [1e-320, 3.0, 1e-5],
}


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("backend", [None, *BACKENDS])
def test_no_length_leaves_the_range_on_the_way(name, backend):
    x = np.array(VECTORS[name])
    run = ag.value_and_grad(np.linalg.norm)
    if backend:
        run = ag.compile(np.linalg.norm, backend=backend).value_and_grad
    length, slopes = run(x)
    wanted = math.hypot(*x)
    assert math.isclose(length, wanted, rel_tol=1e-15)
    np.testing.assert_allclose(slopes, x / wanted, rtol=1e-15, atol=1e-323)


@pytest.mark.parametrize("x", [[0.0, 0.0], [0.0, -0.0, 0.0]])
def test_the_slope_at_the_origin_is_0(x):
    for run in (
        ag.value_and_grad(np.linalg.norm),
        *(ag.compile(np.linalg.norm, backend=each).value_and_grad for each in BACKENDS),
    ):
        length, slopes = run(np.array(x))
        assert length == 0.0
        assert not slopes.any()


def test_what_is_usual_is_the_root_of_a_product_to_the_bit():
    x = np.random.default_rng(5).normal(size=20)
    wanted = ag.value_and_grad(lambda x: ag.sqrt(ag.dot(x, x)))(x)
    fast = ag.compile(np.linalg.norm, backend="python")
    for run in (ag.value_and_grad(np.linalg.norm), fast.value_and_grad):
        length, slopes = run(x)
        assert length == wanted[0]
        assert slopes.tolist() == wanted[1].tolist()


def lengths_of_rows(x):
    return np.linalg.norm(x, axis=1)


def test_rows_are_scaled_one_by_one():
    x = np.array([[3e-170, 4e-170], [3.0, 4.0], [3e200, 4e200]])
    np.testing.assert_allclose(ag.compile(lengths_of_rows)(x), [5e-170, 5.0, 5e200], rtol=1e-15)
    slopes = ag.grad(lambda x: np.sum(lengths_of_rows(x)))(x)
    np.testing.assert_allclose(slopes, [[0.6, 0.8]] * 3, rtol=1e-15)


@pytest.mark.parametrize("name", ["nanstd", "nanvar", "nancumsum", "nancumprod"])
@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's, of what is nan alone
def test_what_skips_nan_is_compiled_too(name, axis):
    x = np.array([[1.0, math.nan, 2.0, 5.0], [math.nan, math.nan, 3.0, 1.0]])
    function = getattr(np, name)
    wanted = function(x, axis=axis)
    found = ag.compile(lambda x: function(x, axis=axis))(x)
    np.testing.assert_allclose(found, wanted, rtol=1e-14)
    spread = lambda x: np.sum(np.nan_to_num(function(x, axis=axis)))  # noqa: E731  # of one test
    np.testing.assert_allclose(ag.compile(spread).value_and_grad(x)[1], ag.grad(spread)(x))


def test_a_spread_that_knows_too_few_numbers_is_nan():
    x = np.array([[1.0, math.nan], [2.0, 4.0]])
    found = ag.compile(lambda x: np.nanvar(x, axis=1, ddof=1, keepdims=True))(x)
    np.testing.assert_array_equal(found, [[math.nan], [2.0]])
