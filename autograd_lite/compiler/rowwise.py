"""A function over a batch without compiling it: for Values, which have to see every operation."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from autograd_lite.compiler.arguments import Prefix, axes_of_leaves
from autograd_lite.inputs.trees import flatten, map_leaves, unflatten


def rowwise(
    function: Callable[..., Any],
    args: Sequence[Any],
    axes: Sequence[Prefix],
    reduced: Callable[[Any], list[bool]],
    mean: bool,
) -> Any:
    """Apply ``function`` to each row, and stack the results or add them up."""
    import numpy as np

    arrays: list[Any] = []
    structures = [flatten(arg, arrays) for arg in args]
    places = [
        place
        for axis, structure in zip(axes, structures, strict=True)
        for place in axes_of_leaves(axis, structure)
    ]
    placed = list(zip(arrays, places, strict=True))
    counts = {np.shape(x)[axis] for x, axis in placed if axis is not None}
    if len(counts) != 1:
        raise ValueError(f"arguments: a batch needs the same number of rows, got {sorted(counts)}")
    (count,) = counts
    if not count:
        raise ValueError("a batch of Values needs a row")

    def row(i: int) -> Any:
        pending = iter([x if axis is None else np.moveaxis(x, axis, 0)[i] for x, axis in placed])
        return function(*[unflatten(structure, pending) for structure in structures])

    rows = [row(i) for i in range(count)]
    once = iter(reduced(rows[0]))
    columns = zip(*map(_leaves, rows), strict=True)
    joined = [_join(x, all(list(islice(once, np.size(x[0])))), mean) for x in columns]
    return unflatten(flatten(rows[0], []), iter(joined))


def _leaves(tree: Any) -> list[Any]:
    found: list[Any] = []
    flatten(tree, found)
    return found


def _join(column: Sequence[Any], once: bool, mean: bool) -> Any:
    """The numbers or arrays of all rows as one."""
    import numpy as np

    stacked = np.stack([np.asarray(x, dtype=object) for x in column])
    joined: Any = stacked
    if once:
        joined = stacked.sum(axis=0)
    if mean:
        joined = joined / len(column)
    return map_leaves(lambda x: x, joined)  # of floats, if all are
