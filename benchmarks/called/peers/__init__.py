"""The peers, used as their own documentation uses them. Each is a module with a class ``Peer``.

Its methods are the kinds of tasks. A method gets ready and returns a call without arguments, whose
result is compared, in any nesting of arrays; or a `Bound`. A peer that has no such method, or
returns None, does not take part. Parameters are the weights (outputs, inputs) and the biases
(outputs,) of the layers in turn.

- ``gradient_of_array``, ``gradient_of_list``: the mean loss of a tanh network and its gradient, by
  all parameters in one flat array, and by a list of arrays, which are arguments of every call;
- ``backward``: the same, added to what the parameters of a model keep as their gradients;
- ``zero_grad``, ``sgd_step``, ``adam_step``: what else a loop does with a model;
- ``loop``: such a loop, some iterations of it;
- ``fit``, ``fit_again``: a new model trained; the same after one of its shape was trained before;
  ``program`` is the former in a program of its own, and no method (see `programs`);
- ``minimize``: SciPy's minimisation of a function with its gradient;
- ``first_result``: a function and its gradient at a point, called for the first time;
  ``before_first_result`` is called before, untimed: it loads what importing a peer does not.
"""

from importlib import import_module
from typing import Any, NamedTuple

from benchmarks.peers import REFERENCE


class Spec(NamedTuple):
    """Where a peer is, and the class that it is made of."""

    module: str
    kind: str = "Peer"

    def make(self, threads: int) -> Any:
        """The peer; raises ImportError or OSError if it cannot run here."""
        module = import_module(f"benchmarks.called.peers.{self.module}")
        return getattr(module, self.kind)(threads)


BOUND, CACHED = f"{REFERENCE}, bound", f"{REFERENCE}, cache="
PEERS = {
    REFERENCE: Spec("own"),
    BOUND: Spec("bound"),
    CACHED: Spec("own", "Cached"),
    "scikit-learn": Spec("sklearn"),
    "PyTorch": Spec("torch"),
    "JAX jit": Spec("jax"),
    "JAX jit, cache": Spec("jax", "Cached"),
    "ddx-ad": Spec("ddx"),
    "CasADi": Spec("casadi"),
    "NumPy by hand": Spec("by_hand"),
}


class Training(NamedTuple):
    """A network and how it is trained: by Adam, the examples in their order."""

    sizes: tuple[int, ...]
    #: "tanh" or "relu", of all layers but the last
    activation: str
    #: "cross_entropy" of classes, "binary_cross_entropy" of 0 and 1, or "half_squared_error"
    loss: str
    X: Any
    y: Any
    epochs: int
    batch_size: int
    parameters: list[Any]
    rate: float = 0.001
    #: so small that it does not matter where in the formula it stands
    eps: float = 1e-16
