"""The shapes of a sheet, in points, with y downwards; colours are roles of a theme."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

#: a colour of a theme by its name, such as forward or ink; or a colour itself, as #rrggbb or
#: #rrggbbaa; or nothing for none
Role = str
Point = tuple[float, float]
Points = tuple[Point, ...]
Anchor = Literal["start", "middle", "end"]
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


class Colors(Protocol):
    """A theme, as far as a sheet needs it: the colours of the roles, and that of the background."""

    @property
    def background(self) -> str:
        """What is behind everything."""


@dataclass(frozen=True)
class Stroke:
    """What is drawn along its points, with a head at the last one if it is an arrow."""

    points: Points
    color: Role = "muted"
    width: float = 1.0
    dashed: bool = False
    arrow: bool = False


class Line(Stroke):
    """A line through its points."""


class Curve(Stroke):
    """A Bézier curve: a point, and three more for each piece."""


@dataclass(frozen=True)
class Circle:
    """A circle; ``color`` is that of its border."""

    x: float
    y: float
    radius: float
    color: Role = "muted"
    fill: Role = "fill"
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Rectangle:
    """A rectangle from its upper left corner on; its corners are round with ``radius``."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    color: Role = "muted"
    fill: Role = "fill"
    stroke: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Polygon:
    """A closed shape."""

    points: Points
    color: Role = "muted"
    fill: Role = "fill"
    stroke: float = 1.0


@dataclass(frozen=True)
class Text:
    """A line of text with its baseline at ``y``; ``anchor`` says which part of it is at ``x``."""

    x: float
    y: float
    text: str
    size: float
    color: Role = "ink"
    anchor: Anchor = "start"
    bold: bool = False
    italic: bool = False


Shape = Line | Curve | Circle | Rectangle | Polygon | Text


@dataclass(frozen=True)
class Group:
    """Shapes that belong together; ``id`` is what a page finds them by."""

    shapes: tuple["Shape | Group", ...]
    id: str = ""


@dataclass(frozen=True)
class Sheet:
    """A picture: the later a shape, the further in front. ``description`` is its text for those
    who do not see it.
    """

    width: float
    height: float
    shapes: tuple[Shape | Group, ...]
    description: str


def flat(shapes: Iterable[Shape | Group]) -> Iterator[Shape]:
    """The shapes of all groups, from the back to the front.

    >>> dot = Circle(0, 0, 1)
    >>> list(flat([Group((dot, Group((dot,)))), dot])) == [dot] * 3
    True
    """
    for each in shapes:
        if isinstance(each, Group):
            yield from flat(each.shapes)
        else:
            yield each


def color(theme: Colors, role: Role) -> str:
    """The colour of a role in a theme, as #rrggbb or #rrggbbaa; nothing for none.

    Raises ValueError for a role that the theme does not have.
    """
    value = role if not role or role.startswith("#") else getattr(theme, role, None)
    if not isinstance(value, str) or (value and not _COLOR.fullmatch(value)):
        raise ValueError(f"color: a role of the theme or #rrggbb is needed, got {role!r}")
    return value


def rgba(value: str) -> tuple[float, float, float, float]:
    """A colour as four numbers from 0 to 1: red, green, blue, and how opaque it is.

    >>> rgba("#ff000033")
    (1.0, 0.0, 0.0, 0.2)
    """
    red, green, blue, opaque = bytes.fromhex(value[1:].ljust(8, "f"))
    return red / 255, green / 255, blue / 255, opaque / 255


def moved(shape: Shape | Group, x: float, y: float, scale: float = 1.0) -> Shape | Group:
    """The same shape, enlarged from the upper left corner, then further right and further down.

    >>> moved(Circle(1, 2, 3), 10, 20)
    Circle(x=11.0, y=22.0, radius=3.0, color='muted', fill='fill', width=1.0, dashed=False)
    """
    if isinstance(shape, Group):
        return replace(shape, shapes=tuple(moved(each, x, y, scale) for each in shape.shapes))
    if isinstance(shape, (Stroke, Polygon)):
        points = tuple((a * scale + x, b * scale + y) for a, b in shape.points)
        if isinstance(shape, Polygon):
            return replace(shape, points=points, stroke=shape.stroke * scale)
        return replace(shape, points=points, width=shape.width * scale)
    left, top = shape.x * scale + x, shape.y * scale + y
    if isinstance(shape, Text):
        return replace(shape, x=left, y=top, size=shape.size * scale)
    if isinstance(shape, Circle):
        return replace(shape, x=left, y=top, radius=shape.radius * scale, width=shape.width * scale)
    return replace(
        shape, x=left, y=top, width=shape.width * scale, height=shape.height * scale,
        radius=shape.radius * scale, stroke=shape.stroke * scale,
    )  # fmt: skip
