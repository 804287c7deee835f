"""The pictures of README.md and the gallery, made by the code that stands beside them.

``make pictures`` runs that code in ``images/``, where it saves them; tests/test_documents.py runs
it in another folder, and compares. What the examples make takes training, and is copied by hand.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from page_code import ROOT, run

DOCUMENTS = ("README.md", "docs/gallery.md")


def linked(document: str) -> Iterator[str]:
    """The names of the pictures that a document shows."""
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        for part in line.split("](")[1:]:
            path = Path(part.partition(")")[0])
            if path.parent.name == "images":
                yield path.name


if __name__ == "__main__":
    sys.exit("".join(told for each in DOCUMENTS for told in run(each, ROOT / "images")) or 0)
