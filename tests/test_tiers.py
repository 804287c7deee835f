"""Code that was compiled in a hurry, and the better code that takes its place: the same bits."""

import gc
import itertools
import multiprocessing
import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from accuracy import samples
from test_compile_agreement import SPECIAL, on_anything

pytest.importorskip("llvmlite")

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.compiler import compiled, kernels
from autograd_lite.compiler.backends.llvm import backend, jit, kept
from autograd_lite.compiler.backends.llvm.core import MANY_STEPS, Storage
from autograd_lite.compiler.backends.llvm.module import Part
from autograd_lite.compiler.program import Input, Output, Program, Step
from autograd_lite.primitives.operation import TABLE

NEVER = 10**12


def often_is(monkeypatch, count):
    """After so many calls, or vectors of rows, code is made better."""
    for name in ("MANY_CALLS", "MANY_VECTORS"):
        monkeypatch.setattr(backend, name, count)


@pytest.fixture
def improved(monkeypatch):
    """The code that was made better, as it happens."""
    found = []
    make = jit.Code.improved

    def recorded(code):
        found.append(code)
        return make(code)

    monkeypatch.setattr(jit.Code, "improved", recorded)
    return found


@pytest.fixture
def tiers(monkeypatch, improved):
    """The results of a call by both: ``make`` compiles, and returns a call."""

    def both(make):
        results = []
        for often, count in ((NEVER, 1), (1, 4)):
            monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
            often_is(monkeypatch, often)
            before = len(improved)
            call = make()
            for _ in range(count):
                result = call()
            assert (len(improved) > before) == (often == 1)
            results.append(numbers(result))
        return results

    return both


def numbers(result):
    """All of them, as integers that differ where a bit does; any nan is one nan."""
    if isinstance(result, (tuple, list)):
        return np.concatenate([numbers(x) for x in result])
    flat = np.ravel(np.array(result, float))
    return np.where(np.isnan(flat), np.nan, flat).view(np.int64)


def assert_same(tiers, make):
    quick, better = tiers(make)
    assert quick.size
    assert np.array_equal(quick, better)


def points_of(operation):
    sampled = sorted(samples(operation, 6), key=len)
    for count, points in itertools.groupby(sampled, key=len):
        special = [*itertools.product(SPECIAL, repeat=count)][:: 1 if count == 1 else 7]
        yield count, [*points, *special[:60]]


@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE)
def test_an_operation_has_the_same_bits(tiers, operation):
    for count, points in points_of(operation):
        f, places = on_anything(operation), tuple(range(count))
        columns = np.array(points).T
        options = {"argnums": places, "backend": "llvm"}

        def at_points(f=f, points=points, options=options):
            fast = ag.compile(f, **options)
            return lambda: [fast.value_and_grad(*point) for point in points]

        def over_rows(f=f, columns=columns, options=options):
            fast = ag.compile(f, in_axes=0, **options)
            return lambda: [fast.value_and_grad(*columns), fast.hessian(*columns)]

        def of_arrays(f=f, points=points):
            fast = ag.compile(lambda x: f(*x), backend="llvm")
            return lambda: [fast.value_and_grad(np.array(x)) for x in points]

        for make in (at_points, over_rows, of_arrays):
            assert_same(tiers, make)


MODELS = {
    "relu": ([8, 9, 10], ["relu", "relu", "linear"], "cross_entropy"),
    "tanh": ([16, 5, 1], ["tanh", "sigmoid", "sigmoid"], "binary_cross_entropy"),
    "linear": ([1], ["linear"], "squared_error"),
    "wide": ([33, 4], ["softplus", "linear"], "cross_entropy"),
}


def batch(rows, inputs, outputs):
    rng = np.random.default_rng(rows)
    return rng.normal(size=(rows, inputs)), rng.integers(0, max(outputs, 2), rows).astype(float)


@pytest.mark.parametrize("rows", [1, 7, 8, 33, 64, 500, 1025])
@pytest.mark.parametrize("name", MODELS)
def test_a_network_has_the_same_bits(tiers, name, rows):
    sizes, activations, loss = MODELS[name]
    X, y = batch(rows, 6, sizes[-1])

    def make(method="backward"):
        model = nn.MLP(6, sizes, activations, rng=0)
        of_row = getattr(ag, loss)
        fast = ag.compile(
            lambda x, y: of_row(model(x), y), in_axes=0, reduce="mean", backend="llvm"
        )
        bound = fast.bind(X, y, method=method)
        return lambda: [bound(), fast(X, y)]

    assert_same(tiers, make)


@pytest.mark.parametrize("special", [np.inf, -np.inf, np.nan])
def test_a_network_with_strong_zeros_has_the_same_bits(tiers, special):
    """Results that are nan are computed again, by strong products."""
    X, y = batch(40, 6, 1)
    X[5, 2], X[17, :3] = special, 0.0

    def make():
        model = nn.MLP(6, [9, 9, 1], ["relu", "relu", "linear"], rng=1)
        for weight in model.layers[1].neurons[0].weights:
            weight.data = special
        model.layers[1].neurons[0].bias.data = -np.inf
        for weight in model.layers[0].neurons[3].weights:
            weight.data = 0.0
        fast = ag.compile(
            lambda x, y: ag.squared_error(model(x), y), in_axes=0, reduce="sum", backend="llvm"
        )
        return fast.bind(X, y, method="backward")

    assert_same(tiers, make)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_large_batch_has_the_same_bits_on_any_number_of_cores(tiers, threads):
    x = np.linspace(-3.0, 3.0, 300_000)
    options = {"in_axes": 0, "reduce": "sum", "backend": "llvm", "threads": threads}
    assert_same(tiers, lambda: ag.compile(lambda x: ag.exp(ag.sin(x)) / x, **options).bind(x))


def weak(x):
    return ag.where(x[0] > 0.0, ag.sqrt(x[0]), 0.0) * x[1]


@pytest.mark.parametrize("at", [[0.0, 1.0], [1.0, 2.0]])
def test_a_result_that_is_nan_is_computed_again_by_both(tiers, at):
    assert_same(tiers, lambda: ag.compile(weak, backend="llvm").bind(np.array(at)))
    options = {"argnums": (0, 1), "backend": "llvm"}
    fast = lambda: ag.compile(lambda x, y: weak((x, y)), **options)  # noqa: E731
    assert_same(tiers, lambda: (lambda f: lambda: f.value_and_grad(*at))(fast()))


def test_every_call_is_right_until_code_is_better_and_after(monkeypatch, improved):
    often_is(monkeypatch, 5)
    fast = ag.compile(lambda x, y: x * y + 0.125, argnums=(0, 1), backend="llvm")
    rows = ag.compile(lambda x, y: x * y + 0.125, in_axes=0, backend="llvm")
    arrays = ag.compile(lambda x: x[0] * x[1] + 0.125, backend="llvm")
    bound = arrays.bind(place := np.zeros(2))
    for i in range(20):
        assert fast.value_and_grad(float(i), 2.0) == (2.0 * i + 0.125, (2.0, float(i)))
        assert rows(np.full(16, i), np.full(16, 2.0)).tolist() == [2.0 * i + 0.125] * 16
        place[:] = i, 2.0
        assert float(bound()[0]) == arrays(place) == 2.0 * i + 0.125
    assert len({*map(id, improved)}) == 4  # of value and gradient, and of values alone
    with pytest.raises(TypeError):
        fast.grad(1.0, "2")
    assert fast.grad(1, 2) == (2.0, 1.0)


def test_what_is_compiled_in_a_hurry_at_last_has_no_other_tier(monkeypatch, improved):
    often_is(monkeypatch, 1)
    monkeypatch.setattr(backend, "MANY_STEPS", 0)
    fast = ag.compile(lambda x: ag.exp(x) * 0.3, backend="llvm")
    assert fast(1.0) == fast(1.0) == fast(1.0)
    assert not improved


def test_what_calls_make_long_is_cut_as_what_is_long():
    steps = 400
    nodes = [Input("x"), *[Step(TABLE["exp"], (i,)) for i in range(steps)]]
    program = Program(nodes, (Output(steps),))

    def lengths(calls):
        storage = Storage(program, calls, is_point=True)
        assert (storage.schedule.weight > MANY_STEPS) == bool(calls)
        return [len(part.places) for part in storage.schedule.prelude]

    assert lengths({TABLE["exp"]}) == [steps]
    assert len(lengths(set())) > 1


def test_a_file_has_the_better_code(monkeypatch, improved, tmp_path):
    often_is(monkeypatch, 1)
    efforts = []
    emit = jit.emitted
    monkeypatch.setattr(backend, "emitted", lambda *x: efforts.append(x[1]) or emit(*x))
    for _ in range(2):
        monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
        fast = ag.compile(lambda x: ag.exp(x) * 0.7, backend="llvm", cache=tmp_path)
        assert fast(1.0) == fast(1.0) == fast(1.0)
    assert efforts == [jit.BEST]
    assert not improved
    (file,) = tmp_path.glob("*.o")
    assert kept._read(file).better == ""


def test_better_code_is_freed_with_the_last_function(monkeypatch, improved):
    backend.parts.load(sum(Part), jit.BEST)  # they stay, whoever is first
    engines = []
    create = jit.llvm.create_mcjit_compiler
    monkeypatch.setattr(
        jit.llvm, "create_mcjit_compiler", lambda *x: engines.append(create(*x)) or engines[-1]
    )
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(0, 0))
    often_is(monkeypatch, 1)
    gc.collect()
    gc.disable()
    try:
        for make in (_point, _bound, _rows):
            call = make()
            for _ in range(4):
                call()
            assert len(engines) == 2  # in a hurry, and better
            assert not any(engine.closed for engine in engines)
            del call
            improved.clear()
            assert all(engine.closed for engine in engines)
            engines.clear()
    finally:
        gc.enable()


def _point():
    fast = ag.compile(lambda x: ag.exp(x) * 0.9, backend="llvm")
    return lambda: fast(1.0)


def _bound():
    return ag.compile(lambda x: ag.exp(x[0]) * 0.9, backend="llvm").bind(np.ones(2))


def _rows():
    fast = ag.compile(lambda x: ag.exp(x) * 0.9, in_axes=0, backend="llvm")
    return lambda: fast(np.ones(20))


@pytest.mark.parametrize("make", [_point, _bound, _rows])
def test_threads_that_make_it_better_at_once_get_the_same(monkeypatch, make):
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
    often_is(monkeypatch, 20)
    shared = make()  # but for bound calls, which belong to one thread
    calls = [make() for _ in range(2)] if make is _bound else [shared] * 4
    results = []

    def work(call):
        results.extend(numbers(call()).tolist()[0] for _ in range(60))

    threads = [threading.Thread(target=work, args=(each,)) for each in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 60 * len(calls)
    assert len({*results}) == 1


@pytest.mark.parametrize("make", [_point, _bound])
def test_who_asks_for_better_code_when_another_has_just_made_it_gets_that(monkeypatch, make):
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
    often_is(monkeypatch, 2)
    is_due, found = jit.Code.is_due, []
    monkeypatch.setattr(jit.Code, "is_due", lambda code: code.improved() and is_due(code))
    plan, find = compiled.Compiled._plan, kept.found
    monkeypatch.setattr(compiled.Compiled, "_plan", lambda *x: found.append("plan") or plan(*x))
    monkeypatch.setattr(kept, "found", lambda *x: found.append("code") or find(*x))
    call = make()
    assert len({numbers(call()).tolist()[0] for _ in range(8)}) == 1
    assert found == ["plan", "code"]  # an error in code would send the call to the plan once more


def test_an_interrupted_improvement_is_made_another_time_or_not_at_all(monkeypatch):
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
    often_is(monkeypatch, 5)
    point, rows = _point(), _rows()
    expected = numbers(point()).tolist(), numbers(rows()).tolist()

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(backend, "emitted", interrupted)
        for call in (point, rows):
            with pytest.raises(KeyboardInterrupt):
                _ = [call() for _ in range(20)]
    for _ in range(20):
        assert (numbers(point()).tolist(), numbers(rows()).tolist()) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:os.fork")  # JAX speaks, where a test has loaded it
def test_a_child_goes_on_from_either(monkeypatch):
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
    often_is(monkeypatch, 5)
    calls = [_point(), _bound(), _rows()]
    expected = [numbers(call()).tolist() for call in calls]
    context = multiprocessing.get_context("fork")
    for _ in range(2):
        answers = context.SimpleQueue()

        def child(answers=answers):
            answers.put([[numbers(call()).tolist() for call in calls] for _ in range(10)])

        process = context.Process(target=child)
        process.start()
        assert answers.get() == [expected] * 10
        process.join()
        assert process.exitcode == 0
        for _ in range(10):
            assert [numbers(call()).tolist() for call in calls] == expected


def test_nothing_runs_on_at_the_end_of_a_process():
    program = (
        "import autograd_lite as ag, numpy as np, threading\n"
        "from autograd_lite.compiler.backends.llvm import backend\n"
        "backend.MANY_VECTORS = 3\n"
        "f = ag.compile(lambda x: ag.exp(x), in_axes=0, backend='llvm')\n"
        "for _ in range(10): f(np.ones(9))\n"
        "assert threading.active_count() == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
