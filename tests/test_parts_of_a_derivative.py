"""What goes through one operand is no whole derivative where there are others: ∂y/∂x[1] in x·x."""

import re

import pytest
from hypothesis import given

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.testing.strategies import expressions

X = "x"
SHARED = {
    "product": lambda x: x * x,
    "power": lambda x: x**x,
    "sum": lambda x: ag.sum([x, x, x]),
    "difference": lambda x: x - x,
    "maximum": lambda x: ag.maximum(x, x),
    "softmax": lambda x: ag.softmax([x, x, Value(1.0, "w")])[0],
    "cross-entropy": lambda x: ag.cross_entropy([x, x, Value(1.0, "w")], 2),
    "two ways": lambda x: x * ag.sin(x),
    "residual": lambda x: x + ag.tanh(Value(1.5, "w") * x),
}


def shared(name):
    y = SHARED[name](Value(0.7, X))
    y.label = "y"
    return y


def told(text):
    """What is told to be ∂y/∂x: the sides of the lines that begin with it."""
    found = re.findall(r"^ *(?:\(\d+\) )?∂y/∂x = (.*)$", text, re.MULTILINE)
    return [re.split(r" = | {2,}", each) for each in found]


@pytest.mark.parametrize("name", SHARED)
def test_a_worksheet_asks_for_the_gradient_once_and_for_its_parts_by_their_names(name):
    y = shared(name)
    answers = str(ag.explain(y, blank="all").answers())
    slope = ag.grad(SHARED[name])(0.7)
    (gradient,) = told(answers)
    assert float(gradient[-1].replace("−", "-")) == pytest.approx(slope, abs=1e-5)
    assert "∂y/∂x[1]" in answers or "∂y/∂x[2]" in answers


@pytest.mark.parametrize("name", SHARED)
def test_no_equation_says_of_a_part_that_it_is_the_gradient(name):
    latex = ag.explain(shared(name)).latex()
    (gradient,) = re.findall(r"^\\frac\{\\partial y\}\{\\partial x\} &= .* = (\S+)", latex, re.M)
    assert float(gradient) == pytest.approx(ag.grad(SHARED[name])(0.7), abs=1e-5)
    assert latex.count(r"\frac{\partial y}{\partial x}") == 1


@pytest.mark.parametrize("name", SHARED)
def test_a_deck_says_of_no_part_that_it_is_the_gradient(name):
    spoken = re.findall('class="spoken" hidden>(.*?)</p>', ag.walkthrough(shared(name)).html())
    assert not re.search("local gradient ∂y/∂x =", " ".join(spoken))


@pytest.mark.parametrize("name", ["product", "power", "softmax", "cross-entropy"])
def test_a_derivation_is_by_one_of_the_operands(name):
    lines = str(ag.derivation(shared(name)))
    assert "∂y/∂x " not in lines
    assert re.search(r"Where ∂y/∂x\[\d\] = ", lines)


def test_what_a_pair_makes_together_is_told_for_every_operand():
    loss = -ag.log(shared("softmax"))
    assert "∂L/∂x[1] = y − 1" in str(_labelled(loss, "L"))


def _labelled(node, label):
    node.label = label
    return ag.explain(node)


@given(expressions())
def test_every_answer_of_a_worksheet_has_a_name_of_its_own(root):
    if root.op is None or not root.differentiable:
        return
    try:
        sheet = ag.explain(root, blank=["local", "accumulated"])
    except ValueError:  # nothing to ask for
        return
    asked = [str(each.asked) for each in sheet.questions]
    assert len(set(asked)) == len(asked)


def test_two_operands_of_the_same_number_are_no_operand_twice():
    y = Value(2.0, "a") * Value(2.0, "b")
    y.label = "y"
    assert "[" not in str(ag.derivation(y)) + ag.explain(y).latex()
