"""Derivatives of functions: structures, nesting, products, and every operation's higher orders."""

import copy
import itertools
import math
import pickle
import threading
from functools import partial
from typing import NamedTuple

import mpmath
import numpy as np
import pytest
from accuracy import samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import differences
from scipy.optimize import minimize

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.graph import topological_order
from autograd_lite.inputs.trees import leaves, matching, structure
from autograd_lite.primitives.operation import TABLE
from autograd_lite.testing import UncheckedError, check_gradients
from autograd_lite.testing.oracle import MPMATH
from autograd_lite.testing.strategies import MODERATE, operands_of
from autograd_lite.trace import Run


def rosenbrock(x):
    return ag.sum([100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in itertools.pairwise(x)])


def rosenbrock_gradient(x):
    a, b = x
    return [-400 * a * (b - a * a) - 2 * (1 - a), 200 * (b - a * a)]


# Structures ---------------------------------------------------------------------------------


class Point(NamedTuple):
    x: float
    y: float


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        (3.0, 6.0),
        (3, 6.0),
        (np.float32(3), 6.0),
        (np.array(3.0), 6.0),
        ([1.0, [2.0]], [2.0, [4.0]]),
        ((1, (2,)), (2.0, (4.0,))),
        ({"b": 1.0, "a": [2.0]}, {"b": 2.0, "a": [4.0]}),
        (Point(1.0, 2.0), Point(2.0, 4.0)),
        ([], []),
    ],
)
def test_a_gradient_comes_back_in_the_structure_that_went_in(argument, expected):
    def squares(tree):
        if isinstance(tree, dict):
            tree = list(tree.values())
        return ag.sum(map(squares, tree)) if isinstance(tree, (list, tuple)) else tree * tree

    result = ag.grad(squares)(argument)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (1, 1, 2), (0,), (2, 0)])
def test_arrays_come_back_as_float_arrays_of_their_shape(shape):
    x = np.arange(math.prod(shape), dtype=np.float32).reshape(shape)
    gradient = ag.grad(lambda a: ag.sum(a * a))(x)
    assert gradient.dtype == float
    assert gradient.shape == shape
    assert (gradient == 2 * x).all()


def test_argnums():
    def f(x, y, *, scale):
        return x * x * y * scale

    assert ag.grad(f, 1)(3.0, 2.0, scale=10) == 90.0
    assert ag.grad(f, -1)(3.0, 2.0, scale=10) == 90.0
    assert ag.grad(f, (0, 1))(3.0, 2.0, scale=10) == (120.0, 90.0)
    assert ag.grad(f, [1])(3.0, 2.0, scale=10) == (90.0,)
    assert ag.value_and_grad(f, (1, 0))(3.0, 2.0, scale=10) == (180.0, (90.0, 120.0))


DERIVATIVES = pytest.mark.parametrize(
    "derivative", [ag.grad, ag.value_and_grad, ag.jacobian, ag.hessian]
)


@DERIVATIVES
@pytest.mark.parametrize("argnums", [0, 1, -1, -2, (0,), (1, 0), (-1, -2)])
@pytest.mark.parametrize("way", [lambda f: f, ag.compile], ids=["eager", "compiled"])
def test_arguments_that_come_by_name_have_their_places(derivative, argnums, way):
    def f(w, x, *, scale):
        return w**2 * x**3 * scale

    expected = derivative(f, argnums)(3.0, 2.0, scale=10.0)
    call = derivative(way(f), argnums)
    assert call(3.0, x=2.0, scale=10.0) == expected
    assert call(scale=10.0, x=2.0, w=3.0) == expected


@DERIVATIVES
@pytest.mark.parametrize("argnums", [0, -1, (0,)])
def test_arguments_without_a_place_are_told_to_get_one(derivative, argnums):
    for f in (lambda *, w, x: w * x, lambda **given: given["w"] * given["x"]):
        with pytest.raises(ValueError, match="w, x came by name: pass by its place"):
            derivative(f, argnums)(w=1.0, x=2.0)


def test_arguments_that_do_not_fit_are_told_by_the_name_of_the_function():
    def area(w, h):
        return w * h

    with pytest.raises(TypeError, match=r"^area: missing a required argument: 'w'"):
        ag.grad(area)(h=2.0)


@pytest.mark.parametrize("derivative", [ag.grad, ag.value_and_grad, ag.hessian])
def test_a_function_with_several_results_is_not_named_after_another_derivative(derivative):
    with pytest.raises(TypeError, match=r"^f must return one number, got a list"):
        derivative(lambda x: [x, x])(1.0)


@pytest.mark.parametrize("take", [ag.grad, ag.jacobian, ag.hessian, ag.compile, ag.explore])
def test_a_result_or_a_text_in_place_of_a_function_is_told_so(take):
    with pytest.raises(TypeError, match=r"^f: .*\(Value\); pass it itself, and not its result"):
        take(ag.Value(1.0) * 2)
    with pytest.raises(TypeError, match=r"^f: .*\(str\); for an expression .* ag\.parse\(text\)"):
        take("x*y")


def test_f_sees_values_and_returns_anything_that_is_one_number():
    assert ag.grad(lambda x: 5)(1.0) == 0.0
    assert ag.value_and_grad(lambda x: np.float64(5))(1.0) == (5.0, 0.0)
    assert ag.grad(lambda x: x)(1.0) == 1.0
    assert ag.grad(lambda x: np.array(x * x))(3.0) == 6.0
    assert ag.grad(lambda x: x * x if x > 0 else -x)(-3.0) == -1.0
    with pytest.raises(TypeError, match=r"^f must return one number, got a list; use jac"):
        ag.grad(lambda x: [x])(1.0)
    with pytest.raises(TypeError, match=r"^the result of f: a real number is needed, got None"):
        ag.grad(lambda x: None)(1.0)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ag.grad(lambda x: x, 1)(1.0), ValueError, "argnums: got 1, but f was called with"),
        (lambda: ag.grad(lambda x: x, "x"), TypeError, "argnums: a whole number or a tuple"),
        (lambda: ag.grad(lambda x: x)("1"), TypeError, "argument 0: a real number is needed"),
        (lambda: ag.grad(lambda x: x)([None]), TypeError, "argument 0: a real number is needed"),
        (lambda: ag.jvp(lambda x: x, (1.0,), (1.0, 2.0)), ValueError, "tangents: the structure"),
        (lambda: ag.jvp(lambda x: x, (1.0,), ("a",)), TypeError, "tangents: a real number"),
        (lambda: ag.vjp(lambda x: [x], 1.0)[1](1.0), ValueError, "cotangent: the structure"),
    ],
)
def test_bad_arguments_are_named(call, error, text):
    with pytest.raises(error, match=text):
        call()


# Nesting ------------------------------------------------------------------------------------


def test_nested_derivatives_are_kept_apart():
    assert ag.grad(lambda x: x * ag.grad(lambda y: x + y)(1.0))(1.0) == 1.0
    assert ag.grad(lambda x: x * ag.grad(lambda y: x * y)(x))(3.0) == 6.0
    assert ag.grad(lambda x: ag.grad(lambda y: x * y * y)(x * x))(2.0) == 2 * 3 * 2.0**2

    def outer(x):
        return ag.grad(lambda y: ag.grad(lambda z: x * y * z * z)(y))(x)

    # d/dx of d/dy(2xy·y) at y = x, that is 4x²
    assert ag.grad(outer)(3.0) == 24.0


def test_an_inner_derivative_depends_on_what_its_function_closes_over():
    assert ag.grad(lambda x: ag.grad(lambda y: x * x * y)(2.0))(3.0) == 6.0
    assert ag.grad(lambda x: ag.jacobian(lambda y: [x * x * y])(2.0)[0])(3.0) == 6.0
    assert ag.grad(lambda x: ag.jvp(lambda y: x * x * y, (2.0,), (1.0,))[1])(3.0) == 6.0
    assert ag.grad(lambda x: ag.vjp(lambda y: x * x * y, 2.0)[1](1.0)[0])(3.0) == 6.0
    assert ag.grad(lambda x: ag.hvp(lambda y: x * x * y * y, (2.0,), (1.0,)))(3.0) == 12.0


def test_the_strong_zero_holds_in_gradients_that_are_graphs():
    zero = Value(0.0)
    for branch in (
        lambda x: ag.relu(-ag.sqrt(x)),
        lambda x: ag.maximum(ag.log(x), 1.0),
        lambda x: ag.where(x > 0, ag.log(x), 5.0),
        lambda x: ag.minimum(1 / x, 7.0),
    ):
        assert ag.grad(branch)(zero).data == 0.0
        assert ag.jvp(branch, (zero,), (0.0,))[1].data == 0.0


def test_any_order():
    f = ag.sin
    values = []
    for _ in range(6):
        values.append(f(0.5))
        f = ag.grad(f)
    expected = [math.sin(0.5 + i * math.pi / 2) for i in range(6)]
    assert values == pytest.approx(expected, rel=1e-13)


def test_second_derivatives_where_engines_went_wrong():
    assert ag.grad(ag.grad(lambda x: ag.exp(-(x**2))))(0.0) == -2.0
    assert ag.grad(ag.grad(lambda x: x * x))(0.0) == 2.0
    assert ag.grad(ag.grad(lambda x: x**2))(0.0) == 2.0
    assert ag.grad(ag.grad(ag.grad(lambda x: x**3)))(0.0) == 6.0
    assert ag.grad(ag.grad(lambda x: x**0))(0.0) == 0.0
    assert ag.grad(ag.grad(ag.grad(ag.tanh)))(0.0) == -2.0
    assert ag.grad(lambda x: ag.relu(-ag.sqrt(x)))(0.0) == 0.0
    assert ag.grad(ag.grad(lambda x: ag.maximum(ag.log(x), 1.0)))(0.0) == 0.0


def test_values_in_values_out():
    x = Value(3.0, "x")
    value, slope = ag.value_and_grad(lambda t: t**3)(x)
    assert (value.data, slope.data) == (27.0, 27.0)
    slope.backward()
    assert x.grad == 18.0
    gradient = ag.grad(lambda p: p[0] * p[0] * p[1])([x, 2.0])
    assert [g.data for g in gradient] == [12.0, 9.0]


def test_values_of_somebody_else_are_constants_and_stay_untouched():
    w = Value(2.0)
    model = ag.nn.Neuron(1, "tanh", weights=[0.5])
    assert ag.grad(lambda x: w * x)(1.0) == 2.0
    slope = ag.grad(lambda x: model([x]))(0.0)
    assert slope == 0.5
    assert not any(p.has_gradient for p in (w, *model.parameters()))


def test_detach_and_no_grad():
    assert ag.grad(lambda x: x.detach() * x)(3.0) == 3.0
    with ag.no_grad():
        assert ag.grad(lambda x: x * x)(3.0) == 6.0
        assert ag.grad(ag.grad(lambda x: x**3))(3.0) == 18.0
        assert ag.grad(lambda x: x * x)(Value(3.0)).data == 6.0

    def half_hidden(x):
        with ag.no_grad():
            hidden = x * x
        return hidden * x

    assert ag.grad(half_hidden)(3.0) == 9.0


def test_anomalies_are_found_inside():
    with ag.detect_anomaly(), pytest.raises(FloatingPointError, match="log"):
        ag.grad(lambda x: ag.log(x - 1))(1.0)


def test_threads():
    results = {}

    def work(i):
        results[i] = ag.grad(ag.grad(lambda x: x**3))(float(i))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]

    def f(x):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return x * x

    assert ag.grad(f)(1.0) == 2.0
    assert results == {i: 6.0 * i for i in range(4)}


# Jacobian, Hessian and products -------------------------------------------------------------


def test_jacobian_shapes():
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    jacobian = ag.jacobian(lambda a: a.sum(axis=1) ** 2)(x)
    assert jacobian.shape == (2, 2, 3)
    assert jacobian.dtype == float
    assert jacobian[0].tolist() == [[12.0] * 3, [0.0] * 3]
    scalar_in = ag.jacobian(lambda t: np.array([t, t * t]))(3.0)
    assert scalar_in.tolist() == [1.0, 6.0]
    assert ag.jacobian(lambda t: [t, {"a": t * t}])(3.0) == [1.0, {"a": 6.0}]
    assert ag.jacobian(lambda t: Point(t, 2 * t))(3.0) == Point(1.0, 2.0)
    nested = ag.jacobian(lambda p: np.array([p["w"] * p["x"], 1.0]))({"w": 2.0, "x": 3.0})
    assert {key: block.tolist() for key, block in nested.items()} == {"w": [3, 0], "x": [2, 0]}
    assert ag.jacobian(lambda x, y: x * y, (0, 1))(2.0, 3.0) == (3.0, 2.0)
    assert ag.jacobian(lambda a: a)(np.empty(0)).shape == (0, 0)


def trajectory(steps):
    """A function of two numbers whose results are computed one from the other."""

    def f(p):
        x, states = p[0], []
        for _ in range(steps):
            x = x + 0.01 * ag.sin(p[1] * x)
            states.append(x)
        return np.stack(states)

    return f


def of_one_number(x):
    y = cubed_in_reverse(x) * ag.exp(x)
    with ag.no_grad():
        still = ag.sin(y)
    below = ag.where(x < 0.9, y * x, ag.sqrt(x - 0.9))
    return {"a": [y, y, below, y * y], "b": (y * still, still, 7.0, x)}


@ag.custom_gradient(lambda m, out, x: (-3.0 * x * x,))
def cubed_in_reverse(m, x):
    return x * x * x


def of_a_tree(p, x, y):
    z = p["w"] * x[0] + p["b"] * x[0]
    return [z * each for each in (p["w"], x[1], x[1] * y, z, z * z, y, 2.0, p["b"], z - z) * 2]


#: a function with more results than arguments, argnums, and arguments
MANY_RESULTS = {
    "one number": (of_one_number, 0, (0.5,)),
    "one number twice": (of_one_number, (0, 0), (0.7,)),
    "a tree": (of_a_tree, 0, ({"w": 2.0, "b": 3.0}, (0.5, 1.5), 4.0)),
    "some arguments": (of_a_tree, (2, 1, -1), ({"w": 2.0, "b": 3.0}, [0.5, 1.5], 4.0)),
}


@pytest.mark.parametrize("name", MANY_RESULTS)
def test_a_jacobian_in_columns_is_that_in_rows(name, monkeypatch):
    f, argnums, args = MANY_RESULTS[name]
    rows = [
        ag.grad(lambda *x, i=i: leaves(f(*x))[i], argnums)(*args)
        for i in range(len(leaves(f(*args))))
    ]
    monkeypatch.setattr(Run, "pull", None)  # reverse mode
    found = ag.jacobian(lambda *x: (f(*x), "beside"), argnums, has_aux=True)(*args)
    assert found[1] == "beside"
    assert leaves(found[0]) == pytest.approx(leaves(rows), rel=1e-14, abs=0.0)
    for backend in BACKENDS:
        fast = ag.compile(f, argnums=argnums, backend=backend)
        for each in (fast.jacobian, ag.jacobian(fast, argnums)):
            assert structure(each(*args)) == structure(found[0])
            assert leaves(each(*args)) == pytest.approx(leaves(rows), rel=1e-14, abs=0.0)


def test_a_jacobian_in_columns_can_be_differentiated_by_what_it_closes_over():
    def slopes(s, x):
        def f(t):
            y = ag.sin(s * t)
            return [y, y * s, y * t, ag.exp(y)]

        return ag.sum(ag.jacobian(f)(x))

    s, x = Value(0.7), Value(1.3)
    slopes(s, x).backward()

    def total(s, t):
        y = ag.sin(s * t)
        return y + y * s + y * t + ag.exp(y)

    known = [ag.grad(ag.grad(total, 1), i)(0.7, 1.3) for i in (0, 1)]
    assert [s.grad, x.grad] == pytest.approx(known, rel=1e-13)
    assert ag.grad(slopes, (0, 1))(0.7, 1.3) == pytest.approx(known, rel=1e-13)
    for backend in BACKENDS:
        fast = ag.compile(slopes, argnums=(0, 1), backend=backend)
        assert fast.grad(0.7, 1.3) == pytest.approx(known, rel=1e-13)
    assert ag.jacobian(lambda a: [s, s * s, 3.0])(np.empty(0))[0].shape == (0,)


def test_a_jacobian_of_many_results_of_few_numbers_is_linear_in_the_steps():
    point = [1.0, 0.7]

    def nodes(steps):
        found = ag.jacobian(trajectory(steps))(np.array([Value(x) for x in point]))
        return len(topological_order(*leaves(found)))

    def lines(steps):
        fast = ag.compile(trajectory(steps))
        fast(np.array(point))
        return fast.source_in("python", "jacobian").count("\n")

    for count in (nodes, lines):
        assert count(60) - count(40) == count(40) - count(20)


def test_a_jacobian_of_results_that_share_nothing_is_made_in_rows(monkeypatch):
    monkeypatch.setattr(Run, "push", None)  # forward mode
    t = np.linspace(0.0, 1.0, 7)
    found = ag.jacobian(lambda p: p[0] * np.exp(-p[1] * t) + p[2])(np.array([2.0, 1.0, 3.0]))
    expected = [np.exp(-t), -2.0 * t * np.exp(-t), np.ones(7)]
    np.testing.assert_allclose(found, np.transpose(expected), rtol=1e-15)


def test_a_hessian_is_symmetric_to_the_last_bit():
    def f(p):
        return ag.log(p["u"] * p["v"][0]) / p["v"][1] + ag.tanh(p["u"] / p["v"][1]) * p["v"][0]

    found = ag.hessian(f)({"u": 0.7, "v": [1.3, 0.9]})
    assert found["u"]["v"] == [row["u"] for row in found["v"]]
    assert found["v"][0]["v"][1] == found["v"][1]["v"][0]


def test_hessian_of_rosenbrock():
    x = np.array([1.2, -0.5])
    a, b = x
    expected = [[1200 * a * a - 400 * b + 2, -400 * a], [-400 * a, 200]]
    assert ag.hessian(rosenbrock)(x).tolist() == [pytest.approx(row, rel=1e-14) for row in expected]
    blocks = ag.hessian(lambda p: p["u"] ** 2 * p["v"])({"u": 3.0, "v": 2.0})
    assert blocks == {"u": {"u": 4.0, "v": 6.0}, "v": {"u": 6.0, "v": 0.0}}
    both = ag.hessian(lambda x, y: x * x * y, (0, 1))(3.0, 2.0)
    assert both == ((4.0, 6.0), (6.0, 0.0))


def messy(x):
    product = x[0] * ag.tanh(x[1])
    return np.array([product + x[2], ag.exp(product) * x[2], ag.sigmoid(x[0] - x[2] ** 2)])


vectors = st.lists(st.floats(-2, 2), min_size=3, max_size=3).map(np.array)


@given(vectors, vectors, vectors)
def test_forward_and_reverse_mode_agree(x, v, w):
    out, pushed = ag.jvp(messy, (x,), (v,))
    same, pull = ag.vjp(messy, x)
    (pulled,) = pull(w)
    jacobian = ag.jacobian(messy)(x)
    assert out.tolist() == same.tolist()
    assert pushed == pytest.approx(jacobian @ v, rel=1e-12, abs=1e-12)
    assert pulled == pytest.approx(w @ jacobian, rel=1e-12, abs=1e-12)


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=2), st.lists(st.floats(-2, 2), min_size=2,
       max_size=2))  # fmt: skip
def test_hvp_is_the_hessian_times_a_vector(x, v):
    product = ag.hvp(rosenbrock, (x,), (v,))
    expected = ag.hessian(rosenbrock)(np.array(x)) @ np.array(v)
    assert product == pytest.approx(expected.tolist(), rel=1e-12, abs=1e-9)


def test_products_with_several_arguments_and_nested():
    assert ag.hvp(lambda x, y: x * x * y, (3.0, 2.0), (1.0, 0.0)) == (4.0, 6.0)
    out, tangent = ag.jvp(lambda x, p: [x * p["a"], 7.0], (2.0, {"a": 3.0}), (1.0, {"a": 10.0}))
    assert (out, tangent) == ([6.0, 7.0], [23.0, 0.0])
    assert ag.grad(lambda x: ag.jvp(lambda y: x * y * y, (x,), (1.0,))[1])(3.0) == 12.0
    assert ag.grad(lambda t: ag.jvp(lambda y: y * y, (3.0,), (t,))[1])(1.0) == 6.0
    assert ag.jvp(ag.grad(lambda x: x**3), (2.0,), (1.0,)) == (12.0, 12.0)
    t = Value(5.0)
    pushed = ag.jvp(lambda x: x**3, (2.0,), (t,))[1]
    pushed.backward()
    assert (pushed.data, t.grad) == (60.0, 12.0)
    out, pull = ag.vjp(lambda x: [x * x, 5.0], 3.0)
    assert (out, pull([1, 1]), pull([0.0, 1.0])) == ([9.0, 5.0], (6.0,), (0.0,))


def test_scipy_takes_value_and_grad_as_it_is():
    result = minimize(ag.value_and_grad(rosenbrock), np.array([-1.2, 1.0]), jac=True, tol=1e-12)
    assert result.x == pytest.approx([1.0, 1.0], abs=1e-6)
    newton = minimize(
        ag.value_and_grad(rosenbrock), [-1.2, 1.0], jac=True, hess=ag.hessian(rosenbrock),
        method="Newton-CG", tol=1e-12,
    )  # fmt: skip
    assert newton.x == pytest.approx([1.0, 1.0], abs=1e-6)


# Every operation, second and third order ----------------------------------------------------


def derivative(operation, orders):
    """∂/∂x_i … of the forward rule as a function of mpmath numbers, for ``orders`` = (i, …)."""
    if not orders:
        return lambda *x: operation.forward(MPMATH, *x)
    inner = derivative(operation, orders[1:])
    # operands here are moderate: 300 digits outlast three differences with steps of 1e-40
    return lambda *x: differences(inner, x, digits=300, step=mpmath.mpf(10) ** -40)[orders[0]]


@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())
def test_higher_derivatives_of_every_operation(operation, order):
    """d^order/(dx_i^(order−1) dx_j) for all i, j, against nested differences at 1400 digits."""

    @settings(
        max_examples=10 if order == 2 else 4,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(operands_of(operation, MODERATE, most_operands=3))
    def run(operands):
        places = tuple(range(len(operands)))
        for i in places:
            true = [float(derivative(operation, (j,) + (i,) * (order - 1))(*operands))
                    for j in places]  # fmt: skip

            def f(*x):
                return Value.record_operation(operation, x)

            for _ in range(order - 1):
                f = ag.grad(f, i)
            got = ag.grad(lambda *x, f=f: f(*x), places)(*operands)
            # Rules of rules lose a few digits where terms cancel; a wrong one loses all.
            scale = max(1.0, *map(abs, true))
            assert got == pytest.approx(true, rel=1e-9, abs=1e-11 * scale)

    run()


# Operations of one's own --------------------------------------------------------------------


@ag.custom_gradient(lambda m, out, x: (3.0 * x * x,), symbol="x³")
def my_cube(m, x):
    """my_cube(x): x · x · x."""
    return x * x * x


def test_an_operation_of_ones_own_works_everywhere():
    x = Value(2.0, "x")
    y = my_cube(x) * 2
    y.backward()
    assert (y.data, x.grad) == (16.0, 24.0)
    assert (my_cube(2.0), my_cube(np.array([1.0, 2.0])).tolist()) == (8.0, [1.0, 8.0])
    assert [ag.grad(my_cube)(2.0), ag.grad(ag.grad(my_cube))(2.0)] == [12.0, 12.0]
    assert "x³" in ag.draw(y).dot()
    assert my_cube.latex("x") == r"\operatorname{my_cube}(x)"
    assert my_cube.__doc__ == "my_cube(x): x · x · x."
    assert ag.nn.Neuron(1, my_cube, weights=[1.0])([2.0]).data == 8.0
    for twin in (pickle.loads(pickle.dumps(y)), copy.deepcopy(y)):
        assert twin.parents[0].op is my_cube


@pytest.mark.parametrize("gradients", [lambda m, out, x, y: y, lambda m, out, x, y: (y,)])
def test_local_gradients_of_the_wrong_number_are_refused(gradients):
    product = ag.custom_gradient(gradients)(lambda m, x, y: x * y)
    with pytest.raises(TypeError, match=r"gradients of <lambda>: a tuple with one local gradient"):
        product(Value(1.0), 2.0)


@pytest.mark.parametrize("operand", [2.0, Value(2.0), np.array([2.0])])
def test_a_rule_gives_a_number(operand):
    forgetful = ag.custom_gradient(lambda m, out, x: (1.0,))(lambda m, x: None)
    with pytest.raises(TypeError, match=r"the rule of <lambda>: a real number .* got None"):
        forgetful(operand)


def test_the_number_of_a_rule_is_a_float():
    above = ag.custom_gradient(lambda m, out, x: (0.0,))(lambda m, x: x > 1.0)
    assert type(above(2.0)) is float
    assert above(np.array([0.0, 2.0])).dtype == float


@pytest.mark.parametrize(
    ("forward", "gradients", "message"),
    [
        (lambda x: x * x, lambda x: (2 * x,), r"forward of <lambda>: \(m, x\) is needed.*\(x\)$"),
        (lambda: 1.0, lambda m, out: (), r"forward of <lambda>: .* got \(\)$"),
        (lambda x, y: x * y, lambda x, y: (y, x), r"gradients of <lambda>: \(x, out, y\)"),
        (lambda m, x, y: x * y, lambda x, y: (y, x), r"\(m, out, x, y\) .* got \(x, y\)$"),
        (lambda m, x: x * x, lambda m, x: (2 * x,), r"\(m, out, x\) .* got \(m, x\)$"),
        (lambda m, *xs: xs[0], lambda m: (1.0,), r"\(m, out, \*xs\) .* got \(m\)$"),
        (lambda m, x, k=2.0: x * k, lambda m, out, x, k=2.0: (k, x), r"no defaults.*k=2.0\)"),
        (lambda m, x, *, k: x * k, lambda m, out, x, *, k: (k,), r"by place.*\*, k\)"),
        (lambda m, x, **k: x, lambda m, out, x, **k: (1.0,), r"by place.*\*\*k\)"),
    ],
)
def test_rules_that_cannot_be_called_are_refused_when_they_are_made(forward, gradients, message):
    with pytest.raises(TypeError, match=message):
        ag.custom_gradient(gradients)(forward)


def test_the_call_of_an_own_operation_is_told():
    product = ag.custom_gradient(lambda m, out, x, y: (y, x))(lambda m, x, y: x * y)
    with pytest.raises(TypeError, match=r"got 1 operands; the call is <lambda>\(x, y\): an"):
        product(2.0)
    ag.custom_gradient(lambda m, out, *xs: xs)(lambda *rule: rule[1])  # what fits somehow
    ag.custom_gradient(min)(lambda m, x: x)  # min has no signature


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (math.exp, "a function of plain numbers"),
        (np.exp, "np.exp"),
        (lambda x: np.hypot(x, 1.0), "np.hypot"),
    ],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_rule_is_written_with_m_where_it_is_compiled(function, message, backend):
    own = ag.custom_gradient(lambda m, out, x: (1.0,))(lambda m, x: function(x))
    assert own(2.0) == function(2.0)
    with pytest.raises(TypeError, match=f"a rule that calls {message}"):
        ag.compile(own, backend=backend)(2.0)


def calling(operation):
    """An own operation whose rule calls one of the table, and not what ``m`` has."""

    def forward(m, *operands):
        return operation.of_numbers(*operands)

    return ag.custom_gradient(lambda m, out, *x: operation.gradients(m, out, *x))(forward)


@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_rule_may_call_operations(operation, backend):
    point = next(iter(samples(operation, 1)))
    found = []
    for rule in (operation, once := calling(operation), calling(once)):
        fast = ag.compile(rule.of_numbers, argnums=range(len(point)), backend=backend)
        found.append([fast.value_and_grad(*point), fast.hessian(*point)])
    assert found[0] == found[1] == found[2]


def slope(m, x):
    return m.reciprocal(m.square(1.0 + m.abs(x)))


@ag.custom_gradient(lambda m, out, x: (slope(m, x),))
def softsign(m, x):
    return m.divide(x, 1.0 + m.abs(x))


@pytest.mark.parametrize("call", [lambda m, x: softsign(x), softsign.forward], ids=["", "forward"])
def test_rules_may_call_each_other(call):
    @ag.custom_gradient(lambda m, out, x: (call(m, x) + x * slope(m, x),))
    def gate(m, x):
        return x * call(m, x)

    assert ag.value_and_grad(gate)(2.0) == (4 / 3, 8 / 9)
    assert ag.hessian(gate)(2.0) == pytest.approx(2 / 27)
    for backend in BACKENDS:
        fast = ag.compile(gate, backend=backend)
        assert fast.value_and_grad(2.0) == (4 / 3, 8 / 9)
        assert fast.hessian(2.0) == pytest.approx(2 / 27)
    if call is softsign.forward:
        check_gradients(gate, 2.0)
    else:
        with pytest.raises(UncheckedError, match=r"own as other\.forward\(m, x\)"):
            check_gradients(gate, 2.0)


def test_hooks_look_at_every_gradient_of_a_pass():
    x = Value(3.0, "x")
    y = x * x
    z = y + x
    seen = []
    z.backward(2.0, hook=lambda node, gradient: seen.append((node, gradient, node.grad)))
    assert seen == [(z, 2.0, 2.0), (y, 2.0, 2.0), (x, 14.0, 14.0)]


# Structures by key ---------------------------------------------------------------------------

KEYED = {"x": 1.0, "y": {"u": 2.0, "v": np.array([3.0, 4.0])}, "z": (5.0, [6.0])}
DIRECTION = {"x": 1.0, "y": {"u": 0.5, "v": np.array([0.0, -1.0])}, "z": (2.0, [0.25])}


def keyed(p):
    y = p["y"]
    total = p["x"] ** 2 + 10 * y["u"] ** 3 + 100 * y["v"][0] * y["v"][1]
    return total + 1000 * p["z"][0] * p["z"][1][0]


def in_other_orders(tree):
    """The same tree with the keys of its dicts in every order."""
    if not isinstance(tree, dict):
        return [tree]
    branches = {key: in_other_orders(branch) for key, branch in tree.items()}
    return [
        dict(zip(order, chosen, strict=True))
        for order in itertools.permutations(tree)
        for chosen in itertools.product(*[branches[key] for key in order])
    ]


@pytest.mark.parametrize("turned", range(12))
def test_structures_are_matched_by_key_in_every_order(turned):
    primals, direction = in_other_orders(KEYED)[turned], in_other_orders(DIRECTION)[turned]
    gradient = ag.grad(keyed)(KEYED)
    slope = sum(g * t for g, t in zip(leaves(gradient), leaves(DIRECTION), strict=True))
    assert ag.jvp(keyed, (KEYED,), (direction,))[1] == pytest.approx(slope, rel=1e-14)
    expected = leaves(ag.hvp(keyed, (KEYED,), (DIRECTION,)))
    for backend in (None, *BACKENDS):
        hvp = partial(ag.hvp, keyed) if backend is None else ag.compile(keyed, backend=backend).hvp
        for at, towards in ((KEYED, direction), (primals, DIRECTION)):
            found = hvp((at,), (towards,))
            assert list(found) == list(at)
            assert matching(KEYED, found, "found") == pytest.approx(expected, rel=1e-14)
    _, pull = ag.vjp(lambda p: {"a": 2 * p, "b": 3 * p, "c": 5 * p}, 1.0)
    weights = {"a": 1.0, "b": 10.0, "c": 100.0}
    order = list(itertools.permutations("abc"))[turned % 6]
    assert pull({key: weights[key] for key in order}) == (532.0,)


SLOPES = {
    "grad": ag.grad,
    "value_and_grad": lambda f: lambda x: ag.value_and_grad(f)(x)[1],
    "jacobian": ag.jacobian,
    "jvp": lambda f: lambda x: ag.jvp(f, (x,), (1.0,))[1],
    "vjp": lambda f: lambda x: ag.vjp(f, x)[1](1.0)[0],
    "hessian": ag.hessian,
    "hvp": lambda f: lambda x: ag.hvp(f, (x,), (1.0,)),
}


@pytest.mark.parametrize("outer", SLOPES)
@pytest.mark.parametrize("inner", SLOPES)
def test_a_derivative_records_though_recording_is_off_around_it(inner, outer):
    def slope(x):
        with ag.no_grad():
            return SLOPES[inner](lambda y: y**6)(x)

    orders = 1 + (inner in ("hessian", "hvp")) + 1 + (outer in ("hessian", "hvp"))
    expected = math.perm(6, orders) * 2.0 ** (6 - orders)
    assert SLOPES[outer](slope)(2.0) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("wrap", [np.array, lambda v: np.stack([v])[0:1].reshape(())])
def test_an_array_without_dimensions_that_holds_a_value_is_that_value(wrap):
    assert type(wrap(Value(3.0))) is not Value

    def square(x):
        return wrap(x * x)

    assert ag.value_and_grad(square)(3.0) == (9.0, 6.0)
    assert ag.jacobian(square)(3.0) == ag.compile(square).jacobian(3.0) == 6.0
    assert ag.jvp(square, (3.0,), (1.0,)) == (9.0, 6.0)
    assert ag.vjp(square, 3.0)[0] == ag.compile(square)(3.0) == 9.0
    assert ag.grad(square)(wrap(Value(3.0))).data == 6.0
    assert ag.compile(square).grad(wrap(Value(3.0))).data == 6.0
