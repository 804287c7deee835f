"""Text as glyphs of the fonts that come with the package, each at its place."""

import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from autograd_lite.labels import in_one_line
from autograd_lite.viz.sheet.faces import Contour, Font, face, font
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import Trace, left_end
from autograd_lite.viz.sheet.shapes import Points, Sheet, Text, flat

MOST_TOLD = 20  # characters
UNKNOWN = "\ufffd"  # what a character that no font has is drawn as


class Glyph(NamedTuple):
    """A glyph of a font by its number, and where its origin is."""

    font: Font
    number: int
    #: what it stands for: not always what was asked for
    character: str
    x: float


def glyphs(text: Text) -> Iterator[Glyph]:
    """The glyphs of a line of text, from left to right."""
    shown = unicodedata.normalize("NFC", in_one_line(text.text))
    shown = _left_to_right(shown)
    x = left_end(text, text_width(shown, text.size, text.bold))
    for character in shown:
        found = face(character, text.bold, text.italic)
        wide = text_width(character, text.size, text.bold)
        if found:
            number, own = found.glyphs[character], 0.0
            if not wide:  # an accent, over the middle of the letter before it
                own = found.advance(number) / found.units * text.size
            yield Glyph(found, number, character, x - own)
        elif wide:
            sign = font("regular")
            yield Glyph(sign, sign.glyphs[UNKNOWN], UNKNOWN, x)
        x += wide


def outlines(text: Text) -> Iterator[Trace]:
    """The closed curves of a line of text; those of one glyph overlap in one sense alone."""
    for glyph in glyphs(text):
        unit = text.size / glyph.font.units
        for contour in glyph.font.outline(glyph.number):
            yield _trace([(glyph.x + unit * a, text.y - unit * b, on) for a, b, on in contour])


def _trace(contour: Contour) -> Trace:
    """An outline of curves of second degree, as one of third degree."""
    points: Contour = []
    for one, other in pairwise([*contour, contour[0]]):
        points.append(one)
        if not one[2] and not other[2]:  # between two handles the curve goes through the middle
            points.append(((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, True))
    first = next(i for i, each in enumerate(points) if each[2])
    points = [*points[first:], *points[: first + 1]]
    pieces: list[Points] = []
    for (a, b, on), (c, d, following), (e, f, _) in zip(
        points[:-1], points[1:], [*points[2:], points[1]], strict=True
    ):
        if on and following:
            pieces.append(((c, d),))
        elif on:
            handles = ((a + 2 * c) / 3, (b + 2 * d) / 3), ((e + 2 * c) / 3, (f + 2 * d) / 3)
            pieces.append((*handles, (e, f)))
    return Trace(points[0][:2], tuple(pieces), True, "", "", 0.0)


def _left_to_right(text: str) -> str:
    """Letters that are written from right to left, turned round where several follow each other.

    It is all that a label needs; marks and numbers within such letters are not put in order.
    """
    if not any(unicodedata.bidirectional(each) in ("R", "AL") for each in text):
        return text
    runs: list[tuple[bool, list[str]]] = []
    for each in text:
        kind = unicodedata.bidirectional(each)
        follows = bool(runs) and runs[-1][0] and kind in ("NSM", "WS")
        backward = follows or kind in ("R", "AL")
        if not runs or runs[-1][0] != backward:
            runs.append((backward, []))
        runs[-1][1].append(each)
    return "".join("".join(run[::-1] if backward else run) for backward, run in runs)


def warn_of_unknown(sheets: Iterable[Sheet]) -> None:
    """Warn of the characters that no font here has, and that are drawn as �."""
    shapes = (each for sheet in sheets for each in flat(sheet.shapes))
    letters = dict.fromkeys("".join(each.text for each in shapes if isinstance(each, Text)))
    missing = [c for c in letters if c.isprintable() and face(c) is None and text_width(c, 1.0)]
    if missing:
        told = "".join(missing[:MOST_TOLD]) + "…" * (len(missing) > MOST_TOLD)
        warnings.warn(
            f"the fonts of pictures have no letters for {told}; SVG, HTML and slides show them",
            stacklevel=4,
        )
