"""Steps that do the same to neighbouring numbers, as one step on a matrix.

A group holds nodes that one operation on arrays computes. What its operands are decides the order
within it: their neighbours are neighbours there, so that they are slices, and nothing is copied.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.matrices.graph import Graph, Phase, Sum

#: how many nodes a slice must have on average, and how many are worth it without slices
_LONG_SLICE: Final = 4
_WORTH_COPIES: Final = 16


class At(NamedTuple):
    """Where a node is."""

    group: int
    position: int


class Group(NamedTuple):
    """Nodes that are computed at once, in this order."""

    nodes: list[int]
    #: None for what is given
    op: Any
    #: when it is known, and when it is computed: what is summed over the rows comes with them
    phase: Phase
    computed: Phase

    @property
    def is_one(self) -> bool:
        """Whether it is a number for each row, and no matrix."""
        return len(self.nodes) == 1


class Groups:
    """The nodes of a graph in groups; ``columns`` tells how many inputs each array holds."""

    def __init__(self, graph: Graph, columns: Sequence[int]) -> None:
        self.graph = graph
        self.groups: list[Group] = []
        self.at: dict[int, At] = {}
        #: what is given: numbers that all rows share, known numbers, and columns
        self.shared: int = self._add(graph.shared, None)
        self.constants: int = self._add([*graph.constants], None)
        start = 0
        self.columns: list[int] = []
        for count in columns:
            self.columns.append(self._add(graph.columns[start : start + count], None, Phase.ROWS))
            start += count
        self._find()
        #: those that are computed, in an order in which they can be
        self.order: list[int] = self._ordered()

    def _add(self, nodes: list[int], op: Any, phase: Phase = Phase.BEFORE) -> int:
        over_rows = op in (Sum.TOTAL, Sum.PRODUCT)
        self.groups.append(Group(nodes, op, phase, Phase.ROWS if over_rows else phase))
        for position, node in enumerate(nodes):
            self.at[node] = At(len(self.groups) - 1, position)
        return len(self.groups) - 1

    def _sources(self, node: int) -> list[int]:
        """All that a node is computed from."""
        return [*self.graph.operands[node], *self.graph.weights.get(node, ())]

    # Finding groups ---------------------------------------------------------------------------

    def _find(self) -> None:
        """Put nodes into groups, level by level: those of one level do not need each other."""
        graph = self.graph
        levels: dict[tuple[Phase, int], list[int]] = {}
        level_of: list[int] = []
        for node, op in enumerate(graph.ops):
            phase = graph.phases[node]
            before = [level_of[x] for x in graph.operands[node] if graph.phases[x] is phase]
            level_of.append(1 + max(before, default=0))
            if op is not None:
                levels.setdefault((phase, level_of[node]), []).append(node)
        for phase, level in sorted(levels):
            alike: dict[Any, list[int]] = {}
            for node in levels[phase, level]:
                alike.setdefault(self._kind(node), []).append(node)
            for nodes in alike.values():
                for part in self._divided(nodes):
                    self._add(part, graph.ops[part[0]], phase)

    def _kind(self, node: int) -> Any:
        """What nodes of a group have in common."""
        op = self.graph.ops[node]
        if node in self.graph.family_of:
            return self.graph.family_of[node]
        groups = [self.at[x].group for x in self.graph.operands[node]]
        if op is Sum.LONG and len({*groups}) == 1:
            return op, len(groups), groups[0]
        return op, node in self.graph.weak, *groups

    def _divided(self, nodes: list[int]) -> list[list[int]]:
        """The nodes in order, and apart where their operands are no slices."""
        op = self.graph.ops[nodes[0]]
        if op is Sum.PRODUCT:
            return [self._matrix(nodes[0])]
        nodes.sort(key=self._positions)
        if op is Sum.WEIGHTED or op is Sum.LONG:
            return [nodes]
        runs = self._runs(nodes)
        if len(runs) == 1 or len(nodes) >= _LONG_SLICE * len(runs):
            return runs
        return [nodes] if len(nodes) >= _WORTH_COPIES else [[x] for x in nodes]

    def _positions(self, node: int) -> list[int]:
        operands = self.graph.weights.get(node) or self.graph.operands[node]
        return [self.at[x].position for x in operands]

    def _matrix(self, node: int) -> list[int]:
        """The products of a family, by the order of their factors and of their rows."""
        family = self.graph.families[self.graph.family_of[node]]
        factors = sorted(range(len(family.factors)), key=lambda i: self.at[family.factors[i]])
        rows = sorted(range(len(family.rows)), key=lambda j: self.at[family.rows[j]])
        return [family.nodes[i][j] for i in factors for j in rows]

    def _runs(self, nodes: list[int]) -> list[list[int]]:
        """The nodes, cut where an operand leaves the slice that it was in."""
        runs: list[list[int]] = []
        steps: list[int] = []
        last: list[int] = []
        for node in nodes:
            here = self._positions(node)
            new = [x - y for x, y in zip(here, last, strict=bool(runs))]
            if not runs or (len(runs[-1]) > 1 and new != steps) or min(new) < 0:
                runs.append([node])
            else:
                runs[-1].append(node)
                steps = new
            last = here
        return runs

    # Their order ------------------------------------------------------------------------------

    def _ordered(self) -> list[int]:
        """An order in which groups can be computed, as near to that of the nodes as can be."""
        waiting: dict[int, set[int]] = {}
        after: dict[int, list[int]] = {}
        for i, group in enumerate(self.groups):
            if group.op is None:
                continue
            needed = {self.at[x].group for node in group.nodes for x in self._sources(node)}
            waiting[i] = {x for x in needed if self.groups[x].op is not None}
            for x in waiting[i]:
                after.setdefault(x, []).append(i)
        ready = [(self._place(i), i) for i, needed in waiting.items() if not needed]
        heapify(ready)
        order: list[int] = []
        while ready:
            _, i = heappop(ready)
            order.append(i)
            for x in after.get(i, ()):
                waiting[x].discard(i)
                if not waiting[x]:
                    heappush(ready, (self._place(x), x))
        return order

    def _place(self, i: int) -> int:
        """Where a group belongs: with the last of its nodes, sums over rows with their operands."""
        group = self.groups[i]
        if group.computed is group.phase:
            return max(group.nodes)
        return max(x for node in group.nodes for x in self.graph.operands[node])
