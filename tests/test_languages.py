"""Programs as source in other languages, run there: the numbers are those of the eager engine."""

import pytest
from accuracy import samples
from node import run
from oracle import errors
from test_compile_agreement import agree, each_operation, eager, on_anything, special_points
from test_source import STRANGE

import autograd_lite as ag
from autograd_lite.compiler.languages import javascript

#: how many ulp a language adds to the bound of an operation's record
MORE_ULPS = {"javascript": 4.0}


def program_of(f, count):
    fast = ag.compile(f, argnums=tuple(range(count)), backend="python")
    fast.value_and_grad(*[0.5] * count)
    (plan,) = fast._plans.values()
    return plan.program


def in_node(operation, points):
    by_count = {}
    for point in points:
        by_count.setdefault(len(point), []).append(tuple(point))
    scripts = [
        (javascript.function(program_of(on_anything(operation), count), "compute"), each)
        for count, each in by_count.items()
    ]
    found = run(scripts)
    for (_, each), results in zip(scripts, found, strict=True):
        yield from zip(each, results, strict=True)


@each_operation
def test_an_operation_keeps_its_accuracy(operation):
    for point, (value, *gradients) in in_node(operation, samples(operation, 12)):
        error = max(errors(operation, point, value, gradients))
        assert error <= operation.ulps + MORE_ULPS["javascript"], (point, value, gradients)


@each_operation
def test_special_values_are_those_of_the_eager_engine(operation):
    ulps = 2.0 * (operation.ulps + MORE_ULPS["javascript"])
    points = [point for points in special_points(operation) for point in points]
    for point, found in in_node(operation, points):
        expected = eager(operation, point)
        assert all(map(agree, found, expected, [ulps] * len(expected))), (point, found, expected)


def test_any_label_gives_a_name():
    """Each as the label of an input and of a result, beside all others."""

    def f(x):
        nodes = [ag.exp(x[label]) for label in STRANGE]
        for node, label in zip(nodes, STRANGE, strict=True):
            node.label = label
        return ag.sum([node * node for node in nodes])

    point = {label: 0.01 * i for i, label in enumerate(STRANGE)}
    fast = ag.compile(f, backend="python")
    value, gradient = fast.value_and_grad(point)
    (plan,) = fast._plans.values()
    (((found, *by_labels),),) = run(
        [(javascript.function(plan.program, "compute"), [[*point.values()]])]
    )
    assert found == pytest.approx(value, rel=1e-14)
    assert by_labels == pytest.approx([gradient[label] for label in point], rel=1e-13)


def test_many_inputs_and_outputs():
    x = [0.01 * i for i in range(200)]
    fast = ag.compile(lambda x: [ag.tanh(x[i % 200] * x[i % 7]) for i in range(500)])
    expected = fast(x)
    (plan,) = fast._plans.values()
    assert run([(javascript.function(plan.program, "compute"), [x])]) == [
        [pytest.approx(expected, rel=1e-15)]
    ]


def test_only_what_is_used_is_written():
    text = javascript.function(program_of(lambda x: ag.sigmoid(x) * x, 1), "compute")
    assert "function sigmoid(x)" in text
    assert "function strong_product(x, y)" in text
    assert "erf" not in text
