"""Plain Python floats: the check at the door, and IEEE 754 arithmetic that never raises.

Python's own operators raise on division by zero and on overflow, and answer a negative base
with a complex number. The functions here return what IEEE 754 and C's maths library return:
±inf for an overflow or a pole, nan for an undefined result.
"""

import math
import numbers
import reprlib
import sys
from collections.abc import Callable
from typing import Any

inf, nan = math.inf, math.nan


def real(number: Any, argument: str) -> float:
    """Return ``number`` as a float; ``argument`` names it in the error.

    Accepted are int, bool, float, NumPy's real scalars and arrays without dimensions. NumPy is
    looked up, not imported: if it was never loaded, ``number`` cannot come from it.

    Raises TypeError for anything else, OverflowError for an int beyond the largest double.

    >>> real(True, "data")
    1.0
    >>> real("3", "data")
    Traceback (most recent call last):
    TypeError: data: a real number is needed, got '3' (str); parse the text first: float(text)
    """
    if isinstance(number, (int, float)):
        try:
            return float(number)
        except OverflowError:
            bits = number.bit_length() if isinstance(number, int) else 0
            raise OverflowError(
                f"{argument}: an int of {bits} bits is beyond the largest double (1024 bits); "
                "scale it, or pass float('inf') if infinity is meant"
            ) from None
    if _is_numpy_real(number):
        return float(number)
    raise TypeError(
        f"{argument}: a real number is needed, got {reprlib.repr(number)} "
        f"({type(number).__name__}); {_advice(number)}"
    )


def _is_numpy_real(thing: Any) -> bool:
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(thing, (numpy.generic, numpy.ndarray)):
        return False
    return thing.ndim == 0 and thing.dtype.kind in "biuf"  # bool, int, unsigned int, float


def _advice(thing: object) -> str:
    """What to do with a thing that is no real number."""
    if isinstance(thing, (str, bytes)):
        return "parse the text first: float(text)"
    if isinstance(thing, numbers.Complex) and not isinstance(thing, numbers.Real):
        return "only real numbers are differentiated: pass its .real, its .imag or its abs()"
    if isinstance(thing, numbers.Number):
        return "convert it explicitly: float(number)"
    if getattr(thing, "ndim", 0) or isinstance(thing, (list, tuple)):
        return "make one Value for each element: [Value(x) for x in ...]"
    if hasattr(thing, "item"):
        return "take its number with .item()"
    return "pass an int, a float or a NumPy real scalar"


def divide(x: float, y: float) -> float:
    """x / y, with ±inf and nan for a zero divisor."""
    try:
        return x / y
    except ZeroDivisionError:
        return x * math.copysign(inf, y)  # 0 · inf is nan, as 0/0 is


def power(x: float, y: float) -> float:
    """x ** y as C's pow: ±inf at a pole or overflow, nan for a negative base's root."""
    try:
        return math.pow(x, y)
    except OverflowError:
        return -inf if x < 0.0 and y % 2.0 == 1.0 else inf
    except ValueError:
        if x:
            return nan
        return math.copysign(inf, x) if y % 2.0 == 1.0 else inf


def exp(x: float) -> float:
    """eˣ, with inf beyond the largest double."""
    try:
        return math.exp(x)
    except OverflowError:
        return inf


def log(x: float) -> float:
    """The natural logarithm: -inf at zero, nan below."""
    if x > 0.0:
        return math.log(x)
    return -inf if x == 0.0 else nan


def sqrt(x: float) -> float:
    """The square root, with nan for negative numbers."""
    return nan if x < 0.0 else math.sqrt(x)


def where(condition: bool, x: float, y: float) -> float:
    """x where the condition holds, else y."""
    return x if condition else y


BASE: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "divide": divide,
    "exp": exp,
    "log": log,
    "power": power,
    "sqrt": sqrt,
    "tanh": math.tanh,
    "where": where,
}
