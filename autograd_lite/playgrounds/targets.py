"""What targets mean: to a page, where two classes are −1 and 1, to a loss, and as answers."""

from typing import Any, Final

import numpy as np

from autograd_lite import primitives
from autograd_lite.functions import softmax
from autograd_lite.nn.arrays import Array
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds.configuration import Configuration

#: `as_signs` and `as_bits` as Python
SIGNS, BITS = "2 * {} - 1", "({} + 1) / 2"


def as_signs(bits: Any) -> Any:
    """Two classes 0 and 1, or a probability, as −1 and 1, or between them."""
    return 2.0 * bits - 1.0


def as_bits(signs: Any) -> Any:
    """Two classes −1 and 1 as 0 and 1."""
    return (signs + 1.0) / 2.0


def endings(loss: str) -> tuple[str, ...] | None:
    """The last activations that a loss can have; None for any."""
    if loss == "hinge":
        return "linear", "tanh"
    if LOSSES[loss].brings:
        return ("linear",)
    return (LOSSES[loss].needs,) if LOSSES[loss].needs else None


#: the losses for each kind of targets
FITTING: Final = {
    "two": ("half_squared_error", "squared_error", "huber", "log_cosh", "pinball", "hinge",
            "binary_cross_entropy", "binary_cross_entropy_with_logits"),
    "classes": ("categorical_cross_entropy", "cross_entropy"),
    "numbers": ("half_squared_error", "squared_error", "huber", "log_cosh", "pinball"),
}  # fmt: skip


def from_zero(configuration: Configuration) -> bool:
    """Whether two classes are 0 and 1 to the network, whose output is a probability."""
    loss = LOSSES[configuration.loss]
    probable = "sigmoid" in (configuration.output, loss.needs) or loss.brings is primitives.sigmoid
    return configuration.kind == "two" and probable


def classes_of(configuration: Configuration) -> list[int]:
    """The classes as targets name them; none of numbers."""
    if configuration.kind == "classes":
        return [*range(configuration.classes)]
    return [-1, 1] if configuration.kind == "two" else []


def as_targets(configuration: Configuration, targets: Any) -> Any:
    """What the loss is given for the targets of a page."""
    return as_bits(targets) if from_zero(configuration) else targets


def as_answers(configuration: Configuration, output: Any) -> list[Any]:
    """What is shown of an output: probabilities, a number, or for two classes from −1 to 1.

    An output is a Value or a number, or a list of them.
    """
    outputs = list(output) if isinstance(output, (list, tuple)) else [output]
    brings = LOSSES[configuration.loss].brings
    if configuration.kind == "classes":
        return list(softmax(outputs)) if brings else outputs
    answer = primitives.sigmoid(outputs[0]) if brings else outputs[0]
    return [as_signs(answer) if from_zero(configuration) else answer]


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
