"""autograd_lite, by calls that are bound to their arrays, and optimizers on flat arrays."""

from typing import Any

import numpy as np

from autograd_lite import nn
from benchmarks.called.cases import ITERATIONS
from benchmarks.called.peers.own import (
    RATE,
    VERSION,  # noqa: F401
    arrays_of,
    of_array,
    of_list,
    of_model,
)
from benchmarks.peers import Bound


class Peer:
    """What has to be checked is checked once."""

    def __init__(self, threads: int) -> None:
        pass

    def gradient_of_array(self, weights: Any, sizes: Any, X: Any, y: Any) -> Any:
        return of_array(sizes).bind(weights, X, y)

    def gradient_of_list(self, arrays: Any, X: Any, y: Any) -> Any:
        return of_list().bind(arrays, X, y)

    def backward(self, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        call = loss.bind(X, y, method="backward")
        return Bound(call, lambda: _arranged(model, call, call.result[1]))

    def sgd_step(self, arrays: Any, X: Any, y: Any) -> Any:
        return self._step(nn.SGD, arrays, X, y)

    def adam_step(self, arrays: Any, X: Any, y: Any) -> Any:
        return self._step(nn.Adam, arrays, X, y)

    def _step(self, kind: Any, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        call = loss.bind(X, y, method="backward")
        optimizer = kind(call.values, RATE)
        _, gradient = call()

        def run() -> None:
            call.parameters[:] = optimizer.update(call.parameters, gradient)

        return Bound(run, lambda: _arranged(model, call, call.parameters))

    def loop(self, arrays: Any, X: Any, y: Any) -> Any:
        model, loss = of_model(arrays)
        call = loss.bind(X, y, method="backward")
        optimizer = nn.SGD(call.values, RATE)

        def run() -> None:
            for _ in range(ITERATIONS):
                _, gradient = call()
                call.parameters[:] = optimizer.update(call.parameters, gradient)

        return Bound(run, lambda: _arranged(model, call, call.parameters))


def _arranged(model: Any, call: Any, flat: Any) -> Any:
    """Numbers of the parameters of a call, by the layers of the model."""
    found = dict(zip(call.values, np.array(flat).tolist(), strict=True))
    return list(arrays_of(model, found.__getitem__))
