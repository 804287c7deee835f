"""The evaluator of compiled code: one example is traced, and a batch runs as one call."""

from typing import Any

import numpy as np

from autograd_lite.compiler import compile
from autograd_lite.compiler.compiled import Compiled
from autograd_lite.engine import Leaves
from autograd_lite.nn.arrays import Array
from autograd_lite.nn.evaluators import Objective
from autograd_lite.system.collector import collector_paused
from autograd_lite.value import Value


class CompiledEvaluator:
    """Computes loss and gradient in compiled code; agrees with `EagerEvaluator` to rounding.

    Raises TracingError if model or loss ask for a number that is not known while they are
    compiled, as for a branch.
    """

    def __init__(self, objective: Objective, backend: str) -> None:
        self.name = backend
        self._parameters = objective.parameters
        self._sum = compile(objective.of_example, in_axes=0, reduce="sum", backend=backend)
        self._calls: dict[tuple[str, int], _Call] = {}
        self._penalty: _Call | None = None
        if penalty := objective.penalty:
            of_model = compile(lambda: penalty(objective.model), backend=backend)
            self._penalty = _Call(of_model, [], objective.parameters, "backward")

    def loss(self, values: Array, X: Array, y: Any) -> float:
        """The mean loss over the examples, without penalty."""
        call = self._over_rows("value", X, y)
        call.fill(values, X, y)
        return float(call.bound()) / len(X)

    def loss_and_gradient(self, values: Array, X: Array, y: Any) -> tuple[float, Array]:
        """The mean loss over the examples with the penalty, and its gradient."""
        total, gradient = self._total(values, X, y)
        total, gradient = total / len(X), gradient / len(X)
        if self._penalty:
            self._penalty.fill(values)
            more, its_gradient = self._penalty.value_and_gradient()
            total, gradient = total + more, gradient + its_gradient
        return total, gradient

    def _total(self, values: Array, X: Array, y: Any) -> tuple[float, Array]:
        """The sum of the losses, and its gradient."""
        call = self._over_rows("backward", X, y)
        call.fill(values, X, y)
        return call.value_and_gradient()

    def _over_rows(self, method: str, X: Array, y: Any) -> "_Call":
        """The call for as many examples as these."""
        key = method, len(X)
        if key not in self._calls:
            arrays = [np.array(X, float), np.array(y, float)]
            with collector_paused():
                self._calls[key] = _Call(self._sum, arrays, self._parameters, method)
        return self._calls[key]


class _Call:
    """A bound call, the arrays that it reads, and the parameters that it closes over."""

    def __init__(
        self, function: Compiled, arrays: list[Array], parameters: list[Value], method: str
    ) -> None:
        self.bound = function.bind(*arrays, method=method)
        self._arrays = arrays
        self._count = len(parameters)
        place = {parameter: i for i, parameter in enumerate(parameters)}
        pairs = [(i, place[x]) for i, x in enumerate(self.bound.values) if x in place]
        #: the places of the parameters among those of the call, and among all
        inside, self._outside = np.array(pairs, int).reshape(-1, 2).T.copy()
        self._inside = inside if len(pairs) < len(self.bound.values) else slice(None)
        rest = [(i, x) for i, x in enumerate(self.bound.values) if x not in place]
        #: those that are not trained here, which a callback may change
        self._others, self._places = Leaves([x for _, x in rest]), [i for i, _ in rest]

    def fill(self, values: Array, *examples: Any) -> None:
        """Take over the numbers of the parameters and a batch of examples."""
        for array, given in zip(self._arrays, examples, strict=True):
            array[...] = given
        self.bound.parameters[self._inside] = values[self._outside]
        if self._places:
            self.bound.parameters[self._places] = np.frombuffer(self._others.numbers(), "<f8")

    def value_and_gradient(self) -> tuple[float, Array]:
        """Compute the value, and the gradient by all parameters."""
        value, found = self.bound()
        gradient = np.zeros(self._count)
        gradient[self._outside] = found[self._inside]
        return float(value), gradient
