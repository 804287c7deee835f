"""A program as the text of functions: what is computed before the rows, for them, and after."""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.languages.notation import Language
from autograd_lite.compiler.matrices.gathering import (
    COLUMN,
    NOTHING,
    ROWS,
    SHARED,
    Gathering,
    Line,
)
from autograd_lite.compiler.matrices.graph import Graph, Phase, Sum
from autograd_lite.compiler.matrices.groups import Groups
from autograd_lite.compiler.matrices.sums import Strength
from autograd_lite.primitives.operation import TABLE, Operation

_MULTIPLY: Final = TABLE["multiply"]


class Layout(NamedTuple):
    """How many numbers each array has: columns and results in a row, and results for all rows."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    totals: tuple[int, ...]


class Text(NamedTuple):
    """The functions, each by the name ``compiled``, which return tuples."""

    #: of an array of what all rows share
    before: str
    #: of what that found, of columns and of −0.0 for each row: results for each row, and sums
    rows: str
    #: the same for rows where a result of that is nan; empty if it would be nan here too
    exact: str
    #: of what both found, and of the number of rows: the results for all
    after: str
    #: what they know besides functions: numbers, and positions by their names
    constants: list[float]
    positions: dict[str, list[int]]
    #: the numbers of a row that are needed at a time, and those of a step on average
    width: int
    step: int


class _Step(NamedTuple):
    """The text of a line, as `Line` has it."""

    text: str
    uses: list[str]
    exact: str


def write(graph: Graph, layout: Layout, language: Language) -> Text:
    """A program for arrays of this layout."""
    return _Writer(Groups(graph, layout.columns), language).write(layout)


class _Writer:
    def __init__(self, groups: Groups, language: Language) -> None:
        self.groups, self.graph = groups, groups.graph
        self.language = language
        self.of = Gathering(groups, language)
        self.steps: dict[Sum, Callable[[list[int]], _Step]] = {
            Sum.WEIGHTED: self._weighted,
            Sum.LONG: self._long,
            Sum.TOTAL: self._total,
            Sum.PRODUCT: self._products,
            Sum.REPEATED: self._repeated,
        }

    def write(self, layout: Layout) -> Text:
        for i in self.groups.order:
            group = self.groups.groups[i]
            step = self.steps[group.op] if isinstance(group.op, Sum) else self._operation
            self.of.lines[group.computed].append(Line(self.of.name(i), *step(group.nodes)))
        rows = self._results(self.graph.rows, layout.rows, Phase.ROWS)
        totals = self._results(self.graph.totals, layout.totals, Phase.AFTER)
        before, each, after = (self.of.lines[phase] for phase in Phase)
        sums = _needed([line.name for line in each], after, totals)
        known = [SHARED, *[line.name for line in before]]
        given = _needed(known, [*each, *after], [*rows, *totals])
        columns = [f"{COLUMN}{i}" for i in range(len(layout.columns))]
        arguments, found = [*given, *columns, NOTHING], [*rows, *sums]
        plain = _function(arguments, each, found)
        exact = _function(arguments, [x._replace(text=x.exact) for x in each], found)
        return Text(
            _function([SHARED], before, given),
            plain,
            exact if exact != plain else "",
            _function([*given, *sums, ROWS], after, totals),
            [*self.graph.constants.values()],
            self.of.positions,
            *self._sizes(each),
        )

    def _results(self, nodes: Sequence[int], sizes: Sequence[int], phase: Phase) -> list[str]:
        """What each array of results is, or is filled with."""
        ends = pairwise(accumulate(sizes, initial=0))
        parts = [nodes[start:end] for start, end in ends]
        return [self.of.beside(part, phase) if part else "0.0" for part in parts]

    # Steps ------------------------------------------------------------------------------------

    def _operation(self, nodes: list[int]) -> _Step:
        op: Any = self.graph.ops[nodes[0]]
        operands = zip(*[self.graph.operands[x] for x in nodes], strict=True)
        names = [self.of.beside(each, self.graph.phases[nodes[0]]) for each in operands]
        text = self._written(op, names)
        weak = nodes[0] in self.graph.weak
        return _Step(self._written(_MULTIPLY, names) if weak else text, names, text)

    def _written(self, op: Operation, names: list[str]) -> str:
        notation = self.language.notation(op)
        if notation is None:
            return f"{op.name}({', '.join(names)})"
        return notation.template.format(*names)

    def _weighted(self, nodes: list[int]) -> _Step:
        family = self.graph.families[self.graph.family_of[nodes[0]]]
        order = sorted(range(len(family.rows)), key=lambda j: self.groups.at[family.rows[j]])
        weights = self.of.matrix([[self.graph.weights[x][j] for j in order] for x in nodes])
        rows = self.of.many([family.rows[j] for j in order])
        both = f"sums({weights}, {rows})"
        return _by_strength(family.strength, both, f"strong_{both}", [weights, rows])

    def _long(self, nodes: list[int]) -> _Step:
        phase = self.graph.phases[nodes[0]]
        rows = [sorted(self.graph.operands[x], key=self.groups.at.__getitem__) for x in nodes]
        flat = [x for row in rows for x in row]
        if 2 * len(self.of.pieces(flat)) > len(flat):
            return self._chain(nodes, phase)
        name, count = self.of.many(flat), len(rows[0])
        if len(nodes) == 1:
            return _step(f"summed({name}, 0)", name)
        shape = f"({len(nodes)}, {count}{', -1' * (phase is Phase.ROWS)})"
        return _step(f"summed(reshape({name}, {shape}), 1)", name)

    def _chain(self, nodes: list[int], phase: Phase) -> _Step:
        """Long sums of what stands nowhere together, summand by summand."""
        slots = zip(*[self.graph.operands[x] for x in nodes], strict=True)
        first, *others = [self.of.beside(each, phase) for each in slots]
        for name in others[:-1]:
            first = self.of.let(phase, f"{first} + {name}", [first, name])
        return _step(f"{first} + {others[-1]}", first, others[-1])

    def _total(self, nodes: list[int]) -> _Step:
        name = self._one_or_many([self.graph.operands[x][0] for x in nodes])
        return _step(f"summed({name}, -1)", name)

    def _products(self, nodes: list[int]) -> _Step:
        family = self.graph.families[self.graph.family_of[nodes[0]]]
        factors = [self.graph.operands[x][0] for x in nodes[:: len(family.rows)]]
        rows = [self.graph.operands[x][1] for x in nodes[: len(family.rows)]]
        names = [self._one_or_many(factors), self._one_or_many(rows)]
        strong = f"strong_products({', '.join(names)})"
        if len(factors) > 1 and len(rows) > 1:
            return _by_strength(family.strength, f"products({', '.join(names)})", strong, names)
        matrix, vector = names if len(factors) > 1 else reversed(names)
        return _by_strength(family.strength, f"sums({matrix}, {vector})", strong, names)

    def _one_or_many(self, nodes: Sequence[int]) -> str:
        return self.of.one(nodes[0]) if len(nodes) == 1 else self.of.many(nodes)

    def _repeated(self, nodes: list[int]) -> _Step:
        shared = [self.graph.operands[x][0] for x in nodes]
        name = self.of.many(shared) if len(shared) > 1 else self.of.one(shared[0], literal=False)
        return _step(f"{name} * {ROWS}", name)

    # What a block of rows needs ---------------------------------------------------------------

    def _sizes(self, lines: Sequence[Line]) -> tuple[int, int]:
        """The numbers of a row that there are at a time at most, and that a step has on average."""
        groups = enumerate(self.groups.groups)
        sizes = {self.of.name(i): len(x.nodes) for i, x in groups if x.phase is Phase.ROWS}
        last = {name: i for i, line in enumerate(lines) for name in line.uses}
        most = now = sum(len(self.groups.groups[x].nodes) for x in self.groups.columns)
        for i, line in enumerate(lines):
            now += sizes.get(line.name, 0)
            most = max(most, now)
            now -= sum(sizes.get(name, 0) for name in {*line.uses} if last[name] == i)
        steps = [sizes[line.name] for line in lines if line.name in sizes]
        return max(most, 1), max(sum(steps) // max(len(steps), 1), 1)


def _step(text: str, *uses: str) -> _Step:
    return _Step(text, [*uses], text)


def _by_strength(strength: Strength, plain: str, strong: str, uses: list[str]) -> _Step:
    """The text that products of this strength have, and may have as long as no result is nan."""
    if strength is Strength.PLAIN:
        return _Step(plain, uses, plain)
    return _Step(plain if strength is Strength.WEAK else strong, uses, strong)


def _needed(names: Sequence[str], lines: Sequence[Line], results: Sequence[str]) -> list[str]:
    """Those of the names that lines use, or results are."""
    used = {*results, *(name for line in lines for name in line.uses)}
    return [name for name in names if name in used]


def _function(arguments: Sequence[str], lines: Sequence[Line], results: Sequence[str]) -> str:
    """A function that forgets what nobody uses any more."""
    own = {line.name for line in lines}.difference(results)
    body: list[str] = []
    for line in reversed(lines):
        unused = sorted(own.intersection([line.name, *line.uses]))
        own.difference_update(unused)
        body += [f"del {', '.join(unused)}"] * bool(unused) + [f"{line.name} = {line.text}"]
    returned = "".join(f"{x}, " for x in results)
    text = [f"def compiled({', '.join(arguments)}):", *reversed(body), f"return ({returned})"]
    return "\n    ".join(text) + "\n"
