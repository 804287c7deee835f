"""From a graph to steps of a program, and the steps of its gradient."""

from collections.abc import Sequence
from typing import Any, Final

from autograd_lite import engine
from autograd_lite.compiler.symbols import all_rows
from autograd_lite.primitives.operation import INTERNAL, TABLE, Operation

from .builder import Builder
from .growing import NONE
from .templates import Templates

__all__ = ["Graph", "Steps", "has_rows_alone"]

_operation_of: Final[Any] = engine.operation_of
_parents_of: Final[Any] = engine.parents_of
_ADD: Final[Any] = TABLE["add"]
_IDENTITY: Final[Any] = TABLE["identity"]
_STRONG_PRODUCT: Final[Any] = TABLE["strong_product"]


def has_rows_alone(order: Sequence[Any]) -> bool:
    """Whether every operation of a graph is a row: the rule of a user's own may ask for Values."""
    known: set[Any] = {None, *TABLE.values(), *INTERNAL.values()}
    for node in order:  # noqa: SIM110  # compiled, all() is slower
        if _operation_of(node) not in known:
            return False
    return True


def _local_gradients(op: Operation, m: Any, symbols: list[Any]) -> Any:
    return op.gradients(m, symbols[-1], *symbols[:-1])


class Graph:
    """A graph of Values as lists: of every node, by its number in the order, what it was made of.

    It does not hold the Values.
    """

    def __init__(self, order: list[Any], numbers: dict[Any, int]) -> None:
        """``numbers`` has those of the nodes, whose parents come first."""
        self.ops: list[Any] = []
        self.parents: list[list[int]] = []
        self.labels: dict[int, str] = {}
        #: the numbers of leaves that are known
        self.constants: dict[int, float] = {}
        for node in order:
            op = _operation_of(node)
            number = len(self.ops)
            self.ops.append(op)
            parents: list[int] = []
            if op is not None:
                given: Any = _parents_of(node)
                parents = [numbers[each] for each in given]
            elif not node.differentiable:
                self.constants[number] = node._number
            self.parents.append(parents)
            label: str = node._label
            if label:
                self.labels[number] = label


class Steps:
    """The nodes of a graph as steps of a program that grows."""

    def __init__(self, builder: Builder, graph: Graph, inputs: dict[int, int]) -> None:
        """Add the nodes; ``inputs`` has the places of those that are inputs."""
        self.builder = builder
        self._graph = graph
        self.places: list[int] = []
        for number in range(len(graph.ops)):
            op = graph.ops[number]
            parents = graph.parents[number]
            place = NONE
            if op is None:
                place = inputs.get(number, NONE)
                if place < 0:
                    place = builder.constant(graph.constants[number])
            elif len(parents) == 2:
                place = builder.add(op, (self.places[parents[0]], self.places[parents[1]]))
            else:
                place = builder.add(op, tuple([self.places[i] for i in parents]))
            if op is not None and number in graph.labels:
                builder.name(place, graph.labels[number])
            self.places.append(place)

    def gradient(self, root: int, variables: Sequence[int]) -> list[int]:
        """Add the gradient of a node by others, as `trace.gradient_graph` makes one of Values.

        Returns its places.
        """
        b, ops, places = self.builder, self._graph.ops, self.places
        zero = b.constant(-0.0)  # where no gradient flows: it changes no sum
        wanted = self._depending(variables)
        sums = [NONE] * len(ops)
        #: the sums that are no nodes of the graph
        own = [False] * len(ops)
        sums[root] = b.constant(1.0)
        templates = Templates(all_rows, _local_gradients)
        for i in range(root, -1, -1):
            upstream = sums[i]
            if upstream < 0:
                continue
            if own[i]:
                self._name(i, upstream)
            parents = self._graph.parents[i]
            if not parents:
                continue
            count = len(parents)
            flows = not b.is_zero(upstream)
            template = templates.of(ops[i], count + 1)
            found: list[int] = []
            if flows:
                found = [places[p] for p in parents]
                found.append(places[i])
                found = template.apply(b, found)
            for k in range(count):
                parent = parents[k]
                if not wanted[parent]:
                    continue
                sent, is_own = zero, True
                if flows:
                    local = found[k]
                    result = template.results[k]
                    if result < 0 and template.number(result) == 1.0:
                        sent, is_own = upstream, own[i]
                    elif not b.is_zero(local):
                        sent = b.add(_STRONG_PRODUCT, (upstream, local))
                        is_own = sent != local or not 0 <= result <= count
                if sums[parent] < 0:
                    sums[parent] = sent
                    own[parent] = is_own
                else:
                    sums[parent] = b.add(_ADD, (sums[parent], sent))
                    own[parent] = True
        return [sums[x] if x >= 0 and sums[x] >= 0 else zero for x in variables]

    def _name(self, number: int, place: int) -> None:
        """Name a sum of gradients."""
        graph = self._graph
        # a variable of a run is the identity of the argument that bears the name
        if graph.ops[number] is _IDENTITY:
            number = graph.parents[number][0]
        if number in graph.labels:
            self.builder.name(place, f"d_{graph.labels[number]}")

    def _depending(self, variables: Sequence[int]) -> list[bool]:
        """Whether a node was computed from one of the variables, or is one."""
        wanted = [False] * len(self._graph.ops)
        for x in variables:
            if x >= 0:
                wanted[x] = True
        for i in range(len(wanted)):
            if not wanted[i]:
                for parent in self._graph.parents[i]:
                    if wanted[parent]:
                        wanted[i] = True
                        break
        return wanted
