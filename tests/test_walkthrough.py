"""The walkthrough: what its page holds, and what it does in a real browser."""

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from pictures import slides_neuron
from test_draw_labels import HOSTILE

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.testing.strategies import expressions

SPOKEN = r'<p class="spoken" hidden>(.*?)</p>'


class Page(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = Counter(), [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attributes]
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, *names):
        return [value for _, name, value in self.attributes if name in names]

    def inside(self, tag):
        return "".join(text for where, text in self.texts if where == tag)


def shared_node():
    x = Value(3.0, "x")
    y = x * x + ag.relu(x)
    y.label = "y"
    return y


# What is in the page ------------------------------------------------------------------------


def test_the_page_of_a_neuron_is_small_and_needs_nothing_else():
    html = ag.walkthrough(slides_neuron()).html()
    page = Page(html)
    assert len(html.encode()) < 300_000
    assert set(page.all("href")) == {"#slides", *(f"#step={i}" for i in range(1, 10))}
    assert not page.all("src", "srcset", "action", "data", "poster", "style", "xlink:href")
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not re.search(r"https?:|//[a-z]|@import|url\(|fetch\(|import\(", html)
    assert page.tags["script"] == page.tags["style"] == 1


def test_the_content_security_policy_allows_the_pages_own_style_and_script_only():
    page = Page(ag.walkthrough(slides_neuron()).html())
    policy = next(value for _, name, value in page.attributes if "default-src" in value)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    for tag in ("script", "style"):
        digest = hashlib.sha256(page.inside(tag).encode()).digest()
        assert rules.pop(f"{tag}-src") == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert not rules


def test_the_steps_are_the_slides():
    html = ag.walkthrough(slides_neuron()).html()
    titles = re.findall(r'<a href="#step=\d+"><span>(.*?)</span></a>', html)
    assert titles == [
        "Given", "Forward: z", "Forward: ŷ", "Forward: L", "∂L/∂L = 1", "Backward: L → ŷ",
        "Backward: ŷ → z", "Backward: z → w₁, w₂, b", "The gradient",
    ]  # fmt: skip
    spoken = re.findall(SPOKEN, html)
    assert spoken[2] == "ŷ = σ(z) = σ(0.6) = 0.6457."
    assert spoken[6] == (
        "To z: upstream gradient ∂L/∂ŷ = −0.3543 × local gradient ∂ŷ/∂z = ŷ·(1 − ŷ) = "
        "0.6457·(1 − 0.6457) = 0.2288 gives −0.08107, which is ∂L/∂z."
    )
    assert spoken[7].count("To ") == 3
    assert spoken[8] == "The gradient: ∂L/∂w₁ = 0, ∂L/∂w₂ = −0.08107, ∂L/∂b = −0.08107."


def test_where_gradients_meet_the_sum_is_told():
    told = re.findall(SPOKEN, ag.walkthrough(shared_node()).html())
    assert any(each.endswith("gives 1, the first of several to arrive.") for each in told)
    assert any("added up so far: 1 + 3 = 4. To x (operand 2)" in each for each in told)
    assert any(each.endswith("added up: ∂y/∂x = 1 + 3 + 3 = 7.") for each in told)


def test_a_walkthrough_changes_nothing():
    y = shared_node()
    x = y.parents[1].parents[0]
    ag.walkthrough(y)
    assert not any(node.has_gradient for node in ag.topological_order(y))
    assert [node.label for node in ag.topological_order(y)] == ["x", "", "", "y"]
    y.backward()
    y.backward()
    html = ag.walkthrough(y).html()
    assert x.grad == 14.0
    assert "as 2 backward passes without zero_grad() leave them: x.grad = 14." in html


@settings(max_examples=15)
@given(expressions())
def test_any_graph_makes_a_well_formed_page(root):
    page = Page(ag.walkthrough(root, precision=6).html())
    operations = [node for node in ag.topological_order(root) if node.op]
    assert page.tags["section"] == 2 * len(operations) + 3
    assert not page.open
    root.backward()
    told = page.inside("p")
    for leaf in ag.topological_order(root):
        if not leaf.parents:
            gradient = f"{leaf.grad + 0.0:.6g}".replace("-", "−")
            assert f"/∂{leaf.label} = {gradient}" in told


def test_a_leaf_alone_and_constants_alone():
    told = re.findall(SPOKEN, ag.walkthrough(Value(2.0, "x")).html())
    assert told == [
        "Given: x = 2.",
        "The backward pass starts at the result: ∂x/∂x = 1.",
        "The gradient: ∂x/∂x = 1.",
    ]
    html = ag.walkthrough(ag.exp(Constant(1.0, "c"))).html()
    assert html.count("All operands of v₁ are constants: nothing is sent on.") == 2
    assert html.count("No leaf takes a gradient.") == 2


def test_titles_and_files(tmp_path):
    deck = ag.walkthrough(shared_node(), title="A <b>sum</b>")
    assert repr(deck) == "<Walkthrough of 9 steps>"
    assert "<title>A &lt;b&gt;sum&lt;/b&gt;</title>" in deck.html()
    path = deck.save(tmp_path / "x.html")
    assert path.read_text(encoding="utf-8") == deck.html()
    assert deck.save(str(path)) == path
    with pytest.raises(ValueError, match=r"path: got the ending '\.doc'; choose one of \.html"):
        deck.save(tmp_path / "x.doc")
    with pytest.raises(FileNotFoundError):
        deck.save(tmp_path / "nowhere" / "x.html")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    deck = ag.walkthrough(shared_node())
    bundle = deck._repr_mimebundle_()
    assert bundle["text/plain"] == repr(deck)
    frame = Page(bundle["text/html"])
    assert frame.tags == Counter({"div": 1, "iframe": 1})
    assert ("iframe", "sandbox", "allow-scripts") in frame.attributes
    assert frame.all("srcdoc") == [deck.html()]


def test_what_is_refused():
    for wrong, error, text in [
        ({"root": 1.0}, TypeError, r"root: a Value is needed, got 1\.0 \(float\)"),
        ({"root": Constant(1.0)}, ValueError, "root: walkthrough starts at a constant"),
        ({"precision": 0}, ValueError, "precision: a whole number from 1 to 17 is needed, got 0"),
        ({"title": 3}, TypeError, "title: a str is needed, got 3"),
        (
            {"max_nodes": "all"},
            TypeError,
            "max_nodes: a whole number from 1 on is needed, got 'all'",
        ),
    ]:
        with pytest.raises(error, match=text):
            ag.walkthrough(**{"root": Value(1.0), **wrong})


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_never_becomes_markup(label):
    x = Value(2.0, label)
    y = ag.exp(x) * x
    y.label = label
    html, plain = ag.walkthrough(y, title=label).html(), ag.walkthrough(shared_node()).html()
    page = Page(html)
    assert set(page.tags) <= set(Page(plain).tags) | {"msup", "msub", "msubsup", "mtext", "mn"}
    assert page.tags["script"] == page.tags["style"] == page.tags["title"] == 1
    assert not page.open
    names, known = ({name for _, name, _ in each.attributes} for each in (page, Page(plain)))
    assert names <= known | {"form", "stretchy"}
    assert all(re.fullmatch(r"#slides|#step=\d+", value) for value in page.all("href"))


# In a browser -------------------------------------------------------------------------------


class Visit:
    """An open page, and whatever it asked for or complained about."""

    def __init__(self, page, path):
        self.page, self.address = page, path.as_uri()
        self.complaints, self.requests = [], []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", lambda request: self.requests.append(request.url))

    def go(self, fragment=""):
        self.page.goto("about:blank")
        self.page.goto(self.address + fragment)
        return self

    @property
    def step(self):
        shown = self.page.locator(".slide.current")
        assert shown.count() == 1
        step = int(shown.get_attribute("id").removeprefix("slide-"))
        assert self.page.locator("#slider").input_value() == str(step)
        assert self.page.locator("#position").inner_text().startswith(f"{step} /")
        link = self.page.locator("nav a[aria-current=step]")
        assert link.get_attribute("href") == f"#step={step}"
        assert self.page.evaluate("location.hash") == f"#step={step}"
        return step

    def numbers(self, color, drawing=".picture > svg.wide"):
        """The numbers of a colour that can be seen in the picture."""
        script = """([selector, color]) =>
            [...document.querySelectorAll(`${selector} text.fill-${color}`)]
            .filter(text => getComputedStyle(text).opacity === "1")
            .map(text => text.textContent.trim())"""
        found = self.page.evaluate(script, [drawing, color])
        return sorted(each for each in found if not set(each) & set("◄►▲▼"))


@pytest.fixture
def visit(browser, tmp_path):
    """Open the walkthrough of a graph; nothing may be asked for or complained about."""
    visits, contexts = [], []

    def open_page(root, width=1280, height=720, fragment="", **options):
        path = ag.walkthrough(root).save(tmp_path / "walkthrough.html")
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        visits.append(Visit(context.new_page(), path))
        return visits[-1].go(fragment)

    yield open_page
    for each in visits:
        assert each.complaints == []
        assert {url.partition("#")[0] for url in each.requests} <= {each.address, "about:blank"}
    for context in contexts:
        context.close()


@pytest.mark.slow
def test_the_numbers_appear_with_their_steps(visit):
    here = visit(slides_neuron())
    given = ["0", "0", "0.1", "0.6", "1", "1"]
    assert (here.step, here.numbers("forward"), here.numbers("backward")) == (1, given, [])
    expected = [
        (["0.6"], []), (["0.6457"], []), (["0.06278"], []), ([], ["1"]), ([], ["−0.3543"]),
        ([], ["−0.08107"]), ([], ["0", "−0.08107", "−0.08107"]), ([], []),
    ]  # fmt: skip
    green, red = given, []
    for step, (more_green, more_red) in enumerate(expected, start=2):
        here.page.keyboard.press("ArrowRight")
        green, red = sorted(green + more_green), sorted(red + more_red)
        assert (here.step, here.numbers("forward"), here.numbers("backward")) == (step, green, red)
    here.page.keyboard.press("Home")
    assert (here.step, here.numbers("forward"), here.numbers("backward")) == (1, given, [])


def test_the_wire_in_question_is_lit(visit):
    here = visit(slides_neuron(), fragment="#step=7")
    for kind, lit in (("node", "σŷ"), ("edge", "0.6►◄−0.08107")):
        told = here.page.locator(f".picture > svg.wide .{kind}.lit").all_text_contents()
        assert "".join("".join(told).split()) == lit
    color = here.page.evaluate(
        "getComputedStyle(document.querySelector('svg.wide .edge.lit path')).stroke"
    )
    assert color == "rgb(176, 0, 32)"
    here.page.locator("#slide-7 tr[data-wire]").hover()
    pointed = here.page.locator("svg.wide .pointed").all_text_contents()
    assert "".join("".join(pointed).split()) == "0.6►◄−0.08107"


def test_the_sum_appears_in_the_picture_when_all_has_arrived(visit):
    here = visit(shared_node())
    seen = []
    for _ in range(9):
        seen.append("Σ 7" in here.numbers("backward"))
        here.page.keyboard.press("ArrowRight")
    assert seen == [False] * 7 + [True] * 2
    assert "added to the others" in here.page.locator("#slide-8").inner_text()


def test_keys(visit):
    here = visit(slides_neuron())
    for key, step in [
        ("ArrowRight", 2), ("ArrowDown", 3), (" ", 4), ("PageDown", 5), ("ArrowLeft", 4),
        ("ArrowUp", 3), ("PageUp", 2), ("Shift+ ", 1), ("ArrowLeft", 1), ("End", 9),
        ("ArrowRight", 9), (" ", 9), ("Home", 1), ("a", 1), ("Control+ArrowRight", 1),
    ]:  # fmt: skip
        here.page.keyboard.press(key)
        assert here.step == step, key


def test_keys_mean_the_same_when_a_control_has_the_focus(visit):
    here = visit(slides_neuron())
    here.page.locator("#slider").focus()
    for key, step in [
        ("ArrowRight", 2), ("ArrowUp", 3), ("ArrowDown", 2), ("ArrowLeft", 1), ("PageUp", 2),
        ("PageDown", 1), ("End", 9), ("Home", 1), (" ", 2),
    ]:  # fmt: skip  # up is more, as on every slider
        here.page.keyboard.press(key)
        assert here.step == step, key
    here.page.locator("#next").focus()
    here.page.keyboard.press(" ")  # presses the button, and nothing besides
    assert here.step == 3
    here.page.locator("#speed").focus()
    here.page.keyboard.press("ArrowDown")
    assert here.step == 3


def test_where_a_local_gradient_comes_from_opens_by_the_keyboard(visit):
    here = visit(slides_neuron(), fragment="#step=7")
    summary = here.page.locator("#slide-7 summary")
    lines = here.page.locator("#slide-7 .derivation li")
    assert summary.inner_text() == "Where does this come from?"
    assert not lines.first.is_visible()
    for key, shown in (("Enter", True), (" ", False), (" ", True)):
        summary.press(key)
        assert (here.step, lines.first.is_visible()) == (7, shown)
    assert lines.count() == 11
    rules = here.page.locator("#slide-7 .rule").all_inner_texts()
    assert rules[0] == "definition of σ(z)"
    assert rules[-1] == "factored out"
    assert here.page.locator("#slide-3 details").count() == 0  # a step forward


def test_a_step_says_p_minus_y(visit):
    z = Value(0.5, "z")
    prediction = ag.sigmoid(z)
    prediction.label = "ŷ"
    loss = ag.binary_cross_entropy(prediction, Constant(1.0, "y"))
    loss.label = "L"
    remarks = visit(loss, fragment="#step=6").page.locator("#slide-6 .remark").all_inner_texts()
    assert "Through L and ŷ together: ∂L/∂z = ŷ − y = 0.6225 − 1 = −0.3775." in remarks
    logits = [Value(x, f"z_{i}") for i, x in enumerate((1.0, 2.0), start=1)]
    here = visit(ag.cross_entropy(logits, 1), fragment="#step=4")
    (told,) = here.page.locator("#slide-4 .remark").all_inner_texts()
    assert told.startswith("where p₁ = exp(z₁)/(exp(z₁) + exp(z₂)) = 0.2689, p₂ = 0.7311, y₁ = 0")


def test_buttons_slider_and_list(visit):
    here = visit(slides_neuron())
    for button, step in [("next", 2), ("last", 9), ("back", 8), ("first", 1), ("back", 1)]:
        here.page.locator(f"#{button}").click()
        assert here.step == step
    here.page.locator("#slider").fill("5")
    assert here.step == 5
    here.page.locator("nav a").nth(6).click()
    assert here.step == 7


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fragment", "step"),
    [("#step=7", 7), ("", 1), ("#step=99", 9), ("#step=-3", 1), ("#step=x", 1), ("#slide-4", 1)],
)
def test_a_link_opens_its_step(visit, fragment, step):
    assert visit(slides_neuron(), fragment=fragment).step == step


def test_the_address_can_be_changed_by_hand(visit):
    here = visit(slides_neuron())
    here.page.evaluate("location.hash = '#step=4'")
    here.page.wait_for_selector("#slide-4.current")
    assert here.step == 4


def test_play_and_its_speed(visit):
    here = visit(slides_neuron())
    here.page.clock.install(time=0)
    here.page.clock.pause_at(1)  # from here on, time passes only where the test says so
    here.page.locator("#play").click()
    assert here.page.locator("#play").get_attribute("aria-label") == "Pause"
    here.page.clock.run_for(6100)
    assert here.step == 3
    here.page.locator("#speed").select_option("4")
    here.page.clock.run_for(1600)
    assert here.step == 5
    here.page.locator("#play").click()
    here.page.clock.run_for(10_000)
    assert here.step == 5
    here.page.keyboard.press("p")
    here.page.clock.run_for(10_000)
    assert here.step == 9
    assert here.page.locator("#play").get_attribute("aria-label") == "Play"
    here.page.keyboard.press("p")  # from the start again
    assert here.step == 1
    here.page.keyboard.press("ArrowRight")  # whoever steps by hand takes over
    here.page.clock.run_for(10_000)
    assert here.step == 2


def test_a_screen_reader_is_told_every_step(visit):
    here = visit(slides_neuron(), fragment="#step=3")
    live = here.page.locator("[aria-live=polite]")
    assert live.text_content() == "Step 3 of 9: Forward: ŷ. ŷ = σ(z) = σ(0.6) = 0.6457."
    here.page.keyboard.press("End")
    assert live.text_content().startswith("Step 9 of 9: The gradient: ∂L/∂w₁ = 0,")
    slider = here.page.get_by_role("slider", name="Step")
    assert slider.get_attribute("aria-valuetext") == "9 / 9"
    names = [b.get_attribute("aria-label") for b in here.page.get_by_role("button").all()]
    assert names == [
        "Picture alone", "Zoom in", "Zoom out", "Zoom back",
        "First step", "Step back", "Play", "Next step", "Last step",
    ]  # fmt: skip
    assert here.page.get_by_role("navigation", name="Steps").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_sticks_out_at_any_width(visit, width):
    model = ag.nn.MLP(2, [3, 1], rng=0)
    here = visit(ag.squared_error(model([1.0, -2.0]), 1.0), width=width, height=740)
    for _ in range(21):
        sizes = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert here.page.evaluate(sizes) == [width, 740]
        boxes = here.page.evaluate(
            """[...document.querySelectorAll(".slide.current > *, .controls > *")].map(element =>
            [element.scrollWidth, element.clientWidth, element.className])"""
        )
        for inner, outer, name in boxes:
            assert inner <= outer + 1 or name == "spoken" or not outer, (here.step, name)
        here.page.keyboard.press("ArrowRight")


def test_on_a_narrow_screen_the_picture_runs_from_top_to_bottom_and_follows(visit):
    here = visit(slides_neuron(), width=360, height=740)
    assert not here.page.locator(".picture > svg.wide").is_visible()
    for step in range(1, 10):
        assert here.step == step
        if step not in (1, 9):  # which light all leaves
            box = here.page.locator("svg.tall .node.lit").last.bounding_box()
            frame = here.page.locator(".picture").bounding_box()
            assert frame["y"] <= box["y"] + box["height"] / 2 <= frame["y"] + frame["height"]
        assert here.numbers("forward", "svg.tall") == here.numbers("forward")
        here.page.keyboard.press("ArrowRight")


def test_on_paper_every_step_is_a_slide_with_its_picture(visit):
    here = visit(slides_neuron(), fragment="#step=4")
    pdf = here.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 9
    assert here.page.locator(".slide > svg").count() == 0  # put away again
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    here.page.emulate_media(media="print")
    for i in range(1, 10):
        assert here.page.locator(f"#slide-{i}").is_visible()
        assert here.page.locator(f"#slide-{i} > svg").is_visible()
        count = len(here.numbers("forward", f"#slide-{i} > svg"))
        assert count == min(i + 5, 9)
    assert not here.page.locator(".controls").is_visible()
    assert here.step == 4


def test_without_scripts_the_page_is_a_document(visit):
    here = visit(slides_neuron(), java_script_enabled=False)
    assert here.page.locator("#slide-1").is_visible()
    assert here.page.locator("#slide-9").is_visible()
    assert not here.page.locator(".controls").is_visible()


def test_dark(visit):
    here = visit(slides_neuron(), color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert here.page.evaluate(background) == "rgb(13, 17, 23)"


def test_labels_are_shown_as_text_and_do_nothing(visit):
    total = ag.sum([ag.exp(Value(1.0, label)) for label in HOSTILE])
    here = visit(total)
    told = here.page.locator("#slide-1 .spoken").text_content()
    drawn = here.page.locator("svg.wide").text_content()
    for label in HOSTILE:
        shown = re.sub("[\x00-\x1f\ud800\ufffe\u202e]", "\ufffd", re.sub(r"[\n\u2028]", " ", label))
        assert f"{shown[:23]}" in told
        assert f"{shown[:23]}" in drawn
    assert here.page.locator("script").count() == 1
    here.page.keyboard.press("End")
    assert here.step == 2 * len(HOSTILE) + 5


def test_in_a_notebooks_frame(browser, tmp_path):
    """The frame has no address; stepping must work all the same, and stay inside."""
    deck = ag.walkthrough(slides_neuron())
    path = tmp_path / "notebook.html"
    path.write_text(
        f"<!DOCTYPE html><title>Notebook</title>{deck._repr_mimebundle_()['text/html']}"
    )
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#next").click()
    frame.locator("nav a").nth(4).click()
    assert frame.locator("#position").inner_text() == "5 / 9"
    assert frame.locator("#slide-5").is_visible()
    assert complaints == []
    page.close()
