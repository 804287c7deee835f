"""The back end llvm: machine code, and how Python calls it."""

import ctypes
import os
from _thread import LockType, allocate_lock, start_new_thread
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from autograd_lite.compiler.backends.llvm import instructions as language
from autograd_lite.compiler.backends.llvm.block import Word
from autograd_lite.compiler.backends.llvm.entries import bound_entry, point_entry
from autograd_lite.compiler.backends.llvm.jit import Code, compiled
from autograd_lite.compiler.backends.llvm.module import Module
from autograd_lite.compiler.backends.llvm.slots import CHUNK, Layout
from autograd_lite.compiler.backends.llvm.target import target
from autograd_lite.compiler.backends.llvm.weak import weak_chains
from autograd_lite.compiler.backends.protocol import Buffers, Options
from autograd_lite.compiler.expansion import expand
from autograd_lite.compiler.program import Program, Step
from autograd_lite.compiler.symbols import BASE

if TYPE_CHECKING:
    from autograd_lite.compiler.backends.protocol import Array, Arrays

_KEPT = {row for name, row in BASE.items() if name in language.TABLE}
#: operations on rows, as estimated, that make up for starting a thread
_WORTH_A_THREAD = 1_000_000
#: steps of straight-line code from which on quick compilation matters more than quick code; a
#: call weighs as many others, for it takes their time, and leaves no registers to make use of
_MANY_STEPS, _STEPS_OF_A_CALL = 4000, 20


def point(program: Program) -> Callable[..., Any]:
    """The program as a builtin function of floats: no marshalling between Python and it."""
    return _point(program, weak_chains(program), _at_first_call(lambda: _point(program, set())))


def _point(program: Program, weak: set[int], instead: object = None) -> Callable[..., Any]:
    """The same with ``weak`` chains, and what is called ``instead`` where a result is nan."""
    layout = Layout(expand(program, _KEPT, weak), is_point=True)
    module = Module(layout, False, target())
    text = module.text(point_entry(module, checked=bool(weak)))
    return _builtin("point", compiled(text, _level(layout), None), _FASTCALL, instead)


def _at_first_call(make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """What is made when it is first called."""
    made = cache(make)
    return lambda *numbers: made()(*numbers)


def kernel(program: Program, options: Options) -> "Kernel":
    """The program over arrays."""
    return Kernel(program, options, set() if options.batched else weak_chains(program))


class Kernel:
    """Machine code for a program over arrays; without a batch, chains may be ``weak``."""

    def __init__(self, program: Program, options: Options, weak: set[int]) -> None:
        self._strong = cache(lambda: Kernel(program, options, set()))
        expanded = expand(program, _KEPT, weak)
        self._layout = Layout(expanded, is_point=not options.batched)
        module = Module(self._layout, options.mean, target())
        module.work_on_jobs()
        text = module.text(bound_entry(module, checked=bool(weak)))
        self._code = compiled(text, _level(self._layout), options.cache)
        self._entries = {name: _without_lock(self._code, name) for name in _OPERANDS}
        steps = sum(isinstance(node, Step) for node in expanded.nodes)
        self._work = steps if self._layout.has_rows else 0
        self._threads = options.threads or _cores()

    def prepare(self, buffers: Buffers) -> Callable[[], Any]:
        """A call that reads and writes these arrays in place."""
        count = buffers.row_count
        job = _Job(self._layout, buffers)
        if not buffers.columns:
            job.instead = _at_first_call(lambda: self._strong().prepare(buffers))
            return _builtin("bound", self._code, _NOARGS, job)
        chunks = -(-count // CHUNK)
        threads = max(1, min(self._threads, chunks, 1 + count * self._work // _WORTH_A_THREAD))
        address = ctypes.c_void_p(job)
        if threads == 1:
            return partial(_run, self._entries["run"], address, job)
        begin, part, finish = (self._entries[name] for name in ("begin", "chunks", "finish"))
        scratch = [_aligned(self._layout.scratch) for _ in range(threads)]
        bounds = [chunks * i // threads for i in range(threads + 1)]
        parts = [
            partial(part, address, ctypes.c_void_p(_address(space)), *map(ctypes.c_int64, ends))
            for space, ends in zip(scratch, pairwise(bounds), strict=True)
        ]
        return partial(
            _run_shared, partial(begin, address), parts, partial(finish, address), job, scratch
        )


def _cores() -> int:
    """The processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def _run(function: Callable[..., None], address: ctypes.c_void_p, job: "_Job") -> object:
    function(address)
    return job.answer


def _run_shared(
    begin: Callable[[], None],
    parts: Sequence[Callable[[], None]],
    finish: Callable[[], None],
    job: "_Job",
    kept: object,
) -> object:
    begin()
    running = [_started(part, (job, kept)) for part in parts[1:]]
    parts[0]()
    for done in running:
        done.acquire()
    finish()
    return job.answer


def _started(part: Callable[[], None], kept: object) -> LockType:
    """Begin a part in a thread of its own, which releases the lock when it is done.

    `threading.Thread` waits for a thread to run, which takes as long as a short part.
    """
    done = allocate_lock()
    done.acquire()
    start_new_thread(_work, (part, done, kept))
    return done


def _work(part: Callable[[], None], done: LockType, kept: object) -> None:
    # the memory is kept here too: who waits may be interrupted
    part()
    done.release()


class _Job(int):
    """The address of a job, which keeps alive what it refers to."""

    kept: Any
    answer: object
    #: computes the results where one of them is nan
    instead: Callable[[], object]

    def __call__(self) -> object:
        return self.instead()

    def __new__(cls, layout: Layout, buffers: Buffers) -> "_Job":
        import numpy as np

        uniforms, columns, rows, totals, answer = buffers
        chunks = -(-buffers.row_count // CHUNK)
        sizes = [8 * n for n in (layout.size, chunks * layout.totals, layout.totals)]
        space = _aligned(layout.scratch + sum(sizes))
        tables = [_places(columns), _places(rows), _segments(uniforms), _segments(totals)]
        space[layout.scratch :] = 0  # there is no nan behind the results
        words = np.empty(len(Word) + sum(map(len, tables)), dtype=np.int64)
        scratch, here = _address(space), _address(words)
        u, partials, results, _ = accumulate(sizes, initial=scratch + layout.scratch)
        lengths = (8 * len(table) for table in tables)
        columns_at, outputs, given, taken, _ = accumulate(lengths, initial=here + 8 * len(Word))
        head = [buffers.row_count, u, scratch, partials, results, columns_at, outputs]  # as in Word
        head += [given, len(uniforms), taken, len(totals), id(answer)]
        words[:] = [*head, *(word for table in tables for word in table)]
        job = super().__new__(cls, here)
        job.answer = answer
        job.kept = (words, space, buffers)
        return job


def _address(array: "Array") -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _aligned(size: int) -> "Array":
    """Memory that begins with a cache line."""
    import numpy as np

    space = np.empty(size + 64, dtype=np.uint8)
    return space[-_address(space) % 64 :]


def _segments(arrays: "Arrays") -> list[int]:
    """The address and the size of each."""
    return [number for x in arrays for number in (_address(x), x.size)]


def _places(arrays: "Arrays") -> list[int]:
    """The address and the stride of each column of arrays that have the rows along axis 0."""
    found = []
    for x in arrays:
        places = [_address(x)]
        for length, stride in zip(x.shape[1:], x.strides[1:], strict=True):
            places = [place + i * stride for place in places for i in range(length)]
        found += [number for place in places for number in (place, x.strides[0])]
    return found


def _level(layout: Layout) -> int:
    """How much the compiler should try: long programs are not worth its time, loops are."""
    if layout.plan.has_loops:
        return 1
    nodes = layout.program.nodes
    calls = sum(isinstance(node, Step) and node.op.name in language.CALLS for node in nodes)
    return 0 if layout.plan.straight + _STEPS_OF_A_CALL * calls > _MANY_STEPS else 1


# Functions for Python -----------------------------------------------------------------------

_FASTCALL, _NOARGS = 0x80, 0x04  # of Python's methodobject.h


class _MethodDefinition(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def _builtin(name: str, code: Code, flags: int, owner: object) -> Callable[..., Any]:
    """A builtin function that calls machine code with ``owner`` as its self."""
    new = ctypes.pythonapi.PyCFunction_NewEx
    new.restype = ctypes.py_object
    new.argtypes = [ctypes.c_void_p, ctypes.py_object, ctypes.py_object]
    definition = _MethodDefinition(name.encode(), code.addresses[name], flags, None)
    kept = (definition, code)  # in the place of a module: as long as the function lives
    function: Callable[..., Any] = new(ctypes.addressof(definition), owner, kept)
    return function


#: the entries that let other threads of Python run, and how many operands they have
_OPERANDS = {"run": 1, "begin": 1, "chunks": 4, "finish": 1}


def _without_lock(code: Code, name: str) -> Callable[..., None]:
    """A call of an entry that lets other threads of Python run."""
    kinds = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64][: _OPERANDS[name]]
    function: Any = ctypes.CFUNCTYPE(None, *kinds)(code.addresses[name])
    function.code = code  # is kept as long as somebody may call it
    return function  # type: ignore[no-any-return]  # it is callable
