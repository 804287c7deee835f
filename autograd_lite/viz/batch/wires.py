"""Wires of a picture: from the end of one matrix to the operation that it goes into."""

from collections.abc import Sequence

from autograd_lite.viz.batch.columns import Item
from autograd_lite.viz.sheet.shapes import Curve, Line, Shape

Point = tuple[float, float]

LEAST_BETWEEN, BETWEEN = 26.0, 64.0  # columns
CLIMB = 0.16  # of the height that a wire climbs is the room for it
ROUND = 8.0  # of the corners of a wire
STUB = 12.0  # of a wire before it turns to the next band


def room_between(column: Sequence[Item], after: Sequence[Item]) -> float:
    """The room between two columns: the more the higher the wires climb."""
    known = {id(item) for item in after}
    climbs = [abs(x.y - to.y) for x in column for to, _ in x.following if id(to) in known]
    return min(max(LEAST_BETWEEN, CLIMB * max(climbs, default=0.0)), BETWEEN)


def curve(start: Point, goal: Point) -> Shape:
    """A wire from the end of one item to the start of the next."""
    (x, y), (u, v) = start, goal
    if abs(y - v) < 0.5:
        return Line((start, goal))
    middle = (x + u) / 2
    return Curve((start, (middle, y), (middle, v), goal))


def turn(start: Point, goal: Point, right: float, between: float) -> Shape:
    """A wire from the end of a band to the start of the next: around its right and left ends."""
    (_x, y), (u, v) = start, goal
    near = u - STUB
    corners = [(right, y), (right, between), (near, between), (near, v)]
    points = [start]
    for before, corner, after in zip(
        [start, *corners], corners, [*corners[1:], goal], strict=False
    ):
        a, b = _towards(corner, before), _towards(corner, after)
        points += [_part(points[-1], a, 1 / 3), _part(points[-1], a, 2 / 3), a]
        points += [_part(a, corner, 0.55), _part(b, corner, 0.55), b]
    points += [_part(points[-1], goal, 1 / 3), _part(points[-1], goal, 2 / 3), goal]
    return Curve(tuple(points))


def _towards(corner: Point, other: Point) -> Point:
    """A point a little before a corner."""
    length = abs(corner[0] - other[0]) + abs(corner[1] - other[1])
    return _part(corner, other, min(ROUND / length, 0.5) if length else 0.0)


def _part(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
