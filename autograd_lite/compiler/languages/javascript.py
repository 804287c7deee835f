"""JavaScript, of every version that has `Math.cbrt` and its kin (ECMAScript 2015)."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from textwrap import indent
from typing import Final

from autograd_lite.compiler.languages import formulas
from autograd_lite.compiler.languages.headers import header
from autograd_lite.compiler.languages.helpers import functions, with_calls
from autograd_lite.compiler.languages.interface import Argument, Interface
from autograd_lite.compiler.languages.names import Names
from autograd_lite.compiler.languages.notation import (
    OF_C,
    PRODUCT,
    RELATION,
    Language,
    by_name_and_count,
    call,
    infix,
)
from autograd_lite.compiler.languages.writer import Body, in_order, in_two_parts, write
from autograd_lite.compiler.program import Program
from autograd_lite.inputs.trees import Structure, is_leaf, paths_of

_OF_MATH = (
    "abs acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 floor hypot log log10 "
    "log1p log2 sin sinh sqrt tan tanh"
)
#: the words of the language in strict code, and what of it the text needs
_RESERVED = (
    "arguments await break case catch class const continue debugger default delete do else enum "
    "eval export extends false finally for function if implements import in instanceof interface "
    "let new null package private protected public return static super switch this throw true try "
    "typeof var void while with yield Infinity Math NaN undefined"
)
#: what the comment says of every module
_ADVICE = """\
 *
 * An ES module. What is a list, a tuple or an array in Python is an array, a dict is an object."""
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
        **OF_C,
        **{name: call(f"Math.{name}({{0}})") for name in _OF_MATH.split()},
        **{name: call(f"Math.{name}({{0}}, {{1}})") for name in ("atan2", "hypot")},
        "power": call("Math.pow({0}, {1})"),
        "exp2": call("Math.pow(2, {0})"),
        "fmod": infix("%", PRODUCT),
        "equal": infix("===", RELATION),
        "not_equal": infix("!==", RELATION),
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
    return _Module(interface, with_calls(program)).text()


class _Module:
    def __init__(self, interface: Interface, program: Program) -> None:
        self.interface = interface
        kind = interface.kind
        #: the function of a row, and that of all
        self.names = (f"{kind}_row", kind)
        #: what the function of a point or a row is given
        self.given: list[str] = []
        self.body: Body = write(program, JAVASCRIPT, self._inputs)
        layout = in_two_parts if interface.is_pair else in_order
        self.lines: list[str] = layout(program, self.body, JAVASCRIPT)

    def _inputs(self, program: Program, names: Names) -> list[str]:
        """How the numbers of arguments are reached, or over rows those of their parts."""
        names.taken.update(self.names)
        found = [""] * len(program.given)
        for part in self.interface.given:
            self.given.append(names.fresh(part.name))
            numbers = _numbers(self.given[-1], part.structure)
            for i, text in zip(part.places, numbers, strict=True):
                found[i] = text
        return found

    def text(self) -> str:
        comment = [f" * {line}".rstrip() for line in header(self.interface)]
        own = self._over_rows() if self.interface.batched else [self._of_point()]
        return "\n".join(["/*", *comment, _ADVICE, " */\n", *_helpers(self.body), *own])

    def _of_point(self) -> str:
        result = _tree(self.interface.structure, self.body.results)
        lines = [*self.lines, f"return {result};"]
        return "export " + _function(self.interface.kind, self.given, lines)

    def _over_rows(self) -> Iterator[str]:
        inner, outer = self.names
        numbers = ", ".join(self.body.results)
        yield _function(inner, self.given, [*self.lines, f"return [{numbers}];"])
        names = Names(JAVASCRIPT, [*self.names, "rows", "sums", "found", "row", "i", "j"])
        arguments = [names.fresh(each.name) for each in self.interface.arguments]
        parts = [
            (text, part.by_row)
            for name, argument in zip(arguments, self.interface.arguments, strict=True)
            for text, part in zip(_places(name, argument), argument.parts, strict=True)
        ]
        yield "export " + _function(outer, arguments, [*self._loop(inner, parts)])

    def _loop(self, inner: str, parts: Sequence[tuple[str, bool]]) -> Iterator[str]:
        count, results = len(self.body.results), self.interface.results
        first, *others = [text for text, by_row in parts if by_row]
        given = ", ".join(f"{text}[i]" if by_row else text for text, by_row in parts)
        some_summed = not all(part.by_row for part in results)
        some_kept = any(part.by_row for part in results)
        yield f"const rows = {first}.length;"
        for text in others:
            yield f"if ({text}.length !== rows) {{"
            yield f"  throw new RangeError({json.dumps(f'{text} and {first} differ in rows')});"
            yield "}"
        yield from [f"const sums = new Array({count}).fill(0);"] * some_summed
        yield from ["const found = [];"] * some_kept
        yield "for (let i = 0; i < rows; i += 1) {"
        yield f"  const row = {inner}({given});"
        if some_summed:
            yield f"  for (let j = 0; j < {count}; j += 1) {{"
            yield "    sums[j] += row[j];"
            yield "  }"
        yield from ["  found.push(row);"] * some_kept
        yield "}"
        yield f"return {_result_of_rows(self.interface)};"


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


# Trees -------------------------------------------------------------------------------------


def _places(name: str, argument: Argument) -> list[str]:
    """Where the parts of an argument are."""
    return [name] if argument.is_part else [text for text, _ in _leaves(name, argument.structure)]


def _numbers(text: str, structure: Structure) -> list[str]:
    """Where the numbers of a tree are."""
    return [
        place + "".join(f"[{i}]" for i in index)
        for place, shape in _leaves(text, structure)
        for index in product(*map(range, shape))
    ]


def _leaves(text: str, structure: Structure) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Where the numbers and arrays of a tree are, and their shapes."""
    if is_leaf(structure):
        yield text, structure
        return
    _, keys, branches = structure
    steps = [f"[{i}]" for i in range(len(branches))] if keys is None else _properties(keys)
    for step, branch in zip(steps, branches, strict=True):
        yield from _leaves(text + step, branch)


def _tree(structure: Structure, numbers: Sequence[str]) -> str:
    """A tree of numbers, its arrays included."""
    pending = iter(numbers)
    return _shallow(structure, lambda shape: _nested(shape, pending))


def _shallow(structure: Structure, leaf: Callable[[tuple[int, ...]], str]) -> str:
    """A tree with something for each of its numbers and arrays."""
    if is_leaf(structure):
        return leaf(structure)
    _, keys, branches = structure
    parts = [_shallow(branch, leaf) for branch in branches]
    if keys is None:
        return f"[{', '.join(parts)}]"
    # brackets, for without them one of __proto__ would be no property like others
    names = [str(key) if _is_plain(key) else _property(key) for key in keys]
    pairs = zip(names, parts, strict=True)
    return f"{{ {', '.join(f'{name}: {part}' for name, part in pairs)} }}"


def _nested(shape: tuple[int, ...], numbers: Iterator[str]) -> str:
    if not shape:
        return next(numbers)
    return f"[{', '.join([_nested(shape[1:], numbers) for _ in range(shape[0])])}]"


def _properties(keys: Sequence[object]) -> list[str]:
    if len({*map(str, keys)}) < len(keys):
        raise ValueError(f"the keys {[*keys]} are fewer in JavaScript, which knows text alone")
    return [*map(_property, keys)]


def _property(key: object) -> str:
    """The property of an object for a key of a dict."""
    text = str(key)
    return f".{text}" if _is_plain(key) else "[" + json.dumps(text).replace("<", "\\u003c") + "]"


def _is_plain(key: object) -> bool:
    text = str(key)
    return text.isascii() and text.isidentifier() and text != "__proto__"
