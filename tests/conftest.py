"""One Hypothesis profile: the same examples on every run, and no clock. One browser for all."""

import shutil

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("repeatable")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items):
    """Skip what needs a browser where there is none, and say so in one line."""
    reason = f"no browser was found: install one of {', '.join(BROWSERS)}"
    for item in items:
        if "browser" in item.fixturenames and BROWSER is None:
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
