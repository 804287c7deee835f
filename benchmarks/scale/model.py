"""What a batch costs, by times that were measured: where the scheduler becomes the limit."""

import math
from typing import NamedTuple


class Times(NamedTuple):
    """Seconds that the model is made of."""

    #: for a row on one core
    row: float
    #: for a block on a worker, and for it in the scheduler, which is one thread
    block: float
    scheduling: float
    #: until anything is done at all
    start: float
    #: for a byte between two workers
    byte: float


def modelled(times: Times, rows: float, workers: int, block: float) -> float:
    """The seconds of a batch: the workers compute, or the scheduler is the limit."""
    blocks = math.ceil(rows / block)
    on_workers = math.ceil(blocks / workers) * (block * times.row + times.block)
    return times.start + max(on_workers, blocks * times.scheduling)


def best_block(times: Times, rows: float, workers: int) -> int:
    """The rows of a block, a power of 2 up to 2²⁴, of the shortest time."""
    sizes = [2**k for k in range(12, 25)]
    return min(sizes, key=lambda size: modelled(times, rows, workers, size))
