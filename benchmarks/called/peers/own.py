"""autograd_lite, by plain calls."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from benchmarks.called.cases import ITERATIONS
from benchmarks.called.minima import minimum
from benchmarks.called.peers import Training
from benchmarks.cases.mlp import squared_error
from benchmarks.peers import Bound
from benchmarks.peers.compiled import VERSION, M  # noqa: F401

RATE = 0.001


def of_array(sizes: Any) -> Any:
    """The mean loss of a network whose weights are one array, compiled."""
    shapes = [x for i, o in pairwise(sizes) for x in ((o, i), (o,))]
    ends = np.cumsum([np.prod(shape) for shape in shapes])

    def loss(weights: Any, x: Any, y: Any) -> Any:
        parts = np.split(weights, ends[:-1])
        arrays = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
        return squared_error(M, arrays, x, y)[0]

    return ag.compile(loss, in_axes=(None, 0, 0), reduce="mean")


def of_list() -> Any:
    """The same of a list of weights and biases."""

    def loss(arrays: Any, x: Any, y: Any) -> Any:
        return squared_error(M, arrays, x, y)[0]

    return ag.compile(loss, in_axes=(None, 0, 0), reduce="mean")


def network(arrays: Any, activations: list[str]) -> Any:
    """A model with these weights and biases."""
    weights, biases = arrays[::2], arrays[1::2]
    sizes = [len(b) for b in biases]
    return nn.MLP(len(weights[0][0]), sizes, activations, weights=weights, bias=biases)


def of_model(arrays: Any) -> tuple[Any, Any]:
    """A tanh network, and its mean loss, compiled."""
    model = network(arrays, ["tanh"] * (len(arrays) // 2 - 1) + ["linear"])
    loss = ag.compile(lambda x, y: ag.squared_error(model(x), y[0]), in_axes=0, reduce="mean")
    return model, loss


def arrays_of(model: Any, read: Any) -> Any:
    """What ``read`` says of every parameter, in arrays."""
    for layer in model.layers:
        yield [[read(w) for w in neuron.weights] for neuron in layer.neurons]
        yield [read(neuron.bias) for neuron in layer.neurons]


def gradients(model: Any) -> Any:
    """Those that the parameters keep."""
    return list(arrays_of(model, lambda p: p.grad))


def numbers(model: Any) -> Any:
    """Those of the parameters."""
    return list(arrays_of(model, lambda p: p.data))


class Peer:
    """On all cores, by default."""

    def __init__(self, threads: int) -> None:
        pass

    def gradient_of_array(self, weights: Any, sizes: Any, X: Any, y: Any) -> Any:
        return partial(of_array(sizes).value_and_grad, weights, X, y)

    def gradient_of_list(self, arrays: Any, X: Any, y: Any) -> Any:
        return partial(of_list().value_and_grad, arrays, X, y)

    def backward(self, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        return Bound(partial(loss.backward, X, y), lambda: gradients(model))

    def zero_grad(self, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        loss.backward(X, y)
        return Bound(model.zero_grad, lambda: [1.0, *gradients(model)])

    def sgd_step(self, arrays: Any, X: Any, y: Any) -> Any:
        return self._step(nn.SGD, arrays, X, y)

    def adam_step(self, arrays: Any, X: Any, y: Any) -> Any:
        return self._step(nn.Adam, arrays, X, y)

    def _step(self, kind: Any, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        optimizer = kind(model.parameters(), RATE)
        loss.backward(X, y)
        return Bound(optimizer.step, lambda: numbers(model))

    def loop(self, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        optimizer = nn.SGD(model.parameters(), RATE)

        def run() -> None:
            for _ in range(ITERATIONS):
                model.zero_grad()
                loss.backward(X, y)
                optimizer.step()

        return Bound(run, lambda: numbers(model))

    def fit(self, training: Training) -> Any:
        def run() -> Any:
            end = {"cross_entropy": "linear", "binary_cross_entropy": "sigmoid"}
            hidden = [training.activation] * (len(training.sizes) - 2)
            last = end.get(training.loss, "linear")
            model = network(training.parameters, [*hidden, last])
            optimizer = nn.Adam(model.parameters(), training.rate, eps=training.eps)
            nn.fit(
                model,
                training.X,
                training.y,
                loss=training.loss,
                optimizer=optimizer,
                epochs=training.epochs,
                batch_size=training.batch_size,
                shuffle=False,
            )
            return numbers(model)

        return run

    fit_again = fit

    def minimize(self, f: Any, start: Any, *data: Any) -> Any:
        axes: Any = {"in_axes": (None, *(0 for _ in data)), "reduce": "mean"} if data else {}
        fast = ag.compile(partial(f, M), **axes)
        return lambda: minimum(ag.value_and_grad(fast), start, data)

    def before_first_result(self) -> None:
        ag.compile(lambda x: x).grad(1.0)

    def first_result(self, f: Any, x: Any) -> Any:
        return partial(ag.compile(partial(f, M)).value_and_grad, x)


class Cached:
    """What it compiles is kept on disk."""

    def __init__(self, threads: int) -> None:
        pass

    before_first_result = Peer.before_first_result

    def first_result(self, f: Any, x: Any) -> Any:
        return partial(ag.compile(partial(f, M), cache="kept").value_and_grad, x)
