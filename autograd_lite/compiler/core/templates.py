"""The rules of the table as lists of steps, each found once for a number of operands.

A rule does the same whatever its operands are, for it must not branch on them. All of them together
are no longer than the program that they are made for.
"""

from collections.abc import Callable
from typing import Any

from autograd_lite.compiler.symbols import Symbol, place_of
from autograd_lite.primitives.operation import Operation

from .builder import Builder


class Template:
    """What a rule does: steps on operands, on results of earlier steps, and on constants.

    These are numbered: first the operands, then the results, and backwards from -1 the constants.
    """

    def __init__(self, count: int, vocabulary: Callable[[Any], Any]) -> None:
        self.count = count
        self._vocabulary = vocabulary
        self.ops: list[Any] = []
        self.operands: list[tuple[int, ...]] = []
        self.numbers: list[float] = []
        #: what the rule returned
        self.results: list[int] = []

    @property
    def vocabulary(self) -> Any:
        """What the rule is written with, for `symbols.Steps`."""
        return self._vocabulary(self)

    def constant(self, value: float) -> int:
        """A constant, for `symbols.Steps`."""
        self.numbers.append(value)
        return -len(self.numbers)

    def step(self, op: Operation, *operands: int) -> int:
        """A step, for `symbols.Steps`."""
        self.ops.append(op)
        self.operands.append(operands)
        return self.count + len(self.ops) - 1

    def number(self, result: int) -> float:
        """The constant that a result below 0 is."""
        return self.numbers[-1 - result]

    def apply(self, b: Builder, places: list[int]) -> list[int]:
        """Add the steps to a program, on operands at these places; return those of the results."""
        if self.ops:
            constants = [b.constant(x) for x in self.numbers]
            for i in range(len(self.ops)):
                own = self.operands[i]
                if len(own) == 2:
                    x, y = own[0], own[1]
                    x = places[x] if x >= 0 else constants[-1 - x]
                    y = places[y] if y >= 0 else constants[-1 - y]
                    places.append(b.add(self.ops[i], (x, y)))
                else:
                    given = [places[x] if x >= 0 else constants[-1 - x] for x in own]
                    places.append(b.add(self.ops[i], tuple(given)))
        return [places[x] if x >= 0 else b.constant(self.number(x)) for x in self.results]


class Templates:
    """The templates of rules: of ``rule(template, m, symbols)`` for each operation."""

    def __init__(
        self, vocabulary: Callable[[Any], Any], rule: Callable[[Any, Any, list[Any]], Any]
    ) -> None:
        self._vocabulary = vocabulary
        self._rule = rule
        self._known: dict[Any, dict[int, Template]] = {}

    def of(self, op: Operation, count: int) -> Template:
        """The template of an operation on so many operands."""
        known = self._known.get(op)
        if known is None:
            known = {}
            self._known[op] = known
        template = known.get(count)
        if template is None:
            template = self._made(op, count)
            known[count] = template
        return template

    def _made(self, op: Operation, count: int) -> Template:
        template = Template(count, self._vocabulary)
        symbols = [Symbol(template, i) for i in range(count)]
        found = self._rule(op, template.vocabulary, symbols)
        template.results = [place_of(template, x) for x in found]
        return template
