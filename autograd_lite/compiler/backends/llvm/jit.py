"""Assembly language to machine code, by llvmlite; and code as it is kept.

Machine code is freed when nothing refers to its `Code` any more; every function that is handed out
does.
"""

import ctypes
import re
import sys
from functools import cache
from typing import Any, Final
from weakref import finalize

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm.entries import DECLARATIONS
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS
from autograd_lite.compiler.backends.llvm.target import Compiler, target

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


def emitted(text: str, effort: int) -> bytes:
    """The machine code of a module, as an object file."""
    with Compiler.lock:
        made: bytes = target().machine(effort).emit_object(llvm.parse_assembly(text))
        return made


def loaded(made: bytes) -> Code:
    """Machine code that can be run."""
    with Compiler.lock:
        _start()
        _free()
        return Code(made)
