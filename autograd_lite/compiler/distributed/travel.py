"""What is sent to workers: a program, which each of them compiles once."""

import hashlib
import math
import pickle
import sys
from dataclasses import fields
from importlib import metadata
from importlib.util import find_spec
from io import BytesIO
from threading import RLock
from typing import Any

import numpy as np
from cloudpickle import CloudPickler

from autograd_lite.compiler.backends.protocol import Array, Buffers, Kernel, Options
from autograd_lite.compiler.distributed import WorkerError
from autograd_lite.compiler.kernels import Lately, kernel
from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import INTERNAL, Operation
from autograd_lite.system.forks import survive_forks
from autograd_lite.system.requirements import PACKAGE, installation


def version() -> str:
    """The version of this library, as it is installed here."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:  # it runs from a folder
        return "unknown"


class Travelling:
    """A program with all that is needed to run it over blocks of rows.

    ``shapes`` are those of the results of one row, ``reduced`` says which are added up. It is
    pickled with the version of the library, and unpacked where it is first needed, if the version
    is the same there.
    """

    def __init__(
        self,
        program: Program,
        backend: str,
        options: Options,
        shapes: list[tuple[int, ...]],
        reduced: list[bool],
    ) -> None:
        self._version = version()
        self._content: bytes = _packed((program, options))
        self._nodes = program.size
        self._backend = backend
        self._shapes, self._reduced = shapes, reduced
        parts = (self._version, backend, shapes, reduced)
        #: equal for two that compute the same
        self.digest: str = hashlib.sha256(repr(parts).encode() + self._content).hexdigest()

    def run(self, uniforms: list[Array], columns: tuple[Array, ...]) -> list[Array]:
        """The results for a block: those with a row for each point, and what it added up.

        ``uniforms`` are the numbers that all rows share, ``columns`` the arrays with a row for
        each. The last result holds in its only row all that is added up.
        """
        rows = len(columns[0])
        kinds = list(zip(self._shapes, self._reduced, strict=True))
        results = [np.empty((rows, *shape)) for shape, once in kinds if not once]
        total = np.zeros((1, sum(math.prod(shape) for shape, once in kinds if once)))
        if rows:
            self._ready().run(Buffers(uniforms, columns, results, [total], None))
        return [*results, total]

    def _ready(self) -> Kernel:
        """The kernel, which the first task of a process compiles, while others wait for it."""
        with _Workplace.lock:
            found: Kernel = _Workplace.kernels.get(self.digest, self._nodes, self._kernel)
            return found

    def _kernel(self) -> Kernel:
        self._check()
        program, options = pickle.loads(self._content)  # noqa: S301  # what was packed here
        return kernel(self._backend, program, options)

    def _check(self) -> None:
        if self._version != (here := version()):
            raise WorkerError(
                f"{_where()} has {PACKAGE} {here}, and the function was traced by "
                f"{self._version}: install the same version on every worker"
            )
        if self._backend == "llvm" and not find_spec("llvmlite"):
            raise WorkerError(
                f"{_where()} has no llvmlite, with which the function is compiled elsewhere: run "
                f"{installation('jit')} on every worker, or compile with backend='numpy'"
            )


class _Workplace:
    """The kernels of a process: every call of a function brings its program anew."""

    lock: Any = RLock()
    kernels = Lately(count=64, nodes=1_000_000)


survive_forks(_Workplace)


class _Pickler(CloudPickler):  # type: ignore[misc]  # without annotations
    """Writes operations of a user's own as they are, and not by the name that they have here."""

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, Operation) and not (thing.is_row or thing.name in INTERNAL):
            parts = {each.name: getattr(thing, each.name) for each in fields(thing)}
            return _operation, (parts,)
        return super().reducer_override(thing)


def _operation(parts: dict[str, Any]) -> Operation:
    return Operation(**parts)


def _packed(thing: Any) -> bytes:
    file = BytesIO()
    _Pickler(file).dump(thing)
    return file.getvalue()


def _where() -> str:
    """What this process is called."""
    worker = sys.modules.get("distributed.worker")
    if worker is not None:
        try:
            return f"the worker {worker.get_worker().address}"
        except ValueError:  # it is none
            pass
    return "this process"
