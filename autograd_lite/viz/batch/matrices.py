"""A batch in matrices: what is given, what is computed from what, and how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value
from autograd_lite.viz.batch.lanes import Choice, Lane
from autograd_lite.viz.formula.names import Name

Table = list[list[float]]

#: input, target and constant take no gradient
Role = Literal["input", "target", "constant", "parameter", "result", "cost"]

#: how an operation treats matrices: W·X + b; every entry by itself; all rows of a column at once;
#: rows of several matrices below each other; one entry of each column; the mean or sum of a loss
How = Literal["linear", "elementwise", "columns", "rows", "pick", "cost"]


def added(tables: Sequence[Table]) -> Table:
    """The sums of the entries at every place."""
    return [[sum(entries) for entries in zip(*rows, strict=True)]
            for rows in zip(*tables, strict=True)]  # fmt: skip


@dataclass(eq=False)
class Matrix:
    """Numbers in rows and columns.

    What differs between examples has a column for each; then a row is one lane. What they share has
    as many columns as it needs; then every entry is a lane. One that is made up, as the one-hot
    columns of classes, has no lanes but numbers.
    """

    role: Role
    #: the lanes of every row: one, or for what is shared one for each column
    grid: tuple[tuple[Lane, ...], ...] = ()
    #: whether all examples share it
    shared: bool = False
    given: Table | None = None
    name: Name = field(default=Name("", "", ""))

    @property
    def nodes(self) -> list[tuple[Value, ...]]:
        """The nodes of every row, one for each column."""
        if self.shared:
            return [tuple(lane.nodes[0] for lane in row) for row in self.grid]
        return [row[0].nodes for row in self.grid]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        if self.given is not None:
            return len(self.given), len(self.given[0])
        return len(self.grid), len(self.grid[0]) if self.shared else len(self.grid[0][0].nodes)

    @property
    def lanes(self) -> list[Lane]:
        """All its lanes, row by row."""
        return [lane for row in self.grid for lane in row]

    @property
    def differentiable(self) -> bool:
        """Whether gradients flow into it."""
        return self.role not in ("target", "constant") and any(
            lane.differentiable for lane in self.lanes
        )

    @property
    def values(self) -> Table:
        """The numbers."""
        if self.given is not None:
            return self.given
        return [[node.data for node in row] for row in self.nodes]

    def gradients(self, gradients: Mapping[Value, float]) -> Table:
        """The gradient of every entry; of one that all examples share, the sum over them."""
        if not self.shared:
            return [[gradients.get(node, 0.0) for node in row] for row in self.nodes]
        return [[_total(lane, gradients) for lane in row] for row in self.grid]


def _total(lane: Lane, gradients: Mapping[Value, float]) -> float:
    return sum(gradients.get(node, 0.0) for node in dict.fromkeys(lane.nodes))


@dataclass(eq=False)
class Application:
    """An operation on matrices."""

    how: How
    operation: Operation | None
    out: Matrix
    operands: tuple[Matrix, ...]
    #: the matrix at the place of every operand of the scalar operation; None for plain numbers
    places: tuple[Matrix | None, ...] = ()
    #: of a cost, the loss of every entry, which is not shown by itself
    losses: tuple[Lane, ...] = ()

    @property
    def rows(self) -> Sequence[Lane]:
        """The lanes that the operation computes."""
        return self.losses or self.out.lanes

    def at(self, lane: Lane, place: int) -> Matrix | None:
        """The matrix that an operand of one of the rows is in."""
        if self.places:
            return self.places[place]
        operand = lane.operands[place]
        first = operand.lanes[0] if isinstance(operand, Choice) else operand
        return next((each for each in self.operands if first in each.lanes), None)

    def local(self, place: int) -> Table:
        """The local gradient of every entry towards the operand at a place."""
        return self._of_every_node(lambda node: node.local_gradients[place])

    def _of_every_node(self, what: Callable[[Value], float]) -> Table:
        return [
            [what(node) for node in (lane.nodes[:1] if lane.shared else lane.nodes)]
            for lane in self.rows
        ]


@dataclass
class Matrices:
    """All matrices of a batch, and the operations in the order of the forward pass."""

    matrices: list[Matrix]
    applications: list[Application]
    cost: Matrix
    #: how many losses the cost is the mean of; None for their sum
    count: int | None

    def consumers(self, matrix: Matrix) -> list[Application]:
        """The operations that a matrix goes into."""
        return [each for each in self.applications if matrix in each.operands]

    @property
    def leaves(self) -> list[Matrix]:
        """The matrices that are given."""
        made = {id(each.out) for each in self.applications}
        return [each for each in self.matrices if id(each) not in made]

    @property
    def parameters(self) -> list[Matrix]:
        """The leaves into which gradients flow."""
        return [each for each in self.leaves if each.differentiable]
