"""How Values spell the operations: Python's comparisons, and a method for each on one operand.

For an array of objects NumPy calls the method that has the name of its function. The types stand in
methods.pyi, which is made from the table by ``make rules``.
"""

from collections.abc import Callable
from functools import cache, update_wrapper
from typing import Any, NoReturn

from autograd_lite import engine
from autograd_lite.comparisons import comparison
from autograd_lite.primitives.numpy_names import DOUBLES, SPELLINGS
from autograd_lite.primitives.operation import TABLE, Operation

#: these have an operator or a builtin of their own, or no gradient to chain
SPELT_OTHERWISE = {"abs", "identity", "negative", "sign"}
#: what NumPy calls some of them, and the method on two operands that it calls
NUMPY = {spelt: TABLE[name] for name, spelt in SPELLINGS.items()}
NUMPY |= {name: TABLE[name] for name in ("fmod", "hypot")}
NUMPY |= {name: row for name, row in DOUBLES.items() if row.unary}
METHODS = {name: row for name, row in TABLE.items() if row.unary and name not in SPELT_OTHERWISE}


@cache
def _arrays() -> Any:
    from autograd_lite.arrays import array

    return array


def _refuse_bits(self: Any, other: Any) -> NoReturn:
    raise TypeError(
        "& and | join conditions, and here is a number; in (x > 0) & (x < 2) the parentheses are "
        "needed"
    )


class Methods(engine.Operand):
    """A node that can be compared, and has the operations of the table as methods."""

    __slots__ = ()

    __lt__ = comparison("less")
    __le__ = comparison("less_equal")
    __gt__ = comparison("greater")
    __ge__ = comparison("greater_equal")
    __eq__ = comparison("equal")
    __ne__ = comparison("not_equal")
    __hash__ = object.__hash__
    __and__ = __rand__ = __or__ = __ror__ = _refuse_bits

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **named: Any) -> Any:
        return _arrays().of_ufunc(ufunc, method, inputs, named)

    def __array_function__(self, function: Any, types: Any, args: Any, named: Any) -> Any:
        return _arrays().of_function(function, types, args, named)

    @staticmethod
    def array_of(objects: Any) -> Any:
        """An array of objects as one that NumPy's functions know how to work on."""
        return _arrays().wrapped(objects)

    def conjugate(self) -> Any:
        """The node itself: NumPy asks for it."""
        return self


def _method(row: Operation) -> Callable[..., Any]:
    """The operation as a method, with the parameters that it has."""
    rule, unary = engine.rule_of(row), engine.unary

    def method(self: Any) -> Any:
        return unary(rule, self)

    def method_with_more(self: Any, *others: Any, **named: Any) -> Any:
        return row(self, *others, **named)

    chosen = method if row.arity == range(1, 2) else method_with_more
    update_wrapper(chosen, row, ("__doc__",), ())
    chosen.__name__, chosen.__qualname__ = row.name, f"Value.{row.name}"
    return chosen


for _name, _row in (METHODS | NUMPY).items():
    setattr(Methods, _name, _method(_row))
for _name in ("floor", "ceil", "trunc"):  # of math, which NumPy calls for arrays of objects
    setattr(Methods, f"__{_name}__", _method(TABLE[_name]))
