"""The formula of every operation and of its local gradients, derived from its record.

The value is written as the record's LaTeX has it. A local gradient has no notation of its own:
its rule is run on terms.

A rule of the table is written for accuracy, a formula is for reading. So shorter forms are looked
for: ŷ(1 − ŷ) for a rule that is a polynomial of the output at sample points, 1 − σ(x) for σ(−x) or
what symmetry a function has, and the easier one of two forms that a rule chooses from.
"""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from autograd_lite.primitives.operation import FLOATS, Operation
from autograd_lite.value import Value
from autograd_lite.viz.formula import algebra
from autograd_lite.viz.formula.algebra import Polynomial, UnreadableError, variable
from autograd_lite.viz.formula.formulas import OUT, Formula, operand
from autograd_lite.viz.formula.latex import notation
from autograd_lite.viz.formula.names import is_number
from autograd_lite.viz.formula.order import in_order
from autograd_lite.viz.formula.terms import MIRRORED, SAMPLES, SCRIPTS, Term, has_kinks, lift

LONGEST_FORMULA = 60  # characters of a local gradient's formula


@dataclass(frozen=True)
class LocalGradient:
    """The formula of a local gradient, in places of operands; None if it is unreadably long."""

    formula: Formula | None
    #: what has to hold for it, where the operation has a kink elsewhere
    conditions: tuple[Formula, ...] = ()


def value_formula(node: Value) -> Formula:
    """The formula of the value of an operation's node, in places of its operands."""
    if node.op is None:
        raise ValueError(f"node: the result of an operation is needed, got the leaf {node!r}")
    return in_order(node, notation(node.op, len(node.parents)))


def local_gradients(node: Value, towards: Sequence[int] | None = None) -> list[LocalGradient]:
    """The formulas of a node's local gradients, in places of its operands and of its output.

    They are those ``towards`` some of the operands, or else all.
    """
    chosen = range(len(node.parents)) if towards is None else towards
    try:
        return _derived(node, chosen)
    except UnreadableError:
        return [LocalGradient(None)] * len(chosen)


def _derived(node: Value, chosen: Sequence[int]) -> list[LocalGradient]:
    plain = _run(node, tidy=False)
    shortest = plain is not None and all(plain[i].effort == 1 for i in chosen)
    attempts = [run for run in (plain, None if shortest else _run(node, tidy=True)) if run]
    if not attempts:
        raise UnreadableError("the rule makes no terms")
    best = [min((run[i] for run in attempts), key=attrgetter("effort")) for i in chosen]
    kinks, numbers = _branches(node), node.local_gradients
    return [
        LocalGradient(term.formula, conditions_of(term) if kinks else ())
        if _is_told(term, local)
        else LocalGradient(None)
        for term, local in zip(best, [numbers[i] for i in chosen], strict=True)
    ]


def _is_told(term: Term, local: float) -> bool:
    """Whether it is short, and is the local gradient: which nan is on no side of a rule."""
    if math.isnan(local) and (term.conditions or term.polynomial.keys() <= {algebra.ONE}):
        return False
    return agree(term.number, local) and term.length <= LONGEST_FORMULA


def agree(x: float, y: float, within: float = 1e-9) -> bool:
    """Whether two numbers differ by no more than rounding, as another order of steps makes it.

    >>> agree(1.0, 1.0 + 1e-12), agree(math.nan, math.nan), agree(math.nan, 1.0)
    (True, True, False)
    """
    return math.isclose(x, y, rel_tol=within) or (math.isnan(x) and math.isnan(y))


# One node -----------------------------------------------------------------------------------


def _run(node: Value, tidy: bool) -> list[Term] | None:
    """The terms of the local gradients, or None if the rule makes none."""
    if node.op is None:
        return None
    try:
        operands = _operands(node)
        nearby = node.op.forward(FLOATS, *[each.nearby for each in operands])
        out = Term(variable(OUT), node.data, nearby)
        with suppress(UnreadableError):
            out = Term(_output(node, operands), node.data, nearby)
        found = [lift(x) for x in node.op.gradients(SCRIPTS[tidy], out, *operands)]
    except Exception:  # a rule of one's own may ask of its numbers what terms cannot do
        return None
    if tidy and len(found) == 1 and (known := _in_terms_of_output(node.op)):
        shorter = Term(known, found[0].number, found[0].nearby)
        return [min(found[0], shorter, key=attrgetter("effort"))]
    return found


def _operands(node: Value) -> list[Term]:
    return [
        Term(algebra.constant(x.data), x.data, x.data)
        if is_number(x) and math.isfinite(x.data)
        else Term(
            variable(operand(i)), x.data, x.data + (i + 1) / (i + 2) * 1e-3 * (1 + abs(x.data))
        )
        for i, x in enumerate(node.parents)
    ]


def _output(node: Value, operands: list[Term]) -> Polynomial:
    """The output: itself, or the powers of operands that it is a product of, as x/y is."""
    places = {i: term.polynomial for i, term in enumerate(operands)}
    shown = algebra.polynomial(value_formula(node), places)
    bases = {base.parts[0] if base.kind == "power" else base for m in shown for base, _ in m}
    if len(shown) == 1 and all(base.kind == "operand" for base in bases):
        return shown
    return variable(OUT)


def _branches(node: Value) -> bool:
    """Whether the value has a kink somewhere, and so the conditions are worth telling."""
    if node.op is None or not has_kinks(node.op):
        return False
    try:
        return bool(lift(node.op.forward(SCRIPTS[False], *_operands(node))).conditions)
    except Exception:  # as above
        return False


def conditions_of(term: Term) -> tuple[Formula, ...]:
    """The conditions of a term, of which x ≤ 0 and x ≥ 0 make x = 0."""
    found: dict[tuple[Formula, ...], str] = {}
    for condition in term.conditions:
        if relation := condition.relation():
            sides, sign = relation.parts, relation.mark
            if sides[::-1] in found:  # x ≤ y is y ≥ x
                sides, sign = sides[::-1], MIRRORED.get(sign, sign)
            found[sides] = _joined(found.get(sides, sign), sign)
    return tuple(Formula("relation", sides, sign) for sides, sign in found.items())


def _joined(one: str, other: str) -> str:
    """The sign of a relation of which two hold: the stricter one."""
    signs = {one, other}
    if signs == {"≤", "≥"}:
        return "="
    return next((sign for sign in ("=", "<", ">") if sign in signs), other)


# Readability --------------------------------------------------------------------------------


@cache
def _in_terms_of_output(operation: Operation) -> Polynomial | None:
    """The local gradient as a + b · out + c · out² with whole coefficients, if it is one."""
    points = []
    for x in SAMPLES:
        if operation.domain(x):
            out = operation.forward(FLOATS, x)
            points.append((out, operation.gradients(FLOATS, out, x)[0]))
    if len({x for x, _ in points}) < len(points) or len(points) < 6:
        return None
    (x0, y0), (x1, y1), (x2, y2) = points[:3]
    first, second = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)  # divided differences
    c = (second - first) / (x2 - x0)
    b = first - c * (x0 + x1)
    whole = [float(round(each)) for each in (y0 - b * x0 - c * x0 * x0, b, c)]
    fits = all(
        math.isclose(whole[0] + whole[1] * x + whole[2] * x * x, y, rel_tol=1e-9) for x, y in points
    )
    if not fits:
        return None
    powers = [algebra.power(variable(OUT), algebra.constant(float(i))) for i in range(3)]
    scaled = [algebra.multiply(algebra.constant(k), x) for k, x in zip(whole, powers, strict=True)]
    return algebra.add(*scaled)
