"""The index of a class as an argument: one program for all classes, with the numbers of each."""

import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.compiler import backends
from autograd_lite.primitives.internal import CHOOSE
from autograd_lite.primitives.operation import FLOATS

LOSSES = {
    "cross_entropy": ag.cross_entropy,
    "categorical_cross_entropy": lambda z, k: nn.LOSSES["categorical_cross_entropy"].function(
        [ag.softmax_component(x, *z[:i], *z[i + 1 :]) for i, x in enumerate(z)], k
    ),
    "of probabilities": lambda z, k: nn.LOSSES["categorical_cross_entropy"].function(
        [ag.exp(x) for x in z], k
    ),
    "weighted": lambda z, k: ag.where(k == 0, 3.0, 0.5) * ag.cross_entropy(z, k),
}
STRANGE = (-1.0, 0.5, 3.0, 1e300, math.nan, math.inf, -math.inf)
EVERY = pytest.mark.parametrize("backend", backends.BACKENDS)
EACH = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)


def logits(count):
    """Rows of ordinary ones, and of all that is at the edges."""
    rng = np.random.default_rng(count)
    rows = [scale * rng.normal(size=(4, count)) for scale in (1.0, 30.0, 1000.0)]
    edges = [math.inf, -math.inf, math.nan, 0.0, -0.0, 1e308]
    mixed = rng.choice(edges + [1.0] * 6, size=(20, count))
    alike = [np.full((1, count), x) for x in edges]
    return np.concatenate([*rows, mixed, *alike])


def same(found, expected):
    """Whether they are equal to the last bit, but for the sign of a zero."""
    return np.array_equal(found, expected, equal_nan=True)


@EVERY
@EACH
@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize("method", ["__call__", "grad", "jacobian"])
def test_it_gives_what_a_plain_index_gives(method, count, loss, backend):
    Z = logits(count)
    of_any = ag.compile(loss, in_axes=0, backend=backend)
    for k in range(count):
        plain = ag.compile(lambda z, k=k: loss(z, k), in_axes=(0,), backend=backend)
        found = getattr(of_any, method)(Z, np.full(len(Z), k))
        assert same(found, getattr(plain, method)(Z))


@EVERY
@EACH
def test_second_derivatives_agree_to_rounding(loss, backend):
    Z = logits(3)
    of_any = ag.compile(loss, in_axes=0, backend=backend)
    for k in range(3):
        plain = ag.compile(lambda z, k=k: loss(z, k), in_axes=(0,), backend=backend)
        found = of_any.hessian(Z, np.full(len(Z), k))
        # their terms are added up in another order
        np.testing.assert_allclose(found, plain.hessian(Z), rtol=1e-12, atol=0)


@EVERY
@EACH
def test_one_program_serves_all_classes_kinds_of_numbers_and_points(loss, backend):
    Z = np.random.default_rng(0).normal(size=(9, 3))
    K = np.arange(9) % 3
    f = ag.compile(loss, in_axes=0, backend=backend)
    expected = f.value_and_grad(Z, K)
    for kind in (np.int8, np.uint8, np.int64, np.float32, float):
        for found, wanted in zip(f.value_and_grad(Z, K.astype(kind)), expected, strict=True):
            assert same(found, wanted)
    assert len(f._plans) == 1
    one = ag.compile(loss, backend=backend)
    for z, k, value, gradient in zip(Z, K, *expected, strict=True):
        for index in (int(k), float(k), k):
            found, by_z = one.value_and_grad(z, index)
            assert found == pytest.approx(value, rel=1e-14)
            assert by_z == pytest.approx(gradient, rel=1e-13)
    assert len(one._plans) == 1


@EVERY
@EACH
@pytest.mark.parametrize("count", [1, 3])
def test_what_is_no_index_gives_nan(count, loss, backend):
    z = np.linspace(-0.5, 0.25, count)
    f = ag.compile(loss, backend=backend)
    for k in STRANGE:
        value, gradient = f.value_and_grad(z, k)
        assert math.isnan(value)
        assert count == 1 or np.isnan(gradient).all()
    rows = ag.compile(loss, in_axes=0, reduce="mean", backend=backend)
    assert math.isnan(rows(np.tile(z, (4, 1)), np.array([0, 0, count, 0])))


def test_it_is_derived_by_like_any_other_argument():
    f = ag.compile(ag.cross_entropy, argnums=(0, 1))
    z = np.array([0.5, -0.25, 1.0])
    _, (by_z, by_k) = f.value_and_grad(z, 2)
    assert by_k == 0.0
    assert by_z == pytest.approx([p - (i == 2) for i, p in enumerate(np.exp(z) / np.exp(z).sum())])
    assert f.hvp((z, 2), (np.ones(3), 0.0))[0] == pytest.approx(np.zeros(3), abs=1e-15)


def test_closed_over_it_is_read_at_every_call():
    k = ag.Value(0.0)
    f = ag.compile(lambda z: ag.cross_entropy(z, k))
    z = np.array([0.5, -0.25, 1.0])
    for i in (0, 2, 1):
        k.data = i
        assert f(z) == ag.cross_entropy(z.tolist(), i)


@EACH
@pytest.mark.parametrize("k", [np.int8(2), np.array(2), ag.Value(2.0)], ids=repr)
def test_a_whole_number_of_many_kinds_is_an_index_eagerly(k, loss):
    z = [0.5, -0.25, 1.0]
    assert ag.grad(loss)(z, k) == ag.grad(loss)(z, 2)


@pytest.mark.parametrize("k", [ag.Value(0.5), ag.Value(math.nan), 0.5, 2.0, "1", None])
def test_eagerly_what_is_no_index_is_an_error(k):
    with pytest.raises(TypeError, match="target: the index of a class is needed, got"):
        ag.cross_entropy([1.0, 2.0, 3.0], k)
    with pytest.raises(ValueError, match="target 3 is no index of 3 logits"):
        ag.cross_entropy([1.0, 2.0, 3.0], ag.Value(3.0))


def test_a_row_that_marks_the_class_is_refused_with_words():
    f = ag.compile(ag.cross_entropy, in_axes=0)
    with pytest.raises(TypeError, match="for a row that marks it by a 1, the place of that"):
        f(np.ones((2, 3)), np.eye(3)[:2])


def test_the_loss_of_a_model_over_a_batch_of_indices():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 4)), rng.integers(0, 3, 20)
    model, twin = (nn.MLP(4, [5, 3], ["tanh", "linear"], rng=1) for _ in range(2))
    loss = ag.compile(lambda x, k: ag.cross_entropy(model(x), k), in_axes=0, reduce="mean")
    cost = nn.cost(twin, X, y, "cross_entropy")
    cost.backward()
    assert loss.backward(X, y) == pytest.approx(cost.data, rel=1e-14)
    found, expected = ([p.grad for p in each.parameters()] for each in (model, twin))
    assert found == pytest.approx(expected, rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("index", [0.0, 1.0, 2.0, 0.5])
def test_the_row_agrees_with_its_gradient(index):
    xs = [0.25, -1.0, 4.0]
    assert CHOOSE.domain(index, *xs) == index.is_integer()
    out = CHOOSE.forward(FLOATS, index, *xs)
    gradients = CHOOSE.gradients(FLOATS, out, index, *xs)
    if index.is_integer():
        assert out == xs[int(index)]
        assert gradients == (0.0, *[float(i == index) for i in range(3)])
    else:
        assert math.isnan(out)
        assert all(map(math.isnan, gradients))
