"""The picture of a walkthrough: the diagram's SVG, in which numbers wait for their step.

Every node and wire becomes a group that says from which step on it shows its value and its
gradient, and at which steps it is lit. Colours become classes, so that a page can have a light
and a dark look; anything that is no shape, text or known attribute is dropped.
"""

import copy
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from html import escape

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.diagram.draw import draw
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.story.steps import Story

SHAPES = {"g", "text", "polygon", "polyline", "path", "ellipse"}
ATTRIBUTES = {
    "transform", "points", "d", "cx", "cy", "rx", "ry", "x", "y", "text-anchor", "font-size",
    "font-style", "stroke-width", "stroke-dasharray",
}  # fmt: skip
LOOK = THEMES["slides"]
COLORS = {getattr(LOOK, name): name for name in ("forward", "backward", "ink", "muted", "fill")}
COLORS["none"] = "none"
PIXELS = 4 / 3  # in a point


def pictures(story: Story, precision: int) -> str:
    """The picture for wide pages, from left to right, and the one for tall ones."""
    root = _named_copy(story)
    data = _times(story)
    drawn = [
        (name, draw(root, direction=direction, precision=precision, max_nodes=len(story.nodes)))
        for name, direction in (("wide", "LR"), ("tall", "TB"))
    ]
    return "\n".join(_page_svg(diagram.svg(), name, data) for name, diagram in drawn)


def _named_copy(story: Story) -> Value:
    """The same graph with the names that the formulas use and the gradients of this pass."""
    root = copy.deepcopy(story.root)
    root.zero_grad()
    root.backward()
    for node, twin in zip(story.nodes, topological_order(root), strict=True):
        if node in story.names:
            twin.label = story.names[node].text
    return root


def _times(story: Story) -> dict[str, str]:
    """For the id of every node and wire, the attributes that say when it shows what."""
    times: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, changed in enumerate(_changes(story), start=1):
        for change, ids in changed.items():
            for at in (times[each][change] for each in ids):
                if not at or change in ("lit", "near"):  # a number is shown once
                    at.append(str(number))
    return {
        each: "".join(f' data-{change}="{" ".join(at)}"' for change, at in changes.items())
        for each, changes in times.items()
    }


def _changes(story: Story) -> Iterator[dict[str, list[str]]]:
    """What every step changes in the picture: ids that show a number, are lit, or are near."""
    boxes = {node: f"n{i}" for i, node in enumerate(story.nodes)}
    entering = {node: [f"w{i}" for i in wires] for node, wires in story.wires.items()}
    leaving: dict[Value, list[str]] = {node: [] for node in story.nodes}
    for node, wires in entering.items():
        for parent, wire in zip(node.parents, wires, strict=True):
            leaving[parent].append(wire)
    end = f"w{sum(map(len, entering.values()))}"
    leaving[story.root].append(end)

    def with_wires(*nodes: Value) -> list[str]:
        return [each for node in nodes for each in (boxes[node], *leaving[node])]

    for step in story.steps:
        match step.kind:
            case "given":
                ids = with_wires(*(node for node in story.nodes if not node.parents))
                yield {"value": ids, "lit": ids}
            case "forward":
                ids = with_wires(step.node)
                yield {"value": ids, "lit": ids, "near": entering[step.node]}
            case "seed":
                ids = [boxes[step.node], end]
                yield {"gradient": ids, "lit": ids}
            case "backward":
                sent = [f"w{product.wire}" for product in step.products]
                full = [boxes[p.operand] for p in step.products if p.last]
                lit = [boxes[step.node], *sent]
                yield {"gradient": sent + full, "lit": lit, "near": leaving[step.node]}
            case "result":
                yield {"lit": with_wires(*story.variables)}


# The SVG ------------------------------------------------------------------------------------


def _page_svg(svg: str, name: str, times: dict[str, str]) -> str:
    root = ET.fromstring(svg)  # noqa: S314  # from our own layout program, and without entities
    box = root.get("viewBox", "")
    width, height = (float(x) for x in box.split()[2:])
    inner = "".join(_element(child, times) for child in root)
    return (
        f'<svg class="{name}" viewBox="{escape(box)}" width="{width * PIXELS:.0f}" '
        f'height="{height * PIXELS:.0f}" aria-hidden="true">{inner}</svg>'
    )


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
