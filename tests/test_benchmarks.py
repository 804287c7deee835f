"""The benchmarks: the peers that every test environment has agree, and one that lies is caught."""

import importlib.util
from types import SimpleNamespace

import numpy as np
import pytest

from autograd_lite.datasets import moons
from benchmarks import harness, machine, report
from benchmarks.cases import moons as moons_case
from benchmarks.cases import tasks
from benchmarks.cases.mlp import squared_error
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
