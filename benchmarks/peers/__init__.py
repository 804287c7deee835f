"""The peers. Each is a module with a class ``Peer``, whose methods are the kinds of tasks.

A method takes a function ``f(m, …)``, which computes with the functions of a namespace ``m``, and
numbers. It gets ready and returns a call without arguments, whose result is the value followed by
the derivatives in any nesting of arrays; or a `Bound`. A peer that has no such method, or returns
None, does not take part.

- ``batch``, ``batch_in_place``: f and its derivatives by all arguments, for every row of columns;
- ``point``, ``bound``: the same at one point, with numbers in and out, and reading and writing
  arrays in place where the peer can do that;
- ``gradient``, ``hessian``: f of a vector and its gradient, and its Hessian alone;
- ``mean_loss``: the mean over examples and its gradient by the parameters;
- ``train``: the parameters after so many updates by Adam.
"""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np


class Spec(NamedTuple):
    """Where a peer is, and how it is made."""

    module: str
    options: dict[str, Any]
    #: whether it can use several cores
    parallel: bool = False

    def make(self, threads: int) -> Any:
        """The peer; raises ImportError or OSError if it cannot run here."""
        return import_module(f"benchmarks.peers.{self.module}").Peer(threads, **self.options)


REFERENCE = "autograd_lite"
PEERS = {
    REFERENCE: Spec("compiled", {"backend": "auto"}, parallel=True),
    f"{REFERENCE}, called often": Spec("often", {}),
    "autograd_lite, numpy": Spec("compiled", {"backend": "numpy"}, parallel=True),
    "autograd_lite, python": Spec("compiled", {"backend": "python"}),
    "autograd_lite eager": Spec("eager", {}),
    "C -O3 -ffast-math": Spec("c", {"flags": ("-ffast-math",)}, parallel=True),
    "C -O3": Spec("c", {"flags": ()}, parallel=True),
    "ddx-ad": Spec("ddx", {}),
    "CasADi": Spec("casadi", {}),
    "CasADi, C by gcc": Spec("casadi", {"compiler": True}),
    "JAX jit": Spec("jax", {}, parallel=True),
    "PyTorch": Spec("torch", {}, parallel=True),
    "autograd": Spec("autograd", {}),
    "NumPy by hand": Spec("by_hand", {}),
    "micrograd": Spec("micrograd", {}),
}


def repeat(times: int, step: Callable[[Any], Any], state: Any) -> Any:
    """Apply ``step`` so many times: a loop that leaves straight-line code in a trace."""
    for _ in range(times):
        state = step(state)
    return state


class Bound(NamedTuple):
    """A call that returns nothing, what reads its results, and the memory that it works on."""

    run: Callable[[], object]
    results: Callable[[], Any]
    memory: Any = None


def on_objects(functions: dict[str, Callable[[Any], Any]]) -> SimpleNamespace:
    """A namespace for symbols and arrays of them."""
    return SimpleNamespace(
        **{name: _elementwise(f) for name, f in functions.items()}, sum=np.sum, repeat=repeat
    )


def _elementwise(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    on_arrays = np.frompyfunc(function, 1, 1)
    return lambda x: on_arrays(x) if isinstance(x, np.ndarray) else function(x)


def symbols(make: Callable[[str], Any], name: str, like: Any) -> Any:
    """A symbol for a number, an array of symbols for an array."""
    if not np.shape(like):
        return make(name)
    array = np.empty(np.shape(like), dtype=object)
    for index in np.ndindex(array.shape):
        array[index] = make("_".join([name, *map(str, index)]))
    return array
