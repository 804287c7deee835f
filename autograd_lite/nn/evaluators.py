"""What computes the loss of a batch and its gradient: exchangeable, and here on Values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.trees import is_array
from autograd_lite.modes import detect_anomaly, no_grad
from autograd_lite.nn.arrays import Array
from autograd_lite.nn.losses import Loss
from autograd_lite.nn.module import Module, check_value
from autograd_lite.nn.penalties import Penalty
from autograd_lite.trace import derivatives_as_graphs
from autograd_lite.value import Value


@dataclass(frozen=True)
class Objective:
    """What is to be made small: the mean loss over the examples, and a penalty."""

    __module__ = "autograd_lite.nn"

    model: Module
    #: those that are to be trained, in the order of the flat arrays
    parameters: list[Value]
    loss: Loss
    penalty: Penalty | None = None

    def losses(self, X: Array, y: Any) -> Iterator[Value]:
        """Record the loss of one example after the other."""
        rows, targets = admit(X, "X"), admit(y, "y")  # Dask's have no tolist
        for x, target in zip(rows.tolist(), targets.tolist(), strict=True):
            yield self.of_example(x, target)

    def of_example(self, x: Any, target: Any) -> Value:
        """Record the loss of one example: of lists, also where arrays are given."""
        # a model that writes x + [1.0] gets one input more, with an array other numbers
        x, target = (each.tolist() if is_array(each) else each for each in (x, target))
        with derivatives_as_graphs():
            loss = self.loss.function(self.model(x), target)
        check_value("loss", loss)
        return loss

    def misfit(self, X: Array) -> str:
        """A likely cause of a loss that is not finite: which prediction the loss cannot take."""
        with no_grad():
            return next(filter(None, (self.loss.misfit(self.model(x)) for x in X.tolist())), "")


class Evaluator(Protocol):
    """Computes an `Objective` at given values of its parameters.

    ``X`` has the shape (examples, inputs); ``y`` has (examples,), or (examples, outputs) for
    several outputs; it holds integers where the target is a class. Where `fit` was given arrays
    of Dask, these are such arrays, of floats.
    """

    __module__: str = "autograd_lite.nn"

    #: what a history calls the back end
    name: str

    def loss(self, values: Array, X: Array, y: Any) -> float:
        """The mean loss over the examples, without penalty."""

    def loss_and_gradient(self, values: Array, X: Array, y: Any) -> tuple[float, Array]:
        """The mean loss over the examples with the penalty, and its gradient."""


class EagerEvaluator:
    """Records and differentiates one example after the other: the slides' loop form."""

    name = "eager"

    def __init__(self, objective: Objective) -> None:
        self._objective = objective

    def loss(self, values: Array, X: Array, y: Any) -> float:
        """The mean loss over the examples, without penalty."""
        self._assign(values)
        with no_grad():
            return sum(loss.data for loss in self._objective.losses(X, y)) / len(X)

    def loss_and_gradient(self, values: Array, X: Array, y: Any) -> tuple[float, Array]:
        """The mean loss over the examples with the penalty, and its gradient."""
        self._assign(values)
        parameters = self._objective.parameters
        for parameter in parameters:
            parameter.zero_grad()
        total = 0.0
        for loss in self._objective.losses(X, y):
            if loss.differentiable:  # a target may be missing
                loss.backward(1.0 / len(X))  # gradients add up in the parameters
            total += loss.data
        total /= len(X)
        if self._objective.penalty:
            with derivatives_as_graphs():
                penalty = self._objective.penalty(self._objective.model)
            if penalty.differentiable:
                penalty.backward()
            total += penalty.data
        return total, np.array([parameter.grad for parameter in parameters])

    def anomaly(self, values: Array, X: Array, y: Any) -> str:
        """The first operation without a finite result or local gradient; empty if all have."""
        self._assign(values)
        try:
            with detect_anomaly():
                for _ in self._objective.losses(X, y):
                    pass
        except FloatingPointError as error:
            return str(error)
        return ""

    def _assign(self, values: Array) -> None:
        for parameter, value in zip(self._objective.parameters, values.tolist(), strict=True):
            parameter.data = value
