"""The page of a model: it answers and learns as Python does, and a reader can do all of it."""

import math
import re

import numpy as np
import pytest
from test_draw_labels import HOSTILE
from test_explore import as_number, numbers, press, told
from test_pages_for_everyone import AXE, LOOKS, SIZES
from test_walkthrough import Page
from test_words import HEBREW

import autograd_lite as ag
from autograd_lite import datasets, nn
from autograd_lite.viz.web.document import read
from autograd_lite.viz.words.languages import LANGUAGES, choose_language
from autograd_lite.viz.words.words import ENGLISH

X, Y = datasets.flowers()
CLOUDS = np.vstack([np.array(c) + 0.1 * np.array([i % 3, i // 3]) for c in ((0, 0), (2, 0), (0, 2))
                    for i in range(6)])  # fmt: skip
FLOWERS = {
    "unknown": datasets.MYSTERY_FLOWER, "xlim": (0, 7), "ylim": (0, 7), "grid": 0.1,
    "learning_rate": 0.2, "steps": 50_000, "start": (-0.1, 0.1), "class_names": ["blue", "red"],
    "xlabel": "length", "ylabel": "width", "title": "Red or blue?",
}  # fmt: skip


def flowers(**options):
    neuron = nn.Neuron(2, weights=[0.05, -0.02], bias=0.01)
    return nn.page(neuron, X, Y, **{**FLOWERS, **options})


def classes():
    model = nn.MLP(2, [4, 3], ["tanh", "linear"], rng=1)
    return nn.page(model, CLOUDS, np.repeat([0, 1, 2], 6), loss="cross_entropy", steps=500)


def surface():
    model = nn.MLP(2, [3, 1], ["tanh", "linear"], rng=1)
    return nn.page(model, CLOUDS, CLOUDS.sum(axis=1), learning_rate=0.02, steps=500)


PAGES = {
    "flowers": flowers,
    "classes": classes,
    "surface": surface,
    "maxout": lambda: nn.page(
        nn.Maxout(2, weights=[[1.0, -1.0], [0.5, 2.0]]), X, Y, steps=100, learning_rate=0.001
    ),
    "logits": lambda: nn.page(
        nn.Neuron(2, "linear", rng=0), X, Y, loss="binary_cross_entropy_with_logits", steps=100
    ),
    "signs": lambda: nn.page(
        nn.Neuron(2, "tanh", rng=0), X, 2 * Y - 1, loss="hinge", learning_rate=0.01
    ),
    "softmax": lambda: nn.page(
        nn.Layer(2, 3, "softmax", rng=0), CLOUDS, np.repeat([0, 1, 2], 6),
        loss="categorical_cross_entropy", steps=100,
    ),
    "own loss": lambda: nn.page(
        nn.Neuron(2, rng=0), X, Y, loss=lambda p, t: ag.abs(p - t), steps=100
    ),
}  # fmt: skip


def randoms(seed):
    """The random numbers of a page: mulberry32."""
    state, mask = seed, 2**32 - 1
    while True:
        state = (state + 0x6D2B79F5) & mask
        mixed = ((state ^ (state >> 15)) * (1 | state)) & mask
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & mask)) & mask
        yield ((mixed ^ (mixed >> 14)) & mask) / 2**32


def table(page):
    """The graph beside the plane: name, value, gradient."""
    rows = page.locator("section.graph tbody tr").all()
    return {
        row.locator("th .heard").text_content(): [
            as_number(text) if text else None for text in row.locator("td.number").all_inner_texts()
        ]
        for row in rows
    }


# Learning -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 7])
def test_the_page_learns_as_python_does(look, seed):
    made = flowers(steps=300, precision=17, seed=seed)
    page = look(made.html())
    page.locator("#at-once").click()
    press(page)
    neuron = nn.Neuron(2, weights=[0.05, -0.02], bias=0.01)
    sgd, random = nn.SGD(neuron.parameters(), 0.2), randoms(seed)
    for _ in range(300):
        i = math.floor(next(random) * len(Y))
        neuron.zero_grad()
        ag.squared_error(neuron(X[i]), Y[i]).backward()
        sgd.step()
    found = table(page)
    expected = [x.data for x in neuron.parameters()]
    assert [found[name][0] for name in ("w₁", "w₂", "b")] == pytest.approx(expected, rel=1e-12)
    cost = as_number(re.search(r"cost (\S+)", told(page))[1])
    assert cost == pytest.approx(nn.cost(neuron, X, Y).data, rel=1e-12)
    assert "300 steps" in told(page)


def or_gate(**options):
    neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6], bias=0.0)
    return nn.page(
        neuron, *datasets.gate("or"), loss="half_squared_error", learning_rate=1.0, steps=5_000,
        batch_size=None, **options,
    )  # fmt: skip


def test_the_or_gate_is_learnt_as_on_the_slides(look):
    page = look(or_gate(precision=16).html())
    page.locator("#steps").fill("1")
    page.locator("#at-once").click()
    press(page)
    found = table(page)
    step = [0.14800646, 0.63865882, 0.03702352612570836]
    assert [found[name][0] for name in ("w₁", "w₂", "b")] == pytest.approx(step, abs=1e-8)
    page.locator("#steps").fill("4999")
    page.locator("#at-once").click()
    press(page)
    assert "5\u00a0000 steps" in told(page)
    cost = as_number(re.search(r"cost (\S+)", told(page))[1])
    assert cost == pytest.approx(0.000527569180279875, rel=1e-11)
    found = table(page)
    end = [6.43419116, 6.43423613, -2.97303609]
    assert [found[name][0] for name in ("w₁", "w₂", "b")] == pytest.approx(end, abs=5e-9)
    assert page.locator(".border").count() == 1


def test_some_points_a_step_are_drawn_and_their_mean_is_taken(look):
    page = look(flowers(steps=40, precision=17, batch_size=3).html())
    page.locator("#at-once").click()
    press(page)
    neuron = nn.Neuron(2, weights=[0.05, -0.02], bias=0.01)
    sgd, random = nn.SGD(neuron.parameters(), 0.2), randoms(0)
    for _ in range(40):
        rows = [math.floor(next(random) * len(Y)) for _ in range(3)]
        neuron.zero_grad()
        nn.cost(neuron, X[rows], Y[rows]).backward()
        sgd.step()
    found = table(page)
    expected = [x.data for x in neuron.parameters()]
    assert [found[name][0] for name in ("w₁", "w₂", "b")] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", PAGES)
def test_every_model_lowers_its_cost(look, name):
    page = look(PAGES[name]().html())
    before = as_number(re.search(r"cost (\S+)", told(page))[1])
    page.locator("#at-once").click()
    press(page)
    assert as_number(re.search(r"cost (\S+)", told(page))[1]) < before
    assert page.locator(".cost").count() == 1
    drawn = page.locator("main").evaluate("main => main.innerHTML")
    assert not re.search(r"NaN|Infinity|undefined", drawn)


def test_the_mystery_flower_is_red_after_50_000_steps_from_new_weights(look):
    page = look(flowers().html())
    for _ in range(2):
        page.locator("#renew").click()
        press(page)
        assert all(abs(table(page)[name][0]) <= 0.1 for name in ("w₁", "w₂", "b"))
        page.locator("#at-once").click()
        press(page)
        assert numbers(page)["x0"] == "4.5"
        assert as_number(numbers(page)["answer"]) > 0.9
        assert "50\u00a0000 steps" in told(page)


def test_training_in_view_goes_as_far_and_can_be_paused(look):
    page = look(flowers().html())
    page.emulate_media(reduced_motion="no-preference")
    train = page.locator("#train")
    train.click()
    assert train.inner_text() == "Pause"
    train.click()
    assert train.inner_text() == "Train"
    assert "50\u00a0000" not in told(page)
    page.locator("#renew").click()
    train.click()
    page.locator("#told", has_text="50 000 steps").wait_for()
    assert train.inner_text() == "Train"


def test_too_large_a_rate_is_told(look):
    page = look(surface().html())
    page.locator("#rate").fill("1e6")
    page.locator("#at-once").click()
    press(page)
    assert "take a smaller learning rate" in told(page)
    page.locator("#renew").click()
    press(page)
    assert "learning rate" not in told(page)


def test_a_field_that_is_no_number_is_marked_and_not_taken(look):
    page = look(flowers(steps=10).html())
    for field, wrong, right in [("#steps", "many", "20"), ("#rate", "-1", "0,5")]:
        page.locator(field).fill(wrong)
        assert page.locator(field).get_attribute("aria-invalid") == "true"
        page.locator(field).fill(right)
        assert page.locator(field).get_attribute("aria-invalid") is None
    page.locator("#steps").fill("x")
    page.locator("#at-once").click()
    press(page)
    assert told(page).startswith("20 steps")


# The point ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["flowers", "surface", "logits"])
def test_the_answer_at_the_point_is_pythons(look, name):
    model = {
        "flowers": nn.Neuron(2, weights=[0.05, -0.02], bias=0.01),
        "surface": nn.MLP(2, [3, 1], ["tanh", "linear"], rng=1),
        "logits": nn.Neuron(2, "linear", rng=0),
    }[name]
    page = look(PAGES[name]().html())
    for keys in (["ArrowRight"], ["Shift+ArrowUp"] * 2, ["ArrowLeft", "+"], ["ArrowDown"] * 3):
        press(page, *keys)
        found = numbers(page)
        (expected,) = model.predict([[as_number(found["x0"]), as_number(found["x1"])]])
        expected = ag.sigmoid(expected) if name == "logits" else expected
        assert abs(as_number(found["answer"]) - expected) <= 0.0051


def test_answers_have_two_digits_after_the_point(look):
    model = nn.Neuron(2, "linear", weights=[1.0, 0.0])
    page = look(nn.page(model, X, Y, xlim=(0, 7), ylim=(0, 7)).html())
    for x, shown in [(0.125, "0.12"), (0.375, "0.38"), (1.0, "1.00"), (-0.001, "0.00"),
                     (2.675, "2.67"), (-1.5, "−1.50")]:  # fmt: skip
        made = nn.page(model, X, Y, unknown=[x, 0.0], xlim=(-5, 7), ylim=(0, 7))
        assert (
            numbers(look(made.html()))["answer"]
            == shown
            == f"{x:.2f}".replace("-0.00", "0.00").replace("-", "−")
        )
    assert numbers(page)["answer"] == "3.50"


def test_the_gradients_beside_it_are_those_of_the_point_and_its_target(look):
    neuron = nn.Neuron(2, weights=[0.05, -0.02], bias=0.01)
    page = look(flowers(precision=12).html())
    for target, name in ((1.0, "red"), (0.0, "blue")):
        page.get_by_label(name, exact=True).check()
        press(page)
        neuron.zero_grad()
        ag.squared_error(neuron(datasets.MYSTERY_FLOWER), target).backward()
        found = table(page)
        red = [found[key][1] for key in ("w₁", "w₂", "b")]
        assert red == pytest.approx([x.grad for x in neuron.parameters()], rel=1e-10)
        assert found["x₁"][1] is None


def test_where_the_graph_is_another_one_for_every_target_the_weights_are_told(look):
    model = nn.MLP(2, [4, 3], ["tanh", "linear"], rng=1)
    made = nn.page(model, CLOUDS, np.repeat([0, 1, 2], 6), loss="cross_entropy", precision=12)
    page = look(made.html())
    assert page.locator(".drawn").count() == 0
    for target in (2, 0, 1):
        page.get_by_label(str(target), exact=True).check()
        press(page)
        point = [as_number(numbers(page)[key]) for key in ("x0", "x1")]
        model.zero_grad()
        ag.cross_entropy(model(point), target).backward()
        found = table(page)
        for parameter in model.parameters():
            expected = pytest.approx([parameter.data, parameter.grad], rel=1e-8)
            assert found[parameter.label] == expected


# Adding points ------------------------------------------------------------------------------

DOTS = "document.querySelectorAll('.dot[transform], circle.dot.scaled').length"


def test_points_are_added_by_hand_and_by_keys_and_taken_back(look):
    page = look(flowers(steps=100).html())
    box = page.locator("#plot").bounding_box()
    page.mouse.click(box["x"] + 150, box["y"] + 100)
    page.get_by_label("blue", exact=True).check()
    page.locator("#plot").focus()
    press(page, "ArrowRight", "Enter")
    assert page.evaluate(DOTS) == 10
    page.locator("#add").click()
    press(page)
    assert page.evaluate(DOTS) == 11
    page.locator("#undo").click()
    press(page)
    assert page.evaluate(DOTS) == 10
    page.locator("#at-once").click()
    page.locator("#clear").click()
    press(page)
    assert page.evaluate(DOTS) == 8
    assert page.locator("#clear").is_disabled()


def test_who_takes_all_points_goes_on_taking_all(look):
    page = look(or_gate().html())
    page.locator("#add").click()
    assert page.locator("#size").input_value() == "5"
    page.locator("#size").fill("2")
    page.locator("#add").click()
    assert page.locator("#size").input_value() == "2"


def test_fields_have_all_digits(look):
    page = look(
        flowers(learning_rate=1.25e-7, precision=1, language={"language": {"decimal": ","}}).html()
    )
    assert page.locator("#rate").input_value() == "1,25e-07"
    page.locator("#rate").dispatch_event("input")
    assert page.locator("#rate").get_attribute("aria-invalid") is None


def test_to_drag_moves_the_plane_and_adds_nothing(look):
    page = look(flowers().html())
    box = page.locator("#plot").bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 160, steps=4)
    page.mouse.up()
    press(page)
    assert page.evaluate(DOTS) == 8
    assert "0" not in page.locator(".axes text").first.text_content()


def test_a_target_that_is_a_number_is_typed(look):
    page = look(surface().html())
    page.locator("#target").fill("3,5")
    page.locator("#add").click()
    press(page)
    assert page.evaluate(DOTS) == len(CLOUDS) + 1
    assert table(page)["y"][0] == 3.5


# Mistakes -----------------------------------------------------------------------------------


class Branching(nn.Module):
    def __init__(self):
        self.w = ag.Value(1.0)

    def __call__(self, x):
        return self.w * x[0] if x[0] > 0 else self.w


class Deaf(nn.Module):
    def __init__(self):
        self.w = ag.Value(1.0)

    def __call__(self, x):
        return ag.sigmoid(ag.Constant(0.0) * x[0])


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"model": 3}, TypeError, "model: an nn.Module"),
        ({"model": nn.Neuron}, TypeError, "make one of the class first"),
        ({"model": Branching()}, ag.TracingError, "ag.where"),
        ({"model": Deaf()}, ValueError, "depends on no parameter"),
        ({"model": nn.Neuron(3, rng=0), "X": np.ones((8, 3))}, ValueError, "X: two columns"),
        ({"model": nn.MLP(2, [60, 60, 1], rng=0)}, ValueError, "more than a page trains"),
        ({"model": nn.Layer(2, 2, rng=0), "y": np.ones((8, 2))}, ValueError, "y: one number"),
        ({"y": [0, 1]}, ValueError, "y: the shape"),
        ({"X": [[0.0, math.nan]] * 8}, ValueError, "X"),
        ({"X": [[0.0, 1e200]] * 8}, ValueError, "X: finite numbers up to"),
        ({"loss": "nonesuch"}, ValueError, "loss"),
        ({"loss": "cross_entropy"}, ValueError, "loss"),
        ({"unknown": [1, 2, 3]}, ValueError, "unknown: one point of two numbers"),
        ({"class_names": ["a"]}, ValueError, "class_names: got 1 for 2 classes"),
        ({"class_names": ["a", "b"], "y": np.arange(8.0)}, ValueError, "class_names"),
        ({"xlim": (1, 0)}, ValueError, "xlim: two numbers"),
        ({"xlim": (-1e308, 1e308)}, ValueError, "xlim: two numbers up to 1e+100"),
        ({"xlim": (1, 1 + 1e-15)}, ValueError, "xlim: the ends are too near"),
        ({"ylim": 3}, TypeError, "ylim: a pair"),
        ({"grid": 0.0}, ValueError, "grid: a positive number"),
        ({"learning_rate": 0}, ValueError, "learning_rate: a positive number"),
        ({"steps": 0}, ValueError, "steps: a whole number from 1"),
        ({"batch_size": 0}, ValueError, "batch_size: a whole number from 1"),
        ({"start": (0, math.inf)}, ValueError, "start: a finite number"),
        ({"seed": -1}, ValueError, "seed"),
        ({"precision": 0}, ValueError, "precision"),
        ({"title": 3}, TypeError, "title"),
        ({"xlabel": 3}, TypeError, "xlabel"),
        ({"language": "xx"}, ValueError, "language"),
    ],
)
def test_what_cannot_be_shown_says_why(options, error, told):
    right = {"model": nn.Neuron(2, rng=0), "X": X, "y": Y}
    with pytest.raises(error, match=re.escape(told)):
        nn.page(**{**right, **options})


ELSEWHERE = ag.Value(2.0, "s")


class Scaled(nn.Module):
    def __init__(self):
        self.w = ag.Value(1.0, "w")

    def __call__(self, x):
        return [self.w * x[0] * ELSEWHERE, x[1] + ag.Value(0.5)]


class Noisy(nn.Module):
    def __init__(self, noise):
        self.neuron, self.noise = nn.Neuron(2, rng=0), noise

    def __call__(self, x):
        return self.neuron([each + self.noise() for each in x])


def test_a_loss_may_bring_another_activation():
    page = nn.page(nn.Neuron(2, "linear", rng=0), X, [0, 1, 2, 3, 4, 1, 0, 7], loss="poisson_nll")
    assert "<svg" in page.html()


def test_a_page_made_under_no_grad_is_the_same():
    with ag.no_grad():
        made = surface()
    assert made.html() == surface().html()


def test_a_model_with_noise_is_told_to_have_it():
    random = np.random.default_rng(0)
    for noise in (random.normal, lambda: ag.Value(random.normal())):
        with pytest.raises(ValueError, match="model: it does not compute the same every time"):
            nn.page(Noisy(noise), X, Y)
    assert nn.page(Noisy(lambda: ag.Value(0.0)), X, Y)


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_large_costs_are_read_whole(look, size):
    page = look(nn.page(nn.Neuron(2, "linear", rng=0), X, 1e120 * X[:, 0]).html(), *size)
    press(page)
    frame = page.locator(".costs").bounding_box()
    for each in page.locator(".costs text").all():
        box = each.bounding_box()
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_the_point_among_large_data_is_told_with_the_digits_that_a_step_changes(look):
    page = look(nn.page(nn.Neuron(2, rng=0), 1e6 + X, Y).html())
    places = []
    for _ in range(4):
        places.append(as_number(numbers(page)["x0"]))
        press(page, "ArrowRight")
    assert places == sorted({*places})


def test_what_is_no_parameter_of_the_model_stays(look):
    made = nn.page(Scaled(), X, 2.0 * X[:, 0], loss=lambda p, t: ag.squared_error(p[0], t),
                   learning_rate=0.01, steps=50, precision=12)  # fmt: skip
    page = look(made.html())
    for name in ("#at-once", "#renew", "#at-once"):
        page.locator(name).click()
        press(page)
        assert table(page)["s"][0] == 2.0
    assert table(page)["w"][0] == pytest.approx(1.0, abs=0.1)
    assert "Scaled learns" in page.locator("h1").inner_text()
    assert repr(made) == "<ModelPage of Scaled and 8 points>"


def test_data_near_to_each_other_have_an_axis(look):
    page = look(nn.page(nn.Neuron(2, rng=0), 1e9 + 1e-7 * X, Y).html())
    texts = page.locator(".axes text").all_text_contents()
    assert len(texts) == len({*texts}) or len({*texts}) > 6


def test_the_model_is_not_changed():
    neuron = nn.Neuron(2, weights=[1.0, 2.0], bias=3.0)
    neuron.weights[0].grad = 5.0
    nn.page(neuron, X, Y)
    assert [x.data for x in neuron.parameters()] == [1.0, 2.0, 3.0]
    assert neuron.weights[0].grad == 5.0


# The page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_names_are_text(label):
    made = flowers(class_names=[label, "b"], xlabel=label, title=label or "x")
    page = Page(made.html().encode(errors="replace").decode())
    assert page.tags["script"] == page.tags["style"] == 1
    assert not page.tags["b"]


def test_the_page_needs_nothing_else():
    html = flowers().html()
    page = Page(html)
    assert len(html.encode()) < 100_000
    assert not page.all("src", "srcset", "action", "data", "poster", "style", "xlink:href")
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not re.search(r"https?:(?!//www\.w3\.org/)|@import|fetch\(|import\(|eval\(", html)


def test_what_the_script_says_is_in_the_catalogue():
    said = set(re.findall(r"\bphrases\.(\w+)", read("model.js", "autograd_lite.viz.pages")))
    assert said <= {*ENGLISH.section("explore")}


@pytest.mark.parametrize("language", [*LANGUAGES, HEBREW])
def test_every_language_has_a_page(look, language):
    words = choose_language(language)
    page = look(flowers(language=language, steps=50).html())
    page.locator("#at-once").click()
    press(page)
    assert numbers(page)["answer"][1] == words.decimal
    assert "{" not in page.locator("body").inner_text()


def test_training_and_points_are_told_once(look):
    page = look(flowers(steps=100).html())
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => window.told.push(
            document.getElementById("live").textContent)).observe(
            document.getElementById("live"), { childList: true }); }"""
    )
    page.locator("#at-once").click()
    page.locator("#live", has_text="steps").wait_for(state="attached")
    page.locator("#add").click()
    page.locator("#live", has_text="Added").wait_for(state="attached")
    first, second = page.evaluate("told")
    assert first.startswith("100 steps, cost 0.")
    assert second == "Added at 4.5, 1: 9 points"


def test_without_scripts_the_graph_remains(look):
    page = look(flowers().html(), java_script_enabled=False)
    assert table(page)["w₁"][0] == 0.05
    for selector in ("#plot", "#train", "#add"):
        assert not page.locator(selector).is_visible()


def test_it_prints(look):
    page = look(flowers(steps=100).html(), color_scheme="dark")
    page.locator("#at-once").click()
    assert 1 <= len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) <= 3
    page.emulate_media(media="print")
    assert not page.locator("#train").is_visible()
    assert page.locator(".cost").is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["flowers", "classes", "surface"])
def test_axe_finds_nothing(axe, look, name):
    page = look(PAGES[name]().html())
    page.evaluate(axe)
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for title, options in LOOKS.items():
            page.emulate_media(**options)
            page.wait_for_timeout(20)
            found += [(width, title, *each) for each in page.evaluate(AXE)]
    assert found == []


# The picture --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["flowers", "surface", "maxout"])
def test_the_numbers_of_the_picture_are_those_of_the_table(look, name):
    page = look(PAGES[name]().html())
    for _ in range(2):
        page.locator("#at-once").click()
        press(page, "ArrowRight", "Shift+ArrowUp")
        told = {number for row in table(page).values() for number in row}
        drawn = page.locator(".drawn > .wide [data-slot]").all_text_contents()
        assert len(drawn) > 9
        assert {as_number(text) for text in drawn} <= told


def test_a_tall_picture_that_is_shown_later_has_the_numbers_of_then(look):
    page = look(flowers(steps=100).html())
    page.locator("#at-once").click()
    page.set_viewport_size({"width": 390, "height": 844})
    press(page)
    page.wait_for_timeout(100)
    told = {number for row in table(page).values() for number in row}
    drawn = page.locator(".drawn > .tall [data-slot]").all_text_contents()
    assert {as_number(text) for text in drawn} <= told
    page.locator("#at-once").click()
    press(page)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_timeout(100)
    told = {number for row in table(page).values() for number in row}
    drawn = page.locator(".drawn > .wide [data-slot]").all_text_contents()
    assert {as_number(text) for text in drawn} <= told
