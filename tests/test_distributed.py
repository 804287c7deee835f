"""Compiled functions and training on arrays of Dask: what one block gives, to the digit."""

import math
import pickle
import sys
import threading
from importlib import import_module

import dask
import dask.array as da
import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.compiler.distributed import blocks, travel
from autograd_lite.nn import blocks as training

ROWS = 512 * 12 + 100
RNG = np.random.default_rng(0)
W, X = np.array([0.3, -0.4, 0.5]), RNG.normal(size=(ROWS, 2))
#: rows of a block: powers of 2 of 512 give the digits of one block, others almost
SIZES = [512, 2048, 512 * 8, ROWS]


@pytest.fixture(autouse=True)
def threads():
    with dask.config.set(scheduler="threads", num_workers=3):
        yield


def f(w, x):
    return ag.exp(w[0] * x[0]) + w[1] * x[1] * ag.sin(w[2] * x[0])


def in_blocks(array, size=2048):
    return da.from_array(array, chunks=(size, *[1] * (array.ndim - 1)))


def computed(lazy):
    return dask.compute(lazy)[0]


def assert_same(found, expected):
    np.testing.assert_equal(computed(found), expected)


METHODS = ["__call__", "value_and_grad", "grad", "jacobian", "hessian"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("backend", ["llvm", "numpy"])
def test_blocks_have_the_digits_of_one(backend, reduce, method):
    many = ag.compile(f, in_axes=(None, 0), reduce=reduce, backend=backend)
    expected = getattr(many, method)(W, X)
    for size in (*SIZES, 1000):
        found = computed(getattr(many, method)(W, in_blocks(X, size)))
        if backend == "llvm" and size != 1000:
            np.testing.assert_equal(found, expected)
        for x, y in zip(_flat(found), _flat(expected), strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-12)


def _flat(result):
    return list(result) if isinstance(result, tuple) else [result]


def test_without_reduce_results_have_the_blocks_of_the_arguments():
    many = ag.compile(f, in_axes=(None, 0), argnums=(0, 1))
    value, (by_w, by_x) = many.value_and_grad(W, in_blocks(X))
    assert value.chunks == ((2048,) * 3 + (100,),)
    assert (by_w.shape, by_x.shape) == ((ROWS, 3), (ROWS, 2))
    assert by_w.chunks[0] == by_x.chunks[0] == value.chunks[0]
    assert_same(value[:7], many(W, X[:7]))  # other blocks are not computed for it


def test_with_reduce_gradients_of_rows_keep_them():
    many = ag.compile(f, in_axes=(None, 0), reduce="mean", argnums=(0, 1))
    expected = many.value_and_grad(W, X)
    assert_same(many.value_and_grad(W, in_blocks(X)), expected)


@pytest.mark.parametrize("backend", ["python", "numpy", "llvm"])
def test_every_kind_of_argument(backend):
    def g(p, q, n):
        return p["a"] * q[0] + p["b"][1] * q[1] * n, q[0] - n

    many = ag.compile(g, in_axes=({"a": None, "b": 0}, (0, 1), 0), backend=backend)
    a, b, q, n = 1.5, RNG.normal(size=(300, 2)), RNG.normal(size=(3, 300)), np.arange(300)
    expected = many({"a": a, "b": b}, (b[:, 0], q), n)

    def lazy(x, *chunks):
        return da.from_array(x, chunks=chunks)

    assert_same(many({"a": a, "b": lazy(b, 100, 1)}, (b[:, 0], lazy(q, 2, 70)), n), expected)
    given = {"a": da.from_array(np.array(a)), "b": b}
    assert_same(many(given, (lazy(b[:, 0], 299), q), lazy(n, 64)), expected)


def test_directional_derivatives():
    many = ag.compile(f, in_axes=(None, 0))
    ones, v = np.ones_like(X), np.array([1.0, 0.5, -1.0])
    lazy = [in_blocks(each) for each in (X, ones)]
    assert_same(many.jvp((W, lazy[0]), (v, lazy[1])), many.jvp((W, X), (v, ones)))
    assert_same(many.hvp((W, lazy[0]), (v, lazy[1])), many.hvp((W, X), (v, ones)))
    cotangent = np.ones(ROWS)
    value, pull = many.vjp(W, lazy[0])
    expected, pull_whole = many.vjp(W, X)
    assert_same(value, expected)
    assert_same(pull(da.from_array(cotangent, chunks=512)), pull_whole(cotangent))


def test_values_that_are_closed_over():
    scale = Value(2.0, "s")
    many = ag.compile(lambda x: ag.sin(scale * x[0]), in_axes=0, reduce="sum")
    value = many.backward(in_blocks(X))
    gradient, scale.grad = scale.grad, 0.0
    assert value == many.backward(X)
    assert gradient == scale.grad
    scale.data = 3.0
    assert_same(many(in_blocks(X)), many(X))


def test_numbers_of_other_kinds_and_rows_that_are_nan():
    many = ag.compile(lambda x: x[0] * x[1], in_axes=0, reduce="sum")
    whole = RNG.integers(-9, 9, (3000, 2))
    assert_same(many(in_blocks(whole)), many(whole.astype(float)))
    assert_same(many(in_blocks(X.astype("float32"))), many(X.astype("float32").astype(float)))
    gap = X.copy()
    gap[3000, 0] = math.nan
    assert math.isnan(computed(many(in_blocks(gap))))
    each = ag.compile(lambda x: x[0] * x[1], in_axes=0)
    assert np.flatnonzero(np.isnan(computed(each(in_blocks(gap))))).tolist() == [3000]


def test_empty_blocks_and_no_rows():
    many = ag.compile(f, in_axes=(None, 0), reduce="sum")
    gaps = da.from_array(X[:1024], chunks=((0, 512, 0, 512, 0), 1))
    assert 0 in gaps.chunks[0]
    assert_same(many.value_and_grad(W, gaps), many.value_and_grad(W, X[:1024]))
    each = ag.compile(f, in_axes=(None, 0))
    assert_same(each(W, gaps), each(W, X[:1024]))
    assert computed(many(W, in_blocks(X[:0]))) == 0.0
    with pytest.raises(ValueError, match="the mean over a batch without rows"):
        ag.compile(f, in_axes=(None, 0), reduce="mean")(W, in_blocks(X[:0]))


def test_one_process_compiles_once(monkeypatch):
    made = []

    def kernel(*given):
        made.append(threading.get_ident())
        return travel_kernel(*given)

    travel_kernel = travel.kernel
    monkeypatch.setattr(travel, "kernel", kernel)
    many = ag.compile(lambda x: ag.cos(x[0] * 1.25) - x[1], in_axes=0, reduce="sum")
    computed(many(in_blocks(X, 64)))
    computed(many(in_blocks(X, 512)))
    assert len(made) == 1


@pytest.mark.parametrize(("threads", "expected"), [(None, 1), (3, 3)])
def test_a_task_has_one_thread_unless_it_is_given_more(threads, expected, monkeypatch):
    asked = []

    def kernel(backend, program, options):
        asked.append(options.threads)
        return made(backend, program, options)

    made = travel.kernel
    monkeypatch.setattr(travel, "kernel", kernel)
    many = ag.compile(lambda x: ag.cos(x[0] * 1.75), in_axes=0, reduce="sum", threads=threads)
    computed(many(in_blocks(X)))
    assert asked == [expected]


def test_no_function_of_the_users_travels():
    lock = threading.Lock()  # which cannot be pickled

    def locked(x):
        with lock:
            return ag.exp(x[0])

    many = ag.compile(locked, in_axes=0, reduce="sum")
    with dask.config.set(scheduler="processes", num_workers=1):
        assert computed(many(in_blocks(X[:600], 512))) == many(X[:600])


def test_an_operation_of_ones_own_travels():
    @ag.custom_gradient(lambda m, out, x: (3.0 * x * x,))
    def cube(m, x):
        return x * x * x

    many = ag.compile(lambda x: cube(x[0]), in_axes=0, reduce="sum")
    sent = blocks._sent(many._plan(many._arguments("value", (X,), {})), "numpy")
    again = travel.Travelling.__new__(travel.Travelling)
    vars(again).update(computed(sent).__getstate__())
    (total,) = again.run([], (X,))
    np.testing.assert_allclose(total[0, 0], (X[:, 0] ** 3).sum(), rtol=1e-12)


def test_a_program_that_comes_again_is_not_unpacked_again(monkeypatch):
    many = ag.compile(lambda x: ag.cosh(x[0] * 1.625), in_axes=0, reduce="sum")
    sent = computed(blocks._sent(many._plan(many._arguments("value", (X,), {})), "numpy"))
    made, asked = travel.kernel, []
    monkeypatch.setattr(travel, "kernel", lambda *args: asked.append(args) or made(*args))
    totals = [pickle.loads(pickle.dumps(sent)).run([], (X,))[-1] for _ in range(3)]
    assert len(asked) == 1
    assert totals[0] == totals[1] == totals[2]


def test_a_long_sum_has_few_tasks_and_no_order_of_its_own():
    many = ag.compile(f, in_axes=(None, 0), reduce="sum")
    lazy = many(W, in_blocks(X, 1))  # thousands of blocks
    parts = [many(W, X[i : i + 1]) for i in range(ROWS)]
    while len(parts) > 1:
        pairs = [a + b for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = pairs + parts[2 * len(pairs) :]
    assert computed(lazy) == parts[0]


REFUSED = {
    "no batch": (
        lambda x: ag.compile(f)(W, x), TypeError, "hold rows of a batch: compile with in_axes"
    ),
    "not counted": (
        lambda x: ag.compile(f, in_axes=(None, 0))(W, x[x[:, 0] > 0]),
        ValueError, r"x: nobody has counted the rows.*compute_chunk_sizes",
    ),
    "values beside": (
        lambda x: ag.compile(f, in_axes=(None, 0))([Value(1.0)] * 3, x),
        TypeError, "Dask arrays stand beside Values",
    ),
    "complex": (
        lambda x: ag.compile(f, in_axes=(None, 0))(W, x + 1j), TypeError, "real numbers.*complex128"
    ),
    "objects": (
        lambda x: ag.compile(f, in_axes=(None, 0))(W, x.astype(object)),
        TypeError, r"one of object; pass its .astype\(float\)",
    ),
    "rows": (
        lambda x: ag.compile(lambda x, y: x[0] * y, in_axes=0)(x, x[1:, 0]),
        ValueError, "need the same number of rows: x has 6244, y has 6243",
    ),
    "bind": (
        lambda x: ag.compile(f, in_axes=(None, 0)).bind(W, x), TypeError, "x: an array in memory"
    ),
    "eager": (lambda x: ag.exp(x), TypeError, "exp: an array in memory is needed, got an Array of"),
    "number": (lambda x: Value(x[0, 0]), TypeError, r"a real number is needed.*its \.compute\(\)"),
    "grad": (lambda x: ag.grad(f, 1)(W, x), TypeError, "in memory.*compiled with in_axes"),
    "accuracy": (lambda x: nn.accuracy(nn.Neuron(2), x, x[:, 0]), TypeError, "X: an array in mem"),
    "bag": (
        lambda x: ag.compile(f, in_axes=(None, 0))(W, dask.delayed(X)),
        TypeError, r"x: an array is needed, got a Delayed\w* of Dask; pass its .compute\(\)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_blocks_of_rows_is_refused_in_words(name):
    call, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        call(in_blocks(X))


def test_a_table_says_what_to_pass():
    class Table:
        def __dask_graph__(self):
            """Like those of dask.dataframe, which needs more than Dask."""

        ndim = 2

        def to_dask_array(self):
            """Likewise."""

    with pytest.raises(TypeError, match=r"got a Table of Dask; pass its .to_dask_array\(\).comp"):
        ag.compile(f, in_axes=(None, 0))(W, Table())


def other_blocks(array, change):
    """Blocks that are not what Dask was told of them."""
    return array.map_blocks(change, dtype=float, meta=np.empty((0,) * array.ndim))


OTHER_BLOCKS = {
    "rows": (lambda x: x[:-1], ValueError, r"x: a block has the shape \(511, 2\).*told \(512, 2\)"),
    "columns": (lambda x: x[:, :1], ValueError, r"x: a block has the shape \(512, 1\)"),
    "masked": (lambda x: np.ma.masked_less(x, 0.0), TypeError, "x: the array has a mask"),
    "complex": (lambda x: x + 1j, TypeError, "x: an array of real numbers is needed"),
}  # fmt: skip


@pytest.mark.parametrize("backend", ["llvm", "numpy"])
@pytest.mark.parametrize("name", OTHER_BLOCKS)
def test_blocks_that_are_not_as_dask_was_told_are_refused(name, backend):
    change, error, message = OTHER_BLOCKS[name]
    lazy = da.from_array(X, chunks=(512, 2))
    many = ag.compile(lambda w, x, y: w[1] * x[1] * y, in_axes=(None, 0, 0), backend=backend)
    with pytest.raises(error, match=message):
        computed(many(W, other_blocks(lazy, change), LABELS))
    with pytest.raises(error, match=message.replace("x:", "X:")):
        trained(other_blocks(lazy, change), LABELS)
    with pytest.raises(ValueError, match=r"y: a block has the shape \(511,\)"):
        computed(many(W, lazy, other_blocks(in_blocks(LABELS, 512), lambda y: y[:-1])))
    with pytest.raises(ValueError, match=r"w: a block has the shape \(1,\), and Dask was told"):
        computed(many(other_blocks(da.from_array(W), lambda w: w[:1]), lazy, LABELS))


class Labelled:
    """Like an array of xarray, which looks like one of Dask whatever it holds."""

    def __init__(self, data):
        self._data = data

    data = property(lambda self: self._data)

    def __dask_graph__(self):
        """What is asked for by its name alone."""


def test_an_array_with_labels_is_what_it_holds():
    many = ag.compile(f, in_axes=(None, 0), reduce="sum")
    for array in (X, in_blocks(X)):
        assert_same(many(Labelled(W), Labelled(array)), many(W, array))
        assert trained(Labelled(array), Labelled(LABELS))[1] == trained(array, LABELS)[1]
    with pytest.raises(TypeError, match="one of complex128; pass its real part"):
        many(W, Labelled(X + 1j))


# Training --------------------------------------------------------------------------------------

LABELS = (X @ [1.0, -2.0] + 0.3 * RNG.normal(size=ROWS) > 0.0).astype(float)


def trained(X, y, *, model=None, **options):
    model = model or nn.Neuron(2, "linear", rng=0)
    options = {"epochs": 8, "loss": "binary_cross_entropy_with_logits"} | options
    optimizer = options.pop("optimizer", None) or nn.SGD(model.parameters(), 0.5)
    history = nn.fit(model, X, y, optimizer=optimizer, **options)
    return history, [p.data for p in model.parameters()], model


@pytest.mark.parametrize("size", SIZES)
def test_training_has_the_digits_of_one_block(size):
    penalty = nn.L2(0.01)
    expected, parameters, model = trained(X, LABELS, backend="llvm", penalty=penalty)
    found, same, _ = trained(in_blocks(X, size), in_blocks(LABELS, 2 * size), penalty=penalty)
    assert found.loss == expected.loss
    assert same == parameters
    assert (computed(model.predict(in_blocks(X, size))) == model.predict(X)).all()


@pytest.mark.parametrize("batch_size", [1, 512, 600, 10_000])
def test_mini_batches_are_whole_blocks(batch_size):
    examples = training.in_blocks(
        nn.Neuron(2, rng=0), in_blocks(X, 512), LABELS, nn.LOSSES["squared_error"]
    )
    for rng in (None, np.random.default_rng(0)):
        parts = [part for part, _ in examples.batches(batch_size, rng)]
        lengths = [len(part) for part in parts]
        assert sum(lengths) == ROWS
        assert all(batch_size <= n < batch_size + 512 for n in lengths[:-1])
        whole = np.concatenate(computed(parts))
        assert (np.sort(whole, axis=0) == np.sort(X, axis=0)).all()
    history, _, _ = trained(in_blocks(X, 512), in_blocks(LABELS, 512), batch_size=batch_size, rng=0)
    again, _, _ = trained(in_blocks(X, 512), in_blocks(LABELS, 512), batch_size=batch_size, rng=0)
    assert history.loss == again.loss
    assert history.loss[-1] < history.loss[0]


def test_validation_and_patience():
    lazy = in_blocks(X, 512), in_blocks(LABELS, 512)
    history, _, _ = trained(*lazy, validation=0.25, patience=2, epochs=30)
    assert history.validation_loss[-1] < history.validation_loss[0]
    pair, _, _ = trained(*lazy, validation=(X[:100], LABELS[:100]))
    other, _, _ = trained(*lazy, validation=(lazy[0][:100], lazy[1][:100]))
    in_memory, _, _ = trained(X, LABELS, validation=(lazy[0][:100], lazy[1][:100]))
    assert pair.validation_loss == other.validation_loss
    assert in_memory.loss == pytest.approx(pair.loss, rel=1e-12)
    with pytest.raises(ValueError, match="validation: 1e-09 of 6244 examples leaves none"):
        trained(*lazy, validation=1e-9)


def test_an_input_and_its_target_are_kept_by_the_same_worker():
    given = in_blocks(X, 512), in_blocks(LABELS, 2048)
    X_, y_ = training.in_blocks(nn.Neuron(2, rng=0), *given, nn.LOSSES["squared_error"]).whole
    data = [{k for k, x in each.dask.items() if isinstance(x, list)} for each in (X_, y_)]
    assert data[0] == data[1]
    assert len(data[0]) == X_.numblocks[0]
    np.testing.assert_equal(computed(X_), X)
    np.testing.assert_equal(computed(y_), LABELS)


def test_every_example_is_trained_on_or_held_out():
    numbered = np.column_stack([np.arange(ROWS), LABELS])
    examples = training.in_blocks(
        nn.Neuron(2, rng=0), in_blocks(numbered, 1000), LABELS, nn.LOSSES["squared_error"]
    )
    kept, held_out = examples.divided(0.25)
    (X, y), (X_held, y_held) = computed([kept.whole, held_out.whole])
    assert len(X) == len(y) == kept.count
    assert len(X_held) == len(y_held) == held_out.count == ROWS // 4
    assert sorted([*X[:, 0], *X_held[:, 0]]) == [*range(ROWS)]
    for rows, targets in ((X, y), (X_held, y_held)):
        assert (rows[:, 1] == targets).all()


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_small_blocks_hold_out_what_one_would(rows):
    examples = training.in_blocks(
        nn.Neuron(2, rng=0), in_blocks(X[:50], rows), LABELS[:50], nn.LOSSES["squared_error"]
    )
    for share in (0.1, 0.25, 0.9):
        kept, held_out = examples.divided(share)
        assert held_out.count == round(50 * share)
        found = np.concatenate(computed([kept.X, held_out.X]))
        assert (np.sort(found, axis=0) == np.sort(X[:50], axis=0)).all()


def test_objects_beside_blocks_are_numbers():
    expected = trained(X, LABELS)[1]
    assert trained(in_blocks(X), LABELS.astype(object))[1] == pytest.approx(expected, rel=1e-12)
    assert trained(X.tolist(), in_blocks(LABELS))[1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("in_memory", [True, False])
def test_an_evaluator_of_ones_own_is_given_blocks(in_memory):
    class Own:
        name = "own"

        def __init__(self, objective):
            self.objective = objective

        def loss_and_gradient(self, values, X, y):
            given = dask.compute(X, y) if in_memory else (X, y)
            losses = [*self.objective.losses(*given)]
            return sum(loss.data for loss in losses) / len(losses), np.zeros(len(values))

        loss = None

    lazy = in_blocks(X[:600], 100), LABELS[:600]
    if in_memory:
        (expected,) = trained(X[:600], LABELS[:600], epochs=1)[0].loss
        assert trained(*lazy, backend=Own)[0].loss == pytest.approx([expected] * 8, rel=1e-12)
    else:
        with pytest.raises(TypeError, match="X: an array in memory is needed, got an Array of"):
            trained(*lazy, backend=Own)


def test_the_example_that_diverges_is_found_wherever_it_is():
    changed = X.copy()
    changed[5000] = 1e200, 0.0
    model = nn.Neuron(2, "linear", weights=[2.0, 0.0])
    with pytest.raises(nn.DivergenceError, match=r"It comes from squared_error\(z=2e\+200, "):
        trained(in_blocks(changed, 512), in_blocks(LABELS), model=model, loss="squared_error")


def test_several_outputs_and_classes():
    y = RNG.integers(0, 3, ROWS)
    model, other = (nn.MLP(2, [4, 3], ["tanh", "linear"], rng=0) for _ in range(2))
    found, _, _ = trained(in_blocks(X), in_blocks(y), model=model, loss="cross_entropy")
    expected, _, _ = trained(X, y, model=other, loss="cross_entropy", backend="llvm")
    assert found.loss == expected.loss
    assert (computed(model.predict(in_blocks(X))) == other.predict(X)).all()
    column = in_blocks(LABELS[:, np.newaxis])
    assert trained(in_blocks(X), column)[1] == trained(in_blocks(X), in_blocks(LABELS))[1]
    two = np.stack([LABELS, X[:, 0]], axis=1)
    layers = [nn.Layer(2, 2, rng=0) for _ in range(2)]
    found, _, _ = trained(in_blocks(X), in_blocks(two), model=layers[0], loss="squared_error")
    expected, _, _ = trained(X, two, model=layers[1], loss="squared_error", backend="llvm")
    assert found.loss == expected.loss


def test_it_goes_on_bit_for_bit(tmp_path):
    lazy = in_blocks(X), in_blocks(LABELS)
    _, expected, _ = trained(*lazy, epochs=6)
    _, _, model = trained(*lazy, epochs=3)
    nn.save(tmp_path / "model.json", model)
    again = nn.Neuron(2, "linear", rng=1)
    nn.load(tmp_path / "model.json", again)
    _, found, _ = trained(*lazy, model=again, epochs=3)
    assert found == expected


def test_ctrl_c_and_callbacks():
    def interrupt(history):
        if history.epochs == 3:
            raise KeyboardInterrupt

    with pytest.warns(UserWarning, match="interrupted in epoch 4: the model keeps"):
        history, parameters, _ = trained(in_blocks(X), in_blocks(LABELS), callbacks=[interrupt])
    assert history.epochs == 3
    assert parameters == trained(in_blocks(X), in_blocks(LABELS), epochs=3)[1]
    stopped, _, _ = trained(in_blocks(X), in_blocks(LABELS), callbacks=[lambda h: h.epochs == 2])
    assert stopped.stopped == "a callback stopped it"


def test_data_are_kept_if_there_is_room(monkeypatch):
    passes = []

    def made(block):
        passes.append(len(block))
        return block

    def lazy():
        return in_blocks(X, 2048).map_blocks(made, dtype=float, meta=np.empty((0, 0)))

    trained(lazy(), in_blocks(LABELS), epochs=5)
    assert passes.count(100) <= 2  # the first row, and all
    passes.clear()
    monkeypatch.setattr(training, "memory", lambda: 1000.0)
    trained(lazy(), in_blocks(LABELS), epochs=5)
    assert passes.count(100) >= 5


def test_training_without_distributed_says_what_to_install(monkeypatch):
    name = "autograd_lite.compiler.distributed.scheduling"
    monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r'is needed; run: pip install "autograd_lite\[distrib'):
        import_module(name)


DIVERGED = {
    "nan": (lambda p, t: ag.log(p) * t, "epoch 1: the loss is nan. It comes from log", 1.0),
    "overflow": ("squared_error", "epoch 1: the loss is inf. It comes from squared_error", 1e200),
}


@pytest.mark.parametrize("name", DIVERGED)
def test_divergence_names_the_epoch_and_the_operation(name):
    loss, message, scale = DIVERGED[name]
    with pytest.raises(nn.DivergenceError, match=message):
        trained(in_blocks(X * scale), in_blocks(LABELS), loss=loss)


def _with(array, place, x):
    changed = array.copy()
    changed[place] = x
    return in_blocks(changed, 512)


UNFIT = {
    "nan": (lambda: (_with(X, (5000, 1), math.nan), LABELS), r"X: nan at X\[5000, 1\]; leave such"),
    "infinite": (lambda: (in_blocks(X), _with(LABELS, 4000, math.inf)), r"y: inf at y\[4000\]"),
    "target": (lambda: (in_blocks(X), _with(LABELS, 77, 2.0)), "y: 2 is a target, but this loss"),
    "lengths": (lambda: (in_blocks(X), LABELS[1:]), "as many targets as examples are needed, 6244"),
    "inputs": (lambda: (in_blocks(X[:, :1]), LABELS), "inputs: 2 are needed, got 1"),
    "empty": (lambda: (in_blocks(X[:0]), LABELS[:0]), "X: there are no numbers in it"),
    "one row": (
        lambda: (in_blocks(X[:, 0]), LABELS), r"X: one row for each example.*the shape \(6244,\)"
    ),
    "one target": (lambda: (X, in_blocks(LABELS)[0]), "y: as many targets.*6244, got one number"),
    "ragged": (lambda: ([[1.0], [1.0, 2.0]], in_blocks(LABELS)), "X: real numbers are needed, the"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_data_that_do_not_fit_are_refused_before_anything_is_changed(name):
    given, message = UNFIT[name]
    model = nn.Neuron(2, "linear", rng=0)
    before = [p.data for p in model.parameters()]
    with pytest.raises(ValueError, match=message):
        trained(*given(), model=model)
    assert [p.data for p in model.parameters()] == before
    with pytest.raises(ValueError, match="backend: Dask arrays are computed by a compiler's"):
        trained(in_blocks(X), LABELS, backend="eager")
