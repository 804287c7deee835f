"""How a program over a batch is split into work for one point, for vectors, and for loops.

What does not differ by row is computed once. Of the rest, long sums of weights times rows, as of
linear nodes and of their backward pass, and gradients that are products added up over the batch,
become loops over tables, which several such sums share; so their code does not grow with them.
All other steps remain straight-line code, cut into units of bounded size.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from autograd_lite.compiler.program import Constant, Input, Program, Step, angle_of, is_condition

#: the most steps of one function: compilers need more than linear time for long ones
_LONGEST = 150
#: sums with fewer products are straight-line code
_FEWEST_PRODUCTS = 4

#: the place of a row of ones, and of the number 1, for summands that are no products
ONES = -1
ONE = -2


class Term(NamedTuple):
    """A uniform weight times a row; ``strong``: 0 where the row is 0, whatever the weight."""

    weight: int
    row: int
    strong: bool


class Sums(NamedTuple):
    """Sums over the same rows: ``weights[i][j]`` is that of ``rows[j]`` in ``sums[i]``."""

    sums: list[int]
    rows: tuple[int, ...]
    weights: list[list[int]]
    strong: bool


class Products(NamedTuple):
    """Strong products that are added up over the batch: ``outputs[i][j]`` gets
    ``upstreams[i]`` · ``rows[j]``.
    """

    upstreams: list[int]
    rows: tuple[int, ...]
    outputs: list[list[int]]


class Totals(NamedTuple):
    """Rows that are added up over the batch, and the outputs that they belong to."""

    rows: list[int]
    outputs: list[int]


class Steps(NamedTuple):
    """Straight-line code for these places."""

    places: list[int]


Unit = Steps | Sums | Products | Totals


class Schedule:
    """The parts of a program, in an order in which they can be computed."""

    def __init__(self, program: Program) -> None:
        self.program, self._nodes = program, program.nodes
        #: whether a place is the same for all rows
        self.uniform: list[bool] = _uniform(program)
        self._uses = Counter(i for x in self._nodes if isinstance(x, Step) for i in x.operands)
        self._uses.update(out.place for out in program.outputs)
        #: what is computed as a part of a loop
        self._absorbed: set[int] = set()
        self._sums: dict[int, list[Term]] = {}
        self._products: list[tuple[int, int, int]] = []
        self._totals: list[tuple[int, int]] = []
        #: results, and the outputs to which every row adds them
        self.shared: list[tuple[int, int]] = []
        self._reductions()
        for place in range(len(self._nodes) - 1, -1, -1):
            if place not in self._absorbed and self._is_varying(place, "add"):
                self._sum(place)
        #: outputs to which rows add something
        self.totals: set[int] = {output for *_, output in [*self._totals, *self._products]}
        once = self._waves_together(self._straight(uniform=True))
        #: straight-line code that is run once
        self.prelude: list[Steps] = [Steps(x) for x in _cut(once)]
        #: what is run for every block of rows
        self.units: list[Unit] = [*self._units()]
        # a schedule may live long, and these are as large as the program
        del self._uses, self._absorbed, self._sums, self._products, self._totals

    @property
    def straight(self) -> int:
        """How many steps are straight-line code."""
        units = [*self.prelude, *(unit for unit in self.units if isinstance(unit, Steps))]
        return sum(len(unit.places) for unit in units)

    @property
    def has_loops(self) -> bool:
        """Whether there is more than straight-line code."""
        return any(not isinstance(unit, (Steps, Totals)) for unit in self.units)

    def outside(self, unit: Steps) -> list[int]:
        """What straight-line code reads that it does not compute; conditions it computes anew."""
        found: dict[int, None] = {}
        inside = set(unit.places)
        stack = [*reversed(unit.places)]
        while stack:
            for operand in self._operands(stack.pop()):
                if operand in inside:
                    continue
                if is_condition(self._nodes[operand]):
                    stack.append(operand)
                else:
                    found[operand] = None
        return list(found)

    def _straight(self, *, uniform: bool) -> list[int]:
        return [
            place
            for place, node in enumerate(self._nodes)
            if self.uniform[place] is uniform
            and isinstance(node, Step)
            and not is_condition(node)
            and place not in self._absorbed
            and place not in self._sums
        ]

    def _waves_together(self, places: list[int]) -> list[int]:
        """The same order, but sine and cosine of one angle are neighbours.

        Together they cost little more than one of them; and where one is a local gradient of the
        other, the backward pass alone would come to it.
        """
        waves: defaultdict[int, list[int]] = defaultdict(list)
        for place in places:
            angle = angle_of(self._nodes[place])
            if angle is not None:
                waves[angle].append(place)
        first = {group[0]: group for group in waves.values()}
        later = {place for group in waves.values() for place in group[1:]}
        return [x for place in places if place not in later for x in first.get(place, (place,))]

    # Sums -----------------------------------------------------------------------------------

    def _is_varying(self, place: int, *names: str) -> bool:
        node = self._nodes[place]
        return not self.uniform[place] and isinstance(node, Step) and node.op.name in names

    def _summands(self, place: int) -> tuple[list[int], list[int]]:
        """The summands of a sum of sums that nobody else uses, in order, and the inner sums."""
        summands: list[int] = []
        inner: list[int] = []
        while True:
            place, y = self._operands(place)
            if not self._is_inner_sum(place):
                place, y = y, place
            summands.append(y)
            if not self._is_inner_sum(place):
                return [place, *reversed(summands)], inner
            inner.append(place)

    def _operands(self, place: int) -> tuple[int, ...]:
        node = self._nodes[place]
        return node.operands if isinstance(node, Step) else ()

    def _is_inner_sum(self, place: int) -> bool:
        return self._uses[place] == 1 and self._is_varying(place, "add")

    def _sum(self, place: int) -> None:
        """Note a sum for a loop, if it has products enough."""
        summands, inner = self._summands(place)
        products = [x for x in summands if self._weighted(x)]
        if len(products) < _FEWEST_PRODUCTS:
            return
        strong = any(self._is_varying(x, "strong_product") for x in products)
        # a plain product must not become a strong one
        kind = "strong_product" if strong else "multiply"
        self._sums[place] = [self._term(x, kind) for x in summands]
        self._absorbed.update(inner)
        self._absorbed.update(x for x in products if self._is_varying(x, kind))

    def _weighted(self, place: int) -> bool:
        """Whether this is a product, used here only, of something uniform and something not."""
        if self._uses[place] != 1 or not self._is_varying(place, "multiply", "strong_product"):
            return False
        x, y = self._operands(place)
        if self._is_varying(place, "strong_product"):
            return self.uniform[y] and not self.uniform[x]
        return self.uniform[x] != self.uniform[y]

    def _term(self, place: int, kind: str) -> Term:
        if self.uniform[place]:
            return Term(place, ONES, False)
        if not self._weighted(place) or not self._is_varying(place, kind):
            return Term(ONE, place, False)
        x, y = self._operands(place)
        return Term(x, y, False) if self.uniform[x] else Term(y, x, kind == "strong_product")

    # Reductions -----------------------------------------------------------------------------

    def _reductions(self) -> None:
        for i, out in enumerate(self.program.outputs):
            if not out.reduced:
                continue
            summands = [out.place]
            if self._uses[out.place] == 1 and self._is_varying(out.place, "add"):
                summands, inner = self._summands(out.place)
                self._absorbed.update([out.place, *inner])
            for place in summands:
                self._reduction(i, place)

    def _reduction(self, output: int, place: int) -> None:
        if self.uniform[place]:
            self.shared.append((place, output))
            return
        if self._uses[place] == 1 and self._is_varying(place, "strong_product"):
            upstream, row = self._operands(place)
            if not self.uniform[upstream] and not self.uniform[row]:
                self._products.append((upstream, row, output))
                self._absorbed.add(place)
                return
        self._totals.append((place, output))

    # Units ----------------------------------------------------------------------------------

    def _units(self) -> Iterator[Unit]:
        """All work on rows, by the number of sums that have to be known before."""
        stages = self._stages()
        by_stage: defaultdict[int, list[int]] = defaultdict(list)
        for place in [*self._straight(uniform=False), *self._sums]:
            by_stage[stages[place]].append(place)
        products, totals = defaultdict(list), defaultdict(list)
        for product in self._products:
            products[max(stages[product[0]], stages[product[1]])].append(product)
        for total in self._totals:
            totals[stages[total[0]]].append(total)
        for stage in sorted({*by_stage, *products, *totals}):
            places = sorted(by_stage[stage])
            yield from self._grouped_sums([x for x in places if x in self._sums])
            yield from map(Steps, _cut([x for x in places if x not in self._sums]))
            yield from _grouped_products(products[stage])
            if totals[stage]:
                yield Totals(*map(list, zip(*totals[stage], strict=True)))

    def _stages(self) -> dict[int, int]:
        stages = {ONES: 0}
        for place in range(len(self._nodes)):
            if self.uniform[place]:
                stages[place] = 0
            elif place in self._sums:
                stages[place] = 1 + max(stages[term.row] for term in self._sums[place])
            else:
                stages[place] = max((stages[i] for i in self._operands(place)), default=0)
        return stages

    def _grouped_sums(self, places: Iterable[int]) -> Iterator[Sums]:
        groups: defaultdict[tuple[tuple[int, ...], bool], list[int]] = defaultdict(list)
        for place in places:
            terms = self._sums[place]
            strong = any(term.strong for term in terms)
            groups[tuple(term.row for term in terms), strong].append(place)
        for (rows, strong), sums in groups.items():
            weights = [[term.weight for term in self._sums[place]] for place in sums]
            yield Sums(sums, rows, weights, strong)


def _grouped_products(products: Iterable[tuple[int, int, int]]) -> Iterator[Products]:
    of_upstream: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for upstream, row, output in products:
        of_upstream[upstream].append((row, output))
    groups: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for upstream, pairs in of_upstream.items():
        groups[tuple(row for row, _ in pairs)].append(upstream)
    for rows, upstreams in groups.items():
        outputs = [[output for _, output in of_upstream[x]] for x in upstreams]
        yield Products(upstreams, rows, outputs)


def _uniform(program: Program) -> list[bool]:
    uniform: list[bool] = []
    for node in program.nodes:
        if isinstance(node, Input):
            uniform.append(not node.batched)
        else:
            operands = () if isinstance(node, Constant) else node.operands
            uniform.append(all(map(uniform.__getitem__, operands)))
    return uniform


def _cut(places: list[int]) -> list[list[int]]:
    return [places[i : i + _LONGEST] for i in range(0, len(places), _LONGEST)]
