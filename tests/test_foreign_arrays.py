"""Compiled functions of arrays that are not NumPy's: the array API, to the letter."""

import math
import re
import sys
from itertools import groupby, pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from accuracy import samples
from test_matrices import dead_rows

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.compiler.matrices import foreign
from autograd_lite.compiler.matrices.library import Library
from autograd_lite.primitives.operation import TABLE

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


# The table, and networks --------------------------------------------------------------------


@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())
def test_every_row_is_that_of_numpy_or_the_standard_lacks_a_function(operation):
    for count, points in groupby(sorted(samples(operation, 6), key=len), key=len):
        fast = ag.compile(
            lambda *x: Value.record_operation(operation, x),
            argnums=tuple(range(count)),
            in_axes=0,
            backend="numpy",
        )
        columns = list(np.array([*points]).T)
        expected = fast.value_and_grad(*columns)
        try:
            found = fast.value_and_grad(*map(xp.asarray, columns))
        except TypeError as error:
            (name,) = re.findall(r"array_api_strict has no function for (\w+)$", str(error))
            assert not hasattr(xp, name)
        else:
            assert same_or_nan(numbers(found), expected)


def same_or_nan(found, expected):
    pairs = zip([found[0], *found[1]], [expected[0], *expected[1]], strict=True)
    return all(np.allclose(x, y, rtol=1e-13, atol=0.0, equal_nan=True) for x, y in pairs)


def network(sizes, activation=ag.tanh):
    rng = np.random.default_rng(0)
    parameters = [
        (rng.normal(size=(outputs, inputs)), rng.normal(size=outputs))
        for inputs, outputs in pairwise(sizes)
    ]

    def loss(parameters, x, y):
        for i, (weights, biases) in enumerate(parameters):
            x = weights @ x + biases
            x = activation(x) if i < len(parameters) - 1 else x
        return ag.sum((x - y) ** 2)

    return loss, parameters


def foreign_parts(parameters):
    return [tuple(map(xp.asarray, pair)) for pair in parameters]


@pytest.fixture(params=[1 << 25, 500])
def numbers_of_a_block(request, monkeypatch):
    monkeypatch.setattr(foreign, "_NUMBERS", request.param)


@pytest.mark.usefixtures("numbers_of_a_block")
@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("argnums", [0, 1, (0, 1, 2)])
def test_networks_are_those_of_numpy(argnums, reduce):
    loss, parameters = network((3, 8, 5, 2))
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(100, 3)), rng.normal(size=(100, 2))
    fast = ag.compile(loss, in_axes=(None, 0, 0), reduce=reduce, argnums=argnums, backend="numpy")
    found = fast.value_and_grad(foreign_parts(parameters), xp.asarray(x), xp.asarray(y))
    expected = fast.value_and_grad(parameters, x, y)
    for a, b in zip(arrays(found), arrays(expected), strict=True):
        np.testing.assert_allclose(np.asarray(a), b, rtol=1e-11, atol=1e-13)


def arrays(result):
    if isinstance(result, (tuple, list)):
        return [x for part in result for x in arrays(part)]
    return [result]


def test_a_layer_is_a_matrix_product(monkeypatch):
    calls = []
    monkeypatch.setattr(xp, "matmul", lambda *x, of=xp.matmul: (calls.append(1), of(*x))[1])
    loss, parameters = network((3, 8, 5, 2))
    fast = ag.compile(loss, in_axes=(None, 0, 0), reduce="mean")
    fast.value_and_grad(foreign_parts(parameters), xp.ones((10, 3)), xp.ones((10, 2)))
    assert len(calls) == 8  # three layers forward, two back, and three gradients of weights


@pytest.mark.usefixtures("numbers_of_a_block")
@pytest.mark.parametrize("special", [math.inf, -math.inf, math.nan])
def test_a_dead_row_sends_nothing_through_what_is_infinite(special):
    f, w, x = dead_rows(special)
    for reduce in (None, "sum"):
        for argnums in (0, 1):
            fast = ag.compile(f, in_axes=(None, 0), reduce=reduce, argnums=argnums, backend="numpy")
            found = fast.value_and_grad(xp.asarray(w), xp.asarray(x))
            for a, b in zip(found, fast.value_and_grad(w, x), strict=True):
                np.testing.assert_allclose(np.asarray(a), b, rtol=1e-13)


def test_sums_of_many_numbers():
    x = np.random.default_rng(2).normal(size=(20, 50))
    for f in (ag.sum, ag.mean, ag.logsumexp, lambda x: ag.sum([z * z for z in x])):
        fast = ag.compile(f, in_axes=0, backend="numpy")
        for a, b in zip(fast.value_and_grad(xp.asarray(x)), fast.value_and_grad(x), strict=True):
            np.testing.assert_allclose(np.asarray(a), b, rtol=1e-12)


def test_a_model_is_trained_on_them():
    model = ag.nn.MLP(3, [8, 1], rng=0)
    loss = ag.compile(lambda x, y: ag.squared_error(model(x), y), in_axes=0, reduce="mean")
    x, y = np.random.default_rng(3).normal(size=(30, 3)), np.ones(30)
    assert float(loss(xp.asarray(x), xp.asarray(y))) == pytest.approx(loss(x, y), rel=1e-12)


def test_no_rows_at_all():
    loss, parameters = network((3, 8, 1))
    fast = ag.compile(loss, in_axes=(None, 0, 0), reduce="sum")
    value, gradient = fast.value_and_grad(
        foreign_parts(parameters), xp.ones((0, 3)), xp.ones((0, 1))
    )
    assert float(value) == 0.0
    assert not any(np.asarray(x).any() for x in arrays(gradient))


# Libraries that need help, and things that are no arrays ----------------------------------------


class Tensor:
    """Like an array, of a library that is not one of the standard."""

    __module__ = "somebodys.tensors"
    shape = (3,)
    dtype = "float"


def test_libraries_that_are_not_of_the_standard_need_another(monkeypatch):
    fast = ag.compile(lambda x: x, in_axes=0)
    monkeypatch.setitem(sys.modules, "array_api_compat", None)
    with pytest.raises(ImportError, match="arrays of somebodys need array-api-compat; run: pip"):
        fast(Tensor())

    def array_namespace(x):
        raise TypeError("unknown")

    compat = SimpleNamespace(array_namespace=array_namespace)
    monkeypatch.setitem(sys.modules, "array_api_compat", compat)
    with pytest.raises(TypeError, match="an array is needed, got a Tensor of somebodys"):
        fast(Tensor())


class Positions(np.ndarray):
    """An array of NumPy's with a name of somebody else's, as those of units have."""

    __module__ = "somebodys.units"


@pytest.mark.parametrize("in_axes", [None, 0])
@pytest.mark.parametrize("backend", ["python", "numpy", "auto"])
def test_an_array_of_a_class_derived_from_numpys_is_one_of_numpys(in_axes, backend):
    fast = ag.compile(lambda x: ag.sum(x * x), in_axes=in_axes, backend=backend)
    plain = np.arange(6.0).reshape(2, 3)
    value, gradient = fast.value_and_grad(plain.view(Positions))
    assert type(gradient) is np.ndarray
    np.testing.assert_array_equal(gradient, 2 * plain)
    np.testing.assert_array_equal(value, fast(plain))
    np.testing.assert_array_equal(fast.jvp((plain.view(Positions),), (plain,))[1], 2 * value)


class Unknown:
    """A condition that nobody knows yet, as while a library traces."""

    def __bool__(self):
        raise TypeError("traced")


def test_while_a_library_traces_products_are_strong(monkeypatch):
    monkeypatch.setattr(Library, "any_nan", lambda self, found: Unknown())
    w, x = np.ones((4, 8)), np.ones((10, 8))
    w[1, 2], x[::2, 0] = math.inf, -1.0
    fast = ag.compile(
        lambda w, x: ag.sum([ag.where(x[0] > 0.0, z, 1.0) for z in w @ x]),
        in_axes=(None, 0),
        argnums=1,
        backend="numpy",
    )
    found = fast.value_and_grad(xp.asarray(w), xp.asarray(x))
    assert same(numbers(found), fast.value_and_grad(w, x))
