"""From what a diagram shows to the DOT text of its picture."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from autograd_lite.labels import shortened
from autograd_lite.value import Value
from autograd_lite.viz.diagram.captions import Captions
from autograd_lite.viz.diagram.folding import LeftOut
from autograd_lite.viz.diagram.groups import Group, common_group
from autograd_lite.viz.diagram.pen import LONGEST_TEXT
from autograd_lite.viz.diagram.scene import Box, Edge, Ranks, Scene
from autograd_lite.viz.diagram.shapes import Numbers, Shapes
from autograd_lite.viz.diagram.text import label
from autograd_lite.viz.formula.order import told_order, written_order

if TYPE_CHECKING:
    import graphviz

T = TypeVar("T")
#: of each direction: the sides where a wire comes in and goes out
SIDES = {"LR": ("w", "e"), "RL": ("e", "w"), "TB": ("n", "s"), "BT": ("s", "n")}
THIN, THICK = 0.3, 2.0  # points of a wire in a crowd, by what flows back
DECADES = 3  # from the largest gradient down to the thinnest wire


def write_digraph(
    scene: Scene, captions: Captions, numbers: Numbers, footnote: str
) -> "graphviz.Digraph":
    """The picture of ``scene``, with its numbers where they are wanted.

    In an SVG the i-th box has the id n{i}, and the i-th wire w{i}, w{i}-start and w{i}-end: so
    that a page can light them up.
    """
    drawing = _Drawing(scene, captions, numbers)
    drawing.add_boxes()
    drawing.add_edges()
    drawing.line_up()
    drawing.add_frames(footnote)
    return drawing.whole


class _Drawing:
    """A ``graphviz.Digraph`` with a subgraph for each frame.

    The numbers of a wire are a node of their own: the layout then keeps room for them, and the
    rule between forward and backward is the wire.
    """

    def __init__(self, scene: Scene, captions: Captions, numbers: Numbers) -> None:
        import graphviz

        self._scene, self._pen, self._theme = scene, captions.pen, captions.pen.theme
        self._before, self._after = SIDES[captions.pen.direction]
        self._flat = captions.pen.direction in ("LR", "RL")
        self._shapes = Shapes(captions, scene.boxes, scene.edges, numbers)
        self._names = {box: f"n{i}" for i, box in enumerate(scene.boxes)}
        self._numbers, self._factors = numbers, captions.local_gradients
        self._ranks = scene.ranks if numbers == "wires" else Ranks()
        self.whole: graphviz.Digraph = graphviz.Digraph()
        self._frames: dict[Group | None, graphviz.Digraph] = {None: self.whole}
        for box in scene.boxes:
            for group in box.frame.ancestors() if box.frame else ():
                self._frames.setdefault(group, graphviz.Digraph(f"cluster{len(self._frames)}"))
        self._set_defaults()

    def _set_defaults(self) -> None:
        theme, whole = self._theme, self.whole
        whole.attr(rankdir=self._pen.direction, bgcolor=theme.background, fontname=theme.font)
        whole.attr(nodesep="0.15", ranksep="0.3" if self._flat else "0.45")
        whole.attr(remincross="false")  # a second round mixes up what stands in frames
        whole.attr("node", fontname=theme.font, color=theme.muted, shape="plain")
        whole.attr("node", width="0", height="0", margin="0.06,0.04")
        whole.attr("edge", color=theme.muted, arrowsize="0.6")
        if self._numbers == "crowd":  # straight wires, below the boxes where they cross one
            whole.attr(ranksep="1.5", splines="line", outputorder="edgesfirst")
            whole.attr("edge", penwidth="0.5", arrowhead="none")
            whole.attr("edge", tailport=self._after, headport=self._before)

    def _in_order(self, things: list[T], frame: Callable[[T], Group | None]) -> list[T]:
        """What stands in frames comes last, if wires lie: Graphviz turns only the rest round."""
        if not self._flat:
            return things
        inside = [each for each in things if frame(each)]
        return [each for each in things if not frame(each)] + inside[::-1]

    # Boxes ----------------------------------------------------------------------------------

    def add_boxes(self) -> None:
        """Draw every box as a symbol, or with its value as a record."""
        for box in self._in_order(_boxes_as_written(self._scene), lambda box: box.frame):
            frame, name, shapes = self._frames[box.frame], self._names[box], self._shapes
            if not shapes.is_record(box):
                frame.node(name, shapes.symbol(box), id=name, **self._look(box))
                continue
            frame.node(name, shapes.record(box), id=name)
            if shapes.has_circle(box):
                frame.node(f"o{name}", shapes.circle(box), **self._look(box))
                self.whole.edge(f"o{name}", name, **self._stroke(box.highlighted))

    def _look(self, box: Box) -> dict[str, str]:
        """A leaf is bare text, an operation a circle or a box, what is left out dashed."""
        theme, stroke = self._theme, self._stroke(box.highlighted)
        if isinstance(box.place, LeftOut):
            return {"shape": "box", "style": "rounded,dashed", **stroke}
        operations = [node.op for node in box.nodes if node.op]
        if not operations and not box.highlighted:
            return {"shape": "plaintext"}
        fill = theme.marker if box.highlighted else theme.fill
        if len(box.nodes) == 1 and operations and self._shapes.is_round(box):
            return {"shape": "circle", "style": "filled", "fillcolor": fill, **stroke}
        return {"shape": "box", "style": "rounded,filled", "fillcolor": fill, **stroke}

    def _stroke(self, highlighted: bool) -> dict[str, str]:
        return {"color": self._theme.marker_line, "penwidth": "2"} if highlighted else {}

    def line_up(self) -> None:
        """Keep boxes with the same neighbours in order: to the layout they are all the same."""
        for row in self._ranks.rows:
            self._keep_in_order(None, row)
        if self._numbers != "crowd":
            return
        sources: dict[Box, set[Box]] = {box: set() for box in self._scene.boxes}
        for edge in self._scene.edges:
            if edge.consumer:
                sources[edge.consumer].add(edge.source)
        rows: dict[tuple[Group | None, frozenset[object], frozenset[object]], list[str]] = {}
        for box in self._in_order(self._scene.boxes, lambda box: box.frame):
            consumers = frozenset(edge.consumer for edge in box.edges)
            key = box.frame, frozenset(sources[box]), consumers
            rows.setdefault(key, []).append(self._names[box])
        for (group, *_), names in rows.items():
            if len(names) > 1:
                self._keep_in_order(group, names)

    def _keep_in_order(self, group: Group | None, names: Sequence[str]) -> None:
        with self._frames[group].subgraph(graph_attr={"rank": "same"}) as row:
            for one, following in pairwise(names):
                row.edge(one, following, style="invis", tailport="", headport="")

    # Wires ----------------------------------------------------------------------------------

    def add_edges(self) -> None:
        """Draw every wire: by way of its numbers, or as wide as what flows back."""
        names = {edge: f"w{i}" for i, edge in enumerate(self._scene.edges)}
        most = max((edge.flow for edge in self._scene.edges if edge.consumer), default=0.0)
        for edge in self._in_order(_edges_as_written(self._scene), _frame):
            told = self._factors and edge.consumer and self._numbers == "boxes"
            if told or self._numbers == "wires":
                self._add_with_numbers(edge, names[edge])
            elif edge.consumer:
                look = self._width(edge.flow / most) if self._numbers == "crowd" and most else {}
                look |= {"id": names[edge], **self._stroke(edge.highlighted)}
                self.whole.edge(self._names[edge.source], self._entry(edge.consumer), **look)

    def _width(self, share: float) -> dict[str, str]:
        """The width of a wire along which this share of the largest gradient flows back."""
        wide = max(0.0, 1.0 + math.log10(share) / DECADES) if share else 0.0
        return {"penwidth": f"{THIN + (THICK - THIN) * wide:.2f}"}

    def _add_with_numbers(self, edge: Edge, name: str) -> None:
        stroke = self._stroke(edge.highlighted)
        self._frames[_frame(edge)].node(name, self._shapes.wire(edge), id=name)
        tail = self._names[edge.source]
        if len(edge.source.edges) > 1:
            tail = f"{tail}:{self._after}"
        start = {"id": f"{name}-start", "arrowhead": "none", **stroke}
        start |= {"minlen": "2"} if name in self._ranks.far else {}
        self.whole.edge(tail, f"{name}:{self._rule(self._before)}", **start)
        if edge.consumer:
            end = {"id": f"{name}-end", **stroke}
            self.whole.edge(f"{name}:{self._rule(self._after)}", self._entry(edge.consumer), **end)

    def _rule(self, side: str) -> str:
        """The port of a wire's numbers where their rule meets that side."""
        return side if self._flat else f"rule:{side}"

    def _entry(self, box: Box) -> str:
        """Where the wires that lead to a box end."""
        return f"o{self._names[box]}" if self._shapes.has_circle(box) else self._names[box]

    # Frames ---------------------------------------------------------------------------------

    def add_frames(self, footnote: str) -> None:
        """Put every frame into the one around it, the innermost first, and write the footnote."""
        theme, pen = self._theme, self._pen
        groups = self._in_order([each for each in self._frames if each], lambda group: group)
        for group in sorted(groups, key=lambda group: -group.depth):
            frame = self._frames[group]
            title = [pen.muted(shortened(group.title, LONGEST_TEXT), smaller=2, style="B")]
            frame.attr(label=label([title]), labeljust="l", margin="10")
            frame.attr(style="rounded,filled", fillcolor=theme.panel, color=theme.panel_line)
            self._frames[group.parent].subgraph(frame)
        if footnote:
            note = label([[pen.muted(footnote, smaller=2)]], "LEFT")
            self.whole.attr(label=note, labelloc="b", labeljust="l")


def _boxes_as_written(scene: Scene) -> list[Box]:
    """The boxes, those of the operands of an operation in the order in which it is written."""
    told = told_order(scene.boxes[-1].nodes[-1])
    return sorted(scene.boxes, key=lambda box: max(told[node] for node in box.nodes))


def _edges_as_written(scene: Scene) -> list[Edge]:
    """The edges, those that lead to one operation in the order in which it is written."""
    found, leading = list(scene.edges), defaultdict(list)
    for i, edge in enumerate(scene.edges):
        leading[edge.consumer].append(i)
    for box, slots in leading.items():
        order = written_order(box.place) if box and isinstance(box.place, Value) else []
        if order != sorted(order):
            edge_of = {scene.edges[i].wires[0].operand: scene.edges[i] for i in slots}
            written = (edge_of[operand] for operand in order if operand in edge_of)
            for i, edge in zip(slots, written, strict=True):
                found[i] = edge
    return found


def _frame(edge: Edge) -> Group | None:
    """The innermost frame around a wire."""
    ends = [box.frame for box in (edge.source, edge.consumer or edge.source)]
    inner = [each for each in ends if each]
    return common_group(inner) if len(inner) == len(ends) else None
