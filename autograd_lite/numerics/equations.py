"""What a function of Values computes, taken out of its graph, to be computed again.

An equation keeps no node: nothing that it was recorded with stays alive, and no graph of what came
before is walked again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.primitives.operation import Operation
from autograd_lite.trace import Run, apply
from autograd_lite.value import Value, make_constant


@dataclass(frozen=True)
class Equation:
    """Numbers that are 0 at the solution, as operations on unknowns and on operands.

    Places count the unknowns, then the operands, the constants, and the results of the steps.
    """

    unknowns: int
    constants: list[float]
    steps: list[tuple[Operation, list[int]]]
    residuals: list[int]

    def at(
        self,
        unknowns: Sequence[Any],
        operands: Sequence[Any],
        applied: Callable[..., Any] = apply,
    ) -> list[Any]:
        """The numbers that are to be 0; Values if there are some among what they depend on.

        ``applied(operation, *operands)`` says how it is computed with other kinds of numbers.
        """
        found = [*unknowns, *operands, *self.constants]
        for operation, places in self.steps:
            found.append(applied(operation, *[found[i] for i in places]))
        return [found[i] for i in self.residuals]

    def partials(
        self, unknowns: Sequence[Any], operands: Sequence[Any]
    ) -> tuple[list[list[Any]], list[list[Any]]]:
        """The derivatives of each of those numbers, by the unknowns and by the operands."""
        run = Run(self.at, ([*unknowns], [*operands]), {}, (0, 1))
        rows = [run.pull(x if isinstance(x, Value) else make_constant(x)) for x in run.out]
        return [row[: self.unknowns] for row in rows], [row[self.unknowns :] for row in rows]


def recorded(
    unknowns: Sequence[Value], given: Iterable[Value], residuals: Sequence[Value]
) -> tuple[Equation, list[Value]]:
    """The equation of a graph, and the Values that are its operands.

    These are those ``given``, and all that was not computed from them or from the unknowns: what
    the function closed over.
    """
    order = topological_order(*residuals)
    given = [*given]
    inside = {*unknowns, *given}
    variable: set[Value] = set()
    reached, steps = {*order}, []
    operands = [x for x in given if x in reached]
    for node in order:
        if (node.op is None and node.differentiable) or not variable.isdisjoint(node.parents):
            variable.add(node)
        if node not in inside and not inside.isdisjoint(node.parents):
            inside.add(node)
            steps.append(node)
    used = dict.fromkeys([parent for node in steps for parent in node.parents] + [*residuals])
    outside = [x for x in used if x not in inside]
    operands += [x for x in outside if x in variable]
    constants = [x for x in outside if x not in variable]
    place = {x: i for i, x in enumerate([*unknowns, *operands, *constants, *steps])}
    equation = Equation(
        len(unknowns),
        [x.data for x in constants],
        [(node.op, [place[x] for x in node.parents]) for node in steps if node.op is not None],
        [place[x] for x in residuals],
    )
    return equation, operands
