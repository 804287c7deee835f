"""Functions of the C library, and of vectors: those that the system has, or made from others."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from autograd_lite.compiler.backends.llvm.core import ATTRIBUTES, LANES, SCALAR, VECTOR, Function

#: the functions of the C library, and how many operands they have
FUNCTIONS: Final[dict[str, int]] = {"pow": 2, "atan2": 2, "hypot": 2} | dict.fromkeys(
    (
        *("exp", "expm1", "exp2", "log", "log1p", "log2", "log10", "cbrt"),
        *("sin", "cos", "tan", "asin", "acos", "atan"),
        *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc"),
    ),
    1,
)


#: what every module declares
INTRINSICS: Final = (
    "declare double @llvm.sqrt.f64(double)",
    "declare double @llvm.fma.f64(double, double, double)",
    "declare <2 x double> @llvm.fma.v2f64(<2 x double>, <2 x double>, <2 x double>)",
    f"declare {VECTOR} @llvm.sqrt.v{LANES}f64({VECTOR})",
    f"declare {VECTOR} @llvm.fma.v{LANES}f64({VECTOR}, {VECTOR}, {VECTOR})",
    f"declare i1 @llvm.vector.reduce.or.v{LANES}i1(<{LANES} x i1>)",
    "declare i64 @llvm.smin.i64(i64, i64)",
    "declare i64 @llvm.smax.i64(i64, i64)",
    "declare i64 @llvm.ctlz.i64(i64, i1)",
    ATTRIBUTES,
)


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


def declarations(names: Iterable[str], library: VectorLibrary) -> list[str]:
    """Declarations of C functions, and of functions of vectors made from them."""
    texts = []
    for name in names:
        count = FUNCTIONS[name]
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
