"""Worksheets: what is asked for stands nowhere on the sheet, and the key has all of it."""

import re
import shutil
import subprocess

import pytest
from hypothesis import assume, given, settings
from pictures import slides_neuron
from test_draw_labels import HOSTILE

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.testing.strategies import expressions
from autograd_lite.viz.story.blanks import BLANKS, check_blanks
from autograd_lite.viz.story.worksheet import PLACE


def shared_node():
    x = Value(3.0, "x")
    y = x * x + ag.relu(x)
    y.label = "y"
    return y


def test_a_worksheet_of_the_slides_neuron_and_its_key():
    sheet = ag.explain(slides_neuron(), blank="downstream")
    assert (
        str(sheet)
        == """\
Given
  w₁ = 0.1, w₂ = 0.6, x₁ = 0, x₂ = 1
  b = 0, y = 1

Forward pass
  z = w₁·x₁ + w₂·x₂ + b = 0.1·0 + 0.6·1 + 0 = 0.6
  ŷ = σ(z) = σ(0.6) = 0.645656
  L = ½·(y − ŷ)² = ½·(1 − 0.645656)² = 0.0627797

Backward pass
  ∂L/∂L = 1

What L sends on
  ∂L/∂ŷ = ŷ − y = −0.354344
  ∂L/∂ŷ = ∂L/∂L·∂L/∂ŷ = 1·(−0.354344) = ________ (1)

What ŷ sends on
  ∂ŷ/∂z = ŷ·(1 − ŷ) = 0.228784
  ∂L/∂z = ∂L/∂ŷ·∂ŷ/∂z = ∂L/∂ŷ·0.228784 = ________ (2)

What z sends on
  ∂z/∂w₁ = x₁ = 0
  ∂L/∂w₁ = ∂L/∂z·∂z/∂w₁ = ∂L/∂z·0 = ________ (3)
  ∂z/∂w₂ = x₂ = 1
  ∂L/∂w₂ = ∂L/∂z·∂z/∂w₂ = ∂L/∂z·1 = ________ (4)
  ∂z/∂b = 1
  ∂L/∂b = ∂L/∂z·∂z/∂b = ∂L/∂z·1 = ________ (5)"""
    )
    assert (
        str(sheet.answers())
        == """\
Answers
  (1) ∂L/∂ŷ = 1·(−0.354344) = −0.354344
  (2) ∂L/∂z = (−0.354344)·0.228784 = −0.0810683
  (3) ∂L/∂w₁ = (−0.0810683)·0 = 0
  (4) ∂L/∂w₂ = (−0.0810683)·1 = −0.0810683
  (5) ∂L/∂b = (−0.0810683)·1 = −0.0810683"""
    )
    first, second, *_ = [each.answer for each in sheet.questions]
    assert (first, second) == pytest.approx((-0.354343694, -0.081068288))


@pytest.mark.parametrize(
    ("blank", "count"),
    [("values", 3), ("upstream", 3), ("local", 5), ("downstream", 5), ("accumulated", 1),
     ("all", 17), (["values", "local"], 8), (("all", "values"), 17)],
    ids=str,
)  # fmt: skip
def test_what_is_asked_for(blank, count):
    sheet = ag.explain(shared_node(), blank=blank)
    assert [each.number for each in sheet.questions] == [*range(1, count + 1)]
    for form in (str(sheet), sheet.markdown().replace("\\", "")):
        assert [int(n) for n in re.findall(rf"{PLACE} \((\d+)\)", form)] == [*range(1, count + 1)]
    assert sheet.latex().count(r"\underline{\hspace{5em}}") == count
    assert len(str(sheet.answers()).splitlines()) == count + 1


@settings(max_examples=25)
@given(expressions())
def test_the_numbers_of_any_graph_are_asked_for_and_right(root):
    assume(root.parents)  # of a leaf nothing is asked
    sheet = ag.explain(root, blank="all")
    root.backward()
    asked = dict.fromkeys(BLANKS, 0)
    for question in sheet.questions:
        asked[question.kind] += 1
        node, product = question.node, question.product
        match question.kind:
            case "values":
                assert question.answer == node.data
            case "upstream":
                assert question.answer == node.grad
            case "local":
                assert question.answer == node.local_gradients[product.index]
            case "downstream":
                assert question.answer == product.upstream * product.local
            case "accumulated":
                assert question.answer == product.operand.grad
    operations = [node for node in ag.topological_order(root) if node.op]
    assert asked["values"] == len(operations)
    assert asked["local"] == asked["downstream"] == sum(len(x.parents) for x in operations)
    assert str(sheet).count(PLACE) == len(sheet.questions)


def distinct_numbers():
    """A graph whose numbers all differ, so that one that is told twice would be seen."""
    a, b, c = Value(1.37, "a"), Value(2.91, "b"), Value(-0.83, "c")
    d = a * b
    d.label = "d"
    e = ag.tanh(d * c)
    e.label = "e"
    return ag.tanh(e * a * ag.exp(c * 0.37) * d)


@pytest.mark.parametrize("kind", ["values", "downstream", "accumulated"])
def test_what_is_asked_for_is_told_nowhere(kind):
    root = distinct_numbers()
    sheet = ag.explain(root, blank=kind, precision=9)
    shown = re.findall(r"\d+\.\d+", str(sheet))
    for question in sheet.questions:
        # what the result sends is its local gradient, as its upstream gradient is 1
        if kind == "values" or question.node is not root:
            assert f"{abs(question.answer):.9g}" not in shown, question


def test_an_answer_that_is_not_finite_is_not_asked_for():
    x = Value(0.0, "x")
    sheet = ag.explain(ag.sqrt(x) * 2.0, blank="local")
    assert [each.answer for each in sheet.questions] == [2.0]
    assert "inf" in str(sheet)


def test_names_that_only_local_gradients_have_are_explained():
    scores = [Value(float(i), f"z_{i}") for i in (1, 2)]
    loss = ag.cross_entropy(scores, 0)
    loss.label = "L"
    sheet = ag.explain(loss, blank="downstream")
    weight = "p₁ = exp(z₁)/(exp(z₁) + exp(z₂)) = 0.268941"
    assert weight in str(sheet)
    assert "∂L/∂z₁ = p₁ − y₁ = −0.731059" in str(sheet)
    asked = ag.explain(loss, blank="local")
    assert "p₁" not in str(asked)
    told = str(asked.answers()).splitlines()
    assert f"  {weight}" in told
    assert "  (1) ∂L/∂z₁ = p₁ − y₁ = 0.268941 − 1 = −0.731059" in told


def test_a_worksheet_in_another_language():
    own = {"worksheet": {"answers": "Lösungen", "sent": "Was {name} weitergibt"}}
    sheet = ag.explain(slides_neuron(), blank="local", language=own)
    assert "Was ŷ weitergibt" in str(sheet)
    assert "**Lösungen**" in sheet.answers().markdown()
    assert r"\paragraph{$\text{Was }\hat{y}\text{ weitergibt}$}" in sheet.latex()


@pytest.mark.parametrize(
    ("blank", "error", "message"),
    [
        ("downstraem", ValueError, r"blank: got 'downstraem'; did you mean downstream\?"),
        ([], ValueError, "blank: choose some of values, upstream, local, downstream"),
        ([3], TypeError, "blank: a str is needed, got 3"),
        (3, TypeError, "blank: a list of str is needed, got 3"),
        ("accumulated", ValueError, "blank: there is nothing to ask for .* of accumulated"),
    ],
    ids=str,
)
def test_what_is_refused(blank, error, message):
    for tell in (ag.explain, ag.walkthrough):
        with pytest.raises(error, match=message):
            tell(slides_neuron(), blank=blank)


def test_a_constant_graph_has_values_to_ask_for_and_nothing_else():
    root = ag.exp(Constant(1.0, "c")) * Value(2.0, "x")
    kinds = [each.kind for each in ag.explain(root, blank="all").questions]
    assert kinds == ["values", "values", "upstream", *["local", "downstream"] * 2]
    assert check_blanks("all") == {*BLANKS}


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_cannot_change_a_worksheet(label):
    sheet = ag.explain(ag.exp(Value(2.0, label)), blank="all")
    for each in (sheet, sheet.answers()):
        assert not set(str(each)) & set("\x1b\x00\u202e")
        assert not re.search(r"(?<!\\)<", each.markdown())
    assert len(str(sheet).splitlines()) == 13


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_worksheets_compile(tmp_path):
    sheets = [ag.explain(root, blank="all") for root in (slides_neuron(), shared_node())]
    sheets += [ag.explain(ag.log(Value(2.0, label)), blank="all") for label in HOSTILE]
    parts = "\n".join(each.latex() + each.answers().latex() for each in sheets)
    source = "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n%s\n\\end{document}"
    (tmp_path / "x.tex").write_text(source % parts, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
