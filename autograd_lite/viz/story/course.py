"""Several iterations of training on one graph: passes, and the updates between them."""

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from autograd_lite.value import Value
from autograd_lite.viz.story.replay import replay
from autograd_lite.viz.story.updates import Update, Updates


class Replayable(Protocol):
    """A story of one pass, of a graph or of a batch."""

    @property
    def nodes(self) -> Sequence[Value]:
        """All nodes, each after what it was computed from."""

    def gradient(self, node: Value) -> float:
        """The gradient of a node, 0 where none flows."""

    def of_twins(self, twins: Sequence[Value]) -> Any:
        """The same story of the twins of its nodes."""


S = TypeVar("S", bound=Replayable)


class Course(Generic[S]):
    """So many updates of the parameters that a story has, each after a pass of its own.

    The first of the ``stories`` is the one that is given, those that follow are replayed with the
    numbers of the update before them. Nothing is changed. Raises ValueError if none of the
    optimizer's parameters is in the graph.
    """

    def __init__(self, story: S, optimizer: Any, iterations: int) -> None:
        updates = Updates(optimizer)
        places = {node: i for i, node in enumerate(story.nodes) if node.op is None}
        #: of each parameter: its place among the nodes of every story, where it has one
        self.places: list[int | None] = [places.get(each) for each in updates.parameters]
        if all(place is None for place in self.places):
            raise ValueError(
                "optimizer: none of its parameters is in the graph of root; pass those of the "
                "model that computed it"
            )
        self.stories: list[S] = [story]
        self.updates: list[Update] = []
        values = [each.data for each in updates.parameters]
        for _ in range(iterations):
            update = updates.next(values, self._gradients(self.stories[-1]))
            self.updates.append(update)
            values = list(update.after)
            self.stories.append(self._replayed(self.stories[-1], values))

    def parameters(self, story: S) -> list[tuple[int, Value]]:
        """The parameters in the graph of a story: places among the optimizer's, and nodes."""
        nodes = story.nodes
        return [(i, nodes[place]) for i, place in enumerate(self.places) if place is not None]

    def _gradients(self, story: S) -> list[float]:
        """What every parameter has for a gradient, 0 if it is not in the graph."""
        nodes = story.nodes
        return [0.0 if place is None else story.gradient(nodes[place]) for place in self.places]

    def _replayed(self, story: S, values: Sequence[float]) -> S:
        numbers = {node: values[i] for i, node in self.parameters(story)}
        made: S = story.of_twins(replay(story.nodes, numbers))
        return made
