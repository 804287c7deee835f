"""Pages for everyone: keys, zoom, low and narrow windows, paper, notebooks, what axe-core finds."""

import re

import pytest
from pictures import slides_neuron
from test_walkthrough import visit  # noqa: F401  # a fixture

import autograd_lite as ag
from autograd_lite import Value, nn

SIZES = [(360, 640), (740, 360), (640, 360), (1280, 720), (1920, 1080)]
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}


def network():
    model = nn.MLP(2, [3, 1], rng=0)
    return ag.squared_error(model([1.0, -2.0]), 1.0)


def softmax():
    scores = [Value(score, f"z_{i}") for i, score in enumerate((0.5, -1.0, 2.0), start=1)]
    loss = ag.cross_entropy(scores, 2)
    loss.label = "L"
    return loss


def batch():
    model = nn.Neuron(2, activation="sigmoid", rng=0)
    return ag.batch(model, [(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 1])


def shown(name):
    """A walkthrough or a diagram by its name."""
    if name == "diagram":
        return ag.draw(network())
    if name == "updates":
        return ag.walkthrough(slides_neuron(), learning_rate=1.0, iterations=2)
    return ag.walkthrough(batch() if name == "batch" else GRAPHS[name]())


GRAPHS = {"neuron": slides_neuron, "network": network, "softmax": softmax}


@pytest.fixture
def look(browser, tmp_path):
    """Open any page of ours, at a size and with a look."""
    contexts = []

    def open_page(html, width=1280, height=720, **options):
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        assert complaints == []
        return page

    yield open_page
    for context in contexts:
        context.close()


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


# What is heard ------------------------------------------------------------------------------


def test_each_step_is_told_once(visit):  # noqa: F811
    here = visit(slides_neuron())
    here.page.evaluate(
        """() => {
            window.told = [];
            for (const element of document.querySelectorAll("[aria-live], [role=status], output"))
                new MutationObserver(() => window.told.push(element.textContent))
                    .observe(element, { childList: true, subtree: true, characterData: true });
        }"""
    )
    for _ in range(8):
        here.page.keyboard.press("ArrowRight")
    here.page.wait_for_timeout(50)
    told = here.page.evaluate("told")
    assert [each.split(":")[0] for each in told] == [f"Step {i} of 9" for i in range(2, 10)]


@pytest.mark.parametrize("name", GRAPHS)
def test_tables_and_formulas_have_words(look, name):
    page = look(ag.walkthrough(GRAPHS[name]()).html(), java_script_enabled=False)
    heads = page.locator("th").all_inner_texts()
    assert heads
    assert all(each.strip() for each in heads)
    for row in page.locator("tbody tr").all():
        assert row.locator("th").get_attribute("scope") == "row"
        assert re.search(r"\w", row.locator("th .heard").inner_text())
    for formula in page.locator("math:not([aria-hidden])").all():
        assert formula.get_attribute("aria-label").strip()
    drawing = page.locator(".picture > svg.wide")
    assert drawing.get_attribute("aria-label").startswith("graph of ")
    assert page.get_by_role("math", name="∂L/∂z").count() or name != "neuron"


# Looks --------------------------------------------------------------------------------------

TEXTS = ("ink", "muted", "forward", "backward")
COLORS = """names => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(names.map(name => {
        canvas.fillStyle = style.getPropertyValue("--" + name);
        canvas.fillRect(0, 0, 1, 1);
        return [name, [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)];
    }));
}"""


def luminance(color):
    linear = [x / 3294.6 if x <= 10 else ((x / 255 + 0.055) / 1.055) ** 2.4 for x in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(color, ground):
    light, dark = sorted(map(luminance, (color, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("more", [False, True])
def test_text_stands_out_from_its_ground(look, color_scheme, more):
    page = look(
        ag.walkthrough(slides_neuron()).html(),
        color_scheme=color_scheme,
        contrast="more" if more else "no-preference",
    )
    grounds = ("card", "page", "node", "forward-tint", "backward-tint")
    colors = page.evaluate(COLORS, [*TEXTS, *grounds])
    waiting = float(
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--waiting')")
    )
    for text in TEXTS:
        for ground in grounds:
            if ground.endswith("tint") and text not in (ground.removesuffix("-tint"), "ink"):
                continue
            needed = 7 if more else 4.5
            assert contrast(colors[text], colors[ground]) >= needed, (text, ground)
    for ground in ("card", "node"):  # what waits for its step is fainter, and still to be read
        faint = [
            waiting * a + (1 - waiting) * b
            for a, b in zip(colors["ink"], colors[ground], strict=True)
        ]
        assert contrast(faint, colors[ground]) >= 4.5, ground


def test_without_colours_a_number_tells_by_its_mark_and_place_which_it_is(look):
    page = look(ag.walkthrough(slides_neuron()).html(), forced_colors="active")
    page.keyboard.press("End")
    found = page.evaluate(
        """() => [...document.querySelectorAll("svg.wide .node")].map(node =>
            [...node.querySelectorAll("text")].map(text => [text.getAttribute("class"),
            text.textContent.trim(), text.getBoundingClientRect().top]))"""
    )
    wires = [wire for wire in found if any(text in "►◄" for _, text, _ in wire)]
    assert len(wires) == 9
    for wire in wires:
        forward = [(text, top) for kind, text, top in wire if "forward" in kind]
        backward = [(text, top) for kind, text, top in wire if "backward" in kind]
        assert {text for text, _ in forward} > {"►"}
        if backward:
            assert {text for text, _ in backward} > {"◄"}
            assert max(top for _, top in forward) < min(top for _, top in backward)


AXE = """axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
    .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"""


@pytest.mark.slow
@pytest.mark.parametrize("name", [*GRAPHS, "batch", "updates", "diagram"])
def test_axe_finds_nothing(axe, look, name):
    page = look(shown(name).html())
    page.evaluate(axe)
    count = page.locator(".slide").count()
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for title, options in LOOKS.items():
            page.emulate_media(**options)
            for step in (count // 2 + 2, count) if count else (1,):
                page.evaluate(f"location.hash = 'step={step}'")
                page.wait_for_timeout(20)
                found += [(width, title, step, *each) for each in page.evaluate(AXE)]
    assert found == []


# Paper --------------------------------------------------------------------------------------


def test_on_paper_a_picture_has_the_room_that_its_words_leave(visit):  # noqa: F811
    here = visit(network(), color_scheme="dark")
    pdf = here.page.pdf(prefer_css_page_size=True)
    assert 21 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 2 * 21 + 1
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    here.page.emulate_media(media="print")
    here.page.set_viewport_size({"width": 794, "height": 1000})  # as on paper held upright
    background = "getComputedStyle(document.body).backgroundColor"
    assert here.page.evaluate(background) == "rgb(255, 255, 255)"
    for slide in here.page.locator(".slide").all():
        assert (
            slide.locator("h2").evaluate("x => getComputedStyle(x).display") == "table-header-group"
        )
        box = slide.locator("> svg").bounding_box()
        assert box["width"] <= 961
        is_alone = "own-sheet" in slide.get_attribute("class")
        rest = slide.bounding_box()["height"] - box["height"]
        assert box["height"] <= 641
        assert is_alone or box["height"] + rest <= 720
        assert slide.locator("thead").count() == 0 or slide.locator("thead").first.is_visible()
    assert here.page.locator(".own-sheet").count() > 0


# Notebooks and diagrams ---------------------------------------------------------------------


def test_a_frame_that_is_shown_later_is_laid_out_then(look):
    deck = ag.walkthrough(slides_neuron())._repr_mimebundle_()["text/html"]
    page = look(f"<!DOCTYPE html><title>x</title><main style='display: none'>{deck}</main>")
    page.wait_for_timeout(100)
    page.evaluate("document.querySelector('main').style.display = 'block'")
    frame = page.frames[1]
    frame.wait_for_function(
        "[...document.querySelectorAll('.picture > svg')]"
        ".some(drawing => drawing.getBoundingClientRect().width > 400)"
    )
    assert page.locator("iframe").bounding_box()["height"] >= 600
    inner = (
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.documentElement)"
    )
    assert frame.evaluate(inner) <= 0


def test_stepping_in_a_frame_does_not_move_the_notebook(look):
    deck = ag.walkthrough(network())._repr_mimebundle_()["text/html"]
    above = "<div style='height: 400px'></div>"
    page = look(f"<!DOCTYPE html><title>x</title>{above}{deck}<div style='height: 2000px'></div>")
    page.evaluate("scrollTo(0, 300)")
    page.frames[1].locator("#next").focus()
    before = page.evaluate("scrollY")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert page.frames[1].locator("#position").inner_text() == "21 / 21"
    assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("width", [500, 1400])
def test_a_diagram_is_no_wider_than_its_cell(look, width):
    svg = ag.draw(slides_neuron())._repr_mimebundle_()["image/svg+xml"]
    page = look(f"<!DOCTYPE html><title>x</title><div style='width: {width}px'>{svg}</div>")
    box = page.locator("svg").bounding_box()
    natural = page.evaluate(
        "(({ width, height }) => [width, height])(document.querySelector('svg').viewBox.baseVal)"
    )
    assert box["width"] <= width
    assert box["height"] / box["width"] == pytest.approx(natural[1] / natural[0], rel=0.01)


def test_a_diagram_is_a_page_that_zooms_and_moves(look):
    html = ag.draw(network(), theme="dark").html()
    assert not re.search(r"https?:(?!//www\.w3\.org/)|@import|url\(|<script[^>]* src", html)
    page = look(html, 640, 360)
    assert page.title() == page.get_by_role("img").first.get_attribute("aria-label")
    assert page.locator("html").get_attribute("lang") == "en"
    width = "document.querySelector('.picture > svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.keyboard.press("+")
    assert page.evaluate(width) == pytest.approx(1.25 * before, abs=2)
    for _ in range(4):
        page.keyboard.press("+")
    place = "document.querySelector('.picture').scrollLeft"
    moved = page.evaluate(place)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(place) > moved
    page.locator("#whole").click()
    assert page.evaluate(width) == pytest.approx(before, abs=2)
    page.locator(".picture").hover()
    page.mouse.wheel(0, -100)
    page.wait_for_function(f"{width} > {before + 10}")


def test_a_diagram_without_scripts_is_a_picture_with_a_name(look):
    page = look(ag.draw(slides_neuron()).html(), java_script_enabled=False)
    box = page.locator(".picture > svg").bounding_box()
    assert 300 < box["width"] <= 1280
    assert not page.locator("#larger").is_visible()
