"""Functions that were wrong once, in some mode or back end, and points at which they were.

What ``make fuzz`` finds is mended and becomes an entry here, as small as it can be made.
"""

import math
from typing import Any, NamedTuple

import autograd_lite as ag
from matrix.cases import Formula, Own
from matrix.graphs import spelled

_over, _to_the = spelled("divide"), spelled("power")
_INSIDE = ag.Value(0.5).detach()
_OWN = Own(0.5)


class Found(NamedTuple):
    """A function, and points for all its arguments."""

    formula: Formula
    points: list[tuple[float, ...]]


@ag.custom_gradient(lambda m, out, x: (m.where(x < 1.0, 0.0, m.where(x > 0.0, 1.0, 0.0)),))
def ramp(m: Any, x: Any) -> Any:
    """An operation of one's own that compares inside its rules."""
    return m.where(x < 1.0, 0.0, x - 1.0)


def _without_gradient(x: Any) -> Any:
    with ag.no_grad():
        factor = ag.tanh(x)
    return factor.detach() if isinstance(factor, ag.Value) else factor


_AROUND_ZERO = [(-1.0,), (0.0,), (-0.0,), (2.0,), (-2.0,), (0.3,)]
_FUNCTIONS: dict[str, tuple[Any, list[tuple[float, ...]]]] = {
    # comparisons decided by a number that is not known
    "constant <= x": (lambda x: ag.where(ag.Constant(0.5) <= x, x, -x), [(0.5,), (0.3,), (2.0,)]),
    "detached > x": (lambda x: ag.where(x < _INSIDE, x * x, -x), [(0.5,), (0.3,), (2.0,)]),
    "own > x": (lambda x: ag.where(x < _OWN, x * x, -x), [(0.5,), (0.3,), (2.0,)]),
    "number > x": (lambda x: ag.where(x < 0.5, x * x, -x), [(0.5,), (0.3,), (2.0,)]),
    "rule that compares": (ramp, [(0.5,), (1.0,), (2.0,)]),
    # equality by identity
    "x == 1": (lambda x: ag.where(x == 1.0, 2.0 * x, x**3), [(1.0,), (2.0,)]),
    "x != y": (lambda x, y: ag.where(x != y, x * y, x**3), [(1.0, 1.0), (2.0, 1.0)]),
    "(x > 0) == True": (lambda x: ag.where((x > 0.0) == True, x * x, -x), [(1.0,), (-1.0,)]),  # noqa: E712
    # zeros that are strong in every mode
    "log or square": (lambda x: ag.where(x > 0.0, ag.log(x), x * x), _AROUND_ZERO),
    "reciprocal or x": (lambda x: ag.where(x > 0.0, _over(1.0, x), x), _AROUND_ZERO),
    "root or square": (lambda x: ag.where(x > 0.0, ag.sqrt(x), x * x), _AROUND_ZERO),
    "root of relu": (lambda x: ag.sqrt(ag.relu(x)), [(-1.0,), (2.0,)]),
    "root of clip": (lambda x: ag.sqrt(ag.clip(x, 0.0, 1.0)), [(-1.0,), (0.3,), (2.0,)]),
    "far tanh": (ag.tanh, [(1000.0,), (710.48,), (-711.0,), (19.0,)]),
    # powers, and derivatives that a compiler may know to be 0
    "x**4": (lambda x: _to_the(x, 4.0), _AROUND_ZERO),
    "x**6": (lambda x: _to_the(x, 6.0), _AROUND_ZERO),
    "x**-2": (lambda x: _to_the(x, -2.0), _AROUND_ZERO),
    "x**2": (lambda x: _to_the(x, 2.0), [*_AROUND_ZERO, (math.nan,), (5e-324,), (1e-200,)]),
    "x**3": (lambda x: _to_the(x, 3.0), [*_AROUND_ZERO, (math.nan,), (5e-324,), (1e-200,)]),
    "x**1": (lambda x: _to_the(x, 1.0), [*_AROUND_ZERO, (math.nan,), (5e-324,), (1e-200,)]),
    "x to a half": (lambda x, y: _to_the(x, y), [(-math.inf, 0.5), (-math.inf, 1.5), (-0.0, 0.5)]),
    "x**2.5": (lambda x: _to_the(x, 2.5), _AROUND_ZERO),
    "1/(x**0 - 1)": (lambda x: _over(1.0, _to_the(x, 0.0) - 1.0), _AROUND_ZERO),
    "log(-(x**0))": (lambda x: ag.log(-_to_the(x, 0.0)), _AROUND_ZERO),
    "one class": (lambda x: ag.cross_entropy([x], 0) * ag.log(x), _AROUND_ZERO),
    # what is computed without a gradient
    "no_grad": (lambda x: x * _without_gradient(x), [(0.3,), (-2.0,)]),
}
FOUND = {
    f"found/{name.replace(' ', '_')}": Found(
        Formula(f"found/{name.replace(' ', '_')}", len(points[0]), apply), points
    )
    for name, (apply, points) in _FUNCTIONS.items()
}
