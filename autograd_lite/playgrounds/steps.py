"""What a run did since it began, in order: from this a script repeats it."""

from typing import Final, NamedTuple

from autograd_lite.playgrounds.configuration import Configuration

#: of more than this no script is written
MOST: Final = 200


class Trained(NamedTuple):
    """So many epochs of training."""

    epochs: int


class Changed(NamedTuple):
    """Settings with which the network goes on."""

    configuration: Configuration


class Weighed(NamedTuple):
    """A weight, or with the input None a bias, that was given by hand."""

    layer: int
    neuron: int
    input: int | None
    value: float


class Added(NamedTuple):
    """A point that was added, and whether it is trained on."""

    x: float
    y: float
    target: float
    trained: bool


class Loaded(NamedTuple):
    """The numbers of all parameters, from a file or of a model of one's own."""

    numbers: tuple[float, ...]


Step = Trained | Changed | Weighed | Added | Loaded


class Steps:
    """The steps of a run, which began with a configuration.

    The epochs are counted when another step comes, or somebody asks.
    """

    def __init__(self, start: Configuration, done: tuple[Step, ...] = (), epoch: int = 0) -> None:
        self.start, self._done, self._epoch = start, done, epoch

    def until(self, epoch: int) -> tuple[Step, ...]:
        """All steps, with those epochs that were trained since the last one."""
        if epoch == self._epoch:
            return self._done
        return (*self._done, Trained(epoch - self._epoch))

    def after(self, epoch: int, step: Step) -> "Steps":
        """The steps with one more that was done after an epoch; beyond `MOST` none is kept."""
        done = self.until(epoch)
        if done and _same(done[-1], step):
            done = done[:-1]
        return Steps(self.start, (*done, step)[: MOST + 1], epoch)


def _same(before: Step, after: Step) -> bool:
    """Whether a step makes the one before it idle, as while a weight is dragged."""
    if isinstance(before, Weighed) and isinstance(after, Weighed):
        return before[:3] == after[:3]
    return isinstance(before, Changed) and isinstance(after, Changed)
