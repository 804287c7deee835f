"""Examples and targets: checked once against the model and the loss."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograd_lite.floats import real
from autograd_lite.nn.arrays import Array, as_numbers, as_rows
from autograd_lite.nn.evaluators import Evaluator
from autograd_lite.nn.losses import Loss
from autograd_lite.nn.module import Module, are_several, no_output
from autograd_lite.trace import derivatives_as_graphs
from autograd_lite.value import Value


def as_classes(y: ArrayLike, examples: int, argument: str = "y") -> Array:
    """The indices or labels of classes, shape (examples,); raises as `as_targets`."""
    targets = as_numbers(argument, y)
    if targets.ndim == 2 and targets.shape[1] > 1:
        raise ValueError(
            f"{argument}: one number for the class of each example is needed, got the shape "
            f"{targets.shape}; for rows that mark a class by a 1, pass y.argmax(axis=1)"
        )
    return as_targets(targets, examples, 1, argument)


def as_targets(y: ArrayLike, examples: int, outputs: int, argument: str = "y") -> Array:
    """The targets as an array of shape (examples,), or (examples, outputs) for several outputs.

    Raises as `as_numbers`, and ValueError for another shape. A column (examples, 1) is taken for
    what it means.
    """
    targets = as_numbers(argument, y)
    if outputs == 1 and targets.shape == (examples, 1):
        targets = targets[:, 0]
    needed = (examples,) if outputs == 1 else (examples, outputs)
    if targets.shape != needed:
        indices = outputs > 1 and targets.shape == (examples,)
        raise ValueError(
            f"{argument}: the shape {needed} is needed for {examples} examples and {outputs} "
            f"output{'s' if outputs > 1 else ''} of the model, got {targets.shape}"
            + "; for the indices of classes use loss='cross_entropy'"
            * indices
        )
    return targets


def split(n: int, share: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places of n examples to train on and to validate on, a ``share`` of them for the latter.

    The choice is scattered, and the same at every call, so that a training that goes on later
    holds out the same examples.

    Raises ValueError unless both parts have at least one example.

    >>> [len(part) for part in split(10, 0.2)]
    [8, 2]
    """
    number = real(share, "validation")
    held_out = round(n * number) if 0.0 < number < 1.0 else 0
    if not 0 < held_out < n:
        raise ValueError(
            f"validation: {share!r} of {n} examples leaves none for one of the two parts; choose "
            "another share between 0 and 1, or pass validation=(X, y)"
        )
    return scattered(n, held_out)


def scattered(n: int, held_out: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places that are left, and those that are held out; the same at every call."""
    order = np.random.default_rng(0).permutation(n)
    return np.sort(order[held_out:]), np.sort(order[:held_out])


#: inputs and targets: arrays, NumPy's or Dask's
Pair = tuple[Any, Any]


class Examples(ABC):
    """Inputs and targets that fit a model, one for each other."""

    def __init__(self, X: Any, y: Any) -> None:
        self.X, self.y = X, y
        self.count: int = len(X)

    @property
    def whole(self) -> Pair:
        """All of them."""
        return self.X, self.y

    def batches(self, size: int | None, rng: np.random.Generator | None) -> Iterator[Pair]:
        """Those of each update of an epoch, in a new order for every epoch."""
        if size is None or size >= self.count:
            return iter([self.whole])  # their order does not matter
        return self.parts(size, rng)

    @abstractmethod
    def parts(self, size: int, rng: np.random.Generator | None) -> Iterator[Pair]:
        """The same for a size that is smaller than all."""

    @abstractmethod
    def divided(self, share: float) -> tuple["Examples", "Examples"]:
        """Those to train on, and a ``share`` to validate on; see `split`."""

    def kept(self) -> "Examples":
        """The same in memory, if there is room for them."""
        return self

    def suspects(self, evaluator: Evaluator, values: Array, examples: Pair) -> Pair:
        """Those of some examples, in memory, whose loss may not be finite."""
        return examples


class InMemory(Examples):
    """Examples in arrays of NumPy."""

    def parts(self, size: int, rng: np.random.Generator | None) -> Iterator[Pair]:
        """Any ``size`` at a time."""
        order = rng.permutation(self.count) if rng else None
        for start in range(0, self.count, size):
            chosen = slice(start, start + size)
            if order is None:
                yield self.X[chosen], self.y[chosen]
            else:  # in half of the time that an index takes
                yield self.X.take(order[chosen], axis=0), self.y.take(order[chosen], axis=0)

    def divided(self, share: float) -> tuple[Examples, Examples]:
        """Those to train on, and a ``share`` to validate on; see `split`."""
        training, testing = split(self.count, share)
        return (
            InMemory(self.X[training], self.y[training]),
            InMemory(self.X[testing], self.y[testing]),
        )


def as_examples(
    model: Module, X: ArrayLike, y: ArrayLike, loss: Loss, of: str = ""
) -> tuple[Array, Any]:
    """Inputs and targets that fit the model and the loss, for an `Evaluator`; ``of`` names them.

    Raises as `as_rows` and `as_targets`, and ValueError for a target that the loss is not meant
    for, a model whose last activation the loss brings itself, or one whose outputs are no
    probabilities where the loss needs some; TypeError for a model or a loss that gives no Values.
    """
    rows = as_rows(X, f"{of}X")
    with derivatives_as_graphs():
        output = model(rows[0].tolist())
    several = not isinstance(output, Value)
    last = _first_value(output)
    outputs = len(output) if several else 1
    if loss.brings is not None and last.op is loss.brings:
        raise ValueError(
            f"loss: it brings the {last.op.symbol} that the model ends in too; use "
            f"{loss.instead!r}, or end the model in 'linear'"
        )
    if loss.of_class and not several:
        raise ValueError("loss: it needs one output for each class, and the model has only one")
    if problem := loss.misfit(output):
        raise ValueError(f"loss: {problem}")
    if loss.of_class:
        targets = as_classes(y, len(rows), f"{of}y")
    elif loss.own and several and np.ndim(y) == 1:
        targets = as_targets(y, len(rows), 1, f"{of}y")
        return rows, targets.astype(int) if (targets % 1.0 == 0.0).all() else targets
    else:
        targets = as_targets(y, len(rows), outputs, f"{of}y")
    fitting = loss.accepts(targets, outputs)
    if not fitting.all():
        raise wrong_target(targets[~fitting].flat[0], loss, of)
    if loss.of_class:
        targets = targets.astype(int)
    elif several:
        targets = targets.reshape(len(rows), outputs)
    return rows, targets


def wrong_target(target: float, loss: Loss, of: str) -> ValueError:
    """What is wrong with a target that a loss does not accept."""
    return ValueError(f"{of}y: {target:g} is a target, but this loss needs {loss.meant_for}")


def _first_value(output: Any) -> Value:
    """The output of a model, or the first one of several."""
    outputs = output if are_several(output) else [output]
    if not len(outputs) or not all(isinstance(x, Value) for x in outputs):
        raise no_output(output)
    return outputs[0]  # type: ignore[no-any-return]  # as it was just seen
