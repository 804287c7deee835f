"""Assembly language to machine code for the processor at hand, by llvmlite."""

import ctypes
import hashlib
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from autograd_lite.compiler import llvm as code
from autograd_lite.compiler.loops import Tile
from autograd_lite.whole_file import open_regular, replace

try:
    import llvmlite.binding as llvm
except ImportError as error:
    raise ImportError('llvmlite is needed; run: pip install "autograd_lite[jit]"') from error

ENTRIES = ("point", "bound", "run", "begin", "chunks", "finish")
_PYTHON = (
    *("PyFloat_FromDouble", "PyTuple_New", "PyTuple_SetItem", "PyErr_BadArgument"),
    *("PyObject_CallNoArgs", "PyObject_Vectorcall"),
    *("PyLong_AsVoidPtr", "Py_IncRef", "PyMem_RawMalloc", "PyMem_RawFree"),
)
_engines: list[Any] = []


@cache
def _start() -> None:
    """Make known to the compiler what it works for, and the functions that are there."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for name in _PYTHON:
        llvm.add_symbol(name, _function_address(ctypes.pythonapi, name))
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    for name in code.LIBRARY:
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
def vector_library() -> code.VectorLibrary:
    """glibc's functions of vectors, of the widest that the processor has; from 2.35 on all."""
    features = llvm.get_host_cpu_features() if sys.platform == "linux" else {}
    kinds = {"avx512f": ("e", 8), "avx2": ("d", 4), "sse2": ("b", 2)}
    for feature, (letter, lanes) in kinds.items():
        library = code.VectorLibrary(letter, lanes)
        if features.get(feature):
            try:
                found = ctypes.CDLL("libmvec.so.1")
            except OSError:
                break
            if hasattr(found, library.mangled(1) + "tanh"):
                llvm.load_library_permanently("libmvec.so.1")
                return library
    return code.VectorLibrary("", 0)


@cache
def tile() -> Tile:
    """As many sums at once as the registers hold."""
    wide = llvm.get_host_cpu_features().get("avx512f")
    return Tile(4, 4) if wide else Tile(2, 2)


_known: dict[str, dict[str, int]] = {}


def compiled(text: str, level: int, folder: str | None) -> dict[str, int]:
    """The addresses of the entries of a module, compiled once in a process."""
    _start()
    features = llvm.get_host_cpu_features().flatten()
    origin = f"{llvm.llvm_version_info} {llvm.get_host_cpu_name()} {features} {level}"
    key = hashlib.sha256(f"{origin}\n{text}".encode()).hexdigest()
    if key not in _known:
        _known[key] = _loaded(_object(text, level, key, folder))
    return _known[key]


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


def _loaded(made: bytes) -> dict[str, int]:
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine(0))
    engine.add_object_file(llvm.ObjectFileRef.from_data(made))
    engine.finalize_object()
    _engines.append(engine)
    return {name: engine.get_function_address(name) for name in ENTRIES}
