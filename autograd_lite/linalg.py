"""Linear algebra of small matrices, up to a dozen rows: every entry is a number or a Value.

The results are composed of operations of the table, so that derivatives of any order follow, and a
compiled function computes the same numbers: which row becomes the pivot is chosen by comparisons,
and while a function is traced rows are exchanged by ``where``. A solution takes some n³ nodes.

A is a square matrix: an array, a table or nested lists. Numbers give float arrays, and arrays of
Values come back as such if one entry is a Value. As in JAX, and everywhere in IEEE 754, what does
not exist is infinite or nan, and no error: the solution for a singular matrix, for one.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograd_lite import primitives
from autograd_lite.inputs.arraylike import number_array
from autograd_lite.results import uniform_array
from autograd_lite.trace import VALUES
from autograd_lite.value import Value

__all__ = ["SlogdetResult", "cholesky", "det", "inv", "slogdet", "solve"]
__dir__ = __all__.copy

#: the rows of a matrix, of floats and Values, which an elimination changes in place
Rows = list[list[Any]]


class SlogdetResult(NamedTuple):
    """What `slogdet` returns: the determinant is sign · exp(logabsdet)."""

    #: −1, 0 or 1
    sign: Any
    #: the logarithm of the absolute value; −inf if that is 0
    logabsdet: Any


def solve(A: Any, b: Any) -> NDArray[Any]:
    """Return x with A x = b, for a vector b or for each column of a matrix b.

    By elimination with row pivoting. Where A is singular, unknowns are infinite or nan.

    >>> solve([[2.0, 1.0], [1.0, 3.0]], [3.0, 4.0]).tolist()
    [1.0, 1.0]
    """
    rows, right = _square(A, "A"), number_array(b, "b")
    if right.ndim not in (1, 2) or len(right) != len(rows):
        raise ValueError(
            f"b: a vector of {len(rows)} numbers or a matrix of {len(rows)} rows is needed, as A "
            f"has, got the shape {right.shape}"
        )
    columns = right.reshape(len(rows), -1) if len(rows) else right.reshape(0, 0)
    found = _solved(rows, columns.tolist())
    return uniform_array(chain.from_iterable(found), right.shape)


def inv(A: Any) -> NDArray[Any]:
    """Return the inverse of A. For a product of it with something, `solve` is better and cheaper.

    >>> inv([[2.0, 0.0], [0.0, 4.0]]).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    rows = _square(A, "A")
    found = _solved(rows, np.eye(len(rows)).tolist())
    return uniform_array(chain.from_iterable(found), (len(rows), len(rows)))


def det(A: Any) -> Any:
    """Return the determinant of A.

    By elimination with full pivoting and without a division by 0: a singular matrix has the
    determinant 0, or one of the size of the rounding, and its right gradient, the cofactors.
    (Third and higher derivatives are right if the rank is at least n − 2.) The product of the
    pivots may leave the range of doubles; `slogdet` does not.

    >>> det([[1.0, 2.0], [3.0, 4.0]]), det([[1.0, 2.0], [2.0, 4.0]])
    (-2.0, 0.0)
    """
    rows = _square(A, "A")
    factors = [1.0]
    for k in range(len(rows) - 2):
        factors += [_pivot_columns(rows, k), _pivot_rows(rows, k), rows[k][k]]
        _eliminate(rows, k)
    if len(rows) > 1:  # without a division: right also where all that is left is 0
        (a, b), (c, d) = (row[-2:] for row in rows[-2:])
        factors.append(a * d - b * c)
    else:
        factors += [row[0] for row in rows]
    return _product(factors)


def slogdet(A: Any) -> SlogdetResult:
    """Return the sign of the determinant of A, and the logarithm of its absolute value.

    The sign is constant, its gradient 0. A singular matrix has the sign 0 and the logarithm −inf.

    >>> slogdet([[0.0, 1.0], [1.0, 0.0]])
    SlogdetResult(sign=-1.0, logabsdet=0.0)
    """
    rows = _square(A, "A")
    signs: list[Any] = [1.0]
    for k in range(len(rows)):
        signs.append(_pivot_rows(rows, k))
        _eliminate(rows, k)
    pivots = [row[k] for k, row in enumerate(rows)]
    logarithm = VALUES.sum(*[VALUES.log(abs(x)) for x in pivots])
    return SlogdetResult(_product([*signs, *map(VALUES.sign, pivots)]), logarithm)


def cholesky(A: Any) -> NDArray[Any]:
    """Return the lower triangular matrix L with L Lᵀ = A, for a symmetric positive definite A.

    As NumPy's, it reads the lower triangle of A alone: whatever stands above has the gradient 0,
    and an entry below the diagonal the gradient of both places. (JAX takes the mean of A and Aᵀ:
    pass that for its gradients.) Where A is not positive definite, entries are nan.

    >>> cholesky([[4.0, 2.0], [2.0, 5.0]]).tolist()
    [[2.0, 0.0], [1.0, 2.0]]
    """
    rows = _square(A, "A")
    lower: Rows = []
    for i, row in enumerate(rows):
        lower.append([])
        for j in range(i + 1):
            rest = _less(row[j], lower[i][:j], lower[j][:j])
            lower[i].append(VALUES.sqrt(rest) if i == j else VALUES.divide(rest, lower[j][j]))
    filled = [row + [0.0] * (len(rows) - len(row)) for row in lower]
    return uniform_array(chain.from_iterable(filled), (len(rows), len(rows)))


# Elimination --------------------------------------------------------------------------------


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
            VALUES.divide(_less(y, rows[i][i + 1 : n], x), rows[i][i])
            for y, x in zip(rows[i][n:], below, strict=True)
        ]
    return unknowns


def _pivot_rows(rows: Rows, k: int) -> Any:
    """Bring the row with the largest entry of column k to row k; return the sign of that."""
    sign: Any = 1.0
    for i in range(k + 1, len(rows)):
        larger = abs(rows[i][k]) > abs(rows[k][k])
        rows[k], rows[i] = _exchanged(larger, rows[k], rows[i])
        sign = VALUES.where(larger, -sign, sign)
    return sign


def _pivot_columns(rows: Rows, k: int) -> Any:
    """Bring the column with the largest entry to column k; return the sign of that."""
    columns = [*map(list, zip(*rows, strict=True))]
    largest = [VALUES.maximum(*map(abs, column[k:])) for column in columns]
    sign: Any = 1.0
    for j in range(k + 1, len(rows)):
        larger = largest[j] > largest[k]
        columns[k], columns[j] = _exchanged(larger, columns[k], columns[j])
        largest[k] = VALUES.where(larger, largest[j], largest[k])
        sign = VALUES.where(larger, -sign, sign)
    rows[:] = map(list, zip(*columns, strict=True))
    return sign


def _exchanged(condition: Any, x: list[Any], y: list[Any]) -> tuple[list[Any], list[Any]]:
    """y and x where the condition holds, else x and y."""
    if isinstance(condition, bool):
        return (y, x) if condition else (x, y)
    pairs = [*zip(x, y, strict=True)]
    first = [VALUES.where(condition, b, a) for a, b in pairs]
    return first, [VALUES.where(condition, a, b) for a, b in pairs]


def _eliminate(rows: Rows, k: int) -> None:
    """Subtract multiples of row k from those below it, so that zeros would stand in column k.

    Those are not written, for nobody reads them. Under a pivot of 0 they stand there already.
    """
    pivot, rest = rows[k][k], range(k + 1, len(rows[k]))
    is_zero = pivot == 0.0
    for row in rows[k + 1 :]:
        factor = VALUES.where(is_zero, 0.0, VALUES.divide(row[k], pivot))
        for j in rest:
            row[j] = row[j] - factor * rows[k][j]


def _less(number: Any, x: Iterable[Any], y: Iterable[Any]) -> Any:
    """The number less the sum of the products."""
    x, y = [*x], [*y]
    return number - primitives.dot(x, y) if x else number


def _product(factors: list[Any]) -> Any:
    """The product; signs that are known are one factor, or none."""
    others = [x for x in factors if isinstance(x, Value)]
    known = VALUES.prod(*[x for x in factors if not isinstance(x, Value)])
    return VALUES.prod(*others) if others and known == 1.0 else VALUES.prod(known, *others)


def _square(given: Any, argument: str) -> Rows:
    """The rows of a square matrix, as lists of their own."""
    entries = number_array(given, argument)
    if entries.ndim != 2 or len({*entries.shape}) != 1:
        raise ValueError(
            f"{argument}: a square matrix is needed, got the shape {entries.shape}; several "
            "matrices are given one after the other"
        )
    rows: Rows = entries.tolist()
    return rows
