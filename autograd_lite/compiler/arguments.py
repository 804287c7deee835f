"""Arguments and results of compiled functions: nested structures of numbers and arrays."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from autograd_lite.compiler.tracer import OpenTrace
from autograd_lite.floats import real
from autograd_lite.inputs import checks
from autograd_lite.inputs.trees import Structure, is_leaf, of_objects, paths_of

#: an axis or None for all arguments, or one for each of them
Axes: TypeAlias = int | Sequence[int | None] | None


def batch_axes(given: Axes) -> int | tuple[int | None, ...] | None:
    """``in_axes``: an axis or None for all arguments, or one for each of them."""
    if not isinstance(given, (list, tuple)):
        return None if given is None else checks.whole_number("in_axes", given)
    named = [(f"in_axes[{i}]", axis) for i, axis in enumerate(given)]
    return tuple([None if x is None else checks.whole_number(name, x) for name, x in named])


def names_of(f: Callable[..., Any], count: int) -> list[str]:
    """What the function calls its arguments."""
    try:
        parameters = [*inspect.signature(f).parameters.values()]
    except ValueError:  # some builtin functions have none
        parameters = []
    named = [x.name for x in parameters if x.kind in (x.POSITIONAL_ONLY, x.POSITIONAL_OR_KEYWORD)]
    return [*named[:count], *(f"x{i}" for i in range(len(named), count))]


def batched(structure: Structure, axis: int, name: str) -> Structure:
    """The structure of one row of a batch, the rows lying along an axis of every array."""
    if is_leaf(structure):
        return _row(structure, axis, name)
    kind, keys, branches = structure
    names = [f"{name}[{key!r}]" for key in keys or range(len(branches))]
    pairs = zip(branches, names, strict=True)
    return (kind, keys, tuple([batched(branch, axis, each) for branch, each in pairs]))


def _row(shape: tuple[int, ...], axis: int, name: str) -> tuple[int, ...]:
    """The shape of one row of a batch."""
    if not -len(shape) <= axis < len(shape):
        what = f"an array of shape {shape}" if shape else "a number"
        what += "; pass an array in place of a list" if name.endswith("]") and not shape else ""
        raise ValueError(
            f"{name}: in_axes={axis} needs an array with that axis, one row for each point of the "
            f"batch; got {what}. For what all rows share, give None in in_axes"
        )
    place = axis % len(shape)
    return shape[:place] + shape[place + 1 :]


class Leaf(NamedTuple):
    """One number or array among the arguments, as far as a trace depends on it."""

    name: str
    #: without the batch axis
    shape: tuple[int, ...]
    #: the batch axis, or None
    axis: int | None


def describe(
    structures: Sequence[Structure], names: Sequence[str], axes: Sequence[int | None]
) -> list[Leaf]:
    """The leaves of arguments with these structures, names and batch axes."""
    return [
        Leaf(name + path, shape, axis)
        for structure, name, axis in zip(structures, names, axes, strict=True)
        for path, shape in paths_of(structure)
    ]


def variables(leaf: Leaf, trace: OpenTrace) -> Any:
    """Values without numbers in the place of a leaf of a call: one, or an array of them."""
    if not leaf.shape:
        return trace.variable(leaf.name)
    import numpy as np

    array = np.empty(leaf.shape, dtype=object)
    for index in np.ndindex(leaf.shape):
        array[index] = trace.variable(leaf.name + "".join(f"[{i}]" for i in index))
    return of_objects(array)


def as_floats(x: Any, name: str) -> Any:
    """A number as a float, an array as one of float64, without a copy where it is one already."""
    if not getattr(x, "shape", ()):
        return real(x, name)
    import numpy as np

    array = np.asarray(x)
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name}: an array of real numbers is needed, got one of {array.dtype}; convert it: "
            "np.asarray(x, dtype=float)"
        )
    return array.astype(float, copy=False)


def count_rows(arrays: Sequence[Any], leaves: Sequence[Leaf]) -> int:
    """The rows of a batch, which must be as many everywhere; 1 without a batch."""
    counts = {
        leaf.name: x.shape[leaf.axis]
        for x, leaf in zip(arrays, leaves, strict=True)
        if leaf.axis is not None
    }
    if len(set(counts.values())) > 1:
        found = ", ".join(f"{name} has {count}" for name, count in counts.items())
        raise ValueError(f"the arguments of a batch need as many rows each: {found}")
    return next(iter(counts.values()), 1)
