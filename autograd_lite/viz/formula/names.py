"""The names of nodes, ŷ or w⁽¹⁾₂₁ or loss, in text, LaTeX and MathML: nothing but text."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import count, takewhile
from types import MappingProxyType

from autograd_lite.inputs import checks
from autograd_lite.labels import SUBSCRIPT, shortened, unturned, visible
from autograd_lite.value import Value
from autograd_lite.viz.sheet.tex import MATH, tex

#: where every node is called by its label
NO_SYMBOLS: Mapping[Value, str] = MappingProxyType({})
_JOINER = "\u200d"  # makes one emoji of several
LONGEST_NAME = 24  # characters of a label that stand in a formula

_IN_MATH = MATH | {"\\": r"\backslash", "^": r"\wedge", "~": r"\sim", '"': "''"}
# combining characters, as a command of LaTeX and as a sign by itself
_ACCENTS = {
    "\u0300": (r"\grave", "`"), "\u0301": (r"\acute", "´"), "\u0302": (r"\hat", "^"),
    "\u0303": (r"\tilde", "~"), "\u0304": (r"\bar", "¯"), "\u0307": (r"\dot", "˙"),
    "\u0308": (r"\ddot", "¨"),
}  # fmt: skip

_INDICES = {"<super>", "<sub>"}
_LOW = SUBSCRIPT | {
    ord(a): b for a, b in zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
}


@dataclass(frozen=True)
class Name:
    """A name, as each way of writing has it."""

    text: str
    latex: str
    mathml: str

    @property
    def line(self) -> str:
        """The name in a line of text, which it does not turn round."""
        return unturned(self.text)

    @property
    def base(self) -> str:
        """The name without what is raised or lowered, and without its count."""
        return "".join(takewhile(lambda c: c != "[" and _height(c) not in _INDICES, self.text))

    @property
    def index(self) -> str:
        """What is below the line at its end."""
        letters = reversed(re.sub(r"\[\d+\]$", "", self.text))
        return "".join(takewhile(lambda c: _height(c) == "<sub>", letters))[::-1]


def printable(label: str, longest: int = LONGEST_NAME) -> str:
    """A label as one short line: no control characters, nothing that turns the line around."""
    line = visible(label[: longest + 1], ("Cc", "Cf", "Cn", "Co", "Cs"), _JOINER)
    return shortened(line.strip(f" {_JOINER}"), longest)


def name_of(label: str) -> Name:
    """The name that a label gives: a letter in italics, with its indices where they belong.

    >>> name_of("w⁽¹⁾₂₁").latex, name_of("ŷ").latex, name_of("loss").latex
    ('w^{(1)}_{21}', '\\\\hat{y}', '\\\\mathrm{loss}')
    >>> name_of("a_i").text, name_of("a_i").latex, name_of("train_loss").text
    ('aᵢ', 'a_{i}', 'train_loss')
    """
    text = lowered(printable(label))
    pieces = [(base, _unraised(above), _unraised(below)) for base, above, below in _pieces(text)]
    return Name(text, "".join(_latex(*piece) for piece in pieces),
                "".join(_mathml(*piece) for piece in pieces))  # fmt: skip


def lowered(label: str) -> str:
    """A typed index as one below the line, where there are such letters: aᵢ for a_i.

    An index of several letters is a word, which stays as it was typed.
    """
    if match := re.fullmatch(r"([^\W\d_])_(\d+|[^\W\d_]\d*|\d+[^\W\d_])", label):
        index = match[2].translate(_LOW)
        return match[1] + index if all(_height(c) == "<sub>" for c in index) else label
    return label


def _height(c: str) -> str:
    """<super>, <sub> or nothing: where a character stands."""
    return unicodedata.decomposition(c).partition(" ")[0] if c not in "ªº™" else ""


def _pieces(text: str) -> list[tuple[str, str, str]]:
    """Runs of characters on the line, each with the indices above and below that follow it."""
    if match := re.fullmatch(r"([^\W\d_]+)_(\w+)", text):  # as in x_1
        return [(match[1], "", match[2])]
    marked = "".join({"<super>": "^", "<sub>": "_"}.get(_height(c), ".") for c in text)
    return [
        (text[m.start() : m.end(1)], text[m.start(2) : m.end(2)] + text[m.start(4) : m.end(4)],
         text[m.start(3) : m.end(3)])
        for m in re.finditer(r"(\.*)(\^*)(_*)(\^*)", marked) if m[0]
    ]  # fmt: skip


def _unraised(indices: str) -> str:
    return unicodedata.normalize("NFKC", indices).replace("−", "-")


def _latex(base: str, above: str, below: str) -> str:
    text = _latex_word(base) if base else "{}"
    return text + (f"^{{{_latex_word(above)}}}" if above else "") + (
        f"_{{{_latex_word(below)}}}" if below else "")  # fmt: skip


def _latex_word(word: str) -> str:
    """One letter in italics, more of them upright; what TeX may have no letter for, by its code."""
    letter, *accents = list(unicodedata.normalize("NFD", word))
    if len(word) == 1 or (len(accents) == 1 and accents[0] in _ACCENTS):
        core = letter * letter.isalnum() if letter.isascii() else MATH.get(letter, "")
        if core and set(accents) <= _ACCENTS.keys():
            for accent in accents:
                core = f"{_ACCENTS[accent][0]}{{{core}}}"
            return core
    if re.fullmatch(r"[0-9A-Za-z()+-]+", word):
        return word if not re.search("[A-Za-z]{2}", word) else rf"\mathrm{{{word}}}"
    return rf"\text{{{''.join(map(_latex_character, unicodedata.normalize('NFC', word)))}}}"


def _latex_character(c: str) -> str:
    if c in "#$%&_{}":
        return "\\" + c
    if c in _IN_MATH:
        return f"${_IN_MATH[c]}$"
    if tex(c):
        return c
    plain = "".join(
        x for x in unicodedata.normalize("NFKD", c) if x.isascii() and x not in _IN_MATH
    )
    return _latex_character(plain) if len(plain) == 1 else plain or f"[U+{ord(c):04X}]"


def _mathml(base: str, above: str, below: str) -> str:
    core = _mathml_word(base)
    under, over = (f"<mtext>{escape(index)}</mtext>" for index in (below, above))
    if above and below:
        return f"<msubsup>{core}{under}{over}</msubsup>"
    if above:
        return f"<msup>{core}{over}</msup>"
    return f"<msub>{core}{under}</msub>" if below else core


def _mathml_word(word: str) -> str:
    letter, *accents = list(unicodedata.normalize("NFD", word) or " ")
    if len(accents) == 1 and accents[0] in _ACCENTS:
        mark = _ACCENTS[accents[0]][1]
        core = f'<mi>{escape(letter)}</mi><mo stretchy="false">{mark}</mo>'
        return f'<mover accent="true">{core}</mover>'
    tag = "mi" if len(word) == 1 else "mtext"
    return f"<{tag}>{escape(word)}</{tag}>"


def name_nodes(nodes: list[Value], symbols: Mapping[Value, str] = NO_SYMBOLS) -> dict[Value, Name]:
    """A name for every node, and no name twice.

    It is what ``symbols`` has for it, or the label; nodes with the same label are counted: ŷ[1],
    ŷ[2]. A node without a label is v₁, v₂, … A constant without a label needs none, its number
    standing in the formulas. Raises ValueError for a symbol of what is no node.
    """
    known = set(nodes) if symbols else ()
    for node, _ in checks.text_entries("symbols", symbols):
        if node not in known:
            raise ValueError(f"symbols: {node!r} is no node of the graph")
    labels = {
        node: lowered(printable(symbols.get(node, node.label)))
        for node in nodes
        if node in symbols or not is_number(node)
    }
    often = Counter(labels.values())
    counts: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
    names = {}
    for node, label in labels.items():
        if label and often[label] == 1:
            names[node] = name_of(label)
        else:
            counted = (_counted(label, i) for i in counts[label])
            names[node] = next(name for name in counted if name.text not in often)
    return names


def _counted(label: str, count: int) -> Name:
    if not label:
        return name_of(f"v{str(count).translate(SUBSCRIPT)}")
    return counted(name_of(label), count)


def counted(name: Name, count: int) -> Name:
    """One of several things that have the same name: ŷ[2]."""
    index = (
        f'<mo form="prefix" stretchy="false">[</mo><mn>{count}</mn>'
        '<mo form="postfix" stretchy="false">]</mo>'
    )
    latex = f"{name.latex}[{count}]"
    return Name(f"{name.text}[{count}]", latex, f"<mrow>{name.mathml}{index}</mrow>")


def one_word(name: str) -> bool:
    """Whether a name cannot be mistaken for a formula, as "a+b" could."""
    return not any(c.isspace() or c in "+-*/−·×÷^=<>|" for c in name)


def partial_name(name: Name) -> Name:
    """∂ with a name, as it stands above or below the bar of a partial derivative."""
    before, after = ("", "") if one_word(name.text) else ("(", ")")
    return Name(
        f"∂{before}{name.text}{after}",
        rf"\partial {before}{name.latex}{after}",
        f"<mrow><mi>∂</mi><mo>{before}</mo>{name.mathml}<mo>{after}</mo></mrow>"
        if before else f"<mrow><mi>∂</mi>{name.mathml}</mrow>",
    )  # fmt: skip


def is_number(node: Value) -> bool:
    """Whether a node is a plain number of the expression, which formulas write as such."""
    return not node.differentiable and not printable(node.label)
