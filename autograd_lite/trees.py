"""Nested lists, tuples, dicts and NumPy arrays of numbers: apply a function to every number."""

import sys
from collections.abc import Callable, Iterable
from typing import Any


def map_leaves(function: Callable[[Any], Any], tree: Any) -> Any:
    """Return ``tree`` with ``function`` applied to every number, in the structure it had.

    An array of n dimensions becomes a float array if every result is a float, else an array of
    objects. Dicts come back as plain dicts, in their order.

    >>> map_leaves(lambda x: -x, {"w": [1.0, (2.0, 3.0)]})
    {'w': [-1.0, (-2.0, -3.0)]}
    """
    if isinstance(tree, dict):
        return {key: map_leaves(function, branch) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return sequence_like(tree, [map_leaves(function, branch) for branch in tree])
    if is_array(tree):
        return as_array([function(x) for x in tree.ravel().tolist()], tree.shape)
    return function(tree)


def leaves(tree: Any) -> list[Any]:
    """Every number of a tree, in order.

    >>> leaves({"w": [1.0, (2.0, 3.0)]})
    [1.0, 2.0, 3.0]
    """
    found: list[Any] = []
    map_leaves(found.append, tree)
    return found


def rebuild(tree: Any, numbers: Iterable[Any]) -> Any:
    """The structure of ``tree`` with other numbers in it.

    >>> rebuild([1.0, (2.0, 3.0)], [4.0, 5.0, 6.0])
    [4.0, (5.0, 6.0)]
    """
    remaining = iter(numbers)
    return map_leaves(lambda _: next(remaining), tree)


def is_array(tree: Any) -> bool:
    """Whether this is a NumPy array with dimensions; NumPy is not loaded for the question."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(tree, numpy.ndarray) and tree.ndim > 0


def as_array(numbers: list[Any], shape: tuple[int, ...]) -> Any:
    """A float array if all are floats, else an array of objects."""
    import numpy as np

    kind = float if all(type(x) is float for x in numbers) else object
    array = np.empty(len(numbers), dtype=kind)
    array[:] = numbers
    return array.reshape(shape)


def stack(trees: list[Any], shape: tuple[int, ...], like: Any) -> Any:
    """Trees of one structure, that of ``like``, as one tree whose arrays have ``shape`` in front.

    >>> stack([{"w": 1.0}, {"w": 2.0}], (2,), {"w": 0.0})["w"].tolist()
    [1.0, 2.0]
    """
    if isinstance(like, dict):
        return {key: stack([t[key] for t in trees], shape, like[key]) for key in like}
    if isinstance(like, (list, tuple)):
        parts = [stack([t[i] for t in trees], shape, part) for i, part in enumerate(like)]
        return sequence_like(like, parts)
    inner = like.shape if is_array(like) else ()
    return as_array([x for tree in trees for x in leaves(tree)], (*shape, *inner))


def sequence_like(like: Any, items: list[Any]) -> Any:
    """A list, tuple or named tuple."""
    if isinstance(like, list):
        return items
    return type(like)(*items) if hasattr(like, "_fields") else tuple(items)


def structure(tree: Any) -> Any:
    """What is left of a tree without its numbers; equal for trees that fit each other.

    >>> structure({"w": [1.0, (2.0, 3.0)]}) == structure({"w": (4.0, [5.0, 6.0])})
    True
    """
    if isinstance(tree, dict):
        return {key: structure(branch) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [structure(branch) for branch in tree]
    return f"array{tree.shape}" if is_array(tree) else "number"


def paths(tree: Any) -> list[str]:
    """How to reach every number of a tree, in the order of `leaves`.

    >>> paths({"w": [1.0, (2.0, 3.0)]})
    ["['w'][0]", "['w'][1][0]", "['w'][1][1]"]
    """
    if isinstance(tree, dict):
        return [f"[{key!r}]{path}" for key, branch in tree.items() for path in paths(branch)]
    if isinstance(tree, (list, tuple)):
        return [f"[{i}]{path}" for i, branch in enumerate(tree) for path in paths(branch)]
    if is_array(tree):
        import numpy as np

        return ["".join(f"[{i}]" for i in index) for index in np.ndindex(tree.shape)]
    return [""]
