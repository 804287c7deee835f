"""Newton's method, on numbers, and what is said where it does not converge."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from autograd_lite import linalg


class ConvergenceError(ArithmeticError):
    """An iteration did not converge: how far it came, and what can be tried."""

    __module__ = "autograd_lite"


class Point(NamedTuple):
    """Unknowns, the numbers that are to be 0 there, and their derivatives, a row for each."""

    x: list[float]
    residuals: list[float]
    jacobian: list[list[float]]

    @property
    def size(self) -> float:
        """How far the residuals are from 0; infinite where something is no finite number."""
        size = math.hypot(*self.residuals)
        return size if all(map(math.isfinite, [size, *self.x])) else math.inf

    def step(self) -> list[float]:
        """Where Newton's method goes from here: infinite or nan where the matrix is singular."""
        found: list[float] = linalg.solve(self.jacobian, self.residuals).tolist()
        return [-x for x in found]


#: the equations at some unknowns
Equations = Callable[[list[float]], Point]


class Limits(NamedTuple):
    """When an iteration has converged, and when it is given up."""

    tolerance: float
    max_steps: int


def newton(equations: Equations, start: Sequence[float], limits: Limits) -> list[float]:
    """Return unknowns that meet the equations as well as rounding allows.

    A step is halved until it makes the residuals smaller. Where none does, it has converged if the
    whole step is small beside the largest number on the way; else raises ConvergenceError.
    """
    here = equations([*start])
    scale = max(map(abs, here.x), default=0.0)
    for count in range(limits.max_steps):
        if here.size == 0.0:
            return here.x
        step = here.step()
        if not all(map(math.isfinite, [here.size, *chain(*here.jacobian), *step])):
            raise _failure(
                here, count, "where it is not finite, or its derivative is 0 or singular"
            )
        there = _better(equations, here, step)
        if there is None:
            if max(map(abs, step)) <= limits.tolerance * scale:
                return here.x
            raise _failure(here, count, "and no step from there makes it smaller")
        here, scale = there, max(scale, *map(abs, there.x))
    if here.size == 0.0:
        return here.x
    raise _failure(here, limits.max_steps, "and it was still falling: max_steps may be too few")


def _better(equations: Equations, here: Point, step: Sequence[float]) -> Point | None:
    """The first point, of the whole step, its half and so on, where the residuals are smaller."""
    share = 1.0
    while True:
        x = [a + share * b for a, b in zip(here.x, step, strict=True)]
        if x == here.x:
            return None
        there = equations(x)
        if there.size < here.size:
            return there
        share *= 0.5


def bracketed(
    equations: Equations, start: float, bracket: tuple[float, float], limits: Limits
) -> float:
    """Return the one unknown of an equation whose sign differs at both ends of an interval.

    By Newton's method, and by halving where that would leave the interval or is slow.
    """
    low, high = (equations([x]) for x in bracket)
    ends = min(low.size, high.size)
    if low.residuals[0] * high.residuals[0] > 0.0 or not ends < math.inf:
        raise ValueError(
            f"bracket: f must have opposite signs at the ends, got f = {low.residuals[0]!r} at "
            f"{bracket[0]!r} and f = {high.residuals[0]!r} at {bracket[1]!r}"
        )
    left, right = bracket
    rises = low.residuals[0] < high.residuals[0]
    here, width = equations([start]), right - left
    for _ in range(limits.max_steps):
        (x,), (residual,), (step,) = here.x, here.residuals, here.step()
        left, right = (x, right) if (residual < 0.0) == rises else (left, x)
        near = limits.tolerance * max(abs(left), abs(right))
        if residual == 0.0 or abs(step) <= near or right - left <= near:
            break
        usual = x + step
        fits = left < usual < right and abs(step) <= 0.5 * width
        x_next = usual if fits else left + 0.5 * (right - left)
        here, width = equations([x_next]), abs(x_next - x)
    jump = _failure(here, limits.max_steps, "where its sign changes, but it seems to jump")
    try:
        (found,) = newton(partial(_within, equations, bracket), here.x, limits)
    except ConvergenceError:
        raise jump from None
    if equations([found]).size > ends:
        raise jump
    return found


def _within(equations: Equations, bracket: tuple[float, float], x: list[float]) -> Point:
    """The equations, or what no step leads to beyond the bracket, where they are not asked."""
    inside = bracket[0] <= x[0] <= bracket[1]
    return equations(x) if inside else Point(x, [math.inf], [[math.nan]])


def _failure(here: Point, steps: int, why: str) -> ConvergenceError:
    return ConvergenceError(
        f"f: no root was found: after {steps} steps f = {shown(here.residuals)} at "
        f"{shown(here.x)}, {why}; try a "
        "start that is nearer, or of the size that the unknown has, a bracket for one unknown, a "
        "larger tolerance, or look whether there is a root"
    )


def shown(numbers: Sequence[float]) -> str:
    """One number, or a list of several."""
    return repr(numbers[0] if len(numbers) == 1 else [*numbers])
