"""Programs on arrays of other libraries, by the functions of these: on a GPU, if they are there."""

import math
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.arguments import Leaf
from autograd_lite.compiler.backends.partials import add_neighbours
from autograd_lite.compiler.matrices.code import Code, code, sums_found
from autograd_lite.compiler.matrices.library import Library
from autograd_lite.compiler.matrices.writing import Layout
from autograd_lite.compiler.program import Program

#: the numbers of a block of rows that are needed at a time: a quarter of a gigabyte
_NUMBERS: Final = 1 << 25


class Result(NamedTuple):
    """A number or an array of the result: one for all rows if it is ``reduced``, else for each."""

    shape: tuple[int, ...]
    reduced: bool

    @property
    def size(self) -> int:
        """Its numbers."""
        return math.prod(self.shape)


class _Functions(NamedTuple):
    """The program for the arrays of a library; ``exact`` where the other's results are unclear."""

    plain: Callable[..., Any]
    exact: Callable[..., Any] | None


class Foreign:
    """A program for arrays in the place of ``leaves``.

    What is added up over the batch is divided by its rows if the ``mean`` is wanted, and so is what
    there is for each row.
    """

    def __init__(
        self, program: Program, leaves: Sequence[Leaf], results: Sequence[Result], mean: bool
    ) -> None:
        self._leaves, self._results, self._mean = leaves, results, mean
        self._layout = Layout(
            tuple(math.prod(x.shape) for x in leaves if x.axis is not None),
            tuple(x.size for x in results if not x.reduced),
            tuple(x.size for x in results if x.reduced),
        )
        self._graph = cache(lambda: sums_found(program))
        self._made: dict[str, _Functions] = {}

    def __call__(self, xp: Any, closure: Sequence[float], given: Sequence[Any]) -> Any:
        """The results, one after the other, for these numbers and arrays."""
        import numpy as np

        library = Library.of(xp, given)
        if library.key not in self._made:
            self._made[library.key] = self._functions(library)
        plain, exact = self._made[library.key]
        pairs = zip(given, self._leaves, strict=True)
        arrays = [library.array(closure), *[library.own(x, leaf) for x, leaf in pairs]]
        with np.errstate(all="ignore"):  # some libraries compute by NumPy
            results, unclear = plain(*arrays)
            if exact is None:
                return results
            try:
                decided = bool(unclear)
            except (TypeError, RuntimeError):  # it has no number yet, as while JAX traces
                return library.chosen(unclear, exact, (results, None), arrays)[0]
            return exact(*arrays)[0] if decided else results

    def _functions(self, library: Library) -> _Functions:
        """Those for the arrays of a library."""
        made = code(self._graph(), self._layout, library)
        plain = library.compiled(partial(self._compute, library, made))
        if made.exact is None:
            return _Functions(plain, None)
        made = made._replace(rows=made.exact, exact=None)
        return _Functions(plain, library.compiled(partial(self._compute, library, made)))

    def _compute(self, library: Library, made: Code, *arrays: Any) -> tuple[list[Any], Any]:
        """The results, and whether it is unclear if they are right."""
        xp, layout = library.xp, self._layout
        shared, columns, count = self._split(library, *arrays)
        known = made.before(shared)
        block = max(_NUMBERS // made.width, 1)
        parts: list[list[Any]] = []
        looked_at: list[Any] = []

        def sums_of_block(start: int) -> Sequence[Any]:
            end = min(start + block, count)
            nothing = xp.broadcast_to(library.array(-0.0), (end - start,))
            found = made.rows(*known, *[x[..., start:end] for x in columns], nothing)
            looked_at.extend(found)
            pairs = zip(layout.rows, found, strict=False)
            parts.append([library.spread(x, (size, end - start), nothing) for size, x in pairs])
            return found[len(layout.rows) :]

        sums = add_neighbours(map(sums_of_block, range(0, count or 1, block)))
        totals = iter(made.after(*known, *sums, count))
        rows = iter(zip(*parts, strict=True))
        results = []
        for shape, reduced in self._results:
            if reduced:
                x = library.spread(next(totals), (math.prod(shape),), library.array(-0.0))
                x = xp.reshape(x, shape)
            else:
                x = xp.reshape(xp.concat(next(rows), axis=-1).T, (count, *shape))
            results.append(x / count if self._mean else x)
        return results, library.any_nan(looked_at) if made.exact else None

    def _split(self, library: Library, closure: Any, *arrays: Any) -> tuple[Any, list[Any], int]:
        """What all rows share; columns, with the rows along the last axis; how many these are."""
        xp, count = library.xp, 1
        shared, columns = [closure], []
        for array, leaf in zip(arrays, self._leaves, strict=True):
            if leaf.axis is None:
                shared.append(xp.reshape(array, (-1,)))
                continue
            moved, size = xp.moveaxis(array, leaf.axis, 0), math.prod(leaf.shape)
            count = moved.shape[0]
            matrix = xp.reshape(moved, (count, size)).T
            columns.append(matrix[0, ...] if size == 1 else matrix)
        return xp.concat(shared), columns, count
