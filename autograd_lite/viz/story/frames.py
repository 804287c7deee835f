"""The steps of a deck as sheets: heading, picture and sentences, each on a slide of 16 by 9.

A picture shows what is known at its step. These are what a deck is saved as, where a format has no
pages that move: as PDF, as one picture for each step, as an animation and as slides.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.read import read_svg
from autograd_lite.viz.sheet.shapes import (
    Anchor,
    Circle,
    Group,
    Polygon,
    Rectangle,
    Role,
    Shape,
    Sheet,
    Stroke,
    Text,
    moved,
)  # fmt: skip
from autograd_lite.viz.story.deck import Change, Deck, Drawing, Slide

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 36.0  # points of a slide, and around what is on it
TITLE, HEADING = 13.0, 24.0  # sizes of letters
SIZES = (17.0, 15.0, 13.0, 11.0, 9.0, 8.0)  # of the sentences: the first in which they have room
LARGEST = 1.6  # times that a picture is enlarged at most
PICTURE = 0.45  # of a slide: the least height of a picture if there are many sentences
LEADING = 1.35  # sizes from line to line
#: the colour in which a kind of step lights up what it is about
TONES: dict[str, Role] = {"forward": "forward", "seed": "backward", "backward": "backward"}


@dataclass(frozen=True)
class Frame:
    """A step of a deck as a slide."""

    #: above everything: the title of the deck, and the number of the step
    head: tuple[Text, ...]
    heading: Text
    #: the picture at its place
    picture: tuple[Shape | Group, ...]
    told: tuple[Text, ...]
    height: float
    #: the picture and the sentences for those who do not see them
    description: str
    spoken: str
    note: str

    @property
    def sheet(self) -> Sheet:
        """All of it."""
        shapes = (*self.head, self.heading, *self.picture, *self.told)
        return Sheet(WIDTH, self.height, shapes, f"{self.heading.text}. {self.spoken}")


def frames(deck: Deck) -> list[Frame]:
    """One frame for each step. They are equally high, and higher where there is much to tell."""
    backward = deck.words.direction == "rtl"
    pictures = {id(each): read_svg(each.svg, THEMES["slides"]) for each in deck.drawings}
    made = []
    for number, slide in enumerate(deck.slides, start=1):
        drawing = _drawing(deck, number)
        picture = pictures[id(drawing)] if drawing else Sheet(0, 0, (), "")
        shown = tuple(_at_step(picture.shapes, drawing, number, slide)) if drawing else ()
        count = f"{number}/{len(deck.slides)}"
        made.append(_frame(deck.title, count, slide, replace(picture, shapes=shown), backward))
    height = max((frame.height for frame in made), default=HEIGHT)
    return [replace(frame, height=height) for frame in made]


def _drawing(deck: Deck, step: int) -> Drawing | None:
    seen = [drawing for drawing in deck.drawings if step in drawing.steps]
    return next((each for each in seen if each.shape == "wide"), seen[0] if seen else None)


# Pictures -----------------------------------------------------------------------------------


def _at_step(
    shapes: Iterable[Shape | Group], drawing: Drawing, step: int, slide: Slide
) -> Iterator[Shape | Group]:
    """What is seen of a picture at a step, with what that is about in its colour."""
    for shape in shapes:
        if not isinstance(shape, Group):
            yield shape
            continue
        times = drawing.times.get(re.sub("-(start|end)$", "", shape.id), {})
        inner = tuple(_at_step(shape.shapes, drawing, step, slide))
        known = [each for each in inner if _is_known(each, times, step)]
        tone, wider = "", 0.0
        if step in times.get("lit", ()):
            tone, wider = TONES.get(slide.kind, "ink"), 1.5
        elif step in times.get("near", ()):
            tone, wider = "ink", 0.5
        yield Group(tuple(_lit(each, tone, wider) if tone else each for each in known), shape.id)


def _is_known(shape: Shape | Group, times: Mapping[Change, tuple[int, ...]], step: int) -> bool:
    if isinstance(shape, Group):
        return True
    roles = shape.color, getattr(shape, "fill", "")  # brackets are filled, and have no border
    change: Change = "gradient" if "backward" in roles else "value"
    waits = {"forward", "backward"}.intersection(roles) and change in times
    return not waits or min(times[change]) <= step


def _lit(shape: Shape | Group, tone: Role, wider: float) -> Shape | Group:
    fill = "marker" if wider > 1 else "fill"
    match shape:
        case Stroke(color="muted"):
            return replace(shape, color=tone, width=shape.width + wider)
        case Circle(fill="fill"):
            return replace(shape, color=tone, fill=fill, width=shape.width + wider)
        case Rectangle(fill="fill") | Polygon(fill="fill"):
            return replace(shape, color=tone, fill=fill, stroke=shape.stroke + wider)
        case Rectangle(fill="muted") | Polygon(fill="muted"):  # rules, and heads of arrows
            return replace(shape, color=tone, fill=tone, stroke=shape.stroke + wider)
    return shape


# Slides -------------------------------------------------------------------------------------


def _frame(title: str, count: str, slide: Slide, picture: Sheet, backward: bool) -> Frame:
    start, end = (WIDTH - MARGIN, MARGIN) if backward else (MARGIN, WIDTH - MARGIN)
    first: Anchor = "end" if backward else "start"
    last: Anchor = "start" if backward else "end"
    head = (
        Text(start, MARGIN, cut(title, TITLE, 0.8 * WIDTH), TITLE, "muted", first),
        Text(end, MARGIN, count, TITLE, "muted", last),
    )
    below = MARGIN + 1.5 * HEADING
    heading = Text(start, below, slide.heading, HEADING, "ink", first, bold=True)
    wide = text_width(slide.heading, HEADING, bold=True)
    if wide > WIDTH - 2 * MARGIN:
        heading = replace(heading, size=HEADING * (WIDTH - 2 * MARGIN) / wide)
    top = below + HEADING
    room = HEIGHT - top - MARGIN
    for size in SIZES:
        sentences = re.split(r"(?<=[.。।]) ?(?=\S)(?!\d)", slide.spoken)
        lines = [x for each in sentences for x in wrapped(each, size, WIDTH - 2 * MARGIN)]
        text_height = LEADING * size * len(lines)
        if text_height <= (1 - PICTURE) * room:
            break
    height = max(HEIGHT, top + PICTURE * room + text_height + MARGIN)
    bottom = height - MARGIN - text_height
    placed = tuple(_fitted(picture, top, bottom - size))
    told = tuple(
        Text(start, bottom + LEADING * size * (i + 0.75), line, size, "ink", first)
        for i, line in enumerate(lines)
    )
    described = picture.description
    return Frame(head, heading, placed, told, height, described, slide.spoken, slide.note)


def _fitted(picture: Sheet, top: float, bottom: float) -> Iterator[Shape | Group]:
    """The picture as large as there is room, in the middle of it."""
    if picture.width <= 0 or picture.height <= 0:
        return
    room = WIDTH - 2 * MARGIN, bottom - top
    scale = min(LARGEST, room[0] / picture.width, room[1] / picture.height)
    x = (WIDTH - scale * picture.width) / 2
    y = top + (room[1] - scale * picture.height) / 2
    yield from (moved(each, x, y, scale) for each in picture.shapes)


def cut(text: str, size: float, most: float) -> str:
    """As much of a line as is not wider than that."""
    if text_width(text, size) <= most:
        return text
    ends = [*accumulate(text_width(c, size) for c in text)]
    return text[: sum(end <= most - size for end in ends)] + "…"


def wrapped(text: str, size: float, most: float) -> Iterator[str]:
    """Lines that are not wider than that; a word that is wider by itself is broken."""
    line = ""
    for word in re.findall(r"\S+\s*|\s+", text):
        if line and text_width(line + word.rstrip(), size) > most:
            yield line.rstrip()
            line = ""
        line += word
        while text_width(line.rstrip(), size) > most:
            ends = accumulate(text_width(c, size) for c in line)
            fits = max(1, sum(end <= most for end in ends))
            yield line[:fits]
            line = line[fits:]
    if line.strip():
        yield line.rstrip()
