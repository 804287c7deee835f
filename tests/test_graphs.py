"""Whole graphs: random ones against the oracle, and the ones that every engine is shown."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.testing.magnitudes import magnitudes
from autograd_lite.testing.shadow import Shadow
from autograd_lite.testing.strategies import expressions, leaves_of


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(expressions())
def test_random_graphs_with_shared_nodes_agree_with_the_oracle(root):
    root.backward()
    leaves, nodes = leaves_of(root), ag.topological_order(root)
    terms = magnitudes(nodes)
    for leaf, slope in Shadow(nodes, leaves).gradient().items():
        # The rounding errors of a dozen operations grow with the slopes on their way; the sum
        # over the paths bounds the product, and 1e-9 of it still catches every wrong rule.
        assert abs(leaf.grad - slope) <= 1e-9 * terms.get(leaf, 0.0) + 1e-30, (leaf.grad, slope)


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
