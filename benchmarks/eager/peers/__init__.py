"""The peers: engines on scalars. Each is a module with a class ``Peer``, and two methods.

Each makes a `Workload`, or is missing where a peer has no such thing:

- ``expression``: a function ``f(m, leaves)`` of as many leaves as there are numbers. ``m`` is the
  peer, with its functions ``relu`` and, of a list and as one operation, ``sum``;
- ``network``: a function ``f(model)`` of the peer's own network of ReLU layers, the last linear,
  which is called with a list of plain numbers. Its parameters are given neuron by neuron, the bias
  after the weights.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple


class Workload(NamedTuple):
    """A forward pass, which returns a graph, and what is done with that."""

    record: Callable[[], Any]
    backward: Callable[[Any], object]
    #: the value and the derivatives, after the first backward pass
    results: Callable[[Any], list[float]]


class Spec(NamedTuple):
    """Where a peer is, and how it is made."""

    module: str
    options: dict[str, Any]

    def make(self) -> Any:
        """The peer; raises ImportError or OSError if it cannot run here."""
        return import_module(f"benchmarks.eager.peers.{self.module}").Peer(**self.options)


NATIVE, PYTHON, MICROGRAD = "autograd_lite, native", "autograd_lite, python", "micrograd"
PEERS = {
    NATIVE: Spec("own", {"engine": "native"}),
    PYTHON: Spec("own", {"engine": "python"}),
    MICROGRAD: Spec("micrograd", {}),
    "propgrad": Spec("propgrad", {}),
    "XAD": Spec("xad", {}),
    "PyTorch": Spec("torch", {}),
    "autograd": Spec("autograd", {}),
}
