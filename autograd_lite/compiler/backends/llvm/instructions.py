"""Straight-line code in LLVM's assembly language: one table of operations, for numbers and for
vectors.

No operation has a fast-math flag, so that every result is that of IEEE 754. Functions of the C
library are called by their names, and those of vectors under these names with ``v_`` before.
"""

from collections.abc import Callable, Iterable
from functools import cache

from autograd_lite.compiler.backends.llvm import assembly
from autograd_lite.compiler.backends.llvm.angles import SINE_AND_COSINE
from autograd_lite.compiler.backends.llvm.assembly import PAIR, SCALAR, Function, constant
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS, VectorLibrary
from autograd_lite.compiler.program import Constant, Program, Step, angle_of, is_condition


def _infix(instruction: str) -> str:
    return f"{instruction} {{t}} {{0}}, {{1}}"


def _call(name: str, operands: int = 1) -> str:
    arguments = ", ".join(f"{{t}} {{{i}}}" for i in range(operands))
    return f"call {{t}} @{name}({arguments})"


#: operations as instructions, one a line: {t} is the type, {b} that of a condition, {0} the first
#: operand; numbers behind those of the operands mean the results of earlier lines
INSTRUCTIONS = {
    "add": _infix("fadd"),
    "subtract": _infix("fsub"),
    "multiply": _infix("fmul"),
    "divide": _infix("fdiv"),
    "negative": "fneg {t} {0}",
    "abs": _call("llvm.fabs.{s}"),
    "sqrt": _call("llvm.sqrt.{s}"),
    "where": "select {b} {0}, {t} {1}, {t} {2}",
    "less": _infix("fcmp olt"),
    "less_equal": _infix("fcmp ole"),
    "greater": _infix("fcmp ogt"),
    "greater_equal": _infix("fcmp oge"),
    "equal": _infix("fcmp oeq"),
    "not_equal": _infix("fcmp une"),
    "logical_and": "and {b} {0}, {1}",
    "logical_or": "or {b} {0}, {1}",
    "logical_not": "icmp eq {b} {0}, zeroinitializer",
    "strong_product": """fcmp une {t} {0}, {zero}
fcmp une {t} {1}, {zero}
and {b} {2}, {3}
fmul {t} {0}, {1}
select {b} {4}, {t} {5}, {t} {zero}""",
    "lost": """fneg {t} {0}
call {t} @llvm.fma.{s}({t} {1}, {t} {2}, {t} {3})""",
} | {
    "power" if name == "pow" else name: _call(f"{{{'v' * count}}}{name}", count)
    for name, count in FUNCTIONS.items()
}


@cache
def _instructions(kind: str, library: VectorLibrary) -> dict[str, list[Callable[..., str]]]:
    """The rows of the table for one type: functions of the names of operands and results."""
    scalar = kind == SCALAR
    words = {
        "t": kind,
        "b": "i1" if scalar else assembly.MASK,
        "s": assembly.SUFFIXES[kind],
        "v": "" if scalar else library.prefix(1),
        "vv": "" if scalar else library.prefix(2),
        "zero": constant(0.0, kind),
    }
    names = [f"{{{i}}}" for i in range(6)]
    return {
        name: [line.format(*names, **words).format for line in text.splitlines()]
        for name, text in INSTRUCTIONS.items()
    }


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
        library: VectorLibrary,
    ) -> None:
        self.f = f
        self.program = program
        self.kind = kind
        self.read = read
        self.known: dict[int, str] = {}
        self.instructions: dict[str, list[Callable[..., str]]] = _instructions(kind, library)
        self.angles: dict[str, str] = {}

    def compute(self, places: Iterable[int]) -> None:
        """Emit the steps at these places."""
        for place in places:
            self._emit(place)

    def value(self, place: int) -> str:
        """The name of a value, or a constant."""
        if place not in self.known:
            node = self.program.nodes[place]
            if isinstance(node, Constant):
                self.known[place] = constant(node.value, self.kind)
            elif is_condition(node):  # cheap, and so computed wherever it is needed
                self.compute(self._joined(place))
            else:
                self.known[place] = self.read(place)
        return self.known[place]

    def _joined(self, place: int) -> list[int]:
        """The conditions that make up one, and itself, in order."""
        found, stack = {place}, [place]
        while stack:
            for i in self.program.nodes[stack.pop()].operands:  # type: ignore[union-attr]  # steps
                if i not in found and i not in self.known and is_condition(self.program.nodes[i]):
                    found.add(i)
                    stack.append(i)
        return sorted(found)

    def _emit(self, place: int) -> None:
        step = self.program.nodes[place]
        assert isinstance(step, Step)  # noqa: S101  # by the schedule
        names = [self.value(i) for i in step.operands]
        if self.kind == SCALAR and angle_of(step) is not None:
            lane, angle = ["sin", "cos"].index(step.op.name), names[0]
            if angle not in self.angles:
                called = f"call {PAIR} @{SINE_AND_COSINE}({SCALAR} {angle})"
                self.angles[angle] = self.f.let(called)
            names.append(self.f.let(f"extractelement {PAIR} {self.angles[angle]}, i64 {lane}"))
        else:
            for instruction in self.instructions[step.op.name]:
                names.append(self.f.let(instruction(*names)))
        self.known[place] = names[-1]
