"""Many leaves at once: their numbers and gradients as the bytes of doubles in a row.

That is how arrays are read and written here, for the engine knows no NumPy: `numpy.frombuffer`
with the dtype "<f8" makes an array of bytes, and ``tobytes`` bytes of an array.
"""

from collections.abc import Sequence

from autograd_lite.engine.packed import BytesWriter, read_f64_le, vec, write_f64_le

# relative: see `autograd_lite.engine.node`
from .node import STATE, Node
from .passes import forget

__all__ = ["Leaves"]


class Leaves:
    """Leaves that gradients flow into, in a fixed order."""

    __slots__ = ("nodes",)

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes: vec[Node] = vec[Node](nodes)

    def numbers(self) -> bytes:
        """Their numbers."""
        written = BytesWriter()
        for node in self.nodes:
            write_f64_le(written, node._number)
        return written.getvalue()

    def assign(self, numbers: bytes) -> None:
        """Give them these numbers."""
        place = 0
        for node in self.nodes:
            node._number = read_f64_le(numbers, place)
            place += 8

    def gradients(self) -> bytes:
        """Their gradients."""
        written = BytesWriter()
        for node in self.nodes:
            write_f64_le(written, node._grad)
        return written.getvalue()

    def add_gradients(self, gradients: bytes) -> None:
        """Add to their gradients, as a backward pass does: threads may share leaves."""
        place = 0
        with STATE.lock:
            for node in self.nodes:
                node._grad += read_f64_le(gradients, place)
                node._visited = 1.0
                place += 8

    def have_gradients(self) -> bool:
        """Whether one of them has a gradient: of a pass, or given by hand."""
        for node in self.nodes:  # noqa: SIM110  # compiled, this makes no generator
            if node._visited != 0.0:
                return True
        return False

    def forget(self) -> None:
        """Drop their gradients."""
        for node in self.nodes:
            forget(node)
