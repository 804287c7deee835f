"""The playground with a model and data of one's own."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import datasets, nn
from autograd_lite.playgrounds.links import link
from autograd_lite.playgrounds.own import own_start
from autograd_lite.playgrounds.run import Run
from autograd_lite.playgrounds.serving import runs_of

POINTS = [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0]]


def numbers(model):
    return [each.data for each in model.parameters()]


@pytest.mark.parametrize(
    ("activations", "y", "kind", "loss"),
    [
        (["tanh", "sigmoid"], [0, 1, 1, 0], "two", "binary_cross_entropy"),
        (["relu", "linear"], [-1, 1, 1, -1], "two", "binary_cross_entropy_with_logits"),
        (["tanh", "tanh"], [True, False, True, True], "two", "half_squared_error"),
        (["tanh", "linear"], [0.5, 1, 2, 3], "numbers", "half_squared_error"),
        (["tanh", "linear"], [0, 1, 2, 3], "numbers", "half_squared_error"),
        (["tanh", "softmax"], [0, 1, 2, 0], "classes", "categorical_cross_entropy"),
        (["tanh", "linear"], [0, 1, 2, 2], "classes", "cross_entropy"),
    ],
)
def test_a_model_trains_as_it_is_on_its_own_points(activations, y, kind, loss):
    model = nn.MLP(2, [4, 3 if kind == "classes" else 1], activations, rng=1)
    before = numbers(model)
    found, network = own_start(model, POINTS, y, None)
    assert (found.kind, found.loss, found.data) == (kind, loss, "own")
    assert np.array(found.points)[:, :2].tolist() == POINTS
    run = Run(found, network)
    assert numbers(run.model) == before
    run.train(2)
    assert numbers(run.model) != before
    assert numbers(model) == before
    assert run.state()["notes"] == []
    run.frame("batch")
    run.look(0.5, 0.5)
    run.reset()
    assert numbers(run.model) == before


@pytest.mark.parametrize(
    "model", [nn.Neuron(2, "sigmoid", rng=0), nn.Layer(2, 1, "tanh", rng=0),
              nn.Layer(2, 4, "softmax", rng=0), nn.MLP(2, [8] * 6 + [1], rng=0)]
)  # fmt: skip
def test_models_without_data_have_those_of_the_playground(model):
    found, network = own_start(model, None, None, None)
    assert numbers(Run(found, network).model) == numbers(model)
    assert found.data == ("clusters" if found.kind == "classes" else "circle")


@pytest.mark.parametrize(
    ("y", "kind", "classes"),
    [([0, 1, 0, 1], "two", 2), ([-1, -1, -1, -1], "two", 2), ([0, 1, 2, 1], "classes", 3),
     ([0, 5, 5, 5], "classes", 6), ([0, 1, 2, 6], "numbers", 3), ([0.5, 0, 1, 1], "numbers", 3)],
)  # fmt: skip
def test_data_alone_have_a_network_that_fits(y, kind, classes):
    found, network = own_start(None, np.array(POINTS), np.array(y), None)
    assert (found.kind, found.classes, network) == (kind, classes, None)
    assert Run(found).state()["notes"] == []


WRONG = [
    (TypeError, "^y: it is needed with X", None, POINTS, None),
    (TypeError, "^X: it is needed with y", None, None, [1]),
    (TypeError, "^model: an nn.MLP, nn.Layer or nn.Neuron is needed", "mlp", None, None),
    (TypeError, "^model: an nn.MLP", nn.Maxout(2), None, None),
    (ValueError, "^model: one of neurons", nn.Layer(2, 1, "maxout"), None, None),
    (ValueError, "^model: one of neurons", nn.Neuron(2, lambda v: v * v), None, None),
    (ValueError, "^model: two inputs are needed, it has 3", nn.Neuron(3), None, None),
    (ValueError, "^model: each neuron needs a bias", nn.Neuron(2, bias=None), None, None),
    (ValueError, "^model: it has 2 outputs", nn.MLP(2, [2]), None, None),
    (ValueError, "^model: it has 7 outputs", nn.MLP(2, [7]), None, None),
    (ValueError, "^y: for 2 outputs the indices", nn.MLP(2, [2]), POINTS, [0, 1, 0, 1]),
    (ValueError, "^y: for 3 outputs the indices", nn.MLP(2, [3]), POINTS, [0, 1, 2, 3]),
    (ValueError, "^model: its last activation", nn.MLP(2, [3], "relu"), POINTS, [0, 1, 2, 0]),
    (ValueError, "^layers: a list of 0 to 6", nn.MLP(2, [1] * 8), None, None),
    (ValueError, "^layers: a whole number from 1 to 8", nn.MLP(2, [9, 1]), None, None),
    (ValueError, "^X: two columns are needed", None, [[1.0]], [1]),
    (ValueError, "^X: one row for each example", None, [1.0], [1]),
    (ValueError, "^y: the shape", None, POINTS, [0, 1]),
    (ValueError, "^X: at most 1000 points can be shown", None, np.zeros((1001, 2)), np.zeros(1001)),
    (ValueError, "^points: a number from", None, [[1e7, 0]], [0]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "message", "model", "X", "y"), WRONG)
def test_what_cannot_be_shown_is_an_error_of_the_call(kind, message, model, X, y):
    with pytest.raises(kind, match=message):
        ag.playground(model, X, y, browser=False)


def test_a_link_of_its_start_has_the_model_again_and_another_has_not():
    model = nn.MLP(2, [4, 1], ["relu", "sigmoid"], rng=1)
    X = np.random.default_rng(0).normal(size=(30, 2)) * 7.0
    start, network = own_start(model, X, X[:, 0] > 0, None)
    run_of = runs_of(start, network)
    again = run_of(link(start))
    assert numbers(again.model) == numbers(run_of("").model) == numbers(model)
    again.train(1)
    assert numbers(run_of("").model) == numbers(model)
    assert numbers(run_of("v=1").model) != numbers(model)
    assert len(run_of("v=1&rate=fast").state()["notes"]) == 1


def test_a_loss_is_checked_and_taken():
    model = nn.MLP(2, [1], "tanh")
    assert own_start(model, POINTS, [1, -1, 1, 1], "hinge")[0].loss == "hinge"
    with pytest.raises(ValueError, match="its last activation is tanh"):
        own_start(model, POINTS, [1, -1, 1, 1], "binary_cross_entropy")
    with pytest.raises(ValueError, match=r"^loss: got 'none'; choose one of"):
        own_start(model, POINTS, [1, -1, 1, 1], "none")


def test_the_flowers_and_the_people_can_be_opened():
    for X, y in (datasets.flowers(), datasets.gate("or")):
        model = nn.Neuron(2, "sigmoid", rng=0)
        found, network = own_start(model, X, y, None)
        assert len(Run(found, network).state()["train"]) > 0
