"""micrograd, which records every call anew; functions that it lacks are added in its own manner."""

import math
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
from micrograd.engine import Value

from benchmarks.cases.moons import adam
from benchmarks.peers import on_objects

VERSION = version("micrograd")
sys.setrecursionlimit(100_000)  # its backward pass recurses once for every operation in a row


def _function(forward: Callable[[float], float], slope: Callable[[float, float], float]) -> Any:
    """An operation from a function and its derivative, given operand and result."""

    def record(x: Any) -> Any:
        if not isinstance(x, Value):
            return forward(x)
        out = Value(forward(x.data), (x,))

        def backward() -> None:
            x.grad += slope(x.data, out.data) * out.grad

        out._backward = backward
        return out

    return record


M = on_objects({
    "exp": _function(math.exp, lambda x, out: out),
    "log": _function(math.log, lambda x, out: 1.0 / x),
    "sqrt": _function(math.sqrt, lambda x, out: 0.5 / out),
    "sin": _function(math.sin, lambda x, out: math.cos(x)),
    "cos": _function(math.cos, lambda x, out: -math.sin(x)),
    "tanh": _function(math.tanh, lambda x, out: 1.0 - out * out),
    "erf": _function(math.erf, lambda x, out: 1.1283791670955126 * math.exp(-x * x)),
})  # fmt: skip


def _call(f: Any, arguments: Any) -> Any:
    def run() -> Any:
        given = [np.vectorize(Value, otypes=[object])(x) for x in arguments]
        value = f(*given)
        value.backward()
        return value.data, [np.vectorize(lambda v: v.grad, otypes=[float])(x) for x in given]

    return run


class Peer:
    """Functions of one point."""

    def __init__(self, threads: int) -> None:
        pass

    def point(self, f: Any, numbers: Any) -> Any:
        return _call(lambda *x: f(M, *[v.item() for v in x]), numbers)

    def gradient(self, f: Any, x: Any) -> Any:
        return _call(lambda x: f(M, x), [x])

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        return _call(lambda *p: f(M, p, x, y).sum() * (1.0 / len(x)), parameters)

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        run = self.mean_loss(f, parameters, x, y)
        return lambda: adam(lambda: run()[1], parameters, epochs, rate)
