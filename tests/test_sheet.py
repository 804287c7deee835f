"""Sheets: what is measured, and what every writer makes of every shape."""

import io
import re
import struct
import xml.etree.ElementTree as ET
import zlib

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pictures import SVG

from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet import faces
from autograd_lite.viz.sheet.glyphs import glyphs
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.pdf import pdf
from autograd_lite.viz.sheet.png import png
from autograd_lite.viz.sheet.raster import raster
from autograd_lite.viz.sheet.read import read_svg
from autograd_lite.viz.sheet.shapes import (
    Circle,
    Curve,
    Group,
    Line,
    Polygon,
    Rectangle,
    Sheet,
    Text,
    color,
    flat,
    moved,
)  # fmt: skip
from autograd_lite.viz.sheet.svg import write_svg
from autograd_lite.viz.sheet.tex import tex
from autograd_lite.viz.sheet.tikz import tikz

LOOK = THEMES["slides"]
NAMES = [*faces.FILES.values(), faces.SIGNS]
#: of every kind of shape one, within 100 × 100 points, that covers (50, 50)
SHAPES = {
    "line": Line(((10, 50), (90, 50)), "forward", 4, arrow=True),
    "dashed line": Line(((50, 10), (50, 90)), "forward", 4, dashed=True),
    "curve": Curve(((10, 50), (40, 50), (60, 50), (90, 50)), "forward", 4),
    "circle": Circle(50, 50, 20, "ink", "forward", 2),
    "rectangle": Rectangle(20, 30, 60, 40, 8, "ink", "forward"),
    "polygon": Polygon(((10, 10), (90, 30), (60, 90)), "ink", "forward"),
    "text": Text(50, 62, "■", 40, "forward", "middle"),
    "group": Group((Circle(50, 50, 20, "", "forward"),), "n0"),
}


def sheet(*shapes):
    return Sheet(100, 100, shapes, "some shapes")


def rgb(value):
    return tuple(bytes.fromhex(value[1:7]))


# Metrics ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_font_is_read_as_another_reader_reads_it(name):
    mine = faces.font(name)
    theirs = TTFont(io.BytesIO(mine.data))
    names = theirs.getBestCmap()
    assert {chr(code): theirs.getGlyphID(glyph) for code, glyph in names.items()} == mine.glyphs
    outlines, widths = theirs["glyf"], theirs["hmtx"]
    for code, glyph in names.items():
        index = mine.glyphs[chr(code)]
        assert mine.advance(index) == widths[glyph][0]
        points, ends, flags = outlines[glyph].getCoordinates(outlines)
        outline = [point for contour in mine.outline(index) for point in contour]
        assert len(outline) == len(points)
        assert [len(each) for each in mine.outline(index)] == [*np.diff([-1, *ends])]
        for (x, y, on), point, flag in zip(outline, points, flags, strict=True):
            assert (x, y) == pytest.approx(point, abs=1)  # parts of glyphs are put down rounded
            assert on == bool(flag & 1)


def test_widths_are_those_of_arial_as_its_maker_tells_them():
    in_thousandths = {
        " ": 278,
        "0": 556,
        "A": 667,
        "W": 944,
        "i": 222,
        "ŷ": 500,
        "−": 584,
        "½": 834,
    }
    for letter, width in in_thousandths.items():
        assert text_width(letter, 1000) == pytest.approx(width, abs=0.6), letter
    assert text_width("b", 1000, bold=True) == pytest.approx(611, abs=0.6)


def test_every_letter_and_sign_that_labels_use_is_known():
    used = "−∂Σ×⊙·½⅓⅔¼¾≤≥≠‖∞√∛▲▼◄►…→←₀₉₍₎₊₋⁰⁹⁽⁾⁺⁻ᵀŷẑσφαωΔ∇⊤✓"
    for letter in used:
        for bold, italic in faces.FILES:
            assert faces.face(letter, bold, italic), letter


@given(st.text(), st.text(), st.floats(1, 100), st.booleans())
def test_the_width_of_any_text_is_a_sum(one, other, size, bold):
    together = text_width(one + other, size, bold)
    assert together >= 0
    assert together == pytest.approx(text_width(one, size, bold) + text_width(other, size, bold))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("x₁ = 2", "x₁ = 2"),
        ("אב", "בא"),
        ("x אב גד y", "x דג בא y"),
        ("אב w1", "בא w1"),  # the space stays between the two
        ("אב 12", "12 בא"),
        ("אב 1.5 ג", "ג 1.5 בא"),
        ("12 אב", "12 בא"),
        ("ש\u05b8ב", "בש\u05b8"),  # a vowel stays with its letter
        ("אב 12\u0302", "12\u0302 בא"),
    ],
)
def test_letters_from_right_to_left_stand_where_a_browser_puts_them(text, seen):
    assert "".join(glyph.character for glyph in glyphs(Text(0, 0, text, 10))) == seen


# Pixels -------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", SHAPES)
def test_every_shape_has_its_colour_where_it_is_and_nowhere_else(kind, theme):
    look = THEMES[theme]
    pixels = raster(sheet(SHAPES[kind]), look, 2)
    assert pixels.shape == (200, 200, 3)
    assert tuple(pixels[100, 100]) == rgb(look.forward)
    assert tuple(pixels[3, 3]) == tuple(pixels[196, 196]) == rgb(look.background)


def test_a_shape_covers_its_area():
    dark = {"ink": "#000000"}
    look = type("Look", (), {"background": "#ffffff", **dark})()
    for shape, area in (
        (Circle(50, 50, 30, "", "ink"), np.pi * 900),
        (Rectangle(20.25, 20.5, 30, 40, 0, "", "ink"), 1200),
        (Polygon(((10, 10), (90, 10), (10, 90)), "", "ink"), 3200),
        (Line(((10, 10), (90, 70)), "ink", 3), 300),
        (Circle(50, 50, 30, "ink", "", 2), 2 * np.pi * 30 * 2),
        (Line(((10, 50), (90, 50)), "ink", 2, dashed=True), 80),
    ):
        covered = 1 - raster(sheet(shape), look, 2)[..., 0] / 255
        assert covered.sum() / 4 == pytest.approx(area, rel=0.01), shape


def test_what_is_see_through_lets_through():
    pixels = raster(sheet(Rectangle(0, 0, 100, 100, 0, "", "#0000007f")), LOOK, 1)
    assert 126 <= pixels[50, 50, 0] <= 129


def test_shapes_beyond_the_sheet_are_cut():
    whole = Rectangle(-1e5, -1e5, 2e5, 2e5, 0, "", "ink")
    assert (raster(sheet(whole), LOOK, 1) == rgb(LOOK.ink)).all()
    outside = raster(sheet(Circle(-500, 50, 20), Text(1e4, 50, "x", 10)), LOOK, 1)
    assert (outside == rgb(LOOK.background)).all()


def test_a_png_is_what_the_raster_says():
    data = png(sheet(*SHAPES.values()), LOOK)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(data))
    assert (np.asarray(image) == raster(sheet(*SHAPES.values()), LOOK, 192 / 72)).all()
    assert image.text["Description"] == "some shapes"
    assert struct.unpack_from(">L", data, 16) == (267,)
    assert zlib.crc32(data[12:29]) == struct.unpack_from(">L", data, 29)[0]


# SVG ----------------------------------------------------------------------------------------


def test_an_svg_has_its_description_its_texts_and_its_groups():
    root = ET.fromstring(write_svg(sheet(*SHAPES.values()), LOOK))
    assert (root.get("role"), root.get("aria-label")) == ("img", "some shapes")
    assert [each.text for each in root.iter(f"{SVG}text")] == ["■"]
    assert [each.get("id") for each in root.iter(f"{SVG}g")] == ["n0"]
    fills = {each.get("fill") for each in root.iter()}
    assert fills == {None, "none", LOOK.background, LOOK.forward}


@given(st.text(), st.text())
def test_any_text_is_text_and_nothing_else(label, description):
    drawn = Sheet(100, 100, (Text(1, 50, label, 10), Group((), label or "-")), description)
    root = ET.fromstring(write_svg(drawn, LOOK))
    assert [each.tag for each in root] == [f"{SVG}path", f"{SVG}text", f"{SVG}g"]
    assert len(root[1].text or "") == len(label)


def test_text_is_as_wide_as_it_was_measured_where_that_was_no_guess():
    texts = "ab", "a", "梯度"
    shapes = [Text(0, 50, text, 10) for text in texts]
    lengths = [
        each.get("textLength")
        for each in ET.fromstring(write_svg(sheet(*shapes), LOOK)).iter(f"{SVG}text")
    ]
    assert lengths == ["11.12", None, None]


# Shapes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHAPES)
def test_a_shape_moves(kind):
    before = raster(sheet(SHAPES[kind]), LOOK, 1)
    after = raster(sheet(moved(SHAPES[kind], 5, 8)), LOOK, 1)
    assert (np.roll(before, (8, 5), (0, 1)) == after).all()


@pytest.mark.parametrize("role", ["bright", "size", "red", "#12", "#1234567", '#000"><script>'])
def test_a_colour_that_does_not_exist_is_named(role):
    with pytest.raises(ValueError, match="color: a role of the theme or #rrggbb is needed, got"):
        color(LOOK, role)


# Read back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHAPES)
def test_what_is_written_as_svg_is_read_as_it_was(kind):
    before = sheet(SHAPES[kind])
    after = read_svg(write_svg(before, LOOK), LOOK)
    assert (after.width, after.height, after.description) == (100, 100, "some shapes")
    assert np.abs(raster(before, LOOK, 2).astype(int) - raster(after, LOOK, 2)).max() <= 64
    roles = {each.color for each in flat(after.shapes)}
    assert roles <= {each.color for each in flat(before.shapes)} | {"", "forward"}


def test_an_svg_of_others_is_read_as_far_as_it_is_shapes_and_text():
    svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 20 50 60">
    <style>x</style><script>y</script><image/><title>z</title>
    <g id="graph0" class="graph" transform="scale(1 1) rotate(0) translate(4 52)">
    <polygon fill="#ffffff" stroke="none" points="0,0 9,0 9,9 0,9 0,0"/>
    <g id="n0" class="node"><a href="http://x"><ellipse fill="lightgrey" stroke="black"
    stroke-opacity="0.5" cx="1" cy="-2" rx="3" ry="6"/></a></g></g></svg>"""
    read = read_svg(svg, LOOK, "told")
    assert (read.width, read.height, read.description) == (50, 60, "told")
    ((polygon,),) = (group.shapes for group in read.shapes)
    assert (polygon.fill, polygon.color) == ("ink", "#00000080")
    assert polygon.points[0] == pytest.approx((1 + 3 + 4 - 10, -2 + 52 - 20))


# PDF ----------------------------------------------------------------------------------------


def objects(data):
    """The objects of a document by their numbers, after a look at where it says that they are."""
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)[1])
    first, *places = re.findall(rb"(\d{10}) \d{5} [fn] \n", data[start:])
    assert int(first) == 0
    return [re.match(rb"\d+ 0 obj\n(.*?)\nendobj", data[int(at) :], re.S)[1] for at in places]


def unpacked(stream):
    return zlib.decompress(stream.partition(b"stream\n")[2].rpartition(b"\nendstream")[0])


def test_a_pdf_has_a_page_for_each_sheet_with_its_description():
    data = pdf([sheet(*SHAPES.values()), Sheet(30, 40, (), "ŷ \U0001f600")], LOOK, "Tïtle", "de")
    found = objects(data)
    assert b"/Count 2 " in data
    assert b"/MediaBox [0 0 30.00 40.00]" in data
    described = [bytes.fromhex(each.decode()) for each in re.findall(rb"/Alt <(\w+)>", data)]
    told = [each.decode("utf-16") for each in described]
    assert told == ["some shapes", "ŷ \U0001f600"]
    assert b"/Lang <feff00640065>" in found[-2]
    assert all(each.startswith(b"<<") and each.endswith((b">>", b"stream")) for each in found)


def test_a_pdf_carries_the_glyphs_that_it_uses_and_what_they_stand_for():
    drawn = sheet(Text(5, 50, "Éé ⊙", 20), Text(5, 80, "Éé", 20, bold=True))
    found = objects(pdf([drawn], LOOK))
    fonts = [unpacked(each) for each in found if b"/Length1" in each]
    assert len(fonts) == 3
    assert sum(map(len, fonts)) < 60_000
    for data in fonts:
        font = TTFont(io.BytesIO(data))
        (full,) = {
            x
            for x in map(faces.font, NAMES)
            if x.count == font["maxp"].numGlyphs and x.table("hmtx") == font.reader["hmtx"]
        }
        for letter in {"É", "⊙"} & full.glyphs.keys():
            glyph = font["glyf"][font.getGlyphName(full.glyphs[letter])]
            points = glyph.getCoordinates(font["glyf"])[0]
            assert len(points) == sum(map(len, full.outline(full.glyphs[letter])))
    streams = [unpacked(each) for each in found if b"/Filter" in each]
    maps = [each.decode() for each in streams if b"beginbfchar" in each]
    letters = {letter for text in maps for letter in re.findall(r"> <(\w{4})>", text)}
    assert {f"{ord(c):04x}" for c in "Éé ⊙"} <= letters


# TikZ ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("w⁽¹⁾₂₁", "w$^{(1)}$$_{21}$"),
        ("−0.5 × ŷ", r"$-$0.5 $\times$ \^{y}"),
        ("½(y−ŷ)²", r"$\frac{1}{2}$(y$-$\^{y})$^{2}$"),
        ("a_b\\c{d}$%#^~&", r"a\_b\textbackslash{}c\{d\}\$\%\#\^{}\~{}\&"),
        ("--", "-{}-{}"),
        ("中", None),
        ("►", None),
    ],
)
def test_text_in_tex(text, source):
    assert tex(text) == source


@given(st.text())
def test_no_text_is_a_command_in_tex(text):
    source = tex(text)
    if source is not None:
        assert source.isascii()
        assert not re.findall(r"\\(?:input|write|include|def|catcode|csname)", source)
        bare = re.sub(r"\\.", "", source)
        assert bare.count("{") == bare.count("}")
        assert bare.count("$") % 2 == 0
        assert "%" not in bare


@pytest.mark.parametrize("theme", THEMES)
def test_a_tikz_picture_has_every_shape_in_its_colour(theme):
    source = tikz(sheet(*SHAPES.values()), THEMES[theme])
    assert THEMES[theme].forward[1:].upper() in source
    assert source.count(r"\path") >= len(SHAPES)
    assert "% some shapes" in source


def test_every_colour_has_a_name_in_tex_however_many_there_are():
    shades = [f"#12{i:02x}34" for i in range(200)]
    source = tikz(sheet(*(Circle(i, 50, 5, "", shade) for i, shade in enumerate(shades))), LOOK)
    names = re.findall(r"\\definecolor\{(.*?)\}\{HTML\}\{(.*?)\}", source)
    assert [f"#{value.lower()}" for _, value in names] == shades
    assert len({name for name, _ in names}) == 200
    assert all(re.fullmatch("[a-z0-9]+", name) for name, _ in names)
