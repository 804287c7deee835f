"""What Dask costs around the kernels, and what large batches would cost on many workers.

    python -m benchmarks.scale [--quick]

writes SCALE.md beside this folder. Measured are a block's overhead, and two tasks on one and two
processes, beside the same by NumPy on Dask and, where it is installed, JAX. A model of few times
then says what cannot be run here; it is checked against runs that can.
"""

import argparse
import math
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import dask
import numpy as np
from distributed import Client, LocalCluster, wait

from benchmarks import machine
from benchmarks.scale import tasks
from benchmarks.scale.model import Times, best_block, modelled

PATH = Path(__file__).parents[1] / "SCALE.md"
#: seconds for which a measurement is repeated
ENOUGH = 2.0


@contextmanager
def cluster(workers: int) -> Iterator[Client]:
    """So many processes of one thread."""
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0") as made,
        Client(made) as client,
    ):
        yield client


def seconds(run: Callable[[], Any]) -> float:
    """The median time of a call, after a first one."""
    run()
    found: list[float] = []
    while sum(found) < ENOUGH or len(found) < 3:
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def measured_times(run: Callable[..., Any], quick: bool) -> Times:
    """What a run of the options costs here on one worker."""
    few, many = (20, 200) if quick else (100, 1000)
    size = 2**14 if quick else 2**20
    with cluster(1):
        one, *tiny = [seconds(partial(run, *tasks.options(n * 512, 512))) for n in (1, few, many)]
        large = seconds(partial(run, *tasks.options(8 * size, size)))
    per_block = (tiny[1] - tiny[0]) / (many - few)
    with cluster(4):  # which have nothing to do, so that the scheduler is the limit
        busy = [seconds(partial(run, *tasks.options(n * 512, 512))) for n in (few, many)]
    scheduling = min(per_block, (busy[1] - busy[0]) / (many - few))
    start = one - per_block
    row = (large - start - 8 * per_block) / (8 * size)
    return Times(row, per_block, scheduling, start, transfer(2**20 if quick else 2**24))


def transfer(count: int) -> float:
    """Seconds for a byte that goes from one worker to another."""
    with cluster(2) as client:
        first, second = client.nthreads()
        found = []
        for i in range(5):
            held = client.submit(np.full, count, float(i), workers=first)
            wait(held)
            start = time.perf_counter()
            client.submit(len, held, workers=second).result()
            found.append(time.perf_counter() - start)
    return statistics.median(found) / (8 * count)


def duration(t: float) -> str:
    """Seconds in the unit that people read."""
    for unit, size in (("d", 86400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0), ("ms", 1e-3)):
        if t >= size:
            return f"{t / size:.3g} {unit}"
    return f"{t * 1e6:.3g} µs"


def table(head: list[str], rows: list[list[str]]) -> str:
    """As Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def peers(
    ours: Callable[..., Any],
    by_hand: Callable[..., Any],
    by_jax: Callable[..., Any],
    results: int,
) -> dict[str, Callable[..., Any]]:
    """What computes so many results, by its name."""
    found = {
        "autograd_lite on Dask": ours,
        "NumPy on Dask, by hand": tasks.by_blocks(by_hand, results),
    }
    if find_spec("jax"):
        found["JAX on Dask, jit"] = tasks.by_blocks(by_jax, results)
    return found


def scaling(quick: bool) -> str:
    """Both tasks on one process and on two, beside others."""
    weights = sum(a * b + b for a, b in pairwise(tasks.SIZES))
    compared = {
        "Black–Scholes, value, rho and vega": peers(
            tasks.ours_of_options(), tasks.options_by_hand, tasks.options_by_jax, 3
        ),
        f"network {'-'.join(map(str, tasks.SIZES))}, loss and gradient": peers(
            tasks.ours_of_a_network(), tasks.network_by_hand, tasks.network_by_jax, 1 + weights
        ),
    }
    count = 2**16 if quick else 2**24
    data = [
        partial(tasks.options, count, count // 16),
        partial(tasks.examples, count // 16, count // 256),
    ]
    measured: dict[tuple[str, str], list[float]] = {}
    for workers in (1, 2):
        with cluster(workers):
            for (task, runs), make in zip(compared.items(), data, strict=True):
                arrays = make()
                for name, run in runs.items():
                    measured.setdefault((task, name), []).append(seconds(partial(run, *arrays)))
    rows = [
        [f"{task}: {name}", duration(one), duration(two), f"{one / two:.2f}"]
        for (task, name), (one, two) in measured.items()
    ]
    return table(["", "one process", "two", "speed-up"], rows)


def checks(times: Times, run: Callable[..., Any], quick: bool) -> str:
    """The model beside runs of other sizes than those from which it is made."""
    rows = []
    count = 2**18 if quick else 2**25
    for workers in (1, 2):
        with cluster(workers):
            for size in [2**14, 2**16] if quick else [2**15, 2**18, 2**21]:
                found = seconds(partial(run, *tasks.options(count, size)))
                told = modelled(times, count, workers, size)
                rows.append(
                    [f"{count:.3g} rows, {workers} workers, blocks of {size}", duration(found),
                     duration(told), f"{told / found:.2f}"]
                )  # fmt: skip
    return table(["", "measured", "model", "ratio"], rows)


def predictions(times: Times) -> str:
    """From 10⁹ to 10¹² rows on 10 to 1 000 workers, in blocks of the best size."""
    rows = []
    for power in (9, 10, 11, 12):
        cells = [f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[power] if power < 10 else '¹' + '⁰¹²'[power - 10]} rows"]
        for workers in (10, 100, 1000):
            size = best_block(times, 10.0**power, workers)
            told = modelled(times, 10.0**power, workers, size)
            limit = 10.0**power / size * times.scheduling > 0.9 * (told - times.start)
            cells.append(f"{duration(told)}, 2^{int(math.log2(size))}{' *' if limit else ''}")
        rows.append(cells)
    return table(["", "10 workers", "100", "1 000"], rows)


def text(quick: bool) -> str:
    """The whole report."""
    run = tasks.ours_of_options()
    times = measured_times(run, quick)
    most = times.row * 2**20 / times.scheduling
    return f"""# Batches on Dask, measured

`python -m benchmarks.scale`, {datetime.now(UTC):%Y-%m-%d}; {machine.describe()};
Dask {dask.__version__}. Processes of one thread each; data in their memory. Client, scheduler and
workers share the cores of this machine: of two workers none has a core of its own.

## Around a kernel

Black–Scholes with its gradient by two parameters takes {1e9 * times.row:.3g} ns a row on one core.
Around a block a worker takes {duration(times.block)}, the scheduler {duration(times.scheduling)},
and a call {duration(times.start)}. A block of 2^20 rows takes {duration(times.row * 2**20)}, of
which the overhead is {100 * times.block / (times.block + times.row * 2**20):.1f} %.

{scaling(quick)}

## A model

A batch takes start + max(⌈blocks / workers⌉ · (rows of a block · row + block), blocks ·
scheduling): the workers compute, or the scheduler, which is one thread, is the limit. With blocks
of 2^20 rows it is from {most:.0f} workers on; larger blocks move that limit. Between processes of
this machine {1e-9 / times.byte:.1f} GB/s travel: where the three numbers of a row lie with another
worker, it takes {1e9 * (times.row + 24 * times.byte):.3g} ns.

{checks(times, run, quick)}

What larger runs would take by this model, with the size of the blocks that is best; * marks where
the scheduler is the limit:

{predictions(times)}
"""


def main() -> None:
    """Write the report, or print it of small runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    report = text(quick)
    if quick:
        print(report)
    else:
        PATH.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
