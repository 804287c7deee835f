"""The panel of a page that computes, in a browser: by hand, by gradient steps, and back again."""

import re

import pytest
from live_pages import ROWS, START, live_function, live_neuron
from test_draw_labels import HOSTILE
from test_pages_for_everyone import AXE, LOOKS
from test_walkthrough import Page
from test_words import HEBREW

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.live.controls import Input, fragment
from autograd_lite.viz.words.languages import LANGUAGES
from autograd_lite.viz.words.words import ENGLISH

QUIET = 500  # milliseconds, after which what changed has been told


class Panel:
    """The panel of a page, opened, and what it shows."""

    def __init__(self, page):
        self.page = page
        page.locator("#panel-toggle").click()

    def __getitem__(self, place):
        return self.page.input_value(f"#leaf-{place}")

    def __setitem__(self, place, text):
        self.page.fill(f"#leaf-{place}", text)

    def slider(self, place):
        return self.page.locator(f"input[type=range][data-leaf='{place}']")

    def click(self, *names):
        for name in names:
            self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def values(self):
        return self.page.evaluate("model.values")

    @property
    def cost(self):
        return self.page.locator("#cost").inner_text()

    @property
    def step(self):
        return self.page.locator("#at-step").inner_text()

    @property
    def told(self):
        self.page.wait_for_timeout(QUIET)
        return self.page.locator("#panel-told").text_content()

    def train(self, epochs):
        self.page.fill("#count", str(epochs))
        self.click("Go")
        told = f"Step {epochs:,}:".replace(",", "\u00a0")
        self.page.locator("#panel-told", has_text=told).wait_for(state="attached")


@pytest.fixture
def opened(look):
    """Open the panel of a page with a model of the slides' neuron."""
    return lambda **options: Panel(look(live_neuron(**options)))


@pytest.fixture
def opened_function(look):
    """Open the panel of a page with a function, by default the square of x."""
    return lambda *args, **options: Panel(look(live_function(*args, **options)))


# What is in the page ------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_never_becomes_markup(label):
    name = name_of(label)
    page = Page(
        fragment(
            [Input(name.text, name.mathml, False)] * 2, name, ENGLISH, data=[1], learning_rate=1.0
        )
    )
    assert page.tags["script"] == page.tags["style"] == 0
    assert page.tags["input"] == 7
    assert not page.open
    assert not [each for _, each, _ in page.attributes if each.startswith("on")]


def test_a_label_is_text_on_the_page_too(look):
    label = "<img src=x onerror=alert(1)>{name}"
    panel = Panel(look(live_function(**{label: 1.0})))
    panel[0] = "2"
    assert panel.told == f"{label} = 2: L = 4"


def test_without_scripts_it_is_not_there(look):
    page = look(live_neuron(), java_script_enabled=False)
    assert not page.locator("#panel").is_visible()
    assert not page.locator("#panel-toggle").is_visible()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"learning_rate": -1.0}, "learning_rate: "),
        ({"optimizer": object()}, "live: the page takes the steps itself; leave the optimizer and"),
    ],
)
def test_steps_of_a_live_page_are_its_own(given, message):
    x = Value(1.0, "x")
    with pytest.raises(ValueError, match=message):
        ag.walkthrough(x * x, live=True, **given)


# By hand ------------------------------------------------------------------------------------


def test_a_number_that_is_typed_or_drawn_is_set_at_once(opened):
    panel = opened()
    assert [panel[i] for i in range(6)] == ["0.1", "0.6", "0", "1", "0", "1"]
    panel[0] = "−1/4"
    assert panel.values == [-0.25, 0.6, 0, 1, 0, 1]
    panel[0] = "0,5"
    assert panel.values[0] == 0.5
    panel.page.keyboard.press("Enter")
    assert panel[0] == "0.5"
    panel.slider(1).fill("30")
    assert panel.values[1] == 1.5
    assert panel[1] == "1.5"
    assert panel.slider(1).get_attribute("aria-valuetext") == "1.5"
    assert panel.told == "w₂ = 1.5: L = 0.0166395"


def test_what_is_no_number_changes_nothing_and_is_told(opened):
    panel = opened()
    panel[0] = "much"
    panel.page.keyboard.press("Tab")
    assert panel.values[0] == 0.1
    assert panel.page.locator("#leaf-0").get_attribute("aria-invalid") == "true"
    assert panel.page.locator("#panel-told").is_visible()
    assert panel.told.startswith("That is no number.")
    panel[0] = "1"
    assert panel.page.locator("#leaf-0").get_attribute("aria-invalid") is None or panel[0] == "1"


def test_a_rounded_number_that_is_only_looked_at_stays(opened_function):
    panel = opened_function(x=1 / 3)
    panel.page.locator("#leaf-0").focus()
    panel.page.keyboard.press("Tab")
    assert panel[0] == "0.33333"
    assert panel.values == [1 / 3]


@pytest.mark.parametrize(
    ("value", "most"),
    {0.0: 5, 0.1: 5, -2.5: 5, 2.6: 10, 3.0: 10, 7.0: 20, 1e6: 2e6, 1e-6: 2e-6, 0.004: 0.01,
     -120.0: 500, 5e-324: 1e-300, 1.7e308: 5e307, float("inf"): 5, float("nan"): 5}.items(),
)  # fmt: skip
def test_a_slider_has_room_around_its_value(look, value, most):
    page = look(live_neuron())
    assert (
        page.evaluate(f"roomFor({str(value).replace('inf', 'Infinity').replace('nan', 'NaN')})")
        == most
    )


def test_what_is_beyond_the_slider_makes_it_wider_and_reset_narrower(opened):
    panel = opened()
    panel[0] = "40"
    panel.page.keyboard.press("Enter")
    assert panel.slider(0).input_value() == "40"
    panel.slider(0).fill("100")
    assert panel.values[0] == 100
    panel.click("Reset")
    assert panel.slider(0).input_value() == "2"
    assert panel.values == [*START.values()]


def test_random_numbers_are_parameters_in_their_ranges(opened):
    panel = opened()
    panel.click("Random")
    w1, w2, *given, b, y = panel.values
    assert (given, y) == ([0, 1], 1)
    assert all(abs(x) <= 5 for x in (w1, w2, b))
    assert (w1, w2, b) != (0.1, 0.6, 0)


def test_a_change_is_told_once_when_it_is_over(opened):
    panel = opened()
    panel.page.evaluate(
        """() => {
            window.told = [];
            for (const element of document.querySelectorAll("[aria-live], [role=status], output"))
                new MutationObserver(() => window.told.push(element.textContent))
                    .observe(element, { childList: true, subtree: true, characterData: true });
        }"""
    )
    panel.slider(0).evaluate(
        """(slider) => { for (let place = 10; place < 20; place++) {
            slider.value = place;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        } }"""
    )
    panel.page.locator("#panel-told", has_text="0.95").wait_for(state="attached")
    panel.page.keyboard.press("Enter")
    assert panel.page.evaluate("told") == ["w₁ = 0.95: L = 0.0627797"]


# Keys ---------------------------------------------------------------------------------------


def test_by_keys_alone(look):
    page = look(live_neuron(rows=ROWS))
    position = page.locator("#position")
    page.keyboard.press("l")
    assert page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("ArrowRight")
    assert position.inner_text() == "2 / 9"
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.ariaLabel")
        )
        page.keyboard.press("ArrowDown")
        if reached[-1] == "history":
            break
    assert {"reset", "random", "leaf-0", "w₁", "example", "used", "rate", "run", "count", "go"} <= {
        *reached
    }
    assert page.evaluate("document.activeElement.id") == "history"
    assert page.evaluate("model.values[0]") == 0.05  # by the key on its slider
    at = position.inner_text()
    for key in ("ArrowLeft", "ArrowUp", "PageDown", "Home", "End"):
        page.keyboard.press(key)
        assert position.inner_text() == at
    page.keyboard.press("L")
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.id") == "panel-toggle"


def test_letters_in_a_field_are_text(opened):
    panel = opened()
    panel.page.locator("#leaf-0").focus()
    panel.page.keyboard.type("lLfp")
    assert panel.page.locator("#panel").is_visible()
    assert not panel.page.locator("body.alone").count()


# Gradient descent ---------------------------------------------------------------------------


def test_a_step_goes_against_the_gradient(opened):
    panel = opened(rate=0.5)
    panel.click("1")
    d = (0.6456563062257954 - 1) * 0.6456563062257954 * (1 - 0.6456563062257954)
    assert panel.values == pytest.approx([0.1, 0.6 - 0.5 * d, 0, 1, -0.5 * d, 1], rel=1e-15)
    assert panel.step == "Step 1"
    panel.page.fill("#rate", "0")
    panel.page.keyboard.press("Tab")
    before = panel.values
    panel.click("10", "100")
    assert panel.values == before
    assert panel.step == "Step 111"


def test_the_or_gate_comes_to_the_cost_of_the_slides(opened):
    panel = opened(rows=ROWS)
    assert panel.cost == "mean of L = 0.088912947523055"
    panel.train(5000)
    assert panel.cost == "mean of L = 0.000527569180279875"
    w1, w2, *_, b, _ = panel.values
    assert (w1, w2, b) == pytest.approx((6.43419116, 6.43423613, -2.97303609), abs=5e-9)
    told = panel.page.locator("#curve").get_attribute("aria-label")
    assert told == (
        "Cost over the steps: "
        "Step 0: mean of L = 0.0889129 … Step 5\u00a0000: mean of L = 0.000527569"
    )
    points = panel.page.locator("#curve polyline").get_attribute("points").split()
    assert 100 < len(points) <= 602
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights)
    assert panel.page.locator("#curve text").all_text_contents() == [
        "0.0889", "0.000528", "5\u00a0000", "log"
    ]  # fmt: skip


def test_examples_are_used_one_after_the_other(opened):
    panel = opened(rows=ROWS)
    assert panel.page.locator("#example option").all_inner_texts()[1] == "2: x₁ = 0, x₂ = 1, y = 1"
    panel.page.select_option("#used", "turn")
    panel.page.select_option("#example", index=0)
    w = [0.1, 0.6, 0.0]
    for x1, x2, y in ROWS:
        assert panel.values[2:4] + panel.values[5:] == [x1, x2, y]
        panel.click("1")
        w = panel.page.evaluate(
            """([[w1, w2, b], [x1, x2, y]]) => {
                const { gradient: g } = model.compute([w1, w2, x1, x2, b, y]);
                return [w1 - g[0], w2 - g[1], b - g[4]];
            }""",
            [w, [x1, x2, y]],
        )
        assert [*panel.values[:2], panel.values[4]] == w
    assert panel.values[2:4] == [0, 0]
    panel.page.fill("#count", "2")
    panel.click("Go")
    assert panel.step == "Step 12"


def test_one_example_alone_and_examples_that_are_changed(opened):
    panel = opened(rows=ROWS)
    panel.page.select_option("#used", "one")
    panel.click("1")
    assert panel.values[0] == 0.1  # x₁ = 0 has no influence
    panel[2] = "0.5"
    panel.page.keyboard.press("Enter")
    assert panel.page.locator("#example option").nth(1).inner_text() == "2: x₁ = 0.5, x₂ = 1, y = 1"
    panel.page.select_option("#example", index=3)
    assert panel.values[2:4] == [1, 1]
    panel.page.select_option("#example", index=1)
    assert panel.values[2:4] == [0.5, 1]
    panel.click("Reset")
    assert panel.page.locator("#example option").nth(1).inner_text() == "2: x₁ = 0, x₂ = 1, y = 1"


def test_it_runs_until_it_is_stopped(opened):
    panel = opened()
    panel.click("Run")
    panel.page.locator("#at-step", has_text=re.compile(r"\d\d")).wait_for()
    panel.click("Stop")
    step = panel.step
    panel.page.wait_for_timeout(100)
    assert panel.step == step
    assert panel.page.locator("#run").inner_text() == "Run"
    panel.click("Run")
    panel[0] = "3"  # a number that is changed by hand stops it
    assert panel.page.locator("#run").inner_text() == "Run"
    assert panel.values[0] == 3


def test_it_stops_where_no_step_leads_on_and_says_so(opened_function):
    panel = opened_function(x=1.0, rate=1e200)
    panel.click("Run")
    panel.page.locator("#run", has_text="Run").wait_for()
    assert panel.cost == "L = inf"
    assert panel.told == "L = inf: no step leads on from here. Undo it or reset."
    assert panel.page.locator("#panel-told").is_visible()
    panel.click("10")
    assert panel.step == "Step 1"
    panel.click("Undo")
    assert panel.values == [1]
    assert not panel.told.startswith("L = inf")
    panel[0] = "nan"
    assert panel.told == "L = nan: no step leads on from here. Undo it or reset."
    root = "([x]) => ({ cost: Math.sqrt(x), gradient: [x === 0 ? Infinity : 0.5 / Math.sqrt(x)] })"
    panel = opened_function(root, x=0.0)
    panel.click("1")
    assert panel.told == "∂L/∂x = inf: no step leads on from here. Undo it or reset."
    assert panel.values == [0]


def test_where_nothing_moves_there_is_no_descent(opened_function):
    panel = opened_function(given=["x"], x=1.0)
    assert not panel.page.locator(".training").is_visible()
    assert not panel.page.locator("#random").is_visible()


# What was done ------------------------------------------------------------------------------


def test_what_was_done_is_undone_action_by_action(opened):
    panel = opened()
    panel[0] = "2"
    panel.page.keyboard.press("Enter")
    panel.click("100")
    trained = panel.values
    panel.slider(4).fill("10")
    panel.slider(4).fill("20")
    assert panel.page.locator("#history").get_attribute("max") == "103"
    panel.click("Undo", "Undo")
    assert panel.values == trained
    panel.click("Undo")
    assert panel.values == [2, 0.6, 0, 1, 0, 1]
    panel.click("Redo")
    assert panel.values == trained
    panel.click("Undo", "Undo")
    assert panel.values == [*START.values()]
    assert panel.page.get_by_role("button", name="Undo").is_disabled()
    panel.page.locator("#history").fill("51")
    assert panel.step == "Step 50"
    assert panel.told.startswith("Step 50: L = 0.0")
    panel.click("1")  # ends what came after
    assert panel.page.locator("#history").get_attribute("max") == "52"
    assert panel.page.get_by_role("button", name="Redo").is_disabled()


def test_a_slider_that_is_held_and_a_number_that_is_typed_are_one_action_each(opened):
    panel = opened()
    panel.page.locator("#leaf-1").focus()
    panel.page.keyboard.press("Control+a")
    panel.page.keyboard.type("1.25")
    panel.page.keyboard.press("Tab")
    panel.slider(0).evaluate(
        """slider => {
            for (const place of [10, 20, 30]) {
                slider.value = place;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
            slider.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    assert panel.values[:2] == [1.5, 1.25]
    assert panel.page.locator("#history").get_attribute("max") == "2"
    panel.click("Undo")
    assert panel.values[:2] == [0.1, 1.25]
    panel.click("Undo")
    assert panel.values[:2] == [0.1, 0.6]


def test_a_long_history_is_thinned_and_keeps_what_jumps(look):
    page = look(live_neuron())
    kept = page.evaluate(
        """() => {
            const done = timeline({ steps: 0, cost: 9, action: 0 }, 1000);
            const cost = (i) => (i === 777 ? NaN : Number(i % 4 === 3));
            for (let i = 1; i <= 20000; i++) done.add({ steps: i, cost: cost(i), action: 1 });
            return done.moments.map(({ steps, cost }) => [steps, cost]);
        }"""
    )
    assert 400 < len(kept) <= 1000
    assert (kept[0], kept[-1][0]) == ([0, 9], 20000)
    assert [step for step, _ in kept] == sorted({step for step, _ in kept})
    assert {cost for step, cost in kept if 2000 < step < 8000} == {0, 1}
    jumps = page.evaluate(
        """() => {
            const costs = [5, 6, 9, 1];
            const moment = (_, i) => ({ steps: i, cost: costs[i % 4] });
            return thinned(Array.from({ length: 82 }, moment), 40).map(({ cost }) => cost);
        }"""
    )
    assert 40 <= len(jumps) <= 44
    assert {*jumps[1:-1]} == {9, 1}


# Looks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (740, 360), (320, 640)])
def test_the_deck_keeps_its_place_beside_the_panel(look, size):
    page = look(live_neuron(rows=ROWS), *size)
    closed = page.locator(".picture").bounding_box()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    panel = Panel(page)
    box, picture = (page.locator(each).bounding_box() for each in ("#panel", ".picture"))
    is_beside = size == (1280, 720)
    assert picture["width"] >= (0.7 if is_beside else 0.99) * closed["width"]
    assert picture["height"] >= (0.99 if is_beside else 0.45) * closed["height"]
    assert (box["x"] if is_beside else box["y"]) >= picture["x" if is_beside else "y"] + picture[
        "width" if is_beside else "height"
    ]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    for each in page.locator("#panel :is(input, button, select)").all():
        inner = each.bounding_box()
        assert inner["x"] >= box["x"]
        assert inner["x"] + inner["width"] <= box["x"] + box["width"]
    page.keyboard.press("f")
    assert page.locator("#panel").is_visible() == (size[1] == 0)
    assert panel.values


def test_on_paper_it_is_a_table_of_the_numbers_of_the_moment(opened):
    panel = opened()
    panel[0] = "0.75"
    pages = len(re.findall(rb"/Type /Page\b", panel.page.pdf(prefer_css_page_size=True)))
    panel.page.emulate_media(media="print")
    assert panel.page.locator("#leaf-0").is_visible()
    assert not panel.page.locator("#reset, #run, #history, #panel-toggle").first.is_visible()
    assert not panel.slider(0).is_visible()
    panel.page.emulate_media(media="null")
    panel.page.locator("#panel-toggle").click()
    closed = len(re.findall(rb"/Type /Page\b", panel.page.pdf(prefer_css_page_size=True)))
    assert closed == pages - 1


@pytest.mark.parametrize(
    "language", [*LANGUAGES, HEBREW], ids=lambda x: x if isinstance(x, str) else "he"
)
def test_no_word_is_cut_in_any_language(look, language):
    page = look(live_neuron(rows=ROWS, language=language))
    page.locator("#panel-toggle").click()
    cut = """() => [...document.querySelectorAll("#panel :is(button, label, h3)")]
        .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"""
    assert page.evaluate(cut) == []


@pytest.mark.slow
@pytest.mark.parametrize("rows", [(), ROWS], ids=["one", "several"])
def test_axe_finds_nothing(axe, look, rows):
    page = look(live_neuron(rows=rows))
    page.evaluate(axe)
    panel = Panel(page)
    panel.click("10")
    found = []
    for width, height in [(390, 844), (740, 360), (1280, 720)]:
        page.set_viewport_size({"width": width, "height": height})
        for title, options in LOOKS.items():
            page.emulate_media(**options)
            found += [(width, title, *each) for each in page.evaluate(AXE)]
    assert found == []
