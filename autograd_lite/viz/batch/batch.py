"""A batch: a model or a function on several examples, as matrices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograd_lite import primitives
from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.batch.build import build
from autograd_lite.viz.batch.lanes import Given, align
from autograd_lite.viz.batch.matrices import Matrices, Matrix, Table
from autograd_lite.viz.batch.names import COST, LOSS, name_matrices


@dataclass(frozen=True)
class Example:
    """What was recorded of one example."""

    #: how errors call it
    name: str
    #: the outputs of the model, in their order; empty for a function
    outputs: tuple[Value, ...]
    loss: Value
    #: its inputs and targets, each with its place there, as ("x", 0)
    given: Given


class Batch:
    """Several examples at once, in matrices: `batch` makes it, `draw`, `explain` and `walkthrough`
    show it.

    What differs between examples has a column for each of them, and what is alike over the neurons
    of a layer a row. Every number is that of the graphs of the single examples.
    """

    __module__ = "autograd_lite"

    def __init__(self, examples: Iterable[Example], reduce: str, predicts: bool = False) -> None:
        #: how the losses are added up: "mean" or "sum"
        self.reduce: str = reduce
        #: what was recorded, and whether the outputs of the model are predictions of the targets
        self.examples: list[Example] = list(examples)
        self.predicts: bool = predicts
        losses = tuple(each.loss for each in self.examples)
        leaves = (node for node in topological_order(*losses) if not node.op)
        if not any(leaf.differentiable for leaf in leaves):
            raise ValueError(
                "model: no gradient flows, for its results are constants; compute them from Values "
                "that are no constants, such as parameters"
            )
        for loss in losses:
            loss.label = loss.label or LOSS
        #: C, the mean or the sum of the losses, as one graph
        self.cost: Value = (primitives.mean if reduce == "mean" else primitives.sum)(losses)
        self.cost.label = COST

    @lazy
    def parts(self) -> Matrices:
        """The matrices, and the operations on them."""
        examples = self.examples
        results = [(*each.outputs, each.loss) for each in examples]
        lanes = align(results, [each.given for each in examples], [each.name for each in examples])
        lane_of = {lane.nodes[0]: lane for lane in lanes}
        *outputs, loss = [lane_of[x] for x in results[0]]
        parts = build(lanes, outputs, loss, self.cost, self.reduce == "mean")
        prediction = None
        if self.predicts:
            prediction = next((each for each in parts.matrices if each.lanes == outputs), None)
        name_matrices(parts.matrices, parts.applications, prediction)
        return parts

    @lazy
    def derivatives(self) -> dict[Value, float]:
        """∂C/∂node for every node that gradients flow into, by the engine's backward pass."""
        return backpropagate(self.cost, 1.0)

    @property
    def size(self) -> int:
        """How many examples there are."""
        return len(self.examples)

    # For those who compute with it ------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """What the matrices are called."""
        return [each.name.text for each in self.parts.matrices]

    def shape(self, name: str) -> tuple[int, int]:
        """The rows and columns of a matrix."""
        return self._named(name).shape

    def value(self, name: str) -> Table:
        """The numbers of a matrix, as rows."""
        return self._named(name).values

    def gradient(self, name: str) -> Table:
        """∂C/∂ every entry of a matrix, as rows.

        Raises ValueError for one that gradients do not flow into.
        """
        matrix = self._named(name)
        if not matrix.differentiable:
            raise ValueError(f"name: no gradient flows into {name}, which is given")
        return matrix.gradients(self.derivatives)

    def _named(self, name: str) -> Matrix:
        for each in self.parts.matrices:
            if each.name.text == name:
                return each
        raise ValueError(
            f"name: there is no matrix {name!r}; choose one of {', '.join(self.names)}"
        )

    def __repr__(self) -> str:
        shapes = ", ".join(
            f"{each.name.line} {each.shape[0]}×{each.shape[1]}" for each in self.parts.matrices
        )
        return f"<Batch of {self.size} example{'s' * (self.size != 1)}: {shapes}>"


def nodes_of(batch: Batch) -> list[Value]:
    """All nodes of the examples, each after what it was computed from."""
    return topological_order(*[x for each in batch.examples for x in (*each.outputs, each.loss)])


def of_twins(batch: Batch, twin_of: Mapping[Value, Value]) -> Batch:
    """The same of the twins of all nodes."""
    examples = [
        Example(
            each.name,
            tuple(twin_of[node] for node in each.outputs),
            twin_of[each.loss],
            {twin_of[leaf]: place for leaf, place in each.given.items() if leaf in twin_of},
        )
        for each in batch.examples
    ]
    return Batch(examples, batch.reduce, batch.predicts)


def refuse(**given: bool) -> None:
    """Raise ValueError for an option that is given, and that a batch is shown without."""
    for option in (name for name, is_given in given.items() if is_given):
        raise ValueError(f"{option}: a batch is shown without it; leave it out")


def is_given(several: Any) -> bool:
    """Whether there is something, or a list or tuple of something."""
    return not isinstance(several, (list, tuple)) or len(several) > 0
