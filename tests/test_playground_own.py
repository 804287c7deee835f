"""One's own model and data in the playground."""

import numpy as np
import pytest

from autograd_lite import Value, datasets, nn
from autograd_lite.playgrounds.configuration import Hidden
from autograd_lite.playgrounds.own import own
from autograd_lite.playgrounds.run import Run

POINTS = [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_a_model_of_ones_own_is_what_learns():
    model = nn.MLP(2, [3, 1], ["relu", "sigmoid"], rng=1)
    start = [p.data for p in model.parameters()]
    run = Run(*own(model, *datasets.moons(80, rng=0)))
    assert run.configuration.layers == (Hidden(3, "relu"),)
    assert run.configuration.kind == "two"
    run.train(20)
    learnt = [p.data for p in model.parameters()]
    assert learnt != start
    run.reset()
    assert [p.data for p in model.parameters()] == start
    run.undo()
    assert [p.data for p in model.parameters()] == learnt


@pytest.mark.parametrize(
    ("model", "y", "kind", "output"),
    [
        (nn.Neuron(2, "sigmoid"), [0, 1, 1, 0], "two", "sigmoid"),
        (nn.Neuron(2, "tanh"), [-1, 1, 1, -1], "two", "tanh"),
        (nn.Layer(2, 3, "softmax"), [0, 1, 2, 0], "classes", "softmax"),
        (nn.MLP(2, [2, 4], ["elu", "linear"]), [0, 1, 2, 0], "classes", "linear"),
        (nn.Layer(2, 1, "linear"), [0.5, 1, 2, 0], "numbers", "linear"),
        (None, [0, 1, 2, 5], "classes", "softmax"),
        (None, [0, 1, 2, 6], "numbers", "linear"),
        (None, [1, 1, 1, 1], "two", "tanh"),
    ],
)
def test_what_targets_mean(model, y, kind, output):
    configuration, network = own(model, POINTS, y)
    assert (configuration.kind, configuration.output) == (kind, output)
    run = Run(configuration, network)
    run.train(2)
    assert len(run.state()["layers"][-1]["labels"]) == configuration.outputs
    assert np.isfinite(run.frame()[0]["loss"]["train"])


def test_a_model_has_data_without_any():
    assert own(nn.Layer(2, 4, "softmax"))[0].data == "clusters"
    assert own(nn.Neuron(2))[0].data == "circle"
    assert own()[1] is None


def shared():
    model = nn.MLP(2, [2, 1])
    model.layers[0].neurons[1] = model.layers[0].neurons[0]
    return model


@pytest.mark.parametrize(
    ("model", "match"),
    [
        (nn.Neuron(3), "two inputs"),
        (nn.Layer(2, 2), "one output"),
        (nn.MLP(2, [9, 1]), "8 neurons"),
        (nn.MLP(2, [1] * 8), "6 hidden"),
        (nn.Neuron(2, bias=None), "a bias"),
        (nn.Neuron(2, lambda z: z * 2.0), "of the table"),
        (nn.Layer(2, 1, "maxout"), "of the table"),
        (nn.MLP(2, [2, 1], ["softmax", "tanh"]), "last layer"),
        (shared(), "not shared"),
        (nn.Layer(2, 3, "tanh"), "does not fit"),
    ],
)
def test_models_that_cannot_be_shown(model, match):
    with pytest.raises(ValueError, match=f"^model: .*{match}"):
        own(model)


@pytest.mark.parametrize(
    ("X", "y", "match"),
    [
        (POINTS, None, "both are needed"),
        ([[0.0]], [1], "two columns"),
        ([[0, 0]] * 1001, [1] * 1001, "at most 1000"),
        ([[0, 1e7]], [1], "up to 1e"),
        ([[0, np.nan]], [1], "nan"),
        (POINTS, [1, 0], "4 examples"),
    ],
)
def test_data_that_cannot_be_shown(X, y, match):
    with pytest.raises(ValueError, match=match):
        own(None, X, y)


def test_other_things_are_no_model():
    with pytest.raises(TypeError, match=r"an nn\.MLP, nn\.Layer or nn\.Neuron is needed"):
        own(Value(1.0))
    with pytest.raises(ValueError, match="the index of a class, from 0 to 2"):
        own(nn.Layer(2, 3, "softmax"), POINTS, [0, 1, 2, 3])
