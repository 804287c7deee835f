"""The solution of an equation as nodes, with the gradient of the implicit function theorem."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from math import inf
from numbers import Real
from operator import mul
from typing import Any

from autograd_lite import linalg, primitives
from autograd_lite.modes import recording, set_within
from autograd_lite.numerics.equations import Equation
from autograd_lite.numerics.newton import ConvergenceError, Limits, Point, newton
from autograd_lite.primitives.operation import Namespace, Operation, notation
from autograd_lite.system.lazy import lazy
from autograd_lite.trace import apply, inside
from autograd_lite.value import node_maker, record

LIMITS = Limits(tolerance=1e-9, max_steps=100)


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
            forward=lambda m, *operands: self._number(m, i, operands),
            gradients=lambda m, out, *operands: self._gradients(m, i, out, operands),
        )

    def _number(self, m: Namespace, i: int, operands: tuple[Any, ...]) -> Any:
        if all(type(x) is float for x in operands):
            if [*operands] == self.operands:
                return self.solution[i]
            return newton(partial(self._point, operands), self.solution, LIMITS)[i]
        if all(isinstance(x, Real) for x in operands):
            return self._refined(m, operands)[i]
        raise TypeError(
            f"{self.name}: its number is found by iteration, on plain numbers; it cannot be "
            "compiled, nor written in another language"
        )

    def _refined(self, m: Namespace, operands: tuple[Any, ...]) -> list[Any]:
        """The unknowns in numbers of more digits, for operands that are near.

        Newton's method with the matrix that is known in floats adds some of their digits each time.
        """
        inverse = linalg.inv(self.equation.partials(self.solution, self.operands)[0]).tolist()
        x, before = [type(operands[0])(each) for each in self.solution], inf
        while True:
            residuals = self.equation.at(x, operands, lambda row, *given: row.forward(m, *given))
            steps = [sum(map(mul, row, residuals)) for row in inverse]
            size = max(map(abs, steps))
            if not size < before:
                break
            x, before = [a - b for a, b in zip(x, steps, strict=True)], size
        if not before <= LIMITS.tolerance * max(map(abs, x)):
            raise ConvergenceError(
                f"{self.name}: the operands {operands} are too far from known ones"
            )
        return x

    def _point(self, operands: tuple[float, ...], x: list[float]) -> Point:
        with set_within(inside, False), set_within(node_maker, record):
            return Point(x, self.equation.at(x, operands), self.equation.partials(x, operands)[0])

    def _gradients(
        self, m: Namespace, i: int, out: Any, operands: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        if not all(type(x) is float for x in operands):
            unknowns = [
                out if j == i else apply(self.operation(j), *operands)
                for j in range(len(self.solution))
            ]
            return self._row(i, unknowns, operands)
        if [*operands] == self.operands:
            return self._local[i]
        unknowns = [self._number(m, j, operands) for j in range(len(self.solution))]
        return self._rows(unknowns, operands)[i]

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
