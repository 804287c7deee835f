"""The benchmarks: the peers that every test environment has agree, and one that lies is caught."""

import gc
import importlib.util
import itertools
import os
import re
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.datasets import moons
from benchmarks import gpu, harness, machine, report
from benchmarks.called import cases as called_cases
from benchmarks.called import peers as called_peers
from benchmarks.called.aims import aims as called_aims
from benchmarks.called.programs import Programs
from benchmarks.called.report import section
from benchmarks.called.worker import get_ready
from benchmarks.cases import Task, tasks
from benchmarks.cases import moons as moons_case
from benchmarks.cases.mlp import squared_error
from benchmarks.eager import cases as eager_cases
from benchmarks.eager import peers as eager_peers
from benchmarks.eager import worker as eager_worker
from benchmarks.eager.aims import aims
from benchmarks.eager.measure import Row
from benchmarks.eager.report import table
from benchmarks.eager.worker import Step
from benchmarks.peers import PEERS
from benchmarks.scale import tasks as scale_tasks
from benchmarks.scale.model import Times, best_block, modelled
from benchmarks.worker import answer, prepare, time_calls

xp = pytest.importorskip("array_api_strict")

OWN = ("autograd_lite", "autograd_lite, numpy", "autograd_lite, python", "autograd_lite eager")
HERE = [*OWN, "NumPy by hand"]


@pytest.mark.parametrize("name", tasks(quick=True))
def test_the_peers_agree(name):
    task = tasks(quick=True)[name]
    found = {}
    for peer in HERE:
        with np.errstate(all="ignore"):  # powers of Values in arrays leave a flag behind
            _, ready = prepare(PEERS[peer].make(1), task)
        if ready is not None:
            found[peer] = ready.result
    assert found
    assert max(harness.deviations(found).values()) <= task.tolerance


CALLED = ("autograd_lite", "autograd_lite, bound", "autograd_lite, cache=", "scikit-learn",
          "NumPy by hand")  # fmt: skip


@pytest.mark.parametrize("name", called_cases.tasks(quick=True))
def test_plain_calls_agree(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some leave files
    task = called_cases.tasks(quick=True)[name]
    found = {}
    for peer in CALLED:
        if peer not in task.without:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")  # scikit-learn: of so few epochs
                _, ready = get_ready(Programs(peer), called_peers.PEERS[peer].make(1), task)
            if ready is not None:
                found[peer] = ready.result
    assert "autograd_lite" in found
    assert max(harness.deviations(found).values()) <= task.tolerance


def timed(peer, seconds, ratio):
    return harness.Row(peer, [seconds] * 3, [ratio] * 3, 1.0, seconds, 0.0)


def test_plain_calls_are_judged_beside_bound_ones_and_peers():
    name, size = called_cases.ARRAY, called_cases.count(called_cases.SIZES)
    beyond = 15e-6 + 5e-9 * size
    rows = {
        "autograd_lite": timed("autograd_lite", 9e-5, 1.0),
        called_peers.BOUND: timed(called_peers.BOUND, 9e-5 - beyond + 1e-6, 0.8),
    }
    first, *rest = [aim.line() for aim in called_aims({name: rows})]
    assert first.endswith(f"for each of 1377 | ≤ 21.9 | {1e6 * beyond - 1.0:.2f} | reached |")
    assert all(line.endswith("| nan | not measured |") for line in rest)
    rows[called_peers.BOUND] = timed(called_peers.BOUND, 9e-5 - beyond - 1e-6, 0.8)
    assert "**missed**" in called_aims({name: rows})[0].line()

    name = f"{called_cases.FITS[0]}, {called_cases.FIRST_FIT}"
    lines = [aim.line() for aim in called_aims({name: {"scikit-learn": timed("", 1.0, 0.7)}})]
    assert f"| {name}: times as fast as scikit-learn | ≥ 0.667 | 0.70 | reached |" in lines


def test_the_section_of_plain_calls_begins_with_its_aims():
    name, task = next(iter(called_cases.tasks(quick=True).items()))
    text = section([report.Table(name, task, [timed("autograd_lite", 1e-6, 1.0)])])
    assert text.index("| aim |") < text.index(f"### {name}") < text.index("| **autograd_lite** |")


VERSION = "of a peer that this file has"


class Finder:
    """A peer that looks for what another process left, and leaves something."""

    def look(self):
        place, own = Path("left"), str(os.getpid())
        found = place.read_text() if place.exists() else own
        place.write_text(own)
        if found == own:
            raise LookupError("no other process left anything")
        return lambda: [1.0]


FINDING = {
    "once": Task("", "look", tuple),
    "again": Task("", "look", tuple, again=True),
}


def serve_finder(connection, name, threads, quick, folder):
    answer(connection, folder, lambda: (Finder(), FINDING), prepare, time_calls)


@pytest.mark.slow  # it starts processes
def test_what_another_process_left_is_there_for_the_one_that_is_timed():
    failures = {}
    for name, task in FINDING.items():
        with harness.Pool({"finder": ("", 1)}, quick=True, target=serve_finder) as pool:
            (row,) = pool.measure(name, task, timed=False)
        failures[name] = row.failure
    assert failures == {"once": "LookupError: no other process left anything", "again": ""}


def test_a_peer_that_lies_is_caught():
    right = np.array([1.0, 2.0, -3e-9])
    found = harness.deviations({"a": right, "b": right, "c": right * [1.0, 1.0 + 1e-9, 1.0]})
    assert found == {"a": 0.0, "b": 0.0, "c": pytest.approx(1e-9, rel=1e-3)}
    assert harness.deviations({"a": right, "b": right, "c": right[:2]})["c"] > 1.0
    assert np.isnan(harness.deviations({"a": right, "b": right, "c": right * np.nan})["c"])


def test_the_network_tells_the_moons_apart_when_its_training_ends():
    kind, arguments = moons_case.tasks(False)["B5 moons"][1:3]
    weights = getattr(PEERS["NumPy by hand"].make(1), kind)(*arguments())()
    X, y = moons(100, 0.1, rng=0)

    model = SimpleNamespace(tanh=np.tanh)
    for_one, for_zero = (squared_error(model, weights, X, t)[:, 0] for t in (1.0, -1.0))
    assert np.mean((for_one < for_zero) == (y == 1.0)) >= 0.95


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1.234e-8, "12.3 ns"),
        (0.0456, "45.6 ms"),
        (12.0, "12.0 s"),
        (1e-6, "1.00 µs"),
        (0.0, "0 ns"),
    ],
)
def test_durations_have_three_digits(seconds, text):
    assert report.duration(seconds) == text


def test_the_machine_is_described_without_its_name():
    import platform

    assert platform.node() not in machine.describe()


def test_what_cannot_be_imported_is_absent():
    missing = [name for name, spec in PEERS.items() if spec.module == "casadi"]
    if importlib.util.find_spec("casadi"):
        pytest.skip("CasADi is installed")
    with harness.Pool({name: (name, 1) for name in missing[:1]}, quick=True) as pool:
        assert "casadi" in pool.absent[missing[0]]
        assert not pool.versions


ENGINE = f"autograd_lite, {ag.engine_info().name}"


@pytest.mark.parametrize("name", eager_cases.tasks(quick=True))
def test_the_eager_engine_computes_what_is_known(name):
    task = eager_cases.tasks(quick=True)[name]
    _, ready = eager_worker.prepare(eager_peers.PEERS[ENGINE].make(), task)
    assert ready.result == pytest.approx(expected(name, task), rel=1e-12)


def expected(name, task):
    """The value and its derivatives, in other ways."""
    f, *_, numbers = task.arguments()
    if "sum" in name:
        return [sum(numbers), *np.ones(len(numbers))]
    if "MLP" not in name:
        return derivatives_of_chains(*numbers, **f.keywords)
    steps = 1e-30j * np.eye(len(numbers))
    moved = [error_of_network(numbers + step, f.keywords["examples"]) for step in steps]
    return [moved[0].real, *(np.imag(moved) / 1e-30)]


def derivatives_of_chains(start, a, b, *, number, operations):
    x, by_start, by_a, by_b = start, 1.0, 0.0, 0.0
    for _ in range(operations // 2):  # forward mode
        x, by_start, by_a, by_b = x * a + b, by_start * a, by_a * a + x, by_b * a + 1.0
    return [number * each for each in (x, by_start, by_a, by_b)]


def error_of_network(numbers, examples):
    x, targets = (np.array(column) for column in zip(*examples, strict=True))
    sizes = list(itertools.pairwise(eager_cases.SIZES))
    for inputs, outputs in sizes:
        rows, numbers = np.split(numbers, [outputs * (inputs + 1)])
        rows = rows.reshape(outputs, inputs + 1)
        hidden = x * (x.real > 0.0) if inputs > eager_cases.SIZES[0] else x
        x = hidden @ rows[:, :-1].T + rows[:, -1]
    return np.sum((x[:, 0] - targets) ** 2)


def lap(forward, backward, collector):
    return {
        "forward": Step(forward, collector),
        "backward": Step(backward, 0.0),
        "free": Step(0.0, 0.0),
    }


def test_aims_are_reached_or_missed_or_not_measured():
    rows = {
        eager_peers.NATIVE: Row(eager_peers.NATIVE, {0: lap(2.0, 1.0, 1.0), 1: lap(9.0, 1.0, 0.0)}),
        eager_peers.MICROGRAD: Row(eager_peers.MICROGRAD, {0: lap(31.0, 9.0, 20.0)}),
    }
    lines = [aim.line() for aim in aims({eager_cases.PER_OPERATION: rows})]
    start = f"| {eager_peers.NATIVE} | times as fast as micrograd, {eager_cases.PER_OPERATION}"
    assert f"{start} | ≥ 12 | 13.33 | reached |" in lines
    assert f"{start}, without the collector | ≥ 12 | 10.00 | **missed** |" in lines
    others = [line for line in lines if eager_peers.PYTHON in line]
    assert all(line.endswith("| nan | not measured |") for line in others)
    assert "| 13.33 (10.00) |" in table(eager_cases.PER_OPERATION, rows)


def test_the_collector_is_timed_apart():
    workload = eager_peers.Workload(gc.collect, lambda graph: None, lambda graph: [0.0])
    steps = eager_worker.take(workload, 2)
    assert 0.0 < steps["forward"].collector <= steps["forward"].seconds < 1.0
    assert steps["backward"].collector == 0.0


# Dask ------------------------------------------------------------------------------------------


def test_tasks_on_dask_agree():
    for make, ours, by_hand in (
        (scale_tasks.options, scale_tasks.ours_of_options(), scale_tasks.options_by_hand),
        (scale_tasks.examples, scale_tasks.ours_of_a_network(), scale_tasks.network_by_hand),
    ):
        arrays = make(1000, 300)
        value, slopes = ours(*arrays)
        found = np.concatenate([np.ravel(x) for x in (value, *slopes)])
        by_blocks = scale_tasks.by_blocks(by_hand, len(found))(*arrays)
        whole = by_hand(*(x.compute() for x in arrays))[0]
        np.testing.assert_allclose(by_blocks, whole, rtol=1e-11)
        np.testing.assert_allclose(np.sort(found), np.sort(whole), rtol=1e-10)


def test_the_model_knows_when_the_scheduler_is_the_limit():
    times = Times(row=1e-7, block=2e-3, scheduling=5e-4, start=0.1, byte=1e-9)
    assert modelled(times, 2**20, 1, 2**20) == pytest.approx(0.1 + 2e-3 + 2**20 * 1e-7)
    assert modelled(times, 1e9, 10**6, 2**10) == pytest.approx(0.1 + 976_563 * 5e-4)
    many = [modelled(times, 1e11, 1000, 2**k) for k in range(12, 25)]
    assert best_block(times, 1e11, 1000) == 2 ** (12 + int(np.argmin(many)))


def test_without_a_gpu_nothing_is_measured_and_that_is_said(monkeypatch, capsys):
    monkeypatch.setattr(gpu, "find_spec", lambda name: None)
    for option, said in (([], "No GPU was found"), (["--cpu"], "Neither PyTorch nor JAX")):
        monkeypatch.setattr(sys, "argv", ["gpu", *option])
        assert gpu.main() == 0
        assert capsys.readouterr().out.startswith(said)


def test_a_table_tells_what_agrees_and_what_does_not(monkeypatch):
    monkeypatch.setattr(gpu, "_SECONDS", 0.0)

    class Liar(gpu.Ours):
        def mean_loss(self, *args):
            call = super().mean_loss(*args)
            return lambda: (call()[0] + 1.0, call()[1])

    peers = {"autograd_lite": gpu.Ours(xp.asarray), "liar": Liar(xp.asarray)}
    library = gpu.Library("strict", peers, np.asarray, lambda result: None)
    _, network, _ = gpu.cases(50)
    *_, line, _ = gpu.table(library, [network])
    assert re.match(r"\| gradient of .* \| [0-9.]+ ms \| ValueError: other numbers than", line)
