"""What users pass to a picture, checked at the door: points, targets, series, models."""

import reprlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import real_array
from autograd_lite.inputs.trees import leaves
from autograd_lite.modes import no_grad
from autograd_lite.value import Value

Floats = NDArray[np.float64]
Limits = tuple[float, float]
LARGEST, SMALLEST = 1e150, 1e-150  # of what is drawn; the arithmetic of axes needs some reserve


def gaps(numbers: Floats) -> Floats:
    """What is too large to be drawn as nan, which a line leaves out."""
    return np.where(np.abs(numbers) <= LARGEST, numbers, np.nan)


def drawable(argument: str, numbers: Floats) -> Floats:
    """The numbers, if all of them can be drawn."""
    if np.isnan(gaps(numbers)).any():
        row = int(np.argwhere(np.isnan(gaps(numbers)))[0][0])
        raise ValueError(
            f"{argument}: finite numbers up to {LARGEST:g} are needed; row {row} is {numbers[row]}"
        )
    return numbers


def as_points(argument: str, X: ArrayLike, columns: int) -> Floats:
    """Finite numbers of the shape (points, columns); one point may be given without brackets."""
    points = given = real_array(X, argument)
    if given.ndim == 1 and columns in (1, len(given)):
        points = given.reshape(-1, columns)
    if points.ndim != 2 or points.shape[1] != columns or not len(points):
        raise ValueError(
            f"{argument}: rows of {columns} are needed, at least one; got the shape {given.shape}"
        )
    return drawable(argument, points)


def as_targets(argument: str, y: ArrayLike, count: int) -> Floats:
    """Finite numbers, one for each of ``count`` points."""
    targets = real_array(y, argument)
    if targets.shape not in ((count,), (count, 1)):
        raise ValueError(
            f"{argument}: one number for each of the {count} points is needed, got the shape "
            f"{targets.shape}; for rows that mark a class by a 1, pass {argument}.argmax(axis=1)"
        )
    return drawable(argument, targets.ravel())


def as_series(argument: str, numbers: Any) -> Floats:
    """At least one number, in a row; infinities and nan are let through."""
    series = real_array(numbers, argument)
    if series.ndim != 1 or not len(series):
        raise ValueError(
            f"{argument}: a sequence of at least one number is needed, got the shape {series.shape}"
        )
    return series


def as_interval(argument: str, limits: Any) -> Limits:
    """Two finite numbers, the smaller first."""
    pair = real_array(limits, argument)
    if pair.shape != (2,) or not (np.abs(pair) <= LARGEST).all() or not pair[0] < pair[1]:
        raise ValueError(
            f"{argument}: two finite numbers, the smaller first, are needed, got {limits!r}"
        )
    return float(pair[0]), float(pair[1])


def widened(numbers: Floats, share: float) -> Limits:
    """From the least to the largest number, and a share of that on either side."""
    low, high = float(numbers.min()), float(numbers.max())
    margin = share * (high - low) or 1.0
    return low - margin, high + margin


def by_name(argument: str, things: Any, single: str) -> dict[str, Any]:
    """A dict of things by their names; one thing alone is called ``single``."""
    if not isinstance(things, Mapping):
        return {single: things}
    if not things:
        raise ValueError(f"{argument}: the dict is empty; give at least one")
    return {str(name): thing for name, thing in things.items()}


def evaluate(model: Any, rows: Floats) -> Floats:
    """The outputs of a model, shape (rows, outputs), without recording anything.

    A model has a method ``predict`` that takes all rows at once, or is called with one row after
    another, or is a list of models with one output each.
    """
    if isinstance(model, (list, tuple)) and model:
        return np.column_stack([evaluate_single(each, rows) for each in model])
    if hasattr(model, "predict"):
        outputs = real_array(model.predict(rows), "model")
    elif callable(model):
        with no_grad():
            answers = [numbers_of(model(row)) for row in rows.tolist()]
        lengths = sorted(set(map(len, answers)))
        if len(lengths) > 1 or lengths == [0]:
            raise ValueError(f"model: it must give the same number of outputs, got {lengths}")
        outputs = np.array(answers)
    else:
        raise TypeError(
            "model: something to call with one example is needed, or a list of such, "
            f"got {reprlib.repr(model)}"
        )
    outputs = outputs[:, np.newaxis] if outputs.ndim == 1 else outputs
    if outputs.ndim != 2 or len(outputs) != len(rows):
        raise ValueError(f"model: predict gave the shape {outputs.shape} for {len(rows)} examples")
    return outputs


def evaluate_single(model: Any, rows: Floats) -> Floats:
    """The outputs of a model with one output, shape (rows,)."""
    outputs = evaluate(model, rows)
    if outputs.shape[1] != 1:
        raise ValueError(f"model: one output is needed, got {outputs.shape[1]}")
    return outputs[:, 0]


def numbers_of(output: Any) -> list[float]:
    """What a model returned, a Value, a number, or several of these, as floats."""
    return [
        x.data if isinstance(x, Value) else real(x, "the output of the model")
        for x in leaves(output)
    ]
