"""Engines whose results have a method ``backward``, and are given plain numbers as leaves."""

from collections.abc import Sequence
from typing import Any

from benchmarks.eager.peers import Workload


class Values:
    """What they share. ``make`` makes a leaf."""

    deepest: float = float("inf")
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
        return Workload(lambda: ([f(model)], leaves), backward, results)


def backward(graph: Any) -> None:
    """One pass from each of the roots."""
    for root in graph[0]:
        root.backward()


def results(graph: Any) -> list[float]:
    """The mean of the roots, and its derivatives."""
    roots, leaves = graph
    return [sum(root.data for root in roots) / len(roots), *(x.grad / len(roots) for x in leaves)]
