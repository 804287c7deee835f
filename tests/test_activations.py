"""Logarithms and activations beside the conventions of SciPy and PyTorch, and at their kinks."""

import math

import numpy as np
import pytest
import scipy.special

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.primitives.operation import FLOATS

POINTS = [-7.5, -3.5, -2.0, -0.3, 0.25, 1.0, 2.9, 4.5, 7.0]
#: as torch.nn.functional defines them
PYTORCH = {
    "mish": lambda x: x * math.tanh(math.log1p(math.exp(x))),
    "softsign": lambda x: x / (1 + abs(x)),
    "hardtanh": lambda x: max(-1.0, min(1.0, x)),
    "relu6": lambda x: min(max(0.0, x), 6.0),
    "hard_sigmoid": lambda x: 0.0 if x <= -3 else 1.0 if x >= 3 else x / 6 + 0.5,
    "hard_swish": lambda x: 0.0 if x <= -3 else x if x >= 3 else x * (x + 3) / 6,
    "selu": lambda x: (
        1.0507009873554804934193349852946
        * (max(0.0, x) + min(0.0, 1.6732632423543772848170429916717 * math.expm1(x)))
    ),
    "celu": lambda x: max(0.0, x) + min(0.0, math.expm1(x)),
}


def slopes(operation, *x):
    return operation.gradients(FLOATS, operation.forward(FLOATS, *x), *x)


@pytest.mark.parametrize("name", PYTORCH)
@pytest.mark.parametrize("x", POINTS)
def test_activations_are_those_of_pytorch(name, x):
    assert getattr(ag, name)(x) == pytest.approx(PYTORCH[name](x), rel=1e-14)


def test_parameters_are_those_of_pytorch():
    assert ag.hardtanh(5.0, -2.0, 3.0) == ag.hardtanh(5.0, high=3.0) == 3.0
    assert ag.celu(-1.0, alpha=2.0) == pytest.approx(2.0 * math.expm1(-0.5), rel=1e-15)
    assert ag.prelu(-2.0, 0.25) == -0.5
    slope = Value(0.25)
    ag.prelu(-2.0, slope).backward()
    assert slope.grad == -2.0
    assert ag.softmin([0.5, 2.0]) == ag.softmax([-0.5, -2.0])


@pytest.mark.parametrize(
    ("name", "x", "expected"),
    [
        ("hardtanh", (-1.0, -1.0, 1.0), (0.5, 0.5, 0.0)),
        ("hardtanh", (1.0, -1.0, 1.0), (0.5, 0.0, 0.5)),
        ("relu6", (0.0,), (0.5,)),
        ("relu6", (6.0,), (0.5,)),
        ("hard_sigmoid", (-3.0,), (1 / 12,)),
        ("hard_sigmoid", (3.0,), (1 / 12,)),
        ("hard_sigmoid", (math.nextafter(3.0, 4.0),), (0.0,)),
        ("hard_sigmoid", (math.nextafter(3.0, 0.0),), (1 / 6,)),
        ("hard_swish", (-3.0,), (-0.25,)),
        ("hard_swish", (3.0,), (1.25,)),
        ("hard_swish", (-1.5,), (0.0,)),
        ("selu", (0.0,), (1.0507009873554805 * 1.6732632423543772,)),
        ("celu", (0.0, 2.0), (1.0, 0.0)),
        ("prelu", (0.0, 0.25), (0.25, 0.0)),
        ("softsign", (0.0,), (1.0,)),
        ("logit", (0.0,), (math.inf,)),
        ("logit", (1.0,), (math.inf,)),
        ("log1mexp", (0.0,), (math.inf,)),
        ("log1mexp", (-0.0,), (math.inf,)),
        ("entr", (0.0,), (math.inf,)),
        ("xlogy", (0.0, 0.0), (-math.inf, 0.0)),
        ("xlog1py", (0.0, -1.0), (-math.inf, 0.0)),
        ("logaddexp", (2.0, 2.0), (0.5, 0.5)),
        ("logaddexp2", (2.0, 2.0), (0.5, 0.5)),
    ],
)
def test_slopes_at_kinks_and_edges(name, x, expected):
    assert slopes(getattr(ag, name), *x) == pytest.approx(expected, rel=1e-15, abs=0)


@pytest.mark.parametrize("name", ["softsign", "mish", "hard_swish", "hard_sigmoid", "hardtanh"])
def test_activations_have_their_limits_at_infinity(name):
    operation = getattr(ag, name)
    far = operation(1e300)
    assert operation(math.inf) in (far, math.inf)
    assert operation(-math.inf) in (operation(-1e300), -1.0)
    assert all(math.isfinite(operation(Value(x)).local_gradients[0]) for x in (math.inf, -math.inf))


@pytest.mark.parametrize("name", ["logit", "xlogy", "xlog1py", "entr", "rel_entr", "exp10"])
def test_names_and_values_are_those_of_scipy(name):
    operation, function = getattr(ag, name), getattr(scipy.special, name)
    numbers = [0.0, 1e-300, 0.1, 0.5, 0.75, 1.0, 3.0]
    for x in numbers:
        for point in [(x,)] if 1 in operation.arity else [(x, y) for y in numbers]:
            expected = float(function(*point))
            if not math.isnan(expected):
                assert operation(*point) == pytest.approx(expected, rel=1e-12), point


def test_outside_the_domain_is_nan_where_scipy_goes_on():
    for outside in (ag.log_ratio, ag.rel_entr):
        assert np.isnan(ag.hessian(outside, (0, 1))(-1.0, 2.0)).all()
        assert np.isnan(ag.hessian(outside, (0, 1))(1.0, -2.0)).all()
    found = [ag.entr(-1.0), ag.rel_entr(-1.0, 1.0), ag.rel_entr(1.0, -1.0), ag.xlogy(0.0, -1.0)]
    assert all(map(math.isnan, found))


def test_small_differences_keep_their_digits():
    assert ag.log1mexp(1e-300) == math.log(1e-300)
    assert ag.log1mexp(50.0) == -math.exp(-50.0)
    near = math.nextafter(3.0, 4.0)
    assert ag.log_ratio(near, 3.0) == pytest.approx((near - 3.0) / 3.0, rel=1e-15)
    assert ag.log_ratio(1e300, 1e-300) == pytest.approx(600 * math.log(10), rel=1e-15)
    assert ag.logaddexp2(5.0, 5.0) == 6.0
    assert ag.logit(ag.sigmoid(-700.0)) == pytest.approx(-700.0, rel=1e-15)


@pytest.mark.parametrize("name", ["logaddexp", "logaddexp2"])
def test_numpy_adds_in_the_logarithm(name):
    operation, function = getattr(ag, name), getattr(np, name)
    x, y = Value(1.0), Value(-2.0)
    for found in (function(x, y), function(1.0, y), function(np.array([x]), y)[0]):
        assert found.op is operation
        assert found.data == pytest.approx(float(function(1.0, -2.0)), rel=1e-15)
    for a, b in [(math.inf, math.inf), (-math.inf, -math.inf), (-math.inf, 1.0)]:
        assert operation(a, b) == function(a, b)


@pytest.mark.parametrize("gap", [1e-300, -1e-20, 1e-9, -1e-3, 0.5, 30.0])
def test_beside_a_tie_second_derivatives_of_two_weights_keep_their_digits(gap):
    exact = -math.tanh(gap / 2) / (4 * math.cosh(gap / 2) ** 2)
    for weight in (lambda x: ag.softmax_component(x, 0.0), lambda x: ag.softmax([x, 0.0])[0]):
        assert ag.grad(ag.grad(weight))(gap) == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("n", [3, 64, 65, 200])
def test_log_softmax_is_the_log_of_softmax(n):
    rng = np.random.default_rng(n)
    numbers, weights = (rng.normal(size=n) * 3).tolist(), rng.normal(size=n).tolist()
    leaves, others = [*map(Value, numbers)], [*map(Value, numbers)]
    found, expected = ag.log_softmax(leaves), [ag.log(p) for p in ag.softmax(others)]
    assert [x.data for x in found] == pytest.approx([x.data for x in expected], rel=1e-13)
    assert [x.data for x in found] == pytest.approx(ag.log_softmax(numbers), rel=1e-13)
    ag.dot(weights, found).backward()
    ag.dot(weights, expected).backward()
    assert [x.grad for x in leaves] == pytest.approx([x.grad for x in others], abs=1e-12)


@pytest.mark.parametrize("n", [3, 100])
def test_log_softmax_of_infinite_numbers(n):
    low, high = [-math.inf] * (n - 2), [1.0, 1.0]
    assert ag.log_softmax([*high, *low]) == [-math.log(2.0)] * 2 + low
    assert ag.log_softmax([math.inf, 1.0, *low]) == [0.0, -math.inf, *low]


@pytest.mark.parametrize("n", [2, 100])
def test_log_softmax_of_large_and_far_numbers(n):
    found = ag.log_softmax([Value(1e6), Value(1e6 - 1e4), *[Value(-1e300)] * (n - 2)])
    assert [x.data for x in found[:2]] == [0.0, -1e4]
    found[1].backward()
    assert found[0].parents[0].has_gradient
