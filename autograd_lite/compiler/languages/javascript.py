"""JavaScript, of every version that has `Math.cbrt` and its kin (ECMAScript 2015)."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from textwrap import indent
from typing import Any, Final

from autograd_lite.compiler.languages import formulas
from autograd_lite.compiler.languages.headers import header
from autograd_lite.compiler.languages.helpers import functions, with_calls
from autograd_lite.compiler.languages.interface import Interface
from autograd_lite.compiler.languages.names import Names
from autograd_lite.compiler.languages.notation import (
    ARITHMETIC,
    LOGIC,
    PRODUCT,
    RELATION,
    SIGN,
    Language,
    Notation,
    by_name_and_count,
    call,
    choice,
    infix,
    prefix,
)
from autograd_lite.compiler.languages.writer import Body, in_order, in_two_parts, write
from autograd_lite.compiler.program import Program
from autograd_lite.inputs.trees import Structure, is_leaf, paths_of

_OF_MATH = (
    "abs acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 "
    "sin sinh sqrt tan tanh"
)
#: the words of the language in strict code, and what of it the text needs
_RESERVED = (
    "arguments await break case catch class const continue debugger default delete do else enum "
    "eval export extends false finally for function if implements import in instanceof interface "
    "let new null package private protected public return static super switch this throw true try "
    "typeof var void while with yield Infinity Math NaN undefined"
)
#: what identifiers consist of: letters, their marks, and what joins them
_CATEGORIES = ("L", "M", "N", "Pc")


def _letters(label: str) -> str:
    """Letters that were in Unicode before ECMAScript had names of letters; Python's normal form."""
    old = unicodedata.ucd_3_2_0
    return "".join(
        [
            c if f"v{c}".isidentifier() and old.category(c).startswith(_CATEGORIES) else " "
            for c in unicodedata.normalize("NFKC", label)
        ]
    )


JAVASCRIPT: Final = Language(
    notations={
        **ARITHMETIC,
        **{name: call(f"Math.{name}({{0}})") for name in _OF_MATH.split()},
        **{name: call(f"Math.{name}({{0}}, {{1}})") for name in ("atan2", "hypot")},
        "power": call("Math.pow({0}, {1})"),
        "exp2": call("Math.pow(2, {0})"),
        "divide": infix("/", PRODUCT),
        "equal": infix("===", RELATION),
        "not_equal": infix("!==", RELATION),
        "logical_or": Notation("{0} || {1}", LOGIC, RELATION, RELATION),
        "logical_and": Notation("{0} && {1}", LOGIC, RELATION, RELATION),
        "logical_not": prefix("!", SIGN),
        "where": choice("{0} ? {1} : {2}"),
    },
    rules={"erf": formulas.erf, "erfc": formulas.erfc, "power": formulas.power},
    called=by_name_and_count,
    reserved=frozenset(_RESERVED.split()),
    letters=_letters,
    infinity="Infinity",
    nan="NaN",
    number="const {} = {};",
    condition="const {} = {};",
    comment="// {}",
)


def function(program: Program, name: str) -> str:
    """A script that defines the function ``name`` of the program's inputs, in their order.

    It returns an array of the outputs. What else it needs cannot be seen from outside.
    """
    program = with_calls(program)
    body = write(program, JAVASCRIPT)
    lines = [*in_two_parts(program, body, JAVASCRIPT), f"return [{', '.join(body.results)}];"]
    own = _function(name, body.inputs, lines).rstrip()
    text = "\n".join(["'use strict';\n", *_helpers(body), f"return {own};\n"])
    return f"const {name} = (() => {{\n{indent(text, '  ')}}})();\n"


def source(interface: Interface, program: Program) -> str:
    """A module that exports the function.

    Where Python has lists, tuples and arrays it takes and returns arrays, and for dicts objects.
    """
    interface.check_rows()
    program = with_calls(program)
    comment = [f" * {line}".rstrip() for line in header(interface)]
    body = write(program, JAVASCRIPT)
    layout = in_two_parts if interface.is_pair else in_order
    lines = layout(program, body, JAVASCRIPT)
    made = _over_rows if interface.batched else _of_point
    return "\n".join(["/*", *comment, " */\n", *_helpers(body), made(interface, body, lines)])


def _of_point(interface: Interface, body: Body, lines: Sequence[str]) -> str:
    given = [
        _tree(part.structure, [body.inputs[i] for i in part.places]) for part in interface.given
    ]
    result = _tree(interface.structure, body.results)
    return "export " + _function(interface.kind, given, [*lines, f"return {result};"])


def _over_rows(interface: Interface, body: Body, lines: Sequence[str]) -> str:
    kind, parts = interface.kind, interface.given
    of_row = [_tree(part.structure, [body.inputs[i] for i in part.places]) for part in parts]
    inner = _function(f"{kind}_row", of_row, [*lines, f"return [{', '.join(body.results)}];"])
    names = Names(JAVASCRIPT, ["rows", "sums", "found", "row", "i", "j", kind, f"{kind}_row"])
    own = [names.fresh(part.name) for part in parts]
    pending = iter(own)
    given = [
        next(pending) if each.is_part else _shallow(each.structure, lambda shape: next(pending))
        for each in interface.arguments
    ]
    first, *others = [name for name, part in zip(own, parts, strict=True) if part.by_row]
    taken = [f"{name}[i]" if part.by_row else name for name, part in zip(own, parts, strict=True)]
    count = len(body.results)
    some_summed = any(not part.by_row for part in interface.results)
    some_kept = any(part.by_row for part in interface.results)
    outer = [
        f"const rows = {first}.length;",
        *(f"if ({x}.length !== rows) {{ throw new RangeError('rows of {x}'); }}" for x in others),
        *[f"const sums = new Array({count}).fill(0);"] * some_summed,
        *["const found = [];"] * some_kept,
        "for (let i = 0; i < rows; i += 1) {",
        f"  const row = {kind}_row({', '.join(taken)});",
        *[f"  for (let j = 0; j < {count}; j += 1) {{ sums[j] += row[j]; }}"] * some_summed,
        *["  found.push(row);"] * some_kept,
        "}",
        f"return {_result_of_rows(interface)};",
    ]
    return "\n".join([inner, "export " + _function(kind, given, outer)])


def _result_of_rows(interface: Interface) -> str:
    share = " / rows" if interface.mean else ""
    leaves: list[str] = []
    for part in interface.results:
        name = "row" if part.by_row else "sums"
        numbers = iter([f"{name}[{i}]{share}" for i in part.places])
        found = [_nested(shape, numbers) for _, shape in paths_of(part.structure)]
        leaves += [f"found.map((row) => {each})" for each in found] if part.by_row else found
    pending = iter(leaves)
    return _shallow(interface.structure, lambda shape: next(pending))


def _helpers(body: Body) -> list[str]:
    return [
        _function(each.name, each.inputs, [*each.lines, f"return {each.result};"])
        for each in functions(body.calls, JAVASCRIPT)
    ]


def _function(name: str, parameters: Sequence[str], lines: Sequence[str]) -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f"function {name}({', '.join(parameters)}) {{\n{body}}}\n"


# Trees are written alike where they are taken apart and where they are made.


def _tree(structure: Structure, numbers: Sequence[str]) -> str:
    """A tree of numbers, all of its arrays taken apart too."""
    pending = iter(numbers)
    return _shallow(structure, lambda shape: _nested(shape, pending))


def _shallow(structure: Structure, leaf: Callable[[tuple[int, ...]], str]) -> str:
    if is_leaf(structure):
        return leaf(structure)
    _, keys, branches = structure
    parts = [_shallow(branch, leaf) for branch in branches]
    if keys is None:
        return f"[{', '.join(parts)}]"
    pairs = zip(map(_key, keys), parts, strict=True)
    return f"{{ {', '.join(f'{key}: {part}' for key, part in pairs)} }}"


def _nested(shape: tuple[int, ...], numbers: Iterator[str]) -> str:
    if not shape:
        return next(numbers)
    return f"[{', '.join([_nested(shape[1:], numbers) for _ in range(shape[0])])}]"


def _key(key: Any) -> str:
    """The name of a property; that of a prototype is one like any other."""
    text = str(key)
    if text.isascii() and text.isidentifier() and text != "__proto__":
        return text
    return "[" + json.dumps(text).replace("<", "\\u003c") + "]"
