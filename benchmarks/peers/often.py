"""autograd_lite at one point, once it has been called so often that its code was made better."""

from typing import Any

from autograd_lite.compiler.backends.llvm.backend import MANY_CALLS
from benchmarks.peers import compiled

VERSION = compiled.VERSION


class Peer:
    """The same calls, after those that come before."""

    def __init__(self, threads: int) -> None:
        self._peer = compiled.Peer(threads, "llvm")

    def point(self, f: Any, numbers: Any) -> Any:
        return _called_often(self._peer.point(f, numbers))

    def bound(self, f: Any, numbers: Any) -> Any:
        return _called_often(self._peer.bound(f, numbers))

    def hessian(self, f: Any, x: Any) -> Any:
        return _called_often(self._peer.hessian(f, x))


def _called_often(call: Any) -> Any:
    for _ in range(MANY_CALLS + 1):
        call()
    return call
