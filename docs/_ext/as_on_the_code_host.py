"""Pages are written so that the code host shows them, too; here they become pages of the site.

* Mathematics is ``$`…`$`` there, and a role here.
* A link to a file of the repository leads to the file's page at the code host, but a page that was
  made (images/*.html) is copied to the site.
"""

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
SOURCE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Source"]
#: code, which is left alone; mathematics; a link, or a picture, with what stands before it
PARTS = re.compile(
    r"(?P<fence>^(?P<fenced>`{3,}).*?^(?P=fenced)$)|\$`(?P<math>[^`]+)`\$"
    r"|(?P<span>`+)[^`]+(?P=span)|(?P<picture>!\[[^]]*)?\]\((?P<link>[^)\s:#]+)(?P<anchor>#[^)]*)?\)",
    re.MULTILINE | re.DOTALL,
)


def rewritten(text: str, folder: Path) -> str:
    """The text of a page that lies in a folder, as MyST reads it."""

    def replaced(found: re.Match[str]) -> str:
        if found["math"]:
            return f"{{math}}`{found['math']}`"
        if found["link"] and not found["picture"]:
            return f"]({target(found['link'], folder)}{found['anchor'] or ''})"
        return found[0]

    return PARTS.sub(replaced, text)


def target(link: str, folder: Path) -> str:
    """Where a link leads to, from a page in a folder."""
    path = Path(os.path.normpath(folder / link))
    if path.is_relative_to(DOCS) or not path.is_relative_to(ROOT):
        return link
    within = path.relative_to(ROOT).as_posix()
    if within.startswith("images/") and path.suffix == ".html":
        return f"site:{os.path.relpath(DOCS / within, folder)}"
    return f"{SOURCE}/{'tree' if path.is_dir() else 'blob'}/HEAD/{within}"


def on_read(app: "Sphinx", docname: str, content: list[str]) -> None:
    """Rewrite a page before it is parsed."""
    content[0] = rewritten(content[0], Path(app.env.doc2path(docname)).parent)


def on_finish(app: "Sphinx", error: Exception | None) -> None:
    """Copy the pages that pages link to."""
    if error is None and app.builder.format == "html":
        shutil.copytree(
            ROOT / "images",
            app.outdir / "images",
            ignore=lambda _, names: [name for name in names if not name.endswith(".html")],
            dirs_exist_ok=True,
        )


def setup(app: "Sphinx") -> dict[str, Any]:
    """Listen."""
    app.connect("source-read", on_read)
    app.connect("build-finished", on_finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
