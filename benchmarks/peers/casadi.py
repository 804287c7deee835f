"""CasADi: a graph of scalars, run by its virtual machine, or as the C code that it writes."""

from functools import partial
from typing import Any

import casadi as ca
import numpy as np

from benchmarks.cases.moons import adam
from benchmarks.peers import Bound, on_objects, symbols

VERSION = ca.__version__
_FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tanh", "erf")
M = on_objects({name: getattr(ca, name) for name in _FUNCTIONS})
_JIT = {
    "jit": True,
    "compiler": "shell",
    "jit_options": {"compiler": "gcc", "flags": ["-O3", "-march=native"], "verbose": False},
}


def _column(symbols: Any) -> Any:
    return ca.vertcat(*np.ravel(symbols)) if isinstance(symbols, np.ndarray) else symbols


class Peer:
    """Arguments and gradients are columns of numbers."""

    def __init__(self, threads: int, compiler: bool = False) -> None:
        self._options = _JIT if compiler else {}

    def _function(
        self, f: Any, arguments: Any, wanted: Any, rows: int = 0, shared: int = 0, sums: int = 0
    ) -> Any:
        """Of columns; ``wanted(value, columns)`` are its results.

        ``rows`` make it a batch, which shares the first arguments and adds up the first results.
        """
        given = [symbols(ca.SX.sym, f"x{i}", x) for i, x in enumerate(arguments)]
        columns = [*map(_column, given)]
        results = wanted(f(M, *given), columns)
        if not rows:
            return ca.Function("f", columns, results, self._options)
        one = ca.Function("f", columns, results)
        batch = one.map("f", "serial", rows, [*range(shared)], [*range(sums)], {})
        if not self._options:
            return batch
        tables = [ca.MX.sym(f"x{i}", batch.sparsity_in(i)) for i in range(batch.n_in())]
        return ca.Function("f", tables, batch.call(tables), self._options)

    def batch(self, f: Any, columns: Any) -> Any:
        function = self._function(f, [0.0] * len(columns), _derivatives, len(columns[0]))
        return partial(function, *columns)

    def batch_in_place(self, f: Any, columns: Any) -> Any:
        function = self._function(f, [0.0] * len(columns), _derivatives, len(columns[0]))
        return _bound(function, columns)

    def point(self, f: Any, numbers: Any) -> Any:
        return partial(self._function(f, numbers, _derivatives), *numbers)

    def bound(self, f: Any, numbers: Any) -> Any:
        return _bound(self._function(f, numbers, _derivatives), numbers)

    def gradient(self, f: Any, x: Any) -> Any:
        return _bound(self._function(f, [x], _derivatives), [x])

    def hessian(self, f: Any, x: Any) -> Any:
        return _bound(self._function(f, [x], lambda y, c: [ca.hessian(y, *c)[0]]), [x])

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        def loss(m: Any, *arguments: Any) -> Any:
            return f(m, arguments[:-2], *arguments[-2:])[0] / len(x)

        def wanted(value: Any, columns: Any) -> Any:
            return _derivatives(value, columns[:-2])

        like = [*parameters, x[0], y[0]]
        count = len(parameters)
        function = self._function(loss, like, wanted, len(x), shared=count, sums=count + 1)
        return _bound(function, [*parameters, x, y])

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        run, results, memory = self.mean_loss(f, parameters, x, y)

        def gradient() -> Any:
            run()
            return [g.reshape(p.shape) for g, p in zip(results()[1:], parameters, strict=True)]

        return Bound(lambda: adam(gradient, parameters, epochs, rate), lambda: parameters, memory)


def _derivatives(value: Any, columns: Any) -> Any:
    return [value, *[ca.gradient(value, column) for column in columns]]


def _bound(function: Any, arguments: Any) -> Bound:
    """A call that reads and writes memory; a Hessian is symmetric, so its order does not matter."""
    buffer, run = function.buffer()
    inputs = [np.ascontiguousarray(x, dtype=float) for x in arguments]
    outputs = [np.zeros(function.size_out(i)) for i in range(function.n_out())]
    for i, x in enumerate(inputs):
        buffer.set_arg(i, memoryview(x))
    for i, x in enumerate(outputs):
        buffer.set_res(i, memoryview(x))
    return Bound(run, lambda: outputs, (buffer, inputs))
