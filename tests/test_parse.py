"""Expressions as text: what they mean, what is refused and how, and that nothing else happens."""

import contextlib
import copy
import inspect
import itertools
import math
import pickle
import re
import subprocess
import sys
import unicodedata
from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from effort import effort
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.parsing import parser as parsing
from autograd_lite.parsing.spoken import CONSTANTS, INSTEAD
from autograd_lite.parsing.tokens import MOST_BRACKETS, MOST_CHARACTERS, MOST_OPERATORS, ParseError
from autograd_lite.primitives.operation import TABLE, Operation, sequence

NEURON = "sigmoid(w1*x1 + w2*x2 + b)"

each_operation = pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())

# Texts of random expressions, from the table ------------------------------------------------

SAMPLES = {"number": 0.5, "list": [0.25, 0.75], "index": 1}
NAMES = ("x", "y", "w1", "σ_2")


def conventions(operation: Operation) -> list[tuple[str, ...]]:
    """The ways in which it can be called: a number, a list or an index for each argument."""
    parameters = inspect.signature(operation.unpack).parameters.values()
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        numbers = [("number",) * n for n in range(1, 4) if n in operation.arity]
        return [*numbers, ("list",)] if operation.unpack is sequence else numbers

    def works(kinds: tuple[str, ...]) -> bool:
        try:
            return isinstance(operation(*[SAMPLES[kind] for kind in kinds]), float)
        except (TypeError, ValueError):
            return False

    found = [kinds for kinds in itertools.product(SAMPLES, repeat=len(parameters)) if works(kinds)]
    as_numbers = {
        kinds: tuple(kind.replace("index", "number") for kind in kinds) for kinds in found
    }
    return [kinds for kinds in found if as_numbers[kinds] == kinds or not works(as_numbers[kinds])]


numbers = st.floats(0.0, 9.0, width=16).map(repr)
spaces = st.sampled_from(["", "", " ", "\n  "])


def call(operation: Operation, operands: tuple[str, ...], most_named: int = 0) -> str:
    """The text of a call, the last operands given by their names, if they have names."""
    parameters = list(inspect.signature(operation.unpack).parameters.values())
    if parameters[0].kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
        most_named = 0
    plain = max(0, len(operands) - most_named)
    named = [f"{p.name}={x}" for p, x in zip(parameters[plain:], operands[plain:], strict=False)]
    return f"{operation.name}({', '.join([*operands[:plain], *reversed(named)])})"


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    comparisons = st.tuples(inner, st.sampled_from(["<", "<=", ">", ">="]), inner).map(" ".join)
    kinds = {
        "number": inner,
        "list": st.tuples(inner, inner).map(lambda pair: f"[{', '.join(pair)}]"),
        "index": st.sampled_from(["0", "1"]),
    }

    def of(operation: Operation) -> st.SearchStrategy[str]:
        drawn = [st.tuples(*[kinds[kind] for kind in each]) for each in conventions(operation)]
        if operation is ag.where:
            drawn.append(st.tuples(comparisons, inner, inner))
        return st.tuples(st.one_of(drawn), st.integers(0, 2)).map(lambda x: call(operation, *x))

    return st.sampled_from(list(TABLE.values())).flatmap(of)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    infix = st.sampled_from(["+", "-", "*", "/", "**"])
    return st.one_of(
        st.tuples(inner, spaces, infix, spaces, inner).map("".join),
        st.tuples(st.sampled_from("+-"), spaces, inner).map("".join),
        st.tuples(st.just("("), spaces, inner, spaces, st.just(")")).map("".join),
        calls(inner),
    )


names = st.sampled_from([*NAMES, *CONSTANTS])
texts = st.recursive(st.one_of(names, numbers), larger, max_leaves=16)


def graph(root):
    """Everything about a result: its number, or every node of its graph."""
    if not isinstance(root, Value):
        return repr(root)
    nodes = ag.topological_order(root)
    place = {node: i for i, node in enumerate(nodes)}
    return [
        (type(n), n.op, n.label, repr(n.data), [place[p] for p in n.parents], n.local_gradients)
        for n in nodes
    ]


def as_python(text, arguments):
    """The oracle: Python itself. Its own arithmetic on two floats may raise or be complex."""
    text = " ".join(text.split())
    try:
        result = eval(text, {"__builtins__": {}, **TABLE, **CONSTANTS}, arguments)
    except (ZeroDivisionError, OverflowError, TypeError):
        assume(False)
    assume(not isinstance(result, complex))
    return result


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.lists(st.floats(-3, 3), min_size=4, max_size=4))
def test_an_expression_records_the_graph_that_python_records(text, data):
    arguments = {name: Value(x, name) for name, x in zip(NAMES, data, strict=True)}
    expected = as_python(text, arguments)
    f = ag.parse(text)
    got = f(**{name: arguments[name] for name in f.variables})
    assert repr(graph(got)) == repr(graph(expected))
    words = re.findall(r"[^\W\d]\w*\b(?!\s*=[^=])", text)  # but those of operands given by name
    assert f.variables == tuple(dict.fromkeys(word for word in words if word in NAMES))


@each_operation
def test_every_operation_can_be_called(operation):
    for kinds in conventions(operation):
        drawn = {"number": "x{0}", "list": "[x{0}, y{0}]", "index": "1"}
        text = call(operation, tuple(drawn[kind].format(i) for i, kind in enumerate(kinds)))
        f = ag.parse(text)
        leaves = {name: Value(0.2 + 0.1 * i) for i, name in enumerate(f.variables)}
        root = f(**leaves)
        assert root.op.name == operation.name
        assert repr(graph(root)) == repr(graph(eval(text, dict(TABLE), leaves)))
    assert conventions(operation)


# What an expression is ----------------------------------------------------------------------


def test_a_function_with_named_arguments():
    f = ag.parse(NEURON)
    assert f.variables == ("w1", "x1", "w2", "x2", "b")
    assert str(inspect.signature(f)) == "(w1, x1, w2, x2, b)"
    assert str(inspect.signature(ag.grad(f))) == "(w1, x1, w2, x2, b)"
    assert repr(f) == f"<f(w1, x1, w2, x2, b) = {NEURON}>"
    assert len(repr(ag.parse("+".join(f"name{i}" for i in range(500))))) < 200
    assert f(0.1, 0.0, 0.6, x2=1.0, b=0.0) == ag.sigmoid(0.6)
    for twin in (copy.deepcopy(f), pickle.loads(pickle.dumps(f))):
        assert (repr(twin), twin(1, 2, 3, 4, 5)) == (repr(f), f(1, 2, 3, 4, 5))


def test_it_works_with_derivatives_values_and_arrays():
    f = ag.parse("x**2 * y")
    assert ag.grad(f, argnums=(0, 1))(3.0, 2.0) == (12.0, 9.0)
    assert ag.grad(ag.grad(f))(3.0, 2.0) == 4.0
    assert ag.hessian(f)(3.0, 2.0) == 4.0
    x = Value(3.0, "x")
    root = f(x, 2)
    root.backward()
    assert (root.data, x.grad) == (18.0, 12.0)
    assert f(np.array([1.0, 2.0]), 3.0).tolist() == [3.0, 12.0]
    assert f([1.0, 2.0], np.array([3.0, 4.0])).tolist() == [3.0, 16.0]
    mixed = f(np.array([x, x]), 2.0)
    assert [type(each) for each in mixed] == [Value, Value]
    assert ag.parse("logsumexp(xs) + dot(xs, ys)")([0.0, 0.0], [1, 2]) == math.log(2)
    assert ag.parse("cross_entropy(logits, target)")([1.0, 1.0], 1) == math.log(2)
    clipped = ag.parse("where(x > 1, 1, x)")
    assert clipped(np.array([0.5, 2.0])).tolist() == [0.5, 1.0]
    assert (ag.grad(clipped)(0.5), ag.grad(clipped)(2.0)) == (1.0, 0.0)


@pytest.mark.parametrize("relation", ["<", "<=", ">", ">="])
def test_a_condition_may_be_a_comparison(relation):
    f = ag.parse(f"where(x {relation} y, 1, 2)")  # a plain bool decides, and so a number is chosen
    for x, y in itertools.product([-1.0, -0.0, 0.0, 1.0, math.nan], repeat=2):
        chosen = 1.0 if eval(f"x {relation} y") else 2.0
        assert f(x, y) == f(Value(x), y) == f(x, np.array([y]))[0] == chosen


def test_arithmetic_is_that_of_ieee_754():
    def value(text):
        return ag.parse(text)()

    assert value("1/0") == value("10**10**10") == value("1e999") == math.inf
    assert math.isnan(value("(-8)**(1/3)"))
    assert value("-2**2") == -4.0
    assert value("2**-1") == 0.5
    assert value("7 - 2 - 1") == 4.0
    assert value("1_000.5e-1") == 100.05
    assert ag.parse("x")(3) == 3


#: every accent and sign of a vowel that Python's names may have, and that is no shape of another
MARKS = [
    c
    for c in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(c) in ("Mn", "Mc")
    and f"अ{c}".isidentifier()
    and unicodedata.normalize("NFKC", f"अ{c}") == f"अ{c}"
]


def test_a_name_may_have_every_mark_that_pythons_names_have():
    assert len(MARKS) > 2000
    for start in range(0, len(MARKS), 100):
        names = tuple(f"अ{c}" for c in MARKS[start : start + 100])
        assert ag.parse(" + ".join(names)).variables == names


@pytest.mark.parametrize("name", ["नमस्ते", "x⃗", "مُعَدَّل", "ভার"])
def test_a_name_in_another_script_is_a_variable_everywhere(name):
    f = ag.parse(f"{name}**2 - 1")
    assert f(**{name: 3.0}) == 8.0
    assert ag.compile(f).grad(3.0) == ag.grad(f)(3.0) == 6.0


def test_a_variable_may_have_any_name_that_is_no_function():
    assert ag.parse("self + cls - arguments*f")(self=1, cls=2, arguments=3, f=4) == -9.0
    assert ag.parse("match + _ + __import__").variables == ("match", "_", "__import__")
    assert ag.parse("α*µ + ｘ").variables == ("α", "μ", "x")  # as Python reads them
    assert ag.parse("w₁*x₁ + w1*x₁₂").variables == ("w1", "x1", "x12")


def test_the_space_between_words_means_nothing():
    assert ag.parse("\n  exp(\tx\n) \u00a0+ 1  ")(0.0) == 2.0


@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        ((1,), {}, r"missing a required argument: 'x'; the call is f\(w, x\)"),
        ((1, 2, 3), {}, r"too many positional arguments; the call is f\(w, x\)"),
        ((1,), {"w": 2}, r"multiple values for argument 'w'; the call is f\(w, x\)"),
        ((1,), {"xx": 2}, r"there is no argument 'xx'; did you mean x\?; the call is f\(w, x\)"),
        (("1", 2), {}, r"w: a real number is needed, got '1' \(str\); parse the text first"),
        ((1, None), {}, r"x: a real number is needed, got None"),
        ((1, 2j), {}, r"x: a real number is needed, got 2j \(complex\)"),
    ],
)
def test_wrong_arguments_are_named(arguments, named, message):
    with pytest.raises(TypeError, match=message):
        ag.parse("w*x")(*arguments, **named)


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_constant_is_its_number_unless_a_value_is_given(name):
    f = ag.parse(f"{name}*x + {name}")
    assert (f.variables, f.constants) == (("x",), (name,))
    assert f(2.0) == f(x=2.0) == 3 * CONSTANTS[name]
    assert f(2.0, **{name: 1.0}) == 3.0
    given = Value(1.0)
    f(2.0, **{name: given}).backward()
    assert given.grad == 3.0
    assert ag.grad(f)(2.0) == CONSTANTS[name]
    with pytest.raises(TypeError, match=r"the call is f\(x\)"):
        f(2.0, 3.0)


def test_eulers_number_is_asked_for():
    with pytest.raises(TypeError, match=r"'e'; for Euler's number write exp\(1\)"):
        ag.parse("e**x")(x=1.0)


@pytest.mark.parametrize(("x", "y"), [(7.5, 2.0), (-7.5, 2.0), (7.5, -2.0)])
def test_remainders_are_pythons(x, y):
    f = ag.parse("x % y + 10*(x // y) - 2*x%y*3")
    assert f(x, y) == x % y + 10 * (x // y) - 2 * x % y * 3
    assert ag.grad(f, (0, 1))(x, y)[1] == -(x // y) + 3 * (2 * x // y)


@pytest.mark.parametrize(("text", "name"), [("x", "f"), ("f*x", "g"), ("f*g*h*f1", "f2")])
def test_the_function_has_a_name_that_no_argument_has(text, name):
    f = ag.parse(text)
    assert f.__name__ == name
    assert repr(f) == f"<{name}({', '.join(f.variables)}) = {text}>"


@pytest.mark.parametrize(("name", "meant"), INSTEAD.items())
def test_what_is_meant_by_a_foreign_function_is_said_and_works(name, meant):
    for text in (f"{name}(x)", f"{name} x"):
        with pytest.raises(ParseError) as info:
            ag.parse(text)
        assert info.value.problem == f"{name} is no function of the table; write {meant}"
    f = ag.parse(meant.replace("condition", "x > 0"))
    if f.variables == ("x",) and hasattr(mpmath, name) and name not in ("root", "psi", "phi"):
        for x in (0.3, 1.25):
            exact = getattr(mpmath, name)(x)
            assert exact.imag or f(x) == pytest.approx(float(exact.real), rel=1e-14)


@each_operation
def test_missing_parentheses_are_named(operation):
    with pytest.raises(ParseError, match=rf"write {operation.name}\(x\)"):
        ag.parse(f"2 * {operation.name} x")


# What is refused ----------------------------------------------------------------------------

REFUSED = [
    ("sigmod(x)", 0, "sigmod is no function of the table; did you mean sigmoid?"),
    ("1 + max(x, y)", 4, "max is no function of the table; write maximum(x, y)"),
    ("σ(x)", 0, "did you mean sigmoid?"),
    ("b(x + 1)", 0, "a product is written b*(...)"),
    ("__import__(os)", 0, "__import__ is no function"),
    ("2 + exp", 4, "exp is a function; the call is exp(x)"),
    ("exp()", 0, "got 0 operands; the call is exp(x)"),
    ("exp(x, y)", 0, "got 2 operands; the call is exp(x)"),
    ("exp(x=1)", 0, "unexpected keyword argument 'x'; the call is exp(x)"),
    ("sum()", 0, "missing a required argument: 'x'; the call is sum(x, *others)"),
    ("huber(x, y, dleta=1)", 0, "unexpected keyword argument 'dleta'; the call is huber("),
    ("huber(x, y, delta=1, delta=2)", 0, "given twice"),
    ("huber(x, delta=1, y)", 19, "not understood"),
    ("2x", 1, "for a product write *, as in 2*x"),
    ("2pi", 1, "for a product write *, as in 2*pi"),
    ("1,5 * x", 1, "a decimal point is a point, as in 1.5"),
    ("exp(1,5)", 0, "a decimal point is a point, as in 1.5"),
    ("x (y + 1)(z)", 9, "for a product write *"),
    ("x y", 2, "an operator is missing"),
    ("x + * y", 4, "an operand is missing"),
    ("x + ", 4, "an operand is missing"),
    ("", 0, "an operand is missing"),
    ("()", 0, "one result is needed"),
    ("x, y", 0, "one result is needed"),
    ("[x, y]", 0, "one result is needed"),
    ("exp([[x], y])", 5, "one result is needed"),
    ("(x", 0, "'(' is never closed"),
    ("x)", 1, "')' closes no '('"),
    ("exp([x)", 6, "')' closes no '('"),
    ("x^2", 1, "'^' is not understood; write **"),
    ("x²", 1, "write a power as **"),
    ("a × b", 2, "'×' is not understood; write *"),
    ("−x", 0, "'−' is not understood; write -"),
    ("x ≠ y", 2, "write !="),
    ("x < y", 0, "condition of where(condition, x, y)"),
    ("where(x, y < 1, 2)", 9, "condition of where(condition, x, y)"),
    ("where(0 < x < 1, x, y)", 6, "more than one comparison"),
    ("x = 2", 2, "'=' is not understood"),
    ("(x = 2)", 1, "not understood"),
    ("x[0]", 1, "a name of its own"),
    ("x if x else y", 2, "for a choice write where(condition, x, y)"),
    ("lambda x: x", 0, "'lambda' is a word of Python's"),
    ("True", 0, "'True' is a word of Python's"),
    ("𝐍one + 1", 0, "'None' is a word of Python's"),
    ("½*x", 0, "'½' cannot be a name"),
    ("1" + "0" * 400, 0, "beyond the largest double"),
    ("007", 0, "not understood"),
    *[
        (text, text.index(sign), f"{sign!r} is not understood")
        for text, sign in [
            ("x.data", "."), ("().__class__", "."), ("f'{x}'", "'"), ('x + "a"', '"'),
            ("(x := 2)", ":"), ("{x}", "{"), ("x @ y", "@"),
            ("x << y", "<<"), ("x & y", "&"), ("~x", "~"), ("x; y", ";"), ("x # y", "#"),
            ("x \\ y", "\\"), ("x\0", "\0"), ("x\u200b", "\u200b"), ("`x`", "`"),
            ("\ud800", "\ud800"), ("x!", "!"),
        ]
    ],
]  # fmt: skip


@pytest.mark.parametrize(("text", "position", "message"), REFUSED)
def test_what_is_refused_is_shown_in_its_place(text, position, message):
    with pytest.raises(ParseError) as info:
        ag.parse(text)
    assert (info.value.position, info.value.text) == (position, text)
    problem, shown, caret = str(info.value).split("\n")
    assert message in problem
    assert shown[4:] == "".join(c if c.isprintable() else " " for c in text)[: position + 30]
    assert caret == " " * (4 + position) + "^"


def test_the_error_shows_a_part_of_a_long_text_and_can_be_pickled():
    with pytest.raises(ValueError, match="write") as info:
        ag.parse("+".join(["x" * 10] * 50) + "^2")
    assert max(map(len, str(info.value).split("\n"))) < 80
    assert str(info.value).count("…") == 1
    assert str(pickle.loads(pickle.dumps(info.value))) == str(info.value)


def test_only_text_is_parsed():
    with pytest.raises(TypeError, match=r"text: a str is needed, got b'x' \(bytes\)"):
        ag.parse(b"x")


# Size and hostility -------------------------------------------------------------------------


def test_what_is_within_the_bounds_works():
    assert ag.parse("+".join(["x"] * (MOST_OPERATORS + 1)))(1.0) == MOST_OPERATORS + 1
    assert ag.parse("-" * MOST_OPERATORS + "x")(1.0) == 1.0
    assert ag.parse("**".join(["x"] * (MOST_OPERATORS + 1)))(1.0) == 1.0
    assert ag.parse("(" * MOST_BRACKETS + "x" + ")" * MOST_BRACKETS)(1.0) == 1.0
    assert ag.parse("tanh(" * MOST_BRACKETS + "x" + ")" * MOST_BRACKETS)(0.0) == 0.0
    assert ag.parse("x" * MOST_CHARACTERS).variables == ("x" * MOST_CHARACTERS,)
    assert len(ag.parse(f"sum([{','.join(f'x{i}' for i in range(1500))}])").variables) == 1500


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 5000, "more than 50 brackets"),
        ("[" * 51 + "]" * 51, "more than 50 brackets"),
        ("exp(" * 51 + "x" + ")" * 51, "more than 50 brackets"),
        ("-" * 9999 + "x", "more than 1000 operators"),
        ("x**" * 1001 + "x", "more than 1000 operators"),
        ("+".join("x" * 5000), "more than 1000 operators"),
        ("x" * 1_000_000, "1000000 characters, more than 10000"),
        ("(" * 10**7, "10000000 characters, more than 10000"),
        ("9" * 9999, "beyond the largest double|not understood"),
    ],
)
def test_what_is_too_large_is_refused_at_once(text, message):
    with effort() as spent, pytest.raises(ParseError, match=message):
        ag.parse(text)
    assert spent.calls < 50_000  # 36 000 when measured, for the largest that is read at all


def test_the_largest_texts_fit_on_a_small_stack():
    code = f"""
import sys, threading, autograd_lite as ag
n, m = {MOST_OPERATORS}, {MOST_BRACKETS}
opened, closed = "exp(" * m, ")" * m
texts = [opened + "-" * n + "x" + closed, opened + "x**" * n + "x" + closed,
         opened + "x+" * n + "x" + closed, opened + "x*(" + closed]
def parse_all():
    for text in texts:
        try:
            ag.parse(text)
        except ValueError as error:
            print(str(error).splitlines()[0])
threading.stack_size(512 * 1024)
thread = threading.Thread(target=parse_all)
thread.start()
thread.join()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.splitlines()) == {"more than 50 brackets stand within each other"}
    assert done.stderr == ""


@pytest.mark.parametrize("failure", [RecursionError, MemoryError])
def test_a_stack_that_is_used_up_is_an_error_like_others(failure, monkeypatch):
    def fail(*arguments, **named):
        raise failure

    monkeypatch.setattr(parsing, "ast", SimpleNamespace(**{**vars(parsing.ast), "parse": fail}))
    with pytest.raises(ParseError, match="too little of the stack is left"):
        ag.parse("x")


@pytest.mark.parametrize(
    "text",
    [
        "x.y", "x[0]", "x[0:1]", "x()()", "f(x)", "exp(*x)", "exp(**x)", "(lambda: x)()", "'x'",
        "f'{x}'", "b'x'", "[x for x in y]", "{x}", "{}", "(x := 2)", "x if y else z", "x and y",
        "not x", "~x", "x @ y", "x | y", "x == y", "x in y", "x is y", "2j",
        "...", "True", "None is x", "(yield)", "(await x)", "exp(x for x in y)", "exp.__class__(x)",
        "where(x in y, 1, 2)", "where(x < y < z, 1, 2)",
    ],
)  # fmt: skip
def test_the_tree_is_checked_too_whatever_the_tokens_were(text, monkeypatch):
    monkeypatch.setattr(parsing, "scan", lambda text: text)
    with pytest.raises(ParseError):
        ag.parse(text)


PIECES = [
    *NAMES, "1", "2.5", "1e3", ".5", "+", "-", "*", "/", "**", "(", ")", "[", "]", ",", "=", "<",
    ">=", "==", "where(", "exp(", "sum([", "huber(", "delta=", " ", "\n", "^", "'", "lambda ", ":=",
    "if", "_", "²", "₁", "0x", "j", "{", "\\",
]  # fmt: skip
soup = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.slow
@settings(max_examples=1500)
@given(st.one_of(soup, st.text(), st.tuples(texts, soup, texts).map("".join)))
@example("exp(x, )")
@example("where(x<y,)")
def test_any_text_is_an_expression_or_a_parse_error(text):
    try:
        f = ag.parse(text)
    except ParseError as error:
        text, place, lines = error.text, error.position, str(error).split("\n")
    else:
        place, lines = 0, repr(f).split("\n") * 3
        assert set(inspect.signature(f).parameters) == {*f.variables, *f.constants}
    assert 0 <= place <= len(text)
    assert len(lines) == 3


@settings(max_examples=300)
@given(texts, st.lists(st.sampled_from([0.5, math.nan, math.inf, -0.0, [1.0], []]), min_size=4))
def test_any_call_has_a_result_or_says_what_is_wrong(text, data):
    f = ag.parse(text)
    with contextlib.suppress(TypeError, ValueError):  # a list where a number is needed, and so on
        f(*data[: len(f.variables)])


@pytest.mark.parametrize("name", ["y\u0302", "x\u0302", "β\u0302"])
def test_a_letter_with_a_hat_is_a_name_however_it_is_written(name):
    composed = unicodedata.normalize("NFC", name)
    f = ag.parse(f"2*{name} + w₁")
    assert f.variables == (composed, "w1")
    assert f(3.0, 1.0) == f(**{name: 3.0, "w₁": 1.0}) == f(**{composed: 3.0, "w1": 1.0}) == 7.0
    with pytest.raises(TypeError, match=r"there is no argument 'w2'"):
        f(**{name: 3.0, "w₂": 1.0})
    with pytest.raises(TypeError, match=r"an argument is given twice"):
        f(**{name: 3.0, "w₁": 1.0, "w1": 1.0})


def test_the_place_of_an_error_is_right_after_a_hat():
    for name in ("y\u0302", "x\u0302"):
        with pytest.raises(ParseError) as info:
            ag.parse(f"{name} + $")
        assert info.value.text[info.value.position] == "$"
        _, line, place = str(info.value).split("\n")
        seen = [c for c in line if not unicodedata.combining(c)]
        assert seen.index("$") == place.index("^")
