"""Neuron, Layer and MLP."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.nn import MLP, Layer, Neuron
from autograd_lite.operation import TABLE


def test_a_neuron_is_one_linear_node_and_one_activation_node():
    neuron = Neuron(2, "sigmoid", weights=[0.1, 0.6])
    output = neuron([1.0, 2.0])
    (linear,) = output.parents
    assert (output.op, linear.op) == (ag.sigmoid, ag.linear)
    assert linear.parents[:2] == tuple(neuron.weights)
    assert linear.parents[-1] is neuron.bias
    assert [parent.label for parent in linear.parents] == ["w₁", "w₂", "x₁", "x₂", "b"]
    assert (linear.label, output.label) == ("z", "a")


def test_the_documents_network_of_three_neurons():
    hidden = [Neuron(2, "sigmoid", weights=[0, 1]) for _ in range(2)]
    output = Neuron(2, "sigmoid", weights=[0, 1])
    assert output([h([2, 3]) for h in hidden]).data == pytest.approx(0.7216325609518421, rel=1e-15)


def test_parameters_and_zero_grad():
    model = MLP(2, [3, 1], rng=1)
    assert len(model.parameters()) == 2 * 3 + 3 + 3 + 1
    assert len({id(p) for p in model.parameters()}) == 13
    model([1.0, -1.0]).backward()
    assert all(p.has_gradient for p in model.parameters())
    model.zero_grad()
    assert not any(p.has_gradient for p in model.parameters())


def test_inputs_are_shared_by_the_neurons_of_a_layer():
    outputs = Layer(2, 3, "tanh", rng=0)([0.5, 0.25])
    inputs = [out.parents[0].parents[2:4] for out in outputs]
    assert len(outputs) == 3
    assert inputs[0] == inputs[1] == inputs[2]
    assert all(isinstance(x, Constant) for x in inputs[0])


def test_values_as_inputs_receive_gradients():
    x = Value(0.5)
    Neuron(1, "tanh", weights=[2.0])([x]).backward()
    assert x.grad == pytest.approx(2 / np.cosh(1.0) ** 2, rel=1e-15)


def test_numpy_rows_are_inputs():
    neuron = Neuron(2, "linear", weights=[1.0, 2.0], bias=None)
    assert neuron(np.array([3.0, 4.0])).data == 11.0
    assert neuron(np.array([3, 4])).data == 11.0


def test_the_same_seed_makes_the_same_network_and_no_global_state_is_touched():
    np.random.seed(0)  # the legacy state is what must stay untouched
    before = np.random.get_state()[1].copy()
    first, second, other = (
        [p.data for p in MLP(2, [4, 1], rng=seed).parameters()]
        for seed in (7, np.random.default_rng(7), 8)
    )
    assert first == second
    assert first != other
    assert (np.random.get_state()[1] == before).all()
    weights = [p.data for p in Layer(50, 10, rng=0).parameters() if p.data]
    assert -1 <= min(weights) < -0.9
    assert 0.9 < max(weights) <= 1


@pytest.mark.parametrize("name", [n for n, row in TABLE.items() if row.unary])
def test_every_operation_on_one_operand_is_an_activation(name):
    output = Neuron(1, name, weights=[1.0])([0.5])
    assert output.op is TABLE[name]
    assert repr(Neuron(1, TABLE[name], weights=[1.0])) == f"Neuron(1, {name!r})"


def test_an_activation_may_be_any_function():
    def leaky(x):
        return ag.maximum(0.1 * x, x)

    neuron = Neuron(1, leaky, weights=[-1.0])
    output = neuron([2.0])
    assert output.data == -0.2
    assert repr(neuron) == "Neuron(1, 'leaky')"
    linear = Neuron(1, "linear", weights=[1.0])([2.0])
    assert (linear.op, linear.label) == (ag.linear, "z")


def test_activation_per_layer_and_labels():
    model = MLP(2, [12, 1], ["tanh", "linear"], rng=0)
    assert repr(model) == "MLP(2, [12, 1], ['tanh', 'linear'])"
    assert repr(model.layers[0]) == "Layer(2, 12, 'tanh')"
    labels = [p.label for p in model.parameters()]
    assert labels[:3] == ["w⁽¹⁾₁₁", "w⁽¹⁾₁₂", "b⁽¹⁾₁"]
    assert labels[33:36] == ["w⁽¹⁾₍₁₂₎₁", "w⁽¹⁾₍₁₂₎₂", "b⁽¹⁾₍₁₂₎"]
    assert len(set(labels)) == len(labels)
    output = model([0.0, 1.0])
    assert isinstance(output, Value)
    assert output.parents[12].label == "a⁽¹⁾₁"
    assert len(MLP(2, [3, 2], rng=0)([0.0, 1.0])) == 2


def test_gradient_descent_learns_xor():
    model = MLP(2, [4, 1], ["tanh", "sigmoid"], rng=3)
    data = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
    for _ in range(1500):
        model.zero_grad()
        ag.sum([ag.squared_error(model(x), y) for x, y in data]).backward()
        for p in model.parameters():
            p.data -= 0.5 * p.grad
    assert [round(model(x).data) for x, _ in data] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: Neuron(2, "sigmoyd"), "activation: got 'sigmoyd'; did you mean 'sigmoid'"),
        (lambda: Neuron(2, "xyzzy"), "choose one of linear"),
        (lambda: Neuron(2, 7), "activation: got 7"),
        (lambda: Neuron(2, weights=[1.0]), "weights: got 1 for 2 inputs"),
        (lambda: Neuron(0), "inputs: a whole number from 1 on is needed, got 0"),
        (lambda: Layer(2, -1), "outputs: a whole number"),
        (lambda: Layer(2, 1.5), "outputs: a whole number"),
        (lambda: MLP(2, []), r"outputs: give the neurons of each layer as a list, not \[\]"),
        (lambda: MLP(2, 3), "outputs: give the neurons of each layer as a list, not 3"),
        (lambda: MLP(2, [3, 1], ["tanh"]), "activation: got 1 for 2 layers"),
        (lambda: Neuron(2, rng=0)([1.0]), "inputs: 2 are needed, got 1"),
        (lambda: MLP(2, [3, 1], rng=0)([1.0, 2.0, 3.0]), "inputs: 2 are needed, got 3"),
    ],
)
def test_bad_arguments_are_named(call, text):
    with pytest.raises(ValueError, match=text):
        call()


def test_bad_inputs_are_named():
    with pytest.raises(TypeError, match="x₂: a real number is needed, got 'a'"):
        Neuron(2, rng=0)([1.0, "a"])
    for module in (Neuron(2, rng=0), Layer(2, 1), MLP(2, [1])):
        with pytest.raises(TypeError, match=r"inputs: a sequence of 2 is needed, got 1\.5"):
            module(1.5)
    with pytest.raises(TypeError, match="weights: a real number is needed"):
        Neuron(1, weights=["a"])
    with pytest.raises(TypeError, match="bias: a real number is needed"):
        Neuron(1, bias="a", rng=0)
