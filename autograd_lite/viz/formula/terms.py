"""Terms: numbers that know their formula, and the vocabulary of the rules for them.

Running a rule of the table on terms gives the formula that it computes: a polynomial, together
with its number at this place of the graph. The number decides which branch of a rule is taken,
and the condition is kept. Where both branches are forms of one function, which a number nearby
tells, the one that is easier to read may stand for both.
"""

import math
import operator
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from autograd_lite import floats
from autograd_lite.primitives.operation import FLOATS, Namespace, Operation, vocabulary_rows
from autograd_lite.system.lazy import lazy
from autograd_lite.viz.formula import algebra
from autograd_lite.viz.formula.algebra import Polynomial, UnreadableError, constant, formula
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.formula.latex import notation
from autograd_lite.viz.formula.scripts import Text

MOST_CONDITIONS = 100  # under which a formula holds
MOST_FUNCTIONS = 30  # of which it is made: nobody reads a longer one


@dataclass(frozen=True, eq=False)
class Condition:
    """A comparison of two terms, and whether it holds here."""

    left: "Term"
    sign: str
    right: "Term"
    holds: bool

    def __bool__(self) -> bool:
        return self.holds

    def relation(self) -> Formula | None:
        """What holds, with a variable on the left; None where nothing varies."""
        sign = self.sign if self.holds else _OPPOSITE[self.sign]
        left, right = self.left.polynomial, self.right.polynomial
        if left.keys() <= {algebra.ONE}:
            left, right, sign = right, left, MIRRORED.get(sign, sign)
        if algebra.add(left, algebra.negative(right)).keys() <= {algebra.ONE}:
            return None
        return Formula("relation", (formula(left), formula(right)), sign)


_OPPOSITE = {"<": "≥", "≥": "<", ">": "≤", "≤": ">", "≠": "="}
#: what a sign is when the sides change places
MIRRORED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


@dataclass(frozen=True, eq=False)
class Term:
    """A number that knows its formula, and under which conditions it holds."""

    polynomial: Polynomial
    number: float
    #: the number for operands that are a little different
    nearby: float
    conditions: tuple[Condition, ...] = ()
    #: how many functions it was made of
    functions: int = 0

    @lazy
    def formula(self) -> Formula:
        """What it computes."""
        return formula(self.polynomial)

    @lazy
    def length(self) -> int:
        """How many characters that has; the name of an operand is one."""
        return len(re.sub(r"#-?\d+", "x", Text(4).write(self.formula)))

    @lazy
    def effort(self) -> int:
        """How hard it is to read: functions count more than letters."""
        return self.length + 4 * sum(_functions(self.formula).values())

    @staticmethod
    def record_operation(operation: Operation, operands: Sequence[Any]) -> "Term":
        """What an operation that a rule calls by itself, and not by ``m``, makes of terms."""
        return _apply(operation, False, *operands)

    def __add__(self, other: Any) -> "Term":
        other = lift(other)
        both = algebra.add(self.polynomial, other.polynomial)
        return _made_of((self, other), both, _both(operator.add, self, other))

    def __mul__(self, other: Any) -> "Term":
        other = lift(other)
        both = algebra.multiply(self.polynomial, other.polynomial)
        return _made_of((self, other), both, _both(operator.mul, self, other))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> "Term":
        mirrored = algebra.negative(self.polynomial)
        return _made_of((self,), mirrored, _both(operator.neg, self))

    def __sub__(self, other: Any) -> "Term":
        return self + -lift(other)

    def __rsub__(self, other: Any) -> "Term":
        return lift(other) + -self

    def __lt__(self, other: Any) -> Any:
        return Condition(self, "<", lift(other), self.number < lift(other).number)

    def __gt__(self, other: Any) -> Any:
        return Condition(self, ">", lift(other), self.number > lift(other).number)

    def __le__(self, other: Any) -> Any:
        return Condition(self, "≤", lift(other), self.number <= lift(other).number)

    def __ge__(self, other: Any) -> Any:
        return Condition(self, "≥", lift(other), self.number >= lift(other).number)


def lift(x: Any) -> Term:
    """A plain number as a term; a term as it is."""
    return x if isinstance(x, Term) else Term(constant(float(x)), float(x), float(x))


def _both(f: Callable[..., float], *terms: Term) -> tuple[float, float]:
    return f(*[each.number for each in terms]), f(*[each.nearby for each in terms])


def _made_of(
    terms: Sequence[Term], polynomial: Polynomial, values: tuple[float, float], functions: int = 0
) -> Term:
    """What becomes of terms, with so many functions of them."""
    count = functions + sum(term.functions for term in terms)
    if count > MOST_FUNCTIONS:
        raise UnreadableError("too many functions")
    return Term(polynomial, *values, _union(*terms), count)


def _union(*terms: Term) -> tuple[Condition, ...]:
    union = tuple(dict.fromkeys(each for term in terms for each in term.conditions))
    if len(union) > MOST_CONDITIONS:
        raise UnreadableError("too many conditions")
    return union


# The vocabulary of the rules for terms ------------------------------------------------------


def _where(tidy: bool, condition: Any, x: Any, y: Any) -> Term:
    """The branch that is taken here, and the condition why."""
    if isinstance(condition, Term):
        condition = Condition(condition, "≠", lift(0.0), condition.number != 0.0)
    chosen, other = (lift(x), lift(y)) if condition else (lift(y), lift(x))
    if tidy and isinstance(condition, Condition) and _is_one_function(chosen, other):
        further = _functions(other.formula) - _functions(chosen.formula)
        return chosen if further else min(chosen, other, key=operator.attrgetter("effort"))
    known = (condition,) if isinstance(condition, Condition) else ()
    shown = chosen.polynomial
    if chosen.number == 0.0 and [*shown.values()] == [1.0] and len(next(iter(shown))) == 1:
        shown = {}  # a variable that can only be 0 here
    why = (*_union(*known and (condition.left, condition.right)), *known, *chosen.conditions)
    return Term(shown, chosen.number, chosen.nearby, why, chosen.functions)


def _by_series(condition: Any, series: Any, exact: Any) -> Term:
    """What a series stands for, which at its centre is no number."""
    if math.isnan(lift(exact).number):
        raise UnreadableError("a series")
    return lift(exact)


def _is_one_function(x: Term, y: Term) -> bool:
    pairs = ((x.number, y.number), (x.nearby, y.nearby))
    return x.number != x.nearby and all(math.isclose(a, b, rel_tol=1e-9) for a, b in pairs)


def _absolute(tidy: bool, x: Any) -> Term:
    term = lift(x)
    if term.number == 0.0:  # which is no number here: that it is 0 has to be said
        return replace(term, conditions=(*term.conditions, term >= 0.0))
    return _where(tidy, term >= 0.0, term, -term)


def _apply(operation: Operation, tidy: bool, *arguments: Any) -> Term:
    """An operation on terms: its notation, or the branch that is taken if it has a kink."""
    terms = [lift(x) for x in arguments]
    if operation.name not in floats.BASE and has_kinks(operation):
        return lift(operation.forward(SCRIPTS[tidy], *terms))
    values = _both(partial(operation.forward, FLOATS), *terms)
    operands = {i: term.polynomial for i, term in enumerate(terms)}
    shown = notation(operation, len(terms))
    if tidy and len(terms) == 1 and operands[0] and all(c < 0 for c in operands[0].values()):
        mirrored = algebra.polynomial(shown, {0: algebra.negative(operands[0])})
        if known := symmetry(operation):
            constant_part, factor = known
            scaled = algebra.multiply(constant(factor), mirrored)
            return _made_of(terms, algebra.add(constant(constant_part), scaled), values, 1)
    return _made_of(terms, algebra.polynomial(shown, operands), values, 1)


def has_kinks(operation: Operation) -> bool:
    """Whether the record of an operation says where it is smooth."""
    return operation.smooth is not Operation.smooth


def _script(tidy: bool) -> Namespace:
    rows = {name: partial(_apply, row, tidy) for name, row in vocabulary_rows().items()}
    own = {"where": partial(_where, tidy), "abs": partial(_absolute, tidy)}
    return Namespace(rows | own | {"by_series": _by_series})


#: the rules as they stand; and with f(−x) replaced where f has a symmetry, and the easier one of
#: two forms of a function
SCRIPTS = {tidy: _script(tidy) for tidy in (False, True)}


def _functions(shown: Formula) -> Counter[str]:
    """How often each function is called."""
    own = Counter([shown.mark] if shown.kind == "call" else [])
    return sum(map(_functions, shown.parts), own)


# Symmetries ---------------------------------------------------------------------------------

SAMPLES = (0.13, 0.37, 0.61, -0.9, -0.4, 0.2, 0.8, 1.7, -2.3, 1.2, 2.6, 3.1)


@cache
def symmetry(operation: Operation) -> tuple[float, float] | None:
    """a and b of f(−x) = a + b · f(x), if the function has such a symmetry."""
    f = partial(operation.forward, FLOATS)
    for a, b in ((0.0, 1.0), (0.0, -1.0), (1.0, -1.0)):
        if all(math.isclose(f(-x), a + b * f(x), rel_tol=1e-12) for x in SAMPLES):
            return a, b
    return None
