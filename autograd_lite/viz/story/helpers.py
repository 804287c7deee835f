"""The names that a story has beside those of its nodes: softmax weights p, a one-hot target y."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from autograd_lite.primitives.losses import softmax_component
from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, fill, number, operand, shorten, symbol
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.notation import LocalGradient, local_gradients
from autograd_lite.viz.formula.order import written_order
from autograd_lite.viz.formula.taught import Taught, name_helpers, taught
from autograd_lite.viz.story.products import parted

MOST_HELPERS = 8  # of a letter, whose numbers are told
MOST_OPERANDS = 1000  # of a node whose local gradients are told with helpers

#: the name of a helper, its number, and what it is if that has a formula
Meaning = tuple[Formula, float, Formula | None]


class Letter(NamedTuple):
    """The helpers of one letter: of many the first and the last, and how many are between."""

    first: list[Meaning]
    between: int
    last: list[Meaning]


class Helpers:
    """The taught forms of the local gradients of ``nodes``, and the names in them."""

    def __init__(self, nodes: Sequence[Value], names: Mapping[Value, Name]) -> None:
        self._nodes = nodes
        self._names = names

    @lazy
    def taught(self) -> dict[Value, Taught]:
        """The nodes that have such a form."""
        found = ((node, taught(node)) for node in self._nodes if self._may_have_one(node))
        return {node: form for node, form in found if form is not None}

    @staticmethod
    def _may_have_one(node: Value) -> bool:
        return node.differentiable and 0 < len(node.parents) <= MOST_OPERANDS

    @lazy
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

    @lazy
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

    def letters(self, node: Value, names: tuple[list[Formula], Formula]) -> list[Letter]:
        """The helpers of a node that have to be explained: those that are no nodes of the graph.

        They come letter by letter, in the order in which operands are written. ``names`` are those
        of the operands and helpers, and of the node.
        """
        if node not in self.taught:
            return []
        helpers, called = self.taught[node].helpers, self._called[node]
        written: dict[int | None, int] = {x: i for i, x in enumerate(written_order(node))}
        by_letter: defaultdict[str, list[int]] = defaultdict(list)
        for i in self._used(node):
            by_letter[helpers[i].letter].append(i)

        def explained(i: int) -> Meaning:
            shown = helpers[i].formula
            return called[i], helpers[i].value, shown and shorten(fill(shown, *names))

        letters = []
        for _, places in sorted(by_letter.items()):
            places.sort(key=lambda i: written.get(helpers[i].operand, 0))
            first, between, last = parted(places, MOST_HELPERS)
            letters.append(Letter([*map(explained, first)], len(between), [*map(explained, last)]))
        return letters


def _places(formula: Formula) -> set[int]:
    if formula.kind == "operand":
        return {formula.mark}
    return set().union(*map(_places, formula.parts))
