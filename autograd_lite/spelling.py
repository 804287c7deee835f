"""Mathematical signs in the letters that a terminal has."""

import unicodedata
from itertools import groupby

_SIGNS = {**dict.fromkeys("−–─", "-"), **dict.fromkeys("×·", "*"), "÷": "/", "∂": "d", "│": "|"}
_SIGNS["\u2044"] = "/"  # of ½, taken apart


def spell(text: str, encoding: str) -> str:
    """The text with every character that the encoding lacks spelled in those that it has.

    >>> spell("∂L/∂w₁ = −½x² · σ(ŷ) · 10⁻³", "ascii")
    'dL/dw1 = -1/2x^2 * sigma(y) * 10^-3'
    """
    if _fits(text, encoding):
        return text
    spelled = ""
    for raised, run in groupby(text, lambda c: unicodedata.decomposition(c).startswith("<super>")):
        letters = "".join(run)
        if not _fits(letters, encoding):
            letters = "^" * raised + "".join(_spell_one(each, encoding) for each in letters)
        spelled += letters
    return spelled


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _spell_one(character: str, encoding: str) -> str:
    if _fits(character, encoding):
        return character
    name = unicodedata.name(character, "")
    if name.startswith("GREEK"):
        return name.split()[-1].lower()
    parts = unicodedata.normalize("NFKD", character)
    letters = "".join(_SIGNS.get(part, part) for part in parts if not unicodedata.combining(part))
    return letters.encode("ascii", "replace").decode()
