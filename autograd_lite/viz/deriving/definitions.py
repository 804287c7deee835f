"""What an operation is derived from: its notation, its rule, what textbooks say it is.

Nothing here is believed: the value of a definition is compared with the operation's before it is
used.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import takewhile

from autograd_lite.primitives.operation import FLOATS, TABLE, Operation
from autograd_lite.value import Value
from autograd_lite.viz.deriving.evaluation import compute, functions
from autograd_lite.viz.formula import algebra
from autograd_lite.viz.formula.formulas import OUT, Formula, fill, number, operand
from autograd_lite.viz.formula.latex import notation, place, read
from autograd_lite.viz.formula.notation import conditions_of, local_gradients
from autograd_lite.viz.formula.terms import SAMPLES, SCRIPTS, Term, has_kinks, lift, symmetry

#: of functions that the table takes from the C library: what textbooks say they are
TEXTBOOK = {
    "sinh": r"\frac{e^{#} - e^{-#}}{2}",
    "cosh": r"\frac{e^{#} + e^{-#}}{2}",
    "tanh": r"\frac{\sinh(#)}{\cosh(#)}",
    "tan": r"\frac{\sin(#)}{\cos(#)}",
    "log2": r"\frac{\log #}{\log(2)}",
    "log10": r"\frac{\log #}{\log(10)}",
    "erfc": r"1 - \operatorname{erf}(#)",
    "norm_pdf": r"\frac{e^{-\frac{#^2}{2}}}{\sqrt{2 \pi}}",
    "norm_cdf": r"\frac{1 + \operatorname{erf}(\frac{#}{\sqrt{2}})}{2}",
    "atan2": r"\arctan(\frac{#}{@})",
    "ceil": r"-\lfloor -# \rfloor",
    "remainder": r"# - \lfloor \frac{#}{@} \rfloor \cdot @",
}
#: where that holds, if not everywhere
_WHERE = {"atan2": (Formula("relation", (operand(1), number(0.0)), ">"),)}
POSITIVE = (0.37, 0.61, 0.2, 0.8, 0.13, 0.9)


@dataclass(frozen=True)
class Definition:
    """A formula of an operation's value, in places of its operands."""

    formula: Formula
    #: why it is that: one of the rules that lines name
    rule: str
    #: where it holds, of a function with kinks
    conditions: tuple[Formula, ...] = ()
    #: the function of which it is the inverse, so that it gives the operand for the output
    inverse: Operation | None = None


def definitions(
    operation: Operation, written: Formula, operands: Sequence[Formula], numbers: Sequence[float]
) -> Iterator[Definition]:
    """What an operation may be derived from, the most readable first.

    ``written`` is its notation; ``operands`` are their places, or their numbers where they are
    plain ones.
    """
    shown = in_places(written, operands)
    if shown.kind not in ("call", "foreign", "bars", "cases") or _says_more(operation, shown):
        yield Definition(shown, "definition")
    if operation.name in TEXTBOOK:
        latex = TEXTBOOK[operation.name].replace("#", place(0)).replace("@", place(1))
        yield Definition(
            in_places(read(latex), operands), "textbook", _WHERE.get(operation.name, ())
        )
    if len(operands) == 1:
        for row in inverses(operation):
            yield Definition(notation(row, 1), "inverse", inverse=row)
    points = [numbers] if has_kinks(operation) else [POSITIVE[: len(numbers)], numbers]
    for point in points:
        if len(point) == len(numbers):
            yield from _by_its_rule(operation, operands, [*point])


def in_places(shown: Formula, operands: Sequence[Formula]) -> Formula:
    """A notation with plain numbers in their places, and nothing else changed."""
    if shown.kind == "operand":
        place: int = shown.mark
        return operands[place]
    parts = tuple(in_places(part, operands) for part in shown.parts)
    return Formula(shown.kind, parts, shown.mark)


def _says_more(operation: Operation, shown: Formula) -> bool:
    """Whether a call is of another function than the operation itself, or of more than operands."""
    if shown.kind != "call":
        return False
    known = functions().get(shown.mark)
    simple = all(part.kind in ("operand", "number") for part in shown.parts)
    return not simple or (known is not None and known.forward is not operation.forward)


def _by_its_rule(
    operation: Operation, operands: Sequence[Formula], numbers: list[float]
) -> Iterator[Definition]:
    """The formula that the rule computes here, on this side of all kinks."""
    for tidy in (False, True):
        terms = [
            Term(algebra.polynomial(shown), x, x + 1e-3 * (i + 1))
            for i, (shown, x) in enumerate(zip(operands, numbers, strict=True))
        ]
        try:
            found = lift(operation.forward(SCRIPTS[tidy], *terms))
        except Exception:  # noqa: S112  # a rule may ask of its numbers what terms cannot do
            continue
        own = Formula("call", tuple(operands), notation(operation, len(operands)).mark)
        if found.formula == own:
            continue
        conditions = conditions_of(found)
        if not (conditions and has_kinks(operation)):
            yield Definition(found.formula, "definition")
        else:
            yield Definition(found.formula, "branch", conditions)


@cache
def inverses(operation: Operation) -> tuple[Operation, ...]:
    """The functions of the table of which a function is the inverse: exp for log.

    They stand before it there, or each of the two would be derived from the other.
    """
    if operation.arity != range(1, 2):
        return ()
    f = partial(operation.forward, FLOATS)
    points = [x for x in (*SAMPLES, 1.3, 3.7) if operation.domain(x) and operation.smooth(x)]
    return tuple(
        row
        for row in takewhile(lambda row: row is not operation, TABLE.values())
        if row.arity == range(1, 2) and known_slope(row) is not None
        and len(points) > 2
        and all(math.isclose(row.forward(FLOATS, f(x)), x, rel_tol=1e-9) for x in points)
    )  # fmt: skip


@cache
def known_slope(row: Operation) -> Formula | None:
    """The derivative of a function of the table, in places of its operand and of its output."""
    points = (x for x in (*POSITIVE, 1.3) if row.domain(x) and row.smooth(x))
    x = next(points, None)
    if row.arity != range(1, 2) or x is None:
        return None
    node = Value.record_operation(row, (Value(x, "x"),))
    (found,) = local_gradients(node)
    return None if found.conditions else found.formula


def meanings_of_calls(shown: Formula) -> dict[Formula, Formula]:
    """What the calls in a formula mean: σ(x) its definition, σ(−x) what it is by symmetry."""
    found: dict[Formula, Formula] = {}
    for part in shown.parts:
        found |= meanings_of_calls(part)
    if shown.kind == "call" and len(shown.parts) == 1 and (row := functions().get(shown.mark)):
        (inner,) = shown.parts
        if inner.kind == "negative" and (known := symmetry(row)):
            there = Formula("call", inner.parts, shown.mark)
            by = algebra.multiply(algebra.constant(known[1]), algebra.variable(there))
            found[shown] = algebra.formula(algebra.add(algebra.constant(known[0]), by))
        elif meaning := everywhere(row):
            found[shown] = fill(meaning, [inner])
    return found


@cache
def everywhere(row: Operation) -> Formula | None:
    """A definition of a function that holds everywhere, in places; None if there is none."""
    given = definitions(row, notation(row, 1), [operand(0)], POSITIVE[:1])
    ways = (each for each in given if not each.inverse and not each.conditions)
    points = [x for x in SAMPLES if row.domain(x)]
    for each in ways:
        values = [(compute(each.formula, {operand(0): x}), row.forward(FLOATS, x)) for x in points]
        if len(values) > 2 and all(math.isclose(a, b, rel_tol=1e-9) for a, b in values):
            return each.formula
    return None


@cache
def squared_slope(row: Operation) -> Formula | None:
    """The square of a function's derivative in terms of its value, as cos² = 1 − sin².

    None unless it is a + b · y + c · y² with whole numbers.
    """
    shown = known_slope(row)
    if shown is None:
        return None
    pairs = []
    for x in SAMPLES:
        if row.domain(x) and row.smooth(x):
            out = row.forward(FLOATS, x)
            pairs.append((out, compute(shown, {operand(0): x, OUT: out}) ** 2))
    if len(pairs) < 5:
        return None
    for a in (-1.0, 0.0, 1.0):
        for c in (-1.0, 0.0, 1.0):
            if all(math.isclose(a + c * y * y, s, rel_tol=1e-9) for y, s in pairs):
                square = {frozenset({(OUT, 2.0)}): c, frozenset(): a}
                return algebra.formula({m: k for m, k in square.items() if k})
    return None
