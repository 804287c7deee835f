"""Read the LaTeX in which the records of the table are written, so that other scripts follow.

What is understood: sums, products, fractions, powers, roots, bars, cases, and functions, whose
operand is what stands in parentheses or else what comes next. Operands are numbers between
characters of Unicode's private use, so that none can be taken for a part of the notation.

Formulas in the records, from which LaTeX would follow, were tried. They would save the reader, 130
lines that take 0.7 ms for each operation that is told; but formulas and their scripts, 400 lines,
would stand below the table, to be loaded with the engine, and who makes an operation could no
longer say its notation in the LaTeX that everybody knows.
"""

import re
from contextlib import suppress
from functools import lru_cache

from autograd_lite.primitives.operation import Operation
from autograd_lite.viz.formula.formulas import EULER, PI, Formula, number, operand

KNOWN = 256  # notations that are kept: a formula has as many parts as there are operands

_TOKEN = re.compile(
    r"\\(?:operatorname|mathrm|text)\{[A-Za-z0-9]+\}|\\begin\{cases\}|\\end\{cases\}|\\\\"
    r"|\\[A-Za-z]+|\ue000\d+\ue001|\d+(?:\.\d+)?|[-+^_{}()\[\],&|e]|\s+|(?P<unknown>.)"
)
_CONSTANTS = {"e": EULER, r"\pi": PI}
#: brackets that are functions of what they hold, and how they end
BRACKETS = {r"\lvert": r"\rvert", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}
_PAIRS = {"(": ")", "{": "}", **BRACKETS}
_ENDS = {"", "+", "-", "]", ",", "&", "\\\\", r"\end{cases}", *_PAIRS.values()}
_STRUCTURE = _ENDS | {r"\frac", r"\tfrac", r"\dfrac", r"\sqrt", r"\cdot", r"\lvert"}


class NotationError(ValueError):
    """The LaTeX of a record has something in it that cannot be read."""


def place(operand: int) -> str:
    """What stands for an operand in the LaTeX that is read."""
    return f"\ue000{operand}\ue001"


@lru_cache(KNOWN)
def notation(operation: Operation, operands: int) -> Formula:
    """The notation of an operation on so many operands, as a formula of their places.

    If its LaTeX cannot be read, as may be with an operation of one's own, it is a foreign formula:
    a name with operands, which only LaTeX writes as the record does.
    """
    with suppress(NotationError):
        return read(operation.latex(*map(place, range(operands))))
    return Formula("foreign", tuple(map(operand, range(operands))), operation)


def read(latex: str) -> Formula:
    """The formula that a string of LaTeX writes. Raises NotationError if it cannot be read."""
    reader = _Reader(latex)
    formula = reader.sum()
    reader.take("")
    return formula


class _Reader:
    def __init__(self, latex: str) -> None:
        self.latex = latex
        matches = list(_TOKEN.finditer(re.sub(r"\\(left|right)(?![A-Za-z])", "", latex)))
        if any(match["unknown"] for match in matches):
            raise self.error()
        self.tokens = [match[0] for match in matches if not match[0].isspace()]
        self.read = 0

    def error(self) -> NotationError:
        return NotationError(f"cannot read the notation {self.latex}")

    @property
    def next(self) -> str:
        return self.tokens[self.read] if self.read < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        word = self.next
        if expected and word not in expected:
            raise self.error()
        self.read += 1
        return word

    def sum(self) -> Formula:
        terms = [self.signed()]
        while self.next in ("+", "-"):
            terms.append(self.signed())
        return terms[0] if len(terms) == 1 else Formula("sum", tuple(terms))

    def signed(self) -> Formula:
        sign = self.take() if self.next in ("+", "-") else "+"
        term = self.product()
        return Formula("negative", (term,)) if sign == "-" else term

    def product(self) -> Formula:
        factors = [self.factor()]
        while self.next not in _ENDS:
            if self.next == r"\cdot":
                self.take()
            factors.append(self.factor())
        return factors[0] if len(factors) == 1 else Formula("product", tuple(factors))

    def factor(self) -> Formula:
        base = self.atom()
        if self.next != "^":
            return base
        self.take()
        return Formula("power", (base, self.atom()))

    def group(self, start: str, end: str) -> Formula:
        self.take(start)
        inner = self.sum()
        self.take(end)
        return inner

    def atom(self) -> Formula:
        word = self.next
        if word in _PAIRS:
            inner = self.group(word, _PAIRS[word])
            if word == r"\lvert":
                return Formula("bars", (inner,))
            return Formula("call", (inner,), word) if word in BRACKETS else inner
        self.take()
        if word in (r"\frac", r"\tfrac", r"\dfrac"):
            return Formula("quotient", (self.group("{", "}"), self.group("{", "}")))
        if word == r"\sqrt":
            degree = self.degree() if self.next == "[" else 2
            return Formula("root", (self.group("{", "}"),), degree)
        if word == r"\begin{cases}":
            return self.cases()
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if word[:1].isdecimal():
            return number(float(word))
        if word.startswith("\ue000"):
            return operand(int(word[1:-1]))
        if word.startswith("\\") and word not in _STRUCTURE:
            return self.call(word)
        raise self.error()

    def degree(self) -> int:
        self.take("[")
        degree = self.take("2", "3")
        self.take("]")
        return int(degree)

    def cases(self) -> Formula:
        x = self.sum()
        self.take("&")
        condition = self.sum()
        self.take("\\\\")
        y = self.sum()
        self.take("&")
        self.take(r"\text{else}")
        self.take(r"\end{cases}")
        return Formula("cases", (condition, x, y))

    def call(self, command: str) -> Formula:
        if self.next == "_":
            self.take()
            index = self.atom()
            command += f"_{{{index.mark:g}}}" if index.kind == "number" else self.take("an index")
        if self.next != "(":
            return Formula("call", (self.factor(),), command)
        self.take()
        arguments = [self.sum()]
        while self.next == ",":
            self.take()
            arguments.append(self.sum())
        self.take(")")
        return Formula("call", tuple(arguments), command)
