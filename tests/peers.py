"""Other libraries' values and gradients of the operations, where they have a function of the name.

A name may be one that `autograd_lite.parsing.spoken` knows for the operation, as expit for sigmoid.
"""

import importlib
import importlib.metadata
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any, NamedTuple

from autograd_lite.parsing.spoken import INSTEAD
from autograd_lite.primitives.operation import TABLE, Operation, sequence

Operands = tuple[float, ...]
#: a value and, where the library differentiates, the gradients, for each point
Results = list[list[float]]


def jax_results(operation: Operation, points: list[Operands]) -> Results | None:
    import jax
    import numpy as np

    jax.config.update("jax_enable_x64", True)
    rooms = [jax.nn, jax.numpy, jax.scipy.special, jax.scipy.stats.norm]
    function = _lookup(operation, rooms)
    if function is None:
        return None
    if operation is TABLE["gelu"]:
        function = lambda x: jax.nn.gelu(x, approximate=False)  # noqa: E731
    n = len(points[0])
    call = _as_called(operation, function, jax.numpy.stack)
    both = jax.jit(jax.vmap(jax.value_and_grad(call, argnums=tuple(range(n)))))
    value, gradients = both(*np.array(points).T)
    return np.array([value, *gradients]).T.tolist()


def autograd_results(operation: Operation, points: list[Operands]) -> Results | None:
    import autograd
    import autograd.numpy as np
    import autograd.scipy.special
    import autograd.scipy.stats

    function = _lookup(operation, [np, autograd.scipy.special, autograd.scipy.stats.norm])
    if function is None:
        return None
    call = _as_called(operation, function, np.array)
    places = range(len(points[0]))
    numbers = [list(map(np.float64, x)) for x in points]
    return [
        [float(call(*x)), *(float(autograd.grad(call, i)(*x)) for i in places)] for x in numbers
    ]


def torch_results(operation: Operation, points: list[Operands]) -> Results | None:
    import torch

    function = _lookup(operation, [torch, torch.special, torch.nn.functional])
    if function is None:
        return None
    call = _as_called(operation, function, torch.stack)
    columns = [
        torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in zip(*points, strict=True)
    ]
    value = call(*columns)
    gradients = torch.autograd.grad(value.sum(), columns)
    return torch.stack([value, *gradients]).T.tolist()


def _lookup(operation: Operation, rooms: list[Any]) -> Callable[..., Any] | None:
    normal = [room for room in rooms if hasattr(room, "cdf")]
    others = [room for room in rooms if room not in normal]
    found = [getattr(room, each, None) for each in _names(operation) for room in others]
    law = operation.name.replace("norm_", "").replace("_", "")
    if law in ("pdf", "cdf", "ppf", "logcdf"):
        found += [getattr(room, law, None) for room in normal]
    return next((each for each in found if callable(each)), None)


def _names(operation: Operation) -> Iterator[str]:
    """What the operation may be called elsewhere, the likeliest first."""
    yield "arc" + operation.name[1:]  # before "asin", which autograd does not differentiate
    yield operation.name
    yield from [name for name, ours in INSTEAD.items() if ours.startswith(f"{operation.name}(")]


def _as_called(
    operation: Operation, function: Callable[..., Any], stack: Callable[..., Any]
) -> Callable[..., Any]:
    if operation.name in ("maximum", "minimum"):  # elsewhere of two operands
        return lambda *x: reduce(function, x)
    return (lambda *x: function(stack(x))) if operation.unpack is sequence else function


def scipy_results(operation: Operation, points: list[Operands]) -> Results | None:
    import numpy as np
    import scipy.special
    import scipy.stats

    function = _lookup(operation, [scipy.special, scipy.stats.norm])
    if function is None:
        return None
    call = _as_called(operation, function, np.stack)
    return [[value] for value in np.asarray(call(*np.array(points).T), float).tolist()]


class Peer(NamedTuple):
    """A library beside which the table stands."""

    title: str
    results: Callable[[Operation, list[Operands]], Results | None]
    #: whether it has gradients
    differentiates: bool = True


PEERS = {
    "jax": Peer("JAX", jax_results),
    "autograd": Peer("autograd", autograd_results),
    "torch": Peer("PyTorch", torch_results),
    "scipy": Peer("SciPy", scipy_results, differentiates=False),
}


def installed() -> list[str]:
    """Which of them can be imported."""
    return [name for name in PEERS if _importable(name)]


def version(name: str) -> str:
    """The library and its version."""
    return f"{PEERS[name].title} {importlib.metadata.version(name).partition('+')[0]}"


def _importable(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
