"""A Program: a computation on numbers as a list of steps, each using results of earlier ones.

The records are `Input`, `Constant`, `Step`, `Output` and `Program`; a place is an index into
``Program.nodes``. Every step applies a record of the table of operations, or of
`autograd_lite.primitives.internal`.
"""

from collections.abc import Callable, Iterable, Sequence
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


class Program:
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

    It is kept as lists, beside each other, of what its nodes have; the nodes are made when somebody
    asks for them, and all of it then, if it is `later`.
    """

    __slots__ = (
        "_expected",
        "_make",
        "_nodes",
        "constants",
        "digest",
        "given",
        "labels",
        "operands",
        "ops",
        "outputs",
    )

    #: what makes the lists, if they are not there yet, and how many nodes there will be, roughly
    _make: Callable[[], "Program"] | None
    _expected: int
    #: the digest, if it is known before
    digest: bytes | None

    def __init__(self, nodes: Iterable[Node] = (), outputs: Iterable[Output] = ()) -> None:
        #: the operation of every step; None for inputs and constants
        self.ops: list[Operation | None] = []
        self.operands: list[tuple[int, ...]] = []
        #: what else there is, by its place
        self.constants: dict[int, float] = {}
        self.given: dict[int, Input] = {}
        self.labels: dict[int, str] = {}
        self.outputs: tuple[Output, ...] = tuple(outputs)
        self._nodes: tuple[Node, ...] | None = None
        self._make, self.digest = None, None
        for node in nodes:
            self._add(node)

    @classmethod
    def later(cls, make: Callable[[], "Program"], digest: bytes | None, size: int) -> "Program":
        """The program that ``make`` returns when somebody asks for it."""
        program = cls.__new__(cls)
        program._make, program._expected, program.digest = make, size, digest
        return program

    def __getattr__(self, name: str) -> Any:
        # of a slot that is not filled yet
        if name not in _LISTS:
            raise AttributeError(f"a Program has no attribute {name!r}")
        make = self._make
        if make is not None:  # else another thread was faster
            made = make()
            for each in _LISTS:
                setattr(self, each, getattr(made, each))
            self._make = None
        return object.__getattribute__(self, name)

    def __getstate__(self) -> list[Any]:
        """What a pickle takes: the lists, which are made now if they are not there yet."""
        return [getattr(self, name) for name in _PICKLED]

    def __setstate__(self, state: list[Any]) -> None:
        for name, part in zip(_PICKLED, state, strict=True):
            setattr(self, name, part)
        self._make = self._nodes = None

    def _add(self, node: Node) -> None:
        place = len(self.ops)
        self.ops.append(node.op if isinstance(node, Step) else None)
        self.operands.append(node.operands if isinstance(node, Step) else ())
        if isinstance(node, Input):
            self.given[place] = node
        elif isinstance(node, Constant):
            self.constants[place] = node.value
        elif node.label:
            self.labels[place] = node.label

    @property
    def size(self) -> int:
        """How many nodes there are, or will be, roughly."""
        return len(self.ops) if self._make is None else self._expected

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Everything that the program consists of, by its place."""
        if self._nodes is None:
            self._nodes = tuple(map(self._node, range(len(self.ops))))
        return self._nodes

    def _node(self, place: int) -> Node:
        op = self.ops[place]
        if op is not None:
            return Step(op, self.operands[place], self.labels.get(place, ""))
        if place in self.given:
            return self.given[place]
        return Constant(self.constants[place])

    @property
    def inputs(self) -> list[Input]:
        """The inputs, in the order in which their numbers are given."""
        return list(self.given.values())

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


#: what is filled later
_LISTS = ("ops", "operands", "constants", "given", "labels", "outputs", "_nodes")

_PICKLED = (*(name for name in _LISTS if name != "_nodes"), "digest")


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
