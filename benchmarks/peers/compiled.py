"""autograd_lite, compiled."""

from functools import partial
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

import numpy as np

import autograd_lite as ag
from benchmarks.peers import repeat

VERSION = version("autograd_lite")
M = SimpleNamespace(
    exp=ag.exp, log=ag.log, sqrt=ag.sqrt, sin=ag.sin, cos=ag.cos, tanh=ag.tanh, erf=ag.erf,
    sum=np.sum, repeat=repeat,
)  # fmt: skip


class Peer:
    """One of its back ends."""

    def __init__(self, threads: int, backend: str) -> None:
        self._backend = backend
        self._compile = partial(ag.compile, backend=backend, threads=threads)
        self._compile(lambda x: x)(1.0)  # raises what is wrong with the back end

    def _of_all(self, f: Any, count: int, **options: Any) -> Any:
        return self._compile(partial(f, M), argnums=range(count), **options)

    def batch(self, f: Any, columns: Any) -> Any:
        return partial(self._of_all(f, len(columns), in_axes=0).value_and_grad, *columns)

    def batch_in_place(self, f: Any, columns: Any) -> Any:
        return self._of_all(f, len(columns), in_axes=0).bind(*columns)

    def point(self, f: Any, numbers: Any) -> Any:
        return partial(self._of_all(f, len(numbers)).value_and_grad, *numbers)

    def bound(self, f: Any, numbers: Any) -> Any:
        return self._of_all(f, len(numbers)).bind(*map(np.array, numbers))

    def gradient(self, f: Any, x: Any) -> Any:
        return self._compile(partial(f, M)).bind(x)

    def hessian(self, f: Any, x: Any) -> Any:
        return self._compile(partial(f, M)).bind(x, method="hessian")

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        def loss(parameters: Any, x: Any, y: Any) -> Any:
            return f(M, parameters, x, y)[0]

        fast = self._compile(loss, in_axes=(None, 0, 0), reduce="mean")
        return fast.bind(parameters, x, y)

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        """By `nn.fit`, whatever the back end."""
        if self._backend != "auto":
            return None
        layers = list(zip(parameters[::2], parameters[1::2], strict=True))
        activations = ["tanh"] * (len(layers) - 1) + ["linear"]
        model = ag.nn.MLP(x.shape[1], [len(b) for _, b in layers], activations)
        optimizer = ag.nn.Adam(model.parameters(), rate)
        optimizer.assign(np.concatenate([np.column_stack(layer).ravel() for layer in layers]))

        def run() -> Any:
            ag.nn.fit(model, x, y[:, 0], optimizer=optimizer, epochs=epochs)
            tables = [
                [[w.data for w in n.weights] for n in layer.neurons] for layer in model.layers
            ]
            biases = [[n.bias.data for n in layer.neurons] for layer in model.layers]
            return [array for layer in zip(tables, biases, strict=True) for array in layer]

        return run
