"""What goes into a page of this room: data and words."""

import json
from html import escape
from typing import Any

from autograd_lite.viz.words.words import Words


def as_script(data: Any) -> str:
    """Data as an expression of JavaScript, in which no text can end the script.

    >>> as_script({"name": "</script>", "x": float("nan")})
    '{"name": "\\\\u003c/script>", "x": NaN}'
    """
    return json.dumps(data).replace("<", "\\u003c")


def worded(words: Words) -> dict[str, str]:
    """The parts of a template that are words of this room, and all of them for its script."""
    said = {name: words.entries[f"explore.{name}"] for name in words.section("explore")}
    parts = {f"explore_{name}": escape(text) for name, text in said.items()}
    return parts | {"words": escape(json.dumps(said, ensure_ascii=False))}


def row(name: str, key: str, number: str, kind: str = "") -> str:
    """A row of a table: a name, and a number that the script finds by its key."""
    return (
        f'<tr><th scope="row">{escape(name)}<span class="heard"> = </span></th>'
        f'<td class="number {kind}" data-number="{key}">{escape(number)}</td></tr>'
    )
