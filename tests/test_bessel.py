"""Inverses, Bessel functions, sinc: places and conventions that the table's tests cannot know."""

import math
import random
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy.special
from oracle import differences

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.primitives.operation import FLOATS
from autograd_lite.primitives.slopes import SLOPES
from autograd_lite.testing.oracle import MPMATH
from autograd_lite.trace import VALUES

BRANCH = -0.36787944117144233  # the double next to −1/e


def ulps(found, name, x):
    """The error of a value, in units of the last place of the true one."""
    with mpmath.workdps(60):
        true = getattr(MPMATH, name)(mpmath.mpf(x))
        return float(abs(found - true) / math.ulp(float(true)))


def second(f):
    return ag.grad(ag.grad(f))


@pytest.mark.parametrize(
    ("name", "theirs", "low", "high"),
    [
        ("erfinv", scipy.special.erfinv, -1.0, 1.0),
        ("erfcinv", scipy.special.erfcinv, 0.0, 2.0),
        ("norm_ppf", scipy.special.ndtri, 0.0, 1.0),
        ("log_norm_cdf", scipy.special.log_ndtr, -50.0, 8.0),
        ("lambertw", lambda x: scipy.special.lambertw(x).real, -0.367, 50.0),
        ("sinc", np.sinc, -5.0, 5.0),
        *((name, getattr(scipy.special, name), -40.0, 40.0) for name in ("j0", "j1", "i0", "i1")),
        *((name, getattr(scipy.special, name), -900.0, 900.0) for name in ("i0e", "i1e")),
    ],
)
def test_the_functions_are_those_of_scipy(name, theirs, low, high):
    for x in np.random.default_rng(0).uniform(low, high, 300):
        assert getattr(ag, name)(float(x)) == pytest.approx(float(theirs(x)), rel=2e-12, abs=1e-14)


# Edges --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "x", "value"),
    [
        (ag.erfinv, 1.0, math.inf),
        (ag.erfinv, -1.0, -math.inf),
        (ag.erfcinv, 0.0, math.inf),
        (ag.erfcinv, 2.0, -math.inf),
        (ag.norm_ppf, 0.0, -math.inf),
        (ag.norm_ppf, 1.0, math.inf),
        (ag.norm_ppf, 0.5, 0.0),
        (ag.lambertw, BRANCH, -1.0),
        (ag.lambertw, -math.exp(-1.0), -1.0),
        (ag.lambertw, math.inf, math.inf),
        (ag.lambertw, 0.0, 0.0),
        (ag.log_norm_cdf, -math.inf, -math.inf),
        (ag.log_norm_cdf, math.inf, 0.0),
        (ag.sinc, math.inf, 0.0),
        (ag.sinc, 1e300, 0.0),
        (ag.j0, math.inf, 0.0),
        (ag.j1, -math.inf, 0.0),
        (ag.i0, 800.0, math.inf),
        (ag.i1, -800.0, -math.inf),
        (ag.i0e, math.inf, 0.0),
    ],
)
def test_values_at_edges(f, x, value):
    assert f(x) == value


def test_slopes_at_edges_are_the_limits():
    assert ag.grad(ag.erfinv)(1.0) == ag.grad(ag.norm_ppf)(0.0) == math.inf
    assert ag.grad(ag.erfcinv)(0.0) == -math.inf
    assert ag.grad(ag.lambertw)(BRANCH) == math.inf
    assert math.isnan(ag.lambertw(math.nextafter(BRANCH, -1.0)))
    assert ag.grad(ag.i0e)(0.0) == 0.0  # as of −|x|
    assert ag.grad(ag.i1e)(0.0) == 0.5


@pytest.mark.parametrize("x", [750.0, -750.0, math.inf, -math.inf])
def test_where_i1_overflows_its_derivatives_do(x):
    assert ag.i1(x) == second(ag.i1)(x) == x * math.inf
    assert ag.grad(ag.i1)(x) == ag.grad(second(ag.i1))(x) == math.inf


@pytest.mark.parametrize(
    ("f", "left"),
    [(ag.erf, 0.0), (ag.erfc, 0.0), (ag.norm_cdf, 0.0), (ag.norm_pdf, 0.0), (ag.log_norm_cdf, -1)],
    ids=lambda f: getattr(f, "name", ""),
)
def test_second_derivatives_at_infinity_are_the_limits(f, left):
    assert [second(f)(-math.inf), second(f)(math.inf)] == [left, 0.0]
    assert [ag.grad(second(f))(x) for x in (-math.inf, math.inf)] == [0.0, 0.0]
    assert math.isnan(second(f)(math.nan))


def test_the_logarithm_of_the_normal_law_far_out():
    for x in (-38.0, -1e8, -1e154):
        assert ag.log_norm_cdf(x) == pytest.approx(-x * x / 2 - math.log(-x * 2.5066282746310002))
        assert ag.grad(ag.log_norm_cdf)(x) == pytest.approx(-x, rel=1e-3)
        assert second(ag.log_norm_cdf)(x) == pytest.approx(-1.0, rel=1e-3)


def test_near_the_branch_point_lambertw_keeps_its_digits():
    for k in range(2, 50):
        x = BRANCH + 2.0**-k
        assert ulps(ag.lambertw(x), "lambertw", x) <= 2.0
        with mpmath.workdps(60):
            w = mpmath.lambertw(mpmath.mpf(x)).real
            slope = 1 / (x + mpmath.exp(w))
            curve = -slope * slope * (1 + 1 / (1 + w))
        assert ag.grad(ag.lambertw)(x) == pytest.approx(float(slope), rel=1e-15)
        assert second(ag.lambertw)(x) == pytest.approx(float(curve), rel=1.4e-15)


# Zeros --------------------------------------------------------------------------------------


def test_sinc_is_0_at_whole_numbers_and_accurate_beside_them():
    rng = random.Random(0)
    for n in (1, -2, 7, 1000, 2**40 + 1):
        assert ag.sinc(float(n)) == 0.0
        assert ag.grad(ag.sinc)(float(n)) == pytest.approx((-1) ** n / n)
        for _ in range(20):
            x = n + rng.uniform(-1.0, 1.0) * 2.0 ** -rng.randint(1, 40)
            if x != n:
                assert ulps(ag.sinc(x), "sinc", x) <= 4.0


@pytest.mark.parametrize("name", ["j1", "i1", "i1e"])
def test_of_a_tiny_number_an_odd_function_is_half(name):
    f = getattr(ag, name)
    for x in (1e-20, -1e-160, 1e-300, 5e-324):
        assert f(x) == 0.5 * x
        assert ag.grad(f)(x) == 0.5


@pytest.mark.parametrize("name", ["j0", "j1"])
def test_waves_are_accurate_to_a_part_of_their_height(name):
    rng = random.Random(0)
    for _ in range(300):
        x = 10.0 ** rng.uniform(0.0, 300.0 if rng.random() < 0.3 else 3.0)
        with mpmath.workdps(400):
            error = abs(getattr(ag, name)(x) - getattr(MPMATH, name)(mpmath.mpf(x)))
        assert error <= 3.5e-16 * min(1.0, x**-0.5), x


# Higher derivatives -------------------------------------------------------------------------

NEAR_ZERO = [0.0, 1e-300, 1e-20, -1e-8, 1e-3, -0.1, 0.4999, -0.5, 1.0, -2.5, 5.0]


def true_derivatives(name, x):
    """Up to the fifth; of functions with a kink at 0 there the mean of those on either side."""

    def on_a_side(sign):
        kinked = partial(mpmath.besseli, int(name[1])) if name.endswith("e") else None
        f = (lambda x: mpmath.exp(-sign * x) * kinked(x)) if kinked else getattr(MPMATH, name)
        return [mpmath.diff(f, mpmath.mpf(x), n, h=mpmath.mpf(10) ** -25) for n in range(6)]

    with mpmath.workdps(180):
        sides = [on_a_side(sign) for sign in ([math.copysign(1.0, x)] if x else [1, -1])]
        return [float(sum(each) / len(sides)) for each in zip(*sides, strict=True)]


@pytest.mark.parametrize("name", ["sinc", "j0", "j1", "i0", "i1", "i0e", "i1e"])
def test_derivatives_up_to_the_fifth_keep_their_digits_near_0(name):
    true = {x: true_derivatives(name, x) for x in NEAR_ZERO}
    f = getattr(ag, name)
    for n in range(6):
        for x in NEAR_ZERO:
            assert f(x) == pytest.approx(true[x][n], rel=1e-11, abs=1e-40), (n, x)
        f = ag.grad(f)


@pytest.mark.parametrize("x", [0.3, 1.3])
def test_what_is_told_is_the_formula_and_not_its_series(x):
    told = ag.explain(VALUES.j2(Value(x, "x"))).latex()
    assert r"\frac{x \cdot \operatorname{J1}(x) - 2 \cdot v_{1}}{x}" in told
    assert len(ag.explain(VALUES.j2(Value(0.0, "x"))).latex()) < len(told)


# Slopes -------------------------------------------------------------------------------------

#: the operands of slopes that have more than one belong to each other
TOGETHER = {
    "erfinv_slope": lambda x: (x, math.erfc(abs(x))),
    "norm_ppf_slope": lambda x: (x, ag.norm_cdf(-abs(x))),
    "lambertw_slope": lambda x: (ag.lambertw(x), x),
}


SINGLE = [row for row in SLOPES if row.unary or row.name in TOGETHER]


@pytest.mark.parametrize("row", SINGLE, ids=lambda row: row.name)
def test_internal_rows_are_what_they_are_said_to_be(row):
    """Their own gradients too, which are third derivatives."""
    for x in (-0.31, 0.05, 0.6, 1.3, 4.5, 9.0):
        operands = TOGETHER.get(row.name, lambda x: (x,))(x)
        if not all(operands):
            continue
        value = row.forward(FLOATS, *operands)
        exact = partial(row.forward, MPMATH)
        with mpmath.workdps(60):
            assert value == pytest.approx(float(exact(*map(mpmath.mpf, operands))), rel=1e-14)
        slopes = [float(each) for each in differences(exact, operands)]
        found = row.gradients(FLOATS, value, *operands)
        assert list(found) == pytest.approx(slopes, rel=1e-9, abs=1e-12), x
