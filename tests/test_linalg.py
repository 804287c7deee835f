"""Linear algebra of small matrices, beside mpmath's: values, first and second derivatives.

Errors are in units of rounding times the condition number, relative to the largest entry. At most
n are found for n rows, and far fewer where the condition is bad.
"""

import itertools
import math
from fractions import Fraction
from functools import cache

import mpmath as mp
import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, linalg

SIZES = [1, 2, 3, 5, 12]
CONDITIONS = [1.0, 1e4, 1e9]

each_matrix = pytest.mark.parametrize(
    ("n", "condition"), [(n, c) for n in SIZES for c in CONDITIONS if n > 1 or c == 1.0]
)


@cache
def matrix(n, condition):
    """A random matrix whose singular values run from 1 down to 1/condition."""
    rng = np.random.default_rng(n)
    left, right = (np.linalg.qr(rng.normal(size=(n, n)))[0] for _ in range(2))
    return left @ np.diag(np.geomspace(1.0, 1.0 / condition, n)) @ right


def weights(*shape):
    return np.random.default_rng(shape).normal(size=shape)


def exact(array):
    return mp.matrix(np.atleast_2d(array.T).T.tolist())


def near(found, expected, n, condition):
    """Whether all entries are right, as near as the condition allows."""
    numbers = [mp.mpf(float(x)) for x in np.ravel(found)]
    truth = [*expected] if isinstance(expected, mp.matrix) else [expected]
    assert len(numbers) == len(truth)
    error = max(abs(x - y) for x, y in zip(numbers, truth, strict=True))
    size = max(map(abs, truth))
    assert error <= (n + 2) * 2.0**-52 * condition * size


@pytest.fixture(autouse=True)
def digits():
    with mp.workdps(60):
        yield


@each_matrix
def test_solutions_and_their_gradients(n, condition):
    A, b, c = matrix(n, condition), weights(n), weights(n, 1)[:, 0]
    x, adjoint = exact(A) ** -1 * exact(b), (exact(A).T) ** -1 * exact(c)
    near(linalg.solve(A, b), x, n, condition)
    by_A, by_b = ag.grad(lambda A, b: ag.dot(c, linalg.solve(A, b)), (0, 1))(A, b)
    near(by_A, -adjoint * x.T, n, condition)
    near(by_b, adjoint, n, condition)


@each_matrix
def test_inverses_and_their_gradients(n, condition):
    A, c = matrix(n, condition), weights(n, n)
    inverse = exact(A) ** -1
    near(linalg.inv(A), inverse, n, condition)
    gradient = ag.grad(lambda A: ag.dot(c.ravel(), linalg.inv(A).ravel()))(A)
    near(gradient, -inverse.T * exact(c) * inverse.T, n, condition)


@each_matrix
def test_determinants_and_their_gradients(n, condition):
    A = matrix(n, condition)
    determinant, cofactors = mp.det(exact(A)), mp.det(exact(A)) * (exact(A) ** -1).T
    near(linalg.det(A), determinant, n, condition)
    near(ag.grad(linalg.det)(A), cofactors, n, condition)
    sign, logarithm = linalg.slogdet(A)
    assert sign == mp.sign(determinant)
    assert abs(logarithm - mp.log(abs(determinant))) <= (n + 2) * 2.0**-52 * condition
    near(ag.grad(lambda A: linalg.slogdet(A).logabsdet)(A), cofactors / determinant, n, condition)


@pytest.mark.parametrize("n", SIZES)
def test_cholesky_factors_and_their_gradients(n):
    A, c = matrix(n, 100.0) @ matrix(n, 100.0).T, np.tril(weights(n, n))
    A = (A + A.T) / 2
    factor = mp.cholesky(exact(A))
    near(linalg.cholesky(A), factor, n, 1e4)
    inner = factor.T * exact(c)  # its lower half, whose diagonal counts half, makes the gradient
    for i in range(n):
        inner[i, i] /= 2
        for j in range(i + 1, n):
            inner[i, j] = 0
    gradient = (factor**-1).T * inner * factor**-1
    folded = mp.matrix(n, n)  # what is above the diagonal goes to the entry that is read
    for i in range(n):
        for j in range(i + 1):
            folded[i, j] = (gradient[i, j] + gradient[j, i]) / (2 if i == j else 1)
    near(ag.grad(lambda A: ag.dot(c.ravel(), linalg.cholesky(A).ravel()))(A), folded, n, 1e4)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("condition", [1.0, 1e4])
def test_second_derivatives(n, condition):
    A, b, c = matrix(n, condition), weights(n), weights(n, 1)[:, 0]
    inverse, D = exact(A) ** -1, mp.det(exact(A))
    x, adjoint = inverse * exact(b), inverse.T * exact(c)
    pairs = [(i, j) for i in range(n) for j in range(n)]
    of_det = [
        D * (inverse[j, i] * inverse[q, p] - inverse[j, p] * inverse[q, i])
        for i, j in pairs
        for p, q in pairs
    ]
    of_solution = [
        adjoint[i] * inverse[j, p] * x[q] + adjoint[p] * inverse[q, i] * x[j]
        for i, j in pairs
        for p, q in pairs
    ]
    if n > 1:  # of a number it is 0
        near(ag.hessian(linalg.det)(A), mp.matrix(of_det), n, condition)
    near(
        ag.hessian(lambda A: ag.dot(c, linalg.solve(A, b)))(A), mp.matrix(of_solution), n, condition
    )
    along = weights(n, n)
    product = ag.hvp(linalg.det, (A,), (along,))
    rows = np.array(of_det, float).reshape(n * n, n * n) @ along.ravel()
    np.testing.assert_allclose(product.ravel(), rows, rtol=1e-11, atol=1e-15)


# Singular matrices -----------------------------------------------------------------------------

SINGULAR = [
    ("a zero column first", [[0.0, 1.0, 2.0], [0.0, 2.0, 3.0], [0.0, 4.0, 9.0]]),
    ("a zero row", [[1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [4.0, 5.0, 7.0]]),
    ("equal rows", [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [2.0, 0.0, 1.0]]),
    ("rank 1", np.outer([1.0, 2.0, 4.0], [1.0, -1.0, 2.0])),
    ("zero", np.zeros((3, 3))),
    ("rank 2 of 4", np.diag([0.0, 3.0, 0.0, 2.0])),
]


@pytest.mark.parametrize(
    ("numbers", "product"),
    [
        ([1e200, 1e-300, 1e200, 1e-200], 1e-100),
        ([1e-200, 1e200] * 5, 1.0),
        ([1e300, 1.0, -1e-300], -1.0),
    ],
)
def test_pivots_far_apart_stay_in_range(numbers, product):
    slopes = np.diag(ag.grad(linalg.det)(np.diag(numbers)))
    assert linalg.det(np.diag(numbers)) == pytest.approx(product, rel=1e-13)
    assert slopes * numbers == pytest.approx(np.full(len(numbers), product), rel=1e-13)


def _sign(permutation):
    return (-1) ** sum(i > j for i, j in itertools.combinations(permutation, 2))


@pytest.mark.parametrize("A", [pytest.param(np.array(A), id=name) for name, A in SINGULAR])
def test_the_determinant_of_a_singular_matrix_has_its_derivatives(A):
    """They are polynomials: cofactors, and cofactors of those."""
    n, fast = len(A), ag.compile(linalg.det)

    def minor(rows, columns):
        rest = np.delete(np.delete(A, rows, 0), columns, 1)
        places = itertools.permutations(range(len(rest)))  # mpmath 1.3 fails on singular matrices
        numbers = np.vectorize(Fraction, otypes=[object])(rest)
        return float(sum(_sign(p) * math.prod(numbers[range(len(p)), p]) for p in places))

    cofactors = [[(-1) ** (i + j) * minor([i], [j]) for j in range(n)] for i in range(n)]
    for found in (ag.grad(linalg.det)(A), fast.grad(A)):
        np.testing.assert_allclose(found, cofactors, atol=1e-14)
    assert linalg.det(A) == fast(A) == 0.0
    second = ag.hessian(linalg.det)(A)
    for i, j, p, q in np.ndindex(second.shape):
        sign = (-1.0) ** (i + j + p + q) * ((p > i) - (p < i)) * ((q > j) - (q < j))
        expected = sign * minor([i, p], [j, q]) if sign else 0.0
        assert abs(second[i, j, p, q] - expected) < 1e-14


def test_what_does_not_exist_is_infinite_or_nan():
    A = np.array(SINGULAR[0][1])
    for at in (linalg.slogdet, ag.compile(linalg.slogdet)):
        assert tuple(at(A)) == (0.0, -math.inf)
    slope = ag.grad(lambda a: linalg.slogdet([[a, 0.0], [0.0, 2.0]]).logabsdet)
    assert slope(0.0) == math.inf
    for solve in (linalg.solve, ag.compile(linalg.solve)):
        assert not np.isfinite(solve(A, [1.0, 2.0, 3.0])).all()
    assert not np.isfinite(linalg.inv(A)).all()
    for factor in (linalg.cholesky, ag.compile(linalg.cholesky)):
        assert np.isnan(factor([[1.0, 2.0], [2.0, 1.0]])).tolist() == [[False] * 2, [False, True]]
    assert math.isnan(linalg.det([[math.nan, 1.0], [1.0, 1.0]]))


def test_a_pivot_of_zero_is_exchanged():
    A, b = np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([2.0, 3.0])
    for solve in (linalg.solve, ag.compile(linalg.solve)):
        assert solve(A, b).tolist() == [3.0, 1.0]
    by_A = ag.grad(lambda A: linalg.solve(A, b)[0])(A)
    assert by_A.tolist() == [[0.0, 0.0], [-3.0, -1.0]]
    assert linalg.slogdet(A) == (-1.0, math.log(2.0))


# Modes -----------------------------------------------------------------------------------------

FUNCTIONS = {
    "solve": lambda A: ag.sum(linalg.solve(A, [[1.0, 2.0], [3.0, 4.0], [0.5, 1.5]]).ravel()),
    "inv": lambda A: ag.sum(linalg.inv(A).ravel()),
    "det": linalg.det,
    "slogdet": lambda A: linalg.slogdet(A).logabsdet,
    "cholesky": lambda A: ag.sum(linalg.cholesky(A).ravel()),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("backend", ["python", "numpy", "llvm"])
def test_compiled_they_are_the_same(name, backend):
    """Also where another row is the pivot than when it was compiled."""
    f = FUNCTIONS[name]
    fast = ag.compile(f, backend=backend)
    many = ag.compile(f, backend=backend, in_axes=0)
    batch = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        A = rng.normal(size=(3, 3))
        batch.append(A @ A.T + 0.1 * np.eye(3) if name == "cholesky" else A)
        assert fast(batch[-1]) == f(batch[-1])
        np.testing.assert_allclose(fast.grad(batch[-1]), ag.grad(f)(batch[-1]), rtol=1e-10)
    np.testing.assert_allclose(many(np.stack(batch)), [f(A) for A in batch], rtol=1e-12)
    gradients = many.value_and_grad(np.stack(batch))[1]
    np.testing.assert_allclose(gradients, [ag.grad(f)(A) for A in batch], rtol=1e-9)


def test_forward_mode_agrees():
    A, along = matrix(3, 10.0), weights(3, 3)
    for f in FUNCTIONS.values():
        at = A @ A.T
        by_A = ag.grad(f)(at)
        assert math.isclose(
            ag.jvp(f, (at,), (along,))[1], float(np.sum(by_A * along)), rel_tol=1e-11
        )


# What comes in and goes out --------------------------------------------------------------------


def test_numbers_give_float_arrays_and_values_values():
    v = Value(2.0)
    for A in ([[2.0, 1], [1.0, 3.0]], np.array([[2, 1], [1, 3]])):
        for found in (linalg.solve(A, [1, 2]), linalg.inv(A), linalg.cholesky(A)):
            assert found.dtype == float
        assert type(linalg.det(A)) is float
    for found in (linalg.inv([[v, 0.0], [0.0, 1.0]]), linalg.cholesky([[v, 0.0], [0.0, 1.0]])):
        assert all(isinstance(x, Value) for x in found.ravel())
    assert isinstance(linalg.det([[v, 0.0], [0.0, 1.0]]), Value)
    assert linalg.solve(np.eye(2), np.array([[1.0], [2.0]])).shape == (2, 1)
    mixed = linalg.solve(np.eye(2), [[1.0, v], [2.0, 1.0]])
    assert [x.data for x in mixed.ravel()] == [1.0, 2.0, 2.0, 1.0]


@pytest.mark.parametrize("name", ["solve", "inv", "det", "slogdet", "cholesky"])
def test_numpys_functions_bring_values_here(name):
    A = matrix(3, 10.0) @ matrix(3, 10.0).T
    others = [weights(3)] if name == "solve" else []

    def total(A, numpy=np.linalg):
        found = getattr(numpy, name)(A, *others)
        return (
            found[1]
            if name == "slogdet"
            else np.sum(np.asarray(found) if np.ndim(found) else found)
        )

    assert ag.grad(total)(A).tolist() == ag.grad(lambda A: total(A, linalg))(A).tolist()
    assert (
        ag.compile(total).grad(A).tolist()
        == ag.compile(lambda A: total(A, linalg)).grad(A).tolist()
    )
    if name == "solve":
        x = np.linalg.solve(A, ag.add([1.0, 2.0, 3.0], Value(0.0)))
        np.testing.assert_allclose([y.data for y in x], np.linalg.solve(A, [1.0, 2.0, 3.0]))


def test_matrices_without_rows():
    empty = np.zeros((0, 0))
    assert linalg.det(empty) == 1.0
    assert linalg.slogdet(empty) == (1.0, 0.0)
    assert linalg.solve(empty, []).shape == (0,)
    assert linalg.inv(empty).shape == linalg.cholesky(empty).shape == (0, 0)


def test_arguments_stay_as_they_are():
    A, b = matrix(3, 1.0).copy(), weights(3)
    for f in (
        linalg.inv,
        linalg.det,
        linalg.slogdet,
        linalg.cholesky,
        lambda A: linalg.solve(A, b),
    ):
        f(A)
        assert (matrix(3, 1.0) == A).all()
    assert (b == weights(3)).all()


def test_cholesky_reads_the_lower_triangle_alone():
    A = np.array([[4.0, math.nan], [2.0, 5.0]])
    assert linalg.cholesky(A).tolist() == [[2.0, 0.0], [1.0, 2.0]]
    assert ag.grad(lambda A: linalg.cholesky(A)[1, 1])(A)[0, 1] == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linalg.det([1.0, 2.0]), r"A: a square matrix is needed, got the shape \(2,\)"),
        (lambda: linalg.inv(np.ones((2, 3))), r"A: a square matrix .* \(2, 3\)"),
        (lambda: linalg.det(np.ones((2, 3, 3))), "several matrices are given one after the other"),
        (lambda: linalg.solve(np.eye(2), [1.0]), r"b: a vector of 2 numbers .* got .* \(1,\)"),
        (lambda: linalg.solve(np.eye(2), np.ones((2, 2, 2))), "b: a vector of 2"),
        (lambda: linalg.det([[1.0, 2.0], [3.0]]), "A: numbers are needed, the same count in every"),
    ],
)
def test_misfits_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
