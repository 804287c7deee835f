"""Draw a graph of Values: forward values in green, backward values in red."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from autograd_lite.graph import topological_order
from autograd_lite.inputs.checks import flag, whole_number
from autograd_lite.inputs.lookup import look_up, word
from autograd_lite.value import Value
from autograd_lite.viz.batch.batch import Batch, is_given, refuse
from autograd_lite.viz.batch.picture import Picture as BatchPicture
from autograd_lite.viz.batch.steps import Story as BatchStory
from autograd_lite.viz.bounds import Bounds, check_bounds, check_value
from autograd_lite.viz.diagram.captions import SHOW, Captions, Show
from autograd_lite.viz.diagram.diagram import Diagram, GraphDiagram, SheetDiagram
from autograd_lite.viz.diagram.dot import SIDES, write_digraph
from autograd_lite.viz.diagram.folding import LeftOut, exceeded, fold_groups, simplify
from autograd_lite.viz.diagram.groups import Chosen, Group, assign_nodes, choose_groups
from autograd_lite.viz.diagram.network.choice import LAYOUTS, Layout, choose_network
from autograd_lite.viz.diagram.network.picture import draw_network
from autograd_lite.viz.diagram.network.ranks import ranks_of
from autograd_lite.viz.diagram.network.writing import Hand
from autograd_lite.viz.diagram.partials import PARTIALS_AS, Partials, PartialsAs
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.diagram.scene import Scene, between, set_scene
from autograd_lite.viz.diagram.shapes import Numbers
from autograd_lite.viz.diagram.telling import Teller, tell_graph
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.formula.names import lowered, name_nodes
from autograd_lite.viz.words.languages import Language, choose_language
from autograd_lite.viz.words.words import ENGLISH, Words

WIRES_WITH_NUMBERS = 2  # for each node of the largest diagram; of more the numbers are unreadable


def draw(
    root: Value | Batch,
    *,
    layout: Layout = "auto",
    theme: str = "slides",
    direction: str = "LR",
    show: Show = "both",
    partials: PartialsAs = "numbers",
    local_gradients: bool = False,
    language: Language = "en",
    precision: int = 4,
    highlight: Value | Iterable[Value] = (),
    modules: Any = (),
    fold: Any = (),
    max_nodes: int = 100,
    max_edges: int | None = None,
) -> "Diagram":
    """Return the diagram of everything that ``root`` was computed from.

    A wire shows the forward value in green above and, after a backward pass, the gradient that
    flows back along this wire in red below; ``local_gradients=True`` adds its two factors,
    upstream × local. A node with several consumers shows the sum of what they send back.

    * ``layout``: "graph" draws every operation; "network" draws neurons as circles, layers as
      columns and a weight on its wire; "auto" draws a network of several neurons as such, unless
      an operation would be hidden, or an option is given that only graphs have, or ``modules`` or
      ``max_edges``.
    * ``theme``: slides, micrograd (boxes of label, data and grad), mono, colorblind or dark.
    * ``direction`` of the computation: LR, RL, TB or BT.
    * ``show``: both passes, or only "forward" or "backward".
    * ``partials``: how to write what flows back: "numbers", "formulas" as ∂L/∂ŷ, or both.
    * ``language`` of notes: the name of one, as "en" or "de", or words of your own, see
      `choose_language`.
    * ``precision``: the significant digits of numbers, 1 to 17.
    * ``highlight``: nodes to mark, with every way that leads from one of them to another.
    * ``modules``: models whose modules get a frame around what they computed.
    * ``fold``: modules, or classes of modules, to draw as one box each.
    * ``max_nodes``: how many boxes there may be. Of a larger graph the innermost modules are
      folded, then those around them, then parameters and activations into the operations they
      belong to; in the end what is nearest the result is drawn, and what was left out is named.
    * ``max_edges``: how many wires there may be between boxes, unless given four for each of
      ``max_nodes``. Of a graph with more, the same is folded and left out, and wires between the
      same two boxes are drawn as one.

    A `Batch` is drawn in matrices, with its own gradients, whether or not ``backward()`` was
    called; of these options it has ``theme``, ``show``, ``language``, ``precision`` and
    ``max_nodes``, and ``local_gradients`` writes their formulas below the matrices.

    A network has a fixed direction, no ``fold``, no ``partials`` as formulas and no
    ``local_gradients``; ``modules`` give the order of its neurons. Of one with many wires their
    widths show the weights, with show="backward" the gradients of these; of many neurons the first
    and the last are drawn.

    Raises ValueError for a word or a number that does not exist, and for a network that is none;
    TypeError for anything of another kind.

    >>> x = Value(3.0, "x")
    >>> draw(x * x)
    <Diagram of 2 nodes>
    >>> from autograd_lite.nn import MLP, Neuron
    >>> model = MLP(2, [16, 16, 1], rng=0)
    >>> draw(model([1.0, 0.0]), modules=model)
    <Diagram of 405 nodes in 35 boxes>
    >>> draw(model([1.0, 0.0]), layout="network")
    <Diagram of a 2-16-16-1 network>
    """
    if not isinstance(root, Batch):
        check_value(root)
    look = look_up("theme", theme, THEMES)
    word("layout", layout, LAYOUTS)
    word("direction", direction, SIDES)
    word("show", show, SHOW)
    word("partials", partials, PARTIALS_AS)
    words = choose_language(language)
    digits = whole_number("precision", precision, 1, 17)
    bounds = check_bounds(max_nodes, max_edges)
    both_factors = flag("local_gradients", local_gradients)
    if isinstance(root, Batch):
        refuse(
            layout=layout != "auto", direction=direction != "LR", partials=partials != "numbers",
            highlight=is_given(highlight), modules=is_given(modules), fold=is_given(fold),
            max_edges=max_edges is not None,
        )  # fmt: skip
        picture = BatchPicture(BatchStory(root, "draw", bounds), digits, words, show, both_factors)
        return SheetDiagram(picture.sheet(), look, words, picture.told)
    nodes = topological_order(root)
    marked = between(nodes, _nodes(highlight, set(nodes)))
    groups, folded = choose_groups(modules, fold)
    network = choose_network(
        nodes,
        layout,
        [group.module for group in groups if group.parent is None],
        {
            "direction": direction != "LR", "partials": partials != "numbers",
            "local_gradients": both_factors,
            "fold": is_given(fold),
            "theme": look.numbers == "boxes", "max_edges": max_edges is not None,
        },
    )  # fmt: skip
    if network:
        pen = Pen(look, direction, digits, {}, words)
        sheet = draw_network(network, Hand(pen, show, marked, look.size), bounds)
        return SheetDiagram(sheet, look, words, f"a {'-'.join(map(str, network.sizes))} network")
    owners = assign_nodes(nodes, groups) if groups else {}
    scene, exceeding = arrange(nodes, bounds, owners, folded, marked)
    numbers: Numbers = look.numbers
    if len(scene.edges) > WIRES_WITH_NUMBERS * bounds.nodes:
        numbers = "crowd"
    names = {node: lowered(node.label) for node in nodes}
    if partials != "numbers":
        mentioned = scene.mentioned
        named = name_nodes([node for node in nodes if node in mentioned])
        names |= {node: name.text for node, name in named.items()}
    pen = Pen(look, direction, digits, names, words)
    captions = Captions(pen, Partials(root, pen, partials), show, both_factors)
    size = Size.of(nodes, scene)
    notes = footnotes(scene, size, numbers, exceeding, bounds, words)
    digraph = write_digraph(scene, captions, numbers, "; ".join(notes))
    told = f"{size.description(words)}. {tell_graph(nodes, Teller(pen, show))}"
    return GraphDiagram(digraph, look, words, size.drawn_nodes(ENGLISH), told)


def footnotes(
    scene: Scene, size: "Size", numbers: Numbers, exceeding: str, bounds: Bounds, words: Words
) -> list[str]:
    """What is said below a scene: how much of the graph it is, and what its wires mean."""
    notes = []
    if exceeding == "max_nodes":
        notes.append(f"{size.drawn_nodes(words)} (max_nodes={bounds.nodes})")
    if exceeding == "max_edges":
        both = words.join([size.drawn_nodes(words), size.drawn_wires(words)])
        notes.append(f"{both} (max_edges={bounds.edges})")
    elif numbers != "wires" and any(edge.is_bundle for edge in scene.edges):
        notes.append(size.drawn_wires(words))
    if numbers == "crowd" and any(edge.flow for edge in scene.edges):
        notes.append(words("diagram.wide_wires"))
    return notes


def arrange(
    nodes: list[Value],
    bounds: Bounds,
    owners: dict[Value, Group],
    folded: Chosen,
    highlighted: set[Value],
) -> tuple[Scene, str]:
    """What is drawn of ``nodes``, in topological order, and the bound because of which it is less.

    ``owners`` says which group a node belongs to.
    """
    places = fold_groups(nodes, owners, folded)
    exceeding = exceeded(nodes, places, bounds)
    if exceeding:
        places = simplify(nodes, owners, folded, bounds)
    scene = set_scene(nodes, places, owners, highlighted)
    if len(scene.edges) > bounds.edges + 1:  # the one that leaves the root is between no boxes
        scene = set_scene(nodes, places, owners, highlighted, most_separate=0)
        exceeding = exceeding or "max_edges"
    wires = sum(len(node.parents) for node in nodes)
    if not owners and len(scene.boxes) == len(nodes) and len(scene.edges) == wires + 1:
        scene = replace(scene, ranks=ranks_of(nodes))
    return scene, exceeding


class Size(NamedTuple):
    """How large a graph is, and how much of it is drawn."""

    nodes: int
    boxes: int
    wires: int
    edges: int
    #: how many nodes of which kind are left out, as ("leaves", 12)
    left_out: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, nodes: list[Value], scene: Scene) -> "Size":
        """The size of the graph of ``nodes`` that is drawn as ``scene``."""
        edges = [edge for edge in scene.edges if edge.consumer]
        left_out = [
            (box.place.kind, len(box.nodes))
            for box in scene.boxes
            if isinstance(box.place, LeftOut)
        ]
        return cls(
            len(nodes), len(scene.boxes), sum(len(node.parents) for node in nodes), len(edges),
            tuple(left_out),
        )  # fmt: skip

    def drawn_nodes(self, words: Words) -> str:
        """The nodes, and the boxes if they are fewer."""
        nodes = words("diagram.nodes", count=self.nodes)
        if self.boxes == self.nodes:
            return nodes
        return words("diagram.in_boxes", nodes=nodes, count=self.boxes)

    def drawn_wires(self, words: Words) -> str:
        """The wires between nodes, and those drawn if they are fewer."""
        wires = words("diagram.wires", count=self.wires)
        if self.edges == self.wires:
            return wires
        return words("diagram.drawn_as", wires=wires, count=self.edges)

    def description(self, words: Words) -> str:
        """The graph in words, for those who do not see the picture: with what it leaves out."""
        parts = [words("diagram.description", size=self.drawn_nodes(words))]
        if self.edges < self.wires:
            parts.append(self.drawn_wires(words))
        counted = [words(f"diagram.{kind}", count=count) for kind, count in self.left_out]
        if counted:
            parts.append(words("diagram.left_out", what=words.join_two(counted)))
        return "; ".join(parts)


def _nodes(highlight: Any, nodes: set[Value]) -> list[Value]:
    chosen = list(highlight) if isinstance(highlight, Iterable) else [highlight]
    for each in chosen:
        if not isinstance(each, Value):
            raise TypeError(f"highlight: Values are needed, got {each!r}")
        if each not in nodes:
            raise ValueError(f"highlight: {each!r} is no part of the graph that is drawn")
    return chosen
