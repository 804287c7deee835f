"""The tools for testing gradients, tested: what they accept, what they catch, what they say."""

import math
import random
import re
import runpy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.inputs.trees import leaves, map_leaves
from autograd_lite.primitives.operation import TABLE
from autograd_lite.testing import (
    GradientError,
    NoDerivativeError,
    Report,
    UncheckedError,
    check_gradients,
    strategies,
)


def gaussian_bump(x):
    return ag.exp(-(x**2))


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (gaussian_bump, (0.7,)),
        (gaussian_bump, (0.0,)),
        (lambda p: ag.tanh(p["w"] * p["x"]) ** 2, ({"w": 0.5, "x": 2.0},)),
        (lambda x, y: np.dot(x, x) * y, (np.array([1.0, 2.0]), 3.0)),
        (lambda x: [x, ag.log(x), {"a": x / 3}], (2.0,)),
        (lambda x: (x - 1e8) * 1e-8 + 1.0, (1e8 + 1.0,)),
        (lambda x: 1e300 * x, (1e-300,)),
        (lambda x: x[0] * x[1] * x[2] - ag.maximum(*x), ([1.0, 2.0, 3.0],)),
    ],
)
def test_right_gradients_pass(f, args):
    found = check_gradients(f, *args)
    assert found.first == found.second > 0
    assert not found.declined


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(strategies.expressions())
def test_the_engine_passes_on_random_graphs(root):
    leaves = strategies.leaves_of(root)
    nodes = ag.topological_order(root)

    def again(*numbers):
        fresh = dict(zip(leaves, numbers, strict=True))
        for node in nodes:
            if node.op:
                operands = tuple(fresh.get(p, p) for p in node.parents)
                fresh[node] = Value.record_operation(node.op, operands)
        return fresh.get(root, root)

    check_gradients(again, *leaves)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (ag.log, 1e-4), (ag.sqrt, 1e-300), (ag.abs, 1e-4), (ag.reciprocal, -1e-4),
        (ag.asin, 0.9999), (ag.exp, 700.0), (ag.square, 1e150), (ag.norm_cdf, -30.0),
        (lambda x: ag.relu(x - 1), 1.0005), (lambda x: ag.relu(x - 1), 1.000001),
    ],
)  # fmt: skip
def test_right_gradients_pass_near_an_edge_a_kink_and_in_the_tails(f, x):
    check_gradients(f, x, order=1)


def planted(gradients, forward=lambda m, x: x * m.exp(x)):
    return ag.custom_gradient(gradients)(forward)


def right(m, out, x):
    return (m.exp(x) + out,)


SATURATION = ag.custom_gradient(lambda m, out, x: (m.divide(1.0, (1.0 + x) * (1.0 + x)),))(
    lambda m, x: m.divide(x, 1.0 + x)
)
TWO_SQUARES = ag.custom_gradient(
    lambda m, out, x, y: (m.divide(y, x * x + y * y), -m.divide(x, x * x + y * y))
)(lambda m, x, y: m.atan2(x, y))


@pytest.mark.parametrize("x", [1e12, 1e30, -1e30, 1e45, 1e70])
def test_a_right_rule_of_ones_own_is_right_where_its_curvature_is_small(x):
    assert check_gradients(SATURATION, x).second == 1
    wrong = ag.custom_gradient(lambda m, out, x: (m.divide(1.0, (1.0 + x) * (1.001 + x)),))
    with pytest.raises(GradientError):
        check_gradients(wrong(lambda m, x: m.divide(x, 1.0 + x)), 3.0)


@pytest.mark.parametrize(
    ("operation", "operands"),
    [
        (SATURATION, (1e100,)), (SATURATION, (-2.4e165,)), (SATURATION, (1e300,)),
        (TWO_SQUARES, (-1.8e150, -1.8e150)), (TWO_SQUARES, (-2.7e16, -2.6e-190)),
    ],
)  # fmt: skip
def test_a_right_rule_of_ones_own_passes_at_the_ends_of_doubles(operation, operands):
    check_gradients(operation, *operands)


@settings(max_examples=60)
@given(strategies.operands_of(SATURATION))
def test_a_right_rule_of_ones_own_passes_over_all_doubles(operands):
    check_gradients(SATURATION, *operands)


def test_where_a_curve_only_bends_its_slope_is_0():
    check_gradients(lambda x, y: x * (y - 0.5) ** 3 + 0.0 * ag.abs(x), 0.3, 0.5)
    assert check_gradients(lambda x: ag.abs(x) ** 2.1, 0.0).declined == ()


WRONG = {
    "a factor of 1.001": lambda m, out, x: (1.001 * (m.exp(x) + out),),
    "the sign": lambda m, out, x: (-m.exp(x) - out,),
    "a missing term": lambda m, out, x: (out,),
    "always zero": lambda m, out, x: (0.0,),
    "always nan": lambda m, out, x: (math.nan,),
    "always infinite": lambda m, out, x: (m.divide(1.0, x - x),),
    "beyond doubles": lambda m, out, x: (1e-320,),
    "the last six digits": lambda m, out, x: (m.exp(x) * (1.0 + 1e-8) + out,),
}


@pytest.mark.parametrize("x", [1e-160, 1e-200, 1e-290])
def test_a_wrong_rule_is_not_excused_by_a_curvature_beyond_doubles(x):
    operation = planted(lambda m, out, x: (1.001 / x,), lambda m, x: m.log(x))
    for f in (operation, lambda x: operation(x) + ag.sin(x)):
        with pytest.raises(GradientError, match=r"the gradient of f is wrong.*Suspected"):
            check_gradients(f, x)
    check_gradients(ag.log, x, order=1)


@pytest.mark.parametrize(
    "forward",
    [
        lambda m, x: math.sin(x),
        lambda m, x: float(np.sin(x)),
        lambda m, x: m.sin(float(x)),
        lambda m, x: x + math.sin(x) - x,
    ],
)
def test_a_forward_rule_in_plain_floats_is_declined_in_words(forward):
    operation = planted(lambda m, out, x: (m.cos(x),), forward)
    for f in (operation, lambda x: x * operation(2 * x)):
        with pytest.raises(UncheckedError, match=r"nothing was checked: .* with plain floats"):
            check_gradients(f, 0.7)


@pytest.mark.parametrize("forward", [lambda m, x: 3.0, lambda m, x: m.where(x > 0, 1.0, 0.0)])
def test_a_forward_rule_that_is_constant_has_the_slope_0(forward):
    check_gradients(lambda x: x * planted(lambda m, out, x: (0.0,), forward)(x), 0.7)
    with pytest.raises(GradientError, match=r"is 1.0, expected 0.0"):
        check_gradients(planted(lambda m, out, x: (1.0,), forward), 0.7)


@pytest.mark.slow
def test_an_operation_is_computed_again_for_its_own_variables_alone():
    runs = []

    def forward(m, x):
        runs.append(x)
        return m.exp(x)

    operation = planted(lambda m, out, x: (out,), forward)
    counts = []
    for n in (10, 20):
        runs.clear()
        check_gradients(lambda xs: ag.sum([operation(x) for x in xs]), np.linspace(0.1, 1.0, n))
        counts.append(len(runs))
    assert counts[1] < 2.2 * counts[0]


@pytest.mark.parametrize("plant", WRONG)
def test_a_wrong_rule_is_caught_and_named(plant):
    operation = planted(WRONG[plant])
    check_gradients(lambda x: ag.sigmoid(planted(right)(x * 2)), 0.3)
    with pytest.raises(
        GradientError, match=r"the gradient of f is wrong.*args\[0\]\['x'\]"
    ) as info:
        check_gradients(lambda p: ag.sigmoid(operation(p["x"] * 2)), {"x": 0.3})
    assert "Suspected: <lambda>(0.6), whose local gradient towards operand 0" in str(info.value)
    assert "mpmath" in str(info.value)


def test_a_rule_that_is_right_but_cannot_be_differentiated_again_is_caught():
    def frozen(m, out, x):  # right as a number, but a constant for the next derivative
        slope = m.exp(x) + out
        return (slope.data if isinstance(slope, Value) else slope,)

    operation = planted(frozen)
    check_gradients(operation, 0.5, order=1)
    with pytest.raises(GradientError, match=r"the Hessian of f times.*Suspected: .*derivative of"):
        check_gradients(operation, 0.5)


# Nothing is green without a check -----------------------------------------------------------


def forgets_to_return(x):
    _ = x * x


@pytest.mark.parametrize(
    ("f", "args", "told"),
    [
        (forgets_to_return, (1.0,), r"f\(...\) is None; is a return missing in f\?"),
        (lambda x: {"loss": x * x, "aux": None}, (1.0,), r"f\(...\)\['aux'\] is None"),
        (lambda x: "x²", (1.0,), r"f\(...\) is 'x²' \(str\), no number"),
        (lambda x: [x * x, 1j], (1.0,), r"f\(...\)\[1\] is 1j \(complex\)"),
        (lambda x: [], (1.0,), r"f returned \[\]"),
        (lambda: Value(1.0), (), "no number among the arguments"),
        (lambda x: ag.sum([*x, Value(1.0)]), ([],), "no number among the arguments"),
        (lambda p: Value(1.0), ({"w": ()},), "no number among the arguments"),
        (lambda x: 5.0, (2.0,), "no output of f depends on an argument"),
        (lambda x, y: [Value(5.0), 3, True], (2.0, 3.0), "no output of f depends on an argument"),
        (lambda x: math.floor(x.data), (2.5,), "no output of f depends on an argument"),
    ],
)
def test_what_was_not_checked_is_an_error(f, args, told):
    with pytest.raises(UncheckedError, match=f"nothing was checked: .*{told}") as info:
        check_gradients(f, *args)
    assert isinstance(info.value, GradientError)
    assert isinstance(info.value, ValueError)


def without_recording(x):
    with ag.no_grad():
        return ag.exp(x)


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda x: x.data * 2, (1.0,)),
        (lambda x: x.item() ** 2, (1.0,)),
        (lambda x: np.sin(x.data), (1.0,)),
        (lambda x: x.detach(), (1.0,)),
        (lambda x: [x * x, x.data**2], (1.5,)),
        (lambda x: [x * x, x.data**2], (0.0,)),
        (lambda x: x * math.exp(x.data), (0.7,)),
        (lambda x: x * x.data if isinstance(x, Value) else x * x, (1.5,)),
        (lambda x: x.detach() * x, (1.5,)),
        (lambda x: x * round(x, 9), (1.5,)),
        (lambda x: x * without_recording(x), (1.5,)),
        (lambda x: x + x.data, (0.0,)),
        (lambda x: x * x + 0.001 * x.data, (1.5,)),
        (lambda x: 1e-6 * (x * x + 0.001 * x.data), (1.5e-6,)),
        (lambda x: 1e6 * (x * x + 1e4 * x.data), (1.5e6,)),
        (lambda x: x * math.exp(1e160 * x.data), (1e-160,)),
        (lambda x: x + 0.01 * x.data, (1e300,)),
        (lambda x: x * math.sin(1e7 * x.data), (0.3,)),
        (lambda xs: ag.sum([x * x for x in xs]) + 0.01 * xs[7].data, ([*range(1, 31)],)),
        (lambda p: p["w"] * p["x"].item(), ({"w": 2.0, "x": 3.0},)),
        (lambda x: 0.0 * x if x.data == 0.0 else x, (0.0,)),
        (lambda x, y: x.data + y, (1e-3, 2e6)),
    ],
)
@pytest.mark.parametrize("order", [1, 2])
def test_a_dependence_that_the_graph_misses_is_caught(f, args, order):
    with pytest.raises(GradientError, match=r" of .*neighbouring points.*hide a depend"):
        check_gradients(f, *args, order=order)


@pytest.mark.parametrize(
    ("f", "args", "told"),
    [
        (lambda x: 2 * x * x.detach() - x.data**2, (1.5,), r"args\[0\] twice is 0.0"),
        (
            lambda x, y: x * y.data + x.data * y - x.data * y.data,
            (1.5, 2.5),
            r"along \(.*\) twice is 0.0",
        ),
    ],
)
def test_a_dependence_that_only_the_second_derivative_misses_is_caught(f, args, told):
    check_gradients(f, *args, order=1)
    with pytest.raises(GradientError, match=rf"the Hessian of f is wrong: {told}, expected .*hide"):
        check_gradients(f, *args)


def shows_everything(x, y, *others):
    return ag.tanh(x) * y + ag.sum(others) ** 2


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_a_leak_in_one_of_many_arguments_is_named(place, scale):
    def leaks(*x):
        x = [scale * each for each in x]
        x[place] = x[place].data + 0.999 * (x[place] - x[place].data)
        return shows_everything(*x)

    with pytest.raises(GradientError, match=rf"wrong: args\[{place}\] is .*neighbouring"):
        check_gradients(leaks, *(x / scale for x in (0.5, 1.5, -0.3, 2.0)))


@pytest.mark.parametrize("amplitude", [1.0, 1e-9])
def test_noise_is_an_error(amplitude):
    generator = random.Random(0)
    with pytest.raises(
        GradientError, match=r"not deterministic: the same arguments gave .* and th"
    ):
        check_gradients(lambda x: x + amplitude * generator.random(), 1.0)


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("amplitude", [1.0, 1e-6])
@pytest.mark.parametrize("at", [0.0, 1.0, -1e-3, 1e6])  # Hypothesis draws 0 and 1 first
def test_noise_that_is_nothing_at_the_arguments_is_an_error(at, amplitude, size, power):
    generator = random.Random(0)

    def f(x):
        return ag.sum(x + amplitude * (x - at) ** power * generator.random())

    with pytest.raises(GradientError, match="not deterministic: the same arguments beside these"):
        check_gradients(f, np.full(size, at))


def test_what_is_kept_from_call_to_call_is_an_error():
    kept = []

    def grows(x):
        kept.append(x)
        return x * len(kept)

    with pytest.raises(GradientError, match="not deterministic"):
        check_gradients(grows, 1.0)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: ag.where(x == 0, 1.0, ag.sin(x) / ag.where(x == 0, 1.0, x)),
        lambda x: 1.0 + 0 * x if x == 0 else ag.sin(x) / x,
        lambda x: x if x == 0 else 2 * x,
    ],
)
def test_a_branch_at_one_point_alone_is_named_as_a_cause(f):
    with pytest.raises(GradientError, match="take a branch here alone, as by x == 0"):
        check_gradients(f, 0.0)


def test_another_branch_for_plain_numbers_is_an_error():
    with pytest.raises(GradientError, match=r"f is 2.0 for plain numbers, but 3.0 for Values"):
        check_gradients(lambda x: x * 2 if isinstance(x, float) else x * 3, 1.0)


# Rules that are wrong, in every row of the table --------------------------------------------


def ordinary_operands(operation, count, generator):
    """Some at which it is defined, smooth and neither flat nor saturated."""
    for _ in range(200):
        x = [generator.uniform(0.2, 1.8) * generator.choice([-1, 1]) for _ in range(count)]
        if operation.domain(*x) and operation.smooth(*x):
            return x
    raise AssertionError(f"{operation.name}: no operands")


def applied(operation, *operands):
    return Value.record_operation(operation, operands)


@pytest.mark.parametrize("name", TABLE)
def test_a_rule_that_is_off_by_a_thousandth_is_caught(name):
    row, generator = TABLE[name], random.Random(name)
    count = 3 if 3 in row.arity else row.arity[0]
    x = ordinary_operands(row, count, generator)
    slopes = ag.grad(partial(applied, row), range(count))(*x)
    for place in [i for i in range(count) if slopes[i]]:

        def gradients(m, out, *operands, place=place):
            found = list(row.gradients(m, out, *operands))
            return (*found[:place], found[place] * 1.001, *found[place + 1 :])

        wrong = replace(row, name=f"wrong_{name}", gradients=gradients)
        with pytest.raises(GradientError, match=rf"args\[{place}\] is .*Suspected: wrong_{name}\("):
            check_gradients(lambda *v, wrong=wrong: 3 * applied(wrong, *v) + v[0], *x)


@pytest.mark.parametrize("name", TABLE)
def test_a_rule_that_is_no_function_for_the_second_derivative_is_caught(name):
    row, generator = TABLE[name], random.Random(name)
    count = 3 if 3 in row.arity else row.arity[0]
    x = ordinary_operands(row, count, generator)
    rows = ag.hessian(partial(applied, row), range(count))(*x)

    def gradients(m, out, *operands):  # right as numbers, but constants for the next derivative
        found = row.gradients(m, out, *operands)
        return tuple(each.data if isinstance(each, Value) else each for each in found)

    frozen = partial(applied, replace(row, name=f"frozen_{name}", gradients=gradients))
    assert check_gradients(frozen, *x, order=1).first == count
    if any(map(any, rows)):
        with pytest.raises(GradientError, match=rf"the Hessian of f .*Suspected: frozen_{name}\("):
            check_gradients(frozen, *x)


# What is right is never called wrong --------------------------------------------------------

EDGES = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -3.0]
FAR = [
    sign * size
    for size in (5e-324, 1e-300, 1e-160, 1e-12, 1e-5, 40.0, 750.0, 1e8, 1e16, 1e160, 1e300, 1.7e308)
    for sign in (1.0, -1.0)
]


def beside(x, generator):
    """The numbers next to x, and some a little further away."""
    step = generator.choice([1e-15, 1e-12, 1e-9, 1e-7, 1e-4])
    return [x, math.nextafter(x, 9.0), math.nextafter(x, -9.0), x + step, x - step]


def hard_points(operation, generator):
    """Operands at and beside every kink and edge that the record tells, and at extreme sizes."""
    counts = [n for n in (1, 2, 3) if n in operation.arity]
    for _ in range(14):
        count = generator.choice(counts)
        x = [generator.choice(EDGES) for _ in range(count)]
        if generator.random() < 0.5:  # ties are kinks, too
            x = x[:1] * count
        if not (operation.domain(*x) and operation.smooth(*x)):
            place = generator.randrange(count)
            for moved in beside(x[place], generator):
                yield [*x[:place], moved, *x[place + 1 :]]
        yield [generator.choice(FAR + EDGES) for _ in range(count)]


@pytest.mark.parametrize("name", TABLE)
def test_every_row_passes_or_is_declined_in_words_at_hard_points(name):
    row, generator = TABLE[name], random.Random(name)
    for x in {tuple(point) for point in hard_points(row, generator)}:
        try:
            found = check_gradients(partial(applied, row), *x)
        except GradientError as error:
            raise AssertionError(f"{name}{x}: {error}") from error
        except ValueError as error:
            told = str(error)
        else:
            told = "" if found.first and found.second else " ".join(found.declined)
        reasons = "no (second )?derivative|do not reach|lost in the rounding|at a kink"
        assert not told or re.search(reasons, told), told


def newton_root(x):
    y = x
    while True:
        better = 0.5 * (y + x / y)
        if abs(better.data - y.data) < 1e-10:
            return better
        y = better


def log_sum_exp(xs):
    top = max(x.data for x in xs)  # which cancels
    return top + ag.log(ag.sum([ag.exp(x - top) for x in xs]))


RIGHT = {
    "beside a kink": (lambda x: ag.relu(x - 1), 1 + 1e-12),
    "beside a tie": (lambda x: ag.maximum(1.0, x), 1 + 1e-9),
    "almost a tie": (ag.maximum, 1.0, math.nextafter(1.0, 2.0)),
    "beside the kink of abs": (lambda x: abs(x - 3), 3.0000001),
    "beside the edge of clip": (lambda x: ag.clip(x, 0.0, 1.0), 1 + 1e-13),
    "a kink that rounding moves": (lambda x, y: ag.relu(x + y - 0.3), 0.1, 0.2),
    "fast": (lambda x: ag.sin(1e7 * x), 0.3),
    "faster": (lambda x: ag.sin(1e12 * x), 0.3),
    "of a period that steps fit": (lambda x: ag.sin(2000 * math.pi * x), 1.0),
    "tiny": (lambda x: x * x, 1e-160),
    "tiny and large": (lambda x: 1e300 * x, 1e-300),
    "large and tiny": (lambda x: 1e-300 * x * x, 1e300),
    "an untaken branch outside its domain": (
        lambda x: ag.where(x > 0, ag.sqrt(x), x * x), -0.5,
    ),
    "an untaken pole": (lambda x: ag.where(x > 1, 1 / x, x), 0.0),
    "an untaken logarithm": (lambda x: ag.where(x > 0, ag.log(x), x * x), -1.0),
    "a root of what stands still": (lambda x: ag.sqrt(ag.relu(x)), -1.0),
    "a root of what is clipped": (lambda x: ag.sqrt(ag.clip(x, 0.0, 1.0)) + x, -1.0),
    "a kink that a zero hides": (lambda x: abs(x) ** 3, 0.0),
    "nothing but zeros": (lambda x: x * 0.0 + 7.0, 2.0),
    "a constant sum": (lambda x: ag.sin(x) ** 2 + ag.cos(x) ** 2, 0.3),
    "flat": (lambda x: ag.tanh(x) + x, 1000.0),
    "a series at its point": (lambda x: ag.where(x == 0, 1 - x * x / 6, ag.sin(x) / x), 0.0),
    "a loop that stops by itself": (newton_root, 2.0),
    "a number that cancels": (log_sum_exp, [1.0, 2.0, 3.0]),
    "a number that cancels, in a tie": (log_sum_exp, [3.0, 2.0, 3.0]),
    "a whole number beside": (lambda x: [x * x, int(x.data)], 1.5),
    "second differences that cancel": (lambda x: ag.expm1(x) - x, 1e-6),
    "the graph of a gradient": (ag.grad(lambda x: ag.exp(x) * x), 0.7),
    "an int": (lambda x: x**3, 2),
    "a Value": (lambda x: x**3, Value(2.0)),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_passes(name):
    f, *args = RIGHT[name]
    found = check_gradients(f, *args)
    assert found.first
    assert found.second
    assert not found.declined


UNDECIDED = {
    "huber at delta": (
        lambda x: ag.huber(x, 0.0),
        1.0,
        r"no second derivative by args.0.: huber\(1.0",
    ),
    "elu at zero": (ag.elu, 0.0, r"no second derivative by args.0.: elu\(0.0"),
    "x · |x|": (lambda x: x * abs(x), 0.0, r"no second derivative by args.0.: abs\(0.0"),
    "|x| squared": (lambda x: abs(x) * abs(x), 0.0, r"abs\(0.0\) is at a kink"),
    "Python's abs": (lambda x: x if x >= 0 else -x, 0.0, "takes another branch"),
    "Python's relu": (lambda x: [x * x, 0.0 if x < 1 else x - 1], 1 - 1e-10, "another branch"),
    "a bool": (lambda x: [x * x, x > 1.0], 1.0, "output 1 of f beside .* jumps"),
    "a step": (lambda x: x * 2 if x == 1.0 else x * 3, 1.0, "it jumps"),
    "undefined around": (lambda x: x if x == 1.0 else x * math.nan, 1.0, "no value there"),
    "the last digits": (
        lambda x: [x, ag.binary_cross_entropy_with_logits(x, 0.5)],
        -1e-12,
        "rounding of larger",
    ),
}


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_cannot_be_decided_is_said(name):
    f, x, told = UNDECIDED[name]
    found = check_gradients(f, x)
    assert found.first
    assert re.search(told, " ".join(found.declined)), found


@pytest.mark.parametrize(
    "f",
    [
        *(ag.lgamma, lambda x: ag.beta(x, 2.5), lambda x: ag.polygamma(1, x)),
        lambda x: ag.erfcinv(x / 10.0),
    ],
)
def test_a_large_number_beside_a_function_takes_no_digits_from_it(f):
    found = check_gradients(lambda x: ag.minimum(f(x), 1e300), 4.985)
    assert (found.first, found.second, found.declined) == (1, 1, ())


def test_numbers_that_doubles_do_not_reach_are_not_called_wrong():
    with pytest.raises(
        ValueError, match=r"nothing could be decided: .*doubles do not reach"
    ) as info:
        check_gradients(lambda x: 1e300 * ag.exp(x), -1000.0)
    assert not isinstance(info.value, GradientError)


def test_where_there_is_no_derivative_it_says_so():
    with pytest.raises(
        NoDerivativeError, match=r"f has no derivative here: relu\(0\.0\) is at a kink"
    ):
        check_gradients(lambda x: ag.relu(x - 1), 1.0)
    with pytest.raises(NoDerivativeError, match=r"no derivative here: .* -inf, after log\(0\.0\)"):
        check_gradients(ag.log, 0.0)
    with pytest.raises(
        NoDerivativeError, match=r"no derivative here: args\[1\] is nan; choose another"
    ):
        check_gradients(ag.add, 1.0, math.nan)
    with pytest.raises(
        NoDerivativeError, match="no derivative here: its slopes on both sides differ"
    ):
        check_gradients(planted(lambda m, out, x: (m.sign(x),), lambda m, x: m.abs(x)), 0.0)


def test_bad_options_are_errors():
    with pytest.raises(ValueError, match="order: got 3; choose 1 or 2"):
        check_gradients(gaussian_bump, 1.0, order=3)
    with pytest.raises(ValueError, match="tolerance: a positive number is needed, got 0"):
        check_gradients(gaussian_bump, 1.0, tolerance=0)
    with pytest.raises(TypeError, match=r"f: a function is needed, got .*pass f, and not f\(x\)"):
        check_gradients(gaussian_bump(Value(1.0)), 1.0)
    with pytest.raises(TypeError, match=r"args\[0\]\['w'\]: a real number is needed, got '3'"):
        check_gradients(lambda p: p["w"], {"w": "3"})


def test_the_report_says_what_was_decided_how():
    found = check_gradients(lambda x, y: [x * y, ag.huber(x, 0.0)], 1.0, 2.0)
    told = "the Hessian of output 1 of f times (0.879, 0.52): no second derivative by args[0]: hub"
    assert isinstance(found, Report)
    assert (found.first, found.second, found.neighbours, found.compiled) == (3, 2, 18, 0)
    assert len(found.declined) == 1
    assert found.declined[0].startswith(told)


def test_threads_check_side_by_side():
    def check(k):
        return check_gradients(lambda x, y: ag.exp(x) * ag.sin(y) + x**y, 0.1 * k, 0.1 * k + 1.0)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(check, range(1, 17)))
    finally:
        sys.setswitchinterval(before)
    assert found == {check(1)}


def test_the_same_seed_says_the_same():
    texts = set()
    for _ in range(2):
        with pytest.raises(GradientError) as info:
            check_gradients(planted(WRONG["a missing term"]), 0.5, seed=3)
        texts.add(str(info.value))
    assert len(texts) == 1


@given(strategies.values(st.floats(0, 1)))
def test_values_are_leaves(value):
    assert isinstance(value, Value)
    assert 0 <= value.data <= 1
    assert not value.parents


@given(strategies.operations())
def test_operations_come_with_operands_in_their_domain(pair):
    operation, operands = pair
    assert operation in TABLE.values()
    assert len(operands) in operation.arity
    assert operation.domain(*operands)
    assert operation.smooth(*operands)


@given(strategies.expressions(table=[ag.add, ag.multiply], most_operations=5))
def test_expressions_use_the_table_that_is_given(root):
    nodes = ag.topological_order(root)
    assert {node.op for node in nodes} <= {None, ag.add, ag.multiply}
    assert sum(bool(node.op) for node in nodes) <= 5
    assert all(math.isfinite(node.data) for node in nodes)


SIX = ag.custom_gradient(lambda m, out, *x: (1.0,) * 6)(
    lambda m, a, b, c, d, e, f: a + b + c + d + e + f
)


@given(strategies.operands_of(SIX), strategies.operations([SIX]), strategies.expressions([SIX]))
def test_an_operation_of_many_operands_is_drawn(operands, pair, root):
    assert len(operands) == len(pair[1]) == 6
    assert root.op in (SIX, None)


def test_a_table_may_be_an_iterator():
    drawn = strategies.expressions(row for row in [ag.sin])
    for size in (2, 3):
        root = find(drawn, lambda root, size=size: len(ag.topological_order(root)) == size)
        assert root.op is ag.sin


def test_what_is_no_operation_is_refused():
    with pytest.raises(TypeError, match=r"operation: an operation is needed.* got .*<.*sin>"):
        strategies.operands_of(math.sin)
    for draw in (strategies.operations, strategies.expressions):
        with pytest.raises(TypeError, match=r"table: an operation is needed.* got 'sin' \(str\)"):
            draw(["sin"])
        with pytest.raises(TypeError, match=r"table: a sequence of operations is needed"):
            draw(ag.sin)


def test_an_operation_in_an_example_is_its_name():
    assert pretty((ag.sin, 1.0)) == "(<operation sin>, 1.0)"


def test_the_example_shows_right_and_wrong(capsys):
    path = Path(__file__).parents[1] / "examples" / "own_function.py"
    runpy.run_path(str(path), run_name="__main__")
    told = capsys.readouterr().out
    assert "Black–Scholes price 11.506894, its gradient and Hessian are right" in told
    assert "∂/∂s = 0.653581" in told  # the delta, Φ(d₁)
    assert "wrong_softsign: the gradient of f is wrong: args[0] is 0.498" in told


# Compiled functions, as they run ------------------------------------------------------------


def two(x, y):
    return ag.sin(x) * y * y


def cost(w, x, y):
    return (ag.tanh(w[0] * x + w[1]) - y) ** 2


WEIGHT = Value(2.0)
ROWS = np.array([0.1, 0.2, 0.3])
TARGETS = np.array([1.0, 0.5, -0.4])

COMPILED = {
    "one point": (ag.compile(lambda x: ag.sin(x) * x), 0.7),
    "by both": (ag.compile(two, argnums=(0, 1)), 0.7, 1.3),
    "by the second": (ag.compile(two, argnums=1), 0.7, 1.3),
    "a dict": (ag.compile(lambda p: p["w"] * ag.exp(p["b"])), {"b": 0.3, "w": 0.4}),
    "an array to a list": (ag.compile(lambda x: [x[0] * x[1], ag.exp(x[1])]), ROWS[:2]),
    "a batch": (ag.compile(two, argnums=(0, 1), in_axes=0), ROWS, TARGETS),
    "a batch that shares": (ag.compile(two, in_axes=(0, None)), ROWS, 0.5),
    "a batch of arrays": (
        ag.compile(lambda x: [x[0] * x[1], x[1]], in_axes=1), np.stack([ROWS, TARGETS]),
    ),
    "a mean": (ag.compile(cost, in_axes=(None, 0, 0), reduce="mean"), [0.3, 0.4], ROWS, TARGETS),
    "a sum by all": (
        ag.compile(cost, argnums=(0, 1), in_axes=(None, 0, 0), reduce="sum"),
        [0.3, 0.4], ROWS, TARGETS,
    ),
    "with a closure": (ag.compile(lambda x: x * WEIGHT**2), 0.7),
    "a plain number beside": (ag.compile(lambda x: ag.maximum(x, 0.0) + x * x), -1.0),
    "a power": (ag.compile(lambda x: x**4), -2.0),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPILED)
def test_a_compiled_function_is_checked_as_it_runs(name):
    f, *args = COMPILED[name]
    found = check_gradients(f, *args)
    assert found.first
    assert found.compiled > len(leaves(args))
    assert not found.declined


@pytest.mark.parametrize("kind", ["value_and_grad", "grad", "jacobian", "hessian", "hvp"])
def test_a_wrong_number_of_a_compiled_function_is_caught(kind, monkeypatch):
    fast = ag.compile(two, argnums=(0, 1), backend="python")
    right_numbers = getattr(fast, kind)
    off = partial(map_leaves, lambda x: 1.001 * x)
    monkeypatch.setattr(fast, kind, lambda *args: off(right_numbers(*args)))
    with pytest.raises(GradientError, match=f"the {kind} of <compiled two> is wrong: the compiled"):
        check_gradients(fast, 0.7, 1.3)


def test_a_wrong_gradient_in_a_compiled_batch_is_caught(monkeypatch):
    loss = ag.compile(cost, in_axes=(None, 0, 0), reduce="mean")
    monkeypatch.setattr(loss, "grad", lambda *args: [0.0, 0.0])
    with pytest.raises(GradientError, match=r"the compiled grad\[\d\] is 0.0, expected .*Python"):
        check_gradients(loss, [0.3, 0.4], ROWS, TARGETS)


def test_what_tracing_sees_otherwise_is_caught():
    traced = ag.compile(lambda x: x * x if type(x).__name__ == "Tracer" else 3 * x)
    with pytest.raises(GradientError, match=r"the value of <compiled .* is wrong"):
        check_gradients(traced, 0.7)
    with pytest.raises(GradientError, match="for plain numbers, but"):
        check_gradients(lambda x: traced(x) + 1, 0.7)


def test_a_compiled_function_that_ignores_its_arguments_is_an_error():
    for f in (lambda x: None, lambda x: 5.0, lambda x: [Value(1.0)]):
        with pytest.raises(UncheckedError, match="nothing was checked"):
            check_gradients(ag.compile(f), 1.0)


def test_what_a_reduced_batch_has_not_is_declined():
    f = ag.compile(lambda x, y: [ag.exp(x) * y, x / y], in_axes=0, reduce="mean")
    found = check_gradients(f, np.array([0.3, 0.4]), np.array([2.0, 0.7]))
    assert found.compiled == 2
    assert found.declined == ("the compiled jacobian: there is none of a reduced batch",)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_compiled_function_without_derivatives_is_checked(backend):
    assert check_gradients(ag.compile(lambda x: x * x, argnums=(), backend=backend), 2.0).compiled


def test_a_large_hessian_of_a_compiled_function_is_declined():
    f = ag.compile(lambda x: ag.sum(each**3 for each in x), backend="python")
    found = check_gradients(f, [0.1 * k for k in range(1, 22)])
    assert found.declined == (
        "the compiled hessian of 21 numbers: its product with a direction stands for it",
    )


@pytest.mark.parametrize(
    ("package", "name"), [("mpmath", "check_gradients"), ("hypothesis", "strategies")]
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(package, name):
    code = f"import sys; sys.modules[{package!r}] = None; from autograd_lite.testing import {name}"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    expected = f'{package} is needed; run: pip install "autograd_lite[testing]"'
    assert found.stderr.strip().endswith(expected)
