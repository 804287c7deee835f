"""The methods and operators of Values with their types, for type checkers: methods.pyi."""

from inspect import Parameter, Signature, signature
from pathlib import Path

from make_types import SCALARS, Words, type_of

from autograd_lite import methods
from autograd_lite.primitives.operation import Operation

PATH = Path(methods.__file__).with_suffix(".pyi")

HEADER = f'''\
"""How Values spell the operations, with types: made from the table by ``make rules``.

A test demands that this is what the table says.
"""

# mypy: disable-error-code="misc, override, overload-overlap"

from math import inf
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from autograd_lite.engine import Operand
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value

{SCALARS}
SPELT_OTHERWISE: set[str]
NUMPY: dict[str, Operation]
METHODS: dict[str, Operation]


class Methods(Operand):
    @overload
    def __eq__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __eq__(self, other: object, /) -> bool: ...
    @overload
    def __ne__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __ne__(self, other: object, /) -> bool: ...
    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, **named: Any
    ) -> Any: ...
    def __array_function__(
        self, function: Any, types: Any, args: Any, named: Any
    ) -> Any: ...
    @staticmethod
    def array_of(objects: NDArray[Any]) -> NDArray[Any]: ...
    def conjugate(self) -> Value: ...
    def __hash__(self) -> int: ...
    def __neg__(self) -> Value: ...
    def __abs__(self) -> Value: ...
'''
OPERATORS = [
    f"{side}{name}"
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
    for side in ("", "r")
]
_PAIR = ("tuple[Value, Value]", "tuple[NDArray[Any], NDArray[Any]]")
COMPARISONS = ["lt", "le", "gt", "ge"]


def operator(name: str, number: str, array: str) -> str:
    """The overloads of an operator: of an array it makes an array."""
    cases = [("_Scalar", number), ("NDArray[Any]", array)]
    return "".join(
        f"    @overload\n    def __{name}__(self, other: {given}, /) -> {result}: ...\n"
        for given, result in cases
    )


def method(name: str, row: Operation) -> str:
    """The operation as a method: its first operand is the Value."""
    _, *others = signature(row).parameters.values()
    typed = [each.replace(annotation=Words(type_of(each, "_Scalar"))) for each in others]
    this = Parameter("self", Parameter.POSITIONAL_ONLY)
    call = Signature([this, *typed], return_annotation=Words("Value"))
    return f'    def {name}{call}:\n        """{row.summary}"""\n'


def text() -> str:
    """What stands in the file."""
    spelt = sorted((methods.METHODS | methods.NUMPY).items())
    return "".join(
        [
            HEADER,
            *[operator(name, "Value", "NDArray[Any]") for name in OPERATORS],
            *[operator(name, *_PAIR) for name in ("divmod", "rdivmod")],
            *[operator(name, "bool", "NDArray[np.bool_]") for name in COMPARISONS],
            *[method(name, row) for name, row in spelt],
        ]
    )
