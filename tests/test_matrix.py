"""A slice of the matrix, with fixed seeds: every mode and back end gives what eager reverse does.

And the matrix is tested itself: it compares in all modes, and finds the faults that are planted.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import fuzz
import pytest
from matrix import modes, oracle
from matrix.cases import ROWS, Own, function, rows, subsets
from matrix.findings import by_kind
from matrix.found import FOUND
from matrix.graphs import RELATIONS, graph
from matrix.reference import Reference, Right
from matrix.runs import ALL, SLICE, WAYS, run_found, run_graph, run_row, run_slice
from matrix.units import Account, Fixed, Unit

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.compiler import kernels, recorded, symbols
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.core import builder, reverse
from autograd_lite.compiler.tracer import Tracer, TracingError
from autograd_lite.primitives.operation import FLOATS, TABLE
from autograd_lite.trace import VALUES


def assert_right(account: Account, least: int) -> None:
    if account.failures:
        pytest.fail("\n".join(by_kind(account.failures)), pytrace=False)
    assert account.comparisons.total() >= least


@pytest.mark.parametrize("name", ROWS)
def test_an_operation_is_the_same_in_every_mode(name):
    account = Account()
    run_slice(ROWS[name], account)
    assert_right(account, 2000)


@pytest.mark.parametrize("name", FOUND)
def test_what_was_wrong_once_is_right(name):
    account = Account()
    run_found(FOUND[name], SLICE, account)
    assert_right(account, 300)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 40, 5))
def test_random_graphs_are_the_same_in_every_mode(first):
    account = Account()
    for seed in range(first, first + 5):
        run_graph(seed, SLICE, account)
    assert_right(account, 1000)


SMALL = [name for name, formula in ROWS.items() if formula.count <= oracle.MOST_OPERANDS]


def some_points(name: str, most: int) -> list[tuple[float, ...]]:
    points = list(oracle.points(ROWS[name]))
    return random.Random(name).sample(points, min(most, len(points)))


@pytest.mark.parametrize("name", SMALL)
def test_second_derivatives_are_those_of_mpmath(name):
    account = Account()
    for x in some_points(name, 5):
        oracle.check_second(ROWS[name], x, account)
    assert_right(account, 5)


# Is everything compared? ----------------------------------------------------------------------


def test_every_mode_is_tried_in_every_way():
    account = Account()
    effort = ALL._replace(subsets=1, fixed=1, eager=1, points=1)
    for name in ("sigmoid/1", "multiply/2"):
        run_row(ROWS[name], random.Random(name), effort, account)
    eager = {(mode, "eager") for mode in modes.EAGER}
    traced = {(mode, way) for mode in modes.TRACED for way in WAYS}
    of_compiled = {*modes.METHODS, *modes.OF_COMPILED, modes.CLOSED_OVER}
    assert set(account.comparisons) >= eager | traced
    assert {mode for mode, _ in account.comparisons} == {*modes.EAGER, *of_compiled}


def test_every_operation_is_there_with_every_set_of_its_operands():
    assert {name.split("/")[0] for name in ROWS} == set(TABLE)
    assert subsets(2) == [(0,), (1,), (0, 1), (2,)]


def test_every_mode_finds_what_it_is_asked_for():
    """Each along its own arguments, for a function whose derivatives all differ."""

    def f(x, y):
        return x**3 * y**4

    x, y = 2.0, 3.0
    first, second = (3 * x**2 * y**4, 4 * x**3 * y**3), 12 * x**2 * y**3
    expected = {(): x**3 * y**4, (0,): first[0], (1,): first[1], (0, 1): second, (1, 0): second}
    expected |= {(0, 0): 6 * x * y**4, (1, 1): 12 * x**3 * y**2, None: 0.0}
    expected |= {(0, 0, 0): 6 * y**4, (0, 0, 1): 24 * x * y**3, (1, 1, 1): 24 * x**3 * y}
    for name, mode in modes.EAGER.items():
        pairs = list(mode(f, (x, y)))
        assert pairs, name
        for along, got in pairs:
            assert got == pytest.approx(expected[along], rel=1e-13), (name, along)


def test_a_number_agrees_only_with_what_it_may_be():
    one = Right(1.0, slack=2.0**-52)
    assert one.agrees(1.0 + 2.0**-50)
    assert not any(map(one.agrees, [1.0 + 1e-13, math.nan, math.inf, -1.0, 1, None]))
    zero, infinite, nothing = Right(0.0), Right(math.inf), Right(math.nan)
    assert zero.agrees(-0.0)
    assert not zero.agrees(5e-324)
    assert infinite.agrees(math.inf)
    assert not infinite.agrees(-math.inf)
    assert not infinite.agrees(math.nan)
    assert nothing.agrees(math.nan)
    assert not nothing.agrees(0.0)


def test_slack_is_that_of_the_terms_that_cancel():
    exact = Reference(ROWS["subtract/2"], (1.0, 1.0))[()]
    assert 0.0 <= exact.slack <= 2.0**-50
    far = graph(0)  # a wrong branch or a lost term is more than rounding may make
    right = Reference(far.formula, far.point)[()]
    assert not right.agrees(right.number * (1.0 + 1e-9) + 1e-9)


def test_a_failure_is_printed_as_what_repeats_it(monkeypatch, capsys):
    monkeypatch.setattr(Right, "agrees", lambda self, got: False)
    account = Account()
    Unit(ROWS["power/2"], (0,), [Fixed(("own",), (2.0,))], [(0.3,)], account).methods("numpy batch")
    first = account.failures[0]
    assert first.case == "power/2 0.3 2.0:own method_call numpy batch"
    assert fuzz.main(["--case", first.case]) == 1
    assert "power" in capsys.readouterr().out
    monkeypatch.undo()
    assert fuzz.main(["--case", first.case]) == 0


CASES = ["multiply/2 0.3 0.9 mpmath eager", "found/x_==_1 1.0 hvp eager", "negative/1 7", "graph/7"]
CASES += ["multiply/2 0.3 2.0:own method_backward llvm point"]


@pytest.mark.parametrize("case", CASES)
def test_any_case_can_be_repeated(case):
    assert fuzz.repeat(case).comparisons


# Planted faults -------------------------------------------------------------------------------


def finds_something(*names: str) -> bool:
    account = Account()
    for name in names:
        if name in FOUND:
            run_found(FOUND[name], SLICE, account)
        else:
            run_slice(ROWS[name], account)
            for x in some_points(name, 5):
                oracle.check_second(ROWS[name], x, account)
    return bool(account.failures)


def lost_comparisons(monkeypatch):
    """A constant on the left decides by a number that is not known."""

    def decided(relation: Callable[[float, float], bool]) -> Callable[[Value, Any], bool]:
        def compare(self: Value, other: Any) -> bool:
            number = math.nan if isinstance(other, Tracer) else getattr(other, "data", other)
            return relation(self.data, number)

        return compare

    for name in ("lt", "le", "gt", "ge"):
        compare = decided(getattr(float, f"__{name}__"))
        monkeypatch.setattr(Constant, f"__{name}__", compare, raising=False)


def equality_by_identity(monkeypatch):
    monkeypatch.setattr(Value, "__eq__", object.__eq__)
    monkeypatch.setattr(Value, "__ne__", object.__ne__)


def keys_by_position(monkeypatch):
    def misplaced(given: Any, like: Any) -> Any:
        if isinstance(given, dict):
            return dict(zip(like, given.values(), strict=True))
        if isinstance(given, tuple):
            return tuple(map(misplaced, given, like))
        return given

    for name in ("jvp", "hvp"):
        real = getattr(ag, name)
        monkeypatch.setattr(
            ag, name, lambda f, x, t, real=real: real(f, x, misplaced(tuple(t), tuple(x)))
        )


def weak_zeros(monkeypatch):
    """Forward mode, and derivatives of derivatives, multiply as they are."""
    monkeypatch.setattr(FLOATS, "strong_product", lambda x, y: x * y)
    monkeypatch.setattr(VALUES, "strong_product", lambda x, y: x * y)


def a_wrong_power(monkeypatch):
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(0, 0))  # nothing was compiled yet
    monkeypatch.setitem(symbols.POWERS, 4.0, symbols.POWERS[2.0])


def plain_products(monkeypatch):
    """Compiled code multiplies gradients as they are."""
    multiply = lambda b, x, y: b.step(TABLE["multiply"], x, y)  # noqa: E731
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(0, 0))  # nothing was compiled yet
    monkeypatch.setattr(builder.Builder, "_strong", multiply)
    monkeypatch.setattr(recorded, "Builder", builder.Builder)  # the source, and nothing compiled
    monkeypatch.setattr(recorded, "Steps", reverse.Steps)


def first_of_equal_argnums(monkeypatch):
    real = ag.grad

    def once(f, argnums=0):
        if isinstance(argnums, int):
            return real(f, argnums)
        count = len(argnums)

        def compute(*args):
            places = [i % len(args) for i in argnums]
            last = {place: i for i, place in enumerate(places)}
            found = real(f, argnums)(*args)
            return tuple([found[i] if last[places[i]] == i else 0.0 for i in range(count)])

        return compute

    monkeypatch.setattr(ag, "grad", once)


PLANTS: dict[Callable[..., None], tuple[str, ...]] = {
    lost_comparisons: ("maximum/2",),
    equality_by_identity: ("found/x_==_1",),
    keys_by_position: ("multiply/2",),
    weak_zeros: ("found/log_or_square",),
    a_wrong_power: ("found/x**4",),
    plain_products: ("found/log_or_square",),
    first_of_equal_argnums: ("divide/2",),
}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant, monkeypatch):
    assert not finds_something(*PLANTS[plant])
    plant(monkeypatch)
    assert finds_something(*PLANTS[plant])


def test_a_slope_whose_own_slope_cancels_is_found():
    slope = lambda m, out, x: (-m.power((1.0 - x) * (1.0 + x), -0.5),)  # noqa: E731
    (planted,) = rows([replace(TABLE["acos"], gradients=slope)])
    account = Account()
    for x in oracle.points(planted):
        oracle.check_second(planted, x, account)
    assert account.failures


# What a trace leaves behind -------------------------------------------------------------------


def kept(backend: str) -> Value:
    """A Value that a function kept while it was compiled."""
    values: list[Value] = []

    def keeper(x):
        values.append(x * ag.tanh(x))
        return values[-1]

    ag.compile(keeper, backend=backend).value_and_grad(0.5)
    return values[-1]


def calls(f: Callable[..., Any], x: Sequence[float]) -> list[Callable[[], Any]]:
    """Whatever runs a function."""
    fast = [ag.compile(f, backend=backend) for backend in BACKENDS]
    eager = [f, ag.grad(f), ag.hessian(f), partial(ag.vjp, f)]
    methods = [method for each in fast for method in (each, each.grad)]
    values = [lambda: f(*map(Value, x)), lambda: ag.jvp(f, x, x), lambda: ag.hvp(f, x, x)]
    return [*values, *(partial(call, *x) for call in [*eager, *methods])]


@pytest.mark.parametrize("name", ROWS)
def test_a_value_of_an_ended_trace_is_an_error(name):
    old, formula = kept("python"), ROWS[name]
    for place in range(formula.count):
        others = [i for i in range(formula.count) if i != place] or [formula.count]
        for call in calls(function(formula, others, {place: old}), [0.5] * len(others)):
            with pytest.raises(TracingError, match="keeper"):
                call()


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_old_value_has_no_number(backend):
    old = kept(backend)
    uses = [lambda: old.data, old.item, old.backward, lambda: bool(old), lambda: 2.0 - old]
    for relation, other in product(RELATIONS, [1.0, Constant(1.0), Value(1.0), Own(1.0)]):
        uses += [partial(relation, old, other), partial(relation, other, old)]
    for use in uses:
        with pytest.raises(TracingError, match="keeper"):
            use()
