"""Formulas as numbers: what every step of a derivation is checked with."""

import math
from collections.abc import Mapping
from functools import cache

from autograd_lite.primitives.operation import FLOATS, TABLE, Operation
from autograd_lite.viz.formula.formulas import ARITHMETIC, Formula, operand
from autograd_lite.viz.formula.latex import notation

CONSTANTS = {"e": math.e, "π": math.pi}
STEP, SMALLEST = 1e-3, 1e-3  # of the differences, relative to the number, which is at least this
Numbers = Mapping[Formula, float]


@cache
def functions() -> dict[str, Operation]:
    """The rows of the table that a formula calls, by the LaTeX command of the call."""
    found: dict[str, Operation] = {}
    for row in TABLE.values():
        for n in (1, 2, 3):
            if n in row.arity:
                shown = notation(row, n)
                if shown.kind == "call" and shown.parts == tuple(map(operand, range(n))):
                    found.setdefault(shown.mark, row)
    return found


def compute(formula: Formula, known: Numbers) -> float:
    """The number of a formula, some of whose parts have ``known`` numbers; nan if it has none."""
    if formula in known:
        return known[formula]
    x = [compute(part, known) for part in formula.parts]
    match formula.kind:
        case "number":
            return float(formula.mark)
        case "constant":
            return CONSTANTS[formula.mark.text]
        case "root":
            return math.cbrt(x[0]) if formula.mark == 3 else FLOATS.sqrt(x[0])
        case "cases":
            return x[1] if x[0] else x[2]
        case "call" if row := functions().get(formula.mark):
            return float(row.forward(FLOATS, *x))
        case "foreign":
            return float(formula.mark.forward(FLOATS, *x))
    rule = ARITHMETIC.get(formula.kind)
    return float(rule(*x)) if rule else math.nan


def slope(formula: Formula, by: Formula, known: Numbers) -> float:
    """The derivative of a formula by one of its parts, by differences."""
    at = compute(by, known)
    h = STEP * max(SMALLEST, abs(at))

    def moved(steps: float) -> float:
        return compute(formula, {**known, by: at + steps * h})

    return (8.0 * (moved(1.0) - moved(-1.0)) - (moved(2.0) - moved(-2.0))) / (12.0 * h)
