"""A peer in a process of its own: it gets tasks ready, and times them when it is told to."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import numpy as np

from benchmarks.cases import tasks
from benchmarks.peers import PEERS, Bound

#: the most numbers of a result that are compared
_COMPARED = 100_000


class Spent(NamedTuple):
    """Seconds per call: by the clock on the wall, and those that cores were busy."""

    wall: float
    cpu: float


class Readiness(NamedTuple):
    """A task that can be timed."""

    #: from the function to its first result
    spent: Spent
    #: one call, roughly
    call: float
    result: Any


def serve(connection: Connection, name: str, threads: int, quick: bool, folder: str) -> None:
    """Answer for a peer."""
    np.seterr(all="ignore")  # symbols in arrays leave flags behind
    answer(
        connection,
        folder,
        lambda: (PEERS[name].make(threads), tasks(quick=quick)),
        prepare,
        time_calls,
    )


def answer(
    connection: Connection,
    folder: str,
    load: Callable[[], tuple[Any, Mapping[str, Any]]],
    get_ready: Callable[[Any, Any], tuple[Any, Any]],
    take_time: Callable[[Any, int], Any],
) -> None:
    """Answer requests: the name of a task, a number of calls to time, or None for the end."""
    os.chdir(folder)  # some leave files
    try:
        peer, known = load()
    except Exception as error:  # whatever hinders a peer, the others go on
        connection.send(error)
        return
    connection.send(_version(peer))
    made: Any = None
    while (request := connection.recv()) is not None:
        try:
            if isinstance(request, str):
                made = None  # its memory goes first
                made, ready = get_ready(peer, known[request])
                connection.send(ready)
            else:
                connection.send(take_time(made, request))
        except Exception as error:  # it is told in the table
            connection.send(error)


def _version(peer: Any) -> str:
    return str(__import__(type(peer).__module__, fromlist=["VERSION"]).VERSION)


def prepare(peer: Any, task: Any) -> tuple[Bound | None, Readiness | None]:
    """What a peer made of a task, if it takes part, and what that gave and took."""
    method = getattr(peer, task.kind, None)
    arguments = task.arguments()
    start = clock()
    made = method and method(*arguments)
    if made is None:
        return None, None
    result = made.run() if isinstance(made, Bound) else made()
    spent = spent_since(start, 1)
    if isinstance(made, Bound):
        result = made.results()
    else:
        made = Bound(made, made)
    result = compared(result)  # now, for calls may go on from it in place
    call = 0.0 if task.cold else min(time_calls(made, 1).wall for _ in range(2))
    return made, Readiness(spent, call, result)


def compared(result: Any) -> Any:
    """The numbers of a result, or some if they are many."""
    numbers = np.concatenate([np.ravel(np.asarray(x, dtype=float)) for x in _arrays(result)])
    return numbers[:: 1 + len(numbers) // _COMPARED].copy()


def _arrays(tree: Any) -> Iterator[Any]:
    if isinstance(tree, (list, tuple)):
        for branch in tree:
            yield from _arrays(branch)
    else:
        yield tree


def time_calls(made: Bound, number: int) -> Spent:
    """So many of them, one after the other."""
    start = clock()
    for _ in range(number):
        made.run()
    return spent_since(start, number)


def clock() -> tuple[float, float]:
    """The time on the wall, and that in which cores were busy."""
    children = os.times()[2:4]  # a compiler, maybe
    return time.perf_counter(), time.process_time() + sum(children)


def spent_since(start: tuple[float, float], calls: int) -> Spent:
    """What went by since a `clock` was read."""
    wall, cpu = (now - then for now, then in zip(clock(), start, strict=True))
    return Spent(wall / calls, cpu / calls)
