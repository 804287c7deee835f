"""A deck: what a page of slides shows, whoever tells it.

A story of Values makes one, and so does anything else that has steps and pictures: the page, the
files and the notebook ask for no more than this.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from autograd_lite.viz.words.words import ENGLISH, Words

#: what a step does, by which a page chooses its colour
Kind = Literal["given", "forward", "seed", "backward", "result", "update", "outcome"]

#: by the id of a group of a drawing and by a colour, the numbers that may stand there, with marks
Marked = Mapping[str, Mapping[str, tuple[str, ...]]]

#: what a step does to a part of a picture: from then on its value or its gradient is seen; and only
#: at that step it is lit, or, a little less, near
Change = Literal["value", "gradient", "lit", "near"]


@dataclass(frozen=True)
class Slide:
    """One step of a deck. All is plain text but the body, which is HTML."""

    kind: Kind
    #: a few words for the list of steps
    title: str
    #: one line above the body
    heading: str
    #: equations, tables and remarks; every name in it is escaped text
    body: str
    #: the same as sentences, for those who hear the deck
    spoken: str
    #: what a teacher wants to say about the step
    note: str = ""
    #: of a deck that asks: which slides ask, which answer, and which stand between them
    part: Literal["", "question", "between", "answer"] = ""


@dataclass(frozen=True)
class Drawing:
    """A picture, which is seen while some of the steps are told.

    ``times`` says, for the id of a group in the SVG, at which steps of the deck, counted from 1,
    what happens to it. What has neither a value nor a gradient there is seen from the start.
    """

    #: from left to right for wide pages, or from top to bottom for tall ones
    shape: Literal["wide", "tall"]
    #: an SVG document in the colours of the theme "slides"
    svg: str
    times: Mapping[str, Mapping[Change, tuple[int, ...]]]
    #: the steps of the deck with which it is seen
    steps: range


@dataclass(frozen=True)
class Live:
    """What a page needs to compute its numbers anew when those of the leaves change."""

    #: the slides of the deck, with marks around the numbers that follow
    slides: tuple[Slide, ...]
    #: the same for every drawing
    drawings: tuple[Marked, ...]
    #: JavaScript: the function ``compute`` from the numbers of the leaves to those of the slots
    script: str
    #: the leaves, and the slots of the result and of the gradients, as JSON has them
    data: Mapping[str, Any]
    #: the HTML of the panel in which numbers are changed
    panel: str


@dataclass(frozen=True)
class Deck:
    """Slides, and the drawings beside them: for each step one that is wide and one that is tall."""

    title: str
    slides: tuple[Slide, ...]
    drawings: tuple[Drawing, ...]
    #: the language that it speaks
    words: Words = ENGLISH
    live: Live | None = None

    def with_slides(self, change: Callable[[Sequence[Slide]], tuple[Slide, ...]]) -> "Deck":
        """The same with other slides, which are made of the present ones."""
        live = self.live and replace(self.live, slides=change(self.live.slides))
        return replace(self, slides=change(self.slides), live=live)

    @property
    def asks(self) -> bool:
        """Whether there are blanks to be filled in."""
        return any(slide.part == "question" for slide in self.slides)


def times_of(
    changes: Iterable[Mapping[Change, Iterable[str]]], first: int = 1
) -> dict[str, dict[Change, tuple[int, ...]]]:
    """The times of a drawing from what every step changes, counted from ``first`` on.

    A number that several steps change, as one that stands for many, is seen from the last of them.

    >>> times_of([{"value": ["n0"], "lit": ["n0"]}, {"lit": ["n0"]}])
    {'n0': {'value': (1,), 'lit': (1, 2)}}
    """
    times: dict[str, dict[Change, tuple[int, ...]]] = defaultdict(dict)
    for step, changed in enumerate(changes, start=first):
        for change, ids in changed.items():
            for known in (times[each] for each in dict.fromkeys(ids)):
                earlier = known.get(change, ()) if change in ("lit", "near") else ()
                known[change] = (*earlier, step)
    return dict(times)
