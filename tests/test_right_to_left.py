"""Names in letters that are written from right to left: what stands behind them is read as ever."""

import re
import unicodedata
from html import unescape
from itertools import pairwise

import pytest

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.cli.program import main


def neuron():
    w, x = Value(2.0, "وزن"), Value(-3.0, "وزن الشبكة")
    y = ag.tanh(w * x + w)
    y.label = "النتيجة"
    y.backward()
    return y


def batch():
    return ag.batch(lambda x: ag.tanh(Value(2.0, "وزن") * x), [1.0, 2.0])


SHOWN = {
    "table": lambda: str(ag.explain(neuron())),
    "markdown": lambda: ag.explain(neuron()).markdown(),
    "worksheet": lambda: str(ag.explain(neuron(), blank="all")),
    "answers": lambda: str(ag.explain(neuron(), blank="all").answers()),
    "derivation": lambda: str(ag.derivation(neuron())),
    "picture": lambda: ag.draw(neuron(), partials="both", local_gradients=True).svg(),
    "deck": lambda: ag.walkthrough(neuron()).html(),
    "updates": lambda: ag.walkthrough(neuron(), learning_rate=1.0).html(),
    "live": lambda: ag.walkthrough(neuron(), live=True).html(),
    "practice": lambda: ag.walkthrough(neuron(), blank="all").html(),
    "explore": lambda: ag.explore(ag.parse("متغير**2"), at=1.0).html(),
    "batch": lambda: repr(batch()),
    "batch table": lambda: str(ag.explain(batch())),
    "batch picture": lambda: ag.draw(batch()).svg(),
    "batch deck": lambda: ag.walkthrough(batch(), learning_rate=1.0).html(),
}


def lines(text):
    """What is read as one line: without formulas in MathML, which have an order of their own."""
    if "<html" not in text and "<svg" not in text:
        return text.splitlines()
    text = re.sub(r"<(script|style|math).*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub("</?(?:span|b|tspan)[^>]*>", "", text)
    return [*map(unescape, re.findall(">([^<>]+)<", text) + re.findall('="([^"]*)"', text))]


def turned_round(line):
    """Whether a number or a sign goes along with letters from right to left before it."""
    strong = [kind for c in line if (kind := unicodedata.bidirectional(c)) in ("L", "AL", "EN")]
    return ("AL", "EN") in pairwise(strong)


@pytest.mark.parametrize("name", SHOWN)
def test_a_name_turns_no_number_behind_it_round(name):
    shown = lines(SHOWN[name]())
    assert any("AL" in map(unicodedata.bidirectional, line) for line in shown)
    assert [line for line in shown if turned_round(line)] == []


def test_the_command_line_tells_a_derivative_in_one_direction(capsys):
    main(["grad", "وزن * -2", "وزن=3"])
    assert capsys.readouterr().out == "f = -6.0\ndf/d\u200eوزن\u200e = -2.0\n"
