"""The story of one forward and one backward pass, step by step, as slides tell it.

One step for what is given, one for every operation forward, one for ∂L/∂L = 1, one for every
operation backward, and one for the result. A backward step says for each operand: upstream ×
local = product, and what that is added to.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import Literal

from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.primitives.operation import FLOATS
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, fill, number, symbol
from autograd_lite.viz.formula.names import Name, name_nodes, partial_name, printable
from autograd_lite.viz.formula.notation import local_gradients, value_formula


@dataclass(frozen=True)
class Product:
    """What a node sends to one of its operands: upstream gradient × local gradient."""

    consumer: Value
    operand: Value
    #: which of the consumer's operands it is, counted from 1, if it is there several times
    place: int | None
    #: the number of the wire, counted over all nodes and their operands
    wire: int
    upstream: float
    local: float
    #: the local gradient's formula, in names and with numbers; None if it is unreadably long
    formula: Formula | None
    numbers: Formula | None
    #: what has to hold for the formula, where the operation has a kink
    conditions: tuple[Formula, ...]
    product: float
    #: what arrived at the operand before
    earlier: tuple[float, ...]
    #: whether this is the last to arrive
    last: bool

    @property
    def total(self) -> float:
        """The gradient of the operand so far, added up in the order of the engine."""
        return reduce(add, (*self.earlier, self.product), 0.0)

    @property
    def sum(self) -> Formula:
        """What has arrived at the operand so far, as a sum."""
        first, *others = (*self.earlier, self.product)
        negated = [Formula("negative", (number(-x),)) if x < 0 else number(x) for x in others]
        return Formula("sum", (number(first), *negated))


@dataclass(frozen=True)
class Step:
    """One step of the story: the node that it is about, and what that sends on."""

    kind: Literal["given", "forward", "seed", "backward", "result"]
    node: Value
    products: tuple[Product, ...] = ()


MOST_TRIED = 20  # parts of a large graph that are looked at


class Story:
    """One pass over the graph of ``root`` with the upstream gradient 1. Nothing is changed.

    ``caller`` names the function in errors. Raises TypeError unless ``root`` is a Value, and
    ValueError for a constant and for a graph of more than ``max_nodes`` nodes.
    """

    def __init__(self, root: Value, caller: str, max_nodes: int) -> None:
        if not isinstance(root, Value):
            raise TypeError(
                f"root: a Value is needed, got a {type(root).__name__}; pass one result"
            )
        if not root.differentiable:
            raise ValueError(
                f"root: {caller} starts at a constant, which has no graph: it was made by "
                "detach(), from a plain number or under no_grad(); pass a result computed from "
                "Values"
            )
        self.root: Value = root
        self.nodes: list[Value] = topological_order(root)
        if len(self.nodes) > max_nodes:
            raise ValueError(_too_large(self.nodes, caller, max_nodes))
        self.names: dict[Value, Name] = name_nodes(self.nodes)
        self.gradients: dict[Value, float] = backpropagate(root, 1.0)

    @property
    def leaves(self) -> list[Value]:
        """The nodes that are given, numbers of the expression left out."""
        return [node for node in self.nodes if not node.parents and node in self.names]

    @property
    def variables(self) -> list[Value]:
        """The leaves into which gradients flow."""
        return [node for node in self.leaves if node.differentiable]

    @property
    def operations(self) -> list[Value]:
        """The nodes that were computed, in the order of the forward pass."""
        return [node for node in self.nodes if node.op]

    @cached_property
    def changed(self) -> list[Value]:
        """The nodes whose operands have other numbers by now than when they were computed."""
        return [
            node
            for node in self.operations
            if node.op
            and not _same(node.op.forward(FLOATS, *[x.data for x in node.parents]), node.data)
        ]

    @property
    def summed(self) -> list[Value]:
        """The variables that have another gradient than that of this pass."""
        return [
            node
            for node in self.variables
            if node.has_gradient and not _same(node.grad, self.gradients[node])
        ]

    @cached_property
    def steps(self) -> list[Step]:
        """The steps, in their order."""
        backward = [Step("backward", node, products) for node, products in self.products.items()]
        return [
            Step("given", self.root),
            *(Step("forward", node) for node in self.operations),
            Step("seed", self.root),
            *backward,
            Step("result", self.root),
        ]

    @cached_property
    def wires(self) -> dict[Value, range]:
        """The numbers of the wires into every node, in the order of its operands."""
        wires, count = {}, 0
        for node in self.nodes:
            wires[node] = range(count, count := count + len(node.parents))
        return wires

    @cached_property
    def products(self) -> dict[Value, tuple[Product, ...]]:
        """What every operation sends to its operands, in the order of the backward pass."""
        backward = list(reversed(self.operations))
        missing = Counter(parent for node in backward for parent in node.parents)
        arrived: dict[Value, list[float]] = {node: [] for node in self.gradients}
        told = {}
        for node in backward:
            sent = zip(
                node.parents, self.wires[node], node.local_gradients,
                node.downstream(self.gradients[node]), local_gradients(node), strict=True,
            )  # fmt: skip
            names, numbers = self._names(node), self._numbers(node)
            sending: list[Product] = []
            times = Counter(node.parents)
            for parent, wire, local, product, shown in sent:
                if parent not in arrived:
                    continue  # a constant
                earlier = tuple(arrived[parent])
                arrived[parent].append(product)
                often = times[parent] > 1
                sending.append(Product(
                    node, parent, wire - self.wires[node].start + 1 if often else None,
                    wire, self.gradients[node], local,
                    shown.formula and fill(shown.formula, *names),
                    shown.formula and fill(shown.formula, *numbers),
                    tuple(fill(each, *names) for each in shown.conditions),
                    product, earlier, len(arrived[parent]) == missing[parent],
                ))  # fmt: skip
            told[node] = tuple(sending)
        return told

    # Formulas -----------------------------------------------------------------------------------

    def symbol(self, node: Value) -> Formula:
        """The name of a node, or its number if it is a number of the expression."""
        return symbol(self.names[node]) if node in self.names else number(node.data)

    def _names(self, node: Value) -> tuple[list[Formula], Formula]:
        return [self.symbol(parent) for parent in node.parents], self.symbol(node)

    def _numbers(self, node: Value) -> tuple[list[Formula], Formula]:
        return [number(parent.data) for parent in node.parents], number(node.data)

    def value(self, node: Value) -> list[Formula]:
        """How a node's value was computed: its formula in names and with numbers."""
        if not node.op:
            return []
        shown = value_formula(node)
        return [fill(shown, *self._names(node)), fill(shown, *self._numbers(node))]

    def derivative(self, by: Value, of: Value | None = None) -> Formula:
        """∂L/∂x as a formula; the numerator is the root unless ``of`` is given."""
        above = self.root if of is None else of  # not ``or``: a Value of 0 is false
        names = [partial_name(self.names[node]) for node in (above, by)]
        return Formula("quotient", tuple(map(symbol, names)))


def _same(x: float, y: float) -> bool:
    return x == y or (math.isnan(x) and math.isnan(y))


def _too_large(nodes: list[Value], caller: str, max_nodes: int) -> str:
    """What to do with a graph that is too large: which part of it is small enough."""
    told = f"root: the graph has {len(nodes)} nodes, and {caller} takes at most {max_nodes}; "
    places = [i for i, node in enumerate(nodes[:max_nodes]) if node.op][-MOST_TRIED:]
    if not places:
        return told + "record a smaller example"
    sizes = {i: len(topological_order(nodes[i])) for i in places}
    best = max(places, key=sizes.__getitem__)
    label = f" ({printable(nodes[best].label)})" if nodes[best].label else ""
    return told + (
        f"{caller} a part of it, for example topological_order(root)[{best}]{label}, which has "
        f"{sizes[best]} nodes"
    )
