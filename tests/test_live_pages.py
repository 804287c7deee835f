"""Live walkthroughs in a browser: what is shown follows, and is what Python shows."""

import math
import random

import pytest
from pages import network, softmax
from pictures import slides_neuron
from test_draw_labels import HOSTILE

import autograd_lite as ag
from autograd_lite import Constant, Value, custom_gradient, nn
from autograd_lite.graph import topological_order
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.formula.formulas import number, term
from autograd_lite.viz.formula.scripts import MathML, Text
from autograd_lite.viz.story.replay import replay
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.languages import choose_language


def kinks():
    x, y, z = (Value(data, name) for name, data in (("x", 0.5), ("y", -1.0), ("z", 2.0)))
    loss = ag.relu(x * y + z) * ag.maximum(x, y, z) + abs(y) / x + ag.where(x > 0, y, z) ** 3
    loss.label = "L"
    return loss


def classes():
    loss = ag.cross_entropy(nn.Layer(2, 3, "linear", rng=1)([1.0, 2.0]), 1)
    loss.label = "L"
    return loss


def bundled():
    """Several wires from a node to another are drawn as one."""
    x, y = Value(0.5, "x"), Value(-1.0, "y")
    loss = ag.linear([x] * 6, [y, 2.0, y, 3.0, x, 4.0])
    loss.label = "L"
    return loss


GRAPHS = {
    "bundled": bundled,
    "classes": classes,
    "neuron": slides_neuron,
    "network": network,
    "softmax": softmax,
    "kinks": kinks,
}

#: what each slide and picture shows and says; derivations have no numbers of this place
SHOWN = """() => [...document.querySelectorAll(".slide, .picture > svg")].map((part) => {
    const copy = part.cloneNode(true);
    const unseen = copy.querySelectorAll("[hidden]:not(.spoken), details, .slide > svg");
    unseen.forEach((each) => each.remove());
    const labelled = [...copy.querySelectorAll("[aria-label]")];
    const labels = labelled.map((each) => each.getAttribute("aria-label"));
    return [copy.textContent.replace(/\\s/g, ""), ...labels, part.getAttribute("aria-label")];
})"""
SEE_ALL = "() => ['beforeprint', 'afterprint'].forEach((name) => dispatchEvent(new Event(name)))"


def leaves_of(root):
    """The leaves in the order in which a page has them."""
    return Story(root, "walkthrough", Bounds(1000, 4000)).leaves


def numbers_for(root, draw):
    return {leaf: draw.choice([draw.gauss(0, 1), draw.gauss(0, 1e-5), draw.gauss(0, 1e4)])
            for leaf in leaves_of(root)}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), [("neuron", 1000), *((name, 60) for name in GRAPHS)])
def test_a_thousand_changes_leave_no_stale_number(look, name, count):
    draw, root = random.Random(name), GRAPHS[name]()
    page = look(ag.walkthrough(root, live=True).html())
    assert page.evaluate(SHOWN) == look_at(look, root)
    page.evaluate(
        """(count) => { for (let i = 0; i < count; i++) {
            model.set(model.values.map(() => 4 * Math.random() - 2));
            if (i % 10 === 0) document.querySelector(i % 20 ? "#next" : "#back").click();
        } }""",
        count,
    )
    for _ in range(2):
        numbers = numbers_for(root, draw)
        page.evaluate("(values) => model.set(values)", [*numbers.values()])
        page.evaluate(SEE_ALL)
        assert page.evaluate(SHOWN) == look_at(look, replay(topological_order(root), numbers)[-1])


@pytest.mark.parametrize("numbers", [(0.0, 0.0, 0.0), (10.0, -7.0, 10.0)])
@pytest.mark.parametrize("start", [None, 0.0])
def test_at_a_tie_it_shows_what_a_deck_of_these_numbers_shows(look, start, numbers):
    root = kinks()
    leaves, nodes = leaves_of(root), topological_order(root)
    begun = root if start is None else replay(nodes, dict.fromkeys(leaves, start))[-1]
    page = look(ag.walkthrough(begun, live=True).html())
    page.evaluate("(values) => model.set(values)", numbers)
    page.evaluate(SEE_ALL)
    new = replay(nodes, dict(zip(leaves, numbers, strict=True)))[-1]
    assert page.evaluate(SHOWN) == look_at(look, new)


def look_at(look, root):
    """What the page of a deck that does not compute shows, without scripts."""
    return look(ag.walkthrough(root).html()).evaluate(SHOWN)


@pytest.mark.parametrize("name", GRAPHS)
def test_without_scripts_it_shows_the_numbers_that_it_began_with(look, name):
    root = GRAPHS[name]()
    page = look(ag.walkthrough(root, live=True).html(), java_script_enabled=False)
    assert page.evaluate(SHOWN) == look_at(look, root)


@pytest.mark.parametrize("name", ["neuron", "network"])
def test_no_number_of_a_picture_comes_to_lie_on_another(look, name):
    page = look(ag.walkthrough(GRAPHS[name](), live=True).html())
    page.keyboard.press("End")
    for scale in (1e-7, -123.4, 1.0):
        page.evaluate(
            "(scale) => model.set(model.values.map((x, i) => scale * (i + 0.123)))", scale
        )
        overlaps = page.evaluate(
            """() => [...document.querySelectorAll(".picture > svg.wide g")].flatMap((group) => {
                const boxes = [...group.children].filter((each) => each.matches("text"))
                    .map((each) => [each.textContent, each.getBoundingClientRect()]);
                return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
                    .filter(([, b]) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
                        && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
                    .map(([other]) => [one, other]));
            })"""
        )
        assert overlaps == []


# Numbers ------------------------------------------------------------------------------------

NUMBERS = [
    0.0, -0.0, 1.0, -1.0, 0.5, 1.0625, -1.0625, 2.5, 0.125, 9999.5, 99995.0, 1e4, 9.9995e-5, 1e-4,
    0.1, 123456789.0, 5e-324, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 1e22, 1e23,
]  # fmt: skip


@pytest.mark.parametrize("precision", [1, 2, 4, 15, 17])
@pytest.mark.parametrize("language", ["en", "de"])
def test_numbers_are_written_as_the_deck_writes_them(look, precision, language):
    draw, words = random.Random(0), choose_language(language)
    some = [draw.gauss(0, 1) * 10.0 ** draw.randint(-12, 12) for _ in range(300)]
    middles = [draw.randint(1, 9999) / 2.0 ** draw.randint(0, 8) for _ in range(300)]
    numbers = NUMBERS + some + middles
    deck = ag.walkthrough(Value(1.0, "x") * 2.0, live=True, precision=precision, language=language)
    page = look(deck.html())
    for letter, script in (("t", Text(precision, words)), ("m", MathML(precision, words))):
        for level in (*range(5), "s"):
            found = page.evaluate(
                """([numbers, form]) => numbers.map((x) =>
                    writeNumber(Number(x), form, LIVE.precision, LIVE.decimal))""",
                [[repr(x).replace("inf", "Infinity").replace("nan", "NaN") for x in numbers],
                 f"{letter}{level}"],
            )  # fmt: skip
            expected = [
                script.later_term(term(x)) if level == "s" else script._held(number(x), level)
                for x in numbers
            ]
            assert found == expected


# What a reader does -------------------------------------------------------------------------


def test_with_the_keyboard_alone_a_weight_changes_and_the_gradient_follows(look):
    page = look(ag.walkthrough(slides_neuron(), live=True).html())
    page.keyboard.press("l")
    page.wait_for_selector("#panel:not([hidden])")
    for _ in range(50):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('input[type=text][aria-label=\"w₁\"]')"):
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("2.5")
    assert "2.5" in page.locator(".slide.current").inner_text()
    assert page.evaluate("model.values[model.inputs.findIndex(({ name }) => name === 'w₁')]") == 2.5
    page.keyboard.press("Escape")


def test_examples_train_to_the_cost_of_the_slides(look):
    w1, w2, b = Value(0.1, "w₁"), Value(0.6, "w₂"), Value(0.0, "b")
    x1, x2, y = (Constant(0.0, name) for name in ("x₁", "x₂", "y"))
    loss = ag.half_squared_error(y, ag.sigmoid(w1 * x1 + w2 * x2 + b))
    deck = ag.walkthrough(loss, examples={x1: [0, 0, 1, 1], x2: [0, 1, 0, 1], y: [0, 1, 1, 1]})
    page = look(deck.html())
    assert page.evaluate("model.examples.rows") == [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    page.click("#panel-toggle")
    page.fill("#rate", "1")
    page.fill("#count", "5000")
    page.click("#go")
    page.locator("#at-step").filter(has_text="5\u00a0000").wait_for()
    assert "0.000527569180279875" in page.locator("#cost").inner_text()
    page.evaluate("location.hash = 'step=1'")
    assert "6.434" in page.locator(".slide.current").inner_text()


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_is_text(look, label):
    x = Value(2.0, label)
    page = look(ag.walkthrough(x * x, live=True).html())
    page.evaluate("model.set([3])")
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    page.evaluate(SEE_ALL)
    assert "9" in page.locator(".slide").nth(1).text_content()


# What is refused ----------------------------------------------------------------------------


def test_what_no_page_can_compute_is_refused_with_the_reason():
    @custom_gradient(lambda m, out, x: (2.0 * x,))
    def squared(m, x):
        return x * x

    x = Value(2.0, "x")
    refused = [
        (lambda: ag.walkthrough(squared(x), live=True), "your own"),
        (lambda: ag.walkthrough(x * x, live=True, blank="all"), "blank"),
        (lambda: ag.walkthrough(x * x, live=True, iterations=2), "iterations"),
        (lambda: ag.walkthrough(x * x, examples={Value(1.0, "y"): [1.0]}), "no leaf"),
        (lambda: ag.walkthrough(x * x, examples={x: [1.0, "2"]}), "number"),
        (lambda: ag.walkthrough(x * x, examples=[1.0]), "mapping"),
        (lambda: ag.walkthrough(x * x, examples={x: []}), "examples"),
        (lambda: ag.walkthrough(x * x, live="yes"), "live"),
    ]
    for call, told in refused:
        with pytest.raises((TypeError, ValueError), match=told):
            call()
    y = x * x
    x.data = 5.0
    with pytest.raises(ValueError, match="record it again"):
        ag.walkthrough(y, live=True)
    net = nn.MLP(8, [32, 32, 1], rng=0)
    loss = ag.squared_error(net([0.1] * 8), 1.0)
    with pytest.raises(ValueError, match="parts"):
        ag.walkthrough(loss, live=True)
