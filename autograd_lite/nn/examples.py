"""The inputs of one example as Values."""

from functools import lru_cache
from typing import Any

from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items
from autograd_lite.labels import subscript
from autograd_lite.value import Value, make_constant


def as_values(inputs: Any, expected: int) -> list[Value]:
    """The inputs as Values, plain numbers as constants x₁, x₂, …"""
    if not isinstance(inputs, (list, tuple)):
        inputs = admit(inputs, "inputs")
        if getattr(inputs, "ndim", 1) > 1:
            raise ValueError(
                "inputs: one example is needed, got an array of several; call the model on each "
                "row, or its predict on all"
            )
        inputs = items("inputs", inputs, f"a sequence of {expected}")
    if len(inputs) != expected:
        raise ValueError(f"inputs: {expected} are needed, got {len(inputs)}")
    if {*map(type, inputs)} == {Value}:
        return list(inputs)
    return [
        x if isinstance(x, Value) else make_constant(x if type(x) is float else real(x, name), name)
        for x, name in zip(inputs, _input_names(expected), strict=True)
    ]


@lru_cache(maxsize=64)
def _input_names(count: int) -> list[str]:
    return [f"x{subscript(i)}" for i in range(1, count + 1)]
