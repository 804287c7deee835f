"""How a diagram writes gradients: as numbers, as formulas like ∂L/∂ŷ, or as both."""

from dataclasses import dataclass
from typing import Literal, get_args

from autograd_lite.labels import shortened, unturned
from autograd_lite.value import Value
from autograd_lite.viz.diagram.pen import Pen
from autograd_lite.viz.diagram.scene import Box, Edge
from autograd_lite.viz.formula.names import one_word

PartialsAs = Literal["numbers", "formulas", "both"]
PARTIALS_AS = get_args(PartialsAs)
LONGEST_NAME = 12  # characters of a label in a formula


@dataclass(frozen=True)
class Partials:
    """Writes the partial derivatives of ``root`` with respect to nodes of its graph."""

    root: Value
    pen: Pen
    written_as: PartialsAs

    def along(self, edge: Edge) -> str:
        """What flows back along an edge; all of ∂L/∂x if nothing else leaves x."""
        number = self._number(edge.gradients)
        if self.written_as == "numbers" or len(edge.values) > 1:
            return number
        (value,) = edge.values
        formula = ""
        if edge.source.edges_with[value] == 1:
            formula = self._whole(value)
        elif len(edge.wires) == 1:
            formula = self._product(edge)
        return self._equation(value, formula, number)

    def factors(self, edge: Edge) -> list[str]:
        """The product that flows back along an edge: upstream · local."""
        wire, *others = edge.wires
        if others or wire.consumer is None or not wire.source.differentiable:
            return []
        product, factors = self._product(edge), []
        if self.written_as != "numbers" and product not in self.along(edge):
            factors.append(product)
        if self._number(edge.gradients):
            factors.append(self.pen.times(wire.upstream, wire.local))
        return factors

    def at(self, box: Box) -> str:
        """The gradient of the value of a box; as a formula only if nothing else was added to it."""
        value = box.value
        if value is None:
            return ""
        number = self._number([value.grad] if value.has_gradient else [])
        sent = sum(each for edge in box.edges for each in edge.gradients)
        if self.written_as == "numbers" or (number and number != self.pen.number(sent)):
            return number
        return self._equation(value, self._whole(value), number)

    def _number(self, gradients: list[float]) -> str:
        return self.pen.span(gradients) if gradients and self.written_as != "formulas" else ""

    def _equation(self, value: Value, formula: str, number: str) -> str:
        """Formula = number, as far as both are known and that is true."""
        if not value.differentiable:
            return ""
        if number and not self.root.has_gradient:  # it comes from another result
            return number
        if number and formula and self.root.grad != 1.0:
            formula = f"{self.pen.number(self.root.grad)} · {formula}"
        return " = ".join(filter(None, [formula, number]))

    def _name(self, node: Value) -> str:
        name = unturned(shortened(self.pen.names[node], LONGEST_NAME))
        return name if one_word(name) else f"({name})"

    def _whole(self, node: Value) -> str:
        return f"∂{self._name(self.root)}/∂{self._name(node)}"

    def _product(self, edge: Edge) -> str:
        """∂L/∂z · ∂z/∂x; or ∂z/∂x[1], by the first operand, where that is a part of ∂z/∂x."""
        wire = edge.wires[0]
        if wire.consumer is None:
            return ""
        has_other_ways = wire.consumer is self.root and edge.source.edges_with[wire.source] > 1
        consumer = self._name(wire.consumer)
        local = f"∂{consumer}/∂{self._name(wire.source)}"
        if wire.is_repeated or has_other_ways:
            local += f"[{wire.operand + 1}]"
        return f"{self._whole(wire.consumer)} · {local}"
