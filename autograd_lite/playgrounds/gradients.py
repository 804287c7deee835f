"""The gradient of a batch and of an example: by every weight, and what arrives at every neuron."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograd_lite import nn, primitives
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds.clouds import Cloud, Examples
from autograd_lite.playgrounds.configuration import Configuration
from autograd_lite.playgrounds.features import inputs_at
from autograd_lite.playgrounds.readings import slope_of
from autograd_lite.playgrounds.targets import as_answers, as_targets, class_of, classes_of
from autograd_lite.value import Value

#: how many weights are named that the loss of an example depends on most
MOST_BLAMED = 5


def neurons_of(model: nn.MLP, inputs: Sequence[Any]) -> list[list[Any]]:
    """The inputs, and the output of every neuron, layer by layer."""
    found = [list(inputs)]
    for layer in model.layers:
        found.append(layer(found[-1]))
    return found


def document(
    model: nn.MLP, gradient: Mapping[Value, float], upstream: list[list[float]], of: str
) -> dict[str, Any]:
    """A gradient as pages are told it, with the norm of that by the parameters of each layer."""
    weights = [[[gradient[w] for w in each.weights] for each in layer.neurons]
               for layer in model.layers]  # fmt: skip
    biases = [[None if each.bias is None else gradient[each.bias] for each in layer.neurons]
              for layer in model.layers]  # fmt: skip
    norms = [math.hypot(*(gradient[p] for p in layer.parameters())) for layer in model.layers]
    return {"of": of, "weights": weights, "biases": biases, "upstream": upstream, "norms": norms}


class BatchGradient:
    """The gradient of the mean loss over the examples, without penalty.

    What arrives at a neuron is the gradient by a zero that is added to its output: over a batch,
    the mean of the upstream gradients of the examples.
    """

    def __init__(self, configuration: Configuration, model: nn.MLP, examples: Examples) -> None:
        self._model = model
        sizes = [len(configuration.features), *(len(layer.neurons) for layer in model.layers)]
        self._shifts = [[Value(0.0) for _ in range(size)] for size in sizes]
        loss = LOSSES[configuration.loss].function

        def of_example(x: Any, y: Any, target: Any) -> Any:
            values = self._shifted(inputs_at(configuration.features, x, y), 0)
            for i, layer in enumerate(model.layers, start=1):
                values = self._shifted(layer(values), i)
            return loss(values[0] if len(values) == 1 else values, target)

        targets = as_targets(configuration, examples.targets)
        shifts = [shift for layer in self._shifts for shift in layer]
        self._read = slope_of(
            of_example, [*examples.points.T, targets], [*model.parameters(), *shifts]
        )

    def _shifted(self, values: Sequence[Any], layer: int) -> list[Any]:
        return [a + b for a, b in zip(values, self._shifts[layer], strict=True)]

    def __call__(self) -> dict[str, Any]:
        """The gradient at the weights as they are."""
        found = self._read()
        upstream = [[found[shift] for shift in layer] for layer in self._shifts]
        return document(self._model, found, upstream, "batch")


def looked(
    configuration: Configuration, model: nn.MLP, rate: float, x: float, y: float, target: float
) -> dict[str, Any]:
    """All numbers of one example, by one graph and its backward pass.

    Of the weights to blame with what a step of plain gradient descent at a rate would make of them.
    """
    inputs = [Value(each) for each in inputs_at(configuration.features, x, y)]
    neurons = neurons_of(model, inputs)
    outputs: Any = neurons[-1][0] if len(neurons[-1]) == 1 else neurons[-1]
    goal = target_of(configuration, target)
    loss = LOSSES[configuration.loss].function(outputs, goal)
    model.zero_grad()
    loss.backward()
    parameters = model.parameters()
    gradient = document(
        model,
        {each: each.grad for each in parameters},
        [[each.grad for each in layer] for layer in neurons],
        "example",
    )
    gradient["loss"] = loss.data
    blame = _blame(model, rate)
    model.zero_grad()
    answer = [each if isinstance(each, float) else each.data
              for each in as_answers(configuration, outputs)]  # fmt: skip
    return {
        "x": x,
        "y": y,
        "target": target,
        "prediction": answer,
        "class": class_of(configuration, answer),
        "neurons": [[each.data for each in layer] for layer in neurons],
        "nets": _nets(model, neurons),
        "loss": loss.data,
        "gradient": gradient,
        "blame": blame,
    }


def target_of(configuration: Configuration, target: float) -> Any:
    """What the loss is given for one target of a page."""
    goal = as_targets(configuration, target)
    return int(goal) if LOSSES[configuration.loss].of_class else goal


def _nets(model: nn.MLP, neurons: list[list[Value]]) -> list[list[float]]:
    """Of every neuron the number before its activation."""
    return [
        [
            primitives.linear(
                [w.data for w in neuron.weights],
                [a.data for a in inputs],
                0.0 if neuron.bias is None else neuron.bias.data,
            )
            for neuron in layer.neurons
        ]
        for layer, inputs in zip(model.layers, neurons, strict=False)
    ]


def _blame(model: nn.MLP, rate: float) -> list[dict[str, Any]]:
    """The weights by which the loss has the largest gradient; of a bias the input is None."""
    found = []
    for i, layer in enumerate(model.layers):
        for j, neuron in enumerate(layer.neurons):
            pairs = [*enumerate(neuron.weights), (None, neuron.bias)]
            found += [(w, {"layer": i, "neuron": j, "input": k}) for k, w in pairs if w is not None]
    found.sort(key=lambda each: -abs(each[0].grad))
    blamed, places = zip(*found[:MOST_BLAMED], strict=True)
    weights, slopes = ([getattr(w, name) for w in blamed] for name in ("data", "grad"))
    stepped = nn.SGD(blamed, rate).update(np.array(weights), np.array(slopes)).tolist()
    numbers = zip(places, weights, slopes, stepped, strict=True)
    return [{**at, "weight": w, "gradient": g, "stepped": s} for at, w, g, s in numbers]


def nearest(configuration: Configuration, cloud: Cloud, x: float, y: float) -> float:
    """The target of the example that is nearest to a point; the first there is without examples."""
    points, targets = cloud.all
    if not len(points):
        return float((classes_of(configuration) or [0])[0])
    return float(targets[((points - [x, y]) ** 2).sum(axis=1).argmin()])
