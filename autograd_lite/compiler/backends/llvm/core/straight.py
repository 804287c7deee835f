"""Straight-line code in LLVM's assembly language."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from autograd_lite.compiler.program import Program
from autograd_lite.primitives.internal import CONDITIONS
from autograd_lite.primitives.operation import TABLE

# relative: these files are compiled as part of another package
from .assembly import SCALAR, SHARED, Function, Procedure, constant, number
from .storage import Storage
from .units import ONE

__all__ = ["BOTH", "SINE_AND_COSINE", "Line", "Straight", "shared_value", "store_constants"]

#: the function of a number that returns both, and what it returns: two registers, not the lanes of
#: one, for quick compilation knows no lanes, and took twice its time for functions that had them
SINE_AND_COSINE: Final = f"{SHARED}sine_and_cosine"
BOTH: Final = f"{{{SCALAR}, {SCALAR}}}"

_SINE: Final[Any] = TABLE["sin"]
_COSINE: Final[Any] = TABLE["cos"]
_CONDITIONS: Final[Any] = CONDITIONS


class Line:
    """An instruction in which names are left open: those of operands and of earlier results."""

    __slots__ = ("_names", "_texts")

    def __init__(self, texts: Sequence[str], names: Sequence[int]) -> None:
        """``texts`` stand before, between and behind the names."""
        self._texts: list[str] = [f" = {texts[0]}", *texts[1:]]
        self._names: list[int] = list(names)

    def filled(self, result: str, names: list[str]) -> str:
        """The instruction with these names."""
        texts = self._texts
        if len(self._names) == 2:  # as most have, and at once it is made faster
            x, y = names[self._names[0]], names[self._names[1]]
            return f"  {result}{texts[0]}{x}{texts[1]}{y}{texts[2]}"
        text = f"  {result}{texts[0]}"
        for i in range(len(self._names)):
            text += names[self._names[i]]
            text += texts[i + 1]
        return text


class Straight:
    """The instructions of some steps of a program, numbers or vectors of them.

    ``read`` gives the name of a value that is computed elsewhere.
    """

    def __init__(
        self,
        f: Function,
        program: Program,
        kind: str,
        read: Callable[[int], str],
        instructions: dict[Any, list[Line]],
    ) -> None:
        self.f: Function = f
        self.kind: str = kind
        self.read: Callable[[int], str] = read
        self._ops: list[Any] = program.ops
        self._operands: list[tuple[int, ...]] = program.operands
        self._constants: dict[int, float] = program.constants
        self._known: dict[int, str] = {}
        self._instructions: dict[Any, list[Line]] = instructions
        self._angles: dict[str, str] = {}

    def compute(self, places: Sequence[int]) -> None:
        """Emit the steps at these places."""
        for place in places:
            self._emit(place)

    def value(self, place: int) -> str:
        """The name of a value, or a constant."""
        name = self._known.get(place)
        if name is None:
            op = self._ops[place]
            if op is None and place in self._constants:
                name = constant(self._constants[place], self.kind)
            elif op in _CONDITIONS:  # cheap, and so computed wherever it is needed
                for each in self._joined(place):
                    self._emit(each)
                return self._known[place]
            else:
                name = self.read(place)
            self._known[place] = name
        return name

    def _joined(self, place: int) -> list[int]:
        """The conditions that make up one, and itself, in order."""
        found, stack = {place}, [place]
        while stack:
            for i in self._operands[stack.pop()]:
                if i not in found and i not in self._known and self._ops[i] in _CONDITIONS:
                    found.add(i)
                    stack.append(i)
        return sorted(found)

    def _emit(self, place: int) -> None:
        op = self._ops[place]
        names = [self.value(i) for i in self._operands[place]]
        if (op is _SINE or op is _COSINE) and self.kind == SCALAR:
            angle = names[0]
            called = self._angles.get(angle)
            if called is None:
                called = self.f.let(f"call {BOTH} @{SINE_AND_COSINE}({SCALAR} {angle})")
                self._angles[angle] = called
            lane = 0 if op is _SINE else 1
            name = self.f.let(f"extractvalue {BOTH} {called}, {lane}")
        else:
            f = self.f
            for line in self._instructions[op]:
                name = "%" + str(f.count)
                f.count += 1
                f.lines.append(line.filled(name, names))
                names.append(name)
            name = names[-1]
        self._known[place] = name


def shared_value(f: Function, storage: Storage, u: str, place: int) -> str:
    """A value that is the same for all rows: a constant, or what stands in its slot."""
    value: float | None = storage.program.constants.get(place)
    if value is not None:
        return number(value)
    return f.load(SCALAR, u, str(storage.slots[place]))


def store_constants(f: Procedure, storage: Storage, u: str) -> None:
    """Write the constants into their slots."""
    constants: dict[int, float] = storage.program.constants
    for place, slot in storage.slots.items():
        value = 1.0 if place == ONE else constants.get(place)
        if value is not None:
            f.store(SCALAR, number(value), f.at(u, str(slot)))
