"""Where tasks of Dask run: on the workers of a cluster, or in threads of this process."""

from typing import Any

try:
    from distributed import default_client
    from distributed.system import MEMORY_LIMIT
except ImportError:
    raise ImportError(
        "training on Dask arrays: distributed is needed; run: pip install "
        '"autograd_lite[distributed]"'
    ) from None


def memory() -> float:
    """The bytes of memory that all workers have together."""
    client = _client()
    if client is None:
        return float(MEMORY_LIMIT)
    limits = client.run_on_scheduler(_memory_limits)
    return float(sum(limit or MEMORY_LIMIT for limit in limits))


def _memory_limits(dask_scheduler: Any) -> list[int]:
    return [worker.memory_limit for worker in dask_scheduler.workers.values()]


def _client() -> Any:
    """The client of a cluster on which tasks run, if there is one."""
    try:
        return default_client()
    except ValueError:
        return None
