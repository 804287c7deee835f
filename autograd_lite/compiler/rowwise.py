"""A function over a batch without compiling it: for Values, which have to see every operation."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import Any

from autograd_lite.inputs.trees import flatten, map_arrays, map_leaves, unflatten


def rowwise(
    function: Callable[..., Any],
    args: Sequence[Any],
    axes: Sequence[int | None],
    reduced: Callable[[Any], list[bool]],
    mean: bool,
) -> Any:
    """Apply ``function`` to each row, and stack the results or add them up."""
    import numpy as np

    counts = {
        np.shape(x)[axis]
        for arg, axis in zip(args, axes, strict=True)
        if axis is not None
        for x in _leaves(arg)
    }
    if len(counts) != 1:
        raise ValueError(f"the arguments of a batch need as many rows each, got {sorted(counts)}")
    (count,) = counts
    if not count:
        raise ValueError("a batch of Values needs a row")
    rows = [function(*map(partial(_row, i), args, axes)) for i in range(count)]
    once = iter(reduced(rows[0]))
    columns = zip(*map(_leaves, rows), strict=True)
    joined = [_join(x, all(list(islice(once, np.size(x[0])))), mean) for x in columns]
    return unflatten(flatten(rows[0], []), iter(joined))


def _leaves(tree: Any) -> list[Any]:
    found: list[Any] = []
    flatten(tree, found)
    return found


def _row(i: int, arg: Any, axis: int | None) -> Any:
    import numpy as np

    if axis is None:
        return arg
    return map_arrays(lambda x: np.moveaxis(x, axis, 0)[i], arg)


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
