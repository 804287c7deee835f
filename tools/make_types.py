"""The operations with the types of their calls, for type checkers: primitives/__init__.pyi.

What a row returns depends on what it is called with: numbers, Values or arrays. So it is typed as a
class of `Operation` whose call has an overload for each case; rows with the same parameters share
one. The parameters are those of the row's signature, whose annotations say which of them take a
sequence and which the index of a class; the others take an operand.
"""

from collections.abc import Iterable
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import get_origin

from autograd_lite import primitives
from autograd_lite.primitives.operation import TABLE, sequence

PATH = Path(primitives.__file__).with_suffix(".pyi")

#: what an operand may be that is one number
SCALARS = """\
_Real: TypeAlias = np.floating[Any] | np.integer[Any] | np.bool_
_Number: TypeAlias = float | _Real
_Scalar: TypeAlias = Value | _Number
"""
HEADER = f'''\
"""The operations, and the types of their calls: made from the table by ``make rules``.

A test demands that this is what the table says. The formulas stand in the modules beside this.
"""

# mypy: disable-error-code="overload-overlap"

from collections.abc import Callable, Iterable
from math import inf
from typing import Any, Protocol, SupportsIndex, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value


class _Table(Protocol):  # a Series or a DataFrame
    @property
    def to_numpy(self) -> Callable[..., Any]: ...


{SCALARS}_Floats: TypeAlias = NDArray[_Real] | list[float] | list[int] | tuple[float, ...]
_Several: TypeAlias = NDArray[_Real | np.object_] | list[Any] | tuple[Any, ...] | _Table
_Objects: TypeAlias = NDArray[np.object_] | _Table


'''
FLOATS = "NDArray[np.float64]"


def cases(parameters: list[Parameter], together: bool) -> list[str]:
    """The overloads of the call, special cases before general ones.

    ``together`` says that the operands may stand in one sequence.
    """
    places = range(len(parameters))
    if sequences := [i for i in places if takes_sequence(parameters[i])]:
        return [  # what is in an array of objects is not known
            *[case(parameters, "Any", "Any", i, "_Objects") for i in sequences],
            case(parameters, "_Number", "float"),
            case(parameters, "_Scalar", "Value"),
        ]
    if parameters[-1].kind is Parameter.VAR_POSITIONAL:
        return [*(of_sequence(parameters[0]) if together else []), *cases_of_many(*parameters)]
    return [
        *[case(parameters, "_Scalar", "Value", i, "Value") for i in places],
        case(parameters, "_Number", "float"),
        *[case(parameters, "_Number | _Floats", FLOATS, i, "_Floats") for i in places],
        *[case(parameters, "_Scalar | _Several", "NDArray[Any]", i, "_Several") for i in places],
    ]


def of_sequence(x: Parameter) -> list[str]:
    """Of all operands in a sequence."""
    kinds = [("_Objects", "Any"), ("Iterable[_Number]", "float"), ("Iterable[_Scalar]", "Value")]
    return [case([x], "", result, 0, kind) for kind, result in kinds]


def cases_of_many(x: Parameter, others: Parameter) -> list[str]:
    """Of any number of operands, the types tell of a Value among the first three."""
    y, z = x.replace(name="y"), x.replace(name="z")
    return [
        case([x, others], "_Scalar", "Value", 0, "Value"),
        case([x, y, others], "_Scalar", "Value", 1, "Value"),
        case([x, y, z, others], "_Scalar", "Value", 2, "Value"),
        case([x, others], "_Number", "float"),
        case([x, others], "_Scalar", "Value | float"),
        *[case([x, y, others], "_Number | _Floats", FLOATS, i, "_Floats") for i in range(2)],
        case([x, y, others], "_Scalar | _Several", "NDArray[Any]"),
    ]


def case(
    parameters: list[Parameter], usual: str, result: str, place: int = -1, special: str = ""
) -> str:
    """An overload in which one parameter is special: that one has to be given."""
    written = [
        each.replace(annotation=special if i == place else type_of(each, usual))
        for i, each in enumerate(parameters)
    ]
    if place < 0 or written[place].default is Parameter.empty:
        return overload(written, result)
    before = [each.replace(default=Parameter.empty) for each in written[: place + 1]]
    text = overload([*before, *written[place + 1 :]], result)
    if before[:-1] == written[:place]:
        return text
    named = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in written[place:]]
    named[0] = named[0].replace(default=Parameter.empty)
    return text + overload([*written[:place], *named], result)


def type_of(parameter: Parameter, usual: str) -> str:
    if parameter.annotation is int:
        return "SupportsIndex"
    if takes_sequence(parameter):
        return f"Iterable[{usual}]"
    return f"{usual} | None" if parameter.default is None else usual


def takes_sequence(parameter: Parameter) -> bool:
    return get_origin(parameter.annotation) is Iterable


def overload(parameters: list[Parameter], result: str) -> str:
    written = [each.replace(annotation=Words(each.annotation)) for each in parameters]
    call = str(Signature(written, return_annotation=Words(result)))
    return f"    @overload\n    def __call__(self, {call[1:]}: ...\n"


class Words(str):
    """A type in words, which a signature shows as they are."""

    def __repr__(self) -> str:
        return str(self)


def text() -> str:
    """What stands in the file."""
    classes: dict[str, str] = {}
    rows = []
    for name, operation in sorted(TABLE.items()):
        parameters = [*signature(operation).parameters.values()]
        body = "".join(cases(parameters, operation.unpack is sequence))
        title = "_Of" + "".join([each.name.title().replace("_", "") for each in parameters])
        while classes.setdefault(title, body) != body:  # of the same names with other defaults
            title += "_"
        rows.append(f'{name}: {title}\n"""{operation.summary}"""\n')
    written = [f"class {title}(Operation):\n{body}\n\n" for title, body in sorted(classes.items())]
    return f"{HEADER}__all__ = {sorted(TABLE)!r}\n\n\n{''.join(written)}{''.join(rows)}"
