"""The back end llvm: machine code, and how Python calls it."""

import ctypes
import os
from _thread import LockType, allocate_lock, start_new_thread
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from typing import Any, Final, cast

from autograd_lite.compiler.backends.llvm import calls, entries, kept, parts
from autograd_lite.compiler.backends.llvm.core import CHUNK, MANY_STEPS, Storage
from autograd_lite.compiler.backends.llvm.instructions import INSTRUCTIONS
from autograd_lite.compiler.backends.llvm.jit import (
    BEST,
    QUICK,
    Code,
    emitted,
    loaded,
)
from autograd_lite.compiler.backends.llvm.job import Job, Room, address_of, aligned
from autograd_lite.compiler.backends.llvm.library import FUNCTIONS
from autograd_lite.compiler.backends.llvm.module import Module
from autograd_lite.compiler.backends.llvm.target import target
from autograd_lite.compiler.backends.protocol import Buffers, Kernel, Options
from autograd_lite.compiler.core import expand, weak_chains
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.symbols import BASE

_KEPT = {row for name, row in BASE.items() if name in INSTRUCTIONS}
#: those that call a function of the C library
_CALLS = {row for row in _KEPT if row.name in FUNCTIONS or row is BASE["power"]}
#: numbers of rows, and orders of arrays in memory, for which calls are prepared at a time; and the
#: bytes that one of them may keep
_LAYOUTS, _WORTH_KEEPING = 8, 1 << 20
#: operations on rows, as estimated, that make up for starting a thread
_WORTH_A_THREAD = 1_000_000
#: calls, and vectors of rows, in which code made in a hurry loses about as much time as it takes to
#: make better code
MANY_CALLS: Final = 300_000
MANY_VECTORS: Final = 50_000


def point(program: Program, cache: str | None) -> Callable[..., Any]:
    """The program as a builtin function of floats: no marshalling between Python and it."""
    return _point(program, cache, strong=False)


def _point(program: Program, folder: str | None, *, strong: bool) -> Callable[..., Any]:
    """The same with weak chains, unless they are to be ``strong``."""
    make = partial(_made_of_numbers, program, folder, strong=strong)
    made = kept.found(program, ("point", strong), folder, make)
    code = _loaded(made, folder)
    instead: Callable[..., Any] | None = None
    if made.checked:
        instead = _at_first_call(partial(_point, program, folder, strong=True))
    owner = partial(_point_instead, code, instead) if code.can_improve else instead
    return calls.builtin("point", code, calls.FASTCALL, owner)


def _point_instead(code: Code, strong: Callable[..., Any] | None, *numbers: Any) -> Any:
    """What is called where code was run often, and where results are nan."""
    if strong is None or code.is_due():  # another thread may have made it better by now
        return calls.builtin("point", code.improved(), calls.FASTCALL, strong)(*numbers)
    return strong(*numbers)


def _made_of_numbers(program: Program, folder: str | None, *, strong: bool) -> kept.Made:
    weak = set() if strong else weak_chains(program)
    storage = Storage(expand(program, _KEPT, weak), _CALLS, is_point=True)
    module = Module(storage, False, target())
    entry = partial(entries.point, module, checked=bool(weak))
    return kept.Made(0, 0, 0, 0, bool(weak), *_compiled(module, entry, folder))


def _at_first_call(make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """What is made when it is first called."""
    made = cache(make)
    return lambda *numbers: made()(*numbers)


def _loaded(made: kept.Made, folder: str | None) -> Code:
    """The code of a program, and of what it calls."""
    if not made.better:
        return _best(made.parts, made.code, folder)
    parts.load(made.parts, QUICK)
    return loaded(made.code, partial(_improved, made.parts, made.better))


def _improved(called: int, text: str) -> Code:
    return _best(called, emitted(text, BEST))


def _best(called: int, code: bytes, folder: str | None = None) -> Code:
    parts.load(called, BEST, folder)
    return loaded(code)


def _compiled(
    module: Module, entry: Callable[..., str] | None, folder: str | None
) -> tuple[int, bytes, str]:
    """The parts that are called, the machine code, and the text to make better code of.

    What nobody keeps for later is compiled in a hurry, and again when it was run often.
    """
    text, called = module.text(), module.parts()
    effort = _effort(module.storage)
    best = f"{text}\n{entry()}" if entry else text
    if folder is not None or effort == QUICK:
        return called, emitted(best, effort), ""
    quick = f"{text}\n{entry(often=MANY_CALLS)}" if entry else text
    return called, emitted(quick, QUICK), best


def kernel(program: Program, options: Options) -> Kernel:
    """The program over arrays."""
    return _OverArrays(program, options, strong=False)


def _made_of_arrays(program: Program, options: Options, *, strong: bool) -> kept.Made:
    weak = set() if strong or options.batched else weak_chains(program)
    expanded = expand(program, _KEPT, weak)
    storage = Storage(expanded, _CALLS, is_point=not options.batched)
    module = Module(storage, options.mean, target())
    module.work_on_jobs()
    entry = None if options.batched else partial(entries.bound, module, checked=bool(weak))
    work = sum(op is not None for op in expanded.ops) if storage.has_rows else 0
    code = _compiled(module, entry, options.cache)
    return kept.Made(storage.size, storage.totals, storage.scratch, work, bool(weak), *code)


class _OverArrays:
    """Machine code for a program over arrays; without a batch, chains may be weak."""

    def __init__(self, program: Program, options: Options, *, strong: bool) -> None:
        make = partial(_made_of_arrays, program, options, strong=strong)
        origin = ("arrays", options.mean, options.batched, strong)
        made = kept.found(program, origin, options.cache, make)
        # what is kept here is kept with the code, and not the storage, which is larger than that
        self._strong: Callable[[], Kernel] | None = None
        if made.checked:
            self._strong = cache(lambda: _OverArrays(program, options, strong=True))
        self._code = _loaded(made, options.cache)
        self._entries = _Entries(self._code)
        self._room = Room(made.shared, made.totals, made.scratch)
        self._work = made.work
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
            job.instead = partial(_computed_by, self._code, self._strong)
            return job, calls.builtin("bound", self._code, calls.NOARGS, job)
        chunks = -(-count // CHUNK)
        threads = max(1, min(self._threads, chunks, 1 + count * self._work // _WORTH_A_THREAD))
        address, entries = ctypes.c_void_p(job), self._entries
        if threads == 1:
            return job, partial(_run, entries, address, job)
        scratch = [aligned(self._room.scratch) for _ in range(threads)]
        spaces = [ctypes.c_void_p(address_of(space)) for space in scratch]

        def run() -> object:
            entries.begin(address)
            parts = [partial(entries.chunks, address, space) for space in spaces]
            running: list[LockType] = []
            with suppress(RuntimeError):  # the system gives no more threads: others take its share
                for part in parts[1:]:
                    running.append(_started(part, (job, scratch)))
            parts[0]()
            for done in running:
                done.acquire()
            entries.finish(address)
            if entries.left:
                entries.count(job.vectors)
            return job.answer

        return job, run


class _Entries:
    """What computes a batch without Python's lock; counts vectors of rows until it is improved."""

    run: Callable[..., None]
    begin: Callable[..., None]
    chunks: Callable[..., None]
    finish: Callable[..., None]

    def __init__(self, code: Code) -> None:
        self._code = code
        self.left = MANY_VECTORS if code.can_improve else 0
        self._take(code)

    def _take(self, code: Code) -> None:
        for name in calls.OPERANDS:
            setattr(self, name, calls.without_lock(code, name))

    def count(self, vectors: int) -> None:
        """So many vectors of rows were computed."""
        self.left = max(0, self.left - vectors)
        if not self.left:
            self._take(self._code.improved())


def _cores() -> int:
    """The processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def _computed_by(code: Code, strong: Callable[[], Kernel] | None, job: Job) -> object:
    """What is called where code was run often, and where results are nan."""
    if strong is None or code.is_due():  # another thread may have made it better by now
        return calls.builtin("bound", code.improved(), calls.NOARGS, job)()
    return strong().run(cast(Buffers, job.buffers))


def _run(entries: _Entries, address: ctypes.c_void_p, job: Job) -> object:
    entries.run(address)
    if entries.left:
        entries.count(job.vectors)
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
        return BEST
    return QUICK if storage.schedule.weight > MANY_STEPS else BEST
