"""Every function of NumPy, `math` and `statistics`, by its name, works or says what to write.

What works has the value that floats have, and their slopes by central differences. What does not
raises, and a function that has a namesake here names it: none ever loses a gradient in silence.
"""

import inspect
import math
import re
import statistics
import warnings

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.arrays.elements import ELEMENTS, PAIRS
from autograd_lite.arrays.reductions import PRODUCTS
from autograd_lite.namesakes import INSTEAD
from autograd_lite.primitives.operation import TABLE

POINTS = [(0.3, 0.7, 1.6, 2.4), (1.3, 2.7, 1.9, 3.2)]
STEP = 1e-6

#: what gives a function its arguments; ``array`` makes one of numbers
FORMS = {
    "x": lambda array, a, b, c, d: (a,),
    "x, y": lambda array, a, b, c, d: (a, b),
    "x, 2": lambda array, a, b, c, d: (a, 2),
    "2.0, x": lambda array, a, b, c, d: (2.0, a),
    "x, y, z": lambda array, a, b, c, d: (a, b, c),
    "[x, ...]": lambda array, a, b, c, d: ([a, b, c, d],),
    "[x, y], [z, w]": lambda array, a, b, c, d: ([a, b], [c, d]),
    "[x, y], [1.0, 2.0]": lambda array, a, b, c, d: ([a, b], [1.0, 2.0]),
}
OF_ARRAYS = {
    "vector": lambda array, a, b, c, d: (array([a, b, c, d]),),
    "matrix": lambda array, a, b, c, d: (array([a, b, c, d]).reshape(2, 2),),
    "vector, vector": lambda array, a, b, c, d: (array([a, b]), array([c, d])),
    "vector, plain": lambda array, a, b, c, d: (array([a, b]), np.array([1.0, 2.0])),
    "plain, vector": lambda array, a, b, c, d: (np.array([1.0, 2.0]), array([a, b])),
    "vector, x": lambda array, a, b, c, d: (array([a, b, c]), d),
    "x, plain, vector": lambda array, a, b, c, d: (a, np.array([0.0, 1.0, 2.0]), array([b, c, d])),
    "matrix, vector": lambda array, a, b, c, d: (array([a, b, c, d]).reshape(2, 2), array([b, c])),
    "vector, matrix": lambda array, a, b, c, d: (array([b, c]), array([a, b, c, d]).reshape(2, 2)),
}


def of_values(xs):
    """An array as functions are given it."""
    return ag.add(np.array(xs, dtype=object), 0.0)


def plain_array(xs):
    return np.array(xs, dtype=object)


def flat(found):
    """The numbers and Values in what a function returns."""
    if isinstance(found, np.ndarray):
        found = found.ravel().tolist()
    if isinstance(found, (list, tuple)):
        return [x for each in found for x in flat(each)]
    return [found]


def floats_of(found):
    return [x.data if isinstance(x, Value) else float(x) for x in flat(found)]


class Usage:
    """A function, and one way to call it."""

    def __init__(self, function, form, array):
        self.function, self.form, self.array = function, form, array

    def of_floats(self, point):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return floats_of(self.function(*self.form(np.array, *point)))

    def accepts_floats(self, point):
        try:
            return len(self.of_floats(point)) > 0
        except Exception:
            return False

    def of_values(self, values):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            function = self.function  # an error looks for its name
            return flat(function(*self.form(self.array, *values)))

    def slopes(self, point):
        """By central differences: one row for each result."""
        columns = []
        for i in range(len(point)):
            high, low = [*point], [*point]
            high[i] += STEP
            low[i] -= STEP
            pairs = zip(self.of_floats(high), self.of_floats(low), strict=True)
            columns.append([(x - y) / (2 * STEP) for x, y in pairs])
        return [*zip(*columns, strict=True)]

    def check(self, point):
        """Nothing if it works; else the error that it raises."""
        values = [Value(x) for x in point]
        try:
            found = self.of_values(values)
        except Exception as error:
            return error
        assert floats_of(found) == pytest.approx(self.of_floats(point), rel=1e-9, nan_ok=True)
        for one, expected in zip(found, self.slopes(point), strict=True):
            for x in values:
                x.grad = 0.0
            if isinstance(one, Value) and one.differentiable:
                one.backward()
            for x, slope in zip(values, expected, strict=True):
                if math.isfinite(slope):  # else a number has left the domain
                    assert x.grad == pytest.approx(slope, rel=2e-5, abs=2e-5)
        return None


def usages(function, forms, array):
    for form in forms.values():
        usage = Usage(function, form, array)
        for point in POINTS:
            if usage.accepts_floats(point):
                yield usage, point


def functions(room, names=None):
    found = {}
    for name in dir(room) if names is None else names:
        thing = getattr(room, name)
        if name[0] != "_" and callable(thing) and not inspect.isclass(thing):
            found[name] = thing
    return found


def has_hint(error):
    """Whether it says what to write; what it names is there."""
    text = str(error)
    for path in re.findall(r"\bag\.([a-z_]\w*(?:\.\w+)*)", text):
        found = ag
        for part in path.split("."):
            found = getattr(found, part)
    for name in re.findall(r"\bnp\.(\w+)", text):
        assert hasattr(np, name)
    return re.search(r"\bag\.|\bnp\.|\bv\.data|\bwrite |\bname one axis", text) is not None


@pytest.mark.parametrize(
    "planted",
    [
        lambda x: x.data if isinstance(x, Value) else x,
        lambda x: Value(x.data) if isinstance(x, Value) else x,
        lambda x: x * 1.001 if isinstance(x, Value) else x,
        lambda x: x + 0.001 * x.detach() if isinstance(x, Value) else 1.001 * x,
    ],
)
def test_a_planted_loss_is_caught(planted):
    ((usage, point),) = [*usages(planted, {"x": FORMS["x"]}, of_values)][:1]
    with pytest.raises(AssertionError):
        usage.check(point)


# math and statistics --------------------------------------------------------------------------

MATH = functions(math)
STATISTICS = functions(statistics, statistics.__all__)
#: they tell nodes apart, and not numbers, by their hashes; and of numbers that differ the first is
#: the mode, whatever they are
BY_HASH = {"mode", "multimode"}


OF_WHOLE_NUMBERS = {"comb": 2, "factorial": 1, "gcd": 2, "isqrt": 1, "lcm": 2, "perm": 2}


@pytest.mark.parametrize("name", OF_WHOLE_NUMBERS)
def test_a_value_is_no_whole_number(name):
    with pytest.raises(TypeError, match=r"would lose its gradient: .*v\.data"):
        MATH[name](*[Value(2.0)] * OF_WHOLE_NUMBERS[name])


@pytest.mark.parametrize("name", MATH)
def test_a_function_of_math_works_or_names_its_namesake(name):
    seen = [usage.check(point) for usage, point in usages(MATH[name], FORMS, of_values)]
    errors = [error for error in seen if error is not None]
    assert all(isinstance(error, TypeError) for error in errors)
    assert all(map(has_hint, errors))
    assert seen or name in OF_WHOLE_NUMBERS
    if name in TABLE or f"math.{name}" in INSTEAD:
        assert all(str(error).startswith(f"math.{name}: a Value is no") for error in errors)


@pytest.mark.parametrize("name", sorted(STATISTICS.keys() - BY_HASH))
def test_a_function_of_statistics_works_or_says_what_to_write(name):
    seen = [usage.check(point) for usage, point in usages(STATISTICS[name], FORMS, of_values)]
    errors = [error for error in seen if error is not None]
    assert all(isinstance(error, TypeError) for error in errors)
    assert all(map(has_hint, errors))


def test_what_is_said_of_math_and_statistics_is_true():
    x, y, n, base, v = 0.3, 0.7, 3, 2.0, Value(0.3)
    p, q, xs, ys, mean, deviation = (
        [0.1, 0.2],
        [0.3, 0.5],
        [0.3, 0.9, 0.4],
        [1.0, 2.0, 4.0],
        0.0,
        1.0,
    )
    known = {**locals(), "ag": ag, "np": np, "math": math}
    for told, expected in [
        ("math.dist", math.dist(p, q)),
        ("math.factorial", math.gamma(x + 1.0)),
        ("math.hypot", math.hypot(x, y)),
        ("math.ldexp", math.ldexp(x, n)),
        ("math.remainder", math.remainder(x, y)),
        ("math.pow", math.pow(x, y)),
        ("statistics.correlation", statistics.correlation(xs, ys)),
        ("statistics.covariance", statistics.covariance(xs, ys)),
        ("statistics.geometric_mean", statistics.geometric_mean(xs)),
        ("statistics.harmonic_mean", statistics.harmonic_mean(xs)),
        ("statistics.mean", statistics.mean(xs)),
        ("statistics.pstdev", statistics.pstdev(xs)),
        ("statistics.variance", statistics.variance(xs)),
        ("statistics.linear_regression", statistics.linear_regression(xs, ys).slope),
    ]:
        text = INSTEAD[told].partition(", or ")[0].removesuffix(" for the slope")
        assert eval(text, known) == pytest.approx(expected), told
        lists = {"xs": [*map(Value, xs)], "ys": [*map(Value, ys)], "x": v, "p": [*map(Value, p)]}
        assert eval(text, known | lists).data == pytest.approx(expected), told


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda v: math.exp(v), r"^math\.exp: .* write ag\.exp\(x\), .* v\.data"),
        (lambda v: 2.0 * math.sqrt(1.0 + math.erf(v)), r"^math\.erf: .* write ag\.erf\(x\)"),
        (lambda v: math.log(v, 10), r"^math\.log: .* ag\.log\(base\)"),
        (lambda v: statistics.stdev([v, 1.0]), r"^statistics\.stdev: .* np\.std\(xs, ddof=1\)"),
        (lambda v: statistics.NormalDist().cdf(v), r"^statistics\.NormalDist.* ag\.norm_cdf"),
        (lambda v: (lambda same: same(v))(math.tanh), r"^math\.tanh: .* write ag\.tanh"),
        (lambda v: [*map(math.sin, [v])], r"^a Value is no plain number.*ag\.exp\(v\)"),
        (lambda v: float(v), r"^a Value is no plain number.*v\.data"),
        (lambda v: [1.0, 2.0][v], r"^a Value is no plain number.*v\.data"),
    ],
)
def test_the_function_is_named_that_was_called(call, text):
    with pytest.raises(TypeError, match=text):
        call(Value(0.5))


# NumPy ----------------------------------------------------------------------------------------

#: what answers of types, reads bare memory, sets what is common to all, or has no order
OTHERS = {"isscalar", "frombuffer", "from_dlpack", "empty_like", "geterr", "seterr", "setbufsize"}
OTHERS |= {"set_printoptions", "seterrcall", "show_config", "show_runtime", "test", "info"}
UFUNCS = {name: f for name, f in functions(np).items() if isinstance(f, np.ufunc)}
NUMPY = {name: f for name, f in functions(np).items() if name not in UFUNCS.keys() | OTHERS}
LINALG = {name: f for name, f in functions(np.linalg).items() if name not in OTHERS}
#: NumPy asks no list what is in it
ASKED = {name: form for name, form in (FORMS | OF_ARRAYS).items() if "[" not in name}
KNOWN = ELEMENTS.keys() | PAIRS.keys() | PRODUCTS.keys()


@pytest.mark.parametrize("name", UFUNCS)
def test_a_ufunc_works_or_says_what_to_write(name):
    ufunc = UFUNCS[name]
    forms = {k: form for k, form in ASKED.items() if len(form(plain_array, *"abcd")) == ufunc.nin}
    known = [*usages(ufunc, forms, of_values)]
    assert known or not any("d" in kinds for kinds in ufunc.types), "no form suits it"
    for usage, point in known:
        error = usage.check(point)
        if ufunc in KNOWN:
            assert error is None
        else:
            assert isinstance(error, TypeError)
            assert has_hint(error)
            assert str(error).startswith(f"{ufunc.__name__}: ")


#: what is to be joined to an array has to be of its kind, says NumPy
OF_ANOTHER_DTYPE = {"ediff1d"}


@pytest.mark.parametrize("name", [*NUMPY, *(f"linalg.{name}" for name in LINALG)])
def test_a_function_of_numpy_works_or_says_what_to_write(name):
    function = LINALG[name.removeprefix("linalg.")] if "." in name else NUMPY[name]
    for usage, point in usages(function, ASKED, of_values):
        error = usage.check(point)
        assert error is None or has_hint(error) or name in OF_ANOTHER_DTYPE, repr(error)


#: NumPy's loops over objects join them as Python's ``and`` and ``or`` do
AS_PYTHON = {"logical_and", "logical_or"}


@pytest.mark.parametrize("name", sorted(functions(np).keys() - OTHERS - AS_PYTHON))
def test_lists_and_plain_arrays_of_values_never_lose_a_gradient(name):
    """NumPy's own loops over objects, which ask no class of arrays, work or raise."""
    for usage, point in usages(functions(np)[name], FORMS | OF_ARRAYS, plain_array):
        usage.check(point)


@pytest.mark.parametrize("name", [*UFUNCS, *NUMPY])
def test_what_works_does_so_while_a_function_is_traced_or_raises(name):
    function = functions(np)[name]
    for usage, point in usages(function, ASKED, of_values):
        if usage.check(point) is not None:
            continue

        def f(a, b, c, d, usage=usage):
            return [x * 1.0 for x in usage.of_values([a, b, c, d])]

        try:
            fast = ag.compile(f, argnums=(0, 1, 2, 3), backend="python")
            found, slopes = fast(*point), fast.jacobian(*point)
        except (TypeError, ag.TracingError):
            continue
        assert found == pytest.approx(floats_of(f(*map(Value, point))), nan_ok=True)
        wanted = ag.jacobian(f, (0, 1, 2, 3))(*point)
        np.testing.assert_allclose(slopes, wanted, rtol=1e-9, atol=1e-12)
