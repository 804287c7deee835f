"""Compiled functions on a GPU: ``python -m benchmarks.gpu`` prints tables in Markdown.

    python -m benchmarks.gpu [--cpu]

Black and Scholes' formula and both networks are computed on arrays of PyTorch and of JAX, beside
what these libraries do themselves: PyTorch records the function, or compiles it first; JAX has its
jit. All must find what NumPy finds. ``--cpu`` runs the same on the processor and on few numbers: to
see that it works, for such times tell nothing.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

import autograd_lite as ag
from benchmarks import machine
from benchmarks.cases import black_scholes, mlp
from benchmarks.peers import by_hand
from benchmarks.peers.compiled import M

_NETWORKS = ((2, 16, 16, 1), (8, 32, 32, 1))
_SECONDS = 1.0
_WRONG = "other numbers than NumPy's"


class Case(NamedTuple):
    """A function, and what a peer is asked for with these arguments."""

    title: str
    kind: str
    arguments: tuple[Any, ...]


class Library(NamedTuple):
    """A library on a device, and the peers that use it."""

    title: str
    peers: dict[str, Any]
    #: NumPy's array of one of its arrays
    numbers: Callable[[Any], Any]
    #: waits for a result
    wait: Callable[[Any], object]


def cases(rows: int) -> Iterator[Case]:
    """All of them, with so many points or examples."""
    title = f"Black–Scholes, value and five derivatives, {rows} points"
    yield Case(title, "batch", (black_scholes.price, black_scholes.columns(rows)))
    for sizes in _NETWORKS:
        title = f"gradient of tanh network {'-'.join(map(str, sizes))}, {rows} examples"
        yield Case(title, "mean_loss", mlp.arguments(sizes, rows))


# Peers --------------------------------------------------------------------------------------


class Ours:
    """A compiled function on arrays of a library, which ``array`` makes."""

    def __init__(self, array: Callable[[Any], Any]) -> None:
        self._array = array

    def batch(self, f: Any, columns: Any) -> Any:
        """Value and derivatives for every row."""
        fast = ag.compile(partial(f, M), argnums=range(len(columns)), in_axes=0)
        return partial(fast.value_and_grad, *map(self._array, columns))

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        """The mean over examples, and its gradient."""
        fast = ag.compile(lambda p, x, y: f(M, p, x, y)[0], in_axes=(None, 0, 0), reduce="mean")
        own = [*map(self._array, parameters)]
        return partial(fast.value_and_grad, own, self._array(x), self._array(y))


class Compiled:
    """A peer whose function is compiled by ``compile`` before it is differentiated."""

    def __init__(self, peer: Any, compile: Callable[[Any], Any]) -> None:
        self._peer, self._compile = peer, compile

    def batch(self, f: Any, columns: Any) -> Any:
        """Value and derivatives for every row."""
        return self._peer.batch(self._compile(f), columns)

    def mean_loss(self, f: Any, parameters: Any, x: Any, y: Any) -> Any:
        """The mean over examples, and its gradient."""
        return self._peer.mean_loss(self._compile(f), parameters, x, y)


def torch(*, on_cpu: bool) -> Library | None:
    """PyTorch, if it is here and has what is asked for."""
    if not find_spec("torch"):
        return None
    import torch

    from benchmarks.peers.torch import Peer

    if not (on_cpu or torch.cuda.is_available()):
        return None
    torch.set_default_device("cpu" if on_cpu else "cuda")
    card = machine.describe() if on_cpu else torch.cuda.get_device_name()
    peer = Peer(torch.get_num_threads())
    peers = {
        "autograd_lite": Ours(lambda x: torch.tensor(x, dtype=torch.float64)),
        "PyTorch": peer,
        "torch.compile": Compiled(peer, torch.compile),
    }
    wait = (lambda result: None) if on_cpu else (lambda result: torch.cuda.synchronize())
    numbers = lambda x: x.detach().cpu().numpy()  # noqa: E731  # beside the others
    return Library(f"PyTorch {torch.__version__}, {card}", peers, numbers, wait)


def jax(*, on_cpu: bool) -> Library | None:
    """JAX, likewise."""
    if not find_spec("jax"):
        return None
    import jax

    if on_cpu:
        jax.config.update("jax_platforms", "cpu")
    from benchmarks.peers.jax import Peer  # which wants 64 bits

    device = jax.devices()[0]
    if not on_cpu and device.platform == "cpu":
        return None
    card = machine.describe() if on_cpu else device.device_kind
    peers = {"autograd_lite": Ours(jax.numpy.asarray), "JAX jit": Peer(0)}
    return Library(f"JAX {jax.__version__}, {card}", peers, np.asarray, jax.block_until_ready)


# Measuring ----------------------------------------------------------------------------------


def flat(result: Any) -> Iterator[Any]:
    """The arrays and numbers of a result."""
    if isinstance(result, (tuple, list)):
        for part in result:
            yield from flat(part)
    else:
        yield result


def error(found: Iterable[Any], expected: Iterable[Any]) -> float:
    """The largest, relative to the largest number of an array."""
    pairs = zip(found, expected, strict=True)
    return max(float(np.max(np.abs(x - y)) / np.max(np.abs(y))) for x, y in pairs)


def milliseconds(call: Callable[[], Any], wait: Callable[[Any], object]) -> float:
    """The median time of a call, until its result is there."""
    times: list[float] = []
    wait(call())
    end = time.perf_counter() + _SECONDS
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        wait(call())
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def table(library: Library, chosen: Iterable[Case]) -> Iterator[str]:
    """The lines of a table."""
    yield f"### {library.title}\n"
    yield "| | " + " | ".join(library.peers) + " | |"
    yield "| --- |" + " ---: |" * len(library.peers) + " --- |"
    for case in chosen:
        reference = getattr(by_hand.Peer(1), case.kind)(*case.arguments)
        expected = list(flat(reference()))
        cells = []
        for peer in library.peers.values():
            try:
                call = getattr(peer, case.kind)(*case.arguments)
                found = map(library.numbers, flat(call()))
                if not error(found, expected) < 1e-10:
                    raise ValueError(_WRONG)
                cells.append(f"{milliseconds(call, library.wait):.3g} ms")
            except Exception as problem:  # whatever a library's compiler lacks here
                cells.append(f"{type(problem).__name__}: {str(problem).splitlines()[0][:60]}")
        by_numpy = milliseconds(reference, lambda result: None)
        yield f"| {case.title} | {' | '.join(cells)} | NumPy by hand: {by_numpy:.3g} ms |"
    yield ""


def main() -> int:
    """Print a table for each library that has a GPU; return 1 if one found other numbers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description=__doc__)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--rows", type=int, metavar="NUMBER")
    options = parser.parse_args()
    rows = options.rows or (1_000 if options.cpu else 1_000_000)
    found = [x for x in (torch(on_cpu=options.cpu), jax(on_cpu=options.cpu)) if x]
    if not found:
        print(
            "Neither PyTorch nor JAX is installed here; nothing was measured."
            if options.cpu
            else "No GPU was found that PyTorch or JAX could use; nothing was measured. "
            "To see that all works without one: python -m benchmarks.gpu --cpu"
        )
    wrong = False
    for library in found:
        for line in table(library, cases(rows)):
            print(line, flush=True)
            wrong |= _WRONG in line
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
