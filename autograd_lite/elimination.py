"""Elimination on the rows of small matrices, of floats and of nodes: what `linalg` is made of.

It is here by itself for NumPy's functions too, which arrays of Values bring here.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograd_lite import primitives
from autograd_lite.inputs.arraylike import number_array

#: the rows of a matrix, of floats and nodes, which an elimination changes in place
Rows = list[list[Any]]
#: an array of them
Objects = NDArray[Any]

divide = primitives.divide.of_numbers


def solve(A: Any, b: Any) -> Objects:
    """x with A x = b, for a vector or for each column of a matrix."""
    rows, right = square(A, "A"), number_array(b, "b")
    if right.ndim not in (1, 2) or len(right) != len(rows):
        raise ValueError(
            f"b: a vector of {len(rows)} numbers or a matrix of {len(rows)} rows is needed, as A "
            f"has, got the shape {right.shape}"
        )
    columns = right.reshape(len(rows), -1) if len(rows) else right.reshape(0, 0)
    return _objects(_solved(rows, columns.tolist())).reshape(right.shape)


def inv(A: Any) -> Objects:
    """The inverse."""
    rows = square(A, "A")
    return _objects(_solved(rows, np.eye(len(rows)).tolist()))


def det(A: Any) -> Any:
    """The determinant, with full pivoting."""
    rows = square(A, "A")
    if len(rows) < 2:
        return _product([1.0, *(row[0] for row in rows)])
    signs, pivots = [1.0], []
    for k in range(len(rows) - 2):
        signs += [_pivot_columns(rows, k), _pivot_rows(rows, k)]
        pivots.append(rows[k][k])
        _eliminate(rows, k)
    # without a division: right also where all that is left is 0
    (a, b), (c, d) = (_times(row[-2:], pivots[i::2]) for i, row in enumerate(rows[-2:]))
    return _product([*signs, a * d - b * c])


class SlogdetResult(NamedTuple):
    """What `slogdet` returns: the determinant is sign · exp(logabsdet)."""

    #: −1, 0 or 1
    sign: Any
    #: the logarithm of the absolute value; −inf if that is 0
    logabsdet: Any


SlogdetResult.__module__ = "autograd_lite.linalg"  # which gives it to users


def slogdet(A: Any) -> SlogdetResult:
    """The sign of the determinant and the logarithm of its absolute value."""
    rows = square(A, "A")
    signs: list[Any] = [1.0]
    for k in range(len(rows)):
        signs.append(_pivot_rows(rows, k))
        _eliminate(rows, k)
    pivots = [row[k] for k, row in enumerate(rows)]
    # of a pivot that is 0 the slope is infinite, where that of its absolute value would be 0
    logarithms = [primitives.log.of_numbers(where(x < 0.0, -x, x)) for x in pivots]
    sign = _product([*signs, *map(primitives.sign.of_numbers, pivots)])
    return SlogdetResult(sign, primitives.sum.of_numbers(*logarithms))


def cholesky(A: Any) -> Objects:
    """The lower triangular factor, from the lower triangle."""
    rows = square(A, "A")
    lower: Rows = []
    for i, row in enumerate(rows):
        lower.append([])
        for j in range(i + 1):
            rest = _less(row[j], lower[i][:j], lower[j][:j])
            on = i == j
            lower[i].append(primitives.sqrt.of_numbers(rest) if on else divide(rest, lower[j][j]))
    return _objects([row + [0.0] * (len(rows) - len(row)) for row in lower])


# Steps --------------------------------------------------------------------------------------


def _solved(rows: Rows, right: Rows) -> Rows:
    """The unknowns, one row for each, for the columns of the right-hand side."""
    n = len(rows)
    rows = [[*row, *more] for row, more in zip(rows, right, strict=True)]
    for k in range(n):
        _pivot_rows(rows, k)
        _eliminate(rows, k)
    unknowns: Rows = [[] for _ in rows]
    for i in reversed(range(n)):
        below = [*zip(*unknowns[i + 1 :], strict=True)] or [()] * len(rows[i][n:])
        unknowns[i] = [
            divide(_less(y, rows[i][i + 1 : n], x), rows[i][i])
            for y, x in zip(rows[i][n:], below, strict=True)
        ]
    return unknowns


def _pivot_rows(rows: Rows, k: int) -> Any:
    """Bring the row with the largest entry of column k to row k; return the sign of that."""
    sign: Any = 1.0
    for i in range(k + 1, len(rows)):
        larger = abs(rows[i][k]) > abs(rows[k][k])
        rows[k], rows[i] = _exchanged(larger, rows[k], rows[i])
        sign = where(larger, -sign, sign)
    return sign


def _pivot_columns(rows: Rows, k: int) -> Any:
    """Bring the column with the largest entry to column k; return the sign of that."""
    columns = [*map(list, zip(*rows, strict=True))]
    largest = [primitives.maximum.of_numbers(*map(abs, column[k:])) for column in columns]
    sign: Any = 1.0
    for j in range(k + 1, len(rows)):
        larger = largest[j] > largest[k]
        columns[k], columns[j] = _exchanged(larger, columns[k], columns[j])
        largest[k] = where(larger, largest[j], largest[k])
        sign = where(larger, -sign, sign)
    rows[:] = map(list, zip(*columns, strict=True))
    return sign


def _exchanged(condition: Any, x: list[Any], y: list[Any]) -> tuple[list[Any], list[Any]]:
    """y and x where the condition holds, else x and y."""
    if isinstance(condition, bool):
        return (y, x) if condition else (x, y)
    pairs = [*zip(x, y, strict=True)]
    first = [where(condition, b, a) for a, b in pairs]
    return first, [where(condition, a, b) for a, b in pairs]


def _eliminate(rows: Rows, k: int) -> None:
    """Subtract multiples of row k from those below it, so that zeros would stand in column k.

    Those are not written, for nobody reads them. Under a pivot of 0 they stand there already.
    """
    pivot, rest = rows[k][k], range(k + 1, len(rows[k]))
    is_zero = pivot == 0.0
    for row in rows[k + 1 :]:
        factor = where(is_zero, 0.0, divide(row[k], pivot))
        for j in rest:
            row[j] = row[j] - factor * rows[k][j]


def _less(number: Any, x: Iterable[Any], y: Iterable[Any]) -> Any:
    """The number less the sum of the products."""
    x, y = [*x], [*y]
    return number - primitives.dot(x, y) if x else number


def _times(row: list[Any], pivots: list[Any]) -> list[Any]:
    """A row times pivots, a large and a small one in turns, so that it stays in range."""
    for pivot in [x for pair in zip(pivots, pivots[::-1], strict=True) for x in pair][
        : len(pivots)
    ]:
        row = [pivot * x for x in row]
    return row


def _product(factors: list[Any]) -> Any:
    """The product; signs that are known are one factor, or none."""
    known = primitives.prod([x for x in factors if type(x) is float])
    others = [x for x in factors if type(x) is not float]
    return primitives.prod([known, *others] if known != 1.0 or not others else others)


def where(condition: Any, x: Any, y: Any) -> Any:
    """x where the condition holds: it is known, or a node."""
    if isinstance(condition, bool):
        return x if condition else y
    return primitives.where.of_numbers(condition, x, y)


# What comes in and goes out -----------------------------------------------------------------


def square(given: Any, argument: str) -> Rows:
    """The rows of a square matrix, as lists of their own."""
    entries = number_array(given, argument)
    if entries.ndim != 2 or len({*entries.shape}) != 1:
        raise ValueError(
            f"{argument}: a square matrix is needed, got the shape {entries.shape}; several "
            "matrices are given one after the other"
        )
    rows: Rows = entries.tolist()
    return rows


def _objects(rows: Rows) -> Objects:
    found = np.empty((len(rows), len(rows[0]) if rows else 0), object)
    for i, row in enumerate(rows):
        found[i] = row
    return found
