"""How a run trains: calls of `nn.fit`, each with the model, the optimizer and the generator of the
one before, so that a run in pieces is the same as a run at once."""

import math
from collections.abc import Callable
from typing import Final

from autograd_lite import nn
from autograd_lite.nn.history import History
from autograd_lite.playgrounds import networks
from autograd_lite.playgrounds.learner import Learner

#: epochs of one call, whose history has a number for each
SEGMENT: Final = 5000


class Training:
    """The training between two pauses."""

    def __init__(
        self, learner: Learner, epochs: int | None, after_epoch: Callable[[], bool] | None
    ) -> None:
        self._learner, self._left, self._after_epoch = learner, epochs, after_epoch
        self.is_over = False

    def go_on(self) -> None:
        """Call `nn.fit` once: until the training is over, something was changed, or a while.

        Raises nn.DivergenceError.
        """
        learner, configuration = self._learner, self._learner.configuration
        learner.changed = None
        self._lowest, self._known = math.inf, learner.generator.bit_generator.state
        self._shuffles = configuration.batch_size < len(learner.targets)
        self._best = learner.epoch, self._known
        try:
            nn.fit(
                learner.model,
                learner.inputs,
                learner.targets,
                loss=configuration.loss,
                optimizer=learner.optimizer,
                epochs=SEGMENT if self._left is None else min(self._left, SEGMENT),
                batch_size=configuration.batch_size,
                rng=learner.generator,
                penalty=networks.penalty_of(configuration),
                callbacks=[self._end_epoch],
                progress=False,
                backend=learner.evaluator,
            )
        except nn.DivergenceError as error:
            failed = learner.epoch + 1
            learner.epoch, learner.generator.bit_generator.state = self._best
            learner.curve.cut(learner.epoch)
            note = _told(error, failed, learner.epoch)
            learner.notes = [note]
            raise nn.DivergenceError(note) from error
        finally:
            if learner.changed is not None:  # `fit` has just put its own numbers there
                learner.assign(learner.changed)

    def _end_epoch(self, history: History) -> bool:
        """Count an epoch; whether `fit` is to return."""
        learner, loss = self._learner, history.loss[-1]
        if loss < self._lowest:
            # with what this epoch began: there `fit` goes back to, should it diverge
            self._lowest, self._best = loss, (learner.epoch, self._known)
        if self._shuffles:
            self._known = learner.generator.bit_generator.state
        learner.epoch += 1
        if self._left is not None:
            self._left -= 1
        if learner.curve.wants(learner.epoch):
            learner.curve.add(learner.epoch, learner.losses())
        self.is_over = self._left == 0 or learner.epoch == learner.configuration.pause_at
        if self._after_epoch is not None and self._after_epoch():
            self.is_over = True
        return self.is_over or learner.changed is not None


def _told(error: nn.DivergenceError, failed: int, back: int) -> str:
    """What happened, in the epochs of the run, and what a reader of the page can do."""
    text = f"It diverged in epoch {failed}: {error.what}."
    if error.operation:
        text += f" It comes from {error.operation.partition('(')[0]}."
    if error.misfit:
        text += f" In this loss {error.misfit}."
    if error.too_high is not None:
        text += (
            " The loss or the parameters had grown: the learning rate "
            f"{error.too_high:g} is probably too high; try a tenth of it."
        )
    return f"{text} The run is back {f'after epoch {back}' if back else 'at its start'}."
