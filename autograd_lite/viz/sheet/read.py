"""An SVG of a layout program, or of ours, read as a sheet: so that it goes the same ways out."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from math import cos, isclose, pi, sin

from autograd_lite.viz.sheet.shapes import (
    Anchor,
    Circle,
    Colors,
    Curve,
    Group,
    Line,
    Point,
    Points,
    Polygon,
    Rectangle,
    Role,
    Shape,
    Sheet,
    Text,
    moved,
)  # fmt: skip

_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_COMMAND = re.compile("([MLC])([^MLCZ]*)")
_SHIFT = re.compile(r"translate\(([^ ,)]+)[ ,]+([^)]+)\)")
_NAMES = {"black": "#000000", "white": "#ffffff"}
_ANCHORS: dict[str | None, Anchor] = {"middle": "middle", "end": "end"}
CORNERS = 48  # of what stands for an ellipse


def read_svg(svg: str, theme: Colors, description: str = "") -> Sheet:
    """The shapes and texts of an SVG document; what it has besides is left out.

    Colours that the theme has become its roles; any other that is not written as #rrggbb is ink.
    """
    root = ET.fromstring(svg)  # noqa: S314  # without entities: a layout program made it, or we did
    left, top, width, height = _numbers(root.get("viewBox", "0 0 0 0"))
    shapes = tuple(moved(each, -left, -top) for each in _Reader(theme).children(root))
    return Sheet(width, height, shapes, description or root.get("aria-label", ""))


class _Reader:
    """Reads elements. The one in the colour of the background, behind all others, is left out."""

    def __init__(self, theme: Colors) -> None:
        self._roles: dict[str, Role] = {
            str(value): name for name, value in vars(theme).items() if str(value).startswith("#")
        }
        self._background = theme.background
        self._kinds: dict[str, Callable[[ET.Element], Shape | None]] = {
            "text": self._text,
            "ellipse": self._ellipse,
            "polygon": self._polygon,
            "polyline": self._polyline,
            "path": self._path,
        }

    def children(self, element: ET.Element) -> Iterator[Shape | Group]:
        """What is in an element, each group moved to where it is seen."""
        for child in element:
            kind = child.tag.rpartition("}")[2]
            if kind in ("g", "a"):
                shift = _SHIFT.search(child.get("transform", ""))
                x, y = (float(shift[1]), float(shift[2])) if shift else (0.0, 0.0)
                inner = tuple(moved(each, x, y) for each in self.children(child))
                if kind == "a" or child.get("class") == "graph":
                    yield from inner
                elif inner:
                    yield Group(inner, child.get("id", ""))
            elif (read := self._kinds.get(kind)) and (shape := read(child)):
                yield shape

    def _role(self, element: ET.Element, what: str) -> Role:
        value = element.get(what, "none").lower()
        value = _NAMES.get(value, value)
        if value in ("none", "transparent"):
            return ""
        if not value.startswith("#"):
            return "ink"
        opaque = round(255 * float(element.get(f"{what}-opacity", "1")))
        value = value if opaque == 255 else f"{value}{opaque:02x}"
        return self._roles.get(value, value)

    def _line(self, element: ET.Element) -> tuple[Role, float, bool]:
        """Colour and width of a border or a line, and whether it is dashed."""
        width = float(element.get("stroke-width", "1"))
        return self._role(element, "stroke"), width, element.get("stroke-dasharray") is not None

    def _text(self, element: ET.Element) -> Shape | None:
        text = element.text or ""
        if not text.strip():
            return None
        return Text(
            float(element.get("x", "0")),
            float(element.get("y", "0")),
            text,
            float(element.get("font-size", "14")),
            self._role(element, "fill") if element.get("fill") else "ink",
            _ANCHORS.get(element.get("text-anchor"), "start"),
            element.get("font-weight") == "bold",
            element.get("font-style") == "italic",
        )

    def _ellipse(self, element: ET.Element) -> Shape:
        x, y, across, down = (float(element.get(each, "0")) for each in ("cx", "cy", "rx", "ry"))
        stroke, width, dashed = self._line(element)
        fill = self._role(element, "fill")
        if isclose(across, down, abs_tol=0.02):
            return Circle(x, y, across, stroke, fill, width, dashed)
        angles = [2 * pi * i / CORNERS for i in range(CORNERS)]
        points = tuple((x + across * cos(a), y + down * sin(a)) for a in angles)
        return Polygon(points, stroke, fill, width)

    def _polygon(self, element: ET.Element) -> Shape | None:
        points, fill = _points(element.get("points", "")), self._role(element, "fill")
        stroke, width, dashed = self._line(element)
        if not stroke and fill in ("background", self._background):
            return None
        points = points[:-1] if points[0] == points[-1] else points
        if box := _box(points):
            return Rectangle(*box, 0.0, stroke, fill, width, dashed)
        return Polygon(points, stroke, fill, width)

    def _polyline(self, element: ET.Element) -> Shape:
        return Line(_points(element.get("points", "")), *self._line(element))

    def _path(self, element: ET.Element) -> Shape | None:
        data, fill = element.get("d", ""), self._role(element, "fill")
        if not data or "H" in data:
            return None  # the background of a sheet of ours
        points = _points(re.sub("[A-Z]", " ", data))
        stroke, width, dashed = self._line(element)
        if not fill and "Z" not in data and points[0] != points[-1]:
            return (Curve if "C" in data else Line)(points, stroke, width, dashed)
        if "C" in data:
            return Rectangle(*_rounded(data), stroke, fill, width, dashed)
        if box := _box(points):
            return Rectangle(*box, 0.0, stroke, fill, width, dashed)
        return Polygon(points, stroke, fill, width)


def _numbers(text: str) -> list[float]:
    return [float(each) for each in _NUMBER.findall(text)]


def _points(text: str) -> Points:
    numbers = _numbers(text)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _bounds(points: Points) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _box(points: Points) -> tuple[float, float, float, float] | None:
    """Left, top, width and height, if the points are the corners of a rectangle."""
    x, y, width, height = _bounds(points)
    corners = {(a, b) for a in (x, x + width) for b in (y, y + height)}
    near = all(min(abs(a - c) + abs(b - d) for c, d in corners) < 0.02 for a, b in points)
    return (x, y, width, height) if near and len(points) == 4 else None


def _rounded(data: str) -> tuple[float, float, float, float, float]:
    """Left, top, width and height of a rectangle, and the radius of its corners: they are round
    from where the outline leaves the upper side.
    """
    on: list[Point] = []  # without the handles of curves
    for command, text in _COMMAND.findall(data):
        points = _points(text)
        on += points[2::3] if command == "C" else points
    x, y, across, down = _bounds(tuple(on))
    upper = [a for a, b in on if isclose(b, y, abs_tol=0.02)]
    return x, y, across, down, min(min(a - x, x + across - a) for a in upper)
