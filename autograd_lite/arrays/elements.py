"""NumPy's names for what is done with single numbers: rows of the table, and what is made of them.

A function here takes numbers, Values and conditions, and gives one; `ufuncs` has arrays of them.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.comparisons import truth
from autograd_lite.engine import Node
from autograd_lite.floats import real
from autograd_lite.primitives.internal import RELATIONS
from autograd_lite.primitives.numpy_names import DOUBLES, SPELLINGS
from autograd_lite.primitives.operation import TABLE

_multiply, _where = primitives.multiply.of_numbers, primitives.where.of_numbers
_abs, _maximum, _minimum = (
    row.of_numbers for row in (primitives.abs, primitives.maximum, primitives.minimum)
)
_copysign = primitives.copysign.of_numbers


def _compare(name: str, x: Any, y: Any) -> Any:
    # a number of NumPy's, as those in arrays of objects, would ask NumPy, which asks here
    numbers = [each if isinstance(each, Node) else real(each, name) for each in (x, y)]
    return RELATIONS[name](*numbers)


_equal, _unequal = partial(_compare, "equal"), partial(_compare, "not_equal")
_less, _greater = partial(_compare, "less"), partial(_compare, "greater")


def negation(x: Any) -> Any:
    """Whether it is not true."""
    condition = truth(x)
    return not condition if isinstance(condition, bool) else ~condition


def _both(x: Any, y: Any) -> Any:
    return truth(x) & truth(y)


def _either(x: Any, y: Any) -> Any:
    return truth(x) | truth(y)


def _bits(x: Any) -> Any:
    """What Python's operators on bits can join: NumPy's bool as Python's."""
    return x.item() if isinstance(x, np.generic) else x


def _fraction(x: Any) -> Any:
    # what is left of an infinite number is 0
    return _where(_equal(_abs(x), math.inf), _copysign(0.0, x), primitives.fmod.of_numbers(x, 1.0))


def _but_nan(choose: Callable[[Any, Any], Any], x: Any, y: Any) -> Any:
    chosen = _where(_unequal(y, y), x, choose(x, y))
    return _where(_unequal(x, x), y, chosen)


#: what is no row, by NumPy's names
_MADE: Final[dict[str, Callable[..., Any]]] = {
    **{name: partial(_compare, name) for name in RELATIONS},
    "positive": lambda x: x,
    "conjugate": lambda x: x,
    "fmax": partial(_but_nan, _maximum),
    "fmin": partial(_but_nan, _minimum),
    "signbit": lambda x: _less(_copysign(1.0, x), 0.0),
    "isnan": lambda x: _unequal(x, x),
    "isinf": lambda x: _equal(_abs(x), math.inf),
    "isfinite": lambda x: _less(_abs(x), math.inf),
    "logical_and": _both,
    "logical_or": _either,
    "logical_xor": lambda x, y: truth(x) ^ truth(y),
    "logical_not": negation,
    "bitwise_and": lambda x, y: _bits(x) & _bits(y),
    "bitwise_or": lambda x, y: _bits(x) | _bits(y),
    "bitwise_xor": lambda x, y: _bits(x) ^ _bits(y),
    "invert": lambda x: not x if isinstance(x, (bool, np.bool_)) else ~_bits(x),
}
_OF_ROWS = {SPELLINGS.get(name, name): row.of_numbers for name, row in (TABLE | DOUBLES).items()}
#: by NumPy's ufuncs what they do with single numbers
ELEMENTS: Final[dict[np.ufunc, Callable[..., Any]]] = {
    ufunc: function
    for name, function in (_OF_ROWS | _MADE).items()
    if isinstance(ufunc := vars(np).get(name), np.ufunc)
}
#: those that give two numbers, by one function for each
PAIRS: Final[dict[np.ufunc, tuple[Callable[..., Any], Callable[..., Any]]]] = {
    np.divmod: (primitives.floor_divide.of_numbers, primitives.remainder.of_numbers),
    np.modf: (_fraction, primitives.trunc.of_numbers),
}
