"""Parts of a graph that are told in one step: modules, layers, what a large graph leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.draw import arrange
from autograd_lite.viz.diagram.folding import Place
from autograd_lite.viz.diagram.groups import Chosen, Group, assign_nodes, choose_groups
from autograd_lite.viz.diagram.scene import Box, Scene
from autograd_lite.viz.story.layers import recognize_layers
from autograd_lite.viz.words.words import Words


@dataclass(frozen=True, eq=False)
class Part:
    """Several nodes that are told in one step."""

    #: the module, layer or node that they are drawn as
    place: Place
    #: which time the module is told, counted from 1, if its operations cannot be told in one step
    time: int | None
    #: in topological order
    nodes: tuple[Value, ...]
    #: what its operations are computed from, plain numbers and its own leaves left out
    inputs: tuple[Value, ...]
    #: those of its nodes that others are computed from, or the result
    outputs: tuple[Value, ...]

    @lazy
    def operations(self) -> list[Value]:
        """Its nodes that were computed."""
        return [node for node in self.nodes if node.op]

    @lazy
    def leaves(self) -> list[Value]:
        """Its nodes into which gradients flow and which were not computed: its parameters."""
        return [node for node in self.nodes if not node.op and node.differentiable]


#: what a step tells: one operation, or several as a part
Unit = Value | Part


class Outline:
    """Which nodes of a graph are told together; and so it is drawn.

    ``owners`` says to which module or layer a node belongs, and ``folded`` which of these are told
    in one step however small the graph is.
    """

    def __init__(
        self,
        nodes: list[Value],
        bounds: Bounds,
        owners: dict[Value, Group],
        folded: Chosen,
        modules: bool,
    ) -> None:
        self.bounds: Bounds = bounds
        self.owners: dict[Value, Group] = owners
        self.folded: Chosen = folded
        #: whether the modules are a model's, not layers that the graph shows
        self.modules: bool = modules
        self._nodes = nodes

    @lazy
    def folds(self) -> bool:
        """Whether the graph is told in parts."""
        groups = {around for group in self.owners.values() for around in group.ancestors()}
        return len(self._nodes) > self.bounds.nodes or any(map(self.folded, groups))

    @lazy
    def units(self) -> list[Unit]:
        """What is told, in the order of the forward pass: every operation, if nothing is folded."""
        if not self.folds:
            return [node for node in self._nodes if node.op]
        scene, _ = arrange(self._nodes, self.bounds, self.owners, self.folded, set())
        return units_of(self._nodes, scene)

    def of_twins(self, twins: list[Value]) -> "Outline":
        """The same of the twins of the nodes."""
        owners = {
            twin: self.owners[node]
            for node, twin in zip(self._nodes, twins, strict=True)
            if node in self.owners
        }
        return Outline(twins, self.bounds, owners, self.folded, self.modules)


def outline(
    nodes: list[Value], bounds: Bounds, modules: Any, fold: Any, enter: Any, words: Words
) -> Outline:
    """What is told together: as `draw` folds it, with layers that the graph shows by itself.

    Of modules, all are told in one step that neither are one of those to ``enter`` nor have one in
    them, if there are such. Raises ValueError and TypeError as `draw` does.
    """
    groups, folded = choose_groups(modules, fold)
    if entered := _several(enter):
        folded = _but(groups, folded, entered)
    owners = assign_nodes(nodes, groups) if groups else {}
    if not groups and len(nodes) > bounds.nodes:
        owners = recognize_layers(nodes, lambda i: words("parts.layer", number=str(i)))
        folded = lambda group: True  # noqa: E731  # a name would say the same
    return Outline(nodes, bounds, owners, folded, bool(groups))


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _but(groups: list[Group], folded: Chosen, entered: list[Any]) -> Chosen:
    """All groups but those that are entered, and those around them."""
    by_module = {id(group.module): group for group in groups}
    for each in entered:
        if id(each) not in by_module:
            raise ValueError(
                f"enter: {type(each).__name__} is none of the modules; pass modules=model too"
            )
    opened = {around for each in entered for around in by_module[id(each)].ancestors()}
    return lambda group: group not in opened or folded(group)


# Boxes as units ---------------------------------------------------------------------------------


def units_of(nodes: list[Value], scene: Scene) -> list[Unit]:
    """The operations and parts of a scene, what is computed before the others that need it."""
    pieces = [_Piece(box, None, box.nodes) for box in scene.boxes if any(x.op for x in box.nodes)]
    ordered = _sorted(pieces)
    if len(ordered) < len(pieces):  # a module that was called several times: one part for each
        stuck = [piece for piece in pieces if piece not in ordered]
        split = [part for piece in stuck for part in _by_time(piece, nodes)]
        pieces = [piece for piece in pieces if piece not in stuck] + split
        ordered = _sorted(pieces)
        rest = set(pieces) - set(ordered)
        order = {node: i for i, node in enumerate(nodes)}
        ordered += sorted(rest, key=lambda piece: order[piece.nodes[-1]])
    needed = {node: set[Value]() for node in nodes}
    for node in nodes:
        for parent in node.parents:
            needed[parent].add(node)
    return [_unit(piece, needed) for piece in ordered]


@dataclass(frozen=True, eq=False)
class _Piece:
    """What is drawn as one box, or what of it is computed at one time."""

    box: Box
    time: int | None
    nodes: list[Value]


def _sorted(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces in topological order, as far as there is one."""
    own = {node: piece for piece in pieces for node in piece.nodes}
    missing = {
        piece: {own[p] for n in piece.nodes for p in n.parents if p in own} - {piece}
        for piece in pieces
    }
    needing: dict[_Piece, list[_Piece]] = {piece: [] for piece in pieces}
    for piece, before in missing.items():
        for each in before:
            needing[each].append(piece)
    ready = [piece for piece in reversed(pieces) if not missing[piece]]
    ordered = []
    while ready:
        piece = ready.pop()
        ordered.append(piece)
        freed = []
        for later in needing[piece]:
            missing[later].discard(piece)
            if not missing[later]:
                freed.append(later)
        ready += reversed(freed)
    return ordered


def _by_time(piece: _Piece, nodes: list[Value]) -> list[_Piece]:
    """A piece in parts: what is computed from its own results by way of others comes later."""
    inside, times = set(piece.nodes), dict[Value, int]()
    for node in nodes:
        at = [times[p] + (p in inside and node not in inside) for p in node.parents]
        times[node] = max(at, default=0)
    parts: dict[int, list[Value]] = {}
    for node in piece.nodes:
        parts.setdefault(times[node], []).append(node)
    if len(parts) == 1:
        return [piece]
    return [_Piece(piece.box, i, parts[time]) for i, time in enumerate(sorted(parts), start=1)]


def _unit(piece: _Piece, needed: Mapping[Value, set[Value]]) -> Unit:
    if len(piece.nodes) == 1 and piece.time is None:
        return piece.nodes[0]
    inside, own = set(piece.nodes), {x for x in piece.box.nodes if not x.op}
    operands = dict.fromkeys(x for node in piece.nodes for x in node.parents)
    others = [x for x in operands if x not in inside | own]
    inputs = [x for x in others if x.op or x.differentiable or x.label]
    outputs = [x for x in piece.nodes if x.op and (not needed[x] or needed[x] - inside)]
    return Part(piece.box.place, piece.time, tuple(piece.nodes), tuple(inputs), tuple(outputs))
