"""Several iterations of training on a batch: passes, and the updates between them."""

from collections.abc import Callable, Mapping
from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.batch.batch import Batch, Example
from autograd_lite.viz.batch.matrices import Matrix
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.story.replay import replay
from autograd_lite.viz.story.updates import Update, Updates


class Course:
    """So many updates of the parameters of a batch, each after a pass of its own.

    The first of the ``stories`` is that of the batch itself; those that follow are replayed with
    the numbers of the update before them. Nothing is changed. Raises ValueError if none of the
    optimizer's parameters is in the batch.
    """

    def __init__(
        self, story: Story, optimizer: Any, iterations: int, tell: Callable[[Batch], Story]
    ) -> None:
        updates = Updates(optimizer)
        leaves = {lane.nodes[0] for matrix in story.parts.parameters for lane in matrix.lanes}
        if not leaves.intersection(updates.parameters):
            raise ValueError(
                "optimizer: none of its parameters is in the batch; pass those of the model that "
                "the batch is of"
            )
        self.stories: list[Story] = [story]
        self.updates: list[Update] = []
        #: the place among the optimizer's parameters of the leaves of every story
        self._places = [{leaf: i for i, leaf in enumerate(updates.parameters)}]
        values = [each.data for each in updates.parameters]
        for _ in range(iterations):
            places, derivatives = self._places[-1], self.stories[-1].batch.derivatives
            gradients = [derivatives.get(leaf, 0.0) for leaf in places]
            update = updates.next(values, gradients)
            self.updates.append(update)
            values = list(update.after)
            batch, twins = _replayed(
                self.stories[-1].batch, {leaf: values[i] for leaf, i in places.items()}
            )
            self._places.append({twins.get(leaf, leaf): i for leaf, i in places.items()})
            self.stories.append(tell(batch))

    def moved(self, iteration: int) -> list[Matrix]:
        """The matrices of an iteration, counted from 0, that the optimizer moves."""
        places = self._places[iteration]
        found = self.stories[iteration].parts.parameters
        return [each for each in found if any(lane.nodes[0] in places for lane in each.lanes)]

    def place(self, iteration: int, matrix: Matrix) -> int:
        """The place among the optimizer's parameters of the first entry that it moves."""
        places = self._places[iteration]
        return next(places[x] for lane in matrix.lanes if (x := lane.nodes[0]) in places)


def _replayed(batch: Batch, numbers: Mapping[Value, float]) -> tuple[Batch, dict[Value, Value]]:
    """The batch with other numbers of some leaves, and the twin of every node."""
    results = [node for each in batch.examples for node in (*each.outputs, each.loss)]
    nodes = topological_order(*results)
    twins = dict(zip(nodes, replay(nodes, numbers), strict=True))
    examples = [
        Example(
            each.name,
            tuple(twins[node] for node in each.outputs),
            twins[each.loss],
            {twins[leaf]: place for leaf, place in each.given.items() if leaf in twins},
        )
        for each in batch.examples
    ]
    return Batch(examples, batch.reduce, batch.predicts), twins
