"""Sentences with {fields}: filled in as text, HTML or LaTeX, and checked where they come in."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html import escape
from string import Formatter
from typing import Final

from autograd_lite.viz.bounds import grouped

#: what stands between the plural forms of a template
OR: Final = "|"
COUNT: Final = "count"  # the field by which the plural form is chosen
_DIRECTIONS: Final = {"ltr": "\u2066{}\u2069", "rtl": "\u2067{}\u2069"}  # isolates of Unicode
_STRONG: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}
#: fields in a formula, as {gradient} = 1, which is read from left to right as a whole
_JOINED: Final = re.compile(r"\{\w+\}(?: [=→] (?:\{\w+\}|\d+))+")
_LATEX: Final = str.maketrans({
    "\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}", **{c: "\\" + c for c in "#$%&_{}"},
})  # fmt: skip

_NO_BREAK = "\u00a0"


class Markup(str):
    """What is HTML or LaTeX already, and is put into a template as it is."""

    __slots__ = ()


Field = str | int


def fields_of(template: str) -> set[str]:
    """The names of the fields of a template. Raises ValueError unless they are plain names.

    >>> sorted(fields_of("{count} step of {name}|{count} steps of {name}"))
    ['count', 'name']
    """
    found = set()
    for _, field, form, conversion in Formatter().parse(template):
        if field is None:
            continue
        if not field.isidentifier() or form or conversion:
            raise ValueError(f"{{{field}}} is no field; write {{{{ and }}}} for braces")
        found.add(field)
    return found


def as_text(template: str, fields: dict[str, Field], right_to_left: bool) -> str:
    """The template in plain text."""
    return _filled(template, fields, _isolate_in_text if right_to_left else _as_it_is)


def as_html(template: str, fields: dict[str, Field], right_to_left: bool) -> str:
    """The template in HTML: whatever is in it is text, but for a field of `Markup`."""
    shown = {name: x if isinstance(x, Markup) else escape(_text(x)) for name, x in fields.items()}
    return _filled(escape(template), shown, _isolate_in_html if right_to_left else _as_it_is)


def _filled(template: str, fields: Mapping[str, Field], isolate: Callable[[str, str], str]) -> str:
    """The template with its fields, each isolated from the words around it."""
    shown = {
        name: x if isinstance(x, Markup) else isolate(_text(x), _direction(_text(x)))
        for name, x in fields.items()
    }
    joined = _JOINED.sub(lambda formula: isolate(formula[0], "ltr"), template)
    return joined.format_map(shown)


def _as_it_is(text: str, direction: str) -> str:
    return text


def _isolate_in_text(text: str, direction: str) -> str:
    return _DIRECTIONS[direction].format(text)


def _isolate_in_html(text: str, direction: str) -> str:
    return f'<bdi dir="{direction}">{text}</bdi>'


def _direction(text: str) -> str:
    """Where a field is read to: as its first letter is; a formula and a number to the right."""
    depth = 0
    for c in text:
        kind = unicodedata.bidirectional(c)
        depth += (kind in ("LRI", "RLI")) - (kind == "PDI")
        if kind in _STRONG and not depth:
            return _STRONG[kind]
    return "ltr"


def as_latex(template: str, fields: dict[str, Field]) -> str:
    """The template in LaTeX's mathematical mode: words, and formulas that are `Markup`."""
    return "".join(
        run if isinstance(run, Markup) else rf"\text{{{run.translate(_LATEX)}}}"
        for run in _runs(template, fields, lambda count: grouped(count, "\\,"))
    )


def as_mathml(template: str, fields: dict[str, Field]) -> str:
    """The template as elements of MathML: words, and formulas that are `Markup`."""
    return "".join(
        run if isinstance(run, Markup)
        else f"<mtext>{escape(run).replace(' ', _NO_BREAK)}</mtext>"
        for run in _runs(template, fields, lambda count: f"<mn>{grouped(count, _NO_BREAK)}</mn>")
    )  # fmt: skip


def _runs(template: str, fields: dict[str, Field], number: Callable[[int], str]) -> Iterator[str]:
    """Words and formulas in turn; a number of things is a formula, too."""
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            yield literal
        if name:
            field = fields[name]
            yield Markup(number(field)) if isinstance(field, int) else field


def _text(field: Field) -> str:
    return field if isinstance(field, str) else grouped(field)
