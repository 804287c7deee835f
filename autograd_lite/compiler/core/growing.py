"""A list of steps that grows: every one is there once, and what no result needs is dropped."""

import math
from collections.abc import Iterable
from typing import Any, Final

from autograd_lite.compiler.program import Input, Output, Program
from autograd_lite.primitives.internal import COMPARISONS, CONDITIONS, LOGIC
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

_ADD: Final[Any] = TABLE["add"]
_MULTIPLY: Final[Any] = TABLE["multiply"]
_NEGATIVE: Final[Any] = TABLE["negative"]
_WHERE: Final[Any] = TABLE["where"]
_NOT_EQUAL: Final[Any] = COMPARISONS["not_equal"]
_CONDITIONS: Final[Any] = CONDITIONS
_LOGIC: Final[Any] = frozenset(LOGIC.values())

#: kinds of places: those of which no identity knows anything, and others
NUMBER: Final = 0
CONSTANT: Final = 1
NEGATED: Final = 2
CONDITION: Final = 3
#: in the place of a place: there is none
NONE: Final = -1


class Growing:
    """Steps, each of which may be simplified when it is added; places are handed out in order."""

    def __init__(self) -> None:
        # as those of a Program
        self.ops: list[Any] = []
        self.operands: list[tuple[int, ...]] = []
        self.given: dict[int, Input] = {}
        self.labels: dict[int, str] = {}
        #: the numbers of constants
        self.values: dict[int, float] = {}
        self.kinds: list[int] = []
        self._constants: dict[Any, int] = {}
        self._known: dict[Any, dict[tuple[int, ...], int]] = {}
        self._has_conditions: bool = False

    def _add(self, op: Any, operands: tuple[int, ...], kind: int) -> int:
        self.ops.append(op)
        self.operands.append(operands)
        self.kinds.append(kind)
        return len(self.ops) - 1

    def input(self, name: str, batched: bool = False) -> int:
        """A new input."""
        place = self._add(None, (), NUMBER)
        self.given[place] = Input(name, batched)
        return place

    def constant(self, value: float) -> int:
        """The place of a constant; 0.0 and −0.0 are two."""
        key: Any = value
        if value == 0.0:
            key = str(math.copysign(0.0, value))
        elif value != value:
            key = "nan"
        place = self._constants.get(key, NONE)
        if place < 0:
            place = self._add(None, (), CONSTANT)
            self._constants[key] = place
            self.values[place] = value
        return place

    def is_zero(self, place: int) -> bool:
        """Whether this is a constant, 0.0 or −0.0."""
        return self.kinds[place] == CONSTANT and self.values[place] == 0.0

    def step(self, op: Operation, *operands: int, label: str = "") -> int:
        """The place of a result, new or known."""
        place = self.add(op, operands)
        return self.name(place, label) if label else place

    def add(self, op: Operation, operands: tuple[int, ...]) -> int:
        """The same for operands in a tuple, and without a label."""
        if op is _WHERE or self._has_conditions or op in _LOGIC:
            operands = self._of_right_kind(op, operands)
        place = self.simpler(op, operands)
        if place >= 0:
            return place
        known = self._known.get(op)
        if known is None:
            known = {}
            self._known[op] = known
        key = operands
        if (op is _ADD or op is _MULTIPLY) and operands[0] > operands[1]:
            key = (operands[1], operands[0])
        place = known.get(key, NONE)
        if place < 0:
            place = self._new(op, operands)
            known[key] = place
        return place

    def _new(self, op: Operation, operands: tuple[int, ...]) -> int:
        for x in operands:
            if self.kinds[x] != CONSTANT:
                break
        else:
            return self.constant(float(op.forward(FLOATS, *[self.values[x] for x in operands])))
        kind = NUMBER
        if op is _NEGATIVE:
            kind = NEGATED
        elif op in _CONDITIONS:
            kind = CONDITION
            self._has_conditions = True
        return self._add(op, operands, kind)

    def _of_right_kind(self, op: Operation, operands: tuple[int, ...]) -> tuple[int, ...]:
        """Numbers where numbers are needed, and a condition where that is needed."""
        if op in _LOGIC:
            return tuple([self._condition(x) for x in operands])
        if op is not _WHERE:
            for x in operands:
                if self.kinds[x] == CONDITION:
                    return tuple([self._number(x) for x in operands])
            return operands
        condition, x, y = operands
        return (self._condition(condition), self._number(x), self._number(y))

    def _condition(self, place: int) -> int:
        if self.kinds[place] == CONDITION or self.kinds[place] == CONSTANT:
            return place
        return self.add(_NOT_EQUAL, (place, self.constant(0.0)))

    def _number(self, place: int) -> int:
        if self.kinds[place] != CONDITION:
            return place
        return self.add(_WHERE, (place, self.constant(1.0), self.constant(0.0)))

    def name(self, place: int, label: str) -> int:
        """Give a step a label, unless it has one; return its place."""
        if label and self.ops[place] is not None and place not in self.labels:
            self.labels[place] = label
        return place

    def program(self, outputs: Iterable[Output]) -> Program:
        """The program of all inputs and of the steps that the outputs need."""
        results = [Output(self._number(out.place), out.reduced) for out in outputs]
        ops, operands = self.ops, self.operands
        new = [NONE] * len(ops)
        for place in self.given:
            new[place] = 0
        for out in results:
            new[out.place] = 0
        for place in range(len(ops) - 1, -1, -1):
            if new[place] == 0:
                for i in operands[place]:
                    new[i] = 0
        made = Program((), ())
        found_ops: list[Any] = made.ops
        found_operands: list[tuple[int, ...]] = made.operands
        constants: dict[int, float] = made.constants
        for place in range(len(ops)):
            if new[place] < 0:
                continue
            now = len(found_ops)
            new[place] = now
            op = ops[place]
            found_ops.append(op)
            own = operands[place]
            if len(own) == 2:
                found_operands.append((new[own[0]], new[own[1]]))
            elif len(own) == 1:
                found_operands.append((new[own[0]],))
            else:
                found_operands.append(tuple([new[i] for i in own]))
            if op is None and self.kinds[place] == CONSTANT:
                constants[now] = self.values[place]
        made.given = {new[place]: each for place, each in self.given.items()}
        kept = sorted([place for place in self.labels if new[place] >= 0])
        made.labels = {new[place]: self.labels[place] for place in kept}
        made.outputs = tuple([Output(new[out.place], out.reduced) for out in results])
        return made

    def simpler(self, op: Operation, operands: tuple[int, ...]) -> int:
        """The place of something simpler that is equal, or none."""
        return NONE
