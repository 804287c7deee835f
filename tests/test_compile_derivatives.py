"""Derivatives of compiled functions: compiled as well, remembered, and those of the function."""

import copy
import gc
import itertools
import pickle
import threading
import weakref

import numpy as np
import pytest
import sending
from scipy.optimize import minimize

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.inputs.trees import leaves, map_leaves, structure


class Counted:
    """A function that knows how often it was run: compiled, once for each trace."""

    def __init__(self, f):
        self.f, self.count = f, 0

    def __call__(self, *args, **named):
        self.count += 1
        return self.f(*args, **named)


def equal(found, known, tolerance=1e-13):
    """Whether two results have the same structure and numbers, Values or not."""
    assert structure(found) == structure(known)
    numbers = [[x.data if isinstance(x, Value) else x for x in leaves(t)] for t in (found, known)]
    assert numbers[0] == pytest.approx(numbers[1], rel=tolerance, abs=1e-14)
    return True


# At one point -------------------------------------------------------------------------------


def of_numbers(x, y):
    return ag.exp(x) * y * y + ag.sin(x * y)


def of_arrays(w, x):
    return ag.sum(w * w * x * x) + ag.sin(w[0]) * x[1]


def of_trees(p, x):
    return p["a"] * ag.exp(p["b"][0]) * x[0] + p["b"][1] * x[1][0] ** 2


POINTS = {
    "numbers": (of_numbers, (0.5, 2.0)),
    "arrays": (of_arrays, (np.array([0.5, 1.5]), np.array([2.0, -1.0]))),
    "trees": (of_trees, ({"a": 2.0, "b": [0.5, 1.5]}, (3.0, np.array([0.5])))),
}
ARGNUMS = [0, 1, -1, (0,), (0, 1), [1, 0], np.int64(1), range(2)]


def directions(args, step=1.0):
    numbers = itertools.count()
    return map_leaves(lambda x: step * (0.5 + next(numbers)), tuple(args))


def pulled(f, *args):
    out, pull = ag.vjp(f, *args)
    return out, pull(map_leaves(lambda x: 2.0, out)), pull(map_leaves(lambda x: -1.0, out))


DERIVATIVES = {
    name: getattr(ag, name) for name in ("grad", "value_and_grad", "jacobian", "hessian")
}
PRODUCTS = {
    "jvp": lambda f: lambda *x: ag.jvp(f, x, directions(x)),
    "vjp": lambda f: lambda *x: pulled(f, *x),
    "hvp": lambda f: lambda *x: ag.hvp(f, x, directions(x)),
}
OF_GRADIENT = {
    "jacobian": lambda g: ag.jacobian(g, 1),
    "jacobian by both": lambda g: ag.jacobian(g, (0, 1)),
    "jacobian of its jacobian": lambda g: ag.jacobian(ag.jacobian(g), (1, 0)),
    "jvp": PRODUCTS["jvp"],
    "vjp": PRODUCTS["vjp"],
}


def ways():
    for name, make in DERIVATIVES.items():
        for argnums in ARGNUMS:
            yield pytest.param(
                lambda f, make=make, n=argnums: make(f, n), id=f"{name}-{argnums}".replace(" ", "")
            )
    for name, make in PRODUCTS.items():
        yield pytest.param(make, id=name)
    for (name, make), argnums in itertools.product(OF_GRADIENT.items(), [0, (0, 1)]):
        yield pytest.param(
            lambda f, make=make, n=argnums: make(ag.grad(f, n)), id=f"{name} of grad-{argnums}"
        )


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("way", [*ways()])
def test_a_derivative_is_compiled_and_remembered(way, point, backend):
    f, args = POINTS[point]
    counted = Counted(f)
    fast = ag.compile(counted, backend=backend)
    known = way(f)(*args)
    assert equal(way(fast)(*args), known)
    assert all(not isinstance(x, Value) for x in leaves(way(fast)(*args)))
    once = counted.count
    others = map_leaves(lambda x: x + 0.25, args)
    assert equal(way(fast)(*others), way(f)(*others))
    assert counted.count == once


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("way", [*ways()])
def test_of_values_it_is_what_the_function_gives(way, point):
    f, args = POINTS[point]
    fast = ag.compile(f, backend="python")
    on_values = map_leaves(Value, args)
    found = way(fast)(*on_values)
    assert equal(found, way(f)(*args))
    assert any(isinstance(x, Value) for x in leaves(found))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("way", [*ways()])
def test_in_a_trace_and_in_a_derivative_it_is_that_of_the_function(way, point, backend):
    f, args = POINTS[point]
    fast = ag.compile(f, backend=backend)

    def total(f):
        return lambda *x: ag.sum(leaves(way(f)(*x)))

    assert equal(ag.compile(total(fast), backend=backend)(*args), total(f)(*args), 1e-12)
    if "hessian" not in str(way) and backend == "python":
        assert equal(ag.grad(total(fast))(*args), ag.grad(total(f))(*args), 1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", DERIVATIVES)
def test_functions_and_methods_agree_to_the_last_bit(name, point, backend):
    f, args = POINTS[point]
    fast = ag.compile(f, argnums=(0, 1), backend=backend)
    found, known = DERIVATIVES[name](fast, (0, 1))(*args), getattr(fast, name)(*args)
    assert structure(found) == structure(known)
    assert leaves(found) == leaves(known)


def test_numbers_of_third_and_fourth_order():
    f = Counted(lambda x: ag.sin(x) * x * x)
    made, fast = f, ag.compile(f)
    for _ in range(4):
        made, fast = ag.grad(made), ag.grad(fast)
        assert fast(0.75) == pytest.approx(made(0.75), rel=1e-13)
    once = f.count
    assert ag.grad(ag.grad(ag.grad(ag.grad(ag.compile(f)))))(0.5) == pytest.approx(made(0.5))
    assert fast(0.5) == pytest.approx(made(0.5))
    assert f.count > once


def test_it_is_the_same_one_every_time_with_the_same_options():
    fast = ag.compile(of_numbers, backend="numpy", threads=1)
    for name, make in DERIVATIVES.items():
        assert make(fast) is make(fast) is make(fast, 0)
        assert make(fast) is not make(fast, 1)
        assert make(fast, (0,)) is make(fast, [np.int64(0)])
        assert isinstance(make(fast), ag.Compiled)
        assert make(fast)._backend == "numpy"
        assert repr(make(fast)) == f"<compiled {name} of of_numbers>"
    assert ag.grad(ag.grad(fast), 1) is ag.grad(ag.grad(fast), 1)
    assert ag.grad(fast)(1.0, 2.0) > 0.0
    assert "def value_and_grad(x, y):" in ag.grad(fast).source


def test_perturbations_are_not_confused():
    inner = ag.compile(lambda x, y: x + y)
    fast = ag.compile(lambda x: x * ag.grad(inner, 1)(x, x))
    assert ag.grad(fast)(2.0) == ag.grad(lambda x: x * ag.grad(inner, 1)(x, 3.0))(2.0) == 1.0
    w = Value(3.0)
    held = ag.compile(lambda y: w * y * y)
    assert ag.grad(lambda x: x * ag.grad(held)(2.0))(5.0) == 12.0
    (by_w,) = ag.jvp(lambda x: ag.grad(ag.compile(lambda y: x * y * y))(2.0), (5.0,), (1.0,))[1:]
    assert by_w == 4.0


def test_values_that_it_closes_over_are_read_at_every_call():
    w = Value(3.0)
    fast = ag.compile(lambda x: w * x * x)
    derivative = ag.grad(fast)
    assert derivative(2.0) == 12.0
    w.data = 5.0
    assert derivative(2.0) == 20.0
    out, pull = ag.vjp(fast, 2.0)
    assert (out, pull(1.0)) == (20.0, (20.0,))
    w.data = 7.0
    with pytest.raises(ValueError, match="closes over has another number now than when vjp"):
        pull(1.0)


def test_what_is_pulled_back_belongs_to_the_arguments_as_they_were():
    x = np.array([1.0, 2.0])
    out, pull = ag.compile(lambda x: x * x).vjp(x)
    x[:] = 9.0
    assert out.tolist() == [1.0, 4.0]
    assert pull(np.ones(2))[0].tolist() == [2.0, 4.0]


def test_methods_for_products_are_those_of_the_calculus():
    fast = ag.compile(of_trees)
    args = POINTS["trees"][1]
    assert equal(fast.jvp(args, directions(args)), ag.jvp(of_trees, args, directions(args)))
    (out, pull), (known, its) = fast.vjp(*args), ag.vjp(of_trees, *args)
    assert out == known
    assert equal(pull(2.0), its(2.0))
    turned = ag.compile(lambda x: {"a": x, "b": [x * x, 3.0]})
    assert turned.vjp(2.0)[1]({"b": [1.0, 5.0], "a": 10.0}) == (14.0,)  # matched by key
    reordered = ({"x": 0.0, "y": 1.0},)
    g = ag.compile(lambda p: p["x"] * 10 + p["y"] * 100)
    assert g.jvp(({"y": 1.0, "x": 1.0},), reordered) == (110.0, 100.0)
    for call in (fast.jvp, fast.hvp):
        with pytest.raises(ValueError, match="tangents: one for each of the 2 primals"):
            call(args, (1.0,))
        with pytest.raises(ValueError, match="tangents: the structure"):
            call(args, (1.0, 2.0))
    with pytest.raises(ValueError, match="cotangent: the structure"):
        fast.vjp(*args)[1]([1.0])


def test_scipy_minimises_compiled():
    def f(x):
        pairs = itertools.pairwise(x)
        return ag.sum([100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairs])

    counted = Counted(f)
    fast = ag.compile(counted)
    found = minimize(ag.value_and_grad(fast), np.zeros(5), jac=True)
    assert found.x == pytest.approx(np.ones(5), rel=1e-4)
    newton = minimize(
        fast,
        np.zeros(5),
        jac=ag.grad(fast),
        method="trust-ncg",
        hessp=lambda x, p: ag.hvp(fast, (x,), (p,)),
    )
    assert newton.x == pytest.approx(np.ones(5), rel=1e-4)
    assert counted.count <= 4


# Over a batch ---------------------------------------------------------------------------------


def of_row(w, x, y):
    return ag.exp(w[0] * x[0]) * y + w[1] * x[1] ** 2 * ag.sin(y)


def several(w, x, y):
    return [of_row(w, x, y), w * x[0]]


SHAPES = {0: (4, 2), 1: (2, 4), -1: (2, 4)}
AXES = [(None, 0, 0), (None, 1, 0), (None, -1, 0), (0, 0, None), (None, 0, None), (None, 0, -1)]


def batch(axes):
    rng = np.random.default_rng(3)
    w = rng.normal(size=2 if axes[0] is None else (4, 2))
    x = rng.normal(size=SHAPES[axes[1]])
    return w, x, 0.5 if axes[2] is None else rng.normal(size=4)


def as_called(f, axes, reduce):
    """The function over all rows, written down."""

    def row(arg, axis, i):
        return arg if axis is None else np.moveaxis(np.asarray(arg), axis, 0)[i]

    def over_all(*args):
        rows = [f(*(row(*each, i) for each in zip(args, axes, strict=True))) for i in range(4)]
        if not isinstance(rows[0], list):
            return joined(rows)
        return [joined(column) for column in zip(*rows, strict=True)]

    def joined(column):
        if reduce is None:
            return np.array(list(column))
        total = sum(column[1:], column[0])
        return total / len(column) if reduce == "mean" else total

    return over_all


BATCH_WAYS = {
    **{
        f"{name}-{argnums}".replace(" ", ""): lambda f, make=make, n=argnums: make(f, n)
        for name, make in DERIVATIVES.items()
        for argnums in [0, 1, -1, (0, 2), (1, 0), (0, 1, 2)]
    },
    **PRODUCTS,
    "jacobian of grad": lambda f: ag.jacobian(ag.grad(f, 0), 0),
    "jacobian of grad, mixed": lambda f: ag.jacobian(ag.grad(f, 1), 0),
    "vjp of grad": lambda f: lambda *x: pulled(ag.grad(f, (0, 1)), *x),
    "jvp of grad": lambda f: lambda *x: ag.jvp(ag.grad(f, (0, 1)), x, directions(x)),
}


@pytest.mark.parametrize("reduce", ["sum", "mean"])
@pytest.mark.parametrize("axes", AXES, ids=str)
@pytest.mark.parametrize("way", BATCH_WAYS)
def test_a_batch_that_is_added_up_is_one_function(way, axes, reduce):
    make, args = BATCH_WAYS[way], batch(axes)
    for backend in BACKENDS:
        fast = ag.compile(of_row, in_axes=axes, reduce=reduce, backend=backend)
        known = make(as_called(of_row, axes, reduce))(*args)
        assert equal(make(fast)(*args), known, 1e-12)


@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("axes", AXES, ids=str)
@pytest.mark.parametrize(
    "way", [x for x in BATCH_WAYS if x[:3] in ("jac", "jvp", "vjp") and "grad" not in x]
)
def test_several_results_of_a_batch(way, axes, reduce):
    make, args = BATCH_WAYS[way], batch(axes)
    for backend in BACKENDS:
        fast = ag.compile(several, in_axes=axes, reduce=reduce, backend=backend)
        assert equal(make(fast)(*args), make(as_called(several, axes, reduce))(*args), 1e-12)


@pytest.mark.parametrize("axes", [(None, 0, 0), (None, 1, 0)], ids=str)
@pytest.mark.parametrize(
    "way", ["grad-0", "grad-1", "value_and_grad-(0,1,2)", "hessian-0", "jvp", "vjp", "hvp"]
)
def test_a_batch_is_not_run_row_by_row(way, axes):
    counted = Counted(of_row)
    fast = ag.compile(counted, in_axes=axes, reduce="mean")
    make, args = BATCH_WAYS[way], batch(axes)
    make(fast)(*args)
    once = counted.count
    make(fast)(*[x + 0.5 for x in args])
    assert counted.count == once


@pytest.mark.parametrize("make", [ag.grad, ag.value_and_grad, ag.hessian], ids=lambda f: f.__name__)
def test_rows_have_no_gradient_and_the_error_says_what_to_do(make):
    rows = ag.compile(of_row, in_axes=0)
    with pytest.raises(TypeError, match=rf"{make.__name__}: .* row for each point.*reduce='sum'"):
        make(rows)
    with pytest.raises(TypeError, match=r"hvp: .* row for each point"):
        ag.hvp(rows, batch((0, 0, 0)), batch((0, 0, 0)))


# Results beside the value ---------------------------------------------------------------------


def with_aux(x, y):
    value = ag.exp(x) * y * y
    return value, {"parts": [x * y, 2.0], "array": np.array([x, y * y]), "pair": (1, value)}


AUX_WAYS = {
    "grad": lambda f: ag.grad(f, has_aux=True),
    "grad by both": lambda f: ag.grad(f, (0, 1), has_aux=True),
    "value_and_grad": lambda f: ag.value_and_grad(f, 1, has_aux=True),
    "by place": lambda f: ag.value_and_grad(f, (0,), True),
    "jacobian": lambda f: ag.jacobian(f, has_aux=True),
    "hessian": lambda f: ag.hessian(f, (0, 1), has_aux=True),
    "jvp": lambda f: lambda *x: ag.jvp(f, x, directions(x), has_aux=True),
    "vjp": lambda f: (
        lambda *x: (lambda out, pull, aux: (out, pull(2.0), aux))(*ag.vjp(f, *x, has_aux=True))
    ),
}
ALONE = {
    "grad": lambda f: ag.grad(f),
    "grad by both": lambda f: ag.grad(f, (0, 1)),
    "value_and_grad": lambda f: ag.value_and_grad(f, 1),
    "by place": lambda f: ag.value_and_grad(f, (0,)),
    "jacobian": lambda f: ag.jacobian(f),
    "hessian": lambda f: ag.hessian(f, (0, 1)),
    "jvp": lambda f: lambda *x: ag.jvp(f, x, directions(x)),
    "vjp": lambda f: lambda *x: (lambda out, pull: (out, pull(2.0)))(*ag.vjp(f, *x)),
}


def expected_with_aux(way, x, y):
    """From the function without aux, and the aux of plain numbers."""
    alone, aux = ALONE[way](lambda x, y: with_aux(x, y)[0])(x, y), with_aux(x, y)[1]
    if way in ("jvp", "vjp"):
        return (*alone, aux)
    if way in ("value_and_grad", "by place"):
        return (alone[0], aux), alone[1]
    return alone, aux


@pytest.mark.parametrize("backend", [None, *BACKENDS])
@pytest.mark.parametrize("way", AUX_WAYS)
def test_aux_stands_beside_the_result(way, backend):
    counted = Counted(with_aux)
    f = ag.compile(counted, backend=backend) if backend else counted
    known = expected_with_aux(way, 0.5, 2.0)
    found = AUX_WAYS[way](f)(0.5, 2.0)
    assert equal(found, known)
    assert not any(isinstance(x, Value) for x in leaves(found))
    once = counted.count
    assert equal(AUX_WAYS[way](f)(0.25, 3.0), expected_with_aux(way, 0.25, 3.0))
    assert (counted.count == once) is bool(backend)
    on_values = AUX_WAYS[way](f)(Value(0.5), Value(2.0))
    assert equal(on_values, known)
    assert any(isinstance(x, Value) for x in leaves(on_values))


@pytest.mark.parametrize("reduce", ["sum", "mean"])
def test_aux_of_a_batch_is_reduced_as_the_value_is(reduce):
    fast = ag.compile(
        lambda w, x: (w * x * x, [w, x]), in_axes=(None, 0), reduce=reduce, argnums=(0, 1)
    )
    x = np.array([1.0, 2.0, 3.0])
    share = 1 if reduce == "sum" else 3
    (by_w, by_x), aux = ag.grad(fast, (0, 1), has_aux=True)(2.0, x)
    assert by_w == pytest.approx(14.0 / share)
    assert by_x == pytest.approx(4.0 * x / share)
    assert aux == pytest.approx([6.0 / share, 6.0 / share])
    (value, _), _ = ag.value_and_grad(fast, has_aux=True)(2.0, x)
    assert value == pytest.approx(28.0 / share)


def test_aux_that_is_no_number_passes_through():
    class Thing:
        pass

    thing, names = Thing(), {"a", "b"}
    for aux in ("text", None, thing, names, [1, "text", None], {"k": thing}, np.array(["a"]), b"x"):
        assert ag.grad(lambda x, aux=aux: (x * x, aux), has_aux=True)(3.0)[1] is aux
    counts = np.arange(3)
    gradient, aux = ag.grad(lambda x: (x * x, ["text", counts, x, None]), has_aux=True)(3.0)
    assert (gradient, aux[0], aux[2], aux[3]) == (6.0, "text", 3.0, None)
    assert aux[1] is counts
    with pytest.raises(TypeError, match="the result of f: a real number is needed, got 'text'"):
        ag.grad(ag.compile(lambda x: (x, "text")), has_aux=True)(1.0)


@pytest.mark.parametrize("result", [1.0, (1.0,), (1.0, 2.0, 3.0), None, {"a": 1.0, "b": 2.0}])
@pytest.mark.parametrize("wrap", [lambda f: f, ag.compile], ids=["eager", "compiled"])
def test_aux_needs_a_pair(wrap, result):
    for way in AUX_WAYS.values():
        with pytest.raises(TypeError, match=r"has_aux: f must return a pair \(value, aux\), got"):
            way(wrap(lambda x, y: result))(1.0, 2.0)


def test_aux_in_a_derivative_carries_its_gradient():
    def outer(f):
        def g(x):
            gradient, aux = ag.grad(f, has_aux=True)(x)
            return gradient * aux

        return g

    def f(x):
        return x**3, x * x

    for wrap in (lambda f: f, ag.compile):
        assert ag.grad(outer(wrap(f)))(2.0) == 3 * 4 * 2.0**3
        assert ag.grad(ag.compile(outer(wrap(f))))(2.0) == 3 * 4 * 2.0**3


# Copies -----------------------------------------------------------------------------------------


SENT = {
    "grad": ag.grad,
    "hessian": ag.hessian,
    "nested": lambda f: ag.grad(ag.grad(f)),
    "by a tuple": lambda f: ag.value_and_grad(f, (0,)),
}


@pytest.mark.parametrize("way", SENT)
@pytest.mark.parametrize("called", [False, True])
def test_derivatives_can_be_copied_and_pickled(way, called):
    for fast in (sending.decorated, sending.named):
        made = SENT[way](fast)
        known = SENT[way](lambda x: x * x + 1.0)(3.0)
        if called:
            assert made(3.0) == known
        twins = [copy.copy(made), copy.deepcopy(made)]
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twins.append(pickle.loads(pickle.dumps(made, protocol)))
        for twin in twins:
            assert twin(3.0) == known
            assert twin.jacobian(3.0) is not None
            assert repr(twin) == repr(made)
        assert twins[0] is not made


def test_a_deep_copy_has_its_own_values():
    w = Value(2.0)
    fast = ag.compile(lambda x: w * x * x)
    both = copy.deepcopy([ag.grad(fast), fast])
    w.data = 5.0
    assert [f(3.0) for f in both] == [12.0, 18.0]
    assert ag.grad(fast)(3.0) == 30.0


def test_a_function_and_its_derivatives_are_freed_at_once():
    def f(x):
        return x * x

    known = weakref.ref(f)
    gc.disable()
    try:
        fast = ag.compile(f)
        assert ag.grad(ag.grad(fast))(2.0) == ag.hessian(fast)(2.0) == 2.0
        assert ag.hvp(fast, (1.0,), (1.0,)) == ag.vjp(fast, 1.0)[1](1.0)[0] == 2.0
        del fast, f
        assert known() is None
    finally:
        gc.enable()


def test_many_threads_may_ask_for_one_derivative():
    fast, found = ag.compile(of_numbers), []

    def ask():
        for i in range(20):
            found.append(ag.grad(fast)(0.5, float(i)) - ag.grad(of_numbers)(0.5, float(i)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 80
    assert np.abs(found).max() < 1e-12
