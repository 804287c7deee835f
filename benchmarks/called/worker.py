"""A peer in a process of its own, used as its documentation uses it."""

from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import scipy.optimize  # noqa: F401  # before anything is timed

from benchmarks.called.cases import tasks
from benchmarks.called.peers import PEERS
from benchmarks.called.programs import Programs
from benchmarks.peers import Bound
from benchmarks.worker import Readiness, answer, prepare, time_calls


def serve(connection: Connection, name: str, threads: int, quick: bool, folder: str) -> None:
    """Answer for a peer."""
    np.seterr(all="ignore")  # symbols in arrays leave flags behind
    answer(
        connection,
        folder,
        lambda: (PEERS[name].make(threads), tasks(quick=quick)),
        partial(get_ready, Programs(name)),
        time_calls,
    )


def get_ready(programs: Programs, peer: Any, task: Any) -> tuple[Bound | None, Readiness | None]:
    """As `prepare`, after what is to happen before; by programs, where the task is one for them."""
    if hasattr(programs, task.kind):
        return prepare(programs, task)
    getattr(peer, f"before_{task.kind}", tuple)()
    return prepare(peer, task)
