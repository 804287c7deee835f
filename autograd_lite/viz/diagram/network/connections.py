"""The wires of a network, from one column to the next, and the space that they need."""

import math
from collections.abc import Iterator

from autograd_lite.value import Value
from autograd_lite.viz.diagram.network import wires
from autograd_lite.viz.diagram.network.layered import Network, Neuron
from autograd_lite.viz.diagram.network.plan import Plan
from autograd_lite.viz.diagram.network.stages import Stage
from autograd_lite.viz.diagram.network.wires import Labelled, Sized
from autograd_lite.viz.diagram.network.writing import Hand
from autograd_lite.viz.diagram.scene import first_wires
from autograd_lite.viz.sheet.shapes import Group, Point

NEAR, FAR = 38.0, 150.0  # the space in which wires cross, by how steep they are
STEEP = 0.33  # of that space for each point of height
BESIDE = 26.0  # between neurons and the box that joins them


class Connections:
    """Places the columns from left to right and draws the wires between them."""

    def __init__(self, network: Network, hand: Hand, plan: Plan) -> None:
        self._network, self._hand, self._plan = network, hand, plan
        self._first_wires = first_wires(network.nodes)
        #: the largest number that the width of a wire shows
        self.largest: float = self._find_largest()

    def _find_largest(self) -> float:
        shown = [
            layer.neurons[place]
            for layer, places in zip(self._network.layers, self._plan.neurons, strict=True)
            for place in places
            if place is not None
        ]
        sizes = [abs(self._size(weight)) for neuron in shown for weight in neuron.weights]
        return max(filter(math.isfinite, sizes), default=0.0)

    def _size(self, weight: Value) -> float:
        if self._hand.show == "backward":
            return weight.grad if weight.has_gradient else 0.0
        return weight.data

    def _id(self, consumer: Value, operand: int) -> str:
        return f"w{self._first_wires[consumer] + operand}"

    def _marked(self, *nodes: Value) -> bool:
        return all(node in self._hand.marked for node in nodes)

    def between(self, before: Stage, after: Stage) -> Iterator[Group]:
        """Place the column after another one, and draw the wires that lead to it."""
        if after.kind == "neurons" and self._plan.numbers:
            yield from self._with_numbers(before, after)
        elif after.kind == "neurons":
            yield from self._crowd(before, after)
        else:
            yield from self._plain(before, after)

    # With numbers ---------------------------------------------------------------------------

    def _with_numbers(self, before: Stage, after: Stage) -> Iterator[Group]:
        rows, column = before.rows(), after.column
        found = {
            row: self._labelled(neuron, rows) for row, neuron in enumerate(after.neurons) if neuron
        }
        reach = max(len(each) for each in found.values()) * column.pitch / 2
        left = before.column.exit + _fan(before.column.ys, column.ys)
        right = left + wires.lane_width([*found.values()])
        column.x = right + 18 + 0.4 * reach
        for row, each in found.items():
            ports = wires.entries(len(each), column.radius)
            entry = after.entries()[row]
            yield from wires.lanes(each, before.exits(), left, right, entry, column.pitch, ports)

    def _labelled(self, neuron: Neuron, rows: dict[Value, int]) -> list[Labelled]:
        """The wires to a neuron, in the order of what they come from."""
        found, count = [], len(neuron.weights)
        for i, (weight, source) in enumerate(zip(neuron.weights, neuron.inputs, strict=True)):
            found.append(
                Labelled(
                    rows[source],
                    [*self._hand.name(weight, 60.0), *self._hand.forward(weight)],
                    self._hand.backward(weight),
                    self._id(neuron.linear, count + i),
                    f"n{self._network.places[weight]}",
                    self._marked(source, neuron.linear),
                    self._marked(weight),
                )
            )
        return sorted(found, key=lambda wire: wire.source)

    # Without --------------------------------------------------------------------------------

    def _crowd(self, before: Stage, after: Stage) -> Iterator[Group]:
        after.column.x = before.column.exit + 2 * _fan(before.column.ys, after.column.ys)
        rows = before.rows()
        backward = self._hand.show == "backward"
        found = []
        for row, neuron in enumerate(after.neurons):
            if neuron is None:
                continue
            count = len(neuron.weights)
            for i, (weight, source) in enumerate(zip(neuron.weights, neuron.inputs, strict=True)):
                if source not in rows:
                    continue
                share = self._share(weight)
                color = "backward" if backward else "forward" if share >= 0 else "marker_line"
                found.append(
                    Sized(rows[source], row, share, color, self._id(neuron.linear, count + i),
                          self._marked(source, neuron.linear))
                )  # fmt: skip
        return wires.crowd(found, before.exits(), after.entries())

    def _share(self, weight: Value) -> float:
        size = self._size(weight)
        if not math.isfinite(size):
            return 0.0 if math.isnan(size) else math.copysign(1.0, size)
        return size / self.largest if self.largest else 0.0

    def _plain(self, before: Stage, after: Stage) -> Iterator[Group]:
        """The wires to a softmax, a maximum or a loss."""
        column, end = after.column, self._network.end
        rows = {place: row for row, place in enumerate(before.places) if place is not None}
        if after.kind == "end" and end:
            rows = {place: row for place, row in rows.items() if end.consumers[place] is not None}
        heights = [before.column.ys[row] for row in rows.values()] or before.column.ys
        fan = BESIDE if after.kind == "softmax" else _fan(heights, column.ys)
        column.x = before.column.exit + fan
        if after.kind == "softmax":
            for row in rows.values():
                yield self._wire(before, row, after, row, (0.0, 0.0))
        elif after.kind == "maxout":
            for row, members in enumerate(after.members):
                ports = wires.entries(len(members), column.radius)
                for member, port in zip(members, ports, strict=True):
                    yield self._wire(before, rows[member], after, row, port)
        else:
            ports = [(0.0, y) for y in _spread(len(rows), 0.7 * column.radius)]
            for row, port in zip(rows.values(), ports, strict=True):
                yield self._wire(before, row, after, 0, port)

    def _wire(self, before: Stage, start: int, after: Stage, end: int, port: Point) -> Group:
        """One wire, to a point as seen from where wires come to a row."""
        x, y = after.entries()[end]
        source, consumer = before.source(start), self._consumer(before, start, after, end)
        name, marked = "", False
        if source is not None and consumer is not None:
            operand = next((i for i, each in enumerate(consumer.parents) if each is source), 0)
            name = self._id(consumer, operand)
            marked = self._marked(source, consumer)
        return wires.plain(before.exits()[start], (x + port[0], y + port[1]), name, marked)

    def _consumer(self, before: Stage, start: int, after: Stage, row: int) -> Value | None:
        """What takes it: an output of the column, or a node of the loss."""
        if after.kind != "end" and after.outputs[row] is not None:
            return after.outputs[row]
        end, place = self._network.end, before.places[start]
        return end.consumers[place] if end and place is not None else None


def _spread(count: int, reach: float) -> list[float]:
    middle = (count - 1) / 2
    return [reach * (i - middle) / middle if middle else 0.0 for i in range(count)]


def _fan(starts: list[float], ends: list[float]) -> float:
    """The space for wires to cross."""
    steepest = max(abs(one - other) for one in starts for other in ends)
    return min(FAR, NEAR + STEEP * steepest)
