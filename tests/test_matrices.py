"""Linear nodes as matrix products: in NumPy's back end, and so for arrays of other libraries."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.compiler.backends import numpy as backend
from autograd_lite.compiler.matrices import code, writing
from autograd_lite.compiler.matrices.functions import MatricesOfNumpy

EPS = 2.0**-53


@pytest.fixture
def texts(monkeypatch):
    """The text of everything that is compiled."""
    found = []

    def write(*args):
        found.append(writing.write(*args))
        return found[-1]

    monkeypatch.setattr(code, "write", write)
    return found


def steps(text):
    """What a function does, line by line."""
    return [line.strip() for line in text.splitlines() if " = " in line]


def network(sizes, activation=ag.tanh):
    """The squared error of a network, and its weights and biases."""
    rng = np.random.default_rng(0)
    parameters = []
    for inputs, outputs in pairwise(sizes):
        parameters += [rng.normal(size=(outputs, inputs)), rng.normal(size=outputs)]

    def loss(parameters, x, y):
        for i in range(0, len(parameters), 2):
            x = x @ parameters[i].T + parameters[i + 1]
            x = activation(x) if i < len(parameters) - 2 else x
        return ag.sum((x - y) ** 2)

    return loss, parameters


def points(rows, sizes):
    rng = np.random.default_rng(1)
    return rng.normal(size=(rows, sizes[0])), rng.normal(size=(rows, sizes[-1]))


def by_llvm(f, args, **options):
    return ag.compile(f, backend="llvm", **options).value_and_grad(*args)


def flat(result):
    value, gradient = result
    parts = [value, *gradient] if isinstance(gradient, (list, tuple)) else [value, gradient]
    return np.concatenate([np.ravel(x) for x in parts])


def same(found, expected, rel=1e-11):
    found, expected = flat(found), flat(expected)
    assert found == pytest.approx(expected, rel=rel, abs=rel * np.abs(expected).max(), nan_ok=True)


@pytest.mark.parametrize("activation", [ag.tanh, ag.relu, ag.sigmoid, ag.softplus])
@pytest.mark.parametrize("rows", [1, 7, 3000])
@pytest.mark.parametrize("sizes", [(2, 4, 1), (2, 16, 16, 1), (5, 3, 7, 2)])
def test_networks_are_those_of_machine_code(sizes, rows, activation):
    loss, parameters = network(sizes, activation)
    args = parameters, *points(rows, sizes)
    options = {"in_axes": (None, 0, 0), "reduce": "mean"}
    found = ag.compile(loss, backend="numpy", **options).value_and_grad(*args)
    same(found, by_llvm(loss, args, **options))


def test_a_layer_is_as_many_steps_however_wide_it_is(texts):
    for width in (8, 32):
        loss, parameters = network((3, width, width, 2))
        fast = ag.compile(loss, backend="numpy", in_axes=(None, 0, 0), reduce="mean")
        fast.value_and_grad(parameters, *points(10, (3, 2)))
    small, large = (steps(text.rows) for text in texts)
    assert len(small) == len(large) < 50
    # three layers forward, two back, and three gradients of weights
    assert sum("sums(" in line for line in large) == 5
    assert sum("products(" in line for line in large) == 3


def test_inputs_have_their_gradient_by_a_matrix_product_too(texts):
    loss, parameters = network((6, 8, 1))
    options = {"in_axes": (None, 0, 0), "argnums": 1}
    args = parameters, *points(20, (6, 1))
    found = ag.compile(loss, backend="numpy", **options).value_and_grad(*args)
    assert found[1].shape == (20, 6)
    same(found, by_llvm(loss, args, **options))
    assert sum("sums(" in line for line in steps(texts[0].rows)) == 3  # two layers, one back


EACH = {
    "residual": lambda w, x: ag.sum(ag.tanh(ag.tanh(w @ x) + x) + x),
    "partly residual": lambda w, x: ag.sum([ag.exp(ag.dot(w[i], x) + x[i]) for i in (1, 2, 4)]),
    "weights of a row": lambda w, x: ag.sum([ag.dot(row, x) ** 2 for row in w * x]),
    "used again": lambda w, x: ag.sum(ag.tanh(w @ ag.tanh(w @ ag.tanh(w @ x)))),
    "a sum of squares": lambda w, x: ag.sum([z * z for z in x]) + ag.sum([z * z for z in w[0]]),
    "logsumexp": lambda w, x: ag.logsumexp([*(w @ x)]) + w[0, 0],
    "frozen": lambda w, x: ag.sum(ag.exp(np.arange(36.0).reshape(6, 6) / 36.0 @ x)) * w[1, 1],
    "a convolution": lambda w, x: ag.sum([ag.dot(w[0, :3], x[i : i + 3]) ** 2 for i in range(4)]),
    "nothing by row": lambda w, x: ag.sum(w * w),
    "nothing shared": lambda w, x: ag.sum(ag.sin(x) * x[::-1]),
    "backwards": lambda w, x: ag.sum(ag.tanh(w[::-1] @ x[::-1])),
    "a choice": lambda w, x: ag.where(x[0] > 0.0, ag.sum(ag.relu(w @ x)), ag.sum(w @ x)),
}  # fmt: skip


@pytest.mark.parametrize("rows", [2, 5])
def test_two_sums_of_the_same_summands_and_others(rows):
    """They have one long sum in common, which is one node."""

    unlike = ag.sin, ag.cos, ag.tanh, ag.relu

    def f(x):
        summands = [ag.exp(g(z)) for g, z in zip(unlike, x, strict=True)]
        return [ag.sum([first, *summands]) for first in (2.0, 3.0, 5.0)]

    X = np.random.default_rng(5).normal(size=(rows, 4))
    found = ag.compile(f, in_axes=0, backend="numpy")(X)
    for x, expected in zip(found, ag.compile(f, in_axes=0, backend="llvm")(X), strict=True):
        np.testing.assert_allclose(x, expected, rtol=1e-13)


@pytest.mark.parametrize("axes", [(None, 0), (0, 0), (0, None)])
@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("name", EACH)
def test_whatever_has_rows_is_that_of_machine_code(name, reduce, axes):
    rng = np.random.default_rng(2)
    w = rng.normal(size=(5, 6, 6) if axes[0] == 0 else (6, 6))
    x = rng.normal(size=(5, 6) if axes[1] == 0 else 6)
    for argnums in (0, 1, (0, 1)):
        options = {"in_axes": axes, "reduce": reduce, "argnums": argnums}
        found = ag.compile(EACH[name], backend="numpy", **options).value_and_grad(w, x)
        same(found, by_llvm(EACH[name], (w, x), **options))


@pytest.mark.parametrize("name", EACH)
def test_one_point_is_that_of_machine_code(name):
    rng = np.random.default_rng(3)
    args = rng.normal(size=(6, 6)), rng.normal(size=6)
    found = ag.compile(EACH[name], backend="numpy").value_and_grad(*args)
    same(found, by_llvm(EACH[name], args))


# Digits -------------------------------------------------------------------------------------


def exact(pairs):
    """The sum of products, and that of their magnitudes."""
    products = [Fraction(x) * Fraction(y) for x, y in pairs]
    return sum(products), float(sum(map(abs, products)))


@pytest.mark.parametrize("block", [1, 3, 64, 2048])
def test_a_sum_is_off_by_its_length_in_roundings_whatever_the_blocks(block, monkeypatch):
    """n · 2⁻⁵³ · Σ|wᵢxᵢ|, in sums of weighted rows and in those over the batch."""
    monkeypatch.setattr(backend, "BLOCK", block)
    rng = np.random.default_rng(4)
    x = rng.normal(size=(300, 12)) * 10.0 ** rng.integers(-8, 8, size=(300, 12))
    w = rng.normal(size=(4, 12)) * 10.0 ** rng.integers(-8, 8, size=(4, 12))
    rows = ag.compile(lambda w, x: w @ x, in_axes=(None, 0), backend="numpy")(w, x)
    for found, point in zip(rows, x, strict=True):
        for i in range(4):
            value, size = exact(zip(w[i].tolist(), point.tolist(), strict=True))
            assert abs(Fraction(found[i]) - value) <= 12 * EPS * size

    def loss(w, x, y):
        return ag.dot(w @ x, y)

    y = rng.normal(size=(300, 4))
    fast = ag.compile(loss, in_axes=(None, 0, 0), reduce="sum", backend="numpy")
    _, gradient = fast.value_and_grad(w, x, y)
    for i in range(4):
        for j in range(12):
            value, size = exact(zip(y[:, i].tolist(), x[:, j].tolist(), strict=True))
            assert abs(Fraction(gradient[i, j]) - value) <= 300 * EPS * size


# What is infinite, or no number -------------------------------------------------------------


@pytest.mark.parametrize("special", [math.inf, -math.inf, math.nan])
def test_a_zero_weight_and_an_infinite_input_are_nan_as_eagerly(special):
    w = np.ones((4, 9))
    w[1, 2] = w[3, 2] = 0.0
    x = np.ones((3, 9))
    x[1, 2] = special
    found = ag.compile(lambda w, x: w @ x, in_axes=(None, 0), backend="numpy")(w, x)
    eager = [[ag.dot(row, z) for row in w.tolist()] for z in x.tolist()]
    np.testing.assert_array_equal(found, eager)


def dead_rows(special):
    """Sums of weighted rows that not every row takes, one of the weights being special."""

    def f(w, x):
        return ag.sum([ag.where(x[0] > 0.0, z, 1.0) for z in w @ x])

    w = np.full((5, 9), 0.5)
    w[2, 3] = special
    x = np.ones((40, 9))
    x[::3, 0] = -1.0
    return f, w, x


@pytest.mark.parametrize("special", [math.inf, -math.inf, math.nan])
def test_a_dead_row_sends_nothing_through_an_infinite_weight(special):
    """The strong zero in every sum: by weights, over the batch, and for inputs."""
    f, w, x = dead_rows(special)
    for reduce in (None, "sum"):
        for argnums in (0, 1):
            options = {"in_axes": (None, 0), "reduce": reduce, "argnums": argnums}
            found = ag.compile(f, backend="numpy", **options).value_and_grad(w, x)
            value, gradient = by_llvm(f, (w, x), **options)
            np.testing.assert_allclose(found[0], value, rtol=1e-13)
            np.testing.assert_allclose(found[1], gradient, rtol=1e-13)


def test_a_row_that_is_nan_leaves_others_as_they_are():
    loss, parameters = network((3, 8, 8, 1))
    X, y = points(50, (3, 1))
    fast = ag.compile(loss, argnums=1, in_axes=(None, 0, 0), backend="numpy")
    before = fast.value_and_grad(parameters, X, y)
    X[17] = math.nan, math.inf, 1.0
    after = fast.value_and_grad(parameters, X, y)
    for x, z in zip(before, after, strict=True):
        assert np.isnan(z[17]).all()
        np.testing.assert_allclose(np.delete(z, 17, 0), np.delete(x, 17, 0), rtol=1e-12)


def test_a_strong_zero_that_a_comparison_could_hide_is_strong_at_once(texts):
    def f(w, x):  # nan is less than nothing
        slopes = ag.grad(lambda z: ag.sum([ag.where(z[0] > 0.0, v, 1.0) for v in w @ z]))(x)
        return ag.sum([ag.where(z < 1.0, 3.0, 2.0) for z in slopes])

    w, x = np.full((5, 9), math.inf), np.full((2, 9), -1.0)
    assert ag.compile(f, in_axes=(None, 0), backend="numpy")(w, x).tolist() == [27.0, 27.0]
    assert "strong_" in texts[0].rows


def test_results_are_written_where_they_are_bound():
    loss, parameters = network((3, 8, 2))
    X, y = points(20, (3, 2))
    bound = ag.compile(loss, in_axes=(None, 0, 0), reduce="mean", backend="numpy").bind(
        parameters, X, y
    )
    value, gradient = bound()
    known = value.copy(), [x.copy() for x in gradient]
    X[:] = 0.0
    assert bound()[0] is value
    assert value != known[0]


def test_no_rows_at_all():
    loss, parameters = network((3, 8, 2))
    X, y = points(0, (3, 2))
    fast = ag.compile(loss, in_axes=(None, 0, 0), reduce="sum", backend="numpy")
    value, gradient = fast.value_and_grad(parameters, X, y)
    assert value == 0.0
    assert not any(x.any() for x in gradient)
    assert ag.compile(loss, in_axes=(None, 0, 0), backend="numpy")(parameters, X, y).shape == (0,)


def test_strong_products_ask_nothing_of_numpy_that_its_oldest_release_lacks(monkeypatch):
    monkeypatch.delattr(np, "concat", raising=False)  # new in 2.0
    factors, rows = np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([[np.inf, 1.0], [3.0, 4.0]])
    with np.errstate(invalid="ignore"):  # as around every call
        found = MatricesOfNumpy(np).strong_products(factors, rows)
    assert found.tolist() == [2.0, 8.0, np.inf, 3.0]
