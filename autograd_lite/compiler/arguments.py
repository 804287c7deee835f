"""Arguments and results of compiled functions: nested structures of numbers and arrays."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from autograd_lite.arraylike import admit
from autograd_lite.compiler.tracing import variable
from autograd_lite.floats import real

#: what is left of a tree without its numbers: the shape of a leaf, or type, keys and branches
Structure = tuple[Any, ...]


def flatten(tree: Any, leaves: list[Any], axis: int | None = None, name: str = "") -> Structure:
    """Append the numbers and arrays of a tree to ``leaves``, and return its structure.

    Shapes are without the batch axis, if there is one; ``name`` stands in errors.

    >>> found = []
    >>> flatten({"w": [1.0, 2.0]}, found)
    (<class 'dict'>, ('w',), ((<class 'list'>, None, ((), ())),))
    >>> unflatten(_, iter(found))
    {'w': [1.0, 2.0]}
    """
    if isinstance(tree, dict):
        branches = tuple([flatten(x, leaves, axis, name) for x in tree.values()])
        return (dict, tuple(tree), branches)
    if isinstance(tree, (list, tuple)):
        return (type(tree), None, tuple([flatten(x, leaves, axis, name) for x in tree]))
    tree = admit(tree, name)
    leaves.append(tree)
    shape = tuple(getattr(tree, "shape", ()))
    return shape if axis is None else _row(shape, axis, name)


def _row(shape: tuple[int, ...], axis: int, name: str) -> tuple[int, ...]:
    """The shape of one row of a batch."""
    if not -len(shape) <= axis < len(shape):
        what = f"an array of shape {shape}" if shape else "a number"
        raise ValueError(
            f"{name}: in_axes={axis} needs an array with that axis, one row for each point of the "
            f"batch; got {what}. For what all rows share, give None in in_axes"
        )
    place = axis % len(shape)
    return shape[:place] + shape[place + 1 :]


def unflatten(structure: Structure, leaves: Iterator[Any]) -> Any:
    """The tree of that structure with those leaves."""
    if not structure or isinstance(structure[0], int):
        return next(leaves)
    kind, keys, branches = structure
    parts = [unflatten(branch, leaves) for branch in branches]
    if kind is dict:
        return dict(zip(keys, parts, strict=True))
    return parts if kind is list else kind(*parts) if hasattr(kind, "_fields") else tuple(parts)


def arranged(structure: Structure) -> Callable[[Sequence[float]], Any] | None:
    """A fast `unflatten` for numbers in lists and tuples; None for other structures.

    >>> arranged((tuple, None, ((), (list, None, ((), ())))))([1.0, 2.0, 3.0])
    (1.0, [2.0, 3.0])
    """
    text = _arrangement(structure, count())
    if text is None:
        return None
    function: Callable[[Sequence[float]], Any] = eval(f"lambda x: {text}")  # noqa: S307  # digits
    return function


def _arrangement(structure: Structure, places: Iterator[int]) -> str | None:
    if not structure:
        return f"x[{next(places)}]"
    brackets = {list: "[]", tuple: "()"}.get(structure[0])
    if brackets is None:
        return None
    parts = [_arrangement(branch, places) for branch in structure[-1]]
    if any(part is None for part in parts):
        return None
    return brackets[0] + "".join(f"{part}, " for part in parts) + brackets[1]


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
        for path, shape in _paths(structure)
    ]


def _paths(structure: Structure) -> Iterator[tuple[str, tuple[int, ...]]]:
    if not structure or isinstance(structure[0], int):
        yield "", structure
        return
    _, keys, branches = structure
    for key, branch in zip(keys or range(len(branches)), branches, strict=True):
        for path, shape in _paths(branch):
            yield f"[{key!r}]{path}", shape


def variables(leaf: Leaf, function: str) -> Any:
    """Values without numbers in the place of a leaf of a call: one, or an array of them."""
    if not leaf.shape:
        return variable(leaf.name, function)
    import numpy as np

    array = np.empty(leaf.shape, dtype=object)
    for index in np.ndindex(leaf.shape):
        array[index] = variable(leaf.name + "".join(f"[{i}]" for i in index), function)
    return array


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
