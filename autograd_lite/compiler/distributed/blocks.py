"""A call of a compiled function with Dask arrays, and its results, which are lazy."""

import math
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, product
from typing import Any
from weakref import WeakKeyDictionary

import dask.array as da
import numpy as np
from dask.array.core import ArrayValuesDep
from dask.delayed import delayed

from autograd_lite.compiler.arguments import as_floats
from autograd_lite.compiler.backends import ROWS_FOR_NUMPY, choose
from autograd_lite.compiler.backends.partials import add_neighbours
from autograd_lite.compiler.backends.protocol import Array
from autograd_lite.compiler.distributed.travel import Travelling
from autograd_lite.compiler.plan import Plan
from autograd_lite.inputs.arraylike import admit, is_dask
from autograd_lite.inputs.trees import unflatten

#: sums of so many neighbours are added up in one task: a power of 2, or the digits of the whole sum
#: would depend on it
NEIGHBOURS = 16

_travelling: "WeakKeyDictionary[Plan, dict[str, Any]]" = WeakKeyDictionary()


def lazily(plan: Plan, given: Sequence[Any], backend: str) -> Any:
    """The results of a plan for these numbers and arrays, some of which are Dask's.

    Those with a row for each point have the blocks of the arguments; what is added up is an array
    of one block. Raises TypeError for what has no blocks of rows, ValueError for rows that do not
    fit each other or that are not counted yet.
    """
    if not plan.batched:
        raise TypeError(
            "Dask arrays hold rows of a batch: compile with in_axes, for example in_axes=0, or "
            "pass .compute() of an array that is small"
        )
    if "distributed" in sys.modules:  # else there is no cluster
        from autograd_lite.compiler.distributed.scheduling import check_workers

        check_workers()
    rows = plan.count_rows(given)
    pairs = list(zip(given, plan.leaves, strict=True))
    columns = [_column(x, leaf.name, leaf.axis) for x, leaf in pairs if leaf.axis is not None]
    shared = _shared(plan, [(x, leaf.name) for x, leaf in pairs if leaf.axis is None])
    blocks = _blocks(_sent(plan, of_workers(backend)), shared, columns)
    results = iter(_results(plan, blocks))
    scaled = (x / rows for x in results) if plan.options.mean else results
    return unflatten(plan.structure, scaled)


def of_workers(backend: str) -> str:
    """The back end of all workers, whatever the rows of their blocks."""
    return choose(backend, ROWS_FOR_NUMPY)


def floats(array: Any, name: str) -> Any:
    """An array of Dask as one of floats, whose blocks are refused unless they are what it says.

    A kernel reads a block by the shape that Dask was told, and would read past the end of others.
    """
    letters = tuple(range(array.ndim))
    places = product(*map(range, array.numblocks))
    told = ArrayValuesDep(array.chunks, dict(zip(places, product(*array.chunks), strict=True)))
    return da.blockwise(
        _floats, letters, array, letters, told, letters, name, None,
        align_arrays=False, dtype=float, meta=np.empty((0,) * array.ndim),
    )  # fmt: skip


def _floats(block: Any, told: tuple[int, ...], name: str) -> Array:
    found = np.asarray(as_floats(admit(block, name), name))
    if found.shape != told:
        raise ValueError(
            f"{name}: a block has the shape {found.shape}, and Dask was told {told}; say what a "
            "function returns by the chunks= of map_blocks, or the shape= of from_delayed"
        )
    return found


def _column(x: Any, name: str, axis: int) -> Any:
    """An array with the rows along its first axis, in blocks of whole rows."""
    array = x if is_dask(x) else da.from_array(as_floats(x, name), chunks=-1)
    moved = da.moveaxis(array, axis, 0) if axis else array
    whole = {each: -1 for each in range(1, moved.ndim) if len(moved.chunks[each]) > 1}
    return floats(moved.rechunk(whole) if whole else moved, name)


def _shared(plan: Plan, given: Sequence[tuple[Any, str]]) -> Any:
    """What all rows share, as one list of arrays for all tasks."""
    parts: list[Any] = []
    if plan.closure:
        parts.append(np.frombuffer(plan.closed_over.numbers(), "<f8"))
    for lazy, group in groupby(given, lambda pair: is_dask(pair[0])):
        if lazy:
            parts += [floats(x.rechunk(-1), name).to_delayed().item() for x, name in group]
        else:
            parts.append(np.concatenate([np.ravel(as_floats(x, name)) for x, name in group]))
    return delayed(_uniforms, pure=True)(parts)


def _uniforms(parts: Sequence[Array]) -> list[Array]:
    return [np.ravel(x) for x in parts]


def _sent(plan: Plan, backend: str) -> Any:
    """The program of a plan: one node of all graphs, which a worker fetches once."""
    known = _travelling.setdefault(plan, {})
    if backend not in known:
        options = plan.options._replace(mean=False, threads=plan.options.threads or 1)
        shapes = [*map(tuple, plan.shapes)]
        made = Travelling(plan.program, backend, options, shapes, plan.reduced)
        known[backend] = delayed(made, name=f"autograd_lite-{made.digest}", traverse=False)
    return known[backend]


def _blocks(sent: Any, shared: Any, columns: Sequence[Any]) -> Any:
    """What the kernel makes of every block: a list in the place of an array."""
    operands: list[Any] = [sent, None, shared, None]
    letter = 1
    for x in columns:
        operands += [x, (0, *range(letter, letter + x.ndim - 1))]
        letter += x.ndim - 1
    return da.blockwise(
        _run, (0,), *operands, concatenate=True, dtype=object, meta=np.empty(0, dtype=object)
    )


def _run(sent: Travelling, uniforms: list[Array], *columns: Any) -> list[Array]:
    return sent.run(uniforms, columns)


def _results(plan: Plan, blocks: Any) -> Iterator[Any]:
    """The results one after the other."""
    kinds = list(zip(plan.shapes, plan.reduced, strict=True))
    total = _total(blocks, sum(math.prod(shape) for shape, once in kinds if once))
    place = start = 0
    for shape, once in kinds:
        if once:
            part = total[start : start + math.prod(shape)]
            start += math.prod(shape)
            yield part.reshape(shape)
        else:
            yield taken(blocks, place, (blocks.chunks[0], *[(n,) for n in shape]))
            place += 1


def taken(blocks: Any, place: int, chunks: Any) -> Any:
    """The arrays at a place of the sequences that stand in the place of blocks."""
    meta, new = np.empty((0,) * len(chunks)), [*range(1, len(chunks))]
    return blocks.map_blocks(
        _item, place, chunks=chunks, new_axis=new or None, dtype=float, meta=meta
    )


def _item(results: list[Array], place: int) -> Array:
    return results[place]


def _total(blocks: Any, size: int) -> Any:
    """All that is added up, as one vector: a tree of sums of neighbours."""
    ones = ((1,) * blocks.numblocks[0], (size,))
    return da.reduction(
        taken(blocks, -1, ones),
        chunk=_as_it_is,
        combine=_combined,
        aggregate=_added_up,
        axis=0,
        split_every=NEIGHBOURS,
        dtype=float,
        meta=np.empty(0),
    )


def _as_it_is(x: Array, axis: Any, keepdims: bool) -> Array:
    return x


def _combined(x: Array, axis: Any, keepdims: bool) -> Array:
    return _added_up(x, axis, keepdims)[np.newaxis]


def _added_up(x: Array, axis: Any, keepdims: bool) -> Array:
    (total,) = add_neighbours([row] for row in x)
    return np.asarray(total)
