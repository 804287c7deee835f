"""The back end llvm: machine code for the processor at hand, by llvmlite."""

import ctypes
import hashlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from autograd_lite.compiler import llvm as code
from autograd_lite.compiler.backends import Options
from autograd_lite.compiler.builder import BASE, expand
from autograd_lite.compiler.entries import bound_entry, point_entry
from autograd_lite.compiler.layout import CHUNK, Layout
from autograd_lite.compiler.loops import Tile
from autograd_lite.compiler.module import Module, Word
from autograd_lite.compiler.program import Program, Step

try:
    import llvmlite.binding as llvm
except ImportError as error:
    raise ImportError('llvmlite is needed; run: pip install "autograd_lite[jit]"') from error

if TYPE_CHECKING:
    from autograd_lite.compiler.backends import Array, Arrays

_KEPT = {row for name, row in BASE.items() if name in code.TABLE}
#: operations on rows, as estimated, that make up for starting a thread
_WORTH_A_THREAD = 1_000_000
#: steps of straight-line code from which on quick compilation matters more than quick code
_MANY_STEPS = 4000


def point(program: Program) -> Callable[..., Any]:
    """The program as a builtin function of floats: no marshalling between Python and it."""
    layout = Layout(expand(program, _KEPT))
    module = Module(layout, False, _library(), _tile())
    functions = _compiled(module.text([point_entry(module)]), _level(layout), None)
    return _builtin("point", functions["point"], _FASTCALL, float)


def kernel(program: Program, options: Options) -> "Kernel":
    """The program over arrays."""
    return Kernel(program, options)


class Kernel:
    """Machine code for a program over arrays."""

    def __init__(self, program: Program, options: Options) -> None:
        expanded = expand(program, _KEPT)
        self._layout = Layout(expanded)
        module = Module(self._layout, options.mean, _library(), _tile())
        self._functions = _compiled(
            module.text([bound_entry()]), _level(self._layout), options.cache
        )
        self._work = sum(isinstance(node, Step) for node in expanded.nodes)
        self._threads = options.threads or _cores()

    def prepare(
        self, uniforms: "Arrays", columns: "Arrays", rows: "Arrays", totals: "Arrays"
    ) -> Callable[[], object]:
        """A call that reads and writes these arrays in place."""
        count = len(columns[0]) if columns else 1
        job = _Job(self._layout, count, uniforms, columns, rows, totals)
        if not columns:
            return _builtin("bound", self._functions["bound"], _NOARGS, job)
        chunks = -(-count // CHUNK)
        threads = max(1, min(self._threads, chunks, 1 + count * self._work // _WORTH_A_THREAD))
        address = ctypes.c_void_p(job)
        if threads == 1:
            return partial(_run, _without_lock(self._functions["run"], 1), address, job)
        begin, part, finish = (
            _without_lock(self._functions[name], operands)
            for name, operands in (("begin", 1), ("chunks", 4), ("finish", 1))
        )
        scratch = [_aligned(self._layout.scratch) for _ in range(threads)]
        bounds = [chunks * i // threads for i in range(threads + 1)]
        parts = [
            partial(part, address, ctypes.c_void_p(_address(space)), *map(ctypes.c_int64, ends))
            for space, ends in zip(scratch, pairwise(bounds), strict=True)
        ]
        return partial(
            _run_shared, partial(begin, address), parts, partial(finish, address), (job, scratch)
        )


def _cores() -> int:
    """The processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def _run(function: Callable[..., None], address: ctypes.c_void_p, job: "_Job") -> None:
    function(address)


def _run_shared(
    begin: Callable[[], None],
    parts: Sequence[Callable[[], None]],
    finish: Callable[[], None],
    kept: object,
) -> None:
    begin()
    threads = [Thread(target=part) for part in parts[1:]]
    for thread in threads:
        thread.start()
    parts[0]()
    for thread in threads:
        thread.join()
    finish()


class _Job(int):
    """The address of a job, which keeps alive what it refers to."""

    kept: Any

    def __new__(
        cls,
        layout: Layout,
        count: int,
        uniforms: "Arrays",
        columns: "Arrays",
        rows: "Arrays",
        totals: "Arrays",
    ) -> "_Job":
        import numpy as np

        chunks = -(-count // CHUNK)
        space = [
            np.empty(len(layout.slots)),
            _aligned(layout.scratch),
            np.empty(chunks * len(layout.reduced)),
            np.empty(len(layout.reduced)),
        ]
        tables = [_places(columns), _places(rows), _segments(uniforms), _segments(totals)]
        words = np.zeros(len(Word), dtype=np.int64)
        words[Word.ROWS] = count
        words[[Word.UNIFORMS, Word.SCRATCH, Word.PARTIALS, Word.RESULTS]] = list(
            map(_address, space)
        )
        words[[Word.COLUMNS, Word.OUTPUTS, Word.GIVEN, Word.TAKEN]] = list(map(_address, tables))
        words[[Word.GIVEN_COUNT, Word.TAKEN_COUNT]] = len(tables[2]), len(tables[3])
        job = super().__new__(cls, _address(words))
        job.kept = (words, space, tables, uniforms, columns, rows, totals)
        return job


def _address(array: "Array") -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _aligned(size: int) -> "Array":
    """Memory that begins with a cache line."""
    import numpy as np

    space = np.empty(size + 64, dtype=np.uint8)
    return space[-_address(space) % 64 :]


def _segments(arrays: "Arrays") -> "Array":
    """The address and the size of each."""
    import numpy as np

    return np.array([(_address(x), x.size) for x in arrays], dtype=np.int64).reshape(-1, 2)


def _places(arrays: "Arrays") -> "Array":
    """The address and the stride of each column of arrays that have the rows along axis 0."""
    import numpy as np

    parts = [np.empty((0, 2), dtype=np.int64)]
    for x in arrays:
        addresses = np.array(_address(x), dtype=np.int64)
        for length, stride in zip(x.shape[1:], x.strides[1:], strict=True):
            addresses = np.add.outer(addresses, np.arange(length) * stride)
        flat = addresses.ravel()
        parts.append(np.column_stack([flat, np.full(flat.size, x.strides[0])]))
    return np.ascontiguousarray(np.concatenate(parts))


# Functions for Python -----------------------------------------------------------------------

_FASTCALL, _NOARGS = 0x80, 0x04  # of Python's methodobject.h


class _MethodDefinition(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def _builtin(name: str, address: int, flags: int, owner: object) -> Callable[..., Any]:
    """A builtin function that calls machine code with ``owner`` as its self."""
    new = ctypes.pythonapi.PyCFunction_NewEx
    new.restype = ctypes.py_object
    new.argtypes = [ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p]
    function: Callable[..., Any] = new(ctypes.byref(_definition(name, address, flags)), owner, None)
    return function


@cache  # Python refers to it as long as the function lives
def _definition(name: str, address: int, flags: int) -> _MethodDefinition:
    return _MethodDefinition(name.encode(), address, flags, None)


@cache
def _without_lock(address: int, operands: int) -> Callable[..., None]:
    """A call that lets other threads of Python run."""
    kinds = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64][:operands]
    return ctypes.CFUNCTYPE(None, *kinds)(address)


# The compiler -------------------------------------------------------------------------------

_ENTRIES = ("point", "bound", "run", "begin", "chunks", "finish")
_PYTHON = (
    *("PyFloat_FromDouble", "PyTuple_New", "PyTuple_SetItem", "PyErr_BadArgument"),
    *("PyLong_AsVoidPtr", "PyBool_FromLong", "PyMem_RawMalloc", "PyMem_RawFree"),
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
def _library() -> code.VectorLibrary:
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
def _tile() -> Tile:
    """As many sums at once as the registers hold."""
    wide = llvm.get_host_cpu_features().get("avx512f")
    return Tile(4, 4) if wide else Tile(2, 2)


_known: dict[str, dict[str, int]] = {}


def _compiled(text: str, level: int, folder: str | None) -> dict[str, int]:
    """The addresses of the entries of a module, compiled once in a process."""
    _start()
    features = llvm.get_host_cpu_features().flatten()
    origin = f"{llvm.llvm_version_info} {llvm.get_host_cpu_name()} {features} {level}"
    key = hashlib.sha256(f"{origin}\n{text}".encode()).hexdigest()
    if key not in _known:
        _known[key] = _loaded(_object(text, level, key, folder))
    return _known[key]


def _level(layout: Layout) -> int:
    """How much the compiler should try: long programs are not worth its time, loops are."""
    return 0 if layout.plan.straight > _MANY_STEPS and not layout.plan.has_loops else 1


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
        content = path.read_bytes()
    except OSError:
        return None
    digest, made = content[:32], content[32:]
    return made if hashlib.sha256(made).digest() == digest else None


def _write(path: Path, made: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(hashlib.sha256(made).digest() + made)
        Path(file.name).replace(path)
    except OSError as error:
        warnings.warn(f"cache: compiled code could not be kept ({error})", stacklevel=2)


def _loaded(made: bytes) -> dict[str, int]:
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine(0))
    engine.add_object_file(llvm.ObjectFileRef.from_data(made))
    engine.finalize_object()
    _engines.append(engine)
    return {name: engine.get_function_address(name) for name in _ENTRIES}
