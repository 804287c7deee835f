"""A network as a sheet."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from autograd_lite.viz.bounds import Bounds, grouped
from autograd_lite.viz.diagram.network.columns import Column, Unit
from autograd_lite.viz.diagram.network.connections import Connections
from autograd_lite.viz.diagram.network.extents import extent
from autograd_lite.viz.diagram.network.layered import Joined, Layer, Network, Neuron
from autograd_lite.viz.diagram.network.legend import legend
from autograd_lite.viz.diagram.network.plan import Plan, make_plan
from autograd_lite.viz.diagram.network.stages import Stage, chosen
from autograd_lite.viz.diagram.network.telling import tell_network
from autograd_lite.viz.diagram.network.units import Units
from autograd_lite.viz.diagram.network.writing import Hand, Row, Run, write
from autograd_lite.viz.diagram.telling import Teller
from autograd_lite.viz.sheet.shapes import Group, Shape, Sheet, moved
from autograd_lite.viz.words.words import Words

LARGE, SMALL = 23.0, 11.0  # radius of a circle, with numbers on its wires or in a crowd
MARGIN = 14.0  # around the whole
BETWEEN = 9.0  # points between two wires with numbers, beside their numbers
HEADROOM, HEADING = 18.0, 15.0  # between the headings and the columns, and of a line of headings

TITLES = ("inputs", "neurons", "end")  # kinds of columns of which the words tell one by one


def draw_network(network: Network, hand: Hand, bounds: Bounds) -> Sheet:
    """The picture of a network."""
    plan = make_plan(network, bounds)
    size = float(hand.pen.theme.size - (3 if plan.numbers else 5))
    hand = replace(hand, size=size)
    stages, words = [*_stages(network, hand, plan)], hand.pen.words
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
    elif plan.numbers and hand.show != "forward" and any(map(_adds_up, network.neurons())):
        note = [Run(words("network.whole_gradients"), hand.size - 1, "muted")]
        shapes += write(note, 0.0, bottom + 2 * HEADROOM, "start")
    left, top, right, bottom = extent(shapes)
    framed = tuple(moved(shape, MARGIN - left, MARGIN - top) for shape in shapes)
    width, height = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    headings = [stage.column.heading[0][0].text for stage in stages if stage.kind in TITLES]
    described = tell_network(network, Teller(hand.pen, hand.show), headings)
    return Sheet(width, height, framed, described)


def _adds_up(neuron: Neuron) -> bool:
    """Whether one of its parameters has another gradient than the neuron sends to it."""
    linear = neuron.linear
    if not linear.has_gradient:
        return False
    sent = dict(zip(linear.parents, linear.downstream(linear.grad), strict=True))
    own = [each for each in neuron.parameters if each.has_gradient]
    return any(each.grad != sent[each] and not math.isnan(sent[each]) for each in own)


def _stages(network: Network, hand: Hand, plan: Plan) -> Iterator[Stage]:
    """All columns, from the inputs to the loss."""
    words, radius = hand.pen.words, LARGE if plan.numbers else SMALL
    units = Units(network, hand, radius, plan.numbers)

    def column(title: str, rows: Sequence[Unit | None], count: int) -> Column:
        missing = units.gap(count - sum(row is not None for row in rows))
        heading: list[Row] = [[Run(title, hand.size + 1, "ink", bold=True)]]
        if not plan.numbers and count > 1:
            heading.append([Run(grouped(count), hand.size, "muted")])
        return Column(
            tuple(heading), [row or missing for row in rows], radius, 2 * hand.size + BETWEEN
        )

    shown = chosen(network.inputs, plan.inputs)
    inputs = column(
        words("network.inputs"),
        [None if x is None else units.input(x) for x in shown],
        len(network.inputs),
    )
    yield Stage(inputs, "inputs", plan.inputs, shown)
    for i, layer in enumerate(network.layers):
        neurons = chosen(layer.neurons, plan.neurons[i])
        layer_column = column(
            _heading(words, i + 1, len(network.layers)),
            [None if each is None else units.neuron(each) for each in neurons],
            len(layer.neurons),
        )
        own = tuple(None if each is None else each.output for each in neurons)
        yield Stage(layer_column, "neurons", plan.neurons[i], own, neurons)
        if layer.joined:
            yield _joined(layer, layer.joined, plan.outputs[i], units, column)
    if end := network.end:
        box = column(words("network.loss"), [units.end(end, len(network.layers[-1].outputs))], 1)
        box.radius = LARGE
        yield Stage(box, "end", (0,), (end.root,))


def _joined(
    layer: Layer, joined: Joined, places: tuple[int | None, ...], units: Units,
    column: Callable[[str, Sequence[Unit | None], int], Column],
) -> Stage:  # fmt: skip
    outputs, words = chosen(joined.outputs, places), units.words
    if joined.kind == "softmax":
        rows = [None if place is None else units.share(layer, place) for place in places]
        box = column(words("network.softmax"), rows, len(joined.outputs))
        box.boxed = True
        return Stage(box, "softmax", places, outputs, chosen(layer.neurons, places))
    circles = [None if place is None else units.maximum(joined.outputs[place]) for place in places]
    members = tuple(() if place is None else joined.members[place] for place in places)
    whole = column(words("network.maxout"), circles, len(joined.outputs))
    return Stage(whole, "maxout", places, outputs, members=members)


def _heading(words: Words, number: int, last: int) -> str:
    if number == last:
        return words("network.output")
    if last == 2:
        return words("network.hidden")
    return words("network.hidden_of_several", number=number)
