"""Python: as people read it, and as the back ends python and numpy run it."""

import keyword
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_lite.compiler.languages.helpers import functions, with_calls
from autograd_lite.compiler.languages.notation import (
    AND,
    ARITHMETIC,
    LOGIC,
    OR,
    Language,
    Notation,
    choice,
    infix,
    prefix,
)
from autograd_lite.compiler.languages.writer import Body, Layout, Line, in_order, in_two_parts
from autograd_lite.compiler.languages.writer import write as write_body
from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import TABLE, Operation

if TYPE_CHECKING:
    from autograd_lite.compiler.languages.interface import Interface

#: what is written with signs; all else is a call of the function that has the operation's name
SIGNS: dict[str, Notation] = ARITHMETIC | {
    "logical_or": infix("|", OR),
    "logical_and": infix("&", AND),
    "logical_not": prefix("not ", LOGIC),
}
#: what follows ``return``
Returned = Callable[[Sequence[str]], str]

_READABLE = SIGNS | {"where": choice("{1} if {0} else {2}")}


class Source(NamedTuple):
    """The text of a function, and the operations that it calls, with the numbers of operands."""

    text: str
    calls: list[tuple[Operation, int]]


def language(signs: Mapping[str, Notation] = SIGNS) -> Language:
    """Python, with these operations as signs."""
    return Language(
        notations=signs,
        rules={},
        called=lambda op, count: op.name,
        reserved=frozenset([*keyword.kwlist, "inf", "nan"]),
        letters=_letters,
        infinity="inf",
        nan="nan",
        number="{} = {}",
        condition="{} = {}",
        comment="# {}",
    )


def in_a_tuple(results: Sequence[str]) -> str:
    """All outputs, also a single one, as a tuple."""
    return (", ".join(results) + ("," if len(results) == 1 else "")) or "()"


def write(
    program: Program,
    name: str,
    signs: Mapping[str, Notation] = SIGNS,
    layout: Layout = in_two_parts,
    returned: Returned = in_a_tuple,
) -> Source:
    """The function ``name`` of the program's inputs, which returns what ``returned`` makes."""
    python = language(signs)
    body = write_body(program, python)
    lines = layout(program, body, python)
    return Source(_function(name, body.inputs, lines, returned(body.results)), body.calls)


def _function(name: str, inputs: Sequence[str], lines: Sequence[str], result: str) -> str:
    return "\n    ".join([f"def {name}({', '.join(inputs)}):", *lines, f"return {result}"]) + "\n"


def source(interface: "Interface", program: Program) -> str:
    """The function of all numbers one by one, as source that runs by itself, with its imports.

    Operations that are not public are written above it.
    """
    layout = in_two_parts if interface.is_pair else in_order
    returned = ", ".join if interface.structure == () else in_a_tuple
    main, calls = write(with_calls(program), interface.kind, _READABLE, layout, returned)
    own = functions(calls, language(_READABLE), elsewhere=TABLE)
    text = "\n\n".join([*[_function(x.name, x.inputs, x.lines, x.result) for x in own], main])
    words = [word for word in ("inf", "nan") if re.search(rf"\b{word}\b", text)]
    called = {op.name for some in [calls, *[each.calls for each in own]] for op, _ in some}
    public = sorted(called & TABLE.keys())
    imports = [f"from math import {', '.join(words)}"] if words else []
    imports += [f"from autograd_lite import {', '.join(public)}"] if public else []
    return "\n".join([*imports, "\n", text] if imports else [text])


def with_functions(program: Program, name: str) -> Source:
    """The program as a function that calls operations of the table by their names."""
    return write(with_calls(program), name, _READABLE)


def with_deletions(program: Program, body: Body, language: Language) -> list[str]:
    """The lines, and after each what nobody uses any more."""
    lines: list[str] = []
    seen = {*body.inputs, *body.results}
    for line in reversed(body.lines):
        unused = sorted(_names(line) - seen)
        seen.update(unused)
        lines += [f"del {', '.join(unused)}"] if unused else []
        lines.append(line.text)
    return lines[::-1]


def of_floats(function: Callable[..., Sequence[float]]) -> Callable[..., Any]:
    """A function that returns a tuple, or its one number; TypeError for what are no floats."""

    def checked(*numbers: float) -> Any:
        if not all(type(x) is float for x in numbers):
            raise TypeError("floats are needed")
        found = function(*numbers)
        return found[0] if len(found) == 1 else found

    return checked


def _names(line: Line) -> set[str]:
    return {line.name, *line.written.names}


def _letters(label: str) -> str:
    """The form in which Python compares identifiers, without what they may not have."""
    normal = unicodedata.normalize("NFKC", label)
    return "".join([c if f"v{c}".isidentifier() else " " for c in normal])
