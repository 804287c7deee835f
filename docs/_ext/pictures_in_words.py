"""Pictures that code has made are told in words: ours say themselves what they show."""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

#: without a description Sphinx takes the name of the file for one
UNTOLD = re.compile(r'<img alt="[^"]*_images/([^"/]+)"')
LABEL = re.compile(r'<svg[^>]* aria-label="([^"]*)"')
PLOT = "what the code above draws"


def told(path: Path) -> str:
    """The words of a picture."""
    found = LABEL.search(path.read_text("utf-8")[:9999]) if path.suffix == ".svg" else None
    return found[1] if found else PLOT


def on_page(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Put the words where the name of the file was."""
    if "body" in context:
        path_of = {name: Path(app.srcdir, path) for path, name in app.builder.images.items()}
        context["body"] = UNTOLD.sub(
            lambda found: f'<img alt="{told(path_of[found[1]])}"', context["body"]
        )


def setup(app: Sphinx) -> dict[str, Any]:
    """Listen."""
    app.connect("html-page-context", on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
