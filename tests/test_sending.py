"""Compiled functions in copies, pickles and other processes: at any time, and independent."""

import copy
import functools
import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import cloudpickle
import numpy as np
import pytest
import sending
from sending import Model

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.compiler.backends import BACKENDS

X, Y = np.array([[0.0, 1.0], [1.0, 0.5]]), np.array([1.0, 0.0])


def through(pickler):
    return lambda thing: pickler.loads(pickler.dumps(thing))


WAYS = {"deepcopy": copy.deepcopy, "pickle": through(pickle), "cloudpickle": through(cloudpickle)}


def use(f, *arguments):
    """Everything that leaves something behind in a compiled function."""
    f(*arguments)
    f.value_and_grad(*arguments)
    f.hessian(*arguments)
    f.bind(*arguments)()
    assert f.source


def moments(f, *arguments):
    """Before the first call, and after it."""
    yield f
    use(f, *arguments)
    yield f


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_copy_has_its_own_values(way, backend):
    for f in moments(ag.compile(Model(), backend=backend), 3.0):
        f.__wrapped__.w.data = 2.0
        twin = way(f)
        twin.__wrapped__.w.data = 5.0
        assert (f(3.0), twin(3.0), f(3.0)) == (6.0, 15.0, 6.0)
        assert twin.value_and_grad(3.0) == (15.0, 5.0)
        twin.backward(3.0)
        assert (twin.__wrapped__.w.grad, f.__wrapped__.w.grad) == (3.0, 0.0)


def closures():
    w = Value(2.0)

    def scaled(x, by=w):
        return by * x

    return {
        "lambda": (w, lambda x: w * x),
        "default": (w, scaled),
        "partial": (w, functools.partial(lambda v, x: v * x, w)),
        "in a partial": (w, functools.partial(lambda x, y: w * x, y=1.0)),
        "wrapped": (w, functools.wraps(scaled)(lambda x: scaled(x))),
        "derivative": (w, ag.grad(lambda x: w * x * x / 2.0)),
        "compiled": (w, ag.compile(lambda x: w * x)),
    }


@pytest.mark.parametrize("kind", closures())
@pytest.mark.parametrize("way", [copy.deepcopy, through(cloudpickle)], ids=["deepcopy", "cloud"])
def test_what_functions_close_over_is_copied_with_them(way, kind):
    w, function = closures()[kind]
    for f in moments(ag.compile(function), 3.0):
        v, twin = way((w, f))
        v.data = 5.0
        assert (f(3.0), twin(3.0), f(3.0)) == (6.0, 15.0, 6.0)


def test_a_model_that_holds_what_is_compiled_of_it():
    model = Model()
    for f in moments(model.loss, 3.0):
        for way in WAYS.values():
            twin = way(model)
            twin.w.data = 5.0
            assert (twin.loss(3.0), f(3.0)) == (15.0, 6.0)
            assert twin.loss.__wrapped__.__self__ is twin


def test_a_function_that_closes_over_itself():
    w = Value(2.0)

    def power(x, n=3):
        return w * x * power(x, n - 1) if n else w

    v, twin = copy.deepcopy((w, ag.compile(power)))
    v.data = 3.0
    assert (twin(1.0), ag.compile(power)(1.0)) == (81.0, 16.0)


@pytest.mark.parametrize("named", [False, True])
def test_a_function_that_comes_to_itself_is_sent_as_one(named, monkeypatch):
    """In a script or a notebook, where it has a name that another process does not know."""

    def power(x, n=3):
        return w * x * compiled.__wrapped__(x, n - 1) if n else w

    w, compiled = Value(2.0), ag.compile(power)
    power.__module__ = "__main__"
    main = sys.modules["__main__"]
    for f in moments(compiled, 1.0):
        for thing in ([f, power], [power, f], [f.grad, f]):
            with monkeypatch.context() as here:
                if named:
                    here.setattr(main, "mine", f, raising=False)
                sent = cloudpickle.dumps(thing)
            twins = cloudpickle.loads(sent)
            twin = next(x for x in twins if isinstance(x, type(f)))
            names = twin.__wrapped__.__code__.co_freevars
            held = dict(zip(names, twin.__wrapped__.__closure__, strict=True))
            assert held["compiled"].cell_contents is twin
            held["w"].cell_contents.data = 3.0
            assert (twin(1.0), f(1.0)) == (81.0, 16.0)


def test_what_comes_to_itself_keeps_its_options(monkeypatch):
    def scaled(x):
        return w * (first and x)

    w, first = Value(2.0), ag.compile(scaled, backend="python")
    second = ag.compile(scaled, in_axes=0)
    scaled.__module__ = "__main__"
    for named in ({}, {"mine": first}, {"mine": second}, {"mine": first, "other": second}):
        with monkeypatch.context() as here:
            for name, f in named.items():
                here.setattr(sys.modules["__main__"], name, f, raising=False)
            sent = cloudpickle.dumps([second, first, second])
        many, one, again = cloudpickle.loads(sent)
        assert many is again
        assert (one(3.0), many(X[0]).tolist()) == (6.0, [0.0, 2.0])


def test_options_attributes_and_results_are_kept():
    model = nn.MLP(2, [3, 1], rng=0)
    f = ag.compile(
        lambda x, y: ag.squared_error(model(x), y), in_axes=0, reduce="mean", backend="numpy"
    )
    f.note = ["mine"]
    expected = f.backward(X, Y)
    for twin in (copy.copy(f), copy.deepcopy(f), through(cloudpickle)(f)):
        assert twin.backward(X, Y) == expected
        assert twin.source == f.source
        assert (twin.note, twin.__name__) == (f.note, f.__name__)
    assert copy.copy(f).note is f.note
    assert copy.deepcopy(f).note is not f.note


@pytest.mark.parametrize("f", sending.NAMED, ids=range(len(sending.NAMED)))
def test_a_function_with_a_name_is_pickled_by_it(f):
    for g in moments(f, 2.0):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(g, protocol)) is g
        assert cloudpickle.loads(cloudpickle.dumps(g)) is g
        twin = copy.deepcopy(g)
        assert twin is not g
        assert twin(2.0) == g(2.0)


def test_a_copy_of_a_function_with_a_name_can_be_pickled():
    twin = ag.compile(sending.decorated.__wrapped__, in_axes=0)
    again = pickle.loads(pickle.dumps(twin))
    assert again(X).tolist() == [[1.0, 2.0], [2.0, 1.25]]


def test_a_function_without_a_name_is_an_error_that_says_what_to_do():
    with pytest.raises((pickle.PicklingError, AttributeError), match="cloudpickle needs none"):
        pickle.dumps(ag.compile(lambda x: x))


# Operations of one's own ----------------------------------------------------------------------


@pytest.mark.parametrize("operation", sending.OPERATIONS, ids=["rule", "assigned", "in a class"])
def test_an_own_operation_with_a_name_is_pickled_by_it(operation):
    for protocol in range(4 if "." in operation.envelope.__qualname__[:-9] else 0, 6):
        assert pickle.loads(pickle.dumps(operation, protocol)) is operation
    for way in (copy.copy, *WAYS.values()):
        assert way(operation) is operation
        assert way(operation(Value(2.0))).op is operation


def local_operation():
    by = 3.0

    @ag.custom_gradient(
        lambda m, out, x: (by * x * x,), symbol="³", domain=lambda x: x > 0, smooth=lambda x: x > 1
    )
    def cubed(m, x):
        """The third power."""
        return x * x * x

    return cubed


def operation_of_a_script(patch):
    cubed = local_operation()
    vars(cubed)["__module__"] = cubed.forward.__module__ = "__main__"
    cubed.forward.__qualname__ = "cubed"
    patch.setattr(sys.modules["__main__"], "cubed", cubed, raising=False)
    return cubed


@pytest.mark.parametrize("make", [lambda patch: local_operation(), operation_of_a_script])
def test_an_own_operation_of_a_function_or_a_script_is_sent_with_its_rules(make, monkeypatch):
    with monkeypatch.context() as here:
        cubed = make(here)
        assert copy.deepcopy([cubed, cubed(Value(2.0))])[1].op is cubed
        fast = ag.compile(lambda x: cubed(x) + x)
        fast(1.0)
        sent = cloudpickle.dumps([cubed, cubed(Value(2.0)), fast, ag.grad(cubed)])
    code = (
        "import pickle, sys, autograd_lite as ag; "
        "cubed, node, fast, slope = pickle.loads(sys.stdin.buffer.read()); "
        "row = [cubed.name, cubed.symbol, cubed.summary, cubed.domain(0.5), cubed.smooth(0.5)]; "
        "again = pickle.loads(__import__('cloudpickle').dumps(cubed)); "
        "print([node.op is cubed, *row, fast.value_and_grad(2.0), slope(2.0), again(2.0)])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True)
    row = ["cubed", "³", "The third power.", True, False]
    assert done.stdout.decode() == f"{[True, *row, (10.0, 13.0), 12.0, 8.0]}\n", done.stderr


def test_an_own_operation_of_a_script_is_no_other_that_has_its_name_here(monkeypatch):
    sent = cloudpickle.dumps(operation_of_a_script(monkeypatch))
    monkeypatch.setattr(sys.modules["__main__"], "cubed", sending.fourth)
    assert pickle.loads(sent)(2.0) == 8.0


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_own_operation_without_a_name_is_an_error_that_says_what_to_do(protocol):
    with pytest.raises(pickle.PicklingError, match=r"cubed.*cloudpickle needs none"):
        pickle.dumps(local_operation(), protocol)


def test_a_bound_call_says_what_to_do_instead():
    bound = sending.named.bind(2.0)
    for way in (copy.copy, *WAYS.values()):
        with pytest.raises(TypeError, match="copy the compiled function, and bind that"):
            way(bound)


METHODS = [x for x in ("spawn", "forkserver") if x in multiprocessing.get_all_start_methods()]


@pytest.mark.parametrize("method", METHODS)
def test_other_processes_run_them(method):
    calls = [*sending.NAMED, sending.named.value_and_grad, ag.compile(Model())]
    for call in calls:
        call(1.0)
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        found = [pool.submit(call, 2.0).result(timeout=300) for call in calls]
    assert found == [call(2.0) for call in calls]


def test_a_script_sends_its_own_functions():
    done = subprocess.run(
        [sys.executable, sending.__file__], capture_output=True, encoding="utf-8", timeout=300
    )
    assert done.stdout == f"{[f(2.0) for f in sending.NAMED]}\n", done.stderr
