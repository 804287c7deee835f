"""Programs as source in other languages, run there: the numbers are those of the eager engine."""

import math
import random
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain, groupby
from typing import Any, NamedTuple

import c_files
import mpmath
import node
import pytest
from accuracy import marks, samples
from hypothesis import HealthCheck, given, settings
from matrix import runs
from matrix.cases import ROWS
from matrix.findings import by_kind
from matrix.runs import SLICE
from matrix.units import Account
from node import Module
from oracle import errors, second_errors
from test_compile_agreement import (
    agree,
    each_operation,
    eager,
    on_anything,
    replayed,
    special_points,
)

import autograd_lite as ag
from autograd_lite import floats
from autograd_lite.compiler import kernels
from autograd_lite.compiler.backends import python
from autograd_lite.compiler.compiled import Compiled
from autograd_lite.compiler.languages import c, formulas, javascript
from autograd_lite.compiler.languages.notation import PRODUCT, SUM, Notation, call, infix
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.symbols import BASE
from autograd_lite.primitives.operation import FLOATS, TABLE, Namespace, Operation
from autograd_lite.testing.magnitudes import magnitudes
from autograd_lite.testing.strategies import expressions, leaves_of

#: how many ulp a language adds to the bound of an operation's record
MORE_ULPS = {"javascript": 4.0, "c": 1.0}

Point = tuple[float, ...]
Found = list[list[float]]


# Operations ---------------------------------------------------------------------------------


class Case(NamedTuple):
    """A method of a compiled function of numbers, some points, and what must be found there."""

    fast: Compiled
    method: str
    points: list[Point]
    check: Callable[..., bool]

    @property
    def count(self) -> int:
        return len(self.points[0])

    def text(self, language: str) -> str:
        return self.fast.source_in(language, self.method)


def keeps_its_accuracy(operation, ulps, point, found):
    value, *gradients = found
    return max(errors(operation, point, value, gradients)) <= operation.ulps + ulps


def second_derivatives_do(operation, ulps, point, found):
    rows = [found[i : i + len(point)] for i in range(0, len(found), len(point))]
    return max(second_errors(operation, point, rows), default=0.0) <= operation.ulps + 2.0 * ulps


def is_as_eager(operation, ulps, point, found):
    expected = eager(operation, point)
    ulps = 2.0 * (operation.ulps + ulps)  # both may be off
    return all(agree(x, y, ulps) for x, y in zip(found, expected, strict=True))


def is_not_taken(operation, ulps, point, found):
    return found == [3.0] + [0.0] * len(point)


def cases_of(operation: Operation) -> Iterator[Case]:
    f = on_anything(operation)

    def chosen(taken, *x):
        return ag.where(taken, f(*x), 3.0)

    kinds = [
        (f, "value_and_grad", [*marks(operation)[::4], *samples(operation, 6)], keeps_its_accuracy),
        (f, "hessian", [*marks(operation)[::5], *samples(operation, 4)], second_derivatives_do),
    ]
    for special in special_points(operation):
        kinds.append((f, "value_and_grad", special, is_as_eager))
        untaken = [(0.0, *point) for point in special]
        kinds.append((chosen, "value_and_grad", untaken, is_not_taken))
    for function, method, points, check in kinds:
        for count, some in groupby(sorted(points, key=len), key=len):
            fast = ag.compile(function, argnums=tuple(range(count)), backend="python")
            getattr(fast, method)(*[0.5] * count)
            exact = [tuple(map(float, point)) for point in some]
            yield Case(fast, method, exact, partial(check, operation))


@cache
def all_cases(operation: Operation) -> list[Case]:
    return [*cases_of(operation)]


def numbers_of(tree: Any) -> list[float]:
    return [x for each in tree for x in numbers_of(each)] if isinstance(tree, list) else [tree]


def in_javascript(case: Case) -> Found:
    module = Module(case.text("javascript"))
    return [*map(numbers_of, module.call(case.method, case.points))]


@cache
def library() -> c_files.Library:
    """The cases of all operations."""
    return c_files.library([case.text("c") for row in TABLE.values() for case in all_cases(row)])


def in_c(case: Case, place: int) -> Found:
    rows, n = len(case.points), case.count
    sizes = [(rows, 1), (rows, n)] if case.method == "value_and_grad" else [(rows, n * n)]
    columns = zip(*case.points, strict=True)
    found = library().call(f"{case.method}_rows_{place}", rows, *columns, results=sizes)
    return [[*chain(*row)] for row in zip(*found, strict=True)]


def assert_right(case: Case, ulps: float, found: Found) -> None:
    for point, numbers in zip(case.points, found, strict=True):
        assert case.check(ulps, point, numbers), (case.check, point, numbers)


@each_operation
def test_an_operation_in_javascript(operation):
    for case in all_cases(operation):
        assert_right(case, MORE_ULPS["javascript"], in_javascript(case))


@pytest.mark.slow
@each_operation
def test_an_operation_in_c(operation, c_compiler):
    start = 0
    for row in TABLE.values():
        if row is operation:
            break
        start += len(all_cases(row))
    for place, case in enumerate(all_cases(operation), start):
        assert_right(case, MORE_ULPS["c"], in_c(case, place))


# Every mode ---------------------------------------------------------------------------------


@pytest.fixture
def through_node(monkeypatch):
    """What the back end python would run, Node runs."""
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(0, 0))  # nothing was compiled yet

    def written(program: Program) -> Callable[..., tuple[float, ...]]:
        return node.function(javascript.function(program, "compute"), "compute")

    monkeypatch.setattr(python, "_function", written)
    monkeypatch.setattr(runs, "WAYS", ["python batch", "python shared", "python point"])


def compare_in_every_mode(name: str) -> Account:
    account = Account()
    effort = SLICE._replace(subsets=2, fixed=1, traced=3, methods=1, eager=0, points=3)
    runs.run_row(ROWS[name], random.Random(name), effort, account)
    return account


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_every_mode_in_javascript(name, through_node):
    account = compare_in_every_mode(name)
    if account.failures:
        pytest.fail("\n".join(by_kind(account.failures)), pytrace=False)
    assert account.comparisons.total() > 100


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(root=expressions())
def test_random_graphs_with_shared_nodes_agree(root):
    function, point = replayed(root)
    root.backward()
    terms = magnitudes(ag.topological_order(root))
    fast = ag.compile(function, argnums=tuple(range(len(point))), backend="python")
    fast.value_and_grad(*point)
    module = Module(fast.source_in("javascript"))
    ((value, gradients),) = module.call("value_and_grad", [point])
    assert value == pytest.approx(root.data, rel=1e-9, abs=1e-9)
    for leaf, gradient in zip(leaves_of(root), gradients, strict=True):
        assert abs(gradient - leaf.grad) <= 1e-9 * terms.get(leaf, 0.0) + 1e-30


# Are faults found? --------------------------------------------------------------------------


def is_found(operation: Operation) -> bool:
    return not all(
        case.check(MORE_ULPS["javascript"], point, numbers)
        for case in all_cases(operation)
        for point, numbers in zip(case.points, in_javascript(case), strict=True)
    )


#: what may go wrong in a language: an operation, and the notation or rule that is wrong for it
FAULTS = {
    "a power as JavaScript has it": ("power", {"rules": {"power": None}}),
    "no strong zero": ("log", {"notations": {"strong_product": infix("*", PRODUCT)}}),
    "the wrong function": ("exp", {"notations": {"exp": call("Math.expm1({0})")}}),
    "no parentheses": (
        "norm_cdf", {"notations": {"subtract": Notation("{0} - {1}", SUM, SUM, SUM)}}),
    "an error function of few digits": (
        "erf", {"rules": {"erf": lambda m, x: m.tanh(1.1283791670955126 * x)}}),
    "an exponential that cancels": (
        "expm1", {"rules": {"expm1": lambda m, x: m.exp(x) - 1.0}}),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault, monkeypatch):
    name, tables = FAULTS[fault]
    operation = TABLE[name]
    assert not is_found(operation)
    right = javascript.JAVASCRIPT
    changed = {field: getattr(right, field) | table for field, table in tables.items()}
    changed = {
        field: {name: each for name, each in table.items() if each is not None}
        for field, table in changed.items()
    }
    monkeypatch.setattr(javascript, "JAVASCRIPT", right._replace(**changed))
    assert is_found(operation)


# Are the tables complete? -------------------------------------------------------------------

OF_RECORDS = {"strong_product", "lost", *floats.COMPOSED}


@pytest.mark.parametrize("language", [javascript.JAVASCRIPT, c.C], ids=["javascript", "c"])
def test_a_language_has_all_that_records_are_made_of(language):
    assert {*language.notations, *language.rules} | OF_RECORDS == {*BASE}
    names = {language.called(row, n) for row in TABLE.values() for n in (1, 2, 3) if n in row.arity}
    assert not names & {*language.reserved} - {*language.notations}
    assert all(each in TABLE for each in language.rules)


@pytest.mark.parametrize(("name", "ulps"), [("erf", 3.0), ("erfc", 5.0)])
def test_the_error_of_an_approximation_is_as_documented(name, ulps):
    operation = TABLE[name]
    rng = random.Random(name)
    points = [rng.uniform(-6.0, 26.0) for _ in range(300)]
    points += [x for (x,) in samples(operation, 50) if abs(x) < 30.0]
    formula = getattr(formulas, name)
    vocabulary = Namespace(floats.BASE | {"erf": partial(formulas.erf, FLOATS)})
    for x in points:
        value = formula(vocabulary, x)
        with mpmath.workdps(50):
            exact = getattr(mpmath, name)(x)
            if abs(exact) > 2.0**-1022:
                assert abs(value - exact) <= ulps * math.ulp(float(exact)), x


def test_only_what_is_used_is_written():
    fast = ag.compile(lambda x: ag.sigmoid(x) * x, backend="python")
    fast.value_and_grad(1.0)
    for language, text in ((each, fast.source_in(each)) for each in ("javascript", "c")):
        functions = re.findall(r"(?:function|static double) (?:ag_)?(\w+)", text)
        assert {*functions} - {"value_and_grad"} == {
            "sigmoid", "logistic_density", "strong_product",
        }, language  # fmt: skip


def test_many_inputs_and_outputs(c_compiler):
    x = [0.01 * i for i in range(200)]
    fast = ag.compile(lambda x: [ag.tanh(x[i % 200] * x[i % 7]) for i in range(500)])
    expected = pytest.approx(fast(x), rel=1e-15)
    script = javascript.function(fast._of_last("value")[0].program, "compute")
    assert [*node.function(script, "compute")(*x)] == expected
    assert Module(fast.source_in("javascript")).call("value", [[x]]) == [expected]
    made = c_files.library([fast.source_in("c")])
    assert made.call("value_0", x, results=[(500,)])[0].tolist() == expected


def test_text_grows_with_the_program():
    def text(n):
        fast = ag.compile(lambda x: ag.sum([ag.tanh(x[i] * x[i - 1]) for i in range(n)]))
        fast.value_and_grad([0.5] * n)
        return fast.source_in("javascript")

    assert len(text(400)) < 2.3 * len(text(200))
