"""One training: the parameters on their way, the best so far, and what is said if it diverges."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograd_lite.engine import Leaves
from autograd_lite.graph import topological_order
from autograd_lite.nn.arrays import Array, for_each
from autograd_lite.nn.data import Examples, Pair
from autograd_lite.nn.evaluators import EagerEvaluator, Evaluator, Objective
from autograd_lite.nn.history import History
from autograd_lite.nn.optimizers import Optimizer, State
from autograd_lite.nn.parameters import Holdings
from autograd_lite.value import Value


class DivergenceError(FloatingPointError):
    """The loss or its gradient became infinite or nan: what the message says, in parts."""

    __module__ = "autograd_lite.nn"

    #: what is not finite
    what: str = ""
    #: where that comes from: an operation with its numbers; empty if none is to blame
    operation: str = ""
    #: why the loss cannot take the prediction; empty if it can
    misfit: str = ""
    #: the learning rate, if it is probably too high
    too_high: float | None = None


class Run:
    """One training: the values of the parameters on their way, and the best so far."""

    def __init__(
        self,
        objective: Objective,
        optimizer: Optimizer,
        make_evaluator: Callable[[], Evaluator],
        data: Examples,
        held_out: Examples | None,
    ) -> None:
        self._make_evaluator, self._evaluator = make_evaluator, make_evaluator()
        #: whether the evaluator knows the model as it was
        self._is_old = False
        self.history = History(backend=self._evaluator.name)
        #: the epoch of the lowest loss so far, which `History.best_epoch` would search for
        self.best_epoch, self._lowest = 0, math.inf
        self.values = self._start = optimizer.values()
        self._objective, self._optimizer = objective, optimizer
        self.data, self._held_out = data, held_out
        self._others = self._untrained()
        self._best = self._snapshot()

    def epoch(self, batches: Iterable[Pair]) -> None:
        """Pass over all examples once, and note the loss."""
        if self._is_old:
            check_trained(self._objective.model.parameters(), self._optimizer)
            self._evaluator, self._is_old = self._make_evaluator(), False
            self._others = self._untrained()
            self.history.backend = self._evaluator.name
        history, before = self.history, self._snapshot()
        total = 0.0
        for examples in batches:
            loss, found = self._evaluator.loss_and_gradient(self.values, *examples)
            gradient = for_each(found, len(self.values), "loss_and_gradient", "the gradient")
            if not (math.isfinite(loss) and np.isfinite(gradient).all()):
                raise self._diverged(loss, examples)
            self.values = self._optimizer.update(self.values, gradient)
            total += loss * len(examples[0])
        if not np.isfinite(self.values).all():  # no loss has shown it yet
            raise self._diverged(loss, examples)
        history.loss.append(total / self.data.count)
        if self._held_out:
            held_out = self._held_out.whole
            history.validation_loss.append(self._evaluator.loss(self.values, *held_out))
        self._optimizer.assign(self.values)
        if history.watched[-1] < self._lowest:
            self.best_epoch, self._lowest = history.epochs, history.watched[-1]
            # the training loss is that of the values before each update
            self._best = self._snapshot() if self._held_out else before

    def look_again(self, before: Holdings) -> None:
        """Go on with what callbacks have made of the model, and of the parameters: other numbers.

        ``before`` is what the model held before. Compiled code would go on with that.
        """
        trained, now = self._objective.parameters, self._optimizer.parameters
        self.values = self._optimizer.values()
        if [*map(id, trained)] != [*map(id, now)]:
            raise ValueError(
                "optimizer: a callback gave it other parameters; stop the training there by "
                "returning True, and call fit again"
            )
        self._is_old = self._is_old or not before.are_unchanged()

    def go_back(self) -> None:
        """Return to the best epoch."""
        self.values, self._optimizer.state, self._optimizer.updates, others, numbers = self._best
        self._optimizer.assign(self.values)
        others.assign(numbers)

    def _snapshot(self) -> tuple[Array, State, int, Leaves, bytes]:
        """All that an update changes, and the parameters that a callback may change."""
        optimizer, others = self._optimizer, self._others
        return self.values, optimizer.state, optimizer.updates, others, others.numbers()

    def _untrained(self) -> Leaves:
        """The other parameters of the model."""
        trained = set(self._objective.parameters)
        return Leaves([x for _, x in self._objective.model.named_parameters() if x not in trained])

    def _diverged(self, loss: float, examples: Pair) -> DivergenceError:
        history, rate = self.history, self._optimizer.rate()
        strange = self.values[~np.isfinite(self.values)]
        if not math.isfinite(loss):
            what = f"the loss is {loss}"
        else:
            what = f"a parameter is {strange[0]}" if len(strange) else "the gradient is not finite"
        examples = self.data.suspects(self._evaluator, self.values, examples)
        operation = EagerEvaluator(self._objective).anomaly(self.values, *examples)
        misfit = self._objective.misfit(examples[0])
        losses = [*history.loss, loss]
        grown = (
            losses[-1] > 2.0 * min(losses) or abs(self.values).max() > 1e3 * abs(self._start).max()
        )
        text = f"epoch {history.epochs + 1}: {what}."
        text += f" It comes from {operation}." if operation else ""
        text += f" In this loss {misfit}." if misfit else ""
        if grown:
            text += (
                f" The loss or the parameters had grown: the learning rate {rate:g} is probably "
                "too high; try a tenth of it, or clip=nn.clip_norm(1.0)."
            )
        self.go_back()
        back = f"back at its best epoch, {self.best_epoch}" if self.best_epoch else "as it began"
        error = DivergenceError(f"{text} The model is {back}.")
        error.what, error.operation, error.misfit = what, operation, misfit
        error.too_high = rate if grown else None
        return error


def check_trained(parameters: list[Value], optimizer: Optimizer) -> None:
    """Raise ValueError if the optimizer trains no part of the model."""
    if set(parameters).isdisjoint(optimizer.parameters):
        raise ValueError(
            "optimizer: it has none of the model's parameters, and would train nothing; it was "
            f"made for another model, or before this one was made anew: {_again(optimizer)}"
        )


def check_up_to_date(objective: Objective, optimizer: Optimizer, X: Array, y: Any) -> None:
    """Raise ValueError if a part of the model was replaced after the optimizer was made.

    A loss may have parameters of its own, and a part of the model may stay as it is.
    """
    of_model = set(objective.model.parameters())
    others = set(optimizer.parameters) - of_model
    left = of_model.difference(optimizer.parameters)
    if not others or not left:
        return
    roots = [*objective.losses(X, y)]
    if objective.penalty:
        roots.append(objective.penalty(objective.model))
    if idle := others.difference(topological_order(*roots)):
        raise ValueError(
            f"optimizer: {len(idle)} of its parameters have no part in the loss, and {len(left)} "
            "of the model's are not in it: a part of the model was replaced after it was made; "
            f"{_again(optimizer)}, or with those that are to be trained"
        )


def _again(optimizer: Optimizer) -> str:
    return f"make it again, with nn.{type(optimizer).__name__}(model.parameters())"
