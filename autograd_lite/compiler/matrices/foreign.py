"""Programs on arrays of other libraries, by the functions of these: on a GPU, if they are there."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.arguments import Leaf
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

    def __call__(
        self, xp: Any, closure: Sequence[float], given: Sequence[Any], count: int
    ) -> list[Any]:
        """The results for these numbers and arrays, which have so many rows."""
        import numpy as np

        with np.errstate(all="ignore"):  # some libraries compute by NumPy
            return self._results_for(xp, closure, given, count)

    def _results_for(
        self, xp: Any, closure: Sequence[float], given: Sequence[Any], count: int
    ) -> list[Any]:
        library = Library.of(xp, given)
        if library.key not in self._made:
            made = code(self._graph(), self._layout, library)
            self._made[library.key] = _Functions(library, made)
        functions = self._made[library.key]
        shared, columns = self._split(library, given)
        if closure:
            shared = [library.array(closure), *shared]
        each, totals = functions.run(shared, columns, count, self._layout)
        rows, sums = iter(each), iter(totals)
        results = [
            xp.reshape(next(sums), x.shape)
            if x.reduced
            else xp.reshape(next(rows).T, (count, *x.shape))
            for x in self._results
        ]
        return [x / count for x in results] if self._mean else results

    def _split(self, library: Library, given: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """What all rows share, in a row; and columns, with the rows along the last axis."""
        xp = library.xp
        shared, columns = [], []
        for x, leaf in zip(given, self._leaves, strict=True):
            array = library.own(x, leaf)
            if leaf.axis is None:
                shared.append(xp.reshape(array, (-1,)))
                continue
            array, size = xp.moveaxis(array, leaf.axis, 0), math.prod(leaf.shape)
            matrix = xp.reshape(array, (array.shape[0], size)).T
            columns.append(matrix[0, ...] if size == 1 else matrix)
        return shared, columns


class _Functions:
    """The functions of a program for the arrays of a library."""

    def __init__(self, library: Library, made: Code) -> None:
        def looked_at(*given: Any) -> Any:
            found = made.rows(*given)
            return found, library.any_nan(found)

        self._library, self._width = library, made.width
        self._before, self._after = map(library.compiled, (made.before, made.after))
        self._rows, self._looked_at = map(library.compiled, (made.rows, looked_at))
        self._exact = made.exact and library.compiled(made.exact)

    def run(
        self, shared: list[Any], columns: list[Any], count: int, layout: Layout
    ) -> tuple[list[Any], list[Any]]:
        """The results for each row, with the rows along the last axis, and those for all."""
        library, xp = self._library, self._library.xp
        known = self._before(xp.concat(shared) if shared else library.array([]))
        block = max(_NUMBERS // self._width, 1)
        blocks = []
        sums: Sequence[Any] = ()
        for start in range(0, count or 1, block):
            end = min(start + block, count)
            nothing = xp.broadcast_to(library.array(-0.0), (end - start,))
            found = self._of_block(*known, *[x[..., start:end] for x in columns], nothing)
            pairs = zip(layout.rows, found, strict=False)
            blocks.append([library.spread(x, (size, end - start), nothing) for size, x in pairs])
            new = found[len(layout.rows) :]
            sums = [x + y for x, y in zip(sums, new, strict=True)] if start else new
        rows = [xp.concat(x, axis=-1) if len(x) > 1 else x[0] for x in zip(*blocks, strict=True)]
        pairs = zip(layout.totals, self._after(*known, *sums, count), strict=True)
        nothing = library.array(-0.0)
        return rows, [library.spread(x, (size,), nothing) for size, x in pairs]

    def _of_block(self, *given: Any) -> Sequence[Any]:
        found: Sequence[Any]
        if self._exact is None:
            found = self._rows(*given)
            return found
        found, unclear = self._looked_at(*given)
        try:
            certain = not unclear
        except (TypeError, RuntimeError):  # it has no number yet, as while JAX traces
            certain, found = True, self._library.chosen(unclear, self._exact, found, given)
        return found if certain else self._exact(*given)
