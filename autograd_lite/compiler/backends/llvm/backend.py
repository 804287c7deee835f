"""The back end llvm: machine code, and how Python calls it."""

import ctypes
import os
from _thread import LockType, allocate_lock, start_new_thread
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from autograd_lite.compiler.backends.llvm import calls, entries
from autograd_lite.compiler.backends.llvm.instructions import INSTRUCTIONS
from autograd_lite.compiler.backends.llvm.jit import compiled
from autograd_lite.compiler.backends.llvm.job import Job, Room, address_of, aligned
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS
from autograd_lite.compiler.backends.llvm.module import Module
from autograd_lite.compiler.backends.llvm.storage import CHUNK, Storage
from autograd_lite.compiler.backends.llvm.target import target
from autograd_lite.compiler.backends.llvm.weak import weak_chains
from autograd_lite.compiler.backends.protocol import Buffers, Kernel, Options
from autograd_lite.compiler.expansion import expand
from autograd_lite.compiler.program import Program, Step
from autograd_lite.compiler.symbols import BASE

_KEPT = {row for name, row in BASE.items() if name in INSTRUCTIONS}
#: those that call a function of the C library
_CALLS = {row for row in _KEPT if row.name in FUNCTIONS or row is BASE["power"]}
#: numbers of rows, and orders of arrays in memory, for which calls are prepared at a time; and the
#: bytes that one of them may keep
_LAYOUTS, _WORTH_KEEPING = 8, 1 << 20
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
    storage = Storage(expand(program, _KEPT, weak), is_point=True)
    module = Module(storage, False, target())
    text = module.text(entries.point(module, checked=bool(weak)))
    code = compiled(text, _effort(storage), None)
    return calls.builtin("point", code, calls.FASTCALL, instead)


def _at_first_call(make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """What is made when it is first called."""
    made = cache(make)
    return lambda *numbers: made()(*numbers)


def kernel(program: Program, options: Options) -> Kernel:
    """The program over arrays."""
    return _OverArrays(program, options, set() if options.batched else weak_chains(program))


class _OverArrays:
    """Machine code for a program over arrays; without a batch, chains may be ``weak``."""

    def __init__(self, program: Program, options: Options, weak: set[int]) -> None:
        # what is kept here is kept with the code, and not the storage, which is larger than that
        self._strong = cache(lambda: _OverArrays(program, options, set())) if weak else None
        expanded = expand(program, _KEPT, weak)
        storage = Storage(expanded, is_point=not options.batched)
        module = Module(storage, options.mean, target())
        module.work_on_jobs()
        text = module.text(entries.bound(module, checked=bool(weak)))
        self._code = compiled(text, _effort(storage), options.cache)
        self._entries = {name: calls.without_lock(self._code, name) for name in calls.OPERANDS}
        self._room = Room.of(storage)
        steps = sum(isinstance(node, Step) for node in expanded.nodes)
        self._work = steps if storage.has_rows else 0
        self._threads = options.threads or _cores()
        self._prepared: dict[Any, list[tuple[Job, Callable[[], Any]]]] = {}

    def bind(self, buffers: Buffers) -> Callable[[], Any]:
        """A call that reads and writes these arrays in place."""
        return self._prepare(buffers)[1]

    def run(self, buffers: Buffers) -> object:
        """Compute once, by a call that an earlier one with as many rows has prepared."""
        layout = (
            *[(x.shape, x.strides) for x in buffers.strided],
            *[x.size for x in buffers.contiguous],
        )
        waiting = self._prepared.get(layout)
        if waiting is None:
            if len(self._prepared) == _LAYOUTS:
                self._prepared.clear()
            waiting = self._prepared[layout] = []
        try:
            job, call = waiting.pop()
        except IndexError:  # the first, or while other threads compute
            job, call = self._prepare(buffers)
        else:
            job.move_to(buffers)
        call()
        job.buffers = None
        if job.space.nbytes <= _WORTH_KEEPING:
            waiting.append((job, call))
        return buffers.answer

    def _prepare(self, buffers: Buffers) -> tuple[Job, Callable[[], Any]]:
        count = buffers.row_count
        job = Job(self._room, buffers)
        if not buffers.columns:
            if self._strong:
                job.instead = partial(_computed_by, self._strong)
            return job, calls.builtin("bound", self._code, calls.NOARGS, job)
        chunks = -(-count // CHUNK)
        threads = max(1, min(self._threads, chunks, 1 + count * self._work // _WORTH_A_THREAD))
        address = ctypes.c_void_p(job)
        if threads == 1:
            return job, partial(_run, self._entries["run"], address, job)
        begin, part, finish = (self._entries[name] for name in ("begin", "chunks", "finish"))
        scratch = [aligned(self._room.scratch) for _ in range(threads)]
        parts = [partial(part, address, ctypes.c_void_p(address_of(space))) for space in scratch]

        def run() -> object:
            begin(address)
            running = [_started(part, (job, scratch)) for part in parts[1:]]
            parts[0]()
            for done in running:
                done.acquire()
            finish(address)
            return job.answer

        return job, run


def _cores() -> int:
    """The processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def _computed_by(make: Callable[[], Kernel], buffers: Buffers) -> object:
    return make().run(buffers)


def _run(function: Callable[..., None], address: ctypes.c_void_p, job: Job) -> object:
    function(address)
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


def _effort(storage: Storage) -> int:
    """How much the compiler should try: long programs are not worth its time, loops are."""
    if storage.schedule.has_loops:
        return 1
    nodes = storage.program.nodes
    called = sum(isinstance(node, Step) and node.op in _CALLS for node in nodes)
    return 0 if storage.schedule.straight + _STEPS_OF_A_CALL * called > _MANY_STEPS else 1
