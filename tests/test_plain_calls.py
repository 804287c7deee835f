"""Plain calls: the second of a kind goes a shorter way than the first, and finds the same."""

import gc
import threading
import weakref
from collections import OrderedDict, namedtuple

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.marshalling import MisfitError, reader
from autograd_lite.inputs.trees import leaves

Pair = namedtuple("Pair", "first second")
RNG = np.random.default_rng(0)


def array(*shape):
    return RNG.uniform(0.5, 1.5, shape)


#: what is differentiated by, of one point or shared by all rows
WEIGHTS = {
    "a number": 0.5,
    "an array": array(3),
    "a matrix": array(2, 3),
    "a cube": array(2, 3, 2),
    "a list": [0.5, 1.5],
    "a long list": [*map(float, range(1, 20))],
    "a tuple": (0.5, 1.5, 2.5),
    "a dict": {"w": 0.5, "b": array(2)},
    "a named tuple": Pair(0.5, array(2)),
    "nested": [[0.5, [1.5]], (array(2), {"a": 2.5, 3: [array(1, 2), 0.25]}), 1.25],
    "numbers and arrays": [0.5, 1.5, array(2), 0.75, [0.25, 0.125], array(3)],
    "nothing beside a number": [[], {}, (), 0.5],
    "rows": [[0.5, 1.5, 2.5], [0.25, 0.75, 1.25]],
}


def total(tree):
    return sum(x * ag.exp(-x) for x in leaves(tree))


def same(found, expected):
    """Equal to the last bit, in the same structure, and of the same kinds."""
    assert type(found) is type(expected)
    if isinstance(expected, dict):
        assert [*found] == [*expected]
        return all(same(found[key], expected[key]) for key in expected)
    if isinstance(expected, (list, tuple)):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, np.ndarray):
        assert found.dtype == expected.dtype
        return found.shape == expected.shape and np.array_equal(found, expected)
    return found == expected


def compiled(f, **options):
    """The same twice: one that has been called with such arguments, and one that has not."""
    return ag.compile(f, **options), ag.compile(f, **options)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", WEIGHTS)
def test_one_point(name, backend):
    weights = WEIGHTS[name]
    fast, fresh = compiled(lambda w, x: total(w) * x, argnums=(0, 1), backend=backend)
    for method in ("__call__", "value_and_grad", "grad"):
        getattr(fast, method)(weights, 2.0)
        for x in (3.0, 0.25):
            assert same(getattr(fast, method)(weights, x), getattr(fresh, method)(weights, x))
            fresh = ag.compile(lambda w, x: total(w) * x, argnums=(0, 1), backend=backend)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("name", WEIGHTS)
def test_a_batch(name, reduce, backend):
    weights, options = WEIGHTS[name], {"in_axes": (None, 0, 0), "argnums": (0, 1)}
    options |= {"reduce": reduce, "backend": backend}
    fast, fresh = compiled(lambda w, x, y: (total(w) * x.sum() - y) ** 2, **options)
    for method in ("__call__", "value_and_grad"):
        for rows in (3, 5, 3, 1):
            X, y = array(rows, 2), array(rows)
            getattr(fast, method)(weights, X, y)
            expected = getattr(fresh, method)(weights, X, y)
            assert same(getattr(fast, method)(weights, X, y), expected)
            fresh._begin()


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
def test_rows_along_any_axis(axis):
    fast, fresh = compiled(lambda x: (x * np.arange(6.0).reshape(2, 3)).sum(), in_axes=axis)
    X = np.moveaxis(array(4, 2, 3), 0, axis)
    fast.value_and_grad(X)
    assert same(fast.value_and_grad(2.0 * X), fresh.value_and_grad(2.0 * X))


def scaled(values):
    """The arguments of a second call, as people have them, by what is odd about them."""
    weights, X, y = values
    wide = array(len(X), 7)
    locked = X.copy()
    locked.flags.writeable = False
    return {
        "floats": (weights, X, y),
        "whole numbers": ([1, *weights[1:]], X, y),
        "NumPy's numbers": ([np.float64(1.5), *weights[1:]], X, y),
        "small numbers of NumPy": ([np.float32(1.5), *weights[1:]], X, y),
        "a Boolean": ([True, *weights[1:]], X, y),
        "an array of no dimensions": ([np.array(1.5), *weights[1:]], X, y),
        "a tuple for a list": ((*weights,), X, y),
        "small floats": (weights, X.astype(np.float32), y),
        "integers": (weights, (10 * X).astype(int), y),
        "the other order of bytes": (weights, X.astype(">f8"), y),
        "columns of another": (weights, wide[:, ::3], y),
        "backwards": (weights, X[::-1], y[::-1]),
        "Fortran's order": (weights, np.asfortranarray(X), y),
        "locked": (weights, locked, y),
        "a row many times": (weights, np.broadcast_to(X[0], X.shape), y),
        "shared, in Fortran's order": ([weights[0], weights[1].T.copy().T], X, y),
        "one row": (weights, X[:1], y[:1]),
        "an unaligned array": (weights, unaligned(X), y),
    }


def unaligned(X):
    held = np.zeros(X.nbytes + 1, np.uint8)[1:].view(float).reshape(X.shape)
    held[...] = X
    return held


PLAIN = [0.5, array(3, 2)], array(4, 3), array(4)


@pytest.mark.parametrize("reduce", [None, "mean"])
@pytest.mark.parametrize("name", scaled(PLAIN))
def test_other_arguments_of_the_same_structure(name, reduce):
    def f(w, x, y):
        return (w[0] * (x @ w[1]).sum() - y) ** 2

    fast, fresh = compiled(f, in_axes=(None, 0, 0), reduce=reduce)
    fast.value_and_grad(*PLAIN)
    fast.value_and_grad(*PLAIN)
    given = scaled(PLAIN)[name]
    # equal programs share their code and what it prepared: so the others are as plain as can be
    expected = fresh.value_and_grad(*as_floats(given))
    assert same(fast.value_and_grad(*given), expected)
    by_numpy = ag.compile(f, in_axes=(None, 0, 0), reduce=reduce, backend="numpy")
    found = by_numpy.value_and_grad(*as_floats(given))
    for x, y in zip(leaves(expected), leaves(found), strict=True):
        assert x == pytest.approx(y, rel=1e-12)


def as_floats(given):
    """The same as floats, and arrays of float64 in order."""
    weights, X, y = given
    scale, shared = weights
    arrays = [np.array(x, float, order="C") for x in (shared, X, y)]
    return type(weights)([float(scale), arrays[0]]), *arrays[1:]


@pytest.mark.parametrize(
    "given",
    [[1, 2], [True, 2], [np.int64(1), 2.0], [np.float32(1.0), 2.0], [np.array(1.0), 2.0], (1, 2)],
)
def test_lists_of_other_numbers(given):
    for fast in (
        ag.compile(lambda w: w[0] * 10.0 + w[1]),
        ag.compile(lambda w, x: (w[0] * 10.0 + w[1]) * x, in_axes=(None, 0), reduce="sum"),
    ):
        rest = [np.ones(3)] * (fast._axes_given is not None)
        times = 3.0 if rest else 1.0
        for _ in range(2):
            assert fast([0.5, 1.5], *rest) == 6.5 * times
        assert fast(given, *rest) == 12.0 * times
        with pytest.raises(TypeError):
            fast(["1", 2.0], *rest)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([0.5, array(3, 2)], array(4, 3), array(5)), "need the same number of rows"),
        (([0.5, array(3, 2)], array(0, 3), array(0)), "a batch without rows"),
        (([0.5, array(3, 2)], 1.0, array(4)), "in_axes=0 needs an array with that axis"),
        (([0.5, array(3, 2)], array(4, 3).astype(str), array(4)), "an array of real numbers"),
        (([0.5, array(3, 2)], array(4, 3) * 1j, array(4)), "an array of real numbers"),
    ],
)
def test_what_is_wrong_is_told_as_at_first(given, message):
    fast = ag.compile(
        lambda w, x, y: (w[0] * (x @ w[1]).sum() - y) ** 2, in_axes=(None, 0, 0), reduce="mean"
    )
    fast.value_and_grad(*PLAIN)
    with pytest.raises((TypeError, ValueError), match=message):
        fast.value_and_grad(*given)
    fast.value_and_grad(*PLAIN)


def test_structures_that_take_turns():
    fast, fresh = compiled(lambda w: total(w))
    for name in [*WEIGHTS, *reversed(WEIGHTS)]:
        assert same(fast.value_and_grad(WEIGHTS[name]), fresh.value_and_grad(WEIGHTS[name]))


def test_dicts_are_read_by_key():
    fast = ag.compile(lambda w: w["a"] * 10.0 + w["b"] * 100.0)
    for _ in range(2):
        assert fast.grad({"a": 1.0, "b": 2.0}) == {"a": 10.0, "b": 100.0}
    assert fast({"b": 1.0, "a": 2.0}) == 120.0
    assert fast(OrderedDict(b=1.0, a=2.0)) == 120.0
    with pytest.raises(KeyError):
        fast({"a": 1.0, "c": 2.0})


# Values that are closed over ----------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_read_and_added_to_at_every_call(backend):
    weights = [ag.Value(x) for x in (0.5, 1.5)]
    loss = ag.compile(
        lambda x, y: (weights[0] * x + weights[1] - y) ** 2,
        in_axes=0, reduce="sum", backend=backend,
    )  # fmt: skip
    X, y = array(4), array(4)
    for step in range(4):
        weights[0].data = float(step)
        before = [w.grad for w in weights]
        value = loss.backward(X, y)
        error = step * X + 1.5 - y
        assert value == pytest.approx((error**2).sum(), rel=1e-14)
        expected = [(2 * error * X).sum(), 2 * error.sum()]
        change = [w.grad - b for w, b in zip(weights, before, strict=True)]
        assert change == pytest.approx(expected, rel=1e-12)
    assert all(w.has_gradient for w in weights)


def test_one_point_that_closes_over_a_value():
    w = ag.Value(2.0)
    fast = ag.compile(lambda x: w * x)
    assert [fast(3.0), fast(4.0)] == [6.0, 8.0]
    w.data = 5.0
    assert [fast(3.0), fast.value_and_grad(3.0), fast.value_and_grad(3.0)] == [
        15.0, (15.0, 5.0), (15.0, 5.0),
    ]  # fmt: skip


@pytest.mark.parametrize("x", [2.0, [2.0], np.array([2.0])])
def test_a_derivative_by_a_value_that_is_closed_over(x):
    for_float = isinstance(x, float)

    def outer(v):
        fast = ag.compile(lambda x: v * (x if for_float else x[0]))
        return fast(x) + fast(x) + fast(x)

    assert ag.grad(outer)(3.0) == 6.0

    w = ag.Value(3.0)
    kept = ag.compile(lambda x: w * (x if for_float else x[0]))
    kept(x), kept(x)
    assert ag.grad(lambda v: v * kept(x))(1.0) == 6.0


@pytest.mark.parametrize("x", [2.0, [2.0], np.array([2.0])])
def test_values_are_nodes_where_somebody_outside_may_ask_for_them(x):
    w = ag.Value(3.0)
    kept = ag.compile(lambda x: w * (x if isinstance(x, (float, ag.Value)) else x[0]))
    kept(x), kept(x)
    outer = ag.compile(lambda t: t * kept(x))
    assert outer(1.0) == 6.0
    w.data = 5.0
    assert outer(1.0) == 10.0  # and not a number of the time when it was compiled
    products = []
    ag.grad(lambda v: products.append(v * kept(x)) or products[-1])(1.0)
    products[0].backward()
    assert w.grad == 2.0


# Memory, threads ----------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_results_are_the_callers_own(backend):
    fast = ag.compile(lambda w, x: (w * x).sum(), in_axes=(None, 0), reduce="sum", backend=backend)
    w, X = array(3), array(4, 3)
    found = [fast.value_and_grad(w, X * i)[1] for i in (1.0, 2.0, 3.0)]
    assert [np.allclose(x, i * X.sum(axis=0)) for i, x in enumerate(found, start=1)] == [True] * 3


def test_a_call_keeps_no_array():
    fast = ag.compile(lambda w, x: (w * x).sum(), in_axes=(None, 0), reduce="sum")
    gc.disable()
    try:
        for _ in range(3):
            w, X = array(3), array(4, 3)
            kept = weakref.ref(w), weakref.ref(X)
            fast.value_and_grad(w, X)
            del w, X
            assert [reference() is None for reference in kept] == [True, True]
    finally:
        gc.enable()


def test_calls_of_many_layouts_do_not_add_up():
    fast = ag.compile(lambda x: (x * x).sum(), in_axes=0, reduce="sum", backend="llvm")
    for rows in range(1, 100):
        X = array(rows, 2)
        assert fast(X) == pytest.approx((X * X).sum(), rel=1e-14)
    (kernel,) = next(iter(fast._plans.values()))._kernels.values()
    assert len(kernel._prepared) <= 8


def test_threads_share_a_function():
    fast = ag.compile(lambda w, x: (w * x).sum() ** 2, in_axes=(None, 0), reduce="sum")
    given = [(array(3), array(500, 3)) for _ in range(8)]
    expected = [fast.value_and_grad(*each) for each in given]
    wrong = []

    def work(i):
        for _ in range(200):
            if not same(fast.value_and_grad(*given[i]), expected[i]):
                wrong.append(i)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(given))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_reader_reads_just_what_it_is_for():
    fast = ag.compile(lambda w: total(w))
    fast(PLAIN[0])
    (plan,) = fast._plans.values()
    read = reader(plan.structures, plan.leaves)
    shared, columns, rows = read([0.5, PLAIN[0][1]])
    assert (shared[0].tolist(), shared[1] is PLAIN[0][1], columns, rows) == ([0.5], True, [], 1)
    for given in ([1, PLAIN[0][1]], [0.5], [0.5, array(2, 3)], [0.5, array(3, 2) > 1], (0.5, 0.5)):
        with pytest.raises(MisfitError):
            read(given)


def test_an_equal_program_whose_numbers_come_in_other_arrays():
    X, w = array(4, 3), array(3)

    def by_columns(a, b, c, w):
        return a * w[0] + b * w[1] + c * w[2]

    def by_numbers(x, v, w):
        return x[0] * v + x[1] * w[0] + x[2] * w[1]

    whole = ag.compile(lambda x, w: by_columns(*x, w), in_axes=(0, None), reduce="sum")
    columns = ag.compile(by_columns, in_axes=(0, 0, 0, None), reduce="sum")
    numbers = ag.compile(by_numbers, in_axes=(0, None, None), reduce="sum")
    found = [
        f(*given)
        for _ in range(2)
        for f, given in [(whole, (X, w)), (columns, (*X.T, w)), (numbers, (X, w[0], w[1:]))]
    ]
    assert found == [found[0]] * 6
