"""Symbols: what the rules of the table compute with where a program grows instead of a number."""

from collections.abc import Callable, Container
from functools import partial
from typing import Any, Final, NoReturn, Protocol

from autograd_lite import floats
from autograd_lite.primitives.internal import COMPARISONS, LOGIC, LOST
from autograd_lite.primitives.operation import Namespace, Operation, vocabulary_rows

_NAMES = ("add", "subtract", "multiply", "negative", "strong_product", *floats.BASE)
#: what no record of the table expands into anything simpler
BASE: Final[dict[str, Operation]] = {
    row.name: row
    for row in [
        *map(vocabulary_rows().__getitem__, _NAMES),
        *(*COMPARISONS.values(), *LOGIC.values(), LOST),
    ]
}

#: Powers that are products or quotients, written as the rules of the table: for the steps of a
#: program, and for the nodes of a graph that is traced, whose derivatives then follow from theirs.
POWERS: Final[dict[float | None, Callable[[Namespace, Any], Any]]] = {
    0.0: lambda m, x: 1.0,
    1.0: lambda m, x: x,
    2.0: lambda m, x: m.square(x),
    3.0: lambda m, x: m.square(x) * x,
    4.0: lambda m, x: m.square(m.square(x)),
    -1.0: lambda m, x: m.reciprocal(x),
}


class Steps(Protocol):
    """A program that grows."""

    @property
    def vocabulary(self) -> Namespace:
        """What its rules are written with."""

    def constant(self, value: float) -> int:
        """The place of a constant."""

    def step(self, op: Operation, *operands: int) -> int:
        """The place of a result."""


class Symbol:
    """A result of a growing program, for the rules of the table to compute with."""

    __slots__ = ("builder", "place")

    def __init__(self, builder: Steps, place: int) -> None:
        self.builder: Steps = builder
        self.place: int = place

    def __bool__(self) -> bool:
        raise TypeError(
            "a rule that branches on its operands cannot be compiled; "
            "write m.where(condition, x, y)"
        )

    def __float__(self) -> float:
        raise _no_number("a function of plain numbers")

    def __array_ufunc__(self, ufunc: Any, *_: Any, **__: Any) -> NoReturn:
        raise _no_number(f"np.{ufunc.__name__}")

    @staticmethod
    def record_operation(operation: Operation, operands: tuple[Any, ...]) -> Any:
        """What the rule of an operation does that another rule calls: one of the table, or own."""
        builder = next(x.builder for x in operands if isinstance(x, Symbol))
        return operation.forward(builder.vocabulary, *operands)


def _no_number(used: str) -> TypeError:
    return TypeError(
        f"a rule that calls {used} cannot be compiled; take the function from m, as m.exp is"
    )


def place_of(b: Steps, x: Any) -> int:
    """The place of a symbol, or of a constant number."""
    return x.place if isinstance(x, Symbol) else b.constant(float(x))


def _apply(b: Steps, op: Operation, *operands: Any) -> Symbol:
    return Symbol(b, b.step(op, *[place_of(b, x) for x in operands]))


def _operator(op: Operation, reflected: bool = False) -> Any:
    def apply(self: Symbol, *other: Any) -> Symbol:
        return _apply(self.builder, op, *((*other, self) if reflected else (self, *other)))

    return apply


_OPERATORS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "pow": "power",
    "neg": "negative",
    "abs": "abs",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}
for _special, _op in _OPERATORS.items():
    setattr(Symbol, f"__{_special}__", _operator(BASE[_op]))
    setattr(Symbol, f"__r{_special}__", _operator(BASE[_op], reflected=True))


def vocabulary(b: Steps, kept: Container[Operation] = BASE.values()) -> Namespace:
    """What the rules of the table are written with, for symbols of ``b``.

    Base functions that are not ``kept`` follow from others.
    """
    m = Namespace({name: partial(_apply, b, row) for name, row in BASE.items()})
    for name, rule in floats.COMPOSED.items():
        if BASE[name] not in kept:
            setattr(m, name, partial(rule, m))
    return m


def all_rows(b: Steps) -> Namespace:
    """The same in which every operation of the table is one step."""
    rows = vocabulary_rows() | {LOST.name: LOST}
    return Namespace({name: partial(_apply, b, row) for name, row in rows.items()})
