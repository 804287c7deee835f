"""Tables of pandas, and what else holds an array, are taken as arrays wherever data go in."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from cases import CASES
from matplotlib.figure import Figure
from test_parse import conventions

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.primitives.operation import TABLE


class Holder:
    """As tables of other libraries are: neither an array nor of pandas."""

    def __init__(self, array):
        self.array, self.shape = array, array.shape

    def __array__(self, dtype=None, copy=None):
        return self.array if dtype is None else self.array.astype(dtype)

    def to_numpy(self):
        return self.array


def table(array, **options):
    """A Series or a frame, whose rows are not numbered from 0 and whose columns have names."""
    index = range(3, 3 + len(array))
    if array.ndim == 1:
        return pd.Series(array, index=index, **options)
    return pd.DataFrame(array, index=index, columns=[*"abcd"[: array.shape[1]]], **options)


KINDS = {
    "table": table,
    "objects": lambda array: table(array, dtype=object),
    "nullable": lambda array: table(array, dtype="Float64"),
    "masked": lambda array: np.ma.array(array, mask=np.zeros(array.shape, bool)),
    "holder": Holder,
}
each_kind = pytest.mark.parametrize("kind", KINDS)

DATA = ("array", "leaves", "sequence", "operands")
NO_DATA = ("MLP", "categorical_cross_entropy")  # the sizes of layers, and Values
DOORS = [
    (name, argument)
    for name, case in CASES.items()
    for argument, kind in case.kinds.items()
    if kind in DATA and np.ndim(case.right().get(argument, 0)) and name not in NO_DATA
]


def test_there_are_doors():
    assert {"fit", "predict", "accuracy", "cost", "softmax", "decision_regions"} <= {
        name for name, _ in DOORS
    }


@each_kind
@pytest.mark.parametrize(("name", "argument"), DOORS)
def test_data_may_be_a_table(name, argument, kind):
    case = CASES[name]
    right = case.right()
    expected = case.function(**right)
    found = case.function(**{**case.right(), argument: KINDS[kind](np.array(right[argument]))})
    if not isinstance(expected, Figure):
        assert repr(found) == repr(expected)


NUMBERS = np.array([0.25, 0.5, 0.75])


@each_kind
@pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())
def test_operations_take_tables(operation, kind):
    for shape in conventions(operation):
        plain = {"number": NUMBERS, "list": NUMBERS, "index": 1}
        tables = {"number": KINDS[kind](NUMBERS), "list": KINDS[kind](NUMBERS), "index": 1}
        if shape == ("number",) and len(operation.arity) > 1:
            continue  # operands one by one: there is nothing to be elementwise
        if {"list", "number"} <= {*shape}:
            continue  # numbers that belong to a sequence
        expected, found = (operation(*[given[each] for each in shape]) for given in (plain, tables))
        assert np.array_equal(found, expected, equal_nan=True)
        assert type(found) is type(expected)


def weighted(w, x=NUMBERS):
    return ag.sum(w * x) ** 2


@each_kind
def test_derivatives_take_tables(kind):
    w, same = np.array([1.0, -2.0, 3.0]), KINDS[kind](np.array([1.0, -2.0, 3.0]))
    for derivative in (ag.grad, ag.jacobian, ag.hessian):
        assert np.array_equal(derivative(weighted)(same), derivative(weighted)(w))
    assert ag.grad(lambda p: weighted(p["w"][0]))({"w": [same]})["w"][0].tolist() == (
        ag.grad(weighted)(w).tolist()
    )
    assert ag.jvp(weighted, (same,), (same,)) == ag.jvp(weighted, (w,), (w,))
    assert np.array_equal(ag.hvp(weighted, (same,), (same,)), ag.hvp(weighted, (w,), (w,)))
    pulled, expected = ag.vjp(lambda w: w * w, same)[1](same), ag.vjp(lambda w: w * w, w)[1](w)
    assert np.array_equal(pulled, expected)
    assert ag.parse("sum(x*x)")(same) == 14.0
    ag.testing.check_gradients(weighted, same)


@each_kind
@pytest.mark.parametrize("backend", BACKENDS)
def test_compiled_functions_take_tables(kind, backend):
    X, w = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0.5, -1.0])
    loss = ag.compile(
        lambda w, x: ag.sum(w * x) ** 2, in_axes=(None, 0), reduce="mean", backend=backend
    )
    expected = loss.value_and_grad(w, X)
    found = loss.value_and_grad(KINDS[kind](w), KINDS[kind](X))
    assert found[0] == expected[0]
    assert found[1].tolist() == expected[1].tolist()


@each_kind
def test_weights_and_inputs_may_be_tables(kind):
    w, x = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -0.5])
    layer = nn.Layer(2, 2, "linear", weights=KINDS[kind](w), bias=KINDS[kind](x))
    assert [out.data for out in layer(KINDS[kind](x))] == [0.0, -1.0]
    assert nn.Neuron(2, "linear", weights=KINDS[kind](x))(x).data == 0.5


def test_results_in_a_table_are_an_array():
    points = pd.Series([1.0, 2.0])
    assert ag.jacobian(lambda p: points * p)(3.0).tolist() == [1.0, 2.0]
    assert ag.grad(lambda p: (points * p).sum())(3.0) == 3.0
    assert (Value(2.0) > points).tolist() == [True, False]


@pytest.mark.parametrize("points", [pd.Series([1.0, 2.0]), pd.DataFrame({"a": [1.0, 2.0]})])
@pytest.mark.parametrize("tree", [lambda x: x, lambda x: {"of": [x]}])
def test_every_way_to_call_a_function_has_arrays_for_tables_in_its_result(points, tree):
    def f(p):
        return tree(points * p)

    def with_aux(p):
        return p * p, f(p)

    expected = repr(tree(3.0 * points.to_numpy()))
    for backend in BACKENDS:
        fast = ag.compile(f, backend=backend)
        assert repr(fast(3.0)) == repr(ag.vjp(fast, 3.0)[0]) == expected
        assert repr(ag.compile(f, in_axes=0, backend=backend)(np.array([3.0]))) == (
            repr(tree(3.0 * points.to_numpy()[None]))
        )
        beside = ag.value_and_grad(ag.compile(with_aux, backend=backend), has_aux=True)
        assert repr(beside(3.0)) == f"((9.0, {expected}), 6.0)"
    assert repr(ag.value_and_grad(with_aux, has_aux=True)(3.0)) == f"((9.0, {expected}), 6.0)"
    assert repr(ag.jvp(f, (3.0,), (1.0,))[0]) == repr(ag.vjp(f, 3.0)[0]) == expected


def test_what_has_no_values_stays_beside_them_as_it_is():
    words = pd.Series(["a", "b"])
    aux = ag.grad(lambda x: (x * x, {"x": x, "words": words}), has_aux=True)(3.0)[1]
    assert aux["words"] is words
    assert aux["x"] == 3.0


def test_what_is_missing_is_nan():
    missing = pd.DataFrame({"a": [1, None, 3], "b": [True, False, None]})
    for frame in (missing, missing.convert_dtypes()):
        with pytest.raises(ValueError, match=r"X: nan at X\[1, 0\]; leave such examples out"):
            nn.fit(nn.Neuron(2), frame, [1, 0, 1])
        assert np.isnan(ag.exp(frame)).sum() == 2
    with pytest.raises(TypeError, match="X: real numbers are needed, got '3'"):
        nn.fit(nn.Neuron(1), pd.DataFrame({"a": ["3", "4"]}), [1, 0])
    with pytest.raises(TypeError, match=r"X: .* datetime64.*; turn times into numbers"):
        nn.fit(nn.Neuron(1), pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), [1])


def test_pandas_is_not_loaded():
    code = (
        "import sys, numpy as np, autograd_lite as ag; ag.grad(ag.sum)(np.exp(np.ones(2))); "
        "ag.nn.fit(ag.nn.Neuron(1), [[1.0]], [1.0], epochs=1); assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
