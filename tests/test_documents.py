"""README.md and the gallery: their code runs, prints what stands there, and makes the pictures."""

import re
from pathlib import Path

import pytest
from make_pictures import DOCUMENTS, ROOT, linked, run
from pictures import texts

IMAGES = ROOT / "images"


@pytest.fixture(scope="module", params=DOCUMENTS)
def made(request, tmp_path_factory):
    """A document, and the folder in which its code ran."""
    folder = tmp_path_factory.mktemp("images")
    assert run(request.param, folder) == []
    return request.param, folder


def test_the_pictures_are_those_that_the_code_makes(made):
    document, folder = made
    for path in folder.iterdir():
        kept = IMAGES / path.name
        assert path.name in set(linked(document)), f"{path.name}: saved by the code, and not shown"
        if path.suffix == ".svg":
            assert texts(path.read_text("utf-8")) == texts(kept.read_text("utf-8")), path.name
        if path.suffix == ".html":
            assert path.read_text("utf-8") == kept.read_text("utf-8"), path.name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_picture_is_there_and_is_made_by_code(document):
    makers = [*(ROOT / "examples").glob("*.py"), ROOT / "tools" / "make_screenshots.py"]
    examples = "".join(path.read_text("utf-8") for path in makers)
    saved = re.findall(r'save\("([\w.]+)"\)', (ROOT / document).read_text("utf-8"))
    for name in linked(document):
        assert (IMAGES / name).stat().st_size > 1_000
        stem = Path(name).stem
        assert name in saved or stem in examples or stem.partition("_")[2] in examples, name
    assert {path.name for path in IMAGES.iterdir()} == {
        name for each in DOCUMENTS for name in linked(each)
    }


def test_the_code_of_the_gallery_that_does_not_run_there_is_that_of_the_examples():
    gallery = (ROOT / "docs" / "gallery.md").read_text("utf-8")
    examples = "".join(path.read_text("utf-8") for path in (ROOT / "examples").glob("*.py"))
    blocks = re.findall(r"```python\n(.*?)```", gallery, flags=re.DOTALL)
    lines = [line.strip() for block in blocks if ">>>" not in block for line in block.splitlines()]
    assert len(lines) > 20
    assert [line for line in lines if line not in examples] == []
