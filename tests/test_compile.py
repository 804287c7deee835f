"""`ag.compile`: what it returns for every kind of argument, what it freezes, what it refuses."""

import gc
import itertools
import math
import subprocess
import sys

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.core import Builder, expand
from autograd_lite.compiler.program import (
    Input,
    Output,
    Program,
    Step,
    evaluate,
    is_condition,
)
from autograd_lite.compiler.symbols import BASE
from autograd_lite.compiler.tracer import TracingError
from autograd_lite.primitives.internal import COMPARISONS, LOGIC
from autograd_lite.primitives.operation import FLOATS, TABLE

SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1.7e308]


def verify(program):
    """Return a program that is in order; raise ValueError for one that is not."""
    for place, node in enumerate(program.nodes):
        if not isinstance(node, Step):
            continue
        if len(node.operands) not in node.op.arity:
            raise ValueError(f"%{place}: {node.op.name} got {len(node.operands)} operands")
        for i, operand in enumerate(node.operands):
            if not 0 <= operand < place:
                raise ValueError(f"%{place}: operand {operand} is not computed before it")
            wants_condition = node.op in LOGIC.values() or (node.op is TABLE["where"] and i == 0)
            if is_condition(program.nodes[operand]) != wants_condition:
                kind = "a condition" if wants_condition else "a number"
                raise ValueError(f"%{place}: operand {i} of {node.op.name} must be {kind}")
    for out in program.outputs:
        if not 0 <= out.place < len(program.nodes) or is_condition(program.nodes[out.place]):
            raise ValueError(f"the output {out.place} is no number of the program")
    return program


@pytest.fixture(params=BACKENDS)
def compile(request):
    def choose(f=None, **options):
        return ag.compile(f, **{"backend": request.param} | options)

    return choose


# Programs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nodes", "text"),
    [
        ([Input("x"), Step(TABLE["add"], (0,))], "add got 1 operands"),
        ([Input("x"), Step(TABLE["exp"], (1,))], "operand 1 is not computed before it"),
        ([Input("x"), Step(COMPARISONS["less"], (0, 0)), Step(TABLE["exp"], (1,))], "a number"),
        ([Input("x"), Step(TABLE["where"], (0, 0, 0))], "a condition"),
        ([Input("x"), Step(COMPARISONS["less"], (0, 0))], "is no number of the program"),
    ],
)
def test_a_program_out_of_order_is_refused(nodes, text):
    with pytest.raises(ValueError, match=text):
        verify(Program(tuple(nodes), (Output(len(nodes) - 1),)))


def operands_of_each_kind(b):
    """Inputs, and what the identities of the builder look for."""
    x, y = b.input("x"), b.input("y")
    signed = [b.step(TABLE["negative"], x), b.step(TABLE["abs"], y)]
    numbers = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 3.0, 4.0, math.inf, math.nan]
    return [x, y, *signed, *map(b.constant, numbers)]


@pytest.mark.parametrize("operation", [*BASE.values(), TABLE["identity"]], ids=lambda row: row.name)
def test_simplification_keeps_every_result(operation):
    """At all special values; only power, whose own value is rounded, and a zero of the strong
    product that ends up with another sign may differ.
    """
    count = operation.arity[0]
    b = Builder()
    if operation is TABLE["where"]:
        condition = b.step(COMPARISONS["less"], b.input("x"), b.input("y"))
        choices = [(condition, 1, 1), (condition, 0, 1), (b.constant(0.0), 0, 1), (0, 0, 1)]
    else:
        choices = list(itertools.product(operands_of_each_kind(b), repeat=count))
    places = [b.step(operation, *operands) for operands in choices]
    outputs = [Output(place) for operands in choices for place in operands] + [*map(Output, places)]
    program = verify(b.program(outputs))
    for x in itertools.product(SPECIAL, repeat=2):
        (*given,) = evaluate(program, x)
        results = given[count * len(choices) :]
        for i, result in enumerate(results):
            operands = given[count * i : count * (i + 1)]
            expected = operation.forward(FLOATS, *operands)
            if (operation is TABLE["strong_product"] and expected == 0.0) or operation is TABLE[
                "power"
            ]:
                assert result == pytest.approx(float(expected), rel=1e-15, abs=0, nan_ok=True)
            else:
                assert repr(float(result)) == repr(float(expected)), operands


def test_a_common_subexpression_is_computed_once_and_what_nobody_needs_not_at_all():
    b = Builder()
    x, y = b.input("x"), b.input("y")
    one, other = b.step(TABLE["add"], x, y), b.step(TABLE["add"], y, x)
    b.step(TABLE["exp"], x)
    assert one == other
    program = b.program([Output(b.step(TABLE["multiply"], one, other))])
    assert [n.op.name for n in program.nodes if isinstance(n, Step)] == ["add", "multiply"]
    assert [n.name for n in program.nodes if isinstance(n, Input)] == ["x", "y"]


def test_constants_are_folded():
    b = Builder()
    assert b.values[b.step(TABLE["exp"], b.constant(0.0))] == 1.0
    assert b.values[b.step(TABLE["linear"], b.constant(2.0), b.constant(3.0))] == 6.0


@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())
def test_every_operation_expands_into_base_functions_with_the_same_result(operation):
    for count in [n for n in range(1, 4) if n in operation.arity]:
        b = Builder()
        operands = [b.input(f"x{i}") for i in range(count)]
        program = b.program([Output(b.step(operation, *operands))])
        expanded = verify(expand(program, BASE.values()))
        assert all(BASE.get(n.op.name) is n.op for n in expanded.nodes if isinstance(n, Step))
        points = itertools.product(SPECIAL, repeat=count)
        for point in itertools.islice(points, 0, None, 1 if count < 3 else 7):
            (found,), (expected,) = evaluate(expanded, point), evaluate(program, point)
            # equal zeros: −(a/b) for (−a)/b and the like
            assert found == pytest.approx(expected, rel=1e-15, abs=0, nan_ok=True), point


def test_a_rule_that_branches_cannot_be_compiled(compile):
    @ag.custom_gradient(lambda m, out, x: (1.0 if x > 0 else -1.0,))
    def size(m, x):
        return x if x > 0 else -x

    with pytest.raises(TypeError, match=r"m\.where"):
        compile(size)(1.0)


def test_a_program_can_be_read():
    b = Builder()
    x = b.input("x", batched=True)
    y = b.step(TABLE["multiply"], x, b.constant(3.0), label="y")
    assert str(b.program([Output(y, True)])).splitlines() == [
        "input x (batched)",
        "%2 = multiply x, 3.0  # y",
        "return sum %2",
    ]


# Calls --------------------------------------------------------------------------------------


def polynomial(x, y):
    return x * x * y


def test_one_point(compile):
    fast = compile(polynomial, argnums=(0, 1))
    for x in (3.0, 3, np.float64(3.0), np.array(3.0)):
        assert fast(x, 2.0) == 18.0
        assert type(fast(x, 2.0)) is float
        assert fast.value_and_grad(x, 2.0) == (18.0, (12.0, 9.0))
    assert fast.grad(3.0, 2.0) == (12.0, 9.0)
    assert fast.jacobian(3.0, 2.0) == (12.0, 9.0)
    assert fast.hessian(3.0, 2.0) == ((4.0, 6.0), (6.0, 0.0))
    assert fast.hvp((3.0, 2.0), (1.0, 0.0)) == (4.0, 6.0)
    assert fast(y=2.0, x=3.0) == 18.0


def test_it_decorates_with_and_without_options():
    @ag.compile
    def one(x):
        """Doubles."""
        return 2 * x

    @ag.compile(argnums=1)
    def other(x, y):
        return x * y

    assert (one(2.0), one.__name__, one.__doc__) == (4.0, "one", "Doubles.")
    assert other.grad(2.0, 3.0) == 2.0
    assert repr(one) == "<compiled one>"


def test_structures_go_in_and_come_out(compile):
    fast = compile(lambda p: {"sum": p["a"][0] + p["a"][1], "list": [p["b"], 1]})
    p = {"a": np.array([1.0, 2.0]), "b": 5}
    assert fast(p) == {"sum": 3.0, "list": [5.0, 1.0]}
    norm = compile(lambda p: p["a"][0] * p["b"] + p["a"][1] ** 2)
    value, gradient = norm.value_and_grad(p)
    assert value == 9.0
    assert gradient["a"].tolist() == [5.0, 4.0]
    assert gradient["b"] == 1.0
    rotate = compile(lambda x: np.array([x[1], -x[0]]))
    assert rotate(np.array([1.0, 2.0])).tolist() == [2.0, -1.0]
    assert rotate.jacobian(np.array([1.0, 2.0])).tolist() == [[0.0, 1.0], [-1.0, 0.0]]
    assert compile(lambda x: (x, np.array([])))(1.0)[1].shape == (0,)
    assert compile(lambda: 2)() == 2.0


def test_every_structure_is_traced_once(compile):
    calls = []

    @compile
    def f(x):
        calls.append(1)
        return ag.sum(x) if isinstance(x, np.ndarray) else x

    assert (f(1.0), f(2.0), f(3), len(calls)) == (1.0, 2.0, 3.0, 1)
    assert (f(np.ones(2)), f(np.zeros(2)), len(calls)) == (2.0, 0.0, 2)
    assert (f(np.ones(3)), len(calls)) == (3.0, 3)


def rows(n):
    return np.random.default_rng(0).normal(size=(2, n))


def test_a_batch_has_a_row_for_each_point(compile):
    many = compile(polynomial, argnums=(0, 1), in_axes=0)
    x, y = rows(5)
    value, (by_x, by_y) = many.value_and_grad(x, y)
    assert many(x, y) == pytest.approx(x * x * y)
    assert value == pytest.approx(x * x * y)
    assert by_x == pytest.approx(2 * x * y)
    assert by_y == pytest.approx(x * x)
    (xx, xy), (yx, yy) = many.hessian(x, y)
    assert xx == pytest.approx(2 * y)
    assert xy == pytest.approx(2 * x)
    assert yx == pytest.approx(2 * x)
    assert yy == pytest.approx(0 * x)
    calls = many(np.arange(3), np.ones(3, dtype=np.float32))
    assert calls.tolist() == [0.0, 1.0, 4.0]
    assert calls.dtype == float


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_the_axis_of_the_batch(compile, axis):
    points = np.arange(6.0).reshape((3, 2) if axis == 0 else (2, 3))
    f = compile(lambda x, w: w * x[0] * x[1], in_axes=(axis, None))
    value, gradient = f.value_and_grad(points, 2.0)
    x = points if axis == 0 else points.T
    assert value == pytest.approx(2.0 * x[:, 0] * x[:, 1])
    assert gradient == pytest.approx(2.0 * x[:, ::-1])
    strided = (
        np.repeat(points, 2, axis=axis)[::2] if axis == 0 else np.repeat(points, 2, axis)[:, ::2]
    )
    assert f(strided, 2.0) == pytest.approx(f(points, 2.0))


@pytest.mark.parametrize("reduce", ["sum", "mean"])
def test_reductions(compile, reduce):
    total = np.sum if reduce == "sum" else np.mean
    f = compile(lambda w, x: w * x * x + w**2, argnums=(0, 1), in_axes=(None, 0), reduce=reduce)
    x = rows(5)[0]
    value, (by_w, by_x) = f.value_and_grad(3.0, x)
    assert value == pytest.approx(total(3.0 * x * x + 9.0))
    assert f(3.0, x) == value
    assert by_w == pytest.approx(total(x * x + 6.0))
    assert by_x == pytest.approx(6.0 * x / (1 if reduce == "sum" else 5))
    curvature = compile(lambda w, x: w**2 * x, in_axes=(None, 0), reduce=reduce)
    assert curvature.hessian(3.0, x) == pytest.approx(total(2.0 * x))


@pytest.mark.parametrize("reduce", ["sum", "mean"])
def test_reductions_that_are_not_finite_are_quiet(compile, reduce):
    f = compile(lambda w, x: w * x, in_axes=(None, 0), reduce=reduce)
    for numbers, expected in (([1e308] * 3, math.inf), ([math.inf, -math.inf, 1.0], math.nan)):
        np.testing.assert_equal(f.value_and_grad(1.0, np.array(numbers)), (expected, expected))


def test_without_a_reduction_shared_arguments_get_a_gradient_for_each_row(compile):
    f = compile(lambda w, x: w * x, in_axes=(None, 0))
    assert f.grad(2.0, np.array([3.0, 4.0])).tolist() == [3.0, 4.0]


def test_a_result_that_is_the_same_for_all_rows(compile):
    x = np.zeros(4)
    f = compile(lambda w, x: (w * w, 5), in_axes=(None, 0))
    assert [a.tolist() for a in f(3.0, x)] == [[9.0] * 4, [5.0] * 4]
    f = compile(lambda w, x: w * w, in_axes=(None, 0), reduce="sum")
    assert f.value_and_grad(3.0, x) == (36.0, 24.0)


def test_a_batch_without_numbers_is_no_work_to_be_shared():
    weight = ag.Value(2.0)
    triple = ag.compile(lambda x: 3.0 * weight, in_axes=0, reduce="sum", backend="llvm", threads=2)
    assert triple(np.empty((2_000_000, 0))) == 12e6


def test_no_rows(compile):
    f = compile(polynomial, in_axes=0)
    assert f(np.empty(0), np.empty(0)).shape == (0,)
    f = compile(polynomial, in_axes=0, reduce="sum")
    assert f(np.empty(0), np.empty(0)) == 0.0
    f = compile(polynomial, in_axes=0, reduce="mean")
    with pytest.raises(ValueError, match="without rows"):
        f(np.empty(0), np.empty(0))


# What is frozen -----------------------------------------------------------------------------


def test_arrays_and_constants_are_frozen_and_values_are_read(compile):
    weights, constant, w = np.array([2.0]), ag.Constant(3.0), ag.Value(5.0, "w")
    f = compile(lambda x: weights[0] * constant * w * x)
    assert (f(1.0), f.grad(1.0)) == (30.0, 30.0)
    weights[0], constant.data, w.data = 0.0, 0.0, 7.0
    assert f(1.0) == 42.0
    assert f.value_and_grad(1.0) == (42.0, 42.0)


def test_backward_adds_to_the_gradients_of_what_f_closes_over(compile):
    model = ag.nn.MLP(2, [3, 1], rng=0)
    loss = compile(lambda x, y: ag.squared_error(model(x), y), in_axes=0, reduce="mean")
    X, y = rows(6).reshape(6, 2), np.ones(6)
    ag.mean([ag.squared_error(model(x), t) for x, t in zip(X, y, strict=True)]).backward()
    eager = [p.grad for p in model.parameters()]
    for _ in range(2):
        value = loss.backward(X, y)
    assert value == loss(X, y)
    assert [p.grad / 3 for p in model.parameters()] == pytest.approx(eager)


def test_modes_and_cuts_inside_a_compiled_function(compile):
    f = compile(lambda x: x.detach() * x)
    assert f.value_and_grad(3.0) == (9.0, 3.0)
    with ag.no_grad():
        assert compile(polynomial).value_and_grad(3.0, 2.0) == (18.0, 12.0)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x if x > 0 else -x,
        lambda x: max(x, 1.0),
        lambda x: x * x.data,
        lambda x: x * x.item(),
        lambda x: x * round(x),
        lambda x: f"{x:.3f}",
        lambda x: x if x else 1.0,
    ],
)
def test_what_depends_on_a_number_is_an_error_that_says_what_to_do(compile, f):
    with pytest.raises(TracingError, match=r"ag\.where"):
        compile(f)(1.0)


def test_conditions_are_traced(compile):
    f = compile(lambda x: ag.where(x > 0, x * x, 2 * x) + (x >= 1) * 10)
    assert [f.value_and_grad(x) for x in (3.0, -3.0)] == [(19.0, 6.0), (-6.0, 2.0)]
    assert compile(lambda x: x > 0)(1.0) == 1.0
    assert compile(lambda x: ag.where(x, 1.0, 2.0))(0.0) == 2.0


# Functions of functions ---------------------------------------------------------------------


def test_a_compiled_function_can_be_differentiated_and_compiled_again(compile):
    fast = compile(lambda x, y: ag.sin(x) * y)
    assert ag.grad(fast)(0.0, 2.0) == 2.0
    assert ag.hessian(fast)(1.0, 2.0) == pytest.approx(-2.0 * math.sin(1.0))
    assert ag.jacobian(fast.grad)(1.0, 2.0) == pytest.approx(-2.0 * math.sin(1.0))
    outer = compile(lambda x: fast(x, x) + fast.grad(x, x))
    assert outer(1.0) == pytest.approx(math.sin(1.0) + math.cos(1.0))
    y = ag.Value(2.0)
    assert isinstance(fast(1.0, y), ag.Value)


@pytest.mark.parametrize("reduce", ["sum", "mean"])
def test_batches_of_values_are_differentiated_row_by_row(compile, reduce):
    f = compile(lambda w, x: w * x, argnums=(0, 1), in_axes=(None, 0), reduce=reduce)
    x = np.array([1.0, 2.0, 6.0])
    assert ag.grad(f)(2.0, x) == f.grad(2.0, x)[0]
    assert ag.grad(f, 1)(2.0, x).tolist() == f.grad(2.0, x)[1].tolist()
    w = ag.Value(2.0)
    value, (by_w, by_x) = f.value_and_grad(w, x)
    assert value.data == f(2.0, x)
    assert by_w.data == f.grad(2.0, x)[0]
    assert [float(getattr(g, "data", g)) for g in by_x] == f.grad(2.0, x)[1].tolist()
    rows = compile(lambda w, x: w * x, in_axes=(None, 0))
    assert [v.data for v in rows(w, x)] == [2.0, 4.0, 12.0]


def test_an_operation_of_ones_own_is_compiled(compile):
    @ag.custom_gradient(lambda m, out, x: (3.0 * x * x,))
    def cube(m, x):
        return x * x * x

    assert compile(cube).value_and_grad(2.0) == (8.0, 12.0)


# In place -----------------------------------------------------------------------------------


def test_a_bound_call_reads_and_writes_in_place(compile):
    w, X = np.array([1.0, 2.0]), np.arange(6.0).reshape(3, 2)
    f = compile(lambda w, x: w[0] * x[0] + w[1] * x[1], in_axes=(None, 0), reduce="sum")
    bound = f.bind(w, X)
    value, gradient = bound()
    assert (value.tolist(), gradient.tolist()) == (f(w, X), [6.0, 9.0])
    X *= 2.0
    w[0] = 5.0
    assert bound()[0] is value
    assert float(value) == f(w, X)
    assert gradient.tolist() == [12.0, 18.0]
    single = compile(polynomial).bind(np.array(3.0), 2, method="value")
    assert float(single()) == 18.0


def test_a_bound_call_holds_the_parameters_in_one_array(compile):
    model = ag.nn.Neuron(2, "linear", weights=[1.0, 2.0])
    X = np.ones((4, 2))
    bound = compile(lambda x: model(x) ** 2, in_axes=0, reduce="mean").bind(X, method="backward")
    assert bound.parameters.tolist() == [value.data for value in bound.values]
    assert {value.label for value in bound.values} == {"w₁", "w₂", "b"}
    value, gradient = bound()
    assert (float(value), gradient.tolist()) == (9.0, [6.0, 6.0, 6.0])
    bound.parameters -= 0.5 * gradient
    assert float(bound()[0]) == 36.0


# Errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"backend": "cuda"}, "backend: got 'cuda'"),
        ({"reduce": "max"}, "reduce: got 'max'"),
        ({"reduce": "mean"}, "in_axes"),
        ({"threads": 0}, "threads: .* got 0"),
    ],
)
def test_options_are_checked(compile, options, text):
    with pytest.raises(ValueError, match=text):
        compile(polynomial, **options)


@pytest.mark.parametrize(
    ("options", "args", "text"),
    [
        ({}, ("3", 1.0), "x: a real number is needed, got '3'"),
        ({"in_axes": 0}, (np.ones(1), np.array(["a"])), "y: an array of real numbers is needed"),
        ({"in_axes": 0}, (np.ones(1), np.array([1j])), "y: an array of real numbers is needed"),
        ({"in_axes": 0}, (1.0, np.ones(2)), "x: in_axes=0 needs an array"),
        (
            {"in_axes": 0},
            ([1.0, 2.0], np.ones(2)),
            r"x\[0\]: in_axes=0 .* an array in place of a list",
        ),
        ({"in_axes": 0}, (None, np.ones(2)), "x: in_axes=0 .* got no array. For"),
        ({"in_axes": 0}, ({"a": 1.0}, np.ones(2)), r"x\['a'\]: in_axes=0 .* got no array. For"),
        ({"in_axes": (0, 1)}, (np.ones(2), np.ones(2)), "y: in_axes=1 needs an array"),
        ({"in_axes": 0}, (np.ones(3), np.ones(2)), "x has 3, y has 2"),
        ({"in_axes": (0,)}, (np.ones(3), np.ones(2)), "in_axes: got"),
        ({"argnums": 2}, (1.0, 2.0), "argnums: got 2, but f was called with 2 arguments"),
    ],
)
def test_wrong_arguments_are_named(compile, options, args, text):
    with pytest.raises((TypeError, ValueError), match=text):
        compile(polynomial, **options).value_and_grad(*args)


def test_other_wrong_calls(compile):
    with pytest.raises(TypeError, match="a function is needed"):
        ag.compile(3.0)
    with pytest.raises(TypeError, match="f must return one number"):
        compile(lambda x: [x, x]).grad(1.0)
    with pytest.raises(TypeError, match="the result of f"):
        compile(lambda x: "x")(1.0)
    with pytest.raises(ValueError, match="no Value that it closes over"):
        compile(polynomial).backward(1.0, 2.0)
    with pytest.raises(ValueError, match="reduce"):
        compile(polynomial, in_axes=0).backward(np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="compile without reduce"):
        compile(polynomial, in_axes=0, reduce="sum").hessian(np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="call the function first"):
        _ = compile(polynomial).source
    with pytest.raises(TypeError, match="float64"):
        compile(lambda x: x[0]).bind(np.array([1]))
    with pytest.raises(ValueError, match="C-contiguous"):
        compile(lambda x: x[0]).bind(np.ones(4)[::2])
    with pytest.raises(ValueError, match="must be aligned; copy it"):
        compile(lambda x: x[0]).bind(np.zeros(9, np.uint8)[1:].view(float))
    with pytest.raises(ValueError, match="method: got"):
        compile(polynomial).bind(1.0, 2.0, method="everything")


# Source -------------------------------------------------------------------------------------


def test_the_source_is_the_backward_pass_that_a_person_writes(compile):
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])

    @compile
    def loss(x1, x2, y):
        out = ag.half_squared_error(neuron([x1, x2]), y)
        out.label = "L"
        return out

    loss(0.0, 1.0, 1.0)
    assert loss.source == (
        "from autograd_lite import logistic_density, sigmoid, strong_product\n"
        "\n"
        "\n"
        "def value_and_grad(w1, w2, b, x1, x2, y):\n"
        "    # forward\n"
        "    z = w1 * x1 + w2 * x2 + b\n"
        "    a = sigmoid(z)\n"
        "    t1 = y - a\n"
        "    L = 0.5 * t1 * t1\n"
        "    # backward\n"
        "    d_a = a - y\n"
        "    d_z = strong_product(d_a, logistic_density(z))\n"
        "    d_x1 = strong_product(d_z, w1)\n"
        "    return L, d_x1\n"
    )


def test_the_source_runs_by_itself(compile):
    f = compile(lambda x, y: ag.where(x > 0, ag.logsumexp([x, y]), ag.exp(x) / y) + ag.silu(x))
    expected = f.value_and_grad(0.5, 2.0)
    names = {}
    exec(f.source, names)
    assert names["value_and_grad"](0.5, 2.0) == expected


def test_labels_cannot_inject_source(compile):
    @compile
    def f(x):
        y = x * x
        y.label = "import os; os.system('true')\n  = 1 #"
        return y * y + ag.exp(y)

    assert f.value_and_grad(1.0)[1] == pytest.approx(4.0 + 2.0 * math.e)
    assert "os.system" not in f.source

    def g(exp, t1, x):
        z, u = ag.exp(exp) * t1, x * x
        for node, label in [(z, "lambda"), (u, "exp")]:
            node.label = label
        return z * z + u * u

    args = (0.5, 2.0, 3.0)
    assert compile(g).value_and_grad(*args)[1] == pytest.approx(ag.grad(g, (0, 1, 2))(*args)[0])


@pytest.mark.slow
def test_deep_and_long_programs_are_no_trouble(compile):
    def deep(x):
        for _ in range(5000):
            x = 0.5 * x + 1.0
        return x

    f = compile(deep)
    assert f.value_and_grad(3.0) == ag.value_and_grad(deep)(3.0)
    wide = compile(lambda x: ag.sum([x * i for i in range(3000)]))
    assert wide(1.0) == sum(range(3000))


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(compile, enabled):
    running: list[bool] = []

    def fails(x):
        running.append(gc.isenabled())
        raise ArithmeticError

    (gc.enable if enabled else gc.disable)()
    try:
        compile(ag.exp)(1.0)
        with pytest.raises(ArithmeticError):
            compile(fails)(1.0)
        assert (running, gc.isenabled()) == ([False], enabled)
    finally:
        gc.enable()


def test_the_compiler_loads_when_it_is_first_used_and_needs_no_numpy_for_numbers():
    code = (
        "import sys, autograd_lite as ag\n"
        "assert 'autograd_lite.compiler.compiled' not in sys.modules\n"
        "f = ag.compile(lambda x: x * ag.exp(x), backend='python')\n"
        "assert f.value_and_grad(0.0) == (0.0, 1.0)\n"
        "assert 'numpy' not in sys.modules and 'llvmlite' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_program_without_results(backend):
    nothing = ag.compile(lambda x: x * x, argnums=(), backend=backend)
    assert nothing.jacobian(2.0) == nothing.hessian(2.0) == nothing.grad(2.0) == ()
    empty = ag.compile(lambda x: [], backend=backend)
    assert empty(2.0) == empty.jacobian(2.0) == []
    assert empty.source == "def value(x):\n    return ()\n"
