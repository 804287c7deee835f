"""ddx-ad: a graph of scalars, compiled through LLVM."""

from functools import partial
from itertools import count
from typing import Any

import ddx
import numpy as np

from benchmarks.peers import Bound, on_objects, symbols

VERSION = ddx.__version__
_FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tanh", "erf")
M = on_objects({name: getattr(ddx, name) for name in _FUNCTIONS})


def compiled(f: Any, arguments: Any, points: int = 1, constants: Any = ()) -> Any:
    """By all arguments, and for further ones that it is not differentiated by."""
    names = map("x{}".format, count())

    def model() -> Any:
        given = [symbols(ddx.var, next(names), x) for x in arguments]
        return f(M, *given, *[symbols(ddx.param, next(names), x) for x in constants])

    return ddx.equation(model).compile(points=points, cache_dir="")  # nothing is kept on disk


def _bound(equation: Any, x: Any) -> Bound:
    call = equation.buffer(x)
    return Bound(call, lambda: (call.value, call.jacobian))


def check() -> None:
    """Raise ImportError if it cannot compile."""
    if not ddx.has_jit:
        raise ImportError("it was built without its compiler")


class Peer:
    """A point is a column of numbers."""

    def __init__(self, threads: int) -> None:
        check()

    def batch(self, f: Any, columns: Any) -> Any:
        table = np.array(columns)
        return partial(compiled(f, [0.0] * len(columns), table.shape[1]).jacobian, table)

    def batch_in_place(self, f: Any, columns: Any) -> Any:
        table = np.array(columns)
        return _bound(compiled(f, [0.0] * len(columns), table.shape[1]), table)

    def point(self, f: Any, numbers: Any) -> Any:
        return partial(compiled(f, numbers).jacobian, numbers)

    def bound(self, f: Any, numbers: Any) -> Any:
        return _bound(compiled(f, numbers), np.array(numbers))

    def gradient(self, f: Any, x: Any) -> Any:
        return _bound(compiled(f, [x]), x)

    def hessian(self, f: Any, x: Any) -> Any:
        equation = compiled(f, [x])
        call = equation.buffer(x, want=ddx.Want.HESSIAN)
        return Bound(call, lambda: call.hessian)

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        def loss(m: Any, *arguments: Any) -> Any:
            return f(m, arguments[:-2], *arguments[-2:])[0]

        flat = np.concatenate([p.ravel() for p in parameters])
        repeated = np.repeat(flat[:, None], len(x), axis=1)
        table = np.concatenate([repeated, x.T, y.T])
        call = compiled(loss, parameters, len(x), [x[0], y[0]]).buffer(table)

        def run() -> Any:
            table[: len(flat)] = flat[:, None]  # as often as the parameters change
            call()
            return call.value.mean(), call.jacobian.mean(axis=1)

        return run
