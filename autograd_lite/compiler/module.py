"""The whole text of a compiled program in LLVM's assembly language.

A call works on a job, an array of 64-bit words: `Word` says what they are. ``prelude`` computes
what is the same for all rows; ``chunks`` works on parts of a batch, each in blocks of rows that
stay in cache, and leaves what it added up in ``partials``; ``finish`` adds these up in the order
of the parts, however many threads there were.
"""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import partial

from autograd_lite.compiler import loops
from autograd_lite.compiler.ir import (
    LANES,
    SCALAR,
    VECTOR,
    Function,
    constant,
    number,
    table,
)
from autograd_lite.compiler.layout import CHUNK, Layout
from autograd_lite.compiler.llvm import LIBRARY, Straight, VectorLibrary, indices, library_functions
from autograd_lite.compiler.program import Constant
from autograd_lite.compiler.schedule import (
    ONE,
    ONES,
    Products,
    Steps,
    Sums,
    Totals,
    Unit,
)


class Word(IntEnum):
    """The words of a job: numbers, and addresses of arrays."""

    ROWS = 0
    UNIFORMS = 1
    SCRATCH = 2
    PARTIALS = 3
    RESULTS = 4
    COLUMNS = 5
    OUTPUTS = 6
    GIVEN = 7
    GIVEN_COUNT = 8
    TAKEN = 9
    TAKEN_COUNT = 10


class Module:
    """The text of a program, from its layout."""

    def __init__(
        self, layout: Layout, mean: bool, library: VectorLibrary, tile: loops.Tile
    ) -> None:
        self.layout, self.mean, self.library, self.tile = layout, mean, library, tile
        self.tables: list[str] = []
        self.functions: list[str] = []
        self.used: dict[str, Function] = {}

    def text(self, entry: Iterable[str]) -> str:
        """The module with these functions on top of its own."""
        self._prelude()
        self._run_once()
        self._chunks()
        self._finish()
        body = [*map(str, self.used.values()), *self.functions, *entry]
        whole = "\n".join(body)
        named = [name for name in LIBRARY if f"@{name}(" in whole or f"_{name}(" in whole]
        return "\n".join(
            [*_DECLARATIONS, *library_functions(named, self.library), *self.tables, whole]
        )

    def _new(self, name: str, parameters: str, internal: bool = True) -> Function:
        return Function("internal void" if internal else "void", name, parameters, "#0")

    def _done(self, f: Function) -> None:
        f.do("ret void")
        self.functions.append(str(f))

    def _table(self, numbers: Sequence[int]) -> str:
        name = f"table{len(self.tables)}"
        self.tables.append(table(name, numbers))
        return f"ptr @{name}"

    def _use(self, f: Function) -> str:
        """The name of a function of `loops`, of which the text is taken up once."""
        name = f.head.split("@")[1].split("(")[0]
        self.used.setdefault(name, f)
        return name

    def _prelude(self) -> None:
        main = self._new("prelude", "ptr %u")
        nodes = self.layout.program.nodes
        for place, slot in self.layout.slots.items():
            value = 1.0 if place == ONE else None
            if place >= 0 and isinstance(node := nodes[place], Constant):
                value = node.value
            if value is not None:
                main.store(SCALAR, number(value), main.at("%u", str(slot)))
        for i, steps in enumerate(self.layout.plan.prelude):
            f = self._new(f"prelude{i}", "ptr %u")
            read = partial(shared_value, f, self.layout, "%u")
            code = Straight(f, self.layout.program, SCALAR, read, self.library)
            code.compute(steps.places)
            for place in steps.places:
                if place in self.layout.slots:
                    f.store(SCALAR, code.value(place), f.at("%u", str(self.layout.slots[place])))
            self._done(f)
            main.do(f"call void @prelude{i}(ptr %u)")
        self._done(main)

    def _steps(self, unit: Steps) -> Function:
        """Straight-line code for every vector of a block."""
        f = self._new(
            f"steps{len(self.functions)}", "ptr %frame, ptr %u, i64 %vectors, ptr %pointers"
        )
        outside = self.layout.plan.outside(unit)
        shared = {
            x: f.splat(shared_value(f, self.layout, "%u", x))
            for x in outside
            if x in self.layout.slots
        }
        left = [x for x in unit.places if x in self.layout.row_of]
        rows = [*(x for x in outside if not self.layout.is_shared(x)), *left]
        starts = {x: self._start(f, x) for x in rows}

        def vector(v: str) -> None:
            def read(place: int) -> str:
                known = shared.get(place)
                return known or f.load(VECTOR, f.at(starts[place], v, VECTOR))

            code = Straight(f, self.layout.program, VECTOR, read, self.library)
            code.compute(unit.places)
            for place in left:
                f.store(VECTOR, code.value(place), f.at(starts[place], v, VECTOR))

        f.loop("%vectors", vector)
        self._done(f)
        return f

    def _start(self, f: Function, place: int) -> str:
        """Where the first vector of a row is: in the frame, or in an array."""
        if place in self.layout.found:
            return f.load("ptr", "%pointers", str(self.layout.found.index(place)))
        return f.at("%frame", str(self.layout.offset(place)), "i8")

    def _call(self, f: Function, name: str, *arguments: str) -> None:
        f.do(f"call void @{name}({', '.join(arguments)})")

    def _emit(self, f: Function, unit: Unit) -> None:
        """The calls for one unit of a block."""
        if isinstance(unit, Steps):
            name = self._use_steps(unit)
            self._call(f, name, "ptr %frame", "ptr %u", "i64 %vectors", "ptr %pointers")
        elif isinstance(unit, Sums):
            self._emit_sums(f, unit)
        elif isinstance(unit, Products):
            self._emit_products(f, unit)
        else:
            self._emit_totals(f, unit)

    def _use_steps(self, unit: Steps) -> str:
        return self._steps(unit).head.split("@")[1].split("(")[0]

    def _emit_sums(self, f: Function, unit: Sums) -> None:
        rows = self._table([self.layout.offset(x) for x in unit.rows])
        for tile, first in _tiles(len(unit.sums), self.tile):
            name = self._use(loops.sums(tile, unit.strong))
            part = range(first, first + tile.sums)
            weights = [
                self.layout.slots[unit.weights[i][j]] for j in range(len(unit.rows)) for i in part
            ]
            sums = self._table([self.layout.offset(unit.sums[i]) for i in part])
            count = f"i64 {len(unit.rows)}"
            arguments = ("ptr %frame", "ptr %u", rows, self._table(weights), sums, count)
            self._call(f, name, *arguments, "i64 %vectors")

    def _emit_products(self, f: Function, unit: Products) -> None:
        self._mask(f, unit.upstreams)
        missing = -len(unit.rows) % self.tile.vectors  # filled up; they go to a total of no output
        places = [*unit.rows, *[unit.rows[0]] * missing]
        rows = self._table([self.layout.offset(x) for x in places])
        for tile, first in _tiles(len(unit.upstreams), self.tile):
            name = self._use(loops.products(tile))
            part = range(first, first + tile.sums)
            upstreams = self._table([self.layout.offset(unit.upstreams[i]) for i in part])
            unused = len(self.layout.reduced)
            outputs = [
                self.layout.total_of[unit.outputs[i][j]] if j < len(unit.rows) else unused
                for j in range(len(places))
                for i in part
            ]
            arguments = ("ptr %frame", "ptr %totals", upstreams, rows, self._table(outputs))
            self._call(f, name, *arguments, f"i64 {len(places)}", "i64 %vectors")

    def _emit_totals(self, f: Function, unit: Totals) -> None:
        self._mask(f, unit.rows)
        rows = self._table([self.layout.offset(x) for x in unit.rows])
        outputs = self._table([self.layout.total_of[x] for x in unit.outputs])
        arguments = ("ptr %frame", "ptr %totals", rows, outputs, f"i64 {len(unit.rows)}")
        self._call(f, self._use(loops.totals()), *arguments, "i64 %vectors")

    def _mask(self, f: Function, places: Sequence[int]) -> None:
        rows = self._table([self.layout.offset(x) for x in places])
        arguments = ("ptr %frame", rows, f"i64 {len(places)}", "i64 %points", "i64 %vectors")
        self._call(f, self._use(loops.mask()), *arguments)

    def _transfer(
        self,
        f: Function,
        what: loops.Transfer,
        word: Word,
        pairs: Sequence[tuple[int, int]],
        pointers: str = "null",
    ) -> None:
        """Move columns of arrays to rows of the frame, or back, or find out where they are."""
        if pairs:
            numbers = self._table([x for i, place in pairs for x in (i, self.layout.offset(place))])
            arrays = f.load("ptr", "%job", str(word), "i64")
            arguments = ("ptr %frame", f"ptr {arrays}", numbers, f"i64 {len(pairs)}")
            part = ("i64 %first", "i64 %points", "i64 %vectors", f"ptr {pointers}")
            self._call(f, self._use(loops.transfer(what)), *arguments, *part)

    def _block(self) -> None:
        parameters = "ptr %job, ptr %frame, ptr %totals, ptr %u, i64 %first, i64 %points"
        f = self._new("block", parameters)
        f.do(f"%more = add i64 %points, {LANES - 1}")
        f.do(f"%vectors = udiv i64 %more, {LANES}")
        f.do(f"%pointers = alloca [{len(self.layout.found) + 1} x ptr]")
        rows = f.at("%pointers", str(len(self.layout.found_columns)), "ptr")
        copied = [pair for pair in self.layout.columns if pair not in self.layout.found_columns]
        self._transfer(f, loops.READ, Word.COLUMNS, copied)
        self._transfer(f, loops.FIND_COLUMNS, Word.COLUMNS, self.layout.found_columns, "%pointers")
        self._transfer(f, loops.FIND_OUTPUTS, Word.OUTPUTS, self.layout.found_outputs, rows)
        for unit in self.layout.plan.units:
            self._emit(f, unit)
        copied = [pair for pair in self.layout.outputs if pair not in self.layout.found_outputs]
        self._transfer(f, loops.WRITE, Word.OUTPUTS, copied)
        self._transfer(f, loops.WRITE_FOUND, Word.OUTPUTS, self.layout.found_outputs)
        self._done(f)

    def _chunks(self) -> None:
        self._block()
        f = self._new("chunks", "ptr %job, ptr %scratch, i64 %from, i64 %to", internal=False)
        rows = f.load("i64", "%job", str(Word.ROWS))
        u = f.load("ptr", "%job", str(Word.UNIFORMS), "i64")
        partials = f.load("ptr", "%job", str(Word.PARTIALS), "i64")
        frame = f.at("%scratch", str(len(self.layout.reduced) + 1), VECTOR)
        for place in self.layout.fixed:
            value = constant(1.0, VECTOR)
            if place != ONES:
                value = f.splat(shared_value(f, self.layout, u, place))
            row = f.at(frame, str(self.layout.offset(place)), "i8")
            for v in range(self.layout.vectors):
                f.store(VECTOR, value, f.at(row, str(v), VECTOR))
        size = LANES * self.layout.vectors

        def chunk(c: str) -> None:
            zero = constant(0.0, VECTOR)
            f.loop(
                str(len(self.layout.reduced)),
                lambda i: f.store(VECTOR, zero, f.at("%scratch", i, VECTOR)),
            )
            first = f.let(f"mul i64 {c}, {CHUNK}")
            points = self._smaller(f, f.let(f"sub i64 {rows}, {first}"), str(CHUNK))
            more = f.let(f"add i64 {points}, {size - 1}")

            def block(b: str) -> None:
                begin = f.let(f"mul i64 {b}, {size}")
                count = self._smaller(f, f.let(f"sub i64 {points}, {begin}"), str(size))
                start = f.let(f"add i64 {first}, {begin}")
                pointers = ("ptr %job", f"ptr {frame}", "ptr %scratch", f"ptr {u}")
                self._call(f, "block", *pointers, f"i64 {start}", f"i64 {count}")

            f.loop(f.let(f"udiv i64 {more}, {size}"), block)
            begin = f.let(f"mul i64 {c}, {len(self.layout.reduced)}")

            def total(i: str) -> None:
                place = f.at(partials, f.let(f"add i64 {begin}, {i}"))
                f.store(SCALAR, _across(f, f.load(VECTOR, "%scratch", i)), place)

            f.loop(str(len(self.layout.reduced)), total)

        f.loop("%to", chunk, start="%from")
        self._done(f)

    def _smaller(self, f: Function, x: str, y: str) -> str:
        return f.let(f"call i64 @llvm.smin.i64(i64 {x}, i64 {y})")

    def _finish(self) -> None:
        """Add up the parts, and what is the same for all rows; then hand the totals out."""
        f = self._new("finish", "ptr %job", internal=False)
        rows = f.load("i64", "%job", str(Word.ROWS))
        u = f.load("ptr", "%job", str(Word.UNIFORMS), "i64")
        partials = f.load("ptr", "%job", str(Word.PARTIALS), "i64")
        results = f.load("ptr", "%job", str(Word.RESULTS), "i64")
        many = f.let(f"sitofp i64 {rows} to double")
        chunks = f.let(f"udiv i64 {f.let(f'add i64 {rows}, {CHUNK - 1}')}, {CHUNK}")
        stride = len(self.layout.reduced)

        def total(i: str) -> None:
            def part(c: str, total: str) -> list[str]:
                place = f.let(f"add i64 {f.let(f'mul i64 {c}, {stride}')}, {i}")
                return [f.let(f"fadd double {total}, {f.load(SCALAR, partials, place)}")]

            (found,) = f.loop(chunks, part, [SCALAR], [number(0.0)])
            if self.mean:
                found = f.let(f"fdiv double {found}, {many}")
            f.store(SCALAR, found, f.at(results, i))

        if self.layout.columns or self.layout.plan.units:
            f.loop(str(stride), total)
        added: set[int] = {*self.layout.plan.totals}
        for place, output in self.layout.plan.shared:
            value = shared_value(f, self.layout, u, place)
            share = value if self.mean else f.let(f"fmul double {value}, {many}")
            at = f.at(results, str(self.layout.total_of[output]))
            if output in added:
                share = f.let(f"fadd double {f.load(SCALAR, at)}, {share}")
            added.add(output)
            f.store(SCALAR, share, at)
        self._segments(f, Word.TAKEN, results, outwards=True)
        self._done(f)

    def _segments(self, f: Function, word: Word, buffer: str, outwards: bool) -> None:
        """Copy between a buffer and arrays one after the other: pairs of an address and a count."""
        pairs = f.load("ptr", "%job", str(word), "i64")
        count = f.load("i64", "%job", str(word + 1))

        def segment(i: str, position: str) -> list[str]:
            pair = f.at(pairs, f.let(f"mul i64 {i}, 2"), "i64")
            array, size = f.load("ptr", pair), f.load("i64", pair, "1")
            begin = f.at(buffer, position)

            def copy(j: str) -> None:
                source, target = (begin, array) if outwards else (array, begin)
                f.store(SCALAR, f.load(SCALAR, source, j), f.at(target, j))

            f.loop(size, copy)
            return [f.let(f"add i64 {position}, {size}")]

        f.loop(count, segment, ["i64"], ["0"])

    def _run_once(self) -> None:
        begin = self._new("begin", "ptr %job", internal=False)
        u = begin.load("ptr", "%job", str(Word.UNIFORMS), "i64")
        self._segments(begin, Word.GIVEN, u, outwards=False)
        begin.do(f"call void @prelude(ptr {u})")
        self._done(begin)
        run = self._new("run", "ptr %job", internal=False)
        run.do("call void @begin(ptr %job)")
        if self.layout.plan.units or self.layout.by_row:
            rows = run.load("i64", "%job", str(Word.ROWS))
            chunks = run.let(f"udiv i64 {run.let(f'add i64 {rows}, {CHUNK - 1}')}, {CHUNK}")
            scratch = run.load("ptr", "%job", str(Word.SCRATCH), "i64")
            run.do(f"call void @chunks(ptr %job, ptr {scratch}, i64 0, i64 {chunks})")
        run.do("call void @finish(ptr %job)")
        self._done(run)


def shared_value(f: Function, layout: Layout, u: str, place: int) -> str:
    """A value that is the same for all rows: a constant, or what stands in its slot."""
    node = layout.program.nodes[place]
    if isinstance(node, Constant):
        return number(node.value)
    return f.load(SCALAR, u, str(layout.slots[place]))


def _tiles(count: int, tile: loops.Tile) -> Iterable[tuple[loops.Tile, int]]:
    """Tiles for so many sums, and where each begins: full ones, and then single ones."""
    full = count - count % tile.sums
    yield from ((tile, i) for i in range(0, full, tile.sums))
    yield from ((tile._replace(sums=1), i) for i in range(full, count))


def _across(f: Function, vector: str) -> str:
    """The sum of the lanes of a vector: halves are added until one is left."""
    lanes = LANES
    while lanes > 1:
        kind, lanes = f"<{lanes} x double>", lanes // 2
        half = f"<{lanes} x double>"
        low, high = (
            f.let(f"shufflevector {kind} {vector}, {kind} poison, {indices(first, lanes)}")
            for first in (0, lanes)
        )
        vector = f.let(f"fadd {half} {low}, {high}")
    return f.let(f"extractelement <1 x double> {vector}, i64 0")


_DECLARATIONS = [
    "declare double @llvm.fabs.f64(double)",
    "declare double @llvm.sqrt.f64(double)",
    "declare double @llvm.fma.f64(double, double, double)",
    f"declare {VECTOR} @llvm.fabs.v{LANES}f64({VECTOR})",
    f"declare {VECTOR} @llvm.sqrt.v{LANES}f64({VECTOR})",
    f"declare {VECTOR} @llvm.fma.v{LANES}f64({VECTOR}, {VECTOR}, {VECTOR})",
    f"declare i1 @llvm.vector.reduce.or.v{LANES}i1(<{LANES} x i1>)",
    "declare i64 @llvm.smin.i64(i64, i64)",
    # Vectors are kept in memory across calls; without "stackrealign" they would lie across two
    # lines of the cache.
    'attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="512" '
    '"min-legal-vector-width"="512" }',
]
