"""The page of the site that runs its code in the browser: its cells, its script, what it loads."""

import http.server
import re
import runpy
import shutil
import threading
import zipfile
from functools import partial
from html import escape

import page_code
import pytest
import run_here
from test_pages_for_everyone import AXE, LOOKS

PAGE = page_code.ROOT / "docs" / "how-to" / "browser.md"
CELLS = [each.code for each in page_code.blocks(PAGE.read_text("utf-8")) if each.is_code]
ENDLESS = "print('on and on')\nwhile True:\n    pass"


def cell(code):
    """A cell as MyST-NB writes it."""
    code = escape(page_code.OPTION.sub("", code).lstrip("\n"))
    block = f'<div class="highlight-python"><div class="highlight"><pre>{code}</pre></div></div>'
    return f'<div class="cell docutils container"><div class="cell_input">{block}</div></div>'


def page_of(panel, codes):
    """A page with the panel, as the site has it, and cells."""
    head = '<meta name="viewport" content="width=device-width"><title>Run it here</title>'
    files = (
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="_static/site.css">'
        '<link rel="stylesheet" href="_static/run/run.css">'
        '<script src="_static/site.js" defer></script>'
        '<script src="_static/run/page.js" defer></script>'
    )
    body = f"<main><h1>Run it here</h1>{panel}{''.join(map(cell, codes))}</main>"
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8">{head}{files}{body}</html>'


# Cells ---------------------------------------------------------------------------------------


@pytest.fixture
def ran():
    """Run sources as cells, one after the other; return what they show."""
    module = runpy.run_path(str(run_here.STATIC / "cells.py"))

    def run(*sources):
        shown = []
        cells = module["Cells"](lambda kind, text: shown.append((kind, text)))
        for i, source in enumerate(sources, 1):
            cells.run(source, f"cell {i}")
        return shown

    return run


def test_a_cell_shows_what_it_prints_and_what_its_last_line_gives(ran):
    shown = ran("import sys\na = 1\nprint('one', file=sys.stderr)\na + 1", "a = 3; a\nNone", "a")
    assert shown == [
        ("printed", "one"),
        ("printed", "\n"),
        ("text/plain", "2"),
        ("text/plain", "3"),
    ]
    assert ran("", "# nothing", "a = 1") == []


def test_a_cell_shows_the_best_look_of_a_thing(ran):
    class Plain:
        _repr_svg_ = staticmethod(lambda: "<svg/>")

    shown = ran(
        "import autograd_lite as ag\nx = ag.Value(2.0, 'x')\ndisplay(x, x * x)",
        "class A:\n    _repr_html_ = lambda self: '<b>A</b>'\nA()",
    )
    kinds = [kind for kind, _ in shown]
    assert kinds == ["text/plain", "image/svg+xml", "text/html"]
    assert "</svg>" in shown[1][1]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def f():\n    return 1 / 0\n\nf()", ZeroDivisionError),
        ("1 +", SyntaxError),
        ("raise SystemExit('enough')", SystemExit),
        ("class A:\n    def __repr__(self): return 1 / 0\nA()", ZeroDivisionError),
    ],
)
def test_an_error_is_told_as_python_tells_it(ran, source, told):
    ((kind, text),) = ran(source)
    assert kind == "error"
    assert text.splitlines()[-1].startswith(told.__name__)
    assert 'File "cell 1", line ' in text or told is SystemExit
    assert "cells.py" not in text
    if "def f" in source:
        assert text.splitlines()[0] == "Traceback (most recent call last):"
        assert text.splitlines()[1:3] == ['  File "cell 1", line 4, in <module>', "    f()"]
        assert "    return 1 / 0" in text


# The panel -----------------------------------------------------------------------------------


def test_the_page_has_the_place_of_the_panel():
    assert {f"docs/{name}.md" for name in run_here.PAGES} == {
        page for page in page_code.pages() if run_here.PLACE in (page_code.ROOT / page).read_text()
    }


def test_without_python_the_panel_says_why(tmp_path, monkeypatch, look):
    monkeypatch.setattr(run_here, "PYODIDE", [tmp_path / "nowhere"])
    shutil.copytree(run_here.STATIC.parent, tmp_path / "_static")
    page = look(page_of(run_here.panel(tmp_path), CELLS[:1]))
    assert "could not be fetched from npm" in page.locator("#run-here").inner_text()
    assert page.get_by_role("button").count() == 0


def test_opened_as_a_file_the_page_says_what_to_do(pyodide, tmp_path, look):
    shutil.copytree(run_here.STATIC.parent, tmp_path / "_static")
    page = look(page_of(run_here.panel(pyodide), CELLS[:1]))
    assert "python -m http.server" in page.locator("#run-here").inner_text()
    assert page.get_by_role("button").count() == 0
    assert page.locator("pre").is_visible()


def test_the_library_comes_with_its_licences_and_without_what_is_compiled(tmp_path):
    run_here.pack(tmp_path / "library.zip")
    names = zipfile.ZipFile(tmp_path / "library.zip").namelist()
    beside = [name for name in names if ".dist-info/" in name]
    for kept in ("LICENSE", "METADATA"):
        assert {name.partition("-")[0] for name in beside if kept in name} == {*run_here.LIBRARY}
    packed = set(names).difference(beside)
    assert {name.partition("/")[0] for name in packed} == {*run_here.LIBRARY}
    assert not [name for name in packed if re.search(r"\.(so|pyd|pyc)$|_native", name)]


# In a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(pyodide, browser):
    """The page, which loads Python from a server on this machine, and nothing from others."""
    html = page_of(run_here.panel(pyodide / "_static" / "run"), [*CELLS, ENDLESS])
    (pyodide / "index.html").write_text(html, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    address = ("127.0.0.1", 0)
    handler = partial(Quiet, directory=str(pyodide))
    with http.server.ThreadingHTTPServer(address, handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(viewport={"width": 360, "height": 640})
        page = context.new_page()
        here = f"http://127.0.0.1:{server.server_port}/"
        asked, complaints = [], []
        context.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(here)
        page.get_by_role("button", name=re.compile(r"Load Python, \d\d MB")).click()
        yield page
        context.close()
        server.shutdown()
        assert [
            url for url in asked if not url.startswith((here, "data:", "blob:", "about:"))
        ] == []
        assert complaints == []


def run(page, number, code=None):
    """Run a cell by the keyboard; return what it shows."""
    if code is not None:
        page.get_by_label(f"Code of cell {number}").fill(code)
    page.get_by_label(f"Code of cell {number}").press("Control+Enter")
    state = page.locator(".run-bar [role=status]").nth(number - 1)
    state.filter(has_text=re.compile("Done|Ended|Failed")).wait_for()
    return page.get_by_label(f"Output of cell {number}")


def test_every_cell_of_the_page_runs(served):
    gradient = run(served, 1)
    assert "∂z/∂x = 2.5838531634528574  ∂z/∂y = 2.0" in gradient.inner_text()
    assert gradient.locator("img").evaluate("image => image.decode().then(() => image.width)") > 300
    assert gradient.locator("img").get_attribute("alt").startswith("graph of 5 nodes")
    assert "accumulated" in run(served, 2).inner_text()
    learnt = run(served, 3).inner_text()
    assert re.findall(r"epoch +(\d+)", learnt) == ["0", "250", "500", "750", "1000"]
    deck = run(served, 4).frame_locator("iframe")
    deck.locator("#next").click()
    assert deck.locator("#position").inner_text().startswith("2 /")
    assert run(served, 5).inner_text().strip().splitlines()[-1].startswith("TypeError")
    assert served.locator(".run-bar").nth(4).inner_text().startswith("Run\nEnded by an error")
    assert run(served, 6).inner_text().strip() == "12.0"
    assert served.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_the_page_says_works_without_numpy_does(served):
    code = (
        "import autograd_lite as ag\n"
        "f = ag.compile(lambda x, y: x * y + ag.sin(x))\n"
        "print(f(2.0, 3.0), f.grad(2.0, 3.0), ag.engine_info().name)\n"
        "ag.explore(ag.sin, at=1.0)"
    )
    shown = run(served, 6, code)
    assert shown.inner_text().startswith("6.909297426825682 ")
    assert shown.inner_text().strip().endswith(" python")
    assert shown.locator("iframe").count() == 1
    told = run(served, 6, "from autograd_lite.cli import main\nmain(['doctor'])").inner_text()
    assert "Viz.js" in told
    assert "No module named 'numpy'" in run(served, 6, "import numpy").inner_text()


def test_a_flood_of_text_is_cut(served):
    shown = run(served, 6, "for i in range(100_000):\n    print(i)").inner_text()
    assert len(shown) < 110_000
    assert "more than a page should show" in shown


def test_a_loop_without_an_end_is_stopped(served):
    number = len(CELLS) + 1
    served.get_by_role("button", name=f"Run cell {number}").click()
    output = served.get_by_label(f"Output of cell {number}")
    output.get_by_text("on and on").wait_for()
    served.get_by_role("button", name=f"Stop cell {number}").click()
    state = served.locator(".run-bar [role=status]").nth(number - 1)
    assert state.inner_text().startswith("Stopped.")
    assert served.evaluate("document.activeElement.textContent") == "Run"
    assert run(served, 6, "1 + 1").inner_text().strip() == "2"


def test_a_new_line_begins_where_the_one_before_it_does(served):
    editor = served.get_by_label("Code of cell 6")
    editor.fill("for i in range(3):")
    editor.press("Enter")
    editor.type("if i:")
    editor.press("Enter")
    editor.type("print(i)")
    assert editor.input_value() == "for i in range(3):\n    if i:\n        print(i)"
    editor.press("Tab")
    assert served.evaluate("document.activeElement.textContent") == "Run"


def test_what_cannot_be_loaded_is_told(served):
    other = served.context.new_page()
    other.route("**/library.zip", lambda route: route.fulfill(status=404))
    other.goto(served.url)
    other.get_by_role("button", name="Load Python").click()
    other.get_by_label("Code of cell 6").press("Control+Enter")
    told = other.locator("#run-here [role=status]").filter(has_text="Python failed")
    assert "library.zip: 404" in told.inner_text()
    assert other.locator(".run-bar [role=status]").nth(5).inner_text() == "Failed."
    assert other.get_by_role("button", name="Start anew").is_visible()
    other.close()


@pytest.mark.slow
def test_axe_finds_nothing_on_a_page_that_ran(served, axe):
    served.evaluate(axe)
    found = []
    for width in (360, 1280):
        served.set_viewport_size({"width": width, "height": 720})
        for title, options in LOOKS.items():
            served.emulate_media(**options)
            found += [(width, title, *each) for each in served.evaluate(AXE)]
    assert found == []
