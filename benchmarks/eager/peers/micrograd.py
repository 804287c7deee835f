"""micrograd. Its backward pass recurses once for every operation in a row."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from micrograd.engine import Value
from micrograd.nn import MLP

from benchmarks.eager.peers import Workload
from benchmarks.eager.peers.values import Values

VERSION = version("micrograd")


class Peer(Values):
    """As it is."""

    make = Value

    def network(self, f: Any, sizes: Sequence[int], parameters: Sequence[float]) -> Workload:
        return self._network(MLP(sizes[0], [*sizes[1:]]), f, parameters)
