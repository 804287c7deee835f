"""Sentences with {fields}: filled in as text, HTML or LaTeX, and checked where they come in."""

from collections.abc import Callable, Iterator
from html import escape
from string import Formatter
from typing import Final

from autograd_lite.viz.bounds import grouped

#: what stands between the plural forms of a template
OR: Final = "|"
COUNT: Final = "count"  # the field by which the plural form is chosen
ISOLATED: Final = "\u2066{}\u2069"  # from left to right, whatever stands around it
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
    isolated = ISOLATED if right_to_left else "{}"
    return template.format_map({name: isolated.format(_text(x)) for name, x in fields.items()})


def as_html(template: str, fields: dict[str, Field], right_to_left: bool) -> str:
    """The template in HTML: whatever is in it is text, but for a field of `Markup`."""
    isolated = '<bdi dir="ltr">{}</bdi>' if right_to_left else "{}"
    shown = {
        name: x if isinstance(x, Markup) else isolated.format(escape(_text(x)))
        for name, x in fields.items()
    }
    return escape(template).format_map(shown)


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
