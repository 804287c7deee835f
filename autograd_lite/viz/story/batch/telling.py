"""From a batch, or a course of several, to the deck that tells it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from autograd_lite.viz.batch.equations import Step
from autograd_lite.viz.batch.matrices import Matrix
from autograd_lite.viz.batch.picture import Picture, Show
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.svg import write_svg
from autograd_lite.viz.story.batch.slides import Slides
from autograd_lite.viz.story.batch.updates import UpdateSlides
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.deck import Change, Deck, Drawing, Slide, times_of
from autograd_lite.viz.words.words import Words

SHAPES: Final[tuple[Literal["wide"], Literal["tall"]]] = ("wide", "tall")


class BatchTelling:
    """Makes decks of batches; ``entries`` writes sums over the examples out, entry by entry."""

    def __init__(self, title: str | None, precision: int, entries: bool, words: Words) -> None:
        self._title, self._precision, self._entries = title, precision, entries
        self._words = words

    def deck(self, story: Story, optimizer: Any, iterations: int) -> Deck:
        """The deck of one pass, or with an ``optimizer`` of several and the updates between."""
        if optimizer is None:
            return self._of_pass(story)
        return self._of_course(Course(story, optimizer, iterations))

    def _slides(self, story: Story, picture: Picture) -> Slides:
        return Slides(story, self._precision, self._entries, self._words, picture.wires)

    def _picture(self, story: Story, show: Show = "both") -> Picture:
        return Picture(story, self._precision, self._words, show)

    def _of_pass(self, story: Story) -> Deck:
        picture = self._picture(story)
        slides = self._slides(story, picture)
        told = tuple(map(slides.slide, story.steps))
        drawings = tuple(_drawings(story, picture, story.steps, 1, len(story.steps)))
        title = slides.title if self._title is None else self._title
        return Deck(title, told, drawings, self._words)

    def _of_course(self, course: Course[Story]) -> Deck:
        """Each iteration has a picture of its own numbers."""
        *stories, end = course.stories
        pictures = [*map(self._picture, stories), self._picture(end, "forward")]
        slides = [*map(self._slides, course.stories, pictures)]
        updates = UpdateSlides(course, slides)
        told: list[Slide] = []
        drawings: list[Drawing] = []
        for i, (writer, picture) in enumerate(zip(slides, pictures, strict=True)):
            last = i == len(course.updates)
            story = writer.story
            steps = [x for x in story.steps if not last or x.kind in ("given", "forward")]
            drawings += _drawings(story, picture, steps, len(told) + 1, len(steps) + 1)
            told += [updates.start(i, writer.slide(steps[0])), *map(writer.slide, steps[1:])]
            told.append(updates.comparison() if last else updates.update(i))
        title = self._title
        if title is None:
            name = course.stories[0].parts.cost.name.line
            title = self._words("updates.title", name=name, count=len(course.updates))
        return Deck(title, tuple(told), tuple(drawings), self._words)


def _drawings(
    story: Story, picture: Picture, steps: Sequence[Step], first: int, count: int
) -> Iterator[Drawing]:
    """The drawings with so many steps of a deck, from the ``first`` on."""
    times = times_of(_changes(story, picture, steps), first)
    for shape in SHAPES:
        svg = write_svg(picture.sheet(shape), THEMES["slides"])
        yield Drawing(shape, svg, times, range(first, first + count))


def _changes(
    story: Story, picture: Picture, steps: Sequence[Step]
) -> Iterator[Mapping[Change, list[str]]]:
    """What every step changes: ids that show a number, are lit, or are near."""
    parts, node = story.parts, picture.nodes

    def leaving(matrix: Matrix) -> list[str]:
        found = [picture.wires[id(matrix), id(each.out)] for each in parts.consumers(matrix)]
        return found or [picture.end]

    def with_wires(matrices: Iterable[Matrix]) -> list[str]:
        return [each for m in matrices for each in (node[id(m)], *leaving(m))]

    for step in steps:
        out = step.application.out
        match step.kind:
            case "given":
                ids = with_wires(parts.leaves)
                yield {"value": ids, "lit": ids}
            case "forward":
                ids = with_wires([out])
                near = [picture.wires[id(x), id(out)] for x in step.application.operands]
                yield {"value": ids, "lit": ids, "near": near}
            case "seed":
                ids = [node[id(out)], picture.end]
                yield {"gradient": ids, "lit": ids}
            case "backward":
                wires = [picture.wires[id(x.operand), id(out)] for x in step.sent]
                full = [node[id(x.operand)] for x in step.sent if x.last]
                lit = [node[id(out)], *wires]
                yield {"gradient": wires + full, "lit": lit, "near": leaving(out)}
            case "result":
                yield {"lit": with_wires(parts.parameters)}
