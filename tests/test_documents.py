"""README.md and the pages of the site: their code runs, and makes the pictures; links lead on."""

import re
from importlib.util import find_spec
from pathlib import Path

import page_code
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


@pytest.mark.parametrize("page", [page for page in page_code.pages() if page not in DOCUMENTS])
def test_the_code_of_every_page_runs_and_prints_what_stands_there(page, tmp_path):
    text = (ROOT / page).read_text("utf-8")
    if missing := [name for name in page_code.needed(text) if find_spec(name) is None]:
        pytest.skip(f"{page} needs {', '.join(missing)}")
    assert run(page, tmp_path) == []


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ("```python\n>>> 1 + 1\n3\n```", "Expected"),
        ("```python\nassert 1 + 1 == 3\n```", AssertionError),
        ("```{code-cell} python\n1 / 0\n```", ZeroDivisionError),
        ("```{code-cell} python\n:tags: [raises-exception]\n\n1 / 1\n```", AssertionError),
        ("```{code-cell} python\nclass A:\n    _repr_html_ = lambda self: no\nA()\n```", NameError),
        ("```sh\nautograd-lite grad x*y x=1\n```", "status 2"),
        ('```sh\npip install ".[jit,plots]"\n```', "no extra plots"),
        ("```sh\nmake everything\n```", "no target everything"),
        ("```sh\nrm -rf out\n```", "nobody runs rm"),
        ("```js\nalert(1)\n```", "nobody runs a block of js"),
        ("```\nsomething\n```", "nobody runs a block of no kind"),
    ],
)
def test_code_that_is_wrong_is_found(block, complaint, tmp_path):
    (tmp_path / "page.md").write_text(f"# Title\n\n{block}\n", encoding="utf-8")
    page = str(tmp_path / "page.md")
    if isinstance(complaint, str):
        (told,) = run(page, tmp_path)
        assert complaint in told
    else:
        with pytest.raises(complaint):
            run(page, tmp_path)


def anchors(path):
    """The anchors of the headings of a page, as the code host and the site make them."""
    text = page_code.FENCE.sub("", path.read_text("utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, re.M)
    slugs = [re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles]
    return {*slugs, *re.findall(r"^\(([\w-]+)\)=$", text, re.M)}


def test_links_lead_to_files_and_headings_that_are_there():
    found = 0
    for page in [*page_code.pages(), *(path.name for path in ROOT.glob("*.md"))]:
        path = ROOT / page
        text = page_code.FENCE.sub("", path.read_text("utf-8"))
        for link in re.findall(r"]\(([^)\s]*)\)", text):
            if re.match("https?:|mailto:", link):
                continue
            file, _, anchor = link.partition("#")
            to = path.parent / file if file else path
            assert to.exists(), f"{page}: {link}"
            assert not anchor or anchor in anchors(to), f"{page}: {link}"
            found += 1
    assert found > 60


def test_the_front_page_leads_to_what_people_begin_with():
    front = (ROOT / "docs" / "index.md").read_text("utf-8")
    for page in (
        "tutorials/first-gradient.md", "how-to/own-loss.md", "tutorials/compile-a-function.md",
        "how-to/save.md", "how-to/plots.md",
    ):  # fmt: skip
        assert f"]({page})" in front


@pytest.mark.parametrize("room", ["explanation", "how-to", "tutorials"])
def test_the_index_of_a_room_has_all_its_pages_once(room):
    index = (ROOT / "docs" / room / "index.md").read_text("utf-8")
    listed = re.findall(
        r"^([\w-]+)$", "".join(re.findall(r"```{toctree}(.*?)```", index, re.S)), re.M
    )
    pages = {path.stem for path in (ROOT / "docs" / room).glob("*.md")} - {"index"}
    assert sorted(listed) == sorted(pages)


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
