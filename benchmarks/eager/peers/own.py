"""autograd_lite, on the engine that is asked for by its name."""

import os
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from benchmarks.eager.peers import Workload
from benchmarks.eager.peers.values import Values

VERSION = version("autograd_lite")


class Peer(Values):
    """An engine is settled by the first import in a process."""

    def __init__(self, engine: str) -> None:
        os.environ["AUTOGRAD_LITE_ENGINE"] = engine
        import autograd_lite as ag
        from autograd_lite import nn

        if ag.engine_info().name != engine:
            raise ImportError(f"the engine of this process is {ag.engine_info().name}")
        self.make, self.sum, self._nn = ag.Value, ag.sum, nn

    def network(self, f: Any, sizes: Sequence[int], parameters: Sequence[float]) -> Workload:
        kinds = ["relu"] * (len(sizes) - 2) + ["linear"]
        return self._network(self._nn.MLP(sizes[0], sizes[1:], kinds, rng=0), f, parameters)
