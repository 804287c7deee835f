"""Every back end beside the eager engine: operations, special values, random graphs, batches."""

import itertools
import math
import os
import subprocess
import sys
import threading

import mpmath
import numpy as np
import pytest
from accuracy import marks, outside, samples
from hypothesis import HealthCheck, given, settings
from oracle import errors, second_derivatives, second_errors

import autograd_lite as ag
from autograd_lite import Value, floats
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.backends.llvm.instructions import INSTRUCTIONS
from autograd_lite.compiler.languages.python import SIGNS
from autograd_lite.compiler.matrices import functions as arrays
from autograd_lite.compiler.symbols import BASE
from autograd_lite.primitives.operation import FLOATS, INTERNAL, TABLE, Operation
from autograd_lite.testing.magnitudes import magnitudes
from autograd_lite.testing.strategies import expressions, leaves_of
from autograd_lite.trace import Run

SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1.7e308]

#: how many ulp each back end adds to the bound of an operation's record: python only writes small
#: powers as products, NumPy and libmvec have elementary functions of their own
MORE_ULPS = dict.fromkeys(BACKENDS, 1.0) | {"llvm": 4.0}

each_backend = pytest.mark.parametrize("backend", BACKENDS)
each_operation = pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())


def on_anything(operation: Operation):
    """An operation as a function of its flat operands."""

    def apply(*operands):
        if any(isinstance(x, Value) for x in operands):
            return Value.record_operation(operation, operands)
        return operation.forward(FLOATS, *operands)

    return apply


def eager(operation, operands):
    """The value and the gradients that one backward pass finds."""
    leaves = [Value(x) for x in operands]
    node = Value.record_operation(operation, tuple(leaves))
    node.backward()
    return [node.data, *(leaf.grad for leaf in leaves)]


def batch(function, points, backend, **options):
    """For every point the value and the gradients."""
    count = len(points[0])
    fast = ag.compile(function, argnums=tuple(range(count)), in_axes=0, backend=backend, **options)
    value, gradients = fast.value_and_grad(*np.array(points).T)
    return np.array([value, *gradients]).T.tolist()


def agree(got, expected, ulps):
    """Exactly where a result is nan, infinite or zero, and within some ulp elsewhere."""
    if not math.isfinite(expected) or expected == 0.0 or not math.isfinite(got):
        return got == expected or (math.isnan(got) and math.isnan(expected))
    return abs(got - expected) <= ulps * math.ulp(expected)


def is_near(known, found, ulps):
    """Whether numbers are those of the eager engine, but for some ulp: `test_table` judges these
    with many digits, at the same points and more, and so it need not be done again.
    """
    return all(map(agree, found, known, [ulps] * len(known)))


# Operations ---------------------------------------------------------------------------------


@each_backend
@each_operation
def test_an_operation_keeps_its_accuracy(operation, backend):
    for count, points in itertools.groupby(sorted(samples(operation, 12), key=len), key=len):
        points = list(points)
        found = batch(on_anything(operation), points, backend)
        for point, (value, *gradients) in zip(points, found, strict=True):
            if is_near(eager(operation, point), [value, *gradients], MORE_ULPS[backend]):
                continue
            error = max(errors(operation, point, value, gradients))
            assert error <= operation.ulps + MORE_ULPS[backend], (point, value, gradients)
        assert count == len(points[0])


@each_backend
@each_operation
def test_second_derivatives_keep_their_accuracy(operation, backend):
    def apply(x):
        return Value.record_operation(operation, tuple(x))

    sampled = sorted([*marks(operation), *samples(operation, 8)], key=len)
    for _, points in itertools.groupby(sampled, key=len):
        points = list(points)
        found = ag.compile(apply, in_axes=0, backend=backend).hessian(np.array(points))
        for point, rows in zip(points, found.tolist(), strict=True):
            known = second_derivatives(operation, point)
            if all(map(is_near, known, rows, [2.0 * MORE_ULPS[backend]] * len(rows))):
                continue
            error = max(second_errors(operation, point, rows), default=0.0)
            assert error <= operation.ulps + 2.0 * MORE_ULPS[backend], (point, rows)


def special_points(operation):
    for count in [n for n in range(1, 4) if n in operation.arity]:
        points = list(itertools.product(SPECIAL, repeat=count))
        yield points if count < 3 else points[:: 5 if operation.arity[-1] == 3 else 11]


@each_backend
@each_operation
def test_special_values_are_those_of_the_eager_engine(operation, backend):
    ulps = 2.0 * (operation.ulps + MORE_ULPS[backend])  # both may be off
    for points in special_points(operation):
        found = batch(on_anything(operation), points, backend)
        for point, got in zip(points, found, strict=True):
            expected = eager(operation, point)
            assert all(map(agree, got, expected, [ulps] * len(got))), (point, got, expected)


def in_many_ways(operation: Operation):
    """A function with more results than operands, flat in front of an operation and steep behind.

    Along each path two slopes at most are not 0, 1 or −1: their product is rounded once.
    """

    def apply(*operands):
        y = on_anything(operation)(*map(ag.abs, operands))
        return [y, -y, 0.0 * y, ag.sqrt(y), ag.where(y > 0.0, ag.log(y), y), ag.maximum(y, 0.0)]

    return apply


@each_operation
def test_a_jacobian_by_forward_mode_has_the_rows_of_reverse_mode(operation, monkeypatch):
    function = in_many_ways(operation)
    ulps = 4.0 * (operation.ulps + max(MORE_ULPS.values()))
    for points in special_points(operation):
        argnums = range(len(points[0]))
        results = [lambda *x, i=i: function(*x)[i] for i in range(6)]
        rows = [[ag.grad(each, argnums)(*point) for each in results] for point in points]
        with monkeypatch.context() as forward_mode_alone:
            forward_mode_alone.setattr(Run, "pull", None)
            eager = [ag.jacobian(function, argnums)(*point) for point in points]
            np.testing.assert_array_equal(eager, rows)
            for backend in BACKENDS:
                fast = ag.compile(function, argnums=argnums, in_axes=0, backend=backend)
                found = np.array(fast.jacobian(*np.array(points).T)).transpose(2, 0, 1)
                numbers = zip(found.ravel().tolist(), np.ravel(rows).tolist(), strict=True)
                assert all(agree(got, known, ulps) for got, known in numbers), backend


@each_backend
@each_operation
def test_outside_a_domain_value_and_gradients_are_nan(operation, backend):
    for _, points in itertools.groupby(outside(operation), key=len):
        assert np.isnan(batch(on_anything(operation), list(points), backend)).all()


@each_backend
@each_operation
def test_one_point_is_computed_as_a_batch_is(operation, backend):
    count = next(n for n in (2, 1, 3) if n in operation.arity)
    point = (0.25, 0.75, 0.5)[:count]
    fast = ag.compile(on_anything(operation), argnums=tuple(range(count)), backend=backend)
    value, gradients = fast.value_and_grad(*point)
    ulps = 2.0 * (operation.ulps + MORE_ULPS[backend])
    assert all(map(agree, [value, *gradients], eager(operation, point), [ulps] * (count + 1)))


@each_backend
@each_operation
def test_a_branch_that_is_not_taken_gets_a_zero_gradient(operation, backend):
    function = on_anything(operation)
    for points in special_points(operation):
        found = batch(
            lambda taken, *x: ag.where(taken, function(*x), 3.0),
            [(0.0, *point) for point in points],
            backend,
        )
        assert all(row == [3.0] + [0.0] * (len(row) - 1) for row in found)


@each_backend
@each_operation
def test_one_point_has_the_special_values_of_the_eager_engine(operation, backend):
    ulps = 2.0 * (operation.ulps + MORE_ULPS[backend])
    function = on_anything(operation)
    for points in special_points(operation):
        count = len(points[0])
        argnums = range(count)
        fast = ag.compile(function, argnums=argnums, backend=backend)
        x = np.zeros(count + 1)
        chosen = ag.compile(lambda x: ag.where(x[0], function(*x[1:]), 3.0), backend=backend)
        bound = chosen.bind(x)
        for point in points[:: 1 + len(points) // 20]:
            value, gradients = fast.value_and_grad(*point)
            assert all(map(agree, [value, *gradients], eager(operation, point), [ulps] * 4)), point
            x[1:] = point
            value, gradient = bound()
            assert value == 3.0
            assert not gradient.any(), point


def steep_at_zero():
    """Rows whose gradient at 0 is infinite or undefined."""
    unary = [row for row in TABLE.values() if row.arity == range(1, 2)]
    return [
        row
        for row in unary
        if not math.isfinite(row.gradients(FLOATS, row.forward(FLOATS, 0.0), 0.0)[0])
    ]


FLAT = {
    "relu": ag.relu,
    "clip": lambda x: ag.clip(x, 0.0, 1.0),
    "where": lambda x: ag.where(x > 0.0, x, 0.0),
}


@pytest.mark.parametrize("flat", FLAT.values(), ids=FLAT.keys())
@pytest.mark.parametrize("steep", steep_at_zero(), ids=repr)
def test_where_a_function_is_constant_its_gradient_is_zero_however_steep(steep, flat):
    def f(x):
        return steep(flat(x))

    x = Value(-1.5)
    f(x).backward()
    assert x.grad == 0.0
    assert ag.grad(f)(-1.5) == ag.jvp(f, (-1.5,), (1.0,))[1] == 0.0
    assert ag.hvp(f, (-1.5,), (1.0,)) == ag.grad(ag.grad(ag.grad(f)))(-1.5) == 0.0
    for backend in BACKENDS:
        fast = ag.compile(f, backend=backend)
        assert fast.grad(-1.5) == fast.hvp((-1.5,), (1.0,)) == 0.0
        assert fast.hessian(-1.5) == 0.0
        assert [row[1] for row in batch(f, [(-1.5,), (-2.0,)], backend)] == [0.0, 0.0]


def test_a_strong_zero_that_decides_something():
    def slope(f, x):
        return ag.grad(lambda z: ag.where(z > 0.0, f(z), 3.0))(x)

    def compared(x):  # nan is less than nothing
        return ag.where(slope(ag.sqrt, x) < 1.0, 3.0, 2.0) + x

    def signed(x):  # an angle of π or −π
        return ag.atan2(slope(lambda z: 1.0 / z, x), -1.0)

    for f in (compared, signed):
        for x in (-1.0, 0.0, 4.0):
            assert ag.compile(f, backend="llvm")(x) == f(x)


def test_sine_and_cosine_of_any_angle():
    """Both of a gradient are found at once, small and large angles by the C library."""
    rng = np.random.default_rng(0)
    edges = [math.nextafter(k * math.pi / 2, math.inf) for k in range(-40, 40)]
    angles = [*SPECIAL, *edges, *(k * math.pi / 4 for k in range(1, 400, 3)), 1e15, 2.0**-31]
    angles += [*rng.uniform(-2.0, 2.0, 400), *rng.uniform(-(2.0**20), 2.0**20, 400)]
    fast = ag.compile(ag.sin, backend="llvm")
    for x in map(float, angles):
        for found, exact in zip(fast.value_and_grad(x), (mpmath.sin, mpmath.cos), strict=True):
            if not math.isfinite(x):
                assert math.isnan(found)
                continue
            with mpmath.workdps(60):
                error = abs(found - exact(x))
            assert error <= 0.8 * math.ulp(found), x
    assert math.copysign(1.0, fast(-0.0)) == -1.0


def test_the_tables_are_complete():
    simple = {name for name in BASE if name not in floats.COMPOSED}
    assert simple == set(INSTRUCTIONS)
    assert simple == set(arrays.functions(np)) | {"divide", *SIGNS}
    assert set(BASE) - {*SIGNS} <= {*TABLE, *INTERNAL}
    assert all(callable(getattr(FLOATS, name)) for name in BASE)


# Graphs -------------------------------------------------------------------------------------


def replayed(root):
    """A random graph as a function of its leaves."""
    leaves, nodes = leaves_of(root), ag.topological_order(root)

    def function(*operands):
        known = dict(zip(leaves, operands, strict=True))
        for node in nodes:
            if node.op is not None:
                known[node] = on_anything(node.op)(*[known.get(p, p) for p in node.parents])
        return known.get(root, root)

    return function, [leaf.data for leaf in leaves]


@each_backend
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(root=expressions())
def test_random_graphs_with_shared_nodes_agree(backend, root):
    function, point = replayed(root)
    root.backward()
    terms = magnitudes(ag.topological_order(root))
    ((value, *gradients),) = batch(function, [point], backend)
    # a dozen roundings, grown with the slopes on their way: far less than any wrong step
    assert value == pytest.approx(root.data, rel=1e-9, abs=1e-9)
    for leaf, gradient in zip(leaves_of(root), gradients, strict=True):
        assert abs(gradient - leaf.grad) <= 1e-9 * terms.get(leaf, 0.0) + 1e-30


@each_backend
def test_second_derivatives_agree(backend):
    def f(x, y):
        return ag.relu(x * y) * x**3 + ag.sigmoid(x - y) / y + ag.silu(x) * ag.logsumexp([x, y])

    for point in [(0.5, 1.5), (-0.5, 1.5), (0.0, 2.0)]:
        fast = ag.compile(f, argnums=(0, 1), backend=backend)
        assert np.array(fast.hessian(*point)) == pytest.approx(
            np.array(ag.hessian(f, (0, 1))(*point))
        )
    third = ag.compile(ag.grad(ag.grad(ag.grad(lambda x: ag.tanh(x) * x))), backend=backend)
    assert third(0.3) == pytest.approx(ag.grad(ag.grad(ag.grad(lambda x: ag.tanh(x) * x)))(0.3))


# Networks and batches -----------------------------------------------------------------------


def network(sizes=(3, 6, 5, 2), activation="tanh"):
    return ag.nn.MLP(sizes[0], sizes[1:], activation, rng=0)


def loss_of(model):
    return lambda x, y: (
        ag.sum([ag.squared_error(p, y) for p in model(x)])
        + 0.1 * model.layers[0].neurons[0].weights[0] ** 2
    )


def points_for(count):
    rng = np.random.default_rng(count)
    return rng.normal(size=(count, 3)), rng.normal(size=count)


def eager_gradient(model, loss, X, y, total):
    for p in model.parameters():
        p.zero_grad()
    total([loss(x, t) for x, t in zip(X, y, strict=True)]).backward()
    return np.array([p.grad for p in model.parameters()])


def compiled_gradient(model, loss, X, y, **options):
    for p in model.parameters():
        p.zero_grad()
    value = ag.compile(loss, in_axes=0, **options).backward(X, y)
    return value, np.array([p.grad for p in model.parameters()])


@pytest.mark.parametrize("reduce", ["sum", "mean"])
@pytest.mark.parametrize("count", [1, 7, 8, 9, 65])
@each_backend
def test_a_network_over_a_batch_agrees(backend, count, reduce):
    model = network()
    loss, (X, y) = loss_of(model), points_for(count)
    expected = eager_gradient(model, loss, X, y, getattr(ag, reduce))
    _, got = compiled_gradient(model, loss, X, y, backend=backend, reduce=reduce)
    assert got == pytest.approx(expected, rel=1e-12, abs=1e-14 * count)


@pytest.mark.parametrize("count", [63, 64, 511, 512, 513, 1500, 64 * 512, 64 * 512 + 1, 66_049])
def test_blocks_and_chunks_lose_no_row_and_count_none_twice(count):
    f = ag.compile(lambda x: x * x + 1.0, in_axes=0, reduce="sum", backend="llvm")
    x = np.arange(count, dtype=float)
    assert f(x) == float((x * x + 1.0).sum())
    value, gradient = f.value_and_grad(x)
    assert value == f(x)
    assert gradient.tolist() == (2.0 * x).tolist()
    logs = ag.compile(ag.log, in_axes=0, backend="llvm")(x + 1.0)
    assert logs == pytest.approx(np.log(x + 1.0), rel=1e-15)


@pytest.mark.slow
@each_backend
def test_the_number_of_threads_changes_no_digit(backend):
    model = network((3, 16, 16, 2))
    X, y = points_for(5000)
    found = [
        compiled_gradient(model, loss_of(model), X, y, backend=backend, reduce="mean", threads=n)
        for n in (1, 2, 3, 7)
    ]
    for value, gradient in found[1:]:
        assert value == found[0][0]
        assert gradient.tolist() == found[0][1].tolist()
    rows = [
        ag.compile(lambda x: ag.exp(x[0]) * x[1], in_axes=0, backend=backend, threads=n)(X)
        for n in (1, 3)
    ]
    assert rows[0].tolist() == rows[1].tolist()


def test_threads_take_turns_and_leave_nothing_out():
    x = np.arange(900_000) % 1000.0  # so many that several threads are worth it
    for n in (1, 2, 5):
        f = ag.compile(
            lambda x: x * x + 1.0, in_axes=0, reduce="sum", backend="llvm", threads=n
        ).bind(x)
        for _ in range(3):  # every call begins with the first part
            value, gradient = f()
            assert value == (x * x + 1.0).sum()
            assert np.array_equal(gradient, 2.0 * x)
            gradient[:] = 0.0


@pytest.mark.parametrize("given", [0, 1])
def test_where_the_system_gives_no_more_threads_fewer_compute(given, monkeypatch):
    llvm = pytest.importorskip("autograd_lite.compiler.backends.llvm.backend")
    x = np.arange(900_000) % 1000.0
    start, started = llvm.start_new_thread, []

    def limited(*arguments):
        if len(started) == given:
            raise RuntimeError("can't start new thread")
        started.append(start(*arguments))

    monkeypatch.setattr(llvm, "start_new_thread", limited)
    f = ag.compile(lambda x: x * x + 1.0, in_axes=0, reduce="sum", backend="llvm", threads=3)
    value, gradient = f.value_and_grad(x)
    assert len(started) == given
    assert value == (x * x + 1.0).sum()
    assert np.array_equal(gradient, 2.0 * x)


@each_backend
@pytest.mark.parametrize("special", [math.inf, -math.inf, math.nan])
def test_a_dead_unit_sends_no_gradient_through_an_infinite_weight(backend, special):
    """The strong zero in sums and products that are computed by loops."""
    model = ag.nn.MLP(8, [8, 8, 1], ["relu", "relu", "linear"], rng=1)
    inner = model.layers[1].neurons
    for weight in inner[0].weights:
        weight.data = special
    inner[0].bias.data = -math.inf
    for neuron in model.layers[0].neurons:  # all that reaches the unit is positive
        neuron.bias.data = 10.0
    inner[0].weights[0].data = -math.inf if special != special else special
    X = np.random.default_rng(0).normal(size=(20, 8))
    loss = lambda x, y: ag.squared_error(model(x), y)  # noqa: E731
    expected = eager_gradient(model, loss, X, np.ones(20), ag.sum)
    _, got = compiled_gradient(model, loss, X, np.ones(20), backend=backend, reduce="sum")
    assert np.isnan(got).tolist() == np.isnan(expected).tolist()
    fine = np.isfinite(expected)
    assert got[fine] == pytest.approx(expected[fine], rel=1e-12, abs=1e-12)


@each_backend
def test_parameters_that_are_used_again_and_again(backend):
    """A recurrent network: the gradient of a weight is a sum of products within each row."""

    def loss(p, x):
        h = [0.1, 0.2, 0.3, 0.4, 0.5]
        for t in range(3):
            h = [ag.tanh(ag.linear([*row[:5], row[5]], [*h, x[t]])) for row in p]
        return ag.sum(h) ** 2

    rng = np.random.default_rng(0)
    p, X = rng.normal(size=(5, 6)), rng.normal(size=(20, 3))
    fast = ag.compile(loss, in_axes=(None, 0), reduce="mean", backend=backend)
    value, gradient = fast.value_and_grad(p, X)
    eager = [ag.value_and_grad(loss)(p, x) for x in X]
    assert value == pytest.approx(np.mean([v for v, _ in eager]), rel=1e-12)
    assert gradient == pytest.approx(np.mean([g for _, g in eager], axis=0), rel=1e-9, abs=1e-13)


@each_backend
def test_long_sums_written_by_hand(backend):
    rng = np.random.default_rng(0)
    W, Z, signs = rng.normal(size=(5, 20)), rng.normal(size=(33, 20)), np.array([1, -1, 1, -1, 1])

    def f(w, z):
        return sum(sum(w[i, j] * z[j] for j in range(20)) * (-1) ** i for i in range(5))

    fast = ag.compile(f, in_axes=(None, 0), reduce="sum", backend=backend)
    value, gradient = fast.value_and_grad(W, Z)
    assert value == pytest.approx((Z @ W.T @ signs).sum(), rel=1e-12)
    assert gradient == pytest.approx(signs[:, None] * Z.sum(axis=0), rel=1e-12)


@each_backend
def test_the_same_result_many_times(backend):
    counts = [1, 9, 3, 8, 7, 20, 2]

    def f(x):
        kinds = [x[0], 0.0, x[1] * x[0], -0.5, x[1], 2.5, x[0] * x[0]]
        return [kind for kind, n in zip(kinds, counts, strict=True) for _ in range(n)]

    x = np.array([2.0, -0.0])
    found = ag.compile(f, backend=backend)(x)
    kinds = [2.0, 0.0, -0.0, -0.5, -0.0, 2.5, 4.0]
    assert repr(np.array(found).tolist()) == repr(np.repeat(kinds, counts).tolist())
    jacobian = ag.compile(lambda x: x**2, backend=backend).jacobian(np.arange(30.0))
    assert (jacobian == np.diag(2 * np.arange(30.0))).all()


@each_backend
def test_rows_of_every_kind_are_written(backend):
    """Results that are an argument, shared by all rows, constant, repeated, or an array."""
    w, X = np.array([2.0, 3.0, 5.0]), np.arange(30.0).reshape(10, 3)

    def f(w, x):
        vector = np.array([x[0] * w[0], x[1] * x[2]])
        return {"same": (x[0], x[0]), "w": w, "vector": vector, "four": 4, "is": x[0] > 0}

    out = ag.compile(f, in_axes=(None, 0), backend=backend)(w, X)
    assert all(x.tolist() == X[:, 0].tolist() for x in out["same"])
    assert out["w"].tolist() == [w.tolist()] * 10
    assert out["vector"].tolist() == np.column_stack([2 * X[:, 0], X[:, 1] * X[:, 2]]).tolist()
    assert out["four"].tolist() == [4.0] * 10
    assert out["is"].tolist() == [0.0] + [1.0] * 9


@each_backend
def test_threads_of_python_may_share_a_compiled_function(backend):
    f = ag.compile(lambda x: ag.exp(x[0]) * x[1], in_axes=0, reduce="sum", backend=backend)
    X = np.arange(1200.0).reshape(600, 2) / 600
    expected, found = f(X), []
    workers = [
        threading.Thread(target=lambda: found.extend(f(X) for _ in range(20))) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [expected] * 80


@each_backend
def test_arrays_of_every_kind_are_read(backend):
    f = ag.compile(lambda x: x[0] - 2.0 * x[1], in_axes=0, backend=backend)
    plain = np.arange(40.0).reshape(20, 2)
    expected = (plain[:, 0] - 2.0 * plain[:, 1]).tolist()
    locked = plain.copy()
    locked.flags.writeable = False
    wide = np.zeros((40, 6))
    wide[::2, 1::3] = plain
    for x in (
        *(plain, locked, np.asfortranarray(plain), plain[::-1][::-1], wide[::2, 1::3]),
        *(plain.astype(dtype) for dtype in ("f4", "i8", "u1", ">f8", "f2")),
    ):
        assert f(x).tolist() == expected
    assert f(plain[::-1]).tolist() == expected[::-1]
    assert f(np.broadcast_to([3.0, 1.0], (9, 2))).tolist() == [1.0] * 9
    unaligned = np.frombuffer(b"x" + plain.tobytes(), dtype=float, offset=1).reshape(20, 2)
    assert f(unaligned).tolist() == expected
    grid = np.arange(24.0).reshape(2, 3, 4)
    g = ag.compile(lambda x: x[0, 1] * x[1, 2], in_axes=2, backend=backend)
    assert g(grid).tolist() == (grid[0, 1] * grid[1, 2]).tolist()


# Machine code -------------------------------------------------------------------------------


@pytest.mark.slow
def test_long_programs_are_cut_into_functions():
    def f(x, y):
        for i in range(600):
            x, y = ag.sin(x) + 0.5 * y, ag.where(x > y, x * 0.9, y) - i * 0.001
        return x * y

    point = (0.3, 0.4)
    expected = ag.value_and_grad(f, (0, 1))(*point)
    fast = ag.compile(f, argnums=(0, 1), backend="llvm")
    value, gradient = fast.value_and_grad(*point)
    assert value == pytest.approx(expected[0], rel=1e-12)
    assert gradient == pytest.approx(expected[1], rel=1e-9)
    ((value, *gradient),) = batch(f, [point], "llvm")
    assert value == pytest.approx(expected[0], rel=1e-12)
    assert gradient == pytest.approx(expected[1], rel=1e-9)


def test_points_with_very_many_numbers_use_no_stack():
    f = ag.compile(lambda *x: ag.sum(x), backend="llvm")
    assert f(*[1.0] * 5000) == 5000.0


CACHED = """
import sys, time
import numpy as np, autograd_lite as ag
f = ag.compile(lambda x: ag.exp(x) * x, in_axes=0, backend="llvm", cache=sys.argv[1])
print(f(np.ones(3))[0])
"""


@pytest.mark.slow
def test_compiled_code_is_kept_in_a_directory(tmp_path):
    def run():
        done = [sys.executable, "-W", "error", "-c", CACHED, str(tmp_path / "kept")]
        return float(subprocess.run(done, check=True, capture_output=True, text=True).stdout)

    assert run() == pytest.approx(math.e, rel=1e-15)
    (file,) = (tmp_path / "kept").glob("*.o")
    content = file.read_bytes()
    assert run() == pytest.approx(math.e, rel=1e-15)
    file.write_bytes(content[:-100])  # what is damaged is compiled anew
    assert run() == pytest.approx(math.e, rel=1e-15)
    assert file.read_bytes() == content


def test_a_directory_that_cannot_be_written_is_only_a_warning(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    f = ag.compile(lambda x: ag.exp2(x) * x, in_axes=0, backend="llvm", cache=blocked)
    with pytest.warns(UserWarning, match="could not be kept"):
        assert f(np.ones(3)).tolist() == [2.0] * 3


@pytest.mark.slow
def test_without_llvmlite_the_others_are_used():
    code = (
        "import sys; sys.modules['llvmlite'] = None\n"
        "import numpy as np, autograd_lite as ag\n"
        "f = ag.compile(lambda x: x * x, in_axes=0)\n"
        "assert f(np.ones(100)).sum() == 100.0 and ag.compile(lambda x: x * x)(3.0) == 9.0\n"
        "try: ag.compile(lambda x: x, backend='llvm')(1.0)\n"
        "except ImportError as error: assert 'autograd_lite[jit]' in str(error)\n"
        "else: raise AssertionError"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)


@pytest.mark.parametrize(("x", "exponent", "order", "true"), [
    (1e-249, 4.0, 3, 24e-249),
    (1e-200, 3.5, 4, 6.5625e100),
    (5e-324, 2.0, 3, 0.0),
    (math.nan, 2.0, 2, 2.0),
    (math.nan, 1.0, 1, 1.0),
])  # fmt: skip
def test_higher_derivatives_of_powers_where_lower_ones_underflow(x, exponent, order, true):
    f = lambda x: x**exponent  # noqa: E731
    for _ in range(order):
        f = ag.grad(f)
    assert f(x) == pytest.approx(true, rel=1e-13, abs=0.0)
    assert ag.compile(f)(x) == pytest.approx(true, rel=1e-13, abs=0.0)


@pytest.mark.parametrize("axes", [(0, None), (None, 0), 0])
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_power_one_half_is_no_root_in_a_batch(backend, axes):
    def given(number, axis):
        return number if axis is None else np.array([number])

    by_x, by_y = axes if isinstance(axes, tuple) else (0, 0)
    fast = ag.compile(lambda x, y: x**y, in_axes=axes, backend=backend)
    assert fast(given(-math.inf, by_x), given(0.5, by_y)).tolist() == [math.inf]
    assert math.copysign(1.0, fast(given(-0.0, by_x), given(0.5, by_y))[0]) == 1.0
