"""Which nodes a diagram draws as one box, and which it leaves out, so that it stays readable."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.groups import Chosen, Group, consumers_of

LONGEST_CHAIN = 3  # operations of one operand that are drawn as one box
FEWEST = 4  # boxes beside and behind each other that are kept at least where most are left out


@dataclass(frozen=True, eq=False)
class LeftOut:
    """A box that stands for nodes that are left out."""

    kind: Literal["leaves", "operations"]


LEAVES, OPERATIONS = LeftOut("leaves"), LeftOut("operations")

#: where a node is drawn: in the box of a node, of a module, or of all that is left out
Place = Value | Group | LeftOut
Places = dict[Value, Place]


def fold_groups(
    nodes: list[Value], owners: dict[Value, Group], folded: Chosen, depth: float = math.inf
) -> Places:
    """Where each node is drawn if the chosen groups are folded, and all that are so deep.

    ``owners`` says which group a node belongs to.
    """
    outermost: dict[Group | None, Group | None] = {None: None}
    for group in set(owners.values()):
        chosen = [each for each in group.ancestors() if folded(each) or each.depth >= depth]
        outermost[group] = chosen[-1] if chosen else None
    return {node: outermost[owners.get(node)] or node for node in nodes}


def exceeded(nodes: list[Value], places: Places, bounds: Bounds) -> str:
    """The bound that does not allow so many boxes, or so many pairs of connected ones; or none."""
    if len(set(places.values())) > bounds.nodes:
        return "max_nodes"
    return "max_edges" if _count_pairs(nodes, places) > bounds.edges else ""


def _count_pairs(nodes: list[Value], places: Places) -> int:
    return len({(places[parent], places[node]) for node in nodes for parent in node.parents})


def simplify(
    nodes: list[Value], owners: dict[Value, Group], folded: Chosen, bounds: Bounds
) -> Places:
    """Where each of ``nodes``, in topological order, is drawn, so that it fits.

    The innermost groups are folded, then those around them, then leaves and activations into what
    they serve; in the end only what is nearest the result is kept.
    """
    deepest = max((group.depth for group in owners.values()), default=-1)
    places = fold_groups(nodes, owners, folded)
    for depth in range(deepest, -1, -1):
        places = fold_groups(nodes, owners, folded, depth)
        if not exceeded(nodes, places, bounds):
            return places
    _fold_into_consumers(nodes, places)
    return _cut(nodes, places, bounds) if exceeded(nodes, places, bounds) else places


def _fold_into_consumers(nodes: list[Value], places: Places) -> None:
    """Draw a parameter or a bare number in its only consumer, and a node in its activation."""
    consumers = consumers_of(nodes)
    lengths = dict.fromkeys(nodes, 1)
    for node in reversed(nodes):
        if places[node] is not node or len(consumers[node]) != 1:
            continue
        (consumer,) = consumers[node]
        if not isinstance(places[consumer], Value):
            continue
        if not node.parents:
            if node.differentiable or not node.label:
                places[node] = places[consumer]
        elif consumer.op and consumer.op.unary and lengths[consumer] < LONGEST_CHAIN:
            places[node] = places[consumer]
            lengths[node] = lengths[consumer] + 1


def _cut(nodes: list[Value], places: Places, bounds: Bounds) -> Places:
    """Keep so much of what is nearest the result that few enough wires lead to what is left out."""
    order = {place: i for i, place in enumerate(_nearest(nodes, places, bounds))}
    left_out = {node: OPERATIONS if node.parents else LEAVES for node in nodes}

    def keep(count: int) -> Places:
        return {
            node: place if order.get(place, count) < count else left_out[node]
            for node, place in places.items()
        }

    def wires(count: int) -> int:
        return _count_pairs(nodes, keep(count))

    return keep(max(1, bisect_right(range(1, len(order) + 1), bounds.edges, key=wires)))


def _nearest(nodes: list[Value], places: Places, bounds: Bounds) -> list[Place]:
    """What is nearest the result and may be kept; of what is kept, all consumers are kept.

    So no wire leads from what is kept to what is left out and back, except from leaves and
    modules, which are kept with the first of their consumers.
    """
    distances = _distances(nodes, places)
    consumers: dict[Place, set[Place]] = {place: set() for place in distances}
    for node in nodes:
        for parent in node.parents:
            if places[parent] is not places[node]:
                consumers[places[parent]].add(places[node])
    most = max(1, bounds.nodes - 2)  # for what is left out
    widest, farthest = max(FEWEST, bounds.nodes // 8), max(FEWEST, bounds.nodes // 4)
    kept, wires = dict.fromkeys([places[nodes[-1]]]), 0
    crowd = dict.fromkeys(distances.values(), 0)
    for place in sorted(distances, key=distances.__getitem__):
        served = consumers[place] & kept.keys()
        enough = 1 if isinstance(place, Group) or not place.parents else len(consumers[place])
        if place in kept or len(served) < enough or crowd[distances[place]] == widest:
            continue
        crowd[distances[place]] += 1
        wires += len(served)
        if len(kept) == most or distances[place] > farthest or wires > bounds.edges:
            break
        kept[place] = None
    return list(kept)


def _distances(nodes: list[Value], places: Places) -> dict[Value | Group, int]:
    """How far from the result a place is, by the longest way; leaves by the shortest."""
    steps = {nodes[-1]: 0}
    leaves = {node for node in nodes if not node.parents}
    for node in reversed(nodes):
        for parent in node.parents:
            step = steps[node] + 1
            nearer = min if parent in leaves else max
            steps[parent] = nearer(steps.get(parent, step), step)
    distances: dict[Value | Group, int] = {}
    for node, place in places.items():
        if not isinstance(place, LeftOut):
            distances[place] = min(steps[node], distances.get(place, steps[node]))
    return distances
