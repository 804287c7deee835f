"""What goes into a page of this room: data, words and tables."""

import json
from html import escape

from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.words.words import Words


def worded(words: Words) -> dict[str, str]:
    """The parts of a template that are words of this room, and all of them for its script."""
    said = {name: words.entries[f"explore.{name}"] for name in words.section("explore")}
    parts = {f"explore_{name}": escape(text) for name, text in said.items()}
    return parts | {"words": escape(json.dumps(said, ensure_ascii=False))}


def row(name: str, key: str, number: str, kind: str = "") -> str:
    """A row of a table: a name, and a number that the script finds by its key.

    Where there is no number at first, the row is seen with scripts alone.
    """
    late = "" if number else " data-scripted"
    return (
        f'<tr{late}><th scope="row">{escape(name)}<span class="heard"> = </span></th>'
        f'<td class="number {kind}" data-number="{key}">{escape(number)}</td></tr>'
    )


def table(rows: str, words: Words) -> str:
    """A section with a table of nodes: their names, values, gradients and formulas."""
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(words(key))}</th>'
        for key, kind in (
            ("explain.node", ""), ("explain.value", "forward"),
            ("explore.gradient", "backward"), ("explain.formula", ""),
        )
    )  # fmt: skip
    heading = escape(words("explore.graph"))
    return (
        f'<section class="graph"><h2>{heading}</h2><div class="scrolled" tabindex="0" '
        f'role="group" aria-label="{heading}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table></div></section>"
    )


def table_row(name: Name, value: str, gradient: str, formula: str = "") -> str:
    """A row of that; all but the name is markup."""
    return (
        f'<tr><th scope="row"><math aria-hidden="true">{name.mathml}</math>'
        f'<span class="heard">{escape(name.text)}</span></th>'
        f'<td class="number forward">{value}</td>'
        f'<td class="number backward">{gradient}</td><td>{formula}</td></tr>'
    )
