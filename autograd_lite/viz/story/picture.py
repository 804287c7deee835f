"""The pictures of a story: one for wide pages, from left to right, and one for tall ones."""

import copy
from collections.abc import Mapping, Sequence

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.captions import Show
from autograd_lite.viz.diagram.draw import arrange
from autograd_lite.viz.diagram.network.choice import Layout, choose_network
from autograd_lite.viz.diagram.network.layered import Network
from autograd_lite.viz.diagram.network.plan import make_plan
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.story.deck import Drawing, times_of
from autograd_lite.viz.story.lighting import Lighting
from autograd_lite.viz.story.steps import Step, Story
from autograd_lite.viz.story.views import LOOK, GraphView, NetworkView, View
from autograd_lite.viz.words.words import Words

BESIDE_DIGITS = 3  # characters of most numbers: −0.1234


def changing_room(precision: int) -> int:
    """How many characters of room a number needs in whose place others come."""
    return precision + BESIDE_DIGITS


class Picture:
    """The pictures of a story, with the names that its formulas use.

    A network is drawn as such on wide pages, as ``layout`` has it. Every number has ``room`` for so
    many characters.
    """

    def __init__(
        self, story: Story, precision: int, words: Words, layout: Layout, room: int = 0
    ) -> None:
        self._story = story
        nodes = _named_copy(story)
        names = {node: node.label for node in nodes}
        across, down = (Pen(LOOK, way, precision, names, words, room) for way in ("LR", "TB"))
        outline = story.outline
        told = outline.of_twins(nodes) if outline else None
        bounds = Bounds(len(nodes), story.max_edges)
        network = _network(nodes, layout, bounds, bool(outline and outline.modules))
        if told and told.folds:
            bounds = told.bounds
        owners, folded = (told.owners, told.folded) if told else ({}, lambda group: False)
        arranged = arrange(nodes, bounds, owners, folded, set())
        graph = GraphView(story.nodes, nodes, arranged, bounds, down)
        self._tall: View = graph
        #: how it is drawn on wide pages
        self.view: View = (
            NetworkView(story.nodes, nodes, network, bounds, across)
            if network
            else GraphView(story.nodes, nodes, arranged, bounds, across)
        )

    @property
    def views(self) -> tuple[View, View]:
        """How it is drawn on wide pages, and on tall ones."""
        return self.view, self._tall

    @property
    def wires(self) -> Mapping[tuple[Value, int], str]:
        """The id of the wire into a node from its operand at a place, where there is one."""
        return self.view.wires

    def drawings(self, steps: Sequence[Step], first: int) -> list[Drawing]:
        """The drawings with which ``steps`` are told, of which the first is the ``first`` of all.

        They show no gradients if none of the steps does.
        """
        told = range(first, first + len(steps))
        show: Show = "both" if any(step.kind == "seed" for step in steps) else "forward"
        wide, tall = (
            times_of(Lighting(self._story, view).changes(steps), first) for view in self.views
        )
        return [
            Drawing("wide", self.view.svg(show), wide, told),
            Drawing("tall", self._tall.svg(show), tall, told),
        ]


def _network(nodes: list[Value], layout: Layout, bounds: Bounds, modules: bool) -> Network | None:
    """The network to draw: one that is asked for, or that has room for all its numbers."""
    if layout == "network":
        return choose_network(nodes, layout, (), {})
    network = None if modules else choose_network(nodes, layout, (), {})
    return network if network and make_plan(network, bounds).numbers else None


def _named_copy(story: Story) -> list[Value]:
    """The nodes of the same graph, with names and the gradients of this pass."""
    root = copy.deepcopy(story.root)
    root.zero_grad()
    root.backward()
    nodes = topological_order(root)
    for node, twin in zip(story.nodes, nodes, strict=True):
        if node in story.names:
            twin.label = story.names[node].text
    return nodes
