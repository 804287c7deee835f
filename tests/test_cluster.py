"""Compiled functions on a cluster of processes: the same digits whatever happens to its workers."""

import os
import signal
import sys
import time
from contextlib import contextmanager

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from test_distributed import LABELS, W, X, f, in_blocks, trained

import autograd_lite as ag
from autograd_lite.compiler import kernels
from autograd_lite.compiler.distributed import travel

pytestmark = [
    # of a cluster that comes and goes
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]
#: seconds that anything here may take
BOUND = 60


@contextmanager
def cluster(workers=2, threads=1, **options):
    """A cluster on the loopback, and its client."""
    os.environ["DASK_DISTRIBUTED__WORKER__DAEMON"] = "True"
    options = {"dashboard_address": ":0", "host": "127.0.0.1", "silence_logs": 60} | options
    with (
        LocalCluster(n_workers=workers, threads_per_worker=threads, **options) as made,
        Client(made, timeout=BOUND) as client,
    ):
        assert len(client.nthreads()) == workers
        yield client


@pytest.fixture(scope="module")
def client():
    with cluster() as two:
        yield two


def many(backend="auto"):
    return ag.compile(f, in_axes=(None, 0), reduce="sum", backend=backend)


def slow(block):
    """Rows that take a while to come."""
    time.sleep(0.1)
    return block


def slowly(array, size=512):
    return in_blocks(array, size).map_blocks(slow, dtype=float, meta=np.empty((0, 0)))


def same(found, expected):
    np.testing.assert_equal(dask.compute(found)[0], expected)


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "threads"), [(1, 1), (1, 4), (4, 1)])
def test_workers_and_threads_change_no_digit(workers, threads):
    expected = many().value_and_grad(W, X)
    with cluster(workers, threads):
        same(many().value_and_grad(W, in_blocks(X, 512)), expected)
        history, parameters, _ = trained(in_blocks(X, 512), in_blocks(LABELS, 512), epochs=2)
    assert (history.loss, parameters) == _in_memory(2)


def _in_memory(epochs):
    history, parameters, _ = trained(X, LABELS, epochs=epochs, backend="llvm")
    return history.loss, parameters


def test_a_killed_worker_costs_no_digit(client):
    lazy = many().value_and_grad(W, slowly(X))
    futures = client.compute(lazy)
    time.sleep(0.4)
    pids = client.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    np.testing.assert_equal(
        tuple(client.gather(futures, asynchronous=False)), many().value_and_grad(W, X)
    )
    client.wait_for_workers(2, timeout=BOUND)


def test_training_survives_a_worker(client):
    killed = []

    def kill(history):
        if history.epochs == 2 and not killed:
            killed.extend(client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    lazy = in_blocks(X, 512), in_blocks(LABELS, 512)
    history, parameters, _ = trained(*lazy, callbacks=[kill], epochs=4)
    assert killed
    assert (history.loss, parameters) == _in_memory(4)
    client.wait_for_workers(2, timeout=BOUND)


def _compiled_programs():
    return len(kernels._lately._last)


def test_every_worker_compiles_once(client):
    before = client.run(_compiled_programs)
    one = ag.compile(lambda x: ag.tanh(x[0] * 0.75) + x[1], in_axes=0, reduce="sum")
    first, second = one(slowly(X)), one(slowly(X[::-1]))
    same((first, second), (one(X), one(X[::-1].copy())))
    assert client.run(_compiled_programs) == {name: n + 1 for name, n in before.items()}


@contextmanager
def patched(client, name, found):
    """Every worker with something else under a name of `travel`."""
    client.run(_patch, name, found)
    yield
    client.run(_restore, name)


def _patch(name, found):
    setattr(travel, f"{name}_before", getattr(travel, name))
    setattr(travel, name, found)


def _restore(name):
    setattr(travel, name, getattr(travel, f"{name}_before"))


def test_a_worker_without_llvmlite_is_named(client):
    one, plain = (
        ag.compile(lambda x: ag.sin(x[0] * 0.125), in_axes=0, reduce="sum", backend=backend)
        for backend in ("auto", "numpy")
    )
    with patched(client, "find_spec", lambda module: module != "llvmlite"):
        with pytest.raises(
            ag.WorkerError, match=r"the worker tcp://127\S+ has no llvmlite.*backend='numpy'"
        ):
            one(in_blocks(X)).compute()
        same(plain(in_blocks(X)), plain(X))


def test_another_version_on_a_worker_is_refused(client):
    one = ag.compile(lambda x: ag.sin(x[0] * 0.375), in_axes=0, reduce="sum")
    with (
        patched(client, "version", lambda: "0.0.7"),
        pytest.raises(ag.WorkerError, match=r"tcp://\S+ has autograd_lite 0\.0\.7, and the f"),
    ):
        one(in_blocks(X)).compute()


def _without_the_library():
    sys.modules["autograd_lite"] = None  # as Python marks what cannot be imported


def test_a_worker_without_the_library_is_named():
    uses = [lambda x: many()(W, x), lambda x: trained(x, LABELS)]
    with cluster() as client:
        *_, last = client.nthreads()  # the other one has it
        client.run(_without_the_library, workers=[last])
        for use in uses:
            with pytest.raises(ag.WorkerError, match=f"{last} cannot import autograd_lite"):
                use(in_blocks(X))
        with dask.config.set(scheduler="threads"):  # where it does not matter
            same(many()(W, in_blocks(X)), many()(W, X))


def test_a_worker_that_joins_later_is_asked_too():
    with cluster(1) as client:
        same(many()(W, in_blocks(X)), many()(W, X))
        (first,) = client.nthreads()
        client.cluster.scale(2)
        client.wait_for_workers(2, timeout=BOUND)
        (later,) = {*client.nthreads()} - {first}
        client.run(_without_the_library, workers=[later])
        with pytest.raises(ag.WorkerError, match=f"{later} cannot import autograd_lite"):
            many()(W, in_blocks(X))


def test_ctrl_c_cancels_the_tasks_and_keeps_the_model(client):
    def interrupted(*given, **named):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:

        def after_two(history):
            if history.epochs == 2:
                patch.setattr(Client, "gather", interrupted)  # while tasks are under way

        lazy = slowly(X), in_blocks(LABELS, 512)
        with pytest.warns(UserWarning, match=r"interrupted in epoch 3: the model keeps"):
            history, parameters, _ = trained(*lazy, callbacks=[after_two])
    assert history.epochs == 2
    assert parameters == _in_memory(2)[1]
    deadline = time.monotonic() + BOUND
    while any(client.processing().values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_scheduler_that_goes_away_leaves_what_was_learnt():
    kept = []
    with cluster(1) as client:

        def leave(history):
            kept[:] = [history.loss[-1]]
            if history.epochs == 2:
                client.cluster.close(timeout=5)

        model = ag.nn.Neuron(2, "linear", rng=0)
        with pytest.raises(Exception, match=r"(?i)closed|closing|cancel|timed out"):
            trained(in_blocks(X, 512), in_blocks(LABELS, 512), model=model, callbacks=[leave])
    assert [p.data for p in model.parameters()] == _in_memory(2)[1]
