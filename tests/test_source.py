"""Programs as Python source: any label gives names that Python understands and tells apart."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_compile_agreement import MORE_ULPS, each_operation
from test_languages import all_cases, assert_right

import autograd_lite as ag

#: what has a meaning in Python or in a program, what becomes the same name in Python's normal form
#: as something else, and what has no letter that a name may have
STRANGE = [
    "lambda", "None", "match", "_", "__debug__", "__builtins__", "compiled", "value_and_grad",
    "def", "exp", "ｅｘｐ", "𝐞𝐱𝐩", "inf", "ⁱnf", "nan", "where", "abs", "t1", "t₁",
    "strong_product",
    "x", "ｘ", "d_x", "x_2", "x❶", "৴", "ﬁ", "fi", "Å", "\u212b", "A\u030a", "\u0323", "ṿ",
    "v\u0323", "ͺ", "ำ", "·", "1", "²", "w⁽¹⁾₂₁", "π", "\ud800", "\0", "\n", "  ", "x" * 10_000,
    "x" * 10_000 + "y", "🙂", "a b", "a-b", "a\u200bb", "'", "#",
]  # fmt: skip
labels = st.lists(st.one_of(st.sampled_from(STRANGE), st.text(max_size=6)), min_size=6, max_size=6)


@pytest.mark.slow
@settings(max_examples=300)
@given(labels)
@example(["x❶", "৴", "\u0323", "ṿ", "exp", "ｅｘｐ"])
def test_any_label_gives_a_program_in_python(given):
    first, second, *inner = given

    def f(x):
        nodes = [x[first] * 2.0, ag.exp(x[second]), x[first] - x[second]]
        nodes += [ag.sigmoid(nodes[0] * nodes[1])]
        for node, label in zip(nodes, inner, strict=True):
            node.label = label
        return nodes[0] * nodes[1] + nodes[2] ** 2 * nodes[3] + ag.tanh(nodes[3] * nodes[1])

    point = {first: 0.3, second: -0.2}
    expected = ag.value_and_grad(f)(point)
    for backend in ("python", "numpy"):
        fast = ag.compile(f, backend=backend)
        value, gradient = fast.value_and_grad(point)
        assert value == pytest.approx(expected[0], rel=1e-14)
        assert gradient == pytest.approx(expected[1], rel=1e-13)
        names = {}
        exec(fast.source, names)
        found = names["value_and_grad"](*point.values())
        assert found == pytest.approx((value, *gradient.values()), rel=1e-14)


def in_python(case):
    """What the text finds by itself."""
    names = {}
    exec(case.text("python"), names)
    found = [names[case.method](*point) for point in case.points]
    return [[x] if isinstance(x, float) else [*x] for x in found]


@each_operation
def test_an_operation_in_python(operation):
    for case in all_cases(operation):
        assert_right(case, MORE_ULPS["python"], in_python(case))


def test_many_equal_labels_are_told_apart():
    def f(x):
        for _ in range(3000):
            x = ag.sin(x)
            x.label = "same"
        return x

    names = re.findall(r"(\w+) = ", python_of(f))
    assert len(set(names)) == 3000


def python_of(f):
    fast = ag.compile(f, backend="python")
    fast(1.0)
    return fast.source.partition("# backward")[0]


def test_a_gradient_that_is_a_value_of_the_forward_pass_has_no_name_of_its_own():
    fast = ag.compile(lambda x, y: x * ag.exp(y))
    fast(1.0, 2.0)
    assert "    t1 = exp(y)\n    t2 = x * t1\n    return t2, t1\n" in fast.source
