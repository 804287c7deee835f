"""A sheet as pixels: every shape is a set of outlines, filled with smooth edges.

A pixel is covered by as much of a shape as is exactly inside along x, in `LINES` lines along y.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from autograd_lite.viz.sheet.glyphs import outlines
from autograd_lite.viz.sheet.paths import DASH, Trace, paths, polyline
from autograd_lite.viz.sheet.shapes import (
    Colors,
    Point,
    Points,
    Sheet,
    Text,
    color,
    flat,
    rgba,
)  # fmt: skip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LINES = 4  # in a row of pixels
BAND = 32  # rows
TOLERANCE = 0.1  # pixels by which a straight piece may leave its curve
SMOOTH = 0.95  # cosine of the largest turn without a joint
JOINT = 12  # corners of what joins two pieces of a wide line


def raster(sheet: Sheet, theme: Colors, scale: float) -> "NDArray[np.uint8]":
    """The pixels, as rows of red, green and blue; ``scale`` is pixels in a point."""
    import numpy as np

    height, width = math.ceil(sheet.height * scale), math.ceil(sheet.width * scale)
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = [round(255 * each) for each in rgba(theme.background)[:3]]
    for shape in flat(sheet.shapes):
        if isinstance(shape, Text):
            if paint := color(theme, shape.color):
                _fill(canvas, [_pixels(each, scale) for each in outlines(shape)], paint)
            continue
        for path in paths(shape, theme):
            points = _pixels(path, scale)
            if path.fill:
                _fill(canvas, [points], path.fill)
            if path.stroke:
                _fill(canvas, [*_stroke(points, path, scale)], path.stroke)
    return canvas


# Outlines -----------------------------------------------------------------------------------


def _pixels(trace: Trace, scale: float) -> Points:
    return tuple((x * scale, y * scale) for x, y in polyline(trace, TOLERANCE / scale))


def _stroke(points: Points, path: Trace, scale: float) -> Iterator[Points]:
    """The outlines of a line: a rectangle for each piece, and what joins them."""
    half = path.width * scale / 2
    whole = (*points, points[0]) if path.closed else points
    parts = [*_dashes(whole, DASH * scale)] if path.dashed else [whole]
    for part in parts:
        closed = part[0] == part[-1]
        for one, other in pairwise(part):
            if piece := _thick(one, other, half):
                yield piece
        for before, (x, y), after in zip(part, part[1:], (*part[2:], part[1]), strict=False):
            if half > 0.6 and _turns(before, (x, y), after) and (closed or after != part[1]):
                angles = (-2 * math.pi * i / JOINT for i in range(JOINT))
                yield tuple((x + half * math.cos(a), y + half * math.sin(a)) for a in angles)


def _turns(before: Point, at: Point, after: Point) -> bool:
    """Whether there would be a gap where two pieces of a wide line meet."""
    (a, b), (c, d) = ((q[0] - p[0], q[1] - p[1]) for p, q in ((before, at), (at, after)))
    return a * c + b * d < SMOOTH * math.hypot(a, b) * math.hypot(c, d)


def _thick(one: Point, other: Point, half: float) -> Points:
    length = math.dist(one, other)
    if not length:
        return ()
    x, y = half * (other[1] - one[1]) / length, half * (one[0] - other[0]) / length
    (a, b), (c, d) = one, other
    return (a + x, b + y), (a - x, b - y), (c - x, d - y), (c + x, d + y)


def _dashes(points: Points, dash: float) -> Iterator[Points]:
    """Every other piece of that length."""
    drawn, left, piece = True, dash, [points[0]]
    for one, other in pairwise(points):
        length, done = math.dist(one, other), 0.0
        while length - done > left:
            done += left
            t = done / length
            piece.append((one[0] + t * (other[0] - one[0]), one[1] + t * (other[1] - one[1])))
            if drawn:
                yield tuple(piece)
            drawn, left, piece = not drawn, dash, piece[-1:]
        left -= length - done
        piece.append(other)
    if drawn:
        yield tuple(piece)


# Pixels -------------------------------------------------------------------------------------


def _fill(canvas: "NDArray[np.uint8]", outlines: Sequence[Points], paint: str) -> None:
    """Fill what is inside the outlines, which overlap only in one sense of rotation.

    It is done in bands of rows: what is between the ends of a long line is much and mostly empty.
    """
    import numpy as np

    if not (edges := [*_edges(outlines)]):
        return
    x0, y0, x1, y1 = np.array(edges, np.float64).T
    height, width = canvas.shape[:2]
    *rgb, opaque = rgba(paint)
    ink, low, high = np.array(rgb) * 255.0, np.minimum(y0, y1), np.maximum(y0, y1)
    first, end = max(0, math.floor(low.min())), min(height, math.ceil(high.max()))
    for top in range(first, end, BAND):
        bottom = min(end, top + BAND)
        if not (here := (low < bottom) & (high > top)).any():
            continue
        a, b, c, d = x0[here], y0[here], x1[here], y1[here]
        steep = (c - a) / (d - b)
        ends = [a + steep * (np.clip(y, top, bottom) - b) for y in (b, d)]
        left = max(0, math.floor(np.minimum(*ends).min()))
        right = min(width, math.ceil(np.maximum(*ends).max()))
        if left < right:
            shift = np.array([left, top, left, top])[:, None]
            covered = _coverage(np.array([a, b, c, d]) - shift, right - left, bottom - top)
            area, share = canvas[top:bottom, left:right], (covered * opaque)[..., None]
            area[:] = np.rint(area + share * (ink - area))


def _edges(outlines: Iterable[Points]) -> Iterator[tuple[float, float, float, float]]:
    for points in outlines:
        for (x0, y0), (x1, y1) in pairwise([*points, points[0]]):
            if y0 != y1:
                yield x0, y0, x1, y1


def _coverage(edges: "NDArray[np.float64]", width: int, height: int) -> "NDArray[np.float64]":
    """How much of each pixel is inside: along lines, where edges cross them and in which sense."""
    import numpy as np

    x0, y0, x1, y1 = edges
    sense = np.where(y1 > y0, 1.0, -1.0)
    low, high = np.minimum(y0, y1) * LINES - 0.5, np.maximum(y0, y1) * LINES - 0.5
    first = np.clip(np.ceil(low), 0, height * LINES).astype(np.int64)
    last = np.clip(np.ceil(high), 0, height * LINES).astype(np.int64)
    counts = last - first
    edge = np.repeat(np.arange(len(counts)), counts)
    line = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    at = ((line + 0.5) / LINES - y0[edge]) / (y1[edge] - y0[edge])
    x = np.clip(x0[edge] + at * (x1[edge] - x0[edge]), 0, width)
    pixel = x.astype(np.int64)
    into, turn = x - pixel, sense[edge]
    place, size = line * (width + 2) + pixel, height * LINES * (width + 2)
    inside = np.bincount(place, turn * (1 - into), size)
    inside += np.bincount(place + 1, turn * into, size)
    table = np.cumsum(inside.reshape(height * LINES, width + 2), axis=1)[:, :width]
    share: NDArray[np.float64] = np.minimum(np.abs(table), 1.0)
    pixels: NDArray[np.float64] = share.reshape(height, LINES, width).mean(1)
    return pixels
