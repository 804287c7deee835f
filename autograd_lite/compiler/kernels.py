"""What back ends made of programs, so that an equal program is not compiled again.

Whatever is in use is found again, as is what was used lately, even if nobody holds it any more: a
model that is made anew trains at once. What is kept for that alone is bounded, and what nobody
holds is freed with its machine code.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import RLock
from typing import Any
from weakref import WeakValueDictionary

from autograd_lite.compiler.backends import backend
from autograd_lite.compiler.backends.protocol import Kernel, Options
from autograd_lite.compiler.digest import digest
from autograd_lite.compiler.program import Program
from autograd_lite.system.collector import collector_paused
from autograd_lite.system.forks import survive_forks


class Lately:
    """Kernels and functions by their keys: all that are in use, and the last that were asked for.

    Of these at most ``count`` are kept, made of at most ``nodes`` in all.
    """

    lock: Any = RLock()  # of all of them: a fork waits for it as long as the process runs

    def __init__(self, count: int, nodes: int) -> None:
        self._count, self._nodes = count, nodes
        self._in_use: WeakValueDictionary[Any, Any] = WeakValueDictionary()
        self._last: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
        self._total = 0

    def get(self, key: Any, nodes: int, make: Callable[[], Any]) -> Any:
        """The function of that key; if there is none yet, it is made, of so many nodes."""
        with self.lock:
            found = self._in_use.get(key)
        made = make() if found is None else found  # others need not wait for this
        with self.lock:
            found = self._in_use.setdefault(key, made)
            if nodes <= self._nodes:  # or it would drive out all others
                _, known = self._last.pop(key, (None, 0))
                self._last[key] = found, nodes
                self._total += nodes - known
            dropped = [*self._dropped()]
        del dropped  # without the lock: this may free much
        return found

    def _dropped(self) -> Iterator[Any]:
        """Take out what is too much."""
        while len(self._last) > self._count or self._total > self._nodes:
            _, (function, nodes) = self._last.popitem(last=False)
            self._total -= nodes
            yield function


survive_forks(Lately)
#: for machine code alone this comes to some MB
_lately = Lately(count=64, nodes=100_000)


def kernel(name: str, program: Program, options: Options) -> Kernel:
    """The program over arrays, as a back end of that name makes it."""
    made: Kernel = _made(name, program, options, lambda: backend(name).kernel(program, options))
    return made


def point(name: str, program: Program, cache: str | None) -> Callable[..., Any]:
    """The program as a function of floats, as a back end of that name makes it."""
    made: Callable[..., Any]
    made = _made(name, program, cache, lambda: backend(name).point(program, cache))
    return made


def _made(
    name: str, program: Program, options: Options | str | None, make: Callable[[], Any]
) -> Any:
    with collector_paused():
        content = digest(program)
        if content is None:
            return make()
        return _lately.get((name, options, content), program.size, make)
