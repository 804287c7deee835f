"""The cases: functions that all peers differentiate, and the tasks that are timed on them."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple


class Task(NamedTuple):
    """Something to be computed, which every peer that can do it computes."""

    title: str
    #: the method of a peer that gets ready for it
    kind: str
    #: what that method is called with
    arguments: Callable[[], tuple[Any, ...]]
    #: how far results may be from the median of all peers', relative to their largest number
    tolerance: float = 1e-12
    #: what a time is divided by, and its name: "point" for a time per point
    per: tuple[int, str] = (1, "call")
    #: whether it is timed on all cores too
    parallel: bool = False
    #: whether it is getting ready, in a fresh process, that is timed with the first call
    cold: bool = False
    #: whether it is done in another process before, which may leave something on disk
    again: bool = False
    #: peers that would take minutes
    without: frozenset[str] = frozenset()


MODULES = ("black_scholes", "mlp", "scalar", "compile_time", "moons")


def tasks(*, quick: bool = False) -> dict[str, Task]:
    """All tasks, by their names; ``quick`` ones are small and have the same kinds."""
    found: dict[str, Task] = {}
    for module in MODULES:
        found |= import_module(f"benchmarks.cases.{module}").tasks(quick)
    return found
