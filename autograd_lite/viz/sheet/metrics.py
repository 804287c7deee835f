"""How wide text is: with the widths of Arial and Helvetica, whatever fonts the machine has."""

import unicodedata
from functools import lru_cache

from autograd_lite.viz.sheet.faces import face

#: of letters that no font here has: as wide as they are high, or half of it
FULL, HALF = 1.0, 0.6


def text_width(text: str, size: float, bold: bool = False) -> float:
    """How many points a line of text takes, in letters of ``size`` points.

    >>> text_width("aa", 10) == 2 * text_width("a", 10)
    True
    >>> text_width("ŷ", 10) == text_width("y\u0302", 10) == text_width("y", 10)
    True
    >>> text_width("梯度", 10)
    20.0
    """
    return size * sum(_width(character, bold) for character in text)


@lru_cache(4096)
def _width(character: str, bold: bool) -> float:
    """The width of a character, in sizes."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0  # it stands on the letter before it, or cannot be seen
    if found := face(character, bold):
        return found.advance(found.glyphs[character]) / found.units
    return FULL if unicodedata.east_asian_width(character) in "WF" else HALF
