"""The names that a story has beside those of its nodes: softmax weights p, a one-hot target y."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from autograd_lite.primitives.losses import softmax_component
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, number, operand, symbol
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.notation import LocalGradient, local_gradients
from autograd_lite.viz.formula.order import written_order
from autograd_lite.viz.formula.taught import Helper, Taught, name_helpers, taught

MOST_HELPERS = 8  # of a letter, whose numbers are told
MOST_OPERANDS = 1000  # of a node whose local gradients are told with helpers


class Helpers:
    """The taught forms of the local gradients of ``nodes``, and the names in them."""

    def __init__(self, nodes: Sequence[Value], names: Mapping[Value, Name]) -> None:
        self._nodes = nodes
        self._names = names

    @cached_property
    def taught(self) -> dict[Value, Taught]:
        """The nodes that have such a form."""
        found = ((node, taught(node)) for node in self._nodes if self._may_have_one(node))
        return {node: form for node, form in found if form is not None}

    @staticmethod
    def _may_have_one(node: Value) -> bool:
        return node.differentiable and 0 < len(node.parents) <= MOST_OPERANDS

    @cached_property
    def _called(self) -> dict[Value, list[Formula]]:
        """The symbol of every helper; of one that is a node of the graph that node's."""
        own = {node: self._used(node) for node in self.taught}
        named = {node: form for node, form in self.taught.items() if own[node]}
        names = name_helpers(named, self._names)
        return {
            node: [
                symbol(self._names[other]) if other is not None else symbol(name)
                for other, name in zip(
                    self._nodes_for(node),
                    names.get(node) or [Name("", "", "")] * len(form.helpers),
                    strict=True,
                )
            ]
            for node, form in self.taught.items()
        }

    @cached_property
    def _weights(self) -> dict[tuple[Value, frozenset[Value]], Value]:
        """The nodes that are softmax weights, by their operand and all operands."""
        return {
            (node.parents[0], frozenset(node.parents)): node
            for node in self._nodes
            if node.op is softmax_component and node in self._names
        }

    def _nodes_for(self, node: Value) -> list[Value | None]:
        """The nodes of the graph that the helpers of a node are."""
        parents = node.parents
        every = frozenset(parents)
        return [
            self._weights.get((parents[each.operand], every))
            if each.letter == "p" and each.operand is not None
            else None
            for each in self.taught[node].helpers
        ]

    def _used(self, node: Value) -> list[int]:
        """Which helpers of a node stand in its formulas, and are no nodes themselves."""
        form, n = self.taught[node], len(node.parents)
        places = {place for each in form.gradients for place in _places(each)}
        return [
            i for i, other in enumerate(self._nodes_for(node)) if other is None and n + i in places
        ]

    # What formulas are filled with --------------------------------------------------------------

    def gradients(self, node: Value, towards: Sequence[int]) -> list[LocalGradient]:
        """The local gradients of a node as they are told, in places of operands and helpers."""
        form = self.taught.get(node)
        if form is None:
            return local_gradients(node, towards)
        return [LocalGradient(form.gradients[i]) for i in towards]

    def symbols(self, node: Value) -> list[Formula]:
        """What the helpers of a node are called."""
        return self._called.get(node, [])

    def numbers(self, node: Value) -> list[Formula]:
        """The numbers of the helpers of a node."""
        form = self.taught.get(node)
        return [number(each.value) for each in form.helpers] if form else []

    def meanings(self, node: Value) -> dict[Formula, Formula]:
        """What the places of helpers stand for, in places of operands."""
        form, n = self.taught.get(node), len(node.parents)
        return {
            operand(n + i): number(each.value) if each.formula is None else each.formula
            for i, each in enumerate(form.helpers if form else ())
        }

    def explained(self, node: Value) -> list[tuple[Formula, Helper]]:
        """The helpers of a node that have to be explained: those that are no nodes of the graph."""
        if node not in self.taught:
            return []
        form, order = self.taught[node], written_order(node)
        used = sorted(self._used(node), key=lambda i: _rank(form.helpers[i], order))
        return [(self._called[node][i], form.helpers[i]) for i in used]


def _rank(helper: Helper, order: list[int]) -> tuple[str, int]:
    """Letter by letter, in the order in which operands are written."""
    return helper.letter, order.index(helper.operand) if helper.operand is not None else 0


def _places(formula: Formula) -> set[int]:
    if formula.kind == "operand":
        return {formula.mark}
    return set().union(*map(_places, formula.parts))
