"""PyTorch in 64 bits: modules, losses and optimizers as its tutorials use them."""

from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.called.cases import ITERATIONS
from benchmarks.called.minima import minimum
from benchmarks.called.peers import Training
from benchmarks.called.peers.own import RATE
from benchmarks.cases.mlp import squared_error
from benchmarks.peers import Bound
from benchmarks.peers.torch import VERSION, M  # noqa: F401

_ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU}
_LOSSES = {
    "cross_entropy": nn.CrossEntropyLoss(),
    "binary_cross_entropy": lambda p, t: nn.functional.binary_cross_entropy(torch.sigmoid(p), t),
    "half_squared_error": lambda p, t: 0.5 * nn.functional.mse_loss(p, t),
}


def _tensor(x: Any) -> Any:
    return torch.from_numpy(np.ascontiguousarray(x))


def _leaf(x: Any) -> Any:
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def _network(arrays: Any, activation: str) -> Any:
    sizes = [arrays[0].shape[1], *map(len, arrays[1::2])]
    layers = [nn.Linear(*x, dtype=torch.float64) for x in pairwise(sizes)]
    with torch.no_grad():
        for layer, weights, biases in zip(layers, arrays[::2], arrays[1::2], strict=True):
            layer.weight.copy_(_tensor(weights))
            layer.bias.copy_(_tensor(biases))
    stack = [x for layer in layers for x in (layer, _ACTIVATIONS[activation]())]
    return nn.Sequential(*stack[:-1])


def _numbers(model: Any) -> Any:
    return [p.detach().numpy().copy() for p in model.parameters()]


class Peer:
    """On all cores, by default."""

    def __init__(self, threads: int) -> None:
        torch.set_num_threads(threads)

    def gradient_of_array(self, weights: Any, sizes: Any, X: Any, y: Any) -> Any:
        shapes = [x for i, o in pairwise(sizes) for x in ((o, i), (o,))]
        leaf, X, y = _leaf(weights), _tensor(X), _tensor(y)

        def run() -> Any:
            parts = torch.split(leaf, [int(np.prod(shape)) for shape in shapes])
            arrays = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
            loss = squared_error(M, arrays, X, y).mean()
            return loss.item(), torch.autograd.grad(loss, leaf)[0]

        return run

    def gradient_of_list(self, arrays: Any, X: Any, y: Any) -> Any:
        leaves, X, y = [_leaf(x) for x in arrays], _tensor(X), _tensor(y)

        def run() -> Any:
            loss = squared_error(M, leaves, X, y).mean()
            return loss.item(), torch.autograd.grad(loss, leaves)

        return run

    def backward(self, arrays: Any, X: Any, y: Any) -> Any:
        model, X, y = _network(arrays, "tanh"), _tensor(X), _tensor(y)

        def run() -> None:
            nn.functional.mse_loss(model(X), y).backward()

        return Bound(run, lambda: [p.grad for p in model.parameters()])

    def zero_grad(self, arrays: Any, X: Any, y: Any) -> Any:
        model = _network(arrays, "tanh")
        nn.functional.mse_loss(model(_tensor(X)), _tensor(y)).backward()

        def run() -> None:
            model.zero_grad(set_to_none=False)

        return Bound(run, lambda: [1.0, *(p.grad for p in model.parameters())])

    def sgd_step(self, arrays: Any, X: Any, y: Any) -> Any:
        return self._step(torch.optim.SGD, arrays, X, y)

    def adam_step(self, arrays: Any, X: Any, y: Any) -> Any:
        return self._step(torch.optim.Adam, arrays, X, y)

    def _step(self, kind: Any, arrays: Any, X: Any, y: Any) -> Any:
        model = _network(arrays, "tanh")
        optimizer = kind(model.parameters(), RATE)
        nn.functional.mse_loss(model(_tensor(X)), _tensor(y)).backward()
        return Bound(optimizer.step, lambda: _numbers(model))

    def loop(self, arrays: Any, X: Any, y: Any) -> Any:
        model, X, y = _network(arrays, "tanh"), _tensor(X), _tensor(y)
        optimizer = torch.optim.SGD(model.parameters(), RATE)

        def run() -> None:
            for _ in range(ITERATIONS):
                optimizer.zero_grad()
                nn.functional.mse_loss(model(X), y).backward()
                optimizer.step()

        return Bound(run, lambda: _numbers(model))

    def fit(self, training: Training) -> Any:
        def run() -> Any:
            model = _network(training.parameters, training.activation)
            optimizer = torch.optim.Adam(model.parameters(), training.rate, eps=training.eps)
            loss, size = _LOSSES[training.loss], training.batch_size
            classes = training.loss == "cross_entropy"
            X, y = _tensor(training.X), _tensor(training.y if classes else training.y[:, None])
            for _ in range(training.epochs):
                for i in range(0, len(X), size):
                    optimizer.zero_grad()
                    loss(model(X[i : i + size]), y[i : i + size]).backward()
                    optimizer.step()
            return _numbers(model)

        return run

    fit_again = fit

    def minimize(self, f: Any, start: Any, *data: Any) -> Any:
        tensors = [_tensor(x) for x in data]

        def function(x: Any, *_: Any) -> Any:
            leaf = _leaf(x)
            loss = f(M, leaf, *tensors).mean()
            return loss.item(), torch.autograd.grad(loss, leaf)[0].numpy()

        return lambda: minimum(function, start)
