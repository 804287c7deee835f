"""Strong products that plain ones stand for, at a point or in rows: nobody may see the difference.

A plain product of 0 and a negative number is −0.0, and what depends on the sign of a zero tells it
from the 0.0 of a strong one: division above all.
"""

import itertools
import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.primitives.operation import TABLE

NUMBERS = [0.0, -0.0, 1.0, -2.0, math.inf, -math.inf, math.nan]

#: ways that keep a zero a zero, and its sign or the opposite one
WAYS = {
    "itself": lambda x: x,
    "negative": lambda x: -x,
    "multiple": lambda x: x * -3.0,
    "sum": lambda x: ag.sum([x, -0.0]),
    "linear": lambda x: ag.linear([x, -1.0], [2.0, 0.0]),
    "identity": ag.identity,
    "choice": lambda x: ag.where(1.0, x, 5.0),
    "other product": lambda x: ag.strong_product(x, 2.0),
    "product with 0": lambda x: ag.strong_product(x, 0.0),
    "product of 0": lambda x: ag.strong_product(-0.0, x),
    "product": lambda x: x * x * x,
}
#: what depends on the sign of a zero, as the pole of 1/x and the cut of atan2
ENDS = {
    "divisor": lambda x: 1.0 / x,
    "divisor of a sum": lambda x: 2.0 + 1.0 / x,
    "reciprocal": ag.reciprocal,
    "power": lambda x: x**-1.0,
    "atan2": lambda x: ag.atan2(x, -1.0),
    "both": lambda x: x + 1.0 / x,
}


def same(found, expected):
    """Equal, to an ulp or two of a function, with the same infinities and nans."""
    return np.allclose(found, expected, rtol=1e-15, atol=0.0, equal_nan=True)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("way", WAYS)
def test_a_zero_has_the_sign_of_the_strong_one(way, end, backend):
    def f(u, v):
        return ENDS[end](WAYS[way](ag.strong_product(u, v)))

    fast = ag.compile(f, backend=backend)
    point = np.empty(2)
    bound = ag.compile(lambda p: f(p[0], p[1]), backend=backend).bind(point, method="value")
    for u, v in itertools.product(NUMBERS, repeat=2):
        point[:] = u, v
        expected = f(ag.Value(u), ag.Value(v)).data
        assert same([fast(u, v), float(bound())], expected), (u, v)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("way", WAYS)
def test_a_zero_in_a_row_has_the_sign_of_the_strong_one(way, end, backend):
    def f(u, v):
        return ENDS[end](WAYS[way](ag.strong_product(u, v)))

    points = np.array([*itertools.product(NUMBERS, repeat=2)])
    found = ag.compile(f, in_axes=0, backend=backend)(*points.T)
    expected = [f(ag.Value(u), ag.Value(v)).data for u, v in points.tolist()]
    assert same(found, expected)


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_operation_sees_the_strong_product(backend):
    for operation in TABLE.values():
        if not operation.unary:
            continue

        def f(u, v, operation=operation):
            return 1.0 / operation(ag.strong_product(u, v))

        fast = ag.compile(f, backend=backend)
        for u, v in ((0.0, -1.0), (-0.0, 1.0), (0.0, math.inf)):
            expected, found = f(ag.Value(u), ag.Value(v)).data, fast(u, v)
            assert same(found, expected), (operation, u, v)
