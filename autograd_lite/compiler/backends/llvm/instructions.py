"""Straight-line code in LLVM's assembly language: one table of operations, for numbers and for
vectors.

No operation has a fast-math flag, so that every result is that of IEEE 754. Functions of the C
library are called by their names, and those of vectors under these names with ``v_`` before.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from autograd_lite.compiler.backends.llvm.core import (
    LANES,
    MASK,
    SCALAR,
    SUFFIXES,
    Function,
    Line,
    Straight,
    constant,
)
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS, VectorLibrary
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.symbols import BASE


def _infix(instruction: str) -> str:
    return f"{instruction} {{t}} {{0}}, {{1}}"


def _call(name: str, operands: int = 1) -> str:
    arguments = ", ".join(f"{{t}} {{{i}}}" for i in range(operands))
    return f"call {{t}} @{name}({arguments})"


#: all bits of a double but that of its sign
_POSITIVE = 2**63 - 1

#: operations as instructions, one a line: {t} is the type, {b} that of a condition, {i} that of the
#: bits, {0} the first operand; numbers behind those of the operands mean results of earlier lines
INSTRUCTIONS = {
    "add": _infix("fadd"),
    "subtract": _infix("fsub"),
    "multiply": _infix("fmul"),
    "divide": _infix("fdiv"),
    "negative": "fneg {t} {0}",
    # quick compilation takes 30 µs for the instruction that there is for it
    "abs": """bitcast {t} {0} to {i}
and {i} {1}, {positive}
bitcast {i} {2} to {t}""",
    "sqrt": _call("llvm.sqrt.{s}"),
    "floor": _call("llvm.floor.{s}"),
    "fmod": _infix("frem"),
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
def _instructions(kind: str, library: VectorLibrary) -> dict[Any, list[Line]]:
    """The rows of the table for one type."""
    scalar = kind == SCALAR
    words = {
        "t": kind,
        "b": "i1" if scalar else MASK,
        "s": SUFFIXES[kind],
        "i": "i64" if scalar else f"<{LANES} x i64>",
        "positive": _POSITIVE if scalar else f"splat (i64 {_POSITIVE})",
        "v": "" if scalar else library.prefix(1),
        "vv": "" if scalar else library.prefix(2),
        "zero": constant(0.0, kind),
    }
    names = [f"{{{i}}}" for i in range(6)]
    return {
        BASE[name]: [_line(text.format(*names, **words)) for text in texts.splitlines()]
        for name, texts in INSTRUCTIONS.items()
    }


def _line(text: str) -> Line:
    first, *others = text.split("{")
    return Line([first, *[each[2:] for each in others]], [int(each[0]) for each in others])


def straight(
    f: Function, program: Program, kind: str, read: Callable[[int], str], library: VectorLibrary
) -> Straight:
    """For the instructions of some steps of a program, numbers or vectors of them."""
    return Straight(f, program, kind, read, _instructions(kind, library))
