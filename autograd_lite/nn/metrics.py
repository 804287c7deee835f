"""How good a trained model is."""

import numpy as np
from numpy.typing import ArrayLike

from autograd_lite.inputs.checks import finite
from autograd_lite.nn.arrays import as_rows
from autograd_lite.nn.data import as_classes
from autograd_lite.nn.losses import LOSSES
from autograd_lite.nn.module import Module, check_model


def accuracy(model: Module, X: ArrayLike, y: ArrayLike, *, threshold: float | None = None) -> float:
    """The share of examples whose class the model tells right, from 0 to 1.

    With one output the class is the upper of two labels if the output is above ``threshold``, by
    default midway: 0.5 for labels 0 and 1, 0 for −1 and 1. For a model that ends in a linear
    node and was trained with logits, it is 0. With several outputs the largest tells the class,
    and ``y`` has its index.

    Raises ValueError for labels that are neither 0 and 1 nor −1 and 1, and for indices that no
    output has.

    >>> from autograd_lite import nn
    >>> accuracy(nn.Neuron(1, "sigmoid", weights=[1.0]), [[-2.0], [3.0], [5.0]], [0, 1, 0])
    0.6666666666666666
    """
    check_model(model)
    border = None if threshold is None else finite("threshold", threshold)
    rows = as_rows(X)
    labels = as_classes(y, len(rows))
    outputs = model.predict(rows)
    if outputs.size > len(rows):
        fitting = LOSSES["cross_entropy"].accepts(labels, outputs.shape[1])
        if not fitting.all():
            raise ValueError(
                f"y: the index of a class is needed, from 0 to {outputs.shape[1] - 1}, got "
                f"{labels[~fitting][0]:g}; for other labels use np.unique(y, return_inverse=True)"
            )
        return float(np.mean(outputs.argmax(axis=1) == labels))
    if not (set(labels) <= {0.0, 1.0} or set(labels) <= {-1.0, 1.0}):
        raise ValueError(
            f"y: the labels 0 and 1, or −1 and 1, are needed, got {sorted(set(labels))}"
        )
    if border is None:
        border = 0.0 if -1.0 in labels else 0.5
    return float(np.mean((outputs.ravel() > border) == (labels == 1.0)))
