"""Compiled functions of arrays that are not NumPy's: the array API, to the letter."""

import math

import numpy as np
import pytest

import autograd_lite as ag

xp = pytest.importorskip("array_api_strict")

X = np.linspace(-2.0, 3.0, 12).reshape(4, 3)


def numbers(result):
    """The same structure, of NumPy's arrays."""
    if isinstance(result, tuple):
        return tuple(map(numbers, result))
    return np.asarray(result)


def same(found, expected):
    """To the last digits: the order of a sum may differ."""
    pairs = zip(found, expected, strict=True) if isinstance(expected, tuple) else ()
    if pairs:
        return all(same(*pair) for pair in pairs)
    return np.allclose(found, expected, rtol=1e-14, atol=0.0)


def f(w, x):
    return ag.where(x[0] > 0.0, ag.tanh(ag.dot(w, x)), ag.exp(x[1]) * w[2] ** 2)


def test_eager_derivatives_say_what_to_pass_instead():
    class Foreign:  # as arrays of JAX and PyTorch are
        ndim, shape = 1, (2,)

        def __array__(self, dtype=None, copy=None):
            return np.array([1.0, 2.0], dtype)

    for derivative in (ag.grad, ag.jacobian, ag.value_and_grad):
        with pytest.raises(TypeError, match=r"argument 0: .*pass np\.asarray\(x\).* compiled"):
            derivative(lambda x: x[0])(Foreign())
        assert derivative(lambda x: x[0])(np.asarray(Foreign())) is not None


@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("method", ["value", "value_and_grad"])
def test_a_batch_is_that_of_numpy(reduce, method):
    fast = ag.compile(f, in_axes=(None, 0), reduce=reduce, backend="numpy")
    w = [0.5, -0.25, 2.0]
    call = fast if method == "value" else getattr(fast, method)
    found, expected = call(xp.asarray(w), xp.asarray(X)), call(np.array(w), X)
    assert type(found[0] if isinstance(found, tuple) else found) is type(xp.asarray(X))
    assert same(numbers(found), expected)


def test_another_axis_and_a_value_that_it_closes_over():
    scale = ag.Value(3.0)
    fast = ag.compile(lambda x: scale * ag.sum(x) ** 2, in_axes=1, backend="numpy")
    assert same(numbers(fast(xp.asarray(X.T))), fast(X.T))
    scale.data = -1.0
    assert same(numbers(fast(xp.asarray(X.T))), -(np.sum(X, axis=1) ** 2))


def test_one_point():
    fast = ag.compile(lambda x: ag.logsumexp(x) * math.pi, backend="numpy")
    assert same(numbers(fast(xp.asarray(X[0]))), fast(X[0]))


FUNCTIONS = {
    "Value": lambda v, x: ag.exp(v) * x,
    "choice by a Value": lambda v, x: ag.where(v > 1.0, x, 0.1),
    "constants": lambda v, x: ag.where(x > 0.5, 0.1, 0.2),
    "nothing but a Value": lambda v, x: v * 2.0,
}


@pytest.mark.parametrize("dtype", [xp.float32, xp.float64])
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("axes", [None, 0])
def test_numbers_beside_the_arrays_have_their_precision(name, dtype, axes):
    scale, x = ag.Value(1.5), X[:, 0]
    fast = ag.compile(lambda x: FUNCTIONS[name](scale, x if axes == 0 else x[0]), in_axes=axes)
    pairs = zip(
        fast.value_and_grad(xp.asarray(x, dtype=dtype)), fast.value_and_grad(x), strict=True
    )
    for found, expected in pairs:
        assert found.dtype == dtype
        assert np.allclose(np.asarray(found), expected, rtol=1e-6 if dtype == xp.float32 else 0)


@pytest.mark.parametrize("number", [2, np.float32(2.0), xp.asarray(2.0)])
def test_a_number_that_all_rows_share(number):
    fast = ag.compile(lambda w, x: ag.exp(w) * x, in_axes=(None, 0))
    assert same(numbers(fast(number, xp.asarray(X[:, 0]))), fast(2.0, X[:, 0]))


def test_whole_numbers_are_taken_and_complex_ones_are_not():
    half = ag.compile(lambda x: x * 0.5, in_axes=0)
    assert half(xp.asarray([1, 2])).dtype == xp.float64
    with pytest.raises(TypeError, match="arrays of real numbers are needed"):
        half(xp.asarray([1j]))


def test_a_mean_needs_a_row():
    fast = ag.compile(lambda x: x, in_axes=0, reduce="mean")
    with pytest.raises(ValueError, match="a batch without rows"):
        fast(xp.zeros(0))
    assert float(ag.compile(lambda x: 3.0, in_axes=0, reduce="mean")(xp.zeros((2, 0)))) == 3.0
