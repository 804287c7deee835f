"""Assembly language to machine code, by llvmlite; and code as it is kept.

Machine code is freed when nothing refers to its `Code` any more; every function that is handed out
does.
"""

import ctypes
import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, Final
from weakref import finalize

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm.entries import BETTER, DECLARATIONS, LEFT
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS
from autograd_lite.compiler.backends.llvm.reach import within_reach
from autograd_lite.compiler.backends.llvm.target import Compiler, new_machine, target

#: how much LLVM tries. With no effort at all code is there four times as early
QUICK, BEST = 0, 1
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
    """The machine code of a program; ``addresses`` are those of its entries.

    Where there is a text to make better code of, this was made in a hurry, and calls of it can be
    led to the better one.
    """

    def __init__(self, made: bytes, better: Callable[[], "Code"] | None) -> None:
        engine = engine_of(made)
        self.addresses: dict[str, int] = {x: engine.get_function_address(x) for x in ENTRIES}
        # at exit threads may still run it
        finalize(self, _drop, engine).atexit = False
        self.can_improve: bool = better is not None
        self._make = better
        self._better: Code | None = None
        left, way = (engine.get_global_value_address(x) if better else 0 for x in (LEFT, BETTER))
        self._left = ctypes.c_int64.from_address(left) if left else None
        self._way = ctypes.c_void_p.from_address(way) if way else None

    def is_due(self) -> bool:
        """Whether it counted its calls, and they were enough for better code."""
        return self._better is None and self._left is not None and self._left.value < 0

    def improved(self) -> "Code":
        """Better code; calls of this one go there from now on, and it lives as long."""
        with Compiler.lock:
            if self._make is not None:
                self._better = better = self._make()
                self._make = None
                for name in ("point", "bound"):
                    if self._way is not None and self.addresses[name]:
                        self._way.value = better.addresses[name]
            return self._better or self


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


def engine_of(*made: bytes) -> Any:
    """What has the machine code of object files in memory, and knows where functions are."""
    _start()
    # it owns its machine; the empty module, which it is made with, would be compiled too, in 0.4 ms
    module = llvm.parse_assembly("")
    engine = llvm.create_mcjit_compiler(module, new_machine())
    engine.remove_module(module)
    with within_reach(sum(map(len, made))):
        for each in made:
            engine.add_object_file(llvm.ObjectFileRef.from_data(each))
        engine.finalize_object()
    return engine


def loaded(made: bytes, better: Callable[[], Code] | None = None) -> Code:
    """Machine code that can be run; the `parts` that it calls are loaded before.

    ``better`` makes better code, if this was made in a hurry.
    """
    with Compiler.lock:
        _free()
        return Code(made, better)
