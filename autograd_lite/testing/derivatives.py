"""The derivatives that the rules give, beside the true ones of the same graph in mpmath."""

import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from autograd_lite import calculus
from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.testing import magnitudes as sizes
from autograd_lite.testing.shadow import Shadow, is_smooth
from autograd_lite.testing.verdict import Mismatch, NoDerivativeError, worst
from autograd_lite.value import Value

#: Of numbers beyond, doubles do not hold the products of two, in second derivatives of four.
REACH = {1: 1e150, 2: 1e75}

Row = tuple[str, float, float, float]


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
        self.nodes = nodes
        self._tolerance = tolerance
        self._shadow = Shadow(nodes, variables)
        self._names = dict(zip(variables, names, strict=True))
        self._terms = sizes.magnitudes(nodes)
        self.gradient: dict[Value, float] = backpropagate(nodes[-1], 1.0)
        self._suspects: dict[int, str] = {}

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
        rows = {x: (self.gradient.get(x, 0.0), float(slope)) for x, slope in true.items()}
        rounded = partial(sizes.rounding_magnitudes, self.nodes)
        return self._compared(rows, 1, lambda: self._terms, rounded)

    def second_order(
        self, got: Mapping[Value, float], direction: Mapping[Value, float]
    ) -> Comparison:
        """Its product with a direction, beside the Hessian's."""
        found = self._shadow.hessian_product(direction)
        compared = self._compared(
            {x: (got[x], float(slope)) for x, slope in found.items() if slope is not None},
            2,
            partial(sizes.second_magnitudes, self.nodes, direction, 0.0),
            partial(sizes.second_magnitudes, self.nodes, direction, 1e-6),
        )
        bent = [self._names[x] for x, slope in found.items() if slope is None]
        if bent:
            text = f"no second derivative by {listed(bent)}: {self._why_not(2)}"
            compared.declined.append(text)
        return compared

    def suspect(self, order: int) -> str:
        """Name the operation whose own derivatives are furthest off, if one is."""
        if order not in self._suspects:
            self._suspects[order] = self._furthest_off(order)
        return self._suspects[order]

    def _furthest_off(self, order: int) -> str:
        most: tuple[float, str] = (1.0, "")
        different = {(node.op, *(p.data for p in node.parents)): node for node in self.nodes}
        for node in different.values():
            found = _alone(node, order) if node.op else None
            if found and found.wrong and not found.excess <= most[0]:
                kind = "local gradient" if order == 1 else "derivative of the local gradient"
                most = (found.excess, f"Suspected: {_call(node)}, whose {kind} towards {found}.")
        return most[1]

    # What cannot be decided -----------------------------------------------------------------

    def _compared(
        self,
        rows: Mapping[Value, tuple[float, float]],
        order: int,
        terms: Callable[[], Mapping[Value, float]],
        rounded: Callable[[], Mapping[Value, float]],
    ) -> Comparison:
        """Compare (got, true) of every variable.

        ``terms`` add up to the numbers, and rounding may leave errors as large as a small multiple
        of ``rounded``. Both take longer than to compare, and are asked for if need be.
        """
        # Rules of rules add terms that the operations have not: hence more than for the first.
        tolerance = self._tolerance * (1 if order == 1 else 1000)
        allowed = {x: tolerance * abs(true) for x, (_, true) in rows.items()}
        errors = {x: 0.0 if got == true else abs(got - true) for x, (got, true) in rows.items()}
        if any(not errors[x] <= allowed[x] for x in rows):
            for x, size in terms().items():
                if x in rows:
                    allowed[x] += tolerance * size
        found = {x: worst([(self._names[x], *rows[x], allowed[x])]) for x in rows}
        wrong = {x: mismatch for x, mismatch in found.items() if mismatch and mismatch.wrong}
        lost = rounded() if wrong else {}
        multiple = 64 * sys.float_info.epsilon if order == 1 else tolerance
        reasons = {
            x: "it is lost in the rounding of larger terms"
            if errors[x] <= multiple * lost.get(x, 0.0) < math.inf
            else self._undecided(mismatch, order)
            for x, mismatch in wrong.items()
        }
        declined = [f"{wrong[x]}: {reason}" for x, reason in reasons.items() if reason]
        decided = [(self._names[x], *rows[x], allowed[x]) for x in rows if not reasons.get(x)]
        return Comparison(len(decided), worst(decided), declined)

    def _undecided(self, mismatch: Mismatch, order: int) -> str:
        """Why a number that is off need not be wrong; "" if it is.

        Where every operation is right by itself, numbers on the way left the range of doubles, or
        operations that are at a kink, where a policy gives their slope, make up a smooth whole.
        """
        single = len(self._shadow.steps) == 1
        if not single and self.suspect(order):
            return ""
        numbers = self._numbers(order) | {abs(mismatch.expected)}
        subnormal = any(0.0 < x < sys.float_info.min for x in numbers)
        extreme = self._shadow.leaves_doubles() or any(
            x and not 1.0 / REACH[order] < x < REACH[order] for x in numbers
        )
        vanished = not sys.float_info.min <= abs(mismatch.got) < math.inf
        # the derivative of one's own rule has numbers on the way that nothing here shows
        hidden = order == 2 and not all(step.op and step.op.is_row for step in self._shadow.steps)
        if subnormal or (extreme and (vanished or hidden)):
            return "doubles do not reach there"
        if single:
            return ""
        return "doubles do not reach there" if extreme else self._kink(order)

    def _numbers(self, order: int) -> set[float]:
        """The sizes of all numbers from which the output or a derivative of it is made."""
        found = set()
        relevant = self._relevant(order)
        # the gradient of one operation is what is judged, and excuses nothing
        trusted = order == 2 or len(self._shadow.steps) > 1
        for step in relevant:
            found.add(step.data)
            pairs = zip(step.parents, step.local_gradients, strict=True)
            for i, (parent, local) in enumerate(pairs):
                if parent in relevant or len(relevant) == 1 or sizes.feels(step, i):
                    found |= {parent.data, local} if trusted else {parent.data}
        return {abs(x) for x in found if not math.isnan(x)}

    def _relevant(self, order: int) -> dict[Value, None]:
        """The nodes that the output feels: those of a branch that was not taken are left out."""
        reached = {self.nodes[-1]}
        for step in reversed(self._shadow.steps):
            if step in reached:
                second = sizes.bends(step) if order == 2 else ()
                reached.update(
                    x
                    for i, x in enumerate(step.parents)
                    if sizes.feels(step, i) or (second and any(second[i]))
                )
        return dict.fromkeys(step for step in self._shadow.steps if step in reached)

    def _kink(self, order: int) -> str:
        """Which operation has no derivative of this order; "" if all have."""
        for step in self._relevant(order):
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
    # no two alike: what depends on a difference of operands has no curvature along all ones
    direction = [1.0 / k for k in range(1, len(apart) + 1)]
    got = calculus.hvp(partial(sizes.record, node), [x.data for x in apart], direction)
    products = dict(zip(apart, got if len(apart) > 1 else [got], strict=True))
    return single.second_order(products, dict(zip(apart, direction, strict=True))).worst


def _apart(node: Value) -> tuple[list[Value], Derivatives]:
    """The operation of a node with operands of its own."""
    operands = [Value(parent.data) for parent in node.parents]
    names = [f"operand {i}" for i in range(len(operands))]
    nodes = topological_order(sizes.record(node, *operands))
    return operands, Derivatives(nodes, operands, names, 1e-9)


def _bends(node: Value, order: int) -> bool:
    """Whether an operation lacks a derivative by an operand that is no constant."""
    operands, single = _apart(node)
    shadow = Shadow(single.nodes, operands)
    along = dict.fromkeys(operands, 1.0)
    slopes = shadow.gradient() if order == 1 else shadow.hessian_product(along)
    pairs = zip(operands, node.parents, strict=True)
    return any(slopes[x] is None for x, parent in pairs if parent.differentiable)


def _call(node: Value) -> str:
    operands = (f"{p.label}={p.data!r}" if p.label else repr(p.data) for p in node.parents)
    return f"{node.op.name if node.op else ''}({', '.join(operands)})"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first three of many."""
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")
