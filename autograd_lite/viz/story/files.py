"""The files that a deck is saved as, besides its page: each row says how it is made."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from autograd_lite.viz.diagram.themes import Theme
from autograd_lite.viz.sheet.glyphs import warn_of_unknown
from autograd_lite.viz.sheet.motion import animation
from autograd_lite.viz.sheet.pdf import pdf
from autograd_lite.viz.sheet.png import png
from autograd_lite.viz.sheet.pptx import Page, presentation
from autograd_lite.viz.sheet.shapes import Sheet
from autograd_lite.viz.sheet.svg import write_svg
from autograd_lite.viz.sheet.tikz import tikz
from autograd_lite.viz.story.deck import Deck
from autograd_lite.viz.story.frames import HEIGHT, WIDTH, Frame, frames
from autograd_lite.viz.story.page import write_page

SHORTEST, LETTERS = 2.5, 18.0  # seconds of a step, and letters that are read in a second


def _animation(kind: Literal["GIF", "WEBP"]) -> Callable[[Deck, Theme], bytes]:
    def made(deck: Deck, theme: Theme) -> bytes:
        shown = frames(deck)
        seconds = [max(SHORTEST, len(each.spoken) / LETTERS) for each in shown]
        return animation(_known(*(each.sheet for each in shown)), theme, seconds, kind)

    return made


def _pdf(deck: Deck, theme: Theme) -> bytes:
    sheets = _known(*(each.sheet for each in frames(deck)))
    return pdf(sheets, theme, deck.title, deck.words.code)


def _known(*sheets: Sheet) -> tuple[Sheet, ...]:
    """The sheets, for what has its own fonts: which may lack some letters."""
    warn_of_unknown(sheets)
    return sheets


def _presentation(deck: Deck, theme: Theme) -> bytes:
    shown = frames(deck)
    height = shown[0].height if shown else HEIGHT
    return presentation([*map(_page, shown)], theme, WIDTH, height, deck.title)


def _page(frame: Frame) -> Page:
    notes = "\n".join(filter(None, (frame.note, frame.spoken)))
    texts = (*frame.head, *frame.told)
    return Page(frame.heading, frame.picture, f"{frame.description}. {frame.spoken}", texts, notes)


#: the kinds of files by their endings; all but the page in a theme
FILES: Final[Mapping[str, Callable[[Deck, Theme], str | bytes]]] = {
    ".html": lambda deck, theme: write_page(deck),
    ".htm": lambda deck, theme: write_page(deck),
    ".pdf": _pdf,
    ".pptx": _presentation,
    ".gif": _animation("GIF"),
    ".webp": _animation("WEBP"),
}

#: the formats of one picture for each step
PICTURES: Final[Mapping[str, Callable[[Sheet, Theme], str | bytes]]] = {
    "svg": write_svg,
    "png": lambda sheet, theme: png(_known(sheet)[0], theme),
    "pdf": lambda sheet, theme: pdf(_known(sheet), theme),
    "tex": lambda sheet, theme: tikz(_known(sheet)[0], theme),
}
