"""NumPy's ufuncs with a Value, a condition or an array of them among the operands.

Python's operators work on arrays of objects where NumPy's own loop calls these: as fast as it gets.
All else is done number by number, by what `elements` has for the ufunc.
"""

import operator
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Final

import numpy as np

from autograd_lite.arrays.elements import ELEMENTS, PAIRS
from autograd_lite.arrays.reductions import PRODUCTS, Objects, along, reduction
from autograd_lite.arrays.refusals import refuse
from autograd_lite.comparisons import tracing
from autograd_lite.engine import Node
from autograd_lite.inputs.arraylike import admit
from autograd_lite.primitives.internal import RELATIONS

#: Python's operators that NumPy's loops over objects call
_OPERATORS: Final[dict[np.ufunc, Callable[..., Any]]] = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.divide: operator.truediv,
    np.power: operator.pow,
    np.negative: operator.neg,
    np.absolute: abs,
}
_RELATIONS: Final = frozenset(getattr(np, name) for name in RELATIONS)
_USUAL: Final = (np.ndarray, float)
_LOGIC: Final = (np.logical_and, np.logical_or, np.logical_xor, np.logical_not)
#: what a call may say of the memory of the result
_OF_MEMORY: Final = ("casting", "order", "subok")


def apply(
    ufunc: np.ufunc, method: str, inputs: Sequence[Any], several: bool, named: dict[str, Any]
) -> Any:
    """What NumPy asks for with ``__array_ufunc__``: a number, or a plain array."""
    options = {name: x for name, x in named.items() if name not in _OF_MEMORY}
    if ufunc in PRODUCTS and options.get("axis") == -1:
        del options["axis"]
    if ufunc.nout > 1 and options:
        raise TypeError(f"{ufunc.__name__}: Values take no {', '.join(options)} here")
    (out,) = options.pop("out", (None,))
    dtype = options.pop("dtype", None)
    kinds = "fO" + "b" * (ufunc in _LOGIC or ufunc in _RELATIONS)
    if dtype is not None and np.dtype(dtype).kind not in kinds:
        raise TypeError(f"{ufunc.__name__}: Values are floats, and so are results; got {dtype=}")
    if method != "__call__":
        return put(ufunc.__name__, _METHODS[method](ufunc, *inputs, **options), out)
    where = options.pop("where", True)
    if options or (where is not True and out is None):
        raise TypeError(f"{ufunc.__name__}: Values take no {', '.join(named)} here; use np.where")
    return put(ufunc.__name__, call(ufunc, inputs, several), out, where)


def put(name: str, found: Any, out: Any, where: Any = True) -> Any:
    """The result, which is copied into ``out`` if there is one."""
    if out is None:
        return found
    _refuse_values(name, out, plain(found, name))
    np.copyto(plain(out, name), plain(found, name), where=where, casting="unsafe")
    return out


def _refuse_values(name: str, out: Any, found: Any) -> None:
    """Raise TypeError if what is found has Values, which ``out`` cannot keep."""
    if out.dtype.kind != "O" and found.dtype.kind == "O":
        raise TypeError(
            f"{name}: the result has Values, and cannot be written into an array of {out.dtype}; "
            "write x = x + y in place of x += y, or make the array with dtype=object"
        )


def _quiet() -> np.errstate:
    """No warnings of the C library's flags, which plain floats ignore too."""
    return np.errstate(all="ignore")


def call(ufunc: np.ufunc, inputs: Sequence[Any], several: bool = True) -> Any:
    """The ufunc on numbers, or on ``several`` in arrays, with broadcasting."""
    if ufunc in PAIRS:
        pair = PAIRS[ufunc]
        if not several:
            return tuple([function(*inputs) for function in pair])
        return tuple([elementwise(function, inputs, ufunc.__name__) for function in pair])
    of_python = _OPERATORS.get(ufunc)
    function = of_python or ELEMENTS.get(ufunc)
    if function and not several:
        return function(*inputs)
    arrays = _plain(ufunc, inputs)
    if of_python and (found := _by_python(ufunc, arrays)) is not None:
        return found
    if not any(type(x) is not float and x.dtype.kind == "O" for x in arrays):
        return ufunc(*arrays)  # of what an array of Values was turned into
    if function is None:
        return _others(ufunc, arrays)
    if ufunc in _RELATIONS:
        with _quiet():
            known = tracing.get() is None
            return ufunc(*arrays) if known else settled(ufunc(*arrays, dtype=object))
    return elementwise(ELEMENTS[ufunc], arrays, ufunc.__name__)


def _by_python(ufunc: np.ufunc, arrays: list[Any]) -> Any:
    """What Python's operators make of objects; None where IEEE 754 has another result."""
    try:
        with _quiet():
            found = ufunc(*arrays)
    except (ZeroDivisionError, OverflowError):  # of plain numbers among them
        return None
    is_power = ufunc is np.power
    return None if is_power and any(type(x) is complex for x in np.ravel(found)) else found


def _others(ufunc: np.ufunc, arrays: list[Any]) -> Any:
    if ufunc in PRODUCTS:
        return PRODUCTS[ufunc](*arrays)
    if all({*kinds} <= {*"O->"} for kinds in ufunc.types):  # np.frompyfunc made it of Python
        return ufunc(*arrays)
    return refuse(ufunc)


def elementwise(function: Callable[..., Any], inputs: Sequence[Any], name: str) -> Any:
    """A function of single numbers, on numbers and arrays with broadcasting."""
    arrays = [plain(x, name) for x in inputs]
    with _quiet():
        return settled(_loop(function, len(arrays))(*arrays))


@cache
def _loop(function: Callable[..., Any], count: int) -> Any:
    return np.frompyfunc(function, count, 1)


def settled(found: Any) -> Any:
    """An array of bools or of floats if all are, else as it is."""
    if isinstance(found, np.ndarray):
        kind = type(next(found.flat, None))
        if kind in (bool, float) and all(type(x) is kind for x in found.flat):
            return found.astype(kind)
    return found


def plain(x: Any, name: str) -> Objects:
    """A number as an array without dimensions, an array of any kind as NumPy's own."""
    if isinstance(x, Node):
        array = np.empty((), dtype=object)
        array[()] = x
        return array
    return x if type(x) is np.ndarray else np.asarray(admit(x, name))


def _plain(ufunc: np.ufunc, inputs: Sequence[Any]) -> list[Any]:
    return [x if type(x) in _USUAL else plain(x, ufunc.__name__) for x in inputs]


# Other methods of ufuncs ----------------------------------------------------------------------


def _reduce(
    ufunc: np.ufunc,
    x: Any,
    axis: int | Sequence[int] | None = 0,
    keepdims: bool = False,
    initial: Any = None,
    where: Any = True,
) -> Any:
    reduced = reduction(ufunc) or refuse(ufunc)
    array = plain(x, ufunc.__name__)
    axes = axis if array.ndim else ()
    return settled(
        along(reduced, array, axes, keepdims, () if initial is None else (initial,), where)
    )


def _accumulate(ufunc: np.ufunc, x: Any, axis: int = 0) -> Any:
    function = ELEMENTS.get(ufunc) or refuse(ufunc)
    lanes = np.moveaxis(plain(x, ufunc.__name__), axis, -1)
    found = np.empty(lanes.shape, dtype=object)
    for index in np.ndindex(lanes.shape[:-1]):
        found[index] = [*accumulate(lanes[index].tolist(), function)]
    return settled(np.moveaxis(found, -1, axis))


def _outer(ufunc: np.ufunc, x: Any, y: Any) -> Any:
    left, right = _plain(ufunc, (x, y))
    return call(ufunc, (left.reshape(left.shape + (1,) * right.ndim), right))


def _in_loop(method: str) -> Callable[..., Any]:
    def run(ufunc: np.ufunc, x: Any, *others: Any, **options: Any) -> Any:
        if ufunc not in _OPERATORS:
            refuse(ufunc)
        array, *arrays = [plain(each, ufunc.__name__) for each in (x, *others)]
        if method == "at":
            _refuse_values(ufunc.__name__, array, arrays[-1])
        with _quiet():
            return getattr(ufunc, method)(array, *arrays, **options)

    return run


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "reduce": _reduce,
    "accumulate": _accumulate,
    "outer": _outer,
    "reduceat": _in_loop("reduceat"),
    "at": _in_loop("at"),
}
