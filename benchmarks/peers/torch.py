"""PyTorch, which records every call anew, in 64 bits."""

from types import SimpleNamespace
from typing import Any

import torch

from benchmarks.peers import repeat

VERSION = torch.__version__
M = SimpleNamespace(
    exp=torch.exp, log=torch.log, sqrt=torch.sqrt, sin=torch.sin, cos=torch.cos, tanh=torch.tanh,
    erf=torch.erf, sum=torch.sum, repeat=repeat,
)  # fmt: skip


def _tensors(arrays: Any, *, leaf: bool = True) -> Any:
    return [torch.tensor(x, dtype=torch.float64, requires_grad=leaf) for x in arrays]


def _call(f: Any, leaves: Any) -> Any:
    def run() -> Any:
        value = f(*leaves)
        return value.detach(), torch.autograd.grad(value.sum(), leaves)

    return run


class Peer:
    """It writes into new arrays."""

    def __init__(self, threads: int) -> None:
        torch.set_num_threads(threads)

    def batch(self, f: Any, columns: Any) -> Any:
        return _call(lambda *x: f(M, *x), _tensors(columns))

    point = batch

    def gradient(self, f: Any, x: Any) -> Any:
        return _call(lambda x: f(M, x), _tensors([x]))

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        data = _tensors([x, y], leaf=False)
        return _call(lambda *p: f(M, p, *data).mean(), _tensors(parameters))

    def train(self, f: Any, parameters: Any, x: Any, y: Any, epochs: int, rate: float) -> Any:
        data = _tensors([x, y], leaf=False)

        def run() -> Any:
            leaves = _tensors(parameters)
            optimizer = torch.optim.Adam(leaves, rate)
            for _ in range(epochs):
                optimizer.zero_grad()
                f(M, leaves, *data).mean().backward()
                optimizer.step()
            return [p.detach() for p in leaves]

        return run
