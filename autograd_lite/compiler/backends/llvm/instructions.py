"""Straight-line code in LLVM's assembly language: one table of operations, for numbers and for
vectors.

No operation has a fast-math flag, so that every result is that of IEEE 754. Functions of the C
library are called by their names, and those of vectors under these names with ``v_`` before.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from autograd_lite.compiler.backends.llvm.angles import BOTH
from autograd_lite.compiler.backends.llvm.angles import NAME as SINE_AND_COSINE
from autograd_lite.compiler.backends.llvm.ir import LANES, SCALAR, VECTOR, Function, constant
from autograd_lite.compiler.program import Constant, Program, Step, angle_of, is_condition


def _infix(instruction: str) -> str:
    return f"{instruction} {{t}} {{0}}, {{1}}"


def _call(name: str, operands: int = 1) -> str:
    arguments = ", ".join(f"{{t}} {{{i}}}" for i in range(operands))
    return f"call {{t}} @{name}({arguments})"


#: operations as instructions, one a line: {t} is the type, {b} that of a condition, {0} the first
#: operand; numbers behind those of the operands mean the results of earlier lines
TABLE = {
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
    "strong_product": """fcmp une {t} {0}, {zero}
fcmp une {t} {1}, {zero}
and {b} {2}, {3}
fmul {t} {0}, {1}
select {b} {4}, {t} {5}, {t} {zero}""",
    "lost": """fneg {t} {0}
call {t} @llvm.fma.{s}({t} {1}, {t} {2}, {t} {3})""",
    "power": _call("{vv}pow", 2),
    "atan2": _call("{vv}atan2", 2),
    "hypot": _call("{vv}hypot", 2),
} | {
    name: _call(f"{{v}}{name}")
    for name in (
        *("exp", "expm1", "exp2", "log", "log1p", "log2", "log10", "cbrt"),
        *("sin", "cos", "tan", "asin", "acos", "atan"),
        *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc"),
    )
}
#: what calls a function of the C library, and these functions, with the numbers of operands
CALLS = {name: text.count("{t}") - 1 for name, text in TABLE.items() if "@{v" in text}
LIBRARY = {"pow" if name == "power" else name: count for name, count in CALLS.items()}


class VectorLibrary(NamedTuple):
    """The functions of vectors that the system has: glibc's libmvec, by its names for them."""

    #: the letter of the instruction set, empty if there are none
    letter: str
    #: how many numbers their vectors hold
    lanes: int

    def mangled(self, operands: int) -> str:
        """What stands before the name of a function of so many vectors."""
        return f"_ZGV{self.letter}N{self.lanes}{'v' * operands}_"

    def prefix(self, operands: int) -> str:
        """The same for a function of our vectors."""
        return self.mangled(operands) if self.lanes == LANES else "v_"


def library_functions(names: Iterable[str], library: VectorLibrary) -> list[str]:
    """Declarations of C functions, and of functions of vectors made from them."""
    texts = []
    for name in names:
        count = LIBRARY[name]
        texts.append(f"declare double @{name}({', '.join([SCALAR] * count)})")
        kind = f"<{library.lanes} x double>"
        if library.letter:
            mangled = library.mangled(count) + name
            texts.append(f"declare {kind} @{mangled}({', '.join([kind] * count)}) #0")
        if library.prefix(count) == "v_":
            texts.append(str(_by_parts(name, count, library)))
    return texts


def _by_parts(name: str, count: int, library: VectorLibrary) -> Function:
    """A function of vectors that calls one of smaller vectors or of numbers for each part."""
    parameters = [f"{VECTOR} %x{i}" for i in range(count)]
    f = Function(f"internal {VECTOR}", f"v_{name}", ", ".join(parameters), "#0")
    lanes = library.lanes if library.letter else 1
    kind = f"<{lanes} x double>" if library.letter else SCALAR
    function = library.mangled(count) + name if library.letter else name
    result = "poison"
    for first in range(0, LANES, lanes):
        part = [_part(f, f"%x{i}", first, lanes) for i in range(count)]
        called = f.let(f"call {kind} @{function}({', '.join(f'{kind} {x}' for x in part)})")
        result = _with_part(f, result, called, first, lanes)
    f.do(f"ret {VECTOR} {result}")
    return f


def _part(f: Function, vector: str, first: int, lanes: int) -> str:
    if lanes == 1:
        return f.let(f"extractelement {VECTOR} {vector}, i64 {first}")
    return f.let(f"shufflevector {VECTOR} {vector}, {VECTOR} poison, {indices(first, lanes)}")


def _with_part(f: Function, vector: str, part: str, first: int, lanes: int) -> str:
    if lanes == 1:
        return f.let(f"insertelement {VECTOR} {vector}, double {part}, i64 {first}")
    kind = f"<{lanes} x double>"
    widened = [i if i < lanes else 0 for i in range(LANES)]
    wide = f.let(f"shufflevector {kind} {part}, {kind} poison, {indices(0, LANES, widened)}")
    chosen = [LANES + i - first if first <= i < first + lanes else i for i in range(LANES)]
    return f.let(f"shufflevector {VECTOR} {vector}, {VECTOR} {wide}, {indices(0, LANES, chosen)}")


def indices(first: int, count: int, chosen: Sequence[int] = ()) -> str:
    """The mask of a shufflevector."""
    items = ", ".join(f"i32 {i}" for i in chosen or range(first, first + count))
    return f"<{count} x i32> <{items}>"


@cache
def _instructions(kind: str, library: VectorLibrary) -> dict[str, list[Callable[..., str]]]:
    """The rows of the table for one type: functions of the names of operands and results."""
    scalar = kind == SCALAR
    words = {
        "t": kind,
        "b": "i1" if scalar else f"<{LANES} x i1>",
        "s": "f64" if scalar else f"v{LANES}f64",
        "v": "" if scalar else library.prefix(1),
        "vv": "" if scalar else library.prefix(2),
        "zero": constant(0.0, kind),
    }
    names = [f"{{{i}}}" for i in range(6)]
    return {
        name: [line.format(*names, **words).format for line in text.splitlines()]
        for name, text in TABLE.items()
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
                self._emit(place)
            else:
                self.known[place] = self.read(place)
        return self.known[place]

    def _emit(self, place: int) -> None:
        step = self.program.nodes[place]
        assert isinstance(step, Step)  # noqa: S101  # by the schedule
        names = [self.value(i) for i in step.operands]
        if self.kind == SCALAR and angle_of(step) is not None:
            lane = ["sin", "cos"].index(step.op.name)
            both = self._sine_and_cosine(names[0])
            names.append(self.f.let(f"extractelement {BOTH} {both}, i64 {lane}"))
        else:
            for instruction in self.instructions[step.op.name]:
                names.append(self.f.let(instruction(*names)))
        self.known[place] = names[-1]

    def _sine_and_cosine(self, angle: str) -> str:
        if angle not in self.angles:
            self.angles[angle] = self.f.let(f"call {BOTH} @{SINE_AND_COSINE}({SCALAR} {angle})")
        return self.angles[angle]
