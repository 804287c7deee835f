"""Derivatives written out by hand for NumPy, and for Python's floats."""

import math
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.special import erf

from benchmarks.cases.black_scholes import price
from benchmarks.cases.mlp import squared_error
from benchmarks.cases.moons import adam
from benchmarks.cases.scalar import rosenbrock

VERSION = np.__version__
_NUMPY = SimpleNamespace(exp=np.exp, log=np.log, sqrt=np.sqrt, erf=erf)


class Peer:
    """It knows the functions for which somebody wrote down the derivatives."""

    def __init__(self, threads: int) -> None:
        pass

    def batch(self, f: Any, columns: Any) -> Any:
        return partial(GRADIENTS[f], _NUMPY, *columns)

    def point(self, f: Any, numbers: Any) -> Any:
        return partial(GRADIENTS[f], math, *numbers)

    def gradient(self, f: Any, x: Any) -> Any:
        return partial(GRADIENTS[f], x) if f in GRADIENTS else None

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        return partial(GRADIENTS[f], parameters, x, y)

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        gradient = partial(GRADIENTS[f], parameters, x, y)
        return lambda: adam(lambda: gradient()[1], parameters, epochs, rate)


def _price(m: Any, spot: Any, strike: Any, time: Any, rate: Any, volatility: Any) -> Any:
    root = m.sqrt(time)
    spread = volatility * root
    d1 = (m.log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / spread
    n1 = 0.5 * (1.0 + m.erf(d1 * 0.7071067811865476))
    n2 = 0.5 * (1.0 + m.erf((d1 - spread) * 0.7071067811865476))
    discount = m.exp(-rate * time)
    vega = spot * root * 0.3989422804014327 * m.exp(-0.5 * d1 * d1)
    present = strike * discount * n2
    by_time = 0.5 * vega * volatility / time + rate * present
    return spot * n1 - present, n1, -discount * n2, by_time, time * present, vega


def _squared_error(parameters: Any, x: Any, y: Any) -> Any:
    activations = [x]
    for weights, biases in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        activations.append(np.tanh(activations[-1] @ weights.T + biases))
    errors = activations[-1] @ parameters[-2].T + parameters[-1] - y
    gradients: list[Any] = []
    upstream = errors * (2.0 / len(x))
    for i in reversed(range(len(activations))):
        gradients = [upstream.T @ activations[i], upstream.sum(axis=0), *gradients]
        if i:
            upstream = (upstream @ parameters[2 * i]) * (1.0 - activations[i] ** 2)
    return np.mean(errors**2), gradients


def _rosenbrock(x: Any) -> Any:
    valley, slope = x[1:] - x[:-1] ** 2, 1.0 - x[:-1]
    gradient = np.zeros_like(x)
    gradient[:-1] = -400.0 * valley * x[:-1] - 2.0 * slope
    gradient[1:] += 200.0 * valley
    return 100.0 * (valley @ valley) + slope @ slope, gradient


#: value and derivatives of a function
GRADIENTS: dict[Any, Any] = {
    price: _price,
    squared_error: _squared_error,
    rosenbrock: _rosenbrock,
}
