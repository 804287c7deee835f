"""Equations of matrices, and the steps that are made of them.

An equation has sides, which are equal; what stands on a side is a formula in names, a matrix of
numbers, or a sign. `writing` writes them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from autograd_lite.viz.batch.matrices import Application, Matrix, Table
from autograd_lite.viz.formula.formulas import Formula

ROWS = "rows"  # the sign for a part of a matrix
MOST = 10  # rows and columns of a matrix that are shown
Pass = Literal["forward", "backward", ""]
#: how an upstream and a local gradient are put together
Way = Literal["entries", "product", "sum", "columns", "copy"]


@dataclass(frozen=True)
class Numbers:
    """A matrix of numbers as it is shown: its first rows and columns, and how many are left out."""

    rows: tuple[tuple[float, ...], ...]
    more_rows: int
    more_columns: int
    kind: Pass = ""
    #: whether it is a number that needs no brackets
    bare: bool = False

    @classmethod
    def of(cls, table: Table, kind: Pass = "", bare: bool = False, most: int = MOST) -> "Numbers":
        """The part of a table that is shown."""
        rows = tuple(tuple(row[:most]) for row in table[:most])
        more_rows, more_columns = (max(0, len(each) - most) for each in (table, table[0]))
        return cls(rows, more_rows, more_columns, kind, bare)

    def written(
        self, write: Callable[[float], str], across: str = "…", down: str = "⋮"
    ) -> list[list[str]]:
        """The numbers as they are written, row by row, and dots for what is left out."""
        dots = [across] if self.more_columns else []
        rows = [[*map(write, row), *dots] for row in self.rows]
        return [*rows, [down] * len(rows[0])] if self.more_rows else rows


@dataclass(frozen=True)
class Factor:
    """A formula that stands in a product, in parentheses if it needs them."""

    formula: Formula


Item = Formula | Factor | Numbers | str
Side = tuple[Item, ...]


@dataclass(frozen=True)
class Equation:
    """Sides that are equal, and under which conditions they are."""

    sides: tuple[Side, ...]
    conditions: tuple[Formula, ...] = ()
    #: the rows and columns of what is on the left, where they are told
    shape: tuple[int, int] | None = None


def equation(
    *sides: Sequence[Item],
    conditions: tuple[Formula, ...] = (),
    shape: tuple[int, int] | None = None,
) -> Equation:
    """An equation of these sides."""
    return Equation(tuple(tuple(side) for side in sides), conditions, shape)


@dataclass(frozen=True)
class Sent:
    """What an operation sends to one of its operands."""

    operand: Matrix
    way: Way
    #: the local gradient; more than one if it has branches
    local: tuple[Equation, ...]
    #: upstream, local and downstream gradient
    product: Equation
    #: what has arrived so far, if something else arrives as well; whether this is the last
    total: Equation | None
    last: bool


@dataclass(frozen=True)
class Unused:
    """A local gradient towards what takes none."""

    operand: Matrix
    equation: Equation


@dataclass(frozen=True)
class Step:
    """One step of the story."""

    kind: Literal["given", "forward", "seed", "backward", "result"]
    #: the operation it is about; for what is given and for the result, the last one
    application: Application
    equations: tuple[Equation, ...] = ()
    sent: tuple[Sent, ...] = ()
    unused: tuple[Unused, ...] = ()
