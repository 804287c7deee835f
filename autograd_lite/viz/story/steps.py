"""The story of one forward and one backward pass, step by step, as slides tell it.

One step for what is given, one for every operation forward, one for ∂L/∂L = 1, one for every
operation backward, and one for the result. A backward step says for each operand: upstream ×
local = product, and what that is added to. Of a large graph, parts are told in one step each.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.formula.formulas import Formula, fill, number, shorten, symbol
from autograd_lite.viz.formula.names import NO_SYMBOLS, Name, counted, name_nodes, partial_name
from autograd_lite.viz.formula.notation import value_formula
from autograd_lite.viz.formula.order import operands_in_order, told_order, written_order
from autograd_lite.viz.story.arrivals import Arrivals
from autograd_lite.viz.story.deck import Kind
from autograd_lite.viz.story.earlier import Earlier, changed, earlier
from autograd_lite.viz.story.flows import Flow, flows
from autograd_lite.viz.story.helpers import Helpers, Letter
from autograd_lite.viz.story.limits import check_root, most_told, too_large
from autograd_lite.viz.story.parts import Outline, Part, Unit
from autograd_lite.viz.story.products import Others, Product, Sent, parted


@dataclass(frozen=True)
class Step:
    """One step of the story: the node that it is about, and what that sends on."""

    kind: Kind
    node: Value
    products: tuple[Sent, ...] = ()
    #: what is told in the place of one node, and what that sends on
    part: Part | None = None
    flows: tuple[Flow, ...] = ()
    #: whether it asks for what the next step tells
    asks: bool = False


class Story:
    """One pass over the graph of ``root`` with the upstream gradient 1. Nothing is changed.

    ``caller`` names the function in errors. Raises TypeError unless ``root`` is a Value, and
    ValueError for a constant, and for a graph of more nodes than ``bounds`` has unless ``outline``
    says what of its nodes is told together. Of more products than it has edges, those of the nodes
    with the most operands are told together.
    """

    def __init__(
        self,
        root: Value,
        caller: str,
        bounds: Bounds,
        outline: Callable[[list[Value]], Outline] | None = None,
        symbols: Mapping[Value, str] = NO_SYMBOLS,
    ) -> None:
        self.root: Value = check_root(root, caller)
        self.nodes: list[Value] = topological_order(root)
        #: which nodes are told together
        self.outline: Outline | None = outline and outline(self.nodes)
        if self.outline is None and len(self.nodes) > bounds.nodes:
            raise ValueError(too_large(self.nodes, caller, bounds.nodes))
        self._caller, self._bounds = caller, bounds
        self.max_edges: int = bounds.edges
        self.names: dict[Value, Name] = name_nodes(self.nodes, symbols)
        self._symbols = symbols
        self.gradients: dict[Value, float] = backpropagate(root, 1.0)
        told = [unit for unit in self.units if isinstance(unit, Value)]
        self.helpers: Helpers = Helpers(told, self.names)
        self._values: dict[Value, list[Formula]] = {}

    def of_twins(self, twins: Sequence[Value]) -> "Story":
        """The same of a graph that was replayed from this one, with these nodes."""
        outline = self.outline.of_twins if self.outline else None
        twin_of = dict(zip(self.nodes, twins, strict=True))
        symbols = {twin_of[node]: symbol for node, symbol in self._symbols.items()}
        return Story(twin_of[self.root], self._caller, self._bounds, outline, symbols)

    def gradient(self, node: Value) -> float:
        """The gradient of a node, 0 where none flows."""
        return self.gradients.get(node, 0.0)

    @lazy
    def units(self) -> Sequence[Unit]:
        """What is told in one step each, in the order of the forward pass."""
        if self.outline and self.outline.folds:
            return self.outline.units
        return sorted(self.operations, key=self._order.__getitem__)

    @lazy
    def _order(self) -> dict[Value, int]:
        """The place of every node in the order of telling."""
        return told_order(self.root)

    @lazy
    def parts(self) -> list[Part]:
        """What is told in one step, and is more than one operation."""
        return [unit for unit in self.units if isinstance(unit, Part)]

    @lazy
    def leaves(self) -> list[Value]:
        """The nodes that are given, numbers of the expression and those of parts left out."""
        inside = {node for part in self.parts for node in part.nodes}
        leaves = [
            node
            for node in self.nodes
            if not node.parents and node in self.names and node not in inside
        ]
        return operands_in_order(sorted(leaves, key=self._order.__getitem__), self.operations)

    @property
    def variables(self) -> list[Value]:
        """The leaves into which gradients flow."""
        return [node for node in self.leaves if node.differentiable]

    @lazy
    def operations(self) -> list[Value]:
        """All nodes that were computed, in the order of the forward pass."""
        return [node for node in self.nodes if node.op]

    @lazy
    def changed(self) -> list[Value]:
        """The nodes whose operands have other numbers by now than when they were computed."""
        return changed(self.operations)

    @property
    def earlier(self) -> Earlier | None:
        """What earlier backward passes left in the leaves, if that differs from this one."""
        return earlier(self.root, self.nodes, self.gradients)

    @lazy
    def steps(self) -> list[Step]:
        """The steps, in their order."""
        return [
            Step("given", self.root),
            *map(self._forward, self.units),
            Step("seed", self.root),
            *map(self._backward, reversed(self.units)),
            Step("result", self.root),
        ]

    def _forward(self, unit: Unit) -> Step:
        if isinstance(unit, Part):
            return Step("forward", unit.nodes[-1], part=unit)
        return Step("forward", unit)

    def _backward(self, unit: Unit) -> Step:
        if isinstance(unit, Part):
            return Step("backward", unit.nodes[-1], part=unit, flows=self._sendings[1][unit])
        return Step("backward", unit, self.products[unit])

    # Its numbers --------------------------------------------------------------------------------

    def data(self, node: Value) -> float:
        """The number of a node, as it is told."""
        return node.data

    def local(self, node: Value) -> Sequence[float]:
        """The local gradients of a node towards its operands."""
        return node.local_gradients

    def downstream(self, node: Value) -> Sequence[float]:
        """What a node sends to its operands."""
        return node.downstream(self.gradients[node])

    # The backward pass --------------------------------------------------------------------------

    @lazy
    def _sent(self) -> dict[Value, list[int]]:
        """To which of its operands an operation that is told sends gradients: all but constants."""
        sent = {}
        for node in reversed(self.units):
            if isinstance(node, Value):
                parents = node.parents  # each access makes a tuple
                sent[node] = [i for i in written_order(node) if parents[i] in self.gradients]
        return sent

    @lazy
    def edges(self) -> int:
        """How many products the backward pass makes."""
        return sum(map(len, self._sent.values()))

    @lazy
    def most_told(self) -> int | None:
        """How many operands of a node are told one by one; None if there is no need to choose."""
        return most_told([len(sent) for sent in self._sent.values()], self.max_edges)

    @lazy
    def arriving(self) -> dict[Value, list[Product]]:
        """What is sent to every node and told by itself, in the order of the backward pass."""
        arriving: dict[Value, list[Product]] = defaultdict(list)
        for sent in self.products.values():
            for each in sent:
                if isinstance(each, Product):
                    arriving[each.operand].append(each)
        return arriving

    @lazy
    def told_together(self) -> int:
        """How many products are not told one by one."""
        return sum(
            len(each.indices)
            for sent in self.products.values()
            for each in sent
            if isinstance(each, Others)
        )

    @property
    def products(self) -> dict[Value, tuple[Sent, ...]]:
        """What every operation that is told sends, in the order of the backward pass."""
        return self._sendings[0]

    @lazy
    def _sendings(self) -> tuple[dict[Value, tuple[Sent, ...]], dict[Part, tuple[Flow, ...]]]:
        """What operations and parts send."""
        missing = Counter(parent for node in self.operations for parent in node.parents)
        arrived = {node: Arrivals() for node in self.gradients}
        products: dict[Value, tuple[Sent, ...]] = {}
        of_parts: dict[Part, tuple[Flow, ...]] = {}
        for unit in reversed(self.units):
            if isinstance(unit, Part):
                of_parts[unit] = tuple(flows(unit, self.gradients, arrived, missing))
            else:
                sending = self._sending(unit, self._sent[unit], arrived, missing)
                products[unit] = tuple(sending)
        return products, of_parts

    def _sending(
        self,
        node: Value,
        indices: list[int],
        arrived: dict[Value, Arrivals],
        missing: Counter[Value],
    ) -> Iterator[Sent]:
        """What a node sends, added to what ``arrived`` and taken off what is ``missing``."""
        first, between, last = parted(indices, self.most_told)
        shown = dict(
            zip([*first, *last], self.helpers.gradients(node, [*first, *last]), strict=True)
        )
        parents, local, upstream = node.parents, self.local(node), self.gradients[node]
        products, times = self.downstream(node), Counter(parents)
        names, numbers = self.operand_names(node), self.operand_numbers(node)
        complete = []
        for i in indices:
            parent, gradient = parents[i], arrived[parents[i]]
            gradient.add(products[i])
            missing[parent] -= 1
            if i in shown:
                told = shown[i]
                formula = told.formula
                yield Product(
                    node, parent, i + 1 if times[parent] > 1 else None, i, upstream, local[i],
                    told, formula and fill(formula, *names), formula and fill(formula, *numbers),
                    tuple(fill(each, *names) for each in told.conditions),
                    products[i], gradient.total, gradient.sum(), gradient.count == 1,
                    missing[parent] == 0,
                )  # fmt: skip
                continue
            if missing[parent] == 0:
                complete.append(parent)
            if i == between[-1]:
                yield Others(
                    node, tuple(between), tuple(complete), upstream,
                    sum(local[j] for j in between), sum(products[j] for j in between),
                )  # fmt: skip

    # Formulas -----------------------------------------------------------------------------------

    def symbol(self, node: Value) -> Formula:
        """The name of a node, or its number if it is a number of the expression."""
        return symbol(self.names[node]) if node in self.names else number(self.data(node))

    def operand_names(self, node: Value) -> tuple[list[Formula], Formula]:
        """What a node's operands and helpers are called, and itself: what its formulas take."""
        operands = [*map(self.symbol, node.parents), *self.helpers.symbols(node)]
        return operands, self.symbol(node)

    def operand_numbers(self, node: Value) -> tuple[list[Formula], Formula]:
        """The same as numbers."""
        operands = [number(self.data(parent)) for parent in node.parents]
        return [*operands, *self.helpers.numbers(node)], number(self.data(node))

    def helper_letters(self, node: Value) -> list[Letter]:
        """What the helpers of a node are, letter by letter."""
        return self.helpers.letters(node, self.operand_names(node))

    def value(self, node: Value) -> list[Formula]:
        """How a node's value was computed: its formula in names and with numbers."""
        if not node.op:
            return []
        if node not in self._values:
            shown, operands = value_formula(node), (self.operand_names, self.operand_numbers)
            self._values[node] = [shorten(fill(shown, *each(node))) for each in operands]
        return self._values[node]

    def derivative(self, by: Value, of: Value | None = None, place: int | None = None) -> Formula:
        """∂L/∂x as a formula; the numerator is the root unless ``of`` is given."""
        above = self.root if of is None else of  # not ``or``: a Value of 0 is false
        below = counted(self.names[by], place) if place else self.names[by]
        return Formula(
            "quotient", tuple(symbol(partial_name(x)) for x in (self.names[above], below))
        )
