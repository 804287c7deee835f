"""The slides' OR gate: every number of their story.

The tolerances are those of the printed figures: 1e-15 relative where the figure has all its
digits, half a unit of the last digit where it is rounded.
"""

import pytest

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.nn import Neuron

INPUTS = [(0, 0), (0, 1), (1, 0), (1, 1)]
TARGETS = [0, 1, 1, 1]
START = [0.1, 0.6]


def exactly(expected):
    return pytest.approx(expected, rel=1e-15, abs=0)


def rounded(expected, digits=6):
    return pytest.approx(expected, rel=0, abs=0.5000001 * 10**-digits)


def first_example(bias):
    neuron = Neuron(2, "sigmoid", weights=START, bias=bias)
    prediction = neuron(INPUTS[0])
    return neuron, prediction.parents[0], prediction, ag.half_squared_error(prediction, 0)


def test_a1_one_example_without_a_bias():
    neuron, z, prediction, loss = first_example(bias=None)
    loss.backward()
    assert neuron.bias is None
    assert (z.data, prediction.data, loss.data) == (0.0, 0.5, 0.125)
    assert (loss.grad, prediction.grad, z.grad) == (1.0, 0.5, 0.125)
    assert loss.local_gradients[0] == 0.5  # −(y − ŷ)
    assert prediction.local_gradients == (0.25,)  # ŷ(1 − ŷ)
    assert z.local_gradients[:2] == (0.0, 0.0)  # the inputs
    assert [w.grad for w in neuron.weights] == [0.0, 0.0]
    assert all(w.has_gradient for w in neuron.weights)


def test_a2_the_bias_learns():
    neuron, z, _, loss = first_example(bias=0.0)
    loss.backward()
    assert neuron.bias.grad == 0.125
    assert z.local_gradients[-1] == 1.0
    neuron.bias.data -= 1.0 * neuron.bias.grad
    assert neuron.bias.data == -0.125
    prediction = neuron(INPUTS[0])
    assert prediction.data == exactly(0.46879062662624377)
    assert ag.half_squared_error(prediction, 0).data == exactly(0.10988232580631314)


def all_at_once(neuron):
    predictions = [neuron(x) for x in INPUTS]
    losses = [ag.half_squared_error(p, y) for p, y in zip(predictions, TARGETS, strict=True)]
    return predictions, ag.sum(losses) / 4


def numbers(values):
    return [value.data for value in values]


def test_a4_all_four_examples_at_once():
    neuron = Neuron(2, "sigmoid", weights=START)
    predictions, cost = all_at_once(neuron)
    linear = [p.parents[0] for p in predictions]
    cost.backward()
    assert numbers(linear) == exactly([0.0, 0.6, 0.1, 0.7])
    assert numbers(predictions) == rounded([0.5, 0.645656, 0.524979, 0.668188])
    assert cost.data == exactly(0.08891294752305501)
    assert [p.grad for p in predictions] == rounded([0.125, -0.088586, -0.118755, -0.082953])
    assert [z.grad for z in linear] == rounded([0.03125, -0.020267, -0.029615, -0.018392])
    assert [w.grad for w in neuron.weights] == rounded([-0.048006, -0.038659])
    assert neuron.bias.grad == exactly(-0.03702352612570836)

    for parameter in neuron.parameters():
        parameter.data -= parameter.grad
    assert numbers(neuron.weights) == rounded([0.14800646, 0.63865882], 8)
    assert neuron.bias.data == exactly(0.03702352612570836)

    predictions, cost = all_at_once(neuron)
    linear = [p.parents[0] for p in predictions]
    assert numbers(linear) == rounded([0.037024, 0.675682, 0.185030, 0.823689])
    assert numbers(predictions) == rounded([0.509255, 0.662774, 0.546126, 0.695019])
    assert cost.data == exactly(0.08400959542290769)


def test_a3_the_loop_form_accumulates_the_same_gradient():
    neuron, twin = (Neuron(2, "sigmoid", weights=START) for _ in range(2))
    for x, y in zip(INPUTS, TARGETS, strict=True):
        ag.half_squared_error(neuron(x), y).backward()
    all_at_once(twin)[1].backward()
    for parameter, other in zip(neuron.parameters(), twin.parameters(), strict=True):
        assert parameter.grad / 4 == exactly(other.grad)


def test_a5_five_thousand_epochs():
    neuron = Neuron(2, "sigmoid", weights=START)
    optimizer = nn.SGD(neuron.parameters(), 1.0)
    history = nn.fit(
        neuron, INPUTS, TARGETS, loss="half_squared_error", optimizer=optimizer, epochs=5_000
    )
    # thousands of rounded steps towards one minimum: the last digits may differ, these may not
    assert all_at_once(neuron)[1].data == pytest.approx(0.000527569180279875, rel=1e-11)
    assert history.loss[:2] == exactly([0.08891294752305501, 0.08400959542290769])
    assert numbers(neuron.weights) == rounded([6.43419116, 6.43423613], 8)
    assert neuron.bias.data == rounded(-2.97303609, 8)
    predictions = [neuron(x).data for x in INPUTS]
    assert predictions == rounded([0.04865899, 0.96956340, 0.96956207, 0.99994960], 8)


def test_a6_one_forward_pass_per_weight_gives_the_same_numbers_but_reverse_mode_needs_one():
    def cost(w1, w2, b):
        return all_at_once(Neuron(2, "sigmoid", weights=[w1, w2], bias=b))[1].data

    neuron = Neuron(2, "sigmoid", weights=START)
    all_at_once(neuron)[1].backward()
    step = 1e-6
    for i, parameter in enumerate(neuron.parameters()):
        moved = [*START, 0.0]
        moved[i] += step
        slope = (cost(*moved) - cost(*START, 0.0)) / step
        assert slope == pytest.approx(parameter.grad, abs=1e-6)  # a one-sided difference


def test_the_losses_do_not_care_which_side_is_a_number():
    prediction = Value(0.3)
    for target in (1, Constant(1.0), Value(1.0)):
        prediction.zero_grad()
        ag.squared_error(prediction, target).backward()
        assert prediction.grad == exactly(2 * (0.3 - 1))
