"""Derivations as parts of a page that a reader opens."""

from collections.abc import Iterable
from html import escape

from autograd_lite.viz.deriving.differentiation import Line
from autograd_lite.viz.story.derivations import Derived, reasons
from autograd_lite.viz.story.html import EQUALS, Html
from autograd_lite.viz.words.templates import Markup


def as_html(derivations: Iterable[Derived], html: Html) -> str:
    """What opens to the lines of derivations; nothing if there are none."""
    told = "".join(_one(derived, html) for derived in derivations)
    if not told:
        return ""
    summary = html.words.html("derivation.question")
    return f'<details class="derivations"><summary>{summary}</summary>{told}</details>'


def _one(derived: Derived, html: Html) -> str:
    parts = {"gradient": derived.left, "formula": derived.right}
    fields = {name: Markup(html.math(shown)) for name, shown in parts.items()}
    heading = f"<p>{html.words.html(derived.heading, **fields)}</p>"
    lines = "".join(f"<li>{_line(line, html)}</li>" for line in derived.lines)
    return heading + (f'<ol class="derivation">{lines}</ol>' if lines else "")


def _line(line: Line, html: Html) -> str:
    left = "" if line.left is None else html.math(line.left)
    right = [
        html.math(shown)
        for shown, before in zip(line.right, (line.left, *line.right), strict=False)
        if shown != before
    ]
    why = escape(html.words.join(reasons(line, html.text, html.words)))
    rule = f'<span class="rule">{why}</span>' if why else ""
    return f"<span>{left}{EQUALS}{EQUALS.join(right)}</span>{rule}"
