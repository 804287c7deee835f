"""The value of many options, with rho and vega, in blocks that are never in memory at once.

    python examples/options_on_dask.py 1_000_000_000

The blocks are made where they are computed, on two processes of 1 GB; one is killed on the way.
"""

import os
import signal
import sys
import threading
import time
from contextlib import suppress

import dask.array as da
from distributed import Client, LocalCluster, progress

import autograd_lite as ag

#: rows of a block: 512 times a power of 2, so that the digits are those of one block
BLOCK = 2**20


def price(rate, volatility, spot, strike, years):
    """A call after Black and Scholes."""
    scale = volatility * ag.sqrt(years)
    d = (ag.log(spot / strike) + (rate + 0.5 * volatility**2) * years) / scale
    return spot * ag.norm_cdf(d) - strike * ag.exp(-rate * years) * ag.norm_cdf(d - scale)


def made(count):
    """Spot, strike and years of so many options, as lazy arrays of Dask."""
    random = da.random.default_rng(0)
    ranges = [(80.0, 120.0), (90.0, 110.0), (0.1, 2.0)]
    return [random.uniform(low, high, size=count, chunks=BLOCK) for low, high in ranges]


def main(count: int | None = None, kill_after: float = 1.0) -> tuple[float, float, float]:
    """Return the value of all options, and its gradient by rate and volatility."""
    count = count or int([*sys.argv[1:], 20_000_000][0])
    total = ag.compile(price, argnums=(0, 1), in_axes=(None, None, 0, 0, 0), reduce="sum")
    options = made(count)
    started = time.perf_counter()
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit="1GB", dashboard_address=":0"
        ) as cluster,
        Client(cluster) as client,
    ):
        few = [x[: 4 * BLOCK] for x in options]
        value, slopes = total.value_and_grad(0.03, 0.2, *few)
        in_blocks = client.gather(client.compute([value, *slopes]))
        value, slopes = total.value_and_grad(0.03, 0.2, *(x.compute() for x in few))
        assert in_blocks == [value, *slopes], "one block has other digits"
        value, slopes = total.value_and_grad(0.03, 0.2, *options)
        futures = client.compute([value, *slopes])
        threading.Timer(kill_after, lose_a_worker, [client]).start()
        progress(futures, notebook=False)
        value, rho, vega = map(float, client.gather(futures))
    print(f"\n{count:,} options in {time.perf_counter() - started:.0f} s")
    print(f"value {value!r}, rho {rho!r}, vega {vega!r}")
    return value, rho, vega


def lose_a_worker(client):
    """End a process, as a machine that breaks does."""
    with suppress(ValueError):  # all is done already
        pids = list(client.run(os.getpid).values())
        os.kill(pids[0], signal.SIGKILL)


if __name__ == "__main__":
    main()
