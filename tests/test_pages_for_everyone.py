"""Pages for everyone: what is heard, looks, what axe-core finds, paper, notebooks, diagrams."""

import re

import pytest
from pages import GRAPHS, network, shown
from pictures import slides_neuron
from test_walkthrough import visit  # noqa: F401  # a fixture

import autograd_lite as ag

SIZES = [(360, 640), (740, 360), (640, 360), (1280, 720), (1920, 1080)]
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}


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
    told = drawing.get_attribute("aria-label")
    assert re.match(r"(graph of \d+ nodes|network of 2-3-1)\. .* = .* \(", told)
    assert not re.search(r"\d\.\d", told)  # the steps tell the numbers
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
        """() => [...document.querySelectorAll("svg.wide .edge")].map(node =>
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
@pytest.mark.parametrize(
    "name", [*GRAPHS, "batch", "updates", "practice", "right to left", "diagram"]
)
def test_axe_finds_nothing(axe, look, name):
    page = look(shown(name).html())
    page.evaluate(axe)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
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


def test_what_is_closed_takes_no_room_on_paper(look):
    page = look(ag.walkthrough(slides_neuron()).html())
    closed, opened = page.locator("details").nth(0), page.locator("details").nth(1)
    opened.evaluate("x => { x.open = true }")
    page.evaluate("document.documentElement.classList.add('measured')")
    for medium in ("screen", "print"):  # where it is measured, and where it is
        page.emulate_media(media=medium)
        assert closed.bounding_box() is None
        assert opened.bounding_box()["height"] > 50
    page.evaluate("document.documentElement.classList.remove('measured')")
    page.emulate_media(media="screen")
    assert closed.evaluate("x => getComputedStyle(x).display") == "block"  # where it can be opened


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
    told = page.get_by_role("img").first.get_attribute("aria-label")
    assert page.title() == "network of 2-3-1" == told.split(". ")[0]
    assert "0.4323" in told
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
