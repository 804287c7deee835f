"""Derivations as plain text, Markdown and LaTeX."""

from collections.abc import Iterable

from autograd_lite.viz.formula.scripts import Latex, Text, without_repeats
from autograd_lite.viz.story.columns import Equation, block, padded, width
from autograd_lite.viz.story.derivations import Derived, reasons
from autograd_lite.viz.words.templates import Markup

WIDEST_REASON = 60  # characters beside an equation on a page; a fraction is half as wide in print
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
    column = max((n for equation, _ in shown if (n := width(equation)) <= WIDEST), default=0)
    return [
        f"{_heading(derived, text)}:",
        *(f"{padded(equation, column)}  {why}".rstrip() for equation, why in shown),
    ]


def _heading(derived: Derived, text: Text) -> str:
    gradient, formula = map(text.write, (derived.left, derived.right))
    return text.words(derived.heading, gradient=gradient, formula=formula)


def as_latex(derived: Derived, latex: Latex) -> str:
    """A derivation as a line of its own, and a block of equations with their rules beside them."""
    gradient, formula = (Markup(latex.write(each)) for each in (derived.left, derived.right))
    heading = latex.words.latex(derived.heading, gradient=gradient, formula=formula)
    text, equations = Text(latex.precision, latex.words), list[Equation | str]()
    for line in derived.lines:
        why = latex.words.join(reasons(line, latex, latex.words.latex))
        if width(text.words.join(reasons(line, text, text.words))) > WIDEST_REASON:
            equations += [Equation(line.left, line.right), rf"& \quad {why}"]
        else:
            equations.append(Equation(line.left, line.right, beside=why))
    shown = f"$\\displaystyle {heading}$"
    return f"{shown}\n{block(equations, latex)}" if equations else f"{shown}\n"


def as_markdown(derivations: Iterable[Derived], text: Text) -> list[str]:
    """Several derivations in Markdown: two spaces end a line, and several inside are one."""
    lines = []
    for first, *others in (as_text(derived, text) for derived in derivations):
        lines += ["", f"{first}  ", *(f"{' '.join(line.split())}  " for line in others)]
    return lines


def all_in_text(derivations: Iterable[Derived], text: Text) -> list[str]:
    """Several derivations, an empty line before each."""
    return [line for derived in derivations for line in ("", *as_text(derived, text))]
