"""Whole numbers, remainders and signs; one rounding for two operations; angles."""

import math
from dataclasses import replace
from typing import Any, Final

from autograd_lite.primitives.operation import Operation, notation, public_rows

_RADIANS, _DEGREES = math.pi / 180.0, 180.0 / math.pi

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

# Whole numbers ------------------------------------------------------------------------------


def _flat(m: Any, x: Any) -> Any:
    # the slope of what is constant between its jumps: 0, and nan at nan
    return 0.0 * m.sign(x)


def _is_fractional(x: float) -> bool:
    return x % 1.0 != 0.0


floor: Final = Operation(
    "floor", "floor(x): the largest whole number that is not above x.", "⌊x⌋",
    lambda x: rf"\lfloor {x} \rfloor",
    forward=lambda m, x: m.floor(x),
    gradients=lambda m, out, x: (_flat(m, x),),
    smooth=_is_fractional)

ceil: Final = Operation(
    "ceil", "ceil(x): the smallest whole number that is not below x.", "⌈x⌉",
    lambda x: rf"\lceil {x} \rceil",
    forward=lambda m, x: m.ceil(x),
    gradients=lambda m, out, x: (_flat(m, x),),
    smooth=_is_fractional)

trunc: Final = Operation(
    "trunc", "trunc(x): x without its fraction, rounded towards 0.", "trunc",
    notation(r"\operatorname{trunc}"),
    forward=lambda m, x: m.trunc(x),
    gradients=lambda m, out, x: (_flat(m, x),),
    smooth=_is_fractional)

rint: Final = Operation(
    "rint", "rint(x): the nearest whole number, of two the even one.", "rint",
    notation(r"\operatorname{rint}"),
    forward=lambda m, x: m.rint(x),
    gradients=lambda m, out, x: (_flat(m, x),),
    smooth=lambda x: x % 1.0 != 0.5)

# Remainders ---------------------------------------------------------------------------------


def _by_x(m: Any, out: Any, x: Any, y: Any) -> Any:
    # where it is no number, neither is its slope
    return m.where(m.abs(x) < math.inf, m.where(m.abs(y) > 0.0, 1.0, out), out)


def _by_y(m: Any, out: Any, x: Any, y: Any) -> Any:
    # out = x − n · y, whose n is this quotient but for its rounding
    return -m.rint(m.divide(x - out, y))


def _is_divisor(x: float, y: float) -> bool:
    return y < 0.0 or y > 0.0


def _jumps(x: float, y: float) -> bool:
    # beyond 2⁵³ there is a multiple of y between x and the next float
    return math.fmod(x, y) == 0.0 or _is_far(x, y)


def _is_far(x: float, y: float) -> bool:
    return math.fabs(x) >= 2.0**53 * math.fabs(y)


fmod: Final = Operation(
    "fmod", "fmod(x, y): what is left of x after whole multiples of y; it has the sign of x.",
    "fmod", notation(r"\operatorname{fmod}"),
    forward=lambda m, x, y: m.fmod(x, y),
    gradients=lambda m, out, x, y: (_by_x(m, out, x, y), _by_y(m, out, x, y)),
    domain=_is_divisor, smooth=lambda x, y: not _jumps(x, y))

remainder: Final = Operation(
    "remainder", "remainder(x, y): x − ⌊x/y⌋ · y, which is x % y; it has the sign of y.", "mod",
    notation(r"\operatorname{mod}"),
    forward=lambda m, x, y: m.remainder(x, y),
    gradients=lambda m, out, x, y: (
        _by_x(m, out, x, y), m.where(out == out, -m.floor_divide(x, y), out)),
    domain=_is_divisor, smooth=lambda x, y: not _jumps(x, y))

floor_divide: Final = Operation(
    "floor_divide", "floor_divide(x, y): ⌊x/y⌋, which is x // y.", "⌊÷⌋",
    lambda x, y: rf"\lfloor \frac{{{x}}}{{{y}}} \rfloor",
    forward=lambda m, x, y: m.floor_divide(x, y),
    gradients=lambda m, out, x, y: (_flat(m, out), _flat(m, out)),
    domain=_is_divisor, smooth=lambda x, y: not _jumps(x, y))

ieee_remainder: Final = Operation(
    "ieee_remainder",
    "ieee_remainder(x, y): x − n · y for the whole n nearest to x/y, of two the even one.", "rem",
    notation(r"\operatorname{rem}"),
    forward=lambda m, x, y: m.ieee_remainder(x, y),
    gradients=lambda m, out, x, y: (_by_x(m, out, x, y), _by_y(m, out, x, y)),
    domain=_is_divisor,
    smooth=lambda x, y: not (
        2.0 * math.fabs(math.remainder(x, y)) == math.fabs(y) or _is_far(x, y)))

# Signs --------------------------------------------------------------------------------------


def _sign_bit(m: Any, y: Any) -> Any:
    # 1 or −1; of a zero the sign of its angle, which is π or −π; nan at nan, which has no sign here
    of_zero = m.where(m.atan2(y, -1.0) < 0.0, -1.0, 1.0)
    return m.where(y < 0.0, -1.0, m.where(y > 0.0, 1.0, m.where(y >= 0.0, of_zero, y)))


copysign: Final = Operation(
    "copysign",
    "copysign(x, y): the size of x with the sign of y, of a zero y too; nan if one is nan.", "±",
    notation(r"\operatorname{copysign}"),
    forward=lambda m, x, y: m.abs(x) * _sign_bit(m, y),
    gradients=lambda m, out, x, y: (m.sign(x) * _sign_bit(m, y), _flat(m, y)),
    smooth=lambda x, y: x != 0.0 and y != 0.0)

heaviside: Final = Operation(
    "heaviside", "heaviside(x, at_0): 0 below 0, 1 above it, and at_0 at 0.", "step",
    notation(r"\operatorname{heaviside}"),
    forward=lambda m, x, at_0: m.where(
        x > 0.0, 1.0, m.where(x < 0.0, 0.0, m.where(x >= 0.0, at_0, x))),
    gradients=lambda m, out, x, at_0: (
        _flat(m, x), m.where(m.abs(x) <= 0.0, 1.0, _flat(m, x))),
    smooth=lambda x, at_0: x != 0.0)

# One rounding -------------------------------------------------------------------------------


def _sum(x: Any, y: Any) -> tuple[Any, Any]:
    # Knuth: the rounded sum, and what the rounding lost
    found = x + y
    part = found - x
    return found, (x - (found - part)) + (y - part)


def _product(m: Any, x: Any, y: Any) -> tuple[Any, Any]:
    # Dekker: the same of a product; a large factor is made smaller, for its split would overflow
    found = x * y
    by_x, by_y = (m.where(m.abs(each) > 2.0**900, 2.0**-60, 1.0) for each in (x, y))
    lost = m.lost(by_x * by_y * found, by_x * x, by_y * y)
    return found, m.divide(m.divide(lost, by_x), by_y)


def _fma(m: Any, x: Any, y: Any, z: Any) -> Any:
    # Rounded as IEEE 754 says, but where the product overflows, and below 2⁻⁹⁰⁰, where what the
    # product lost is subnormal, if not 0: there the error is an ulp at most.
    product, lost_by_product = _product(m, x, y)
    found, lost_by_sum = _sum(product, z)
    rest, beside = _sum(lost_by_product, lost_by_sum)
    nearest, half = _sum(found, rest)
    # half way between two floats, what is beside the rest decides
    other = nearest + 2.0 * half
    is_half = m.abs((other - nearest) - 2.0 * half) <= 0.0
    decided = m.where(m.sign(half) * m.sign(beside) > 0.0, other, nearest)
    once = m.where(is_half, decided, nearest)
    # not where nothing is missing, which keeps the sign of 0, nor where the sum is infinite
    missing = m.where(m.abs(rest) > 0.0, m.abs(found), math.inf)
    # a product that overflows is still less than an infinite z
    largest = m.where(m.abs(x) < math.inf, m.where(m.abs(y) < math.inf, m.abs(z), 0.0), 0.0)
    return m.where(missing < math.inf, once, m.where(largest == math.inf, z, found))


fma: Final = Operation(
    "fma", "fma(x, y, z): x · y + z, rounded once.", "×+", lambda x, y, z: rf"{x} \cdot {y} + {z}",
    forward=_fma,
    gradients=lambda m, out, x, y, z: (y, x, 1.0),
    cancellation="the product may leave the range of doubles, or what it lost")

# Angles -------------------------------------------------------------------------------------

# The factors are rounded, as those of NumPy and of math are: half an ulp more than π would cost.

deg2rad: Final = Operation(
    "deg2rad", "deg2rad(x): the radians of an angle in degrees.", "rad",
    lambda x: rf"\frac{{\pi \cdot {x}}}{{180}}",
    forward=lambda m, x: _RADIANS * x,
    gradients=lambda m, out, x: (_RADIANS,))

rad2deg: Final = Operation(
    "rad2deg", "rad2deg(x): the degrees of an angle in radians.", "deg",
    lambda x: rf"\frac{{180 \cdot {x}}}{{\pi}}",
    forward=lambda m, x: _DEGREES * x,
    gradients=lambda m, out, x: (_DEGREES,))

radians: Final = replace(
    deg2rad, name="radians", summary="radians(x): deg2rad, by its other name.")

degrees: Final = replace(
    rad2deg, name="degrees", summary="degrees(x): rad2deg, by its other name.")

# fmt: on

public_rows(globals())
