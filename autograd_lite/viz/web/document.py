"""Pages that need nothing else: style and script stand in them, and nothing may be loaded."""

import base64
import hashlib
from importlib import resources
from string import Template


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


def read(package: str, name: str) -> str:
    """A file that stands beside the modules of a package.

    >>> read("autograd_lite.viz.web", "zoom.js").startswith("// ")
    True
    """
    return resources.files(package).joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    """How a policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
