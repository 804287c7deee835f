"""Along which axes the rows of a batch lie, and what that means for gradients."""

from collections.abc import Iterator
from typing import Any

from autograd_lite.compiler.arguments import Prefix, axes_of_leaves
from autograd_lite.inputs.trees import flatten, unflatten
from autograd_lite.trace import ArgNums


class BatchAxes:
    """``in_axes`` of a compiled function."""

    def __init__(self, given: int | tuple[Prefix, ...] | None) -> None:
        self._given = given

    def _of(self, argnums: ArgNums) -> list[Prefix]:
        """Those of some arguments."""
        given = self._given
        places = [argnums] if isinstance(argnums, int) else argnums
        if not isinstance(given, tuple):
            return [given for _ in places]
        return [given[i] if -len(given) <= i < len(given) else None for i in places]

    def are_shared(self, argnums: ArgNums) -> bool:
        """Whether all rows share these arguments."""
        return all(axis is None for axis in _every(self._of(argnums)))

    def are_first(self, argnums: ArgNums) -> bool:
        """Whether rows of these arguments, if they have any, lie along the first axis."""
        return not any(_every(self._of(argnums)))

    def put_back(self, gradient: Any, argnums: ArgNums) -> Any:
        """A gradient by these arguments, whose rows lie along the first axis, with them where the
        arguments have them.
        """
        axes = self._of(argnums)
        if isinstance(argnums, int):
            return _moved(gradient, axes[0])
        return tuple([_moved(part, axis) for part, axis in zip(gradient, axes, strict=True)])


def _every(axes: Prefix) -> Iterator[int | None]:
    """Every axis in a tree of them."""
    if axes is None or isinstance(axes, int):
        yield axes
        return
    for each in axes.values() if isinstance(axes, dict) else axes:
        yield from _every(each)


def _moved(tree: Any, axes: Prefix) -> Any:
    if not any(_every(axes)):
        return tree
    import numpy as np

    found: list[Any] = []
    structure = flatten(tree, found)
    pairs = zip(found, axes_of_leaves(axes, structure), strict=True)
    return unflatten(structure, iter([np.moveaxis(x, 0, axis) if axis else x for x, axis in pairs]))
