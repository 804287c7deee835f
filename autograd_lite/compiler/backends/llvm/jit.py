"""Assembly language to machine code, by llvmlite.

Machine code is freed when nothing refers to its `Code` any more; every function that is handed out
does.
"""

import ctypes
import hashlib
import re
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import Any, Final
from weakref import WeakValueDictionary, finalize

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm.entries import DECLARATIONS
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS
from autograd_lite.compiler.backends.llvm.target import Compiler, target
from autograd_lite.system.whole_file import open_regular, replace

ENTRIES: Final = ("point", "bound", "run", "begin", "chunks", "finish")


@cache
def _start() -> None:
    """Make known to LLVM the functions that are there."""
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    python = re.findall(r"@(\w+)", DECLARATIONS)
    for where, names in ((ctypes.pythonapi, python), (library, FUNCTIONS)):
        for name in names:
            address = ctypes.cast(getattr(where, name), ctypes.c_void_p).value
            llvm.add_symbol(name, address or 0)


class Code:
    """The machine code of a module; ``addresses`` are those of its entries."""

    def __init__(self, made: bytes) -> None:
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target().machine(0))
        engine.add_object_file(llvm.ObjectFileRef.from_data(made))
        engine.finalize_object()
        self.addresses: dict[str, int] = {x: engine.get_function_address(x) for x in ENTRIES}
        # at exit threads may still run it
        finalize(self, _drop, engine).atexit = False


_known: WeakValueDictionary[str, Code] = WeakValueDictionary()
_dropped: list[Any] = []


def _drop(engine: Any) -> None:
    """Free an engine, now or later: this may be called at any time, in any thread."""
    _dropped.append(engine)
    if Compiler.lock.acquire(blocking=False):
        try:
            _free()
        finally:
            Compiler.lock.release()


def _free() -> None:
    while _dropped:
        _dropped.pop().close()


def compiled(text: str, effort: int, folder: str | None) -> Code:
    """The code of a module, compiled once as long as somebody uses it."""
    with Compiler.lock:
        _start()
        _free()
        origin = f"{llvm.llvm_version_info} {tuple(target())} {effort}"
        key = hashlib.sha256(f"{origin}\n{text}".encode()).hexdigest()
        code = _known.get(key)
        if code is None:
            code = _known[key] = Code(_object(text, effort, key, folder))
        return code


def _object(text: str, effort: int, key: str, folder: str | None) -> bytes:
    path = Path(folder) / f"{key}.o" if folder else None
    if path is not None and (kept := _read(path)) is not None:
        return kept
    made: bytes = target().machine(effort).emit_object(llvm.parse_assembly(text))
    if path is not None:
        _write(path, made)
    return made


def _read(path: Path) -> bytes | None:
    """What was written, if it is whole."""
    try:
        with open_regular(path) as file:
            content = file.read()
    except OSError:
        return None
    digest, made = content[:32], content[32:]
    return made if hashlib.sha256(made).digest() == digest else None


def _write(path: Path, made: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, hashlib.sha256(made).digest() + made)
    except OSError as error:
        warnings.warn(f"cache: compiled code could not be kept ({error})", stacklevel=2)
