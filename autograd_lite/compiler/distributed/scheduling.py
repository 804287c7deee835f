"""Where tasks of Dask run: on the workers of a cluster, or in threads of this process."""

from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

from dask.base import get_scheduler

from autograd_lite.compiler.distributed import WorkerError
from autograd_lite.system.requirements import PACKAGE

try:
    from distributed import Client
    from distributed.system import MEMORY_LIMIT
except ImportError:
    raise ImportError(
        "training on Dask arrays: distributed is needed; run: pip install "
        '"autograd_lite[distributed]"'
    ) from None

_checked: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


def memory() -> float:
    """The bytes of memory that all workers have together."""
    client = _client()
    if client is None:
        return float(MEMORY_LIMIT)
    limits = client.run_on_scheduler(_memory_limits)
    return float(sum(limit or MEMORY_LIMIT for limit in limits))


def _memory_limits(dask_scheduler: Any) -> list[int]:
    return [worker.memory_limit for worker in dask_scheduler.workers.values()]


def check_workers() -> None:
    """Raise WorkerError for a worker that cannot import this library.

    Dask would let it stop, and wait for another, for ever. A worker is asked once.
    """
    client = _client()
    if client is None or client.asynchronous or client.scheduler is None:  # it has none any more
        return
    checked = _checked.setdefault(client, set())
    new = [worker for worker in client.nthreads() if worker not in checked]
    answers = client.run(import_module, PACKAGE, workers=new, on_error="return") if new else {}
    for worker, answer in answers.items():
        if isinstance(answer, ImportError):
            raise WorkerError(
                f"the worker {worker} cannot import {PACKAGE} ({answer}): install the same version "
                "on every worker and on the scheduler"
            )
        checked.add(worker)


def _client() -> Any:
    """The client of the cluster on which tasks run, if it is one."""
    client = getattr(get_scheduler(), "__self__", None)
    return client if isinstance(client, Client) else None
