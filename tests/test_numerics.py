"""Interpolation and polynomials beside NumPy's; roots and fixed points beside what they solve."""

import math
import pickle

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.numerics.solutions import Solution

XS, YS = np.array([0.0, 1.0, 3.0, 3.5, 7.0]), np.array([1.0, 2.0, 0.0, 0.0, 5.0])
INSIDE = np.random.default_rng(18).uniform(0.0, 7.0, 40)
PLACES = np.array([*INSIDE, *XS, -1.0, 9.0, -math.inf, math.inf])


# Interpolation ---------------------------------------------------------------------------------


def test_values_are_numpys_and_exact_at_the_points():
    np.testing.assert_allclose(ag.interp(PLACES, XS, YS), np.interp(PLACES, XS, YS), rtol=1e-14)
    xs, ys = np.sort(INSIDE), 1e6 * np.sin(np.arange(40.0))
    assert (ag.interp(xs, xs, ys) == ys).all()
    assert math.isnan(ag.interp(math.nan, XS, YS))
    assert type(ag.interp(2, XS, YS)) is float
    assert ag.interp([[0.5], [2.0]], [0, 1, 3], [1, 2, 0]).tolist() == [[1.5], [1.0]]


def test_a_rise_that_leaves_the_range_of_doubles():
    for wide in (1.0, 1e300):
        assert ag.interp(0.5 * wide, [-wide, wide], [-1.5e308, 1.5e308]) == 0.75e308


def test_slopes_are_those_of_the_interval_that_begins():
    slope = ag.grad(lambda x: ag.interp(x, XS, YS))
    slopes = [*(np.diff(YS) / np.diff(XS))]
    assert [slope(x) for x in XS] == pytest.approx([*slopes, slopes[-1]], rel=4e-16)
    assert [slope(x) for x in (-1.0, 9.0, -math.inf, math.inf)] == [0.0] * 4
    assert ag.grad(slope)(0.5) == 0.0
    v = Value(9.0)
    ag.interp(v, XS, YS).backward()  # a node, though its value is constant
    assert v.grad == 0.0


@pytest.mark.parametrize("x", [0.2, 0.5, 0.9, 2.5, 3.2, 6.9])
def test_gradients_by_the_points_are_weights(x):
    by_xs, by_ys = ag.grad(ag.interp, (1, 2))(x, XS, YS)
    i = np.searchsorted(XS, x) - 1
    share, slope = (x - XS[i]) / (XS[i + 1] - XS[i]), (YS[i + 1] - YS[i]) / (XS[i + 1] - XS[i])
    weights = np.zeros(5)
    weights[i : i + 2] = 1.0 - share, share
    np.testing.assert_allclose(by_ys, weights, rtol=1e-14)
    np.testing.assert_allclose(by_xs, -slope * weights, rtol=1e-14)
    ag.testing.check_gradients(ag.interp, x, XS, YS)


@pytest.mark.parametrize("backend", ["python", "numpy", "llvm"])
def test_compiled_it_is_the_same(backend):
    fast = ag.compile(ag.interp, argnums=(0, 1, 2), in_axes=(0, None, None), backend=backend)
    values, gradients = fast.value_and_grad(PLACES, XS, YS)
    eager = [ag.value_and_grad(ag.interp, (0, 1, 2))(x, XS, YS) for x in PLACES.tolist()]
    assert values.tolist() == [value for value, _ in eager]
    assert gradients[0].tolist() == [by_x for _, (by_x, _, _) in eager]
    for i in (1, 2):
        total = sum(gradient[i] for _, gradient in eager)
        found = gradients[i] if gradients[i].ndim == 1 else gradients[i].sum(axis=0)
        np.testing.assert_allclose(found, total, rtol=1e-12, atol=1e-15)
    table = ag.compile(lambda x: ag.interp(x, XS, YS), in_axes=0, backend=backend)
    assert table.value_and_grad(PLACES)[1].tolist() == gradients[0].tolist()


def test_a_long_table_takes_few_steps():
    n = 100_000
    xs = np.arange(float(n))
    x = Value(77_777.25)
    y = ag.interp(x, xs, xs * xs)
    assert len(ag.topological_order(y)) < 15
    assert y.data == 77_777.0**2 + 0.25 * (2 * 77_777.0 + 1.0)


@pytest.mark.parametrize(
    ("xs", "ys", "message"),
    [
        ([0.0, 0.0], [1.0, 2.0], r"xs: .* increase .* got 0\.0 after 0\.0"),
        ([1.0, 0.0], [1.0, 2.0], "increase"),
        ([0.0, math.nan], [1.0, 2.0], "finite"),
        ([0.0, math.inf], [1.0, 2.0], "finite"),
        ([Value(1.0), Value(0.0)], [1.0, 2.0], "increase"),
        ([0.0], [1.0], "two points or more"),
        ([0.0, 1.0], [1.0], "as many ys as xs; got 2 xs and 1 ys"),
    ],
)
def test_tables_that_are_none_are_refused(xs, ys, message):
    with pytest.raises(ValueError, match=message):
        ag.interp(0.5, xs, ys)


# Polynomials -----------------------------------------------------------------------------------


def test_polynomials_are_numpys():
    for coefficients in ([2.0, -1.0, 0.5, 3.0], [4.0], [], np.arange(12.0)):
        assert (ag.polyval(coefficients, XS) == np.polyval(coefficients, XS)).all()
        assert ag.polyval(coefficients, 1.5) == np.polyval(coefficients, 1.5)
    assert ag.polyval([2.0], math.inf) == 2.0
    assert isinstance(ag.polyval([2.0], Value(1.0)), Value)


def test_polynomials_have_gradients():
    c = np.array([2.0, -1.0, 0.5, 3.0])
    by_c, by_x = ag.grad(ag.polyval, (0, 1))(c, 1.5)
    assert by_c.tolist() == [1.5**3, 1.5**2, 1.5, 1.0]
    assert by_x == np.polyval(np.polyder(c), 1.5)
    assert ag.grad(ag.grad(ag.polyval, 1), 1)(c, 1.5) == np.polyval(np.polyder(c, 2), 1.5)
    fast = ag.compile(ag.polyval, argnums=1)
    assert fast.value_and_grad(c, 1.5) == (ag.polyval(c, 1.5), by_x)


# Roots and fixed points ------------------------------------------------------------------------


def halfway(x, a):
    return 0.5 * (x + a / x)


#: ways to √a
ROOTS = {
    "root": lambda a: ag.root(lambda x, a: x * x - a, 1.0, a),
    "closed over": lambda a: ag.root(lambda x: x * x - a, 1.0),
    "closed over, computed": lambda a: ag.root(lambda x: x * x - 0.5 * (a + a), 1.0),
    "both": lambda a: ag.root(lambda x, b: x * x - 0.25 * a - 0.75 * b, 1.0, a),
    "bracket": lambda a: ag.root(lambda x: x * x - a, 10.0, bracket=(0.0, 1e6)),
    "in a list": lambda a: ag.root(lambda x: [x[0] * x[1] - a, x[0] - x[1]], [1.0, 2.0])[1],
    "of a gradient": lambda a: ag.root(ag.grad(lambda x, a: x**3 / 3.0 - a * x), 1.0, a),
    "of a root": lambda a: ag.root(lambda x: x - ag.root(lambda y: x * y - a, 1.0), 1.0),
    "compiled f": lambda a: ag.root(ag.compile(lambda x, a: x * x - a), 1.0, a),
    "fixed point": lambda a: ag.fixed_point(halfway, 1.0, a),
    "damped": lambda a: ag.fixed_point(lambda x: a / x, 1.0, relaxation=0.5),
    "in a dict": lambda a: ag.fixed_point(lambda d: {"x": halfway(d["x"], a)}, {"x": 1.0})["x"],
}
#: of √a, up to the fourth
DERIVATIVES = [
    lambda a: math.sqrt(a),
    lambda a: 0.5 * a**-0.5,
    lambda a: -0.25 * a**-1.5,
    lambda a: 0.375 * a**-2.5,
    lambda a: -0.9375 * a**-3.5,
]


@pytest.mark.parametrize("name", ROOTS)
@pytest.mark.parametrize("a", [2.0, 9.0, 1e4])
def test_derivatives_of_every_order(name, a):
    f = ROOTS[name]
    for order, expected in enumerate(DERIVATIVES):
        assert math.isclose(f(a), expected(a), rel_tol=(2 + 4 * order) * 2.0**-52)
        f = ag.grad(f)
    assert math.isclose(ag.hessian(ROOTS[name])(a), DERIVATIVES[2](a), rel_tol=1e-14)
    _, slope = ag.jvp(ROOTS[name], (a,), (2.0,))
    assert math.isclose(slope, 2.0 * DERIVATIVES[1](a), rel_tol=1e-15)
    assert math.isclose(ag.hvp(ROOTS[name], (a,), (1.0,)), DERIVATIVES[2](a), rel_tol=1e-14)


def in_closed_form(p):
    """x + y = p₀ and x · y = p₁."""
    half = ag.sqrt(p[0] * p[0] / 4.0 - p[1])
    return [p[0] / 2.0 + half, p[0] / 2.0 - half]


def as_a_root(p):
    return ag.root(lambda z, p: [z[0] + z[1] - p[0], z[0] * z[1] - p[1]], [2.5, 0.25], p)


def test_derivatives_of_several_unknowns():
    f, g = as_a_root, in_closed_form
    for _ in range(4):
        np.testing.assert_allclose(f([3.0, 1.5]), g([3.0, 1.5]), rtol=1e-12)
        f, g = ag.jacobian(f), ag.jacobian(g)


def test_structures_come_back():
    assert ag.root(lambda x: x - 2.0, 1) == 2.0
    found = ag.root(lambda d: {"u": d["u"] - 1.0, "v": (d["v"][0] - d["u"],)}, {"u": 0, "v": (0,)})
    assert found == {"u": 1.0, "v": (1.0,)}
    array = ag.root(lambda x: x * x - np.array([4.0, 9.0]), np.array([1.0, 1.0]))
    assert array.dtype == float
    assert array.tolist() == [2.0, 3.0]
    p = {"a": np.array([1.0, 2.0]), "b": (3.0,)}
    by_p = ag.grad(lambda p: ag.root(lambda x, p: np.sum(p["a"]) * x - p["b"][0], 1.0, p))(p)
    np.testing.assert_allclose(by_p["a"], [-1.0 / 3.0] * 2)
    assert math.isclose(by_p["b"][0], 1.0 / 3.0)
    assert ag.root(lambda x: [], []) == []


def test_numbers_give_numbers_and_values_nodes():
    assert type(ROOTS["root"](2.0)) is float
    assert type(ag.root(ag.grad(lambda x: x * x - x), 0.0)) is float
    a = Value(4.0, "a")
    x = ROOTS["root"](a)
    assert (x.data, x.parents, x.local_gradients) == (2.0, (a,), (0.25,))
    assert type(ag.root(lambda x: x - 1.0, Value(0.0))) is float  # a start has no gradient
    with ag.no_grad():
        assert not ROOTS["root"](a).differentiable
    with ag.detect_anomaly():  # log(0) on the way there
        assert ag.root(lambda x: ag.log(x) * x + a - 4.0, 3.0).data == 1.0


def test_a_chain_of_roots_is_linear_and_is_freed():
    start = y = Value(1.0)
    for _ in range(2000):  # implicit Euler for y′ = −y²
        y = ag.root(lambda x, y: x + 1e-3 * x * x - y, y.data, y)
    y.backward()
    assert math.isclose(y.data, 1.0 / 3.0, rel_tol=1e-3)
    assert math.isclose(start.grad, 1.0 / 9.0, rel_tol=1e-2)
    assert len(ag.topological_order(y)) == 2001
    del y


def test_nodes_can_be_shown_and_not_compiled():
    a = Value(2.0, "a")
    x = ROOTS["root"](a)
    assert "root(a)" in str(ag.explain(x))
    assert "root" in ag.draw(x).dot()
    with pytest.raises(TypeError, match="root: its number is found by iteration"):
        ag.compile(lambda y: y * x)(2.0)
    with pytest.raises(pickle.PicklingError, match="root"):
        pickle.dumps(x)
    with pytest.raises(ag.TracingError, match=r"how many steps ag\.root takes"):
        ag.compile(ROOTS["root"])(2.0)
    with pytest.raises(ag.TracingError, match=r"how many steps ag\.fixed_point takes"):
        ag.compile(ROOTS["fixed point"])(2.0)


CHECKED = {
    "one": (lambda a, b: ag.root(lambda x: x * x * a - b, 1.0), (2.0, 3.0)),
    "several": (lambda p: ag.sin(as_a_root(p)[0]) * as_a_root(p)[1], ([3.0, 1.5],)),
    "of a root": (ROOTS["of a root"], (2.0,)),
    "fixed point": (lambda a: ag.fixed_point(lambda x: ag.cos(a * x), 1.0), (0.7,)),
}


@pytest.mark.parametrize("name", CHECKED)
def test_the_checker_knows_them(name):
    f, arguments = CHECKED[name]
    ag.testing.check_gradients(f, *arguments)


def test_a_planted_wrong_gradient_is_caught(monkeypatch):
    right = Solution._row
    monkeypatch.setattr(Solution, "_row", lambda *args: tuple(1.001 * x for x in right(*args)))
    f, arguments = CHECKED["one"]
    with pytest.raises(AssertionError, match=r"Suspected: root\(2\.0, 3\.0\)"):
        ag.testing.check_gradients(f, *arguments)


def test_a_layer_may_be_a_fixed_point():
    """Its parameters, over which it closes, get the gradients of the layers that it stands for."""
    layer, x = nn.Layer(5, 3, "tanh", rng=0), [0.3, -0.7]
    for p in layer.parameters():
        p.data *= 0.5
    found = ag.fixed_point(lambda z: layer([*z, *x]), [0.0] * 3)
    ag.sum([z * z for z in found]).backward()
    gradients = [p.grad for p in layer.parameters()]
    layer.zero_grad()
    z = [0.0] * 3
    for _ in range(100):
        z = layer([*z, *x])
    ag.sum([each * each for each in z]).backward()
    np.testing.assert_allclose(gradients, [p.grad for p in layer.parameters()], rtol=1e-13)


# Convergence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "start", "expected"),
    [
        (lambda x: ag.exp(x) - 1e100, 1.0, 100.0 * math.log(10.0)),
        (lambda x: ag.exp(x) - 1e-100, 1.0, -100.0 * math.log(10.0)),
        (lambda x: 1e40 * x * x - 1.0, 3e-20, 1e-20),
        (lambda x: x - 1e-30, 0.0, 1e-30),
        (lambda x: ag.atan(x), 10.0, 0.0),
        (lambda x: ag.log(x), 10.0, 1.0),
        (lambda x: x * x * x - 2.0 * x + 2.0, 0.5, -1.7692923542386314),
    ],
)
def test_it_gets_there(f, start, expected):
    assert math.isclose(ag.root(f, start), expected, rel_tol=4e-16)


@pytest.mark.parametrize("start", [-4.0, 0.0, 0.3, 4.9])
def test_a_bracket_holds(start):
    for f in (
        lambda x: ag.tanh(50.0 * (x - 0.3)),
        lambda x: ag.tanh(50.0 * (0.3 - x)),
        lambda x: ag.cbrt(x - 0.3),
        lambda x: (x - 0.3) ** 3,
    ):
        assert math.isclose(ag.root(f, start, bracket=(-5.0, 5.0)), 0.3, rel_tol=1e-15)


def test_nothing_is_asked_beyond_a_bracket():
    def f(x):
        assert 0.0 <= x <= 1.0
        return ag.sqrt(x) - 1e-3

    assert math.isclose(ag.root(f, 0.9, bracket=(0.0, 1.0)), 1e-6, rel_tol=1e-15)


def test_the_last_step_counts():
    assert ag.root(lambda x: 2.0 * x - 2.0, 5.0, max_steps=1) == 1.0


FAILURES = {
    "no root": lambda: ag.root(lambda x: x * x + 1.0, 1.5),
    "flat": lambda: ag.root(lambda x: x * x - 2.0, 0.0),
    "constant": lambda: ag.root(lambda x: 3.0, 1.0),
    "nan": lambda: ag.root(lambda x: ag.sqrt(x), -1.0),
    "a pole": lambda: ag.root(lambda x: 1.0 / x, 0.3, bracket=(-1.0, 1.0)),
    "another pole": lambda: ag.root(ag.tan, 1.2, bracket=(1.0, 2.0)),
    "a jump": lambda: ag.root(lambda x: ag.sign(x - 0.3), 0.1, bracket=(-1.0, 1.0)),
    "too few steps": lambda: ag.root(lambda x: x * x - 2.0, 1.0, max_steps=2),
    "singular": lambda: ag.root(lambda x: [x[0] + x[1] - 1.0, x[0] + x[1] - 2.0], [0.0, 0.0]),
    "growing": lambda: ag.fixed_point(lambda x: 2.0 * x + 1.0, 1.0),
    "swinging": lambda: ag.fixed_point(lambda x: 3.0 - x, 1.0),
    "leaving": lambda: ag.fixed_point(ag.log, 1.0),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_does_not_converge_says_how_far_it_came(name):
    with pytest.raises(ag.ConvergenceError, match=r"f: no .* after \d+ steps.* try a"):
        FAILURES[name]()


def test_equations_that_are_none_are_refused():
    with pytest.raises(ValueError, match="f: as many numbers as there are unknowns"):
        ag.root(lambda x: [x, x], 1.0)
    with pytest.raises(ValueError, match="bracket: f must have opposite signs"):
        ag.root(lambda x: x * x - 1.0, 3.0, bracket=(2.0, 4.0))
    with pytest.raises(ValueError, match="bracket: it is for one unknown"):
        ag.root(lambda x: x, [1.0, 2.0], bracket=(0.0, 4.0))
    with pytest.raises(ValueError, match=r"bracket: .* whose start lies in it"):
        ag.root(lambda x: x, 5.0, bracket=(-1.0, 4.0))
