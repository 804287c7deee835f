"""How a walkthrough draws a graph: operation by operation, or as a network.

A view knows by which ids its SVG shows which nodes and wires, so that they can be lit.
"""

from dataclasses import replace
from typing import Protocol

from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.captions import Captions, Show
from autograd_lite.viz.diagram.diagram import GraphDiagram
from autograd_lite.viz.diagram.dot import write_digraph
from autograd_lite.viz.diagram.draw import WIRES_WITH_NUMBERS, Size, footnotes
from autograd_lite.viz.diagram.network.layered import Network
from autograd_lite.viz.diagram.network.picture import draw_network
from autograd_lite.viz.diagram.network.writing import Hand
from autograd_lite.viz.diagram.partials import Partials
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.diagram.scene import Scene
from autograd_lite.viz.diagram.shapes import Numbers
from autograd_lite.viz.diagram.telling import tell_structure
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.svg import write_svg

#: the colours of all views; a page has its own in their places
LOOK = THEMES["slides"]


class View(Protocol):
    """A way to draw a graph."""

    #: by which ids each node is shown
    boxes: dict[Value, tuple[str, ...]]
    #: by which id the wire into a node is shown, from its operand at a place; not all are
    wires: dict[tuple[Value, int], str]
    #: by which ids the wire that leaves the result is shown
    end: tuple[str, ...]
    #: of a softmax that is no node, because the loss computes it: the operand of each share, by the
    #: id of that
    shares: dict[str, Value]

    def svg(self, show: Show) -> str:
        """The picture, with the numbers of both passes or of one."""


class GraphView:
    """Every operation as a box, or every part; laid out by a program.

    The graph is that of ``drawn``, the twins of the nodes ``told`` of.
    """

    def __init__(
        self,
        told: list[Value],
        drawn: list[Value],
        arranged: tuple[Scene, str],
        bounds: Bounds,
        pen: Pen,
    ) -> None:
        self._nodes, self._bounds, self._pen = drawn, bounds, pen
        self._scene, self._exceeding = arranged
        scene = self._scene
        own = dict(zip(drawn, told, strict=True))
        self.boxes: dict[Value, tuple[str, ...]] = {
            own[node]: (f"n{i}",) for i, box in enumerate(scene.boxes) for node in box.nodes
        }
        self.wires: dict[tuple[Value, int], str] = {
            (own[wire.consumer], wire.operand): f"w{i}"
            for i, edge in enumerate(scene.edges)
            for wire in edge.wires
            if wire.consumer is not None
        }
        self.end: tuple[str, ...] = (f"w{len(scene.edges) - 1}",)
        self.shares: dict[str, Value] = {}

    def svg(self, show: Show) -> str:
        """The picture, with the numbers of both passes or of one."""
        pen, scene = self._pen, self._scene
        captions = Captions(pen, Partials(self._nodes[-1], pen, "numbers"), show, False)
        crowded = len(scene.edges) > WIRES_WITH_NUMBERS * self._bounds.nodes
        numbers: Numbers = "crowd" if crowded else LOOK.numbers
        size = Size.of(self._nodes, scene)
        notes = footnotes(scene, size, numbers, self._exceeding, self._bounds, pen.words)
        digraph = write_digraph(scene, captions, numbers, "; ".join(notes))
        told = f"{size.description(pen.words)}. {tell_structure(self._nodes, replace(pen, room=0))}"
        return GraphDiagram(digraph, LOOK, pen.words, "", told).svg()


class NetworkView:
    """Neurons as circles, layers as columns, weights on their wires.

    The ``network`` is that of ``drawn``, the twins of the nodes ``told`` of.
    """

    def __init__(
        self, told: list[Value], drawn: list[Value], network: Network, bounds: Bounds, pen: Pen
    ) -> None:
        self._nodes, self._network, self._bounds, self._pen = drawn, network, bounds, pen
        self.boxes: dict[Value, tuple[str, ...]] = {node: (f"n{i}",) for i, node in enumerate(told)}
        self.wires: dict[tuple[Value, int], str] = {}
        self.shares: dict[str, Value] = {}
        for node in told:
            for operand in range(len(node.parents)):
                self.wires[node, operand] = f"w{len(self.wires)}"
        last = network.layers[-1]
        if last.joined and any(each is None for each in last.outputs):
            linear = [told[network.places[neuron.linear]] for neuron in last.neurons]
            self.shares = {f"p{place}": node for place, node in enumerate(linear)}
        if self.shares and network.end and all(each is None for each in last.outputs):
            self.boxes[told[network.places[network.end.root]]] += (*self.shares,)
        self.end: tuple[str, ...] = ()

    def svg(self, show: Show) -> str:
        """The picture, with the numbers of both passes or of one."""
        pen, hand = self._pen, Hand(self._pen, show, set(), LOOK.size)
        sheet = draw_network(self._network, hand, self._bounds)
        kind = pen.words("network.told", sizes="-".join(map(str, self._network.sizes)))
        told = f"{kind}. {tell_structure(self._nodes, replace(pen, room=0))}"
        return write_svg(replace(sheet, description=told), LOOK)
