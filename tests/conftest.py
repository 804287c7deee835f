"""Hypothesis profiles, quick tests, the layout programs one by one, and one browser for all."""

import os
import shutil
import sys
import zlib
from collections import defaultdict
from pathlib import Path

import c_files
import pytest
import run_here
from hypothesis import settings

from autograd_lite.viz.diagram import layout

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
# Other examples in every run, kept in a folder until they are mended; a failure says how to repeat
# it. More of them, but no fewer where a test asks for a number of its own.
settings.register_profile("fresh", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("AUTOGRAD_LITE_HYPOTHESIS", "repeatable"))


@pytest.fixture(autouse=True)
def no_layout_program_stays(monkeypatch):
    """What a test registers is forgotten after it, even if it fails."""
    monkeypatch.setattr(layout, "_REGISTERED", {})


@pytest.fixture(params=[program.name for program in layout.layout_programs()])
def layout_program(request, monkeypatch):
    """Every layout program that is installed here, one after the other."""
    one = [each for each in layout.layout_programs() if each.name == request.param]
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(one))
    return one[0]


#: the tests of what asks no engine, or the same numbers of each: formulas of the records, pictures,
#: compiled code, other languages, the playground; files of tests by the beginnings of their names,
#: and the rooms whose examples are run
ONE_ENGINE = (
    "tests/test_batch", "tests/test_compile_agreement", "tests/test_derivations",
    "tests/test_documents", "tests/test_draw", "tests/test_explain", "tests/test_explore",
    "tests/test_fan_in", "tests/test_languages", "tests/test_lifetimes", "tests/test_live",
    "tests/test_model_pages", "tests/test_notation", "tests/test_notebook",
    "tests/test_own_words", "tests/test_pages", "tests/test_playground", "tests/test_plots",
    "tests/test_practice", "tests/test_reference", "tests/test_sheet", "tests/test_source",
    "tests/test_story",
    "tests/test_table.py", "tests/test_target", "tests/test_testing", "tests/test_tiers",
    "tests/test_walkthrough", "tests/test_words", "tests/test_worksheets",
    "tests/test_written_files", "tests/test_zero_values", "autograd_lite/viz/",
)  # fmt: skip
#: of the cases of one test, as many are quick
CASES = 2


def mark_quick(items):
    """Mark a few cases of every test that is not slow, the same ones every time."""
    cases = defaultdict(list)
    for item in items:
        if item.get_closest_marker("slow") is None:
            cases[item.nodeid.split("[")[0]].append(item)
    for each in cases.values():
        for item in sorted(each, key=lambda item: zlib.crc32(item.nodeid.encode()))[:CASES]:
            item.add_marker("quick")


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
#: the checker of accessibility, where the Makefile puts it
AXE = Path(sys.prefix, "node_modules", "axe-core", "axe.min.js")


@pytest.hookimpl(tryfirst=True)  # marks are there before pytest selects by them
def pytest_collection_modifyitems(config, items):
    """Mark what is quick; skip what needs a program that is not there, and say so in a line."""
    if config.option.markexpr:
        mark_quick(items)
    for item in items:
        if item.nodeid.startswith(ONE_ENGINE):
            item.add_marker("one_engine")
    browsers = ", ".join(BROWSERS)
    missing = {
        "browser": BROWSER is None and f"no browser was found: install one of {browsers}",
        "c_compiler": not c_files.COMPILERS and "no compiler of C was found: install gcc or clang",
        "pyodide": not run_here.is_there()
        and "Pyodide was not found: make test fetches it from npm",
        "axe": not AXE.exists() and "axe-core was not found: make test fetches it from npm",
    }
    for item in items:
        for fixture, reason in missing.items():
            if reason and fixture in item.fixturenames:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    """The Chromium that is installed here, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # root may not use the sandbox, and in a container nobody may
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def c_compiler():
    """The compiler of C that is installed here."""
    return c_files.COMPILERS[0]


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, which finds faults of pages for those who cannot see or point."""
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory):
    """A folder with what a page loads that runs its code: Python for browsers, the library."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(run_here.STATIC.parent, folder / "_static")
    run_here.put(folder / "_static" / "run")
    return folder


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
