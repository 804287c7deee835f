"""What a run did since it began, in order: from this a script repeats it."""

from typing import Final, NamedTuple

from autograd_lite.playgrounds.configuration import Configuration

#: more than this are not written as a script
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
    """The steps of a run; the epochs are counted when another step comes, or somebody asks."""

    def __init__(self, steps: tuple[Step, ...] = (), epoch: int = 0) -> None:
        self._steps, self._epoch = steps, epoch

    def until(self, epoch: int) -> tuple[Step, ...]:
        """All steps, with those epochs that were trained since the last one."""
        if epoch == self._epoch:
            return self._steps
        return (*self._steps, Trained(epoch - self._epoch))

    def after(self, epoch: int, step: Step) -> "Steps":
        """The steps with one more that was done after an epoch."""
        return Steps((*self.until(epoch), step)[: MOST + 2], epoch)
