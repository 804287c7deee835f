"""Two tasks on arrays of Dask: ours, and by NumPy and JAX in every block."""

import math
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import dask
import dask.array as da
import numpy as np

import autograd_lite as ag
from benchmarks.cases import mlp

RATE, VOLATILITY = 0.03, 0.2


def price(m: Any, rate: Any, volatility: Any, spot: Any, strike: Any, years: Any) -> Any:
    """A call after Black and Scholes, with the functions of ``m``."""
    scale = volatility * m.sqrt(years)
    d = (m.log(spot / strike) + (rate + 0.5 * volatility**2) * years) / scale
    return spot * m.norm_cdf(d) - strike * m.exp(-rate * years) * m.norm_cdf(d - scale)


def options(count: int, block: int) -> list[Any]:
    """Spot, strike and years, kept by the workers."""
    random = da.random.default_rng(0)
    ranges = [(80.0, 120.0), (90.0, 110.0), (0.1, 2.0)]
    made = [random.uniform(low, high, size=count, chunks=block) for low, high in ranges]
    return list(dask.persist(*made))


def ours_of_options() -> Callable[..., Any]:
    """The total price and its gradient by rate and volatility, compiled."""
    total = ag.compile(
        partial(price, ag), argnums=(0, 1), in_axes=(None, None, 0, 0, 0), reduce="sum"
    )
    return lambda *arrays: dask.compute(total.value_and_grad(RATE, VOLATILITY, *arrays))[0]


def by_blocks(function: Callable[..., Any], results: int) -> Callable[..., Any]:
    """The sum over blocks of what a function of NumPy's arrays returns, by Dask alone."""

    def run(*arrays: Any) -> Any:
        letters = [(0, *range(1, x.ndim)) for x in arrays]
        operands = [part for pair in zip(arrays, letters, strict=True) for part in pair]
        found = da.blockwise(
            function, (0, 9), *operands, new_axes={9: results}, concatenate=True, dtype=float,
            adjust_chunks={0: lambda n: 1},
        )  # fmt: skip
        return found.sum(axis=0).compute()

    return run


def options_by_hand(spot: Any, strike: Any, years: Any) -> Any:
    """Price, rho and vega in NumPy's own operations, by the formulas of the textbook."""
    from scipy.special import ndtr

    root = np.sqrt(years)
    scale = VOLATILITY * root
    d = (np.log(spot / strike) + (RATE + 0.5 * VOLATILITY**2) * years) / scale
    discounted = strike * np.exp(-RATE * years)
    likely = ndtr(d - scale)
    density = np.exp(-0.5 * d * d) / math.sqrt(2.0 * math.pi)
    value = spot * ndtr(d) - discounted * likely
    return np.array(
        [[value.sum(), (years * discounted * likely).sum(), (spot * density * root).sum()]]
    )


def options_by_jax(spot: Any, strike: Any, years: Any) -> Any:
    """The same by JAX's gradient and its compiler."""

    def total(m: Any, parameters: Any, *arrays: Any) -> Any:
        return price(m, parameters[0], parameters[1], *arrays).sum()

    return _by_jax(total, (RATE, VOLATILITY), spot, strike, years)


_JITTED: dict[str, Callable[..., Any]] = {}


def _by_jax(function: Callable[..., Any], parameters: Any, *arrays: Any) -> Any:
    """Value and gradient by the parameters in one row; compiled once in a process."""
    import jax
    import jax.numpy as jnp
    from jax.flatten_util import ravel_pytree
    from jax.scipy.stats import norm

    def row(*arguments: Any) -> Any:
        return ravel_pytree(jax.value_and_grad(partial(function, m))(*arguments))[0][None]

    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    m = SimpleNamespace(
        sqrt=jnp.sqrt, log=jnp.log, exp=jnp.exp, tanh=jnp.tanh, norm_cdf=norm.cdf
    )  # fmt: skip
    jitted = _JITTED.setdefault(function.__qualname__, jax.jit(row))
    return np.asarray(jitted(jax.tree.map(jnp.asarray, parameters), *arrays))


SIZES = (8, 32, 32, 1)


def examples(count: int, block: int) -> list[Any]:
    """Inputs and targets of a network, kept by the workers."""
    random = da.random.default_rng(1)
    X = random.normal(size=(count, SIZES[0]), chunks=(block, -1))
    return list(dask.persist(X, random.normal(size=(count, 1), chunks=(block, -1))))


def ours_of_a_network() -> Callable[..., Any]:
    """The sum of the losses and its gradient by all weights, compiled."""
    weights = mlp.parameters(SIZES)

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        return ag.sum(mlp.squared_error(np, parameters, x, y))

    total = ag.compile(loss, in_axes=(None, 0, 0), reduce="sum")
    return lambda *arrays: dask.compute(total.value_and_grad(weights, *arrays))[0]


def network_by_hand(X: Any, y: Any) -> Any:
    """The same in NumPy's matrix products."""
    weights = mlp.parameters(SIZES)
    layers = [X]
    for i in range(0, len(weights), 2):
        z = layers[-1] @ weights[i].T + weights[i + 1]
        layers.append(np.tanh(z) if i < len(weights) - 2 else z)
    slope = 2.0 * (layers[-1] - y)
    found = []
    for i in reversed(range(0, len(weights), 2)):
        if i < len(weights) - 2:
            slope = slope * (1.0 - layers[i // 2 + 1] ** 2)
        found += [slope.sum(axis=0), (slope.T @ layers[i // 2]).ravel()]
        slope = slope @ weights[i]
    return np.concatenate([[((layers[-1] - y) ** 2).sum()], *found])[np.newaxis]


def network_by_jax(X: Any, y: Any) -> Any:
    """The same by JAX's gradient and its compiler."""

    def total(m: Any, parameters: Any, X: Any, y: Any) -> Any:
        layers = list(zip(parameters[::2], parameters[1::2], strict=True))
        for w, b in layers[:-1]:
            X = m.tanh(X @ w.T + b)
        w, b = layers[-1]
        return ((X @ w.T + b - y) ** 2).sum()

    return _by_jax(total, mlp.parameters(SIZES), X, y)
