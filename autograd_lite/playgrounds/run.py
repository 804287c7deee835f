"""A run of the playground: a network that trains in front of its examples, and can be changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from autograd_lite import nn
from autograd_lite.compiler.backends import choose
from autograd_lite.compiler.tracer import TracingError
from autograd_lite.nn.compiled import CompiledEvaluator
from autograd_lite.nn.evaluators import EagerEvaluator, Evaluator, Objective
from autograd_lite.playgrounds import gradients, networks
from autograd_lite.playgrounds.clouds import cloud_of
from autograd_lite.playgrounds.configuration import (
    LARGEST,
    Configuration,
    SettingError,
    as_document,
    checked,
    shown,
    starts_anew,
)
from autograd_lite.playgrounds.curve import Curve, Kept, Losses
from autograd_lite.playgrounds.features import inputs_at
from autograd_lite.playgrounds.frames import Screen, parameters_of, plain
from autograd_lite.playgrounds.links import link
from autograd_lite.playgrounds.settling import settled
from autograd_lite.playgrounds.steps import Added, Changed, Loaded, Step, Steps, Weighed
from autograd_lite.playgrounds.training import Training

MOST_UNDONE: Final = 50
Numbers = tuple[float, ...]


class Moment(NamedTuple):
    """All that a run is at a moment."""

    configuration: Configuration
    start: Numbers | None
    model: nn.MLP
    numbers: Numbers
    optimizer: nn.Optimizer
    #: rate, state and updates of the optimizer
    kept: tuple[Any, Any, int]
    generator: Any
    epoch: int
    curve: Kept
    steps: Steps


class Run:
    """A network, its examples, and its training, which goes on where it was interrupted.

    It starts no threads. While `train` runs, all else may be called from its ``after_epoch``
    alone: what is changed there takes effect before the next epoch.

    >>> run = Run(Configuration(data="xor", size=100))
    >>> run.train(epochs=3)
    >>> run.epoch, run.state()["layers"][1]["neurons"]
    (3, 4)
    """

    def __init__(
        self, configuration: Configuration | None = None, model: nn.MLP | None = None
    ) -> None:
        self.configuration, self.notes = settled(configuration or Configuration())
        self._undone: list[Moment] = []
        self._redone: list[Moment] = []
        self._frames = 0
        #: the numbers of the parameters, if something was changed since the training went on
        self.changed: Numbers | None = None
        self._start = None if model is None else _numbers(model)
        self._begin(model)

    def _begin(self, model: nn.MLP | None = None) -> None:
        """Be at the start of a training, of a model of one's own perhaps."""
        self.model: nn.MLP = model or networks.model_of(self.configuration)
        self.epoch = 0
        self.steps = Steps()
        self._see_examples()
        if self._start is not None:
            self.assign(self._start)
            self._done(Loaded(self._start))
        self.optimizer: nn.Optimizer = self._new_optimizer()
        self.generator = np.random.default_rng(self.configuration.seed)
        self._prepare()
        self.curve = Curve()
        self.curve.add(0, self.losses())

    def _see_examples(self) -> None:
        self.cloud = cloud_of(self.configuration)
        train = self.cloud.train
        self.inputs = np.column_stack(inputs_at(self.configuration.features, *train.points.T))
        self.targets = networks.as_targets(self.configuration, train.targets)

    def _new_optimizer(self) -> nn.Optimizer:
        return networks.optimizer_of(self.configuration, self.model, len(self.targets))

    def _prepare(self) -> None:
        """Make what computes, for another network, other examples or other settings."""
        self._evaluators: dict[Any, Evaluator] = {}
        try:
            self.engine, self.engine_note = _best_engine(self.configuration)
            self._screen = Screen(self.configuration, self.model, self.cloud, compiled=True)
        except TracingError as error:
            self.engine, self.engine_note = "eager", f"The model cannot be compiled: {error}"
            self._screen = Screen(self.configuration, self.model, self.cloud, compiled=False)

    # Training -------------------------------------------------------------------------------

    def train(
        self, epochs: int | None = None, after_epoch: Callable[[], bool] | None = None
    ) -> None:
        """Train for so many epochs, or until ``after_epoch``, called after each, returns True.

        It ends at the epoch ``pause_at``, too. Raises nn.DivergenceError if the loss or its
        gradient became infinite or nan: then the run is back at its best epoch.
        """
        if not len(self.targets):
            self.notes = ["There are no points to train on yet."]
            return
        self._remember()
        self.notes = []
        training = Training(self, epochs, after_epoch)
        while not training.is_over:
            training.go_on()

    def evaluator(self, objective: Objective) -> Evaluator:
        """What computes losses and gradients for `nn.fit`: made once for each penalty."""
        if objective.penalty not in self._evaluators:
            self._evaluators[objective.penalty] = (
                EagerEvaluator(objective)
                if self.engine == "eager"
                else CompiledEvaluator(objective, self.engine)
            )
        return self._evaluators[objective.penalty]

    def losses(self) -> Losses:
        """The mean losses of training and test now; None where there are no points."""
        return self._screen.losses()

    # Changes --------------------------------------------------------------------------------

    def configure(self, configuration: Configuration) -> bool:
        """Take other settings; whether the network started anew with them.

        Raises SettingError if they do not go together with the points.
        """
        wanted, notes = settled(configuration, self.configuration)
        before = self.configuration
        if wanted == before:
            self.notes = notes
            return False
        self._remember()
        self.configuration, self.notes = wanted, notes
        anew = starts_anew(before, wanted)
        if anew:
            self._start = None
            self._begin()
        else:
            self._go_on(before)
        self._touch()
        return anew

    def _go_on(self, before: Configuration) -> None:
        """Take over settings with which the same network goes on."""
        now = self.configuration
        self._done(Changed(now))
        if now.optimizer != before.optimizer:
            self.optimizer = self._new_optimizer()
        else:
            self.optimizer.learning_rate = networks.rate_of(now, len(self.targets))
        if now.loss != before.loss:
            self._see_examples()
            self.curve = Curve()
        self._prepare()

    def reset(self) -> None:
        """Go back to the start: the same weights, and the same order of examples again."""
        self._remember()
        self.notes = []
        self._begin(self.model if self._start is not None else None)
        self._touch()

    def set_weight(self, layer: Any, neuron: Any, place: Any, value: Any) -> None:
        """Give a weight another number, or a bias, where the place of its input is None.

        Raises SettingError.
        """
        neurons = _item("layer", self.model.layers, layer).neurons
        chosen = _item("neuron", neurons, neuron)
        weight = chosen.bias if place is None else _item("input", chosen.weights, place)
        if weight is None:
            raise SettingError("input", "this neuron has no bias")
        if type(value) not in (int, float) or not -LARGEST <= value <= LARGEST:
            raise SettingError(
                "value", f"a number from {-LARGEST:g} to {LARGEST:g} is needed, got {shown(value)}"
            )
        self._remember()
        self.notes = []
        weight.data = float(value)
        self._done(Weighed(layer, neuron, place, weight.data))
        self._touch()

    def add_point(self, x: Any, y: Any, target: Any) -> None:
        """Add an example; the network goes on. Raises SettingError."""
        points = [*self.configuration.points, (x, y, target)]
        document = as_document(self.configuration) | {"points": points}
        wanted, notes = settled(checked(document), self.configuration)
        if starts_anew(replace(self.configuration, points=wanted.points), wanted):
            self.configure(wanted)  # with another number of classes
            return
        self._remember()
        self.notes = notes
        trained = len(self.targets)
        self.configuration = wanted
        self._see_examples()
        self._done(Added(*wanted.points[-1], trained=len(self.targets) > trained))
        self.optimizer.learning_rate = networks.rate_of(wanted, len(self.targets))
        self._prepare()
        self._touch()

    def assign(self, numbers: Sequence[float]) -> None:
        """Give the parameters these numbers."""
        for parameter, number in zip(self.model.parameters(), numbers, strict=True):
            parameter.data = number

    def _done(self, step: Step) -> None:
        self.steps = self.steps.after(self.epoch, step)

    def _touch(self) -> None:
        self.changed = _numbers(self.model)

    # Undo -----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Go back to what was before the last change, or the last training."""
        self._go_to(self._undone, self._redone)

    def redo(self) -> None:
        """Take back an undo."""
        self._go_to(self._redone, self._undone)

    def _remember(self) -> None:
        self._undone = [*self._undone[1 - MOST_UNDONE :], self._moment()]
        self._redone = []

    def _moment(self) -> Moment:
        return Moment(
            self.configuration,
            self._start,
            self.model,
            _numbers(self.model),
            self.optimizer,
            (self.optimizer.learning_rate, self.optimizer.state, self.optimizer.updates),
            self.generator.bit_generator.state,
            self.epoch,
            self.curve.kept(),
            self.steps,
        )

    def _go_to(self, there: list[Moment], back: list[Moment]) -> None:
        if not there:
            return
        back.append(self._moment())
        moment = there.pop()
        other = moment.model is not self.model or moment.configuration != self.configuration
        self.configuration, self._start, self.model = moment[:3]
        self.assign(moment.numbers)
        self.optimizer = moment.optimizer
        self.optimizer.learning_rate, self.optimizer.state, self.optimizer.updates = moment.kept
        self.generator.bit_generator.state = moment.generator
        self.epoch, self.curve, self.steps = moment.epoch, Curve(moment.curve), moment.steps
        self.notes = []
        if other:
            self._see_examples()
            self._prepare()
        self._touch()

    # What is seen ---------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All that a page is told after every change, but whether it plays."""
        names = [*self.configuration.features]
        layers = [{"name": "inputs", "kind": "input", "activation": "", "labels": names}]
        for i, layer in enumerate(self.model.layers, start=1):
            last = i == len(self.model.layers)
            layers.append(
                {
                    "name": "output" if last else f"hidden {i}",
                    "kind": "output" if last else "hidden",
                    "activation": layer._activation_name,
                    "labels": [neuron._output_label for neuron in layer.neurons],
                }
            )
        return {
            "kind": "state",
            "configuration": as_document(self.configuration),
            "link": link(self.configuration),
            "epoch": self.epoch,
            "can_undo": bool(self._undone),
            "can_redo": bool(self._redone),
            "notes": [*self.notes],
            "train": self.cloud.train.rows(),
            "test": self.cloud.test.rows(),
            "view": self._screen.view,
            "scale": [*self._screen.scale],
            "layers": [layer | {"neurons": len(layer["labels"])} for layer in layers],
        }

    def frame(self, gradient: str = "off") -> tuple[dict[str, Any], bytes]:
        """What a page shows now: a header, and the bytes of tiles and region.

        With ``gradient="batch"`` there is the gradient of the mean loss over the training data.
        """
        self._frames += 1
        train, test = self.losses()
        anew, points = self.curve.news()
        told, pixels = self._screen.pixels()
        header = {
            "frame": self._frames,
            "epoch": self.epoch,
            "loss": {"train": train, "test": test},
            "accuracy": self._screen.accuracy(),
            "rate": self.optimizer.rate(),
            "curve": points,
            "curve_start": anew,
            "gradient": self._screen.gradient() if gradient == "batch" else None,
            "note": " ".join(self.notes),
        }
        return plain(header | parameters_of(self.model) | told), pixels

    def look(self, x: Any, y: Any, target: Any = None) -> dict[str, Any]:
        """All numbers of an example; without a target, that of the nearest one.

        Raises SettingError.
        """
        goal = gradients.nearest(self.cloud, x, y) if target is None else target
        found = gradients.looked(self.configuration, self.model, float(x), float(y), float(goal))
        told: dict[str, Any] = plain({"kind": "looked"} | found)
        return told


def _item(field: str, items: Sequence[Any], place: Any) -> Any:
    if type(place) is not int or not 0 <= place < len(items):
        raise SettingError(
            field, f"a whole number from 0 to {len(items) - 1} is needed, got {shown(place)}"
        )
    return items[place]


def _numbers(model: nn.MLP) -> Numbers:
    return tuple(parameter.data for parameter in model.parameters())


def _best_engine(configuration: Configuration) -> tuple[str, str]:
    """The back end of the training, and why it is not the fastest."""
    name = choose("auto", configuration.batch_size)
    note = 'llvmlite is not installed, so that training is slow: pip install "autograd_lite[jit]"'
    return name, "" if name == "llvm" else note
