"""The conditions of records in words, read off their source: where an operation is defined, say.

A record has them as Python functions. What they return is written as people write it; a function
of the same module that they call is written out in its place.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

COMPARISONS = {
    ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥", ast.Eq: "=", ast.NotEq: "≠",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
SIGNS = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " · ", ast.Div: " / ", ast.Mod: " mod "}
#: how tightly a text holds together
OR, AND, NOT, SUM, PRODUCT, ATOM = range(6)
Written = tuple[str, int]


def condition(function: Callable[..., Any], names: Sequence[str]) -> str:
    """What a function demands of operands with these names; "everywhere" for nothing."""
    parameters = [each.arg for each in source(function).args.args]
    given = [(name, ATOM) for name in names]
    return _Writer(function, dict(zip(parameters, given, strict=False))).body()[0]


class _Writer:
    """Writes what one function returns, with texts in place of its parameters."""

    def __init__(self, function: Callable[..., Any], given: Mapping[str, Written]) -> None:
        self.names: Mapping[str, Any] = getattr(function, "__globals__", {})
        self.given = given
        self.source = source(function)

    def body(self) -> Written:
        """What is returned."""
        if isinstance(self.source, ast.Lambda):
            return self.write(self.source.body)
        returned = self.source.body[-1]
        assert isinstance(returned, ast.Return), "a condition is one expression"
        assert returned.value is not None
        return self.write(returned.value)

    def write(self, node: ast.expr) -> Written:
        """The text of an expression, and how tightly it holds together."""
        match node:
            case ast.Constant(True):
                return "everywhere", ATOM
            case ast.Constant(value):
                return (f"{value:g}" if isinstance(value, float) else str(value)), ATOM
            case ast.Name(name):
                return self.given.get(name, (name, ATOM))
            case ast.Attribute(_, name):
                return {"inf": "∞", "pi": "π"}.get(name, name), ATOM
            case ast.BoolOp(ast.Or(), parts):
                return " or ".join(self._alternatives(parts)), OR
            case ast.BoolOp(ast.And(), parts):
                return " and ".join(self.held(x, AND) for x in parts), AND
            case ast.UnaryOp(ast.Not(), part):
                return f"not ({self.write(part)[0]})", NOT
            case ast.UnaryOp(ast.USub(), part):
                return f"−{self.held(part, ATOM)}", SUM
            case ast.IfExp(test, body, orelse):
                met, other = self.held(body, AND), self.held(orelse, OR)
                return f"{met} if {self.held(test, AND)}, else {other}", OR
            case ast.BinOp(left, ast.Pow(), right):
                return f"{self.held(left, ATOM)}^{self.held(right, ATOM)}", ATOM
            case ast.BinOp(left, sign, right):
                level = SUM if isinstance(sign, (ast.Add, ast.Sub)) else PRODUCT
                parts = self.held(left, level), self.held(right, level + 1)
                return SIGNS[type(sign)].join(parts), level
            case ast.Compare():
                return self._comparison(node), NOT
            case ast.Tuple(parts):
                return ", ".join(self.write(x)[0] for x in parts), OR
            case ast.Call(function, arguments):
                return self._call(function, arguments)
        return ast.unparse(node), ATOM

    def held(self, node: ast.expr, level: int) -> str:
        """The text, in parentheses if it holds together less tightly than that."""
        text, own = self.write(node)
        return text if own >= level else f"({text})"

    def _alternatives(self, parts: list[ast.expr]) -> Iterator[str]:
        """Conditions of which one has to hold: x < 0 or x > 0 is x ≠ 0."""
        texts = [self.held(x, AND) for x in parts]
        while texts:
            first, *texts = texts
            left, sign, right = [*first.split(" "), "", ""][:3]
            if sign == "<" and f"{left} > {right}" in texts:
                texts.remove(f"{left} > {right}")
                first = f"{left} ≠ {right}"
            yield first

    def _comparison(self, node: ast.Compare) -> str:
        signs = [COMPARISONS[type(sign)] for sign in node.ops]
        sides = [self.held(x, SUM) for x in (node.left, *node.comparators)]
        match node.left, signs, sides:
            case ast.BinOp(number, ast.Mod(), ast.Constant(1)), ["=" | "≠" as sign], [_, "0"]:
                return f"{self.held(number, SUM)} is {'' if sign == '=' else 'not '}whole"
            case ast.Call(ast.Attribute(_, "count")), ["="], [_, "1"]:
                return "no two of the operands tie"
            case _, ["not in"], [left, right]:
                return f"{left} ≠ {right.strip('()')}"
        rest = [f" {sign} {side}" for sign, side in zip(signs, sides[1:], strict=True)]
        return sides[0] + "".join(rest)

    def _call(self, function: ast.expr, arguments: list[ast.expr]) -> Written:
        texts = [self.write(x) for x in arguments]
        name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
        if isinstance(function, ast.Name) and callable(own := self.names.get(name)):
            inner = source(own)
            parameters = [each.arg for each in inner.args.args]
            return _Writer(own, dict(zip(parameters, texts, strict=True))).body()
        if name in ("abs", "fabs"):
            return f"|{texts[0][0]}|", ATOM
        return f"{name}({', '.join(text for text, _ in texts)})", ATOM


def source(function: Callable[..., Any]) -> ast.Lambda | ast.FunctionDef:
    """The syntax tree of a function: of several on its line, the one that its code lies in."""
    code: CodeType = function.__code__  # type: ignore[attr-defined]  # of every Python function
    places = [
        (line, column)
        for line, _, column, _ in code.co_positions()
        if line is not None and column is not None and (line, column) != (code.co_firstlineno, 0)
    ]
    found = [
        node
        for node in ast.walk(_tree(code.co_filename))
        if isinstance(node, ast.Lambda | ast.FunctionDef)
        and node.lineno == code.co_firstlineno
        and all(_lies_in(node, place) for place in places)
    ]
    return found[-1]  # the innermost


def _lies_in(node: ast.Lambda | ast.FunctionDef, place: tuple[int, int]) -> bool:
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return (node.lineno, node.col_offset) <= place <= end


@cache
def _tree(path: str) -> ast.Module:
    return ast.parse(Path(path).read_text(encoding="utf-8"))
