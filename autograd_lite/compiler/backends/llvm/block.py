"""The functions that compute a block of rows, and what all rows share, in assembly language."""

from collections.abc import Iterable, Sequence
from functools import partial

from autograd_lite.compiler.backends.llvm import loops, transfers
from autograd_lite.compiler.backends.llvm.core import (
    LANES,
    SCALAR,
    VECTOR,
    Assembly,
    Copy,
    Function,
    Procedure,
    Products,
    Repeated,
    Steps,
    Storage,
    Sums,
    Totals,
    Unit,
    shared_value,
    store_constants,
)
from autograd_lite.compiler.backends.llvm.instructions import straight
from autograd_lite.compiler.backends.llvm.job import Word
from autograd_lite.compiler.backends.llvm.library import VectorLibrary
from autograd_lite.compiler.backends.llvm.target import Target


class Block:
    """The functions ``prelude`` and ``block`` of a program."""

    def __init__(self, assembly: Assembly, storage: Storage, target: Target) -> None:
        self.assembly = assembly
        self.storage = storage
        self.library: VectorLibrary = target.library
        self.tile: loops.Tile = target.tile

    def prelude(self) -> None:
        """What is the same for all rows."""
        main = Procedure("prelude", "ptr %u")
        store_constants(main, self.storage, "%u")
        for i, steps in enumerate(self.storage.schedule.prelude):
            f = Procedure(f"prelude{i}", "ptr %u")
            read = partial(shared_value, f, self.storage, "%u")
            code = straight(f, self.storage.program, SCALAR, read, self.library)
            code.compute(steps.places)
            for place in steps.places:
                if place in self.storage.slots:
                    f.store(SCALAR, code.value(place), f.at("%u", str(self.storage.slots[place])))
            main.call(self.assembly.add(f), "ptr %u")
        self.assembly.add(main)

    def _steps(self, unit: Steps) -> str:
        """The name of the straight-line code for every vector of a block."""
        name = f"steps{len(self.assembly.functions)}"
        f = Procedure(name, "ptr %frame, ptr %u, i64 %vectors, ptr %pointers")
        shared = {
            x: f.splat(shared_value(f, self.storage, "%u", x))
            for x in unit.outside
            if x in self.storage.slots
        }
        rows = [*(x for x in unit.outside if not self.storage.is_shared(x)), *self._left(unit)]
        self._vectors(f, unit, shared, {x: self._start(f, x) for x in rows})
        return self.assembly.add(f)

    def _left(self, steps: Steps | Copy) -> list[int]:
        """What other units read."""
        return [x for x in steps.places if x in self.storage.row_of]

    def _vectors(
        self, f: Function, steps: Steps | Copy, shared: dict[int, str], starts: dict[int, str]
    ) -> None:
        """Compute steps for all vectors, from numbers that are shared and from rows, into rows."""

        def vector(v: str) -> None:
            def read(place: int) -> str:
                known = shared.get(place)
                return known or f.load(VECTOR, f.at(starts[place], v, VECTOR))

            code = straight(f, self.storage.program, VECTOR, read, self.library)
            for place in steps.places:
                code.compute([place])
                if place in starts:  # at once: a later call would leave it in no register
                    f.store(VECTOR, code.value(place), f.at(starts[place], v, VECTOR))

        f.loop("%vectors", vector)

    def _repeated(self, f: Function, unit: Repeated) -> None:
        """The calls for copies; those of which the same steps are read have code in common."""
        by_left: dict[tuple[int, ...], list[Copy]] = {}
        for copy in unit.copies:
            left = [i for i, x in enumerate(copy.places) if x in self.storage.row_of]
            by_left.setdefault(tuple(left), []).append(copy)
        for copies in by_left.values():
            name = self._copied(copies[0])
            table = self.assembly.table([x for copy in copies for x in self._found(copy)])
            f.call(name, "ptr %frame", "ptr %u", table, f"i64 {len(copies)}", "i64 %vectors")

    def _found(self, copy: Copy) -> list[int]:
        """Where a copy finds what it reads, and leaves what others read: slots, and offsets."""
        slots, offset = self.storage.slots, self.storage.offset
        read = [slots[x] if self.storage.is_shared(x) else offset(x) for x in copy.outside]
        return read + [offset(x) for x in self._left(copy)]

    def _copied(self, copy: Copy) -> str:
        """The name of the code that computes copies, the places of whose numbers a table has."""
        name = f"copies{len(self.assembly.functions)}"
        f = Procedure(name, "ptr %frame, ptr %u, ptr %table, i64 %count, i64 %vectors")
        numbers = [*copy.outside, *self._left(copy)]

        def one(i: str) -> None:
            first = f.at("%table", f.let(f"mul i64 {i}, {len(numbers)}"), "i32")
            shared, starts = {}, {}
            for k, x in enumerate(numbers):
                if self.storage.is_shared(x):
                    slot = loops.table_entry(f, first, str(k))
                    shared[x] = f.splat(f.load(SCALAR, "%u", slot))
                else:
                    starts[x] = loops.row_of(f, first, str(k))
            self._vectors(f, copy, shared, starts)

        f.loop("%count", one)
        return self.assembly.add(f)

    def _start(self, f: Function, place: int) -> str:
        """Where the first vector of a row is: in the frame, or in an array."""
        if place in self.storage.found:
            return f.load("ptr", "%pointers", str(self.storage.found.index(place)))
        return f.at("%frame", str(self.storage.offset(place)), "i8")

    def _offsets(self, places: Iterable[int]) -> str:
        """A table of where these rows begin in the frame."""
        return self.assembly.table([self.storage.offset(x) for x in places])

    def _emit(self, f: Function, unit: Unit) -> None:
        """The calls for one unit of a block."""
        if isinstance(unit, Steps):
            f.call(self._steps(unit), "ptr %frame", "ptr %u", "i64 %vectors", "ptr %pointers")
        elif isinstance(unit, Repeated):
            self._repeated(f, unit)
        elif isinstance(unit, Sums):
            self._emit_sums(f, unit)
        elif isinstance(unit, Products):
            self._emit_products(f, unit)
        else:
            self._emit_totals(f, unit)

    def _emit_sums(self, f: Function, unit: Sums) -> None:
        rows = self._offsets(unit.rows)
        for tile, first in _tiles(len(unit.sums), self.tile):
            name = self.assembly.add(loops.sums(tile))
            part = range(first, first + tile.sums)
            weights = [
                self.storage.slots[unit.weights[i][j]] for j in range(len(unit.rows)) for i in part
            ]
            sums = self._offsets(unit.sums[i] for i in part)
            tables = (rows, self.assembly.table(weights), sums)
            sizes = (f"i64 {len(unit.rows)}", "i64 %vectors")
            strong = f"i1 {'true' if unit.strong else 'false'}"
            f.call(name, "ptr %frame", "ptr %u", *tables, *sizes, strong)

    def _emit_products(self, f: Function, unit: Products) -> None:
        self._mask(f, unit.upstreams)
        missing = -len(unit.rows) % self.tile.vectors  # filled up; they go to a total of no output
        places = [*unit.rows, *[unit.rows[0]] * missing]
        rows = self._offsets(places)
        for tile, first in _tiles(len(unit.upstreams), self.tile):
            name = self.assembly.add(loops.products(tile))
            part = range(first, first + tile.sums)
            upstreams = self._offsets(unit.upstreams[i] for i in part)
            unused = self.storage.totals
            outputs = [
                self.storage.total_of[unit.outputs[i][j]] if j < len(unit.rows) else unused
                for j in range(len(places))
                for i in part
            ]
            arguments = ("ptr %frame", "ptr %totals", upstreams, rows, self.assembly.table(outputs))
            f.call(name, *arguments, f"i64 {len(places)}", "i64 %vectors")

    def _emit_totals(self, f: Function, unit: Totals) -> None:
        self._mask(f, unit.rows)
        rows = self._offsets(unit.rows)
        outputs = self.assembly.table([self.storage.total_of[x] for x in unit.outputs])
        arguments = ("ptr %frame", "ptr %totals", rows, outputs, f"i64 {len(unit.rows)}")
        f.call(self.assembly.add(loops.totals()), *arguments, "i64 %vectors")

    def _mask(self, f: Function, places: Sequence[int]) -> None:
        rows, count = self._offsets(places), f"i64 {len(places)}"
        name = self.assembly.add(loops.mask())
        f.call(name, "ptr %frame", rows, count, "i64 %points", "i64 %vectors")

    def _transfer(
        self,
        f: Function,
        what: transfers.Transfer,
        word: Word,
        pairs: Sequence[tuple[int, int]],
        pointers: str = "null",
    ) -> None:
        """Move columns of arrays to rows of the frame, or back, or find out where they are."""
        if pairs:
            numbers = self.assembly.table(
                [x for i, place in pairs for x in (i, self.storage.offset(place))]
            )
            arrays = f.load("ptr", "%job", str(word), "i64")
            arguments = ("ptr %frame", f"ptr {arrays}", numbers, f"i64 {len(pairs)}")
            part = ("i64 %first", "i64 %points", "i64 %vectors", f"ptr {pointers}")
            f.call(self.assembly.add(transfers.transfer(what)), *arguments, *part)

    def block(self) -> None:
        """What is computed for every row, for a block of them."""
        parameters = "ptr %job, ptr %frame, ptr %totals, ptr %u, i64 %first, i64 %points"
        f = Procedure("block", parameters)
        f.do(f"%more = add i64 %points, {LANES - 1}")
        f.do(f"%vectors = udiv i64 %more, {LANES}")
        f.do(f"%pointers = alloca [{len(self.storage.found) + 1} x ptr]")
        rows = f.at("%pointers", str(len(self.storage.found_columns)), "ptr")
        copied = [pair for pair in self.storage.columns if pair not in self.storage.found_columns]
        self._transfer(f, transfers.READ, Word.COLUMNS, copied)
        self._transfer(
            f, transfers.FIND_COLUMNS, Word.COLUMNS, self.storage.found_columns, "%pointers"
        )
        self._transfer(f, transfers.FIND_OUTPUTS, Word.OUTPUTS, self.storage.found_outputs, rows)
        for unit in self.storage.schedule.units:
            self._emit(f, unit)
        copied = [pair for pair in self.storage.outputs if pair not in self.storage.found_outputs]
        self._transfer(f, transfers.WRITE, Word.OUTPUTS, copied)
        self._transfer(f, transfers.WRITE_FOUND, Word.OUTPUTS, self.storage.found_outputs)
        self.assembly.add(f)


def _tiles(count: int, tile: loops.Tile) -> Iterable[tuple[loops.Tile, int]]:
    """Tiles for so many sums, and where each begins: full ones, and then single ones."""
    full = count - count % tile.sums
    yield from ((tile, i) for i in range(0, full, tile.sums))
    yield from ((tile._replace(sums=1), i) for i in range(full, count))
