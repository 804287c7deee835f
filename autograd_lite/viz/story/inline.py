"""A drawing as part of a page: without anything that is no shape, text or known attribute.

Colours become classes, so that a page can have a light and a dark look.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from html import escape

from autograd_lite.viz.slots.marks import without_marks
from autograd_lite.viz.story.deck import Change, Drawing, Marked
from autograd_lite.viz.story.views import LOOK

SHAPES = {"g", "text", "polygon", "polyline", "path", "ellipse"}
ATTRIBUTES = {
    "transform", "points", "d", "cx", "cy", "rx", "ry", "x", "y", "text-anchor", "font-size",
    "font-style", "font-weight", "stroke-width", "stroke-dasharray", "textLength", "lengthAdjust",
}  # fmt: skip
COLORS = {getattr(LOOK, name): name for name in ("forward", "backward", "ink", "muted", "fill")} | {
    "none": "none",
    LOOK.panel[:7]: "panel",
    LOOK.marker_line: "marker",
}
KINDS = {"n": "node", "w": "edge"}  # by the first letter of an id
PIXELS = 4 / 3  # in a point


NO_MARKS: Marked = {}


def page_svg(drawing: Drawing, marked: Marked = NO_MARKS) -> str:
    """A drawing as part of a page, which knows when its parts are seen and lit."""
    root = ET.fromstring(drawing.svg)  # noqa: S314  # from our own hands, and without entities
    times = {each: _attributes(changes) for each, changes in drawing.times.items()}
    box = root.get("viewBox", "")
    width, height = (float(x) for x in box.split()[2:])
    inner = "".join(_element(child, times, marked, {}) for child in root)
    told = escape(root.get("aria-label", ""))
    heard = f'role="img" aria-label="{told}"' if told else 'aria-hidden="true"'
    return (
        f'<svg class="{drawing.shape}" data-steps="{drawing.steps.start} {drawing.steps[-1]}" '
        f'viewBox="{escape(box)}" width="{width * PIXELS:.0f}" height="{height * PIXELS:.0f}" '
        f"{heard}>{inner}</svg>"
    )


def _attributes(changes: Mapping[Change, tuple[int, ...]]) -> str:
    return "".join(f' data-{change}="{" ".join(map(str, at))}"' for change, at in changes.items())


def _element(
    element: ET.Element, times: dict[str, str], marked: Marked, own: Mapping[str, tuple[str, ...]]
) -> str:
    """An element and what is in it, as far as it is a shape or text."""
    tag = element.tag.rpartition("}")[2]
    if tag not in SHAPES or element.get("fill") == LOOK.background:
        return ""
    if tag == "text" and not (element.text or "").strip():
        return ""
    key = re.sub("-(start|end)$", "", element.get("id", ""))
    words = _group_classes(element, key, times) if tag == "g" else _color_classes(element)
    own = marked.get(key, own)
    kept = "".join(
        f' {attribute}="{escape(value)}"'
        for attribute, value in element.items()
        if attribute in ATTRIBUTES
    )
    classes = f' class="{escape(" ".join(filter(None, words)))}"' if any(words) else ""
    inner = ""
    if tag == "text":
        color = COLORS.get(element.get("fill", ""), "ink")
        inner = _with_marks(escape(element.text or ""), own.get(color, ()))
    inner += "".join(_element(child, times, marked, own) for child in element)
    return f"<{tag}{classes}{times.get(key, '')}{kept}>{inner}</{tag}>"


def _with_marks(text: str, numbers: Iterable[str]) -> str:
    """A text that is one of the numbers, or ends with it, with the marks of that."""
    for each in numbers:
        shown, start = without_marks(each), text.strip().rpartition(" ")[0]
        if text.strip() == f"{start} {shown}".strip():
            before, _, after = text.rpartition(shown)
            return f"{before}{each}{after}"
    return text


def _group_classes(element: ET.Element, key: str, times: Mapping[str, str]) -> list[str]:
    """What a group is, a node or a wire, and by what the page finds it."""
    kind = KINDS.get(key[:1], element.get("class", ""))  # dot's numbers on wires are nodes
    return [kind, key if key in times else ""]


def _color_classes(element: ET.Element) -> list[str]:
    """Classes instead of colours: fill-forward, line-muted, fill-none."""
    colors = {"fill": element.get("fill"), "line": element.get("stroke")}
    return [f"{what}-{COLORS.get(color, 'ink')}" for what, color in colors.items() if color]
