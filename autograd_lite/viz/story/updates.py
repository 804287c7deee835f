"""How a gradient moves the parameters: the updates that an optimizer would make, on copies.

An optimizer is what has ``parameters``, ``state``, ``rate()``, ``move(…)`` and ``update(values,
gradient)``, as those of `autograd_lite.nn`. It is never changed.
"""

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograd_lite.inputs import checks
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.story.rules import Before, Replaced, equations

_ASKED = ("parameters", "state", "rate", "move", "update")


class GradientDescent:
    """w ← w − learning rate · gradient, for those who have no optimizer at hand."""

    def __init__(self, parameters: Sequence[Value], learning_rate: float) -> None:
        self.parameters: list[Value] = list(parameters)
        self.learning_rate: float = learning_rate
        self.state: dict[str, Any] = {}

    def rate(self) -> float:
        """The learning rate."""
        return self.learning_rate

    def move(self, values: Any, gradient: Any, rate: Any, state: Any) -> tuple[Any, Any]:
        """The rule: the moved values, and the state."""
        return values - rate * gradient, state

    def update(self, values: Any, gradient: Any) -> Any:
        """The moved values."""
        return self.move(values, gradient, self.learning_rate, self.state)[0]


@dataclass(frozen=True)
class Update:
    """One update of all parameters: numbers, and on demand the equations behind them."""

    #: what the optimizer is called
    optimizer: str
    rate: float
    before: tuple[float, ...]
    #: of the cost; and what the optimizer makes of it before all else
    gradients: tuple[float, ...]
    clipped: tuple[float, ...]
    after: tuple[float, ...]
    #: a copy of the optimizer, as it was
    _rule: Any
    _state: Mapping[str, Any]

    @property
    def is_clipped(self) -> bool:
        """Whether the optimizer changes the gradient before it uses it."""
        return self.gradients != self.clipped

    def equations(self, place: int, name: Formula, gradient: Formula) -> tuple[Replaced, ...]:
        """How the parameter at a place is moved, in these names; empty if that cannot be told."""
        state = {each: float(numbers[place]) for each, numbers in self._state.items()}
        before = Before(name, self.before[place], gradient, self.clipped[place], self.rate, state)
        return equations(self._rule.move, before, self.after[place])


class Updates:
    """The updates that an optimizer makes from now on, without being changed itself.

    Raises TypeError for what is no optimizer.
    """

    def __init__(self, optimizer: Any) -> None:
        missing = [name for name in _ASKED if not hasattr(optimizer, name)]
        if missing or isinstance(optimizer, type):
            raise TypeError(
                "optimizer: one such as nn.SGD(model.parameters(), 0.1) is needed, "
                f"got {checks.shown(optimizer)}"
            )
        self.parameters: tuple[Value, ...] = tuple(optimizer.parameters)
        self._optimizer = _snapshot(optimizer)

    def next(self, before: Sequence[float], gradients: Sequence[float]) -> Update:
        """The next update, from these numbers of the parameters and their gradients."""
        import numpy as np

        optimizer = self._optimizer
        rule, state, rate = _snapshot(optimizer), dict(optimizer.state), float(optimizer.rate())
        gradient = np.array(gradients, float)
        clip = getattr(optimizer, "clip", None)
        clipped = np.asarray(clip(gradient.copy()) if clip else gradient, float)
        with np.errstate(all="ignore"):  # an update that diverges is told as it is
            after = np.asarray(optimizer.update(np.array(before, float), gradient), float)
        return Update(
            type(optimizer).__name__, rate, tuple(before), tuple(gradients),
            tuple(clipped.tolist()), tuple(after.tolist()), rule, state,
        )  # fmt: skip


def _snapshot(optimizer: Any) -> Any:
    """A copy that knows the same parameters, and keeps numbers of its own."""
    twin = copy.copy(optimizer)
    twin.state = copy.deepcopy(optimizer.state)
    return twin


def norm(numbers: Sequence[float]) -> float:
    """The length of a gradient; it does not overflow."""
    return math.hypot(*numbers)
