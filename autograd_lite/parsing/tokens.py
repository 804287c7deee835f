"""The tokens of an expression: checked, so that Python's parser sees nothing else, and no more."""

import keyword
import re
import unicodedata

from autograd_lite.parsing.spoken import INSTEAD
from autograd_lite.primitives.operation import TABLE

# Python's parser recurses once or twice for an operator and two dozen times for a bracket: these
# bounds keep it within 256 kB of stack, where a thread may have no more.
MOST_CHARACTERS = 10_000
MOST_OPERATORS = 1_000
MOST_BRACKETS = 50

DECIMAL = "a decimal point is a point, as in 1.5; a comma divides operands"
VOCABULARY = "an expression has numbers, names, + - * / // % **, parentheses and functions"

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<foreign><<|>>)"
    r"|(?P<number>(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<operator>\*\*|//|[<>=!]=|[-+*/%<>])|(?P<separator>[,=()\[\]])"
    r"|(?P<end>\Z)|(?P<strange>.)"
)
_CLOSING = {")": "(", "]": "["}
_SIGNS = {
    "^": "write **",
    **dict.fromkeys("×·⋅", "write *"),
    **dict.fromkeys("−–", "write -"),
    "÷": "write /",
    "√": "write sqrt(x)",
    "|": "write abs(x)",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
}


class ParseError(ValueError):
    """A text that is no expression; the message shows the place."""

    __module__ = "autograd_lite"

    problem: str
    text: str
    position: int

    def __init__(self, problem: str, text: str, position: int) -> None:
        super().__init__(problem, text, position)
        self.problem, self.text, self.position = problem, text, position

    def __str__(self) -> str:
        start = max(0, self.position - 40)
        shown = self.text[start : self.position + 30]
        shown = "".join(c if c.isprintable() else " " for c in shown)
        margin = "   …" if start else "    "
        before = [c for c in self.text[start : self.position] if not unicodedata.combining(c)]
        return f"{self.problem}\n{margin}{shown}\n    {' ' * len(before)}^"


def scan(text: str) -> str:
    """Check the tokens of a text, and return it as one line, character for character.

    Names stand there in the form in which Python knows them: w₁ is w1. Raises ParseError.
    """
    if len(text) > MOST_CHARACTERS:
        problem = f"the text has {len(text)} characters, more than {MOST_CHARACTERS}"
        raise ParseError(problem, text, MOST_CHARACTERS)
    line, operators = "", 0
    opened: list[tuple[str, int]] = []  # the brackets that are not yet closed, and their places
    before, kind_before = "", "start"
    for match in _TOKEN.finditer(_without_marks(text)):
        symbol, kind, place = text[slice(*match.span())], str(match.lastgroup), match.start()
        if kind == "space":
            line += " " * len(symbol)
            continue
        if kind == "name":
            symbol = _plain_name(text, symbol, place)
        if problem := _misplaced(symbol, kind, before, kind_before, bool(opened)):
            raise ParseError(problem, text, place)
        if symbol == "," and not opened and re.match(r"\d,\d", text[place - 1 : place + 2]):
            raise ParseError(DECIMAL, text, place)
        _follow(symbol, place, opened, text)
        operators += kind == "operator"
        if operators > MOST_OPERATORS:
            raise ParseError(f"there are more than {MOST_OPERATORS} operators", text, place)
        line += symbol
        before, kind_before = symbol, kind
    return line


def _without_marks(text: str) -> str:
    """The text with a letter for every accent and sign of a vowel: re knows none of a name's."""
    if text.isascii():
        return text
    return "".join("x" if unicodedata.category(c) in ("Mn", "Mc") else c for c in text)


def _follow(symbol: str, place: int, opened: list[tuple[str, int]], text: str) -> None:
    """Open or close a bracket, if the symbol is one; at the end, all have to be closed."""
    if symbol in ("(", "["):
        opened.append((symbol, place))
        if len(opened) > MOST_BRACKETS:
            problem = f"more than {MOST_BRACKETS} brackets stand within each other"
            raise ParseError(problem, text, place)
    elif opening := _CLOSING.get(symbol):
        if not opened or opened.pop()[0] != opening:
            raise ParseError(f"{symbol!r} closes no {opening!r}", text, place)
    elif symbol == "" and opened:
        raise ParseError(f"{opened[-1][0]!r} is never closed", text, opened[-1][1])


def _plain_name(text: str, name: str, place: int) -> str:
    for i, character in enumerate(name, start=place):
        if unicodedata.decomposition(character).startswith("<super>"):
            raise ParseError(f"{character!r} is not understood; write a power as **", text, i)
    plain = unicodedata.normalize("NFKC", name)
    if len(plain) != len(name) or not plain.isidentifier():
        raise ParseError(f"{name!r} cannot be a name", text, place)
    if keyword.iskeyword(plain):
        hint = "; for a choice write where(condition, x, y)" if plain in ("if", "else") else ""
        raise ParseError(f"{plain!r} is a word of Python's and cannot be a name{hint}", text, place)
    return plain


def _misplaced(symbol: str, kind: str, before: str, kind_before: str, inside: bool) -> str:
    """What is wrong with a symbol after the one before it; nothing, if it may stand there."""
    if kind in ("foreign", "strange"):
        return f"{symbol!r} is not understood; {_SIGNS.get(symbol, VOCABULARY)}"
    if symbol == "=" and not inside:
        return "'=' is not understood; the values of the names are not part of the expression"
    after_operand = kind_before in ("number", "name") or before in (")", "]")
    if kind in ("number", "name") or symbol in ("(", "["):
        if not after_operand or (symbol == "(" and kind_before == "name"):
            return ""
        if symbol == "[":
            return "an element is not understood; give it a name of its own, as in x0"
        return _two_operands(before, kind_before, symbol, kind)
    empty = symbol in _CLOSING and before in ("(", "[", ",")
    return "" if after_operand or empty or symbol in ("+", "-") else "an operand is missing"


def _two_operands(before: str, kind_before: str, symbol: str, kind: str) -> str:
    """What is wrong where one operand follows another."""
    if kind_before == "name" and kind in ("name", "number"):
        if before in TABLE:
            return f"the operands of {before} stand in parentheses: write {before}({symbol})"
        if before in INSTEAD:
            return f"{before} is no function of the table; write {INSTEAD[before]}"
    example = f", as in {before}*{symbol}" if kind in ("name", "number") and before != ")" else ""
    return f"an operator is missing; for a product write *{example}"
