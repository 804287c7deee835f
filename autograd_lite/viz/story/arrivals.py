"""What arrives at a node in the backward pass, added up as it comes, however much it is."""

from dataclasses import dataclass

from autograd_lite.viz.formula.formulas import (
    FIRST_PARTS,
    MOST_PARTS,
    Formula,
    left_out,
    number,
)


@dataclass(frozen=True)
class Arrivals:
    """The gradients that have arrived at a node, of which a sum is written."""

    count: int = 0
    #: added up in the order of the engine
    total: float = 0.0
    #: as many as are ever written, and the last
    first: tuple[float, ...] = ()
    last: float = 0.0
    #: the sum of those that a long sum leaves out
    between: float = 0.0

    def with_one_more(self, gradient: float) -> "Arrivals":
        """The same after another gradient has arrived."""
        return Arrivals(
            self.count + 1,
            self.total + gradient,
            self.first if self.count >= MOST_PARTS else (*self.first, gradient),
            gradient,
            self.between + self.last if self.count > FIRST_PARTS else 0.0,
        )

    @property
    def sum(self) -> Formula:
        """What has arrived so far as a sum, its middle left out if it is long."""
        if self.count <= MOST_PARTS:
            return Formula("sum", (number(self.first[0]), *map(_term, self.first[1:])))
        parts = [number(self.first[0]), *map(_term, self.first[1:FIRST_PARTS])]
        between = left_out(self.count - FIRST_PARTS - 1, self.between)
        return Formula("sum", (*parts, between, _term(self.last)))


NOTHING = Arrivals()


def _term(gradient: float) -> Formula:
    """A later term of a sum."""
    return Formula("negative", (number(-gradient),)) if gradient < 0 else number(gradient)
