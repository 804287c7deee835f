"""A fork while other threads are at work: the child must be able to do the same.

``python tests/forks.py`` says what the children did; `test_forks` runs it, with a time limit.
"""

import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import autograd_lite as ag
from autograd_lite import Value, engine
from autograd_lite.compiler.backends.llvm import jit

#: seconds after which a child that hangs is ended by the system
LIMIT = 15


def backward() -> float:
    """A backward pass that takes a while; the gradient."""
    x = Value(1.0)
    node = x * 1.0
    for _ in range(2000):
        node = node + x
    node.backward()
    return x.grad


NUMBERS = itertools.count(1.0)


def compile_anew() -> float:
    """The value of a function that was not compiled before."""
    c = next(NUMBERS)
    compiled: float = ag.compile(lambda x: ag.exp(x) * c, backend="llvm")(0.0)
    return compiled / c


TOTAL = ag.compile(lambda x: ag.exp(x), in_axes=0, reduce="sum", backend="llvm", threads=2)


def in_threads() -> float:
    """A call that shares its work between threads; the sum of the results."""
    total: float = TOTAL(np.zeros(400_000))
    return total


def in_a_child(task: Callable[[], float]) -> str:
    """What a forked child makes of a task."""
    child = os.fork()
    if not child:
        signal.alarm(LIMIT)
        try:
            print(task(), flush=True)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return "done" if status == 0 else f"status {status}"


def main(tasks: dict[str, tuple[Callable[[], float], Any]]) -> None:
    for name, (task, holder) in tasks.items():
        task()  # imports what it needs
        ended, held = threading.Event(), threading.Event()

        def work(task: Callable[[], float] = task, ended: threading.Event = ended) -> None:
            while not ended.is_set():
                task()

        def hold(holder: Any = holder, held: threading.Event = held) -> None:
            with holder.lock:
                held.set()
                time.sleep(0.3)

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(4):
            print(name, in_a_child(task), flush=True)
        ended.set()
        threads.append(threading.Thread(target=hold))
        threads[-1].start()
        held.wait()
        print(name, in_a_child(task), flush=True)
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    sys.setswitchinterval(1e-5)
    main(
        {
            "backward": (backward, engine.STATE),
            "compile": (compile_anew, jit.Compiler),
            "threads": (in_threads, jit.Compiler),
        }
    )
