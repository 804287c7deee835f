"""Optimizers: how a gradient moves the parameters.

They work on flat arrays, one number for each parameter, so that `fit` can run them on gradients
from anywhere; `Optimizer.step` is the same for the loop that is written out by hand.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Final, NoReturn

import numpy as np

from autograd_lite.engine import Leaves
from autograd_lite.inputs import checks
from autograd_lite.nn.arrays import Array, for_each, rearranged
from autograd_lite.nn.clips import Clip
from autograd_lite.nn.parameters import Listed
from autograd_lite.nn.schedules import Schedule
from autograd_lite.system.elsewhere import here
from autograd_lite.value import Value

__all__ = ["SGD", "Adam", "AdamW", "Optimizer", "RMSProp"]

State = dict[str, Array]
Moved = tuple[Array, State]


class Optimizer(ABC):
    """Moves parameters against their gradients.

    ``learning_rate`` is a number, or a function of the number of updates made before, as those of
    `nn.schedules`. ``clip``, such as `clip_norm`, is applied to the gradient first.

    Raises TypeError unless parameters are a list of Values, ValueError for one that is the result
    of an operation, and for a learning rate that is not positive and finite.
    """

    __module__ = "autograd_lite.nn"

    #: the names of the arrays that it keeps from one update to the next, zero at first
    state_names: ClassVar[tuple[str, ...]] = ()
    #: those of them that are means of squares, which are never negative
    squares: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        parameters: Iterable[Value],
        learning_rate: float | Schedule,
        *,
        clip: Clip | None = None,
    ) -> None:
        given = list(parameters) if isinstance(parameters, Iterable) else []
        if not given or not all(isinstance(p, Value) and p.differentiable for p in given):
            raise TypeError(
                f"parameters: a list of Values is needed, got {checks.shown(parameters)}; pass "
                "model.parameters()"
            )
        for p in given:
            if p.op is not None:
                raise ValueError(
                    f"parameters: {p!r} was computed, and would not follow what it was computed "
                    "from; train that, or make a parameter of its number: Value(p.data)"
                )
        self.parameters: list[Value] = list(dict.fromkeys(given))  # each once
        self._listed = Listed()
        if not callable(learning_rate):
            learning_rate = checks.positive("learning_rate", learning_rate)
        self.learning_rate: float | Schedule = learning_rate
        hint = "; such as nn.clip_norm(1.0)"
        self.clip: Clip | None = None if clip is None else checks.function("clip", clip, hint)
        #: the number of updates made
        self.updates: int = 0
        self._leaves: Leaves | None = None  # of those that the state is of
        self._state: State = {}
        self.state = {name: np.zeros(len(self.parameters)) for name in self.state_names}
        self.rate()

    @property
    def state(self) -> State:
        """An array for each of ``state_names``, with a number of each parameter: 0 of a new one."""
        self._follow(self._listed.leaves(self.parameters))
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._leaves, self._of_state = self._listed.leaves(self.parameters), [*self.parameters]
        self._state = state

    def _follow(self, leaves: Leaves) -> None:
        """Let what is kept of the parameters go where they went."""
        if leaves is not self._leaves:
            before, self._leaves, self._of_state = self._of_state, leaves, [*self.parameters]
            self._state = rearranged(self._state, before, self._of_state)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_leaves": None}  # those of a copy are others

    def rate(self) -> float:
        """The learning rate of the next update.

        Raises ValueError unless it is positive and finite; a schedule may come down to 0.
        """
        rate = self.learning_rate
        if callable(rate):
            return checks.not_negative("learning_rate", rate(self.updates))
        return checks.positive("learning_rate", rate)

    def values(self) -> Array:
        """The numbers of the parameters."""
        return _array(self._listed.leaves(self.parameters).numbers())

    def assign(self, values: Array) -> None:
        """Give the parameters these numbers."""
        self._assign(self._listed.leaves(self.parameters), values)

    def _assign(self, leaves: Leaves, values: Array) -> None:
        numbers = np.asarray(values, "<f8")
        if numbers.shape != (count := (len(self.parameters),)):
            raise ValueError(f"values: the shape {count} is needed, got {numbers.shape}")
        leaves.assign(numbers.tobytes())

    def step(self) -> None:
        """Move the parameters once, by the gradients that `Value.backward` left in them.

        Raises ValueError if there are none.
        """
        leaves = self._listed.leaves(self.parameters)
        if not leaves.have_gradients():
            raise ValueError("step: no parameter has a gradient; call backward() on a loss first")
        values, gradient = _array(leaves.numbers()), _array(leaves.gradients())
        self._follow(leaves)
        self._assign(leaves, self.update(values, gradient))

    def update(self, values: Array, gradient: Array) -> Array:
        """Return the moved values, and keep what the next update needs.

        Number by number: only `step`, `state` and another count see that ``parameters`` changed.
        """
        with np.errstate(all="ignore"):  # a diverging run is reported where its loss is computed
            if self.clip:
                clipped = self.clip(gradient)
                gradient = for_each(clipped, len(values), "clip", "the clipped gradient")
            state = self._state if len(values) == len(self._of_state) else self.state
            made: Any = self.move(values, gradient, self.rate(), state)
        if not (isinstance(made, tuple) and len(made) == 2 and isinstance(made[1], dict)):
            raise TypeError(
                "move: it has to return a pair, the moved values and the dict of the state, and "
                f"returned {checks.shown(made)}"
            )
        moved = for_each(made[0], len(values), "move", "what it moved")
        self._state, self.updates = made[1], self.updates + 1
        return moved

    def __getattr__(self, name: str) -> NoReturn:
        problem = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(problem + here("Optimizer", name), name=name, obj=self)

    @abstractmethod
    def move(self, values: Array, gradient: Array, rate: float, state: State) -> Moved:
        """The rule: the moved values, and the new state. Nothing is changed in place."""

    def __repr__(self) -> str:
        rate = "…" if callable(self.learning_rate) else repr(self.learning_rate)
        return f"{type(self).__name__}({len(self.parameters)} parameters, learning_rate={rate})"


class SGD(Optimizer):
    """Gradient descent: w ← w − rate · v, with the velocity v ← momentum · v + gradient.

    With ``nesterov`` it moves by gradient + momentum · v instead. ``weight_decay`` adds its
    multiple of w to the gradient. The default is plain gradient descent. Batch, mini-batch or
    stochastic, that lies in the examples that the gradient comes from.

    >>> from autograd_lite import Value
    >>> w = Value(3.0)
    >>> (w * w).backward()
    >>> SGD([w], 0.5).step()
    >>> w.data
    0.0
    """

    __module__ = "autograd_lite.nn"

    state_names: ClassVar[tuple[str, ...]] = ("velocity",)

    def __init__(
        self,
        parameters: Iterable[Value],
        learning_rate: float | Schedule = 0.1,
        *,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
        clip: Clip | None = None,
    ) -> None:
        super().__init__(parameters, learning_rate, clip=clip)
        self.momentum: float = checks.share("momentum", momentum)
        self.weight_decay: float = checks.not_negative("weight_decay", weight_decay)
        self.nesterov: bool = checks.flag("nesterov", nesterov)

    def move(self, values: Array, gradient: Array, rate: float, state: State) -> Moved:
        """One step of gradient descent."""
        if self.weight_decay:
            gradient = gradient + self.weight_decay * values
        velocity = self.momentum * state["velocity"] + gradient if self.momentum else gradient
        direction = gradient + self.momentum * velocity if self.nesterov else velocity
        return values - rate * direction, {"velocity": velocity}


class RMSProp(Optimizer):
    """Gradient descent that divides by the root of a running mean of squared gradients.

    ``alpha`` is the share of it that each update leaves, ``eps`` what the root is kept away from 0
    by: names and numbers are PyTorch's.

    T. Tieleman and G. Hinton: lecture 6.5 of Neural networks for machine learning, 2012.
    """

    __module__ = "autograd_lite.nn"

    state_names: ClassVar[tuple[str, ...]] = ("square",)
    squares: ClassVar[tuple[str, ...]] = ("square",)

    def __init__(
        self,
        parameters: Iterable[Value],
        learning_rate: float | Schedule = 0.01,
        *,
        alpha: float = 0.99,
        eps: float = 1e-8,
        clip: Clip | None = None,
    ) -> None:
        super().__init__(parameters, learning_rate, clip=clip)
        self.alpha: float = checks.share("alpha", alpha)
        self.eps: float = checks.not_negative("eps", eps)

    def move(self, values: Array, gradient: Array, rate: float, state: State) -> Moved:
        """One step of RMSProp."""
        square = _running_mean(self.alpha, state["square"], gradient * gradient)
        return values - rate * gradient / (np.sqrt(square) + self.eps), {"square": square}


class Adam(Optimizer):
    """Running means of gradient and squared gradient, corrected for their start at 0.

    ``betas`` are the shares of the two that each update leaves.

    D. Kingma and J. Ba: Adam, a method for stochastic optimization, ICLR 2015.
    """

    __module__ = "autograd_lite.nn"

    state_names: ClassVar[tuple[str, ...]] = ("mean", "square")
    squares: ClassVar[tuple[str, ...]] = ("square",)

    def __init__(
        self,
        parameters: Iterable[Value],
        learning_rate: float | Schedule = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        clip: Clip | None = None,
    ) -> None:
        super().__init__(parameters, learning_rate, clip=clip)
        first, second = checks.pair("betas", betas, "a pair of numbers")
        self.betas: tuple[float, float] = (
            checks.share("betas", first),
            checks.share("betas", second),
        )
        self.eps: float = checks.not_negative("eps", eps)

    def move(self, values: Array, gradient: Array, rate: float, state: State) -> Moved:
        """One step of Adam."""
        first, second = self.betas
        mean = _running_mean(first, state["mean"], gradient)
        square = _running_mean(second, state["square"], gradient * gradient)
        t = self.updates + 1
        root = np.sqrt(square / (1.0 - second**t))
        direction = mean / (1.0 - first**t) / (root + self.eps)
        return values - rate * direction, {"mean": mean, "square": square}


class AdamW(Adam):
    """Adam, and a decay of the parameters by rate · weight_decay that bypasses the means.

    I. Loshchilov and F. Hutter: Decoupled weight decay regularization, ICLR 2019.
    """

    __module__ = "autograd_lite.nn"

    def __init__(
        self,
        parameters: Iterable[Value],
        learning_rate: float | Schedule = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
        clip: Clip | None = None,
    ) -> None:
        super().__init__(parameters, learning_rate, betas=betas, eps=eps, clip=clip)
        self.weight_decay: float = checks.not_negative("weight_decay", weight_decay)

    def move(self, values: Array, gradient: Array, rate: float, state: State) -> Moved:
        """One step of Adam, from decayed parameters."""
        return super().move(values - rate * self.weight_decay * values, gradient, rate, state)


OPTIMIZERS: Final = (SGD, RMSProp, Adam, AdamW)


def _array(numbers: bytes) -> Array:
    return np.frombuffer(numbers, "<f8").astype(float)  # one that can be written to


def _running_mean(decay: float, mean: Array, new: Array) -> Array:
    return decay * mean + (1.0 - decay) * new
