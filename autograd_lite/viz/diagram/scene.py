"""What a diagram shows: boxes, the frames they stand in, and the wires between them."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.diagram.folding import LEAVES, OPERATIONS, LeftOut, Place
from autograd_lite.viz.diagram.groups import Group

MOST_SEPARATE = 4  # values that a wire each carries from one folded box to another


class Wire(NamedTuple):
    """The wire from a node to one of its consumers, and what the consumer sends back along it."""

    source: Value
    consumer: Value | None
    #: upstream × local; None where no gradient flows
    gradient: float | None
    upstream: float = 1.0
    local: float = 1.0
    #: which operand of the consumer it is, from 0 on
    operand: int = 0
    #: whether the consumer has its source as another operand too
    is_repeated: bool = False


@dataclass(eq=False)
class Box:
    """One or several nodes that are drawn as one."""

    place: Place
    nodes: list[Value] = field(default_factory=list)
    #: the innermost frame that it stands in
    frame: Group | None = None
    #: what leaves it, in the order of the nodes
    edges: list["Edge"] = field(default_factory=list)
    highlighted: bool = False

    @lazy
    def edges_with(self) -> Counter[Value]:
        """How many of the edges that leave it carry each value."""
        return Counter(value for edge in self.edges for value in edge.values)

    @property
    def value(self) -> Value | None:
        """The node whose value leaves the box, if it is one."""
        if len(self.edges_with) != 1 or isinstance(self.place, LeftOut):
            return None
        (value,) = self.edges_with
        return value


@dataclass(eq=False)
class Edge:
    """Wires that are drawn as one, with a consumer unless it leaves the root."""

    source: Box
    consumer: Box | None
    wires: list[Wire]
    highlighted: bool = False

    @lazy
    def values(self) -> list[Value]:
        """The nodes whose values it carries."""
        return list(dict.fromkeys(wire.source for wire in self.wires))

    @lazy
    def gradients(self) -> list[float]:
        """What flows back to each of these nodes, where a gradient does."""
        sums: dict[Value, float] = {}
        for wire in self.wires:
            if wire.gradient is not None:
                sums[wire.source] = sums.get(wire.source, 0.0) + wire.gradient
        return list(sums.values())

    @property
    def is_left_out(self) -> bool:
        """Whether it only connects what is left out."""
        ends = [box.place for box in (self.source, self.consumer) if box]
        return all(isinstance(place, LeftOut) for place in ends)

    @property
    def is_bundle(self) -> bool:
        """Whether it stands for wires that might each have been drawn."""
        limit = 1 if self.consumer and isinstance(self.consumer.place, Value) else MOST_SEPARATE
        return len(self.wires) > limit and isinstance(self.source.place, Value)

    @property
    def flow(self) -> float:
        """The size of the largest gradient that flows back, 0 where none is known."""
        return max((abs(each) for each in self.gradients if math.isfinite(each)), default=0.0)


class Ranks(NamedTuple):
    """What stands beside each other in which order, by the names that a picture gives."""

    rows: tuple[tuple[str, ...], ...] = ()
    #: wires that lead past the parameters of the neuron that they go to
    far: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scene:
    """Boxes in topological order, and the edges in the order of what they lead to."""

    boxes: list[Box]
    edges: list[Edge]
    #: the order of a network whose wires carry numbers; else it is left to the layout program
    ranks: Ranks = field(default_factory=Ranks)

    @property
    def mentioned(self) -> set[Value]:
        """The nodes that the formulas of wires mention."""
        wires = [edge.wires[0] for edge in self.edges if len(edge.values) == 1]
        ends = {end for wire in wires for end in (wire.source, wire.consumer)}
        return {node for node in ends if node is not None}


def set_scene(
    nodes: list[Value],
    places: Mapping[Value, Place],
    owners: Mapping[Value, Group],
    highlighted: Collection[Value],
    most_separate: int = MOST_SEPARATE,
) -> Scene:
    """The boxes and edges of ``nodes``, which are in topological order."""
    boxes: dict[Place, Box] = {}
    for node in nodes:
        place = places[node]
        box = boxes.pop(place, None) or Box(place, frame=_frame(place, owners))
        box.nodes.append(node)
        box.highlighted |= node in highlighted
        boxes[place] = box  # last now: a box stands where its last node does
    edges = []
    for wires in _bundles(nodes, places, most_separate):
        source, consumer, *_ = wires[0]
        edge = Edge(
            boxes[places[source]],
            boxes[places[consumer]] if consumer is not None else None,
            wires,
            any(w.source in highlighted and w.consumer in highlighted for w in wires),
        )
        edge.source.edges.append(edge)
        edges.append(edge)
    return Scene(list(boxes.values()), edges)


def _frame(place: Place, owners: Mapping[Value, Group]) -> Group | None:
    if isinstance(place, Group):
        return place.parent
    return owners.get(place) if isinstance(place, Value) else None


def _bundles(
    nodes: list[Value], places: Mapping[Value, Place], most_separate: int
) -> list[list[Wire]]:
    """The wires of each edge: of few wires between two boxes each has its own."""
    known: dict[tuple[Place, Place | None], list[tuple[int, Wire]]] = {}
    for i, wire in enumerate(_find_wires(nodes, places)):
        consumer = places[wire.consumer] if wire.consumer is not None else None
        known.setdefault((places[wire.source], consumer), []).append((i, wire))
    bundles: list[list[tuple[int, Wire]]] = []
    for ends, wires in known.items():
        by_value: dict[Value, list[tuple[int, Wire]]] = {}
        for i, wire in wires:
            by_value.setdefault(wire.source, []).append((i, wire))
        if len(by_value) > most_separate or all(isinstance(end, LeftOut) for end in ends):
            bundles.append(wires)
        elif len(wires) > most_separate or any(isinstance(end, Group) for end in ends):
            bundles += by_value.values()
        else:
            bundles += [[each] for each in wires]  # x · x has two
    bundles.sort(key=lambda bundle: bundle[0][0])
    return [[wire for _, wire in bundle] for bundle in bundles]


def _find_wires(nodes: list[Value], places: Mapping[Value, Place]) -> Iterator[Wire]:
    """Every wire that leads to another box, last the one that leaves the root.

    From what is left out to what is left out, those of one node stand for all.
    """
    linked = False
    for node in nodes:
        place = places[node]
        hidden = {place, LEAVES} if linked and place is OPERATIONS else {place}
        parents = node.parents  # each access makes a tuple
        operands = [i for i, parent in enumerate(parents) if places[parent] not in hidden]
        if not operands:
            continue
        times, upstream, flows = Counter(parents), node.grad, node.has_gradient
        products, locals_ = node.downstream(upstream), node.local_gradients
        for i in operands:
            parent = parents[i]
            linked |= place is OPERATIONS and places[parent] is LEAVES
            gradient = products[i] if flows and parent.differentiable else None
            yield Wire(parent, node, gradient, upstream, locals_[i], i, times[parent] > 1)
    root = nodes[-1]
    yield Wire(root, None, root.grad if root.has_gradient else None)


def first_wires(nodes: Iterable[Value]) -> dict[Value, int]:
    """The number of the first wire to each node; of one after the other all wires are numbered."""
    firsts, count = {}, 0
    for node in nodes:
        firsts[node] = count
        count += len(node.parents)
    return firsts


def between(nodes: list[Value], ends: Collection[Value]) -> set[Value]:
    """The ``ends``, and every node on a way from one of them to another."""
    chosen = set(ends)
    after: set[Value] = set()
    before = set(chosen)
    for node in nodes:
        if node in chosen or not after.isdisjoint(node.parents):
            after.add(node)
    for node in reversed(nodes):
        if node in before:
            before.update(node.parents)
    return (after & before) | chosen
