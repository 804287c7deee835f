"""Machine code lives as long as somebody may call it, and a little longer: what was used lately."""

import gc
import sys
import threading
import weakref

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.compiler import compiled, kernels
from autograd_lite.compiler.backends import BACKENDS

jit = pytest.importorskip("autograd_lite.compiler.backends.llvm.jit")
Part = pytest.importorskip("autograd_lite.compiler.backends.llvm.module").Part
machine = pytest.importorskip("autograd_lite.compiler.backends.llvm.backend")


def keep(monkeypatch, count, nodes=10_000):
    """Have programs compiled anew, and the last ones kept."""
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(count, nodes))


@pytest.fixture
def alive(monkeypatch):
    """The engines of LLVM that were made, and not yet closed; none is kept beyond its use."""
    keep(monkeypatch, 0)
    monkeypatch.setattr(machine, "MANY_VECTORS", 10**9)  # better code has its own: test_tiers
    machine.parts.load(sum(Part), jit.BEST)  # what stays as long as the process, whoever is first
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


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_the_last_ones_are_kept_and_found_again(call, alive, monkeypatch):
    keep(monkeypatch, 2)
    call(0.5)
    first = alive()
    call(0.5)
    assert alive() == first
    for i in range(6):
        call(2.5 + i)
    gc.collect()
    last = alive()
    # a result that is nan has a second program, which is part of the first
    assert len(last) <= 4
    assert not {*map(id, last)} & {*map(id, first)}


def test_what_is_in_use_is_found_however_long_ago(alive, monkeypatch):
    keep(monkeypatch, 2)
    f = scaled(0.5)
    expected = f(1.0)
    for i in range(6):
        scaled(1.5 + i)(1.0)
    count = len(alive())
    assert scaled(0.5)(1.0) == expected
    assert len(alive()) <= count


def test_large_programs_are_not_kept_beyond_their_use(alive, monkeypatch):
    keep(monkeypatch, 100, nodes=40)

    def powers(c, n):
        return ag.compile(lambda x: sum([ag.exp(x * c * i) for i in range(n)]), backend="llvm")

    powers(0.5, 3)(1.0)
    (small,) = alive()
    large = powers(0.5, 100)
    large(1.0)
    assert len(alive()) == 2
    del large
    gc.collect()
    assert alive() == [small]
    for i in range(10):
        powers(1.5 + i, 3)(1.0)
    assert len(alive()) < 5
    assert small.closed


@pytest.mark.parametrize("backend", BACKENDS)
def test_nothing_is_made_twice_for_what_differs_in_names_alone(backend, monkeypatch):
    keep(monkeypatch, 10)
    made = []
    find = kernels.backend

    def recorded(name):
        made.append(name)
        return find(name)

    monkeypatch.setattr(kernels, "backend", recorded)
    rng = np.random.default_rng(0)
    rows, targets = rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
    for seed in range(4):
        model = nn.MLP(3, [4, 2], rng=seed)
        settings = {"batch_size": 8, "epochs": 2, "validation": 0.2, "backend": backend}
        nn.fit(model, rows, targets, loss="cross_entropy", rng=0, **settings)
        if not seed:
            first = [*made]
    assert made == first
    assert len(made) == 2  # with a gradient, and for the validation


def test_options_make_another_program(monkeypatch):
    keep(monkeypatch, 10)
    x = np.arange(4.0)
    f = {reduce: scaled(0.75, in_axes=0, reduce=reduce) for reduce in ("sum", "mean", None)}
    assert f["mean"](x) == f["sum"](x) / 4
    assert f[None](x).sum() == pytest.approx(f["sum"](x))
    assert scaled(0.75)(1.0) == pytest.approx(f[None](x)[1])


def test_an_operation_of_ones_own_is_asked_again():
    factor = 2.0

    @ag.custom_gradient(lambda m, out, x: (factor,))
    def scaled_by(m, x):
        return x * factor

    assert ag.compile(lambda x: scaled_by(x), backend="llvm").value_and_grad(1.0) == (2.0, 2.0)
    factor = 3.0
    assert ag.compile(lambda x: scaled_by(x), backend="llvm").value_and_grad(1.0) == (3.0, 3.0)


def test_threads_that_ask_at_once_get_the_same(monkeypatch):
    keep(monkeypatch, 1)
    results = []

    def work(c):
        for _ in range(5):
            results.append(scaled(c)(1.0) / c)

    threads = [threading.Thread(target=work, args=(i % 3 + 0.5,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == pytest.approx([np.e] * 30)


def executable():
    """The mapped pages with machine code that belong to no file."""
    with open("/proc/self/maps", encoding="utf-8") as file:
        parts = [line.split() for line in file]
    return sum("x" in part[1] and len(part) == 5 for part in parts)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is mapped is in /proc")
def test_hundreds_of_functions_leave_no_pages_behind(monkeypatch):
    keep(monkeypatch, 8)
    for i in range(20):
        scaled(0.5 + i)(1.0)
    before = executable()
    for i in range(300):
        scaled(1000.5 + i)(1.0)
    assert executable() <= before + 8


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_function_keeps_the_plans_of_its_last_shapes(backend, monkeypatch):
    monkeypatch.setattr(compiled, "MANY_PLANS", 3)
    f = ag.compile(lambda x: sum([ag.exp(each) for each in x]), backend=backend)
    bound = f.bind(np.zeros(2))
    for _ in range(2):
        for n in range(1, 9):
            value, gradient = f.value_and_grad(np.zeros(n))
            assert value == n
            assert gradient.tolist() == [1.0] * n
    assert len(f._plans) == 3
    assert float(bound()[0]) == 2.0


def test_what_is_kept_goes_with_what_keeps_it():
    """A fork's handlers, which nobody can take back, once held all of it."""
    known, kept = kernels.Lately(8, 100), Value(1.0)
    gone = weakref.ref(known)
    assert known.get("key", 1, lambda: kept) is kept
    del known
    gc.collect()
    assert gone() is None
