"""The derivatives that the rules give, beside the true ones of the same graph in mpmath."""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograd_lite import calculus
from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.operation import Operation
from autograd_lite.testing.shadow import Shadow
from autograd_lite.testing.verdict import Mismatch, worst
from autograd_lite.value import Value

#: what doubles hold with some room: squares of other numbers are 0 or infinite
SMALLEST, LARGEST = 1e-150, 1e150

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
            raise NoDerivativeError(f"f has no derivative here: {self._why_not()}")
        return self._compare(
            (
                self._names[x],
                self.gradient.get(x, 0.0),
                float(slope),
                self._tolerance * (self._terms.get(x, 0.0) + abs(float(slope))),
            )
            for x, slope in true.items()
        )

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
        compared = self._compare(
            (
                self._names[x],
                got[x],
                slope,
                self._tolerance * (1000 * largest / _size(x) + added) + rounded,
            )
            for x, slope in true.items()
        )
        bent = [self._names[x] for x, slope in found.items() if slope is None]
        if bent:
            compared.declined.append(f"no second derivative by {listed(bent)}: {self._why_not()}")
        return compared

    def suspect(self, order: int) -> str:
        """Name the operation whose own derivatives are furthest off, if one is."""
        most: tuple[float, str] = (1.0, "")
        different = {(node.op, *(p.data for p in node.parents)): node for node in self.nodes}
        for node in different.values():
            found = self._alone(node.op, node, order) if node.op else None
            if found and found.wrong and not found.excess <= most[0]:
                kind = "local gradient" if order == 1 else "derivative of the local gradient"
                most = (found.excess, f"Suspected: {_call(node)}, whose {kind} towards {found}.")
        return most[1]

    # How ------------------------------------------------------------------------------------

    def _compare(self, rows: Iterable[Row]) -> Comparison:
        decided, declined = [], []
        for row in rows:
            name, got, true, _ = row
            if got != true and self._lost(got, true):
                declined.append(f"{name} is {got!r}, expected {true!r}: doubles do not reach there")
            else:
                decided.append(row)
        return Comparison(len(decided), worst(decided), declined)

    def _lost(self, got: float, true: float) -> bool:
        """Whether a number looks like one on whose way something left the range of doubles."""
        if math.isfinite(got) and abs(got) >= sys.float_info.min:
            return False
        steps = self._shadow.steps
        data = (x.data for step in steps for x in (step, *step.parents))
        locals_ = (x for step in steps for x in step.local_gradients)
        return self._shadow.leaves_doubles() or any(
            x and math.isfinite(x) and not SMALLEST < abs(x) < LARGEST
            for x in (true, *data, *locals_)
        )

    def _why_not(self) -> str:
        node = self._shadow.kink()
        if node is not None and node.op:
            return f"{_call(node)} is at a kink or outside the domain of {node.op.name}"
        if not math.isfinite(self.nodes[-1].data):
            return f"its value is {self.nodes[-1].data!r}"
        return "its slopes on both sides differ"

    def _alone(self, operation: Operation, node: Value, order: int) -> Mismatch | None:
        """The worst derivative of one operation at the operands that it had."""
        operands = [parent.data for parent in node.parents]
        apart = [Value(x) for x in operands]
        record = partial(_record, operation)
        names = [f"operand {i}" for i in range(len(apart))]
        single = Derivatives(topological_order(record(*apart)), apart, names, 1e-9)
        try:
            found = single.first_order().worst
        except NoDerivativeError:
            return None
        if order == 1 or (found and found.wrong):
            return found
        ones = [1.0] * len(apart)
        got = calculus.hvp(record, operands, ones)
        products = dict(zip(apart, got if len(apart) > 1 else [got], strict=True))
        return single.second_order(products, dict(zip(apart, ones, strict=True))).worst


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
