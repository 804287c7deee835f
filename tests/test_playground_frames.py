"""What a page is shown: pictures that are what the model answers, and the gradients of backward."""

import json
import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds.clouds import view_of
from autograd_lite.playgrounds.configuration import checked
from autograd_lite.playgrounds.features import inputs_at
from autograd_lite.playgrounds.messages import framed, written
from autograd_lite.playgrounds.run import Run

KINDS = [
    {"data": "xor", "noise": 40, "batch_size": 30},
    {"data": "clusters", "features": ["x", "y", "xy"]},
    {"data": "clusters", "loss": "cross_entropy", "output": "linear"},
    {"data": "plane", "layers": []},
    {"data": "gauss", "loss": "binary_cross_entropy", "output": "sigmoid"},
    {"data": "circle", "loss": "binary_cross_entropy_with_logits", "output": "linear"},
    {"data": "own", "points": [[90, 5, 1], [100, 7, -1], [95, 6, 1]], "classes": 2},
]
each_kind = pytest.mark.parametrize("document", KINDS)


def trained(document):
    run = Run(checked(document))
    run.train(3)
    return run


def pictures(run):
    header, pixels = run.frame()
    (tiles, count), (size, planes, kind) = header["tiles"].values(), header["region"].values()
    found = np.frombuffer(pixels, np.uint8)
    cut = count * tiles * tiles
    return (
        found[:cut].reshape(count, tiles, tiles),
        found[cut:].reshape(planes, size, size),
        kind,
    )


@each_kind
def test_a_frame_is_json_and_pictures(document):
    run = trained(document)
    header, pixels = run.frame("batch")
    told = json.loads(json.dumps(header, allow_nan=False))
    assert told["epoch"] == 3
    tiles, region = header["tiles"], header["region"]
    neurons = sum(layer["neurons"] for layer in run.state()["layers"])
    assert tiles["count"] == neurons
    assert len(pixels) == neurons * tiles["size"] ** 2 + region["planes"] * region["size"] ** 2
    assert json.dumps(run.state(), allow_nan=False)
    sent = framed(header, pixels)
    length = int.from_bytes(sent[:4], "little")
    assert length % 4 == 0
    assert sent[4 + length :] == pixels
    assert json.loads(sent[4 : 4 + length]) == told


@each_kind
def test_the_region_is_what_the_model_answers(document):
    """Row by row from the top left, in the middles of pixels."""
    run = trained(document)
    _, region, kind = pictures(run)
    size, view, (low, high) = region.shape[-1], run.state()["view"], run.state()["scale"]
    for row, column in [(0, 0), (0, size - 1), (size - 1, 0), (37, 61)]:
        x = view["x"][0] + (view["x"][1] - view["x"][0]) * (column + 0.5) / size
        y = view["y"][1] - (view["y"][1] - view["y"][0]) * (row + 0.5) / size
        answer = np.array(run.look(x, y)["prediction"])
        share = answer if kind == "classes" else (answer - low) / (high - low)
        assert region[:, row, column] == pytest.approx(255 * np.clip(share, 0, 1), abs=0.51)


@each_kind
def test_tiles_are_what_neurons_answer(document):
    run = trained(document)
    tiles, _, _ = pictures(run)
    size, view = tiles.shape[-1], run.state()["view"]
    x = view["x"][0] + (view["x"][1] - view["x"][0]) * 4.5 / size
    y = view["y"][1] - (view["y"][1] - view["y"][0]) * 2.5 / size
    numbers = [each for layer in run.look(x, y)["neurons"] for each in layer]
    wanted = 255 * (np.clip(numbers, -1, 1) + 1) / 2
    assert tiles[:, 2, 4] == pytest.approx(wanted, abs=0.51)


@each_kind
def test_losses_and_accuracies_are_those_of_nn(document):
    run = trained(document)
    header, _ = run.frame()
    for part, examples in zip(("train", "test"), run.cloud, strict=True):
        X = np.column_stack(inputs_at(run.configuration.features, *examples.points.T))
        y = examples.targets
        if document.get("output") == "sigmoid" or "logits" in document.get("loss", ""):
            y = (y + 1) / 2
        cost = nn.cost(run.model, X, y, run.configuration.loss)
        assert header["loss"][part] == pytest.approx(cost.data, rel=1e-12)
        if run.configuration.kind == "numbers":
            assert header["accuracy"] is None
            continue
        threshold = 0.5 if run.configuration.output == "sigmoid" else 0.0
        assert header["accuracy"][part] == nn.accuracy(run.model, X, y, threshold=threshold)


def test_discretised_pictures_have_no_shades():
    for document in KINDS[:2]:
        tiles, region, _ = pictures(trained(document | {"discretise": True}))
        assert {*np.unique(tiles)} <= {0, 255}
        assert {*np.unique(region)} == {0, 255}
    assert (region.astype(int).sum(axis=0) == 255).all()


def test_all_points_are_in_view():
    run = Run(checked(KINDS[-1]))
    assert run.state()["view"]["x"] == [89.5, 100.5]
    one = Run(checked({"data": "own", "points": [[50, 50, 1]], "classes": 2}))
    low, high = one.state()["view"]["x"]
    assert low < 50 < high
    assert view_of(Run().cloud.all) == {"x": [-6.0, 6.0], "y": [-6.0, 6.0]}


def test_curves_come_in_pieces():
    run = Run(checked({"size": 20}))
    run.train(3)
    header, _ = run.frame()
    assert header["curve_start"]
    assert [point[0] for point in header["curve"]] == [0, 1, 2, 3]
    run.train(2)
    header, _ = run.frame()
    assert not header["curve_start"]
    assert [point[0] for point in header["curve"]] == [4, 5]
    run.undo()
    header, _ = run.frame()
    assert header["curve_start"]
    assert [point[0] for point in header["curve"]] == [0, 1, 2, 3]


def test_what_is_no_number_is_told_and_drawn():
    run = Run(checked({"layers": [{"neurons": 1, "activation": "log"}], "output": "exp"}))
    run.set_weight(1, 0, None, 1e5)
    header, pixels = run.frame("batch")
    told = json.loads(written(header))
    assert told["loss"]["train"] in ("nan", "inf")
    assert told["gradient"]["loss"] in ("nan", "inf")
    assert '"inf"' in written(run.look(0, 0))
    assert len(pixels) == (2 + 1 + 1) * 900 + 10_000
    with pytest.raises(nn.DivergenceError):
        run.train(1)
    assert run.notes


# Gradients ----------------------------------------------------------------------------------


def by_hand(run, x, y, target):
    """Upstream gradients of one example, layer by layer, and its loss."""
    inputs = [ag.Value(each) for each in inputs_at(run.configuration.features, x, y)]
    layers = [inputs]
    for layer in run.model.layers:
        layers.append(layer(layers[-1]))
    outputs = layers[-1][0] if len(layers[-1]) == 1 else layers[-1]
    loss = LOSSES[run.configuration.loss].function(outputs, target)
    loss.backward()
    return [[each.grad for each in layer] for layer in layers], loss.data


@each_kind
def test_the_gradient_of_a_batch_is_the_mean_of_backward(document):
    run = trained(document)
    found = run.frame("batch")[0]["gradient"]
    run.model.zero_grad()
    count = len(run.targets)
    targets = run.targets.tolist()
    if LOSSES[run.configuration.loss].of_class:
        targets = map(int, targets)
    rows = [by_hand(run, *point, target) for point, target in
            zip(run.cloud.train.points.tolist(), targets, strict=True)]  # fmt: skip
    close = {"rel": 1e-9, "abs": 1e-13}
    assert found["of"] == "batch"
    assert found["loss"] == pytest.approx(sum(loss for _, loss in rows) / count, **close)
    for i, layer in enumerate(found["upstream"]):
        mean = np.mean([upstream[i] for upstream, _ in rows], axis=0)
        assert layer == pytest.approx(mean, **close)
    for i, layer in enumerate(run.model.layers):
        for j, neuron in enumerate(layer.neurons):
            row = [w.grad / count for w in neuron.weights]
            assert found["weights"][i][j] == pytest.approx(row, **close)
            assert found["biases"][i][j] == pytest.approx(neuron.bias.grad / count, **close)
        norm = math.hypot(*(p.grad / count for p in layer.parameters()))
        assert found["norms"][i] == pytest.approx(norm, **close)


@each_kind
def test_an_example_is_told_in_all_its_numbers(document):
    run = trained(document)
    x, y, target = run.cloud.test.rows()[0]
    found = run.look(x, y, target)
    assert json.dumps(found, allow_nan=False)
    assert run.look(x, y)["target"] == target
    gradient = found["gradient"]
    goal = target
    if document.get("output") == "sigmoid" or "logits" in document.get("loss", ""):
        goal = (target + 1) / 2
    if LOSSES[run.configuration.loss].of_class:
        goal = int(target)
    run.model.zero_grad()
    upstream, loss = by_hand(run, x, y, goal)
    assert (gradient["upstream"], found["loss"], gradient["of"]) == (upstream, loss, "example")
    slopes = {}
    for i, layer in enumerate(run.model.layers):
        for j, neuron in enumerate(layer.neurons):
            assert gradient["weights"][i][j] == [w.grad for w in neuron.weights]
            assert gradient["biases"][i][j] == neuron.bias.grad
            for k, w in [*enumerate(neuron.weights), (None, neuron.bias)]:
                slopes[i, j, k] = w.grad, w.data
    blamed = [(each["layer"], each["neuron"], each["input"]) for each in found["blame"]]
    largest = sorted(map(abs, (slope for slope, _ in slopes.values())), reverse=True)
    assert [abs(slopes[place][0]) for place in blamed] == largest[:5]
    assert [(each["gradient"], each["weight"]) for each in found["blame"]] == [
        slopes[place] for place in blamed
    ]
    stepped = [each["weight"] - 0.03 * each["gradient"] for each in found["blame"]]
    assert [each["stepped"] for each in found["blame"]] == stepped


def test_nets_are_what_activations_are_given():
    run = trained(KINDS[0])
    found = run.look(1.0, -2.0)
    for nets, neurons in zip(found["nets"], found["neurons"][1:], strict=True):
        assert neurons == pytest.approx([math.tanh(each) for each in nets])
    assert found["class"] == (1 if found["prediction"][0] > 0 else -1)
    assert trained(KINDS[3]).look(0, 0)["class"] is None
    several = trained(KINDS[1]).look(3.5, 0)
    assert sum(several["prediction"]) == pytest.approx(1)
    assert several["class"] == np.argmax(several["prediction"])


def test_looking_leaves_no_trace():
    run, other = trained(KINDS[0]), trained(KINDS[0])
    run.look(1.0, 1.0)
    run.frame("batch")
    run.walkthrough(1.0, 1.0)
    run.train(3)
    other.train(3)
    assert [p.data for p in run.model.parameters()] == [p.data for p in other.model.parameters()]
