"""Parameters of the incomplete functions, and the operations that are made for them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, SupportsIndex

from autograd_lite.inputs import checks
from autograd_lite.primitives.operation import Operation

#: below it slopes lose digits; above, series are long, and prefactors products of too many powers
SMALLEST, LARGEST = sys.float_info.min, 1e4


def parameter(argument: str, given: Any) -> float:
    """A number above 0 that is no Value.

    >>> parameter("a", -1.0)
    Traceback (most recent call last):
    ValueError: a: a positive number is needed, got -1.0
    """
    if hasattr(given, "record_operation"):
        raise TypeError(
            f"{argument}: the derivative by {argument} is not offered; pass a number, under "
            "ag.compile as a static argument (static_argnums)"
        )
    number = checks.positive(argument, given)
    if not SMALLEST <= number <= LARGEST:
        raise ValueError(
            f"{argument}: a number from {SMALLEST:.3g} to {LARGEST:g} is needed, got {given!r}"
        )
    return number


def written(number: float) -> str:
    """A parameter in LaTeX."""
    mantissa, _, exponent = f"{number:.6g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


@dataclass(frozen=True, eq=False, repr=False)
class OfParameters(Operation):
    """An operation that a function makes of its parameters, and is pickled as its call."""

    factory: Callable[..., Operation] = None  # type: ignore[assignment]
    parameters: tuple[float, ...] = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return self.factory, self.parameters


def applied(m: Any, operation: Operation, x: Any) -> Any:
    """An operation inside a rule: one node of a graph, or else the steps of its own rule."""
    return operation(x) if hasattr(x, "record_operation") else operation.forward(m, x)
