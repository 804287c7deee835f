"""What shows graphs never asks a Value whether it is true, or equal to another.

A Value of 0 is false, and two of the same number are equal: both would be faults that are seen only
with some numbers.
"""

import pytest
from pages import GRAPHS, batch

import autograd_lite as ag
from autograd_lite import Value

SHOWN = {
    "draw": lambda root: ag.draw(root).svg(),
    "network": lambda root: ag.draw(root, layout="network").svg(),
    "local gradients": lambda root: ag.draw(root, local_gradients=True).svg(),
    "explain": lambda root: ag.explain(root, derivations=True).latex(),
    "worksheet": lambda root: str(ag.explain(root, blank="all")),
    "walkthrough": lambda root: ag.walkthrough(root).html(),
    "live": lambda root: ag.walkthrough(root, live=True).html(),
    "practice": lambda root: ag.walkthrough(root, blank="all").html(),
    "updates": lambda root: ag.walkthrough(root, learning_rate=0.5).html(),
    "modules": lambda root: ag.walkthrough(root, max_nodes=8).html(),
}


@pytest.fixture
def no_questions(monkeypatch):
    def refuse(*values):
        raise AssertionError("a Value is asked whether it is true or equal to something")

    def begin():
        monkeypatch.setattr(Value, "__bool__", refuse)
        monkeypatch.setattr(Value, "__eq__", refuse)

    return begin


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("way", SHOWN)
def test_nobody_asks_a_value(no_questions, graph, way):
    root = GRAPHS[graph]()
    root.backward()
    if way == "network" and graph != "network":
        pytest.skip("is no network")
    no_questions()
    SHOWN[way](root)


@pytest.mark.parametrize("show", [ag.draw, ag.explain, ag.walkthrough])
def test_nobody_asks_a_value_of_a_batch(no_questions, show):
    shown = batch()
    no_questions()
    assert show(shown)
