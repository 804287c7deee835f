"""Machine code in a directory, by what it was made of: of which program, with what, and for what.

So that code is found again, only the function has to be run: its gradient and all that follows is
not even looked at. Names of files are trusted no more than their content, which is checked.
"""

import hashlib
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from struct import Struct
from typing import NamedTuple

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm.target import target
from autograd_lite.compiler.digest import digest
from autograd_lite.compiler.program import Program
from autograd_lite.system.whole_file import open_regular, replace

#: the numbers of a `Made` before its code
_HEAD = Struct("<6q")
#: what the code of a program depends on, besides the program
_ROOMS = ("floats.py", "primitives/*.py", "compiler/**/*.py")
_PACKAGE = Path(__file__).parents[3]


class Made(NamedTuple):
    """What is made of a program."""

    #: numbers that are the same for all rows, what is added up, and bytes for a block of rows
    shared: int
    totals: int
    scratch: int
    #: how many steps every row takes
    work: int
    #: whether results that are nan are to be computed again
    checked: bool
    #: the `parts` that it calls
    parts: int
    code: bytes
    #: the text to make better code of, where this was made in a hurry: it is not kept in a file
    better: str = ""


def found(
    program: Program, options: tuple[object, ...], folder: str | None, make: Callable[[], Made]
) -> Made:
    """What is kept in the folder, or else made, and kept there from now on."""
    path = _path(program, options, folder) if folder else None
    if path is None:
        return make()
    made = _read(path)
    if made is None:
        made = make()
        _write(path, made)
    return made


def _path(program: Program, options: tuple[object, ...], folder: str) -> Path | None:
    """Where to keep it; None for what could be something else the next time."""
    content, sources = digest(program), _sources()
    if content is None or not sources:
        return None
    origin = repr((llvm.llvm_version_info, tuple(target()), options))
    key = hashlib.sha256(content + sources + origin.encode()).hexdigest()
    return Path(folder) / f"{key}.o"


@cache
def _sources() -> bytes:
    """The digest of the files that decide on code; empty where there are none to be read."""
    files = sorted(path for pattern in _ROOMS for path in _PACKAGE.glob(pattern))
    try:
        contents = [path.read_bytes() for path in files]
    except OSError:
        return b""
    return hashlib.sha256(b"".join(contents)).digest() if contents else b""


def _read(path: Path) -> Made | None:
    """What was made of a program, if the file of it is whole."""
    content = read(path)
    if content is None or len(content) < _HEAD.size:
        return None
    shared, totals, scratch, work, checked, parts = _HEAD.unpack_from(content)
    return Made(shared, totals, scratch, work, bool(checked), parts, content[_HEAD.size :])


def _write(path: Path, made: Made) -> None:
    try:
        write(path, _HEAD.pack(*made[:6]) + made.code)
    except OSError as error:
        warnings.warn(f"cache: compiled code could not be kept ({error})", stacklevel=2)


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
    """Write a file that is read by `read`, with its folder; raises OSError if it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, _seal(path, content) + content)


def _seal(path: Path, content: bytes) -> bytes:
    """The digest of a content, and of what it is kept for: the name of the file."""
    return hashlib.sha256(path.name.encode() + content).digest()
