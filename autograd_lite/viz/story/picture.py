"""The picture of a walkthrough: the diagram's SVG, in which numbers wait for their step.

Every node and wire becomes a group that says from which step on it shows its value and its
gradient, and at which steps it is lit. Colours become classes, so that a page can have a light
and a dark look; anything that is no shape, text or known attribute is dropped.
"""

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.captions import Captions, Show
from autograd_lite.viz.diagram.diagram import GraphDiagram
from autograd_lite.viz.diagram.dot import write_digraph
from autograd_lite.viz.diagram.draw import WIRES_WITH_NUMBERS, Size, arrange
from autograd_lite.viz.diagram.partials import Partials
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.diagram.scene import Scene
from autograd_lite.viz.diagram.shapes import Numbers
from autograd_lite.viz.diagram.telling import tell_structure
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.story.deck import Change, Drawing, times_of
from autograd_lite.viz.story.flows import Flow
from autograd_lite.viz.story.parts import Part
from autograd_lite.viz.story.products import Others
from autograd_lite.viz.story.steps import Step, Story
from autograd_lite.viz.words.words import Words

SHAPES = {"g", "text", "polygon", "polyline", "path", "ellipse"}
ATTRIBUTES = {
    "transform", "points", "d", "cx", "cy", "rx", "ry", "x", "y", "text-anchor", "textLength",
    "lengthAdjust", "font-size", "font-style", "stroke-width", "stroke-dasharray",
}  # fmt: skip
LOOK = THEMES["slides"]
COLORS = {getattr(LOOK, name): name for name in ("forward", "backward", "ink", "muted", "fill")}
COLORS["none"] = "none"
COLORS[LOOK.panel[:7]] = "panel"  # without the opacity, which is the page's
PIXELS = 4 / 3  # in a point


class Picture:
    """The picture of a story: one for wide pages, from left to right, and one for tall ones."""

    def __init__(self, story: Story, precision: int, words: Words) -> None:
        self._root = _named_copy(story)
        self._story, self._precision, self._words = story, precision, words
        self._nodes = topological_order(self._root)
        self._bounds, (self._scene, self._exceeding) = self._arranged()
        own = dict(zip(self._nodes, story.nodes, strict=True))
        #: the id of the box that shows a node
        self.boxes: dict[Value, str] = {
            own[node]: f"n{i}" for i, box in enumerate(self._scene.boxes) for node in box.nodes
        }
        #: the id of the wire into a node from its operand at a place, where there is one
        self.wires: dict[tuple[Value, int], str] = {
            (own[wire.consumer], wire.operand): f"w{i}"
            for i, edge in enumerate(self._scene.edges)
            for wire in edge.wires
            if wire.consumer is not None
        }
        #: the id of the wire that leaves the result
        self.end: str = f"w{len(self._scene.edges) - 1}"

    def _arranged(self) -> tuple[Bounds, tuple[Scene, str]]:
        """The boxes of the picture, one for each node, or for what is told together, and the bound
        because of which there are fewer.
        """
        outline = self._story.outline
        bounds = Bounds(len(self._nodes), self._story.max_edges)
        if outline is None:
            return bounds, arrange(self._nodes, bounds, {}, lambda group: False, set())
        told = outline.of_twins(self._nodes)
        if told.folds:
            bounds = told.bounds
        return bounds, arrange(self._nodes, bounds, told.owners, told.folded, set())

    def drawings(self, steps: Sequence[Step], first: int) -> list[Drawing]:
        """The drawings with which ``steps`` are told, of which the first is the ``first`` of all.

        They show no gradients if none of the steps does.
        """
        told, times = range(first, first + len(steps)), times_of(self._changes(steps), first)
        show: Show = "both" if any(step.kind == "seed" for step in steps) else "forward"
        wide, tall = (self._svg(direction, show) for direction in ("LR", "TB"))
        return [Drawing("wide", wide, times, told), Drawing("tall", tall, times, told)]

    def _svg(self, direction: str, show: Show) -> str:
        names = {node: node.label for node in self._nodes}
        pen = Pen(LOOK, direction, self._precision, names, self._words)
        captions = Captions(pen, Partials(self._root, pen, "numbers"), show, False)
        crowded = len(self._scene.edges) > WIRES_WITH_NUMBERS * self._bounds.nodes
        numbers: Numbers = "crowd" if crowded else LOOK.numbers
        size, words = Size.of(self._nodes, self._scene), self._words
        both = words.join([size.drawn_nodes(words), size.drawn_wires(words)])
        cut = self._exceeding == "max_edges"
        note = f"{both} (max_edges={self._bounds.edges})" if cut else ""
        digraph = write_digraph(self._scene, captions, numbers, note)
        told = f"{size.description(words)}. {tell_structure(self._nodes, pen)}"
        return GraphDiagram(digraph, LOOK, self._words, "", told).svg()

    def _changes(self, steps: Sequence[Step]) -> Iterator[dict[Change, list[str]]]:
        """What every step changes: of one that asks, nothing is shown, and the same is lit."""
        for step, changes in zip(steps, self._changes_told(steps), strict=True):
            hidden: tuple[Change, ...] = ("value", "gradient") if step.asks else ()
            yield {what: ids for what, ids in changes.items() if what not in hidden}

    def _changes_told(self, steps: Sequence[Step]) -> Iterator[dict[Change, list[str]]]:
        """What every step changes: ids that show a number, are lit, or are near."""
        story, boxes = self._story, self.boxes
        entering: dict[Value, list[str]] = {node: [] for node in story.nodes}
        leaving: dict[Value, list[str]] = {node: [] for node in story.nodes}
        for node in story.nodes:
            for i, parent in enumerate(node.parents):
                if wire := self.wires.get((node, i)):
                    entering[node].append(wire)
                    leaving[parent].append(wire)
        leaving[story.root].append(self.end)

        def with_wires(*nodes: Value) -> list[str]:
            return [each for node in nodes for each in (boxes[node], *leaving[node])]

        for step in steps:
            match step.kind:
                case "given":
                    ids = with_wires(*self._leaves())
                    yield {"value": ids, "lit": ids}
                case "forward":
                    nodes = step.part.nodes if step.part else (step.node,)
                    ids = list(dict.fromkeys(with_wires(*nodes)))
                    near = [each for node in nodes for each in entering[node]]
                    yield {"value": ids, "lit": ids, "near": near}
                case "seed":
                    ids = [boxes[step.node], self.end]
                    yield {"gradient": ids, "lit": ids}
                case "backward":
                    sent, full = self._reached(step)
                    nodes = step.part.outputs if step.part else (step.node,)
                    near = [each for node in nodes for each in leaving[node]]
                    yield {"gradient": sent + full, "lit": [boxes[step.node], *sent], "near": near}
                case "result" | "update" | "outcome":
                    parameters = [leaf for part in story.parts for leaf in part.leaves[:1]]
                    yield {"lit": with_wires(*story.variables, *parameters)}

    def _leaves(self) -> list[Value]:
        """The leaves that are told one by one."""
        inside = {node for part in self._story.parts for node in part.nodes}
        return [node for node in self._story.nodes if not node.parents and node not in inside]

    def _reached(self, step: Step) -> tuple[list[str], list[str]]:
        """The wires along which a step sends gradients, and the boxes that have all of theirs."""
        if step.part:
            return self._reached_from(step.part, step.flows)
        indices: list[int] = []
        complete: list[Value] = []
        for each in step.products:
            if isinstance(each, Others):
                indices += each.indices
                complete += each.complete
            else:
                indices.append(each.index)
                complete += [each.operand] if each.last else []
        wires = (self.wires.get((step.node, i)) for i in indices)
        return [wire for wire in wires if wire], [self.boxes[node] for node in complete]

    def _reached_from(self, part: Part, flows: Sequence[Flow]) -> tuple[list[str], list[str]]:
        """The same of a part, whose own box has its gradients too."""
        sent = {flow.operand for flow in flows}
        wires = [
            self.wires.get((node, i))
            for node in part.operations
            for i, parent in enumerate(node.parents)
            if parent in sent
        ]
        full = [self.boxes[flow.operand] for flow in flows if flow.last]
        own = [self.boxes[leaf] for leaf in part.leaves[:1]]
        return [wire for wire in wires if wire], full + own


def _named_copy(story: Story) -> Value:
    """The same graph with the names that the formulas use and the gradients of this pass."""
    root = copy.deepcopy(story.root)
    root.zero_grad()
    root.backward()
    for node, twin in zip(story.nodes, topological_order(root), strict=True):
        if node in story.names:
            twin.label = story.names[node].text
    return root


# The SVG ------------------------------------------------------------------------------------


def page_svg(drawing: Drawing) -> str:
    """A drawing as part of a page, which knows when its parts are seen and lit."""
    root = ET.fromstring(drawing.svg)  # noqa: S314  # from our own hands, and without entities
    times = {each: _attributes(changes) for each, changes in drawing.times.items()}
    box = root.get("viewBox", "")
    width, height = (float(x) for x in box.split()[2:])
    inner = "".join(_element(child, times) for child in root)
    told = escape(root.get("aria-label", ""))
    heard = f'role="img" aria-label="{told}"' if told else 'aria-hidden="true"'
    return (
        f'<svg class="{drawing.shape}" data-steps="{drawing.steps.start} {drawing.steps[-1]}" '
        f'viewBox="{escape(box)}" width="{width * PIXELS:.0f}" height="{height * PIXELS:.0f}" '
        f"{heard}>{inner}</svg>"
    )


def _attributes(changes: Mapping[Change, tuple[int, ...]]) -> str:
    return "".join(f' data-{change}="{" ".join(map(str, at))}"' for change, at in changes.items())


def _element(element: ET.Element, times: dict[str, str]) -> str:
    """An element and what is in it, as far as it is a shape or text."""
    tag = element.tag.rpartition("}")[2]
    if tag not in SHAPES or element.get("fill") == LOOK.background:
        return ""
    if tag == "text" and not (element.text or "").strip():
        return ""
    key = re.sub("-(start|end)$", "", element.get("id", ""))
    words = [element.get("class", ""), key if key in times else ""]
    words = words if tag == "g" else _color_classes(element)
    kept = "".join(
        f' {attribute}="{escape(value)}"'
        for attribute, value in element.items()
        if attribute in ATTRIBUTES
    )
    classes = f' class="{escape(" ".join(filter(None, words)))}"' if any(words) else ""
    inner = escape(element.text or "") if tag == "text" else ""
    inner += "".join(_element(child, times) for child in element)
    return f"<{tag}{classes}{times.get(key, '')}{kept}>{inner}</{tag}>"


def _color_classes(element: ET.Element) -> list[str]:
    """Classes instead of colours: fill-forward, line-muted, fill-none."""
    colors = {"fill": element.get("fill"), "line": element.get("stroke")}
    return [f"{what}-{COLORS.get(color, 'ink')}" for what, color in colors.items() if color]
