"""Steps that are the same for several rows have code in common: with the same bits."""

import re

import numpy as np
import pytest

pytest.importorskip("llvmlite")

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.compiler import kernels
from autograd_lite.compiler.backends.llvm import backend
from autograd_lite.primitives.operation import TABLE

#: one block, so that sums over the batch are added up in one order however many rows a frame has
ROWS = 61


@pytest.fixture
def texts(monkeypatch):
    """Those that are compiled, without tables."""
    found, emit = [], backend.emitted

    def recorded(text, effort):
        found.append(re.sub(r"^@table.*\n", "", text, flags=re.MULTILINE))
        return emit(text, effort)

    monkeypatch.setattr(backend, "emitted", recorded)
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(64, 100_000))
    return found


def bits(*arrays):
    return [np.asarray(x, float).tobytes() for x in arrays]


def backward(neurons, X):
    """The gradients of neurons, each from a part of the loss that depends on its weights alone."""
    loss = ag.compile(
        lambda x: sum(neuron(x) ** 2 for neuron in neurons),
        in_axes=0,
        reduce="sum",
        backend="llvm",
        threads=1,
    )
    for neuron in neurons:
        neuron.zero_grad()
    loss.backward(X)
    return [[w.grad for w in neuron.parameters()] for neuron in neurons]


@pytest.mark.parametrize("special", [[], [np.inf, -np.inf, np.nan, 0.0, -0.0]], ids=["", "any"])
@pytest.mark.parametrize("inputs", [2, 6])
@pytest.mark.parametrize("activation", [name for name, row in TABLE.items() if row.unary])
def test_a_neuron_among_many_has_the_gradient_of_one_alone(texts, activation, inputs, special):
    rng = np.random.default_rng(inputs)
    X = rng.normal(size=(ROWS, inputs))
    X.flat[rng.permutation(X.size)[: 3 * len(special)]] = special * 3
    neurons = [nn.Neuron(inputs, activation, rng=k) for k in range(9)]
    together = backward(neurons, X)
    assert "@copies" in texts[-1]
    for k in (0, 8):
        assert bits(*backward(neurons[k : k + 1], X)) == bits(together[k])
        assert "@copies" not in texts[-1]


WEIGHTS = np.random.default_rng(0).normal(size=(9, 5))
FACTORS = np.linspace(0.5, 2.0, 7)


def inner_and_outer(x, k, factor):
    """Of a sum, which is a loop, and so no column."""
    inner = ag.exp(0.3 * sum(w * v for w, v in zip(WEIGHTS[k].tolist(), x, strict=True)))
    return inner, ag.sin(inner) * factor / (1.0 + inner * inner)


def gradient(function):
    X = np.random.default_rng(1).normal(size=(ROWS, 5))
    made = ag.compile(function, in_axes=(None, 0), reduce="sum", backend="llvm", threads=1)
    return made.value_and_grad(np.ones(5), X)


def test_copies_of_which_other_steps_are_read(texts):
    """Of four, the inner step goes into a sum later on, which is a loop of its own."""

    def loss(scale, x):
        pairs = [inner_and_outer(x, k, 0.7) for k in range(9)]
        later = ag.tanh(sum(s * inner for s, (inner, _) in zip(scale, pairs[2:6], strict=True)))
        return sum(outer * outer for _, outer in pairs) + later

    def both(backend):
        made = ag.compile(loss, in_axes=(None, 0), reduce="sum", backend=backend)
        return made.value_and_grad(np.linspace(0.1, 0.4, 4), X)

    X = np.random.default_rng(1).normal(size=(ROWS, 5))
    for found, expected in zip(both("llvm"), both("numpy"), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert texts[-1].count("define internal void @copies") > 1


def test_steps_with_other_constants_are_no_copies(texts):
    def loss(chosen):
        return lambda scale, x: sum(
            inner_and_outer(x * scale, k, float(FACTORS[k]))[1] ** 2 for k in chosen
        )

    value, slopes = gradient(loss(range(7)))
    alone = [gradient(loss([k])) for k in range(7)]
    np.testing.assert_allclose(value, sum(each[0] for each in alone), rtol=1e-14)
    np.testing.assert_allclose(slopes, sum(each[1] for each in alone), rtol=1e-12, atol=1e-12)


def test_columns_are_found_where_they_are(texts):
    """Straight-line code alone does so; copies would have them copied first."""
    columns = np.random.default_rng(0).normal(size=(ROWS, 8))
    ag.compile(lambda x: [ag.exp(v) for v in x], in_axes=0, backend="llvm")(columns)
    total = ag.compile(lambda x: sum(ag.exp(v) * 2.0 for v in x), in_axes=0, backend="llvm")
    total(columns)
    assert "@copies" not in "".join(texts)


def test_conditions_and_numbers_of_their_own(texts):
    """Each copy has thresholds and factors of its own, which all rows share, and a condition."""
    X = np.random.default_rng(1).normal(size=(ROWS, 5))
    weights = np.random.default_rng(2).normal(size=(8, 5))
    numbers = np.linspace(-1.0, 1.0, 16).reshape(8, 2)

    def loss(weights, numbers, x):
        total = 0.0
        for row, (threshold, factor) in zip(weights, numbers, strict=True):
            z = sum(w * v for w, v in zip(row, x, strict=True))
            total = total + ag.where((z > threshold) & (z < 2.0), z * factor, z - threshold) ** 2
        return total

    def gradient(weights, numbers):
        made = ag.compile(
            loss, argnums=(0, 1), in_axes=(None, None, 0), reduce="sum", backend="llvm", threads=1
        )
        return made.grad(weights, numbers, X)

    together = gradient(weights, numbers)
    assert "@copies" in texts[-1]
    for k in range(8):
        alone = gradient(weights[k : k + 1], numbers[k : k + 1])
        assert bits(*alone) == bits(together[0][k], together[1][k])


def test_steps_do_not_grow_with_the_width_of_layers(texts):
    """What grows are the calls of loops over tables alone."""

    def length(width):
        model = nn.MLP(5, [width, width, 1], ["tanh", "relu", "linear"], rng=0)
        loss = ag.compile(lambda x: model(x) ** 2, in_axes=0, reduce="mean", backend="llvm")
        loss.backward(np.ones((3, 5)))
        functions = re.findall(
            r"^define internal void @(?:steps|copies).*?^}", texts[-1], re.M | re.S
        )
        return sum(len(function.splitlines()) for function in functions)

    assert 100 < length(16) == length(64)
