"""How a run trains: calls of `nn.fit`, each with the model, the optimizer and the generator of the
one before, so that a run in pieces is the same as a run at once."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import numpy as np

from autograd_lite import nn
from autograd_lite.nn.evaluators import Evaluator, Objective
from autograd_lite.nn.history import History
from autograd_lite.playgrounds import networks
from autograd_lite.playgrounds.clouds import Array
from autograd_lite.playgrounds.configuration import Configuration
from autograd_lite.playgrounds.curve import Curve, Losses

#: epochs of one call, whose history has a number for each
SEGMENT: Final = 5000


class Trainee(Protocol):
    """What is trained: a `Run`."""

    configuration: Configuration
    model: nn.MLP
    optimizer: nn.Optimizer
    generator: np.random.Generator
    inputs: Array
    targets: Array
    epoch: int
    curve: Curve
    notes: list[str]
    #: the numbers of the parameters, if something was changed since the training went on
    changed: tuple[float, ...] | None

    def evaluator(self, objective: Objective) -> Evaluator:
        """What computes losses and gradients."""

    def losses(self) -> Losses:
        """The mean losses of training and test now."""

    def assign(self, numbers: Sequence[float]) -> None:
        """Give the parameters these numbers."""


class Training:
    """The training between two pauses."""

    def __init__(
        self, run: Trainee, epochs: int | None, after_epoch: Callable[[], bool] | None
    ) -> None:
        self._run, self._left, self._after_epoch = run, epochs, after_epoch
        self.is_over = False

    def go_on(self) -> None:
        """Call `nn.fit` once: until the training is over, something was changed, or a while.

        Raises nn.DivergenceError.
        """
        run, configuration = self._run, self._run.configuration
        run.changed = None
        self._lowest, self._known = math.inf, self._generator()
        self._best = run.epoch, self._known
        try:
            nn.fit(
                run.model,
                run.inputs,
                run.targets,
                loss=configuration.loss,
                optimizer=run.optimizer,
                epochs=SEGMENT if self._left is None else min(self._left, SEGMENT),
                batch_size=configuration.batch_size,
                rng=run.generator,
                penalty=networks.penalty_of(configuration),
                callbacks=[self._end_epoch],
                progress=False,
                backend=run.evaluator,
            )
        except nn.DivergenceError as error:
            failed = run.epoch + 1
            run.epoch, run.generator.bit_generator.state = self._best
            run.curve.cut(run.epoch)
            run.notes = [_told(error, failed, run.epoch)]
            raise
        if run.changed is not None:  # `fit` has just put its own numbers there
            run.assign(run.changed)

    def _end_epoch(self, history: History) -> bool:
        """Count an epoch; whether `fit` is to return."""
        run, loss = self._run, history.loss[-1]
        if loss < self._lowest:
            # with what this epoch began: there `fit` goes back to, should it diverge
            self._lowest, self._best = loss, (run.epoch, self._known)
        self._known = self._generator()
        run.epoch += 1
        if self._left is not None:
            self._left -= 1
        if run.curve.wants(run.epoch):
            run.curve.add(run.epoch, run.losses())
        self.is_over = self._left == 0 or run.epoch == run.configuration.pause_at
        if self._after_epoch is not None and self._after_epoch():
            self.is_over = True
        return self.is_over or run.changed is not None

    def _generator(self) -> Any:
        """The state of the generator, where it is used."""
        return self._run.generator.bit_generator.state


def _told(error: nn.DivergenceError, failed: int, back: int) -> str:
    """What happened, in the epochs of the run."""
    _, _, reason = str(error).partition(": ")
    reason = reason.partition(" The model is ")[0].replace(", or clip=nn.clip_norm(1.0)", "")
    return f"It diverged in epoch {failed}: {reason} The run is back after epoch {back}."
