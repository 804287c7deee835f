"""A Plan: one trace of a function, and how numbers go into it and come out."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from autograd_lite.compiler import kernels
from autograd_lite.compiler.arguments import Leaf, as_floats, count_rows, variables
from autograd_lite.compiler.backends.numpy import foreign, is_foreign
from autograd_lite.compiler.backends.protocol import Array, Buffers, Kernel, Options
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.tracer import OpenTrace
from autograd_lite.compiler.tracing import trace
from autograd_lite.inputs.trees import Structure, flatten, unflatten
from autograd_lite.inputs.trees import leaves as numbers_of
from autograd_lite.system.collector import collector_paused
from autograd_lite.value import Value


class Plan:
    """A function traced for one structure of arguments, ready to run on numbers.

    ``reduced`` tells which numbers of the result are added up over a batch, ``name`` what the
    function is called.
    """

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        structures: Sequence[Structure],
        leaves: Sequence[Leaf],
        reduced: Callable[[Any], list[bool]],
        options: Options,
    ) -> None:
        self.leaves = leaves
        self.batched: bool = any(leaf.axis is not None for leaf in leaves)
        #: whether an argument is an array
        self.takes_arrays: bool = self.batched or any(leaf.shape for leaf in leaves)
        self.options: Options = options._replace(batched=self.batched)
        now = OpenTrace(name)
        placed = [variables(leaf, now) for leaf in leaves]
        pending = iter(placed)
        with collector_paused():
            found = trace(
                now,
                function,
                [unflatten(structure, pending) for structure in structures],
                _chosen(placed, leaves, batched=False),
                _chosen(placed, leaves, batched=True),
                reduced if self.batched else lambda result: [True] * len(numbers_of(result)),
            )
        self.program: Program = found.program
        self.closure: list[Value] = found.closure
        results: list[Any] = []
        self.structure: Structure = flatten(found.result, results)
        self.shapes: list[tuple[int, ...]] = [tuple(getattr(x, "shape", ())) for x in results]
        once = (out.reduced for out in self.program.outputs)
        #: whether a number or array of the result is one for the whole batch
        self.reduced: list[bool] = [all(list(islice(once, len(numbers_of(x))))) for x in results]
        self._points: dict[str, Callable[..., Any]] = {}
        self._kernels: dict[str, Kernel] = {}
        self._spaces: dict[str, list[_Space]] = {}
        self._others: dict[Any, Callable[..., list[Any]]] = {}

    def point(self, name: str) -> Callable[..., Any]:
        """The function of floats that a back end makes."""
        if name not in self._points:
            self._points[name] = kernels.point(name, self.program)
        return self._points[name]

    def run(self, arguments: Sequence[Any], name: str) -> Any:
        """The result for these numbers and arrays."""
        pairs = zip(arguments, self.leaves, strict=True)
        numbers = [as_floats(x, leaf.name) for x, leaf in pairs]
        if self.batched:
            return self._run_batch(numbers, name)
        if self.takes_arrays:
            return self._run_arrays(numbers, name)
        found = self.point(name)(*[x.data for x in self.closure], *numbers)
        return self.assemble([found] if len(self.program.outputs) == 1 else found)

    def assemble(self, numbers: Iterable[float]) -> Any:
        """The structure of the result with these numbers."""
        pending = iter(numbers)
        return unflatten(self.structure, (_filled(shape, pending) for shape in self.shapes))

    def _run_batch(self, numbers: Sequence[Any], name: str) -> Any:
        import numpy as np

        uniforms, columns = self.split(numbers)
        closure = np.array([x.data for x in self.closure])
        results = self.allocate(self.count_rows(numbers))
        uniforms = [closure, *map(np.ascontiguousarray, uniforms)]
        self.prepare(name, uniforms, columns, results, None)()
        return unflatten(self.structure, (x if x.shape else float(x) for x in results))

    def _run_arrays(self, numbers: Sequence[Any], name: str) -> Any:
        """One point: through arrays of our own, for which a call is prepared once."""
        spaces = self._spaces.setdefault(name, [])
        space = spaces.pop() if spaces else self._space(name)
        space.closure[:] = [x.data for x in self.closure]
        for own, x in zip(space.given, numbers, strict=True):
            own[...] = x
        space.run()
        found = [x.copy() if x.shape else x.item() for x in space.results]
        spaces.append(space)
        return unflatten(self.structure, iter(found))

    def _space(self, name: str) -> "_Space":
        import numpy as np

        given = [np.empty(leaf.shape) for leaf in self.leaves]
        closure, results = np.empty(len(self.closure)), self.allocate(1)
        run = self.prepare(name, [closure, *given], [], results, None)
        return _Space(closure, given, results, run)

    def run_on(self, xp: Any, given: Sequence[Any]) -> Any:
        """The result for arrays of another namespace than NumPy's, and numbers beside them."""
        count = self.count_rows(given)
        arrays = [x for x in given if is_foreign(x)]
        if not all(xp.isdtype(x.dtype, ("bool", "integral", "real floating")) for x in arrays):
            raise TypeError("arrays of real numbers are needed: convert them, or take a part")
        floating = [x.dtype for x in arrays if xp.isdtype(x.dtype, "real floating")]
        dtype = xp.result_type(*floating) if floating else xp.asarray(0.0).dtype
        own = partial(xp.asarray, dtype=dtype, device=getattr(arrays[0], "device", None))
        key = xp.__name__, dtype
        if key not in self._others:
            self._others[key] = foreign(self.program, xp, dtype, self.options.mean, self.shapes)
        shared = [own(x.data) for x in self.closure]
        columns: list[Any] = []
        for x, leaf in zip(given, self.leaves, strict=True):
            array: Any = x if is_foreign(x) else own(as_floats(x, leaf.name))
            if array.dtype not in floating:
                array = own(array)  # and no others: PyTorch's would forget where they come from
            if leaf.axis is None:
                flat = xp.reshape(array, (-1,))
                shared += [flat[i] for i in range(math.prod(leaf.shape))]
            else:
                flat = xp.reshape(xp.moveaxis(array, leaf.axis, 0), (count, math.prod(leaf.shape)))
                columns += [flat[:, i] for i in range(math.prod(leaf.shape))]
        zeros = xp.broadcast_to(own(0.0), (count,) if self.batched else ())
        results = self._others[key](shared, columns, zeros)
        if self.options.mean:
            pairs = zip(results, self.reduced, strict=True)
            results = [x if once else x / count for x, once in pairs]
        return unflatten(self.structure, iter(results))

    def count_rows(self, arrays: Sequence[Any]) -> int:
        """The rows of a batch, of which a mean needs one; 1 without a batch."""
        count = count_rows(arrays, self.leaves)
        if self.options.mean and not count:
            raise ValueError("the mean over a batch without rows is not defined; give it a row")
        return count

    def split(self, numbers: Sequence[Any]) -> tuple[list[Array], list[Array]]:
        """What all rows share, and what differs, with the batch along the first axis."""
        import numpy as np

        pairs = list(zip(numbers, self.leaves, strict=True))
        shared = [x for x, leaf in pairs if leaf.axis is None]
        batched = [(x, leaf.axis) for x, leaf in pairs if leaf.axis is not None]
        return shared, [np.moveaxis(x, axis, 0) if axis else x for x, axis in batched]

    def allocate(self, count: int) -> list[Array]:
        """Arrays for the results of a batch of that many rows."""
        import numpy as np

        kinds = zip(self.shapes, self.reduced, strict=True)
        return [np.empty(shape if once else (count, *shape)) for shape, once in kinds]

    def prepare(
        self,
        name: str,
        uniforms: list[Array],
        columns: list[Array],
        results: list[Array],
        answer: object,
    ) -> Callable[[], Any]:
        """A call that reads and writes these arrays in place, and returns the answer."""
        kinds = list(zip(results, self.reduced, strict=True))
        totals, rows = ([x for x, once in kinds if once is wanted] for wanted in (True, False))
        if name not in self._kernels:
            self._kernels[name] = kernels.kernel(name, self.program, self.options)
        run = self._kernels[name](Buffers(uniforms, columns, rows, totals, answer))
        return partial(_run_and_divide, run, rows) if self.options.mean and rows else run


class _Space(NamedTuple):
    """Arrays for one point, and the call that reads and writes them."""

    closure: Array
    given: list[Array]
    results: list[Array]
    run: Callable[[], object]


def _run_and_divide(run: Callable[[], object], rows: list[Array]) -> object:
    """A row's share in the mean of all rows is its own gradient divided by their number."""
    answer = run()
    for x in rows:
        x /= len(x)
    return answer


def _chosen(placed: Sequence[Any], leaves: Sequence[Leaf], *, batched: bool) -> list[Any]:
    pairs = zip(placed, leaves, strict=True)
    return numbers_of([x for x, leaf in pairs if (leaf.axis is not None) is batched])


def _filled(shape: tuple[int, ...], numbers: Iterator[float]) -> Any:
    if not shape:
        return next(numbers)
    import numpy as np

    return np.fromiter(numbers, float, count=int(np.prod(shape))).reshape(shape)
