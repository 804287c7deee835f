"""A model and data of one's own: what a run begins with."""

from typing import Any, Final

import numpy as np

from autograd_lite import nn
from autograd_lite.inputs.checks import shown
from autograd_lite.inputs.lookup import word
from autograd_lite.nn.arrays import Array, as_rows
from autograd_lite.nn.data import as_classes
from autograd_lite.nn.module import is_plain
from autograd_lite.playgrounds.configuration import (
    FIELDS,
    MOST_POINTS,
    Configuration,
    checked,
)
from autograd_lite.playgrounds.settling import settled
from autograd_lite.playgrounds.targets import FITTING, as_signs, endings

#: percent of own points that are trained on
SHARE: Final = 80
#: numbers of classes that have an output each; two have one together
OUTPUTS: Final = range(3, 7)


def own_start(
    model: nn.Module | None, X: Any, y: Any, loss: str | None
) -> tuple[Configuration, nn.MLP | None]:
    """What is trained at first, and a copy of the model for it.

    Raises ValueError or TypeError for what a playground cannot show.

    >>> neuron = nn.Neuron(2, "sigmoid", weights=[1.0, -1.0])
    >>> found, model = own_start(neuron, [[0.0, 1.0], [2.0, 3.0]], [0, 1], None)
    >>> found.loss, found.points, model
    ('binary_cross_entropy', ((0.0, 1.0, -1.0), (2.0, 3.0, 1.0)), MLP(2, [1], ['sigmoid']))
    """
    if (X is None) != (y is None):
        missing, there = ("X", "y") if X is None else ("y", "X")
        raise TypeError(f"{missing}: it is needed with {there}")
    if loss is not None:
        word("loss", loss, FIELDS["loss"].choices)
    network = None if model is None else _network(model)
    outputs = None if network is None else len(network.layers[-1].neurons)
    document: dict[str, Any] = {} if X is None else _data(X, y, outputs)
    if X is None and outputs in OUTPUTS:
        document = {"data": "clusters", "classes": outputs}
    if network is None:
        document |= {} if loss is None else {"loss": loss}
        return settled(checked(document))[0], None
    *hidden, output = [each._activation_name for each in network.layers]
    document["layers"] = [
        {"neurons": len(layer.neurons), "activation": name}
        for layer, name in zip(network.layers, hidden, strict=False)
    ]
    document["output"] = output
    kind = checked(document).kind
    own = (name for name in FITTING[kind] if endings(name) == (output,))
    document["loss"] = loss or next(own, "half_squared_error")
    wanted = checked(document)
    found, notes = settled(wanted)
    if found.outputs != outputs:
        raise ValueError(
            f"model: it has {outputs} outputs; one, or 3 to 6 for classes, are possible"
        )
    if (found.output, found.loss) != (wanted.output, wanted.loss):
        raise ValueError(
            f"model: its last activation is {output}, which does not go with the loss "
            f"{wanted.loss} and these targets: {' '.join(notes)}"
        )
    return found, network


def _network(model: Any) -> nn.MLP:
    """A copy, as a network of layers."""
    if type(model) not in (nn.MLP, nn.Layer, nn.Neuron):
        raise TypeError(f"model: an nn.MLP, nn.Layer or nn.Neuron is needed, got {shown(model)}")
    layers = model.layers if isinstance(model, nn.MLP) else [model]
    rows = [getattr(layer, "neurons", [layer]) for layer in layers]
    neurons = [neuron for row in rows for neuron in row]
    if not is_plain(model) or any(type(neuron) is not nn.Neuron for neuron in neurons):
        raise ValueError("model: one of neurons with activations of the library is needed")
    if len(rows[0][0].weights) != 2:
        raise ValueError(f"model: two inputs are needed, it has {len(rows[0][0].weights)}")
    network = nn.MLP(2, [*map(len, rows)], [layer._activation_name for layer in layers])
    numbers = [parameter.data for parameter in model.parameters()]
    if len(numbers) != len(network.parameters()):
        raise ValueError("model: each neuron needs a bias, and parameters that no other has")
    for parameter, number in zip(network.parameters(), numbers, strict=True):
        parameter.data = number
    return network


def _data(X: Any, y: Any, outputs: int | None) -> dict[str, Any]:
    """The settings of own points, for a model of so many outputs."""
    points = as_rows(X)
    if points.shape[1] != 2:
        raise ValueError(f"X: two columns are needed, x and y of a point, got {points.shape[1]}")
    if len(points) > MOST_POINTS:
        raise ValueError(f"X: at most {MOST_POINTS} points can be shown, got {len(points)}; "
                         "pass a part of them, and of y")  # fmt: skip
    targets = as_classes(y, len(points))
    found = _problem(targets, outputs)
    if found.get("classes") == 2 and not (targets < 0).any():
        targets = as_signs(targets)
    rows = np.column_stack([points, targets]).tolist()
    return {"data": "own", "points": rows, "train_share": SHARE, **found}


def _problem(targets: Array, outputs: int | None) -> dict[str, Any]:
    """Two classes, several, or numbers: what the targets can be, and the outputs are."""
    different = {*targets.tolist()}
    if outputs in (None, 1) and (different <= {0.0, 1.0} or different <= {-1.0, 1.0}):
        return {"problem": "classification", "classes": 2}
    indices = range(outputs or OUTPUTS.stop - 1)
    if outputs != 1 and different <= {*indices} and len(indices) in OUTPUTS:
        classes = outputs or max(OUTPUTS.start, int(targets.max()) + 1)
        return {"problem": "classification", "classes": classes}
    if outputs in (None, 1):
        return {"problem": "regression"}
    raise ValueError(
        f"y: for {outputs} outputs the indices of 3 to 6 classes are needed, each with an output; "
        "two classes have one output together"
    )
