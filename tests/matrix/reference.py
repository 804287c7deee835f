"""What is right: eager reverse mode with every operand a Value, and how far rounding may lead."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import autograd_lite as ag
from autograd_lite import Value
from matrix import graphs
from matrix.cases import Formula

#: by which operands is differentiated, one after the other; () for the value
Along = tuple[int, ...]

#: how many ulp the two that are compared may be off in each step: a record's bound (4), and what
#: the widest back end adds (4), for both
ULPS = 16.0
EPSILON, TINIEST = 2.0**-52, 5e-324
#: what the same sum in another order, or another back end's last digit, may turn into an infinity
LARGEST = 1.79e308


class Right(NamedTuple):
    """A number, and what is known about its digits."""

    number: float
    #: what an error of one ulp in each step that leads to it adds up to
    slack: float = 0.0
    #: whether every path that counts has a finite slope: if not, sums may be undefined in another
    #: order, as inf − inf
    regular: bool = True

    def agrees(self, got: Any) -> bool:
        """Exactly where the number is nan, infinite or a zero without rounding; else nearly."""
        if not isinstance(got, float):  # as np.float64 is
            return False
        got = float(got)  # for NumPy's own would warn of inf − inf
        if abs(got - self.number) <= ULPS * self.slack:  # which is finite
            return True
        if math.isfinite(self.number) and math.isfinite(got):
            return False
        if math.isnan(self.number) or math.isnan(got):
            return math.isnan(self.number) and math.isnan(got)
        return min(abs(got), abs(self.number)) > LARGEST and (got > 0) == (self.number > 0)


class Reference:
    """The derivatives of a formula at a point, each computed when first asked for."""

    def __init__(self, formula: Formula, point: Sequence[float]) -> None:
        self._f = lambda *x: formula.apply(*x[: formula.count])
        self._leaves = list(map(Value, point))
        #: whether partial results may leave the range of doubles
        self.is_extreme = any(0.0 < abs(x) < 1e-100 or 1e100 < abs(x) < math.inf for x in point)
        self._roots: dict[Along, Any] = {}
        self._known: dict[Along | None, Right] = {None: Right(0.0)}

    @cached_property
    def is_steep(self) -> bool:
        """Whether a step has an infinite second or third derivative by one of its operands.

        Where such slopes cancel, reverse mode has added up zeros before it comes to them.
        """
        return not all(
            math.isfinite(slope)
            for step in _order(self._root(()))
            if step.op is not None
            for i in range(len(step.parents))
            for slope in _own_derivatives(step, i)
        )

    def __getitem__(self, along: Along | None) -> Right:
        if along not in self._known:
            self._known[along] = self._right(along)
        return self._known[along]

    def _root(self, along: Along) -> Any:
        """The derivative as a graph, or a number if it is constant."""
        if along not in self._roots:
            f: Callable[..., Any] = self._f
            for place in along:
                f = ag.grad(f, place)
            self._roots[along] = f(*self._leaves)
        return self._roots[along]

    def _right(self, along: Along) -> Right:
        root = self._root(along)
        number, doubt = (root.data, slack(root)) if isinstance(root, Value) else (root, 0.0)
        if not along and not isinstance(root, Value):
            doubt = EPSILON * graphs.LARGEST  # of the steps, which computed with plain numbers
        if not along:
            return Right(number, doubt)
        *before, last = along
        slope, again = self._slopes(tuple(before), last)
        regular = self[tuple(before)].regular and math.isfinite(slope) and math.isfinite(again)
        return Right(number, doubt + EPSILON * slope if regular else doubt, regular)

    def _slopes(self, along: Along, place: int) -> tuple[float, float]:
        """The sum of all paths to a derivative from an operand, followed from either end."""
        root, leaf = self._root(along), self._leaves[place]
        order = _order(root)
        return _backward(order).get(leaf, 0.0), _forward(order, leaf)


def _order(root: Any) -> list[Value]:
    return ag.topological_order(root) if isinstance(root, Value) else []


def _own_derivatives(step: Value, place: int) -> list[float]:
    """The second and the third derivative of an operation by one of its operands."""
    data = [parent.data for parent in step.parents]

    def alone(x: Value) -> Value:
        return Value.record_operation(step.op, (*data[:place], x, *data[place + 1 :]))

    second = ag.grad(ag.grad(alone))
    return [second(data[place]), ag.grad(second)(data[place])]


def slack(root: Value) -> float:
    """One ulp of every step, times the sum over all paths of the product of |local gradient|.

    What is not finite is left out: such a slope does not count where the number is finite.
    """
    order = ag.topological_order(root)
    total = 0.0
    for node, factor in _backward(order, math.isfinite).items():
        step = factor * (abs(node.data) * EPSILON + TINIEST) if node.parents else 0.0
        total += step if math.isfinite(step) else 0.0
    return total


def _times(x: float, y: float) -> float:
    """A strong zero, as in every derivative."""
    return abs(x) * abs(y) if x and y else 0.0


def _backward(
    order: list[Value], counts: Callable[[float], bool] = lambda size: True
) -> dict[Value, float]:
    """For every node the sum over the paths from the root of the product of |local gradient|."""
    sums = dict.fromkeys(order, 0.0) | dict.fromkeys(order[-1:], 1.0)
    for node in reversed(order):
        for parent, local in zip(node.parents, node.local_gradients, strict=True):
            sent = _times(sums[node], local)
            if counts(sent):
                sums[parent] += sent
    return sums


def _forward(order: list[Value], leaf: Value) -> float:
    """The same sum for the root, over the paths from a leaf, multiplied from there."""
    sums: dict[Value, float] = {}
    for node in order:
        pairs = zip(node.parents, node.local_gradients, strict=True)
        terms = [_times(sums[parent], local) for parent, local in pairs]
        sums[node] = 1.0 if node is leaf else sum(terms)
    return sums[order[-1]] if order else 0.0
