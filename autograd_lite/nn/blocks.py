"""Training on arrays of Dask: by all blocks at once, or by some at a time."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import dask
import dask.array as da
import numpy as np
from numpy.typing import NDArray

from autograd_lite.compiler.distributed.blocks import floats, of_workers, taken
from autograd_lite.compiler.distributed.scheduling import check_workers, memory
from autograd_lite.inputs.arraylike import admit_blocks, is_dask, real_array
from autograd_lite.inputs.trees import leaves
from autograd_lite.nn.arrays import Array, check_shape, not_finite
from autograd_lite.nn.compiled import CompiledEvaluator
from autograd_lite.nn.data import Examples, Pair, as_examples, scattered, split, wrong_target
from autograd_lite.nn.evaluators import Evaluator, Objective
from autograd_lite.nn.losses import Loss
from autograd_lite.nn.module import Module
from autograd_lite.trace import derivatives_as_graphs

#: data are kept if they fill no more of the memory than this
_SHARE = 0.5


class InBlocks(Examples):
    """Examples in blocks of rows: Dask arrays with the same blocks."""

    def parts(self, size: int, rng: np.random.Generator | None) -> Iterator[Pair]:
        """Whole blocks, until there are ``size`` examples."""
        lengths = self.X.chunks[0]
        chosen: list[int] = []
        count = 0
        for i in rng.permutation(len(lengths)) if rng else range(len(lengths)):
            chosen.append(int(i))
            count += lengths[i]
            if count >= size:
                yield self.X.blocks[chosen], self.y.blocks[chosen]
                chosen, count = [], 0
        if count:
            yield self.X.blocks[chosen], self.y.blocks[chosen]

    def divided(self, share: float) -> tuple[Examples, Examples]:
        """Those to train on, and a ``share`` of every block to validate on; see `split`."""
        split(self.count, share)  # raises for a share of nothing
        ends = np.cumsum([0, *self.X.chunks[0]]).tolist()
        parts = [_parted(place, share) for place in pairwise(ends)]
        found = []
        for side in (0, 1):
            left = tuple([part[side].size for part in parts])
            arrays = [
                x.map_blocks(
                    _held,
                    share,
                    side,
                    dtype=float,
                    meta=np.empty((0,) * x.ndim),
                    chunks=(left, *x.chunks[1:]),
                )
                for x in self.whole
            ]
            found.append(InBlocks(*arrays))
        return found[0], found[1]

    def kept(self) -> "InBlocks":
        """The same, computed once, if the workers have memory for it.

        What belongs together is one thing for Dask, or it would keep it with different workers.
        """
        X, y = self.whole
        if X.nbytes + y.nbytes > _SHARE * memory():
            return self
        pairs = da.blockwise(
            _pair, (0,), X, (0, 1), y, (0, 2)[: y.ndim],
            concatenate=True, align_arrays=False, dtype=object, meta=np.empty(0, dtype=object),
        ).persist()  # fmt: skip
        return InBlocks(*(taken(pairs, i, x.chunks) for i, x in enumerate(self.whole)))

    def suspects(self, evaluator: Evaluator, values: Array, examples: Pair) -> Pair:
        """The first of some examples whose loss or gradient is not finite; else the first one."""
        for i in range(len(examples[0].chunks[0])):
            X, y = dask.compute(*(x.blocks[i] for x in examples))
            if len(X) and not _is_finite(evaluator, values, X, y):
                while len(X) > 1:
                    half = len(X) // 2
                    above = _is_finite(evaluator, values, X[:half], y[:half])
                    X, y = (X[half:], y[half:]) if above else (X[:half], y[:half])
                return X, y
        first, target = dask.compute(*(x[:1] for x in examples))
        return first, target


def _pair(X: Array, y: Array) -> list[Array]:
    return [X, y]


def _is_finite(evaluator: Evaluator, values: Array, X: Array, y: Any) -> bool:
    """Whether loss and gradient of these examples, in memory, are finite."""
    loss, gradient = evaluator.loss_and_gradient(values, X, y)
    return math.isfinite(loss) and bool(np.isfinite(gradient).all())


def _parted(place: tuple[int, int], share: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of a block to train on, and those held out; all blocks hold out what one would."""
    start, end = place
    return scattered(end - start, round(end * share) - round(start * share))


def _held(x: Array, share: float, side: int, *, block_info: Any) -> Array:
    return x[_parted(block_info[0]["array-location"][0], share)[side]]


def in_blocks(model: Module, X: Any, y: Any, loss: Loss, of: str = "") -> InBlocks:
    """Inputs and targets that fit the model and the loss, in the same blocks.

    Raises what `as_examples` raises. That takes one pass over the numbers.
    """
    given = {f"{of}X": admit_blocks(X, f"{of}X"), f"{of}y": admit_blocks(y, f"{of}y")}
    arrays = [x if is_dask(x) else da.from_array(real_array(x, name)) for name, x in given.items()]
    check_shape(arrays[0].shape, f"{of}X")
    check_workers()
    for name, array in zip(given, arrays, strict=True):
        if not array.size:
            raise ValueError(f"{name}: there are no numbers in it, its shape is {array.shape}")
    rows, targets = map(floats, arrays, given)
    if targets.shape[:1] != rows.shape[:1]:
        got = len(targets) if targets.ndim else "one number"
        raise ValueError(f"{of}y: as many targets as examples are needed, {len(rows)}, got {got}")
    first, its_target = dask.compute(rows[:1], targets[:1])
    _, target = as_examples(model, first, its_target, loss, of)
    if target.ndim < targets.ndim:  # a column
        targets = targets[:, 0]
    elif target.ndim > targets.ndim:
        targets = targets[:, np.newaxis]
    rows = rows.rechunk({1: -1})
    found = InBlocks(rows, targets.rechunk((rows.chunks[0], *targets.shape[1:])))
    kept = found.kept()
    with derivatives_as_graphs():
        outputs = len(leaves(model(first[0].tolist())))
    _check(kept, loss, outputs, of)
    return kept


def _check(examples: InBlocks, loss: Loss, outputs: int, of: str) -> None:
    """Raise ValueError for numbers that nobody can learn from, as `as_examples` does."""
    X, y = examples.whole
    wrong = da.map_blocks(
        _first_wrong, X, y if y.ndim == 2 else y[:, np.newaxis], loss, outputs,
        dtype=object, chunks=((1,) * X.numblocks[0], (1,)), meta=np.empty((0, 0), dtype=object),
    ).compute()  # fmt: skip
    starts = np.cumsum([0, *X.chunks[0]])
    for (found,), start in zip(wrong, starts, strict=False):
        if found is not None:
            name, row, place, x = found
            if name == "target":
                raise wrong_target(x, loss, of)
            raise not_finite(of + name, [int(row + start), *place], x)


def _first_wrong(X: Array, y: Array, loss: Loss, outputs: int) -> Any:
    """The first number of a block that nobody can learn from: what it is in, its place, itself."""
    found = np.empty((1, 1), dtype=object)
    for name, x, axes in (("X", X, 2), ("y", y, 1 if y.shape[1] == 1 else 2)):
        places = np.argwhere(~np.isfinite(x))
        if len(places):
            row, *place = places[0].tolist()
            found[0, 0] = name, row, place[: axes - 1], float(x[row, *place])
            return found
    fitting = loss.accepts(y, outputs)
    if not fitting.all():
        found[0, 0] = "target", 0, [], y[~fitting].flat[0]
    return found


class BlocksEvaluator(CompiledEvaluator):
    """Computes loss and gradient on the workers of Dask: partial sums, in the order of blocks."""

    def __init__(self, objective: Objective, backend: str) -> None:
        super().__init__(objective, of_workers(backend))

    def loss(self, values: Array, X: Any, y: Any) -> float:
        """The mean loss over the examples, without penalty."""
        if not is_dask(X):
            return super().loss(values, X, y)
        self._assign(values)
        _, total = self._sum.lazily("value", X, y)
        return float(total.compute()) / len(X)

    def _total(self, values: Array, X: Any, y: Any) -> tuple[float, Array]:
        if not is_dask(X):
            return super()._total(values, X, y)
        self._assign(values)
        closure, results = self._sum.lazily("backward", X, y)
        total, found = dask.compute(*results)
        place = {parameter: i for i, parameter in enumerate(self._parameters)}
        gradient = np.zeros(len(place))
        for parameter, slope in zip(closure, found.tolist(), strict=True):
            if parameter in place:
                gradient[place[parameter]] = slope
        return float(total), gradient

    def _assign(self, values: Array) -> None:
        for parameter, value in zip(self._parameters, values.tolist(), strict=True):
            parameter.data = value
