"""What trains in a run, made of its configuration: model, optimizer, penalty, targets."""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from autograd_lite import nn, primitives
from autograd_lite.functions import softmax
from autograd_lite.nn import schedules
from autograd_lite.nn.losses import LOSSES
from autograd_lite.nn.penalties import Penalty
from autograd_lite.playgrounds.clouds import Array
from autograd_lite.playgrounds.configuration import Configuration

#: epochs in which a schedule halves the rate, brings it to a hundredth, or lets it rise
HALVING, FALLING, RISING = 100, 500, 20
MOMENTUM: Final = 0.9

OPTIMIZERS: Final[dict[str, Callable[..., nn.Optimizer]]] = {
    "SGD": nn.SGD,
    "momentum": lambda parameters, rate: nn.SGD(parameters, rate, momentum=MOMENTUM),
    "RMSProp": nn.RMSProp,
    "Adam": nn.Adam,
    "AdamW": nn.AdamW,
}
PENALTIES: Final[dict[str, Callable[[float], Penalty]]] = {"L1": nn.L1, "L2": nn.L2}


def model_of(configuration: Configuration) -> nn.MLP:
    """The network, with the start values that belong to the seed."""
    return nn.MLP(
        len(configuration.features),
        [*(layer.neurons for layer in configuration.layers), configuration.outputs],
        [*(layer.activation for layer in configuration.layers), configuration.output],
        weights=configuration.weights,
        rng=configuration.seed,
    )


def rate_of(configuration: Configuration, examples: int) -> float | Callable[[int], float]:
    """The learning rate, or a function of the updates made before."""
    rate = configuration.rate
    updates = math.ceil(examples / configuration.batch_size)  # of an epoch
    made = {
        "step": lambda: schedules.step_decay(rate, 0.5, HALVING * updates),
        "exponential": lambda: schedules.exponential_decay(rate, 0.5, HALVING * updates),
        "linear": lambda: schedules.linear_decay(rate, rate / 100, FALLING * updates),
        "cosine": lambda: schedules.cosine_decay(rate, rate / 100, FALLING * updates),
        "warm up": lambda: schedules.warm_up(RISING * updates, rate),
    }
    return rate if configuration.schedule == "constant" else made[configuration.schedule]()


def optimizer_of(configuration: Configuration, model: nn.Module, examples: int) -> nn.Optimizer:
    """An optimizer that has made no update."""
    rate = rate_of(configuration, examples)
    return OPTIMIZERS[configuration.optimizer](model.parameters(), rate)


def penalty_of(configuration: Configuration) -> Penalty | None:
    """The penalty, if there is one."""
    if configuration.penalty == "none" or not configuration.penalty_rate:
        return None
    return PENALTIES[configuration.penalty](configuration.penalty_rate)


def from_zero(configuration: Configuration) -> bool:
    """Whether two classes are 0 and 1 to the network, whose output is a probability."""
    probable = configuration.output == "sigmoid" or "binary" in configuration.loss
    return configuration.kind == "two" and probable


def as_targets(configuration: Configuration, targets: Array) -> Array:
    """What the loss is given for the targets of a page."""
    return (targets + 1.0) / 2.0 if from_zero(configuration) else targets


def as_answers(configuration: Configuration, output: Any) -> list[Any]:
    """What is shown of an output: probabilities, a number, or for two classes from −1 to 1.

    An output is a Value or a number, or a list of them.
    """
    outputs = list(output) if isinstance(output, (list, tuple)) else [output]
    brings = LOSSES[configuration.loss].brings
    if configuration.kind == "classes":
        return list(softmax(outputs)) if brings else outputs
    answer = primitives.sigmoid(outputs[0]) if brings else outputs[0]
    return [2.0 * answer - 1.0 if from_zero(configuration) else answer]


def right(configuration: Configuration, answers: Array, targets: Array) -> Array:
    """For each example, whether its class is told right."""
    if configuration.kind == "classes":
        return np.asarray(answers.argmax(axis=1) == targets)
    return np.asarray((answers[:, 0] > 0.0) == (targets > 0.0))


def class_of(configuration: Configuration, answer: Any) -> int | None:
    """The class that an answer tells; None of numbers."""
    if configuration.kind == "numbers":
        return None
    if configuration.kind == "classes":
        return int(np.argmax(answer))
    return 1 if answer[0] > 0.0 else -1
