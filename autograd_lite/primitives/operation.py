"""The record of one operation, the table of all, and the vocabulary in which rules are written."""

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from operator import index
from types import SimpleNamespace
from typing import Any, ClassVar, SupportsIndex

from autograd_lite import floats
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items, shown
from autograd_lite.inputs.lookup import in_module
from autograd_lite.inputs.trees import of_objects
from autograd_lite.system.lazy import lazy


class _Signature:
    """What `inspect.signature` finds of a row: the parameters of a call, not those of the class."""

    def __get__(self, row: "Operation | None", kind: type) -> inspect.Signature:
        if row is None:
            raise AttributeError("__signature__")
        given = list(inspect.signature(row.unpack).parameters.values())
        if given[0].kind is given[0].VAR_POSITIONAL:  # operands as they come
            _, *given = inspect.signature(row.forward).parameters.values()
            given = [_unnamed(each) for each in given]
        return inspect.Signature(given)


def _unnamed(operand: inspect.Parameter) -> inspect.Parameter:
    several = operand.kind is operand.VAR_POSITIONAL
    kind = operand.kind if several else operand.POSITIONAL_ONLY
    return operand.replace(kind=kind, annotation=operand.empty)


@dataclass(frozen=True, eq=False, repr=False)
class Operation:
    """One row of the table; calling it applies the operation.

    An operand may be a number, a Value, or an array or list of these (then elementwise).

    >>> from autograd_lite import exp
    >>> exp(0.0), exp.symbol, exp.latex("x")
    (1.0, 'exp', 'e^{x}')
    """

    __module__ = "autograd_lite"

    name: str
    summary: str
    #: what a diagram writes into the node
    symbol: str
    #: latex(*names of the operands) -> formula
    latex: Callable[..., str]
    #: forward(m, *operands) -> out
    forward: Callable[..., Any]
    #: gradients(m, out, *operands) -> (∂out/∂operand, ...)
    gradients: Callable[..., tuple[Any, ...]]
    #: domain(*operands): is it defined here?
    domain: Callable[..., bool] = lambda *operands: True
    #: smooth(*operands): is it differentiable here, inside its domain?
    smooth: Callable[..., bool] = lambda *operands: True
    #: unpack(*arguments of a call) -> the flat tuple of operands
    unpack: Callable[..., tuple[Any, ...]] = lambda *operands: operands
    #: the largest error of the value, of each local gradient and of each second derivative, in ulp
    #: of the true one, wherever that is a normal double
    ulps: float = 4.0
    #: if only backward stability can be had, why: the rounding of the operands is then allowed for
    cancellation: str = ""
    #: if that holds for second derivatives alone, why
    crossing: str = ""

    __signature__: ClassVar[_Signature] = _Signature()

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", self.summary)

    def __repr__(self) -> str:
        return f"<operation {self.name}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis asks this in its examples, and otherwise prints the whole record."""
        printer.text(repr(self))

    def __copy__(self) -> "Operation":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Operation":
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if self.is_row or INTERNAL.get(self.name) is self:
            return _row, (self.name,)
        if index(protocol) < 4:  # these know no names with dots
            return self.envelope.__qualname__.removesuffix(_ENVELOPE)
        return _own, (self.envelope,)

    @lazy
    def envelope(self) -> Callable[[], None]:
        """What stands for an operation of a user's own in a pickle.

        A function: plain pickle finds it by the operation's name, and who pickles functions by
        their code, as cloudpickle does those of a script, takes the whole record along.
        """

        def function() -> None:
            """Is never called."""

        here = getattr(sys.modules.get(self.__module__), "__dict__", {})
        names = [name for name, x in [*here.items()] if x is self]
        names.append(getattr(self.forward, "__qualname__", self.name))
        known = in_module(self.__module__, names[0]) is self
        function.__module__ = self.__module__
        function.__qualname__ = names[0] + _ENVELOPE if known else f"{self.name} ({_ADVICE})"
        record = {field: getattr(self, field.name) for field in fields(self)}
        given = {field.name: x for field, x in record.items() if x is not field.default}
        vars(function)["record"] = given
        return function

    @property
    def __name__(self) -> str:
        """What it is called, as every function says."""
        return self.name

    @property
    def is_row(self) -> bool:
        """Whether it is in the table, and not one of a user's own."""
        return TABLE.get(self.name) is self

    @lazy
    def arity(self) -> range:
        """The numbers of operands it takes, read off the signature of ``forward``."""
        _, *operands = inspect.signature(self.forward).parameters.values()
        required = len([x for x in operands if x.kind is not x.VAR_POSITIONAL])
        return range(required, required + 1 if required == len(operands) else sys.maxsize)

    @lazy
    def unary(self) -> bool:
        """Whether it can be called with one operand, any others having defaults."""
        _, *others = inspect.signature(self.unpack).parameters.values()
        return self.arity == range(1, 2) or (
            len(others) > 0 and all(each.default is not each.empty for each in others)
        )

    @lazy
    def _takes_one(self) -> bool:
        return self.arity == range(1, 2) and self.unpack is Operation.unpack

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Apply the operation, as its summary says."""
        if self._takes_one and len(arguments) == 1 and not named:  # in half of the time
            record = getattr(type(arguments[0]), "record_operation", None)
            if record is not None:
                return record(self, arguments)
        try:
            operands = self.unpack(*arguments, **named)
        except TypeError as error:
            problem = self._misfit(arguments, named) or error
            raise TypeError(f"{problem}; the call is {self.summary}") from None
        if len(operands) not in self.arity:
            raise TypeError(
                f"{self.name}: got {len(operands)} operands; the call is {self.summary}"
            )
        kinds = {*map(type, operands)}
        recorders: list[Any] = [getattr(kind, "record_operation", None) for kind in kinds]
        if recorders and all(recorders):
            return recorders[0](self, operands)
        if any(map(_is_several, operands)):
            return _elementwise(self, operands, together=len(arguments) == 1)
        return self.of_numbers(*operands)

    def of_numbers(self, *operands: Any) -> Any:
        """The operation on numbers and Values, one for each operand."""
        for x in operands:
            if record := getattr(type(x), "record_operation", None):
                return record(self, operands)
        out = self.forward(FLOATS, *[floats.real(x, self.name) for x in operands])
        return out if type(out) is float else floats.real(out, f"the rule of {self.name}")

    def _misfit(self, arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
        """What is wrong with the number or the names of the arguments of a call, if they are."""
        try:
            inspect.signature(self.unpack).bind(*arguments, **named)
        except TypeError as error:
            return f"{self.name}: {error}"
        return ""


def _is_several(x: Any) -> bool:
    """Whether an operand holds several numbers: an array, a list, or a table."""
    kind = type(x)
    if kind is float or kind is int:
        return False
    return bool(getattr(x, "ndim", 0)) or isinstance(x, (list, tuple)) or hasattr(x, "to_numpy")


def _elementwise(operation: Operation, operands: tuple[Any, ...], together: bool) -> Any:
    """Apply to arrays with broadcasting; a float array unless a Value is among the results.

    ``together`` says that there was one argument, which may have held all operands.
    """
    import numpy as np

    if len(operands) == 1 and len(operation.arity) > 1 and operation.unpack is not sequence:
        raise TypeError(
            f"{operation.name}: its operands are given one by one, got {shown(operands[0])}; "
            f"write {operation.name}(*xs)"
        )
    if (together and operation.unpack is sequence) or not _is_flat(operation, operands):
        nested = next(x for x in operands if _is_several(x))
        raise TypeError(
            f"{operation.name}: numbers are needed, got {shown(nested)} among them; the call is "
            f"{operation.summary}"
        )
    try:
        arrays = [np.asarray(admit(x, operation.name)) for x in operands]
        np.broadcast_shapes(*[array.shape for array in arrays])
    except ValueError as error:  # lists of several lengths, or arrays that do not fit
        raise ValueError(f"{operation.name}: {error}") from None
    with np.errstate(all="ignore"):  # of the C library's flags, which plain floats ignore too
        result = np.frompyfunc(operation.of_numbers, len(operands), 1)(*arrays)
    return (
        result.astype(float) if all(type(x) is float for x in result.flat) else of_objects(result)
    )


def _is_flat(operation: Operation, operands: tuple[Any, ...]) -> bool:
    """Whether a call takes its operands one by one, and none of them in a sequence."""
    try:
        pairs = zip(operation.unpack(*operands), operands, strict=True)
        return all(x is y for x, y in pairs)
    except (TypeError, ValueError):
        return False


class Namespace(SimpleNamespace):
    """The vocabulary ``m`` of the rules, for one kind of number.

    ``base`` brings the functions that have no rule in terms of others (`floats.BASE` names
    them); every other operation of the table follows from its record.
    """

    def __init__(self, base: Mapping[str, Callable[..., Any]]) -> None:
        if missing := sorted(floats.BASE.keys() - base.keys()):
            raise TypeError(f"a namespace needs these base functions too: {', '.join(missing)}")
        super().__init__(**base)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in TABLE and name not in INTERNAL:
            raise AttributeError(f"the table has no operation {name!r}")
        rule = partial(_row(name).forward, self)
        setattr(self, name, rule)  # found at once the next time
        return rule


#: every operation by its name; the modules of `autograd_lite.primitives` fill it
TABLE: dict[str, Operation] = {}
#: those that nobody calls by their names; `autograd_lite.primitives.internal` fills it
INTERNAL: dict[str, Operation] = {}
FLOATS = Namespace(floats.BASE)


def public_rows(module: dict[str, Any]) -> None:
    """Enter the operations of a module into the table, and make them what a star import takes.

    Type checkers cannot follow a computed ``__all__``, and so still see every name.
    """
    rows = {name: row for name, row in module.items() if isinstance(row, Operation)}
    module["__all__"] = sorted(rows)
    TABLE.update(rows)


#: how the names of envelopes end, and what stands there where an operation has none
_ENVELOPE = ".envelope"
_ADVICE = "pickle finds operations by names in a module; cloudpickle needs none"


def _own(envelope: Any) -> Operation:
    """The operation of an envelope: that which has the name, or one made of the record."""
    found = in_module(envelope.__module__, envelope.__qualname__.removesuffix(_ENVELOPE))
    if isinstance(found, Operation) and found.envelope is envelope:
        return found
    operation = Operation(**envelope.record)
    vars(operation).update(__module__=envelope.__module__, envelope=envelope)
    return operation


def _row(name: str) -> Operation:
    return TABLE.get(name) or INTERNAL[name]


def vocabulary_rows() -> dict[str, Operation]:
    """The rows that rules are written with: the table, and internal ones of base functions."""
    return TABLE | {name: INTERNAL[name] for name in floats.BASE if name not in TABLE}


def notation(command: str) -> Callable[..., str]:
    """The LaTeX of a function: the command, and the operands in parentheses."""
    return lambda *x: f"{command}({', '.join(x)})"


def sequence(x: Any, /, *others: Any) -> tuple[Any, ...]:
    """Operands side by side, or those in one sequence or array of any shape, as `max` has it."""
    single = others or isinstance(x, (int, float)) or hasattr(x, "record_operation")
    return (x, *others) if single else numbers_in(x)


def numbers_in(xs: Iterable[Any]) -> tuple[Any, ...]:
    """The numbers of a sequence or of an array of any shape, as operands."""
    if isinstance(xs, (list, tuple)):
        return tuple(xs)
    given = admit(xs, "xs")
    return tuple(given.flat if hasattr(given, "flat") else items("xs", given, NUMBERS))


#: what an error says of an operand that is no sequence
NUMBERS = "a sequence of numbers"
