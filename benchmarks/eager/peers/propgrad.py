"""propgrad: micrograd with more functions and checks. It recurses likewise."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from propgrad.engine import Value
from propgrad.nn import MLP

from benchmarks.eager.peers import Workload
from benchmarks.eager.peers.values import Values

VERSION = version("propgrad")


class Peer(Values):
    """As it is."""

    make = Value

    def network(self, f: Any, sizes: Sequence[int], parameters: Sequence[float]) -> Workload:
        return self._network(MLP(sizes[0], [*sizes[1:]]), f, parameters)
