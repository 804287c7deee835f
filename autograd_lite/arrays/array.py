"""ValueArray: an array of objects on which NumPy's functions do what they do with numbers.

NumPy asks no element of a plain array of objects what ``np.maximum`` or ``>`` is to be, but it asks
the class of the array.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from typing import Any

import numpy as np

from autograd_lite.arrays.places import OF_NUMBERS, PLACES, look_at_numbers, numbers_of
from autograd_lite.engine import Node
from autograd_lite.floats import real
from autograd_lite.namesakes import NO_NUMBER


@cache
def _ufuncs() -> Any:
    from autograd_lite.arrays import ufuncs  # when NumPy asks for one

    return ufuncs


class ValueArray(np.ndarray[Any, Any]):
    """An array of Values: what functions are given for an array, and what NumPy makes of Values.

    >>> import autograd_lite as ag
    >>> type(np.array([1.0, 2.0]) * ag.Value(3.0)).__name__
    'ValueArray'
    """

    __slots__ = ()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **named: Any) -> Any:
        return of_ufunc(ufunc, method, inputs, named)

    def __array_function__(
        self,
        function: Callable[..., Any],
        types: Iterable[type],
        args: Iterable[Any],
        named: Mapping[str, Any],
    ) -> Any:
        return of_function(function, types, args, named)

    def dot(self, *args: Any, **named: Any) -> Any:
        """np.dot."""
        return of_function(np.dot, (), (self, *args), named)

    def clip(self, min: Any = None, max: Any = None, out: Any = None, **named: Any) -> Any:
        """np.clip."""
        return of_function(np.clip, (), (self, min, max, out), named)

    def round(self, *args: Any, **named: Any) -> Any:
        """np.round."""
        return of_function(np.round, (), (self, *args), named)

    def mean(self, *args: Any, **named: Any) -> Any:
        """np.mean."""
        return of_function(np.mean, (), (self, *args), named)


def _finder(name: str) -> Callable[..., Any]:
    inherited = getattr(np.ndarray, name)

    def find(self: Any, *args: Any, **named: Any) -> Any:
        look_at_numbers(name)
        return inherited(numbers_of(self) if name in OF_NUMBERS else self, *args, **named)

    find.__name__, find.__doc__ = name, "NumPy's own, where the numbers are known."
    return find


def _in_place(name: str) -> Callable[..., Any]:
    function = getattr(np, name)

    def change(self: Any, *args: Any, **named: Any) -> None:
        self[...] = of_function(function, (), (self.view(np.ndarray), *args), named)

    change.__name__, change.__doc__ = name, f"np.{name}, in place."
    return change


for _name in PLACES & vars(np.ndarray).keys():
    setattr(ValueArray, _name, _finder(_name))
for _name in ("partition", "sort"):
    setattr(ValueArray, _name, _in_place(_name))


def wrapped(found: Any) -> Any:
    """An array of objects as a `ValueArray`, a Value in one without dimensions as itself."""
    if isinstance(found, np.ndarray):
        if found.dtype.kind != "O":
            return found.view(np.ndarray)
        if not found.ndim and isinstance(found.item(), Node):
            return found.item()
        return found.view(ValueArray)
    if isinstance(found, (list, tuple)) and not hasattr(found, "_fields"):
        return type(found)(map(wrapped, found))
    return found


def of_ufunc(ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Answer ``__array_ufunc__``; NotImplemented if another's array knows better."""
    several, given = False, []
    for x in inputs:
        sort = _sort_of(type(x))  # type: ignore[arg-type]  # mypy doubts that types have a hash
        if sort == ARRAY:
            if x.ndim:
                x, several = x.view(np.ndarray), True
            else:
                x = x.item()
        elif sort == NUMPYS:  # it would ask NumPy, which asks here
            x = x.item() if isinstance(x, np.bool_) else real(x, ufunc.__name__)
        elif sort == OTHERS:
            several = True
        elif sort == WITH_PROTOCOL:
            return _of_column(ufunc, method, inputs, named)
        given.append(x)
    try:
        if method == "__call__" and not named:
            return wrapped(_ufuncs().call(ufunc, given, several))
        found = _ufuncs().apply(ufunc, method, given, several, named)
    except TypeError as error:
        from autograd_lite.arrays.refusals import refuse_in_scipy

        refuse_in_scipy(error)
        raise
    return found if named.get("out") else wrapped(found)


def _of_column(ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Leave it to whose protocol it is. A Series of pandas takes an array, and no Value by itself:
    so that comes back as one.
    """
    sorts = map(_sort_of, map(type, inputs))
    with_protocol = [x for x, sort in zip(inputs, sorts, strict=True) if sort == WITH_PROTOCOL]
    columns = all(hasattr(x, "to_numpy") and x.ndim == 1 for x in with_protocol)
    if not columns or not any(isinstance(x, Node) for x in inputs):
        return NotImplemented
    return getattr(ufunc, method)(*map(_as_array, inputs), **named)


#: what an operand is: a number, one of NumPy's, an array, what else is taken for several numbers,
#: or what has a protocol of its own
NUMBER, NUMPYS, ARRAY, OTHERS, WITH_PROTOCOL = range(5)


@lru_cache
def _sort_of(kind: type) -> int:
    if issubclass(kind, (np.number, np.bool_)):
        return NUMPYS
    if issubclass(kind, (Node, int, float)):
        return NUMBER
    if kind is np.ndarray or issubclass(kind, ValueArray):
        return ARRAY
    known = (None, np.ndarray.__array_ufunc__)
    return OTHERS if getattr(kind, "__array_ufunc__", None) in known else WITH_PROTOCOL


_NUMPY = np.empty(0)
#: whose own code does not know what one number of an array of objects may be
_OF_SEVERAL = frozenset([np.var, np.std])


def of_function(
    function: Callable[..., Any],
    types: Iterable[type],
    args: Iterable[Any],
    named: Mapping[str, Any],
) -> Any:
    """Answer ``__array_function__``; NotImplemented if another's array knows better."""
    if not all(issubclass(kind, (Node, np.ndarray)) for kind in types):
        return NotImplemented
    from autograd_lite.arrays.functions import HANDLED  # with all rooms, when NumPy asks for one

    handled = HANDLED.get(function)
    if handled is None:
        handled = partial(_numpys_own, function)
    try:
        return wrapped(handled(*args, **named))
    except (AttributeError, TypeError) as error:
        if isinstance(error, TypeError) and not str(error).startswith(_OF_OBJECTS):
            raise
        from autograd_lite.arrays.refusals import refusal

        raise refusal(function) from error


def _numpys_own(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    as_array: Callable[[Any], Any] = _as_array
    if function.__name__ in PLACES:
        look_at_numbers(function.__name__)
        as_array = numbers_of if function.__name__ in OF_NUMBERS else _as_plain
    elif function in _OF_SEVERAL:
        as_array = _as_several
    by_name = {name: as_array(x) for name, x in named.items()}
    return _NUMPY.__array_function__(function, (), tuple(map(as_array, args)), by_name)


#: how NumPy begins to say that it cannot work on objects, and a Value that it is no plain number
_OF_OBJECTS = ("Cannot cast", "ufunc '", "loop of ufunc", NO_NUMBER)


def _as_plain(x: Any) -> Any:
    return _ufuncs().plain(x, "") if isinstance(x, (Node, ValueArray)) else x


def _as_several(x: Any) -> Any:
    return np.atleast_1d(_as_array(x)) if isinstance(x, (Node, ValueArray)) else x


def _as_array(x: Any) -> Any:
    return _ufuncs().plain(x, "").view(ValueArray) if isinstance(x, Node) else x
