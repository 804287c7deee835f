"""The graphs of the single rows of a batch: the function itself, run on Values."""

import re
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_lite.compiler.arguments import Leaf, count_rows, describe
from autograd_lite.inputs.trees import number_of_leaves, of_objects, unflatten
from autograd_lite.labels import subscript
from autograd_lite.trace import derivatives_as_graphs
from autograd_lite.value import Constant, Value

if TYPE_CHECKING:
    from autograd_lite.compiler.calls import Call


class Row(NamedTuple):
    """What f returned for one row, and the Values that the row had instead of its own numbers."""

    result: Any
    #: each with the name of the argument, and its place in an array there
    leaves: dict[Value, Hashable]


def rows_on_values(call: "Call", differentiable: list[bool], f: Any) -> Iterator[Row]:
    """Run f on each row of a call; what rows share is the same Value for all of them.

    ``differentiable`` says for each argument whether gradients flow there.
    """
    leaves = describe(call.structures, call.names, call.axes)
    flows = [
        flow
        for structure, flow in zip(call.structures, differentiable, strict=True)
        for _ in range(number_of_leaves(structure))
    ]
    shared = [
        None if leaf.axis is not None else _values(x, leaf, flow, {})
        for x, leaf, flow in zip(call.leaves, leaves, flows, strict=True)
    ]
    for i in range(count_rows(call.leaves, leaves)):
        own: dict[Value, Hashable] = {}
        found = [
            _values(_row(x, leaf.axis, i), leaf, flow, own) if once is None else once
            for x, leaf, flow, once in zip(call.leaves, leaves, flows, shared, strict=True)
        ]
        pending = iter(found)
        with derivatives_as_graphs():
            result = f(*[unflatten(each, pending) for each in call.structures])
        yield Row(result, own)


def _row(x: Any, axis: int | None, i: int) -> Any:
    return x.take(i, axis=axis)


def _values(x: Any, leaf: Leaf, differentiable: bool, known: dict[Value, Hashable]) -> Any:
    """Values in the place of a number or of the numbers of an array, entered into ``known``."""
    kind = Value if differentiable else Constant
    label = _label(leaf.name)

    def made(number: Any, index: tuple[int, ...]) -> Value:
        places = "".join(subscript(i + 1) for i in index)
        value = number if isinstance(number, Value) else kind(number, label + places)
        known[value] = (leaf.name, *index)
        return value

    if not getattr(x, "shape", ()):
        return made(x, ())
    import numpy as np

    array = np.empty(x.shape, dtype=object)
    for index in np.ndindex(x.shape):
        array[index] = made(x[index], index)
    return of_objects(array)


def _label(name: str) -> str:
    """The argument's name, or the last key on the way to a part of it."""
    keys = re.findall(r"\['([^']+)'\]", name)
    return keys[-1] if keys else re.sub(r"\W+", "", name)
