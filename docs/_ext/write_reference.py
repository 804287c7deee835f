"""The reference: pages that are written from the code before every build, in docs/reference/api.

``pages`` has what is written. What autodoc finds in docstrings is made RST on the way, and names in
them become links; types that no page of ours has stay plain text.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from numpy.typing import ArrayLike
from reference import tables
from reference.docstrings import rst
from reference.pages import FOLDER, index_of_names, link, linked, pages
from sphinx.application import Sphinx
from sphinx.util.typing import stringify_annotation

from autograd_lite.methods import Methods

#: what stands for a type that is too long to read
ARRAY = re.compile(r"~?numpy\.ndarray\[(?:[^][]|\[(?:[^][]|\[[^][]*\])*\])*\]")
#: what NumPy makes an array of, which signatures have in full
ARRAY_LIKE = stringify_annotation(ArrayLike, "smart")
AS_METHODS = {name for name in vars(Methods) if not name.startswith("_")}
#: what autodoc says of types: these may be anybody's, and are no links of ours
OF_TYPES = {"class", "data", "obj", "exc"}


def on_start(app: Sphinx) -> None:
    """Write the pages; those that stay the same are not touched, and so not read again."""
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    made = pages() | tables.pages()
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in made:
            path.unlink()


def on_read(app: Sphinx, page: str, content: list[str]) -> None:
    """Link the names of the page that has all of them in one line each."""
    if page == "reference/names":
        content[0] = linked(content[0])


def on_docstring(*given: Any) -> None:
    """Make RST of a docstring, the last of what is given."""
    lines: list[str] = given[-1]
    lines[:] = rst(lines, link)


def on_signature(*given: Any) -> tuple[str | None, ...]:
    """Shorten what is said of arrays, in the parameters and in what is returned."""
    texts = (text and text.replace(ARRAY_LIKE, "ArrayLike") for text in given[-2:])
    return tuple(text and ARRAY.sub("NDArray", text) for text in texts)


def on_member(app: Any, what: str, name: str, *others: Any) -> bool | None:
    """Leave out operations as methods, which have pages, and what tuples say of themselves."""
    field = str(getattr(others[0], "__doc__", "")).startswith("Alias for field number")
    return True if field or name in AS_METHODS else None


def on_missing(app: Any, env: Any, node: Any, content: nodes.Element) -> nodes.Element | None:
    """Types that have no page here: as text. A link in a sentence must lead somewhere."""
    of_type = node.get("refdomain") == "py" and "refexplicit" not in node
    return content if of_type and node.get("reftype") in OF_TYPES else None


def on_finish(app: Sphinx, error: Exception | None) -> None:
    """See to it that nothing public was left out."""
    if error is None:
        known = app.env.domaindata["py"]["objects"]
        if lost := sorted({*index_of_names().values()} - {*known}):
            raise LookupError(f"on no page of the reference: {', '.join(lost)}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Listen."""
    app.connect("builder-inited", on_start)
    app.connect("source-read", on_read)
    app.connect("autodoc-process-docstring", on_docstring)
    app.connect("autodoc-process-signature", on_signature)
    app.connect("autodoc-skip-member", on_member)
    app.connect("missing-reference", on_missing)
    app.connect("build-finished", on_finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
