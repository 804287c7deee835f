"""What a back end offers: a module with the functions of `Backend`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from autograd_lite.compiler.program import Program

if TYPE_CHECKING:
    import numpy as np

Array: TypeAlias = "np.ndarray[Any, Any]"
Arrays: TypeAlias = Sequence[Array]


class Options(NamedTuple):
    """How a program is to be run."""

    #: whether results that are added up over a batch are divided by its rows
    mean: bool = False
    #: the most threads that may share a batch; 0 for one on each core
    threads: int = 0
    #: a directory for compiled code, if it is to outlive the process
    cache: str | None = None
    #: whether there is a batch, even if its rows are without numbers
    batched: bool = False


class Buffers(NamedTuple):
    """The float64 arrays that a call works on, and what it returns."""

    #: hold, one after the other, the inputs that are not batched
    uniforms: Arrays
    #: hold the others, with the batch along their first axis
    columns: Arrays
    #: take the outputs for each row
    rows: Arrays
    #: take those that are added up
    totals: Arrays
    answer: object

    @property
    def row_count(self) -> int:
        """The rows of the batch; 1 without a batch."""
        return len(self.columns[0]) if self.columns else 1

    @property
    def strided(self) -> Arrays:
        """Those with the batch along their first axis."""
        return (*self.columns, *self.rows)

    @property
    def contiguous(self) -> Arrays:
        """Those without a batch."""
        return (*self.uniforms, *self.totals)


class Kernel(Protocol):
    """A compiled program over arrays."""

    def bind(self, buffers: Buffers) -> Callable[[], Any]:
        """A call that reads and writes these arrays in place, and returns the answer."""

    def run(self, buffers: Buffers) -> object:
        """The same, called once."""


class Backend(Protocol):
    """A module that makes programs run."""

    def point(self, program: Program, cache: str | None) -> Callable[..., Any]:
        """The program as a function of floats that returns a tuple, or its one output.

        It raises TypeError for operands that are no floats.
        """

    def kernel(self, program: Program, options: Options) -> Kernel:
        """The program over arrays."""
