"""Penalties on large weights: functions of the model, to be added to its cost or given to `fit`."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from autograd_lite import primitives
from autograd_lite.inputs import checks
from autograd_lite.nn.module import Module, check_model, with_names
from autograd_lite.value import Constant, Value

__all__ = ["L1", "L2"]

Penalty = Callable[[Module], Value]


@dataclass(frozen=True)
class _OfWeights(ABC):
    """A penalty of the parameters but those in attributes called bias."""

    rate: float

    def __post_init__(self) -> None:
        checks.not_negative("rate", self.rate)

    def __call__(self, model: Module) -> Value:
        """Record the penalty."""
        check_model(model)
        weights = [w for name, w in with_names(model) if "bias" not in name.split(".")]
        return self._of(weights or [Constant(0.0)])

    @abstractmethod
    def _of(self, weights: list[Value]) -> Value:
        """Record the penalty of the weights."""


class L1(_OfWeights):
    """A penalty of rate · Σ|w| over the weights of a model; biases go free.

    >>> from autograd_lite import nn
    >>> L1(0.5)(nn.Neuron(2, weights=[1.0, -3.0])).data
    2.0
    """

    __module__ = "autograd_lite.nn"

    def _of(self, weights: list[Value]) -> Value:
        total: Value = primitives.sum([abs(w) for w in weights])
        return self.rate * total


class L2(_OfWeights):
    """A penalty of ½ · rate · Σw² over the weights of a model; biases go free.

    Its gradient is rate · w, that of weight decay.

    >>> from autograd_lite import nn
    >>> L2(0.5)(nn.Neuron(2, weights=[1.0, -3.0])).data
    2.5
    """

    __module__ = "autograd_lite.nn"

    def _of(self, weights: list[Value]) -> Value:
        total: Value = primitives.sum([w * w for w in weights])
        return 0.5 * self.rate * total


PENALTIES: Final = (L1, L2)
