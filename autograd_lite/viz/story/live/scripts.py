"""The scripts and styles of a live page, in the order in which a page needs them."""

from autograd_lite.viz.live.controls import SCRIPTS, STYLES
from autograd_lite.viz.story.deck import Live
from autograd_lite.viz.web.document import as_script, read

PANEL = "autograd_lite.viz.live"
START = "controls(model, JSON.parse(document.body.dataset.words));"


def live_styles() -> list[str]:
    """How the panel looks."""
    return [read(name, PANEL) for name in STYLES]


def live_numbers(live: Live) -> list[str]:
    """What computes the numbers and writes them, before the deck shows its first step."""
    own = [read(f"{name}.js", __package__) for name in ("rows", "live")]
    return [f"const LIVE = {as_script(live.data)};", live.script, read("numbers.js"), *own]


def live_panel() -> list[str]:
    """The panel, which uses what the deck has."""
    return [*(read(name, PANEL) for name in SCRIPTS), START]
