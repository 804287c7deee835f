"""Polynomials from their coefficients."""

from collections.abc import Iterable
from typing import Any

from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items
from autograd_lite.primitives.operation import NUMBERS
from autograd_lite.results import at_each
from autograd_lite.value import Value, make_constant


def polyval(coefficients: Iterable[Any], x: Any) -> Any:
    """Return the polynomial with these coefficients at x, at each number of an array, by Horner.

    The coefficient of the highest power comes first, as in NumPy. Both they and x may be Values.

    >>> polyval([2.0, 0.0, 1.0], 3.0), polyval([1.0, 0.0], [0.5, 2.0]).tolist()
    (19.0, [0.5, 2.0])
    """
    given = items("coefficients", admit(coefficients, "coefficients"), NUMBERS)
    numbers = [c if isinstance(c, Value) else real(c, "coefficients") for c in given]
    first, *rest = numbers or [0.0]

    def at(x: Any) -> Any:
        found = first
        for c in rest:
            found = found * x + c
        return found if isinstance(found, Value) or type(x) is float else make_constant(found)

    return at_each(at, x, "x")
