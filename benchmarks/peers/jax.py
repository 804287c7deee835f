"""JAX, with 64 bits and jit."""

from functools import partial
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)
VERSION = jax.__version__


def repeat(times: int, step: Any, state: Any) -> Any:
    """A loop that stays a loop."""
    return jax.lax.fori_loop(0, times, lambda _, x: step(x), state)


M = SimpleNamespace(
    exp=jnp.exp, log=jnp.log, sqrt=jnp.sqrt, sin=jnp.sin, cos=jnp.cos, tanh=jnp.tanh,
    erf=jax.scipy.special.erf, sum=jnp.sum, repeat=repeat,
)  # fmt: skip


def _call(f: Any, *arguments: Any) -> Any:
    fast = jax.jit(f)
    arguments = jax.device_put(arguments)
    return lambda: jax.block_until_ready(fast(*arguments))


class Peer:
    """It always writes into new arrays, and has no call that is bound."""

    def __init__(self, threads: int) -> None:
        pass

    def batch(self, f: Any, columns: Any) -> Any:
        return _call(jax.vmap(jax.value_and_grad(partial(f, M), range(len(columns)))), *columns)

    def point(self, f: Any, numbers: Any) -> Any:
        return _call(jax.value_and_grad(partial(f, M), range(len(numbers))), *numbers)

    def gradient(self, f: Any, x: Any) -> Any:
        return _call(jax.value_and_grad(partial(f, M)), x)

    def hessian(self, f: Any, x: Any) -> Any:
        return _call(jax.hessian(partial(f, M)), x)

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        def loss(*arguments: Any) -> Any:
            return jnp.mean(f(M, *arguments))

        return _call(jax.value_and_grad(loss), parameters, x, y)

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        def loss(p: Any) -> Any:
            return jnp.mean(f(M, p, x, y))

        @jax.jit
        def update(i: Any, p: Any, mean: Any, square: Any) -> Any:
            gradient = jax.grad(loss)(p)
            mean = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, mean, gradient)
            square = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, square, gradient)
            moved = jax.tree.map(
                lambda w, a, b: w
                - rate * (a / (1 - 0.9**i)) / (jnp.sqrt(b / (1 - 0.999**i)) + 1e-8),
                p, mean, square,
            )  # fmt: skip
            return moved, mean, square

        def run() -> Any:
            state = parameters, *[[jnp.zeros_like(p) for p in parameters]] * 2
            for i in range(1, epochs + 1):
                state = update(float(i), *state)
            return jax.block_until_ready(state[0])

        return run
