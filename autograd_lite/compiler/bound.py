"""A compiled call that is bound to its arrays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from autograd_lite.compiler.arguments import as_floats
from autograd_lite.compiler.backends.protocol import Array
from autograd_lite.compiler.plan import Plan
from autograd_lite.inputs.arraylike import is_dask
from autograd_lite.inputs.trees import unflatten
from autograd_lite.value import Value


class Bound:
    """A call without arguments: it reads the arrays given to `Compiled.bind` as they are then,
    and returns ``result``.

    Arguments that may change must be float64 arrays, and those that all rows share C-contiguous;
    a number is taken once. The result has the structure that the method returns, with an array
    (without dimensions for a number) for everything; every call writes into the same arrays.

    Values that the function closes over are taken once too: ``values`` lists them, and their
    numbers are in the flat array ``parameters``, which may be changed in place. With
    ``method="backward"`` the result is the value and a flat array of the gradient by them.

    >>> import autograd_lite as ag, numpy as np
    >>> x = np.array([1.0, 2.0])
    >>> bound = ag.compile(lambda x: x[0] * x[1]).bind(x)
    >>> value, gradient = bound()
    >>> x[0] = 5.0
    >>> _ = bound()
    >>> float(value), gradient.tolist()
    (10.0, [2.0, 5.0])
    """

    __module__ = "autograd_lite"

    # no method of the class: a call goes straight to machine code, in half of the time
    __slots__ = ("__call__", "parameters", "result", "values")

    if TYPE_CHECKING:

        def __call__(self) -> Any:
            """Compute, and return ``result``."""

    def __init__(self, plan: Plan, given: Sequence[Any], backend: str) -> None:
        import numpy as np

        numbers = [
            _in_place(x, leaf.name, leaf.axis is None)
            for x, leaf in zip(given, plan.leaves, strict=True)
        ]
        uniforms, columns = plan.split(numbers)
        self.values: list[Value] = plan.closure
        self.parameters: Array = np.array([x.data for x in plan.closure])
        results = plan.allocate(plan.count_rows(numbers))
        self.result: Any = unflatten(plan.structure, iter(results))
        given = [self.parameters, *uniforms]
        run = plan.prepare(backend, given, columns, results, self.result)
        self.__call__ = run  # type: ignore[method-assign]  # a slot

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a bound call cannot be copied or pickled, for it works on arrays of this process: "
            "copy the compiled function, and bind that"
        )


def _in_place(x: Any, name: str, shared: bool) -> Any:
    import numpy as np

    if is_dask(x):
        raise TypeError(
            f"{name}: an array in memory is needed, to be read in place, got one of Dask; call the "
            "function itself with it"
        )
    if not isinstance(x, np.ndarray):
        return np.array(as_floats(x, name))
    if x.dtype != np.float64:
        raise TypeError(f"{name}: an array that is read in place must be float64, not {x.dtype}")
    if not x.flags.aligned:
        raise ValueError(f"{name}: an array that is read in place must be aligned; copy it")
    if shared and not x.flags.c_contiguous:
        raise ValueError(f"{name}: an array that all rows share must be C-contiguous; copy it")
    return x
