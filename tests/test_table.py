"""Every record of the table, by itself: a new record is tested by being there."""

import itertools
import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from oracle import ULPS, check_operation, operands_of

import autograd_lite as ag
from autograd_lite import floats, primitives
from autograd_lite.primitives import FLOATS, TABLE, Namespace, Operation

SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1.7e308]

each_operation = pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())


def counts(operation: Operation, most: int) -> list[int]:
    return [n for n in range(most + 1) if n in operation.arity]


def agrees_with_the_oracle(operation: Operation, *phases: Phase) -> None:
    @settings(
        max_examples=100,
        phases=phases or tuple(Phase),
        # a domain like x > 0 for two operands turns many draws away
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(operands_of(operation))
    def run(operands):
        check_operation(operation, operands)

    run()


@each_operation
def test_value_and_local_gradients_are_right(operation):
    agrees_with_the_oracle(operation)


def wrong_factor(gradients):
    return tuple(1.001 * g if g else 0.001 for g in gradients)


def wrong_sign(gradients):
    return tuple(-g if g else 1.0 for g in gradients)


def a_few_ulps_off(gradients):
    return tuple(g * (1.0 + 4 * ULPS * 2.0**-53) if g else 1.0 for g in gradients)


@pytest.mark.parametrize("plant", [wrong_factor, wrong_sign, a_few_ulps_off])
@each_operation
def test_a_planted_wrong_rule_is_caught(operation, plant):
    planted = replace(operation, gradients=lambda *x: plant(operation.gradients(*x)))
    with pytest.raises(AssertionError, match="operand"):
        agrees_with_the_oracle(planted, Phase.generate)


@pytest.mark.parametrize("name", ["subtract", "divide", "power", "squared_error"])
def test_planted_swapped_operands_are_caught(name):
    operation = TABLE[name]
    planted = replace(operation, gradients=lambda *x: operation.gradients(*x)[::-1])
    with pytest.raises(AssertionError, match="operand"):
        agrees_with_the_oracle(planted, Phase.generate)


def test_a_planted_wrong_tail_is_caught():
    planted = replace(ag.tanh, gradients=lambda m, out, x: (1.0 - out * out,))
    with pytest.raises(AssertionError, match="operand"):
        agrees_with_the_oracle(planted, Phase.generate)


@each_operation
def test_special_values_give_floats_and_never_an_exception(operation):
    for n in counts(operation, 3):
        for operands in itertools.product(SPECIAL, repeat=n):
            out = operation.forward(FLOATS, *operands)
            gradients = operation.gradients(FLOATS, out, *operands)
            assert [type(x) for x in (out, *gradients)] == [float] * (n + 1), operands


@each_operation
def test_nan_goes_through_value_and_gradients(operation):
    """A nan operand gives nan, except where the result does not depend on it: x**0 and 1**y."""
    for n in counts(operation, 3):
        if n:
            operands = (math.nan,) * n
            out = operation.forward(FLOATS, *operands)
            assert math.isnan(out)


@each_operation
def test_outside_its_domain_value_or_gradients_are_not_finite(operation):
    for n in counts(operation, 3):
        for operands in itertools.product(SPECIAL, repeat=n):
            finite = all(map(math.isfinite, operands))
            if finite and not operation.domain(*operands) and operation is not ag.power:
                out = operation.forward(FLOATS, *operands)
                gradients = operation.gradients(FLOATS, out, *operands)
                assert not all(map(math.isfinite, (out, *gradients))), operands


@each_operation
def test_a_value_records_exactly_what_the_rule_says(operation):
    for n in counts(operation, 3):
        operands = tuple(0.25 + i for i in range(n))
        leaves = [ag.Value(x) for x in operands]
        if n == 0:
            continue
        node = ag.Value.record_operation(operation, tuple(leaves))
        out = operation.forward(FLOATS, *operands)
        assert node.data == out
        assert node.local_gradients == operation.gradients(FLOATS, out, *operands)
        assert node.parents == tuple(leaves)
        assert node.op is operation
        node.backward(0.0)
        assert [leaf.grad for leaf in leaves] == [0.0] * n
        assert all(leaf.has_gradient for leaf in leaves)


@each_operation
def test_numbers_and_arrays_go_in_and_come_out(operation):
    if operation.arity == range(1, 2):
        array = np.array([0.25, 0.5])
        for given_as in (array, list(array), tuple(array)):
            result = operation(given_as)
            assert result.dtype == float
            assert result.tolist() == [operation(0.25), operation(0.5)]
        mixed = operation(np.array([ag.Value(0.25), 0.5]))
        assert mixed.dtype == object
        assert isinstance(mixed[0], ag.Value)
        assert type(operation(1)) is float
        assert operation(np.empty(0)).shape == (0,)
    elif operation.arity == range(2, 3):
        result = operation(np.array([[1.0], [2.0]]), [3.0, 4.0])
        assert result.shape == (2, 2)
        assert result[1, 0] == operation(2.0, 3.0)


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


# These have an operator or a builtin of their own, or no gradient to chain.
SPELT_OTHERWISE = {"abs", "negative", "sign"}


@each_operation
def test_an_operation_on_one_operand_is_a_method_of_value(operation):
    if operation.arity != range(1, 2) or operation.name in SPELT_OTHERWISE:
        return
    node = getattr(ag.Value(0.5), operation.name)()
    assert node.op is operation
    assert getattr(ag.Value, operation.name).__doc__ == operation.summary


def test_base_functions_are_checked():
    with pytest.raises(TypeError, match="exp, log"):
        Namespace({k: v for k, v in floats.BASE.items() if k not in ("exp", "log")})


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: ag.exp(1.0, 2.0), "got 2 operands; the call is exp"),
        (lambda: ag.maximum(), "got 0 operands"),
        (lambda: ag.sum(1.0, 2.0), "the call is sum"),
        (lambda: ag.exp(x=1.0), "the call is exp"),
        (lambda: ag.exp("3"), "exp: a real number is needed, got '3'"),
        (lambda: ag.exp(1j), "only real numbers"),
        (lambda: ag.exp(np.array(["a"])), "exp: a real number is needed"),
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


def test_below_their_domain_log_and_sqrt_and_their_gradients_are_nan():
    for operation in (ag.log, ag.sqrt):
        assert math.isnan(operation(-1.0))
        assert math.isnan(local_gradients(operation, -1.0)[0])


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
