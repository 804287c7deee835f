"""Linear algebra of small matrices, up to a dozen rows: every entry is a number or a Value.

The results are composed of operations of the table, so that derivatives of any order follow, and a
compiled function computes the same numbers: which row becomes the pivot is chosen by comparisons,
and while a function is traced rows are exchanged by ``where``. A solution takes some n³ nodes.

A is a square matrix: an array, a table or nested lists. Numbers give float arrays, and arrays of
Values come back as such if one entry is a Value. NumPy's functions of these names do the same with
arrays of Values, one matrix at a time. As in JAX, and everywhere in IEEE 754, what does not exist
is infinite or nan, and no error: the solution for a singular matrix, for one.
"""

from typing import Any

from numpy.typing import NDArray

from autograd_lite import elimination
from autograd_lite.elimination import SlogdetResult
from autograd_lite.results import uniform

__all__ = ["SlogdetResult", "cholesky", "det", "inv", "slogdet", "solve"]
__dir__ = __all__.copy


def solve(A: Any, b: Any) -> NDArray[Any]:
    """Return x with A x = b, for a vector b or for each column of a matrix b.

    By elimination with row pivoting. Where A is singular, unknowns are infinite or nan.

    >>> solve([[2.0, 1.0], [1.0, 3.0]], [3.0, 4.0]).tolist()
    [1.0, 1.0]
    """
    return uniform(elimination.solve(A, b))


def inv(A: Any) -> NDArray[Any]:
    """Return the inverse of A. For a product of it with something, `solve` is better and cheaper.

    >>> inv([[2.0, 0.0], [0.0, 4.0]]).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    return uniform(elimination.inv(A))


def det(A: Any) -> Any:
    """Return the determinant of A.

    By elimination with full pivoting and without a division by 0: a singular matrix has the
    determinant 0, or one of the size of the rounding, and its right gradient, the cofactors.
    (Third and higher derivatives are right if the rank is at least n − 2.) The product of the
    pivots may leave the range of doubles; `slogdet` does not.

    >>> det([[1.0, 2.0], [3.0, 4.0]]), det([[1.0, 2.0], [2.0, 4.0]])
    (-2.0, 0.0)
    """
    return elimination.det(A)


def slogdet(A: Any) -> SlogdetResult:
    """Return the sign of the determinant of A, and the logarithm of its absolute value.

    The sign is constant, its gradient 0. A singular matrix has the sign 0 and the logarithm −inf.

    >>> slogdet([[0.0, 1.0], [1.0, 0.0]])
    SlogdetResult(sign=-1.0, logabsdet=0.0)
    """
    return elimination.slogdet(A)


def cholesky(A: Any) -> NDArray[Any]:
    """Return the lower triangular matrix L with L Lᵀ = A, for a symmetric positive definite A.

    As NumPy's, it reads the lower triangle of A alone: whatever stands above has the gradient 0,
    and an entry below the diagonal the gradient of both places. (JAX takes the mean of A and Aᵀ:
    pass that for its gradients.) Where A is not positive definite, entries are nan.

    >>> cholesky([[4.0, 2.0], [2.0, 5.0]]).tolist()
    [[2.0, 0.0], [1.0, 2.0]]
    """
    return uniform(elimination.cholesky(A))
