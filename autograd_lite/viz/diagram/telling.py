"""What a picture shows, in words, for those who do not see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from autograd_lite.labels import unturned
from autograd_lite.value import Value
from autograd_lite.viz.diagram.captions import Show
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.formula.names import name_nodes
from autograd_lite.viz.formula.order import node_symbol, written_order

MOST_TOLD = 40  # nodes that are told one by one


@dataclass(frozen=True)
class Teller:
    """Tells nodes with their numbers, as far as the picture shows them."""

    pen: Pen
    show: Show

    def leaf(self, node: Value, name: str) -> str:
        """x = 2, gradient 3."""
        told = self.pen.words("diagram.told", name=name, value=self.pen.number(node.data))
        return self._with_gradient(node, name if self.show == "backward" else told)

    def operation(self, node: Value, name: str, operands: str) -> str:
        """z = Σwx + b of w, x, b = 6, gradient 1."""
        value, symbol = self.pen.number(node.data), node_symbol(node)
        told = self.pen.words(
            "diagram.told_operation", name=name, operation=symbol, operands=operands, value=value
        )
        return self._with_gradient(node, name if self.show == "backward" else told)

    def _with_gradient(self, node: Value, told: str) -> str:
        if self.show == "forward" or not (node.differentiable and node.has_gradient):
            return told
        gradient = self.pen.number(node.grad)
        return self.pen.words("diagram.told_gradient", told=told, gradient=gradient)

    def more(self, count: int) -> list[str]:
        """That so many are not told, if any."""
        return [self.pen.words("diagram.told_more", count=count)] if count > 0 else []


def tell_graph(nodes: Sequence[Value], teller: Teller) -> str:
    """The nodes of a graph in topological order: leaves, then operations."""
    told = list(islice(nodes, MOST_TOLD)) if len(nodes) <= MOST_TOLD else [nodes[-1]]
    around = [*dict.fromkeys(x for node in told for x in (*node.parents[:MOST_TOLD], node))]
    names = {node: name.line for node, name in name_nodes(around).items()}

    def tell(node: Value) -> str:
        name = names[node] or teller.pen.number(node.data)
        if node.op is None:
            return teller.leaf(node, name)
        operands = [node.parents[i] for i in written_order(node)[:MOST_TOLD]]
        written = [names.get(each) or teller.pen.number(each.data) for each in operands]
        return teller.operation(node, name, teller.pen.words.join(written))

    leaves = [tell(node) for node in told if node.op is None and node.label]
    operations = [tell(node) for node in told if node.op is not None]
    return "; ".join([*leaves, *operations])


def tell_structure(nodes: Sequence[Value], pen: Pen) -> str:
    """What is computed from what, without the numbers, which a walkthrough tells one by one."""
    told = nodes if len(nodes) <= MOST_TOLD else nodes[-1:]

    def operands(node: Value) -> str:
        parents = [node.parents[i] for i in written_order(node)[:MOST_TOLD]]
        return pen.words.join(unturned(each.label) or pen.number(each.data) for each in parents)

    return "; ".join(
        f"{unturned(node.label)} = {node_symbol(node)} ({operands(node)})"
        for node in told
        if node.parents
    )
