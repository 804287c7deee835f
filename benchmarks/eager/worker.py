"""A peer in a process of its own, which times a workload step by step."""

import gc
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from benchmarks import machine
from benchmarks.eager.cases import tasks
from benchmarks.eager.peers import PEERS, Workload
from benchmarks.worker import Spent, answer, clock, compared, spent_since

#: seconds
_SHORT = 0.5
STEPS = ("forward", "backward", "free")


class Readiness(NamedTuple):
    """A task that can be timed."""

    #: for the first call
    spent: Spent
    #: one call, roughly
    call: float
    result: Any
    #: bytes after the forward pass, and the most until after the backward pass
    memory: tuple[float, float]


class Step(NamedTuple):
    """Seconds per call in which the core was busy, and how many of them the collector took."""

    seconds: float
    collector: float


def serve(connection: Connection, name: str, threads: int, quick: bool, folder: str) -> None:
    """Answer for a peer."""
    answer(connection, folder, lambda: (PEERS[name].make(), tasks(quick=quick)), prepare, take)


def prepare(peer: Any, task: Any) -> tuple[Workload | None, Readiness | None]:
    """What a peer makes of a task, if it takes part, and what that gave and took."""
    method = getattr(peer, task.kind, None)
    if method is None:
        return None, None
    workload = method(*task.arguments())
    before, start = machine.resident_memory(), clock()
    graph = workload.record()
    built = machine.resident_memory()
    workload.backward(graph)
    spent, most = spent_since(start, 1), machine.most_memory()
    result = compared(workload.results(graph))
    del graph
    call = spent.wall
    if call < _SHORT:  # the first call is slower than others
        call = min(sum(step.seconds for step in take(workload, 1).values()) for _ in range(2))
    return workload, Readiness(spent, call, result, (built - before, max(built, most) - before))


def take(workload: Workload, number: int) -> Mapping[str, Step]:
    """Time so many calls, step by step; the collector is left to run as it does by itself.

    What only the collector can free it frees in later calls.
    """
    watch = _Stopwatch()
    gc.callbacks.append(watch.collecting)
    try:
        watch.start()
        for _ in range(number):
            graph = workload.record()
            watch.stop("forward")
            workload.backward(graph)
            watch.stop("backward")
            del graph
            watch.stop("free")
    finally:
        gc.callbacks.remove(watch.collecting)
    return {x: Step(watch.seconds[x] / number, watch.collector[x] / number) for x in STEPS}


class _Stopwatch:
    """It adds up the time of each step, and that of the collector in it."""

    def __init__(self) -> None:
        self.seconds, self.collector = dict.fromkeys(STEPS, 0.0), dict.fromkeys(STEPS, 0.0)
        self._began = self._collected = 0.0

    def start(self) -> None:
        """A step begins."""
        self._collected, self._last = 0.0, time.process_time()

    def stop(self, step: str) -> None:
        """A step ends, and the next begins."""
        self.seconds[step] += time.process_time() - self._last
        self.collector[step] += self._collected
        self.start()

    def collecting(self, phase: str, info: Any) -> None:
        """What the collector calls when it starts and stops."""
        if phase == "start":
            self._began = time.process_time()
        else:
            self._collected += time.process_time() - self._began
