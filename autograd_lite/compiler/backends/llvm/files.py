"""Files whose content is checked when they are read, and where some lie beside byte code."""

import hashlib
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from autograd_lite.system.whole_file import open_regular, replace


def read(path: Path) -> bytes | None:
    """What was written there, if it is whole."""
    try:
        with open_regular(path) as file:
            content = file.read()
    except OSError:
        return None
    seal, rest = content[:32], content[32:]
    return rest if seal == _seal(path, rest) else None


def write(path: Path, content: bytes) -> None:
    """Write a file that `read` reads, with its folder; raises OSError if it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, _seal(path, content) + content)


def _seal(path: Path, content: bytes) -> bytes:
    """The digest of a content, and of what it is kept for: the name of the file."""
    return hashlib.sha256(path.name.encode() + content).digest()


def beside(name: str) -> Path | None:
    """The path of a file where Python keeps the byte code of this one; None where it keeps none."""
    try:
        return Path(cache_from_source(__file__)).with_name(name)
    except NotImplementedError:  # this Python has none
        return None


def can_keep(path: Path) -> bool:
    """Whether a file there would be kept, as byte code would."""
    return not sys.dont_write_bytecode and os.access(path.parent, os.W_OK)


def keep(path: Path, content: bytes) -> None:
    """Write a file beside byte code if that can be, and else do without, as Python does."""
    if can_keep(path):
        with suppress(OSError):
            write(path, content)
