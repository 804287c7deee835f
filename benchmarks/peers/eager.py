"""autograd_lite, recording every call anew."""

from functools import partial
from typing import Any

import autograd_lite as ag
from benchmarks.peers.compiled import VERSION, M  # noqa: F401


class Peer:
    """Functions of one point."""

    def __init__(self, threads: int) -> None:
        pass

    def point(self, f: Any, numbers: Any) -> Any:
        return partial(ag.value_and_grad(partial(f, M), range(len(numbers))), *numbers)

    def gradient(self, f: Any, x: Any) -> Any:
        return partial(ag.value_and_grad(partial(f, M)), x)

    def hessian(self, f: Any, x: Any) -> Any:
        return partial(ag.hessian(partial(f, M)), x)

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        def loss(parameters: Any) -> Any:
            return f(M, parameters, x, y).sum() / len(x)

        return partial(ag.value_and_grad(loss), parameters)
