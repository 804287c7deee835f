"""Whole graphs: random ones against the oracle, and the ones that every engine is shown."""

import math
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import MPMATH, differences

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.primitives import TABLE


@st.composite
def recipes(draw):
    """Steps of a random computation: an operation and the earlier results that it takes."""
    # three decimals: a square of 1e-160 would have lost its digits before any rule is asked
    number = st.integers(-2000, 2000).map(lambda n: n / 1000)
    leaves = draw(st.lists(number, min_size=1, max_size=3))
    steps = []
    for length in range(len(leaves), len(leaves) + draw(st.integers(1, 12))):
        operation = draw(st.sampled_from(list(TABLE.values())))
        count = draw(st.sampled_from([n for n in range(1, 5) if n in operation.arity]))
        # the latest results are taken often, so that graphs grow deep; any may be shared
        places = st.one_of(st.just(length - 1), st.integers(0, length - 1))
        steps.append((operation, [draw(places) for _ in range(count)]))
    return leaves, steps


def run_values(leaves, steps):
    nodes = list(leaves)
    for operation, places in steps:
        operands = [nodes[i] for i in places]
        data = [x.data for x in operands]
        assume(operation.domain(*data) and operation.smooth(*data))
        nodes.append(Value.record_operation(operation, tuple(operands)))
        assume(abs(nodes[-1].data) < 1e6)
    return nodes[-1]


def run_mpmath(steps, *leaves):
    nodes = list(leaves)
    for operation, places in steps:
        nodes.append(operation.forward(MPMATH, *[nodes[i] for i in places]))
    return nodes[-1]


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(recipes())
def test_random_graphs_with_shared_nodes_agree_with_the_oracle(recipe):
    numbers, steps = recipe
    leaves = [Value(x) for x in numbers]
    root = run_values(leaves, steps)
    root.backward()
    bound = path_bound(root)
    for leaf, true in zip(leaves, differences(partial(run_mpmath, steps), numbers), strict=True):
        # The rounding errors of a dozen operations grow with the slopes on their way; the sum
        # over the paths bounds the product, and 1e-9 of it still catches every wrong rule.
        assert abs(leaf.grad - true) <= 1e-9 * (1 + bound), (leaf.grad, true)


def path_bound(root):
    """The sum over all paths of the products of |local gradient|."""
    bound = {root: 1.0}
    for node in reversed(ag.topological_order(root)):
        for parent, local in zip(node.parents, node.local_gradients, strict=True):
            bound[parent] = bound.get(parent, 0.0) + bound[node] * abs(local)
    return max(bound.values())


def test_the_expression_on_micrograds_front_page():
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    assert g.data == pytest.approx(24.70408163265306, rel=1e-15)
    assert a.grad == pytest.approx(138.83381924198252, rel=1e-15)
    assert b.grad == pytest.approx(645.5772594752186, rel=1e-15)


def test_micrograds_sanity_check():
    x = Value(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    y.backward()
    assert (y.data, x.grad) == (-20.0, 46.0)


def test_a_neuron_written_out():
    x1, x2, w1, w2 = Value(2.0), Value(0.0), Value(-3.0), Value(1.0)
    b = Value(6.8813735870195432)
    (x1 * w1 + x2 * w2 + b).tanh().backward()
    got = [x1.grad, w1.grad, x2.grad, w2.grad]
    assert got == pytest.approx([-1.5, 1.0, 0.5, 0.0], rel=1e-14)


@given(st.floats(-30, 30))
def test_tanh_from_parts_agrees_with_the_node(x):
    one, other = Value(x), Value(x)
    one.tanh().backward()
    e = ag.exp(2 * other)
    ((e - 1) / (e + 1)).backward()
    assert one.grad == pytest.approx(other.grad, abs=1e-15 + 1e-9 * math.exp(-2 * abs(x)))
