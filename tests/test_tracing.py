"""What a function may do while it is compiled: no number is known, and none is taken for known."""

import math
import operator
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.tracer import TracingError

RELATIONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


class Own(Value):
    """A user's own class of Values."""


#: what may stand beside an argument, all of the number 0.5
BESIDE = {
    "number": 0.5,
    "NumPy number": np.float64(0.5),
    "constant": Constant(0.5),
    "detached": Value(0.5).detach(),
    "closed over": Value(0.5),
    "computed": Value(0.25) * 2,
    "own class": Own(0.5),
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda f: f.__name__)
def test_a_comparison_is_decided_at_the_call_whatever_stands_beside(relation, beside, backend):
    other = BESIDE[beside]
    for turned in (False, True):

        def f(x, turned=turned):
            condition = relation(other, x) if turned else relation(x, other)
            return ag.where(condition, x * x, -3.0 * x)

        fast = ag.compile(f, backend=backend)
        for x in (0.25, 0.5, 1.0, math.nan):
            assert repr(fast.value_and_grad(x)) == repr(ag.value_and_grad(f)(x))


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda f: f.__name__)
def test_a_branch_on_a_comparison_is_an_error_whatever_stands_beside(relation, beside):
    other = BESIDE[beside]
    for condition in (lambda x: relation(x, other), lambda x: relation(other, x)):
        with pytest.raises(TracingError, match=r"ag\.where"):
            ag.compile(lambda x, condition=condition: x if condition(x) else -x)(1.0)


def test_membership_and_truth_are_branches():
    for f in (lambda x: x in [1.0, 2.0], lambda x: 1.0 in (x,), bool, lambda x: not x):
        with pytest.raises(TracingError, match=r"ag\.where"):
            ag.compile(f)(1.0)


def test_a_comparison_of_a_closed_over_value_is_decided_at_every_call():
    w = Value(1.0)
    fast = ag.compile(lambda x: ag.where(w > 0.0, x, -x) + ag.where(w == 2.0, 10.0, 0.0))
    assert fast(3.0) == 3.0
    w.data = -1.0
    assert fast(3.0) == -3.0
    w.data = 2.0
    assert fast(3.0) == 13.0
    with pytest.raises(TracingError, match=r"ag\.where"):
        ag.compile(lambda x: x if w > 0.0 else -x)(1.0)


def test_a_detached_closed_over_value_is_read_at_every_call():
    w = Value(2.0)
    fast = ag.compile(lambda x: w.detach() * x)
    assert fast(3.0) == 6.0
    w.data = 5.0
    assert fast.value_and_grad(3.0) == (15.0, 5.0)
    loss = ag.compile(lambda x: w.detach() * w * x)
    loss.backward(3.0)
    assert w.grad == 15.0


def test_two_known_numbers_are_compared_at_once():
    two = Constant(2.0)
    assert ag.compile(lambda x: x if two > 1.0 else -x)(3.0) == 3.0


def test_a_comparison_is_a_number_too():
    f = ag.compile(lambda x: ag.where((x > 0.0) == True, x * 2, x * 3) + (x == 1.0))  # noqa: E712
    assert [f(x) for x in (1.0, 2.0, -1.0)] == [3.0, 4.0, -3.0]


class Recurrent:
    """A model that keeps what it computed last."""

    def __init__(self):
        self.w, self.h = Value(0.5), Value(0.0)

    def __call__(self, x):
        self.h = ag.tanh(self.w * self.h + x)
        return self.h * self.h


USES = {
    "second trace": lambda fast, h: fast.value_and_grad(1.0),
    "other function": lambda fast, h: ag.compile(lambda x: x * h)(1.0),
    "sum": lambda fast, h: h + 1.0,
    "reflected": lambda fast, h: 1.0 - h,
    "constant first": lambda fast, h: Constant(2.0) * h,
    "value first": lambda fast, h: Value(2.0) / h,
    "array": lambda fast, h: np.array([1.0, 2.0]) * h,
    "negative": lambda fast, h: -h,
    "function": lambda fast, h: ag.exp(h),
    "method": lambda fast, h: h.exp(),
    "three operands": lambda fast, h: ag.maximum(1.0, h, Value(2.0)),
    "where": lambda fast, h: ag.where(h, 1.0, 2.0),
    "linear": lambda fast, h: ag.linear([1.0, 2.0, 3.0], [h, 1.0, 1.0]),
    "neuron": lambda fast, h: ag.nn.Neuron(3)([h, 1.0, 1.0]),
    "layer": lambda fast, h: ag.nn.Layer(3, 2)([h, 1.0, 1.0]),
    "less": lambda fast, h: h < 1.0,
    "equal": lambda fast, h: 1.0 == h,  # noqa: SIM300
    "truth": lambda fast, h: bool(h),
    "data": lambda fast, h: h.data,
    "item": lambda fast, h: h.item(),
    "format": lambda fast, h: f"{h:.3f}",
    "round": lambda fast, h: round(h),
    "detach": lambda fast, h: h.detach(),
    "local gradients": lambda fast, h: h.local_gradients,
    "downstream": lambda fast, h: h.downstream(1.0),
    "backward": lambda fast, h: h.backward(),
    "derivative": lambda fast, h: ag.grad(lambda x: x * h)(1.0),
    "compiled call": lambda fast, h: ag.compile(lambda x: x * 2)(h),
    "draw": lambda fast, h: ag.draw(h),
    "explain": lambda fast, h: str(ag.explain(h)),
}


@pytest.mark.parametrize("use", USES)
def test_a_value_of_an_ended_trace_is_an_error_that_names_the_function(use):
    model = Recurrent()
    fast = ag.compile(model)
    assert fast(1.0) == pytest.approx(math.tanh(1.0) ** 2)
    with pytest.raises(TracingError, match=r"(Recurrent|a compiled function).*must not keep"):
        USES[use](fast, model.h)


def test_an_argument_that_was_kept_is_an_error_too():
    kept = []
    ag.compile(lambda x: kept.append(x) or x * x, backend="python")(2.0)
    with pytest.raises(TracingError, match=r"lambda.*must not keep"):
        kept[0] * 2
    with pytest.raises(TracingError, match=r"an argument 'x'"):
        ag.compile(lambda y: y * kept[0])(1.0)


@pytest.mark.parametrize("kind", ["grad", "jacobian", "hessian", "hvp"])
@pytest.mark.parametrize("last", ["x * k", "k", "x + k", "k ** 0 * x", "ag.where(k > 0, x, 2 * x)"])
def test_what_was_kept_is_an_error_where_its_derivatives_vanish_too(last, kind):
    kept = []

    def f(x):
        kept.append(ag.exp(x))
        return eval(last, {"ag": ag, "k": kept[0], "x": x})

    fast = ag.compile(f, backend="python")
    fast(1.0)
    arguments = ((1.0,), (1.0,)) if kind == "hvp" else (1.0,)
    with pytest.raises(TracingError, match=r"of <compiled f>.*must not keep"):
        getattr(fast, kind)(*arguments)
    with pytest.raises(TracingError, match=r"of <compiled f>.*must not keep"):
        ag.compile(ag.grad(f), backend="python")(1.0)


def test_an_argument_in_another_thread_is_an_error_that_says_so():
    def f(x):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: x * 2.0).result()

    if getattr(sys.flags, "thread_inherit_context", False):  # without its lock, Python's default
        assert ag.compile(f, backend="python").value_and_grad(1.0) == (2.0, 2.0)
        return
    with pytest.raises(TracingError, match=r"<compiled f>, which is being compiled in another thr"):
        ag.compile(f, backend="python")(1.0)


def test_what_depends_on_closed_over_values_alone_can_be_kept():
    w, kept = Value(2.0), {}

    def f(x):
        if "square" not in kept:
            kept["square"] = w * w
        return kept["square"] * x

    fast = ag.compile(f)
    assert fast(3.0) == 12.0
    assert fast.value_and_grad(3.0) == (12.0, 4.0)


@pytest.mark.parametrize("backend", BACKENDS)
def test_no_grad_inside_a_compiled_function(backend):
    w = Value(3.0)

    def f(x):
        with ag.no_grad():
            factor = ag.tanh(x) * w
        return factor * x

    fast = ag.compile(f, backend=backend)
    assert fast.value_and_grad(0.5) == pytest.approx(ag.value_and_grad(f)(0.5), rel=1e-14)
    fast.backward(0.5)
    assert w.grad == 0.0


def test_anomalies_cannot_be_seen_inside_a_compiled_function():
    def f(x):
        with ag.detect_anomaly():
            return ag.log(x)

    with pytest.raises(TracingError, match=r"detect_anomaly\(\) looks at numbers.*itself"):
        ag.compile(f)(1.0)


@pytest.mark.parametrize("of", [lambda y: y.local_gradients[0], lambda y: y.downstream(1.0)[0]])
def test_a_local_gradient_is_no_number_inside_a_compiled_function(of):
    with pytest.raises(TracingError, match="a local gradient of <the result of square>"):
        ag.compile(lambda x: x * of(ag.square(x)))(2.0)


def test_a_derivative_under_no_grad_inside_a_compiled_function():
    def f(x):
        with ag.no_grad():
            slope = ag.grad(lambda t: t * t * t)(x)
        return slope * x

    # a derivative is recorded even there, and so depends on x
    assert ag.compile(f).value_and_grad(2.0) == ag.value_and_grad(f)(2.0) == (24.0, 36.0)


def test_a_derivative_at_a_plain_number_inside_a_compiled_function():
    fast = ag.compile(lambda x: x * ag.grad(lambda t: t**3)(2.0))
    assert fast.value_and_grad(3.0) == (36.0, 12.0)
    assert ag.compile(lambda x: x * ag.jvp(ag.exp, (0.0,), (2.0,))[1]).grad(3.0) == 2.0


def test_a_compiled_function_inside_another_keeps_every_dependence():
    def f(y):
        return y * ag.compile(lambda t: t * y)(2.0)

    assert ag.compile(f).grad(3.0) == ag.grad(f)(3.0) == 12.0


def test_kinks_beside_plain_numbers_keep_their_policy():
    for f in (
        lambda x: ag.maximum(x, 0.0),
        lambda x: ag.minimum(0.0, x),
        lambda x: ag.clip(x, 0.0, 1.0),
        lambda x: ag.maxout([0.0, x]),
    ):
        for backend in BACKENDS:
            fast = ag.compile(f, backend=backend)
            assert [fast.grad(x) for x in (-1.0, 0.0, 0.5)] == [
                ag.grad(f)(x) for x in (-1.0, 0.0, 0.5)
            ]


def test_an_own_operation_that_compares_inside_its_rule():
    @ag.custom_gradient(lambda m, out, x, y: (m.where(x < y, 2.0, 3.0), m.where(y > x, -1.0, 1.0)))
    def steps(m, x, y):
        return m.where(x < y, 2.0 * x - y, 3.0 * x + y)

    for f in (lambda x: steps(x, 1.0), lambda x: steps(1.0, x)):
        fast = ag.compile(f)
        for x in (0.5, 1.0, 2.0):
            assert fast.value_and_grad(x) == ag.value_and_grad(f)(x)


def nth_derivative(f, n):
    return nth_derivative(ag.grad(f), n - 1) if n else f


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("exponent", [4, 6, 5, -2, -3])
@pytest.mark.parametrize("order", [2, 3, 4])
def test_powers_of_higher_order(exponent, order, backend):
    f = nth_derivative(lambda x: x**exponent, order)
    for x in (-2.0, -0.5, 0.5, 3.0):
        factors = math.prod(exponent - i for i in range(order))
        expected = factors * x ** (exponent - order)
        assert f(x) == pytest.approx(expected, rel=1e-13)
        assert ag.compile(f, backend=backend)(x) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(
    ("f", "advice", "beside"),
    [
        (lambda x: x if x > 0.0 else -x, "ag.where(condition, x, y)", "v.detach()"),
        (lambda x: x * x.data, "v.detach()", "np.stack"),
        (lambda x: ag.exp(x).item(), "return what you want", "np.stack"),
        (lambda x: f"{x:.2f}", "return what you want", "np.stack"),
        (lambda x: (x * x).backward() or x, "ag.grad or ag.value_and_grad", "ag.where"),
        (lambda x: (x * x).local_gradients[0], "ag.grad or ag.value_and_grad", "ag.where"),
    ],
)
def test_the_advice_fits_the_cause(f, advice, beside):
    with pytest.raises(ag.TracingError) as info:
        ag.compile(f)(2.0)
    assert advice in str(info.value)
    assert beside not in str(info.value)
