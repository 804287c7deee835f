"""Whole numbers and remainders."""

import math
from typing import Any, Final

from autograd_lite.primitives.operation import Operation, notation, public_rows

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off


def _flat(m: Any, x: Any) -> Any:
    # the slope of what is constant between its jumps: 0, and nan at nan
    return 0.0 * m.sign(x)


floor: Final = Operation(
    "floor", "floor(x): the largest whole number that is not above x.", "floor",
    notation(r"\operatorname{floor}"),
    forward=lambda m, x: m.floor(x),
    gradients=lambda m, out, x: (_flat(m, x),),
    smooth=lambda x: x % 1.0 != 0.0)


def _whole_quotient(m: Any, out: Any, x: Any, y: Any) -> Any:
    # out = x − n · y, whose n is this quotient but for its rounding
    n = m.divide(x - out, y)
    return m.floor(m.where(m.abs(n) < 2.0**51, n + 0.5, n))


fmod: Final = Operation(
    "fmod", "fmod(x, y): what is left of x after whole multiples of y; it has the sign of x.",
    "fmod", notation(r"\operatorname{fmod}"),
    forward=lambda m, x, y: m.fmod(x, y),
    gradients=lambda m, out, x, y: (
        m.where(m.abs(x) < math.inf, m.where(m.abs(y) > 0.0, 1.0, out), out),
        -_whole_quotient(m, out, x, y)),
    domain=lambda x, y: y < 0 or y > 0,
    smooth=lambda x, y: math.fmod(x, y) != 0.0)

# fmt: on

public_rows(globals())
