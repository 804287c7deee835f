"""The kernel of back ends that run a program step by step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from autograd_lite.compiler.backends.protocol import Buffers


class Interpreted:
    """A kernel that has nothing to prepare for its arrays."""

    def __init__(self, run: Callable[[Buffers], object]) -> None:
        self.run = run

    def bind(self, buffers: Buffers) -> Callable[[], Any]:
        """A call that reads and writes these arrays in place, and returns the answer."""
        return partial(self.run, buffers)
