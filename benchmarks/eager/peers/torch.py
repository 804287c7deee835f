"""PyTorch: tensors of one number, in 64 bits; its network takes an example at a time."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch

from benchmarks.eager.peers import Workload
from benchmarks.eager.peers.values import Values, backward, results

VERSION = torch.__version__


def _leaf(number: float) -> torch.Tensor:
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


class Peer(Values):
    """On one core."""

    make = staticmethod(_leaf)

    def __init__(self) -> None:
        torch.set_num_threads(1)

    def expression(self, f: Any, numbers: Sequence[float]) -> Workload:
        return super().expression(f, numbers)._replace(results=_numbers)

    def network(self, f: Any, sizes: Sequence[int], parameters: Sequence[float]) -> Workload:
        layers = [torch.nn.Linear(*x, dtype=torch.float64) for x in pairwise(sizes)]
        stack = [x for layer in layers for x in (layer, torch.nn.ReLU())]
        network = torch.nn.Sequential(*stack[:-1])
        rest = torch.tensor(parameters, dtype=torch.float64)
        with torch.no_grad():
            for layer in layers:
                outputs, inputs = layer.weight.shape
                rows, rest = rest.split(
                    [outputs * (inputs + 1), len(rest) - outputs * (inputs + 1)]
                )
                rows = rows.reshape(outputs, inputs + 1)
                layer.weight.copy_(rows[:, :-1])
                layer.bias.copy_(rows[:, -1])

        def model(inputs: list[float]) -> Any:
            return network(torch.tensor(inputs, dtype=torch.float64))[0]

        return Workload(lambda: (f(model), layers), backward, _of_layers)


def _numbers(graph: Any) -> list[float]:
    return [float(x) for x in results(graph)]


def _of_layers(graph: Any) -> list[float]:
    root, layers = graph
    gradients = [torch.column_stack([x.weight.grad, x.bias.grad]).flatten() for x in layers]
    return [root.item(), *torch.cat(gradients).tolist()]
