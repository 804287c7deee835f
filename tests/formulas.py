"""Read a formula back, from its tree or from its text, and compute it: what tests compare with."""

import math
import re
from functools import reduce
from operator import add, mul

from autograd_lite.primitives.operation import FLOATS, TABLE
from autograd_lite.viz.formula.formulas import Formula, operand, symbol
from autograd_lite.viz.formula.latex import notation
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.formula.scripts import Text


def functions():
    """Every function that the notation of some record is a call of, by its LaTeX command."""
    found = {}
    for row in TABLE.values():
        for n in (1, 2, 3):
            if n in row.arity:
                shown = notation(row, n)
                if shown.kind == "call" and shown.parts == tuple(map(operand, range(n))):
                    found[shown.mark] = row
    return found


FUNCTIONS = functions()
CONSTANTS = {"e": math.e, "π": math.pi}


def evaluate(formula, operands, out=math.nan):
    """The number of a formula whose operands have the given numbers."""
    x = [evaluate(part, operands, out) for part in formula.parts]
    match formula.kind:
        case "number":
            return formula.mark
        case "constant":
            return CONSTANTS[formula.mark.text]
        case "operand":
            return out if formula.mark == -1 else operands[formula.mark]
        case "sum":
            return reduce(add, x)
        case "product":
            return reduce(mul, x)
        case "negative":
            return -x[0]
        case "quotient":
            return FLOATS.divide(*x)
        case "power":
            return FLOATS.power(*x)
        case "root":
            return math.cbrt(x[0]) if formula.mark == 3 else FLOATS.sqrt(x[0])
        case "bars":
            return abs(x[0])
        case "cases":
            return x[1] if x[0] else x[2]
        case "call":
            return FUNCTIONS[formula.mark].forward(FLOATS, *x)
    raise AssertionError(formula)


LETTERS = [symbol(name_of(letter)) for letter in "abcdfghijk"]
RESULT = symbol(name_of("r"))


def evaluate_text(text, operands, out=math.nan):
    """The number that plain text says, by Python's rules of precedence."""
    python = text.translate(str.maketrans("·−", "*-")).replace("^", "**")
    python = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: f"**{''.join(map(plain_digit, m[0]))}", python)
    python = re.sub("[½⅓⅔¼¾]", lambda m: FRACTIONS[m[0]], python)
    python = re.sub(r"√(\w+)", r"√(\1)", python).replace("√", "sqrt")
    python = re.sub(r"∛(\w+)", r"∛(\1)", python).replace("∛", "cbrt")
    python = re.sub(r"\|(.*)\|", r"abs(\1)", python)
    for signs, name in (("⌊⌋", "floor"), ("⌈⌉", "ceil")):
        python = python.replace(signs[0], f"{name}(").replace(signs[1], ")")
    names = {Text(4).write(Formula("call", (), c))[:-2]: row for c, row in FUNCTIONS.items()}
    python = re.sub("[₀-₉]+", lambda m: "".join(map(plain_digit, m[0])), python)
    names = {re.sub("[₀-₉]", lambda m: plain_digit(m[0]), k): row for k, row in names.items()}
    known = {name: lambda *x, row=row: row.forward(FLOATS, *x) for name, row in names.items()}
    known |= {"floor": FLOATS.floor, "ceil": FLOATS.ceil}
    known |= {"exp": math.exp, "sqrt": FLOATS.sqrt, "cbrt": math.cbrt, "abs": abs, "π": math.pi}
    known |= dict(zip("abcdfghijk", operands, strict=False)) | {"r": out}
    return float(eval(python, {"__builtins__": {}}, known))


FRACTIONS = {"½": "(1/2)", "⅓": "(1/3)", "⅔": "(2/3)", "¼": "(1/4)", "¾": "(3/4)"}


def plain_digit(digit):
    return next(str(i) for i in range(10) if digit in ("⁰¹²³⁴⁵⁶⁷⁸⁹"[i], "₀₁₂₃₄₅₆₇₈₉"[i]))
