"""What is said of gradients that earlier backward passes left: only what the numbers tell."""

import pytest

import autograd_lite as ag
from autograd_lite import Value


def graph():
    x, w = Value(3.0, "x"), Value(2.0, "w")
    y = x * w + x
    y.label = "y"
    return y, x, w


def once(y, x, w):
    y.backward()


def never(y, x, w):
    pass


def twice(y, x, w):
    y.backward()
    y.backward()


def scaled(y, x, w):
    (y * 0.25).backward()


def another_graph(y, x, w):
    (x * 5.0).backward()


def another_graph_too(y, x, w):
    y.backward()
    (x * 5.0).backward()


def by_hand(y, x, w):
    y.backward()
    w.grad = 17.0


def forgotten_in_part(y, x, w):
    y.backward()
    y.backward()
    w.zero_grad()


def order_of_sums(y, x, w):
    y.backward()
    x.grad = x.grad * (1.0 + 1e-15)


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        (never, None),
        (once, None),
        (order_of_sums, None),
        (
            twice,
            "The leaves have 2 times the gradients told here, as 2 backward passes without "
            "zero_grad() leave them: x.grad = 6, w.grad = 6.",
        ),
        (
            scaled,
            "The last backward pass brought y the gradient 0.25 instead of 1, and so the leaves "
            "have 0.25 times the gradients told here: x.grad = 0.75, w.grad = 0.75.",
        ),
        (
            another_graph,
            "The leaves have gradients of backward passes that did not go through y: x.grad = 5.",
        ),
        (
            another_graph_too,
            "The backward passes so far have left other gradients: x.grad = 8.",
        ),
        (by_hand, "The backward passes so far have left other gradients: w.grad = 17."),
        (
            forgotten_in_part,
            "The backward passes so far have left other gradients: x.grad = 6.",
        ),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_told_is_true(earlier, told):
    y, x, w = graph()
    earlier(y, x, w)
    explanation = str(ag.explain(y)).splitlines()
    assert (explanation[-1] == told) if told else not explanation[-1].endswith(".")
    spoken = ag.walkthrough(y).deck.slides[-1].spoken
    gradients = "The gradient: ∂y/∂x = 3, ∂y/∂w = 3."
    assert spoken == (f"{gradients} {told}" if told else gradients)


def test_a_leaf_that_is_the_result():
    x = Value(3.0, "x")
    x.backward()
    x.backward()
    assert "2 times the gradients told here" in ag.walkthrough(x).deck.slides[-1].spoken
