"""Nested lists, tuples, dicts and arrays of numbers: taken apart, put together, matched by key.

`flatten` and `unflatten` keep arrays whole; `map_leaves`, `leaves` and `rebuild` go down to every
number in NumPy's arrays too.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

#: what is left of a tree without its numbers: the shape of a leaf, or type, keys and branches
Structure = tuple[Any, ...]
_BRANCHING = (dict, list, tuple)


def flatten(
    tree: Any, found: list[Any], take: Callable[[Any], Any] = lambda leaf: leaf
) -> Structure:
    """Append the numbers and arrays of a tree to ``found``, as ``take`` returns them.

    Returns the structure, which has their shapes.

    >>> found = []
    >>> flatten({"w": [1.0, 2.0]}, found)
    (<class 'dict'>, ('w',), ((<class 'list'>, None, ((), ())),))
    >>> unflatten(_, iter(found))
    {'w': [1.0, 2.0]}
    """
    if isinstance(tree, dict):
        return (dict, tuple(tree), tuple([flatten(x, found, take) for x in tree.values()]))
    if isinstance(tree, (list, tuple)):
        kind = list if isinstance(tree, list) else type(tree)
        return (kind, None, tuple([flatten(x, found, take) for x in tree]))
    leaf = take(tree)
    found.append(leaf)
    return tuple(getattr(leaf, "shape", ()))


def is_leaf(structure: Structure) -> bool:
    """Whether this is the shape of a number or an array."""
    return not structure or isinstance(structure[0], int)


def unflatten(structure: Structure, found: Iterator[Any]) -> Any:
    """The tree of that structure with those leaves; dicts come back as plain dicts."""
    if is_leaf(structure):
        return next(found)
    kind, keys, branches = structure
    parts = [unflatten(branch, found) for branch in branches]
    if kind is dict:
        return dict(zip(keys, parts, strict=True))
    if kind is list:
        return parts
    return kind(*parts) if hasattr(kind, "_fields") else tuple(parts)


def paths_of(structure: Structure) -> Iterator[tuple[str, tuple[int, ...]]]:
    """How to reach every leaf, and its shape."""
    if is_leaf(structure):
        yield "", structure
        return
    _, keys, branches = structure
    for key, branch in zip(keys or range(len(branches)), branches, strict=True):
        for path, shape in paths_of(branch):
            yield f"[{key!r}]{path}", shape


def number_of_leaves(structure: Structure) -> int:
    """How many numbers and arrays a tree of that structure has.

    >>> number_of_leaves((tuple, None, ((), (3,))))
    2
    """
    return 1 if is_leaf(structure) else sum(map(number_of_leaves, structure[-1]))


def map_arrays(function: Callable[[Any], Any], tree: Any) -> Any:
    """Return ``tree`` with ``function`` applied to every number and every whole array.

    >>> map_arrays(type, {"w": [1.0, 2]})
    {'w': [<class 'float'>, <class 'int'>]}
    """
    if not isinstance(tree, _BRANCHING):
        return function(tree)
    found: list[Any] = []
    structure = flatten(tree, found, function)
    return unflatten(structure, iter(found))


# Numbers ------------------------------------------------------------------------------------


def map_leaves(function: Callable[[Any], Any], tree: Any) -> Any:
    """Return ``tree`` with ``function`` applied to every number, in the structure it had.

    An array of n dimensions becomes a float array if every result is a float, else an array of
    objects.

    >>> map_leaves(lambda x: -x, {"w": [1.0, (2.0, 3.0)]})
    {'w': [-1.0, (-2.0, -3.0)]}
    """

    def mapped(leaf: Any) -> Any:
        if is_array(leaf):
            return as_array([function(x) for x in leaf.ravel().tolist()], leaf.shape)
        return function(leaf)

    return map_arrays(mapped, tree)


def leaves(tree: Any) -> list[Any]:
    """Every number of a tree, in order.

    >>> leaves({"w": [1.0, (2.0, 3.0)]})
    [1.0, 2.0, 3.0]
    """
    return [
        x for leaf in _whole(tree) for x in (leaf.ravel().tolist() if is_array(leaf) else [leaf])
    ]


def _whole(tree: Any) -> list[Any]:
    if not isinstance(tree, _BRANCHING):
        return [tree]
    found: list[Any] = []
    flatten(tree, found)
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
    """A float array if all are floats, else an array of objects, by `of_objects`."""
    import numpy as np

    kind = float if all(type(x) is float for x in numbers) else object
    array = np.empty(len(numbers), dtype=kind)
    array[:] = numbers
    array = array.reshape(shape)
    return array if kind is float else of_objects(array)


def of_objects(array: Any) -> Any:
    """An array of objects, of the kind that their class has for them, if it has one."""
    for x in array.flat:
        if array_of := getattr(type(x), "array_of", None):
            return array_of(array)
    return array


def stack(trees: list[Any], shape: tuple[int, ...], like: Any) -> Any:
    """Trees of one structure, that of ``like``, as one tree whose arrays have ``shape`` in front.

    >>> stack([{"w": 1.0}, {"w": 2.0}], (2,), {"w": 0.0})["w"].tolist()
    [1.0, 2.0]
    """
    structure = flatten(like, [])
    shapes = [inner for _, inner in paths_of(structure)]
    columns = zip(*map(_whole, trees), strict=True) if trees else [()] * len(shapes)
    stacked = [
        as_array([x for part in column for x in leaves(part)], (*shape, *inner))
        for column, inner in zip(columns, shapes, strict=True)
    ]
    return unflatten(structure, iter(stacked))


def matching(like: Any, tree: Any, argument: str) -> list[Any]:
    """The numbers of ``tree`` in the order that those of ``like`` have: dicts are matched by key.

    Lists stand for tuples, and tuples for lists. Raises ValueError, which names the ``argument``,
    if the structures differ.

    >>> matching({"a": 1.0, "b": (2.0, 3.0)}, {"b": [20.0, 30.0], "a": 10.0}, "tangents")
    [10.0, 20.0, 30.0]
    """
    if structure(like) != structure(tree):
        raise ValueError(
            f"{argument}: the structure {structure(like)} is needed, got {structure(tree)}"
        )
    return leaves(_in_order_of(like, tree))


def _in_order_of(like: Any, tree: Any) -> Any:
    if isinstance(like, dict):
        return {key: _in_order_of(branch, tree[key]) for key, branch in like.items()}
    if isinstance(like, (list, tuple)):
        return [_in_order_of(x, y) for x, y in zip(like, tree, strict=True)]
    return tree


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
    return [
        path + "".join(f"[{i}]" for i in index)
        for path, shape in paths_of(flatten(tree, []))
        for index in product(*map(range, shape))
    ]
