"""A program as a graph in which sums are nodes of their own, and what all rows share is apart."""

from collections.abc import Collection, Sequence
from enum import Enum, IntEnum
from functools import reduce
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.matrices.sums import Block, Strength, Sums
from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import TABLE, Operation

_ADD: Final = TABLE["add"]


class Phase(IntEnum):
    """When something is known: before all rows, for each row, or after all rows."""

    BEFORE = 0
    ROWS = 1
    AFTER = 2


class Sum(Enum):
    """The nodes that are no operations of the table."""

    #: of rows, by weights that all rows share
    WEIGHTED = "weighted"
    #: of numbers that are alike
    LONG = "long"
    #: over the batch: of a number, of a product, and of what all rows share
    TOTAL = "total"
    PRODUCT = "product"
    REPEATED = "repeated"


class Family(NamedTuple):
    """Weighted sums of the same rows, or products with the same rows over the batch.

    Over the batch ``nodes[i][j]`` is the sum of ``factors[i]`` · ``rows[j]``. The weights of a
    weighted sum stand in `Graph.weights`.
    """

    strength: Strength
    nodes: list[list[int]]
    factors: list[int]
    rows: list[int]


class Graph:
    """The nodes of a program, in an order in which they can be computed.

    The operation of inputs and constants is None; a weighted sum has its rows as operands.
    """

    def __init__(self) -> None:
        self.ops: list[Operation | Sum | None] = []
        self.operands: list[Sequence[int]] = []
        self.phases: list[Phase] = []
        #: strong products for which plain ones may stand, as long as no result is nan
        self.weak: set[int] = set()
        self.constants: dict[int, float] = {}
        #: the inputs that all rows share, and the others
        self.shared: list[int] = []
        self.columns: list[int] = []
        self.families: list[Family] = []
        #: the one that a node belongs to
        self.family_of: dict[int, int] = {}
        #: those of a weighted sum, one for each row
        self.weights: dict[int, list[int]] = {}
        #: results for each row, and for the batch
        self.rows: list[int] = []
        self.totals: list[int] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def add(self, op: Operation | Sum | None, operands: Sequence[int], phase: Phase) -> int:
        """A new node."""
        self.ops.append(op)
        self.operands.append(operands)
        self.phases.append(phase)
        return len(self.ops) - 1

    def then(self, op: Operation | Sum, operands: Sequence[int], *, weak: bool = False) -> int:
        """The node of an operation, known when its operands are: one for the same operands.

        Of two, all operands would be the same, and so would the group of them be one number.
        """
        phase = max(self.phases[x] for x in operands)
        key = op, weak and phase is Phase.ROWS, *operands
        if key not in self._known:
            self._known[key] = self.add(op, operands, phase)
            if key[1]:
                self.weak.add(self._known[key])
        return self._known[key]


def graph(program: Program, weak: Collection[int]) -> Graph:
    """The graph of a program, in which strong products at some places are ``weak``."""
    return _Maker(program, weak).make()


class _Maker:
    def __init__(self, program: Program, weak: Collection[int]) -> None:
        self.graph = Graph()
        self.program, self.sums = program, Sums(program, weak)
        #: the nodes of places, and of those of the summands over the batch
        self.nodes = [-1] * len(program.ops)
        self.totals: dict[int, int] = {}

    def make(self) -> Graph:
        blocks: dict[int, list[tuple[int, int]]] = {}  # of a sum: a block, and its row there
        for i, block in enumerate(self.sums.weighted):
            for j, place in enumerate(block.sums):
                blocks.setdefault(place, []).append((i, j))
            self.graph.families.append(Family(block.strength, [], [], []))
        for place in range(len(self.program.ops)):
            if place in self.sums.rest:
                weighted = [self._weighted(i, j) for i, j in blocks.get(place, ())]
                self.nodes[place] = self._sum(weighted, self.sums.rest[place])
            elif place not in self.sums.absorbed:
                self.nodes[place] = self._copied(place)
        for block in self.sums.over_batch:
            self._add_products(block)
        for i, out in enumerate(self.program.outputs):
            if out.reduced:
                found = [self._total(x) for x in self.sums.summands[i]]
                alone = len(found) == 1
                self.graph.totals.append(found[0] if alone else self.graph.then(Sum.LONG, found))
            else:
                self.graph.rows.append(self.nodes[out.place])
        return self.graph

    def _copied(self, place: int) -> int:
        """The node of an input, a constant or an operation."""
        graph, op = self.graph, self.program.ops[place]
        if op is not None:
            operands = [self.nodes[x] for x in self.program.operands[place]]
            return graph.then(op, operands, weak=self.sums.strength(place) is Strength.WEAK)
        given = self.program.given.get(place)
        node = graph.add(None, (), Phase.ROWS if given and given.batched else Phase.BEFORE)
        if given is None:
            graph.constants[node] = self.program.constants[place]
        else:
            (graph.columns if given.batched else graph.shared).append(node)
        return node

    def _sum(self, found: list[int], rest: list[int]) -> int:
        """What was found, and the rest."""
        if long := self.sums.long(rest):
            found.append(self.graph.then(Sum.LONG, [self.nodes[x] for x in long]))
        at_once = {*long}
        others = [self.nodes[x] for x in rest if x not in at_once]
        return reduce(lambda x, y: self.graph.then(_ADD, (x, y)), [*found, *others])

    def _weighted(self, i: int, j: int) -> int:
        """The sum j of a block."""
        family, products = self.graph.families[i], self.sums.weighted[i].products[j]
        rows = [self.nodes[x.row] for x in products]
        node = self.graph.add(Sum.WEIGHTED, rows, Phase.ROWS)
        family.nodes.append([node])
        family.rows[:] = rows
        self.graph.weights[node] = [self.nodes[x.factor] for x in products]
        self.graph.family_of[node] = i
        return node

    # Over the batch ---------------------------------------------------------------------------

    def _add_products(self, block: Block) -> None:
        graph = self.graph
        factors = [self.nodes[products[0].factor] for products in block.products]
        rows = [self.nodes[x.row] for x in block.products[0]]
        nodes = []
        for products, factor in zip(block.products, factors, strict=True):
            nodes.append([graph.add(Sum.PRODUCT, (factor, x), Phase.AFTER) for x in rows])
            self.totals.update(zip([x.place for x in products], nodes[-1], strict=True))
        graph.family_of.update((node, len(graph.families)) for each in nodes for node in each)
        graph.families.append(Family(block.strength, nodes, factors, rows))

    def _total(self, place: int) -> int:
        """The sum of a summand over the batch."""
        if place not in self.totals:
            node = self.nodes[place]
            op = Sum.TOTAL if self.graph.phases[node] is Phase.ROWS else Sum.REPEATED
            self.totals[place] = self.graph.add(op, (node,), Phase.AFTER)
        return self.totals[place]
