"""A Program: a computation on numbers as a list of steps, each using results of earlier ones.

The records are `Input`, `Constant`, `Step`, `Output` and `Program`; a place is an index into
``Program.nodes``. Every step applies a record of the table of operations, or of
`autograd_lite.primitives.internal`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from autograd_lite.primitives.internal import CONDITIONS
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation


class Input(NamedTuple):
    """A number that is given; ``batched`` ones differ from row to row of a batch."""

    name: str
    batched: bool = False


class Constant(NamedTuple):
    """A number that was known when the program was made."""

    value: float


class Step(NamedTuple):
    """An operation on the results at earlier places."""

    op: Operation
    operands: tuple[int, ...]
    label: str = ""


class Output(NamedTuple):
    """A result; a ``reduced`` one is added up over the rows of a batch."""

    place: int
    reduced: bool = False


Node = Input | Constant | Step


class Program(NamedTuple):
    """Inputs, constants and steps in an order in which they can be computed, and the results.

    >>> x, y = Input("x"), Input("y")
    >>> product, exponential = Step(TABLE["multiply"], (0, 1)), Step(TABLE["exp"], (2,))
    >>> program = Program((x, y, product, exponential), (Output(3),))
    >>> print(program)
    input x
    input y
    %2 = multiply x, y
    %3 = exp %2
    return %3
    >>> evaluate(program, [2.0, 0.0])
    [1.0]
    """

    nodes: tuple[Node, ...]
    outputs: tuple[Output, ...]

    @property
    def inputs(self) -> list[Input]:
        """The inputs, in the order in which their numbers are given."""
        return [node for node in self.nodes if isinstance(node, Input)]

    def __str__(self) -> str:
        names: list[str] = []
        lines: list[str] = []
        for place, node in enumerate(self.nodes):
            if isinstance(node, Input):
                names.append(node.name)
                lines.append(f"input {node.name}{' (batched)' if node.batched else ''}")
            elif isinstance(node, Constant):
                names.append(repr(node.value))
            else:
                names.append(f"%{place}")
                label = f"  # {node.label}" if node.label else ""
                operands = ", ".join(names[i] for i in node.operands)
                lines.append(f"{names[place]} = {node.op.name} {operands}{label}")
        results = [f"{'sum ' if out.reduced else ''}{names[out.place]}" for out in self.outputs]
        return "\n".join([*lines, f"return {', '.join(results)}"])


def is_condition(node: Node) -> bool:
    """Whether this is true or false, and no number."""
    return isinstance(node, Step) and node.op in CONDITIONS


def angle_of(node: Node) -> int | None:
    """The place of the angle, if this is a sine or a cosine."""
    if isinstance(node, Step) and node.op in (TABLE["sin"], TABLE["cos"]):
        return node.operands[0]
    return None


def evaluate(program: Program, numbers: Sequence[Any], m: Any = FLOATS) -> list[Any]:
    """The results for one row of numbers, computed step by step with the vocabulary ``m``."""
    given = iter(numbers)
    results: list[Any] = []
    for node in program.nodes:
        if isinstance(node, Input):
            results.append(next(given))
        elif isinstance(node, Constant):
            results.append(node.value)
        else:
            results.append(node.op.forward(m, *[results[i] for i in node.operands]))
    return [results[out.place] for out in program.outputs]
