"""A graph told step by step, as one HTML file that needs nothing else."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import look_up, word
from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.batch.batch import Batch, is_given, refuse
from autograd_lite.viz.batch.steps import Story as BatchStory
from autograd_lite.viz.bounds import check_bounds
from autograd_lite.viz.diagram.network.choice import LAYOUTS, Layout
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.formula.names import NO_SYMBOLS
from autograd_lite.viz.story.batch.telling import BatchTelling
from autograd_lite.viz.story.blanks import Blank, Blanks, check_blanks
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.deck import Deck
from autograd_lite.viz.story.files import FILES, PICTURES
from autograd_lite.viz.story.frames import frames
from autograd_lite.viz.story.live.limits import NO_EXAMPLES, Examples, obstacle
from autograd_lite.viz.story.live.telling import RATE, LiveTelling
from autograd_lite.viz.story.notes import NO_TEXTS, Texts, annotated
from autograd_lite.viz.story.page import write_page
from autograd_lite.viz.story.parts import Outline, outline
from autograd_lite.viz.story.picture import Picture, changing_room
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
    titles: Texts = NO_TEXTS,
    notes: Texts = NO_TEXTS,
    symbols: Mapping[Value, str] = NO_SYMBOLS,
    live: bool = False,
    examples: Examples = NO_EXAMPLES,
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

    ``titles`` and ``notes`` have a teacher's own words for a step, which is named by its kind, as
    in ``{"given": "What we know"}`` (given, forward, seed, backward, result, update or outcome), by
    the node that it computes, by both as ``("backward", node)``, or by its number. ``symbols`` has
    other names for nodes than their labels.

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

    With ``live`` the page computes: a reader changes the numbers of the leaves, or takes gradient
    steps, and all that is told and drawn follows. ``examples`` has several numbers for some of the
    leaves, as ``{x1: [0, 0, 1, 1], y: [0, 1, 1, 1]}``: the page shows one of them, and a step may
    use one or the mean over all. Steps have the ``learning_rate`` 0.1 unless given, until the
    reader writes another.

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
    <Walkthrough of 15 steps>
    """
    checks.text("title", "" if title is None else title)
    word("layout", layout, LAYOUTS)
    words, bounds = choose_language(language), check_bounds(max_nodes, max_edges)
    written_out = checks.flag("entries", entries)
    if isinstance(root, Batch):
        refuse(
            live=live, examples=examples is not NO_EXAMPLES, layout=layout != "auto",
            blank=blank is not None, titles=bool(titles),
            notes=bool(notes), symbols=bool(symbols), modules=is_given(modules),
            fold=is_given(fold), enter=is_given(enter),
        )  # fmt: skip
        batch = BatchStory(root, "walkthrough", bounds)
        moved_by = _optimizer(batch.variables, optimizer, learning_rate)
        count = _iterations(moved_by, iterations)
        telling = BatchTelling(title, precision, written_out, words)
        return Walkthrough(telling.deck(batch, moved_by, count))

    def outlined(nodes: list[Value]) -> Outline:
        return outline(nodes, bounds, modules, fold, enter, words)

    story = Story(root, "walkthrough", bounds, outlined, symbols)
    leaves = [node for node in story.nodes if not node.op and node.differentiable]
    is_live = checks.flag("live", live) or examples is not NO_EXAMPLES
    moves = optimizer is not None or iterations is not None
    if is_live and (why := obstacle(story, asks=blank is not None, moves=moves)):
        raise ValueError(f"live: {why}")
    moved_by = None if is_live else _optimizer(leaves, optimizer, learning_rate)
    count = _iterations(moved_by, iterations)
    if moved_by is None:
        asking = None if blank is None else Blanks(story, check_blanks(blank))
        room = changing_room(precision) if is_live else 0
        picture = Picture(story, precision, words, layout, room)
        deck, steps = tell(story, picture, title, precision, words, asking)
        if is_live:
            live_telling = LiveTelling(story, picture, precision, words)
            given = RATE if learning_rate is None else learning_rate
            rate = checks.positive("learning_rate", given)
            deck = replace(deck, live=live_telling.part(examples, rate))
    elif blank is not None:
        raise ValueError("blank: one pass is asked about; leave the optimizer out")
    else:
        course = Course(story, moved_by, count)
        deck, steps = tell_course(course, title, precision, words, layout)
    return Walkthrough(deck.with_slides(lambda told: annotated(told, steps, titles, notes)))


def _optimizer(variables: list[Value], optimizer: Any, learning_rate: float | None) -> Any:
    """What moves the parameters; without an optimizer, all leaves that take gradients are."""
    if learning_rate is None:
        return optimizer
    if optimizer is not None:
        raise ValueError("learning_rate: the optimizer has one already; pass only one of the two")
    return GradientDescent(variables, checks.positive("learning_rate", learning_rate))


def _iterations(optimizer: Any, given: int | None) -> int:
    """How many updates there are, if there is an optimizer."""
    if optimizer is None and given is not None:
        raise ValueError("iterations: pass an optimizer or a learning_rate too")
    return checks.whole_number("iterations", 1 if given is None else given, 1, MOST_ITERATIONS)


class Walkthrough:
    """A slide deck about a graph, as a page. A notebook shows it by itself.

    Keys: → or space for the next step, ← back, Home, End, P to play; F for the picture alone, + − 0
    to zoom it. What does not fit is scrolled by the arrow keys when it has the focus. ``#step=7``
    at the end of the address opens a step. Printed, every step is a slide.
    """

    __module__ = "autograd_lite"

    def __init__(self, deck: Deck) -> None:
        #: what the page shows, as data
        self.deck: Deck = deck

    def __repr__(self) -> str:
        return f"<Walkthrough of {len(self.deck.slides)} steps>"

    @lazy
    def _page(self) -> str:
        return write_page(self.deck)

    def html(self) -> str:
        """The page: one HTML document without any reference to another file or host."""
        return self._page

    def save(self, path: "str | os.PathLike[str]", *, theme: str = "slides") -> Path:
        """Write the walkthrough to ``path`` and return that; the ending chooses the format.

        It is .html for the page; .pdf, with a page for each step; .pptx, slides whose shapes can
        be edited, with notes; .gif or .webp, an animation. All but the page are in the colours of
        a ``theme``, see `draw`. Slides and animations need python-pptx and Pillow, which the extra
        ``slides`` brings.

        Raises ValueError for another ending or theme; ModuleNotFoundError, which says what to
        install. All is made before the file is opened: if that fails, an old file stays.
        """
        target, look = checks.path("path", path), look_up("theme", theme, THEMES)
        if (ending := target.suffix.lower()) not in FILES:
            raise ValueError(
                f"path: got the ending {target.suffix!r}; choose one of {', '.join(FILES)}, or "
                "save_pictures(folder) for one picture of each step"
            )
        made = FILES[ending](self.deck, look)
        target.write_bytes(made if isinstance(made, bytes) else made.encode(errors="replace"))
        return target

    def save_pictures(
        self, folder: "str | os.PathLike[str]", *, file_format: str = "svg", theme: str = "slides"
    ) -> list[Path]:
        """Write one picture for each step into a folder: step-01.svg, step-02.svg …

        ``file_format`` is svg, png, pdf or tex. Raises ValueError for another one or for a theme
        that does not exist, FileNotFoundError for a folder that does not exist.
        """
        place, look = checks.path("folder", folder, "folder"), look_up("theme", theme, THEMES)
        write = look_up("file_format", file_format, PICTURES)
        pictures = [write(frame.sheet, look) for frame in frames(self.deck)]
        digits = max(2, len(str(len(pictures))))
        paths = [place / f"step-{i:0{digits}}.{file_format}" for i in range(1, len(pictures) + 1)]
        for path, made in zip(paths, pictures, strict=True):
            path.write_bytes(made if isinstance(made, bytes) else made.encode(errors="replace"))
        return paths

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        page = framed(self._page, self.deck.words("page.frame"))
        return {"text/plain": repr(self), "text/html": page}
