"""The page of a function: its numbers are Python's, wherever a pointer or a key moves the point."""

import base64
import hashlib
import itertools
import math
import re
from itertools import pairwise

import pytest
from test_draw_labels import HOSTILE
from test_pages_for_everyone import AXE, LOOKS, SIZES
from test_walkthrough import Page
from test_words import HEBREW

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.words.languages import LANGUAGES, choose_language
from autograd_lite.viz.words.words import ENGLISH

SLOPE = Value(2.0, "w")
CURVES = {
    "product": lambda x: ag.sin(x) * x,
    "polynomial": ag.parse("x**3 - 2*x"),
    "pole": lambda x: 1.0 / x,
    "logarithm": ag.log,
    "kink": lambda x: ag.abs(x) + ag.relu(x - 1.0),
    "step": ag.sign,
    "steep": lambda x: ag.tanh(1000.0 * x),
    "huge": lambda x: ag.exp(300.0 * x),
    "closed over": lambda x: SLOPE * x * x,
    "derivative": ag.grad(lambda x: x**3),
    "compiled": ag.compile(lambda x: ag.exp(-x * x)),
}
FIELDS = {
    "saddle": lambda x, y: x * x - y * y,
    "waves": lambda a, b: ag.sin(a) * ag.cos(b),
    "logarithm": lambda x, y: ag.log(x * y),
    "pole": lambda x, y: 1.0 / (x - y),
    "one of two": lambda x, y: 2.0 * x,
    "network": nn.MLP(2, [3, 1], rng=0),
}
FIELDS["network"] = lambda x, y, model=FIELDS["network"]: model([x, y])


def numbers(page):
    """What is told at the point, by its key."""
    settle(page)
    cells = page.locator("[data-number]").all()
    return {cell.get_attribute("data-number"): cell.inner_text() for cell in cells}


def shown(page):
    """The point, and the value and the gradient there, as numbers."""
    found = numbers(page)

    def read(kind):
        texts = [text for key, text in found.items() if re.fullmatch(rf"{kind}\d", key)]
        return [as_number(text) for text in texts]

    return read("x"), read("f")


def as_number(text):
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(text.replace("−", "-").replace("·10", "e").translate(raised))


def told(page):
    settle(page)
    return page.locator("#told").inner_text()


def settle(page):
    """Wait until what was changed is drawn."""
    if page.evaluate("document.documentElement.matches('.scripted')"):
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    settle(page)


# Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CURVES)
def test_the_numbers_of_a_curve_are_pythons_wherever_the_point_is(look, name):
    f = CURVES[name]
    page = look(ag.explore(f, (-2.0, 3.0), at=0.7, precision=17).html())
    for keys in (["ArrowRight"], ["Shift+ArrowLeft"] * 3, ["ArrowLeft", "+"], ["ArrowRight"] * 4):
        press(page, *keys)
        (x,), (value, slope) = shown(page)
        expected = ag.value_and_grad(f)(x)
        assert (value, slope) == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", FIELDS)
def test_the_numbers_of_a_field_are_pythons_wherever_the_point_is(look, name):
    f = FIELDS[name]
    page = look(ag.explore(f, (-2, 3), (-1, 1), at=(0.7, 0.25), precision=17).html())
    for keys in (["ArrowRight"], ["Shift+ArrowUp"], ["ArrowLeft", "+"], ["ArrowDown"] * 4):
        press(page, *keys)
        point, (value, *slopes) = shown(page)
        expected = ag.value_and_grad(f, (0, 1))(*point)
        assert (value, tuple(slopes)) == (
            pytest.approx(expected[0], rel=1e-12, nan_ok=True),
            pytest.approx(expected[1], rel=1e-12, abs=1e-15, nan_ok=True),
        )


@pytest.mark.parametrize("precision", [1, 2, 4, 17])
def test_numbers_are_written_as_python_writes_them(look, precision):
    text, page = Text(precision), look(ag.explore(ag.sin, precision=precision).html())
    given = [0.0, -0.0, 0.125, 2.5, 0.5, 1e22, 1e-5, 99999.5, -1.5e-7, 5e-324, 1e300, 1235.5]
    given += [math.sin(i) * 10.0 ** (i % 23 - 11) for i in range(400)]
    given += [i / 2**k for i in range(1, 40, 2) for k in range(8)]
    written = page.evaluate(f"xs => xs.map(x => numbersOf({precision}, '.')(x))", given)
    assert written == [text.number(x) for x in given]


def test_the_graph_beside_it_follows(look):
    page = look(ag.explore(lambda x: ag.exp(x) * SLOPE + 1.0, at=0.0).html())
    press(page, "Shift+ArrowRight", "ArrowRight")
    (x,), (value, slope) = shown(page)
    rows = [
        row.locator("td").all_inner_texts() for row in page.locator("section.graph tbody tr").all()
    ]
    e = math.exp(x)
    green = [as_number(row[0]) for row in rows]
    red = [as_number(row[1]) for row in rows]
    assert green == pytest.approx([x, e, 2.0, 2 * e, 2 * e + 1], rel=1e-3)
    assert red == pytest.approx([2 * e, 2.0, e, 1.0, 1.0], rel=1e-3)
    assert (green[-1], red[0]) == (value, slope)
    drawn = {as_number(x) for x in page.locator(".drawn > .wide [data-slot]").all_text_contents()}
    assert drawn == {*green, *red}


def cases(x):
    return ag.where(x < 0.5, x * x, x + 1.0)


def held(x):
    return x.detach() * x


@pytest.mark.parametrize("f", [cases, held])
def test_a_graph_that_is_another_one_elsewhere_is_not_shown(look, f):
    page = look(ag.explore(f, at=1.5, precision=12).html())
    assert page.locator(".drawn, section.graph, .formula math").count() == 0
    press(page, *["Shift+ArrowLeft"] * 3)
    (x,), found = shown(page)
    assert x < 0.0
    assert found == pytest.approx([*ag.value_and_grad(f)(x)], rel=1e-10)


# What is drawn ------------------------------------------------------------------------------

RUNS = """() => [...document.querySelectorAll(".curve")].map(path => path.getAttribute("d")
    .replace("h.1", "").slice(1).split("L").map(point => point.split(" ").map(Number)))"""
HEIGHT = "document.querySelector('.box').getBoundingClientRect().height"


@pytest.mark.parametrize(
    ("name", "count"), {"pole": 2, "step": 3, "steep": 1, "kink": 1, "logarithm": 1}.items()
)
def test_a_curve_has_gaps_and_no_walls(look, name, count):
    page = look(ag.explore(CURVES[name], (-2.0, 2.0), at=0.5).html())
    settle(page)
    runs, height = page.evaluate(RUNS), page.evaluate(HEIGHT)
    assert len([run for run in runs if len(run) > 1]) in (count, count - 1)
    if name == "steep":
        return
    for run in runs:
        for (_, y), (_, z) in pairwise(run):
            inside = -height < y < 2 * height and -height < z < 2 * height
            assert not inside or abs(z - y) < height / 2


def drawn_curve(page):
    """The runs of a curve as points of the function, and not of the screen."""
    settle(page)
    box = page.evaluate("(() => { const b = document.querySelector('.box').getBBox();"
                        "return [b.x, b.y, b.width, b.height] })()")  # fmt: skip
    return page.evaluate(RUNS), box


def turns(run):
    """How often a run goes from up to down, or from down to up."""
    rises = [z > y for (_, y), (_, z) in pairwise(run) if abs(z - y) > 1e-3]
    return sum(a != b for a, b in pairwise(rises))


@pytest.mark.parametrize(
    ("f", "limits", "count"),
    [
        (lambda x: ag.sin(300.0 * x), (-3.0, 3.0), 1800 / math.pi),
        (lambda x: ag.sin(1.0 / x), (0.02, 1.0), (1 / 0.02 - 1.0) / math.pi),
    ],
)
def test_a_curve_swings_as_often_as_its_function(look, f, limits, count):
    page = look(ag.explore(f, limits, at=0.5).html())
    (run,), (_, _, _, height) = drawn_curve(page)
    assert turns(run) == pytest.approx(count, abs=1.5)
    ys = [y for _, y in run]
    assert max(ys) - min(ys) == pytest.approx(height / 1.16, rel=0.01)


@pytest.mark.parametrize(("f", "edge"), [(ag.sqrt, 0.0), (lambda x: ag.sqrt(0.7 - x), 0.7)])
def test_a_curve_goes_to_where_its_function_ends(look, f, edge):
    page = look(ag.explore(f, (-1.03, 4.0), at=0.5).html())
    (run,), (left, _, width, _) = drawn_curve(page)
    x, y = run[0] if edge == 0.0 else run[-1]
    assert x == pytest.approx(left + (edge + 1.03) / 5.03 * width, abs=0.1)
    axis = page.locator(".grid .zero").last.get_attribute("d")
    assert y == pytest.approx(float(re.search(r" (\S+)H", axis)[1]), abs=0.5)


@pytest.mark.parametrize(
    "f", [ag.tan, ag.sign, lambda x: 1.0 / (x - 0.01234), ag.log, lambda x: ag.sqrt(x + 2.9)]
)
def test_a_curve_with_a_leap_or_an_end_in_view_is_told_to_have_gaps(look, f):
    assert "has gaps" in told(look(ag.explore(f, (-3.1, 3.0), at=1.0).html()))


@pytest.mark.parametrize(
    ("f", "limits"),
    [
        (ag.sin, (0.0, 3.0)), (ag.exp, (0.0, 1e4)), (lambda x: x * x, (-1e90, 1e90)),
        (lambda x: 1e-5 * x + 123456.789, (-3.0, 3.0)), (lambda x, y: ag.sin(x) * y, (1.0, 9.0)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_numbers_at_axes_are_read_whole(look, f, limits, size):
    page = look(ag.explore(f, limits).html(), *size)
    for keys in ([], ["+"] * 40, ["ArrowRight"] * 3, ["0"]):
        press(page, *keys)
        frame = page.locator("#plot").bounding_box()
        boxes = [each.bounding_box() for each in page.locator(".axes text:not(.name)").all()]
        assert len(boxes) > 2
        for box in boxes:
            assert frame["x"] <= box["x"]
            assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        for a, b in itertools.combinations(boxes, 2):
            apart = max(b["x"] - a["x"] - a["width"], a["x"] - b["x"] - b["width"])
            assert apart > 0.0 or abs(a["y"] - b["y"]) > 10.0


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_numbers_of_level_lines_are_not_on_the_names_of_axes(look, size):
    page = look(ag.explore(lambda x, y: x**2 + 3 * y**2, (-3, 3)).html(), *size)
    for _ in range(6):
        names = [each.bounding_box() for each in page.locator(".axes .name").all()]
        levels = [each.bounding_box() for each in page.locator("text.height").all()]
        assert levels
        for a, b in itertools.product(names, levels):
            across = max(b["x"] - a["x"] - a["width"], a["x"] - b["x"] - b["width"])
            down = max(b["y"] - a["y"] - a["height"], a["y"] - b["y"] - b["height"])
            assert max(across, down) > -1.0
        press(page, "+")


def test_all_of_a_small_graph_is_seen_beside_its_function(look):
    page = look(ag.explore(lambda x, y: x**2 + 3 * y**2, (-3, 3)).html(), 1280, 720)
    room, width = page.evaluate(
        "(picture => [picture.clientWidth, picture.scrollWidth])(document.querySelector('.drawn'))"
    )
    assert width <= room


def test_a_graph_that_is_too_wide_begins_with_the_variables(look):
    def wide(x):
        return ag.tanh(ag.exp(ag.sin(ag.cos(ag.tanh(ag.exp(ag.sin(ag.cos(x))))))))

    page = look(ag.explore(wide).html(), 1280, 720)
    drawn = "document.querySelector('.drawn')"
    assert page.evaluate(f"{drawn}.scrollWidth > {drawn}.clientWidth")
    assert page.evaluate(f"{drawn}.scrollLeft") == 0


def test_a_number_moved_into_the_frame_is_not_on_another(look):
    page = look(ag.explore(ag.sin, (0.0, 3.0), at=1.2345678).html())
    press(page, *["+"] * 60, *["ArrowRight"] * 3)
    across = [each.bounding_box() for each in page.locator(".axes .tick").all()]
    across = [box for box in across if box["y"] > across[0]["y"] - 5.0]
    assert len(across) > 3
    assert all(a["x"] + a["width"] < b["x"] for a, b in pairwise(across))


@pytest.mark.parametrize("f", [ag.sin, lambda x, y: ag.sin(x) * y])
@pytest.mark.parametrize(("limits", "zooms"), [((1e6, 1e6 + 10.0), 0), ((0.0, 3.0), 40)])
def test_the_point_is_told_with_the_digits_that_a_step_changes(look, f, limits, zooms):
    page = look(ag.explore(f, limits, at=None).html())
    press(page, *["+"] * zooms)
    places = []
    for _ in range(4):
        (x, *_), _ = shown(page)
        places.append(x)
        press(page, "ArrowRight")
    assert places == sorted({*places})


def cubic_root(x):
    return ag.sign(x) * ag.abs(x) ** (1.0 / 3.0)


@pytest.mark.parametrize(
    ("f", "limits", "x", "has_tangent"),
    [
        (ag.abs, (-3.0, 3.0), 0.0, False), (ag.relu, (-3.0, 3.0), 0.0, False),
        (ag.sign, (-3.0, 3.0), 0.0, False), (cubic_root, (-3.0, 3.0), 0.0, False),
        (ag.sqrt, (0.0, 4.0), 0.0, False), (lambda x: x**x, (0.0, 3.0), 0.0, False),
        (lambda x: ag.abs(x - 1e6), (1e6 - 1.0, 1e6 + 1.0), 1e6, False),
        (ag.abs, (-3.0, 3.0), 0.5, True), (lambda x: x**3, (-3.0, 3.0), 0.0, True),
        (lambda x: x * ag.abs(x), (-3.0, 3.0), 0.0, True),
        (lambda x: ag.sin(1e4 * x), (-3.0, 3.0), 0.3, True),
        (lambda x: ag.tanh(1000.0 * x), (-3.0, 3.0), 0.0, True),
        (lambda x: 1e-5 * x + 123456.789, (-3.0, 3.0), 1.0, True),
        (ag.sin, (-1e6, 1e6), 4e5, True), (ag.sin, (0.0, 1e-200), 5e-201, True),
        (lambda x: 0.0 * x + 3.0, (-3.0, 3.0), 1.0, True),
    ],
)  # fmt: skip
def test_a_tangent_is_told_and_drawn_where_there_is_one(look, f, limits, x, has_tangent):
    page = look(ag.explore(f, limits, at=x).html())
    assert ("no tangent" in told(page)) != has_tangent
    assert (numbers(page)["tangent"] != "–") == has_tangent
    assert page.locator("path.tangent").count() == has_tangent
    press(page, *["+"] * 12)
    assert page.locator("path.tangent").count() == has_tangent


def test_zooming_makes_the_curve_its_tangent(look):
    page = look(ag.explore(lambda x: ag.sin(x) * x, at=1.0).html())
    shares = []
    for _ in range(8):
        shares.append(as_number(re.search(r": (\S+) %", told(page))[1]))
        press(page, "+", "+")
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.5
    page.locator("#whole").click()
    press(page)
    assert as_number(re.search(r": (\S+) %", told(page))[1]) == shares[0]


@pytest.mark.parametrize("name", [*CURVES, *FIELDS])
def test_a_hand_can_do_nothing_that_leaves_no_number_or_an_error(look, name):
    errors = []
    f = CURVES.get(name) or FIELDS[name]
    page = look(ag.explore(f).html())
    page.on("pageerror", lambda error: errors.append(str(error)))
    box = page.locator("#plot").bounding_box()
    for i in (0, 3, 7, 8, 9, 11):
        page.mouse.move(box["x"] + 80 + 37 * i, box["y"] + 30 + 23 * i)
        page.mouse.wheel(0, -900 if i % 3 else 700)
        press(page, *(["+"] * 30 if i == 7 else ["-"] * 60 if i == 9 else ["ArrowLeft"]))
    assert errors == []
    drawn = page.locator("#plot svg").evaluate("svg => svg.innerHTML")
    assert not re.search(r"(?<!>)(NaN|Infinity)", drawn)
    assert all(numbers(page).values())


PRINTED = """() => {
    for (const { cssRules } of document.styleSheets)
        for (const { media } of cssRules)
            if (media) media.mediaText = media.mediaText === "print" ? "all" : `not all`;
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    return ["#plot canvas", ".axes .box", "body"].map(box).map(b => [b.x, b.y, b.width, b.height]);
}"""


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (1920, 600)])
def test_tints_and_axes_are_printed_on_each_other(look, size):
    """The size of a sheet is not told to scripts before it is printed."""
    page = look(ag.explore(lambda x, y: x * y).html(), *size)
    settle(page)
    canvas, box, body = page.evaluate(PRINTED)
    assert canvas == pytest.approx(box, abs=1.5)
    assert box[0] + box[2] <= body[0] + body[2]


def test_a_readers_own_colours_leave_numbers_where_they_are(look):
    html = ag.explore(lambda x: ag.sin(1.0 / x), at=0.3).html()
    rows = []
    for colors in ("none", "active"):
        page = look(html, forced_colors=colors)
        press(page, "ArrowRight")
        rows.append([x.get_attribute("x") for x in page.locator(".drawn > .wide text").all()])
    assert rows[0] == rows[1]


def test_without_scripts_the_numbers_have_the_whole_page(look):
    page = look(ag.explore(ag.sin).html(), java_script_enabled=False)
    assert page.locator("section.numbers").bounding_box()["width"] > 0.9 * 1280


def test_a_window_of_another_size_shows_the_same_part(look):
    page = look(ag.explore(lambda x, y: x * y, at=(1.0, 0.5)).html())
    ticks = "[...document.querySelectorAll('.axes .tick')].map(each => each.textContent)"
    settle(page)
    whole = page.evaluate(ticks)
    press(page, *["+"] * 8)
    near = page.evaluate(ticks)
    for size in ((800, 600), (390, 844), (1280, 720)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        settle(page)
        settle(page)
        seen = [as_number(text) for text in page.evaluate(ticks)]
        assert all(0.2 < abs(number) < 1.3 for number in seen)
    assert page.evaluate(ticks) == near
    press(page, "0")
    assert page.evaluate(ticks) == whole


def test_a_finger_moves_the_point_and_two_zoom(look):
    page = look(ag.explore(lambda x, y: x * y).html(), 390, 844, has_touch=True)
    box = page.locator("#plot").bounding_box()
    page.touchscreen.tap(box["x"] + 200, box["y"] + 100)
    press(page)
    first, _ = shown(page)
    page.touchscreen.tap(box["x"] + 120, box["y"] + 200)
    press(page)
    second, _ = shown(page)
    assert second[0] < first[0]
    assert second[1] < first[1]


# Mistakes -----------------------------------------------------------------------------------


CALLS = itertools.count()


def branching(x):
    return x if x > 0 else -x


@pytest.mark.parametrize(
    ("f", "options", "error", "told"),
    [
        (lambda x, y, z: x, {}, ValueError, "one or two numbers is needed, and this takes 3"),
        (lambda: 1.0, {}, ValueError, "one or two numbers is needed, and this takes 0"),
        (lambda x: x, {"y": (0, 1)}, ValueError, "while the ranges are for 2"),
        (lambda x, *, k: k * x, {}, ValueError, "it needs 'k' by name"),
        (lambda x: 3.0, {}, ValueError, "does not depend on x"),
        (lambda x: None, {}, TypeError, "a real number is needed, got None"),
        (lambda x: [x, x], {}, TypeError, "f must return one number"),
        (branching, {}, ag.TracingError, "ag.where"),
        (lambda x: math.sin(x), {}, TypeError, "write ag.sin"),
        (3, {}, TypeError, "f: a function is needed"),
        (ag.sin, {"x": (3, -3)}, ValueError, "x: two numbers"),
        (ag.sin, {"x": (1, 1)}, ValueError, "the smaller first"),
        (ag.sin, {"x": (0, math.nan)}, ValueError, "x: a finite number"),
        (ag.sin, {"x": (0, math.inf)}, ValueError, "x: a finite number"),
        (ag.sin, {"x": (1, 1 + 1e-12)}, ValueError, "too near"),
        (ag.sin, {"x": (0, 1e200)}, ValueError, "two numbers up to"),
        (ag.sin, {"x": 3}, TypeError, "a pair"),
        (ag.sin, {"at": (1, 2)}, ValueError, "at: a number for each of x is needed"),
        (ag.sin, {"at": math.nan}, ValueError, "at: a finite number"),
        (ag.sin, {"at": 4.0}, ValueError, "at: x = 4 is outside of its range, -3 to 3"),
        (lambda x: Value(2.0) * x, {}, ValueError, "make Values, and models, once and outside"),
        (lambda x: x * next(CALLS), {}, ValueError, "the same every time"),
        (lambda x, y: x * y, {"at": 1}, ValueError, "at: a number for each of x, y is needed"),
        (ag.sin, {"precision": 0}, ValueError, "precision"),
        (ag.sin, {"title": 3}, TypeError, "title"),
        (ag.sin, {"language": "xx"}, ValueError, "language"),
    ],
)
def test_what_cannot_be_shown_says_why(f, options, error, told):
    with pytest.raises(error, match=re.escape(told)):
        ag.explore(f, **options)


@pytest.mark.parametrize("f", [lambda p: p[0] * p[1], nn.Neuron(2, rng=0)])
def test_who_explores_a_function_of_a_vector_is_told_how(f):
    with pytest.raises(TypeError) as caught:
        ag.explore(f)
    assert "lambda x, y: f([x, y])" in caught.value.__notes__[0]


def cube(x):
    return x**3


@pytest.mark.parametrize(
    ("f", "name"),
    [
        (cube, "cube"), (ag.compile(cube), "cube"), (ag.grad(cube), "f"),
        (ag.grad(ag.compile(cube)), "f"), (ag.compile(ag.grad(cube)), "f"),
        (ag.hessian(cube), "f"), (ag.grad(ag.sin), "f"), (ag.sin, "sin"),
    ],
)  # fmt: skip
def test_a_derivative_does_not_have_the_name_of_its_function(f, name):
    assert repr(ag.explore(f)) == f"<Exploration of {name}(x)>"


@pytest.mark.parametrize("f", [lambda x, y: 1.0 / (x - y), lambda x, y: ag.log(1.0 - x - y)])
def test_the_first_point_is_no_pole_on_a_diagonal(look, f):
    assert all(map(math.isfinite, shown(look(ag.explore(f, (-2.0, 2.0)).html()))[1]))


def test_nothing_of_a_users_is_changed():
    w = Value(2.0, "w")
    w.grad = 5.0
    ag.explore(lambda x: w * x)
    assert (w.data, w.grad) == (2.0, 5.0)


# The page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_and_a_title_are_text(look, label, tmp_path):
    w = Value(2.0, label)
    made = ag.explore(lambda x: w * x, title=label or "x")
    page = Page(made.html().encode(errors="replace").decode())
    assert page.tags["script"] == page.tags["style"] == 1
    assert not page.tags["b"]
    assert made.save(tmp_path / "x.html").exists()


def test_the_page_needs_nothing_else_and_allows_nothing_else():
    html = ag.explore(lambda x, y: x * y).html()
    page = Page(html)
    assert len(html.encode()) < 100_000
    assert not page.all("src", "srcset", "action", "data", "poster", "style", "xlink:href")
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not re.search(r"https?:(?!//www\.w3\.org/)|@import|fetch\(|import\(|eval\(", html)
    policy = next(value for _, name, value in page.attributes if "default-src" in value)
    for tag in ("script", "style"):
        digest = hashlib.sha256(page.inside(tag).encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_a_change_is_told_once_and_after_it(look):
    page = look(ag.explore(lambda x: x * x, at=1.0).html())
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => window.told.push(
            document.getElementById("live").textContent)).observe(
            document.getElementById("live"), { childList: true }); }"""
    )
    page.evaluate(
        """() => { for (let i = 0; i < 5; i++) document.getElementById("plot").dispatchEvent(
            new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })); }"""
    )
    page.locator("#live", has_text="x = 1.3").wait_for(state="attached")
    assert page.evaluate("told") == ["x = 1.3; f(x) = 1.69; f′(x) = 2.6"]


def test_without_scripts_the_numbers_and_the_graph_remain(look):
    page = look(ag.explore(lambda x: x * x, at=1.5).html(), java_script_enabled=False)
    assert numbers(page)["f0"] == "2.25"
    assert numbers(page)["f1"] == "3"
    assert page.locator("section.graph tbody tr").count() == 2
    assert page.locator(".drawn > .wide").is_visible()
    for selector in ("#plot", "[data-number=tangent]"):
        assert not page.locator(selector).is_visible()


def test_a_notebook_shows_it_in_a_frame(look):
    shown = ag.explore(ag.sin)._repr_mimebundle_()
    assert shown["text/plain"] == "<Exploration of sin(x)>"
    page = look(f"<!DOCTYPE html><title>x</title>{shown['text/html']}")
    curve = page.frame_locator("iframe").locator(".curve")
    curve.wait_for(state="attached")  # the frame may come after the page
    assert curve.count() == 1


@pytest.mark.parametrize("language", [*LANGUAGES, HEBREW])
def test_every_language_has_a_page(look, language):
    words = choose_language(language)
    page = look(ag.explore(lambda x: x * x / 3.0, at=0.5, language=language).html())
    assert page.locator("html").get_attribute("lang") == words.code
    assert numbers(page)["f0"] == "0.08333".replace(".", words.decimal)
    press(page, "+")
    assert "{" not in page.locator("body").inner_text()


def test_what_the_script_says_is_in_the_catalogue(look):
    from autograd_lite.viz.web.document import read

    said = set(re.findall(r"\bphrases\.(\w+)", read("explore.js", "autograd_lite.viz.pages")))
    assert said <= {*ENGLISH.section("explore")}


def test_it_prints(look):
    page = look(ag.explore(lambda x, y: x * y, at=(1.0, 2.0)).html(), color_scheme="dark")
    pdf = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 2
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("#larger").is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["product", "waves"])
def test_axe_finds_nothing(axe, look, name):
    page = look(ag.explore(CURVES.get(name) or FIELDS[name]).html())
    page.evaluate(axe)
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for title, options in LOOKS.items():
            page.emulate_media(**options)
            page.wait_for_timeout(20)
            found += [(width, title, *each) for each in page.evaluate(AXE)]
    assert found == []


def test_every_operation_of_one_number_can_be_explored():
    for operation in TABLE.values():
        if operation.arity == range(1, 2):
            assert "computeValue" in ag.explore(operation, (0.1, 0.9)).html()
