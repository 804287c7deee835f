"""The second derivatives of the reference beside mpmath's."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any

import mpmath
from oracle import slope

from autograd_lite.primitives.operation import TABLE
from autograd_lite.testing.oracle import MPMATH
from matrix.cases import EDGES, SMOOTH, Formula
from matrix.reference import Reference
from matrix.units import Account, Failure, Numbers

#: for steps of 1e-60 of operands down to 1e-20, in both directions
DIGITS = 320
#: far more than rounding, far less than digits lost by cancellation; beside it one ulp of each
#: operand is allowed for, as where the derivative crosses zero
TOLERANCE = 1e-9
#: what is left of a true 0 at that many digits
NOISE = 1e-120
MODE, MOST_OPERANDS = "mpmath", 3


def points(formula: Formula) -> Iterator[Numbers]:
    """Where the operation is smooth, also near the edges of its domain."""
    operation = TABLE[formula.name.split("/")[0]]
    numbers = [x for x in SMOOTH + EDGES if x]
    for x in product(numbers, repeat=formula.count):
        if operation.domain(*x) and operation.smooth(*x):
            yield x


def check_second(formula: Formula, x: Numbers, account: Account) -> None:
    """Compare every second derivative at a point."""
    operation = TABLE[formula.name.split("/")[0]]
    forward = partial(operation.forward, MPMATH)
    reference = Reference(formula, x)
    for places in product(range(formula.count), repeat=2):
        got = reference[places].number
        with mpmath.workdps(DIGITS):
            point = list(map(mpmath.mpf, x))
            second = _along(forward, places)
            true = second(*point)
            rounded = [abs(slope(second, point, i)) * math.ulp(x[i]) for i in range(len(x))]
            allowed = TOLERANCE * abs(true) + sum(rounded)
            wrong = not abs(got - true) <= allowed + NOISE
        account.comparisons[MODE, "eager"] += 1
        if wrong:
            case = f"{formula.name} {' '.join(map(repr, x))} {MODE} eager"
            account.failures.append(Failure(case, MODE, places, got, float(true)))


def _along(f: Callable[..., Any], places: Sequence[int]) -> Callable[..., Any]:
    for place in places:
        f = partial(_slope_of, f, place)
    return f


def _slope_of(f: Callable[..., Any], place: int, *x: Any) -> Any:
    return slope(f, x, place)
