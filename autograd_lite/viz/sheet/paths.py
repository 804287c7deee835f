"""Shapes as paths: what every format can draw, and where the head of an arrow is."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from autograd_lite.viz.sheet.shapes import (
    Circle,
    Colors,
    Curve,
    Point,
    Points,
    Polygon,
    Rectangle,
    Stroke,
    Text,
    color,
)  # fmt: skip

ROUND = 4 / 3 * (math.sqrt(2) - 1)  # of the radius: where the handles of a quarter circle are
HEAD, HALF_HEAD = 6.0, 2.1  # length and half the width of an arrow's head, for a line of 1 point
DASH = 4.0  # points that are drawn, and that are not
SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of a text before its anchor


@dataclass(frozen=True)
class Trace:
    """Pieces from a point on: each is 1 point, a straight line, or 3, a Bézier curve."""

    start: Point
    pieces: tuple[Points, ...]
    closed: bool
    #: colours as a theme has them; nothing for none
    stroke: str
    fill: str
    width: float
    dashed: bool = False


def paths(shape: Stroke | Circle | Rectangle | Polygon, theme: Colors) -> Iterator[Trace]:
    """What is drawn of a shape that is no text: itself, and the head of an arrow."""
    match shape:
        case Stroke():
            yield from _line(shape, color(theme, shape.color))
        case Circle(x, y, radius):
            yield _closed(_ellipse(x, y, radius), shape, theme, shape.width, shape.dashed)
        case Rectangle():
            yield _closed(_rectangle(shape), shape, theme, shape.stroke, shape.dashed)
        case Polygon(points):
            pieces = points[0], tuple((point,) for point in points[1:])
            yield _closed(pieces, shape, theme, shape.stroke)


def _closed(
    pieces: tuple[Point, tuple[Points, ...]],
    shape: Circle | Rectangle | Polygon,
    theme: Colors,
    width: float,
    dashed: bool = False,
) -> Trace:
    stroke = color(theme, shape.color) if width else ""
    return Trace(*pieces, True, stroke, color(theme, shape.fill), width, dashed)


def _line(shape: Stroke, stroke: str) -> Iterator[Trace]:
    points = shape.points
    if len(points) < 2:
        return
    if shape.arrow:
        tip, base, left, right = head(shape)
        points = (*points[:-1], base)
    later = points[1:]
    step = 3 if isinstance(shape, Curve) else 1
    pieces = tuple(later[i : i + step] for i in range(0, len(later), step))
    yield Trace(points[0], pieces, False, stroke, "", shape.width, shape.dashed)
    if shape.arrow:
        yield Trace(tip, ((left,), (right,)), True, "", stroke, 0.0)


def head(shape: Stroke) -> tuple[Point, Point, Point, Point]:
    """The head of an arrow: its tip, the middle of its base, and the corners beside that."""
    tip = shape.points[-1]
    before = next((each for each in reversed(shape.points[:-1]) if each != tip), tip)
    distance = math.dist(tip, before) or 1.0
    right, down = (tip[0] - before[0]) / distance, (tip[1] - before[1]) / distance
    scale = max(1.0, shape.width) ** 0.5
    length, half = min(HEAD * scale, distance), HALF_HEAD * scale
    x, y = tip[0] - length * right, tip[1] - length * down
    return tip, (x, y), (x - half * down, y + half * right), (x + half * down, y - half * right)


def _ellipse(x: float, y: float, r: float) -> tuple[Point, tuple[Points, ...]]:
    k = ROUND * r
    return (x + r, y), (
        ((x + r, y + k), (x + k, y + r), (x, y + r)),
        ((x - k, y + r), (x - r, y + k), (x - r, y)),
        ((x - r, y - k), (x - k, y - r), (x, y - r)),
        ((x + k, y - r), (x + r, y - k), (x + r, y)),
    )


def _rectangle(shape: Rectangle) -> tuple[Point, tuple[Points, ...]]:
    left, top = shape.x, shape.y
    right, bottom = left + shape.width, top + shape.height
    r = min(shape.radius, shape.width / 2, shape.height / 2)
    if r <= 0:
        return (left, top), (((right, top),), ((right, bottom),), ((left, bottom),))
    k = r - ROUND * r
    return (left + r, top), (
        ((right - r, top),),
        ((right - k, top), (right, top + k), (right, top + r)),
        ((right, bottom - r),),
        ((right, bottom - k), (right - k, bottom), (right - r, bottom)),
        ((left + r, bottom),),
        ((left + k, bottom), (left, bottom - k), (left, bottom - r)),
        ((left, top + r),),
        ((left, top + k), (left + k, top), (left + r, top)),
    )


def polyline(path: Trace, tolerance: float) -> Points:
    """The points of a path, its curves in straight pieces that leave them by ``tolerance``."""
    points = [path.start]
    for piece in path.pieces:
        if len(piece) == 1:
            points += piece
            continue
        a, (b, c, d) = points[-1], piece
        bend = math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
        bend = max(bend, math.hypot(b[0] - 2 * c[0] + d[0], b[1] - 2 * c[1] + d[1]))
        count = max(1, math.ceil(math.sqrt(0.75 * bend / tolerance)))
        points += [_between(a, b, c, d, i / count) for i in range(1, count + 1)]
    return tuple(points)


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    s = 1 - t
    weights = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    x, y = (sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) for i in (0, 1))
    return x, y


def left_end(text: Text, width: float) -> float:
    """Where a text of that width begins."""
    return text.x - width * SHARE[text.anchor]
