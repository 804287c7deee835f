"""JAX in 64 bits: jit around what is computed again and again."""

from functools import partial
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.called.cases import ITERATIONS
from benchmarks.called.minima import minimum
from benchmarks.called.peers import Training
from benchmarks.called.peers.own import RATE
from benchmarks.cases.mlp import squared_error
from benchmarks.peers import Bound
from benchmarks.peers.jax import VERSION, M  # noqa: F401

_ACTIVATIONS = {"tanh": jnp.tanh, "relu": jax.nn.relu}


def _mean_loss(arrays: Any, x: Any, y: Any) -> Any:
    return jnp.mean(squared_error(M, arrays, x, y))


def _cross_entropy(z: Any, y: Any) -> Any:
    return -jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], 1)


_LOSSES = {
    "cross_entropy": _cross_entropy,
    "binary_cross_entropy": lambda z, y: jax.nn.softplus(z[:, 0]) - y * z[:, 0],
    "half_squared_error": lambda z, y: 0.5 * (z[:, 0] - y) ** 2,
}


class Peer:
    """Arrays of NumPy go in, and what comes out is waited for."""

    def __init__(self, threads: int) -> None:
        pass

    def gradient_of_array(self, weights: Any, sizes: Any, X: Any, y: Any) -> Any:
        shapes = [x for i, o in pairwise(sizes) for x in ((o, i), (o,))]
        ends = np.cumsum([np.prod(shape) for shape in shapes])

        def loss(weights: Any, x: Any, y: Any) -> Any:
            parts = jnp.split(weights, ends[:-1])
            arrays = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
            return _mean_loss(arrays, x, y)

        fast = jax.jit(jax.value_and_grad(loss))
        return lambda: jax.block_until_ready(fast(weights, X, y))

    def gradient_of_list(self, arrays: Any, X: Any, y: Any) -> Any:
        fast = jax.jit(jax.value_and_grad(_mean_loss))
        return lambda: jax.block_until_ready(fast(arrays, X, y))

    def loop(self, arrays: Any, X: Any, y: Any) -> Any:
        """It has no model that keeps gradients: an iteration is one function."""

        @jax.jit
        def update(arrays: Any, x: Any, y: Any) -> Any:
            gradient = jax.grad(_mean_loss)(arrays, x, y)
            return jax.tree.map(lambda w, g: w - RATE * g, arrays, gradient)

        state = [arrays]

        def run() -> None:
            for _ in range(ITERATIONS):
                state[0] = update(state[0], X, y)
            jax.block_until_ready(state)

        return Bound(run, lambda: state[0])

    def fit(self, training: Training) -> Any:
        """The update is compiled once, for all trainings by the same call."""
        activation, loss = _ACTIVATIONS[training.activation], _LOSSES[training.loss]
        rate, eps, size = training.rate, training.eps, training.batch_size

        def cost(arrays: Any, x: Any, y: Any) -> Any:
            for i in range(0, len(arrays), 2):
                x = x @ arrays[i].T + arrays[i + 1]
                x = activation(x) if i < len(arrays) - 2 else x
            return jnp.mean(loss(x, y))

        @jax.jit
        def update(t: Any, arrays: Any, mean: Any, square: Any, x: Any, y: Any) -> Any:
            gradient = jax.grad(cost)(arrays, x, y)
            mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
            square = jax.tree.map(lambda s, g: 0.999 * s + 0.001 * g * g, square, gradient)
            arrays = jax.tree.map(
                lambda w, m, s: (
                    w - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(s / (1 - 0.999**t)) + eps)
                ),
                arrays, mean, square,
            )  # fmt: skip
            return arrays, mean, square

        def run() -> Any:
            X, y = training.X, training.y
            zeros = [jnp.zeros_like(x) for x in training.parameters]
            state = training.parameters, zeros, zeros
            t = 0.0
            for _ in range(training.epochs):
                for i in range(0, len(X), size):
                    t += 1.0
                    state = update(t, *state, X[i : i + size], y[i : i + size])
            return jax.block_until_ready(state[0])

        return run

    fit_again = fit

    def minimize(self, f: Any, start: Any, *data: Any) -> Any:
        def loss(x: Any, *data: Any) -> Any:
            return jnp.mean(f(M, x, *data))

        fast = jax.jit(jax.value_and_grad(loss))

        def function(x: Any, *data: Any) -> Any:
            value, gradient = fast(x, *data)
            return float(value), np.asarray(gradient)

        return lambda: minimum(function, start, data)

    def before_first_result(self) -> None:
        jax.block_until_ready(jax.jit(jax.grad(lambda x: x))(1.0))

    def first_result(self, f: Any, x: Any) -> Any:
        fast = jax.jit(jax.value_and_grad(partial(f, M)))
        return lambda: jax.block_until_ready(fast(x))


class Cached:
    """What it compiles is kept on disk, however quickly it was made."""

    def __init__(self, threads: int) -> None:
        jax.config.update("jax_compilation_cache_dir", "kept_by_jax")
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)

    before_first_result = Peer.before_first_result
    first_result = Peer.first_result
