"""What a page shows of a network at a moment: losses, weights, tiles and the decision region."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite import nn
from autograd_lite.nn.arrays import Array
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds.clouds import Cloud, scale_of, view_of
from autograd_lite.playgrounds.configuration import Configuration
from autograd_lite.playgrounds.features import inputs_at
from autograd_lite.playgrounds.gradients import BatchGradient, neurons_of
from autograd_lite.playgrounds.readings import mean_of, over_rows
from autograd_lite.playgrounds.targets import as_answers, as_targets, right

#: the pixels along each side of a tile, and of the region
TILE, REGION = 30, 100


class Screen:
    """All that is shown of a network in front of its examples, at the weights as they are."""

    def __init__(self, configuration: Configuration, model: nn.MLP, cloud: Cloud) -> None:
        self._configuration, self._model, self._cloud = configuration, model, cloud
        self.discretise = configuration.discretise
        self.view = view_of(cloud.all)
        self.scale = scale_of(configuration, cloud.all.targets)
        self._losses = [self._mean_loss(part) for part in cloud]
        self._tiles = over_rows(self._neurons, _grid(self.view, TILE))
        self._region = over_rows(self._answer, _grid(self.view, REGION))
        points = cloud.all.points
        self._answers = over_rows(self._answer, [*points.T]) if len(points) else None
        self._gradient: BatchGradient | None = None

    def losses(self) -> tuple[float | None, float | None]:
        """The mean losses of training and test, without penalty; None where there are no points."""
        train, test = (loss() if loss else None for loss in self._losses)
        return train, test

    def accuracy(self) -> dict[str, float | None] | None:
        """The shares of the examples that are told right; None for a regression."""
        if self._configuration.kind == "numbers":
            return None
        if self._answers is None:
            return {"train": None, "test": None}
        answers = np.stack(self._answers(), axis=1)
        found = right(self._configuration, answers, self._cloud.all.targets)
        cut = len(self._cloud.train.targets)
        parts = {"train": found[:cut], "test": found[cut:]}
        return {name: float(part.mean()) if len(part) else None for name, part in parts.items()}

    def gradient(self) -> dict[str, Any] | None:
        """The gradient of the mean loss over the training data."""
        if not len(self._cloud.train.targets):
            return None
        if self._gradient is None:
            self._gradient = BatchGradient(self._configuration, self._model, self._cloud.train)
        return self._gradient() | {"loss": self.losses()[0]}

    def pixels(self) -> tuple[dict[str, Any], bytes]:
        """Tiles and region as bytes, and what a header says about them."""
        tiles, region = (np.array(self._tiles()) + 1.0) / 2.0, np.array(self._region())
        kind = self._configuration.kind
        low, high = self.scale
        planes = region if kind == "classes" else (region - low) / (high - low)
        if self.discretise:
            tiles = _above_middle(tiles)
            planes = _largest(planes) if kind == "classes" else _above_middle(planes)
        told = {
            "tiles": {"size": TILE, "count": len(tiles)},
            "region": {"size": REGION, "planes": len(planes), "kind": kind},
        }
        return told, _as_bytes(tiles) + _as_bytes(planes)

    def _neurons(self, x: Any, y: Any) -> list[Any]:
        inputs = inputs_at(self._configuration.features, x, y)
        return [each for layer in neurons_of(self._model, inputs) for each in layer]

    def _answer(self, x: Any, y: Any) -> list[Any]:
        output = self._model(inputs_at(self._configuration.features, x, y))
        return as_answers(self._configuration, output)

    def _mean_loss(self, examples: Any) -> Callable[[], float] | None:
        if not len(examples.targets):
            return None
        features, loss = self._configuration.features, LOSSES[self._configuration.loss].function
        inputs = np.column_stack(inputs_at(features, *examples.points.T))
        targets = as_targets(self._configuration, examples.targets)
        return mean_of(lambda x, t: loss(self._model(x), t), [inputs, targets])


def _grid(view: dict[str, list[float]], size: int) -> list[Array]:
    """The middles of pixels, row by row from the top left."""
    middles = (np.arange(size) + 0.5) / size
    (left, right_end), (bottom, top) = view["x"], view["y"]
    x = left + (right_end - left) * middles
    y = top - (top - bottom) * middles
    return [np.tile(x, size), np.repeat(y, size)]


def _above_middle(shares: Array) -> Array:
    return np.where(shares > 0.5, 1.0, 0.0)


def _largest(planes: Array) -> Array:
    """1 for the class that is told, and 0 for the others."""
    return np.where(np.arange(len(planes))[:, np.newaxis] == planes.argmax(axis=0), 1.0, 0.0)


def _as_bytes(shares: Array) -> bytes:
    """From 0 to 1 as 0 to 255; what is no number is in the middle."""
    known = np.clip(np.nan_to_num(shares, nan=0.5, posinf=1.0, neginf=0.0), 0.0, 1.0)
    return np.rint(known * 255.0).astype(np.uint8).tobytes()


def parameters_of(model: nn.MLP) -> dict[str, Any]:
    """The weights and biases of a network as pages are told them."""
    layers = [layer.neurons for layer in model.layers]
    return {
        "weights": [[[w.data for w in each.weights] for each in neurons] for neurons in layers],
        "biases": [[None if each.bias is None else each.bias.data for each in neurons]
                   for neurons in layers],
    }  # fmt: skip


def layers_of(configuration: Configuration, model: nn.MLP) -> list[dict[str, Any]]:
    """What a page is told of the layers, that of the inputs first."""
    told = [("inputs", "input", "", [*configuration.features])]
    for i, layer in enumerate(model.layers, start=1):
        names = [neuron._output_label for neuron in layer.neurons]
        last = i == len(model.layers)
        name, kind = ("output", "output") if last else (f"hidden {i}", "hidden")
        told.append((name, kind, layer._activation_name, names))
    return [
        {"name": name, "kind": kind, "neurons": len(labels), "activation": activation,
         "labels": labels}
        for name, kind, activation, labels in told
    ]  # fmt: skip
