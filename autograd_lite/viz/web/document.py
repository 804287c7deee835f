"""Pages that need nothing else: style and script stand in them, and nothing may be loaded."""

import base64
import hashlib
import json
from html import escape
from importlib import resources
from string import Template
from typing import Any

from autograd_lite.viz.words.words import Words


def fill(template: str, styles: list[str], scripts: list[str], **parts: str) -> str:
    """A template with its parts; its content security policy allows this style and script alone.

    Parts are markup: what is text must be escaped. The template has places for ``$policy``,
    ``$style`` and ``$script``.

    >>> fill("$policy|$style|$script|$title", ["a {}"], ["f()"], title="x").endswith("|a {}|f()|x")
    True
    """
    style, script = "\n".join(styles), "\n".join(scripts)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return Template(template).substitute(parts, policy=policy, style=style, script=script)


def read(name: str, package: str = "autograd_lite.viz.web") -> str:
    """A file that stands beside the modules of a package.

    >>> read("zoom.js").startswith("// ")
    True
    """
    return resources.files(package).joinpath(name).read_text("utf-8")


def as_script(data: Any) -> str:
    """Data as an expression of JavaScript, in which no text can end the script.

    >>> as_script({"name": "</script>", "x": float("nan")})
    '{"name": "\\\\u003c/script>", "x": NaN}'
    """
    return json.dumps(data).replace("<", "\\u003c")


def labels(words: Words) -> dict[str, str]:
    """The labels of a page in a language, as the parts that templates ask for.

    >>> from autograd_lite.viz.words.words import ENGLISH
    >>> labels(ENGLISH)["language"], labels(ENGLISH)["page_larger"]
    ('en', 'Zoom in')
    """
    written = {f"page_{name}": escape(label) for name, label in words.section("page").items()}
    written |= {"language": escape(words.code), "direction": words.direction}
    return written | {"zoom_buttons": Template(read("tools.html").rstrip()).substitute(written)}


def _digest(text: str) -> str:
    """How a policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
