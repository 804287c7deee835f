"""NumPy's functions of Values: they give the same eagerly and compiled, and what ag's own give.

Every row of the table that NumPy has by a name is called by that name, on every mixture of
operands.
"""

import itertools
import math
import operator
import pickle
from copy import deepcopy

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import TracingError, Value
from autograd_lite.arrays.array import ValueArray
from autograd_lite.arrays.elements import ELEMENTS
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.primitives.numpy_names import SPELLINGS
from autograd_lite.primitives.operation import TABLE, sequence

#: np.identity makes a matrix
ANOTHER = {"identity", "dot"}
#: those that NumPy has for two operands
BY_TWO = {"maximum", "minimum"}
ROWS = {
    name: (getattr(np, SPELLINGS.get(name, name)), row)
    for name, row in TABLE.items()
    if hasattr(np, name) and (row.unpack is not sequence or name in BY_TWO) and name not in ANOTHER
}
#: what is no row, in terms of rows
MADE = {
    "positive": lambda x: x * 1.0,
    "conjugate": lambda x: x * 1.0,
    "fabs": ag.abs,
    "float_power": ag.power,
    "logaddexp": lambda x, y: ag.logsumexp([x, y]),
    "logaddexp2": lambda x, y: ag.log2(ag.exp2(x) + ag.exp2(y)),
    "fmax": ag.maximum,
    "fmin": ag.minimum,
    "mod": ag.remainder,
    "nan_to_num": lambda x: x * 1.0,
}
ALL = ROWS | {name: (getattr(np, name), function) for name, function in MADE.items()}
SETS = [[0.5, 1.0], [1.5, 2.5], [-0.5, 0.5], [0.0, 2.0]]


def count_of(name):
    function, own = ALL[name]
    if isinstance(function, np.ufunc):
        return function.nin
    return own.arity.start if name in ROWS else 1


def numbers_of(name):
    """Sets of numbers, all of which may meet each other as operands."""
    row = TABLE["power"] if name == "float_power" else TABLE.get(name)
    if row is None:
        return SETS
    pairs = ([*itertools.product(numbers, repeat=count_of(name))] for numbers in SETS)
    each = zip(SETS, pairs, strict=True)
    return [numbers for numbers, points in each if all(row.domain(*x) for x in points)]


def mixtures(count, numbers):
    """Functions of a number and an array that give operands, among which is one of the two."""
    kinds = {
        "number": lambda v, a: numbers[0],
        "Value": lambda v, a: v,
        "array of Values": lambda v, a: a,
        "array": lambda v, a: np.array(numbers),
        "plain array of Values": lambda v, a: np.array([a[0], a[1]]),
        "NumPy number": lambda v, a: np.float64(numbers[1]),
        "column": lambda v, a: np.array(numbers)[:, None],
    }
    known = kinds if count < 3 else [*kinds][:4]
    for names in itertools.product(known, repeat=count):
        if {"Value", "array of Values"} & {*names}:
            yield lambda v, a, names=names: [kinds[name](v, a) for name in names]


def by_numpy(name, numbers):
    def f(v, a):
        mixed = mixtures(count_of(name), numbers)
        results = [ALL[name][0](*operands(v, a)) for operands in mixed]
        return [x for each in results for x in np.ravel(each).tolist()]

    return f


def by_own(name, numbers):
    """The same, one number after the other."""

    def f(v, a):
        found = []
        for operands in mixtures(count_of(name), numbers):
            arrays = np.broadcast_arrays(*[np.array(x, dtype=object) for x in operands(v, a)])
            points = zip(*[x.ravel().tolist() for x in arrays], strict=True)
            found += [ALL[name][1](*x) for x in points]
        return found

    return f


def close(found, wanted, bound=4e-15):
    np.testing.assert_allclose(
        np.array(found, dtype=float), np.array(wanted, dtype=float), rtol=bound, atol=1e-300
    )


def rows_of(jacobian):
    return [[x, *y.tolist()] for x, y in jacobian]


@pytest.mark.parametrize("name", ALL)
def test_every_mixture_of_operands_eagerly_and_compiled(name):
    assert numbers_of(name)
    for numbers in numbers_of(name):
        v, a = numbers[1], np.array(numbers)
        f, own = by_numpy(name, numbers), by_own(name, numbers)
        values, slopes = own(v, a), rows_of(ag.jacobian(own, (0, 1))(v, a))
        recorded = [x if isinstance(x, float) else x.data for x in f(Value(v), ag.add(a, Value(0)))]
        close(recorded, values)
        close(rows_of(ag.jacobian(f, (0, 1))(v, a)), slopes)
        for backend in BACKENDS:
            fast = ag.compile(f, argnums=(0, 1), backend=backend)
            close(fast(v, a), values)
            close(rows_of(fast.jacobian(v, a)), slopes)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ALL)
def test_every_mixture_of_operands_over_a_batch(name, backend):
    for numbers in numbers_of(name):
        f, own = by_numpy(name, numbers), by_own(name, numbers)
        points = [(numbers[i], np.array(numbers[:: 1 - 2 * i])) for i in (0, 1)]
        v, a = (np.array(x) for x in zip(*points, strict=True))
        fast = ag.compile(f, argnums=(0, 1), in_axes=0, backend=backend)
        close(np.array(fast(v, a)).T, [own(*x) for x in points])
        slopes = [rows_of(ag.jacobian(own, (0, 1))(*x)) for x in points]
        found = [[(x[i], y[i]) for x, y in fast.jacobian(v, a)] for i in (0, 1)]
        close([*map(rows_of, found)], slopes)


def test_nothing_that_numpy_has_by_the_name_of_a_row_is_left_out():
    ufuncs = {each for each, _ in ALL.values() if isinstance(each, np.ufunc)}
    assert ufuncs <= ELEMENTS.keys()


# Along axes, and products of matrices ---------------------------------------------------------

x, M = np.array([-1.0, 0.5, 2.0, 2.0]), np.array([[1.0, -2.0], [3.0, 0.5]])
#: by NumPy, and by ag's own functions of a list
ALONG = {
    "sum": (np.sum, ag.sum),
    "sum method": (lambda x: x.sum(), ag.sum),
    "mean": (np.mean, ag.mean),
    "mean method": (lambda x: x.mean(), ag.mean),
    "prod": (np.prod, ag.prod),
    "max": (np.max, ag.maxout),
    "max method": (lambda x: x.max(), ag.maxout),
    "min": (np.min, lambda x: ag.minimum(*x)),
    "average": (
        lambda x: np.average(x, weights=[1, 2, 3, 4]),
        lambda x: ag.dot(x, [0.1, 0.2, 0.3, 0.4]),
    ),
    "ptp": (np.ptp, lambda x: ag.maxout(x) - ag.minimum(*x)),
    "logaddexp.reduce": (np.logaddexp.reduce, ag.logsumexp),
    "var": (np.var, lambda x: ag.mean([ag.square(each - ag.mean(x)) for each in x])),
    "std": (np.std, lambda x: ag.sqrt(ag.mean([ag.square(each - ag.mean(x)) for each in x]))),
    "norm": (np.linalg.norm, lambda x: ag.sqrt(ag.dot(x, x))),
    "norm 1": (lambda x: np.linalg.norm(x, 1), lambda x: ag.sum(map(ag.abs, x))),
    "norm inf": (lambda x: np.linalg.norm(x, np.inf), lambda x: ag.maxout([*map(ag.abs, x)])),
    "dot": (lambda x: np.dot(x, x), lambda x: ag.dot(x, x)),
    "dot method": (lambda x: x.dot(x), lambda x: ag.dot(x, x)),
    "inner": (lambda x: np.inner(x, [1, 2, 3, 4]), lambda x: ag.dot(x, [1, 2, 3, 4])),
    "vdot": (lambda x: np.vdot(x, x), lambda x: ag.dot(x, x)),
    "@": (lambda x: x @ x, lambda x: ag.dot(x, x)),
    "einsum": (lambda x: np.einsum("i,i->", x, x), lambda x: ag.dot(x, x)),
    "cumsum": (lambda x: np.cumsum(x)[2], lambda x: ag.sum(x[:3])),
    "cumsum method": (lambda x: x.cumsum()[2], lambda x: ag.sum(x[:3])),
    "cumprod": (lambda x: np.cumprod(x)[2], lambda x: ag.prod(x[:3])),
    "maximum.accumulate": (lambda x: np.maximum.accumulate(x)[2], lambda x: ag.maxout(x[:3])),
    "clip method": (lambda x: x.clip(0, 1).sum(), lambda x: ag.sum(ag.clip(x, 0, 1).tolist())),
    "where": (lambda x: np.sum(np.where(x > 0, x, 0.0)), lambda x: ag.sum(map(ag.relu, x))),
    "stack": (lambda x: np.stack([x[0], x[1]]).max(), lambda x: ag.maximum(x[0], x[1])),
    "concatenate": (lambda x: np.concatenate([x, [7.0]]).min(), lambda x: ag.minimum(*x, 7.0)),
    "select": (
        lambda x: np.select([x > 1, x > 0], [3 * x, x * x], -x).sum(),
        lambda x: ag.sum([-x[0], x[1] * x[1], 3 * x[2], 3 * x[3]]),
    ),
    "diff": (lambda x: np.diff(x).max(), lambda x: ag.maximum(x[1] - x[0], x[2] - x[1], 0.0)),
    "convolve": (lambda x: np.convolve(x, [1.0, 2.0])[1], lambda x: x[1] + 2 * x[0]),
    "polyval": (lambda x: np.polyval([2.0, 1.0], x[0]), lambda x: 2 * x[0] + 1),
    "nansum": (lambda x: np.nansum(np.where(x > 1, x, np.nan)), lambda x: x[2] + x[3]),
    "nanmean": (lambda x: np.nanmean(np.where(x > 1, x, np.nan)), lambda x: (x[2] + x[3]) / 2),
    "nanprod": (lambda x: np.nanprod(np.where(x > 1, x, np.nan)), lambda x: x[2] * x[3]),
    "nanmin": (lambda x: np.nanmin(np.where(x > 0, x, np.nan)), lambda x: x[1] * 1.0),
    "nanmax": (lambda x: np.nanmax(np.where(x < 1, x, np.nan)), lambda x: x[1] * 1.0),
    "norm 3": (
        lambda x: np.linalg.norm(x, 3),
        lambda x: ag.sum([ag.abs(each) ** 3 for each in x]) ** (1 / 3),
    ),
    "nanmax of equal ones": (
        lambda x: np.nanmax(np.where(x > 0, x, np.nan)), lambda x: ag.maximum(x[2], x[3]),
    ),
    "norm 0": (lambda x: np.linalg.norm(x, 0), lambda x: 4.0 + 0.0 * x[0]),
    "norm -inf": (lambda x: np.linalg.norm(x, -np.inf), lambda x: ag.abs(x[1])),
    "sum of some": (lambda x: np.sum(x, where=[1, 0, 0, 1]), lambda x: x[0] + x[3]),
    "log of nothing": (lambda x: np.log(np.ones_like(x)).sum() + x[0], lambda x: x[0]),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONG)
def test_what_reduces_an_array(name):
    by_numpy, own = ALONG[name]
    value, gradient = ag.value_and_grad(lambda x: own([*x]))(x)
    close(by_numpy(x), value, 1e-15)
    for f in (ag.value_and_grad(by_numpy), *compiled(by_numpy)):
        found = f(x)
        close(found[0], value)
        close(found[1], gradient, 1e-14)


def compiled(f):
    return [ag.compile(f, backend=name).value_and_grad for name in BACKENDS]


SHAPES = {
    "axis 0": lambda m: np.sum(m, axis=0),
    "axis -1": lambda m: m.max(axis=-1),
    "both axes": lambda m: np.prod(m, axis=(0, 1)),
    "keepdims": lambda m: m - np.max(m, axis=1, keepdims=True),
    "mean": lambda m: m.mean(axis=1),
    "mean keepdims": lambda m: m / m.mean(axis=0, keepdims=True),
    "var": lambda m: m.var(axis=1),
    "std ddof": lambda m: np.std(m, axis=0, ddof=1),
    "initial": lambda m: np.sum(m, axis=0, initial=1.0),
    "some": lambda m: np.sum(m, axis=0, where=[[True], [False]]),
    "matrix product": lambda m: m @ M,
    "the other side": lambda m: M @ m,
    "vector": lambda m: m @ np.array([1.0, 2.0]),
    "from the left": lambda m: np.array([1.0, 2.0]) @ m,
    "stack": lambda m: np.matmul(np.stack([m, M]), m),
    "stack on the right": lambda m: np.matmul(m, np.stack([m, M])),
    "dot": lambda m: np.dot(np.stack([m, M]), m),
    "dot number": lambda m: np.dot(m, 2.0),
    "inner": lambda m: np.inner(m, M),
    "tensordot": lambda m: np.tensordot(m, M, 1),
    "outer": lambda m: np.outer(m, m),
    "multiply.outer": lambda m: np.multiply.outer(m, m[0]),
    "einsum": lambda m: np.einsum("ij,kj->ik", m, M),
    "transposed": lambda m: (m.T @ m).T,
    "trace": lambda m: np.trace(m),
    "cumsum": lambda m: np.cumsum(m, axis=1),
    "gradient": lambda m: np.gradient(np.concatenate([m, m @ m]), axis=0),
    "gradient of a step": lambda m: np.gradient(m.ravel(), 0.5, edge_order=2),
    "gradient of places": lambda m: np.gradient(m.ravel(), [0.0, 0.5, 2.0, 3.0]),
    "linspace": lambda m: np.linspace(m[0, 0], m[1, 1], 4),
    "linspace of rows": lambda m: np.linspace(m[0], 2.0, 3, endpoint=False, axis=-1),
    "linspace to rows": lambda m: np.linspace(1.0, m, np.int64(5), axis=1),
    "linspace of one": lambda m: np.linspace(m[0], m[1], 1, dtype=float),
    "linspace of none": lambda m: np.linspace(m[0], m[1], 0),
    "step of linspace": lambda m: np.linspace(m[0], m[1], 3, retstep=True)[1],
    "logspace": lambda m: np.logspace(m[0], m[1], 3),
    "add.accumulate": lambda m: np.add.accumulate(m),
    "kron": lambda m: np.kron(m, m),
    "norm": lambda m: np.linalg.norm(m, axis=1),
    "average by rows": lambda m: np.average(m, axis=np.int64(0), weights=[1.0, 3.0]),
    "average by its own": lambda m: np.average(m, axis=(0, 1), weights=m, keepdims=True),
    "norm 1": lambda m: np.linalg.norm(m, 1),
    "norm -1": lambda m: np.linalg.norm(m, -1, keepdims=True),
    "norm inf": lambda m: np.linalg.norm(np.stack([m, 2 * m]), np.inf, axis=(1, 2)),
    "norm -inf": lambda m: np.linalg.norm(m, -np.inf, axis=(-1, 0)),
    "norm fro": lambda m: np.linalg.norm(m, "fro"),
    "reshape": lambda m: np.maximum(m.reshape(-1)[::2], 0.0),
    "in place": lambda m: operator.iadd(m * 2.0, m),
    "out": lambda m: np.exp(m, out=m * 0.0),
    "only some": lambda m: np.exp(m, out=m * 1.0, where=M > 0),
    "copy": lambda m: np.maximum(np.copy(m), 1.0),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_and_numbers_are_those_of_numpy(name):
    f, m = SHAPES[name], M + 0.25
    for found in (as_floats(f(ag.add(m, Value(0.0)))), ag.compile(f, backend="python")(m)):
        assert np.shape(found) == np.shape(f(m))
        close(found, f(m), 1e-15)
    close(ag.compile(f).jacobian(m), ag.jacobian(f)(m), 1e-14)


def test_linspace_of_values_makes_no_whole_numbers():
    for dtype in (int, "complex"):
        with pytest.raises(TypeError, match=r"^linspace: .* write it without dtype$"):
            np.linspace(Value(1.0), 2.0, 3, dtype=dtype)


def as_floats(found):
    return np.vectorize(lambda x: x.data, otypes=[float])(found)


def test_a_sum_is_one_node_and_a_product_of_matrices_one_for_each_of_its_numbers():
    values = ag.add(x, Value(0.0))
    assert [np.sum(values).op, np.mean(values).op, np.max(values).op, np.prod(values).op] == [
        ag.sum, ag.mean, ag.maximum, ag.prod
    ]  # fmt: skip
    assert {each.op for each in np.outer(values, values) @ values} == {ag.dot}


def test_ties_and_kinks_have_the_policy_of_the_table():
    for f, gradient in {
        (lambda x: np.maximum(x, 1.0), 0.5),
        (lambda x: np.minimum(1.0, x), 0.5),
        (lambda x: np.max(np.stack([x, 1.0, x])), 2 / 3),
        (lambda x: np.clip(x, 0.0, 1.0), 0.5),
        (lambda x: np.sign(x - 1.0), 0.0),
        (lambda x: np.abs(x - 1.0), 0.0),
        (lambda x: np.where(x > 1.0, 2 * x, 3 * x), 3.0),
        (lambda x: np.sqrt(np.maximum(x - 2.0, 0.0)), 0.0),
    }:
        assert [ag.grad(f)(1.0), *[each(1.0)[1] for each in compiled(f)]] == [gradient] * 4


# Conditions -----------------------------------------------------------------------------------

CONDITIONS = {
    "and": lambda x, y: (x > 0) & (y > 0),
    "or": lambda x, y: (x > 0) | (y > 0),
    "xor": lambda x, y: (x > 0) ^ (y > 0),
    "known": lambda x, y: True & (x > 0) | False,
    "known from NumPy": lambda x, y: np.True_ ^ (x > 0) & np.bool_(True),
    "always": lambda x, y: (x > 0) | True,
    "never": lambda x, y: False & (x > 0),
    "logical_and": lambda x, y: np.logical_and(x > 0, y > 0),
    "logical_or": lambda x, y: np.logical_or(x > 0, y),
    "logical_xor": lambda x, y: np.logical_xor(x, y > 0),
    "logical_not": lambda x, y: np.logical_not(x > 0),
    "of a number": lambda x, y: np.logical_not(x),
    "not and": lambda x, y: np.logical_not((x > 0) & (x < 2)) & (y < 1),
    "isnan": lambda x, y: np.isnan(x),
    "isinf": lambda x, y: np.isinf(x),
    "isfinite": lambda x, y: np.isfinite(x * y),
    "compared": lambda x, y: (x > 0) == (y > 0),
    "ufunc": lambda x, y: np.less_equal(x, y),
    "isclose": lambda x, y: np.isclose(x, y),
    "number": lambda x, y: x,
}  # fmt: skip
NUMBERS = [-1.0, 0.0, 1.0, 3.0, math.nan, math.inf]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions_are_joined_as_eagerly(name, backend):
    for choose in (ag.where, np.where):

        def f(x, y, choose=choose):
            return choose(CONDITIONS[name](x, y), 2.0 * x, 3.0 * x)

        one = ag.compile(f, backend=backend).value_and_grad
        for x, y in itertools.product(NUMBERS, NUMBERS):
            assert repr(one(x, y)) == repr(ag.value_and_grad(f)(x, y))
        pairs = np.array([*itertools.product(NUMBERS, NUMBERS)])
        values, slopes = ag.compile(f, in_axes=0, backend=backend).value_and_grad(*pairs.T)
        wanted = [ag.value_and_grad(f)(*pair) for pair in pairs.tolist()]
        np.testing.assert_equal(values, [value for value, _ in wanted])
        np.testing.assert_equal(slopes, [slope for _, slope in wanted])


OF_ARRAYS = {
    "and": lambda a: (a > 0) & (a < 2),
    "not": lambda a: ~(a > 0),
    "with bools": lambda a: (a > 0) & np.array([True, False, True, True]),
    "bools first": lambda a: np.array([True, False, True, True]) ^ (a > 0),
    "one for all": lambda a: (a > 0) | (a[0] > 0),
    "any": lambda a: np.any(a > 1),
    "all": lambda a: np.all(a > -2) & (a < 1),
    "any method": lambda a: (a > 1).any(),
    "all of numbers": lambda a: np.all(a),
    "axis": lambda a: np.any(a.reshape(2, 2) > 1, axis=0)[0],
    "isnan": lambda a: np.isnan(a) | np.isinf(a),
    "between": lambda a: np.logical_and(a > 0, a < 2),
    "one of them": lambda a: np.any(a == 2.0),
    "equal": lambda a: a == np.array([-1.0, 1.0, 2.0, 3.0]),
}


@pytest.mark.parametrize("name", OF_ARRAYS)
def test_arrays_of_conditions(name):
    def f(a):
        return np.sum(np.where(OF_ARRAYS[name](a), a * a, -a)) + ag.sum(
            np.ravel(ag.where(OF_ARRAYS[name](a), 1.0, a))
        )

    expected = np.sum(np.where(OF_ARRAYS[name](x), x * x, -x)) + np.sum(
        np.where(OF_ARRAYS[name](x), 1.0, x)
    )
    for each in (ag.value_and_grad(f), *compiled(f)):
        assert each(x)[0] == expected
        assert each(x)[1].tolist() == ag.grad(f)(x).tolist()


def test_eagerly_conditions_are_plain_bools():
    v, a = Value(1.0), ag.add(x, Value(0.0))
    for found in (np.isnan(v), np.isfinite(v), np.isinf(v), np.less(v, 2.0), np.logical_not(v)):
        assert type(found) is bool
    for found in (a > 0, np.isnan(a), np.logical_and(a, v), ~(a > 0), np.array([1.0, 2.0]) == v):
        assert type(found) is np.ndarray
        assert found.dtype == bool


def test_a_long_chain_of_conditions_is_no_recursion():
    def f(a):
        every = a[0] > -1.0
        for each in a[1:]:
            every = every & (each > -1.0)
        return ag.where(every, a[0], -a[0]) + np.where(np.all(a > -1.0), 1.0, 0.0)

    for each in compiled(f):
        assert each(np.ones(3000))[0] == 2.0
        assert each(-np.ones(3000))[0] == 1.0


BRANCHES = {
    "if": lambda x: 1.0 if x > 0 else x,
    "chain": lambda x: ag.where(0 < x < 2, x, 1.0),
    "and": lambda x: ag.where(x > 0 and x < 2, x, 1.0),
    "or": lambda x: ag.where(x > 0 or x < 2, x, 1.0),
    "not": lambda x: ag.where(not x > 0, x, 1.0),
    "any": lambda x: x if np.any(np.stack([x, x]) > 0) else 1.0,
    "plain array": lambda x: np.maximum(np.array([x, x]), 0.0)[0],
    "allclose": lambda x: x if np.allclose(np.stack([x]), 1.0) else 1.0,
}


@pytest.mark.parametrize("name", BRANCHES)
def test_a_branch_is_an_error_that_says_what_to_write(name):
    with pytest.raises(TracingError, match=r"ag\.where.*&, \| and ~.*np\.stack"):
        ag.compile(BRANCHES[name])(1.0)


@pytest.mark.parametrize("name", ["argmax", "argmin", "argsort", "sort", "median", "unique"])
def test_what_finds_places_is_refused_by_its_name(name):
    assert np.shape(getattr(np, name)(ag.add(x, Value(0.0)))) == np.shape(getattr(np, name)(x))
    with pytest.raises(TracingError, match=rf"what np\.{name} finds"):
        ag.compile(lambda x: x[0] * getattr(np, name)(x))(x)


def test_a_condition_that_python_has_turned_into_a_number_is_refused():
    v = Value(1.0)
    for condition, word in ((-1, "False"), (-2, "True")):
        for where in (ag.where, np.where):
            with pytest.raises(TypeError, match=rf"Python's {word}.*np\.logical_not"):
                where(condition, v, 2.0)
    for use in (lambda x: 0 & x, lambda x: x | (x > 0), lambda x: (x > 0) & x):
        with pytest.raises(TypeError, match="parentheses"):
            use(v)
        with pytest.raises(TypeError, match=r"parentheses|unsupported operand"):
            ag.compile(use)(1.0)


# What has no row ------------------------------------------------------------------------------

NUMBERS_LOST = [
    np.spacing,
    np.nextafter,
    np.frexp,
    np.ldexp,
    np.gcd,
]


@pytest.mark.parametrize("ufunc", NUMBERS_LOST)
def test_a_ufunc_without_a_row_is_refused_by_its_name(ufunc):
    v, a = Value(1.5), ag.add(x, Value(0.0))
    for operands in itertools.product((v, a, 2.0, x), repeat=ufunc.nin):
        if {id(v), id(a)} & {*map(id, operands)}:
            with pytest.raises(TypeError, match=rf"{ufunc.__name__}: no operation.*custom_gra"):
                ufunc(*operands)
    with pytest.raises(TypeError, match="no operation"):
        ag.compile(lambda a: ufunc(*[a] * ufunc.nin)[0])(x)


@pytest.mark.parametrize("name", ["eigvalsh", "cond", "pinv", "svd"])
def test_code_of_numpy_that_takes_plain_numbers_says_so(name):
    with pytest.raises(TypeError, match=rf"{name}: NumPy's own code.*custom_gradient"):
        getattr(np.linalg, name)(ag.add(np.eye(2), Value(0.0)))


def test_functions_that_are_elsewhere_are_named():
    for arguments in (
        (Value(0.5), [0.0, 1.0], [2.0, 3.0]),
        (0.5, ag.add([0.0, 1.0], Value(0.0)), x),
    ):
        with pytest.raises(TypeError, match=r"write ag\.interp"):
            np.interp(*arguments)


def test_conversions_to_plain_numbers_stay_refused():
    v = Value(1.0)
    for convert in (math.exp, float, np.float64, lambda v: np.array([v], dtype=float)):
        with pytest.raises(TypeError, match=r"ag\.exp"):
            convert(v)
    for write in (operator.imul, lambda out, v: np.add.at(out, [0, 0], v)):
        for number in (v, np.stack([v, v])):
            with pytest.raises(TypeError, match="cannot be written into an array of float64"):
                write(np.ones(2), number)
    assert np.asarray(v).dtype == object
    assert np.asarray(v).shape == ()


def test_scipys_ufuncs_are_told_of_the_row():
    special = pytest.importorskip("scipy.special")
    with pytest.raises(TypeError, match=r"write ag\.erf"):
        special.erf(Value(1.0))


def test_code_of_scipy_that_calls_numpys_functions_names_what_is_here():
    special = pytest.importorskip("scipy.special")
    with pytest.raises(TypeError, match=r"^logsumexp: SciPy's own code.*write ag\.logsumexp"):
        special.logsumexp(ag.add(x, Value(0.0)))

    def called_by_scipy(a):
        return np.nextafter(Value(1.0), a[0])

    optimize = pytest.importorskip("scipy.optimize")
    with pytest.raises(TypeError, match=r"^nextafter: no operation"):
        optimize.minimize(called_by_scipy, [1.0])


def put_one(x):
    out = np.zeros(2)
    out[0] = x[0]
    return out[0]


def put_all(x):
    out = np.zeros(2)
    out[:] = x[:2]
    return out[0]


@pytest.mark.parametrize("put", [put_one, put_all])
def test_an_array_of_plain_numbers_keeps_no_value_and_says_which_does(put):
    for run in (ag.grad(put), ag.compile(put)):
        with pytest.raises(TypeError, match=r"np\.zeros_like\(x\).*np\.stack.*dtype=object"):
            run(x)
    assert put_into_its_like(ag.add(x, Value(0.0))).data == x[0]
    assert ag.grad(put_into_its_like)(x)[0] == 1.0


def put_into_its_like(x):
    out = np.zeros_like(x)
    out[0] = x[0]
    return out[0]


COUNTS = {
    "index": lambda x, i: x[i],
    "index of a list": lambda x, i: [1.0, 2.0][i] * x[0],
    "slice": lambda x, i: x[:i].sum(),
    "range": lambda x, i: sum(x[0] for _ in range(i)),
    "length": lambda x, i: np.zeros(i)[0] * x[0],
}


@pytest.mark.parametrize("name", COUNTS)
def test_an_argument_that_counts_is_told_of_static_arguments(name):
    with pytest.raises((TypeError, IndexError), match=r"static_argnums or static_argnames$"):
        ag.compile(lambda x, i: ag.compile(COUNTS[name])(x, i))(x, 1)
    assert ag.compile(COUNTS[name], static_argnums=1)(x, 1) == COUNTS[name](x, 1)


def test_choosing_by_a_condition_is_told_of_where():
    with pytest.raises(IndexError, match=r"in place of x\[x > 0\] write ag\.where"):
        ag.compile(lambda x: x[x > 0].sum())(x)


def test_ufuncs_made_of_python_functions_run_on_values():
    a = ag.add(x, Value(0.0))
    for f in (np.frompyfunc(lambda x: ag.exp(x) * 2, 1, 1), np.vectorize(lambda x: ag.exp(x) * 2)):
        assert [each.data for each in f(a)] == [2 * math.exp(each) for each in x]
        assert np.ravel(f(Value(0.0)))[0].data == 2.0
        close(ag.compile(lambda x, f=f: np.sum(f(x)))(x), 2 * np.sum(np.exp(x)))


@pytest.mark.parametrize(
    "ufunc", [u for u in ELEMENTS if "dd->d" in u.types], ids=lambda u: u.__name__
)
def test_every_ufunc_takes_a_value_beside_a_column(ufunc):
    column = pytest.importorskip("pandas").Series([1.0, 2.0], index=[5, 3], name="x")
    for swap in (lambda *operands: operands, lambda x, y: (y, x)):
        expected = ufunc(*swap(column, 1.5))
        found = ufunc(*swap(column, Value(1.5)))
        assert type(found) is type(expected)
        assert (found.name, *found.index) == ("x", 5, 3)
        close([getattr(each, "data", each) for each in found], [float(each) for each in expected])
        if ufunc is np.floor_divide:  # pandas asks whether something is 0
            continue
        fast = ag.compile(lambda v, swap=swap: np.sum(np.stack([*ufunc(*swap(column, v))])))
        close(fast(1.5), sum(expected))


GROUPS = {
    "some": ([0, 2, 0, 5], [1.5, -2.0, 0.25, 3.0]),
    "none": ([], []),
    "unsigned": (np.array([1, 1], np.uint8), [1.0, 2.0]),
}


@pytest.mark.parametrize("minlength", [0, 9])
@pytest.mark.parametrize("name", GROUPS)
def test_bincount_adds_up_groups(name, minlength):
    groups, weights = GROUPS[name]
    # beside 1, which groups without members count too
    squares = lambda w: np.sum((np.bincount(groups, w, minlength=minlength) + 1.0) ** 2)  # noqa: E731
    sums, w = np.bincount(groups, weights, minlength=minlength), np.array(weights)
    value, gradient = ag.value_and_grad(squares)(w)
    close(value, np.sum((sums + 1.0) ** 2))
    close(gradient, [2.0 * (sums[each] + 1.0) for each in groups])
    close(ag.compile(squares)(w), value)


KNOWN = np.array([-1.0, 0.5, 1.0])
AT_KNOWN_PLACES = {
    "histogram of edges": lambda x: (
        np.histogram(KNOWN, [-2.0, 0.6, 3.0], weights=x)[0] @ [2.0, 3.0]
    ),
    "histogram of density": lambda x: np.histogram(KNOWN, 2, weights=x, density=True)[0][0],
    "piecewise": lambda x: np.sum(np.piecewise(x, [KNOWN > 0.0], [lambda v: v**2, np.sin])),
}


@pytest.mark.parametrize("name", AT_KNOWN_PLACES)
def test_places_among_known_numbers_are_known_while_a_function_is_compiled(name):
    f = AT_KNOWN_PLACES[name]
    value, gradient = ag.compile(f).value_and_grad(x[:3])
    close(value, f(x[:3]))
    close(gradient, ag.grad(f)(x[:3]))


def test_bincount_refuses_what_numpys_own_refuses():
    v = Value(1.0)
    for groups, weights, message in (
        ([0, 1], [v], "same length"),
        ([0, -1], [v, v], "negative"),
        ([0.5, 1.0], [v, v], "bincount"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            np.bincount(groups, np.stack(weights))
    with pytest.raises(TracingError, match=r"what np\.bincount finds"):
        ag.compile(lambda x: np.bincount(x, [1.0, 2.0])[0])(np.array([0.0, 1.0]))


@pytest.mark.parametrize("numbers", [[1.0, 2.0], (1.0, 2.0), [Value(1.0), 2.0], [[1.0], [2.0]]])
def test_a_list_beside_a_value_is_told_to_be_an_array(numbers):
    for act in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
        for operands in ((Value(2.0), numbers), (numbers, Value(2.0))):
            with pytest.raises(TypeError, match=r"arithmetic write an array: np\.stack\(x\)"):
                act(*operands)
            arrays = [x if x is not numbers else np.stack(x) for x in operands]
            assert act(*arrays).shape == np.shape(numbers)


def test_others_with_a_protocol_of_their_own_are_asked():
    pandas = pytest.importorskip("pandas")
    series = pandas.Series([1.0, 2.0])
    for product in (np.multiply(Value(3.0), series), series * Value(3.0), Value(3.0) * series):
        assert type(product) is pandas.Series
        assert [each.data for each in product] == [3.0, 6.0]
    with pytest.raises(TypeError, match="the array has a mask"):
        np.multiply(Value(1.0), np.ma.array([1.0, 2.0], mask=[True, False]))


def masked_functions():
    """Yield those of `np.ma` that compute doubles, each with the number of its operands."""
    for name in dir(np.ma):
        function = getattr(np.ma, name)
        ufunc = getattr(function, "f", None)
        if isinstance(ufunc, np.ufunc) and "d->d" in "".join(ufunc.types).replace("dd", "d"):
            yield pytest.param(function, ufunc.nin, id=name)


@pytest.mark.parametrize("engine", [lambda f: f, lambda f: ag.compile(f, backend="python")])
@pytest.mark.parametrize(("function", "operands"), [*masked_functions()])
def test_arrays_with_a_mask_never_lose_a_gradient(function, operands, engine):
    masked = np.ma.array([0.25, 0.5], mask=[False, True])
    sides = [lambda v: (v, masked), lambda v: (masked, v)] if operands == 2 else [lambda v: (v,)]
    for side in sides:

        def f(v, side=side):
            return np.ma.sum(function(*side(v)))

        try:
            slope = ag.grad(engine(f))(0.75)
        except (TypeError, AttributeError):  # NumPy's own code, or ours, that says no
            continue
        steps = [float(f(0.75 + step)) for step in (1e-6, -1e-6)]
        close(slope, (steps[0] - steps[1]) / 2e-6, 1e-6)


@pytest.mark.parametrize("of", ["v * m", "m * v", "v + m", "m + v", "v - m", "m - v"])
def test_arithmetic_with_a_mask_leaves_out_what_is_hidden(of):
    m = np.ma.array([3.0, 4.0, 5.0], mask=[False, True, False])
    f = eval(f"lambda v: ({of}).sum()", {"m": m})
    slope = {"*": 8.0, "+": 2.0, "-": 2.0 if of[0] == "v" else -2.0}[of[2]]
    for g in (f, *(ag.compile(f, backend=backend) for backend in ("python", "numpy"))):
        assert ag.value_and_grad(g)(2.0) == (float(f(2.0)), slope)


# The class of arrays --------------------------------------------------------------------------


def test_functions_get_an_array_that_knows_numpys_functions():
    seen = []

    def f(x):
        seen.append(x)
        assert isinstance(x, np.ndarray)
        assert x.dtype == object
        return ag.sum(x)

    ag.grad(f)(x)
    ag.compile(f)(x)
    ag.hessian(f)(x)
    assert {type(each) for each in seen} == {ValueArray}
    assert type(ag.grad(f)(x)) is type(ag.compile(f).value_and_grad(x)[1]) is np.ndarray


def test_arrays_of_values_keep_their_class_and_those_of_numbers_are_plain():
    a = ag.add(x, Value(0.0))
    made = [a[1:], a.reshape(2, 2).T, a * 2, 2.0 - a, np.exp(a), a.copy(), np.copy(a), -a]
    made += [ag.exp(a), np.stack([a, a]), np.concatenate([a, x]), a @ np.ones((4, 2))]
    made += [deepcopy(a), pickle.loads(pickle.dumps(a)), np.where(x > 0, a, 0.0)]
    for found in made:
        assert type(found) is ValueArray, found
    for found in (a > 0, np.shape(a), np.argsort(a), np.zeros_like(a, dtype=float), a.tolist()):
        assert not isinstance(found, ValueArray)
    assert isinstance(a[0], Value)
    assert isinstance(np.squeeze(a[:1]), Value)


def test_division_by_zero_among_objects_is_that_of_floats():
    mixed = np.where(x > 0, ag.add(x, Value(0.0)), 0.0)
    mixed[0] = 1.0
    assert (mixed / 0.0)[0] == math.inf


def test_what_an_array_of_values_was_turned_into_is_numpys_own():
    numbers = np.zeros_like(ag.add(x, Value(0.0)), dtype=float) + x
    turned = np.array([*x], dtype=object).view(ValueArray).astype(float)
    assert (np.floor(turned) == np.floor(numbers)).all()
    assert type(np.floor(turned)) is np.ndarray


@pytest.mark.parametrize("exponent", [0.5, -1.0, 2.0, 1e9])
def test_powers_of_plain_numbers_among_objects_are_those_of_floats(exponent):
    mixed = np.where([True, False, False, False], ag.add(x, Value(0.0)), 0.0)
    mixed[1:] = [-2.0, 0.0, 3.0]
    wanted = [ag.power(each, exponent) for each in (-1.0, -2.0, 0.0, 3.0)]
    np.testing.assert_equal(as_numbers(mixed**exponent), wanted)


def as_numbers(objects):
    return [each.data if isinstance(each, Value) else each for each in objects]


@pytest.mark.parametrize("q", [0.0, 0.3, 1.0, [0.25, 0.9]])
@pytest.mark.parametrize("axis", [None, 0, -1])
def test_quantiles_are_those_of_numpy(q, axis):
    m = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, 0.75]])
    values = ag.add(m, Value(0.0))
    for keepdims in (False, True):
        wanted = np.quantile(m, q, axis=axis, keepdims=keepdims)
        found = np.quantile(values, q, axis=axis, keepdims=keepdims)
        assert np.shape(found) == np.shape(wanted)
        close(as_floats(found), wanted, 1e-15)
        percent = np.percentile(values, 100 * np.array(q), axis=axis, keepdims=keepdims)
        close(as_floats(percent), wanted, 1e-14)
        gaps, known = np.where(m > 0.2, m, np.nan), np.where(m > 0.2, values, np.nan)
        wanted = np.nanquantile(gaps, q, axis=axis, keepdims=keepdims)
        close(as_floats(np.nanquantile(known, q, axis=axis, keepdims=keepdims)), wanted, 1e-15)
    slopes = ag.grad(lambda m: np.quantile(m, 0.3))(m)
    np.testing.assert_allclose(slopes, [[0.0, 0.0, 0.5], [0.0, 0.5, 0.0]], atol=1e-12)


def plain_numbers(found):
    return as_floats(found) if np.asarray(found).dtype == object else found


WITH_NAN = np.array([[2.0, np.nan, 1.0], [np.nan, -1.0, 1.0]])
ORDERED = {
    "sort": np.sort,
    "sort by columns": lambda x: np.sort(x, axis=0),
    "sort all": lambda x: np.sort(x, axis=None),
    "partition": lambda x: np.partition(x, 1),
    "unique": np.unique,
    "argsort": np.argsort,
    "argmax": np.argmax,
    "argmin": lambda x: x.argmin(axis=1),
    "nanargmax": lambda x: np.nanargmax(x, axis=1),
    "count_nonzero": np.count_nonzero,
    "searchsorted": lambda x: np.searchsorted([0.0, 1.5], x),
    "digitize": lambda x: np.digitize(x, [0.0, 1.5]),
}


@pytest.mark.parametrize("name", ORDERED)
def test_order_is_numpys_with_nan_last(name):
    found = ORDERED[name](ag.add(WITH_NAN, Value(0.0)))
    np.testing.assert_array_equal(plain_numbers(found), ORDERED[name](WITH_NAN))


@pytest.mark.parametrize("name", ["sort", "partition"])
def test_arrays_are_ordered_in_place(name):
    values, numbers = ag.add(WITH_NAN, Value(0.0)), WITH_NAN.copy()
    for each in (values, numbers):
        getattr(each, name)(*([1] if name == "partition" else []))
    np.testing.assert_array_equal(plain_numbers(values), numbers)
    slopes = ag.grad(lambda x: np.dot(np.sort(x), [1.0, 2.0, 3.0, 4.0]))(x)
    assert slopes.tolist() == [1.0, 2.0, 3.0, 4.0]


WRONG = {
    "q": (lambda m: np.quantile(m, 1.5), ValueError, "quantile: q must be from 0 to 1, got 1.5"),
    "nan": (lambda m: np.percentile(m, math.nan), ValueError, "percentile: q must be from 0 to"),
    "method": (lambda m: np.quantile(m, 0.5, method="lower"), TypeError, "it takes no method here"),
    "weights": (lambda m: np.average(m, weights=[1.0, 2.0]), ValueError, r"average: weights of"),
    "norm": (lambda m: np.linalg.norm(m, 2), TypeError, "norm: of matrices of Values ord is"),
    "options": (lambda m: np.unique(m, return_index=True), TypeError, "unique: Values take no"),
    "mask": (
        lambda m: ag.compile(lambda m: np.sum(m, where=m > 0))(M), TypeError, "where: conditions",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_numpy_has_and_values_have_not_is_refused_in_words(name):
    call, error, message = WRONG[name]
    with pytest.raises(error, match=message):
        call(ag.add(M, Value(0.0)))


def test_no_decimals_are_too_many_to_round_to():
    values = ag.add(M, Value(0.0))
    close(as_floats(np.round(values, 400)), M, 0.0)
    close(as_floats(np.round(values, -400)), 0.0 * M, 0.0)


def test_a_covariance_of_too_few_numbers_is_none():
    for ddof in (1, 2):
        found = np.cov(ag.add(np.ones((2, 1)), Value(0.0)), ddof=ddof)
        assert np.isnan(as_floats(found)).all()
