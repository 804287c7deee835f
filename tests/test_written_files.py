"""Source in other languages as users call it: arguments, batches, names, files."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import c_files
import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from node import Module
from test_source import STRANGE

import autograd_lite as ag
from autograd_lite.compiler.languages.c import C
from autograd_lite.compiler.languages.javascript import JAVASCRIPT
from autograd_lite.compiler.languages.names import Names
from autograd_lite.compiler.sources import ENDINGS, LANGUAGES, interface_of
from autograd_lite.inputs.trees import flatten, leaves


class Pair(NamedTuple):
    """Two numbers."""

    x: float
    y: float


WEIGHT, BIAS = ag.Value(0.5, label="w*/"), ag.Value(-0.25, label="bias")


class Form(NamedTuple):
    """A function, what it is given, and what it can be asked for."""

    f: Callable[..., Any]
    arguments: tuple[Any, ...]
    options: dict[str, Any] = {}  # noqa: RUF012  # which nobody changes
    methods: tuple[str, ...] = ("value", "value_and_grad", "jacobian", "hessian")


def nested(p, t):
    first, (second, third) = p["layers"]
    return first[0] * first[1] * second + third[1, 0] ** 2 * ag.exp(t) + p["b"]


def row_loss(w, x, y):
    return ag.squared_error(ag.sigmoid(w["a"][0] * x[0] + w["a"][1] * x[1] + w["b"]), y)


TREE = {"layers": [[1.0, 2.0], (3.0, np.array([[4.0, 5.0], [0.5, 7.0]]))], "b": 8.0}
W = {"a": np.array([0.5, -1.0]), "b": 0.25}
X, Y = np.arange(10.0).reshape(5, 2) / 7.0, np.array([0.0, 1.0, 1.0, 0.0, 0.5])
VALUES = ("value", "value_and_grad")

FORMS = {
    "numbers": Form(lambda x, y: x * ag.exp(y), (0.5, 2.0)),
    "of several": Form(lambda x, y: x * ag.sin(y), (0.5, 2.0), {"argnums": (1, 0)}),
    "an array": Form(lambda x: (x[0] * x[1]).sum(), (np.arange(6.0).reshape(2, 3),)),
    "a tree": Form(nested, (TREE, 0.5), {"argnums": (0, 1)}),
    "keys": Form(lambda p: p["__proto__"] * p["a b"] * p["</x>'\"*/"] * p[1], (
        {"__proto__": 2.0, "a b": 3.0, "</x>'\"*/": 4.0, 1: 5.0},)),
    "several results": Form(
        lambda x: {"sum": x[0] + x[1], "all": [x * 2.0, 3.0]}, (np.array([1.0, 2.0]),), {},
        ("value", "jacobian")),
    "a result that is given": Form(lambda x, y: x, (2.0, 3.0), {"argnums": (0, 1)}),
    "closed over": Form(
        lambda x: ag.tanh(WEIGHT * x + BIAS), (0.5,), {}, ("value", "backward")),
    "rows": Form(lambda x, y: x * ag.exp(y[0]) * y[1], (Y, X), {"in_axes": 0, "argnums": (0, 1)}),
    "rows that share": Form(row_loss, (W, X, Y), {"in_axes": (None, 0, 0)}),
    "rows of a tree": Form(lambda p: p["x"][0] * p["y"], ({"x": X, "y": Y},), {"in_axes": 0}),
    "a part for each row": Form(
        lambda p: p["x"][0] * p["w"], ({"x": X, "w": 3.0},), {"in_axes": ({"x": 0, "w": None},)}),
    "a sum": Form(row_loss, (W, X, Y), {"in_axes": (None, 0, 0), "reduce": "sum"}),
    "a mean": Form(row_loss, (W, X, Y), {"in_axes": (None, 0, 0), "reduce": "mean"}),
    "a mean and rows": Form(
        row_loss, (W, X, Y), {"in_axes": (None, 0, 0), "reduce": "mean", "argnums": (0, 1)},
        VALUES),
    "a mean by rows": Form(
        row_loss, (W, X, Y), {"in_axes": (None, 0, 0), "reduce": "mean", "argnums": 2}, VALUES),
    "parameters": Form(
        lambda x: ag.tanh(WEIGHT * x + BIAS), (Y,), {"in_axes": 0, "reduce": "mean"},
        ("value", "backward")),
    "given by name": Form(
        lambda x, n, y=2.0, *, scale=1.0: x**n * y * scale, (0.5, 3),
        {"static_argnums": 1}),
    "parameters by name": Form(lambda parameters: parameters[0] * parameters[1], ([2.0, 3.0],)),
    "a condition": Form(lambda x: [x > 0.0, ag.where((x > 0.0) & ~(x < 1.0) | (x == 2.0), x, 3.0)],
                        (0.5,), {}, ("value",)),
    "a constant": Form(lambda x: 3.0, (1.0,), {}, VALUES),
    "nothing": Form(lambda x: [], (1.0,), {}, ("value",)),
    "nothing given": Form(lambda: WEIGHT * BIAS, (), {}, ("value", "backward")),
    "a tuple with names": Form(
        lambda p: {"out": Pair(p.x * p.y, p.x)}, (Pair(2.0, 3.0),), {}, ("value",)),
    "the last axis": Form(lambda x: x * 2.0, (Y,), {"in_axes": -1}, VALUES),
}  # fmt: skip

PAIRS = [(name, method) for name, form in FORMS.items() for method in form.methods]
each_form = pytest.mark.parametrize(("name", "method"), PAIRS)


def compiled(form, method="value"):
    """The function after a call, and what it found; a gradient by closed-over Values beside."""
    fast = ag.compile(form.f, backend="python", **form.options)
    if method != "backward":
        call = fast if method == "value" else getattr(fast, method)
        return fast, call(*form.arguments)
    WEIGHT.zero_grad(), BIAS.zero_grad()
    value = fast.backward(*form.arguments)
    return fast, (value, [WEIGHT.grad, BIAS.grad])


def plain(tree):
    """As JavaScript has it."""
    if isinstance(tree, dict):
        return {str(key): plain(each) for key, each in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [*map(plain, tree)]
    return tree.tolist() if hasattr(tree, "tolist") else float(tree)


def given(form):
    """What the written function is given: no static arguments, and what f closes over."""
    closed_over = form.f.__code__.co_names.count("WEIGHT")
    static = form.options.get("static_argnums")
    numbers = [x for i, x in enumerate(form.arguments) if i != static]
    return ([[WEIGHT.data, BIAS.data]] if closed_over else []) + numbers


@each_form
def test_javascript_takes_and_returns_what_python_does(name, method):
    form = FORMS[name]
    fast, expected = compiled(form, method)
    text = fast.source_in("javascript", method)
    (found,) = Module(text).call(method, [given(form)])
    assert plain(found) == approximately(plain(expected))


def approximately(tree):
    if isinstance(tree, dict):
        return {key: approximately(each) for key, each in tree.items()}
    if isinstance(tree, list):
        return [*map(approximately, tree)]
    return pytest.approx(tree, rel=1e-14, abs=1e-15)


@cache
def all_in_c():
    """What every form finds, all methods of all forms compiled, and all files in one library."""
    made = [compiled(FORMS[name], method) for name, method in PAIRS]
    texts = [
        fast.source_in("c", method) for (fast, _), (_, method) in zip(made, PAIRS, strict=True)
    ]
    return dict(zip(PAIRS, made, strict=True)), c_files.library(texts)


def in_c(name, method, copies=0):
    """What C finds, part by part; with copies for rows, of what has none."""
    made, library = all_in_c()
    fast, expected = made[name, method]
    plan, call = fast._of_last(method)
    interface = interface_of(plan, call.names, method, "f")
    rows = copies or len(Y)
    passed = []
    for each, argument in zip(given(FORMS[name]), interface.arguments, strict=True):
        found = []
        flatten(each, found)
        whole = argument.structure != () and not any(part.by_row for part in argument.parts)
        found = [leaves(each)] if whole else found
        live = any(part.labels for part in argument.parts)
        passed += [np.array([x] * copies) if copies and not live else x for x in found]
    shapes = [
        (rows, part.size) if part.by_row or copies else (part.size,) for part in interface.results
    ]
    counts = [rows] * bool(interface.batched or copies)
    function = f"{method}{'_rows' * bool(copies)}_{PAIRS.index((name, method))}"
    found = library.call(function, *counts, *passed, results=shapes)
    return found, [*expected] if interface.is_pair else [expected]


@each_form
def test_c_finds_the_same_in_its_arrays(name, method, c_compiler):
    found, expected = in_c(name, method)
    assert leaves(found) == pytest.approx(leaves(expected), rel=1e-13)


@pytest.mark.parametrize(("name", "method"), [
    (name, method) for name, method in PAIRS
    if "in_axes" not in FORMS[name].options and FORMS[name].arguments
])  # fmt: skip
def test_c_loops_over_rows_of_any_function(name, method, c_compiler):
    found, expected = in_c(name, method, copies=3)
    for part, right in zip(found, expected, strict=True):
        for row in part.tolist():
            assert row == pytest.approx(leaves(right), rel=1e-13)


# Names --------------------------------------------------------------------------------------

#: what means something in C or JavaScript, in comments, strings, pages, and as a number
HOSTILE = [
    *STRANGE, "*/", "/*", "//", "\\", "??/", "?" * 3, "</script>", "<!--", "${1}", "`", '"',
    "\u2028", "\u202e", "\r", "#error", "#define x", "value", "value_row", "gradient", "result",
    "rows", "row", "i", "j", "sums", "found", "parameters", "sigmoid", "lost", "strong_product",
    "Math", "undefined", "eval", "arguments", "await", "let", "static", "yield", "NaN", "double",
    "int", "restrict", "unix", "linux", "main", "size_t", "NAN", "INFINITY", "fabs", "pow", "y1",
    "gamma", "template", "nullptr", "t1", "t2", "d_x", "\u1369", "\u30fb", "\U00010fff", "ŷ", "权",
]  # fmt: skip


def of_all_labels(labels):
    """Every label is that of an input and of a node, and a key."""

    def f(x):
        nodes = [ag.sigmoid(x[label]) for label in labels]
        for node, label in zip(nodes, labels, strict=True):
            node.label = label
        others = ag.norm_cdf(nodes[0]) + ag.ceil(nodes[1]) * ag.ieee_remainder(nodes[2], nodes[3])
        return ag.sum([node * node for node in nodes]) + others

    f.__name__ = " ".join(labels)
    point = {label: 0.01 * i for i, label in enumerate(labels)}
    fast = ag.compile(f, backend="python")
    value, gradient = fast.value_and_grad(point)
    return fast, point, [value, gradient]


def names_of_headers(compiler):
    """All that the headers define and declare, and what the compiler itself defines."""
    text = "#include <math.h>\n#include <stddef.h>\n"
    command = [compiler, "-std=gnu17", "-D_GNU_SOURCE", "-dD", "-E", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return [*dict.fromkeys(re.findall(r"(?<=#define )\w+|\w+(?= ?\()", done.stdout))]


def test_any_label_is_a_name_in_javascript():
    labels = [*dict.fromkeys(HOSTILE)]
    fast, point, expected = of_all_labels(labels)
    text = fast.source_in("javascript")
    assert not re.search(r"</script|<!--|[\u2028\u202e\ud800]", text)
    (found,) = Module(text).call("value_and_grad", [[point]])
    assert found == approximately(plain(expected))


@pytest.mark.parametrize("standard", ["c99", "gnu17", "gnu2x"])
@pytest.mark.parametrize("compiler", c_files.COMPILERS)
def test_any_label_is_a_name_in_c(compiler, standard, monkeypatch):
    labels = [*dict.fromkeys([*HOSTILE, *names_of_headers(compiler)])]
    fast, point, expected = of_all_labels(labels)
    monkeypatch.setattr(c_files, "FLAGS", [f"-std={standard}", *c_files.FLAGS[1:]])
    text = fast.source_in("c")
    library = c_files.library([text], compiler, "-O0")
    found = library.call("value_and_grad_0", [*point.values()], results=[(1,), (len(labels),)])
    assert leaves(found) == pytest.approx(leaves(expected), rel=1e-13)


def test_c_is_ascii_but_for_its_comment():
    fast = of_all_labels(HOSTILE)[0]
    comment, code = fast.source_in("c").split("*/", 1)
    assert code.isascii()
    assert "*/" not in code.replace("/* forward */", "").replace("/* backward */", "")
    assert all(c.isprintable() or c == "\n" for c in comment)


@settings(max_examples=200)
@drawn(st.lists(st.text(max_size=8), max_size=8), st.sampled_from([C, JAVASCRIPT]))
def test_names_are_distinct_and_allowed(labels, language):
    names = Names(language, ["taken"])
    found = [names.fresh(label) for label in [*labels, "taken", *language.reserved]]
    assert len({*found}) == len(found)
    assert all(name.isidentifier() for name in found)
    assert not {*found} & {"taken", *language.reserved}
    assert language is JAVASCRIPT or all(map(str.isascii, found))


# Files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("method", [None, "value", "hessian"])
def test_the_ending_of_a_file_chooses_the_language(ending, method, tmp_path):
    fast = ag.compile(lambda x, y: x * ag.exp(y), argnums=(0, 1), backend="python")
    fast(0.5, 2.0)
    path = tmp_path / f"gradient{ending}"
    assert fast.save(path, method) == path
    assert path.read_text(encoding="utf-8") == fast.source_in(ENDINGS[ending], method)
    assert fast.save(path.with_suffix(ending.upper())).suffix == ending.upper()


def test_source_is_that_of_python():
    fast = ag.compile(lambda x: ag.exp(x) * x, backend="python")
    fast(1.0)
    assert fast.source == fast.source_in("python") == fast.source_in("python", "value_and_grad")
    names = {}
    exec(fast.source_in("python", "hessian"), names)
    assert names["hessian"](1.0) == pytest.approx(fast.hessian(1.0))
    assert "# forward" not in fast.source_in("python", "hessian")


def test_several_results_have_a_value_alone():
    fast = ag.compile(lambda x: [x, 2.0 * x], backend="python")
    fast(1.0)
    for language in LANGUAGES:
        assert fast.source_in(language) == fast.source_in(language, "value")
        with pytest.raises(TypeError, match="f must return one number, got a list"):
            fast.source_in(language, "value_and_grad")


def test_what_cannot_be_written_is_an_error_that_says_what_to_do(tmp_path):
    fast = ag.compile(lambda x: x * x, backend="python")
    with pytest.raises(ValueError, match="call the function first"):
        fast.source_in("c")
    fast(1.0)
    with pytest.raises(ValueError, match="language: got 'java'; did you mean javascript"):
        fast.source_in("java")
    with pytest.raises(ValueError, match="method: got 'jvp'; choose one of value, "):
        fast.source_in("c", "jvp")
    with pytest.raises(ValueError, match=r"path: got the ending '.rs'; choose one of .py, .js"):
        fast.save(tmp_path / "x.rs")
    with pytest.raises(TypeError, match="path"):
        fast.save(3)
    assert not [*tmp_path.iterdir()]
    by_column = ag.compile(lambda x: x[0] * x[1], in_axes=1, backend="python")
    by_column(np.ones((2, 5)))
    assert by_column.source_in("python")
    for language in ("javascript", "c"):
        with pytest.raises(ValueError, match="in_axes: the rows of x lie along axis 1"):
            by_column.source_in(language)
    twins = ag.compile(lambda p: p[1] * p["1"], backend="python")
    twins({1: 2.0, "1": 3.0})
    assert twins.source_in("c")
    with pytest.raises(ValueError, match=r"the keys \[1, '1'\] are fewer in JavaScript"):
        twins.source_in("javascript")
    total = ag.compile(row_loss, in_axes=(None, 0, 0), reduce="sum", argnums=1, backend="python")
    total(W, X, Y)
    with pytest.raises(ValueError, match="compile without reduce"):
        total.source_in("c", "hessian")


def test_rows_that_are_not_as_many_are_an_error_in_javascript():
    fast, _ = compiled(FORMS["a sum"])
    module = Module(fast.source_in("javascript", "value"))
    with pytest.raises(AssertionError, match="RangeError: y and x differ in rows"):
        module.call("value", [[W, X, Y[:3]]])


def test_a_comment_tells_what_the_numbers_are():
    fast, _ = compiled(FORMS["parameters"], "backward")
    for language in ("javascript", "c"):
        lines = [line.strip(" *") for line in fast.source_in(language, "backward").splitlines()]
        assert lines[1:9] == [
            "backward of a lambda, written by autograd_lite",
            "",
            "parameters: 2 numbers, which all rows share",
            "parameters[0]: w",
            "parameters[1]: bias",
            "x: a number for each row",
            "->",
            "value: a number, the mean over the rows",
        ]
    assert "    p['layers'][1][1]: 2 by 2 numbers\n" in compiled(FORMS["a tree"])[0].source_in("c")


def test_c_needs_nothing_and_keeps_nothing():
    for form in FORMS.values():
        for method in form.methods:
            text = compiled(form, method)[0].source_in("c", method)
            assert re.findall("#.*", text) == ["#include <math.h>", "#include <stddef.h>"]
            assert not re.search("malloc|free|static (?!double|void)", text)


@pytest.mark.parametrize("method", ["value", "jacobian", "hessian"])
def test_python_returns_one_number_as_a_number_and_others_in_a_tuple(method):
    for f, form in ((lambda x: x**3.0, float), (lambda x: [x**3.0], list)):
        fast = ag.compile(f)
        value = fast(2.0)
        if form is list and method == "hessian":
            continue  # of one number alone
        names = {}
        exec(fast.source_in("python", method), names)
        expected = value if method == "value" else getattr(fast, method)(2.0)
        found = names[method](2.0)
        assert found == (expected if form is float else tuple(expected))


@pytest.mark.parametrize("language", ["javascript", "c"])
def test_an_operation_has_its_name_in_what_is_written(language):
    fast = ag.compile(ag.gelu)
    assert repr(fast) == "<compiled gelu>"
    fast(1.0)
    assert "value of gelu, written by" in fast.source_in(language, "value")
