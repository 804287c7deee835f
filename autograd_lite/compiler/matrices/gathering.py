"""The lines of the functions that a program becomes, and the operands in them.

Operands are slices of what was computed before, as far as they can be; others are copied together.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from autograd_lite.compiler.languages.notation import Language
from autograd_lite.compiler.matrices.graph import Phase
from autograd_lite.compiler.matrices.groups import Groups

#: what columns are called, with their number, and what else is given
COLUMN: Final = "x"
SHARED: Final = "shared"
CONSTANTS: Final = "constants"
NOTHING: Final = "nothing"
ROWS: Final = "count"


class Line(NamedTuple):
    """A result: its name, its text and what this uses."""

    name: str
    text: str
    uses: list[str]
    #: how it is found where plain products may not stand for strong ones
    exact: str


class _Piece(NamedTuple):
    """Neighbours in a group, from ``start`` on in ``step``."""

    group: int
    start: int
    step: int
    size: int


class Gathering:
    """The lines of every phase; results of groups are named when they are written."""

    def __init__(self, groups: Groups, language: Language) -> None:
        self.groups = groups
        self.graph = groups.graph
        self.language = language
        self.lines: dict[Phase, list[Line]] = {phase: [] for phase in Phase}
        #: arrays of positions that lines use, by their names
        self.positions: dict[str, list[int]] = {}
        self._names = {groups.shared: SHARED, groups.constants: CONSTANTS}
        self._names |= {x: f"{COLUMN}{i}" for i, x in enumerate(groups.columns)}
        self._known: dict[tuple[Phase, str], str] = {}
        self._count = 0

    def name(self, group: int) -> str:
        """That of the result of a group."""
        return self._names.get(group, f"g{group}")

    def let(self, phase: Phase, text: str, uses: Iterable[str]) -> str:
        """The name of what a text says; a new line, unless there is one like it."""
        if (phase, text) not in self._known:
            self._count += 1
            name = self._known[phase, text] = f"t{self._count}"
            self.lines[phase].append(Line(name, text, [*uses], text))
        return self._known[phase, text]

    def _phase(self, nodes: Sequence[int]) -> Phase:
        return max(self.graph.phases[x] for x in nodes)

    def _is_one(self, group: int) -> bool:
        """Whether its result is a number or one for each row, and has no axis for its nodes."""
        fixed = (self.groups.shared, self.groups.constants)
        return self.groups.groups[group].is_one and group not in fixed

    def _axes(self, phase: Phase) -> str:
        return ", ..." if phase is Phase.ROWS else ""

    # Operands ---------------------------------------------------------------------------------

    def one(self, node: int, *, literal: bool = True) -> str:
        """A number, or one for each row; what is known as it is written, unless not ``literal``."""
        if literal and node in self.graph.constants:
            text = self.language.literal(self.graph.constants[node])
            return f"({text})" if text.startswith("-") else text
        group, position = self.groups.at[node]
        name, phase = self.name(group), self._phase([node])
        if self._is_one(group):
            return name
        return self.let(phase, f"{name}[{position}{self._axes(phase)}]", [name])

    def many(self, nodes: Sequence[int]) -> str:
        """An array with an axis for these nodes before that of the rows."""
        phase = self._phase(nodes)
        pieces = self.pieces(nodes)
        if len(pieces) > 2 * len({x.group for x in pieces}):
            return self._taken(nodes)
        texts = [self._text(piece, phase) for piece in pieces]
        names = [self.name(piece.group) for piece in pieces]
        if len(texts) > 1:
            return self.let(phase, f"concat(({', '.join(texts)}))", [*names, NOTHING])
        return names[0] if texts == names else self.let(phase, texts[0], names)

    def beside(self, nodes: Sequence[int], phase: Phase) -> str:
        """The same as an operand of a step in this phase; once, if all are one."""
        if len({*nodes}) == 1:
            return self.one(nodes[0])
        name = self.many(nodes)
        if phase is Phase.ROWS and self._phase(nodes) is not phase:
            return self.let(Phase.BEFORE, f"{name}[:, None]", [name])
        return name

    def matrix(self, rows: Sequence[Sequence[int]]) -> str:
        """A matrix of nodes that do not differ by row; a vector, if it has one row."""
        if len(rows) == 1:
            return self.many(rows[0])
        height, width = len(rows), len(rows[0])
        across = [x for row in rows for x in row]
        down = [row[j] for j in range(width) for row in rows]
        phase = self._phase(across)
        if len(self.pieces(across)) > 1 and len(self.pieces(down)) == 1:
            name = self.many(down)
            return self.let(phase, f"reshape({name}, ({width}, {height})).T", [name])
        name = self.many(across)
        return self.let(phase, f"reshape({name}, ({height}, {width}))", [name])

    def pieces(self, nodes: Sequence[int]) -> list[_Piece]:
        """The slices that these are, one after the other."""
        found: list[_Piece] = []
        for node in nodes:
            group, position = self.groups.at[node]
            if found and found[-1].group == group:
                _, start, step, size = found[-1]
                new = position - start if size == 1 else step
                if new > 0 and position == start + size * new:
                    found[-1] = _Piece(group, start, new, size + 1)
                    continue
            found.append(_Piece(group, position, 1, 1))
        return found

    def _text(self, piece: _Piece, phase: Phase) -> str:
        """A slice, with an axis for its nodes."""
        group, start, step, count = piece
        name, own = self.name(group), self.groups.groups[group].phase
        end = start + (count - 1) * step + 1
        size = len(self.groups.groups[group].nodes)
        if self._is_one(group):
            text = f"{name}[None, ...]"
        elif count == size:
            text = name
        else:
            text = f"{name}[{start}:{end}{f':{step}' if step > 1 else ''}{self._axes(own)}]"
        # what all rows share, beside what they do not
        return f"{text}[:, None] + {NOTHING}" if phase is Phase.ROWS and own is not phase else text

    def _taken(self, nodes: Sequence[int]) -> str:
        """What must be copied, from whole groups."""
        phase = self._phase(nodes)
        groups = [*dict.fromkeys(self.groups.at[x].group for x in nodes)]
        starts: dict[int, int] = {}
        size = 0
        for group in groups:
            starts[group] = size
            size += len(self.groups.groups[group].nodes)
        source = self.many([x for group in groups for x in self.groups.groups[group].nodes])
        places = [starts[self.groups.at[x].group] + self.groups.at[x].position for x in nodes]
        key = f"p{len(self.positions)}"
        for known, positions in self.positions.items():
            if positions == places:
                key = known
        self.positions[key] = places
        return self.let(phase, f"take({source}, {key})", [source])
