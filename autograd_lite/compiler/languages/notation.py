"""How a language writes: the table that it is for the writer."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from autograd_lite.primitives.operation import Operation

#: how tightly an expression binds: a conditional, logic, a comparison, |, &, a sum, a product, a
#: sign, a call
CHOICE, LOGIC, RELATION, OR, AND, SUM, PRODUCT, SIGN, CALL = range(9)


class Notation(NamedTuple):
    """How an operation is written."""

    template: str
    binding: int
    #: how tightly the first operand must bind to stand without parentheses, and the others
    first: int
    others: int


def infix(sign: str, binding: int) -> Notation:
    """Between its operands; a chain of them is grouped from the left."""
    return Notation(f"{{0}} {sign} {{1}}", binding, binding, binding + 1)


def prefix(sign: str, binding: int) -> Notation:
    """Before its operand."""
    return Notation(f"{sign}{{0}}", binding, binding + 1, binding + 1)


def call(template: str) -> Notation:
    """As a call."""
    return Notation(template, CALL, CHOICE, CHOICE)


def choice(template: str) -> Notation:
    """A conditional expression."""
    return Notation(template, CHOICE, LOGIC, LOGIC)


#: what is the same nearly everywhere
ARITHMETIC = {
    "add": infix("+", SUM),
    "subtract": infix("-", SUM),
    "multiply": infix("*", PRODUCT),
    "negative": prefix("-", SIGN),
    "less": infix("<", RELATION),
    "less_equal": infix("<=", RELATION),
    "greater": infix(">", RELATION),
    "greater_equal": infix(">=", RELATION),
    "equal": infix("==", RELATION),
    "not_equal": infix("!=", RELATION),
}
#: what languages have that descend from C
OF_C = ARITHMETIC | {
    "divide": infix("/", PRODUCT),
    # compilers ask for parentheses where both are
    "logical_or": Notation("{0} || {1}", LOGIC, RELATION, RELATION),
    "logical_and": Notation("{0} && {1}", LOGIC, RELATION, RELATION),
    "logical_not": prefix("!", SIGN),
    "where": choice("{0} ? {1} : {2}"),
}


class Language(NamedTuple):
    """A language, as far as straight-line code needs it."""

    #: what it has, by the names of operations
    notations: Mapping[str, Notation]
    #: formulas for what it has not, or has otherwise, where none stands in the table
    rules: Mapping[str, Callable[..., Any]]
    #: the name by which an operation on so many operands is called, if it needs a function
    called: Callable[[Operation, int], str]
    #: what is no name of a variable
    reserved: frozenset[str]
    #: a label in letters that names may have; others become spaces
    letters: Callable[[str], str]
    #: infinity, and what is no number
    infinity: str
    nan: str
    #: how a name is given to a number, and to a condition
    number: str
    condition: str
    comment: str

    def notation(self, op: Operation) -> Notation | None:
        """How an operation is written, unless it is called."""
        return None if op.name in self.rules else self.notations.get(op.name)

    def literal(self, value: float) -> str:
        """A number."""
        if math.isfinite(value):
            return repr(value)
        return self.nan if math.isnan(value) else f"{'-' * (value < 0.0)}{self.infinity}"


def by_name_and_count(op: Operation, count: int) -> str:
    """The name of an operation, which tells the number of its operands if that may differ."""
    return op.name if len(op.arity) == 1 else f"{op.name}{count}"
