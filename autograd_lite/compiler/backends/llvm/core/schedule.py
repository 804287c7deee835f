"""How a program over a batch is split into work for one point, for vectors, and for loops.

What does not differ by row is computed once. Of the rest, long sums of weights times rows, as of
linear nodes and of their backward pass, and gradients that are products added up over the batch,
become loops over tables, which several such sums share; so their code does not grow with them.
All other steps remain straight-line code, cut into units of bounded size; what is the same for
several rows, as for the neurons of a layer, is written once.
"""

from typing import Any, Final

from autograd_lite.compiler.program import Program
from autograd_lite.primitives.internal import CONDITIONS
from autograd_lite.primitives.operation import TABLE

# relative: these files are compiled as part of another package
from .order import in_good_order
from .repeats import Repeats
from .units import ONE, ONES, Repeated, Steps, Sums, Term, Totals, Unit, grouped_products

__all__ = ["MANY_STEPS", "Schedule"]

#: the weight from which on quick compilation matters more than quick code
MANY_STEPS: Final = 4000
#: a call weighs as many other steps, for it takes their time, and leaves no registers to use
_STEPS_OF_A_CALL: Final = 20
#: the most steps of one function: compilers need more than linear time for long ones, but not where
#: they are to be quick, and every function takes its own
_LONGEST: Final = 150
_LONGEST_OF_MANY: Final = 600
#: sums with fewer products are straight-line code
_FEWEST_PRODUCTS: Final = 4

_ADD: Final[Any] = TABLE["add"]
_MULTIPLY: Final[Any] = TABLE["multiply"]
_STRONG_PRODUCT: Final[Any] = TABLE["strong_product"]
_CONDITIONS: Final[Any] = CONDITIONS


class Schedule:
    """The parts of a program, in an order in which they can be computed; operations of ``calls``
    call a function.
    """

    def __init__(self, program: Program, calls: set[Any]) -> None:
        self._program = program
        self._calls: set[Any] = calls
        self._ops: list[Any] = program.ops
        self._operands: list[tuple[int, ...]] = program.operands
        #: whether a place is the same for all rows
        self.uniform: list[bool] = [True] * len(self._ops)
        #: how often a place is used, if there is a batch
        self._uses = [0] * len(self._ops)
        has_rows = any(each.batched for each in program.given.values())
        if has_rows:
            self._find_uniform(program)
            self._count_uses(program)
        #: what is computed as a part of a loop
        self._absorbed = [False] * len(self._ops)
        self._sums: dict[int, list[Term]] = {}
        self._products: list[tuple[int, int, int]] = []
        self._totals: list[tuple[int, int]] = []
        #: results, and the outputs to which every row adds them
        self.shared: list[tuple[int, int]] = []
        self._reductions(program)
        if has_rows:
            for place in range(len(self._ops) - 1, -1, -1):
                if not self._absorbed[place] and self._is_varying(place, _ADD):
                    self._sum(place)
        #: outputs to which rows add something
        self.totals: set[int] = {each[1] for each in self._totals}
        self.totals.update([each[2] for each in self._products])
        #: straight-line code that is run once
        once = in_good_order(program, self._straight(True))
        many = self._weight_of(once) > MANY_STEPS and not has_rows
        self.prelude: list[Steps] = self._cut(once, _LONGEST_OF_MANY if many else _LONGEST)
        #: what is run for every block of rows
        self.units: list[Unit] = self._units() if has_rows else []
        # a schedule may live long, and these are as large as the program
        self._uses, self._absorbed, self._sums = [], [], {}
        self._products, self._totals = [], []

    @property
    def weight(self) -> int:
        """How many steps straight-line code would have without calls, as far as its time goes."""
        weight = sum([self._weight_of(steps.places) for steps in self.prelude])
        for unit in self.units:
            if isinstance(unit, Steps):
                weight += self._weight_of(unit.places)
            elif isinstance(unit, Repeated):
                weight += self._weight_of(unit.copies[0].places)
        return weight

    @property
    def has_loops(self) -> bool:
        """Whether there is more than straight-line code."""
        return any(not isinstance(unit, (Steps, Totals)) for unit in self.units)

    def _weight_of(self, places: list[int]) -> int:
        called = 0
        for place in places:
            if self._ops[place] in self._calls:
                called += 1
        return len(places) + _STEPS_OF_A_CALL * called

    def _find_uniform(self, program: Program) -> None:
        uniform = self.uniform
        for place, each in program.given.items():
            uniform[place] = not each.batched
        for place in range(len(self._ops)):
            for i in self._operands[place]:
                if not uniform[i]:
                    uniform[place] = False
                    break

    def _count_uses(self, program: Program) -> None:
        for operands in self._operands:
            for i in operands:
                self._uses[i] += 1
        for out in program.outputs:
            self._uses[out.place] += 1

    def _outside(self, places: list[int]) -> list[int]:
        found: dict[int, None] = {}
        seen = set(places)  # what it computes, with conditions
        for place in places:
            self._meet(place, seen, found)
        return list(found)

    def _meet(self, place: int, seen: set[int], found: dict[int, None]) -> None:
        """Note what a step reads; of conditions, what they are made of."""
        stack: list[int] = []
        while True:
            for operand in self._operands[place]:
                if operand not in seen:
                    if self._ops[operand] in _CONDITIONS:
                        seen.add(operand)
                        stack.append(operand)
                    else:
                        found[operand] = None
            if not stack:
                return
            place = stack.pop()

    def _straight(self, uniform: bool) -> list[int]:
        ops = self._ops
        return [
            place
            for place in range(len(ops))
            if self.uniform[place] == uniform
            and ops[place] is not None
            and not self._absorbed[place]
            and place not in self._sums
            and ops[place] not in _CONDITIONS
        ]

    # Sums -----------------------------------------------------------------------------------

    def _is_varying(self, place: int, op: Any) -> bool:
        return not self.uniform[place] and self._ops[place] is op

    def _summands(self, place: int) -> tuple[list[int], list[int]]:
        """The summands of a sum of sums that nobody else uses, in order, and the inner sums."""
        summands: list[int] = []
        inner: list[int] = []
        while True:
            place, y = self._operands[place]
            if not self._is_inner_sum(place):
                place, y = y, place
            summands.append(y)
            if not self._is_inner_sum(place):
                summands.append(place)
                summands.reverse()
                return summands, inner
            inner.append(place)

    def _is_inner_sum(self, place: int) -> bool:
        return self._uses[place] == 1 and self._is_varying(place, _ADD)

    def _sum(self, place: int) -> None:
        """Note a sum for a loop, if it has products enough."""
        summands, inner = self._summands(place)
        products = [x for x in summands if self._weighted(x)]
        if len(products) < _FEWEST_PRODUCTS:
            return
        # a plain product must not become a strong one
        kind = _MULTIPLY
        for x in products:
            if self._is_varying(x, _STRONG_PRODUCT):
                kind = _STRONG_PRODUCT
        self._sums[place] = [self._term(x, kind) for x in summands]
        for x in inner:
            self._absorbed[x] = True
        for x in products:
            if self._is_varying(x, kind):
                self._absorbed[x] = True

    def _weighted(self, place: int) -> bool:
        """Whether this is a product, used here only, of something uniform and something not."""
        if self._uses[place] != 1:
            return False
        if self._is_varying(place, _STRONG_PRODUCT):
            x, y = self._operands[place]
            return self.uniform[y] and not self.uniform[x]
        if self._is_varying(place, _MULTIPLY):
            x, y = self._operands[place]
            return self.uniform[x] != self.uniform[y]
        return False

    def _term(self, place: int, kind: Any) -> Term:
        if self.uniform[place]:
            return Term(place, ONES, False)
        if not self._weighted(place) or not self._is_varying(place, kind):
            return Term(ONE, place, False)
        x, y = self._operands[place]
        return Term(x, y, False) if self.uniform[x] else Term(y, x, kind is _STRONG_PRODUCT)

    # Reductions -----------------------------------------------------------------------------

    def _reductions(self, program: Program) -> None:
        for i, out in enumerate(program.outputs):
            if not out.reduced:
                continue
            summands: list[int] = [out.place]
            if self._uses[out.place] == 1 and self._is_varying(out.place, _ADD):
                summands, inner = self._summands(out.place)
                self._absorbed[out.place] = True
                for x in inner:
                    self._absorbed[x] = True
            for place in summands:
                self._reduction(i, place)

    def _reduction(self, output: int, place: int) -> None:
        if self.uniform[place]:
            self.shared.append((place, output))
            return
        if self._uses[place] == 1 and self._is_varying(place, _STRONG_PRODUCT):
            upstream, row = self._operands[place]
            if not self.uniform[upstream] and not self.uniform[row]:
                self._products.append((upstream, row, output))
                self._absorbed[place] = True
                return
        self._totals.append((place, output))

    # Units ----------------------------------------------------------------------------------

    def _units(self) -> list[Unit]:
        """All work on rows, by the number of sums that have to be known before."""
        units: list[Unit] = []
        stages = self._stages()
        by_stage: dict[int, list[int]] = {}
        products: dict[int, list[tuple[int, int, int]]] = {}
        totals: dict[int, list[tuple[int, int]]] = {}
        for place in [*self._straight(False), *self._sums]:
            by_stage.setdefault(stages[place], []).append(place)
        for product in self._products:
            stage = max(stages[product[0]], stages[product[1]])
            products.setdefault(stage, []).append(product)
        for total in self._totals:
            totals.setdefault(stages[total[0]], []).append(total)
        looped = {row for upstream, x, _ in self._products for row in (upstream, x)}
        for terms in self._sums.values():
            looped.update([term.row for term in terms])
        repeats = Repeats(self._program, self.uniform, looped, _LONGEST)
        for stage in sorted({*by_stage, *products, *totals}):
            places = sorted(by_stage.get(stage, []))
            units.extend(self._grouped_sums([x for x in places if x in self._sums]))
            steps = [x for x in places if x not in self._sums]
            for piece in repeats.divided(steps):
                if isinstance(piece, Repeated):
                    units.append(piece)
                else:
                    units.extend(self._cut(piece, _LONGEST))
            units.extend(grouped_products(products.get(stage, [])))
            if stage in totals:
                rows = [each[0] for each in totals[stage]]
                units.append(Totals(rows, [each[1] for each in totals[stage]]))
        return units

    def _stages(self) -> list[int]:
        stages = [0] * (len(self._ops) + 1)  # the last is that of ONES, -1
        for place in range(len(self._ops)):
            if self.uniform[place]:
                continue
            stage = 0
            if place in self._sums:
                for term in self._sums[place]:
                    stage = max(stage, stages[term.row])
                stage += 1
            else:
                for i in self._operands[place]:
                    stage = max(stage, stages[i])
            stages[place] = stage
        return stages

    def _grouped_sums(self, places: list[int]) -> list[Unit]:
        groups: dict[tuple[tuple[int, ...], bool], list[int]] = {}
        for place in places:
            terms = self._sums[place]
            strong = any(term.strong for term in terms)
            groups.setdefault((tuple([term.row for term in terms]), strong), []).append(place)
        units: list[Unit] = []
        for (rows, strong), sums in groups.items():
            weights = [[term.weight for term in self._sums[place]] for place in sums]
            units.append(Sums(sums, rows, weights, strong))
        return units

    def _cut(self, places: list[int], longest: int) -> list[Any]:
        parts = [places[i : i + longest] for i in range(0, len(places), longest)]
        return [Steps(part, self._outside(part)) for part in parts]
