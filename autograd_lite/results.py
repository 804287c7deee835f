"""Results of several numbers, and functions of a number at each number of an array."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit, number_array
from autograd_lite.inputs.trees import as_array
from autograd_lite.value import Value, make_constant

if TYPE_CHECKING:
    from numpy.typing import NDArray


def uniform(numbers: "NDArray[Any]") -> "NDArray[Any]":
    """A float array of floats; if a Value is among the numbers, an array of Values alone."""
    found = numbers.ravel().tolist()
    if any(isinstance(x, Value) for x in found):
        found = [x if isinstance(x, Value) else make_constant(x) for x in found]
    array: NDArray[Any] = as_array(found, numbers.shape)
    return array


def at_each(function: Callable[[Any], Any], x: Any, argument: str) -> Any:
    """A function of one number, at a number or Value, or at all of an array, a table or a list."""
    x = admit(x, argument)
    if isinstance(x, Value):
        return function(x)
    if not (getattr(x, "ndim", 0) or isinstance(x, (list, tuple))):
        return function(real(x, argument))
    import numpy as np

    numbers = number_array(x, argument)
    for index, number in np.ndenumerate(numbers):
        numbers[index] = function(number)
    return uniform(numbers)
