"""The sums of a program, found again: those of weighted rows, those over the batch, and long ones.

A program has no sums, only additions of two numbers, and a product for each weight. Sums of the
same rows are a matrix product together, and so are products of the same rows over the batch.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from enum import Enum
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import TABLE

_ADD: Final = TABLE["add"]
_MULTIPLY: Final = TABLE["multiply"]
_STRONG_PRODUCT: Final = TABLE["strong_product"]
#: the least products that are worth a matrix product: those of several sums, and those of one
_FEWEST: Final = 4
_FEWEST_ALONE: Final = 8
_FEWEST_ROWS: Final = 2
#: the least summands of a long sum
_LONG: Final = 4


class Strength(Enum):
    """What a product with 0 is, where the other factor is infinite or nan."""

    PLAIN = "plain"
    #: 0, for which nan may stand: a result will tell
    WEAK = "weak"
    STRONG = "strong"


class Product(NamedTuple):
    """A product that nobody needs but a sum."""

    place: int
    strength: Strength
    #: what differs from sum to sum: a weight, or an upstream gradient
    factor: int
    #: what the sums share
    row: int


class Block(NamedTuple):
    """Sums of products of the same rows: for each sum its place, and a product for each row."""

    strength: Strength
    sums: list[int]
    products: list[list[Product]]


class Sums:
    """The sums of a program, by places; ``uniform`` is what all rows share."""

    def __init__(self, program: Program, weak: Collection[int]) -> None:
        self._ops: list[Any] = program.ops
        self._operands = program.operands
        self._weak = weak
        self.uniform: list[bool] = _uniform(program)
        self._uses = Counter(x for operands in program.operands for x in operands)
        self._uses.update(out.place for out in program.outputs)
        #: what is computed as a part of a sum
        self.absorbed: set[int] = set()
        #: the summands of each output that is added up over the batch
        self.summands: dict[int, list[int]] = {}
        #: those that are products
        self.over_batch: list[Block] = []
        #: sums of weighted rows, and what is to be added to these and to long sums
        self.weighted: list[Block] = []
        self.rest: dict[int, list[int]] = {}
        self._find_over_batch(program)
        self._find_others()

    def strength(self, place: int) -> Strength | None:
        """That of a product; None for all else."""
        if self._ops[place] is _MULTIPLY:
            return Strength.PLAIN
        if self._ops[place] is _STRONG_PRODUCT:
            return Strength.WEAK if place in self._weak else Strength.STRONG
        return None

    # Over the batch ---------------------------------------------------------------------------

    def _find_over_batch(self, program: Program) -> None:
        found: dict[tuple[Strength, int], list[Product]] = {}
        for i, out in enumerate(program.outputs):
            if not out.reduced:
                continue
            self.summands[i] = [out.place]
            if self._is_inner(out.place, uniform=False):
                self.summands[i], inner = self._chain(out.place)
                self.absorbed.update([out.place, *inner])
            for place in self.summands[i]:
                if product := self._product(place, lambda x, y: not (x or y)):
                    found.setdefault((product.strength, product.factor), []).append(product)
        groups: dict[Any, list[list[Product]]] = {}
        for (strength, _), products in found.items():
            groups.setdefault((strength, *[x.row for x in products]), []).append(products)
        for (strength, *_), block in groups.items():
            self._keep(self.over_batch, Block(strength, [], block), _FEWEST)

    def _keep(self, blocks: list[Block], block: Block, fewest: int) -> None:
        """Note a block that is worth it."""
        places = [x.place for products in block.products for x in products]
        if len(places) >= fewest:
            blocks.append(block)
            self.absorbed.update(places)

    def _product(self, place: int, fits: Callable[[bool, bool], bool]) -> Product | None:
        """The product there, if nobody else needs it, and it fits what its factors are."""
        strength = self.strength(place)
        if strength is None or self._uses[place] != 1:
            return None
        x, y = self._operands[place]
        if not fits(self.uniform[x], self.uniform[y]):
            return None
        return Product(place, strength, *((y, x) if self.uniform[y] else (x, y)))

    # All others -------------------------------------------------------------------------------

    def _find_others(self) -> None:
        """Weighted sums, and long ones."""
        chains: dict[int, tuple[list[int], list[int]]] = {}
        known: set[int] = {*self.absorbed}
        groups: dict[Any, Block] = {}
        for place in range(len(self._ops) - 1, -1, -1):
            if self._ops[place] is not _ADD or place in known:
                continue
            summands, inner = chains[place] = self._chain(place)
            known.update(inner)
            products = [self._product(x, lambda x, y: x != y) for x in summands]
            for strength in Strength:
                those = [x for x in products if x and x.strength is strength]
                if len(those) < _FEWEST_ROWS:
                    continue
                key = strength, *[x.row for x in those]
                block = groups.setdefault(key, Block(strength, [], []))
                block.sums.append(place)
                block.products.append(those)
        for block in groups.values():
            self._keep(self.weighted, block, _FEWEST if len(block.sums) > 1 else _FEWEST_ALONE)
        weighted = {x for block in self.weighted for x in block.sums}
        for place, (summands, inner) in chains.items():
            rest = [x for x in summands if x not in self.absorbed]
            if place in weighted or self.long(rest):
                self.rest[place] = rest
                self.absorbed.update(inner)

    def long(self, summands: Iterable[int]) -> list[int]:
        """Those that are worth being added up at once: many that are alike."""
        alike = [x for x in summands if not self.uniform[x]] or [*summands]
        if len(alike) < _LONG:
            return []
        (_, most), *_ = Counter(self._ops[x] for x in alike).most_common(1)
        return alike if 2 * most >= len(alike) else []

    def _is_inner(self, place: int, *, uniform: bool) -> bool:
        is_sum = self._ops[place] is _ADD and self._uses[place] == 1
        return is_sum and self.uniform[place] is uniform and place not in self.absorbed

    def _chain(self, place: int) -> tuple[list[int], list[int]]:
        """The summands of a sum of sums that nobody else uses, in order, and the inner sums."""
        uniform = self.uniform[place]
        summands: list[int] = []
        inner: list[int] = []
        while True:
            x, y = self._operands[place]
            if self._is_inner(y, uniform=uniform) and not self._is_inner(x, uniform=uniform):
                x, y = y, x
            summands.append(y)
            if not self._is_inner(x, uniform=uniform):
                return [x, *reversed(summands)], inner
            inner.append(x)
            place = x


def _uniform(program: Program) -> list[bool]:
    """For every place whether it is the same for all rows."""
    found: list[bool] = []
    for place, operands in enumerate(program.operands):
        given = program.given.get(place)
        found.append(all(found[x] for x in operands) and not (given and given.batched))
    return found
