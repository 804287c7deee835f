"""What arrives at a node in the backward pass, added up as it comes, however much it is."""

from autograd_lite.viz.formula.formulas import (
    FIRST_PARTS,
    MOST_PARTS,
    Formula,
    left_out,
    number,
    term,
)


class Arrivals:
    """The gradients that have arrived at a node, as a number and as a sum to write.

    Of a long sum only its ends are kept, and what those between make together.
    """

    __slots__ = ("_between", "_first", "_last", "count", "total")

    def __init__(self) -> None:
        self.count = 0
        #: added up in the order of the engine
        self.total = 0.0
        self._first: list[float] = []
        self._between = self._last = 0.0

    def add(self, gradient: float) -> None:
        """Another gradient arrives."""
        if self.count > FIRST_PARTS:
            self._between += self._last
        if self.count < MOST_PARTS:
            self._first.append(gradient)
        self.total = self.total + gradient if self.count else gradient
        self.count += 1
        self._last = gradient

    def sum(self) -> Formula:
        """What has arrived so far as a sum, its middle left out if it is long."""
        if self.count <= MOST_PARTS:
            return Formula("sum", (number(self._first[0]), *map(term, self._first[1:])))
        parts = [number(self._first[0]), *map(term, self._first[1:FIRST_PARTS])]
        between = left_out(self.count - FIRST_PARTS - 1, self._between)
        return Formula("sum", (*parts, between, term(self._last)))
