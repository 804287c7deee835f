"""A network that learns: its examples, its optimizer, and where it stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd_lite import nn
from autograd_lite.nn.compiled import CompiledEvaluator
from autograd_lite.nn.evaluators import Evaluator, Objective
from autograd_lite.playgrounds import networks
from autograd_lite.playgrounds.clouds import cloud_of
from autograd_lite.playgrounds.configuration import Configuration
from autograd_lite.playgrounds.curve import Curve, Kept, Losses
from autograd_lite.playgrounds.features import inputs_at
from autograd_lite.playgrounds.frames import Screen
from autograd_lite.playgrounds.steps import Loaded, Step, Steps
from autograd_lite.playgrounds.targets import as_targets
from autograd_lite.system.requirements import installation

Numbers = tuple[float, ...]


class Moment(NamedTuple):
    """All that a learner is at a moment."""

    configuration: Configuration
    given: Numbers | None
    model: nn.MLP
    numbers: Numbers
    optimizer: nn.Optimizer
    #: rate, state and updates of the optimizer
    kept: tuple[Any, Any, int]
    generator: Any
    epoch: int
    curve: Kept
    steps: Steps


class Learner:
    """A network in front of its examples."""

    def __init__(self, configuration: Configuration, model: nn.MLP | None) -> None:
        self.configuration = configuration
        self.notes: list[str] = []
        #: the numbers of the parameters, if they were changed since the training went on
        self.changed: Numbers | None = None
        #: the numbers at the start, where the seed does not make them
        self.given = None if model is None else _numbers(model)
        self.begin(model)

    def begin(self, model: nn.MLP | None = None) -> None:
        """Be at the start of a training, of a model that there is, perhaps."""
        self.model: nn.MLP = model or networks.model_of(self.configuration)
        self.epoch = 0
        self.steps = Steps(self.configuration)
        self.see_examples()
        if self.given is not None:
            self.assign(self.given)
            self.note_step(Loaded(self.given))
        self.optimizer: nn.Optimizer = self.new_optimizer()
        self.generator = np.random.default_rng(self.configuration.seed)
        self.prepare()
        self.begin_curve()

    def see_examples(self) -> None:
        """Take the examples of the configuration."""
        self.cloud = cloud_of(self.configuration)
        train = self.cloud.train
        self.inputs = np.column_stack(inputs_at(self.configuration.features, *train.points.T))
        self.targets = as_targets(self.configuration, train.targets)

    def new_optimizer(self) -> nn.Optimizer:
        """An optimizer that has made no update."""
        return networks.optimizer_of(self.configuration, self.model, len(self.targets))

    def prepare(self) -> None:
        """Make what computes, for another network, other examples or other settings."""
        self._evaluators: dict[Any, Evaluator] = {}
        self.engine = networks.engine_of(self.configuration)
        self.screen = Screen(self.configuration, self.model, self.cloud)

    def begin_curve(self) -> None:
        """Forget the curve of the losses, and note where they are now."""
        self.curve = Curve()
        self.curve.add(self.epoch, self.losses())

    @property
    def engine_note(self) -> str:
        """What would make the training faster; empty if nothing would."""
        if self.engine == "llvm":
            return ""
        command = installation("jit")
        return f"Training is slow without llvmlite{command and f': {command} brings it'}."

    def evaluator(self, objective: Objective) -> Evaluator:
        """What computes losses and gradients for `nn.fit`: made once for each penalty."""
        if objective.penalty not in self._evaluators:
            self._evaluators[objective.penalty] = CompiledEvaluator(objective, self.engine)
        return self._evaluators[objective.penalty]

    def losses(self) -> Losses:
        """The mean losses of training and test now; None where there are no points."""
        return self.screen.losses()

    def assign(self, numbers: Sequence[float]) -> None:
        """Give the parameters these numbers."""
        for parameter, number in zip(self.model.parameters(), numbers, strict=True):
            parameter.data = number

    def touch(self) -> None:
        """Let the training go on with the numbers that the parameters have now."""
        self.changed = _numbers(self.model)

    def note_step(self, step: Step) -> None:
        """Remember for a script what was done."""
        self.steps = self.steps.after(self.epoch, step)

    # Moments --------------------------------------------------------------------------------

    def moment(self) -> Moment:
        """Where it stands."""
        return Moment(
            self.configuration,
            self.given,
            self.model,
            _numbers(self.model),
            self.optimizer,
            (self.optimizer.learning_rate, self.optimizer.state, self.optimizer.updates),
            self.generator.bit_generator.state,
            self.epoch,
            self.curve.kept(),
            self.steps,
        )

    def go_to(self, moment: Moment) -> None:
        """Stand there again."""
        other = moment.model is not self.model or moment.configuration != self.configuration
        self.configuration, self.given, self.model = moment[:3]
        self.assign(moment.numbers)
        self.optimizer = moment.optimizer
        self.optimizer.learning_rate, self.optimizer.state, self.optimizer.updates = moment.kept
        self.generator.bit_generator.state = moment.generator
        self.epoch, self.curve, self.steps = moment.epoch, Curve(moment.curve), moment.steps
        if other:
            self.see_examples()
            self.prepare()
        self.touch()


def _numbers(model: nn.MLP) -> Numbers:
    return tuple(parameter.data for parameter in model.parameters())
