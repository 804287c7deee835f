"""The gallery's pictures of the playground, taken of the page as it runs; they need a browser.

Run it with the browser's command, if that is not ``chromium``: each is of a link, at an epoch.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import autograd_lite as ag

IMAGES = Path(__file__).parents[1] / "images"
XOR = "v=1&data=xor&noise=40&batch_size=30&show_test=true&pause_at=600"
DEEP = "v=1&data=circle&layers=4-4-4-4-4&activation=sigmoid&output=sigmoid&pause_at=30"
TRAINED = (
    "() => !document.querySelector('.playing') && document.querySelector('#epoch').textContent > 0"
)


def train(page: Any) -> None:
    """Train until the epoch at which the link lets it pause."""
    page.click("#play")
    page.wait_for_function(TRAINED, timeout=60_000)


def plain(page: Any) -> None:
    """The network as it has learnt."""
    train(page)


def blame(page: Any) -> None:
    """The gradient of a loss of an example that is told wrong."""
    train(page)
    page.click("#next-wrong")
    page.check("input[value=example]")


def vanishing(page: Any) -> None:
    """Many layers of sigmoids: the gradient of the first ones is nearly nothing."""
    page.check("input[value=batch]")
    train(page)


SHOTS = {
    "playground": (XOR, plain),
    "playground_gradient": (XOR, blame),
    "playground_vanishing": (DEEP, vanishing),
}


def main(browser: str) -> None:
    """Take them."""
    with ag.playground(browser=False) as served, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (link, show) in SHOTS.items():
            page = chromium.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
            page.goto(f"{served.url}#{link}")
            page.wait_for_selector("#play")
            page.wait_for_timeout(1000)
            show(page)
            page.mouse.move(640, 5)
            page.wait_for_timeout(1000)  # the last frame, and no tooltip
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        chromium.close()


if __name__ == "__main__":
    main(shutil.which(sys.argv[1] if sys.argv[1:] else "chromium") or "chromium")
