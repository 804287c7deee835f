"""Explanations: the numbers of the slides, every wire of a graph, and text that stays text."""

import math
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from test_draw_labels import HOSTILE

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.testing.strategies import expressions, leaves_of


def neuron_with_loss(inputs=(0, 0), target=0, bias=0.0):
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6], bias=bias)
    prediction = neuron(inputs)
    prediction.label = "ŷ"
    loss = ag.half_squared_error(prediction, Constant(float(target), "y"))
    loss.label = "L"
    return loss


def test_the_slides_neuron_as_a_table():
    assert (
        str(ag.explain(neuron_with_loss()))
        == """\
given: w₁ = 0.1, w₂ = 0.6, x₁ = 0, x₂ = 0, b = 0, y = 0

node  formula            value  upstream  towards  local gradient    product  accumulated
────  ─────────────────  ─────  ────────  ───────  ────────────────  ───────  ───────────
L     ½·(y − ŷ)²         0.125  1         ŷ        ŷ − y = 0.5       0.5      0.5
ŷ     σ(z)               0.5    0.5       z        ŷ·(1 − ŷ) = 0.25  0.125    0.125
z     w₁·x₁ + w₂·x₂ + b  0      0.125     w₁       x₁ = 0            0        0
                                          w₂       x₂ = 0            0        0
                                          b        1                 0.125    0.125"""
    )


def test_the_rows_are_data():
    rows = ag.explain(neuron_with_loss(bias=None)).rows
    assert [(row.name, row.towards) for row in rows] == [
        ("L", "ŷ"), ("ŷ", "z"), ("z", "w₁"), ("z", "w₂"),
    ]  # fmt: skip
    second = rows[1]
    assert (second.formula, second.local_formula) == ("σ(z)", "ŷ·(1 − ŷ)")
    assert (second.value, second.upstream, second.local, second.product, second.accumulated) == (
        0.5, 0.5, 0.25, 0.125, 0.125,
    )  # fmt: skip


@settings(max_examples=40)
@given(expressions())
def test_every_wire_of_a_graph_is_told_and_its_product_arrives(root):
    explanation = ag.explain(root)
    nodes = ag.topological_order(root)
    assert not any(node.has_gradient for node in nodes)
    rows = [row for row in explanation.rows if row.towards]
    assert len(rows) == sum(len(node.parents) for node in nodes)
    root.backward()
    for row in rows:
        assert row.value == row.node.data
        assert row.upstream == row.node.grad
        assert row.product == (row.upstream and row.upstream * row.local)
    text, markdown, latex = str(explanation), explanation.markdown(), explanation.latex()
    assert len(text.splitlines()) >= len(explanation.rows) + 2
    assert markdown.count("\n|") >= len(explanation.rows) + 1
    for leaf in leaves_of(root):
        last = [row for row in rows if row.towards.split(" (")[0] == leaf.label][-1:]
        assert [row.accumulated for row in last] == [leaf.grad] * len(last)
        name = re.sub("[₀-₉]", lambda m: f"_{{{'₀₁₂₃₄₅₆₇₈₉'.index(m[0])}}}", leaf.label)
        assert f"{name} &= " in latex


def test_where_gradients_meet_the_sum_is_written_out():
    x = Value(3.0, "x")
    y = x * x - 2 * x
    text = str(ag.explain(y))
    assert "4 = −2 + 3 + 3" in text
    assert "x (operand 2)" in text
    assert r"\frac{\partial v_{3}}{\partial x} &= -2 + 3 + 3 = 4" in ag.explain(y).latex()


def test_an_explanation_changes_nothing_and_tells_of_other_passes():
    w = Value(2.0, "w")
    loss = w * 3
    loss.label = "L"
    loss.backward()
    assert ag.explain(loss)._remarks() == []
    loss.backward()
    assert "as 2 backward passes without zero_grad() leave them: w.grad = 6." in str(
        ag.explain(loss)
    )
    assert w.grad == 6.0
    of_another_graph = ag.explain(w + 1.0)  # through which no pass came
    assert "backward passes that did not go through v₁: w.grad = 6." in str(of_another_graph)
    w.data = 5.0
    told = str(ag.explain(loss))
    assert "Operands of L have been changed since the forward pass" in told
    assert "L     w·3      6" in told


def test_a_formula_is_cut_where_a_terminal_is_narrow_and_its_value_never():
    logits = [Value(float(i), f"logit_of_class_{i}") for i in range(3)]
    explanation = ag.explain(ag.logsumexp(logits))
    cells = [line[line.index("logit_of_class_") :] for line in str(explanation).splitlines()[4:]]
    assert [re.search(r"… = (0\.\d+) ", cell)[1] for cell in cells] == [
        "0.0900306", "0.244728", "0.665241",
    ]  # fmt: skip
    assert "…" not in explanation.markdown()


def test_a_branch_not_taken_sends_nothing():
    x = Value(0.0, "x")
    text = str(ag.explain(ag.where(x > 0, ag.sqrt(x), -x)))
    row = next(line for line in text.splitlines() if "√x" in line)
    assert " ".join(row.split()) == "v₁ √x 0 0 x 1/(2·√x) = inf 0 −1 = −1 + 0"


def test_precision():
    assert "0.645656306226" in str(ag.explain(neuron_with_loss((0, 1), 1), precision=12))
    for wrong in (0, 18, "6", 4.0):
        with pytest.raises(
            (ValueError, TypeError), match=f"precision: .* 1 to 17 is needed, got {wrong!r}"
        ):
            ag.explain(Value(1.0), precision=wrong)


def test_a_leaf_and_plain_numbers():
    assert str(ag.explain(Value(2.0))).splitlines()[-1].split() == ["v₁", "given", "2", "1"]
    assert "x + 1" in str(ag.explain(Value(2.0, "x") + 1))
    assert ag.explain(Value(2.0, "x") * 2).rows[0].local_formula == "2"
    c = ag.exp(Constant(1.0, "c"))
    assert ag.explain(c).rows[0].towards is None
    assert repr(ag.explain(c)) == "<Explanation of 2 nodes>"


def test_what_cannot_be_explained():
    with pytest.raises(
        TypeError, match=r"root: a Value is needed, got .* \(float\); pass one result"
    ):
        ag.explain(1.0)
    with pytest.raises(ValueError, match="root: explain starts at a constant, which has no graph"):
        ag.explain(Constant(1.0))


def test_a_large_graph_is_refused_with_a_part_that_is_small_enough():
    node = Value(1.0, "x")
    for _ in range(50_000):
        node = ag.exp(node * 0.0)
    message = r"150001 nodes, and explain takes at most max_nodes=1000; .*_order\(root\)\[(\d+)\]"
    with pytest.raises(ValueError, match=message) as error:
        ag.explain(node)
    place = int(re.search(message, str(error.value))[1])
    assert len(ag.explain(ag.topological_order(node)[place]).rows) > 500
    with pytest.raises(ValueError, match="record a smaller example"):
        ag.explain(ag.sum([Value(1.0) for _ in range(2000)]))


def test_the_largest_graph_is_explained_in_a_moment():
    model = ag.nn.MLP(4, [12, 12, 1], rng=0)
    assert len(str(ag.explain(model([1.0, 2.0, 3.0, 4.0]))).splitlines()) > 300


# Text is text -------------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_cannot_change_the_table(label):
    x = Value(2.0, label)
    explanation = ag.explain(ag.exp(x) * 3)
    text = str(explanation)
    assert len(text.splitlines()) == 6
    assert not set(text) & set("\x1b\x00\u202e")
    table = [line for line in explanation.markdown().splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table} == {9}
    assert not re.search(r"(?<!\\)<", explanation.markdown())


def test_a_terminal_without_colour_sees_all():
    assert "\x1b" not in str(ag.explain(neuron_with_loss()))


def test_columns_stand_below_each_other_whatever_the_letters_width():
    lines = str(
        ag.explain(ag.exp(Value(1.0, "重み")) + Value(1.0, "ŷ".replace("ŷ", "y\u0302")))
    ).splitlines()
    assert lines[2].index("value") == lines[-1].index("2.71828") + len("重み")


# LaTeX --------------------------------------------------------------------------------------


def examples():
    x = Value(0.4, "x_1")
    yield neuron_with_loss((0, 1), 1)
    yield ag.where(Value(1.0, "c"), ag.tanh(x) ** 3, x) * -1e-30 + ag.norm_cdf(x) / ag.abs(x)
    yield ag.cross_entropy([x, ag.sqrt(x), ag.gelu(x)], 0) + ag.hypot(x, ag.cbrt(x))
    yield ag.maximum(x, ag.relu(-x), math.inf) + ag.exp(Value(-1e300, "a+b"))
    for label in HOSTILE:
        yield ag.log(Value(2.0, label))


@pytest.mark.slow
def test_latex_is_an_align_block_whose_rows_can_be_typeset():
    from matplotlib.mathtext import MathTextParser

    parser = MathTextParser("path")
    for root in [*list(examples())[:3]]:
        latex = ag.explain(root).latex()
        group, start, *rows, end, closed = latex.splitlines()
        assert (group, closed) == (r"{\allowdisplaybreaks", "}")
        assert (start, end) == (r"\begin{align*}", r"\end{align*}")
        assert all(row.endswith(r" \\") for row in rows[:-1])
        assert not rows[-1].endswith("\\")
        for row in rows:
            row = row.replace(r"\lvert", "|").replace(r"\rvert", "|")  # beyond mathtext
            assert row.count("&") == 1 + 2 * row.count(r"\begin{cases}")
            if "cases" not in row and "mathrm" not in row:
                parser.parse(f"${row.removesuffix(' ' + chr(92) * 2).replace('&', '')}$")


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_compiles(tmp_path):
    blocks = "\n".join(ag.explain(root).latex() for root in examples())
    source = "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n%s\n\\end{document}"
    (tmp_path / "x.tex").write_text(source % blocks, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_notebook_shows_the_table_and_the_equations():
    bundle = ag.explain(neuron_with_loss())._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", "text/latex"}
    assert bundle["text/latex"].startswith(r"\begin{align*}")  # all that MathJax knows
    assert bundle["text/plain"].startswith("given: w₁")


@pytest.mark.parametrize("z", [(800.0, 0.0, 0.0), (0.0, 800.0, 0.0), (math.nan, 1.0, 2.0)])
def test_saturated_weights_and_nan_are_told_in_the_form_of_others(z):
    leaves = [Value(x, f"z{i}") for i, x in enumerate(z)]
    assert "z0       v₁·(1 − v₁) = " in str(ag.explain(ag.softmax(leaves)[0]))
    assert "z0       p₁ − y₁ = " in str(ag.explain(ag.cross_entropy(leaves, 1)))
