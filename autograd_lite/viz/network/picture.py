"""A network as a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.network.columns import Column, Unit
from autograd_lite.viz.network.connections import Connections
from autograd_lite.viz.network.layered import Network
from autograd_lite.viz.network.legend import legend
from autograd_lite.viz.network.plan import Plan, make_plan
from autograd_lite.viz.network.stages import Stage
from autograd_lite.viz.network.telling import told
from autograd_lite.viz.network.units import Units
from autograd_lite.viz.network.words import WORDS
from autograd_lite.viz.network.writing import Hand, Row, Run, write
from autograd_lite.viz.sheet.shapes import Group, Shape, Sheet, moved
from autograd_lite.viz.network.extents import extent

LARGE, SMALL = 23.0, 11.0  # radius of a circle, with numbers on its wires or in a crowd
MARGIN = 14.0  # around the whole
BETWEEN = 9.0  # points between two wires with numbers, beside their numbers
HEADROOM, HEADING = 18.0, 15.0  # between the headings and the columns, and of a line of headings


def draw_network(network: Network, hand: Hand, bounds: Bounds) -> Sheet:
    """The picture of a network."""
    plan = make_plan(network, bounds)
    size = float(hand.pen.theme.size - (3 if plan.numbers else 5))
    hand = replace(hand, size=size)
    stages = [*_stages(network, hand, plan)]
    whole = max(stage.column.height for stage in stages)
    for before, stage in zip([None, *stages], stages, strict=False):
        if stage.column.boxed and before is not None:
            stage.column.ys = before.column.ys
        else:
            stage.column.place(whole / 2, whole)
    connections = Connections(network, hand, plan)
    shapes: list[Shape | Group] = [
        shape for before, stage in pairwise(stages) for shape in connections.between(before, stage)
    ]
    for stage in stages:
        shapes += stage.column.shapes()
    _, top, _, bottom = extent(shapes)
    lines = max(len(stage.column.heading) for stage in stages)
    for stage in stages:
        column = stage.column
        for i, row in enumerate(column.heading):
            y = top - HEADROOM - HEADING * (lines - 1 - i)
            shapes += write(row, column.x + column.half, y)
    if connections.largest and not plan.numbers:
        shapes += legend(hand, connections.largest, 0.0, bottom + 2 * HEADROOM)
    left, top, right, bottom = extent(shapes)
    framed = tuple(moved(shape, MARGIN - left, MARGIN - top) for shape in shapes)
    width, height = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    return Sheet(width, height, framed, told(network))


def _stages(network: Network, hand: Hand, plan: Plan) -> Iterator[Stage]:
    """All columns, from the inputs to the loss."""
    radius = LARGE if plan.numbers else SMALL
    units = Units(network, hand, radius, plan.numbers)

    def column(title: str, rows: Sequence[Unit | None], count: int) -> Column:
        missing = units.gap(count - sum(row is not None for row in rows))
        heading: list[Row] = [[Run(title, hand.size + 1, "ink", bold=True)]]
        if not plan.numbers and count > 1:
            heading.append([Run(str(count), hand.size, "muted")])
        return Column(tuple(heading), [row or missing for row in rows], radius, 2 * hand.size + BETWEEN)

    inputs = [None if i is None else units.input(network.inputs[i]) for i in plan.inputs]
    yield Stage(
        column(WORDS["inputs"], inputs, len(network.inputs)), "inputs", None, plan.inputs, network.inputs
    )
    for i, layer in enumerate(network.layers):
        places, shown = plan.neurons[i], plan.outputs[i]
        neurons = [
            None if place is None else units.neuron(layer.neurons[place])
            for place in places
        ]
        yield Stage(
            column(_heading(i + 1, len(network.layers)), neurons, len(layer.neurons)), "neurons",
            layer, places, tuple(neuron.output for neuron in layer.neurons),
        )  # fmt: skip
        if layer.joined:
            outputs = [None if place is None else units.joined(layer, place) for place in shown]
            joining = column(WORDS[layer.joined.kind], outputs, len(layer.outputs))
            joining.boxed = layer.joined.kind == "softmax"
            yield Stage(joining, "joined", layer, shown, layer.outputs)
    if end := network.end:
        box = column(WORDS["loss"], [units.end(end, len(network.layers[-1].outputs))], 1)
        box.radius = LARGE
        yield Stage(box, "end", None, (0,), (end.root,))


def _heading(number: int, last: int) -> str:
    if number == last:
        return WORDS["output"]
    return WORDS["the hidden" if last == 2 else "hidden"].format(number=number)
