"""A Plan: one trace of a function, and how numbers go into it and come out."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from autograd_lite.comparisons import tracing
from autograd_lite.compiler.arguments import Leaf, as_floats, count_rows, variables
from autograd_lite.compiler.backends import choose
from autograd_lite.compiler.backends.protocol import Array, Buffers, Kernel, Options
from autograd_lite.compiler.kernels import kernel, point
from autograd_lite.compiler.marshalling import (
    Caller,
    Given,
    MisfitError,
    arranger,
    caller,
    reader,
    reader_of_numbers,
)
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.tracer import OpenTrace
from autograd_lite.compiler.tracing import trace
from autograd_lite.engine import Leaves
from autograd_lite.inputs.trees import Structure, flatten, unflatten
from autograd_lite.inputs.trees import leaves as numbers_of
from autograd_lite.system.collector import collector_paused
from autograd_lite.system.lazy import lazy
from autograd_lite.trace import inside
from autograd_lite.value import Value

if TYPE_CHECKING:
    from autograd_lite.compiler.matrices.foreign import Foreign


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
        #: the same, as many at once
        self.closed_over: Leaves = Leaves(found.closure)
        results: list[Any] = []
        self.structure: Structure = flatten(found.result, results)
        self.shapes: list[tuple[int, ...]] = [tuple(getattr(x, "shape", ())) for x in results]
        self._count: int = len(found.reduced)
        once = iter(found.reduced)
        #: whether a number or array of the result is one for the whole batch
        self.reduced: list[bool] = [all(list(islice(once, len(numbers_of(x))))) for x in results]
        self.structures: Sequence[Structure] = structures
        self._points: dict[str, Callable[..., Any]] = {}
        self._kernels: dict[str, Kernel] = {}

    def point(self, name: str) -> Callable[..., Any]:
        """The function of floats that a back end makes."""
        if name not in self._points:
            self._points[name] = point(name, self.program, self.options.cache)
        return self._points[name]

    def run(self, arguments: Sequence[Any], name: str) -> Any:
        """The result for these numbers and arrays."""
        pairs = zip(arguments, self.leaves, strict=True)
        numbers = [as_floats(x, leaf.name) for x, leaf in pairs]
        if self.takes_arrays:
            shared, columns = self.split(numbers)
            return self.compute(name, _joined(shared), columns, self.count_rows(numbers))
        return self.compute_point(name, numbers)

    def direct(self, backend: str) -> Callable[..., Any] | None:
        """The call for arguments that need no conversion: TypeError for others.

        ``backend`` is as `compile` has it. None, if there would be too much to look at.
        """
        if self.takes_arrays:
            read = self._read_arrays
            return read and partial(_on_arrays, self, backend, read)
        name = choose(backend, None)
        if self.closure or any(self.structures):
            numbers = self._read_numbers
            return numbers and partial(_on_numbers, self, name, numbers)
        compute = self.point(name)
        if not self.structure:
            return compute
        arrange = self._arrange
        if self._count == 1:
            return lambda *args: arrange((compute(*args),))
        return lambda *args: arrange(compute(*args))

    # What is written out once; none of it knows the plan, which its last call is to free

    @lazy
    def _read_arrays(self) -> Callable[..., Given] | None:
        return reader(self.structures, self.leaves)

    @lazy
    def _read_numbers(self) -> Callable[..., list[float]] | None:
        return reader_of_numbers(self.structures, self.leaves)

    @lazy
    def _arrange(self) -> Callable[[Sequence[float]], Any]:
        return arranger(self.structure, self.shapes)

    @lazy
    def _caller(self) -> Caller:
        return caller(self.structure, self.shapes, self.reduced, self.options.mean)

    @lazy
    def _foreign(self) -> "Foreign":
        from autograd_lite.compiler.matrices.foreign import Foreign, Result  # for other libraries

        results = [Result(*each) for each in zip(self.shapes, self.reduced, strict=True)]
        return Foreign(self.program, self.leaves, results, self.options.mean)

    def compute_point(self, name: str, numbers: Iterable[float]) -> Any:
        """The result for numbers."""
        found = self.point(name)(*[x.data for x in self.closure], *numbers)
        return self._arrange((found,) if self._count == 1 else found)

    def compute(self, name: str, shared: list[Array], columns: list[Array], rows: int) -> Any:
        """The result for arrays that all rows share, and columns."""
        import numpy as np

        if self.closure:
            shared = [np.frombuffer(self.closed_over.numbers(), "<f8"), *shared]
        made = self._kernels.get(name) or self._kernel(name)
        return self._caller(made, shared, columns, rows)

    def add(self, found: tuple[float, Array]) -> float:
        """Add the gradient that was found to those of the Values closed over; return the value."""
        value, gradient = found
        self.closed_over.add_gradients(gradient.astype("<f8", copy=False).tobytes())
        return value

    def run_on(self, xp: Any, given: Sequence[Any]) -> Any:
        """The result for arrays of another namespace than NumPy's, and numbers beside them."""
        closure = [x.data for x in self.closure]
        self.count_rows(given)
        results = self._foreign(xp, closure, given)
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
        rows, totals = self._sorted(results)
        run = self._kernel(name).bind(Buffers(uniforms, columns, rows, totals, answer))
        return partial(self._run_and_divide, run, rows) if self.options.mean and rows else run

    def _kernel(self, name: str) -> Kernel:
        if name not in self._kernels:
            self._kernels[name] = kernel(name, self.program, self.options)
        return self._kernels[name]

    def _sorted(self, results: Sequence[Array]) -> tuple[list[Array], list[Array]]:
        """Those that have a number for each row, and those that are one for the batch."""
        kinds = list(zip(results, self.reduced, strict=True))
        return [x for x, once in kinds if not once], [x for x, once in kinds if once]

    def _run_and_divide(self, run: Callable[[], object], rows: list[Array]) -> object:
        answer = run()
        self._divide(rows)
        return answer

    def _divide(self, rows: list[Array]) -> None:
        """A row's share in the mean of all rows is its own gradient divided by their number."""
        if self.options.mean:
            for x in rows:
                x /= len(x)


def _chosen(placed: Sequence[Any], leaves: Sequence[Leaf], *, batched: bool) -> list[Any]:
    pairs = zip(placed, leaves, strict=True)
    return numbers_of([x for x, leaf in pairs if (leaf.axis is not None) is batched])


def _on_arrays(plan: Plan, backend: str, read: Callable[..., Given], *args: Any) -> Any:
    _check_closure(plan)
    shared, columns, rows = read(*args)
    return plan.compute(choose(backend, rows), shared, columns, rows)


def _on_numbers(plan: Plan, name: str, read: Callable[..., list[float]], *args: Any) -> Any:
    _check_closure(plan)
    return plan.compute_point(name, read(*args))


def _check_closure(plan: Plan) -> None:
    """Nothing is direct while somebody differentiates, perhaps by Values that are closed over."""
    if plan.closure and (inside.get() or tracing.get() is not None):
        raise MisfitError


def _joined(shared: Iterable[Any]) -> list[Array]:
    """What all rows share, with an array for numbers one after the other."""
    import numpy as np

    joined: list[Array] = []
    for are_numbers, group in groupby(shared, lambda x: isinstance(x, float)):
        parts = [*group]
        joined += [np.array(parts)] if are_numbers else map(np.ascontiguousarray, parts)
    return joined
