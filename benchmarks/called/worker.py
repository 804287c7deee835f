"""A peer in a process of its own, used as its documentation uses it."""

from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from benchmarks.called.cases import tasks
from benchmarks.called.peers import PEERS
from benchmarks.peers import Bound
from benchmarks.worker import Readiness, answer, prepare, time_calls


def serve(connection: Connection, name: str, threads: int, quick: bool, folder: str) -> None:
    """Answer for a peer."""
    np.seterr(all="ignore")  # symbols in arrays leave flags behind
    answer(
        connection,
        folder,
        lambda: (PEERS[name].make(threads), tasks(quick=quick)),
        get_ready,
        time_calls,
    )


def get_ready(peer: Any, task: Any) -> tuple[Bound | None, Readiness | None]:
    """As `prepare`, after what is to happen before."""
    getattr(peer, f"before_{task.kind}", tuple)()
    return prepare(peer, task)
