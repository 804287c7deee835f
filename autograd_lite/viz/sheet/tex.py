"""Text as TeX writes it: signs as commands, indices raised and lowered, nothing as a command."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Final

# A letter's own name is its command, but for a few that LaTeX has not or has under another name.
_LETTERS: Final = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"
#: Greek letters by what they are called; LaTeX has two shapes of some
GREEK: Final = {
    c: "\\" + (name.title() if c.isupper() else name)
    for c in _LETTERS
    for name in [unicodedata.name(c).split()[-1].lower().replace("lamda", "lambda")]
}
#: signs of mathematics that plain LaTeX has, in the shape that they have
MATH: Final = GREEK | {
    "−": "-", "×": r"\times", "·": r"\cdot", "⋅": r"\cdot", "∂": r"\partial", "∇": r"\nabla",
    "∑": r"\Sigma", "½": r"\frac{1}{2}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}",
    "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}", "≤": r"\le", "≥": r"\ge", "≠": r"\ne",
    "≈": r"\approx", "±": r"\pm", "∞": r"\infty", "√": r"\surd", "∈": r"\in", "⊙": r"\odot",
    "⊗": r"\otimes", "⊕": r"\oplus", "‖": r"\|", "→": r"\to", "←": r"\leftarrow",
    "↑": r"\uparrow", "↓": r"\downarrow", "↦": r"\mapsto", "′": r"{}'", "<": "<", ">": ">",
    "|": "|", "⊤": r"\top", "ο": "o", "φ": r"\varphi", "ϕ": r"\phi", "ϑ": r"\vartheta",
    "ε": r"\varepsilon", "ϵ": r"\epsilon", "ϱ": r"\varrho", "ϖ": r"\varpi", "ℓ": r"\ell",
    "∘": r"\circ", "°": r"{}^{\circ}",
}  # fmt: skip
_TEXT: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\^{}", "~": r"\~{}", "…": r"\dots{}", "–": "--", "—": "---",
    "’": "'{}", "‘": "`{}", "“": "``", "”": "''", '"': "''", "\u00a0": "~", "ß": r"\ss{}",
    "æ": r"\ae{}", "Æ": r"\AE{}", "ø": r"\o{}", "Ø": r"\O{}", "å": r"\aa{}", "Å": r"\AA{}",
    "œ": r"\oe{}", "Œ": r"\OE{}", "ł": r"\l{}", "Ł": r"\L{}", "ı": r"\i{}", "¿": "?`", "¡": "!`",
} | {c: c + "{}" for c in "-'`,?!"}  # fmt: skip  # which make another sign of what follows
_ACCENTS: Final = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0307": ".",
    "\u0308": '"', "\u0306": "u", "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c",
}  # fmt: skip


def tex(text: str) -> str | None:
    r"""A line of text in LaTeX; None, if it has a character that plain LaTeX does not know.

    >>> tex("z⁽¹⁾₁ = −½ŷ")
    'z$^{(1)}$$_{1}$ = $-$$\\frac{1}{2}$\\^{y}'
    """
    pieces: list[str | None] = []
    for height, run in groupby(unicodedata.normalize("NFC", text), _height):
        letters = "".join(run)
        pieces += [_index(height, letters)] if height else map(_letter, letters)
    known = [piece for piece in pieces if piece is not None]
    return "".join(known) if len(known) == len(pieces) else None


def _height(c: str) -> str:
    """^ or _ or nothing: where a character stands."""
    tag = unicodedata.decomposition(c).partition(" ")[0]
    return {"<super>": "^", "<sub>": "_"}.get(tag, "") if c not in "ªº™" else ""


def _index(height: str, letters: str) -> str | None:
    plain = unicodedata.normalize("NFKC", letters).replace("−", "-")
    fits = plain.isascii() and all(c.isalnum() or c in "+-=()" for c in plain)
    return f"${height}{{{plain}}}$" if fits else None


def _letter(c: str) -> str | None:
    if c in MATH:
        return f"${MATH[c]}$"
    if c in _TEXT or (c.isascii() and c.isprintable()):
        return _TEXT.get(c, c)
    letter, *accents = list(unicodedata.normalize("NFD", c))
    if not accents or not (letter.isascii() and letter.isalpha()):
        return None
    if not all(accent in _ACCENTS for accent in accents):
        return None
    return _accented("\\i{}" if letter == "i" else letter, accents)


def _accented(letter: str, accents: Iterable[str]) -> str:
    for accent in accents:
        letter = f"\\{_ACCENTS[accent]}{{{letter}}}"
    return letter
