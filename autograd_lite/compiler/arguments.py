"""Arguments and results of compiled functions: nested structures of numbers and arrays."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from autograd_lite.compiler.tracer import OpenTrace
from autograd_lite.floats import real
from autograd_lite.inputs import checks
from autograd_lite.inputs.trees import (
    Structure,
    is_leaf,
    number_of_leaves,
    of_objects,
    paths_of,
)
from autograd_lite.value import Value

#: an axis or None for all that is in an argument, or a tree of these that begins like it
Prefix: TypeAlias = "int | Sequence[Prefix] | Mapping[Any, Prefix] | None"
#: an axis or None for all arguments, or one entry for each of them
Axes: TypeAlias = "int | Sequence[Prefix] | None"


def batch_axes(given: Any) -> "int | tuple[Prefix, ...] | None":
    """``in_axes``: an axis or None for all arguments, or for each of them one or a tree."""
    if isinstance(given, dict):
        raise TypeError(
            f"in_axes: an axis or a tuple with one entry for each argument is needed, got "
            f"{checks.shown(given)}; for one argument write ({{...}},)"
        )
    if not isinstance(given, (list, tuple)):
        return None if given is None else checks.whole_number("in_axes", given)
    return tuple([_prefix(axis, f"in_axes[{i}]") for i, axis in enumerate(given)])


def _prefix(given: Any, name: str) -> Prefix:
    if isinstance(given, dict):
        return {key: _prefix(x, f"{name}[{key!r}]") for key, x in given.items()}
    if isinstance(given, (list, tuple)):
        return [_prefix(x, f"{name}[{i}]") for i, x in enumerate(given)]
    return None if given is None else checks.whole_number(name, given)


def batched(structure: Structure, axis: Prefix, name: str) -> Structure:
    """The structure of one row of a batch, the rows lying along an axis of every array."""
    if axis is None:
        return structure
    if is_leaf(structure):
        if not isinstance(axis, int):
            raise _misfit(axis, "one number or array", name)
        return _row(structure, axis, name)
    kind, keys, branches = structure
    names = [f"{name}[{key!r}]" for key in keys or range(len(branches))]
    rows = zip(branches, branch_axes(axis, structure, name), names, strict=True)
    return (kind, keys, tuple([batched(*each) for each in rows]))


def branch_axes(axis: Prefix, structure: Structure, name: str = "") -> list[Prefix]:
    """The part of a tree of axes that is meant for each branch of a structure."""
    _, keys, branches = structure
    if axis is None or isinstance(axis, int):
        return [axis] * len(branches)
    if isinstance(axis, dict) and keys is not None and axis.keys() == {*keys}:
        return [axis[key] for key in keys]
    if isinstance(axis, list) and keys is None and len(axis) == len(branches):
        return axis
    what = f"a dict with the keys {[*keys]}" if keys is not None else f"{len(branches)} parts"
    raise _misfit(axis, what, name)


def _misfit(axis: Prefix, what: str, name: str) -> ValueError:
    return ValueError(
        f"in_axes: {axis} does not fit {name}, which is {what}; give an axis, None, or a tree of "
        "these with the same keys"
    )


def axes_of_leaves(axis: Prefix, structure: Structure) -> list[int | None]:
    """The axis of every number and array of a structure."""
    if axis is None or isinstance(axis, int):
        return [axis] * number_of_leaves(structure)
    pairs = zip(branch_axes(axis, structure), structure[-1], strict=True)
    return [found for axis, branch in pairs for found in axes_of_leaves(axis, branch)]


def _row(shape: tuple[int, ...], axis: int, name: str) -> tuple[int, ...]:
    """The shape of one row of a batch."""
    if not -len(shape) <= axis < len(shape):
        what = f"an array of shape {shape}" if shape else "no array"
        in_a_list = name.endswith("]") and name[-2].isdigit()
        what += "; pass an array in place of a list" if in_a_list and not shape else ""
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
    structures: Sequence[Structure], names: Sequence[str], axes: Sequence[Prefix]
) -> list[Leaf]:
    """The leaves of arguments with these structures, names and batch axes."""
    return [
        Leaf(name + path, shape, each)
        for structure, name, axis in zip(structures, names, axes, strict=True)
        for (path, shape), each in zip(
            paths_of(structure), axes_of_leaves(axis, structure), strict=True
        )
    ]


def check_numbers(given: Sequence[Any], leaves: Sequence[Leaf]) -> None:
    """Raise TypeError unless these are numbers and arrays, before f is run on their like."""
    for x, leaf in zip(given, leaves, strict=True):
        if not hasattr(x, "shape"):
            try:
                real(x, leaf.name)
            except TypeError as error:
                hint = "; what is no number may be static: name it in static_argnames"
                raise TypeError(f"{error}{hint}") from None


def variables(leaf: Leaf, trace: OpenTrace) -> Any:
    """Values without numbers in the place of a leaf of a call: one, or an array of them."""
    if not leaf.shape:
        return trace.variable(leaf.name)
    import numpy as np

    array = np.empty(leaf.shape, dtype=object)
    for index in np.ndindex(leaf.shape):
        array[index] = trace.variable(leaf.name + "".join(f"[{i}]" for i in index))
    return of_objects(array)


def hold_values(x: Any) -> bool:
    """Whether an argument is a Value, or an array that holds one: those of a table are numbers."""
    if getattr(getattr(x, "dtype", None), "kind", "") == "O":
        return any(isinstance(each, Value) for each in x.flat)
    return isinstance(x, Value)


def as_floats(x: Any, name: str) -> Any:
    """A number as a float, an array as one of float64, without a copy where it is one already."""
    if not getattr(x, "shape", ()):
        return real(x, name)
    import numpy as np

    array = np.asarray(x)
    if array.dtype.kind == "O":
        numbers = [real(each, f"an entry of {name}") for each in array.flat]
        return np.array(numbers, float).reshape(array.shape)
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
        raise ValueError(f"the arguments of a batch need the same number of rows: {found}")
    return next(iter(counts.values()), 1)
