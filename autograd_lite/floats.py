"""Plain Python floats: the check at the door, and IEEE 754 arithmetic that never raises.

Python's own operators raise on division by zero and on overflow, and answer a negative base
with a complex number. The functions here return what IEEE 754 and C's maths library return:
±inf for an overflow or a pole, nan for an undefined result.
"""

import math
import numbers
import reprlib
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

from autograd_lite import special

inf: Final = math.inf
nan: Final = math.nan


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
    real = thing.ndim == 0 and thing.dtype.kind in "biuf"  # bool, int, unsigned int, float
    return real and not getattr(thing, "mask", False)


def _advice(thing: object) -> str:
    """What to do with a thing that is no real number."""
    if isinstance(thing, (str, bytes)):
        return "parse the text first: float(text)"
    if isinstance(thing, numbers.Complex) and not isinstance(thing, numbers.Real):
        return "only real numbers are differentiated: pass its .real, its .imag or its abs()"
    if isinstance(thing, numbers.Number):
        return "convert it explicitly: float(number)"
    numpy = sys.modules.get("numpy")
    of_numpy = numpy is not None and isinstance(thing, (numpy.ndarray, numpy.generic))
    if hasattr(thing, "__dask_graph__"):
        return "pass its .compute(); a function that was compiled with in_axes takes it in blocks"
    if hasattr(thing, "__array__") and not of_numpy:
        return "pass np.asarray(x), an array of NumPy; a compiled function takes others too"
    if isinstance(thing, (list, tuple)):
        return (
            "make one Value for each element: [Value(x) for x in ...]; beside Values in arithmetic "
            "write an array: np.stack(x)"
        )
    if getattr(thing, "ndim", 0):
        return "make one Value for each element: [Value(x) for x in ...]"
    if getattr(thing, "mask", False):
        return "it is masked: fill the gap, or leave it out"
    if hasattr(thing, "record_operation"):
        return "it would lose its gradient here; for the number itself v.data or v.item()"
    if hasattr(thing, "item"):
        return "take its number with .item()"
    if hasattr(type(thing), "__dataclass_fields__"):
        return "pass its numbers in a dict: dataclasses.asdict(x)"
    if isinstance(thing, SimpleNamespace):
        return "pass its numbers in a dict: vars(x)"
    if isinstance(thing, Mapping) and not isinstance(thing, dict):
        return "pass a dict: dict(x)"
    if isinstance(thing, Iterable) and not isinstance(thing, dict):
        return "pass a list: list(x)"
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


def _total(
    function: Callable[..., float], poles: Mapping[float, float] = MappingProxyType({})
) -> Callable[..., float]:
    """Extend a function of `math` to every float, as IEEE 754 has it.

    An overflow is infinite with the sign of the argument; elsewhere the function has the value
    that ``poles`` give for the argument, or nan.
    """

    def extended(x: float) -> float:
        try:
            return function(x)
        except OverflowError:
            return math.copysign(inf, x)
        except ValueError:
            return poles.get(x, nan)

    return extended


exp: Final = _total(math.exp)


def _halves(x: float) -> tuple[float, float]:
    """Veltkamp's split: x as a sum of two floats of 26 bits, whose products are exact."""
    scaled = 134217729.0 * x  # 2²⁷ + 1
    high = scaled - (scaled - x)
    return high, x - high


def lost(product: float, x: float, y: float) -> float:
    """Dekker: what the rounding of x · y to ``product`` lost, exactly."""
    (a, b), (c, d) = _halves(x), _halves(y)
    return ((a * c - product) + a * d + b * c) + b * d


def where(condition: bool, x: float, y: float) -> float:
    """x where the condition holds, else y."""
    return x if condition else y


_LOG_POLE = {0.0: -inf}
_TOTAL = "cbrt atan atan2 tanh asinh hypot erf erfc"  # those of `math` that never raise
_PARTIAL = "expm1 exp2 sqrt sin cos tan asin acos sinh acosh"
_cosh = _total(math.cosh)
#: from here on every float is a whole number
_LARGEST_FRACTIONAL = 2.0**52


def _floor(x: float) -> float:
    whole = float(math.floor(x)) if abs(x) < _LARGEST_FRACTIONAL else x
    return whole or math.copysign(whole, x)


def _fmod(x: float, y: float) -> float:
    try:
        return math.fmod(x, y)
    except ValueError:
        return nan


#: what no rule makes of other functions
_SIMPLE: Final[dict[str, Callable[..., Any]]] = {
    **{name: getattr(math, name) for name in _TOTAL.split()},
    **{name: _total(getattr(math, name)) for name in _PARTIAL.split()},
    "abs": abs,
    "divide": divide,
    "power": power,
    "where": where,
    "exp": exp,
    "log": _total(math.log, _LOG_POLE),
    "log1p": _total(math.log1p, {-1.0: -inf}),
    "log2": _total(math.log2, _LOG_POLE),
    "log10": _total(math.log10, _LOG_POLE),
    "cosh": lambda x: _cosh(abs(x)),
    "atanh": _total(math.atanh, {1.0: inf, -1.0: -inf}),
    "floor": _floor,
    "fmod": _fmod,
}
#: base functions that follow from others and from ``lost``, as rules on a vocabulary
COMPOSED: Final = special.RULES
_VOCABULARY = SimpleNamespace(lost=lost, **_SIMPLE)
for _name, _rule in COMPOSED.items():
    setattr(_VOCABULARY, _name, partial(_rule, _VOCABULARY))
BASE: Final[dict[str, Callable[..., Any]]] = _SIMPLE | {
    name: getattr(_VOCABULARY, name) for name in COMPOSED
}
