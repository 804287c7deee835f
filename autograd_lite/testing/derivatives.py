"""The derivatives that the rules give, beside the true ones of the same graph in mpmath."""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from autograd_lite import calculus
from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.operation import FLOATS, Operation
from autograd_lite.testing.shadow import Shadow, is_smooth
from autograd_lite.testing.verdict import Mismatch, worst
from autograd_lite.value import Value

#: Of numbers beyond, doubles do not hold the products of two, in second derivatives of four.
REACH = {1: 1e150, 2: 1e75}

Row = tuple[str, float, float, float]


class NoDerivativeError(ValueError):
    """f has no derivative at the arguments."""


@dataclass(frozen=True)
class Comparison:
    """Components beside their oracle."""

    #: how many could be decided
    decided: int
    worst: Mismatch | None
    declined: list[str]


class Derivatives:
    """The derivatives of one output, at the end of ``nodes``, by the variables."""

    def __init__(
        self, nodes: list[Value], variables: Sequence[Value], names: Iterable[str], tolerance: float
    ) -> None:
        self.nodes, self._tolerance = nodes, tolerance
        self._shadow = Shadow(nodes, variables)
        self._names = dict(zip(variables, names, strict=True))
        self._terms = magnitudes(nodes)
        self.gradient = backpropagate(nodes[-1], 1.0)

    @property
    def depends(self) -> bool:
        """Whether the output was computed from a variable at all."""
        return bool(self._shadow.variables)

    @property
    def largest(self) -> float:
        """The largest sum of terms that add up to a derivative."""
        return max(self._terms.get(x, 0.0) for x in self._names)

    @property
    def rounding(self) -> float:
        """A bound of the rounding errors in the output."""
        terms = sum(size * abs(node.data) for node, size in self._terms.items())
        return 64 * sys.float_info.epsilon * terms if math.isfinite(terms) else 0.0

    def first_order(self) -> Comparison:
        """The gradient; NoDerivativeError where there is none."""
        true = self._shadow.gradient()
        if not math.isfinite(self.nodes[-1].data) or None in true.values():
            raise NoDerivativeError(f"f has no derivative here: {self._why_not(1)}")
        rows = []
        for x, slope in true.items():
            allowed = self._tolerance * (self._terms.get(x, 0.0) + abs(float(slope)))
            rows.append((self._names[x], self.gradient.get(x, 0.0), float(slope), allowed))
        return self._compared(rows, 1)

    def second_order(
        self, got: Mapping[Value, float], direction: Mapping[Value, float]
    ) -> Comparison:
        """Its product with a direction, beside the Hessian's."""
        found = self._shadow.hessian_product(direction)
        true = {x: float(slope) for x, slope in found.items() if slope is not None}
        # Rules of rules add terms that the first order has not. Between arguments of other sizes
        # they compare as multiples of the arguments do; the largest stands for all.
        largest = max((abs(slope) * _size(x) for x, slope in true.items()), default=0.0)
        added = sum(self._terms.get(x, 0.0) / max(1.0, abs(x.data)) for x in self._names)
        rounded = sum(self._terms.get(x, 0.0) / _size(x) for x in self._names) * 1e-14
        rows = []
        for x, slope in true.items():
            here = max(abs(slope), largest / _size(x))
            allowed = self._tolerance * (1000 * here + added) + rounded
            rows.append((self._names[x], got[x], slope, allowed))
        compared = self._compared(rows, 2)
        bent = [self._names[x] for x, slope in found.items() if slope is None]
        if bent:
            text = f"{listed(bent)} has no second derivative: {self._why_not(2)}"
            compared.declined.append(text)
        return compared

    def suspect(self, order: int) -> str:
        """Name the operation whose own derivatives are furthest off, if one is."""
        most: tuple[float, str] = (1.0, "")
        different = {(node.op, *(p.data for p in node.parents)): node for node in self.nodes}
        for node in different.values():
            found = _alone(node, order) if node.op else None
            if found and found.wrong and not found.excess <= most[0]:
                kind = "local gradient" if order == 1 else "derivative of the local gradient"
                most = (found.excess, f"Suspected: {_call(node)}, whose {kind} towards {found}.")
        return most[1]

    # What cannot be decided -----------------------------------------------------------------

    def _compared(self, rows: Iterable[Row], order: int) -> Comparison:
        decided, declined = [], []
        for row in rows:
            mismatch = worst([row])
            reason = self._undecided(mismatch, order) if mismatch and mismatch.wrong else ""
            if reason:
                declined.append(f"{mismatch}: {reason}")
            else:
                decided.append(row)
        return Comparison(len(decided), worst(decided), declined)

    def _undecided(self, mismatch: Mismatch, order: int) -> str:
        """Why a number that is off need not be wrong; "" if it is.

        Where every operation is right by itself, numbers on the way left the range of doubles, or
        operations that are at a kink, where a policy gives their slope, make up a smooth whole.
        """
        got = mismatch.got
        vanished = not math.isfinite(got) or abs(got) < sys.float_info.min
        extreme = self._is_extreme(mismatch.expected, REACH[order])
        if extreme and vanished:
            return "doubles do not reach there"
        single = len(self._shadow.steps) == 1
        if single or self.suspect(order):
            return ""
        return "doubles do not reach there" if extreme else self._kink(order)

    def _is_extreme(self, true: float, reach: float) -> bool:
        numbers = {true}
        for step in self._relevant:
            numbers.add(step.data)
            pairs = zip(step.parents, step.local_gradients, strict=True)
            numbers |= {
                x
                for i, pair in enumerate(pairs)
                if _feels(step, i)
                for x in (pair[0].data, pair[1])
            }
        return self._shadow.leaves_doubles() or any(
            math.isinf(x) or (x and not 1 / reach < abs(x) < reach) for x in numbers if x == x
        )

    @cached_property
    def _relevant(self) -> list[Value]:
        """The nodes that the output feels: those of a branch that was not taken are left out."""
        reached = {self.nodes[-1]}
        for step in reversed(self._shadow.steps):
            if step in reached:
                reached.update(x for i, x in enumerate(step.parents) if _feels(step, i))
        return [step for step in self._shadow.steps if step in reached]

    def _kink(self, order: int) -> str:
        """Which operation has no derivative of this order; "" if all have."""
        for step in self._relevant:
            if not is_smooth(step) and step.op and _bends(step, order):
                return f"{_call(step)} is at a kink or outside the domain of {step.op.name}"
        return ""

    def _why_not(self, order: int) -> str:
        root = self.nodes[-1]
        if not math.isfinite(root.data):
            first = next((x for x in self._shadow.steps if not is_smooth(x)), root)
            return f"its value is {root.data!r}, after {_call(first)}"
        return self._kink(order) or "its slopes on both sides differ"


def _alone(node: Value, order: int) -> Mismatch | None:
    """The worst derivative of one operation at the operands that it had."""
    apart, single = _apart(node)
    try:
        found = single.first_order().worst
    except NoDerivativeError:
        return None
    if order == 1 or (found and found.wrong):
        return found
    assert node.op is not None  # noqa: S101  # it has a derivative
    ones = [1.0] * len(apart)
    got = calculus.hvp(partial(_record, node.op), [x.data for x in apart], ones)
    products = dict(zip(apart, got if len(apart) > 1 else [got], strict=True))
    return single.second_order(products, dict.fromkeys(apart, 1.0)).worst


def _apart(node: Value) -> "tuple[list[Value], Derivatives]":
    """The operation of a node with operands of its own."""
    assert node.op is not None  # noqa: S101  # it was computed
    operands = [Value(parent.data) for parent in node.parents]
    names = [f"operand {i}" for i in range(len(operands))]
    nodes = topological_order(_record(node.op, *operands))
    return operands, Derivatives(nodes, operands, names, 1e-9)


def _feels(node: Value, i: int) -> bool:
    """Whether the number of a node changes with that of its i-th parent."""
    assert node.op is not None  # noqa: S101  # it was computed
    if node.local_gradients[i]:
        return True
    operands = [parent.data for parent in node.parents]
    x = operands[i]
    moved = (0.999 * x or -1e-3, 1.001 * x or 1e-3) if math.isfinite(x) else (0.0, 1.0)
    return any(
        node.op.forward(FLOATS, *operands[:i], other, *operands[i + 1 :]) != node.data
        for other in moved
    )


def _bends(node: Value, order: int) -> bool:
    """Whether an operation lacks a derivative by an operand that is no constant."""
    operands, single = _apart(node)
    shadow = Shadow(single.nodes, operands)
    slopes = (
        shadow.gradient() if order == 1 else shadow.hessian_product(dict.fromkeys(operands, 1.0))
    )
    return any(
        slopes[x] is None
        for x, parent in zip(operands, node.parents, strict=True)
        if parent.differentiable
    )


def magnitudes(nodes: list[Value]) -> dict[Value, float]:
    """For every node the sum over all paths of the product of |local gradient|."""
    sums = {nodes[-1]: 1.0}
    for node in reversed(nodes):
        for parent, local in zip(node.parents, node.local_gradients, strict=True):
            if sums.get(node) and local:
                sums[parent] = sums.get(parent, 0.0) + sums[node] * abs(local)
    return sums


def _size(x: Value) -> float:
    return abs(x.data) or 1.0


def _record(operation: Operation, *operands: Any) -> Value:
    return Value.record_operation(operation, operands)


def _call(node: Value) -> str:
    operands = (f"{p.label}={p.data!r}" if p.label else repr(p.data) for p in node.parents)
    return f"{node.op.name if node.op else ''}({', '.join(operands)})"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first three of many."""
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")
