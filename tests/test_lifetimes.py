"""Machine code lives as long as somebody may call it, and no longer."""

import gc
import threading

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value

jit = pytest.importorskip("autograd_lite.compiler.backends.llvm.jit")


@pytest.fixture
def alive(monkeypatch):
    """The engines of LLVM that were made, and not yet closed."""
    engines = []
    create = jit.llvm.create_mcjit_compiler

    def recorded(*arguments):
        engines.append(create(*arguments))
        return engines[-1]

    monkeypatch.setattr(jit.llvm, "create_mcjit_compiler", recorded)
    return lambda: [engine for engine in engines if not engine.closed]


def scaled(c, **options):
    """A function that no other test has compiled."""
    return ag.compile(lambda x: ag.exp(x) * ag.sqrt(x) * c, backend="llvm", **options)


def over(w):
    """One that closes over a Value, and a number."""
    c = w.data
    return ag.compile(lambda x: x * w * c, backend="llvm")


X = np.array([0.25, 1.0, 4.0])
BATCH = np.linspace(0.5, 2.0, 300_000)
CALLS = {
    "value": lambda c: scaled(c)(1.0),
    "gradient": lambda c: scaled(c).grad(1.0),
    "gradient that is nan": lambda c: scaled(c).grad(-1.0),
    "hessian": lambda c: scaled(c).hessian(1.0),
    "array": lambda c: ag.compile(lambda x: x[0] * x[1] * c, backend="llvm").grad(X),
    "batch": lambda c: scaled(c, in_axes=0).value_and_grad(X),
    "threads": lambda c: scaled(c, in_axes=0, reduce="sum", threads=2).value_and_grad(BATCH),
    "bound": lambda c: scaled(c).bind(1.0)(),
    "closure": lambda c: over(Value(c)).backward(2.0),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_code_is_freed_with_the_last_function(call, alive):
    call(0.5)  # what is made once
    gc.collect()
    gc.disable()
    try:
        before = len(alive())
        for i in range(5):
            call(1.5 + i)
        assert len(alive()) == before
    finally:
        gc.enable()


def test_a_function_that_was_handed_out_keeps_its_code(alive):
    bounds = [scaled(i + 0.5, in_axes=0, reduce="sum").bind(X, method="value") for i in range(5)]
    points = [scaled(i + 0.5) for i in range(5)]
    expected = [float(np.sum(np.exp(X) * np.sqrt(X)) * (i + 0.5)) for i in range(5)]
    calls = [f.grad for f in points]
    del points
    for i in range(20):  # code that takes the places of what was freed
        scaled(100.5 + i)(1.0)
    assert [float(bound()) for bound in bounds] == pytest.approx(expected, rel=1e-14)
    assert [call(1.0) for call in calls] == pytest.approx(
        [1.5 * np.e * (i + 0.5) for i in range(5)], rel=1e-14
    )
    assert alive()
    del bounds, calls
    assert not alive()


def test_code_is_not_freed_while_it_runs(alive):
    results = []

    def work(c):
        results.append(scaled(c, in_axes=0, reduce="sum", threads=2)(BATCH) / c)

    threads = [threading.Thread(target=work, args=(i + 0.5,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == pytest.approx([np.sum(np.exp(BATCH) * np.sqrt(BATCH))] * 8, rel=1e-12)
    assert not alive()


def test_equal_programs_share_their_code(alive):
    first, second = scaled(7.25), scaled(7.25)
    assert first(1.0) == second(1.0)
    assert len(alive()) == 1
    del first
    assert second(2.0) == scaled(7.25)(2.0)
    assert len(alive()) == 1
