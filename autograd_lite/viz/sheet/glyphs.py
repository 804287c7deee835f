"""Text as glyphs of the fonts that come with the package, each at its place."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from autograd_lite.labels import visible
from autograd_lite.viz.sheet.faces import Font, face, font
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import left_end
from autograd_lite.viz.sheet.shapes import Sheet, Text, flat

UNKNOWN = "\ufffd"  # what a character that no font has is drawn as


class Glyph(NamedTuple):
    """A glyph of a font by its number, and where its origin is."""

    font: Font
    number: int
    character: str
    x: float


def glyphs(text: Text) -> Iterator[Glyph]:
    """The glyphs of a line of text, from left to right."""
    shown = unicodedata.normalize("NFC", visible(text.text, ("Cc", "Cn", "Cs"), "\u00a0"))
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
            yield Glyph(sign, sign.glyphs[UNKNOWN], character, x)
        x += wide


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


def unknown(sheet: Sheet) -> str:
    """The characters of a sheet that no font here has, each once."""
    texts = [each for each in flat(sheet.shapes) if isinstance(each, Text)]
    found = (glyph for each in texts for glyph in glyphs(each))
    missing = (x.character for x in found if x.font.glyphs.get(x.character) != x.number)
    return "".join(dict.fromkeys(missing))
