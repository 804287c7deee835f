"""JavaScript, of every version that has `Math.cbrt` and its kin (ECMAScript 2015)."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from autograd_lite.compiler.languages import formulas
from autograd_lite.compiler.languages.helpers import functions, with_calls
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
from autograd_lite.compiler.languages.writer import in_two_parts, write
from autograd_lite.compiler.program import Program

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
    inner = [
        _function(each.name, each.inputs, each.lines, each.result)
        for each in functions(body.calls, JAVASCRIPT)
    ]
    lines = in_two_parts(program, body, JAVASCRIPT)
    results = f"[{', '.join(body.results)}]"
    inner.append("return " + _function(name, body.inputs, lines, results).rstrip() + ";\n")
    text = "\n".join(["'use strict';\n", *inner])
    return f"const {name} = (() => {{\n{_indented(text)}}})();\n"


def _function(name: str, parameters: Sequence[str], lines: Sequence[str], result: str) -> str:
    body = "".join(f"  {line}\n" for line in [*lines, f"return {result};"])
    return f"function {name}({', '.join(parameters)}) {{\n{body}}}\n"


def _indented(text: str) -> str:
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
