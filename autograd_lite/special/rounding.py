"""Whole numbers and remainders, made of ``floor`` and ``fmod``."""

import math
from collections.abc import Callable
from typing import Any, Final


def _trunc(m: Any, x: Any) -> Any:
    return m.where(x < 0.0, -m.floor(-x), m.floor(x))


def _rint(m: Any, x: Any) -> Any:
    size = m.abs(x)
    low = m.floor(size)
    rest, odd = size - low, low - 2.0 * m.floor(0.5 * low)
    found = low + m.where(rest < 0.5, 0.0, m.where(rest > 0.5, 1.0, odd))
    nearest = m.where(size < math.inf, found, size)
    return m.where(x < 0.0, -nearest, m.where(x > 0.0, nearest, x))  # a zero keeps its sign


def _is_opposite(m: Any, rest: Any, y: Any) -> Any:
    # 1 for a rest on the other side of 0 than y, else 0
    return m.where(y < 0.0, m.where(rest > 0.0, 1.0, 0.0), m.where(rest < 0.0, 1.0, 0.0))


def _remainder(m: Any, x: Any, y: Any) -> Any:
    rest = m.fmod(x, y)
    moved = m.where(_is_opposite(m, rest, y) > 0.0, rest + y, rest)
    return m.where(m.abs(rest) > 0.0, moved, m.where(y < 0.0, -m.abs(rest), m.abs(rest)))


def _floor_divide(m: Any, x: Any, y: Any) -> Any:
    rest, ratio = m.fmod(x, y), m.divide(x, y)
    # a whole number but for its rounding, which Python and NumPy take back as here
    quotient = m.divide(x - rest, y) - _is_opposite(m, rest, y)
    low = m.floor(quotient)
    found = low + m.where(quotient - low > 0.5, 1.0, 0.0)
    signed = m.where(m.abs(found) <= 0.0, 0.0 * ratio, found)
    return m.where(m.abs(y) > 0.0, signed, ratio)


def _ieee_remainder(m: Any, x: Any, y: Any) -> Any:
    dividend, divisor = m.abs(x), m.abs(y)
    above = m.fmod(dividend, divisor)
    below = divisor - above
    # of two multiples that are as near the even one: where that of 2y leaves no more than y
    even = m.where(m.fmod(dividend, 2.0 * divisor) < divisor, above, -below)
    nearest = m.where(above < below, above, m.where(above > below, -below, even))
    return m.where(x < 0.0, -nearest, m.where(x > 0.0, nearest, m.fmod(x, y)))


RULES: Final[dict[str, Callable[..., Any]]] = {
    "ceil": lambda m, x: -m.floor(-x),
    "trunc": _trunc,
    "rint": _rint,
    "remainder": _remainder,
    "floor_divide": _floor_divide,
    "ieee_remainder": _ieee_remainder,
}
