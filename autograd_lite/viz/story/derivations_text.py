"""Derivations as plain text, Markdown and LaTeX."""

from collections.abc import Iterable

from autograd_lite.viz.formula.scripts import Latex, Text
from autograd_lite.viz.story.columns import equation_rows, padded, width
from autograd_lite.viz.story.derivations import Derived, reasons
from autograd_lite.viz.story.sentences import without_repeats
from autograd_lite.viz.words.templates import Markup

WIDEST = 72  # characters of an equation beside which its rule stands in the same column


def as_text(derived: Derived, text: Text) -> list[str]:
    """A derivation as lines of text: equations, and in a second column the rules."""
    if not derived.lines:
        return [_heading(derived, text)]
    rows = []
    for line in derived.lines:
        left = "" if line.left is None else text.write(line.left)
        right = without_repeats([text.write(each) for each in line.right])
        why = text.words.join(reasons(line, text, text.words))
        rows.append((left, " = ".join(right), why))
    indent = max(width(left) for left, _, _ in rows)
    shown = [
        (f"  {' ' * (indent - width(left))}{left} = {right}", why) for left, right, why in rows
    ]
    column = max(n for equation, _ in shown if (n := width(equation)) <= WIDEST or n == 0)
    return [
        f"{_heading(derived, text)}:",
        *(f"{padded(equation, column)}  {why}".rstrip() for equation, why in shown),
    ]


def _heading(derived: Derived, text: Text) -> str:
    key = "derivation.heading" if derived.lines else "derivation.known_result"
    return text.words(key, gradient=text.write(derived.left), formula=text.write(derived.right))


def as_latex(derived: Derived, latex: Latex) -> list[str]:
    """The rows of a derivation, for an ``align*`` block: equations, and in a third column rules."""
    fields = {
        "gradient": Markup(latex.write(derived.left)), "formula": Markup(latex.write(derived.right)),
    }  # fmt: skip
    if not derived.lines:
        return [f"& {latex.words.latex('derivation.known_result', **fields)}"]
    rows = [f"& {latex.words.latex('derivation.heading', **fields)}"]
    for line in derived.lines:
        why = latex.words.join(reasons(line, latex, latex.words.latex))
        lines = equation_rows(line.left, line.right, latex, narrower=bool(why))
        lines[-1] += f" && {why}" if why else ""
        rows += lines
    return rows


def all_in_text(derivations: Iterable[Derived], text: Text) -> list[str]:
    """Several derivations, an empty line before each."""
    return [line for derived in derivations for line in ("", *as_text(derived, text))]
