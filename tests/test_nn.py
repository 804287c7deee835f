"""Neuron, Layer and MLP."""

import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.nn import MLP, Layer, Neuron
from autograd_lite.primitives.operation import TABLE


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


@pytest.mark.parametrize("activation", ["tanh", "softmax", "maxout", lambda x: x * x])
@pytest.mark.parametrize("inputs", [1, 3])
def test_without_a_graph_the_numbers_are_the_same(activation, inputs):
    model = nn.MLP(inputs, [4, 3], activation, bias="uniform", rng=0)
    row = [0.5, -2.0, math.inf][:inputs]
    recorded = model(row)
    with ag.no_grad():
        computed = model(row)
    assert [x.data.hex() for x in computed] == [x.data.hex() for x in recorded]
    assert [x.label for x in computed] == [x.label for x in recorded]
    assert not any(x.parents or x.differentiable for x in computed)


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
        (lambda: Neuron(2, "sigmoyd"), "activation: got 'sigmoyd'; did you mean sigmoid"),
        (lambda: Neuron(2, "xyzzy"), "choose one of linear"),
        (lambda: Neuron(2, 7), "activation: got 7"),
        (lambda: Neuron(2, weights=[1.0]), "weights: got 1 for 2 inputs"),
        (lambda: Neuron(0), "inputs: a whole number from 1 on is needed, got 0"),
        (lambda: Layer(2, -1), "outputs: a whole number"),
        (lambda: Layer(2, 1.5), "outputs: a whole number"),
        (lambda: MLP(2, []), "outputs: the number of neurons of each layer, as a list, .* empty"),
        (lambda: MLP(2, 3), "outputs: the number of neurons .* as a list, is needed, got 3"),
        (lambda: MLP(2, [3, 1], ["tanh"]), "activation: got 1 for 2 layers"),
        (lambda: Neuron(2, rng=0)([1.0]), "inputs: 2 are needed, got 1"),
        (lambda: MLP(2, [3, 1], rng=0)([1.0, 2.0, 3.0]), "inputs: 2 are needed, got 3"),
    ],
)
def test_bad_arguments_are_named(call, text):
    with pytest.raises((ValueError, TypeError), match=text):
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
        Neuron(1, bias=1j, rng=0)


# Start values, joint activations, parameters by name, predictions ---------------------------


def drawn(scheme, inputs=40, outputs=50):
    layer = Layer(inputs, outputs, "linear", weights=scheme, rng=0)
    return np.array([[w.data for w in neuron.weights] for neuron in layer.neurons])


@pytest.mark.parametrize(
    ("scheme", "deviation", "largest"),
    [
        ("uniform", 1 / np.sqrt(3), 1.0),
        (nn.init.uniform(-0.1, 0.1), 0.1 / np.sqrt(3), 0.1),
        ("normal", 1.0, np.inf),
        (nn.init.normal(0.0, 0.5), 0.5, np.inf),
        ("xavier", np.sqrt(2 / 90), np.sqrt(6 / 90)),
        (nn.init.xavier("normal"), np.sqrt(2 / 90), np.inf),
        ("he", np.sqrt(2 / 40), np.inf),
        (nn.init.he("uniform"), np.sqrt(2 / 40), np.sqrt(6 / 40)),
    ],
)
def test_schemes_have_their_spread(scheme, deviation, largest):
    weights = drawn(scheme)
    assert weights.shape == (50, 40)
    # of 2 000 numbers: the deviation is known to 1.6 %, the mean to 2.2 % of the deviation
    assert weights.std() == pytest.approx(deviation, rel=0.06)
    assert abs(weights.mean()) < 0.09 * deviation
    assert abs(weights).max() <= largest
    if np.isfinite(largest):
        assert abs(weights).max() > 0.95 * largest


def test_start_values_may_be_given():
    assert (drawn(nn.init.constant(0.25)) == 0.25).all()
    rows = np.arange(6.0).reshape(3, 2)
    layer = Layer(2, 3, "linear", weights=rows, bias=[7.0, 8.0, 9.0])
    assert [p.data for p in layer.parameters()] == [0, 1, 7, 2, 3, 8, 4, 5, 9]
    model = MLP(2, [3, 1], weights=[rows, [[1.0, 2.0, 3.0]]], bias=[[7.0, 8.0, 9.0], 0.5])
    assert [p.data for p in model.layers[1].parameters()] == [1.0, 2.0, 3.0, 0.5]
    assert all(n.bias.data for n in Layer(2, 5, bias="normal", rng=0).neurons)
    assert not any(name.endswith("bias") for name, _ in MLP(2, [2], bias=None).named_parameters())
    neuron = Neuron(3, weights="he", bias="normal", rng=1)
    assert [p.data for p in neuron.parameters()] == [
        p.data for p in Neuron(3, weights="he", bias="normal", rng=1).parameters()
    ]


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (
            lambda: Neuron(2, weights="glorot"),
            "weights: got 'glorot'; choose one of uniform, normal",
        ),
        (lambda: Layer(2, 2, bias="nromal"), "bias: got 'nromal'; did you mean normal"),
        (lambda: nn.init.he("gauss"), "distribution: got 'gauss'; choose one of uniform, normal"),
        (lambda: Layer(2, 3, weights=[[1, 2]]), "weights: got 1 for 3 neurons; give one for all"),
        (lambda: Layer(2, 1, weights=[[1, 2, 3]]), "weights: got 3 for 2 inputs"),
        (lambda: Layer(2, 2, bias=[1.0]), "bias: got 1 for 2 neurons"),
        (lambda: MLP(2, [2, 1], weights=[[[1, 2], [3, 4]]]), "weights: got 1 for 2 layers"),
        (lambda: Neuron(2, "maxout"), r"activation: 'maxout' takes several .* use nn\.Maxout"),
        (lambda: Neuron(2, "softmax"), "activation: 'softmax' joins the neurons of a layer"),
        (lambda: Layer(2, 1, "softmax"), "the softmax of one output is always 1"),
        (lambda: nn.Maxout(2, 0), "pieces: a whole number from 1 on"),
        (lambda: Neuron(2, rng=0)(np.ones((4, 2))), "call the model on each row, or its predict"),
        (lambda: Neuron(2, rng=0).predict([1.0, 2.0]), "X: one row for each example is needed"),
    ],
)
def test_bad_start_values_and_activations_are_named(make, text):
    with pytest.raises(ValueError, match=text):
        make()


def test_a_maxout_neuron_is_the_largest_of_its_pieces():
    neuron = nn.Maxout(2, weights=[[1.0, 0.0], [0.0, 2.0]], bias=[0.5, -0.5])
    output = neuron([3.0, 1.0])
    assert (output.data, output.op, output.label) == (3.5, ag.maxout, "a")
    assert [p.label for p in neuron.parameters()] == ["w₁₁", "w₁₂", "b₁", "w₂₁", "w₂₂", "b₂"]
    output.backward()
    assert [p.grad for p in neuron.parameters()] == [3.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    model = MLP(2, [3, 1], ["maxout", "linear"], weights="he", rng=0)
    assert repr(model) == "MLP(2, [3, 1], ['maxout', 'linear'])"
    assert repr(model.layers[0].neurons[0]) == "Maxout(2, 2)"
    assert len(model.parameters()) == 3 * 6 + 4
    labels = [p.label for p in model.parameters()]
    assert labels[0] == "w⁽¹⁾₁₁₁"
    assert len(set(labels)) == len(labels)
    rows = [[[1.0], [-1.0]], [[2.0], [0.0]]]
    given = Layer(1, 2, "maxout", weights=rows)
    assert [out.data for out in given([-3.0])] == [3.0, 0.0]


def test_a_softmax_joins_the_outputs_of_a_layer():
    model = MLP(2, [3, 3], ["tanh", "softmax"], rng=0)
    outputs = model([0.5, -1.0])
    assert repr(model) == "MLP(2, [3, 3], ['tanh', 'softmax'])"
    assert sum(out.data for out in outputs) == pytest.approx(1.0, rel=1e-15)
    assert [out.label for out in outputs] == ["a⁽²⁾₁", "a⁽²⁾₂", "a⁽²⁾₃"]
    assert [z.label for z in outputs[0].parents] == ["z⁽²⁾₁", "z⁽²⁾₂", "z⁽²⁾₃"]
    expected = ag.softmax([z.data for z in outputs[0].parents])
    assert [out.data for out in outputs] == expected


def test_parameters_have_the_names_of_the_way_to_them():
    assert [name for name, _ in MLP(1, [2, 1], rng=0).named_parameters()] == [
        f"layers.{i}.neurons.{j}.{part}"
        for i, j, parts in [(0, 0, 1), (0, 1, 1), (1, 0, 2)]
        for part in [*(f"weights.{k}" for k in range(parts)), "bias"]
    ]


def test_a_model_of_ones_own_is_a_module():
    shared = Value(1.0)

    class Own(nn.Module):
        def __init__(self):
            self.first = Neuron(1, weights=[2.0], bias=None)
            self.table = {"a": [shared, Constant(5.0)], "b": (shared,)}
            self.array = np.array([Value(3.0), Value(4.0)], dtype=object)
            self.rate, self.name, self.me = 0.5, "own", self
            self.last = shared * 2
            self._hidden = Value(9.0)

        def __call__(self, inputs):
            return self.first(inputs) * shared

    own = Own()
    names = ["first.weights.0", "table.a.0", "array.0", "array.1"]
    assert [name for name, _ in own.named_parameters()] == names
    assert [p.data for p in own.parameters()] == [2.0, 1.0, 3.0, 4.0]
    assert own.predict([[0.0], [1.0]]).tolist() == [0.5, ag.sigmoid(2.0)]


def test_predict_gives_numbers_and_records_nothing():
    X = np.random.default_rng(0).normal(size=(5, 2))
    for model in (Neuron(2, rng=0), Layer(2, 3, rng=0), MLP(2, [4, 2], rng=0)):
        found = model.predict(X)
        outputs = [model(x) for x in X]
        flat = [[o.data for o in out] if isinstance(out, list) else out.data for out in outputs]
        assert found.dtype == float
        assert found.tolist() == flat
    assert nn.Neuron(1, rng=0).predict([[1]]).shape == (1,)


def test_feedforward_of_the_network_from_scratch():
    """Section D: two hidden neurons and one output neuron, all with w = (0, 1), b = 0."""
    model = MLP(2, [2, 1], "sigmoid", weights=[[[0, 1], [0, 1]], [[0, 1]]])
    assert model([2, 3]).data == pytest.approx(0.7216325609518421, rel=1e-15)
    assert nn.cost(lambda x: Value(0.0), [[0]] * 4, [1, 0, 0, 1]).data == 0.5


def test_the_approximation_of_a_gaussian_by_hand():
    """Section C: 1 → 2 sigmoid → 1 linear, at x = 1."""
    model = MLP(
        1, [2, 1], ["sigmoid", "linear"], weights=[[[1], [-1]], [[1, -1]]], bias=[[1, 1], 1]
    )
    output = model([1.0])
    target = ag.exp_negative_square(1.0)
    assert output.data == pytest.approx(1.3807970779778822, rel=1e-15)
    assert target == pytest.approx(0.36787944117144233, rel=1e-15)
    ag.squared_error(output, target).backward()
    gradients = dict(model.named_parameters())
    hidden = [0.21269971, -0.50645882]
    for j in range(2):
        assert gradients[f"layers.0.neurons.{j}.weights.0"].grad == pytest.approx(
            hidden[j], abs=5e-9
        )
        assert gradients[f"layers.0.neurons.{j}.bias"].grad == pytest.approx(hidden[j], abs=5e-9)
    assert [gradients[f"layers.1.neurons.0.weights.{j}"].grad for j in range(2)] == pytest.approx(
        [1.78434979, 1.01291764], abs=5e-9
    )
    assert gradients["layers.1.neurons.0.bias"].grad == pytest.approx(2.0258352736128797, rel=1e-14)
    nn.SGD(model.parameters(), 1.0).step()
    assert model([1.0]).data == pytest.approx(-3.152278565418206, rel=1e-13)


class Swish(nn.Module):
    def __init__(self, steepness):
        self.steepness = ag.Value(steepness)

    def __call__(self, x):
        return x * ag.sigmoid(self.steepness * x)


@pytest.mark.parametrize("backend", ["eager", "numpy"])
def test_an_activation_that_is_a_module_is_learned_and_saved(backend, tmp_path):
    def network(steepness):
        return nn.MLP(1, [2, 1], [Swish(steepness), "linear"], rng=0)

    model = network(1.5)
    names = [name for name, _ in model.named_parameters()]
    assert len(names) == 8
    assert names[2] == "layers.0.neurons.0.activation.steepness"
    nn.fit(model, [[1.0], [-2.0]], [3.0, 1.0], epochs=5, backend=backend)
    assert model.layers[0].neurons[1].activation.steepness.data != 1.5
    again = network(0.5)
    nn.load(nn.save(tmp_path / "model.json", model), again)
    assert again.predict([[0.7]]) == model.predict([[0.7]])


def test_an_activation_that_is_replaced_is_the_one_that_is_used():
    layer = nn.Layer(1, 1, "relu", weights=[[1.0]])
    layer([2.0])
    layer.neurons[0].activation = ag.square
    assert layer([3.0])[0].data == layer.neurons[0]([3.0]).data == 9.0


def test_a_neuron_that_was_replaced_keeps_its_own_activation():
    layer = nn.Layer(2, 2, "relu", rng=0)
    layer([1.0, 2.0])
    layer.neurons[0] = nn.Neuron(2, "tanh", weights=[0.1, 0.2])
    first, second = layer([1.0, 2.0])
    assert (first.op.name, second.op.name) == ("tanh", "relu")
    assert first.data == ag.tanh(0.5)


def test_softmax_joins_neurons_of_any_class():
    class Doubled(nn.Neuron):
        def __call__(self, inputs):
            return super().__call__(inputs) * 2.0

    layer = nn.Layer(2, 2, "softmax", rng=0)
    layer.neurons[0] = Doubled(2, "linear", weights=[0.5, 0.25])
    outputs = layer([1.0, 2.0])
    expected = ag.softmax([2.0, layer.neurons[1]([1.0, 2.0])])
    assert [x.data for x in outputs] == [x.data for x in expected]
    assert outputs[1].label == "a₂"


def test_what_a_model_returns_for_a_cost_is_named_after_its_example():
    x = [[0.0, 1.0], [1.0, 0.0]]
    cost = nn.cost(nn.Neuron(2, rng=0), x, [0.0, 1.0], "half_squared_error")
    labels = {node.label for node in ag.topological_order(cost)}
    assert {"ŷ₁", "ŷ₂", "L₁", "L₂", "C"} <= labels
    cost = nn.cost(nn.MLP(2, [3], ["softmax"], rng=0), x, [0, 2], "categorical_cross_entropy")
    labels = {node.label for node in ag.topological_order(cost)}
    assert {"ŷ₁₁", "ŷ₂₃"} <= labels
    # a loss that brings its activation takes no predictions; who has a name keeps it
    cost = nn.cost(nn.MLP(2, [3], ["linear"], rng=0), x, [0, 2], "cross_entropy")
    assert not any("ŷ" in node.label for node in ag.topological_order(cost))

    def model(row):
        prediction = ag.tanh(ag.Value(row[0], "x"))
        prediction.label = "p"
        return prediction

    cost = nn.cost(model, x, [0.0, 1.0])
    assert not any("ŷ" in node.label for node in ag.topological_order(cost))


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: nn.Neuron(2, "swish"), "activation: got 'swish'; here it is silu"),
        (lambda: nn.Neuron(2, "cot"), "activation: got 'cot'; did you mean"),
        (lambda: nn.fit(nn.Neuron(1), [[1.0]], [1.0], loss="mse"), "here it is squared_error"),
    ],
)
def test_names_from_elsewhere_are_translated(call, told):
    with pytest.raises(ValueError, match=told):
        call()
