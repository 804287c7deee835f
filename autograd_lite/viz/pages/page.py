"""A page as an object: a notebook shows it, and it is saved as a file."""

import os
from pathlib import Path
from typing import Any

from autograd_lite.inputs import checks
from autograd_lite.viz.web.frames import framed


class Page:
    """A page that needs nothing else."""

    __module__ = "autograd_lite"

    def __init__(self, page: str, title: str) -> None:
        self._page, self._title = page, title

    def __repr__(self) -> str:
        return f"<Page {self._title!r}>"

    def html(self) -> str:
        """The page: one HTML document without any reference to another file or host."""
        return self._page

    def save(self, path: "str | os.PathLike[str]") -> Path:
        """Write the page to ``path`` and return that. Raises ValueError unless it ends in .html."""
        target = checks.path("path", path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise ValueError(f"path: got the ending {target.suffix!r}; a page is saved as .html")
        target.write_text(self._page, encoding="utf-8", errors="replace")
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": framed(self._page, self._title)}
