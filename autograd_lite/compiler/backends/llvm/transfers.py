"""Loops between the columns of arrays and the rows of a frame, in LLVM's assembly language."""

from functools import cache
from typing import Final, NamedTuple

from autograd_lite.compiler.backends.llvm.core import LANES, SCALAR, VECTOR, Procedure
from autograd_lite.compiler.backends.llvm.loops import row_of, table_entry


class Transfer(NamedTuple):
    """What happens between columns of arrays and rows of the frame."""

    name: str
    #: whether numbers go to the frame, from there, or stay
    direction: int
    #: whether code finds a dense column where it is, by a pointer
    in_place: bool


READ = Transfer("read", 1, False)
WRITE = Transfer("write", -1, False)
FIND_COLUMNS = Transfer("find_columns", 1, True)
FIND_OUTPUTS = Transfer("find_outputs", 0, True)
WRITE_FOUND = Transfer("write_found", -1, True)
ALL: Final = (READ, WRITE, FIND_COLUMNS, FIND_OUTPUTS, WRITE_FOUND)


@cache
def transfer(what: Transfer) -> Procedure:
    """Move columns: the table has pairs of the number of a column and the offset of a row.

    Behind the last point its row is repeated. A column is dense if its numbers are neighbours,
    and fill all vectors of the block; ``pointers`` then point to them, and else to the row.
    """
    f = Procedure(
        what.name,
        "ptr %frame, ptr %columns, ptr %table, i64 %count, i64 %first, i64 %points, i64 %vectors, "
        "ptr %pointers",
        shared=True,
    )
    padded = f.let(f"mul i64 %vectors, {LANES}")
    full = f.let(f"icmp eq i64 {padded}, %points")
    last = f.let("sub i64 %points, 1")

    def one(i: str) -> None:
        pair = f.let(f"mul i64 {i}, 2")
        column = table_entry(f, "%table", pair)
        row = row_of(f, "%table", f.let(f"add i64 {pair}, 1"))
        at = f.at("%columns", f.let(f"mul i64 {column}, 2"), "i64")
        stride = f.load("i64", at, "1")
        begin = f.let(f"mul i64 {stride}, %first")
        array = f.at(f.load("ptr", at), begin, "i8")
        dense = f.let(f"and i1 {full}, {f.let(f'icmp eq i64 {stride}, 8')}")

        def copy(kind: str, *ends: str) -> None:
            source, target = ends[:: what.direction]
            f.store(kind, f.load(kind, source), target)

        def vector(v: str) -> None:
            copy(VECTOR, f.at(array, v, VECTOR), f.at(row, v, VECTOR))

        def point(p: str) -> None:
            offset = f.let(f"mul i64 {f.smaller(p, last)}, {stride}")
            copy(SCALAR, f.at(array, offset, "i8"), f.at(row, p))

        if not what.in_place:
            f.loop(f.let(f"select i1 {dense}, i64 %vectors, i64 0"), vector)
        elif what.direction >= 0:
            found = f.let(f"select i1 {dense}, ptr {array}, ptr {row}")
            f.store("ptr", found, f.at("%pointers", i, "ptr"))
        if what.direction:
            points = padded if what.direction > 0 else "%points"
            f.loop(f.let(f"select i1 {dense}, i64 0, i64 {points}"), point)

    f.loop("%count", one)
    return f
