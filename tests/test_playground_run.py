"""A run of the playground: it trains by `nn.fit`, in pieces as at once, and shows what it does."""

import json

import numpy as np
import pytest

from autograd_lite import nn
from autograd_lite.playgrounds.configuration import checked
from autograd_lite.playgrounds.run import Run

LINKED = {"data": "xor", "noise": 40, "batch_size": 30}


def test_the_linked_configuration_is_learnt():
    """Of its labels 13.4 % are flipped: nothing that does not know them tells more than 0.866."""
    told = []
    for seed in range(5):
        run = Run(checked(LINKED | {"seed": seed}))
        run.train(1500)
        told.append(run.frame()[0]["accuracy"]["test"])
    assert np.median(told) >= 0.866 - 0.04


def test_pieces_are_the_whole():
    whole, pieces = Run(checked(LINKED)), Run(checked(LINKED))
    whole.train(12)
    for epochs in (1, 4, 7):
        pieces.train(epochs)
    assert whole.frame()[0]["weights"] == pieces.frame()[0]["weights"]
    assert whole.curve.points == pieces.curve.points
    assert pieces.epoch == 12


def test_a_frame_is_json_and_pictures():
    run = Run(checked(LINKED))
    run.train(3)
    header, pixels = run.frame("batch")
    again = json.loads(json.dumps(header, allow_nan=False))
    tiles, region = again["tiles"], again["region"]
    assert tiles["count"] == 2 + 4 + 2 + 1
    assert len(pixels) == tiles["count"] * tiles["size"] ** 2 + region["size"] ** 2
    assert again["epoch"] == 3
    assert again["curve"][-1][0] == 3
    assert json.dumps(run.state(), allow_nan=False)


@pytest.mark.parametrize("kind", [{}, {"data": "clusters"}, {"data": "plane"}])
def test_the_gradient_of_a_batch_is_that_of_backward(kind):
    run = Run(checked(LINKED | kind))
    run.train(2)
    found = run.frame("batch")[0]["gradient"]
    run.model.zero_grad()
    nn.cost(run.model, run.inputs, run.targets, run.configuration.loss).backward()
    for layer, weights, biases in zip(
        run.model.layers, found["weights"], found["biases"], strict=True
    ):
        for neuron, row, bias in zip(layer.neurons, weights, biases, strict=True):
            assert [w.grad for w in neuron.weights] == pytest.approx(row, rel=1e-9, abs=1e-12)
            assert neuron.bias.grad == pytest.approx(bias, rel=1e-9, abs=1e-12)
