"""Pages to look at: decks and diagrams of small models."""

from pictures import slides_neuron
from test_words import HEBREW

import autograd_lite as ag
from autograd_lite import Value, nn


def network():
    model = nn.MLP(2, [3, 1], rng=0)
    return ag.squared_error(model([1.0, -2.0]), 1.0)


def softmax():
    scores = [Value(score, f"z_{i}") for i, score in enumerate((0.5, -1.0, 2.0), start=1)]
    loss = ag.cross_entropy(scores, 2)
    loss.label = "L"
    return loss


def batch():
    model = nn.Neuron(2, activation="sigmoid", rng=0)
    return ag.batch(model, [(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 1])


def shown(name):
    """A walkthrough or a diagram by its name."""
    if name == "diagram":
        return ag.draw(network())
    if name == "practice":
        return ag.walkthrough(slides_neuron(), blank="downstream")
    if name == "right to left":
        return ag.walkthrough(slides_neuron(), language=HEBREW, notes={"result": "כל הכבוד"})
    if name == "updates":
        return ag.walkthrough(slides_neuron(), learning_rate=1.0, iterations=2)
    return ag.walkthrough(batch() if name == "batch" else GRAPHS[name]())


GRAPHS = {"neuron": slides_neuron, "network": network, "softmax": softmax}
