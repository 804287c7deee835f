"""One's own model and data in the playground."""

from dataclasses import replace
from typing import Any, Final

import numpy as np

from autograd_lite import nn
from autograd_lite.inputs.checks import shown
from autograd_lite.nn.arrays import as_rows
from autograd_lite.nn.data import as_targets
from autograd_lite.nn.module import is_plain
from autograd_lite.playgrounds.clouds import Array
from autograd_lite.playgrounds.configuration import (
    LARGEST,
    MOST_CLASSES,
    MOST_LAYERS,
    MOST_NEURONS,
    MOST_POINTS,
    Configuration,
    Hidden,
    completed,
)
from autograd_lite.playgrounds.settling import settled

#: the pairs of labels that are two classes
_SIGNS: Final = {-1.0, 1.0}
_BITS: Final = {0.0, 1.0}


def own(
    model: nn.Module | None = None, X: Any = None, y: Any = None
) -> tuple[Configuration, nn.MLP | None]:
    """The configuration of a run with one's own model, or data, or both, and the model as an MLP.

    The model is a Neuron, a Layer or an MLP with two inputs, of activations of the table, and no
    larger than networks of the playground are. It is what is trained: in the end it has what it
    learnt. X has two columns. In y −1 and 1, or 0 and 1, are two classes; 0, 1, 2, … are several,
    if the model has as many outputs, or no model is given and there are at most six; any other
    numbers are a regression.

    Raises TypeError or ValueError for anything else.

    >>> own(X=[[0, 0], [0, 1], [1, 0], [1, 1]], y=[0, 1, 1, 0])[0].points[1]
    (0.0, 1.0, 1.0)
    """
    network = None if model is None else _as_mlp(model)
    found: dict[str, Any] = {}
    outputs = 0
    if network is not None:
        *hidden, last = network.layers
        outputs = len(last.neurons)
        found["layers"] = tuple(Hidden(len(x.neurons), x._activation_name) for x in hidden)
        if outputs > 1:
            found |= {"data": "clusters", "classes": outputs}
    if X is not None or y is not None:
        found |= _data(X, y, outputs)
    usual = completed(found)
    if network is None:
        return usual, None
    ends_in = network.layers[-1]._activation_name
    configuration, notes = settled(replace(usual, output=ends_in), usual)  # the loss gives way
    if configuration.output != ends_in:
        raise ValueError(f"model: it does not fit the data. {' '.join(notes)}")
    return configuration, network


def _as_mlp(model: nn.Module) -> nn.MLP:
    """The model as layers of an MLP, of the same neurons."""
    if type(model) not in (nn.Neuron, nn.Layer, nn.MLP):
        raise TypeError(f"model: an nn.MLP, nn.Layer or nn.Neuron is needed, got {shown(model)}")
    if isinstance(model, nn.MLP):
        network = model
    else:
        layer = model
        if isinstance(model, nn.Neuron):
            layer = nn.Layer(len(model.weights), 1)
            layer.neurons, layer._activation_name = [model], model._activation_name
        network = nn.MLP(2, [1])
        network.layers = [layer]  # type: ignore[list-item]  # as was seen
    if problem := _problem(network):
        raise ValueError(f"model: {problem}, got {model!r}")
    return network


def _problem(network: nn.MLP) -> str:
    """What the playground cannot show of a model; empty if there is nothing."""
    *hidden, last = network.layers
    neurons = [neuron for layer in network.layers for neuron in layer.neurons]
    if network.layers[0].inputs != 2:
        return "two inputs are needed, the coordinates of a point"
    if len(hidden) > MOST_LAYERS or any(len(x.neurons) > MOST_NEURONS for x in hidden):
        return f"at most {MOST_LAYERS} hidden layers of at most {MOST_NEURONS} neurons are needed"
    if len(last.neurons) == 2 or len(last.neurons) > MOST_CLASSES:
        return f"one output, or one for each of 3 to {MOST_CLASSES} classes, is needed"
    if any(layer._activation_name == "softmax" for layer in hidden):
        return "softmax is needed in the last layer alone"
    if not all(type(neuron) is nn.Neuron for neuron in neurons) or not is_plain(network):
        return "neurons with an activation of the table are needed"
    if any(neuron.bias is None for neuron in neurons):
        return "neurons with a bias are needed"
    count = sum(len(neuron.weights) + 1 for neuron in neurons)
    return "" if len(network.parameters()) == count else "weights that are not shared are needed"


def _data(X: Any, y: Any, outputs: int) -> dict[str, Any]:
    """The points of a configuration, and what their targets mean."""
    if X is None or y is None:
        raise ValueError("X, y: both are needed, the points and their targets")
    rows = as_rows(X)
    if rows.shape[1] != 2:
        raise ValueError(f"X: two columns are needed, got {rows.shape[1]}")
    if len(rows) > MOST_POINTS:
        raise ValueError(f"X: at most {MOST_POINTS} points are shown, got {len(rows)}")
    targets = as_targets(y, len(rows), 1)
    if max(abs(rows).max(), abs(targets).max()) > LARGEST:
        raise ValueError(f"X, y: numbers up to {LARGEST:g} are needed")
    kind, targets = _meaning(targets, outputs)
    return kind | {
        "data": "own",
        "points": tuple(map(tuple, np.column_stack([rows, targets]).tolist())),
    }


def _meaning(targets: Array, outputs: int) -> tuple[dict[str, Any], Array]:
    """What targets are for a model with so many outputs, and how the playground writes them."""
    present = {*targets.tolist()}
    if outputs < 2 and present <= _SIGNS:
        return {"problem": "classification", "classes": 2}, targets
    if outputs < 2 and present <= _BITS:
        return {"problem": "classification", "classes": 2}, 2.0 * targets - 1.0
    most = outputs or MOST_CLASSES
    if outputs != 1 and present <= {float(k) for k in range(most)}:
        classes = outputs or max(int(max(present)) + 1, 3)
        return {"problem": "classification", "classes": classes}, targets
    if outputs > 1:
        raise ValueError(
            f"y: the index of a class, from 0 to {outputs - 1}, is needed for {outputs} outputs"
        )
    return {"problem": "regression"}, targets
