"""Decks that ask: the number that is typed is judged by its value, and a wrong one is explained."""

import json
import re
from html import unescape

import pytest
from pictures import slides_neuron
from test_draw_labels import HOSTILE
from test_walkthrough import Page, shared_node, visit  # noqa: F401  # a fixture

import autograd_lite as ag

SPOKEN = r'<p class="spoken" hidden>(.*?)</p>'


def parts_of(html):
    return re.findall(r'<section class="slide ?(\w*)"', html)


def fields_of(html):
    found = re.findall(r'id="blank-(\d+)".*?data-known="(.*?)"', html)
    return {int(number): json.loads(unescape(known)) for number, known in found}


# What is in the page ------------------------------------------------------------------------


def test_a_question_stands_before_every_answer():
    deck = ag.walkthrough(slides_neuron(), blank="downstream")
    assert parts_of(deck.html()) == [
        "", "", "", "", "", "question", "answer", "question", "answer", "question", "answer",
        "answer",
    ]  # fmt: skip
    titles = [slide.title for slide in deck.deck.slides]
    assert titles[7:9] == ["Backward: ŷ → z?", "Backward: ŷ → z"]
    spoken = deck.deck.slides[7].spoken
    assert spoken == (
        "Your turn: ∂ŷ/∂z = ŷ·(1 − ŷ) = 0.2288, ∂L/∂z = ∂L/∂ŷ·∂ŷ/∂z = (−0.3543)·0.2288 = ?."
    )


def test_a_deck_that_asks_nothing_has_no_script_for_it():
    assert "blank" not in ag.walkthrough(slides_neuron()).html()


def test_the_picture_shows_a_number_with_its_answer_and_not_before():
    plain = ag.walkthrough(slides_neuron()).deck
    asking = ag.walkthrough(slides_neuron(), blank=["values", "downstream"]).deck
    answers = [i for i, slide in enumerate(asking.slides, start=1) if slide.part != "question"]
    for one, other in zip(plain.drawings, asking.drawings, strict=True):
        assert other.steps == range(1, len(asking.slides) + 1)
        for key, times in one.times.items():
            for change in ("value", "gradient"):
                if change in times:
                    assert other.times[key][change] == tuple(answers[i - 1] for i in times[change])


def test_what_has_been_told_is_shown_on_the_screen_and_not_on_paper():
    html = ag.walkthrough(slides_neuron(), blank="downstream").html()
    slide = html[html.index('id="slide-8"') : html.index('id="slide-9"')]
    screen, paper = slide.split('<div class="on-paper"')
    assert "0.3543" in screen
    assert "0.3543" not in paper.partition("</div>\n<p")[0].partition('<p class="spoken"')[0]
    assert "<input" not in paper


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_never_becomes_markup(label):
    x = ag.Value(2.0, label)
    html = ag.walkthrough(ag.exp(x) * x, blank="all", title=label).html()
    page = Page(html)
    assert page.tags["script"] == page.tags["style"] == page.tags["title"] == 1
    assert not page.open
    assert page.tags["input"] == len(fields_of(html)) + 1  # and the slider
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]


def test_hints_are_of_other_numbers_each_once():
    for known in fields_of(ag.walkthrough(shared_node(), blank="all").html()).values():
        wrong = [number for number, _ in known["hints"]]
        assert len({round(x, 6) for x in [*wrong, known["answer"]]}) == len(wrong) + 1


# In a browser -------------------------------------------------------------------------------

#: for the downstream gradient of z, −0.35434369 × 0.22878424 = −0.08106829
UPSTREAM = "That is the upstream gradient ∂L/∂ŷ: multiply it by the local gradient ∂ŷ/∂z."
TYPED = {
    "-0.0810683": "Right.",
    "−0.0811": "Right.",
    "-0,0811": "Right.",
    "-8.107e-2": "Right.",
    "-0.354344*0.228784": "Right.",
    "−0,354344 · 0,228784": "Right.",
    "(-0.354344)×0.228784": "Right.",
    "-10^-1*0.81068": "Right.",
    "−0.81068·10⁻¹": "Right.",
    "-३/३७": "Right.",
    "-０．０８１１": "Right.",
    "-0.08": "Close. Calculate with more digits.",
    "0.0811": "The size is right, but the sign is not.",
    "-0.811": "The digits are right, but the decimal point is not.",
    "-0.3543": UPSTREAM,
    "0.2288": "That is the local gradient ∂ŷ/∂z: multiply it by the upstream gradient ∂L/∂ŷ.",
    "-0.12556": "You have added: the upstream and the local gradient are multiplied.",
    "-1.5488": "You have divided: the upstream and the local gradient are multiplied.",
    "-0.085042": "You have put in z where ŷ belongs.",
    "-12.335": "That is upside down: 1 divided by what is asked for.",
    "-0.22878": (
        "You have multiplied by the value of ŷ, and not by the local gradient ∂ŷ/∂z."
    ),
    "7": "Not yet. Look at each of the factors again.",
    "half": "That is no number. Write it as 0.125, 1/8 or 2.5e-3.",
    "1/0": "That is no number. Write it as 0.125, 1/8 or 2.5e-3.",
    "1,234.5": "That is no number. Write it as 0.125, 1/8 or 2.5e-3.",
    "(1": "That is no number. Write it as 0.125, 1/8 or 2.5e-3.",
    "": "",
}  # fmt: skip


@pytest.fixture
def asking(browser, tmp_path):
    """Open a deck that asks; nothing may be complained about."""
    contexts, complaints = [], []

    def open_page(root, blank, fragment="", **options):
        path = ag.walkthrough(root, blank=blank, **options).save(tmp_path / "asking.html")
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def say(page, number, typed):
    field = page.locator(f"#blank-{number}")
    field.fill(typed)
    field.press("Enter")
    return page.locator(f"#told-{number}").inner_text()


def test_a_number_is_judged_by_its_value_and_a_wrong_one_is_explained(asking):
    page = asking(slides_neuron(), "downstream", "#step=8")
    told = {typed: say(page, 2, typed) for typed in TYPED}
    assert told == TYPED


def test_one_eighth_in_all_its_spellings(asking):
    x = ag.Value(0.5, "x")
    page = asking(x**3, "values", "#step=2")
    spellings = "0.125 1/8 1/2^3 0,125 2^-3 2⁻³ 1/2³ ⅛ .125 1:8 2**-3 12.5e-2 -(-1/8)"
    for typed in spellings.split():
        assert say(page, 1, typed) == "Right.", typed


def test_mixed_numbers_are_sums(asking):
    page = asking(ag.Value(-2.5, "x") + 0.0, "values", "#step=2")
    for typed in ("-2½", "-2 1/2", "−2 ½", "-5/2", "-२ १/२"):
        assert say(page, 1, typed) == "Right.", typed


def test_each_kind_of_question_knows_its_mistakes(asking):
    page = asking(shared_node(), "all")
    kinds = [(q.number, q.kind) for q in ag.explain(shared_node(), blank="all").questions]
    known = {kind: [n for n, each in kinds if each == kind] for _, kind in kinds}
    page.goto(page.url.partition("#")[0] + "#step=2")
    assert say(page, known["values"][0], "3") == (
        "That is x, which goes in; asked for is what comes out."
    )
    page.goto("about:blank")
    page = asking(shared_node(), "all", "#step=13")
    assert say(page, known["accumulated"][0], "3") == (
        "That is one of the gradients that arrive at x: add all of them up."
    )
    assert say(page, known["local"][-1], "9") == "That is the value of v₁, and not a gradient."
    assert say(page, known["upstream"][-1], "9") == "That is the value of v₁, and not a gradient."
    assert say(page, known["downstream"][-1], "7") == (
        "That is all that arrives at x; asked for is what v₁ sends."
    )
    assert say(page, known["local"][-1], "1") == (
        "That is the upstream gradient ∂y/∂v₁; asked for is the local one, ∂v₁/∂x[2]."
    )


def test_a_field_has_a_name_keeps_its_keys_and_says_what_it_says_aloud(asking):
    page = asking(slides_neuron(), "downstream", "#step=8")
    field = page.get_by_role("textbox", name="∂L/∂z, blank 2")
    field.press_sequentially("p 1")
    field.press("ArrowLeft")
    field.press("Home")
    assert field.input_value() == "p 1"
    assert page.locator(".slide.current").get_attribute("id") == "slide-8"
    field.fill("-0.0811")
    field.press("Tab")  # is looked at when the field is left
    told = page.get_by_role("status").filter(has_text="Right.")
    assert told.count() == 1
    assert field.get_attribute("aria-describedby") == told.get_attribute("id")
    assert field.get_attribute("aria-invalid") == "false"
    page.locator("#next").click()
    assert page.locator(".slide.current").get_attribute("id") == "slide-9"


def test_on_paper_the_questions_come_first_and_nothing_tells(asking):
    page = asking(slides_neuron(), ["local", "downstream"])
    page.emulate_media(media="print")
    tops = page.evaluate(
        """() => [...document.querySelectorAll(".slide")].map(
            (slide) => [slide.className.split(" ")[1] ?? "", slide.getBoundingClientRect().top])"""
    )
    in_order = [part for part, _ in sorted(tops, key=lambda each: each[1])]
    assert in_order.index("answer") > max(i for i, p in enumerate(in_order) if p == "question")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    script = """() => [...document.querySelectorAll(".slide:not(.answer) *")]
        .filter((element) => element.checkVisibility({ opacityProperty: true }))
        .filter((element) => !element.children.length)
        .map((element) => element.textContent).join(" ")"""
    seen = page.evaluate(script)
    assert "0.6457" in seen
    for answer in ("0.2288", "−0.3543", "−0.08107"):
        assert answer not in seen


def test_without_script_it_is_a_worksheet_with_the_answers_at_the_end(browser, tmp_path):
    path = ag.walkthrough(slides_neuron(), blank="all").save(tmp_path / "asking.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    first = page.locator("#slide-3").bounding_box()["y"]  # the answer to the first question
    last = max(box.bounding_box()["y"] for box in page.locator(".slide.question").all())
    assert last < first
    red = page.locator(".picture > .wide .fill-backward")
    assert red.count() > 5
    assert not any(number.is_visible() for number in red.all())
    context.close()
