"""Timing peers side by side: each in a process of its own, in turn, again and again."""

import os
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from benchmarks.cases import Task
from benchmarks.peers import REFERENCE
from benchmarks.worker import Readiness, Spent, serve

#: what libraries read when they are imported
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NPROC",  # JAX
)
#: seconds until a peer is given up
_LIMIT = 60.0
#: seconds for the repetitions of one task by one peer, and how many there are at most
_BUDGET, _ROUNDS, _COLD_ROUNDS = 2.0, 15, 3
#: rounds before which processes are started anew
_RENEWALS = (5, 10)
#: a repetition lasts at least so many seconds
_REPETITION = 0.02


#: the peer, its number of threads, whether tasks are small, and a folder for files
Arguments = tuple[str, int, bool, str]
#: what a process runs, given a connection too
Target = Callable[[Connection, *Arguments], None]


class Row(NamedTuple):
    """What was found out about a peer at a task."""

    peer: str
    #: per call
    seconds: list[float]
    #: the same, divided by those of the reference in the same rounds
    ratios: list[float]
    #: cores that were busy
    busy: float
    #: seconds from the function to its first result
    first: float
    #: from the median of all peers
    deviation: float
    #: why there is nothing, if there is nothing
    failure: str = ""


class PeerError(Exception):
    """A peer cannot do what it was asked for."""


class Worker:
    """A peer in a process of its own, which is started anew after a failure."""

    def __init__(self, target: Target, name: str, *arguments: *Arguments) -> None:
        self.name, self._target, self._arguments = name, target, arguments
        self._process: Any = None
        self.start()

    def start(self) -> None:
        """Start the process; its first word is the version of the peer."""
        self.end()
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        os.environ |= dict.fromkeys(_THREADS, str(self._arguments[1]))
        arguments = (theirs, *self._arguments)
        self._process = context.Process(target=self._target, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def end(self) -> None:
        """Stop the process."""
        if self._process:
            with suppress(OSError):
                self._connection.send(None)
            self._process.join(1.0)
            self._process.kill()
            self._process.join()
            self._connection.close()
        self._process = None

    def hear(self) -> Any:
        """What it answers."""
        failure = f"not done after {_LIMIT:.0f} s"
        try:
            done = self._connection.poll(_LIMIT)
            answer = self._connection.recv() if done else None
        except (EOFError, ConnectionError):
            done, failure = False, "its process died"
        if not done:
            self.end()
            raise PeerError(failure)
        if isinstance(answer, Exception):
            raise PeerError(f"{type(answer).__name__}: {answer}")
        return answer

    def ask(self, request: str | int) -> Any:
        """Its answer to a request."""
        if self._process is None:
            self.start()
            self.hear()
        self._connection.send(request)
        return self.hear()


class Pool:
    """The peers that can run here: ``wanted`` has the peer and its number of threads by name.

    ``target`` is what each of their processes runs.
    """

    def __init__(
        self, wanted: dict[str, tuple[str, int]], *, quick: bool, target: Target = serve
    ) -> None:
        self.versions: dict[str, str] = {}
        self.absent: dict[str, str] = {}
        self._gave_up: set[tuple[str, str]] = set()
        self._parallel = any(threads > 1 for _, threads in wanted.values())
        self._folder = TemporaryDirectory()
        folder = self._folder.name
        started = [Worker(target, name, *x, quick, folder) for name, x in wanted.items()]
        for worker in started:  # side by side
            try:
                self.versions[worker.name] = worker.hear()
            except PeerError as error:
                self.absent[worker.name] = str(error)
                worker.end()
        self.workers = [x for x in started if x.name in self.versions]

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *exception: object) -> None:
        for worker in self.workers:
            worker.end()
        self._folder.cleanup()

    def measure(self, name: str, task: Task, *, timed: bool) -> list[Row]:
        """Every peer at a task; those that do not take part are left out."""
        chosen = [x for x in self.workers if x.name not in task.without]
        if task.again:
            self.prepare(name, task)
        if task.again or (task.cold and timed):
            start_anew(chosen)
        ready, failures = self.prepare(name, task)
        differences = deviations({peer: found.result for peer, found in ready.items()})
        for peer, deviation in differences.items():
            if not deviation <= task.tolerance:
                failures[peer] = f"disagrees with the others by {deviation:.1e}"
        samples = {peer: {0: x.spent} if task.cold else {} for peer, x in ready.items()}
        workers = [x for x in self.workers if x.name in ready and x.name not in failures]
        turns = (_cold_turns if task.cold else turns_of)(name, workers, ready)
        for i, worker, request in turns if timed else ():
            try:
                answer = worker.ask(request)
            except PeerError as error:
                failures[worker.name] = str(error)
            else:
                if isinstance(answer, Spent):
                    samples[worker.name][i] = answer
                elif task.cold:
                    samples[worker.name][i] = answer.spent
        rows = {peer: Row(peer, [], [], 0.0, 0.0, 0.0, text) for peer, text in failures.items()}
        reference = self._seconds(samples.get(REFERENCE, {}))
        for peer in ready.keys() - failures.keys():
            seconds = self._seconds(samples[peer])
            rows[peer] = Row(
                peer,
                seconds=[*seconds.values()],
                ratios=[x / reference[i] for i, x in seconds.items() if i in reference],
                busy=statistics.median([x.cpu / x.wall for x in samples[peer].values()] or [0.0]),
                first=self._seconds({0: ready[peer].spent})[0],
                deviation=differences[peer],
            )
        return [rows[worker.name] for worker in self.workers if worker.name in rows]

    def prepare(self, name: str, task: Task) -> tuple[dict[str, Readiness], dict[str, str]]:
        """What the peers that take part found, and why others did not."""
        case = name.split()[0]
        ready: dict[str, Readiness] = {}
        failures: dict[str, str] = {}
        for worker in self.workers:
            if worker.name in task.without or (case, worker.name) in self._gave_up:
                continue
            try:
                if (found := worker.ask(name)) is not None:
                    ready[worker.name] = found
            except PeerError as error:
                failures[worker.name] = str(error)
                if task.cold:  # the next one is larger
                    self._gave_up.add((case, worker.name))
        return ready, failures

    def _seconds(self, spent: dict[int, Spent]) -> dict[int, float]:
        """Where one core is used, what other programs took from it does not count."""
        return {i: x.wall if self._parallel else x.cpu for i, x in spent.items()}


Turns = Iterator[tuple[int, Worker, str | int]]


def turns_of(
    name: str,
    workers: list[Worker],
    ready: Mapping[str, Readiness],
    repetition: float = _REPETITION,
) -> Turns:
    """Round, worker and request: a slow moment of the machine hits all peers alike.

    Where code and stack lie alone can make a third of difference; so in some rounds the workers
    are asked, in new processes, to get ready again.
    """
    numbers = {x.name: max(1, round(repetition / ready[x.name].call)) for x in workers}
    for i in range(_ROUNDS):
        left = [x for x in workers if i * numbers[x.name] * ready[x.name].call <= _BUDGET]
        if i in _RENEWALS:
            renewed = [x for x in left if ready[x.name].spent.wall <= _BUDGET]
            start_anew(renewed)
            yield from ((i, worker, name) for worker in renewed)
        first = i % max(1, len(left))
        yield from ((i, worker, numbers[worker.name]) for worker in left[first:] + left[:first])


def _cold_turns(name: str, workers: list[Worker], ready: dict[str, Readiness]) -> Turns:
    """More rounds of getting ready, each in new processes."""
    for i in range(1, _COLD_ROUNDS):
        chosen = [x for x in workers if i * ready[x.name].spent.wall <= 2 * _BUDGET]
        start_anew(chosen)
        yield from ((i, worker, name) for worker in chosen)


def start_anew(workers: list[Worker]) -> None:
    """Give them new processes, side by side."""
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.hear()


def deviations(results: dict[str, Any]) -> dict[str, float]:
    """How far each is from the median, relative to a number or a thousandth of the largest."""
    if len({len(x) for x in results.values()}) > 1:
        return {name: float(len(x)) for name, x in results.items()}
    middle = np.median([*results.values()], axis=0) if results else 0.0
    scale = np.maximum(abs(middle), 1e-3 * np.max(abs(middle)))
    return {name: float(np.max(abs(x - middle) / scale)) for name, x in results.items()}
