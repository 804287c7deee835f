"""Where the pages of the documentation are, if they were built or installed."""

import sys
from collections.abc import Iterator
from pathlib import Path

import autograd_lite

#: what a checkout has, and an installed package has not
BUILDER = Path("docs", "conf.py")
BUILT = Path("out", "docs", "index.html")
INSTALLED = Path("share", "doc", "autograd_lite", "html", "index.html")


def built_pages() -> Path | None:
    """The first page: of this checkout, or where an installation would have it."""
    return next((path for path in places() if path.exists()), None)


def checkout() -> Path | None:
    """The folder of the repository, if the package runs from one."""
    root = Path(autograd_lite.__file__).resolve().parents[1]
    return root if (root / BUILDER).exists() else None


def places() -> Iterator[Path]:
    """Where the first page may be."""
    if root := checkout():
        yield root / BUILT
    yield Path(sys.prefix, INSTALLED)


def how_to_build() -> str:
    """What to do if there are no pages."""
    root = checkout()
    where = root if root else "a copy of the repository"
    sources = f"; their sources are in {root / BUILDER.parent}" if root else ""
    return f"the pages were not built: run make docs in {where}{sources}"
