"""ddx-ad."""

from functools import partial
from typing import Any

from benchmarks.peers import ddx
from benchmarks.peers.ddx import VERSION  # noqa: F401


class Peer:
    """A function compiled through LLVM."""

    def __init__(self, threads: int) -> None:
        ddx.check()

    def first_result(self, f: Any, x: Any) -> Any:
        return partial(ddx.compiled(f, [x]).jacobian, x)
