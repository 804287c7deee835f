"""Engines whose results have a method ``backward``, and are given plain numbers as leaves."""

from collections.abc import Sequence
from typing import Any

from benchmarks.eager.peers import Workload


class Values:
    """What they share. ``make`` makes a leaf."""

    make: Any

    def relu(self, x: Any) -> Any:
        return x.relu()

    def expression(self, f: Any, numbers: Sequence[float]) -> Workload:
        def record() -> Any:
            leaves = [self.make(x) for x in numbers]
            return f(self, leaves), leaves

        return Workload(record, backward, results)

    def _network(self, model: Any, f: Any, parameters: Sequence[float]) -> Workload:
        leaves = model.parameters()
        for leaf, number in zip(leaves, parameters, strict=True):
            leaf.data = number
        return Workload(lambda: (f(model), leaves), backward, results)


def backward(graph: Any) -> None:
    """One pass."""
    graph[0].backward()


def results(graph: Any) -> list[float]:
    """The number and its derivatives."""
    root, leaves = graph
    return [root.data, *(leaf.grad for leaf in leaves)]
