"""The work for an operation on many operands grows as their number does: counted, not timed."""

import ast
import sys
from dataclasses import replace
from functools import partial, reduce
from operator import add

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, floats
from autograd_lite.compiler import kernels, recorded
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.core import builder, expansion, reverse
from autograd_lite.compiler.languages import helpers
from autograd_lite.modes import set_within
from autograd_lite.primitives.operation import TABLE, Namespace
from autograd_lite.value import node_maker, record

NARY = [row for row in TABLE.values() if row.arity.stop == sys.maxsize]
SIZES = (8, 16, 32)

each_nary_operation = pytest.mark.parametrize("operation", NARY, ids=lambda row: row.name)


def operands(n):
    return [1.0 + i / n for i in range(n)]


def on_sequence(operation):
    return lambda x: Value.record_operation(operation, tuple(x))


def slope(operation):
    """The derivative in one direction, as a function whose gradient is a second derivative."""
    gradient = ag.grad(on_sequence(operation))
    return lambda x: ag.dot(gradient(x), [*x])


# What is counted ----------------------------------------------------------------------------


class Counted(float):
    """A number that counts what is done with it."""

    steps = 0


def counted(f, kind=Counted):
    def count(*x):
        Counted.steps += 1
        return kind(f(*x))

    return count


for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "neg"):
    setattr(Counted, f"__{_name}__", counted(getattr(float, f"__{_name}__")))
for _name in ("lt", "le", "gt", "ge"):
    setattr(Counted, f"__{_name}__", counted(getattr(float, f"__{_name}__"), bool))
COUNTING = Namespace({name: counted(f) for name, f in floats.BASE.items()})


def steps_of_the_rule(operation, n):
    before = Counted.steps
    x = [Counted(each) for each in operands(n)]
    operation.gradients(COUNTING, operation.forward(COUNTING, *x), *x)
    return Counted.steps - before


def edges(function, n):
    """How many nodes are recorded on the way to a derivative, and how many operands they have."""
    count = 0

    def watch(operation, parents):
        nonlocal count
        count += 1 + len(parents)
        return record(operation, parents)

    with set_within(node_maker, watch):
        ag.grad(function)(operands(n))
    return count


def work_of_compiling(function, n):
    """How many steps are added to programs, known ones too, and how much code comes out.

    Counted in the source of the compiler, which computes the same as what is compiled of it.
    """
    count = 0

    def add(builder, op, places):
        nonlocal count
        count += 1 + len(places)
        return add_step(builder, op, places)

    add_step = builder.Builder.add
    fast = ag.compile(function, backend="python")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_lately", kernels.Lately(0, 0))  # nothing was compiled yet
        patch.setattr(builder.Builder, "add", add)
        patch.setattr(recorded, "Builder", builder.Builder)
        patch.setattr(recorded, "Steps", reverse.Steps)
        patch.setattr(helpers, "expand", expansion.expand)
        fast.value_and_grad(np.array(operands(n)))
        assert count
        return count + sum(1 for _ in ast.walk(ast.parse(fast.source)))


COUNTS = {
    "rule": steps_of_the_rule,
    "second derivative": lambda operation, n: edges(slope(operation), n),
    "compiled gradient": lambda operation, n: work_of_compiling(on_sequence(operation), n),
    "compiled second derivative": lambda operation, n: work_of_compiling(slope(operation), n),
}


def is_linear(count):
    """Whether twice as many operands more are twice as much work more."""
    few, twice, four_times = map(count, SIZES)
    return few > 0 and four_times - twice <= 2.05 * (twice - few)


@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS.keys())
@each_nary_operation
def test_work_is_linear_in_the_operands(operation, count):
    assert is_linear(partial(count, operation))


@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS.keys())
def test_a_sum_that_is_made_again_for_every_operand_is_caught(count):
    def gradients(m, out, *x):
        terms = [m.exp(each - out) for each in x]
        return tuple(m.divide(term, reduce(add, terms)) for term in terms)

    assert not is_linear(partial(count, replace(ag.logsumexp, gradients=gradients)))


# All softmax weights --------------------------------------------------------------------------


def test_all_softmax_weights_together_are_linear():
    few, many = (edges(lambda x: ag.sum(ag.softmax(x)), n) for n in (100, 200))
    assert few < many <= 2 * few + 10


@pytest.mark.parametrize("largest", [0.0, 40.0, 1e300])
def test_many_softmax_weights_are_those_of_the_operation(largest):
    numbers = [*np.linspace(-3.0, 3.0, 70), largest, largest]
    x = [Value(each) for each in numbers]
    weights = ag.softmax(x)
    assert repr(ag.softmax(numbers)) == repr([weight.data for weight in weights])
    for i in (0, 35, 70, 71):
        alone = [Value(each) for each in numbers]
        expected = ag.softmax_component(alone[i], *alone[:i], *alone[i + 1 :])
        assert weights[i].data == pytest.approx(expected.data, rel=1e-15, abs=0.0)
        expected.backward()
        weights[i].zero_grad()
        weights[i].backward()
        found, right = ([v.grad for v in values] for values in (x, alone))
        assert found == pytest.approx(right, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("backend", BACKENDS)
@each_nary_operation
def test_an_operation_on_several_numbers_of_operands_in_one_function(operation, backend):
    """Its rule is asked once for each of them."""

    def f(x):
        return ag.sum([on_sequence(operation)(x[:n]) for n in (2, 4, 6, 4, 2, 18, 20)])

    fast = ag.compile(f, backend=backend)
    x = np.array(operands(20))
    value, gradient = ag.value_and_grad(f)(x)
    found, slopes = fast.value_and_grad(x)
    assert found == pytest.approx(value, rel=1e-14)
    assert slopes == pytest.approx(gradient, rel=1e-13, abs=1e-300)
