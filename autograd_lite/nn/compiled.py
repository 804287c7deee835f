"""The evaluator of compiled code: one example is traced, and a batch runs as one call."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograd_lite.compiler import backends, compile
from autograd_lite.compiler.compiled import Compiled
from autograd_lite.graph import topological_order
from autograd_lite.nn.arrays import Array
from autograd_lite.nn.evaluators import EagerEvaluator, Evaluator, Objective
from autograd_lite.nn.losses import LOSSES
from autograd_lite.nn.module import is_plain
from autograd_lite.nn.penalties import PENALTIES
from autograd_lite.value import Value

#: seconds that the eager loop takes for a node and for a wire, roughly
NODE, WIRE = 2e-6, 0.3e-6
#: seconds of an epoch from which on compiling, which takes some tenths of a second, pays
LONG_EPOCH = 0.02


class CompiledEvaluator:
    """Computes loss and gradient in compiled code; agrees with `EagerEvaluator` to rounding.

    Raises TracingError if model or loss ask for a number that is not known while they are
    compiled, as for a branch.
    """

    def __init__(self, objective: Objective, backend: str) -> None:
        self.name = backend
        self._objective = objective
        self._functions: dict[int | None, Compiled] = {}
        self._batches: dict[Any, _Call] = {}
        self._penalty: _Call | None = None
        if penalty := objective.penalty:
            of_model = compile(lambda: penalty(objective.model), backend=backend)
            self._penalty = _Call(of_model, [], objective.parameters, "backward")

    def loss(self, values: Array, X: Array, y: Any) -> float:
        """The mean loss over the examples, without penalty."""
        total = 0.0
        for batch, rows in self._parts(X, y, "value"):
            batch.fill(values, X[rows], y[rows])
            total += float(batch.bound())
        return total / len(X)

    def loss_and_gradient(self, values: Array, X: Array, y: Any) -> tuple[float, Array]:
        """The mean loss over the examples with the penalty, and its gradient."""
        total, gradient = 0.0, np.zeros(len(values))
        for batch, rows in self._parts(X, y, "backward"):
            batch.fill(values, X[rows], y[rows])
            total += batch.add_gradient(gradient)
        total, gradient = total / len(X), gradient / len(X)
        if self._penalty:
            self._penalty.fill(values)
            total += self._penalty.add_gradient(gradient)
        return total, gradient

    def _parts(self, X: Array, y: Any, method: str) -> Iterator[tuple["_Call", Any]]:
        """The examples, with what computes the sum of their losses.

        A class is no number of the graph: each has a program of its own.
        """
        if not self._objective.loss.of_class:
            yield self._batch(None, X, y, method), slice(None)
            return
        for k in np.unique(y).tolist():
            rows = y == k
            yield self._batch(k, X[rows], y[rows], method), rows

    def _batch(self, k: int | None, X: Array, y: Any, method: str) -> "_Call":
        key = method, k, len(X)
        if key not in self._batches:
            arrays = [X.copy()] if k is not None else [X.copy(), y.copy()]
            parameters = self._objective.parameters
            self._batches[key] = _Call(self._function(k), arrays, parameters, method)
        return self._batches[key]

    def _function(self, k: int | None) -> Compiled:
        """The loss of an example of class k, or of an example and its target, over a batch."""
        if k not in self._functions:
            loss = self._objective.of_example
            of_class: Any = loss if k is None else lambda x: loss(x, k)
            self._functions[k] = compile(of_class, in_axes=0, reduce="sum", backend=self.name)
        return self._functions[k]


class _Call:
    """A bound call, the arrays that it reads, and the trained parameters that it closes over."""

    def __init__(
        self, function: Compiled, arrays: list[Any], parameters: list[Value], method: str
    ) -> None:
        self.bound = function.bind(*arrays, method=method)
        self._arrays = arrays
        place = {parameter: i for i, parameter in enumerate(parameters)}
        pairs = [(i, place[x]) for i, x in enumerate(self.bound.values) if x in place]
        #: the places of the parameters among those of the call, and among all
        self._inside, self._outside = np.array(pairs, int).reshape(-1, 2).T.copy()

    def fill(self, values: Array, *examples: Any) -> None:
        """Take over the numbers of the parameters and a batch of examples."""
        for array, given in zip(self._arrays, examples, strict=False):  # a class is no array
            array[...] = given
        self.bound.parameters[self._inside] = values[self._outside]

    def add_gradient(self, gradient: Array) -> float:
        """Compute, add to the gradient by the parameters, and return the value."""
        value, found = self.bound()
        gradient[self._outside] += found[self._inside]
        return float(value)


def choose_evaluator(objective: Objective, X: Array, y: Any, batch_size: int | None) -> Evaluator:
    """The evaluator that is the faster one for these examples.

    It goes by their number and the size of the graph, so that the same call always runs on the
    same one. Only what is known to have no branches is compiled: modules, activations, losses
    and penalties of this library.
    """
    backend = backends.choose("auto", batch_size or len(X))
    known = is_plain(objective.model) and objective.loss in LOSSES.values()
    if backend == "python" or not known or type(objective.penalty) not in (*PENALTIES, type(None)):
        return EagerEvaluator(objective)
    (root,) = objective.losses(X[:1], y[:1])
    nodes = topological_order(root)
    epoch = len(X) * (NODE * len(nodes) + WIRE * sum(len(node.parents) for node in nodes))
    long = epoch >= LONG_EPOCH
    return CompiledEvaluator(objective, backend) if long else EagerEvaluator(objective)
