"""Formulas as small trees: filled in, shortened and evaluated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import add, mul
from typing import Any, Literal, cast

from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz.formula.names import Name

Kind = Literal[
    "number", "operand", "symbol", "constant", "sum", "negative", "product", "quotient", "power",
    "root", "call", "bars", "cases", "relation", "foreign", "left out", "derivative",
    "signed",
]  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A node of a formula.

    What ``mark`` holds depends on the kind: the value of a number, also of a signed one, which is
    written as a term with its sign, the place of an operand (-1 for the output), the Name of a
    symbol or of a constant, the LaTeX command of a call, the degree of a root, the sign of a
    relation, the letter of a derivative, d or ∂, of one part by another, the operation of a foreign
    formula, whose notation cannot be read, and how many parts are left out, whose own part is the
    number that they make together, if it is known.
    """

    kind: Kind
    parts: tuple["Formula", ...] = ()
    mark: Any = None


EULER = Formula("constant", mark=Name("e", "e", "<mi>e</mi>"))
PI = Formula("constant", mark=Name("π", r"\pi", "<mi>π</mi>"))
MOST_PARTS = 8  # of a sum, a product or a call that are written
FIRST_PARTS = 3  # that are written if there are more, and the last


def number(value: float) -> Formula:
    """A plain number; −0.0 is 0."""
    return Formula("number", mark=value + 0.0)


@lru_cache(1000)
def operand(place: int) -> Formula:
    """The operand at a place of its operation, to be filled in later."""
    return Formula("operand", mark=place)


def term(value: float) -> Formula:
    """A number as a later term of a sum, which has its sign."""
    return Formula("signed", mark=value)


def symbol(name: Name) -> Formula:
    """A name in a formula."""
    return Formula("symbol", mark=name)


OUT = operand(-1)


def fill(formula: Formula, operands: Sequence[Formula], out: Formula = OUT) -> Formula:
    """Put the operands, and the output, into their places."""
    if formula.kind == "operand":
        return out if formula == OUT else operands[formula.mark]
    if not formula.parts:
        return formula
    parts = tuple(fill(part, operands, out) for part in formula.parts)
    return Formula(formula.kind, parts, formula.mark)


def replaced(formula: Formula, old: Formula, new: Formula) -> Formula:
    """A formula with one of its parts replaced wherever it occurs."""
    if formula == old:
        return new
    if not formula.parts:
        return formula
    parts = tuple(replaced(part, old, new) for part in formula.parts)
    return Formula(formula.kind, parts, formula.mark)


def left_out(count: int, together: float | None) -> Formula:
    """What stands for so many parts, and the number that they make together."""
    return Formula("left out", () if together is None else (number(together),), count)


def shorten(formula: Formula) -> Formula:
    """Leave out the middle of long sums, products and calls, and say how much that is."""
    parts = formula.parts
    if not parts:
        return formula
    if len(parts) <= MOST_PARTS:
        return replace(formula, parts=tuple(map(shorten, parts)))
    if formula.kind == "foreign":  # nobody knows what its notation makes of fewer operands
        formula = Formula("call", parts, rf"\operatorname{{{formula.mark.name}}}")
    between = parts[FIRST_PARTS:-1]
    together = evaluate(replace(formula, parts=between))
    first, last = map(shorten, parts[:FIRST_PARTS]), shorten(parts[-1])
    return replace(formula, parts=(*first, left_out(len(between), together), last))


def evaluate(formula: Formula) -> float | None:
    """The number that a formula of numbers makes; None for any other."""
    if formula.kind in ("number", "signed"):
        return cast(float, formula.mark)
    if formula.kind == "power" and formula.parts[0] == EULER:
        exponent = evaluate(formula.parts[1])
        return None if exponent is None else cast(float, TABLE["exp"](exponent))
    is_plain = formula.mark is None  # a product of matrices has a mark
    rule = ARITHMETIC.get(formula.kind) if is_plain else _LONG_CALLS.get(formula.mark)
    numbers = []
    for part in formula.parts if rule else ():
        if (value := evaluate(part)) is None:
            return None
        numbers.append(value)
    return rule(*numbers) if rule else None


#: by the kind of a formula
ARITHMETIC: dict[str, Callable[..., float]] = {
    "sum": lambda *x: reduce(add, x),
    "product": lambda *x: reduce(mul, x),
    "negative": lambda x: -x,
    "quotient": TABLE["divide"],
    "power": TABLE["power"],
    "bars": abs,
}
#: by the command of a call
_LONG_CALLS: dict[str, Callable[..., float]] = {
    r"\max": TABLE["maximum"],
    r"\min": TABLE["minimum"],
}
