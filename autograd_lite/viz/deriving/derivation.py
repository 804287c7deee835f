"""Where a local gradient comes from, told step by step from the record of its operation.

Every line is checked with numbers before it is told; where no derivation reaches the formula that
is told, there is none.
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autograd_lite.value import Value
from autograd_lite.viz.deriving.building import ONE, contains, negative, quotient
from autograd_lite.viz.deriving.definitions import (
    Definition,
    definitions,
    known_slope,
    squared_slope,
)
from autograd_lite.viz.deriving.differentiation import Differentiation, Line, NoRuleError
from autograd_lite.viz.deriving.evaluation import Numbers, compute
from autograd_lite.viz.deriving.letters import Meanings
from autograd_lite.viz.deriving.samples import Samples, are_right
from autograd_lite.viz.deriving.simplification import Route, to_the_end
from autograd_lite.viz.formula.algebra import UnreadableError
from autograd_lite.viz.formula.formulas import OUT, Formula, fill, number, operand, replaced, symbol
from autograd_lite.viz.formula.latex import notation
from autograd_lite.viz.formula.names import is_number, name_of
from autograd_lite.viz.formula.notation import value_formula

LETTERS = "uvwstrqnmk"


@dataclass(frozen=True)
class Told:
    """What is to be derived: the local gradient of a node towards an operand, as it is told."""

    node: Value
    towards: int
    #: in places of operands, of the output, and of what ``meanings`` explains
    gradient: Formula
    meanings: Meanings
    #: names that no letter may have
    taken: Collection[str] = ()


def derive(told: Told) -> list[Line] | None:
    """Where a local gradient comes from, in its places; None if nothing leads there."""
    node, operation = told.node, told.node.op
    if operation is None:
        return None
    fixed = [is_number(parent) for parent in node.parents]
    numbers = [parent.data for parent in node.parents]
    places = [
        number(x) if is_fixed and math.isfinite(x) else operand(i)
        for i, (x, is_fixed) in enumerate(zip(numbers, fixed, strict=True))
    ]
    samples = Samples(operation, numbers, fixed, told.meanings)
    sign = "d" if fixed.count(False) == 1 else "∂"
    for definition in definitions(operation, value_formula(node), places, numbers):
        if not (known := samples.where(definition)):
            continue
        try:
            lines, letters = _lines(told, definition, sign, known[0])
        except (NoRuleError, UnreadableError):
            continue
        if are_right(lines, letters, known):
            return lines
    return None


def _lines(
    told: Told, definition: Definition, sign: str, here: Numbers
) -> tuple[list[Line], Meanings]:
    """The lines, and what the letters in them stand for."""
    operation, x = told.node.op, operand(told.towards)
    if operation is None:
        raise NoRuleError("a leaf")
    called = notation(operation, len(told.node.parents))
    if definition.inverse is not None:
        return _by_the_inverse(told, definition, called, sign, here)
    calculus = Differentiation(x, sign, _letters(told.taken), told.meanings)
    about = (called,) if called.kind in ("call", "bars", "cases") else ()
    rule = definition.rule if about else "notation"
    first = Line(OUT, (definition.formula,), (rule,), definition.conditions, about)
    found = calculus.of(definition.formula, OUT)
    known = {OUT: definition.formula, **calculus.definitions}
    letters = {letter: meaning for letter, meaning in known.items() if letter != OUT}
    symbols, full = ({OUT: out, **told.meanings} for out in (known[OUT], definition.formula))
    last = to_the_end(Route(found, told.gradient, letters, symbols, full))
    return [first, *calculus.lines, *last], known


def _letters(taken: Collection[str]) -> Iterator[Formula]:
    return (symbol(name_of(each)) for each in LETTERS if each not in taken)


def _by_the_inverse(
    told: Told, definition: Definition, called: Formula, sign: str, here: Numbers
) -> tuple[list[Line], Meanings]:
    """dy/dx = 1/(dx/dy), where x = g(y)."""
    row, x = definition.inverse, operand(0)
    known = None if row is None else known_slope(row)
    if row is None or known is None:
        raise NoRuleError("an inverse without a derivative")
    x_is = replaced(definition.formula, x, OUT)
    other = Formula("derivative", (x, OUT), sign)
    forms = [fill(known, [OUT], x_is)]
    if contains(replaced(forms[0], x_is, x), OUT) and (square := squared_slope(row)) is not None:
        root = Formula("root", (fill(square, [], x_is),), 2)
        forms.append(negative(root) if compute(forms[0], here) < 0.0 else root)
    in_x = replaced(forms[-1], x_is, x)
    whole = Formula("derivative", (OUT, x), sign)
    lines = [
        Line(x, (x_is,), ("inverse",), about=(Formula("relation", (OUT, called), "="),)),
        Line(other, tuple(dict.fromkeys((*forms, in_x))), ("known",)),
        Line(whole, (quotient(ONE, other), quotient(ONE, in_x)), ("reciprocal",)),
    ]
    symbols = {OUT: called}
    last = to_the_end(Route(quotient(ONE, in_x), told.gradient, {}, symbols, symbols))
    return [*lines, *last], {OUT: called, x: x_is}
