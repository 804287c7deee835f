"""Where the values of a compiled program are kept: slots for numbers, rows of a frame for rows."""

from collections import Counter
from typing import Any, Final

from autograd_lite.compiler.program import Program

# relative: these files are compiled as part of another package
from .assembly import LANES
from .schedule import Schedule
from .units import ONES, Products, Repeated, Steps, Sums, Unit

__all__ = ["CHUNK", "Storage"]

#: the rows of a batch that are added up by themselves
CHUNK: Final = 512
#: the most vectors that a row of the frame holds; fewer for a frame of more rows than this
_VECTORS: Final = 8
_MANY_ROWS: Final = 400


class Storage:
    """The schedule of a program, and a place for everything that one part leaves for another."""

    def __init__(self, program: Program, calls: set[Any], *, is_point: bool) -> None:
        self.program = program
        self.schedule: Schedule = Schedule(program, calls)
        shared = [place for place, each in program.given.items() if not each.batched]
        #: numbers that are the same for all rows: inputs first; there are ``size`` slots
        self.slots: dict[int, int] = {place: slot for slot, place in enumerate(shared)}
        self.inputs: int = len(self.slots)
        self.size: int = self.inputs
        #: whether there is no batch; then results stand side by side in slots from this one on
        self.is_point = is_point
        self.results: int = self.inputs
        #: results that no code leaves there: constants, inputs, and those that are there already
        self.copied: list[tuple[int, int]] = []
        if self.is_point:
            self._place_results()
        self._find_uniforms()
        reduced = [i for i, out in enumerate(program.outputs) if out.reduced]
        self.total_of: dict[int, int] = {output: i for i, output in enumerate(reduced)}
        self.totals: int = len(reduced)
        by_row = [out.place for out in program.outputs if not out.reduced]
        self.outputs: list[tuple[int, int]] = list(enumerate(by_row))
        #: whether there is something to do for every row
        self.has_rows: bool = bool(self.schedule.units or by_row)
        batched = [place for place, each in program.given.items() if each.batched]
        self._assign_rows(batched, by_row)
        #: the bytes that a thread needs: for totals, with one that nobody reads, and the frame
        self.scratch: int = (self.totals + 1) * 8 * LANES + self.rows * self.stride

    def _place_results(self) -> None:
        for slot, out in enumerate(self.program.outputs, self.results):
            if self.program.ops[out.place] is not None and out.place not in self.slots:
                self.slots[out.place] = slot
            else:
                self.copied.append((out.place, slot))
        self.size += -(-len(self.program.outputs) // LANES) * LANES

    def _find_uniforms(self) -> None:
        """Give a slot to every uniform value that is needed outside of the code that finds it."""
        schedule, uniform = self.schedule, self.schedule.uniform
        constants: dict[int, float] = self.program.constants
        needed: list[int] = []
        for steps in schedule.prelude:
            needed.extend(steps.outside)
        for unit in schedule.units:
            if isinstance(unit, (Steps, Repeated)):
                needed.extend([x for x in unit.outside if uniform[x]])
        needed.extend([place for place, _ in schedule.shared])
        needed.extend([out.place for out in self.program.outputs if uniform[out.place]])
        needed = [x for x in needed if x not in constants]
        for unit in schedule.units:
            if isinstance(unit, Sums):
                for weights in unit.weights:
                    needed.extend(weights)
        for place in needed:
            if place not in self.slots:
                self.slots[place] = self.size
                self.size += 1

    def _assign_rows(self, inputs: list[int], results: list[int]) -> None:
        """Give rows of the frame to what one unit leaves for others, and free them again."""
        last: dict[int, int] = {}
        for i, unit in enumerate(self.schedule.units):
            last.update(dict.fromkeys(self._reads(unit), i))
        ones = [ONES] if ONES in last else []
        self.fixed: list[int] = [*ones, *sorted(x for x in {*results} if self.is_shared(x))]
        last.update(dict.fromkeys([*results, *self.fixed], len(self.schedule.units)))
        self.row_of: dict[int, int] = {}
        free: list[int] = []
        self.rows: int = 0
        self.columns: list[tuple[int, int]] = [(i, p) for i, p in enumerate(inputs) if p in last]
        for place in [*self.fixed, *(p for _, p in self.columns)]:
            self._take_row(place, free)
        for i, unit in enumerate(self.schedule.units):
            made: list[int] = []
            if isinstance(unit, (Steps, Repeated)):
                made = unit.places
            elif isinstance(unit, Sums):
                made = unit.sums
            for place in made:
                if place in last:
                    self._take_row(place, free)
            free += {self.row_of[x] for x in self._reads(unit) if last[x] == i}
        self._find_in_place(results)
        self.vectors: int = max(1, min(_VECTORS, _VECTORS * _MANY_ROWS // max(self.rows, 1)))
        while CHUNK % (LANES * self.vectors):
            self.vectors -= 1
        #: bytes from a row to the next: an odd number of lines, which are spread over all sets of a
        #: cache; every eighth line would find room in an eighth of it
        self.stride: int = (self.vectors | 1) * 8 * LANES

    def _find_in_place(self, results: list[int]) -> None:
        """What straight-line code alone reads or writes, and so can find in the arrays."""
        units = self.schedule.units
        many = Counter(results)
        looped = {x for unit in units if not isinstance(unit, Steps) for x in self._reads(unit)}
        straight = {x for unit in units if isinstance(unit, Steps) for x in unit.places}
        read = {x for unit in units for x in self._reads(unit)}
        self.found_columns: list[tuple[int, int]] = [
            pair for pair in self.columns if pair[1] not in looped and pair[1] not in many
        ]
        self.found_outputs: list[tuple[int, int]] = [
            (i, place)
            for i, place in self.outputs
            if place in straight and place not in read and many[place] == 1
        ]
        self.found: list[int] = [place for _, place in (*self.found_columns, *self.found_outputs)]

    def is_shared(self, place: int) -> bool:
        """Whether a value is the same for all rows."""
        return place >= 0 and self.schedule.uniform[place]

    def _take_row(self, place: int, free: list[int]) -> None:
        if free:
            self.row_of[place] = free.pop()
        else:
            self.row_of[place] = self.rows
            self.rows += 1

    def _reads(self, unit: Unit) -> list[int]:
        """The rows that a unit needs."""
        if isinstance(unit, (Steps, Repeated)):
            return [x for x in unit.outside if not self.is_shared(x)]
        if isinstance(unit, Products):
            return [*unit.upstreams, *unit.rows]
        return [*unit.rows]

    def offset(self, place: int) -> int:
        """Where a row begins in the frame, in bytes."""
        return self.row_of[place] * self.stride
