"""Labels as the documents write them, w⁽¹⁾₂₁, and as something that can be shown."""

import unicodedata
from collections.abc import Collection
from functools import lru_cache

SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LEFT_TO_RIGHT = "\u200e"


@lru_cache(4096)
def subscript(index: int) -> str:
    """An index as a subscript, in parentheses from 10 on: else w₁₁₂ could be read two ways.

    >>> subscript(2) + subscript(12)
    '₂₍₁₂₎'
    """
    digits = str(index).translate(SUBSCRIPT)
    return digits if len(digits) == 1 else f"₍{digits}₎"


def superscript(index: int) -> str:
    """The number of a layer as a superscript in parentheses.

    >>> superscript(1)
    '⁽¹⁾'
    """
    return f"⁽{str(index).translate(SUPERSCRIPT)}⁾"


def label_of(name: str) -> str:
    """A typed name as it is written by hand: digits at its end are an index.

    >>> label_of("w12"), label_of("w_1"), label_of("x")
    ('w₁₂', 'w₁', 'x')
    """
    letters = name.rstrip("0123456789")
    return letters.rstrip("_") + name[len(letters) :].translate(SUBSCRIPT)


def visible(text: str, hidden: Collection[str], kept: str) -> str:
    """Text in one line, with � for every character of the categories that are ``hidden``.

    What is ``kept`` stays, be it a space or hidden.

    >>> visible("a\\n\\x00", ("Cc",), "")
    'a �'
    """

    def shown(c: str) -> str:
        if c.isspace() and c not in kept:
            return " "
        return c if c in kept or unicodedata.category(c) not in hidden else "\ufffd"

    return "".join(map(shown, text))


def unturned(text: str) -> str:
    """Text beside which a line goes on from left to right, whatever letters it has itself.

    Letters from right to left would turn round the signs and numbers behind them, −1 to 1−; they
    are put between two marks that no one sees.

    >>> unturned("w"), unturned("שלום")
    ('w', '\\u200eשלום\\u200e')
    """
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return f"{LEFT_TO_RIGHT}{text}{LEFT_TO_RIGHT}"
    return text


def in_one_line(text: str) -> str:
    """Text as every kind of file can have it; a space at which no line breaks stays one.

    >>> in_one_line("w\\n1\\ud800")
    'w 1�'
    """
    return visible(text, ("Cc", "Cn", "Cs"), "\u00a0")


def shortened(text: str, longest: int) -> str:
    """At most so many characters of ``text``."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
