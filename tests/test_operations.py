"""The table of the documentation: it has every operation, as its record says."""

import itertools
import math
import re
from operator import eq, ge, gt, le, lt, ne

import make_operations
import pytest
from conditions import condition
from formulas import evaluate

import autograd_lite as ag
from autograd_lite.primitives.operation import FLOATS, TABLE


@pytest.fixture(scope="module")
def text():
    return make_operations.text()


def test_it_is_what_the_records_say(text):
    """Otherwise run ``make rules``."""
    assert make_operations.PATH.read_text(encoding="utf-8") == text


def test_every_operation_has_one_row(text):
    rows = re.findall(r"^\| `(\w+)\(.*\)` \|", text, flags=re.M)
    assert sorted(rows) == sorted(TABLE)


def test_rows_have_all_columns_and_formulas_end(text):
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    for row in rows:
        cells = re.split(r"(?<!\\) \| ", row.strip("| "))
        assert len(cells) == len(make_operations.COLUMNS), row
        formulas = re.findall(r"\$`(.*?)`\$", row)
        assert row.count("$`") == row.count("`$") == len(formulas) >= 2
        for latex in formulas:
            assert latex.count("{") == latex.count("}"), latex
            assert latex.count(r"\begin") == latex.count(r"\end")
            assert "#" not in latex


HOLDS = {"<": lt, ">": gt, "≤": le, "≥": ge, "=": eq, "≠": ne}


def holds(condition, x, out):
    return HOLDS[condition.mark](*(evaluate(side, x, out) for side in condition.parts))


@pytest.mark.parametrize("name", TABLE)
def test_gradients_are_those_of_the_rules(name):
    """Also at other points than those at which they were looked for."""
    row = TABLE[name]
    count = make_operations.POINTS[make_operations.has_kinks(row)]
    points = [*itertools.islice(make_operations.places(row, row.smooth), 2 * count)]
    with make_operations.long_formulas():
        found = [make_operations.gradient(row, i, points[:count]) for i in range(len(points[0]))]
    for x in points:
        out = row.forward(FLOATS, *x)
        for cases, expected in zip(found, row.gradients(FLOATS, out, *x), strict=True):
            fitting = (f for f, told in cases if all(holds(each, x, out) for each in told))
            formula = next(fitting, None)
            assert formula is not None or not cases, x
            if formula is not None:
                got = evaluate(formula, x, out)
                assert got == pytest.approx(expected, rel=1e-6, abs=1e-9), (x, formula)


def _is_pole(x):
    return x % 1.0 == 0.0 or x < 0.0


CONDITIONS = [
    (lambda x: True, "everywhere"),
    (lambda x: x < 0 or x > 0, "x ≠ 0"),
    (lambda x, y: x < 0 or x > 0 or y > 0, "x ≠ 0 or y > 0"),
    (lambda x: -1.0 < x <= 2.5, "−1 < x ≤ 2.5"),
    (lambda x: x % 1.0 != 0.5, "x mod 1 ≠ 0.5"),
    (lambda x, y: x > 0 and not _is_pole(y), "x > 0 and not (y is whole or y < 0)"),
    (lambda x, y: y > 0 or x == y == 0, "y > 0 or x = y = 0"),
    (lambda x: x not in (-3.0, 3.0), "x ≠ −3, 3"),
    (lambda *x: x.count(max(x)) == 1, "no two of the operands tie"),
    (lambda x, y: 2.0 * math.fabs(math.remainder(x, y)) != math.fabs(y),
     "2 · |remainder(x, y)| ≠ |y|"),
    (lambda x, y: (x > 0 or y > 0) and x - (y - 1.0) < math.inf,
     "(x > 0 or y > 0) and x − (y − 1) < ∞"),
    (_is_pole, "x is whole or x < 0"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "expected"), CONDITIONS)
def test_conditions_are_written_as_people_do(function, expected):
    assert condition(function, ["x", "y"]) == expected


def test_operands_have_the_names_of_the_row():
    # on a line without assert, of which the oldest pytest moves the places of what it rewrites
    told = condition(lambda a, b: a * b < 1 or a > 1, ["p", "t"])
    assert told == "p · t < 1 or p > 1"


def test_no_two_cases_of_a_gradient_have_one_condition(text):
    for cases in re.findall(r"\\begin\{cases\}(.*?)\\end\{cases\}", text):
        conditions = [case.partition("&")[2].strip() for case in cases.split(r"\\")]
        assert len({*conditions}) == len(conditions), cases


def test_where_an_absolute_value_is_0_its_operand_is():
    x, at_0 = ag.Value(0.0, "x"), ag.Value(2.0, "y")
    assert "1 (x = 0)" in str(ag.explain(ag.heaviside(x, at_0)))
    assert "0 (x = 0)" in str(ag.explain(ag.abs(x)))
