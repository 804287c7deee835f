"""Derivatives of the beta function where an operand is small, against mpmath."""

import itertools
import math

import mpmath
import pytest

import autograd_lite as ag

SIZES = [1e-100, 1e-20, 2e-6, 1e-3, 0.4, 3.0, 40.0, 1e30]


def true_mixed(a, b):
    """The derivatives by a and b, and by a, b and a."""
    with mpmath.workdps(460):
        p, q = mpmath.mpf(a), mpmath.mpf(b)
        value = mpmath.beta(p, q)
        digamma, trigamma, third = (mpmath.psi(n, p + q) for n in range(3))
        by_p, by_q = mpmath.psi(0, p) - digamma, mpmath.psi(0, q) - digamma
        bend = (mpmath.psi(1, p) - trigamma) * by_q - trigamma * by_p - third
        mixed = by_p * by_q - trigamma
        return float(value * mixed), float(value * (by_p * mixed + bend))


@pytest.mark.parametrize(("a", "b"), [*itertools.product(SIZES, repeat=2)])
def test_mixed_derivatives_keep_their_digits(a, b):
    mixed = ag.grad(ag.grad(ag.beta, 0), 1)
    by_a_and_b, and_by_a = true_mixed(a, b)
    assert mixed(a, b) == pytest.approx(by_a_and_b, rel=3e-15)
    assert ag.grad(mixed, 0)(a, b) == pytest.approx(and_by_a, rel=1e-9)


def test_second_derivatives_at_edges():
    for a, b in ((2.0, math.inf), (math.inf, 2.0), (3000.0, 3000.0)):
        assert ag.hessian(ag.beta, (0, 1))(a, b) == ((0.0, 0.0), (0.0, 0.0))
    assert ag.grad(ag.grad(ag.beta, 0), 1)(0.0, 1.0) == pytest.approx(1.2020569031595942)  # ζ(3)
