"""What a walkthrough is saved as besides its page: every row of the table, and what is in it."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from pages import shown
from pictures import SVG, slides_neuron

import autograd_lite as ag
from autograd_lite import cli
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import left_end
from autograd_lite.viz.sheet.shapes import Circle, Rectangle, Text, flat
from autograd_lite.viz.story import frames
from autograd_lite.viz.story.files import FILES, PICTURES

#: what is at the beginning of each
BEGINNINGS = {
    ".html": b"<!DOCTYPE html>",
    ".htm": b"<!DOCTYPE html>",
    ".pdf": b"%PDF-",
    ".pptx": b"PK",
    ".gif": b"GIF89a",
    ".webp": b"RIFF",
}
#: packages that a format needs
NEEDED = {".pptx": "pptx", ".gif": "PIL", ".webp": "PIL"}


@pytest.fixture(scope="module")
def deck():
    return ag.walkthrough(slides_neuron())


@pytest.mark.parametrize("ending", FILES)
def test_every_kind_of_file_is_written(tmp_path, deck, ending):
    if ending in NEEDED:
        pytest.importorskip(NEEDED[ending])
    path = tmp_path / f"X{ending.upper()}"
    assert deck.save(path, theme="dark") == path
    assert path.read_bytes().startswith(BEGINNINGS[ending])


@pytest.mark.filterwarnings("ignore:the fonts of pictures")
@pytest.mark.parametrize("name", ["right to left", "practice", "updates", "batch"])
def test_slides_and_pages_are_written_of_every_kind_of_deck(tmp_path, name):
    pytest.importorskip("pptx")
    deck = shown(name)
    for ending in (".pdf", ".pptx"):
        assert deck.save(tmp_path / f"x{ending}").read_bytes().startswith(BEGINNINGS[ending])


@pytest.mark.parametrize("ending", NEEDED)
def test_what_is_missing_is_named_and_the_old_file_stays(tmp_path, deck, ending, monkeypatch):
    monkeypatch.setitem(sys.modules, NEEDED[ending], None)
    path = tmp_path / f"x{ending}"
    path.write_text("old")
    with pytest.raises(ModuleNotFoundError, match=r'pip install "autograd_lite\[slides\]"'):
        deck.save(path)
    assert path.read_text() == "old"


def test_what_does_not_exist_is_named(tmp_path, deck):
    with pytest.raises(ValueError, match=r"path: got the ending '\.mp4'; .*save_pictures\(folder"):
        deck.save(tmp_path / "x.mp4")
    with pytest.raises(ValueError, match="theme: got 'drak'; did you mean dark"):
        deck.save(tmp_path / "x.pdf", theme="drak")
    with pytest.raises(ValueError, match="file_format: got 'jpg'"):
        deck.save_pictures(tmp_path, file_format="jpg")
    with pytest.raises(FileNotFoundError):
        deck.save_pictures(tmp_path / "nowhere")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("file_format", PICTURES)
def test_there_is_one_picture_for_each_step(tmp_path, deck, file_format):
    paths = deck.save_pictures(tmp_path, file_format=file_format)
    assert [path.name for path in paths] == [f"step-0{i}.{file_format}" for i in range(1, 10)]
    beginning = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "tex": b"% "}[file_format]
    assert all(path.read_bytes().startswith(beginning) for path in paths)


# Frames -------------------------------------------------------------------------------------


def test_a_step_shows_what_is_known_by_then(deck):
    made = frames.frames(deck.deck)

    def numbers(frame, color):
        texts = [x.text for x in flat(frame.picture) if isinstance(x, Text) and x.color == color]
        return [text for text in texts if text not in "◄►"]

    greens = [len(numbers(frame, "forward")) for frame in made]
    reds = [len(numbers(frame, "backward")) for frame in made]
    assert greens == [6, 7, 8, 9, 9, 9, 9, 9, 9]
    assert reds == [0, 0, 0, 0, 1, 2, 3, 6, 6]
    assert numbers(made[4], "backward") == ["1"]


def test_nothing_of_a_matrix_is_seen_before_its_step_its_brackets_neither():
    for frame in frames.frames(shown("batch").deck)[:4]:  # forward
        assert not [x for x in flat(frame.picture) if getattr(x, "fill", "") == "backward"]
        assert not [x for x in flat(frame.picture) if x.color == "backward"]


def test_a_step_lights_what_it_is_about(deck):
    lit = [
        {
            x.color
            for x in flat(frame.picture)
            if isinstance(x, (Circle, Rectangle)) and x.fill == "marker"
        }
        for frame in frames.frames(deck.deck)
    ]
    assert lit[1:8] == [{"forward"}] * 3 + [{"backward"}] * 4


@pytest.mark.parametrize("layers", [[1], [3, 1], [2, 2, 1]])
def test_nothing_leaves_its_frame_and_sentences_are_below_the_picture(layers):
    model = ag.nn.MLP(2, layers, rng=0)
    loss = ag.half_squared_error(model([0.5, -1.0]), ag.Constant(1.0, "y"))
    for frame in frames.frames(ag.walkthrough(loss, max_nodes=1000).deck):
        bottom = 0.0
        for shape in flat(frame.picture):
            for x, y in corners(shape):
                assert frames.MARGIN - 1 <= x <= frames.WIDTH - frames.MARGIN + 1
                bottom = max(bottom, y)
        for text in frame.told:
            assert text.y - text.size >= bottom - 1
            assert text.y <= frame.height - frames.MARGIN + text.size
            assert text_width(text.text, text.size) <= frames.WIDTH - 2 * frames.MARGIN
        told = "".join(text.text for text in frame.told)
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", frame.spoken)


def corners(shape):
    if isinstance(shape, Text):
        wide = text_width(shape.text, shape.size, shape.bold)
        left = left_end(shape, wide)
        return [(left, shape.y), (left + wide, shape.y)]
    if isinstance(shape, Circle):
        return [(shape.x - shape.radius, shape.y), (shape.x + shape.radius, shape.y + shape.radius)]
    if isinstance(shape, Rectangle):
        return [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
    return shape.points


def test_long_words_and_many_words_are_wrapped():
    assert [*frames.wrapped("aa bb", 10, 15)] == ["aa", "bb"]
    lines = [*frames.wrapped("梯度" * 50 + " " + "W" * 90, 10, 100)]
    assert "".join(lines).replace(" ", "") == "梯度" * 50 + "W" * 90
    assert all(text_width(line, 10) <= 100 for line in lines)


# Formats ------------------------------------------------------------------------------------


def test_an_animation_has_a_frame_for_each_step_in_the_colours_of_the_theme(tmp_path, deck):
    image = pytest.importorskip("PIL.Image")
    for ending in (".gif", ".webp"):
        with image.open(deck.save(tmp_path / f"x{ending}")) as film:
            assert film.n_frames == 9
            film.seek(7)
            pixels = np.asarray(film.convert("RGB"))
        colors = {tuple(each) for each in pixels.reshape(-1, 3)[::7]}
        look = THEMES["slides"]
        for value in (look.background, look.backward, look.forward, look.marker):
            assert tuple(bytes.fromhex(value[1:])) in colors, ending


def test_slides_have_titles_text_alternatives_and_notes(tmp_path, deck):
    pptx = pytest.importorskip("pptx")
    slides = [*pptx.Presentation(deck.save(tmp_path / "x.pptx")).slides]
    assert len(slides) == 9
    for slide, told in zip(slides, deck.deck.slides, strict=True):
        assert slide.shapes.title.text_frame.text == told.heading
        assert told.spoken in slide.notes_slide.notes_text_frame.text
        (group,) = [each for each in slide.shapes if each.shape_type == 6]
        assert told.spoken in group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].get("descr")
        texts = [each.text_frame.text for each in group.shapes if each.has_text_frame]
        assert "w₁" in texts


@pytest.mark.filterwarnings("ignore:the fonts of pictures")
def test_any_title_and_label_is_text_in_every_format(tmp_path):
    nasty = 'a<b>&"\x00\x1f\u202e\\input{x}$%#_^~\ud800😀ﷺ'
    x = ag.Value(1.0, nasty)
    deck = ag.walkthrough(x * x, title=nasty)
    for ending in FILES:
        if ending not in NEEDED or pytest.importorskip(NEEDED[ending]):
            deck.save(tmp_path / f"x{ending}")
    for file_format in PICTURES:
        paths = deck.save_pictures(tmp_path, file_format=file_format)
    svg = ET.parse(deck.save_pictures(tmp_path)[0]).getroot()
    tags = {each.tag.removeprefix(SVG) for each in svg.iter()}
    assert tags <= {"svg", "g", "text", "path", "ellipse"}
    tex = [x for x in paths[0].read_text(encoding="utf-8").splitlines() if x[0] != "%"]
    assert r"\input" not in "".join(tex)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_pictures_in_tex_compile(tmp_path, engine, deck):
    if not shutil.which(engine):
        pytest.skip(f"there is no {engine}")
    nasty = ag.Value(2.0, 'a\\b{c}$%#_^~&<>|"ŷ⊙')
    sources = [
        *deck.save_pictures(tmp_path, file_format="tex", theme="dark")[-2:],
        ag.draw(nasty * nasty + 1).save(tmp_path / "nasty.tex"),
    ]
    for source in sources:
        command = [engine, "-interaction=nonstopmode", "-halt-on-error", source.name]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, errors="replace"
        )
        assert done.returncode == 0, done.stdout[-2000:]
        assert "Output written" in done.stdout
        assert "(1 page" in done.stdout.replace("\n", "")


def test_the_command_line_writes_them_all(tmp_path, capsys):
    call = ["walkthrough", "x*y", "x=2", "y=3", "--title", "A product"]
    for ending in FILES:
        if ending not in NEEDED or pytest.importorskip(NEEDED[ending]):
            file = tmp_path / f"x{ending}"
            assert cli.main([*call, "--theme", "dark", "-o", str(file)]) == 0
            assert file.read_bytes().startswith(BEGINNINGS[ending])
    assert cli.main([*call, "--pictures", str(tmp_path), "--format", "png"]) == 0
    written = capsys.readouterr().out.split()
    assert written == [str(tmp_path / f"step-0{i}.png") for i in range(1, 6)]


def test_a_pdf_has_a_page_with_its_text_for_each_step(tmp_path, deck):
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(deck.save(tmp_path / "x.pdf"))
    assert len(reader.pages) == 9
    assert "−0.08107" in reader.pages[7].extract_text()


def test_letters_that_no_font_has_are_named(tmp_path):
    diagram = ag.draw(ag.Value(1.0, "梯度 x"))
    with pytest.warns(UserWarning, match="have no letters for 梯度; SVG"):
        diagram.save(tmp_path / "x.pdf")
    deck = ag.walkthrough(ag.exp(ag.Value(1.0, "梯")))
    with pytest.warns(UserWarning, match="have no letters for 梯; SVG"):
        deck.save(tmp_path / "x.pdf")
    diagram.save(tmp_path / "x.svg")  # with no warning
