"""Data at the door: checked once, with errors that say what to do."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograd_lite.nn.losses import Loss
from autograd_lite.nn.module import Module
from autograd_lite.value import Value

Array = NDArray[np.float64]


def as_numbers(argument: str, given: ArrayLike) -> Array:
    """The given numbers as a float array.

    Raises TypeError for anything but real numbers, ValueError for ragged, empty and not finite
    data.
    """
    try:
        array = np.asarray(given)
        if array.dtype.kind not in "biufO":
            raise TypeError(f"got {array.dtype.type.__name__}")
        array = array.astype(float)
    except (TypeError, ValueError) as error:
        kind = ValueError if "inhomogeneous" in str(error) else TypeError
        raise kind(
            f"{argument}: real numbers are needed, as many in every row ({error}); turn names and "
            "classes into numbers first"
        ) from None
    if not array.size:
        raise ValueError(f"{argument}: there are no numbers in it, its shape is {array.shape}")
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{argument}: {array[place]} at {argument}{list(place)}; leave such examples out, or "
            "fill the gap with a number"
        )
    return array


def as_rows(X: ArrayLike) -> Array:
    """The inputs as an array of shape (examples, inputs).

    Raises as `as_numbers`, and ValueError unless there are two dimensions.

    >>> as_rows([[1, 2], [3, 4]]).shape
    (2, 2)
    """
    rows = as_numbers("X", X)
    if rows.ndim != 2:
        raise ValueError(
            f"X: one row for each example is needed, got the shape {rows.shape}; for examples of "
            "one input use X[:, np.newaxis], for a single example [x]"
        )
    return rows


def as_targets(y: ArrayLike, examples: int, outputs: int) -> Array:
    """The targets as an array of shape (examples,), or (examples, outputs) for several outputs.

    Raises as `as_numbers`, and ValueError for another shape. A column (examples, 1) is taken for
    what it means.
    """
    targets = as_numbers("y", y)
    if outputs == 1 and targets.shape == (examples, 1):
        targets = targets[:, 0]
    needed = (examples,) if outputs == 1 else (examples, outputs)
    if targets.shape != needed:
        raise ValueError(
            f"y: the shape {needed} is needed for {examples} examples and {outputs} "
            f"output{'s' if outputs > 1 else ''} of the model, got {targets.shape}"
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
    held_out = round(n * share) if 0.0 < share < 1.0 else 0
    if not 0 < held_out < n:
        raise ValueError(
            f"validation: {share!r} of {n} examples leaves none for one of the two parts; choose "
            "another share between 0 and 1, or pass validation=(X, y)"
        )
    order = np.random.default_rng(0).permutation(n)
    return np.sort(order[held_out:]), np.sort(order[:held_out])


def as_examples(model: Module, X: ArrayLike, y: ArrayLike, loss: Loss) -> tuple[Array, Any]:
    """Inputs and targets that fit the model and the loss, for an `Engine`.

    Raises as `as_rows` and `as_targets`, and ValueError for a target that the loss is not meant
    for or a model whose last activation the loss brings itself.
    """
    rows = as_rows(X)
    output = model(rows[0].tolist())
    several = not isinstance(output, Value)
    outputs = len(output) if several else 1
    last = output[0] if several else output
    if loss.brings is not None and last.op is loss.brings:
        raise ValueError(
            f"loss: it brings the {last.op.symbol} that the model ends in too; use "
            f"{loss.instead!r}, or end the model in 'linear'"
        )
    if loss.of_class and not several:
        raise ValueError("loss: it needs one output for each class, and the model has only one")
    targets = as_targets(y, len(rows), 1 if loss.of_class else outputs)
    fitting = loss.accepts(targets, outputs)
    if not fitting.all():
        wrong = targets[~fitting].flat[0]
        raise ValueError(f"y: {wrong:g} is a target, but this loss needs {loss.meant_for}")
    if loss.of_class:
        return rows, targets.astype(int)
    return rows, targets.reshape(len(rows), outputs) if several else targets
