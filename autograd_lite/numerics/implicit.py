"""Roots and fixed points, as functions of all that they depend on.

They are found by iteration, on numbers alone; then each is one node. Its gradient is that of the
implicit function theorem, from the equation f(x, θ) = 0 that holds there: ∂x/∂θ = −(∂f/∂x)⁻¹ ∂f/∂θ.
That rule is written with the node itself, and so derivatives of any order are right.
"""

import math
from collections.abc import Callable
from typing import Any

from autograd_lite import primitives
from autograd_lite.comparisons import tracing
from autograd_lite.floats import real
from autograd_lite.graph import backpropagate
from autograd_lite.inputs import checks, trees
from autograd_lite.inputs.arraylike import admit_all
from autograd_lite.modes import no_grad, set_within
from autograd_lite.numerics.equations import recorded
from autograd_lite.numerics.newton import (
    ConvergenceError,
    Limits,
    Point,
    bracketed,
    newton,
    shown,
)
from autograd_lite.numerics.solutions import Solution
from autograd_lite.trace import inside
from autograd_lite.value import Value, make_constant, node_maker, record


def root(
    f: Callable[..., Any],
    start: Any,
    *arguments: Any,
    bracket: tuple[float, float] | None = None,
    tolerance: float = 1e-9,
    max_steps: int = 1000,
) -> Any:
    """Return x with f(x, *arguments) = 0, found by Newton's method from ``start``.

    x may be several numbers, in the structure of ``start``; f returns as many. For one, a
    ``bracket`` (low, high) at whose ends f has opposite signs holds it fast. x is as precise as
    the rounding of f allows, and has converged if Newton's step from there, of which no part makes
    f smaller, is at most ``tolerance`` times the largest number on the way; else `ConvergenceError`
    says how far it came.

    It has derivatives of every order by Values among the arguments, and by those that f closes
    over; by ``start`` it has none. At a root where ∂f/∂x is 0 they are infinite or nan. How many
    steps are needed depends on the numbers: it cannot be called while a function is compiled, and
    its nodes can be drawn, explained and checked, but neither compiled nor pickled.

    >>> root(lambda x, a: x * x - a, 1.0, 9.0)
    3.0
    >>> import autograd_lite as ag
    >>> ag.grad(lambda a: root(lambda x: x * x - a, 1.0))(9.0)  # 1/(2x)
    0.16666666666666666
    """
    problem = _Problem("root", f, start, arguments)
    limits = _limits(tolerance, max_steps)
    if bracket is None:
        return problem.solution(newton(problem.point, problem.start, limits))
    low, high = _bracket(bracket, problem.start)
    return problem.solution([bracketed(problem.point, problem.start[0], (low, high), limits)])


def fixed_point(
    f: Callable[..., Any],
    start: Any,
    *arguments: Any,
    relaxation: float = 1.0,
    tolerance: float = 1e-9,
    max_steps: int = 1000,
) -> Any:
    """Return x with f(x, *arguments) = x, found by taking f again and again from ``start``.

    Each time x moves towards f(x) by the share ``relaxation``: less than 1 may tame an iteration
    that swings. Once it moves by at most ``tolerance`` times the largest number on the way,
    Newton's method makes x as precise as rounding allows. All else is as with `root`.

    >>> import autograd_lite as ag
    >>> fixed_point(ag.cos, 1.0)
    0.7390851332151607
    >>> halfway = lambda x, a: 0.5 * (x + a / x)
    >>> ag.value_and_grad(lambda a: fixed_point(halfway, 1.0, a))(9.0)
    (3.0, 0.16666666666666666)
    """
    problem = _Problem("fixed_point", f, start, arguments)
    share = checks.positive("relaxation", relaxation)
    limits = _limits(tolerance, max_steps)
    return problem.solution(newton(problem.point, _iterated(problem, share, limits), limits))


def _limits(tolerance: float, max_steps: int) -> Limits:
    return Limits(
        checks.positive("tolerance", tolerance), checks.whole_number("max_steps", max_steps, 1)
    )


def _bracket(bracket: Any, start: list[float]) -> tuple[float, float]:
    low, high = (
        checks.finite("bracket", x)
        for x in checks.pair("bracket", bracket, "a pair (low, high) of numbers")
    )
    if len(start) != 1 or not low <= start[0] <= high or not low < high:
        raise ValueError(
            f"bracket: it is for one unknown, whose start lies in it; got {bracket!r} for the "
            f"start {start if len(start) != 1 else start[0]!r}"
        )
    return low, high


def _iterated(problem: "_Problem", share: float, limits: Limits) -> list[float]:
    """Where the iteration of f has become slow."""
    x, moved, before, scale = problem.start, math.inf, math.inf, 0.0
    for count in range(limits.max_steps):
        steps = problem.moves(x)
        before, moved = moved, max(map(abs, steps), default=0.0)
        if not all(map(math.isfinite, steps)):
            raise _failure(f"after {count} steps, at {shown(x)}, f is not finite")
        scale = max([scale, *map(abs, x), *map(abs, steps)])
        if moved <= limits.tolerance * scale:
            return x
        x = [a + share * b for a, b in zip(x, steps, strict=True)]
    raise _failure(
        f"after {limits.max_steps} steps x = {shown(x)} still moves by {moved:.3g}, "
        f"{moved / before:.3g} times as far as the step before"
    )


def _failure(how_far: str) -> ConvergenceError:
    return ConvergenceError(
        f"f: no fixed point was found: {how_far}; try a smaller relaxation, a start that is "
        "nearer, more max_steps if each step is shorter than the one before, or "
        "ag.root(lambda x: f(x) - x, start), which needs no contraction"
    )


class _Problem:
    """An equation that a function states, and unknowns from which to start."""

    def __init__(
        self, name: str, f: Callable[..., Any], start: Any, arguments: tuple[Any, ...]
    ) -> None:
        trace = tracing.get()
        if trace is not None:
            trace.refuse(
                f"how many steps ag.{name} takes, which depends on the numbers (call it outside, "
                "and pass in what it finds),"
            )
        self.name, self.f = name, checks.function("f", f)
        self.like = admit_all(start, "start")
        self.start = [
            x.data if isinstance(x, Value) else real(x, "start") for x in trees.leaves(self.like)
        ]
        self.arguments = arguments
        #: the Values among the arguments, and others with the same numbers for f to work on
        self.given: dict[Value, Value] = {}
        self.renewed = [trees.map_arrays(self._renewed, x) for x in arguments]

    def _renewed(self, leaf: Any) -> Any:
        if isinstance(leaf, Value):
            return self.given.setdefault(leaf, Value(leaf.data, leaf.label))
        if getattr(getattr(leaf, "dtype", None), "kind", "") == "O":
            return trees.map_leaves(self._renewed, leaf)
        return leaf

    def _called(self, x: list[Any]) -> list[Any]:
        found = trees.leaves(admit_all(self.f(trees.rebuild(self.like, x), *self.renewed), "f"))
        if len(found) != len(x):
            raise ValueError(
                f"f: as many numbers as there are unknowns are needed, got {len(found)} for "
                f"{len(x)}"
            )
        return [y if isinstance(y, Value) else real(y, "the result of f") for y in found]

    def moves(self, x: list[float]) -> list[float]:
        """f(x) − x."""
        with set_within(inside, True), no_grad():
            found = self._called([*map(Value, x)])
        return [(y.data if isinstance(y, Value) else y) - a for a, y in zip(x, found, strict=True)]

    def _recorded(self, x: list[float]) -> tuple[list[Value], list[Value]]:
        """Unknowns, and the numbers that are to be 0."""
        unknowns = [*map(Value, x)]
        # recorded as usual in every mode: an anomaly on the way is none of the result
        with set_within(inside, True), set_within(node_maker, record):
            found = self._called(unknowns)
            if self.name == "fixed_point":
                found = [primitives.subtract(y, a) for a, y in zip(unknowns, found, strict=True)]
        return unknowns, [y if isinstance(y, Value) else make_constant(y) for y in found]

    def point(self, x: list[float]) -> Point:
        """The numbers that are to be 0, and their derivatives."""
        unknowns, residuals = self._recorded(x)
        gradients = [backpropagate(y, 1.0) for y in residuals]
        rows = [[gradient.get(a, 0.0) for a in unknowns] for gradient in gradients]
        return Point(x, [y.data for y in residuals], rows)

    def solution(self, x: list[float]) -> Any:
        """The unknowns, in the structure of the start: numbers, or nodes that depend on others."""
        unknowns, residuals = self._recorded(x)
        equation, operands = recorded(unknowns, self.given.values(), residuals)
        if not operands:
            return trees.rebuild(self.like, x)
        live = {stand_in: value for value, stand_in in self.given.items()}
        found = Solution(self.name, equation, x, [y.data for y in operands])
        nodes = found.nodes([live.get(y, y) for y in operands])
        return trees.rebuild(self.like, nodes)
