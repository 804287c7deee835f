"""The benchmarks: the peers that every test environment has agree, and one that lies is caught."""

import gc
import importlib.util
import itertools
from types import SimpleNamespace

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.datasets import moons
from benchmarks import harness, machine, report
from benchmarks.cases import moons as moons_case
from benchmarks.cases import tasks
from benchmarks.cases.mlp import squared_error
from benchmarks.eager import cases as eager_cases
from benchmarks.eager import peers as eager_peers
from benchmarks.eager import worker as eager_worker
from benchmarks.eager.aims import aims
from benchmarks.eager.measure import Row
from benchmarks.eager.report import table
from benchmarks.eager.worker import Step
from benchmarks.peers import PEERS
from benchmarks.worker import prepare

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
