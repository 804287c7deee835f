"""Every record of the table, by itself: a new record is tested by being there."""

import inspect
import itertools
import math
import pickle
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from accuracy import marks, outside, samples, worst
from oracle import differences, errors, second_derivatives, second_errors

import autograd_lite as ag
from autograd_lite import Value, floats, primitives
from autograd_lite.methods import SPELT_OTHERWISE
from autograd_lite.primitives.operation import FLOATS, INTERNAL, TABLE, Namespace, Operation
from autograd_lite.testing.oracle import MPMATH

SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1.7e308]

each_operation = pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())


def counts(operation: Operation, most: int) -> list[int]:
    return [n for n in range(most + 1) if n in operation.arity]


@each_operation
def test_value_and_local_gradients_are_right(operation):
    seen = worst(operation, examples=30)
    assert seen.error <= operation.ulps, seen


def is_caught(planted: Operation) -> bool:
    return any(max(errors(planted, x)) > planted.ulps for x in samples(planted, 100))


def wrong_factor(gradients):
    return tuple(1.001 * g if g else 0.001 for g in gradients)


def wrong_sign(gradients):
    return tuple(-g if g else 1.0 for g in gradients)


def a_few_ulps_off(gradients):
    return tuple(g * (1.0 + 32 * 2.0**-52) if g else 1.0 for g in gradients)


def swapped_operands(gradients):
    return gradients[::-1]


@pytest.mark.parametrize("plant", [wrong_factor, wrong_sign, a_few_ulps_off, swapped_operands])
@each_operation
def test_a_planted_wrong_rule_is_caught(operation, plant):
    planted = replace(operation, gradients=lambda *x: plant(operation.gradients(*x)))
    if plant is swapped_operands and not any(
        local_gradients(planted, *x) != local_gradients(operation, *x)
        for x in samples(operation, 100)
    ):
        return  # as for x + y
    assert is_caught(planted)


@pytest.mark.parametrize(
    ("name", "gradient"),
    [
        ("tanh", lambda m, out, x: 1.0 - out * out),
        ("sigmoid", lambda m, out, x: out * (1.0 - out)),
        ("asinh", lambda m, out, x: m.divide(1.0, m.sqrt(1.0 + x * x))),
        ("acosh", lambda m, out, x: m.divide(1.0, m.sqrt(x * x - 1.0))),
        ("atanh", lambda m, out, x: m.divide(1.0, 1.0 - x * x)),
        ("erf", lambda m, out, x: 1.1283791670955126 * m.exp(-x * x)),
        ("norm_cdf", lambda m, out, x: 0.3989422804014327 * m.exp(-0.5 * x * x)),
    ],
)
def test_a_planted_wrong_tail_is_caught(name, gradient):
    planted = replace(TABLE[name], gradients=lambda *x: (gradient(*x),))
    assert is_caught(planted)


@pytest.mark.parametrize(
    ("name", "gradient"),
    [
        ("asin", lambda m, out, x: m.power((1.0 - x) * (1.0 + x), -0.5)),
        ("atan", lambda m, out, x: m.divide(1.0, 1.0 + x * x)),
        ("atanh", lambda m, out, x: m.divide(1.0, (1.0 - x) * (1.0 + x))),
        ("tanh", lambda m, out, x: m.square(m.divide(1.0, m.cosh(x)))),
        ("sigmoid", lambda m, out, x: out * m.sigmoid(-x)),
    ],
)
def test_a_planted_gradient_whose_own_derivative_loses_digits_is_caught(name, gradient):
    planted = replace(TABLE[name], gradients=lambda *x: (gradient(*x),))
    points = marks(planted)
    assert max(max(errors(planted, x)) for x in points) <= planted.ulps
    assert max(max(second_errors(planted, x), default=0.0) for x in points) > planted.ulps


@each_operation
def test_third_derivatives_are_numbers(operation):
    """Where a second derivative, at operands that are no extremes, varies as a number does."""
    apply = partial(Value.record_operation, operation)
    for point in itertools.islice(samples(operation, 200), 40):
        if all(1e-3 < abs(x) < 20.0 for x in point):
            third = ag.jacobian(ag.jacobian(ag.grad(lambda x: apply(tuple(x)))))([*point])
            assert np.isfinite(third).all(), point


def ties_are_shared(operation: Operation) -> bool:
    """Equal operands of a symmetric operation must get equal gradients, which add up to the slope
    along the diagonal.
    """
    return all(_shared(operation, n) for n in counts(operation, 3) if n > 1)


def _shared(operation: Operation, n: int) -> bool:
    if not _is_symmetric(operation, n):
        return True
    gradients = local_gradients(operation, *(2.0,) * n)
    (slope,) = differences(lambda x: operation.forward(MPMATH, *(x,) * n), [2.0])
    return len(set(gradients)) == 1 and math.fsum(gradients) == pytest.approx(float(slope))


def _is_symmetric(operation: Operation, n: int) -> bool:
    points = itertools.permutations([0.5, 1.25, 3.0][:n])
    return len({operation.forward(FLOATS, *point) for point in points}) == 1


@each_operation
def test_operands_that_tie_share_the_gradient(operation):
    assert ties_are_shared(operation)


@pytest.mark.parametrize("operation", [ag.maximum, ag.minimum, ag.maxout])
def test_a_planted_wrong_tie_is_caught(operation):
    def first_takes_all(m, out, *x):
        return tuple(float(i == x.index(out)) for i in range(len(x)))

    assert not ties_are_shared(replace(operation, gradients=first_takes_all))


@each_operation
def test_special_values_give_floats_and_never_an_exception(operation):
    for n in counts(operation, 3):
        for operands in itertools.product(SPECIAL, repeat=n):
            out = operation.forward(FLOATS, *operands)
            gradients = operation.gradients(FLOATS, out, *operands)
            assert [type(x) for x in (out, *gradients)] == [float] * (n + 1), operands


@each_operation
def test_nan_goes_through_value_and_gradients(operation):
    """A nan operand gives nan, except where the result does not depend on it, as in x**0."""
    finite = [x for x in SPECIAL if not math.isnan(x)]
    for n in counts(operation, 3):
        for operands in itertools.product(SPECIAL, repeat=n):
            out = operation.forward(FLOATS, *operands)
            if math.nan not in operands or math.isnan(out):
                continue
            i = operands.index(math.nan)
            others = [(*operands[:i], x, *operands[i + 1 :]) for x in finite]
            results = [operation.forward(FLOATS, *x) for x in others if operation.smooth(*x)]
            assert all(x == out or math.isnan(x) for x in results), operands


@each_operation
def test_outside_its_domain_value_or_gradients_are_not_finite(operation):
    for n in counts(operation, 3):
        for operands in itertools.product(SPECIAL, repeat=n):
            finite = all(map(math.isfinite, operands))
            if finite and not operation.domain(*operands):
                out = operation.forward(FLOATS, *operands)
                gradients = operation.gradients(FLOATS, out, *operands)
                assert not all(map(math.isfinite, (out, *gradients))), operands


def is_nan_at(operation: Operation, points) -> bool:
    return all(
        math.isnan(x)
        for point in points
        for x in (operation.forward(FLOATS, *point), *local_gradients(operation, *point))
    )


@each_operation
def test_outside_its_domain_value_and_gradients_are_nan(operation):
    assert is_nan_at(operation, outside(operation))


def curves_are_nan_at(operation: Operation, points) -> bool:
    """Second derivatives, of reverse mode alone and of forward over reverse."""

    def apply(*x):
        return Value.record_operation(operation, x)

    return all(
        math.isnan(curve)
        for x in points
        for row in (
            *second_derivatives(operation, x),
            *(ag.hvp(apply, x, tuple(each)) for each in np.eye(len(x)) if len(x) > 1),
        )
        for curve in row
    )


@each_operation
def test_outside_its_domain_second_derivatives_are_nan(operation):
    points = outside(operation)
    edge = [(0.0, -3.5)] if operation.name in ("xlogy", "rel_entr", "log_ratio") else []
    assert curves_are_nan_at(operation, points[:: len(points) // 40 + 1] + edge)


def test_a_planted_curve_outside_the_domain_is_caught():
    xlogy = TABLE["xlogy"]
    planted = replace(
        xlogy, gradients=lambda m, out, x, y: (m.log(y), xlogy.gradients(m, out, x, y)[1])
    )
    assert is_nan_at(planted, outside(planted))
    assert not curves_are_nan_at(planted, outside(planted))


@pytest.mark.parametrize("name", ["log", "asin", "acosh", "atanh", "power", "binary_cross_entropy"])
def test_a_planted_number_outside_the_domain_is_caught(name):
    operation = TABLE[name]
    points = outside(operation)
    assert points
    value = replace(operation, forward=lambda m, *x: 1.0)
    slope = replace(operation, gradients=lambda m, out, *x: (*[out] * (len(x) - 1), 1.0))
    assert not is_nan_at(value, points)
    assert not is_nan_at(slope, points)


@each_operation
def test_inside_its_domain_an_operation_has_a_value(operation):
    """Not nan, where the operands are no extremes; so a domain is not drawn too wide."""
    for n in counts(operation, 3):
        for point in itertools.product([-3.5, -2.0, -0.31, 0.0, 0.31, 1.0, 3.0], repeat=n):
            if operation.domain(*point):
                assert math.isfinite(operation.forward(FLOATS, *point)), point
                if operation.smooth(*point):
                    assert all(map(math.isfinite, local_gradients(operation, *point))), point


@each_operation
def test_a_value_records_exactly_what_the_rule_says(operation):
    for n in counts(operation, 3):
        operands = tuple(0.25 + i for i in range(n))
        leaves = [ag.Value(x) for x in operands]
        if n == 0:
            continue
        node = ag.Value.record_operation(operation, tuple(leaves))
        out = operation.forward(FLOATS, *operands)
        # as text, for which nan is nan: 0.25 is outside of some domains
        assert repr(node.data) == repr(out)
        assert repr(node.local_gradients) == repr(operation.gradients(FLOATS, out, *operands))
        assert node.parents == tuple(leaves)
        assert node.op is operation
        node.backward(0.0)
        assert [leaf.grad for leaf in leaves] == [0.0] * n
        assert all(leaf.has_gradient for leaf in leaves)


@each_operation
def test_numbers_and_arrays_go_in_and_come_out(operation):
    if operation.unary:
        array = np.array([0.25, 0.5])
        for given_as in (array, list(array), tuple(array)):
            result = operation(given_as)
            assert result.dtype == float
            assert repr(result.tolist()) == repr([operation(0.25), operation(0.5)])
        mixed = operation(np.array([ag.Value(0.25), 0.5]))
        assert mixed.dtype == object
        assert isinstance(mixed[0], ag.Value)
        assert type(operation(1)) is float
        assert operation(np.empty(0)).shape == (0,)
    elif operation.arity == range(2, 3):
        result = operation(np.array([[1.0], [2.0]]), [3.0, 4.0])
        assert result.shape == (2, 2)
        assert repr(float(result[1, 0])) == repr(operation(2.0, 3.0))


@each_operation
def test_a_record_is_complete(operation):
    names = ["p", "q", "r"][: counts(operation, 3)[-1]]
    formula = operation.latex(*names)
    assert all(name in formula for name in names)
    assert formula.count("{") == formula.count("}")
    assert operation.symbol
    assert operation.summary.startswith(f"{operation.name}(")
    assert operation.summary.endswith(".")
    assert getattr(primitives, operation.name) is operation
    assert getattr(ag, operation.name) is operation
    assert pickle.loads(pickle.dumps(operation)) is operation
    assert operation.name in ag.__all__


@each_operation
def test_signatures_are_those_of_the_call(operation):
    """And of the summary, which help shows."""
    parameters = inspect.signature(operation).parameters.values()
    words = operation.summary.partition("(")[2].partition(")")[0].split(", ")
    assert [str(each).split("=")[0].split(":")[0] for each in parameters] == [
        word.split("=")[0] for word in words
    ]
    defaults = [eval(word.split("=")[1], vars(math)) for word in words if "=" in word]
    assert [x.default for x in parameters if x.default is not x.empty] == defaults
    named = [x.name for x in parameters if x.kind is x.POSITIONAL_OR_KEYWORD]
    assert named in ([], [x.name for x in parameters])
    for name in named:  # known to the call as well
        with pytest.raises(TypeError, match="multiple values"):
            operation(*[0.0] * len(parameters), **{name: 0.0})


def test_signatures_of_methods_are_those_of_the_operations():
    assert str(inspect.signature(ag.leaky_relu)) == "(x, slope=0.01)"
    assert str(inspect.signature(ag.Value.leaky_relu)) == "(x, slope=0.01)"
    assert str(inspect.signature(ag.Value(1.0).clip)) == "(low=-inf, high=inf)"
    assert str(inspect.signature(ag.Value(1.0).exp)) == "()"
    assert "name" in inspect.signature(ag.Operation).parameters
    assert [*inspect.signature(ag.Value).parameters] == ["data", "label"]

    class Weight(ag.Value):
        def __init__(self, size, *, label="w"):
            super().__init__(1.0 / size, label)

    assert str(inspect.signature(Weight)) == "(size, *, label='w')"
    Weight.__init__ = lambda self, later: None  # as a decorator of classes does
    assert str(inspect.signature(Weight)) == "(later)"
    assert not hasattr(ag.Operation, "__signature__")


@each_operation
def test_an_operation_on_one_operand_is_a_method_of_value(operation):
    if not operation.unary or operation.name in SPELT_OTHERWISE:
        return
    node = getattr(ag.Value(0.5), operation.name)()
    assert node.op is operation
    assert repr(node.data) == repr(operation(0.5))
    assert getattr(ag.Value, operation.name).__doc__ == operation.summary


def numpy_name(operation: Operation) -> str:
    return re.sub("^a(?=(sin|cos|tan)h?2?$)", "arc", operation.name)


@each_operation
def test_numpy_finds_the_method_of_an_operation_that_it_has_too(operation):
    """For an array of objects, NumPy calls the method that has the name of its function."""
    function = getattr(np, numpy_name(operation), None)
    if not isinstance(function, np.ufunc) or len(operation.arity) != 1:
        return
    count = operation.arity[0]
    point = next(x for x in ((1.25, 2.5), (0.5, 2.5)) if operation.domain(*x[:count]))
    leaves = [ag.Value(x) for x in point[:count]]
    expected = operation(*leaves)
    array = np.array([leaves[0], 0.5], dtype=object)
    for node in (function(*leaves), function(array[:1], *leaves[1:])[0]):
        if operation is not ag.sign:  # for which NumPy compares, and answers with an int
            assert node.data == expected.data
            assert node.has_gradient is False
        else:
            assert node == expected.data


def test_parameters_reach_a_method():
    assert ag.Value(-2.0).leaky_relu(0.5).data == -1.0
    assert ag.Value(-2.0).elu(alpha=2.0).op is ag.elu
    assert ag.Value(3.0).clip(0.0, 1.0).data == 1.0


@each_operation
def test_an_operation_is_unary_if_one_operand_is_enough(operation):
    try:
        operation(0.5)
    except TypeError:
        assert not operation.unary
    else:
        assert operation.unary or len(operation.arity) > 1


def test_every_base_function_has_a_record():
    assert floats.BASE.keys() <= {*TABLE, *INTERNAL}


def test_base_functions_are_checked():
    with pytest.raises(TypeError, match="exp, log"):
        Namespace({k: v for k, v in floats.BASE.items() if k not in ("exp", "log")})


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: ag.exp(1.0, 2.0), "got 2 operands; the call is exp"),
        (lambda: ag.maximum(), "missing a required argument: 'x'; the call is maximum"),
        (lambda: ag.sum(), "the call is sum"),
        (lambda: ag.sum("ab"), "xs: a sequence of numbers is needed, got 'ab'"),
        (lambda: ag.exp(x=1.0), "the call is exp"),
        (lambda: ag.exp("3"), "exp: a real number is needed, got '3'"),
        (lambda: ag.exp(1j), "only real numbers"),
        (lambda: ag.softmax_component([1.0, 2.0]), r"one by one.*write softmax_component\(\*xs\)"),
        (lambda: ag.maximum([[1.0], [2.0]]), "maximum: numbers are needed, got .* among them"),
        (lambda: ag.mean([np.ones(2), 1.0]), "mean: numbers are needed, got .* among them"),
        (lambda: ag.sum([[1.0], [2.0]]), "sum: numbers are needed, got .* among them"),
        (lambda: ag.exp(np.array(["a"])), "exp: an array of real numbers is needed"),
    ],
)
def test_a_wrong_call_says_what_is_right(call, text):
    with pytest.raises(TypeError, match=text):
        call()


def test_linear_wants_as_many_inputs_as_weights():
    with pytest.raises(ValueError, match="1 weights and 2 inputs"):
        ag.linear([1.0], [1.0, 2.0])


# The policy at kinks and edges, line by line ------------------------------------------------


def local_gradients(operation, *operands):
    return operation.gradients(FLOATS, operation.forward(FLOATS, *operands), *operands)


@pytest.mark.parametrize(
    ("operation", "operands", "expected"),
    [
        (ag.abs, (0.0,), (0.0,)),
        (ag.abs, (-0.0,), (0.0,)),
        (ag.relu, (0.0,), (0.0,)),
        (ag.relu, (-0.0,), (0.0,)),
        (ag.maximum, (2.0, 2.0), (0.5, 0.5)),
        (ag.maximum, (2.0, 1.0, 2.0, 2.0), (1 / 3, 0.0, 1 / 3, 1 / 3)),
        (ag.minimum, (2.0, 2.0, 5.0), (0.5, 0.5, 0.0)),
        (ag.minimum, (0.0, -0.0), (0.5, 0.5)),
        (ag.sqrt, (0.0,), (math.inf,)),
        (ag.sqrt, (-0.0,), (math.inf,)),
        (ag.log, (0.0,), (math.inf,)),
        (ag.log, (-0.0,), (math.inf,)),
        (ag.power, (0.0, 2.0), (0.0, 0.0)),
        (ag.power, (0.0, 1.0), (1.0, 0.0)),
        (ag.power, (0.0, 0.5), (math.inf, 0.0)),
        (ag.power, (0.0, 0.0), (0.0, 0.0)),
        (ag.power, (3.0, 0.0), (0.0, math.log(3.0))),
        (ag.power, (math.inf, 0.5), (0.0, math.inf)),
        (ag.leaky_relu, (0.0, 0.01), (0.01, 0.0)),
        (ag.elu, (0.0, 2.0), (2.0, 0.0)),
        (ag.clip, (1.0, 0.0, 1.0), (0.5, 0.0, 0.5)),
        (ag.clip, (0.0, 0.0, 1.0), (0.5, 0.5, 0.0)),
        (ag.clip, (0.5, 2.0, 1.0), (0.0, 0.0, 1.0)),
        (ag.hypot, (0.0, 0.0), (0.0, 0.0)),
        (ag.hypot, (1.7e308, 1.7e308), (0.5**0.5, 0.5**0.5)),
        (ag.hinge, (1.0, 1.0), (0.0, 0.0)),
        (ag.cbrt, (0.0,), (math.inf,)),
        (ag.where, (0.0, 2.0, 3.0), (0.0, 0.0, 1.0)),
        (ag.where, (math.nan, 2.0, 3.0), (0.0, 1.0, 0.0)),
        (ag.prod, (0.0, 2.0, 3.0), (6.0, 0.0, 0.0)),
        (ag.binary_cross_entropy, (0.0, 0.0), (1.0, math.inf)),
        (ag.binary_cross_entropy, (1.0, 1.0), (-1.0, -math.inf)),
        (ag.divide, (1e-300, 1e-300), (1e300, -1e300)),
        (ag.divide, (1e300, 1e300), (1e-300, -1e-300)),
    ],
)
def test_edges(operation, operands, expected):
    got = local_gradients(operation, *operands)
    assert got == pytest.approx(expected, rel=1e-15, abs=0)


def test_powers_at_special_bases():
    assert (ag.power(0.0, 0.0), ag.power(math.nan, 0.0), ag.power(1.0, math.nan)) == (1, 1, 1)
    assert math.isnan(ag.power(-2.0, 0.5))
    assert (ag.power(0.0, -1.0), ag.power(-0.0, -1.0)) == (math.inf, -math.inf)
    assert (ag.power(-10.0, 309.0), ag.power(-10.0, 310.0)) == (-math.inf, math.inf)
    by_x, by_y = local_gradients(ag.power, -2.0, 3.0)
    assert by_x == 12.0
    assert math.isnan(by_y)
    assert all(local_gradients(ag.power, x, 0.0)[0] == 0.0 for x in (math.nan, math.inf, -1.0, 0.0))


@pytest.mark.parametrize("operation", [row for row in TABLE.values() if 1 in row.arity], ids=repr)
def test_where_the_value_is_undefined_the_gradient_is_too(operation):
    numbers = [x for x in SPECIAL if not math.isnan(x)]
    undefined = [x for x in numbers if math.isnan(operation.forward(FLOATS, x))]
    assert all(math.isnan(local_gradients(operation, x)[0]) for x in undefined)


def test_below_their_domain_log_and_sqrt_are_nan():
    assert all(math.isnan(operation(-1.0)) for operation in (ag.log, ag.sqrt))


def test_nothing_overflows_into_an_exception():
    assert (ag.exp(1e4), ag.sigmoid(-1e4), ag.sigmoid(1e4)) == (math.inf, 0.0, 1.0)
    assert (ag.divide(1.0, 0.0), ag.divide(-1.0, 0.0), ag.divide(1.0, -0.0)) == (
        math.inf,
        -math.inf,
        -math.inf,
    )
    assert math.isnan(ag.divide(0.0, 0.0))
    assert math.isnan(ag.divide(math.nan, 0.0))
    assert ag.maximum(1.0, -math.inf) == 1.0
    assert math.isnan(ag.maximum(math.nan, 1.0))
    assert math.isnan(ag.relu(math.nan))
    assert all(map(math.isnan, local_gradients(ag.maximum, math.nan, 1.0)))


def test_sums_of_exponentials_at_the_edges():
    inf = math.inf
    assert ag.logsumexp([-inf, -inf]) == -inf
    assert ag.logsumexp([inf, 0.0, -inf]) == inf
    assert ag.logsumexp([1e300, 1e300]) == 1e300
    assert ag.logsumexp([0.0, -40.0]) == math.exp(-40.0)
    assert ag.cross_entropy([40.0, 0.0], 0) == math.exp(-40.0)
    assert ag.mean([1.7e308, 1.7e308]) == 1.7e308
    assert ag.binary_cross_entropy(0.0, 0.0) == ag.binary_cross_entropy(1.0, 1.0) == 0.0
    assert ag.binary_cross_entropy_with_logits(inf, 1.0) == 0.0
    assert ag.binary_cross_entropy_with_logits(-inf, 0.0) == 0.0


def test_cross_entropy_takes_an_index():
    logits = [ag.Value(x) for x in (0.5, 2.0, -1.0)]
    loss = ag.cross_entropy(logits, 1)
    loss.backward()
    weights = ag.softmax([0.5, 2.0, -1.0])
    assert [x.grad for x in logits] == pytest.approx([weights[0], weights[1] - 1.0, weights[2]])
    with pytest.raises(ValueError, match="target 3 is no index of 3 logits"):
        ag.cross_entropy(logits, 3)
    with pytest.raises(TypeError):
        ag.cross_entropy(logits, 1.0)


def test_softmax_gives_weights_that_add_up_to_one():
    weights = ag.softmax([ag.Value(1000.0), 1001.0, -1e300])
    assert math.fsum(x.data for x in weights) == pytest.approx(1.0, rel=1e-15)
    assert ag.softmax(np.array([0.0, 0.0])) == [0.5, 0.5]
    assert ag.softmax([]) == []


@pytest.mark.parametrize("operation", [ag.silu, ag.gelu])
def test_gates_have_their_limits_at_infinity(operation):
    assert (operation(-math.inf), operation(math.inf)) == (0.0, math.inf)
    assert local_gradients(operation, -math.inf) == (0.0,)
    assert local_gradients(operation, math.inf) == (1.0,)


def test_a_masked_logit_takes_no_part():
    assert ag.softmax([0.0, -math.inf]) == [1.0, 0.0]
    assert local_gradients(ag.logsumexp, 0.0, -math.inf) == (1.0, 0.0)
    assert local_gradients(ag.cross_entropy, 0.0, -math.inf) == (0.0, 0.0)
