"""The tools for testing gradients, tested: what they accept, what they catch, what they say."""

import math
import runpy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.operation import TABLE
from autograd_lite.testing import GradientError, check_gradients, strategies


def gaussian_bump(x):
    return ag.exp(-(x**2))


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (gaussian_bump, (0.7,)),
        (gaussian_bump, (0.0,)),
        (lambda p: ag.tanh(p["w"] * p["x"]) ** 2, ({"w": 0.5, "x": 2.0},)),
        (lambda x, y: np.dot(x, x) * y, (np.array([1.0, 2.0]), 3.0)),
        (lambda x: [x, ag.log(x), {"a": x / 3}], (2.0,)),
        (lambda x: x * 0.0 + 7.0, (2.0,)),
        (lambda x: (x - 1e8) * 1e-8 + 1.0, (1e8 + 1.0,)),
        (lambda x: 1e300 * x, (1e-300,)),
        (lambda x: x[0] * x[1] * x[2] - ag.maximum(*x), ([1.0, 2.0, 3.0],)),
    ],
)
def test_right_gradients_pass(f, args):
    check_gradients(f, *args)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(strategies.expressions())
def test_the_engine_passes_on_random_graphs(root):
    leaves = strategies.leaves_of(root)
    nodes = ag.topological_order(root)

    def again(*numbers):
        fresh = dict(zip(leaves, numbers, strict=True))
        for node in nodes:
            if node.op:
                operands = tuple(fresh.get(p, p) for p in node.parents)
                fresh[node] = Value.record_operation(node.op, operands)
        return fresh.get(root, root)

    check_gradients(again, *[leaf.data for leaf in leaves], order=1)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (ag.log, 1e-4), (ag.sqrt, 1e-300), (ag.abs, 1e-4), (ag.reciprocal, -1e-4),
        (ag.asin, 0.9999), (ag.exp, 700.0), (ag.square, 1e150), (ag.norm_cdf, -30.0),
        (lambda x: ag.relu(x - 1), 1.0005), (lambda x: ag.relu(x - 1), 1.000001),
    ],
)  # fmt: skip
def test_right_gradients_pass_near_an_edge_a_kink_and_in_the_tails(f, x):
    check_gradients(f, x, order=1)


def planted(gradients, forward=lambda m, x: x * m.exp(x)):
    return ag.custom_gradient(gradients)(forward)


def right(m, out, x):
    return (m.exp(x) + out,)


WRONG = {
    "a factor of 1.001": lambda m, out, x: (1.001 * (m.exp(x) + out),),
    "the sign": lambda m, out, x: (-m.exp(x) - out,),
    "a missing term": lambda m, out, x: (out,),
    "always zero": lambda m, out, x: (0.0,),
    "always nan": lambda m, out, x: (math.nan,),
    "the last six digits": lambda m, out, x: (m.exp(x) * (1.0 + 1e-8) + out,),
}


@pytest.mark.parametrize("plant", WRONG)
def test_a_wrong_rule_is_caught_and_named(plant):
    operation = planted(WRONG[plant])
    check_gradients(lambda x: ag.sigmoid(planted(right)(x * 2)), 0.3)
    with pytest.raises(
        GradientError, match=r"the gradient of f is wrong.*args\[0\]\['x'\]"
    ) as info:
        check_gradients(lambda p: ag.sigmoid(operation(p["x"] * 2)), {"x": 0.3})
    assert "Suspected: <lambda>(0.6), whose local gradient towards operand 0" in str(info.value)
    assert "mpmath" in str(info.value)


def test_a_rule_that_is_right_but_cannot_be_differentiated_again_is_caught():
    def frozen(m, out, x):  # right as a number, but a constant for the next derivative
        slope = m.exp(x) + out
        return (slope.data if isinstance(slope, Value) else slope,)

    operation = planted(frozen)
    check_gradients(operation, 0.5, order=1)
    with pytest.raises(GradientError, match=r"the Hessian of f times.*Suspected: .*derivative of"):
        check_gradients(operation, 0.5)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x * x.data if isinstance(x, Value) else x * x,
        lambda x: x.detach() * x,
        lambda x: x * round(x, 9),
    ],
)
def test_a_dependence_that_the_graph_misses_is_caught(f):
    with pytest.raises(GradientError, match=r"neighbouring points.*does f hide a dependence"):
        check_gradients(lambda x: f(x if isinstance(x, Value) else Value(x)), 1.5)


def test_where_there_is_no_derivative_it_says_so():
    with pytest.raises(ValueError, match=r"f has no derivative here: relu\(0\.0\) is at a kink"):
        check_gradients(lambda x: ag.relu(x - 1), 1.0)
    with pytest.raises(ValueError, match="order: got 3; choose 1 or 2"):
        check_gradients(gaussian_bump, 1.0, order=3)


def test_the_same_seed_says_the_same():
    texts = set()
    for _ in range(2):
        with pytest.raises(GradientError) as info:
            check_gradients(planted(WRONG["a missing term"]), 0.5, seed=3)
        texts.add(str(info.value))
    assert len(texts) == 1


@given(strategies.values(st.floats(0, 1)))
def test_values_are_leaves(value):
    assert isinstance(value, Value)
    assert 0 <= value.data <= 1
    assert not value.parents


@given(strategies.operations())
def test_operations_come_with_operands_in_their_domain(pair):
    operation, operands = pair
    assert operation in TABLE.values()
    assert len(operands) in operation.arity
    assert operation.domain(*operands)
    assert operation.smooth(*operands)


@given(strategies.expressions(table=[ag.add, ag.multiply], most_operations=5))
def test_expressions_use_the_table_that_is_given(root):
    nodes = ag.topological_order(root)
    assert {node.op for node in nodes} <= {None, ag.add, ag.multiply}
    assert sum(bool(node.op) for node in nodes) <= 5
    assert all(math.isfinite(node.data) for node in nodes)


def test_the_example_shows_right_and_wrong(capsys):
    path = Path(__file__).parents[1] / "examples" / "own_function.py"
    runpy.run_path(str(path), run_name="__main__")
    told = capsys.readouterr().out
    assert "Black–Scholes price 11.506894, its gradient and Hessian are right" in told
    assert "∂/∂s = 0.653581" in told  # the delta, Φ(d₁)
    assert "wrong_softsign: the gradient of f is wrong: args[0] is 0.498" in told
