"""Machine code in a directory, by what it was made of: of which program, with what, and for what.

So that code is found again, only the function has to be run: its gradient and all that follows is
not even looked at. Names of files are trusted no more than their content, which is checked.
"""

import hashlib
import os
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from struct import Struct
from typing import NamedTuple

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm import files
from autograd_lite.compiler.backends.llvm.target import target
from autograd_lite.compiler.digest import digest
from autograd_lite.compiler.program import Program

#: the numbers of a `Made` before its code
_HEAD = Struct("<6q")
#: what the code of a program depends on, besides the program; and what any machine code does
_SOURCES = ("floats.py", "primitives", "compiler")
WRITERS = ("compiler/backends/llvm",)
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
    content, known = digest(program), sources()
    if content is None or not known:
        return None
    return Path(folder) / f"{origin(content + known, *options)}.o"


def origin(known: bytes, *options: object) -> str:
    """The digest of all that decides on code: what is ``known``, LLVM, the processor, options."""
    others = repr((llvm.llvm_version_info, tuple(target()), options))
    return hashlib.sha256(known + others.encode()).hexdigest()


@cache
def sources() -> bytes:
    """The digest of the files that decide on code; empty where there are none to be read.

    It is kept beside byte code, by their `stamp`.
    """
    path = files.beside(f"sources-{stamp(_SOURCES).hex()}")
    found = path and files.read(path)
    if not found:
        try:
            contents = [Path(name).read_bytes() for name, *_ in sorted(_listed(_SOURCES))]
        except OSError:
            return b""
        found = hashlib.sha256(b"".join(contents)).digest()
        if path:
            files.keep(path, found)
    return found


@cache
def stamp(rooms: tuple[str, ...]) -> bytes:
    """The digest of names, sizes and times of change of the files in these rooms of the package,
    by which Python knows byte code; empty where there are none.
    """
    try:
        found = sorted(_listed(rooms))
    except OSError:
        return b""
    return hashlib.sha256(repr(found).encode()).digest() if found else b""


def _listed(rooms: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """The name of each file, when it was changed, and its size."""
    folders = []
    for path in [_PACKAGE / name for name in rooms]:
        if path.suffix:
            yield str(path), *_state(path.stat())
        else:
            folders.append(str(path))
    for folder in folders:
        for entry in os.scandir(folder):
            if entry.is_dir():
                folders.append(entry.path)
            elif entry.name.endswith(".py"):
                yield entry.path, *_state(entry.stat())


def _state(found: os.stat_result) -> tuple[int, int]:
    return found.st_mtime_ns, found.st_size


def _read(path: Path) -> Made | None:
    """What was made of a program, if the file of it is whole."""
    content = files.read(path)
    if content is None or len(content) < _HEAD.size:
        return None
    shared, totals, scratch, work, checked, parts = _HEAD.unpack_from(content)
    return Made(shared, totals, scratch, work, bool(checked), parts, content[_HEAD.size :])


def _write(path: Path, made: Made) -> None:
    try:
        files.write(path, _HEAD.pack(*made[:6]) + made.code)
    except OSError as error:
        warnings.warn(f"cache: compiled code could not be kept ({error})", stacklevel=2)
