"""The whole text of a compiled program in LLVM's assembly language.

A call works on a job, an array of 64-bit words: `Word` says what they are. ``begin`` computes
what is the same for all rows; ``chunks`` works on parts of a batch, as long as there is one that no
other thread took, each in blocks of rows that stay in cache, and leaves what it added up in
``partials``; ``finish`` adds these up by pairs of neighbours, as `backends.partials` says, however
many threads there were. ``run`` does all of it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import IntFlag, auto
from functools import partial
from itertools import groupby

from autograd_lite.compiler.backends.llvm.block import Block
from autograd_lite.compiler.backends.llvm.core import (
    BOTH,
    CHUNK,
    LANES,
    ONES,
    SCALAR,
    SINE_AND_COSINE,
    VECTOR,
    Assembly,
    Function,
    Procedure,
    Storage,
    constant,
    shared_value,
)
from autograd_lite.compiler.backends.llvm.job import Word
from autograd_lite.compiler.backends.llvm.library import (
    FUNCTIONS,
    INTRINSICS,
    declarations,
    indices,
)
from autograd_lite.compiler.backends.llvm.target import Target

#: a large batch is taken in about so many turns by all threads together: neighbours in memory at
#: once, and no thread waits long for another that began late or was stopped
_TURNS = 64


#: so many stores of one number, the zeros of a Jacobian above all, are shorter as a loop
_MANY = 8


class Part(IntFlag):
    """Functions that many programs call; they are compiled apart, by `parts`."""

    ANGLES = auto()
    LOOPS = auto()
    TILES = auto()  # which call functions of LOOPS


class Module:
    """The text of a program, from its storage: what is the same for all rows, to begin with."""

    def __init__(self, storage: Storage, mean: bool, target: Target) -> None:
        self.storage = storage
        self.mean = mean
        self.target = target
        self.assembly: Assembly = Assembly()
        self._block = Block(self.assembly, storage, target)
        self._block.prelude()

    def work_on_jobs(self) -> None:
        """Add the functions that work on a job."""
        self._begin()
        if self.storage.has_rows:
            self._block.block()
            self._chunks()
        self._finish()
        self._run()

    def text(self) -> str:
        """All but the function that Python calls, and what other programs call too."""
        whole = "\n".join(self.assembly.functions.values())
        called = {*re.findall(r"@(?:v_|_ZGV\w+?_)?(\w+)\(", whole)}
        functions = declarations([x for x in FUNCTIONS if x in called], self.target.library)
        shared = list(self.assembly.shared.values())
        if SINE_AND_COSINE in called:
            shared.append(f"declare {BOTH} @{SINE_AND_COSINE}({SCALAR}) #0")
        return "\n".join([*INTRINSICS, *functions, *shared, *self.assembly.tables, whole])

    def parts(self) -> int:
        """What the text calls, of `Part`."""
        angles = any(f"@{SINE_AND_COSINE}(" in text for text in self.assembly.functions.values())
        loops = Part.TILES | Part.LOOPS if self.assembly.shared else 0
        return Part.ANGLES * angles | loops

    def _chunks(self) -> None:
        f = Procedure("chunks", "ptr %job, ptr %scratch", internal=False)
        rows = f.load("i64", "%job", str(Word.ROWS))
        chunks = f.let(f"udiv i64 {f.let(f'add i64 {rows}, {CHUNK - 1}')}, {CHUNK}")
        u = f.load("ptr", "%job", str(Word.UNIFORMS), "i64")
        partials = f.load("ptr", "%job", str(Word.PARTIALS), "i64")
        frame = f.at("%scratch", str(self.storage.totals + 1), VECTOR)
        for place in self.storage.fixed:
            value = constant(1.0, VECTOR)
            if place != ONES:
                value = f.splat(shared_value(f, self.storage, u, place))
            row = f.at(frame, str(self.storage.offset(place)), "i8")
            for v in range(self.storage.vectors):
                f.store(VECTOR, value, f.at(row, str(v), VECTOR))
        size = LANES * self.storage.vectors
        totals, zero = str(self.storage.totals), constant(0.0, VECTOR)

        def chunk(c: str) -> None:
            f.loop(totals, lambda i: f.store(VECTOR, zero, f.at("%scratch", i, VECTOR)))
            first = f.let(f"mul i64 {c}, {CHUNK}")
            points = f.smaller(f.let(f"sub i64 {rows}, {first}"), str(CHUNK))
            more = f.let(f"add i64 {points}, {size - 1}")

            def block(b: str) -> None:
                begin = f.let(f"mul i64 {b}, {size}")
                count = f.smaller(f.let(f"sub i64 {points}, {begin}"), str(size))
                start = f.let(f"add i64 {first}, {begin}")
                pointers = ("ptr %job", f"ptr {frame}", "ptr %scratch", f"ptr {u}")
                f.call("block", *pointers, f"i64 {start}", f"i64 {count}")

            f.loop(f.let(f"udiv i64 {more}, {size}"), block)
            begin = f.let(f"mul i64 {c}, {totals}")

            def total(i: str) -> None:
                place = f.at(partials, f.let(f"add i64 {begin}, {i}"))
                f.store(SCALAR, _across(f, f.load(VECTOR, "%scratch", i)), place)

            f.loop(totals, total)

        length = f.let(f"add i64 1, {f.let(f'udiv i64 {chunks}, {_TURNS}')}")
        above = f.let(f"sub i64 {f.let(f'add i64 {chunks}, {length}')}, 1")

        def turn(i: str) -> None:
            start = f.let(f"mul i64 {i}, {length}")
            end = f.smaller(f.let(f"add i64 {start}, {length}"), chunks)
            f.loop(end, chunk, start=start)

        turns = f.let(f"udiv i64 {above}, {length}")
        f.share(f.at("%job", str(Word.NEXT), "i64"), turns, turn)
        self.assembly.add(f)

    def _finish(self) -> None:
        """Hand the results out."""
        f = Procedure("finish", "ptr %job", internal=False)
        u = f.load("ptr", "%job", str(Word.UNIFORMS), "i64")
        if self.storage.is_point:
            for place, first, count in _runs(self.storage.copied):
                value = shared_value(f, self.storage, u, place)
                _fill(f, value, f.at(u, str(first)), count)
            results = f.at(u, str(self.storage.results))
        else:
            results = self._totals(f, u)
        self._segments(f, Word.TAKEN, results, outwards=True)
        self.assembly.add(f)

    def _totals(self, f: Function, u: str) -> str:
        """Add up the parts, and what is the same for all rows; return where it is."""
        rows = f.load("i64", "%job", str(Word.ROWS))
        partials = f.load("ptr", "%job", str(Word.PARTIALS), "i64")
        results = f.load("ptr", "%job", str(Word.RESULTS), "i64")
        many = f.let(f"sitofp i64 {rows} to double")
        chunks = f.let(f"udiv i64 {f.let(f'add i64 {rows}, {CHUNK - 1}')}, {CHUNK}")

        def total(i: str) -> None:
            found = f.load(SCALAR, partials, i)
            if self.mean:
                found = f.let(f"fdiv double {found}, {many}")
            f.store(SCALAR, found, f.at(results, i))

        if self.storage.columns or self.storage.schedule.units:
            self._add_neighbours(f, partials, chunks)
            f.loop(str(self.storage.totals), total)
        added: set[int] = {*self.storage.schedule.totals}
        for place, output in self.storage.schedule.shared:
            value = shared_value(f, self.storage, u, place)
            share = value if self.mean else f.let(f"fmul double {value}, {many}")
            at = f.at(results, str(self.storage.total_of[output]))
            if output in added:
                share = f.let(f"fadd double {f.load(SCALAR, at)}, {share}")
            added.add(output)
            f.store(SCALAR, share, at)
        return results

    def _add_neighbours(self, f: Function, partials: str, chunks: str) -> None:
        """Add up what the chunks have, in place, until the first one has all of it."""
        size = self.storage.totals
        below = f.let(f"sub i64 {f.let(f'call i64 @llvm.smax.i64(i64 {chunks}, i64 1)')}, 1")
        zeros = f.let(f"call i64 @llvm.ctlz.i64(i64 {below}, i1 false)")

        def level(k: str) -> None:
            step = f.let(f"shl i64 1, {k}")
            above = f.let(f"add i64 {below}, {step}")
            pairs = f.let(f"lshr i64 {f.let(f'lshr i64 {above}, {k}')}, 1")
            apart = f.let(f"mul i64 {step}, {size}")

            def pair(p: str) -> None:
                first = f.at(partials, f.let(f"mul i64 {f.let(f'mul i64 {p}, 2')}, {apart}"))
                second = f.at(first, apart)

                def add(kind: str, i: str) -> None:
                    total = f"fadd {kind} {f.load(kind, first, i)}, {f.load(kind, second, i)}"
                    f.store(kind, f.let(total), f.at(first, i, kind))

                f.loop(str(size // LANES), partial(add, VECTOR))
                f.loop(str(size), partial(add, SCALAR), start=str(size - size % LANES))

            f.loop(pairs, pair)

        f.loop(f.let(f"sub i64 64, {zeros}"), level)

    def _segments(self, f: Function, word: Word, buffer: str, outwards: bool) -> None:
        """Copy between a buffer and arrays one after the other: pairs of an address and a count."""
        pairs = f.load("ptr", "%job", str(word), "i64")
        count = f.load("i64", "%job", str(word + 1))

        def segment(i: str, position: str) -> list[str]:
            pair = f.at(pairs, f.let(f"mul i64 {i}, 2"), "i64")
            array, size = f.load("ptr", pair), f.load("i64", pair, "1")
            begin = f.at(buffer, position)
            source, target = (begin, array) if outwards else (array, begin)

            def copy(kind: str, j: str) -> None:
                f.store(kind, f.load(kind, source, j), f.at(target, j, kind))

            whole = f.let(f"udiv i64 {size}, {LANES}")
            f.loop(whole, partial(copy, VECTOR))
            f.loop(size, partial(copy, SCALAR), start=f.let(f"mul i64 {whole}, {LANES}"))
            return [f.let(f"add i64 {position}, {size}")]

        f.loop(count, segment, ["i64"], ["0"])

    def _begin(self) -> None:
        begin = Procedure("begin", "ptr %job", internal=False)
        u = begin.load("ptr", "%job", str(Word.UNIFORMS), "i64")
        self._segments(begin, Word.GIVEN, u, outwards=False)
        begin.call("prelude", f"ptr {u}")
        begin.store("i64", "0", begin.at("%job", str(Word.NEXT), "i64"))
        self.assembly.add(begin)

    def _run(self) -> None:
        run = Procedure("run", "ptr %job", internal=False)
        run.call("begin", "ptr %job")
        if self.storage.has_rows:
            scratch = run.load("ptr", "%job", str(Word.SCRATCH), "i64")
            run.call("chunks", "ptr %job", f"ptr {scratch}")
        run.call("finish", "ptr %job")
        self.assembly.add(run)


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


def _runs(copied: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Each place that is copied, with the first of the slots side by side, and their number.

    >>> [*_runs([(7, 10), (7, 11), (7, 13), (8, 14)])]
    [(7, 10, 2), (7, 13, 1), (8, 14, 1)]
    """
    for _, run in groupby(enumerate(copied), lambda x: (x[1][0], x[1][1] - x[0])):
        same = [pair for _, pair in run]
        yield *same[0], len(same)


def _fill(f: Function, value: str, start: str, count: int) -> None:
    """Store a number in all the places from one on."""

    def store(i: str) -> None:
        f.store(SCALAR, value, f.at(start, i))

    if count < _MANY:
        for i in range(count):
            store(str(i))
    else:
        f.loop(str(count), store)
