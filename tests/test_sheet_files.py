"""What writers make of a sheet, as other programs read it: where things stand and how they look."""

import io

import numpy as np
import pytest

from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.glyphs import glyphs
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.motion import LONGEST, animation
from autograd_lite.viz.sheet.paths import left_end
from autograd_lite.viz.sheet.pdf import pdf
from autograd_lite.viz.sheet.png import DPI, png
from autograd_lite.viz.sheet.pptx import ASCENT, POINT, Page, presentation
from autograd_lite.viz.sheet.raster import raster
from autograd_lite.viz.sheet.read import read_svg
from autograd_lite.viz.sheet.shapes import (
    Circle,
    Curve,
    Line,
    Polygon,
    Rectangle,
    Sheet,
    Text,
    flat,
    moved,
)  # fmt: skip
from autograd_lite.viz.sheet.svg import write_svg
from autograd_lite.viz.sheet.tikz import tikz

LOOK = THEMES["slides"]
#: every anchor and every look
TEXTS = (
    Text(80.0, 20.0, "start ŷ", 10.0, "ink", "start"),
    Text(80.0, 40.0, "middle", 12.0, "forward", "middle", bold=True),
    Text(80.0, 60.0, "the end", 14.0, "backward", "end", italic=True),
)
DASHED = Line(((10.0, 50.0), (90.0, 50.0)), "forward", 2.0, dashed=True)
SEE_THROUGH = Rectangle(10.0, 10.0, 40.0, 40.0, 0.0, "", "#0000ff33")


def sheet(*shapes):
    return Sheet(160, 100, shapes, "some shapes")


def start_of(text):
    return left_end(text, text_width(text.text, text.size, text.bold))


@pytest.mark.parametrize(
    "shape",
    [
        Line(((10, 50), (90, 70)), "forward", 4),
        Curve(((10, 50), (40, 10), (60, 90), (90, 50)), "forward", 4),
        Circle(50, 50, 20, "ink", "forward", 2),
        Rectangle(20, 30, 60, 40, 8, "ink", "forward", 3),
        Polygon(((10, 10), (90, 30), (60, 90)), "ink", "forward", 3),
        *TEXTS,
    ],
)
def test_an_enlarged_shape_is_the_shape_in_larger_pixels(shape):
    enlarged = Sheet(320, 200, (moved(shape, 0, 0, 2),), "")
    assert np.abs(raster(enlarged, LOOK, 1).astype(int) - raster(sheet(shape), LOOK, 2)).max() <= 2


def test_an_svg_is_read_with_its_texts_as_they_were():
    assert (*flat(read_svg(write_svg(sheet(*TEXTS), LOOK), LOOK).shapes),) == TEXTS


def test_a_png_says_how_large_its_dots_are():
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(png(sheet(*TEXTS), LOOK)))
    assert image.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_each_sheet_of_an_animation_is_shown_as_long_as_was_asked(kind):
    sheets = [sheet(text) for text in TEXTS]
    film = pytest.importorskip("PIL.Image").open(
        io.BytesIO(animation(sheets, LOOK, [0.5, 2.0, 10 * LONGEST], kind))
    )
    shown = []
    for place in range(film.n_frames):
        film.seek(place)
        film.load()  # WebP tells it then
        shown.append(film.info["duration"] / 1000)
    assert shown == [0.5, 2.0, LONGEST]


# PDF ----------------------------------------------------------------------------------------


@pytest.fixture
def read_pdf():
    """A PDF file as another program reads it."""
    pypdf = pytest.importorskip("pypdf")
    return lambda sheets: pypdf.PdfReader(io.BytesIO(pdf(sheets, LOOK)))


def test_texts_of_a_pdf_stand_where_they_are(read_pdf):
    found = {}

    def visit(text, cm, tm, font, size):
        if text.strip():
            found[text.strip()] = (tm[4] + cm[4], cm[5] + tm[5], size)

    read_pdf([sheet(*TEXTS)]).pages[0].extract_text(visitor_text=visit)
    for each in TEXTS:
        expected = start_of(each), 100 - each.y, each.size
        assert found[each.text] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("accent", ["\u0302", "\u0303", "\u0304", "\u0301"])
@pytest.mark.parametrize("letter", ["θ", "b", "Q", "ש"])
@pytest.mark.parametrize(("bold", "italic"), [(False, False), (True, False), (False, True)])
def test_an_accent_is_over_the_middle_of_its_letter(letter, accent, bold, italic):
    text = Text(10, 50, f"x{letter}{accent}y", 20, bold=bold, italic=italic)
    (mark,) = [glyph for glyph in glyphs(text) if glyph.character == accent]
    (drawn,) = [glyph for glyph in glyphs(text) if glyph.character == letter]
    left, right, low, _ = edges(mark)
    expected = 10 + text_width("x", 20, bold) + text_width(letter, 20, bold) / 2
    assert (left + right) / 2 == pytest.approx(expected, abs=0.1)
    assert 0.5 < low - edges(drawn)[3] < 2  # points


def edges(glyph, size=20):
    """Left, right, bottom and top of a glyph as it is drawn, with y upwards."""
    points = [point for contour in glyph.font.outline(glyph.number) for point in contour]
    across, upwards = [x for x, _, _ in points], [y for _, y, _ in points]
    unit = size / glyph.font.units
    left, right = glyph.x + unit * min(across), glyph.x + unit * max(across)
    return left, right, unit * min(upwards) - glyph.y, unit * max(upwards) - glyph.y


def test_an_accent_below_moves_none_above():
    letter, below, above = (edges(glyph) for glyph in glyphs(Text(0, 50, "ש\u0591\u0302", 20)))
    assert below[3] < letter[2] < letter[3] < above[2]


def test_accents_stand_over_each_other(read_pdf):
    text = Text(10, 50, "θ\u0302\u0303", 20)
    letter, hat, tilde = (edges(glyph) for glyph in glyphs(text))
    assert letter[3] < hat[2] < hat[3] < tilde[2]
    content = read_pdf([sheet(text)]).pages[0].get_contents().get_data().decode()
    for glyph in glyphs(text):
        assert f"{glyph.x:.2f} {-glyph.y:.2f} Td" in content


def test_a_soft_hyphen_is_not_seen():
    assert [glyph.character for glyph in glyphs(Text(0, 0, "a\u00adb", 9))] == ["a", "b"]


def test_fonts_of_a_pdf_have_their_widths_and_slants(read_pdf):
    fonts = read_pdf([sheet(*TEXTS)]).pages[0]["/Resources"]["/Font"]
    assert {*fonts} == {"/regular", "/bold", "/italic"}
    for name, font in fonts.items():
        (inner,) = font["/DescendantFonts"]
        widths = inner["/W"]
        told = sorted(width for (width,) in widths[1::2])
        (text,) = (x for x in TEXTS if (x.bold, x.italic) == (name == "/bold", name == "/italic"))
        expected = sorted(round(text_width(c, 1000, text.bold)) for c in {*text.text})
        assert told == expected
        assert (inner["/FontDescriptor"]["/ItalicAngle"] < 0) == (name == "/italic")


def test_a_pdf_has_dashes_and_what_is_see_through(read_pdf):
    page = read_pdf([sheet(SEE_THROUGH, DASHED, *TEXTS)]).pages[0]
    content = page.get_contents().get_data().decode()
    states = page["/Resources"]["/ExtGState"]
    (name,) = [name for name, state in states.items() if state["/ca"] != 1]
    assert states[name] == {"/CA": 0.2, "/ca": 0.2}
    assert f"{name} gs 0.000 0.000 1.000 rg" in content
    assert content.count("[4] 0 d") == 1
    assert "[] 0 d" not in content


def test_each_page_of_a_pdf_leads_to_its_own_description(read_pdf):
    reader = read_pdf([Sheet(90, 90, (), "first"), Sheet(90, 90, (), "second")])
    parents = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    told = dict(zip(parents[::2], parents[1::2], strict=True))
    for page, description in zip(reader.pages, ("first", "second"), strict=True):
        (figure,) = told[page["/StructParents"]]
        assert figure.get_object()["/Alt"] == description
        assert figure.get_object()["/Pg"] == page


# TikZ ---------------------------------------------------------------------------------------


def test_texts_in_tikz_stand_where_they_are_as_they_look():
    nodes = [x for x in tikz(sheet(*TEXTS), LOOK).splitlines() if x.startswith(r"\node")]
    for node, text, side in zip(nodes, TEXTS, ["base west", "base", "base east"], strict=True):
        assert f"anchor={side},text=autograd{getattr(LOOK, text.color)[1:]}]" in node
        assert f"at ({text.x:.2f},{text.y:.2f})" in node
        assert rf"\fontsize{{{text.size:g}bp}}" in node
        assert (r"\bfseries" in node, r"\itshape" in node) == (text.bold, text.italic)
        assert rf"\resizebox{{{text_width(text.text, text.size, text.bold):.2f}bp}}" in node


def test_tikz_has_dashes_and_what_is_see_through():
    solid = Line(((0, 0), (1, 1)), "forward", 3.0)
    paths = [
        x for x in tikz(sheet(SEE_THROUGH, DASHED, solid), LOOK).splitlines() if "\\path[" in x
    ]
    _, filled, dashed, plain = paths
    assert "fill=autograd0000ff,fill opacity=0.200" in filled
    assert "line width=2.00bp,line cap=butt,dash pattern=on 4bp off 4bp" in dashed
    assert "line width=3.00bp]" in plain


# PowerPoint ---------------------------------------------------------------------------------


@pytest.fixture
def slide():
    """A slide with the shapes in its picture, as another program reads it."""
    pptx = pytest.importorskip("pptx")

    def read(*shapes):
        page = Page(Text(9, 9, "title", 9), shapes, "told", (), "")
        data = presentation([page], LOOK, 160, 100, "title")
        (read,) = pptx.Presentation(io.BytesIO(data)).slides
        (group,) = [each for each in read.shapes if each.shape_type == 6]
        return [*group.shapes]

    return read


def test_texts_of_a_slide_stand_where_they_are_as_they_look(slide):
    for box, text in zip(slide(*TEXTS), TEXTS, strict=True):
        (run,) = box.text_frame.paragraphs[0].runs
        wide = text_width(text.text, text.size, text.bold)
        assert run.text == text.text
        assert box.left / POINT == pytest.approx(start_of(text), abs=0.01)
        assert box.width / POINT == pytest.approx(wide, abs=0.01)
        assert box.top / POINT == pytest.approx(text.y - ASCENT * text.size, abs=0.01)
        assert (run.font.size.pt, run.font.bold, run.font.italic) == (
            text.size,
            text.bold,
            text.italic,
        )
        assert str(run.font.color.rgb) == getattr(LOOK, text.color)[1:].upper()


def test_shapes_of_a_slide_have_their_places_and_looks(slide):
    circle = Circle(50, 40, 20, "ink", "forward", 2)
    see_through, dashed, drawn = slide(SEE_THROUGH, DASHED, circle)
    assert [x / POINT for x in (drawn.left, drawn.top, drawn.width, drawn.height)] == [
        30,
        20,
        40,
        40,
    ]
    assert str(drawn.fill.fore_color.rgb) == LOOK.forward[1:].upper()
    assert (drawn.line.width.pt, drawn.line.dash_style) == (2, None)
    assert dashed.line.dash_style is not None
    alphas = see_through._element.xpath(".//a:solidFill//a:alpha/@val")
    assert alphas == ["20000"]
