"""Every peer at a task: in fresh processes, in turn, again and again."""

import math
import statistics
from collections.abc import Mapping
from typing import NamedTuple

from benchmarks.cases import Task
from benchmarks.eager.worker import STEPS, Step
from benchmarks.harness import PeerError, Pool, deviations, start_anew, turns_of

#: a repetition lasts at least so many seconds, for the collector comes seldom
_REPETITION = 0.1
Lap = Mapping[str, Step]


class Row(NamedTuple):
    """What was found out about a peer at a task."""

    peer: str
    #: by the number of the round
    laps: dict[int, Lap]
    #: bytes after the forward pass, and the most until after the backward pass
    memory: tuple[float, float] = (math.nan, math.nan)
    #: from the median of all peers
    deviation: float = math.nan
    #: why there is nothing, if there is nothing
    failure: str = ""

    def seconds(self, *steps: str, collector: bool) -> dict[int, float]:
        """Those of some steps or all, with those of the collector or without, round by round."""
        return {
            i: sum(
                lap[x].seconds - (0.0 if collector else lap[x].collector) for x in steps or STEPS
            )
            for i, lap in self.laps.items()
        }

    def middle(self, *steps: str, collector: bool) -> float:
        """The median of the same; nan if there is none."""
        return statistics.median(
            [*self.seconds(*steps, collector=collector).values()] or [math.nan]
        )


def ratio(row: Row | None, reference: Row | None, *, collector: bool) -> float:
    """How many times as long one takes as the other, in the same round; nan if one is missing."""
    if row is None or reference is None:
        return math.nan
    one, other = (x.seconds(collector=collector) for x in (row, reference))
    return statistics.median([one[i] / other[i] for i in one.keys() & other.keys()] or [math.nan])


def measure(pool: Pool, name: str, task: Task, *, timed: bool) -> dict[str, Row]:
    """By the names of the peers that take part."""
    if timed:
        start_anew(pool.workers)  # for what memory a graph takes
    ready, failures = pool.prepare(name, task)
    differences = deviations({peer: found.result for peer, found in ready.items()})
    for peer, deviation in differences.items():
        if not deviation <= task.tolerance:
            failures[peer] = f"disagrees with the others by {deviation:.1e}"
    laps: dict[str, dict[int, Lap]] = {peer: {} for peer in ready}
    workers = [x for x in pool.workers if x.name in ready and x.name not in failures]
    for i, worker, request in turns_of(name, workers, ready, _REPETITION) if timed else ():
        try:
            answer = worker.ask(request)
        except PeerError as error:
            failures[worker.name] = str(error)
        else:
            if isinstance(request, int):
                laps[worker.name][i] = answer
    rows = {x: Row(x, laps[x], found.memory, differences[x]) for x, found in ready.items()}
    rows |= {peer: Row(peer, {}, failure=text) for peer, text in failures.items()}
    return {worker.name: rows[worker.name] for worker in pool.workers if worker.name in rows}
