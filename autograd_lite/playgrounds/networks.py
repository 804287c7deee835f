"""What trains in a run, made of its configuration: model, optimizer, penalty."""

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from autograd_lite import nn
from autograd_lite.compiler.backends import choose
from autograd_lite.nn.penalties import Penalty
from autograd_lite.playgrounds.configuration import Configuration

#: epochs in which a schedule halves the rate, brings it to a hundredth, or lets it rise
HALVING, FALLING, RISING = 100, 500, 20


class Call(NamedTuple):
    """A function of this library by its name, and what it is called with: run, and written."""

    name: str
    arguments: tuple[Any, ...] = ()
    named: dict[str, Any] = {}  # noqa: RUF012  # never changed


OPTIMIZERS: Final = {
    "SGD": Call("SGD"),
    "momentum": Call("SGD", named={"momentum": 0.9}),
    "RMSProp": Call("RMSProp"),
    "Adam": Call("Adam"),
    "AdamW": Call("AdamW"),
}


def model_of(configuration: Configuration) -> nn.MLP:
    """The network, with the start values that belong to the seed."""
    return nn.MLP(
        len(configuration.features),
        [*(layer.neurons for layer in configuration.layers), configuration.outputs],
        [*(layer.activation for layer in configuration.layers), configuration.output],
        weights=configuration.weights,
        rng=configuration.seed,
    )


def schedule_of(configuration: Configuration, examples: int) -> Call | None:
    """The function of `nn.schedules` that makes the learning rate, unless that is constant."""
    rate = configuration.rate
    epoch = max(math.ceil(examples / configuration.batch_size), 1)  # in updates
    schedules = {
        "constant": None,
        "step": Call("step_decay", (rate, 0.5, HALVING * epoch)),
        "exponential": Call("exponential_decay", (rate, 0.5, HALVING * epoch)),
        "linear": Call("linear_decay", (rate, rate / 100, FALLING * epoch)),
        "cosine": Call("cosine_decay", (rate, rate / 100, FALLING * epoch)),
        "warm up": Call("warm_up", (RISING * epoch, rate)),
    }
    return schedules[configuration.schedule]


def rate_of(configuration: Configuration, examples: int) -> Any:
    """The learning rate, or a function of the updates made before."""
    call = schedule_of(configuration, examples)
    if call is None:
        return configuration.rate
    return getattr(nn.schedules, call.name)(*call.arguments)


def optimizer_of(configuration: Configuration, model: nn.Module, examples: int) -> nn.Optimizer:
    """An optimizer that has made no update."""
    call = OPTIMIZERS[configuration.optimizer]
    make: Callable[..., nn.Optimizer] = getattr(nn, call.name)
    return make(model.parameters(), rate_of(configuration, examples), **call.named)


def penalty_of(configuration: Configuration) -> Penalty | None:
    """The penalty, if there is one."""
    if configuration.penalty == "none" or not configuration.penalty_rate:
        return None
    make: Callable[[float], Penalty] = getattr(nn, configuration.penalty)
    return make(configuration.penalty_rate)


def engine_of(configuration: Configuration) -> str:
    """The back end of the training: the fastest that there is."""
    return choose("auto", configuration.batch_size)
