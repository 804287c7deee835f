"""The incomplete gamma and beta functions, against mpmath."""

import math
import pickle
import subprocess
import sys

import mpmath
import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.incomplete import gamma

#: of parameters up to 20; beyond, the errors grow with their square root
ULPS = 16.0
PARAMETERS = [1e-3, 0.3, 0.5, 1.0, 2.5, 7.3, 20.0, 100.0, 1000.0, 1e4]


def allowed(*parameters):
    return ULPS * max(1.0, math.sqrt(max(parameters) / 400.0))


def ulps(found, true):
    """The error in units of the last place of what is true, if that is a normal double."""
    if abs(true) < 1e-300:
        return 0.0 if abs(found) < 1e-299 else math.inf
    return float(abs(mpmath.mpf(found) - true) / math.ulp(float(true)))


def places(a):
    """Both tails, and where the halves meet."""
    root = math.sqrt(a)
    spread = [a + share * root for share in (-6.0, -3.0, -1.0, -0.1, 0.1, 1.0, 3.0, 6.0, 12.0)]
    return [x for x in [*spread, 1e-9, 0.01 * a, 0.5 * a, 0.9, 1.1, 3 * a + 1, 600.0] if x > 0.0]


def value_and_slopes(f, x):
    return f(x), ag.grad(f)(x), ag.grad(ag.grad(f))(x)


@pytest.mark.parametrize("a", PARAMETERS)
def test_gamma_against_mpmath(a):
    with mpmath.workdps(50):
        p = mpmath.mpf(a)
        for x in places(a):
            t = mpmath.mpf(x)
            slope = mpmath.exp((p - 1) * mpmath.log(t) - t - mpmath.loggamma(p))
            second, size = slope * ((p - 1) / t - 1), slope * (abs(p - 1) / t + 1)
            for f, ends, sign in [(ag.gammainc, (0, t), 1), (ag.gammaincc, (t, mpmath.inf), -1)]:
                value, first, curve = value_and_slopes(lambda v, f=f: f(a, v), x)
                true = mpmath.gammainc(p, *ends, regularized=True)
                assert ulps(value, true) <= allowed(a), (f, x)
                assert ulps(first, sign * slope) <= allowed(a), (f, x)
                if size > 1e-300:
                    error = abs(curve - sign * second) / size
                    assert error <= allowed(a) * 2.0**-52, (f, x)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (0.001, 0.001),
        (0.5, 0.5),
        (1.0, 3.0),
        (2.0, 0.01),
        (20.5, 0.001),
        (2.5, 3.3),
        (0.3, 30.0),
        (20.5, 30.2),
        (100.0, 70.0),
        (1000.0, 3.0),
        (1000.0, 300.0),
        (10000.0, 0.5),
    ],
)
def test_beta_against_mpmath(a, b):
    mean = a / (a + b)
    deviation = math.sqrt(mean * (1.0 - mean) / (a + b + 1.0))
    near = [mean + share * deviation for share in (-6.0, -1.0, -0.1, 0.1, 1.0, 6.0)]
    with mpmath.workdps(40):
        p, q = mpmath.mpf(a), mpmath.mpf(b)
        for x in [x for x in [*near, 1e-5, 0.3, 0.7, 0.99] if 0.0 < x < 1.0]:
            t = mpmath.mpf(x)
            slope = t ** (p - 1) * (1 - t) ** (q - 1) / mpmath.beta(p, q)
            rising, falling = slope * (p - 1) / t, slope * (q - 1) / (1 - t)
            found = value_and_slopes(lambda v: ag.betainc(a, b, v), x)
            most = 2.0 * allowed(a, b)
            assert ulps(found[0], mpmath.betainc(p, q, 0, t, regularized=True)) <= most, x
            assert ulps(found[1], slope) <= most, x
            if slope > 1e-290:
                error = abs(found[2] - (rising - falling))
                assert error <= most * 2.0**-52 * (abs(rising) + abs(falling)), x


def test_a_small_parameter_is_not_rounded_away():
    true = mpmath.betainc(0.00222, 4.32, 0, 0.1447, regularized=True)
    assert ulps(ag.betainc(0.00222, 4.32, 0.1447), true) <= 4.0


@pytest.mark.parametrize("a", [1e-10, 1.1e-17, 9e-18, 1e-30, 1e-100, sys.float_info.min])
def test_tiny_parameters(a):
    """What is small is then as good as a multiple of the parameter."""
    p = mpmath.mpf(max(a, 1e-50))
    with mpmath.workdps(90):
        for x in (1e-300, 1e-5, 0.3, 0.999, 1.5, 3.0):
            small = mpmath.gammainc(p, x, mpmath.inf, regularized=True) * (a / p)
            assert ulps(ag.gammaincc(a, x), small) <= ULPS, x
            assert ulps(ag.gammainc(a, x), 1 - small) <= ULPS, x
        for b in (2.0**-40, 0.5, 1.0, 3.0, 30.0):
            for x in (2.0**-20, 0.25, 0.5):
                small = (1 - mpmath.betainc(p, b, 0, x, regularized=True)) * (a / p)
                assert ulps(ag.betainc(b, a, 1.0 - x), small) <= 2.0 * ULPS, (b, x)
                assert ulps(ag.betainc(a, b, x), 1 - small) <= 2.0 * ULPS, (b, x)
    assert ag.betainc(a, a, 0.3) == pytest.approx(0.5, rel=1e-9)
    assert ag.betainc(a, 1e4, 0.3) == 1.0


def test_large_parameters_of_beta():
    for a in (3000.0, 1e4):
        assert ag.betainc(a, a, 0.5) == pytest.approx(0.5, rel=2e-14)
        assert ag.betainc(a, 1.0, 0.999) == pytest.approx(0.999**a, rel=1e-12)
        assert ag.betainc(1.0, a, 1e-4) == pytest.approx(
            -math.expm1(a * math.log1p(-1e-4)), rel=1e-13
        )


def test_edges_of_beta():
    def f(x):
        return ag.betainc(2.0, 1.0, x)  # x²

    assert value_and_slopes(f, 0.0) == (0.0, 0.0, 2.0)
    assert value_and_slopes(f, 1.0) == pytest.approx((1.0, 2.0, 2.0), rel=1e-15)
    assert ag.grad(lambda x: ag.betainc(0.5, 0.5, x))(1.0) == math.inf
    assert value_and_slopes(lambda x: ag.betainc(0.5, 0.5, x), 0.0) == (0.0, math.inf, -math.inf)
    assert value_and_slopes(lambda x: ag.betainc(0.5, 0.5, x), 1.0) == (1.0, math.inf, math.inf)
    assert value_and_slopes(lambda x: ag.betainc(1.5, 1.5, x), 1.0) == (1.0, 0.0, -math.inf)
    for x in (-0.1, 1.1, math.inf, math.nan):
        assert np.isnan(value_and_slopes(f, x)).all()
    with pytest.raises(TypeError, match=r"the derivative by b is not offered"):
        ag.betainc(1.0, Value(2.0), 0.5)


@pytest.mark.parametrize("backend", ["python", "llvm"])
def test_compiled_as_eager(backend):
    def f(x):
        return (
            ag.gammainc(2.5, x)
            + ag.gammaincc(0.3, x) * ag.gammainc(300.0, x)
            + ag.betainc(2.5, 0.3, x / 400)
        )

    fast = ag.compile(f, backend=backend)
    for x in (0.0, 0.4, 2.0, 310.0):
        assert fast(x) == f(x)
        assert fast.value_and_grad(x) == ag.value_and_grad(f)(x)
        assert ag.hessian(fast)(x) == pytest.approx(ag.hessian(f)(x), rel=1e-12)


def test_edges():
    curves = {0.5: -math.inf, 1.0: -1.0, 1.5: math.inf, 2.0: 1.0, 3.0: 0.0}
    slopes = {0.5: math.inf, 1.0: 1.0}
    for a, curve in curves.items():
        expected = (0.0, slopes.get(a, 0.0), curve)
        assert value_and_slopes(lambda x, a=a: ag.gammainc(a, x), 0.0) == expected
        assert value_and_slopes(lambda x, a=a: ag.gammainc(a, x), math.inf) == (1.0, 0.0, 0.0)
        assert ag.gammaincc(a, 0.0) == 1.0
        assert ag.gammaincc(a, math.inf) == 0.0
        for x in (-1.0, -math.inf, math.nan):
            assert np.isnan(value_and_slopes(lambda x, a=a: ag.gammaincc(a, x), x)).all()


def test_several_numbers():
    x = np.array([[0.5, 1.0], [2.0, 30.0]])
    assert ag.gammainc(2.0, x).tolist() == [[ag.gammainc(2.0, v) for v in row] for row in x]
    assert ag.gammainc(2.0, [0.5, 1.0]).tolist() == ag.gammainc(2.0, x)[0].tolist()
    made = ag.gammainc(2.0, np.array([Value(0.5), Value(1.0)]))
    assert [v.data for v in made] == ag.gammainc(2.0, x)[0].tolist()


def test_parameters_are_plain_numbers():
    for a in (Value(2.0), ag.Constant(2.0)):
        with pytest.raises(TypeError, match=r"the derivative by a is not offered.*static_argnums"):
            ag.gammainc(a, 1.0)
    with pytest.raises(TypeError, match=r"the derivative by a is not offered.*static_argnums"):
        ag.compile(ag.gammaincc)(2.0, 1.0)
    assert ag.compile(ag.gammaincc, static_argnums=0)(2.0, 1.0) == ag.gammaincc(2.0, 1.0)
    for a in (0.0, -1.0, math.inf, math.nan, 10001, 2e-308):
        with pytest.raises(ValueError, match=r"a: a (positive )?number"):
            ag.gammainc(a, 1.0)


def test_parse_says_where_they_are():
    with pytest.raises(ag.ParseError, match=r"write ag\.gammainc\(a, x\) in Python"):
        ag.parse("gammainc(2, x)")


def test_pictures_and_pickles():
    y = ag.gammainc(2.5, Value(1.5, "x"))
    assert r"\operatorname{P}(2.5, x)" in ag.explain(y).latex()
    assert "P(2.5, ·)" in ag.draw(y).dot()
    assert r"\operatorname{I}(2, 3, x)" in ag.explain(ag.betainc(2.0, 3.0, Value(0.3, "x"))).latex()
    assert pickle.loads(pickle.dumps(y)).data == y.data
    assert pickle.loads(pickle.dumps(gamma.lower(2.5))) is gamma.lower(2.5)


def test_what_nobody_reads_is_not_derived():
    """Of a fraction with hundreds of steps, whose formulas would fill memory."""
    call = "ag.betainc(30.0, 40.0, ag.Value(0.3, 'x'))"
    code = f"import autograd_lite as ag; print(len(ag.derivation({call}).latex()))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert int(told.stdout) < 1000
    y = ag.gammainc(300.0, Value(250.0, "x"))
    assert len(ag.explain(y * Value(2.0, "c")).latex()) < 2000


def test_a_planted_fault_is_seen():
    halves = gamma._Halves(20.0)
    halves.steps = 30
    found = halves.lower(ag.primitives.operation.FLOATS, 19.0)
    assert ulps(found, mpmath.gammainc(20, 0, 19, regularized=True)) > allowed(20.0)
