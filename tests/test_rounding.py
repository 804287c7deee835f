"""Whole numbers, remainders and signs: the very bits of NumPy and Python, and their operators."""

import itertools
import math
import random
from fractions import Fraction

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.compiler.backends import BACKENDS

INF, NAN = math.inf, math.nan
EDGES = [
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    -1.0,
    1.5,
    -2.5,
    3.0,
    2.0**52 + 1,
    INF,
    -INF,
    NAN,
    5e-324,
    1e308,
]
BELOW_HALF = 0.49999999999999994


def numbers(seed, count=300):
    rng = random.Random(seed)
    kinds = [
        lambda: rng.choice([*EDGES, BELOW_HALF]),
        lambda: rng.randint(-40, 40) / 4,
        lambda: rng.choice([-1, 1]) * math.ldexp(rng.uniform(1, 2), rng.randint(-60, 60)),
        lambda: rng.choice([-1, 1]) * math.ldexp(rng.uniform(1, 2), rng.randint(-1070, 1023)),
    ]
    return [rng.choice(kinds)() for _ in range(count)]


def remainder_of_math(x, y):
    try:
        return math.remainder(x, y)
    except ValueError:
        return NAN


OF_ONE = [ag.floor, ag.ceil, ag.trunc, ag.rint, ag.deg2rad, ag.rad2deg, ag.radians, ag.degrees]
OF_TWO = [ag.fmod, ag.remainder, ag.floor_divide, ag.copysign, ag.heaviside]


@pytest.mark.parametrize("row", OF_ONE, ids=lambda row: row.name)
def test_the_bits_of_functions_of_one_number_are_numpys(row):
    of_numpy = getattr(np, row.name)
    with np.errstate(all="ignore"):
        for x in [*EDGES, BELOW_HALF, *numbers(row.name)]:
            assert repr(row(x)) == repr(float(of_numpy(x))), x


@pytest.mark.parametrize("row", OF_TWO, ids=lambda row: row.name)
def test_the_bits_of_functions_of_two_numbers_are_numpys(row):
    of_numpy = getattr(np, row.name)
    pairs = [
        *itertools.product(EDGES, EDGES),
        *zip(numbers(1, 2000), numbers(2, 2000), strict=True),
    ]
    with np.errstate(all="ignore"):
        for x, y in pairs:
            if row is not ag.copysign or y == y:  # a nan has a sign for NumPy, but here no number
                assert repr(row(x, y)) == repr(float(of_numpy(x, y))), (x, y)
    assert math.isnan(ag.copysign(1.0, NAN))


def test_the_bits_of_the_remainder_of_ieee_754_are_those_of_math():
    for x, y in [*itertools.product(EDGES, EDGES), *zip(numbers(3), numbers(4), strict=True)]:
        assert repr(ag.ieee_remainder(x, y)) == repr(remainder_of_math(x, y)), (x, y)


def test_fma_rounds_once():
    rng = random.Random(0)
    for x, y, z in zip(numbers(5, 5000), numbers(6, 5000), numbers(7, 5000), strict=True):
        if rng.random() < 0.7:  # the sum cancels, or the product lies half way
            z = rng.choice([-x * y, x * y, x * y * 2.0**-53]) * (
                1.0 + rng.choice([0, 1, -1]) * 2.0**-52
            )
            x = x * (1.0 + rng.choice([0, 1]) * 2.0**-52)
        if not all(map(math.isfinite, (x, y, z, x * y, x * y + z))):
            largest = z if math.isfinite(x) and math.isfinite(y) and math.isinf(z) else x * y + z
            assert repr(ag.fma(x, y, z)) == repr(largest)
        elif abs(exact := Fraction(x) * Fraction(y) + Fraction(z)) > Fraction(2) ** -960:
            assert ag.fma(x, y, z) == float(exact), (x, y, z)
        else:
            found = ag.fma(x, y, z)
            assert abs(Fraction(found) - exact) <= Fraction(math.ulp(found)), (x, y, z)
    assert repr(ag.fma(-0.0, 1.0, -0.0)) == "-0.0"
    halfway, beside = (1.0 + 2.0**-52, 1.0, 2.0**-53), 1.0 - 2.0**-53
    assert ag.fma(*halfway) == 1.0 + 2.0**-51  # to even
    assert ag.fma(1.0 + 2.0**-52, 1.0, 2.0**-53 * beside) == 1.0 + 2.0**-52


# Operators ------------------------------------------------------------------------------------

PAIRS = [(7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (0.3, 4.0), (-1.0, INF), (6.0, 3.0)]


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_the_signs_are_pythons_on_either_side(x, y):
    for a, b in [(Value(x), Value(y)), (Value(x), y), (x, Value(y)), (np.float64(x), Value(y))]:
        assert (a % b).data == x % y
        assert (a // b).data == x // y
        assert [each.data for each in divmod(a, b)] == [*divmod(x, y)]
        assert ((a % b).op, (a // b).op) == (ag.remainder, ag.floor_divide)
    of_values = ag.add([x], Value(0.0))
    for a, b in [(Value(x), np.array([y])), (np.array([x]), Value(y)), (of_values, y)]:
        assert [each[0].data for each in (a % b, a // b, *divmod(a, b))] == [
            x % y, x // y, *divmod(x, y)
        ]  # fmt: skip


def test_by_zero_there_is_no_exception():
    v = Value(1.0)
    assert (v // 0).data == INF
    assert (-v // 0.0).data == -INF
    assert math.isnan((v % 0).data)
    assert math.isnan((0.0 // Value(0.0)).data)
    assert [repr(each.data) for each in divmod(v, 0)] == ["inf", "nan"]


def test_in_place_and_with_what_is_no_number():
    v = w = Value(7.0)
    v //= 2
    w %= 4
    assert (v.data, w.data) == (3.0, 3.0)
    assert "%s" % v == repr(v)  # noqa: UP031  # text comes first
    for wrong in ("2", None, [1.0], 1j):
        for apply in (lambda x: Value(1.0) % x, lambda x: Value(1.0) // x,
                      lambda x: divmod(Value(1.0), x)):  # fmt: skip
            with pytest.raises(TypeError, match="a real number is needed"):
                apply(wrong)
    with pytest.raises(TypeError, match="unsupported operand"):
        divmod(Value(1.0), object())


@pytest.mark.parametrize("round_", [math.floor, math.ceil, math.trunc])
def test_what_python_rounds_is_a_node(round_):
    node = round_(Value(-2.5))
    assert (node.data, node.op) == (round_(-2.5), getattr(ag, round_.__name__))
    assert ag.grad(lambda x: x * round_(x))(2.5) == round_(2.5)
    assert (round(Value(2.5)), type(round(Value(2.5)))) == (2, int)


@pytest.mark.parametrize("backend", BACKENDS)
def test_compiled_they_are_the_same(backend):
    def f(x, y):
        quotient, rest = divmod(x, y)
        return x % y * (3.0 // x) + quotient * 10.0 + rest * math.floor(x) - math.trunc(y) * x

    fast = ag.compile(f, argnums=(0, 1), backend=backend)
    for x, y in PAIRS:
        value, slopes = ag.value_and_grad(f, (0, 1))(x, y)
        assert repr(fast.value_and_grad(x, y)) == repr((value, slopes))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["floor", "ceil", "trunc", "rint"])
def test_compiled_the_bits_are_the_same(name, backend):
    fast = ag.compile(getattr(ag, name), backend=backend, in_axes=0)
    points = np.array([*EDGES, BELOW_HALF, *numbers(name, 50)])
    assert repr(fast(points).tolist()) == repr(getattr(ag, name)(points).tolist())


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("row", [*OF_TWO, ag.ieee_remainder], ids=lambda row: row.name)
def test_compiled_the_bits_of_two_are_the_same(row, backend):
    fast = ag.compile(lambda x, y: row(x, y), backend=backend, in_axes=0)
    x, y = np.array([*itertools.product(EDGES, EDGES)]).T
    assert repr(fast(x, y).tolist()) == repr(row(x, y).tolist())


@pytest.mark.parametrize("backend", BACKENDS)
def test_compiled_fma_rounds_once(backend):
    fast = ag.compile(lambda x, y, z: ag.fma(x, y, z), backend=backend, in_axes=0)
    x, y = np.array(numbers(8, 400)), np.array(numbers(9, 400))
    with np.errstate(all="ignore"):
        z = -x * y
    assert repr(fast(x, y, z).tolist()) == repr(ag.fma(x, y, z).tolist())


def test_slopes_of_remainders_are_the_whole_quotients():
    slopes = {row: ag.grad(row, (0, 1))(-7.5, 2.0) for row in (ag.fmod, ag.remainder)}
    assert slopes == {ag.fmod: (1.0, 3.0), ag.remainder: (1.0, 4.0)}
    assert ag.grad(ag.ieee_remainder, (0, 1))(7.5, 2.0) == (1.0, -4.0)
    # at a jump those of the value
    assert ag.grad(ag.remainder, (0, 1))(6.0, 3.0) == (1.0, -2.0)
    assert ag.grad(ag.fmod, (0, 1))(6.0, 3.0) == (1.0, -2.0)
    assert ag.grad(ag.remainder, (0, 1))(-1.0, INF) == (1.0, 1.0)
    assert ag.grad(ag.floor)(2.0) == ag.grad(ag.rint)(2.5) == 0.0
    assert ag.grad(ag.copysign, (0, 1))(0.0, -1.0) == (0.0, 0.0)
    assert ag.grad(ag.heaviside, (0, 1))(0.0, 0.5) == (0.0, 1.0)
