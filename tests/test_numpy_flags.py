"""NumPy reads the processor's flags after a loop over objects: rules set none that plain numbers do
not set."""

import itertools
import math
import operator
import warnings

import numpy as np
import pytest

from autograd_lite import Value

NUMBERS = [0.0, -0.0, 0.5, 1.0, -1.0, 2.0, -2.5, 3.0, 1e30, -1e30, 1e-30]
#: where a slope is infinite, of which NumPy warns
POLES = {
    np.power: lambda x, y: x == 0 and y < 1,
    np.arctan2: lambda x, y: x == 0 and y == 0,
    np.sqrt: lambda x: x == 0,
    np.cbrt: lambda x: x == 0,
    np.arcsin: lambda x: abs(x) == 1,
    np.arccos: lambda x: abs(x) == 1,
    np.arccosh: lambda x: x == 1,
}
UNARY = """
absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil cos cosh deg2rad exp exp2 expm1 fabs
floor log log10 log1p log2 negative rad2deg reciprocal rint sign sin sinh sqrt square tan tanh trunc
"""
BINARY = """
add arctan2 divide equal floor_divide fmax fmin fmod greater hypot less maximum minimum multiply
power remainder subtract
"""
CASES = [(name, 1) for name in UNARY.split()] + [(name, 2) for name in BINARY.split()]


@pytest.mark.parametrize(("name", "count"), CASES)
def test_plain_arrays_of_values_warn_of_nothing_that_numbers_do_not(name, count):
    ufunc = getattr(np, name)
    pole = POLES.get(ufunc, lambda *_: False)
    for numbers in itertools.product(NUMBERS, repeat=count):
        if not pole(*numbers) and not warned(ufunc, [np.array([x]) for x in numbers]):
            values = [np.array([Value(x)]) for x in numbers]
            assert not warned(ufunc, values), numbers


def warned(function, operands):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(*operands)
    return bool(caught)


@pytest.mark.parametrize("exponent", [1, 2, 3, 4, 2.0, -1, -2])
@pytest.mark.parametrize("base", [-1.0, -0.5, 3.0, -math.pi])
def test_powers_of_negative_numbers_are_silent(base, exponent):
    assert not warned(operator.pow, [np.array([Value(base)]), exponent])
    assert not warned(operator.pow, [np.array([Value(base), Value(0.0)])[:1], Value(exponent)])


def test_a_square_of_zero_is_silent():
    assert not warned(operator.pow, [np.array([Value(0.0), Value(-0.0)]), 2])


def test_lengths_are_silent_at_the_origin_and_far_from_it():
    for x, y in [(0.0, 0.0), (1.0, 1e200), (1e200, 1.0), (1e-300, 1e300)]:
        assert not warned(np.hypot, [np.array([Value(x)]), np.array([Value(y)])])
