"""A logistic regression on more rows than memory holds.

    python examples/regression_on_dask.py 100_000_000

The rows are made anew for every pass, as they would be read from disks; a worker is killed.
"""

import os
import signal
import sys
import time

import dask.array as da
import numpy as np
from distributed import Client, LocalCluster

from autograd_lite import nn

BLOCK = 2**19
WEIGHTS = np.array([1.0, -2.0, 0.5, 0.0, 1.5, -0.5, 0.25, 1.0])


def made(count):
    """Rows of eight numbers, and whether a noisy sum of them is positive."""
    random = da.random.default_rng(0)
    X = random.normal(size=(count, len(WEIGHTS)), chunks=(BLOCK, -1))
    noise = random.logistic(size=count, chunks=BLOCK)
    return X, (X @ WEIGHTS + noise > 0.3).astype(float)


def trained(X, y, epochs, **options):
    """A neuron that was trained on all rows at once, with its history."""
    neuron = nn.Neuron(X.shape[1], "linear", weights=[0.0] * X.shape[1])
    optimizer = nn.SGD(neuron.parameters(), 4.0)
    loss = "binary_cross_entropy_with_logits"
    history = nn.fit(neuron, X, y, loss=loss, optimizer=optimizer, epochs=epochs, **options)
    return neuron, history


def main(count: int | None = None, epochs: int = 25, kill_in: int = 2) -> tuple[list[float], float]:
    """Return the parameters, and the last loss."""
    count = count or int([*sys.argv[1:], 2_000_000][0])
    X, y = made(count)
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit="1GB", dashboard_address=":0"
        ) as cluster,
        Client(cluster) as client,
    ):
        few = X[: 2 * BLOCK], y[: 2 * BLOCK]
        whole = trained(few[0].compute(), few[1].compute(), 2, backend="llvm")
        assert trained(*few, 2)[1].loss == whole[1].loss, "blocks have other digits"

        def lose_a_worker(history):
            if history.epochs == kill_in:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

        started = time.perf_counter()
        neuron, history = trained(X, y, epochs, callbacks=[lose_a_worker], progress=True)
    print(f"{count:,} rows, {epochs} epochs in {time.perf_counter() - started:.0f} s: {history}")
    parameters = [p.data for p in neuron.parameters()]
    print("parameters", " ".join(f"{x:.6f}" for x in parameters))
    return parameters, history.loss[-1]


if __name__ == "__main__":
    main()
