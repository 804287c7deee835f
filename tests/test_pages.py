"""What hands do with a page: keys, zoom, low and narrow windows."""

import math
from itertools import pairwise

import pytest
from pages import GRAPHS, network
from pictures import slides_neuron
from test_walkthrough import visit  # noqa: F401  # a fixture

import autograd_lite as ag
from autograd_lite import Value


def is_seen(page, selector):
    """Whether an element is inside what scrolls it, from top to bottom."""
    return page.evaluate(
        """selector => {
            const element = [...document.querySelectorAll(selector)].at(-1);
            const inner = element.getBoundingClientRect();
            const outer = element.closest("[tabindex]").getBoundingClientRect();
            return outer.top <= inner.top && inner.bottom <= outer.bottom + 1;
        }""",
        selector,
    )


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.className")


# Keys ---------------------------------------------------------------------------------------


def test_words_that_do_not_fit_are_scrolled_by_keys_when_they_have_the_focus(visit):  # noqa: F811
    here = visit(network(), fragment="#step=14")
    last = "#slide-14 tbody tr"
    assert here.page.locator(last).count() == 7
    assert not is_seen(here.page, last)
    here.page.locator("#slides").focus()
    for key in ("ArrowDown", "PageDown", "End"):
        here.page.keyboard.press(key)
    here.page.wait_for_timeout(300)
    assert here.step == 14
    assert is_seen(here.page, last)
    here.page.keyboard.press("ArrowRight")  # in which direction nothing scrolls
    assert here.step == 15
    assert here.page.evaluate("document.querySelector('#slides').scrollTop") == 0
    assert focused(here.page) == "slides"


def test_a_picture_that_does_not_fit_is_scrolled_by_keys_when_it_has_the_focus(visit):  # noqa: F811
    here = visit(network(), fragment="#step=14")
    place = "(x => [x.scrollLeft, x.scrollTop])(document.querySelector('.picture'))"
    here.page.locator(".picture").focus()
    here.page.keyboard.press("+")
    before = here.page.evaluate(place)
    here.page.keyboard.press("ArrowLeft")
    here.page.keyboard.press("ArrowUp")
    here.page.wait_for_timeout(300)
    after = here.page.evaluate(place)
    assert here.step == 14
    assert after[0] < before[0]
    assert after[1] < before[1]
    here.page.locator("#next").focus()
    here.page.keyboard.press("ArrowDown")
    assert here.step == 15


def test_what_fits_leaves_its_keys_to_the_deck(visit):  # noqa: F811
    here = visit(slides_neuron())
    for region in (".picture", "#slides"):
        here.page.locator(region).focus()
        step = here.step
        for key, change in [("ArrowRight", 1), ("ArrowDown", 1), ("PageUp", -1), (" ", 1)]:
            here.page.keyboard.press(key)
            step += change
            assert here.step == step, (region, key)


def test_every_control_is_reached_and_used_by_keys(visit):  # noqa: F811
    here = visit(slides_neuron())
    reached = []
    for _ in range(40):
        here.page.keyboard.press("Tab")
        name = here.page.evaluate(
            "document.activeElement.id || document.activeElement.getAttribute('href') || "
            "document.activeElement.className"
        )
        if name == reached[:1]:
            break
        outline = here.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or not name, name
        reached.append(name)
        if name == "speed":
            break
    assert reached == [
        "#slides", *(f"#step={i}" for i in range(1, 10)), "picture", "enlarge", "larger", "smaller",
        "whole", "slides", "first", "back", "play", "next", "last", "slider", "speed",
    ]  # fmt: skip
    for key, control, step in [
        ("Enter", "next", 2), (" ", "next", 3), ("Enter", "back", 2), ("Enter", "last", 9),
        ("Enter", "first", 1),
    ]:  # fmt: skip
        here.page.locator(f"#{control}").focus()
        here.page.keyboard.press(key)
        assert here.step == step
    here.page.locator("nav a").nth(4).focus()
    here.page.keyboard.press("Enter")
    assert here.step == 5
    here.page.locator("#speed").focus()
    here.page.keyboard.press("ArrowDown")
    assert here.page.locator("#speed").input_value() == "2"
    assert here.step == 5


def test_the_first_stop_leads_to_the_words(visit):  # noqa: F811
    here = visit(slides_neuron())
    here.page.keyboard.press("Tab")
    assert here.page.locator(".skip").bounding_box()["width"] > 50
    here.page.keyboard.press("Enter")
    assert focused(here.page) == "slides"
    assert here.step == 1


def test_keys_of_the_browser_and_of_fields_are_left_to_them(visit):  # noqa: F811
    here = visit(slides_neuron())
    here.page.evaluate("document.querySelector('#slides').append(document.createElement('input'))")
    here.page.locator("#slides input").focus()
    here.page.keyboard.type("fp0+- ")
    assert here.page.locator("#slides input").input_value() == "fp0+- "
    assert here.step == 1
    assert here.page.locator("#play").get_attribute("aria-label") == "Play"


def test_from_right_to_left_words_turn_and_formulas_pictures_and_controls_do_not(look):
    words = {"language": {"code": "he", "direction": "rtl"}}
    page = look(ag.walkthrough(slides_neuron(), language=words).html())
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#position").inner_text() == "8 / 9"
    page.keyboard.press("ArrowRight")
    assert page.locator("nav").bounding_box()["x"] > page.locator("main").bounding_box()["x"]
    for selector in ("#slide-9 .number", "#slide-9 math", "svg.wide text", "#slider"):
        direction = page.locator(selector).first.evaluate("x => getComputedStyle(x).direction")
        assert direction == "ltr", selector


# The picture --------------------------------------------------------------------------------

WIDTH = "document.querySelector('.picture > svg.wide').getBoundingClientRect().width"


def test_the_picture_is_zoomed_by_keys_buttons_and_wheel(visit):  # noqa: F811
    here = visit(slides_neuron(), fragment="#step=4")
    fitting = here.page.evaluate(WIDTH)
    for keys, factor in [("+", 1.25), ("=", 1.25**2), ("-", 1.25), ("0", 1), ("-", 0.8)]:
        here.page.keyboard.press(keys)
        assert here.page.evaluate(WIDTH) == pytest.approx(fitting * factor, abs=2), keys
    for button, factor in [("whole", 1), ("larger", 1.25), ("smaller", 1)]:
        here.page.locator(f"#{button}").click()
        assert here.page.evaluate(WIDTH) == pytest.approx(fitting * factor, abs=2), button
    assert here.step == 4
    here.page.locator(".picture").hover()
    here.page.keyboard.down("Control")
    here.page.mouse.wheel(0, -100)
    here.page.keyboard.up("Control")
    here.page.wait_for_function(f"{WIDTH} > {fitting + 10}")
    for _ in range(30):
        here.page.keyboard.press("+")
    assert here.page.evaluate(WIDTH) == pytest.approx(8 * fitting, abs=10)


def test_what_is_under_the_pointer_stays_there(visit):  # noqa: F811
    here = visit(network(), fragment="#step=10")
    node = here.page.locator("svg.wide .node.lit").first
    before = node.bounding_box()
    middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    here.page.mouse.move(*middle)
    here.page.keyboard.down("Control")
    here.page.mouse.wheel(0, -120)
    here.page.keyboard.up("Control")
    here.page.wait_for_timeout(200)
    after = node.bounding_box()
    assert after["width"] > 1.1 * before["width"]
    assert after["x"] + after["width"] / 2 == pytest.approx(middle[0], abs=3)
    assert after["y"] + after["height"] / 2 == pytest.approx(middle[1], abs=3)


def test_the_picture_is_moved_by_dragging_and_keeps_the_keys_where_they_were(visit):  # noqa: F811
    here = visit(network(), fragment="#step=14")
    left = "document.querySelector('.picture').scrollLeft"
    for _ in range(3):
        here.page.keyboard.press("+")
    before = here.page.evaluate(left)
    box = here.page.locator(".picture").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(x + 120, y, steps=5)
    here.page.mouse.up()
    here.page.mouse.move(x, y)  # which moves nothing any more
    assert here.page.evaluate(left) == pytest.approx(before - 120, abs=2)
    here.page.keyboard.press("ArrowRight")
    assert here.step == 15


def test_two_fingers_zoom(visit):  # noqa: F811
    here = visit(slides_neuron(), width=740, height=800, has_touch=True, fragment="#step=4")
    here.page.evaluate(
        """() => {
            const picture = document.querySelector(".picture");
            const box = picture.getBoundingClientRect();
            const touch = (identifier, x) => new Touch({ identifier, target: picture,
                clientX: box.left + box.width / 2 + x, clientY: box.top + box.height / 2 });
            const send = (type, apart) => picture.dispatchEvent(new TouchEvent(type,
                { touches: [touch(1, -apart), touch(2, apart)], cancelable: true, bubbles: true }));
            const width = () => Math.max(...[...document.querySelectorAll(".picture > svg")]
                .map(drawing => drawing.getBoundingClientRect().width));
            window.before = width();
            send("touchstart", 50);
            send("touchmove", 100);
            window.after = width();
        }"""
    )
    assert here.page.evaluate("after / before") == pytest.approx(2, abs=0.02)


def test_the_picture_alone_has_the_window_and_the_steps_go_on(visit):  # noqa: F811
    here = visit(slides_neuron())
    before = here.page.locator(".picture").bounding_box()
    here.page.keyboard.press("f")
    assert here.page.locator("#enlarge").get_attribute("aria-pressed") == "true"
    alone = here.page.locator(".frame").bounding_box()
    assert (alone["x"], alone["y"], alone["width"]) == (0, 0, 1280)
    assert alone["height"] > 1.5 * before["height"]
    assert not here.page.locator("nav").is_visible()
    assert here.page.locator("#slide-1 h2").is_visible()
    here.page.keyboard.press("ArrowRight")
    here.page.locator("#next").click()
    assert here.page.locator("#position").inner_text() == "3 / 9"
    here.page.locator(".picture").hover()
    width = here.page.evaluate(WIDTH)
    here.page.mouse.wheel(0, -100)  # which zooms where there is nothing else to scroll
    here.page.wait_for_function(f"{WIDTH} > {width + 10}")
    here.page.keyboard.press("Escape")
    assert here.page.locator("#enlarge").get_attribute("aria-pressed") == "false"
    assert here.page.locator("nav").is_visible()
    here.page.locator("#enlarge").click()
    here.page.keyboard.press("F")
    assert here.page.locator("nav").is_visible()


LETTERS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, element = text.parentElement;
        if (!text.textContent.trim() || !element.checkVisibility()) continue;
        if (element.closest("script, .spoken, .heard, option")) continue;
        if (/^\\s*[►◄▲▼]\\s*$/.test(text.textContent)) continue;
        const drawing = element.closest("svg");
        const scale = drawing
            ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1;
        const size = parseFloat(
            drawing ? element.getAttribute("font-size") : getComputedStyle(element).fontSize);
        found.push([Math.round(size * scale * 100) / 100, text.textContent]);
    }
    return found.sort((a, b) => a[0] - b[0]).slice(0, 3);
}"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("name", GRAPHS)
def test_no_letter_is_smaller_than_twelve_pixels(visit, name, width):  # noqa: F811
    here = visit(GRAPHS[name](), width=width, height=width * 9 // 16)
    count = int(here.page.locator("#slider").get_attribute("max"))
    for step in range(1, count + 1):
        (size, text), *_ = here.page.evaluate(LETTERS)
        assert size >= 11.9, (step, text)
        here.page.keyboard.press("ArrowRight")


# What is lit --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (360, 640)])
def test_the_node_that_a_step_is_about_is_in_view_however_far_its_wires_lead(look, size):
    model = ag.nn.MLP(2, [16, 1], rng=0)
    loss = ag.squared_error(model([0.5, -1.0]), 1.0)
    deck = ag.walkthrough(loss, modules=model, enter=model.layers[0].neurons[3])
    page = look(deck.html(), *size)
    for slide in deck.deck.slides:
        if slide.kind in ("forward", "backward"):
            assert page.evaluate(
                """() => {
                    const frame = document.querySelector(".picture").getBoundingClientRect();
                    const lit = [...document.querySelectorAll(".picture .node.lit")]
                        .filter((node) => node.checkVisibility()).at(-1).getBoundingClientRect();
                    return frame.left < lit.right && lit.left < frame.right
                        && frame.top < lit.bottom && lit.top < frame.bottom;
                }"""
            ), slide.title
        page.keyboard.press("ArrowRight")


def test_in_forced_colours_the_wires_of_a_step_are_marked(look):
    page = look(ag.walkthrough(slides_neuron()).html(), forced_colors="active")
    page.keyboard.press("ArrowRight")
    strokes = """[".lit", ":not(.lit):not(.near)"].map((kind) =>
        getComputedStyle(document.querySelector(`svg.wide .edge${kind} path`)).stroke)"""
    lit, other = page.evaluate(strokes)
    assert lit != other


# Windows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(640, 360), (740, 360), (320, 180), (320, 256), (900, 500)])
def test_in_a_low_window_the_page_scrolls_and_all_of_it_can_be_used(visit, size):  # noqa: F811
    here = visit(network(), *size, fragment="#step=14")
    document = "document.documentElement"
    assert here.page.evaluate(f"{document}.scrollWidth") == size[0]
    assert here.page.evaluate("scrollY") == 0
    frame = here.page.locator(".frame").bounding_box()
    assert frame["height"] >= max(0.7 * size[1], 140)
    assert frame["width"] >= 0.9 * size[0]
    slides = here.page.evaluate(
        "(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])"
        "(document.querySelector('#slides'))"
    )
    assert slides[0] <= slides[1] + 1  # nothing scrolls inside what scrolls
    for _ in range(40):
        here.page.keyboard.press("PageDown")
        here.page.wait_for_timeout(20)
    assert here.step == 14
    bottom = here.page.evaluate("innerHeight + scrollY - document.documentElement.scrollHeight")
    assert bottom == pytest.approx(0, abs=2)
    assert here.page.locator("#next").is_visible()
    here.page.keyboard.press("ArrowRight")
    assert here.step == 15


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (640, 360)])
def test_a_window_that_changes_its_size_is_filled_anew(visit, size):  # noqa: F811
    here = visit(slides_neuron(), 1920, 1080)
    here.page.set_viewport_size({"width": size[0], "height": size[1]})
    here.page.wait_for_timeout(200)
    resized = here.page.evaluate(WIDTH)
    assert resized == pytest.approx(visit(slides_neuron(), *size).page.evaluate(WIDTH), abs=1)


# Lines and places -----------------------------------------------------------------------------


BROKEN = """() => [...document.querySelectorAll("nav a, .current h2")].flatMap((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const broken = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode())
        for (const { index, 0: name } of text.data.matchAll(/\\S+/g)) {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + name.length);
            const lines = new Set([...range.getClientRects()].map(({ top }) => top));
            if (lines.size > 1) broken.push(name);
        }
    return broken;
})"""


def test_no_line_ends_in_the_midst_of_a_name(look):
    deck = ag.walkthrough(network())
    page = look(deck.html())
    for slide in deck.deck.slides:
        assert page.evaluate(BROKEN) == [], slide.title
        page.keyboard.press("ArrowRight")


def test_of_what_is_larger_than_the_frame_the_start_is_seen(look):
    page = look(ag.walkthrough(network(), layout="graph").html())
    frame = page.locator(".picture").bounding_box()
    lit = [node.bounding_box() for node in page.locator("svg.wide .node.lit").all()]
    first, last = (place(box["y"] for box in lit) for place in (min, max))
    assert last - first > frame["height"]
    assert frame["y"] <= first < frame["y"] + 60


@pytest.mark.parametrize("layout", ["network", "graph"])
def test_something_of_every_step_is_seen_on_a_telephone(look, layout):
    model = ag.nn.MLP(2, [4, 4, 4, 1], "tanh", rng=0)
    loss = ag.squared_error(model([0.5, -1.0]), 1.0)
    deck = ag.walkthrough(loss, layout=layout)
    page = look(deck.html(), 310, 500)
    for slide in deck.deck.slides:
        assert page.evaluate(
            """() => {
                const frame = document.querySelector(".picture").getBoundingClientRect();
                const end = document.querySelector(".controls").getBoundingClientRect().top;
                return [...document.querySelectorAll(".picture .node.lit")]
                    .map((node) => node.getBoundingClientRect())
                    .some((box) => box.width && frame.left < box.right && box.left < frame.right
                        && frame.top < box.bottom && box.top < Math.min(frame.bottom, end));
            }"""
        ), slide.title
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_words_of_every_step_of_a_neuron_have_room_beside_all_of_its_picture(look, size):
    deck = ag.walkthrough(slides_neuron(), learning_rate=1.0)
    page = look(deck.html(), *size)
    shares = set()
    for slide in deck.deck.slides:
        for frame in ("#slides", ".picture"):
            box = page.locator(frame)
            over = box.evaluate("({ scrollHeight, clientHeight }) => scrollHeight - clientHeight")
            assert over <= 0, (frame, slide.title)
        shares.add(page.locator(".picture").bounding_box()["height"])
        page.keyboard.press("ArrowRight")
    assert len(shares) == 1  # nothing jumps


def test_a_large_picture_keeps_its_share_and_short_words_leave_theirs(look):
    constants = [ag.Constant(1.0, f"c_{i}") for i in range(12)]
    long, short = ag.walkthrough(network()), ag.walkthrough(ag.sum([Value(2.0, "x"), *constants]))
    for deck, least, most in [(long, 0.54, 0.56), (short, 0.56, 0.9)]:
        page = look(deck.html())
        picture, words = (page.locator(x).bounding_box()["height"] for x in (".frame", "#slides"))
        assert least < picture / (picture + words) < most


@pytest.mark.parametrize("activation", ["linear", "tanh"])
def test_matrices_of_many_examples_are_no_wider_than_window_and_paper(look, activation):
    model = ag.nn.MLP(2, [3, 1], [activation, "sigmoid"], rng=1)
    X = [(math.sin(i), -math.cos(i) / 300) for i in range(30)]
    batch = ag.batch(model, X, [i % 2 for i in range(30)], loss="binary_cross_entropy")
    deck = ag.walkthrough(batch, learning_rate=0.5)
    page = look(deck.html())
    for slide in deck.deck.slides:
        over = page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(slides)"
        )
        assert over <= 0, slide.title
        page.keyboard.press("ArrowRight")
    page.evaluate("document.documentElement.classList.add('measured')")
    for slide in page.locator(".slide").all():
        wide = slide.evaluate("slide => slide.scrollWidth")
        assert wide <= 960, slide.locator("h2").text_content()


def test_without_scripts_the_pictures_of_the_iterations_stand_below_each_other(look):
    deck = ag.walkthrough(slides_neuron(), learning_rate=1.0, iterations=2)
    page = look(deck.html(), java_script_enabled=False)
    boxes = [svg.bounding_box() for svg in page.locator(".picture > svg.wide").all()]
    assert len(boxes) == 3
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]
