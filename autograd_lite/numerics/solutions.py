"""The solution of an equation as nodes, with the gradient of the implicit function theorem."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograd_lite import linalg, primitives
from autograd_lite.modes import recording, set_within
from autograd_lite.numerics.equations import Equation
from autograd_lite.numerics.newton import Limits, Point, newton
from autograd_lite.primitives.operation import Operation, notation
from autograd_lite.system.lazy import lazy
from autograd_lite.trace import apply, inside
from autograd_lite.value import node_maker, record


@dataclass(frozen=True)
class Solution:
    """The solution of an equation, as a function of its operands."""

    name: str
    equation: Equation
    solution: list[float]
    #: for which it was found
    operands: list[float]

    def nodes(self, operands: Iterable[Any]) -> list[Any]:
        """Each unknown as a node."""
        operands = [*operands]
        return [apply(self.operation(i), *operands) for i in range(len(self.solution))]

    def operation(self, i: int) -> Operation:
        """The operation that gives one of the unknowns."""
        return Operation(
            self.name,
            f"{self.name}: a number for which an equation holds.",
            self.name,
            notation(rf"\operatorname{{{self.name.replace('_', ' ')}}}"),
            forward=lambda m, *operands: self._number(i, operands),
            gradients=lambda m, out, *operands: self._gradients(i, out, operands),
        )

    def _number(self, i: int, operands: tuple[Any, ...]) -> float:
        if not all(type(x) is float for x in operands):
            raise TypeError(
                f"{self.name}: its number is found by iteration, on plain numbers; it cannot be "
                "compiled, nor written in another language"
            )
        if [*operands] == self.operands:
            return self.solution[i]
        return newton(partial(self._point, operands), self.solution, Limits(1e-9, 100))[i]

    def _point(self, operands: tuple[float, ...], x: list[float]) -> Point:
        with set_within(inside, False), set_within(node_maker, record):
            return Point(x, self.equation.at(x, operands), self.equation.partials(x, operands)[0])

    def _gradients(self, i: int, out: Any, operands: tuple[Any, ...]) -> tuple[Any, ...]:
        if not all(type(x) is float for x in operands):
            unknowns = [
                out if j == i else apply(self.operation(j), *operands)
                for j in range(len(self.solution))
            ]
            return self._row(i, unknowns, operands)
        if [*operands] == self.operands:
            return self._local[i]
        return self._rows([self._number(j, operands) for j in range(len(self.solution))], operands)[
            i
        ]

    @lazy
    def _local(self) -> list[tuple[Any, ...]]:
        return self._rows(self.solution, self.operands)

    def _rows(self, unknowns: Iterable[float], operands: Iterable[float]) -> list[tuple[Any, ...]]:
        unknowns = [*unknowns]
        with set_within(inside, False), set_within(node_maker, record):
            return [self._row(i, unknowns, [*operands]) for i in range(len(unknowns))]

    def _row(self, i: int, unknowns: Any, operands: Any) -> tuple[Any, ...]:
        """The gradient of one unknown: a row of −(∂f/∂x)⁻¹, times ∂f/∂θ."""
        with recording():
            by_unknowns, by_operands = self.equation.partials(unknowns, operands)
            unit = [1.0 if j == i else 0.0 for j in range(len(by_unknowns))]
            row = linalg.solve([*zip(*by_unknowns, strict=True)], unit).tolist()
            return tuple(
                [-primitives.dot(row, column) for column in zip(*by_operands, strict=True)]
            )
