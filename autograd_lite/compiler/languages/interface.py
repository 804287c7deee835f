"""What a written function is given, and what it returns."""

from collections.abc import Sequence
from typing import NamedTuple

from autograd_lite.inputs.trees import Structure

#: the names of the two things that some kinds of functions return
PAIRS = {"value_and_grad": ("value", "gradient"), "backward": ("value", "gradient")}


class Part(NamedTuple):
    """Numbers that are given or returned as one: a tree, or an array with a row for each point."""

    name: str
    structure: Structure
    #: which inputs or outputs of the program they are
    places: Sequence[int]
    #: along which rows lie, if it differs from row to row
    axis: int | None
    #: what its numbers are called, if they are Values that the function closes over
    labels: Sequence[str] = ()

    @property
    def by_row(self) -> bool:
        """Whether it differs from row to row."""
        return self.axis is not None

    @property
    def is_number(self) -> bool:
        """Whether it is one number, for each row if they differ."""
        return self.structure == ()

    @property
    def size(self) -> int:
        """The numbers, of a row if they differ."""
        return len(self.places)


class Argument(NamedTuple):
    """An argument: one part, or as many as it has numbers and arrays."""

    name: str
    structure: Structure
    parts: list[Part]

    @property
    def is_part(self) -> bool:
        """Whether it is given as one."""
        return len(self.parts) == 1 and self.parts[0].structure == self.structure


class Interface(NamedTuple):
    """The arguments, and the result as a tree; its parts have their numbers in order."""

    #: what is computed, and of which function
    kind: str
    function: str
    arguments: list[Argument]
    results: list[Part]
    structure: Structure
    batched: bool
    mean: bool

    @property
    def is_pair(self) -> bool:
        """Whether it returns a value and a gradient."""
        return self.kind in PAIRS

    @property
    def given(self) -> list[Part]:
        """The parts of all arguments."""
        return [part for argument in self.arguments for part in argument.parts]

    def check_rows(self) -> None:
        """Raise ValueError unless rows lie along the first axis everywhere."""
        for part in self.given:
            if part.axis is not None and part.axis % (len(part.structure) + 1):
                raise ValueError(
                    f"in_axes: the rows of {part.name} lie along axis {part.axis}, and what is "
                    "written in other languages than Python finds them along the first one: "
                    "choose in_axes=0"
                )
