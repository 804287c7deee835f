"""A graph told step by step, as one HTML file that needs nothing else."""

import os
from functools import cached_property
from pathlib import Path
from typing import Any

from autograd_lite.inputs import checks
from autograd_lite.value import Value
from autograd_lite.viz.bounds import check_bounds
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.story.deck import Deck
from autograd_lite.viz.story.page import write_page
from autograd_lite.viz.story.picture import Picture
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.web.frames import framed
from autograd_lite.viz.words.languages import Language, choose_language


def walkthrough(
    root: Value,
    *,
    title: str | None = None,
    language: Language = "en",
    precision: int = 4,
    max_nodes: int = 100,
    max_edges: int | None = None,
) -> "Walkthrough":
    """Return a slide deck that tells how ``root`` and its gradient are computed.

    One step for every operation forward, which fills in the green numbers, and one backward,
    which fills in the red ones: upstream gradient × local gradient, and where gradients meet
    their sum. It tells one pass with the upstream gradient 1, whether or not ``backward()`` was
    called, and changes nothing. Numbers have ``precision`` significant digits. Of more than
    ``max_edges`` gradients that are sent back (unless given, four for each of ``max_nodes``), those
    of the nodes with the most operands are told in part: of their first and last operands one by
    one, of the others how many they are and their sum; and the picture is `draw`'s with that bound.

    ``language`` is the name of one, as "en" or "de", or words of your own, see `choose_language`.

    Raises TypeError unless ``root`` is a Value; ValueError for a constant, for a precision or a
    language that does not exist and for a graph of more than ``max_nodes`` nodes, naming a part
    that is smaller;
    LayoutError if there is no layout program for the picture or it takes too long.

    >>> x = Value(3.0, "x")
    >>> deck = walkthrough(x * x + x)
    >>> deck
    <Walkthrough of 7 steps>
    >>> deck.html().startswith("<!DOCTYPE html>")
    True
    """
    checks.text("title", "" if title is None else title)
    words = choose_language(language)
    story = Story(root, "walkthrough", check_bounds(max_nodes, max_edges))
    text = Text(precision, words)
    if title is None:
        title = words("slides.title", name=text.write(story.symbol(root)))
    picture = Picture(story, precision, words)
    slides = Slides(story, precision, picture.wires, words)
    told = tuple(map(slides.slide, story.steps))
    return Walkthrough(Deck(title, told, picture.drawings, words))


class Walkthrough:
    """A slide deck about a graph, as a page. A notebook shows it by itself.

    Keys: → or space for the next step, ← back, Home, End, P to play. ``#step=7`` at the end of
    the address opens a step. Printed, every step is a slide.
    """

    __module__ = "autograd_lite"

    def __init__(self, deck: Deck) -> None:
        #: what the page shows, as data
        self.deck: Deck = deck

    def __repr__(self) -> str:
        return f"<Walkthrough of {len(self.deck.slides)} steps>"

    @cached_property
    def _page(self) -> str:
        return write_page(self.deck)

    def html(self) -> str:
        """The page: one HTML document without any reference to another file or host."""
        return self._page

    def save(self, path: "str | os.PathLike[str]") -> Path:
        """Write the page to ``path`` and return that. Raises ValueError unless it is .html."""
        target = checks.path("path", path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise ValueError(f"path: got the ending {target.suffix!r}; a walkthrough is .html")
        target.write_text(self._page, encoding="utf-8")
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        page = framed(self._page, self.deck.words("page.frame"))
        return {"text/plain": repr(self), "text/html": page}
