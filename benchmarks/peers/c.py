"""C written by hand, compiled on the spot."""

import ctypes
import os
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.cases.black_scholes import price
from benchmarks.cases.mlp import squared_error
from benchmarks.cases.moons import adam
from benchmarks.cases.scalar import rosenbrock
from benchmarks.peers import Bound

_SOURCES = {price: "black_scholes.c", squared_error: "mlp.c", rosenbrock: "rosenbrock.c"}
_COMPILER = next(filter(shutil.which, filter(None, [os.environ.get("CC"), "gcc", "clang"])), "")


def _version() -> str:
    if not _COMPILER:
        raise ImportError("there is no C compiler")
    text = subprocess.run([_COMPILER, "--version"], capture_output=True, text=True, check=True)
    return text.stdout.splitlines()[0]


VERSION = _version()


class Peer:
    """Every source has one function of a count, input arrays and output arrays."""

    def __init__(self, threads: int, flags: tuple[str, ...]) -> None:
        parallel = "-fopenmp" if threads > 1 else "-fopenmp-simd"
        self._flags = ["-O3", "-march=native", *flags, parallel, "-shared", "-fPIC"]

    def _function(self, f: Any, **sizes: int) -> Any:
        if f not in _SOURCES:
            return None
        source = Path(__file__).parents[1] / "c" / _SOURCES[f]
        defines = [f"-D{name}={size}" for name, size in sizes.items()]
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder, "library.so")
            command = [_COMPILER, *self._flags, *defines, str(source), "-lm", "-o", str(library)]
            subprocess.run(command, check=True)
            return ctypes.CDLL(str(library)).run

    def batch_in_place(self, f: Any, columns: Any) -> Any:
        outputs = [np.zeros(len(columns[0])) for _ in range(len(columns) + 1)]
        return _bound(self._function(f), columns, outputs)

    def batch(self, f: Any, columns: Any) -> Any:
        function = self._function(f)

        def run() -> Any:
            outputs = [np.empty(len(columns[0])) for _ in range(len(columns) + 1)]
            _bound(function, columns, outputs).run()
            return outputs

        return run

    def gradient(self, f: Any, x: Any) -> Any:
        function = self._function(f)
        return function and _bound(function, [x], [np.zeros(()), np.zeros(len(x))])

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        function = self._function(f, A=x.shape[1], B=len(parameters[1]), C=len(parameters[3]))
        outputs = [np.zeros(()), *map(np.zeros_like, parameters)]
        return _bound(function, [*parameters, x, y], outputs)

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        run, results, memory = self.mean_loss(f, parameters, x, y)

        def gradient() -> Any:
            run()
            return results()[1:]

        return Bound(lambda: adam(gradient, parameters, epochs, rate), lambda: parameters, memory)


def _bound(function: Any, inputs: Any, outputs: Any) -> Bound:
    def pointers(arrays: Any) -> Any:
        return (ctypes.c_void_p * len(arrays))(*[x.ctypes.data for x in arrays])

    rows = ctypes.c_long(len(inputs[-1]))
    call = partial(function, rows, pointers(inputs), pointers(outputs))
    return Bound(call, lambda: outputs, inputs)
