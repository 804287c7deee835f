"""From a graph to steps of a program, and the steps of its gradient."""

from collections.abc import Sequence
from typing import Any, Final

from autograd_lite import engine
from autograd_lite.compiler.symbols import all_rows
from autograd_lite.primitives.operation import INTERNAL, TABLE, Operation

from .builder import Builder
from .templates import Templates

__all__ = ["Steps", "has_rows_alone"]

_operation_of: Final[Any] = engine.operation_of
_parents_of: Final[Any] = engine.parents_of
_ADD: Final[Any] = TABLE["add"]
_IDENTITY: Final[Any] = TABLE["identity"]
_STRONG_PRODUCT: Final[Any] = TABLE["strong_product"]
#: in the place of a place: there is none
_NONE: Final = -1


def has_rows_alone(order: Sequence[Any]) -> bool:
    """Whether every operation of a graph is a row: the rule of a user's own may ask for Values."""
    known: set[Any] = {None, *TABLE.values(), *INTERNAL.values()}
    for node in order:  # noqa: SIM110  # compiled, all() is slower
        if _operation_of(node) not in known:
            return False
    return True


def _local_gradients(op: Operation, m: Any, symbols: list[Any]) -> Any:
    return op.gradients(m, symbols[-1], *symbols[:-1])


class Steps:
    """The nodes of a graph as steps of a program that grows."""

    def __init__(self, builder: Builder, order: list[Any], places: dict[Any, int]) -> None:
        """Add the nodes, whose parents come first; ``places`` has those of leaves."""
        self.builder = builder
        #: of every node by its number in the order: itself, its operation, its parents, its place
        self.nodes = order
        self._ops: list[Any] = []
        self._parents: list[list[int]] = []
        self._places: list[int] = []
        self._numbers: dict[Any, int] = {}
        for node in order:
            op = _operation_of(node)
            parents: list[int] = []
            if op is None:
                place = places.get(node, -1)
                if place < 0:
                    place = builder.constant(node._data)
            else:
                given: Any = _parents_of(node)
                parents = [self._numbers[each] for each in given]
                if len(parents) == 2:
                    place = builder.add(op, (self._places[parents[0]], self._places[parents[1]]))
                else:
                    place = builder.add(op, tuple([self._places[i] for i in parents]))
                label: str = node._label
                if label:
                    builder.name(place, label)
            self._numbers[node] = len(self._places)
            self._ops.append(op)
            self._parents.append(parents)
            self._places.append(place)

    def place(self, node: Any) -> int:
        """The place of a node."""
        return self._places[self._numbers[node]]

    def gradient(self, root: Any, variables: Sequence[Any]) -> list[int]:
        """Add the gradient of a node, as `trace.gradient_graph` makes one of nodes: the places."""
        b = self.builder
        zero = b.constant(-0.0)  # where no gradient flows: it changes no sum
        wanted = self._depending(variables)
        sums = [_NONE] * len(self.nodes)
        #: the sums that are no nodes of the graph
        own = [False] * len(self.nodes)
        last = self._numbers[root]
        sums[last] = b.constant(1.0)
        templates = Templates(all_rows, _local_gradients)
        for i in range(last, -1, -1):
            upstream = sums[i]
            if upstream < 0:
                continue
            if own[i]:
                self._name(i, upstream)
            parents = self._parents[i]
            if not parents:
                continue
            count = len(parents)
            flows = not b.is_zero(upstream)
            template = templates.of(self._ops[i], count + 1)
            found: list[int] = []
            if flows:
                found = [self._places[p] for p in parents]
                found.append(self._places[i])
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
        gradients: list[int] = []
        for x in variables:
            number = self._numbers.get(x, _NONE)
            known = number >= 0 and sums[number] >= 0
            gradients.append(sums[number] if known else zero)
        return gradients

    def _name(self, number: int, place: int) -> None:
        """Name a sum of gradients."""
        # a variable of a run is the identity of the argument that bears the name
        if self._ops[number] is _IDENTITY:
            number = self._parents[number][0]
        label: str = self.nodes[number]._label
        if label:
            self.builder.name(place, f"d_{label}")

    def _depending(self, variables: Sequence[Any]) -> list[bool]:
        """Whether a node was computed from one of the variables, or is one."""
        wanted = [False] * len(self.nodes)
        for x in variables:
            number = self._numbers.get(x, _NONE)
            if number >= 0:
                wanted[number] = True
        for i in range(len(wanted)):
            if not wanted[i]:
                for parent in self._parents[i]:
                    if wanted[parent]:
                        wanted[i] = True
                        break
        return wanted
