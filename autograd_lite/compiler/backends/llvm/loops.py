"""Loops over tables, in LLVM's assembly language: sums of weighted rows, and sums over the batch.

A frame holds rows of up to ``block`` numbers, one for each point; a table holds the offsets of
rows in bytes. Several sums and several vectors are computed at once, in registers, so that what
is loaded is used several times. Products are added with one rounding (fma).

A strong product is 0 where one of its factors is 0. That differs from the plain product only by
a nan; so plain products are added, and where the result is nan it is computed again, with masks,
by functions of their own.
"""

from collections.abc import Callable, Sequence
from functools import cache, reduce
from typing import NamedTuple

from autograd_lite.compiler.backends.llvm.core import (
    LANES,
    MASK,
    SCALAR,
    VECTOR,
    Procedure,
    constant,
)

_ZERO = constant(0.0, VECTOR)
_NEUTRAL = constant(-0.0, VECTOR)


class Tile(NamedTuple):
    """How many sums, and how many vectors of each, are computed at once."""

    sums: int
    vectors: int


def _strong_fma(f: Procedure, upstream: str, local: str, total: str) -> str:
    zeros = [f.let(f"fcmp oeq {VECTOR} {x}, {_ZERO}") for x in (upstream, local)]
    is_zero = f.let(f"or {MASK} {', '.join(zeros)}")
    new = f.fma(upstream, local, total, VECTOR)
    return f.let(f"select {MASK} {is_zero}, {VECTOR} {total}, {VECTOR} {new}")


def _any_nan(f: Procedure, found: Sequence[str]) -> str:
    """Whether there is a nan among vectors; one comparison asks for both of a pair."""
    pairs = zip(found[::2], found[1::2] or found, strict=True)
    unordered = [f.let(f"fcmp uno {VECTOR} {x}, {y}") for x, y in pairs]
    any_nan = reduce(lambda x, y: f.let(f"or {MASK} {x}, {y}"), unordered)
    return f.let(f"call i1 @llvm.vector.reduce.or.v{LANES}i1({MASK} {any_nan})")


def table_entry(f: Procedure, table: str, index: str) -> str:
    """An integer of a table."""
    return f.let(f"sext i32 {f.load('i32', table, index)} to i64")


def row_of(f: Procedure, table: str, index: str, frame: str = "%frame") -> str:
    """A row, whose offset stands in a table."""
    return f.at(frame, table_entry(f, table, index), "i8")


@cache
def sums(tile: Tile) -> Procedure:
    """``sums[i] = Σⱼ weights[j, i] · rows[j]`` for the i of one tile, and all vectors."""
    f = Procedure(
        f"sums_{tile.sums}",
        "ptr %frame, ptr %u, ptr %rows, ptr %weights, ptr %sums, i64 %count, i64 %vectors, "
        "i1 %strong",
        shared=True,
    )

    def columns(width: int) -> Callable[[str], None]:
        size = tile.sums * width

        def column(v: str) -> None:
            index = v if width == 1 else f.let(f"mul i64 {v}, {width}")
            first = f.at("%frame", index, VECTOR)

            def term(j: str, *totals: str) -> list[str]:
                row = row_of(f, "%rows", j, first)
                vectors = [f.load(VECTOR, row, str(k)) for k in range(width)]
                base = f.let(f"mul i64 {j}, {tile.sums}")
                new = []
                for i in range(tile.sums):
                    slot = table_entry(f, "%weights", f.let(f"add i64 {base}, {i}"))
                    weight = f.splat(f.load(SCALAR, "%u", slot))
                    for k, x in enumerate(vectors):
                        new.append(f.fma(x, weight, totals[i * width + k], VECTOR))
                return new

            totals = f.loop("%count", term, [VECTOR] * size, [_NEUTRAL] * size)

            def keep() -> None:
                for i in range(tile.sums):
                    row = row_of(f, "%sums", str(i), first)
                    for k in range(width):
                        f.store(VECTOR, totals[i * width + k], f.at(row, str(k), VECTOR))

            def compute_again() -> None:
                tables = ("ptr %u", "ptr %rows", "ptr %weights", "ptr %sums")
                sizes = (f"i64 {tile.sums}", "i64 %count", f"i64 {width}")
                f.call(strong_sums().name, f"ptr {first}", *tables, *sizes)

            f.choose(f.both("%strong", lambda: _any_nan(f, totals)), compute_again, keep)

        return column

    wide = f.let(f"udiv i64 %vectors, {tile.vectors}")
    f.loop(wide, columns(tile.vectors))
    if tile.vectors > 1:
        f.loop("%vectors", columns(1), start=f.let(f"mul i64 {wide}, {tile.vectors}"))
    return f


@cache
def strong_sums() -> Procedure:
    """What `sums` computes for ``tile`` sums and ``width`` vectors, by strong products."""
    f = Procedure(
        "strong_sums",
        "ptr %frame, ptr %u, ptr %rows, ptr %weights, ptr %sums, i64 %tile, i64 %count, i64 %width",
        shared=True,
    )

    def one(i: str) -> None:
        def vector(v: str) -> None:
            first = f.at("%frame", v, VECTOR)

            def term(j: str, total: str) -> list[str]:
                place = f.let(f"add i64 {f.let(f'mul i64 {j}, %tile')}, {i}")
                weight = f.splat(f.load(SCALAR, "%u", table_entry(f, "%weights", place)))
                return [_strong_fma(f, f.load(VECTOR, row_of(f, "%rows", j, first)), weight, total)]

            (total,) = f.loop("%count", term, [VECTOR], [_NEUTRAL])
            f.store(VECTOR, total, row_of(f, "%sums", i, first))

        f.loop("%width", vector)

    f.loop("%tile", one)
    return f


@cache
def products(tile: Tile) -> Procedure:
    """``totals[outputs[j, i]] += Σ upstreams[i] · rows[j]`` over the vectors of a block, where the
    number of rows is a multiple of the tile's; the products are strong.
    """
    f = Procedure(
        f"products_{tile.sums}",
        "ptr %frame, ptr %totals, ptr %upstreams, ptr %rows, ptr %outputs, i64 %count, "
        "i64 %vectors",
        shared=True,
    )
    size = tile.sums * tile.vectors
    upstreams = [row_of(f, "%upstreams", str(i)) for i in range(tile.sums)]

    def group(g: str) -> None:
        first = f.let(f"mul i64 {g}, {tile.vectors}")
        places = [f.let(f"add i64 {first}, {j}") for j in range(tile.vectors)]
        rows = [row_of(f, "%rows", place) for place in places]

        def vector(v: str, *totals: str) -> list[str]:
            us = [f.load(VECTOR, row, v) for row in upstreams]
            xs = [f.load(VECTOR, row, v) for row in rows]
            pairs = [(u, x) for x in xs for u in us]
            return [f.fma(u, x, t, VECTOR) for (u, x), t in zip(pairs, totals, strict=True)]

        found = f.loop("%vectors", vector, [VECTOR] * size, [_ZERO] * size)
        outputs = f.at("%outputs", f.let(f"mul i64 {g}, {size}"), "i32")

        def add() -> None:
            for i, total in enumerate(found):
                _add(f, total, outputs, str(i))

        def compute_again() -> None:
            some = f.at("%rows", first, "i32")
            arguments = ("ptr %frame", "ptr %totals", "ptr %upstreams", f"ptr {some}")
            sizes = (f"i64 {tile.sums}", f"i64 {tile.vectors}", "i64 %vectors")
            f.call(strong_products().name, *arguments, f"ptr {outputs}", *sizes)

        f.choose(_any_nan(f, found), compute_again, add)

    f.loop(f.let(f"udiv i64 %count, {tile.vectors}"), group)
    return f


@cache
def strong_products() -> Procedure:
    """What `products` computes for so many upstreams and rows, by strong products."""
    f = Procedure(
        "strong_products",
        "ptr %frame, ptr %totals, ptr %upstreams, ptr %rows, ptr %outputs, i64 %many, i64 %count, "
        "i64 %vectors",
        shared=True,
    )

    def row(j: str) -> None:
        x = row_of(f, "%rows", j)
        start = f.let(f"mul i64 {j}, %many")

        def upstream(i: str) -> None:
            u = row_of(f, "%upstreams", i)

            def vector(v: str, total: str) -> list[str]:
                return [_strong_fma(f, f.load(VECTOR, u, v), f.load(VECTOR, x, v), total)]

            (total,) = f.loop("%vectors", vector, [VECTOR], [_ZERO])
            _add(f, total, "%outputs", f.let(f"add i64 {start}, {i}"))

        f.loop("%many", upstream)

    f.loop("%count", row)
    return f


def _add(f: Procedure, total: str, outputs: str, index: str) -> None:
    """Add to the total whose number stands in a table."""
    place = f.at("%totals", table_entry(f, outputs, index), VECTOR)
    f.store(VECTOR, f.let(f"fadd {VECTOR} {f.load(VECTOR, place)}, {total}"), place)


@cache
def totals() -> Procedure:
    """``totals[outputs[i]] += Σ rows[i]`` over the vectors of a block."""
    parameters = "ptr %frame, ptr %totals, ptr %rows, ptr %outputs, i64 %count, i64 %vectors"
    f = Procedure("totals", parameters, shared=True)

    def one(i: str) -> None:
        row = row_of(f, "%rows", i)
        place = f.at("%totals", table_entry(f, "%outputs", i), VECTOR)
        old = f.load(VECTOR, place)

        def vector(v: str, total: str) -> list[str]:
            return [f.let(f"fadd {VECTOR} {total}, {f.load(VECTOR, row, v)}")]

        (new,) = f.loop("%vectors", vector, [VECTOR], [old])
        f.store(VECTOR, new, place)

    f.loop("%count", one)
    return f


@cache
def mask() -> Procedure:
    """Set rows to 0 behind the last point, in the last vector: nothing is added up there."""
    parameters = "ptr %frame, ptr %rows, i64 %count, i64 %points, i64 %vectors"
    f = Procedure("mask", parameters, shared=True)
    last = f.let("sub i64 %vectors, 1")
    valid = f.let(f"sub i64 %points, {f.let(f'mul i64 {last}, {LANES}')}")
    one = f.let(f"insertelement <{LANES} x i64> poison, i64 {valid}, i64 0")
    shape = f"<{LANES} x i32> zeroinitializer"
    many = f.let(f"shufflevector <{LANES} x i64> {one}, <{LANES} x i64> poison, {shape}")
    lanes = ", ".join(f"i64 {i}" for i in range(LANES))
    inside = f.let(f"icmp slt <{LANES} x i64> <{lanes}>, {many}")

    def row(i: str) -> None:
        place = f.at(row_of(f, "%rows", i), last, VECTOR)
        x = f.load(VECTOR, place)
        f.store(VECTOR, f.let(f"select {MASK} {inside}, {VECTOR} {x}, {VECTOR} {_ZERO}"), place)

    full = f.let(f"icmp eq i64 {valid}, {LANES}")
    f.loop(f.let(f"select i1 {full}, i64 0, i64 %count"), row)
    return f
