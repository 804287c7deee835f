"""Text as glyphs of the fonts that come with the package, each at its place."""

import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from autograd_lite.labels import in_one_line
from autograd_lite.viz.sheet.faces import Contour, Font, face, font
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import Trace, left_end
from autograd_lite.viz.sheet.shapes import Points, Sheet, Text, flat

MOST_TOLD = 20  # characters
UNKNOWN = "\ufffd"  # what a character that no font has is drawn as
ABOVE, GAP = 230, 0.06  # the class of accents over letters; how far above them, in sizes
HYPHEN = "\u00ad"  # is seen only where a line breaks, and here none does
#: of characters, as far as it matters where they stand: right to left, mark, space, digit, point
_KINDS: Final = {
    "R": "R", "AL": "R", "NSM": "M", "WS": "S", "EN": "D", "AN": "D", "CS": "P", "ES": "P",
}  # fmt: skip
_BACKWARD = re.compile("R(?:[RMSDP]*[RMD])?")
_TOGETHER = re.compile("D(?:P?D)*M*|.M+")  # a number, or a letter with its marks


class Glyph(NamedTuple):
    """A glyph of a font by its number, and where its origin is."""

    font: Font
    number: int
    #: what it stands for: not always what was asked for
    character: str
    x: float
    y: float


def glyphs(text: Text) -> Iterator[Glyph]:
    """The glyphs of a line of text, from left to right."""
    shown = unicodedata.normalize("NFC", in_one_line(text.text))
    shown = _left_to_right(shown)
    x, before, top = left_end(text, text_width(shown, text.size, text.bold)), 0.0, 0.0
    for character in shown:
        found = None if character == HYPHEN else face(character, text.bold, text.italic)
        wide = text_width(character, text.size, text.bold)
        if not (found or wide):
            continue
        drawn = found or font("regular")
        sign = character if found else UNKNOWN
        number = drawn.glyphs[sign]
        left, right, low, high = (text.size * each for each in _extent(drawn, number))
        place, up = x, 0.0
        if not wide:  # an accent stands over or under the middle of the letter before it
            place -= (before + left + right) / 2
            if unicodedata.combining(character) == ABOVE:
                up = top + GAP * text.size - low
        yield Glyph(drawn, number, sign, place, text.y - up)
        top = max(high + up, 0.0 if wide else top)
        x, before = x + wide, wide or before


def _extent(drawn: Font, number: int) -> tuple[float, float, float, float]:
    """The left, the right, the bottom and the top of a glyph, in sizes."""
    points = [point for contour in drawn.outline(number) for point in contour] or [(0, 0, True)]
    across, upwards = [x for x, _, _ in points], [y for _, y, _ in points]
    edges = min(across), max(across), min(upwards), max(upwards)
    left, right, bottom, top = (each / drawn.units for each in edges)
    return left, right, bottom, top


def outlines(text: Text) -> Iterator[Trace]:
    """The closed curves of a line of text; those of one glyph overlap in one sense alone."""
    for glyph in glyphs(text):
        unit = text.size / glyph.font.units
        for contour in glyph.font.outline(glyph.number):
            yield _trace([(glyph.x + unit * a, glyph.y - unit * b, on) for a, b, on in contour])


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

    Spaces and numbers go along, but a number is read as ever. It is all that a label needs.
    """
    kinds = "".join(_KINDS.get(unicodedata.bidirectional(each), "-") for each in text)
    letters = [*text]
    for run in _BACKWARD.finditer(kinds):
        for part in _TOGETHER.finditer(kinds, *run.span()):
            _turn_round(letters, part)
        _turn_round(letters, run)
    return "".join(letters)


def _turn_round(letters: list[str], found: re.Match[str]) -> None:
    part = slice(*found.span())
    letters[part] = letters[part][::-1]


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
