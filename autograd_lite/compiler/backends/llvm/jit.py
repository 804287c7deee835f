"""Assembly language to machine code for the processor at hand, by llvmlite.

LLVM works for one thread at a time, and a fork waits for it. Machine code is freed when nothing
refers to its `Code` any more; every function that is handed out does.
"""

import ctypes
import hashlib
import sys
import warnings
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, Final
from weakref import WeakValueDictionary, finalize

from autograd_lite.compiler.backends.llvm import instructions as language
from autograd_lite.compiler.backends.llvm.loops import Tile
from autograd_lite.system.forks import survive_forks
from autograd_lite.system.whole_file import open_regular, replace

try:
    import llvmlite.binding as llvm
except ImportError as _error:
    raise ImportError('llvmlite is needed; run: pip install "autograd_lite[jit]"') from _error

ENTRIES: Final = ("point", "bound", "run", "begin", "chunks", "finish")
_PYTHON = (
    *("PyFloat_FromDouble", "PyTuple_New", "PyTuple_SetItem", "PyErr_BadArgument"),
    *("PyObject_CallNoArgs", "PyObject_Vectorcall"),
    *("PyLong_AsVoidPtr", "Py_IncRef", "PyMem_RawMalloc", "PyMem_RawFree"),
)


class Compiler:
    """Who holds the lock may ask LLVM for something."""

    lock: Any = RLock()


survive_forks(Compiler)


@cache
def _start() -> None:
    """Make known to the compiler what it works for, and the functions that are there."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for name in _PYTHON:
        llvm.add_symbol(name, _function_address(ctypes.pythonapi, name))
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    for name in language.LIBRARY:
        llvm.add_symbol(name, _function_address(library, name))


def _machine(level: int) -> Any:
    """The processor at hand; the model of memory puts constants near the code."""
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=level,
        codemodel="small",
        reloc="pic",
    )


def _function_address(library: Any, name: str) -> int:
    return ctypes.cast(getattr(library, name), ctypes.c_void_p).value or 0


@cache
def vector_library() -> language.VectorLibrary:
    """glibc's functions of vectors, of the widest that the processor has; from 2.35 on all."""
    with Compiler.lock:
        features = llvm.get_host_cpu_features() if sys.platform == "linux" else {}
    kinds = {"avx512f": ("e", 8), "avx2": ("d", 4), "sse2": ("b", 2)}
    for feature, (letter, lanes) in kinds.items():
        library = language.VectorLibrary(letter, lanes)
        if features.get(feature):
            try:
                found = ctypes.CDLL("libmvec.so.1")
            except OSError:
                break
            if hasattr(found, library.mangled(1) + "tanh"):
                with Compiler.lock:
                    llvm.load_library_permanently("libmvec.so.1")
                return library
    return language.VectorLibrary("", 0)


@cache
def tile() -> Tile:
    """As many sums at once as the registers hold."""
    with Compiler.lock:
        wide = llvm.get_host_cpu_features().get("avx512f")
    return Tile(4, 4) if wide else Tile(2, 2)


class Code:
    """The machine code of a module; ``addresses`` are those of its entries."""

    def __init__(self, made: bytes) -> None:
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine(0))
        engine.add_object_file(llvm.ObjectFileRef.from_data(made))
        engine.finalize_object()
        self.addresses: dict[str, int] = {
            name: engine.get_function_address(name) for name in ENTRIES
        }
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


def compiled(text: str, level: int, folder: str | None) -> Code:
    """The code of a module, compiled once as long as somebody uses it."""
    with Compiler.lock:
        _start()
        _free()
        features = llvm.get_host_cpu_features().flatten()
        origin = f"{llvm.llvm_version_info} {llvm.get_host_cpu_name()} {features} {level}"
        key = hashlib.sha256(f"{origin}\n{text}".encode()).hexdigest()
        code = _known.get(key)
        if code is None:
            code = _known[key] = Code(_object(text, level, key, folder))
        return code


def _object(text: str, level: int, key: str, folder: str | None) -> bytes:
    path = Path(folder) / f"{key}.o" if folder else None
    if path is not None and (kept := _read(path)) is not None:
        return kept
    made: bytes = _machine(level).emit_object(llvm.parse_assembly(text))
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
