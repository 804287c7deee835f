"""How much room shapes take."""

from collections.abc import Iterable

from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import left_end
from autograd_lite.viz.sheet.shapes import Circle, Group, Rectangle, Shape, Text, flat

ASCENT, DESCENT = 0.75, 0.22  # of letters, in sizes

#: left, top, right, bottom
Extent = tuple[float, float, float, float]


def extent_of(shape: Shape) -> Extent:
    """The rectangle around a shape."""
    if isinstance(shape, Circle):
        r = shape.radius
        return shape.x - r, shape.y - r, shape.x + r, shape.y + r
    if isinstance(shape, Rectangle):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    if isinstance(shape, Text):
        width = text_width(shape.text, shape.size, shape.bold)
        left = left_end(shape, width)
        up, down = ASCENT * shape.size, DESCENT * shape.size
        return left, shape.y - up, left + width, shape.y + down
    xs, ys = zip(*shape.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def extent(shapes: Iterable[Shape | Group]) -> Extent:
    """The rectangle around all shapes, of which there is one at least."""
    lefts, tops, rights, bottoms = zip(*map(extent_of, flat(shapes)), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
