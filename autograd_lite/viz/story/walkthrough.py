"""A graph told step by step, as one HTML file that needs nothing else."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import word
from autograd_lite.value import Value
from autograd_lite.viz.batch.batch import Batch
from autograd_lite.viz.batch.deck import deck_of
from autograd_lite.viz.batch.steps import Story as BatchStory
from autograd_lite.viz.bounds import check_bounds
from autograd_lite.viz.diagram.network.choice import LAYOUTS, Layout
from autograd_lite.viz.story.blanks import Blank, Blanks, check_blanks
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.deck import Deck
from autograd_lite.viz.story.page import write_page
from autograd_lite.viz.story.parts import Outline, outline
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.story.telling import tell, tell_course
from autograd_lite.viz.story.updates import GradientDescent
from autograd_lite.viz.web.frames import framed
from autograd_lite.viz.words.languages import Language, choose_language

MOST_ITERATIONS = 20


def walkthrough(
    root: Value | Batch,
    *,
    title: str | None = None,
    layout: Layout = "auto",
    blank: Blank | Literal["all"] | Iterable[Blank] | None = None,
    language: Language = "en",
    precision: int = 4,
    entries: bool = False,
    optimizer: Any = None,
    learning_rate: float | None = None,
    iterations: int | None = None,
    modules: Any = (),
    fold: Any = (),
    enter: Any = (),
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

    With ``blank`` the deck asks before it tells: for "values" of the forward pass, for "upstream",
    "local" or "downstream" gradients, for "accumulated" ones where several arrive, for several of
    these, or for "all". Who types a number is told whether it is right, and if not, what it is
    instead; on paper the answers stand at the end.

    It goes on with an ``optimizer``, as ``nn.SGD(model.parameters(), 1.0)``, or a
    ``learning_rate`` with which all leaves that take gradients move: after the gradient comes the
    update of every parameter, w ← w − α·∂L/∂w, and then the forward pass with the new numbers, by
    the operations that were recorded. There are so many ``iterations`` of both passes and an
    update, one unless given, and at the end a forward pass, and all numbers before and after. The
    optimizer goes on from the state that it is in, and is not changed.

    Of a graph of more than ``max_nodes`` nodes, parts are told in one step each: what goes in, what
    comes out, what arrives and is sent on, and how large the gradient of its parameters is; what
    is inside can be opened on the page. The parts are the ``modules`` of a model, folded as in
    `draw`, or the layers that the graph shows by itself. Modules to ``fold``, or classes of them,
    are told so in a small graph too. If there are modules to ``enter``, as one neuron, all others
    are folded, and these are told operation by operation.

    ``layout`` of the picture is as in `draw`: "auto" shows a network of several neurons as such, as
    far as there is room for its numbers, unless ``modules`` are given.

    ``language`` is the name of one, as "en" or "de", or words of your own, see `choose_language`.

    A `Batch` is told in matrices; with ``entries``, the sums over its examples are written out
    entry by entry.

    Raises TypeError unless ``root`` is a Value and ``optimizer`` one of nn; ValueError for a
    constant, for a precision, a language or a module that does not exist, for a layout as a network
    of what is none, and for an optimizer none of whose parameters is in the graph; LayoutError if
    there is no layout program for the picture or it takes too long.

    >>> x = Value(3.0, "x")
    >>> deck = walkthrough(x * x + x)
    >>> deck
    <Walkthrough of 7 steps>
    >>> deck.html().startswith("<!DOCTYPE html>")
    True
    >>> walkthrough(x * x, learning_rate=0.25, iterations=2)
    <Walkthrough of 16 steps>
    """
    checks.text("title", "" if title is None else title)
    word("layout", layout, LAYOUTS)
    words, bounds = choose_language(language), check_bounds(max_nodes, max_edges)
    written_out = checks.flag("entries", entries)
    if isinstance(root, Batch):
        batch = BatchStory(root, "walkthrough", bounds)
        return Walkthrough(deck_of(batch, title, precision, written_out, words))

    def outlined(nodes: list[Value]) -> Outline:
        return outline(nodes, bounds, modules, fold, enter, words)

    story = Story(root, "walkthrough", bounds, outlined)
    moved_by = _optimizer(story, optimizer, learning_rate)
    if moved_by is None:
        if iterations is not None:
            raise ValueError("iterations: pass an optimizer or a learning_rate too")
        asking = None if blank is None else Blanks(story, check_blanks(blank))
        return Walkthrough(tell(story, title, precision, words, layout, asking))
    if blank is not None:
        raise ValueError("blank: one pass is asked about; leave the optimizer out")
    given = 1 if iterations is None else iterations
    count = checks.whole_number("iterations", given, 1, MOST_ITERATIONS)
    course = Course(story, moved_by, count)
    return Walkthrough(tell_course(course, title, precision, words, layout))


def _optimizer(story: Story, optimizer: Any, learning_rate: float | None) -> Any:
    """What moves the parameters; without an optimizer, all leaves that take gradients are."""
    if learning_rate is None:
        return optimizer
    if optimizer is not None:
        raise ValueError("learning_rate: the optimizer has one already; pass only one of the two")
    leaves = [node for node in story.nodes if not node.op and node.differentiable]
    return GradientDescent(leaves, checks.positive("learning_rate", learning_rate))


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
