"""Time and memory of the eager engine beside micrograd's, in one run.

Both record and differentiate the same expressions: chains of 400 operations (micrograd recurses,
so they must not be deeper), a multiplication and an addition in turn. Quoted are medians of the
repetitions and their spread; only the ratios mean anything on another machine.

    python benchmarks/eager.py [repetitions]
"""

import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from micrograd.engine import Value as MicrogradValue

from autograd_lite import Value

LENGTH, CHAINS = 400, 100
NODES = LENGTH * CHAINS


def chain(kind: Callable[[float], Any]) -> Any:
    """x · a + a, again and again."""
    a = kind(0.5)
    node = a
    for _ in range(LENGTH // 2):
        node = node * a + a
    return node


def nanoseconds(kind: Callable[[float], Any]) -> tuple[float, float, float]:
    """Per node: to record, to differentiate, and to free."""
    start = time.perf_counter()
    roots = [chain(kind) for _ in range(CHAINS)]
    recorded = time.perf_counter()
    for root in roots:
        root.backward()
    differentiated = time.perf_counter()
    del root, roots
    gc.collect()
    freed = time.perf_counter()
    steps = (recorded - start, differentiated - recorded, freed - differentiated)
    return tuple(step / NODES * 1e9 for step in steps)  # type: ignore[return-value]  # three


def memory(kind: Callable[[float], Any]) -> tuple[float, int]:
    """Bytes per node after a backward pass, and how many objects only the collector can free."""
    gc.collect()
    gc.disable()
    tracemalloc.start()
    roots = [chain(kind) for _ in range(CHAINS)]
    for root in roots:
        root.backward()
    size = tracemalloc.get_traced_memory()[0] / NODES
    tracemalloc.stop()
    del root, roots
    garbage = gc.collect()
    gc.enable()
    return size, garbage


def main(repetitions: int = 7) -> None:
    """Print the table."""
    kinds = {"autograd_lite": Value, "micrograd": MicrogradValue}
    times: dict[str, list[tuple[float, float, float]]] = {name: [] for name in kinds}
    for _ in range(repetitions):
        for name, kind in kinds.items():  # in turn, so that a slow moment hits both
            times[name].append(nanoseconds(kind))
    print(f"{NODES} nodes, Python {sys.version.split()[0]}, medians of {repetitions} [min–max]\n")
    print(f"{'':24}{'autograd_lite':>24}{'micrograd':>24}{'ratio':>8}")
    for i, step in enumerate(["record", "backward", "free"]):
        ours, theirs = ([row[i] for row in times[name]] for name in kinds)
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"{step + ', ns per node':24}{spread(ours):>24}{spread(theirs):>24}{ratio:>8.2f}")
    (size, garbage), (their_size, their_garbage) = (memory(kind) for kind in kinds.values())
    print(f"{'bytes per node':24}{size:>24.0f}{their_size:>24.0f}{their_size / size:>8.2f}")
    print(f"{'cyclic garbage, objects':24}{garbage:>24}{their_garbage:>24}")


def spread(samples: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(samples):.0f} [{min(samples):.0f}–{max(samples):.0f}]"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
