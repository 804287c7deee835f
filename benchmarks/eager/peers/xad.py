"""XAD: a tape in C++, which is cleared and used again, as its authors advise."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from xad.adj_1st import Real, Tape
from xad.math import max as maximum

from benchmarks.eager.peers import Workload

VERSION = version("xad")


class Peer:
    """There is one tape, which its operators write to."""

    def __init__(self) -> None:
        self._tape = Tape()
        self._tape.activate()

    def relu(self, x: Any) -> Any:
        return maximum(x, 0.0)

    def expression(self, f: Any, numbers: Sequence[float]) -> Workload:
        def record() -> Any:
            self._tape.clearAll()
            leaves = [Real(x) for x in numbers]
            self._tape.registerInputs(leaves)
            self._tape.newRecording()
            return f(self, leaves), leaves

        return Workload(record, self._backward, _results)

    def _backward(self, graph: Any) -> None:
        root, _ = graph
        self._tape.registerOutput(root)
        root.setDerivative(1.0)
        self._tape.computeAdjoints()


def _results(graph: Any) -> list[float]:
    root, leaves = graph
    return [root.getValue(), *(leaf.getDerivative() for leaf in leaves)]
