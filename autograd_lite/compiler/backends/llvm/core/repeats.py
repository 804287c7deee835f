"""Steps that do the same to different rows, as for the neurons of a layer: code for one of them.

Steps belong together where one reads what the other computes, through conditions too, which are
computed wherever they are needed. What belongs together is described by its operations and by
where their operands come from: a row, a number that is the same for all rows, a constant, or a
step of its own. Equal descriptions mean equal code on other rows and numbers.

Where many steps read one of them, as the upstream gradient of a layer, all belong together; then
those are divided which come before it and after it, if that makes the code much shorter.
"""

from typing import Any, Final

from autograd_lite.compiler.program import Program
from autograd_lite.primitives.internal import CONDITIONS

# relative: these files are compiled as part of another package
from .units import Copy, Repeated

__all__ = ["Repeats"]

_CONDITIONS: Final[Any] = CONDITIONS
#: with fewer, a loop is not worth its while; nor does a step have many readers
_FEWEST_COPIES: Final = 4
#: how much shorter code must be if results go through memory for it, which registers might hold
_SHORTER: Final = 2

#: where an operand comes from: one of the steps described, a row, a shared number, or a constant
_OWN: Final = 0
_ROW: Final = 1
_SHARED: Final = 2
_CONSTANT: Final = 3
_KINDS: Final = 4
#: in the place of a place: there is none
_NONE: Final = -1


class Repeats:
    """Finds them in a program of which the ``uniform`` places are the same for all rows.

    Steps that read columns of arrays are copies only if these are ``looped`` over too, and steps
    that write columns never: straight-line code alone finds them where they are. A unit has at
    most the ``longest`` number of steps.
    """

    def __init__(
        self, program: Program, uniform: list[bool], looped: set[int], longest: int
    ) -> None:
        self._ops: list[Any] = program.ops
        self._operands: list[tuple[int, ...]] = program.operands
        self._constants: dict[int, float] = program.constants
        self._by_row: set[int] = {out.place for out in program.outputs if not out.reduced}
        self._uniform = uniform
        self._looped = looped
        self._longest = longest

    def divided(self, places: list[int]) -> list[Any]:
        """The places as groups of copies and as lists of single steps, in order."""
        found: list[Any] = []
        rest: list[int] = []
        for part in self._ungrouped(self._connected(places), found):
            pieces = self._by_levels(part)
            if sum(map(_length, pieces)) * _SHORTER <= len(part):
                found.extend(pieces)
            else:
                rest.extend(part)
        if rest:
            found.append(sorted(rest))
        return found

    def _by_levels(self, places: list[int]) -> list[Any]:
        """The same of steps that belong together, one level after the other."""
        found: list[Any] = []
        for level in self._levels(places):
            rest: list[int] = []
            for part in self._ungrouped(self._connected(level), found):
                rest.extend(part)
            if rest:
                found.append(sorted(rest))
        return found

    def _ungrouped(self, parts: list[list[int]], found: list[Any]) -> list[list[int]]:
        """The parts that are no copies; groups of those that are go to what was ``found``."""
        groups: dict[tuple[Any, ...], list[Copy]] = {}
        rest: list[list[int]] = []
        for part in parts:
            outside: list[int] = []
            text = self._described(part, outside)
            if text:
                groups.setdefault(tuple(text), []).append(Copy(part, outside))
            else:
                rest.append(part)
        for copies in groups.values():
            if len(copies) >= _FEWEST_COPIES:
                found.extend(self._cut(copies))
            else:
                for copy in copies:
                    rest.append(copy.places)
        return rest

    def _cut(self, copies: list[Copy]) -> list[Repeated]:
        """Copies, which may be long, as units of bounded size."""
        size = len(copies[0].places)
        if size <= self._longest:
            return [Repeated(copies)]
        found: list[Repeated] = []
        for start in range(0, size, self._longest):
            parts: list[Copy] = []
            for copy in copies:
                outside: list[int] = []
                part = copy.places[start : start + self._longest]
                self._described(part, outside)
                parts.append(Copy(part, outside))
            found.append(Repeated(parts))
        return found

    def _with_conditions(self, places: list[int]) -> list[int]:
        """The places and the conditions that they ask for, in order."""
        found: set[int] = set(places)
        waiting = list(places)
        while waiting:
            for operand in self._operands[waiting.pop()]:
                if operand not in found and self._ops[operand] in _CONDITIONS:
                    found.add(operand)
                    waiting.append(operand)
        return sorted(found)

    def _connected(self, places: list[int]) -> list[list[int]]:
        """The places divided into what belongs together, each part in order."""
        leaders: dict[int, int] = {place: place for place in places}
        #: one of the places that a condition reads
        reads: dict[int, int] = {}
        #: one of the places of each step that reads a row from outside
        readers: dict[int, list[int]] = {}
        for place in self._with_conditions(places):
            found = place if place in leaders else _NONE
            for operand in self._operands[place]:
                other = operand if operand in leaders else reads.get(operand, _NONE)
                if other != _NONE:
                    if found != _NONE:
                        leaders[_leader(other, leaders)] = _leader(found, leaders)
                    found = other
            if place not in leaders:
                reads[place] = found
            if found != _NONE:
                for operand in self._operands[place]:
                    if not self._uniform[operand] and operand not in leaders:
                        readers.setdefault(operand, []).append(found)
        for parts_of_row in readers.values():
            several = {_leader(place, leaders) for place in parts_of_row}
            if 1 < len(several) < _FEWEST_COPIES:  # as a value and the slope of one neuron
                first = min(several)
                for place in several:
                    leaders[place] = first
        parts: dict[int, list[int]] = {}
        for place in sorted(places):
            parts.setdefault(_leader(place, leaders), []).append(place)
        return list(parts.values())

    def _levels(self, places: list[int]) -> list[list[int]]:
        """The places by how many steps with many readers come before them, one after the other."""
        inside = set(places)
        readers: dict[int, int] = {}
        ordered = self._with_conditions(places)
        for place in ordered:
            for operand in self._operands[place]:
                if operand in inside:
                    readers[operand] = readers.get(operand, 0) + 1
        level: dict[int, int] = {}
        found: list[list[int]] = []
        for place in ordered:
            own = 0
            for operand in self._operands[place]:
                before = level.get(operand, _NONE)
                if before != _NONE:
                    own = max(own, before + (readers.get(operand, 0) >= _FEWEST_COPIES))
            level[place] = own
            if place in inside:
                while len(found) <= own:
                    found.append([])
                found[own].append(place)
        return [each for each in found if each]

    def _described(self, places: list[int], outside: list[int]) -> list[Any]:
        """What steps do, and on what from ``outside``; nothing if they cannot be copies."""
        text: list[Any] = []
        if not self._by_row.isdisjoint(places):
            return text
        known: dict[int, int] = {}
        for place in self._with_conditions(places):
            text.append(self._ops[place])
            for operand in self._operands[place]:
                code = known.get(operand, _NONE)
                if code == _NONE:
                    if operand in self._constants:
                        code = operand * _KINDS + _CONSTANT
                    elif self._uniform[operand]:
                        code = len(outside) * _KINDS + _SHARED
                        outside.append(operand)
                    elif self._ops[operand] is None and operand not in self._looped:
                        return []
                    else:
                        code = len(outside) * _KINDS + _ROW
                        outside.append(operand)
                    known[operand] = code
                text.append(code)
            known[place] = len(known) * _KINDS + _OWN
        return text


def _length(piece: Any) -> int:
    """The steps that code is needed for."""
    return len(piece.copies[0].places) if isinstance(piece, Repeated) else len(piece)


def _leader(place: int, leaders: dict[int, int]) -> int:
    above = leaders[place]
    while above != place:
        leaders[place] = leaders[above]
        place = above
        above = leaders[place]
    return place
