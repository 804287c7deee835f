"""Losses by name, and the cost over a batch."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from autograd_lite import primitives
from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.lookup import look_up
from autograd_lite.labels import subscript
from autograd_lite.nn.module import are_several, check_value, no_output
from autograd_lite.nn.modules import MLP, Layer, Maxout, Neuron
from autograd_lite.parsing.spoken import IN_PYTHON, called
from autograd_lite.primitives.losses import of_class
from autograd_lite.primitives.operation import NUMBERS, TABLE, Operation
from autograd_lite.trace import derivatives_as_graphs
from autograd_lite.value import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: the loss of one example, from the prediction of the model and the target
LossFunction = Callable[[Any, Any], Value]


@dataclass(frozen=True)
class Loss:
    """The loss of one example, and the targets that it is meant for."""

    function: LossFunction
    #: what every target has to be, in words
    meant_for: str = "any number"
    #: accepts(targets, outputs of the model) -> for each target, whether it is that
    accepts: "Callable[[NDArray[np.float64], int], NDArray[np.bool_]]" = lambda y, n: y == y
    #: whether the target is the index of one of several outputs
    of_class: bool = False
    #: whether it is a user's, who knows what a target is: one number for several outputs, perhaps
    own: bool = False
    #: the activation that it applies itself
    brings: Operation | None = None
    #: the activation that makes the probabilities of its predictions; empty for any prediction
    needs: str = ""
    #: the loss to use where the model has the activation that this one brings, or lacks it
    instead: str = ""

    def misfit(self, output: Any) -> str:
        """Why the output of a model is no probability, where one is needed; else empty."""
        outputs = [output] if isinstance(output, Value) else output
        if strange := [x.data for x in outputs if self.needs and (x.data < 0.0 or x.data > 1.0)]:
            what = f"an output of the model is {strange[0]:.6g}"
        elif self.needs and outputs[0].op is primitives.linear:
            what = "the model ends in a linear node"
        else:
            return ""
        return (
            f"probabilities are needed, and {what}; end the model in {self.needs!r}, or use "
            f"{self.instead!r}"
        )


def _mean_over_outputs(loss: Callable[..., Value]) -> LossFunction:
    """The loss of a row of predictions, as the mean of those of its numbers."""

    def of_example(prediction: Any, target: Any) -> Value:
        outputs = [prediction] if isinstance(prediction, Value) else prediction
        targets = target if are_several(target) else [target]
        if len(outputs) != len(targets):
            raise ValueError(
                f"y: a target for each of {len(outputs)} outputs is needed, got "
                f"{checks.shown(target)}; for the index of a class use loss='cross_entropy'"
            )
        losses = [loss(p, t) for p, t in zip(outputs, targets, strict=True)]
        mean: Value = losses[0] if outputs is not prediction else primitives.mean(losses)
        return mean

    return of_example


def categorical_cross_entropy(probabilities: Sequence[Any], target: int) -> Value:
    """−log of the probability at index ``target``: for outputs of a softmax.

    Of a softmax's operands themselves `autograd_lite.cross_entropy` is the same, and does not
    lose a probability that is too small for a double.

    >>> categorical_cross_entropy([Value(0.25), Value(0.75)], 0).data == -primitives.log(0.25)
    True
    """
    given = checks.items("probabilities", admit(probabilities, "probabilities"), NUMBERS)
    loss: Value = -primitives.log(of_class(given, target, "probabilities"))
    return loss


_of_probability = partial(
    Loss, meant_for="a probability from 0 to 1", accepts=lambda y, n: (y >= 0.0) & (y <= 1.0)
)
_of_class = partial(
    Loss,
    meant_for="the index of a class, from 0 to the number of outputs − 1",
    accepts=lambda y, n: (y % 1.0 == 0.0) & (y >= 0) & (y < n),
    of_class=True,
)

LOSSES: dict[str, Loss] = {
    "squared_error": Loss(_mean_over_outputs(primitives.squared_error)),
    "half_squared_error": Loss(_mean_over_outputs(primitives.half_squared_error)),
    "huber": Loss(_mean_over_outputs(primitives.huber)),
    "log_cosh": Loss(_mean_over_outputs(primitives.log_cosh)),
    "pinball": Loss(_mean_over_outputs(primitives.pinball)),
    "hinge": Loss(_mean_over_outputs(primitives.hinge), "−1 or 1", lambda y, n: abs(y) == 1.0),
    "binary_cross_entropy": _of_probability(
        _mean_over_outputs(primitives.binary_cross_entropy),
        needs="sigmoid",
        instead="binary_cross_entropy_with_logits",
    ),
    "binary_cross_entropy_with_logits": _of_probability(
        _mean_over_outputs(primitives.binary_cross_entropy_with_logits),
        brings=primitives.sigmoid,
        instead="binary_cross_entropy",
    ),
    "poisson_nll": Loss(
        _mean_over_outputs(primitives.poisson_nll),
        meant_for="a count, 0 or more",
        accepts=lambda y, n: y >= 0.0,
        brings=primitives.exp,
        instead="half_squared_error",
    ),
    "cross_entropy": _of_class(
        primitives.cross_entropy,
        brings=primitives.softmax_component,
        instead="categorical_cross_entropy",
    ),
    "categorical_cross_entropy": _of_class(
        categorical_cross_entropy, needs="softmax", instead="cross_entropy"
    ),
}


def find_loss(loss: str | LossFunction) -> Loss:
    """The loss of that name, or a function of (prediction, target) as a loss for any target."""
    if callable(loss):
        return Loss(loss, own=True)
    if isinstance(loss, str) and loss not in LOSSES and loss in {*IN_PYTHON, *TABLE}:
        raise ValueError(
            f"loss: {loss!r} is no loss of an output and a target alone; pass a function of both, "
            "as loss=lambda p, y: …"
        )
    return look_up("loss", loss, LOSSES, called)


def cost(
    model: Callable[[Any], Any],
    X: Iterable[Any],
    y: Iterable[Any],
    loss: str | LossFunction = "squared_error",
) -> Value:
    """Record the mean loss of ``model`` over a batch: all at once, as one graph.

    ``X`` has a row of inputs for each example, ``y`` its target: a number, a row of numbers for
    several outputs, or the index of a class. ``loss`` is the name of one of `LOSSES` or a function
    of (prediction, target).

    >>> from autograd_lite import nn
    >>> neuron = nn.Neuron(1, "linear", weights=[2.0])
    >>> cost(neuron, [[1.0], [2.0]], [2.0, 5.0])
    Value(data=0.5, label='C', op=mean)
    """
    kind = find_loss(loss)
    checks.function("model", model)
    rows, targets = (
        checks.items(argument, admit(given, argument), "a sequence of examples")
        for argument, given in (("X", X), ("y", y))
    )
    if len(rows) != len(targets) or not rows:
        raise ValueError(
            f"X, y: one target for each example is needed, got {len(targets)} for {len(rows)}"
        )
    if kind.of_class:  # whole floats too, as `fit` takes them
        targets = [int(k) if isinstance(k, float) and k.is_integer() else k for k in targets]
    losses = []
    for i, (x, target) in enumerate(zip(rows, targets, strict=True), start=1):
        with derivatives_as_graphs():
            prediction = model(x)
            if not (kind.own or isinstance(prediction, Value) or are_several(prediction)):
                raise no_output(prediction)
            if isinstance(model, (Neuron, Maxout, Layer, MLP)) and kind.brings is None:
                _name_predictions(prediction, i)  # which nobody has named
            loss_of_one = kind.function(prediction, target)
        check_value("loss", loss_of_one)
        loss_of_one.label = f"L{subscript(i)}"
        losses.append(loss_of_one)
    mean: Value = primitives.mean(losses)
    mean.label = "C"
    return mean


def _name_predictions(prediction: Any, example: int) -> None:
    """ŷ₂ is what a model returns for the second example, of several outputs ŷ₂₁, ŷ₂₂, …"""
    if isinstance(prediction, Value):
        prediction.label = f"ŷ{subscript(example)}"
        return
    for i, each in enumerate(prediction, start=1):
        each.label = f"ŷ{subscript(example)}{subscript(i)}"
