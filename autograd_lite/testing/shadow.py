"""The graph of one run in mpmath: its true derivatives at the numbers that were recorded.

Every node is shifted by a constant, the rounding of its own operation, so that it has exactly the
number that the run recorded. So it stands on the side of every kink that the run took, and the
rounding of a value, as in sin(1e9 · x), is not charged to the gradient. No gradient rule is used:
derivatives are differences, with steps far below the smallest double.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import mpmath

from autograd_lite.primitives.operation import Operation
from autograd_lite.testing.oracle import MPMATH, STEP, digits
from autograd_lite.testing.verdict import UncheckedError
from autograd_lite.value import Value

Point = Sequence[Any]

#: Results that a node keeps: for both ends of a second difference, at rest and as a variable moves
_KEPT = 6


class Shadow:
    """The last of ``nodes``, which are in topological order, as a function of the variables."""

    def __init__(self, nodes: Sequence[Value], variables: Sequence[Value]) -> None:
        here = set(nodes)
        #: the variables that are in the graph at all
        self.variables: list[Value] = [x for x in variables if x in here]
        #: the nodes that were computed from them
        self.steps: list[Value] = []
        moving = set(self.variables)
        for node in nodes:
            if node not in moving and not moving.isdisjoint(node.parents):
                moving.add(node)
                self.steps.append(node)
        self._root, self._nodes = nodes[-1], nodes
        sizes = [abs(x.data) for x in nodes if x.data and math.isfinite(x.data)]
        self._largest = max([1.0, *sizes])
        #: how many powers of ten lie between the numbers
        self._span = math.log10(self._largest) - math.log10(min([1.0, *sizes]))
        self._known: dict[Value, Any] = {}
        self._shifts: dict[Value, Any] = {}
        self._overflown: set[Value] = set()
        #: of every node the last operands and results: most do not feel the variable that moves
        self._results: dict[Value, deque[tuple[list[Any], Any]]] = {}
        for node in self.steps:
            if node.op and not node.op.is_row:
                _check_rule(node.op, [mpmath.mpf(parent.data) for parent in node.parents])
        self._smooth = all(node.op and node.op.is_row and is_smooth(node) for node in self.steps)

    def gradient(self) -> dict[Value, Any]:
        """∂root/∂variable; None where there is none, because the slopes on both sides differ."""
        return self._slopes(lambda step, point: self._at(point), 0.0)

    def hessian_product(self, direction: Mapping[Value, float]) -> dict[Value, Any]:
        """The product of the Hessian with a direction; None for a component without one."""
        towards = [direction[x] for x in self.variables]

        def derivative(behind: int, ahead: int, step: Any, point: Point) -> Any:
            low, high = (
                self._at([x + sign * step * t for x, t in zip(point, towards, strict=True)])
                for sign in (behind, ahead)
            )
            return (high - low) / ((ahead - behind) * step)

        if self._smooth:
            return self._slopes(partial(derivative, -1, 1), 60.0)
        # Beside a kink of f the mean of its two slopes would hide that it has no derivative there.
        left, right = (
            self._slopes(partial(derivative, *sides), 60.0) for sides in ((-1, 0), (0, 1))
        )
        return {x: self._agreed(left[x], right[x]) for x in self.variables}

    def _agreed(self, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        with digits(50):
            mean, gap = (left + right) / 2, abs(right - left)
            alike = gap <= mpmath.mpf(10) ** -20 * (abs(left) + abs(right))
            # The error of a step differs on both sides; that of its square is far smaller.
            noise = mpmath.mpf(10) ** -math.ceil(self._span + 40)
            square = mpmath.mpf(10) ** -math.ceil(2.0 * self._span + 200)
            if not alike and gap > noise:
                return None
            return mean if abs(mean) > (square if alike else noise) else mpmath.mpf(0)

    def leaves_doubles(self) -> bool:
        """Whether the number of a node is 0 or infinite only because doubles end there."""
        return any(
            (node.data == 0.0 and self._shifts[node]) or node in self._overflown
            for node in self.steps
        )

    # How ------------------------------------------------------------------------------------

    def _slopes(self, function: Callable[[Any, Point], Any], finer: float) -> dict[Value, Any]:
        """The slope of function(t, …) by each variable; steps t are ``finer`` powers smaller."""
        if not self.variables:
            return {}
        with digits(50):
            steps = [self._step(x.data) for x in self.variables]
            depth = -float(mpmath.log10(min(steps)))
        needed = depth + (depth + finer if finer else 0.0) + 2 * self._span + 450
        with digits(math.ceil(needed)):
            self._anchor()
            self._results.clear()  # of another precision
            f = partial(function, mpmath.mpf(10) ** -math.ceil(depth + finer))
            point = [self._known[x] for x in self.variables]
            rounding = mpmath.mpf(10) ** -math.ceil(self._span + 400)
            return {
                x: self._slope(partial(_along, f, point, i), point[i], step, rounding)
                for i, (x, step) in enumerate(zip(self.variables, steps, strict=True))
            }

    def _step(self, x: float) -> Any:
        return (STEP * min(abs(x), 1.0) or mpmath.mpf(10) ** -400) / mpmath.mpf(self._largest)

    def _anchor(self) -> None:
        """Find the shifts, at the precision of now."""
        self._known = {node: mpmath.mpf(node.data) for node in self._nodes}
        self._shifts = dict.fromkeys(self.steps, 0)
        for node in self.steps:
            exact = self._forward(node, self._known)
            known = self._known[node]
            # What is no number here, as in a branch that was not taken, stays what it was.
            self._shifts[node] = known - exact if _is_real(exact) and _is_real(known) else None
            if _is_real(exact) and math.isinf(node.data):
                self._overflown.add(node)

    def _forward(self, node: Value, known: Mapping[Value, Any]) -> Any:
        assert node.op is not None  # noqa: S101  # it was computed
        out = _rule(node.op, [known[parent] for parent in node.parents])
        return out if _is_real(out) else mpmath.nan  # complex beyond the edge of a domain

    def _at(self, point: Point) -> Any:
        known = self._known | dict(zip(self.variables, point, strict=True))
        for node in self.steps:
            shift = self._shifts[node]
            if shift is not None:
                known[node] = self._moved(node, known) + shift
        return known[self._root]

    def _moved(self, node: Value, known: Mapping[Value, Any]) -> Any:
        operands = [known[parent] for parent in node.parents]
        results = self._results.setdefault(node, deque(maxlen=_KEPT))
        for before, result in results:
            if before == operands:
                return result
        result = self._forward(node, known)
        results.append((operands, result))
        return result

    def _slope(self, f: Callable[[Any], Any], x: Any, step: Any, rounding: Any) -> Any:
        """The slope of f at x, or None: where it jumps, bends, or becomes ever steeper."""
        here = f(x)
        left, right = _sides(f, x, here, step)
        if not _is_real(left) or not _is_real(right):
            return None  # beyond the edge of a domain
        slope = (left + right) / 2
        one = abs(right - left) <= mpmath.mpf(10) ** -20 * (abs(left) + abs(right)) + rounding
        if one and self._smooth and abs(slope) > 1e-20:
            return slope
        near_left, near_right = _sides(f, x, here, step / 10**10)
        if not _is_real(near_left) or not _is_real(near_right):
            return None
        nearer = (near_left + near_right) / 2
        if one and abs(nearer) < abs(slope) / 2:
            return mpmath.mpf(0)  # no slope, but the error of the step
        if one:
            return nearer if abs(nearer) <= 2 * abs(slope) + rounding else None
        # Where f is smooth, the sides approach each other as the step shrinks.
        if abs(near_right - near_left) > abs(right - left) / 1000:
            return None
        # Richardson: what is left of an error that goes with the step or its square is no slope.
        better = nearer + (nearer - slope) / (mpmath.mpf(10) ** 20 - 1)
        return better if abs(better) > abs(nearer - slope) / 10**9 else mpmath.mpf(0)


def _along(f: Callable[[Point], Any], point: Point, i: int, moved: Any) -> Any:
    return f([*point[:i], moved, *point[i + 1 :]])


def _sides(f: Callable[[Any], Any], x: Any, here: Any, step: Any) -> tuple[Any, Any]:
    return (here - f(x - step)) / step, (f(x + step) - here) / step


def _is_real(x: Any) -> bool:
    return isinstance(x, (int, float, mpmath.mpf)) and bool(mpmath.isfinite(x))


def is_smooth(node: Value) -> bool:
    """Whether its operation says that it is defined and smooth here."""
    operands = [parent.data for parent in node.parents]
    return node.op is None or (node.op.domain(*operands) and node.op.smooth(*operands))


def _check_rule(operation: Operation, operands: Point) -> None:
    """Raise UncheckedError if a forward rule of one's own rounds to floats, where m would not."""
    advice = (
        f"nothing was checked: mpmath cannot evaluate {operation.name}, whose forward rule "
        "computes with plain floats; write it with the functions of its first argument, as "
        "m.sin(x), and another operation of your own as other.forward(m, x)"
    )
    extent = max(abs(float(mpmath.log10(abs(x)))) if _is_real(x) and x else 0.0 for x in operands)
    with digits(math.ceil(200 + 4 * extent)):  # 1 and 1e-300 may be added
        for i, x in enumerate(operands):
            try:
                rounds = _rounds(partial(_along, partial(_rule, operation), operands, i), x)
            except (TypeError, AttributeError) as error:
                raise UncheckedError(f"{advice} ({error})") from error
            if rounds:
                raise UncheckedError(advice)


def _rule(operation: Operation, operands: Point) -> Any:
    try:
        return operation.forward(MPMATH, *operands)
    except (ArithmeticError, ValueError):
        return mpmath.nan  # a pole


def _rounds(f: Callable[[Any], Any], x: Any) -> bool:
    """Whether f has a slope at the distances of floats, on both sides, but another very near."""
    here = f(x)
    exact, *rough = (_sides(f, x, here, mpmath.mpf(10) ** -k * (abs(x) or 1)) for k in (60, 5, 7))
    if not all(_is_real(slope) for pair in (exact, *rough) for slope in pair):
        return False
    slopes = [slope for pair in rough for slope in pair]
    even = max(slopes) - min(slopes) <= abs(slopes[0]) / 1000
    return even and all(abs(slope - slopes[0]) > abs(slopes[0]) / 100 for slope in exact)
