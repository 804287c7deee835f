"""The browser of this machine."""

import os
import sys
import webbrowser
from contextlib import suppress


def open_page(address: str, wanted: bool | None = None) -> None:
    """Open a page in the browser, if that is ``wanted``; None leaves it to where this runs."""
    if _opens() if wanted is None else wanted:
        with suppress(webbrowser.Error):
            webbrowser.open(address)


def _opens() -> bool:
    """Whether a browser opens by itself: in a notebook, and without a screen, it does not."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if getattr(shell, "kernel", None) is not None:
        return False
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform != "linux" or any(os.environ.get(each) for each in screens)
